use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use futures_util::StreamExt;

use super::{FILE_BYTES, FILES, Fields, File, TEXT_BYTES, essence};
use crate::body::{in_time, too_large};
use crate::{Kind, Problem};

/// Reads a `multipart/form-data` body (RFC 7578).
pub(super) async fn read(headers: &HeaderMap, payload: Payload) -> Result<Fields, Problem> {
    in_time(read_parts(Multipart::new(headers, payload))).await
}

async fn read_parts(mut parts: Multipart) -> Result<Fields, Problem> {
    let mut form = Fields::default();
    let mut room = TEXT_BYTES;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(broken)?;
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.content_disposition().and_then(|value| value.get_filename()).map(base_name);
        if let Some(file_name) = file_name {
            read_file(&mut form, &mut part, name, file_name).await?;
        } else {
            let bytes = read_part(&mut part, room, "the form's text").await?;
            room = room.saturating_sub(bytes.len());
            let text = String::from_utf8(bytes).map_err(|error| {
                let detail = format!("the field {name:?} is not UTF-8: {}", error.utf8_error());
                Problem::new(Kind::Malformed, detail)
            })?;
            form.push(name, text)?;
        }
    }
    Ok(form)
}

/// Takes a file in. A file field that nothing was chosen for arrives with neither name nor content.
async fn read_file(form: &mut Fields, part: &mut Field, field: String, name: String) -> Result<(), Problem> {
    if form.files.len() >= FILES && !name.is_empty() {
        return Err(Problem::new(Kind::TooLarge, format!("a form takes at most {FILES} files")));
    }
    let media_type = part
        .content_type()
        .map_or_else(|| "application/octet-stream".to_owned(), |media_type| essence(media_type.as_ref()));
    let bytes = read_part(part, FILE_BYTES, &format!("the file {name:?}")).await?;
    if !(name.is_empty() && bytes.is_empty()) {
        form.files.push(File { field, name, media_type, bytes });
    }
    Ok(())
}

async fn read_part(part: &mut Field, most: usize, what: &str) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(broken)?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large(what, most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Old browsers send the whole path.
fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err asks for")]
fn broken(error: MultipartError) -> Problem {
    Problem::new(Kind::Malformed, format!("the form cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use actix_web::FromRequest;
    use actix_web::test::TestRequest;

    use super::*;

    async fn form(body: &str) -> Result<Fields, Problem> {
        let (request, mut payload) = TestRequest::post()
            .insert_header(("content-type", "multipart/form-data; boundary=B"))
            .set_payload(body.replace('\n', "\r\n"))
            .to_http_parts();
        let payload = actix_web::web::Payload::from_request(&request, &mut payload).await.unwrap();
        read(request.headers(), payload.into_inner()).await
    }

    #[actix_web::test]
    async fn texts_and_files_are_told_apart() {
        let form = form(
            "--B\nContent-Disposition: form-data; name=\"text\"\n\nHello\n--B\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\b.pdf\"\nContent-Type: application/pdf; x=y\n\n%PDF\n--B\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\n\n\n--B--\n",
        )
        .await
        .unwrap();
        assert_eq!(form.texts, [("text".to_owned(), "Hello".to_owned())]);
        let [file] = form.files.as_slice() else { panic!("{form:?}") };
        assert_eq!((file.field.as_str(), file.media_type.as_str()), ("file", "application/pdf"));
        assert_eq!(file.bytes, b"%PDF");
        assert!(file.name.ends_with("b.pdf") && !file.name.contains('\\'), "{}", file.name);
    }

    #[actix_web::test]
    async fn a_form_that_breaks_off_is_malformed() {
        let problem = form("--B\nContent-Disposition: form-data; name=\"text\"\n\nHel").await.unwrap_err();
        assert_eq!(problem.kind, Kind::Malformed);
    }
}
