//! The one binary, `countersign`.
//!
//! *Architecture invariant:* a verb turns arguments into one call of [`service`] or [`server`] and prints
//! the answer. Settings are read in [`config`] only, where the origin of each is known; what went wrong
//! becomes an exit status in [`failure`] only.

#[cfg(test)]
mod architecture;
mod arguments;
mod bench;
mod config;
mod demo;
mod failure;
mod log;
mod output;
mod verbs;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::failure::USAGE;

/// JSON-LD allocates many small pieces: this halves the time of an expansion.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` come this way too, and are no failure.
            let status = if error.use_stderr() { USAGE } else { 0 };
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    // Another part of the process may have installed it already, which is just as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match verbs::run(arguments) {
        Ok(status) => status,
        Err(failure) => {
            output::complain(&failure.to_string());
            ExitCode::from(failure.exit_status())
        }
    }
}
