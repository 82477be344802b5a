//! What every handler may need, made once at start.

use std::path::PathBuf;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;
use service::Service;
use sha2::{Digest, Sha256};

use crate::api::Schemas;
use crate::budget::Budget;
use crate::middleware::{Demands, Limiters, Methods, Metrics};
use crate::{Problem, ServerSettings};

/// Most bytes of all bodies in memory at once.
const MEMORY: usize = 64 * 1024 * 1024;
/// Most bytes of all uploads on disk at once.
const DISK: usize = 2 * 1024 * 1024 * 1024;

/// The service and what the doors to it share.
#[derive(Debug)]
pub struct Site {
    /// The use cases.
    pub service: Service,
    /// The public address without a slash at the end.
    pub base: String,
    /// Whether the public address is `https`, so that cookies and links may insist on it.
    pub secure: bool,
    /// The OpenAPI document.
    pub openapi: Document,
    /// The same, parsed, for the page that explains it.
    pub openapi_value: serde_json::Value,
    /// What request bodies are checked against.
    pub schemas: Schemas,
    /// Which methods the API takes where.
    pub methods: Methods,
    /// What each operation of the API asks of its client.
    pub demands: Demands,
    /// How often one address may ask.
    pub limiters: Limiters,
    /// What is counted.
    pub metrics: Metrics,
    /// Room for bodies in memory.
    pub memory: Budget,
    /// Room for uploads on disk, while they arrive.
    pub disk: Budget,
    /// The folder for uploads while they arrive.
    pub spool: PathBuf,
    /// Whether `X-Forwarded-For` is trusted.
    pub trust_proxy: bool,
    /// Whether the VC API answers a failed verification with 200.
    pub verified_false_is_200: bool,
}

/// A text that stays the same while the server runs.
#[derive(Debug)]
pub struct Document {
    /// The text.
    pub text: Arc<str>,
    /// Its strong entity tag, with the quotes.
    pub etag: String,
}

impl Document {
    /// The text with a tag made of its SHA-256.
    pub fn new(text: String) -> Self {
        use base64::Engine;
        let digest = Sha256::digest(text.as_bytes());
        let short = digest.get(..16).unwrap_or_default();
        let etag = format!("\"{}\"", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(short));
        Self { text: text.into(), etag }
    }
}

impl Site {
    /// Gathers what the handlers need.
    ///
    /// # Errors
    /// When a schema of the OpenAPI document is no schema, which a unit test rules out.
    pub fn new(service: Service, settings: &ServerSettings) -> Result<Self, crate::StartError> {
        let base = service.public_url().as_str().trim_end_matches('/').to_owned();
        let openapi_value = crate::api::document(&base);
        Ok(Self {
            secure: service.public_url().scheme() == "https",
            openapi: Document::new(openapi_value.to_string()),
            schemas: Schemas::new(&openapi_value)?,
            methods: Methods::new(&openapi_value),
            demands: Demands::new(&openapi_value),
            openapi_value,
            limiters: Limiters::new(&settings.rate_limits),
            metrics: Metrics::new(),
            memory: Budget::new(MEMORY, MEMORY / 4),
            disk: Budget::new(DISK, DISK / 4),
            spool: settings.spool.clone(),
            trust_proxy: settings.trust_proxy,
            verified_false_is_200: settings.verified_false_is_200,
            base,
            service,
        })
    }

    /// The site that a request came to.
    ///
    /// # Errors
    /// Never in an app made by [`crate::routes::configure`]; an internal problem otherwise.
    pub fn of(request: &HttpRequest) -> Result<&Data<Self>, Problem> {
        request.app_data::<Data<Self>>().ok_or_else(Problem::internal)
    }
}
