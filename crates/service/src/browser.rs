//! Browsers are told apart by a cookie that only this service can make.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::{Error, World};

/// How many bytes of the code are kept.
const CODE: usize = 16;

/// Makes and checks the ids of browsers: random, with a code that proves that they are ours (HMAC-SHA-256).
/// Whoever makes up cookies is no browser that has been here.
pub(crate) struct Browsers(Vec<u8>);

impl std::fmt::Debug for Browsers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Browsers")
    }
}

impl Browsers {
    /// With the key that all processes share.
    pub(crate) fn new(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// A new browser.
    pub(crate) fn make(&self, world: &World) -> Result<String, Error> {
        let id = URL_SAFE_NO_PAD.encode(world.random::<24>()?);
        let code = self.code(&id)?;
        Ok(format!("{id}.{code}"))
    }

    /// Whether this service made it.
    pub(crate) fn is_ours(&self, browser: &str) -> bool {
        let Some((id, given)) = browser.split_once('.') else { return false };
        self.code(id).is_ok_and(|code| bool::from(code.as_bytes().ct_eq(given.as_bytes())))
    }

    fn code(&self, id: &str) -> Result<String, Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).map_err(Error::internal)?;
        mac.update(b"browser:");
        mac.update(id.as_bytes());
        let code = mac.finalize().into_bytes();
        Ok(URL_SAFE_NO_PAD.encode(code.get(..CODE).unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_can_make_up_a_browser() {
        let world = World::system();
        let browsers = Browsers::new(vec![7; 32]);
        let ours = browsers.make(&world).unwrap();
        assert!(browsers.is_ours(&ours));
        let (id, code) = ours.split_once('.').unwrap();
        let other = Browsers::new(vec![8; 32]).make(&world).unwrap();
        let mixed = format!("{}.{code}", other.split_once('.').unwrap().0);
        for made_up in [id, &format!("{id}."), &other, &mixed, "", ".", "a.b"] {
            assert!(!browsers.is_ours(made_up), "{made_up}");
        }
    }
}
