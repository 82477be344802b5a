//! Keys of the four kinds that credentials are signed with, and their Multikey texts (CID 1.0 §2.2.2).

mod algorithm;
mod multikey;
mod pem;
mod public;
mod rsa;
mod secret;

pub use algorithm::Algorithm;
pub use multikey::MultikeyError;
pub use public::PublicKey;
pub use secret::SecretKey;

pub(crate) use public::Kind;
pub(crate) use rsa::RsaPublic;

#[cfg(test)]
mod tests;
