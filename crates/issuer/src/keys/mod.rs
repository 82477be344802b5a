//! The keys of the districts: a text file on disk, a [`KeyRing`] a district in memory.

mod algorithm;
mod file;
mod ring;

pub use algorithm::{ALGORITHMS, algorithm_name, algorithm_named};
pub use file::{
    KeyEntry, KeyFile, KeyFileError, KeyFileProblem, Pending, activate, add, parse_key_file, pend, pending,
    remove,
};
pub use ring::{KeyRing, PublicKeys, SelfTestError};
