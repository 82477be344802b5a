use actix_web::dev::ResourceDef;
use actix_web::http::header::{ALLOW, HeaderValue};
use serde_json::Value;

use crate::{Kind, Problem};

/// Which methods each address of the API takes, read from the OpenAPI document. actix keeps one handler
/// a method there and so cannot tell a wrong method from a wrong address.
#[derive(Debug)]
pub struct Methods(Vec<(ResourceDef, HeaderValue)>);

impl Methods {
    /// The methods in a document.
    pub fn new(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
        let entry = |(path, item): (&String, &Value)| {
            let mut methods: Vec<String> =
                item.as_object()?.keys().map(|method| method.to_ascii_uppercase()).collect();
            if methods.iter().any(|method| method == "GET") {
                methods.push("HEAD".to_owned());
            }
            let methods = HeaderValue::try_from(methods.join(", ")).ok()?;
            Some((ResourceDef::new(path.as_str()), methods))
        };
        Self(paths.filter_map(entry).collect())
    }

    /// Why no handler took a request for this path.
    pub fn problem(&self, path: &str, method: &str) -> Problem {
        match self.0.iter().find(|(pattern, _)| pattern.is_match(path)) {
            None => Problem::not_found(),
            Some((_, methods)) => {
                let detail =
                    format!("{method} is not possible here, only {}", methods.to_str().unwrap_or_default());
                Problem::new(Kind::MethodNotAllowed, detail).with_header(ALLOW, methods.clone())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wrong_method_is_told_from_a_wrong_address() {
        let methods = Methods::new(
            &json!({"paths": {"/people": {"get": {}, "post": {}}, "/people/{id}": {"patch": {}}}}),
        );
        let problem = methods.problem("/people", "DELETE");
        assert_eq!(problem.kind, Kind::MethodNotAllowed);
        assert_eq!(problem.headers, [(ALLOW, HeaderValue::from_static("GET, POST, HEAD"))]);
        assert_eq!(methods.problem("/people/7", "GET").headers[0].1, "PATCH");
        assert_eq!(methods.problem("/people/7/x", "GET").kind, Kind::NotFound);
    }
}
