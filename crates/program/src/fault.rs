use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

/// One invalid member of what somebody sent in: where it is, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fault {
    /// JSON pointer (RFC 6901) of the member; empty for the whole document.
    pub pointer: String,
    /// What is wrong, for a person: lower case, no full stop.
    pub message: String,
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pointer.is_empty() {
            return f.write_str(&self.message);
        }
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// How many faults are listed at most. Somebody who has a hundred does not read the rest, and an answer must not be
/// many times larger than the question.
const LISTED: usize = 100;

/// Collects faults while a document is checked, so that all are reported and not only the first.
#[derive(Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault of the member at `pointer`.
    pub(crate) fn add(&mut self, pointer: impl Display, message: impl Display) {
        if self.0.len() < LISTED {
            self.0.push(Fault { pointer: pointer.to_string(), message: message.to_string() });
        }
    }

    /// Notes the error of a check of the member at `pointer`.
    pub(crate) fn check<E: Display>(&mut self, pointer: impl Display, result: Result<(), E>) {
        if let Err(error) = result {
            self.add(pointer, error);
        }
    }

    /// Notes when a list has fewer or more members than it may.
    pub(crate) fn count(
        &mut self,
        pointer: impl Display,
        what: &str,
        count: usize,
        least: usize,
        most: usize,
    ) {
        if count < least {
            self.add(pointer, format_args!("at least {least} {what} needed, there are {count}"));
        } else if count > most {
            self.add(pointer, format_args!("at most {most} {what} allowed, there are {count}"));
        }
    }

    /// Notes when a number lies outside its range.
    pub(crate) fn range(&mut self, pointer: impl Display, number: u64, least: u64, most: u64) {
        if !(least..=most).contains(&number) {
            self.add(pointer, format_args!("must lie between {least} and {most}, it is {number}"));
        }
    }

    /// # Errors
    /// The faults, when there is one.
    pub(crate) fn result(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// A member name as a step of a JSON pointer (RFC 6901, section 3).
pub(crate) fn escaped(member: &str) -> String {
    member.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_where_and_what() {
        let fault = Fault { pointer: "/title".into(), message: "must not be empty".into() };
        assert_eq!(fault.to_string(), "/title: must not be empty");
    }

    #[test]
    fn a_pointer_escapes_tilde_and_slash() {
        assert_eq!(escaped("a/b~c"), "a~1b~0c");
    }

    #[test]
    fn the_list_of_faults_is_bounded() {
        let mut faults = Faults::default();
        for index in 0..1000 {
            faults.add(format_args!("/{index}"), "wrong");
        }
        assert_eq!(faults.result().unwrap_err().len(), LISTED);
    }
}
