//! Status lists and other addresses in a badge that the service fetches.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use std::io::Write;

use crate::badges::{badge, did, into_map, signed};
use crate::{Case, Class, Request, Target};

/// What is answered at an address that a badge names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trap {
    /// A redirect to itself.
    Loop,
    /// A redirect to an address that differs every time.
    Chain,
    /// A redirect into a private network.
    Inward,
    /// Nothing, ever.
    Hang,
    /// The head at once, the body a byte at a time.
    Drip,
    /// Two gigabytes.
    Huge,
    /// Headers without an end.
    Headers,
    /// A genuine list whose bits unpack to 256 MB.
    Bomb,
    /// A small answer that unpacks to 256 MB on the way.
    Packed,
    /// A badge whose list is this one's.
    Deep,
}

/// Every trap, with its path.
pub const TRAPS: [(&str, Trap); 10] = [
    ("/loop", Trap::Loop),
    ("/chain", Trap::Chain),
    ("/inward", Trap::Inward),
    ("/hang", Trap::Hang),
    ("/drip", Trap::Drip),
    ("/huge", Trap::Huge),
    ("/headers", Trap::Headers),
    ("/bomb", Trap::Bomb),
    ("/packed", Trap::Packed),
    ("/deep", Trap::Deep),
];

impl Trap {
    /// The document at its address, for those that answer one; `address` is its own.
    pub fn document(self, address: &str) -> Option<Vec<u8>> {
        match self {
            Self::Bomb => Some(list(address, &packed(256 << 20)).to_string().into_bytes()),
            Self::Packed => Some(packed(256 << 20)),
            Self::Deep => {
                let mut inner = badge();
                inner.insert("credentialStatus".to_owned(), entry(address));
                Some(signed(inner).to_string().into_bytes())
            }
            _ => None,
        }
    }
}

/// The cases.
pub(crate) fn cases(target: &Target) -> Vec<Case> {
    let of = |name: String, lists: &[String]| {
        let entries: Vec<_> = lists.iter().map(|list| entry(list)).collect();
        let mut document = badge();
        document.insert("credentialStatus".to_owned(), entries.into());
        Case::one(Class::Lists, name, verify(&signed(document)))
    };
    let mut cases: Vec<_> = TRAPS
        .iter()
        .map(|(path, trap)| of(format!("a list: {trap:?}"), &[format!("{}{path}", target.traps)]))
        .collect();
    let private = private();
    for four in private.chunks(4) {
        cases.push(of(format!("lists in private networks: {}", four.join(" ")), four));
    }
    cases.push(many(target));
    cases.push(others(target));
    cases.push(links(target));
    cases
}

fn verify(document: &Value) -> Request {
    Request::post("/api/v1/verify", "application/json", document)
}

/// A status entry that names a list.
fn entry(list: &str) -> Value {
    json!({
        "id": format!("{list}#7"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": list,
    })
}

/// A genuine list with these bits.
fn list(address: &str, bits: &[u8]) -> Value {
    signed(into_map(json!({
        "@context": [openbadges::V2_CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did(),
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{address}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": format!("u{}", URL_SAFE_NO_PAD.encode(bits)),
        },
    })))
}

/// So many zeros, as gzip packs them.
fn packed(bytes: usize) -> Vec<u8> {
    let piece = [0; 1 << 14];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..bytes / piece.len() {
        // Writing to memory does not fail.
        if encoder.write_all(&piece).is_err() {
            break;
        }
    }
    encoder.finish().unwrap_or_default()
}

/// Addresses of private networks and of this machine, in every way in which they can be written.
fn private() -> Vec<String> {
    [
        "https://127.0.0.1/list",
        "https://[::1]/list",
        "https://0.0.0.0/list",
        "https://10.0.0.1/list",
        "https://192.168.1.1/list",
        "https://169.254.169.254/latest/meta-data",
        "https://[::ffff:10.0.0.1]/list",
        "https://[fd00::1]/list",
        "https://0x7f000001/list",
        "https://2130706433/list",
        "https://017700000001/list",
        "https://127.1/list",
        "https://localhost./list",
        "https://user:pass@127.0.0.1/list",
        "https://[64:ff9b::a00:1]/list",
        "https://metadata.google.internal/list",
        "file:///etc/passwd",
        "gopher://127.0.0.1:25/_HELO",
        "https://127.0.0.1:22/list",
        "https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/list",
    ]
    .map(str::to_owned)
    .into()
}

/// Sixty badges at once whose lists do not answer.
fn many(target: &Target) -> Case {
    let badge = |number: usize| {
        let mut document = badge();
        document.insert("credentialStatus".to_owned(), entry(&format!("{}/hang?{number}", target.traps)));
        verify(&signed(document)).may_wait()
    };
    Case::of(Class::Lists, "60 badges whose lists hang", (0..60).map(badge).collect())
}

/// Other addresses that a badge names.
fn others(target: &Target) -> Case {
    let with = |member: &str, value: Value| {
        let mut document = badge();
        document.insert(member.to_owned(), value);
        verify(&signed(document))
    };
    let at = |path: &str| format!("{}{path}", target.traps);
    let schema = |path: &str| json!([{ "id": at(path), "type": "1EdTechJsonSchemaValidator2019" }]);
    let refresh = |path: &str| json!({ "id": at(path), "type": "1EdTechCredentialRefresh" });
    let related = |path: &str| json!([{ "id": at(path), "digestSRI": "sha384-AAAA" }]);
    let requests = vec![
        with("credentialSchema", schema("/huge")),
        with("credentialSchema", schema("/packed")),
        with("refreshService", refresh("/chain")),
        with("refreshService", refresh("/deep")),
        // Whatever it refers to, the badge itself is genuine.
        with("relatedResource", related("/huge")).genuine(),
        with("issuer", json!({ "id": "did:web:169.254.169.254", "type": ["Profile"] })),
        with("issuer", json!({ "id": at("/loop"), "type": ["Profile"] })),
    ];
    Case::of(Class::Lists, "schemas, newer badges and issuers that are traps", requests)
}

/// Links to badges that are traps.
fn links(target: &Target) -> Case {
    let hosted = |path: &str| {
        let address = format!("{}{path}", target.traps);
        let assertion = json!({
            "@context": "https://w3id.org/openbadges/v2",
            "id": address,
            "type": "Assertion",
            "badge": address,
            "recipient": { "type": "email", "hashed": false, "identity": "a@example.org" },
            "verification": { "type": "hosted" },
            "issuedOn": "2026-01-01T00:00:00Z",
        });
        verify(&assertion)
    };
    let requests = ["/loop", "/huge", "/packed", "/deep", "/inward"].map(hosted);
    Case::of(Class::Lists, "hosted badges that are traps", requests.into())
}
