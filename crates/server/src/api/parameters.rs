//! The query parameters of this crate's own; the others are inputs of `service`.

use serde::Deserialize;
use utoipa::IntoParams;

/// Which assessments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AssessmentQuery {
    /// `next` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many, 1–200; left out: 50.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Whether to leave out those that are decided.
    #[serde(default)]
    pub waiting: Option<bool>,
}

/// What to verify instead of the body.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VerifyQuery {
    /// An address to fetch the credential from, `https://…`; then the body is empty.
    #[serde(default)]
    pub url: Option<String>,
}

/// How a shared credential is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ShareQuery {
    /// `1`: as a file to be saved.
    #[serde(default)]
    pub download: Option<u8>,
    /// `json`: the signed text, whatever `Accept` says; `jwt`: the badge as JSON Web Token; `png` or `svg`: an image into which
    /// it is baked.
    #[serde(default)]
    pub format: Option<String>,
}

/// How a badge in another form is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TwinQuery {
    /// `1`: as a file to be saved.
    #[serde(default)]
    pub download: Option<u8>,
}
