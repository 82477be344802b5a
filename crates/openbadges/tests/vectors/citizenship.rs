//! The W3C signed some vectors with the context of the citizenship vocabulary, which is not bundled: no
//! badge uses it and no package publishes it. Its terms, as far as the vectors use them, stand here within
//! the document; a proof covers what terms mean, and not where they are defined.

use serde_json::{Value, json};

const URL: &str = "https://w3id.org/citizenship/v4rc1";
const OWN: [&str; 12] = [
    "PermanentResidentCardCredential",
    "EmploymentAuthorizationDocumentCredential",
    "PermanentResident",
    "EmployablePerson",
    "PermanentResidentCard",
    "EmploymentAuthorizationDocument",
    "commuterClassification",
    "birthCountry",
    "permanentResidentCard",
    "employmentAuthorizationDocument",
    "lprCategory",
    "lprNumber",
];
const SCHEMA: [&str; 6] = ["Person", "givenName", "familyName", "additionalName", "gender", "identifier"];

/// The document with the terms in the place of the URL.
pub(crate) fn known(mut document: Value) -> Value {
    let contexts = document["@context"].as_array_mut().unwrap();
    for context in contexts.iter_mut().filter(|context| *context == URL) {
        *context = terms();
    }
    document
}

fn terms() -> Value {
    let date = "http://www.w3.org/2001/XMLSchema#dateTime";
    let mut terms = json!({
        "image": { "@id": "https://schema.org/image", "@type": "@id" },
        "birthDate": { "@id": "https://schema.org/birthDate", "@type": date },
        "residentSince": { "@id": "https://w3id.org/citizenship#residentSince", "@type": date },
    });
    for (vocabulary, names) in
        [("https://w3id.org/citizenship#", OWN.as_slice()), ("https://schema.org/", SCHEMA.as_slice())]
    {
        for name in names {
            terms[name] = format!("{vocabulary}{name}").into();
        }
    }
    terms
}
