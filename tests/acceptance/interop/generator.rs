//! JSON-LD documents of every kind, most of them odd: contexts with all that a term definition can say, values
//! that fit the definitions or do not.

use serde_json::{Map, Value, json};

use super::chance::Chance;

const TERMS: [&str; 10] = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"];
const TYPES: [&str; 3] = ["T0", "T1", "T2"];
const IRIS: [&str; 9] = [
    "https://ex.example/a",
    "ex:b",
    "urn:uuid:6e0a4a7c-0c1d-4a41-8c8f-1f6a3a1a2b3c",
    "did:web:ex.example:issuers:x",
    "mailto:a@ex.example",
    "https://ex.example/ünï?q=1&r=%20#f",
    "tag:ex.example,2026:x",
    "HTTP://EX.example/../A",
    "https://ex.example/c",
];
const ODD_IRIS: [&str; 12] = [
    "a",
    "",
    "#x",
    "../up",
    "?q",
    "//host/x",
    "_:b0",
    "_:b1",
    "no such:thing",
    "https://ex.example/sp ace",
    "@id",
    "@foo",
];
const LANGUAGES: [&str; 6] = ["en", "de-CH", "zh-Hant", "ar", "EN-us", "x-private"];
const TEXTS: [&str; 22] = [
    "text",
    "",
    " ",
    "a\nb\r\nc",
    "tab\there",
    "\u{0}\u{1}\u{7f}\u{80}",
    "\u{8}\u{b}\u{c}",
    "quote \" and \\ and \\u0041",
    "\u{2028}\u{2029}\u{feff}",
    "👩🏽‍🏫",
    "é e\u{301}",
    "שלום",
    "\u{10ffff}\u{fffe}",
    "@value",
    "_:b0",
    "ex:a",
    "https://ex.example/a",
    "true",
    "1",
    "2026-01-02T03:04:05Z",
    "en",
    "<b>&amp;</b>",
];
const DATATYPES: [&str; 7] = [
    "http://www.w3.org/2001/XMLSchema#integer",
    "http://www.w3.org/2001/XMLSchema#double",
    "http://www.w3.org/2001/XMLSchema#string",
    "http://www.w3.org/2001/XMLSchema#boolean",
    "http://www.w3.org/2001/XMLSchema#dateTime",
    "https://www.w3.org/2001/XMLSchema#float",
    "ex:datatype",
];
/// As JSON text, since that is where their form is.
const NUMBERS: [&str; 24] = [
    "0",
    "1",
    "-1",
    "3.5",
    "0.25",
    "42.0",
    "-0",
    "-0.0",
    "1e3",
    "1E+2",
    "1.5e-3",
    "1e-7",
    "100000000000000000000",
    "1e21",
    "1e400",
    "9007199254740992",
    "9007199254740993",
    "0.1",
    "0.30000000000000004",
    "123456789.123456",
    "1e20",
    "5e-324",
    "2.5E0",
    "12345678901234567",
];

/// The document of a number; the same number gives the same document.
pub(super) fn document(number: u64) -> String {
    let mut generator = Generator { chance: Chance::new(number), oddness: 0, names: Vec::new(), depth: 0 };
    generator.oddness = *generator.chance.of(&[0, 0, 0, 1, 1, 3, 8]);
    generator.document()
}

struct Generator {
    chance: Chance,
    /// In so many of a hundred places something is not as it should be.
    oddness: u64,
    /// The terms with their definitions.
    names: Vec<(String, Value)>,
    depth: usize,
}

/// A number in a document that is text later: JSON values keep no form of their numbers.
const MARK: &str = "\u{1}number:";

impl Generator {
    fn document(&mut self) -> String {
        let context = self.context(0);
        let mut document = Map::new();
        document.insert("@context".into(), context);
        if let Value::Object(node) = self.node() {
            document.extend(node.into_iter().filter(|(name, _value)| name != "@context"));
        }
        with_numbers(&Value::Object(document).to_string())
    }

    fn odd(&mut self) -> bool {
        let oddness = self.oddness;
        self.chance.percent(oddness)
    }

    fn context(&mut self, level: usize) -> Value {
        let mut context = Map::new();
        if level == 0 || self.chance.percent(30) {
            context.insert("ex".into(), "https://ex.example/ns#".into());
        }
        if self.chance.percent(60) {
            context.insert("@version".into(), 1.1.into());
        }
        if self.chance.percent(15) {
            context.insert("@vocab".into(), (*self.chance.of(&["https://vocab.example/", "ex:v/"])).into());
        }
        if self.chance.percent(15) {
            context.insert("@language".into(), self.language());
        }
        if self.odd() {
            context.insert("@direction".into(), (*self.chance.of(&["ltr", "rtl"])).into());
        }
        if self.chance.percent(3) {
            context.insert("@protected".into(), true.into());
        }
        if level > 0 && self.chance.percent(10) {
            let propagate = !self.odd();
            context.insert("@propagate".into(), propagate.into());
        }
        if self.odd() {
            let odd = [
                ("@base", json!("https://base.example/")),
                ("@import", json!("https://x.example/")),
                ("@version", json!(1.0)),
                ("@vocab", json!(null)),
                ("@vocab", json!("rel")),
                ("@foo", json!("x")),
                ("", json!("https://ex.example/empty")),
            ];
            let (name, value) = self.chance.of(&odd).clone();
            context.insert(name.into(), value);
        }
        self.aliases(&mut context, level);
        for term in TERMS {
            let redefinable = level == 0 || self.odd() || !matches!(term, "t8" | "t9");
            if redefinable && self.chance.percent(if level == 0 { 60 } else { 25 }) {
                let definition = self.definition(term, level);
                if level == 0 || self.odd() {
                    self.names.push((term.to_owned(), definition.clone()));
                }
                context.insert(term.into(), definition);
            }
        }
        for kind in TYPES {
            if self.chance.percent(if level == 0 { 97 } else { 10 }) {
                let mut definition = json!({ "@id": format!("https://ex.example/types#{kind}") });
                if level < 2 && self.chance.percent(50) {
                    definition["@context"] = self.context(level + 1);
                }
                context.insert(kind.into(), definition);
            }
        }
        let context = Value::Object(context);
        match self.chance.below(12) {
            0 => json!([context, self.second_context(level)]),
            1 if level == 0 && self.oddness == 0 => json!(["https://www.w3.org/ns/credentials/v2", context]),
            _ => context,
        }
    }

    fn second_context(&mut self, level: usize) -> Value {
        if self.odd() {
            return Value::Null;
        }
        let term = *self.chance.of(&TERMS[..8]);
        let definition = self.definition(term, level);
        if level == 0 {
            self.names.retain(|(name, _earlier)| name != term);
            self.names.push((term.to_owned(), definition.clone()));
        }
        json!({ term: definition })
    }

    fn aliases(&mut self, context: &mut Map<String, Value>, level: usize) {
        if level > 0 {
            return;
        }
        for (alias, keyword) in [("id", "@id"), ("type", "@type"), ("nested", "@nest"), ("value", "@value")] {
            if self.chance.percent(98) {
                context.insert(alias.into(), keyword.into());
            }
        }
    }

    fn definition(&mut self, term: &str, level: usize) -> Value {
        let iri = format!("https://ex.example/ns#{term}");
        if self.odd() {
            let odd = [
                json!(null),
                json!("@id"),
                json!("@type"),
                json!("rel"),
                json!({ "@id": null }),
                json!({ "@id": "@foo" }),
                json!({ "@container": "@list" }),
                json!(1),
                json!({ "@id": iri, "@container": "@nope" }),
                json!({ "@id": "_:p" }),
                json!({ "@id": iri, "@type": "rel" }),
                json!({ "@id": iri, "@foo": 1 }),
            ];
            return self.chance.of(&odd).clone();
        }
        if self.chance.percent(25) {
            return if self.chance.percent(50) { iri.into() } else { format!("ex:{term}").into() };
        }
        let mut definition = Map::new();
        if self.odd() {
            definition.insert("@reverse".into(), iri.into());
            if self.chance.percent(30) {
                definition.insert("@container".into(), (*self.chance.of(&["@set", "@index"])).into());
            }
            return definition.into();
        }
        definition.insert("@id".into(), iri.into());
        if self.chance.percent(45) {
            let kinds = [
                "@id",
                "@id",
                "@vocab",
                "@json",
                "@none",
                DATATYPES[0],
                DATATYPES[4],
                DATATYPES[2],
                DATATYPES[4],
                DATATYPES[5],
                "ex:datatype",
            ];
            definition.insert("@type".into(), (*self.chance.of(&kinds)).into());
        } else if self.chance.percent(25) {
            let language = if self.chance.percent(20) { Value::Null } else { self.language() };
            definition.insert("@language".into(), language);
            if self.chance.percent(30) {
                definition.insert(
                    "@direction".into(),
                    self.chance.of(&[json!("ltr"), json!("rtl"), json!(null)]).clone(),
                );
            }
        }
        if self.chance.percent(50) {
            let maps = [
                json!("@id"),
                json!("@type"),
                json!(["@graph", "@id"]),
                json!(["@id", "@set"]),
                json!(["@graph", "@index"]),
            ];
            let others = [
                json!("@list"),
                json!("@list"),
                json!("@set"),
                json!("@language"),
                json!("@language"),
                json!("@index"),
                json!(["@index", "@set"]),
                json!(["@language", "@set"]),
                json!(["@list"]),
            ];
            // A graph, where no other context says otherwise.
            let own_graph = level == 0 && matches!(term, "t8" | "t9") && self.chance.percent(15);
            let containers: &[Value] = if self.odd() { &maps } else { &others };
            let graph = [json!("@graph"), json!(["@graph", "@set"])];
            let containers = if own_graph { &graph } else { containers };
            let container = self.chance.of(containers).clone();
            if container == "@type" && !self.odd() {
                definition.insert("@type".into(), "@id".into());
            }
            if definition.get("@type").is_some_and(|kind| kind == "@json") && !self.odd() {
                definition.remove("@type");
            }
            definition.insert("@container".into(), container);
        }
        if self.chance.percent(3) {
            definition.insert("@protected".into(), true.into());
        }
        if self.chance.percent(6) {
            definition.insert("@nest".into(), (*self.chance.of(&["nested", "@nest"])).into());
        }
        if level < 2 && self.chance.percent(12) {
            let mut scoped = self.context(level + 1);
            if let Some(own) = scoped.as_object_mut().filter(|_own| !self.odd()) {
                own.remove(term);
            }
            definition.insert("@context".into(), scoped);
        }
        definition.into()
    }

    fn language(&mut self) -> Value {
        if self.odd() {
            return self.chance.of(&[json!("not a language"), json!(7), json!(null), json!("")]).clone();
        }
        (*self.chance.of(&LANGUAGES)).into()
    }

    fn iri(&mut self) -> String {
        let several: &[&str] = if self.odd() { &ODD_IRIS } else { &IRIS };
        (*self.chance.of(several)).to_owned()
    }

    fn node(&mut self) -> Value {
        self.depth += 1;
        let mut node = Map::new();
        if self.chance.percent(50) {
            let name = *self.chance.of(&["@id", "id"]);
            let id =
                if self.chance.percent(10) { format!("_:b{}", self.chance.below(3)) } else { self.iri() };
            node.insert(name.into(), id.into());
        }
        if self.chance.percent(35) {
            let kind =
                if self.odd() { json!(*self.chance.of(&ODD_IRIS)) } else { json!(*self.chance.of(&TYPES)) };
            let kind = if self.chance.percent(40) { json!([kind, self.iri()]) } else { kind };
            node.insert((*self.chance.of(&["@type", "type"])).into(), kind);
        }
        let members = if self.depth > 4 { self.chance.below(2) } else { 1 + self.chance.below(4) };
        for _ in 0..members {
            let (name, value) = self.member();
            node.insert(name, value);
        }
        self.special_members(&mut node);
        self.depth -= 1;
        node.into()
    }

    fn special_members(&mut self, node: &mut Map<String, Value>) {
        if self.depth > 3 {
            return;
        }
        if self.odd() {
            node.insert("@included".into(), self.several(Self::node));
        }
        if self.chance.percent(4) {
            node.insert("@graph".into(), self.several(Self::node));
        }
        if self.chance.percent(3) {
            let reversed = self.several(Self::node);
            node.insert("@reverse".into(), json!({ "ex:reversed": reversed }));
        }
        if self.chance.percent(5) {
            let (name, value) = self.member();
            node.insert((*self.chance.of(&["nested", "@nest"])).into(), json!({ name: value }));
        }
        if self.chance.percent(3) {
            node.insert("@index".into(), "here".into());
        }
        if self.chance.percent(3) {
            node.insert("@context".into(), self.context(1));
        }
        if self.odd() {
            let odd = [
                ("@foo", json!(1)),
                ("undefined", json!("x")),
                ("_:p", json!("x")),
                ("no such:thing", json!("x")),
                ("@set", json!([1])),
                ("@language", json!("en")),
                ("@value", json!("x")),
                ("@list", json!([])),
                ("foo:bar", json!("x")),
                ("", json!("x")),
            ];
            let (name, value) = self.chance.of(&odd).clone();
            node.insert(name.into(), value);
        }
    }

    fn several(&mut self, one: fn(&mut Self) -> Value) -> Value {
        let count = self.chance.below(3);
        if count == 0 && !self.odd() {
            return one(self);
        }
        (0..count).map(|_| one(self)).collect()
    }

    fn member(&mut self) -> (String, Value) {
        if self.names.is_empty() || self.chance.percent(8) {
            let name = *self.chance.of(&["ex:plain", "https://ex.example/ns#full"]);
            return (name.into(), self.value(&Value::Null));
        }
        let (name, definition) = self.chance.of(&self.names).clone();
        let value = self.contained(&definition);
        (name, value)
    }

    /// A value in the container that the definition asks for.
    fn contained(&mut self, definition: &Value) -> Value {
        let containers: Vec<&str> = match &definition["@container"] {
            Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
            Value::String(one) => vec![one],
            _ => Vec::new(),
        };
        if self.odd() {
            return self.value(definition);
        }
        if definition.get("@reverse").is_some() && containers != ["@index"] {
            return self.several(Self::node);
        }
        let has = |name: &str| containers.contains(&name);
        if has("@language") {
            let mut map = Map::new();
            for _ in 0..=self.chance.below(2) {
                let language = if self.odd() { "@none".into() } else { self.language() };
                let text = self.text();
                let text = if self.chance.percent(20) { json!([text, self.text()]) } else { text };
                map.insert(language.as_str().unwrap_or("en").to_owned(), text);
            }
            return map.into();
        }
        if has("@index") || has("@id") || has("@type") {
            let mut map = Map::new();
            for key in 0..=self.chance.below(2) {
                let key = if has("@id") || has("@type") { self.iri() } else { format!("k{key}") };
                let key = if self.odd() { "@none".to_owned() } else { key };
                let value =
                    if has("@index") && !has("@graph") { self.value(definition) } else { self.node() };
                map.insert(key, value);
            }
            return map.into();
        }
        if has("@graph") {
            return self.several(Self::node);
        }
        if self.chance.percent(35) {
            let count = self.chance.below(4);
            return (0..count).map(|_| self.value(definition)).collect();
        }
        self.value(definition)
    }

    fn value(&mut self, definition: &Value) -> Value {
        let kind = definition["@type"].as_str().unwrap_or_default();
        if kind == "@json" {
            return self.raw(0);
        }
        if matches!(kind, "@id" | "@vocab") && self.chance.percent(80) {
            return if kind == "@vocab" && self.chance.percent(40) {
                (*self.chance.of(&TYPES)).into()
            } else {
                self.iri().into()
            };
        }
        match self.chance.below(if self.depth > 3 { 9 } else { 12 }) {
            0..=3 => self.text(),
            4 => self.number(),
            5 => self.chance.percent(50).into(),
            6 | 7 => self.value_object(),
            8 => json!({ "@id": self.iri() }),
            9 if self.chance.percent(40) => {
                json!({ "@list": (0..self.chance.below(4)).map(|_| self.value(&Value::Null)).collect::<Vec<_>>() })
            }
            9 if self.odd() => json!({ "@set": [self.text(), self.text()] }),
            9 if self.odd() => json!([[self.text()], []]),
            9 if self.odd() => Value::Null,
            _ => self.node(),
        }
    }

    fn text(&mut self) -> Value {
        (*self.chance.of(&TEXTS)).into()
    }

    fn number(&mut self) -> Value {
        let end = if self.odd() { NUMBERS.len() } else { 11 };
        format!("{MARK}{}", NUMBERS[self.chance.below(end)]).into()
    }

    fn value_object(&mut self) -> Value {
        let mut object = Map::new();
        let value = if self.chance.percent(70) { self.text() } else { self.number() };
        let is_text = value.as_str().is_some_and(|text| !text.starts_with(MARK));
        object.insert("@value".into(), value);
        if self.chance.percent(45) {
            let kind = *self.chance.of(&DATATYPES);
            // Of a text, others make a number.
            let kind = if is_text && kind.ends_with("#double") && !self.odd() { "ex:datatype" } else { kind };
            object.insert("@type".into(), if self.odd() { "rel".into() } else { kind.into() });
        } else if is_text && self.chance.percent(60) {
            object.insert("@language".into(), self.language());
            if self.chance.percent(20) {
                object.insert("@direction".into(), (*self.chance.of(&["ltr", "rtl"])).into());
            }
        } else if self.chance.percent(10) {
            object.insert("@type".into(), "@json".into());
            object.insert("@value".into(), self.raw(0));
        }
        if self.chance.percent(5) {
            object.insert("@index".into(), "i".into());
        }
        object.into()
    }

    /// Any JSON.
    fn raw(&mut self, level: usize) -> Value {
        match self.chance.below(if level > 2 { 5 } else { 8 }) {
            0 => Value::Null,
            1 => self.chance.percent(50).into(),
            2 | 3 => self.text(),
            4 => self.number(),
            5 => (0..self.chance.below(4)).map(|_| self.raw(level + 1)).collect(),
            _ => {
                let mut object = Map::new();
                for _ in 0..self.chance.below(4) {
                    let name = if self.chance.percent(20) { "é\u{1f600}€".into() } else { self.text() };
                    object.insert(name.as_str().unwrap().to_owned(), self.raw(level + 1));
                }
                object.into()
            }
        }
    }
}

/// Puts the numbers where their marks are.
fn with_numbers(text: &str) -> String {
    let mark = format!("\"{}", MARK.replace('\u{1}', "\\u0001"));
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&mark) {
        let (number, after) = after.split_once('"').unwrap();
        written.push_str(before);
        written.push_str(number);
        rest = after;
    }
    written + rest
}
