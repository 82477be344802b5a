//! A picture (§1.5).

use crate::class::class;
use crate::{Iri, Text};

class! {
    /// A picture, by address or as a data URI (§1.5). No further members; `type` is one string.
    pub struct Image is closed single [["Image"]] {
        /// The picture at an address, or in a data URI.
        pub fn new {
            /// Its address or data URI.
            id "id": Iri;
        }
        optional {
            /// What can be seen, for those who cannot see it.
            caption "caption" with_caption: Text;
        }
        many {}
    }
}
