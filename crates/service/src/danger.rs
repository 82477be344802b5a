//! What only the command line on the machine itself may have. Whoever can run it can read the database and the keys, so nothing
//! is authenticated here: a network door must never name this module (a test of the house looks).

use program::{DistrictId, Person};

use crate::Actor;

/// The authority of whoever runs a command on the machine itself.
#[derive(Debug, Clone, Copy)]
pub struct CommandLine(());

impl CommandLine {
    /// Takes it. The binary does, and tests that set up a district.
    pub const fn of_this_machine() -> Self {
        Self(())
    }

    /// The operator who works on no district, as when setting one up.
    pub fn operator(self) -> Actor {
        Actor::operator(None)
    }

    /// The operator who works on a district.
    pub fn operator_of(self, district: DistrictId) -> Actor {
        Actor::operator(Some(district))
    }

    /// Acts as a person who did not sign in: for the sample district, whose people have a history.
    pub fn acting_as(self, person: Person) -> Actor {
        Actor::signed_in(person)
    }
}
