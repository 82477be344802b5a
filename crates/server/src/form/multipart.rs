use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::dev::Payload;

use super::shape::Outline;
use super::spool::Spool;
use super::{FIELDS, Fields, File, essence};
use crate::body::{append, in_time, next};
use crate::budget::Share;
use crate::{Kind, Problem, Site};

/// Reads a `multipart/form-data` body (RFC 7578) as far as its parts are those of the form.
pub(super) async fn read(
    request: &HttpRequest,
    payload: Payload,
    outline: Outline,
) -> Result<Fields, Problem> {
    let site = Site::of(request)?;
    let room = site.disk.share(crate::network::client(request, site));
    let spool = Spool { folder: site.spool.clone(), room, bytes: 0 };
    let reader = Reader { outline, spool, text_bytes: 0, files: 0, parts: 0 };
    let parts = Multipart::new(request.headers(), payload);
    in_time(reader.read(parts, Share::of_memory(request))).await
}

struct Reader {
    outline: Outline,
    spool: Spool,
    text_bytes: usize,
    files: usize,
    parts: usize,
}

impl Reader {
    async fn read(mut self, mut parts: Multipart, memory: Share) -> Result<Fields, Problem> {
        let mut form = Fields { memory: Some(memory), ..Fields::default() };
        while let Some(part) = next(&mut parts).await? {
            let mut part = part.map_err(broken)?;
            self.parts = self.parts.saturating_add(1);
            if self.parts > FIELDS {
                return Err(Problem::new(Kind::TooLarge, format!("a form has at most {FIELDS} fields")));
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.content_disposition().and_then(|value| value.get_filename()).map(base_name);
            match file_name {
                Some(file_name) => self.file(&mut form, &mut part, name, file_name).await?,
                None => self.text(&mut form, &mut part, name).await?,
            }
        }
        form.disk = Some(self.spool.room);
        Ok(form)
    }

    async fn text(&mut self, form: &mut Fields, part: &mut Field, name: String) -> Result<(), Problem> {
        self.outline.check_text(&name)?;
        let room = self.outline.text_bytes.saturating_sub(self.text_bytes);
        let mut bytes = Vec::new();
        let mut nothing = Share::none();
        while let Some(chunk) = next(part).await? {
            let chunk = chunk.map_err(broken)?;
            let taken = self.text_bytes.saturating_add(bytes.len()).saturating_add(chunk.len());
            if let Some(memory) = &mut form.memory {
                // Twice: as it is read, and as it is decoded for the handler.
                memory.hold(taken.saturating_mul(2)).await?;
            }
            append(&mut bytes, &chunk, room, &mut nothing, "the form's text").await?;
        }
        self.text_bytes = self.text_bytes.saturating_add(bytes.len());
        let text = String::from_utf8(bytes).map_err(|error| {
            let detail = format!("the field {name:?} is not UTF-8: {}", error.utf8_error());
            Problem::new(Kind::Malformed, detail)
        })?;
        form.push(name, text)
    }

    /// Takes a file in. A file field that nothing was chosen for arrives with neither name nor content.
    async fn file(
        &mut self,
        form: &mut Fields,
        part: &mut Field,
        field: String,
        name: String,
    ) -> Result<(), Problem> {
        self.outline.check_file(&field)?;
        if self.files >= self.outline.most_files && !name.is_empty() {
            let most = self.outline.most_files;
            let files = if most == 1 { "one file".to_owned() } else { format!("{most} files") };
            return Err(Problem::new(Kind::TooLarge, format!("a form can contain at most {files}")));
        }
        let media_type = part
            .content_type()
            .map_or_else(|| "application/octet-stream".to_owned(), |media_type| essence(media_type.as_ref()));
        if let Some(upload) = self.spool.receive(part, self.outline.file_bytes, &name).await? {
            self.files = self.files.saturating_add(1);
            form.files.push(File { field, name, media_type, upload });
        }
        Ok(())
    }
}

/// Old browsers send the whole path.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
pub(super) fn broken(error: MultipartError) -> Problem {
    Problem::new(Kind::Malformed, format!("the form cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::base_name;

    #[test]
    fn the_folders_of_a_file_are_left_out() {
        assert_eq!(base_name("C:\\a\\b.pdf"), "b.pdf");
        assert_eq!(base_name("/home/x/b.pdf"), "b.pdf");
    }
}
