//! The stylesheet and the icon, compiled in, and their addresses.
//!
//! The stylesheet's address carries a hash of its text, so that a browser may keep it for a year and still
//! sees a new one at once.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// The one stylesheet.
pub const STYLE: &str = include_str!("../../assets/style.css");

/// The icon of the site and the mark in the masthead.
pub const FAVICON: &str = include_str!("../../assets/favicon.svg");

/// The address of the stylesheet, with the hash of its text.
pub fn style_href() -> &'static str {
    static HREF: LazyLock<String> = LazyLock::new(|| {
        let hash = Sha256::digest(STYLE.as_bytes());
        let short = hash.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        format!("/assets/style.css?v={short:016x}")
    });
    HREF.as_str()
}
