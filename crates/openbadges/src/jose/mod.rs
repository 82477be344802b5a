//! Credentials and presentations secured as JSON Web Tokens (JOSE).
//!
//! Four forms are in use, told apart by the header `typ` and by where the payload has the credential:
//!
//! | Form | `typ` | Payload | Standard |
//! |---|---|---|---|
//! | [`Form::VcJwt`] | `JWT`, or none | the credential's members and the claims `iss`, `jti`, `sub`, `nbf`, `exp` | Open Badges 3.0 §"JSON Web Token Proof Format" |
//! | [`Form::VcClaim`] | `JWT`, or none | the claims, and the credential in the claim `vc` (a presentation in `vp`) | VCDM 1.1 §6.3.1 |
//! | [`Form::VcJoseCose`] | `vc+jwt`, `vp+jwt`, `vc+sd-jwt`, `vp+sd-jwt` | the credential or presentation | VC-JOSE-COSE |
//! | [`Form::SdJwtVc`] | `dc+sd-jwt`, formerly `vc+sd-jwt` | claims with a `vct`; ours are the credential's members too | SD-JWT VC |
//!
//! *Architecture invariant*: opening a token says what it says, never that it is true. The signature is checked with a key
//! that the caller found where the issuer publishes it: a `jwk` in the header is never taken for the key.
//!
//! *Architecture invariant*: the algorithm comes from the key. What the header says must agree with it, so that no RSA or
//! elliptic curve key can be taken for an HMAC secret; `none` and `HS256` and its like are refused by name.

mod algorithm;
mod base64url;
mod claims;
pub mod enveloped;
mod error;
mod header;
mod jws;
mod numeric_date;
mod opened;
mod prepared;
pub mod sd_jwt;
#[cfg(test)]
mod tests;
mod token;
mod token_type;
pub mod vc_jwt;

pub use algorithm::algorithm_name;
pub use claims::{ClaimFault, ClaimNote};
pub use error::JoseError;
pub use jws::{Jws, prepare, sign};
pub use opened::{Content, Form, Opened};
pub use prepared::PreparedToken;
pub use sd_jwt::SdJwt;
pub use token::Token;
pub use token_type::TokenType;
