//! The settings of the server.

use std::num::NonZeroU32;

use server::{RateLimits, ServerSettings};

use super::{SettingError, Sources};

/// Reads the settings of the server.
///
/// # Errors
/// The first setting that is wrong.
pub(crate) fn server_settings(sources: &Sources) -> Result<ServerSettings, SettingError> {
    let default = ServerSettings::default();
    let limit = |name: &str, default: Option<NonZeroU32>| {
        let set = sources.parsed(name, str::parse::<u32>)?;
        Ok(set.map_or(default, |(number, _)| NonZeroU32::new(number)))
    };
    let rate_limits = RateLimits {
        sign_in: limit("sign_in_limit", default.rate_limits.sign_in)?,
        token: limit("token_limit", default.rate_limits.token)?,
        verify: limit("verify_limit", default.rate_limits.verify)?,
        public: limit("public_limit", default.rate_limits.public)?,
    };
    Ok(ServerSettings {
        listen: sources.or("listen", default.listen)?,
        workers: sources.parsed("workers", str::parse)?.map(|(number, _)| number).or(default.workers),
        trust_proxy: sources.or("trust_proxy", default.trust_proxy)?,
        max_connections: sources.or("max_connections", default.max_connections)?,
        patience: default.patience,
        rate_limits,
        verified_false_is_200: sources.or("verified_false_is_200", default.verified_false_is_200)?,
        spool: sources.parsed("spool", str::parse)?.map_or(default.spool, |(path, _)| path),
        shutdown_seconds: sources.or("shutdown_seconds", default.shutdown_seconds)?,
    })
}
