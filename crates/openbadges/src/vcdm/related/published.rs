//! The digests of the contexts as they lie at their URLs. The compiled-in texts say the same in another
//! layout (`schemas/contexts/README.md`), and a digest is made of the layout too.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::digest::{Algorithm, Digest};
use crate::jsonld::bundled_context;

/// Whether the digests are those of the context at this URL; nothing when it is no context of ours, or its
/// digest by one of these hash functions is not known.
pub(super) fn matches(url: &str, digests: &[Digest]) -> Option<bool> {
    let text = bundled_context(url)?;
    let published = PUBLISHED.iter().find(|(known, ..)| *known == url);
    let same = |digest: &Digest| match (published, digest.algorithm) {
        (Some((_, sha256, _)), Algorithm::Sha256) => Some(is(sha256, digest)),
        (Some((_, _, sha384)), Algorithm::Sha384) => Some(is(sha384, digest)),
        (Some(_), Algorithm::Sha512) => None,
        (None, _) => Some(digest.matches(text.as_bytes())),
    };
    let known: Option<Vec<bool>> = digests.iter().map(same).collect();
    known.map(|known| known.into_iter().all(|same| same))
}

fn is(published: &str, digest: &Digest) -> bool {
    STANDARD.encode(&digest.value) == published
}

/// URL, SHA-256 and SHA-384 in base64, of the files that the W3C publishes. For the other contexts the
/// compiled-in text stands.
const PUBLISHED: &[(&str, &str, &str)] = &[
    (
        "https://www.w3.org/ns/credentials/v2",
        "WZVc7WaX1h4D8rJVb+vlMIqxaEKEb1tYbX8fet7JJzQ=",
        "l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU",
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        "q03dmlMXWIB6eaW0UFENYa6NFH6rlmzJogDAcJWwzcw=",
        "gsOz6rhjdUu/0rnxfY1tufYRafMBy/CwXh/EvrX1xR3U0uiIwnT0nD+7JAj2H67R",
    ),
    (
        "https://www.w3.org/ns/credentials/examples/v2",
        "Vzk/vGnW77m5tdyctrmICwlENgq/4ur0WcnljPInnXw=",
        "zNNbQTWCSUSi0bbz7dbua+RcENv7C6FvlmYJ1Y+I727HsPOHdzwELMYO9Mz68M26",
    ),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        "/aWt01MjHmpohKRrEubHVGQoGQDLNIKE2cNg9iOB2fc=",
        "rA74E4M+vWZrYXCmHFrazG19L1oEDRbCko6EFNT6B/ZNcDEwIeAr9Pl73RI+2ahO",
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        "tdgpvQmqfEKrxu+gyO12NTE7VIfzfM/OPs0UnKlBhVQ=",
        "H3tRFUwstZa4BNPu3qu3Z4x+pNNvUgFJamgdvYaNXcDLkKiDn1FCzNyR/bksWtzy",
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        "Z/IebjOmwU5cz9L8eGX3R0+3GgSvfpQTbLOZ36yK6PQ=",
        "DuLXYmcX+LB81Em1JdXitx/icgn8meUwieAWndKUTXk/7qRSb8YLucyhzZZRI5H2",
    ),
    (
        "https://w3id.org/security/multikey/v1",
        "uiwYLeLZL35HGEvMqPzwvq7m05hsUnv2ZMGVu8fFhZc=",
        "D6UWQdEvuMcBsuapSSVW8l0yu0r4SpbxGAjwpiO5ckNN0YqPHxhlvGjY7gRsTlo+",
    ),
    (
        "https://w3id.org/security/jwk/v1",
        "DxS2L2Bxqv4A3yZXcOoMdQjhGCR9ebfYYaQG0qoAvs4=",
        "di3FXOefNh47vrfTyw3bPkS44ohSYfgoMYOVnRqqM5BK9qgAUFntlkFQDqt9jdrl",
    ),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "PbXBnvsAR6bt/Ts24kNGqKPKrTaddJ48LWnoYmlkA+U=",
        "Zwd1xhc44pO8ZLsrxFlVfhDhodOXLfy5uViv2iiR2rzmT3KzpFJXlaDn3IWc4hME",
    ),
];
