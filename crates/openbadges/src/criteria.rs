//! What has to be done to earn an achievement (§1.5).

use crate::class::class;
use crate::{Iri, Text};

class! {
    /// What has to be done to earn an achievement: a page, a text, or both.
    ///
    /// The schema allows neither; verifiers do not (§1.5), hence the two constructors.
    pub struct Criteria is open untyped [] {
        /// Criteria that say nothing yet.
        fn empty {}
        optional {
            /// The page that states the criteria.
            id "id" with_id: Iri;
            /// The criteria, in Markdown.
            narrative "narrative" with_narrative: Text;
        }
        many {}
    }
}

impl Criteria {
    /// Criteria stated on a page.
    pub fn at(page: impl Into<Iri>) -> Self {
        Self::empty().with_id(page)
    }

    /// Criteria stated here, in Markdown.
    pub fn narrated(narrative: impl Into<Text>) -> Self {
        Self::empty().with_narrative(narrative)
    }
}
