//! What a token is, by its header `typ` (RFC 7515 §4.1.9, RFC 8725 §3.11).

use super::error::{JoseError, cut};

/// The types of tokens that carry credentials or presentations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenType {
    /// `JWT`, or no `typ`: a VC-JWT.
    Jwt,
    /// `vc+jwt`: a credential (VC-JOSE-COSE §3.1.1).
    VcJwt,
    /// `vp+jwt`: a presentation (VC-JOSE-COSE §3.1.2).
    VpJwt,
    /// `dc+sd-jwt`: an SD-JWT VC.
    DcSdJwt,
    /// `vc+sd-jwt`: a credential (VC-JOSE-COSE §3.2.1), or an SD-JWT VC under its name until 2024.
    VcSdJwt,
    /// `vp+sd-jwt`: a presentation (VC-JOSE-COSE §3.2.2).
    VpSdJwt,
}

impl TokenType {
    /// The type that `typ` or a media type names, whatever its case, with or without `application/`.
    ///
    /// # Errors
    /// When it names something else.
    pub fn named(name: Option<&str>) -> Result<Self, JoseError> {
        let Some(name) = name else {
            return Ok(Self::Jwt);
        };
        let lower = name.to_ascii_lowercase();
        match lower.strip_prefix("application/").unwrap_or(&lower) {
            "jwt" => Ok(Self::Jwt),
            "vc+jwt" => Ok(Self::VcJwt),
            "vp+jwt" => Ok(Self::VpJwt),
            "dc+sd-jwt" => Ok(Self::DcSdJwt),
            "vc+sd-jwt" => Ok(Self::VcSdJwt),
            "vp+sd-jwt" => Ok(Self::VpSdJwt),
            _ => Err(JoseError::UnsupportedType { kind: cut(name) }),
        }
    }

    /// The name in `typ`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jwt => "JWT",
            Self::VcJwt => "vc+jwt",
            Self::VpJwt => "vp+jwt",
            Self::DcSdJwt => "dc+sd-jwt",
            Self::VcSdJwt => "vc+sd-jwt",
            Self::VpSdJwt => "vp+sd-jwt",
        }
    }

    /// The media type of such a token.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jwt => "application/jwt",
            Self::VcJwt => "application/vc+jwt",
            Self::VpJwt => "application/vp+jwt",
            Self::DcSdJwt => "application/dc+sd-jwt",
            Self::VcSdJwt => "application/vc+sd-jwt",
            Self::VpSdJwt => "application/vp+sd-jwt",
        }
    }
}
