//! The program as a process: what it prints, and its exit status.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    clippy::allow_attributes,
    reason = "in a test a panic is a failure, and a story is told in one piece"
)]

mod exit_status;
mod full;
mod once;
mod samples;
mod serving;
mod vc_api;

use std::process::{Command, Output};

/// The program, as it was built for this test, without the settings of whoever runs the tests.
fn countersign() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("COUNTERSIGN_") || name == "DATABASE_URL")
    {
        command.env_remove(name);
    }
    command
}

/// Runs it to its end.
fn run(arguments: &[&str]) -> Output {
    countersign().args(arguments).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
