use actix_web::dev::ResourceDef;
use actix_web::http::header::{ALLOW, HeaderValue};
use serde_json::Value;

use crate::{Kind, Problem};

/// Which methods each address of the API takes, and where scripts of any site may ask, read from the OpenAPI
/// document. actix keeps one handler a method there and so cannot tell a wrong method from a wrong address.
#[derive(Debug)]
pub struct Methods(Vec<Address>);

#[derive(Debug)]
struct Address {
    pattern: ResourceDef,
    methods: HeaderValue,
    open: bool,
}

/// The parts of the API that scripts of any site may use.
const OPEN: [&str; 2] = ["public documents", "verify"];

impl Methods {
    /// The methods in a document.
    pub fn new(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
        let entry = |(path, item): (&String, &Value)| {
            let operations = item.as_object()?;
            let mut methods: Vec<String> =
                operations.keys().map(|method| method.to_ascii_uppercase()).collect();
            if methods.iter().any(|method| method == "GET") {
                methods.push("HEAD".to_owned());
            }
            methods.push("OPTIONS".to_owned());
            let tags =
                operations.values().filter_map(|operation| operation.get("tags")?.as_array()).flatten();
            let open = tags.filter_map(Value::as_str).any(|tag| OPEN.contains(&tag));
            let methods = HeaderValue::try_from(methods.join(", ")).ok()?;
            Some(Address { pattern: ResourceDef::new(path.as_str()), methods, open })
        };
        Self(paths.filter_map(entry).collect())
    }

    /// Whether scripts of any site may use the address.
    pub fn is_open(&self, path: &str) -> bool {
        self.0.iter().any(|address| address.open && address.pattern.is_match(path))
    }

    /// Why no handler took a request for this path.
    pub fn problem(&self, path: &str, method: &str) -> Problem {
        match self.0.iter().find(|address| address.pattern.is_match(path)) {
            None => Problem::not_found(),
            Some(Address { methods, .. }) => {
                let detail =
                    format!("{method} is not supported here, only {}", methods.to_str().unwrap_or_default());
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
        assert_eq!(problem.headers, [(ALLOW, HeaderValue::from_static("GET, POST, HEAD, OPTIONS"))]);
        assert_eq!(methods.problem("/people/7", "GET").headers[0].1, "PATCH, OPTIONS");
        assert_eq!(methods.problem("/people/7/x", "GET").kind, Kind::NotFound);
    }
}
