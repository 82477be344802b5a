//! What strangers may send to hurt the service: a corpus by class, made by generators.
//!
//! `countersign bench hostile` sends it to a service and measures what each case costs; the acceptance tests run that
//! command. A case belongs here when something of its class did hurt once.
//!
//! *Architecture invariant*: no I/O, no clock, no chance. Where something must be sent, and what listens at the
//! addresses that the lists name, is for the caller to provide ([`Target`]).

mod addresses;
mod badges;
mod case;
pub mod documents;
mod forms;
mod images;
mod lists;
pub mod pictures;
mod request;
mod tokens;

pub use case::{Case, Class, Target};
pub use lists::{TRAPS, Trap};
pub use request::{Body, Manner, Request, Who};

/// Every case, class by class.
pub fn corpus(target: &Target) -> Vec<Case> {
    let mut cases = documents::cases();
    cases.extend(forms::cases());
    cases.extend(tokens::cases());
    cases.extend(pictures::cases(target));
    cases.extend(lists::cases(target));
    cases.extend(addresses::cases(target));
    cases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_cases_and_no_two_have_the_same_name() {
        let target = Target {
            traps: "http://localhost:1".to_owned(),
            district: "maple".to_owned(),
            micro_credential: "00000000-0000-0000-0000-000000000000".to_owned(),
        };
        let cases = corpus(&target);
        for class in Class::ALL {
            assert!(cases.iter().filter(|case| case.class == class).count() >= 4, "{class:?}");
        }
        let mut names: Vec<_> = cases.iter().map(|case| case.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), cases.len());
        assert!(cases.iter().all(|case| !case.requests.is_empty()));
    }
}
