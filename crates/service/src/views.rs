//! What queries and commands answer: plain data, as the API sends it and the pages show it.
//!
//! A view is never an entity: columns can change without the API changing.

mod account;
mod clock;
mod credential;
mod district;
mod endorsement;
mod work;

use serde::Serialize;
use utoipa::ToSchema;

pub use account::*;
pub use clock::*;
pub use credential::*;
pub use district::*;
pub use endorsement::*;
pub use work::*;

/// One page of a listing, oldest first unless the query says otherwise.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Give this as `cursor` to get what follows; absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Give this as `cursor` to get what comes before; absent on the first page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}
