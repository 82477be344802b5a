//! How an achievement, result or level relates to a framework (§1.5).

use crate::class::class;
use crate::{AlignmentTargetType, Text, Url};

class! {
    /// A node of a framework that an achievement, a result or a level is aligned to (§1.5).
    pub struct Alignment is open array [["Alignment"]] {
        /// An alignment to the node of this name at this address.
        pub fn new {
            /// Name of the node.
            target_name "targetName": Text;
            /// Address of the node.
            target_url "targetUrl": Url;
        }
        optional {
            /// The code of the node in its framework.
            target_code "targetCode" with_target_code: Text;
            /// A short description of the node.
            target_description "targetDescription" with_target_description: Text;
            /// Name of the framework.
            target_framework "targetFramework" with_target_framework: Text;
            /// The kind of node.
            target_type "targetType" with_target_type: AlignmentTargetType;
        }
        many {}
    }
}
