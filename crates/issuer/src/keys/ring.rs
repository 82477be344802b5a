//! The keys of one district.

use std::fmt;
use std::ops::Deref;

use openbadges::{Algorithm, PublicKey, SecretKey};
use thiserror::Error;

/// The public halves of a district's keys: those that sign, one of a kind at most, and those that signed before and still
/// verify. With these a document is drafted and prepared; who has the secret halves signs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    signing: Vec<PublicKey>,
    verifying: Vec<PublicKey>,
}

impl PublicKeys {
    /// Every public key, the signing ones first.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.signing.iter().chain(&self.verifying).cloned().collect()
    }

    /// The public half of the key of this kind that signs.
    pub fn signing_key(&self, algorithm: Algorithm) -> Option<&PublicKey> {
        self.signing(|kind| kind == algorithm)
    }

    /// The first key that signs and is of a kind that fits.
    pub(crate) fn signing(&self, fits: impl Fn(Algorithm) -> bool) -> Option<&PublicKey> {
        self.signing.iter().find(|public| fits(public.algorithm()))
    }
}

/// The keys of a district with the secret halves of those that sign. It signs, and gives no secret away.
///
/// A ring shows its public halves only:
///
/// ```
/// # use openbadges::SecretKey;
/// let ring = issuer::KeyRing::new(SecretKey::from_seed([7; 32]), Vec::new());
/// assert_eq!(format!("{ring:?}"), format!("KeyRing {{ signing: [{:?}], verifying: [], .. }}", ring.public_keys()[0]));
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
    /// In the order of `public.signing`.
    secrets: Vec<SecretKey>,
    public: PublicKeys,
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
        let public = PublicKeys { signing: Vec::new(), verifying };
        Self { secrets: Vec::new(), public }.with_key(signing)
    }

    /// The same ring, signing with one more key. A key of the same kind that signed until now verifies from now on.
    #[must_use]
    pub fn with_key(mut self, secret: SecretKey) -> Self {
        let new = secret.public();
        let pairs = self.public.signing.iter_mut().zip(&mut self.secrets);
        match { pairs }.find(|(public, _secret)| public.algorithm() == new.algorithm()) {
            None => {
                self.public.signing.push(new);
                self.secrets.push(secret);
            }
            Some((public, place)) => {
                let earlier = std::mem::replace(public, new);
                *place = secret;
                self.public.verifying.insert(0, earlier);
            }
        }
        self
    }

    /// The public halves.
    pub fn public(&self) -> &PublicKeys {
        &self.public
    }

    /// The signature of a message by one of the keys that sign; none when it is not among them.
    pub fn sign(&self, key: &PublicKey, message: &[u8]) -> Option<Vec<u8>> {
        let mut pairs = self.public.signing.iter().zip(&self.secrets);
        pairs.find(|(public, _secret)| *public == key).map(|(_public, secret)| secret.sign(message))
    }

    /// Lets every key that signs sign a random message, and verifies it: a key is tried before it is trusted with a
    /// credential.
    ///
    /// # Errors
    ///
    /// [`SelfTestError`] when a signature does not verify under its key, or verifies for another message.
    pub fn self_test(&self, random: [u8; 32]) -> Result<(), SelfTestError> {
        let other = random.map(|byte| !byte);
        for (public, secret) in self.public.signing.iter().zip(&self.secrets) {
            let signature = secret.sign(&random);
            if !public.verify(&random, &signature) || public.verify(&other, &signature) {
                return Err(SelfTestError { key: public.to_multibase() });
            }
        }
        Ok(())
    }
}

/// A ring is its public halves, and can sign besides.
impl Deref for KeyRing {
    type Target = PublicKeys;

    fn deref(&self) -> &PublicKeys {
        &self.public
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PublicKeys { signing, verifying } = &self.public;
        f.debug_struct("KeyRing")
            .field("signing", signing)
            .field("verifying", verifying)
            .finish_non_exhaustive()
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
        ring.public.signing[1] = wrong.clone();
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

    #[test]
    fn a_ring_signs_with_the_key_that_is_named_and_with_no_other() {
        let p256 = SecretKey::generate(Algorithm::P256, [1; 32]);
        let old = SecretKey::from_seed([2; 32]).public();
        let ring = KeyRing::new(SecretKey::from_seed([1; 32]), vec![old.clone()]).with_key(p256.clone());
        for public in [SecretKey::from_seed([1; 32]).public(), p256.public()] {
            assert!(public.verify(b"message", &ring.sign(&public, b"message").unwrap()));
        }
        assert_eq!(ring.sign(&old, b"message"), None, "an earlier key only verifies");
        let replaced = ring.with_key(SecretKey::from_seed([3; 32]));
        assert_eq!(replaced.sign(&SecretKey::from_seed([1; 32]).public(), b"message"), None);
    }
}
