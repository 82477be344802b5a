//! Reads an OpenAPI 3.1 document into an [`ApiReference`].

use serde_json::{Map, Value};

use super::docs::{ApiReference, BodyView, FieldRow, Operation, OperationGroup, ResponseView};

/// How deep nested members are listed. Deeper ones are named by their type alone.
const DEPTH: usize = 4;

/// The methods an OpenAPI path may have, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl ApiReference {
    /// Reads a document. What it does not say stays empty; nothing fails.
    pub fn read(document: &Value) -> Self {
        let reader = Reader { document };
        let mut groups: Vec<OperationGroup> = reader.declared_groups();
        for (path, item) in members(document.get("paths")) {
            for method in METHODS {
                let Some(operation) = item.get(method) else { continue };
                let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or("Other");
                let read = reader.operation(path, method, item, operation);
                match groups.iter_mut().find(|group| group.name == tag) {
                    Some(group) => group.operations.push(read),
                    None => groups.push(group(tag, "", vec![read])),
                }
            }
        }
        groups.retain(|group| !group.operations.is_empty());
        let info = document.get("info").unwrap_or(&Value::Null);
        Self { title: text(info, "title"), version: text(info, "version"), description: prose(info), groups }
    }
}

fn group(name: &str, description: &str, operations: Vec<Operation>) -> OperationGroup {
    let anchor = format!("group-{}", slug(name));
    OperationGroup { name: name.to_owned(), anchor, description: description.to_owned(), operations }
}

struct Reader<'a> {
    document: &'a Value,
}

impl Reader<'_> {
    fn declared_groups(&self) -> Vec<OperationGroup> {
        let tags = items(self.document.get("tags"));
        tags.map(|tag| group(&text(tag, "name"), &prose(tag), Vec::new())).collect()
    }

    fn operation(&self, path: &str, method: &str, item: &Value, operation: &Value) -> Operation {
        let mut summary = text(operation, "summary");
        if summary.is_empty() {
            summary = format!("{} {path}", method.to_uppercase());
        }
        let parameters = items(item.get("parameters")).chain(items(operation.get("parameters")));
        Operation {
            anchor: format!("op-{method}-{}", slug(path)),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary,
            description: prose(operation),
            security: self.security(operation),
            parameters: parameters.map(|parameter| self.parameter(self.resolve(parameter))).collect(),
            body: operation.get("requestBody").map(|body| self.body(self.resolve(body))),
            responses: members(operation.get("responses"))
                .map(|(status, response)| self.response(status, response))
                .collect(),
        }
    }

    /// `Needs oauth2 (credentials.write)`; of alternatives each is named.
    fn security(&self, operation: &Value) -> String {
        let requirements = operation.get("security").or_else(|| self.document.get("security"));
        let schemes = items(requirements).flat_map(|requirement| members(Some(requirement)));
        let named = schemes.map(|(scheme, scopes)| {
            let scopes: Vec<&str> = items(Some(scopes)).filter_map(Value::as_str).collect();
            if scopes.is_empty() { scheme.clone() } else { format!("{scheme} ({})", scopes.join(", ")) }
        });
        let named: Vec<String> = named.collect();
        if named.is_empty() { String::new() } else { format!("Needs {}", named.join(" or ")) }
    }

    fn parameter(&self, parameter: &Value) -> FieldRow {
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let place = text(parameter, "in");
        FieldRow {
            name: text(parameter, "name"),
            kind: format!("{}, in the {place}", self.kind(schema)),
            required: parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
            description: prose(parameter),
        }
    }

    fn body(&self, body: &Value) -> BodyView {
        BodyView {
            media_types: media_types(body),
            required: body.get("required").and_then(Value::as_bool).unwrap_or(false),
            fields: self.content_fields(body),
        }
    }

    fn response(&self, status: &str, response: &Value) -> ResponseView {
        let response = self.resolve(response);
        ResponseView {
            status: status.to_owned(),
            description: prose(response),
            media_types: media_types(response),
            fields: self.content_fields(response),
        }
    }

    /// The members of the first media type that has a schema.
    fn content_fields(&self, holder: &Value) -> Vec<FieldRow> {
        let mut rows = Vec::new();
        if let Some(schema) = members(holder.get("content")).find_map(|(_, media)| media.get("schema")) {
            self.fields("", schema, DEPTH, &mut rows);
        }
        rows
    }

    fn fields(&self, prefix: &str, schema: &Value, depth: usize, rows: &mut Vec<FieldRow>) {
        let schema = self.resolve(present(schema));
        for part in items(schema.get("allOf")) {
            self.fields(prefix, part, depth, rows);
        }
        if let Some(element) = schema.get("items") {
            self.fields(&format!("{prefix}[]"), element, depth, rows);
        }
        let required: Vec<&str> = items(schema.get("required")).filter_map(Value::as_str).collect();
        for (name, member) in members(schema.get("properties")) {
            let full = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            rows.push(FieldRow {
                name: full.clone(),
                kind: self.kind(member),
                required: required.contains(&name.as_str()),
                description: self.description(member),
            });
            if let Some(depth) = depth.checked_sub(1).filter(|depth| *depth > 0) {
                self.fields(&full, member, depth, rows);
            }
        }
    }

    fn description(&self, schema: &Value) -> String {
        let own = prose(schema);
        if own.is_empty() { prose(self.resolve(present(schema))) } else { own }
    }

    /// The type in words: `text (uuid)`, `list of Criterion`, `one of a, b`.
    fn kind(&self, schema: &Value) -> String {
        let target = present(schema);
        let name =
            target.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
        let resolved = self.resolve(target);
        let values: Vec<&str> = items(resolved.get("enum")).filter_map(Value::as_str).collect();
        if !values.is_empty() {
            return format!("one of {}", values.join(", "));
        }
        let format = resolved
            .get("format")
            .and_then(Value::as_str)
            .map(|format| format!(" ({format})"))
            .unwrap_or_default();
        match kind_name(resolved) {
            "array" => {
                let element =
                    resolved.get("items").map_or_else(|| "anything".to_owned(), |items| self.kind(items));
                format!("list of {element}")
            }
            "object" => name.unwrap_or("object").to_owned(),
            "string" => format!("text{format}"),
            "integer" | "number" => format!("number{format}"),
            "boolean" => "true or false".to_owned(),
            "" => name.unwrap_or("anything").to_owned(),
            other => other.to_owned(),
        }
    }

    /// Follows `$ref` into this document. A reference that leads nowhere, or in a circle, ends where it is.
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let mut here = value;
        for _ in 0..8 {
            let Some(reference) = here.get("$ref").and_then(Value::as_str) else { return here };
            let Some(next) = reference.strip_prefix('#').and_then(|pointer| self.document.pointer(pointer))
            else {
                return here;
            };
            here = next;
        }
        here
    }
}

/// Of `oneOf: [null, X]` the `X`; any other schema as it is.
fn present(schema: &Value) -> &Value {
    let alternatives = schema.get("oneOf").or_else(|| schema.get("anyOf"));
    let mut present = items(alternatives).filter(|option| kind_name(option) != "null");
    match (present.next(), present.next()) {
        (Some(only), None) => only,
        _ => schema,
    }
}

/// The `type` of a schema; of `["string", "null"]` the one that is not null.
fn kind_name(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        _ if schema.get("properties").is_some() => "object",
        _ => "",
    }
}

fn media_types(holder: &Value) -> String {
    let types: Vec<&str> =
        members(holder.get("content")).map(|(media_type, _)| media_type.as_str()).collect();
    types.join(" or ")
}

fn text(value: &Value, member: &str) -> String {
    value.get(member).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A description without the marks of Markdown that the documentation of handlers carries.
fn prose(value: &Value) -> String {
    text(value, "description").replace("# Errors\n", "Problems: ").replace('`', "")
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Anchors that occur twice, which would lead to the wrong operation.
#[cfg(test)]
fn repeated_anchors(reference: &ApiReference) -> Vec<String> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for operation in reference.groups.iter().flat_map(|group| &group.operations) {
        *counts.entry(&operation.anchor).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 1).map(|(anchor, _)| anchor.to_owned()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::json;

    use super::*;
    use crate::pages::sample::Words;

    pub(in crate::pages) fn sample_document(words: &Words) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": {"title": words.say("Countersign API"), "version": words.say("0.1.0"), "description": words.say("JSON over HTTPS. Machines sign in with OAuth 2.0 client credentials at /oauth/token.")},
            "tags": [{"name": words.say("Credentials"), "description": words.say("Signed badges: list, issue, revoke.")}],
            "paths": {
                "/api/v1/credentials": {
                    "get": {"tags": [words.say("Credentials")], "summary": words.say("List credentials"), "parameters": [
                        {"name": words.say("since"), "in": "query", "description": words.say("Only what changed at or after this time."), "schema": {"type": "string", "format": words.say("date-time")}},
                        {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["active", words.say("suspended"), "revoked"]}}],
                        "security": [{"oauth2": [words.say("credentials.read")]}],
                        "responses": {"200": {"description": words.say("A page of credentials."), "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}}}},
                    "post": {"tags": [words.say("Credentials")], "summary": words.say("Issue a badge directly"), "description": words.say("For a district’s own systems. Repeat the same Idempotency-Key to be sure of one badge."), "security": [{"oauth2": [words.say("credentials.write")]}],
                        "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DirectAward"}}}},
                        "responses": {"201": {"description": words.say("Signed."), "content": {words.say("application/json"): {"schema": {"$ref": "#/components/schemas/Credential"}}}}, "400": {"description": words.say("Every member that is wrong is listed.")}}}},
                "/api/v1/credentials/{id}/revoke": {"post": {"summary": words.say("Revoke a badge"), "responses": {"204": {"description": words.say("Revoked.")}}}},
            },
            "components": {"schemas": {
                "Page": {"type": "object", "required": ["items"], "properties": {"items": {"type": "array", "description": words.say("The credentials."), "items": {"$ref": "#/components/schemas/Credential"}}, "next": {"type": ["string", "null"], "description": words.say("Cursor of the next page.")}}},
                "Credential": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid", "description": words.say("Its id here.")}, "holder": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Recipient"}]}}},
                "Recipient": {"type": "object", "description": words.say("Who earned it."), "properties": {"name": {"type": "string"}}},
                "DirectAward": {"type": "object", "required": ["recipient", "micro_credential"], "properties": {"recipient": {"$ref": "#/components/schemas/Recipient"}, "micro_credential": {"type": "string", "format": "uuid"}, "awarded_at": {"type": "string", "format": "date-time", "description": words.say("When it was earned; not in the future.")}}},
            }},
        })
    }

    #[test]
    fn operations_are_grouped_by_tag_with_every_reference_followed() {
        let reference = ApiReference::read(&sample_document(&Words::plain()));
        let groups: Vec<(&str, usize)> =
            reference.groups.iter().map(|group| (group.name.as_str(), group.operations.len())).collect();
        assert_eq!(groups, [("Credentials", 2), ("Other", 1)]);
        let list = &reference.groups[0].operations[0];
        assert_eq!(list.security, "Needs oauth2 (credentials.read)");
        assert_eq!(list.parameters[1].kind, "one of active, suspended, revoked, in the query");
        let names: Vec<(&str, &str)> =
            list.responses[0].fields.iter().map(|row| (row.name.as_str(), row.kind.as_str())).collect();
        assert_eq!(
            names,
            [
                ("items", "list of Credential"),
                ("items[].id", "text (uuid)"),
                ("items[].holder", "Recipient"),
                ("items[].holder.name", "text"),
                ("next", "text")
            ]
        );
        assert_eq!(list.responses[0].fields[2].description, "Who earned it.");
        assert!(repeated_anchors(&reference).is_empty());
    }

    #[test]
    fn a_schema_that_contains_itself_comes_to_an_end() {
        let document = json!({"paths": {"/x": {"get": {"responses": {"200": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/Node"}}}}}}}},
            "components": {"schemas": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}, "Loop": {"$ref": "#/components/schemas/Loop"}}}});
        assert_eq!(ApiReference::read(&document).groups[0].operations[0].responses[0].fields.len(), DEPTH);
        let looping =
            json!({"paths": {"/x": {"get": {"parameters": [{"$ref": "#/paths/~1x/get/parameters/0"}]}}}});
        assert_eq!(ApiReference::read(&looping).groups.len(), 1);
    }
}
