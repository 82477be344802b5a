//! Whom a credential is about, without being their identifier in JSON-LD (§1.5, §1.6).

use crate::class::class;
use crate::{IdentifierType, Text};

class! {
    /// A recipient's identifier, plain or hashed (§1.5, §1.6). No further members; `type` is one string.
    pub struct IdentityObject is closed single [["IdentityObject"]] {
        /// An identity by its three required members; see [`plain`](Self::plain) and [`hashed_with`](Self::hashed_with).
        fn of {
            /// Whether `identity_hash` is a hash.
            hashed "hashed": bool;
            /// The identity, or its hash.
            identity_hash "identityHash": Text;
            /// The kind of identity.
            identity_type "identityType": IdentifierType;
        }
        optional {
            /// What was appended to the identity before hashing.
            salt "salt" with_salt: Text;
        }
        many {}
    }
}

impl IdentityObject {
    /// An identity that everybody may read.
    pub fn plain(identity_type: impl Into<IdentifierType>, identity: impl Into<Text>) -> Self {
        Self::of(false, identity, identity_type)
    }

    /// An identity as its hash `sha256$…` (see [`identity_hash`](crate::identity_hash())) and the salt it was made with.
    pub fn hashed_with(
        salt: impl Into<Text>,
        identity_type: impl Into<IdentifierType>,
        identity_hash: impl Into<Text>,
    ) -> Self {
        Self::of(true, identity_hash, identity_type).with_salt(salt)
    }
}

class! {
    /// An identifier of a thing or a person in some system (§1.5). No further members; `type` is one string.
    pub struct IdentifierEntry is closed single [["IdentifierEntry"]] {
        /// The identifier and its kind.
        pub fn new {
            /// The identifier.
            identifier "identifier": Text;
            /// Its kind.
            identifier_type "identifierType": IdentifierType;
        }
        optional {}
        many {}
    }
}
