//! The enumerations of §1.7.

use serde_json::Value;

use crate::ValueError;
use crate::member::{Member, ReadError, serde_by_value};

/// A word that an issuer adds to an enumeration: `ext:` and a name.
///
/// Made by us it is `ext:`, a letter, digit, full stop or underscore, then any of those and hyphens. The
/// published pattern is not anchored, so one that was read may have more around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Extension(String);

impl Extension {
    /// Checks the word.
    ///
    /// # Errors
    ///
    /// It is not `ext:` and a name.
    pub fn new(word: impl Into<String>) -> Result<Self, ValueError> {
        let word = word.into();
        let name = word.strip_prefix("ext:").unwrap_or_default();
        let named = name.starts_with(is_extension_character)
            && name.chars().all(|c| is_extension_character(c) || c == '-');
        if named {
            Ok(Self(word))
        } else {
            Err(ValueError::NotInVocabulary { vocabulary: "an extension", found: word })
        }
    }

    /// The word, with `ext:`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `(ext:)[a-z|A-Z|0-9|.|-|_]+` as the published schemas have it: anywhere in the text.
    fn read(word: &str) -> Option<Self> {
        let found = word
            .split("ext:")
            .skip(1)
            .any(|rest| rest.starts_with(|c| is_extension_character(c) || c == '|'));
        found.then(|| Self(word.to_owned()))
    }
}

fn is_extension_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_')
}

/// An enumeration of the standard, closed or extensible by [`Extension`].
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        $name:ident $openness:ident { $( $variant:ident = $word:literal, )+ }
    ) => {
        vocabulary! { @enum $openness $(#[$meta])* $name { $( $variant = $word, )+ } }

        impl $name {
            /// The words of the standard, in its order.
            pub const WORDS: &'static [&'static str] = &[$( $word ),+];

            fn known(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = ValueError;

            fn from_str(word: &str) -> Result<Self, ValueError> {
                Self::known(word)
                    .or_else(|| Self::added(word))
                    .ok_or_else(|| ValueError::NotInVocabulary { vocabulary: stringify!($name), found: word.to_owned() })
            }
        }

        impl Member for $name {
            fn read(value: &Value) -> Result<Self, ReadError> {
                Ok(String::read(value)?.parse::<Self>()?)
            }

            fn write(&self) -> Value {
                self.as_str().into()
            }
        }

        serde_by_value!($name);
    };

    (@enum closed $(#[$meta:meta])* $name:ident { $( $variant:ident = $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = concat!("`", $word, "`")] $variant, )+
        }

        impl $name {
            /// The word of the standard.
            pub fn as_str(&self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )+
                }
            }

            fn added(_: &str) -> Option<Self> {
                None
            }
        }
    };

    (@enum extensible $(#[$meta:meta])* $name:ident { $( $variant:ident = $word:literal, )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( #[doc = concat!("`", $word, "`")] $variant, )+
            /// A word of the issuer's own.
            Extension(Extension),
        }

        impl $name {
            /// The word of the standard, or the issuer's own.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )+
                    Self::Extension(extension) => extension.as_str(),
                }
            }

            fn added(word: &str) -> Option<Self> {
                Extension::read(word).map(Self::Extension)
            }
        }

        impl From<Extension> for $name {
            fn from(extension: Extension) -> Self {
                Self::Extension(extension)
            }
        }
    };
}

vocabulary! {
    /// The kind of achievement.
    AchievementType extensible {
        Achievement = "Achievement",
        ApprenticeshipCertificate = "ApprenticeshipCertificate",
        Assessment = "Assessment",
        Assignment = "Assignment",
        AssociateDegree = "AssociateDegree",
        Award = "Award",
        Badge = "Badge",
        BachelorDegree = "BachelorDegree",
        Certificate = "Certificate",
        CertificateOfCompletion = "CertificateOfCompletion",
        Certification = "Certification",
        CommunityService = "CommunityService",
        Competency = "Competency",
        Course = "Course",
        CoCurricular = "CoCurricular",
        Degree = "Degree",
        Diploma = "Diploma",
        DoctoralDegree = "DoctoralDegree",
        Fieldwork = "Fieldwork",
        GeneralEducationDevelopment = "GeneralEducationDevelopment",
        JourneymanCertificate = "JourneymanCertificate",
        LearningProgram = "LearningProgram",
        License = "License",
        Membership = "Membership",
        ProfessionalDoctorate = "ProfessionalDoctorate",
        QualityAssuranceCredential = "QualityAssuranceCredential",
        MasterCertificate = "MasterCertificate",
        MasterDegree = "MasterDegree",
        MicroCredential = "MicroCredential",
        ResearchDoctorate = "ResearchDoctorate",
        SecondarySchoolDiploma = "SecondarySchoolDiploma",
    }
}

vocabulary! {
    /// What kind of thing an alignment points at.
    AlignmentTargetType extensible {
        CeasnCompetency = "ceasn:Competency",
        CetermsCredential = "ceterms:Credential",
        CfItem = "CFItem",
        CfRubric = "CFRubric",
        CfRubricCriterion = "CFRubricCriterion",
        CfRubricCriterionLevel = "CFRubricCriterionLevel",
        Ctdl = "CTDL",
    }
}

vocabulary! {
    /// What kind of identifier a text is (`IdentifierTypeEnum`).
    IdentifierType extensible {
        Name = "name",
        SourcedId = "sourcedId",
        SystemId = "systemId",
        ProductId = "productId",
        UserName = "userName",
        AccountId = "accountId",
        EmailAddress = "emailAddress",
        NationalIdentityNumber = "nationalIdentityNumber",
        Isbn = "isbn",
        Issn = "issn",
        LisSourcedId = "lisSourcedId",
        OneRosterSourcedId = "oneRosterSourcedId",
        SisSourcedId = "sisSourcedId",
        LtiContextId = "ltiContextId",
        LtiDeploymentId = "ltiDeploymentId",
        LtiToolId = "ltiToolId",
        LtiPlatformId = "ltiPlatformId",
        LtiUserId = "ltiUserId",
        Identifier = "identifier",
    }
}

vocabulary! {
    /// What kind of result a description describes.
    ResultType extensible {
        GradePointAverage = "GradePointAverage",
        LetterGrade = "LetterGrade",
        Percent = "Percent",
        PerformanceLevel = "PerformanceLevel",
        PredictedScore = "PredictedScore",
        RawScore = "RawScore",
        Result = "Result",
        RubricCriterion = "RubricCriterion",
        RubricCriterionLevel = "RubricCriterionLevel",
        RubricScore = "RubricScore",
        ScaledScore = "ScaledScore",
        Status = "Status",
    }
}

vocabulary! {
    /// How far the achievement has come (`ResultStatusType`); the one enumeration without extensions.
    ResultStatus closed {
        Completed = "Completed",
        Enrolled = "Enrolled",
        Failed = "Failed",
        InProgress = "InProgress",
        OnHold = "OnHold",
        Provisional = "Provisional",
        Withdrew = "Withdrew",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_word_reads_and_writes_itself() {
        for word in AchievementType::WORDS {
            assert_eq!(AchievementType::read(&json!(word)).unwrap().write(), json!(word));
            assert!(!matches!(word.parse().unwrap(), AchievementType::Extension(_)));
        }
        let counts = [
            AchievementType::WORDS.len(),
            AlignmentTargetType::WORDS.len(),
            IdentifierType::WORDS.len(),
            ResultType::WORDS.len(),
            ResultStatus::WORDS.len(),
        ];
        assert_eq!(counts, [31, 7, 19, 12, 7]);
    }

    #[test]
    fn an_extension_is_read_where_the_enumeration_is_extensible() {
        let word = "ext:Micro-Course";
        assert_eq!(ResultType::read(&json!(word)).unwrap(), Extension::new(word).unwrap().into());
        assert!("ext:Late".parse::<ResultStatus>().is_err());
        let refused = IdentifierType::read(&json!("email")).unwrap_err();
        assert_eq!(refused.to_string(), "/: `email` is not a word of IdentifierType");
    }

    #[test]
    fn what_we_make_is_anchored_and_what_we_read_is_not() {
        for bad in ["", "ext:", "ext:-a", "ext:a b", "my ext:a", "ext:ä"] {
            assert!(Extension::new(bad).is_err(), "{bad}");
        }
        assert!(ResultType::read(&json!("my ext:a")).is_ok());
        for bad in ["ext:", "ext:-a", "ext: a", "EXT:a"] {
            assert!(ResultType::read(&json!(bad)).is_err(), "{bad}");
        }
    }
}
