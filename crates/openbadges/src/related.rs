//! An achievement related to another (§1.5).

use crate::class::class;
use crate::{Iri, LanguageCode, Text};

class! {
    /// An achievement related to another: another version, another language (§1.5).
    pub struct Related is open array [["Related"]] {
        /// The related achievement.
        pub fn new {
            /// Its identifier.
            id "id": Iri;
        }
        optional {
            /// Its language.
            in_language "inLanguage" with_in_language: LanguageCode;
            /// Its version.
            version "version" with_version: Text;
        }
        many {}
    }
}
