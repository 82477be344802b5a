//! The contexts that are compiled in; their sources and SHA-256 are in `schemas/contexts/README.md`.

/// Which body of a context that was changed in place is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Edition {
    /// The newest of every context.
    Newest,
    /// The body that `context-3.0.3.json` had before `jti` (2025-11) and `endorsementJwt` (2026-06) were
    /// added to it under the same name.
    OpenBadgesOf2025,
}

/// The text of the context at a URL.
pub(super) fn context(url: &str, edition: Edition) -> Option<&'static str> {
    if edition == Edition::OpenBadgesOf2025 && url == OPEN_BADGES_3_0_3 {
        return Some(include_str!("../../../../schemas/contexts/open-badges-3.0.3-of-2025.json"));
    }
    CONTEXTS.iter().find(|(known, _text)| *known == url).map(|(_url, text)| *text)
}

/// Every context, by its address.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    CONTEXTS.iter().copied()
}

const OPEN_BADGES_3_0_3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

const CONTEXTS: &[(&str, &str)] = &[
    (
        "https://www.w3.org/ns/credentials/v2",
        include_str!("../../../../schemas/contexts/credentials-v2.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        include_str!("../../../../schemas/contexts/credentials-v1.json"),
    ),
    (OPEN_BADGES_3_0_3, include_str!("../../../../schemas/contexts/open-badges-3.0.3.json")),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        include_str!("../../../../schemas/contexts/open-badges-3.0.2.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        include_str!("../../../../schemas/contexts/open-badges-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        include_str!("../../../../schemas/contexts/open-badges-3.0.json"),
    ),
    // Another name of the last, which the first badges have.
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
        include_str!("../../../../schemas/contexts/open-badges-3.0.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_str!("../../../../schemas/contexts/open-badges-extensions.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        include_str!("../../../../schemas/contexts/clr-2.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
        include_str!("../../../../schemas/contexts/clr-2.0.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        include_str!("../../../../schemas/contexts/data-integrity-v2.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        include_str!("../../../../schemas/contexts/data-integrity-v1.json"),
    ),
    ("https://w3id.org/security/multikey/v1", include_str!("../../../../schemas/contexts/multikey-v1.json")),
    ("https://w3id.org/security/jwk/v1", include_str!("../../../../schemas/contexts/jwk-v1.json")),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        include_str!("../../../../schemas/contexts/bitstring-status-list-v1.json"),
    ),
    (
        "https://w3id.org/vc/status-list/2021/v1",
        include_str!("../../../../schemas/contexts/status-list-2021-v1.json"),
    ),
    ("https://www.w3.org/ns/did/v1", include_str!("../../../../schemas/contexts/did-v1.json")),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        include_str!("../../../../schemas/contexts/ed25519-2020-v1.json"),
    ),
    (
        "https://w3id.org/security/suites/jws-2020/v1",
        include_str!("../../../../schemas/contexts/jws-2020-v1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/examples/v2",
        include_str!("../../../../schemas/contexts/credentials-examples-v2.json"),
    ),
];
