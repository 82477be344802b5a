//! The keys of one district.

use std::fmt;

use openbadges::{Algorithm, PublicKey, SecretKey};
use thiserror::Error;

/// The keys that sign, one of a kind at most, and the keys that signed before and still verify.
///
/// A ring shows its public halves only:
///
/// ```
/// # use openbadges::SecretKey;
/// let ring = issuer::KeyRing::new(SecretKey::from_seed([7; 32]), Vec::new());
/// assert_eq!(format!("{ring:?}"), format!("KeyRing {{ signing: [{:?}], verifying: [] }}", ring.public_keys()[0]));
/// ```
///
/// It cannot be written into anything:
///
/// ```compile_fail,E0277
/// fn store(ring: &issuer::KeyRing) -> serde_json::Result<String> {
///     serde_json::to_string(ring)
/// }
/// ```
pub struct KeyRing {
    signing: Vec<Pair>,
    verifying: Vec<PublicKey>,
}

/// Both halves of a key that signs.
struct Pair {
    secret: SecretKey,
    public: PublicKey,
}

/// A key did not do what a key does.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the key {key} does not verify what it signs")]
pub struct SelfTestError {
    /// The public half, as multibase text.
    pub key: String,
}

impl KeyRing {
    /// A ring that signs with one key; `verifying` are the public halves of earlier ones.
    pub fn new(signing: SecretKey, verifying: Vec<PublicKey>) -> Self {
        Self { signing: Vec::new(), verifying }.with_key(signing)
    }

    /// The same ring, signing with one more key. A key of the same kind that signed until now verifies from now on.
    #[must_use]
    pub fn with_key(mut self, secret: SecretKey) -> Self {
        let public = secret.public();
        let new = Pair { secret, public };
        match self.signing.iter_mut().find(|pair| pair.public.algorithm() == new.public.algorithm()) {
            None => self.signing.push(new),
            Some(pair) => {
                let earlier = std::mem::replace(pair, new);
                self.verifying.insert(0, earlier.public);
            }
        }
        self
    }

    /// Every public key, the signing ones first.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.signing.iter().map(|pair| &pair.public).chain(&self.verifying).cloned().collect()
    }

    /// The public half of the key of this kind that signs.
    pub fn signing_key(&self, algorithm: Algorithm) -> Option<&PublicKey> {
        self.signing.iter().map(|pair| &pair.public).find(|public| public.algorithm() == algorithm)
    }

    /// Lets every key that signs sign a random message, and verifies it: a key is tried before it is trusted with a
    /// credential.
    ///
    /// # Errors
    ///
    /// [`SelfTestError`] when a signature does not verify under its key, or verifies for another message.
    pub fn self_test(&self, random: [u8; 32]) -> Result<(), SelfTestError> {
        let other = random.map(|byte| !byte);
        for Pair { secret, public } in &self.signing {
            let signature = secret.sign(&random);
            if !public.verify(&random, &signature) || public.verify(&other, &signature) {
                return Err(SelfTestError { key: public.to_multibase() });
            }
        }
        Ok(())
    }

    /// The first key that signs and is of a kind that fits.
    pub(crate) fn signing(&self, fits: impl Fn(Algorithm) -> bool) -> Option<&SecretKey> {
        self.signing.iter().find(|pair| fits(pair.public.algorithm())).map(|pair| &pair.secret)
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signing: Vec<&PublicKey> = self.signing.iter().map(|pair| &pair.public).collect();
        f.debug_struct("KeyRing").field("signing", &signing).field("verifying", &self.verifying).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> KeyRing {
        KeyRing::new(SecretKey::from_seed([1; 32]), Vec::new())
    }

    #[test]
    fn good_keys_pass_their_test() {
        let ring = ring().with_key(SecretKey::generate(Algorithm::P256, [1; 32]));
        assert_eq!(ring.self_test([9; 32]), Ok(()));
    }

    #[test]
    fn a_ring_whose_halves_do_not_belong_together_fails_its_test() {
        let wrong = SecretKey::generate(Algorithm::P256, [2; 32]).public();
        let mut ring = ring().with_key(SecretKey::generate(Algorithm::P256, [1; 32]));
        ring.signing[1].public = wrong.clone();
        assert_eq!(ring.self_test([9; 32]).unwrap_err().key, wrong.to_multibase());
    }

    #[test]
    fn the_signing_keys_come_first() {
        let old = SecretKey::from_seed([2; 32]).public();
        let p256 = SecretKey::generate(Algorithm::P256, [1; 32]);
        let ring = KeyRing::new(SecretKey::from_seed([1; 32]), vec![old.clone()]).with_key(p256.clone());
        assert_eq!(ring.public_keys(), [SecretKey::from_seed([1; 32]).public(), p256.public(), old]);
        assert_eq!(ring.signing_key(Algorithm::P256), Some(&p256.public()));
        assert_eq!(ring.signing_key(Algorithm::P384), None);
    }

    #[test]
    fn a_second_key_of_a_kind_takes_the_place_of_the_first() {
        let ring = ring().with_key(SecretKey::from_seed([2; 32]));
        assert_eq!(ring.public_keys(), [2, 1].map(|seed| SecretKey::from_seed([seed; 32]).public()));
        assert_eq!(ring.signing_key(Algorithm::Ed25519), Some(&SecretKey::from_seed([2; 32]).public()));
    }
}
