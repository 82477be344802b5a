//! How people name the kinds of key: on the command line, in the API, in messages.

use openbadges::Algorithm;

/// Every kind of key and its name.
pub const ALGORITHMS: [(Algorithm, &str); 4] = [
    (Algorithm::Ed25519, "ed25519"),
    (Algorithm::P256, "p256"),
    (Algorithm::P384, "p384"),
    (Algorithm::Rsa, "rs256"),
];

/// The name of a kind of key: `ed25519`, `p256`, `p384`, `rs256`.
pub fn algorithm_name(algorithm: Algorithm) -> &'static str {
    ALGORITHMS.into_iter().find(|(known, _name)| *known == algorithm).map_or("unknown", |(_known, name)| name)
}

/// The kind of key that a name means.
pub fn algorithm_named(name: &str) -> Option<Algorithm> {
    ALGORITHMS.into_iter().find(|(_known, known)| *known == name).map(|(algorithm, _name)| algorithm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_name() {
        for (algorithm, name) in ALGORITHMS {
            assert_eq!((algorithm_name(algorithm), algorithm_named(name)), (name, Some(algorithm)));
        }
        assert_eq!(algorithm_named("hs256"), None);
    }
}
