use serde::de::DeserializeOwned;
use service::Upload;

use crate::body::NUL;
use crate::budget::Share;
use crate::{Kind, Problem, Wrong};

/// A file that came with a form.
#[derive(Debug, Clone)]
pub struct File {
    /// The name of the form's field.
    pub field: String,
    /// The name that the browser gave, without folders.
    pub name: String,
    /// The media type that the browser gave, without parameters.
    pub media_type: String,
    /// The content, on disk.
    pub upload: Upload,
}

/// What a form held.
#[derive(Debug, Default)]
pub struct Fields {
    /// Names and texts, in the order of the form.
    pub texts: Vec<(String, String)>,
    /// The files.
    pub files: Vec<File>,
    /// The memory that the texts take.
    pub memory: Option<Share>,
    /// The disk that the files take.
    pub disk: Option<Share>,
}

impl Fields {
    /// The first text of that name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(given, _)| given == name).map(|(_, text)| text.as_str())
    }

    /// The texts as a struct, or as `Vec<(String, String)>` where the names are not known beforehand.
    ///
    /// # Errors
    /// `invalid` when a field is missing, doubled or of another type.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.texts).finish();
        match actix_web::web::Query::<T>::from_query(&text) {
            Ok(fields) => Ok(fields.into_inner()),
            Err(error) => Err(Problem::invalid(vec![Wrong::member("", reason(&error.to_string()))])),
        }
    }

    /// Refuses texts that cannot be stored, by the names of their fields.
    pub(super) fn without_nul(self) -> Result<Self, Problem> {
        let held = |(name, text): &&(String, String)| name.contains('\0') || text.contains('\0');
        let wrong: Vec<_> = self.texts.iter().filter(held).collect();
        if wrong.is_empty() {
            return Ok(self);
        }
        Err(Problem::invalid(
            wrong.into_iter().map(|(name, _)| Wrong::member(format!("/{name}"), NUL)).collect(),
        ))
    }

    /// Adds a text unless the form has too many already.
    pub(super) fn push(&mut self, name: String, text: String) -> Result<(), Problem> {
        if self.texts.len() >= super::FIELDS {
            let most = super::FIELDS;
            return Err(Problem::new(Kind::TooLarge, format!("a form has at most {most} fields")));
        }
        self.texts.push((name, text));
        Ok(())
    }
}

/// What actix wraps around serde's message says nothing to a reader of a form.
fn reason(message: &str) -> String {
    message.trim_start_matches("Query deserialize error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Decision {
        outcome: String,
        note: Option<String>,
        points: u32,
    }

    fn fields(texts: &[(&str, &str)]) -> Fields {
        let texts = texts.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        Fields { texts, ..Fields::default() }
    }

    #[test]
    fn texts_become_a_struct() {
        let form = fields(&[("csrf", "x"), ("outcome", "a & b=ü"), ("points", "3")]);
        let expected = Decision { outcome: "a & b=ü".to_owned(), note: None, points: 3 };
        assert_eq!(form.parse::<Decision>().unwrap(), expected);
    }

    #[test]
    fn a_missing_field_is_named() {
        let problem = fields(&[("points", "3")]).parse::<Decision>().unwrap_err();
        assert!(problem.detail.contains("outcome"), "{problem}");
        assert_eq!(problem.kind, Kind::Invalid);
    }

    #[test]
    fn names_that_nobody_knew_beforehand_come_as_pairs() {
        let form = fields(&[("score.a", "1"), ("score.b", "2")]);
        assert_eq!(form.parse::<Vec<(String, String)>>().unwrap(), form.texts);
    }
}
