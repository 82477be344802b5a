//! The keys of one district.

use std::fmt;

use openbadges::{PublicKey, SecretKey};
use thiserror::Error;

/// One key that signs, and the keys that signed before and still verify.
///
/// A ring shows its public halves only:
///
/// ```
/// # use openbadges::SecretKey;
/// let ring = issuer::KeyRing::new(SecretKey::from_seed([7; 32]), Vec::new());
/// assert_eq!(format!("{ring:?}"), format!("KeyRing {{ signing: {:?}, verifying: [] }}", ring.public_keys()[0]));
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
    signing: SecretKey,
    public: PublicKey,
    verifying: Vec<PublicKey>,
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
        let public = signing.public();
        Self { signing, public, verifying }
    }

    /// Every public key, the signing one first.
    pub fn public_keys(&self) -> Vec<PublicKey> {
        std::iter::once(&self.public).chain(&self.verifying).cloned().collect()
    }

    /// The verification method of the signing key: `{controller}#z6Mk…`.
    pub fn verification_method(&self, controller: &str) -> String {
        openbadges::did::method_of(controller, &self.public)
    }

    /// Signs a random message and verifies it: a key is tried before it is trusted with a credential.
    ///
    /// # Errors
    ///
    /// [`SelfTestError`] when the signature does not verify under the key, or verifies for another message.
    pub fn self_test(&self, random: [u8; 32]) -> Result<(), SelfTestError> {
        let signature = self.signing.sign(&random);
        let other = random.map(|byte| !byte);
        if self.public.verify(&random, &signature) && !self.public.verify(&other, &signature) {
            Ok(())
        } else {
            Err(SelfTestError { key: self.public.to_multibase() })
        }
    }

    pub(crate) fn signing(&self) -> &SecretKey {
        &self.signing
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("signing", &self.public).field("verifying", &self.verifying).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_key_passes_its_test() {
        assert_eq!(KeyRing::new(SecretKey::from_seed([1; 32]), Vec::new()).self_test([9; 32]), Ok(()));
    }

    #[test]
    fn a_ring_whose_halves_do_not_belong_together_fails_its_test() {
        let mut ring = KeyRing::new(SecretKey::from_seed([1; 32]), Vec::new());
        ring.public = SecretKey::from_seed([2; 32]).public();
        assert_eq!(ring.self_test([9; 32]).unwrap_err().key, ring.public.to_multibase());
    }

    #[test]
    fn the_signing_key_comes_first() {
        let old = SecretKey::from_seed([2; 32]).public();
        let ring = KeyRing::new(SecretKey::from_seed([1; 32]), vec![old.clone()]);
        assert_eq!(ring.public_keys(), [SecretKey::from_seed([1; 32]).public(), old]);
        assert!(ring.verification_method("did:web:a").starts_with("did:web:a#z6Mk"));
    }
}
