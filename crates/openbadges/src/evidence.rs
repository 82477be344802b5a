//! What shows that the criteria were met (§1.5).

use crate::class::class;
use crate::{Iri, Text};

class! {
    /// What shows that the criteria were met (§1.5). It belongs to the credential, not to its subject.
    pub struct Evidence is open array [["Evidence"]] {
        /// Evidence that says nothing yet; all its members are optional.
        pub fn new {}
        optional {
            /// A web page or a data URI.
            id "id" with_id: Iri;
            /// The evidence told, in Markdown.
            narrative "narrative" with_narrative: Text;
            /// A title.
            name "name" with_name: Text;
            /// A longer description.
            description "description" with_description: Text;
            /// The kind of evidence: `Poetry`, `Film`, …
            genre "genre" with_genre: Text;
            /// For whom it was made.
            audience "audience" with_audience: Text;
        }
        many {}
    }
}

impl Default for Evidence {
    fn default() -> Self {
        Self::new()
    }
}
