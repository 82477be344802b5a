//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use openbadges::Algorithm;

use crate::config::{CommonFlags, MailFlags, ServerFlags};

/// Open Badges 3.0 for districts that run micro-credential programs.
#[derive(Debug, Parser)]
#[command(name = "countersign", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,
    #[command(flatten)]
    pub(crate) common: CommonFlags,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Serve the pages, the API and the public documents
    Serve(Box<ServeArguments>),
    /// Try Countersign: serve a sample district on this machine
    Demo(DemoArguments),
    /// Update the database schema and exit
    Migrate,
    /// Check or confirm this machine's clock, which dates everything
    #[command(subcommand)]
    Clock(ClockVerb),
    /// Manage the districts' signing keys
    #[command(subcommand)]
    Keys(KeysVerb),
    /// Manage districts
    #[command(subcommand)]
    District(DistrictVerb),
    /// Manage the people of a district
    #[command(subcommand)]
    People(PeopleVerb),
    /// Manage the clients that can use the API
    #[command(subcommand)]
    Client(ClientVerb),
    /// Verify a badge: exit status 0 verified, 1 not verified, 2 could not be checked
    Verify(VerifyArguments),
    /// Serve the W3C VC API on this machine, without authentication, with temporary keys
    VcApi(VcApiArguments),
    /// Copy the SQLite database to a new file; the service can keep running
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Restore the SQLite database from a copy; stop the service first
    Restore(RestoreArguments),
    /// Measure this machine with a separate server and a temporary database
    Bench(BenchArguments),
}

#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    #[command(flatten)]
    pub(crate) server: ServerFlags,
    #[command(flatten)]
    pub(crate) mail: MailFlags,
}

#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// The address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The folder of the sample district; it is created if it does not exist
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Run the complete process once with a temporary database and exit
    #[arg(long, requires = "out")]
    pub(crate) once: bool,
    /// The folder where --once writes the badge and the documents needed to verify it
    #[arg(long, value_name = "DIR", requires = "once")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClockVerb {
    /// Show the clock and what it is compared with; exit status 69 if signing is stopped
    Show,
    /// Confirm that the clock is right: logs written with a wrong clock continue with it, after an entry about this
    Mend,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysVerb {
    /// Create a key for a district: it signs from now on, older keys of its kind only verify
    New {
        /// The district's slug
        district: String,
        /// The kind of key
        #[arg(long, value_name = "KIND", default_value = "ed25519", value_parser = kinds_of_key())]
        algorithm: Algorithm,
    },
    /// Remove a key, for example a stolen one: what it signed no longer verifies
    Forget {
        /// The district's slug
        district: String,
        /// The public key, as `keys list` shows it
        key: String,
    },
    /// List the districts' keys, without secrets
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DistrictVerb {
    /// Create a district with its own keys
    Add(DistrictArguments),
    /// List the districts
    List,
}

#[derive(Debug, Args)]
pub(crate) struct DistrictArguments {
    /// Part of the district's addresses, /issuers/SLUG; it cannot be changed
    pub(crate) slug: String,
    /// Its name, as badges show it
    #[arg(long)]
    pub(crate) name: String,
    /// Its website
    #[arg(long, value_name = "URL")]
    pub(crate) website: Option<String>,
    /// A public email address
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Option<String>,
    /// A short description
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleVerb {
    /// Add a person, such as a district's first program manager
    Add(PersonArguments),
    /// List the people of a district
    List {
        /// The district's slug
        district: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct PersonArguments {
    /// The district's slug
    pub(crate) district: String,
    /// The full name, as badges show it
    #[arg(long)]
    pub(crate) name: String,
    /// The email address, with which the person signs in
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: String,
    /// One or more roles
    #[arg(long = "role", required = true, value_parser = ["program_manager", "coach", "assessor", "teacher"])]
    pub(crate) roles: Vec<String>,
    /// The person agreed to show the address in badges
    #[arg(long)]
    pub(crate) publish_email: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClientVerb {
    /// Create a client and show its id and secret; the secret is shown only once
    New(ClientArguments),
    /// List the clients
    List {
        /// The district's slug; without it, the clients that create districts
        #[arg(long, value_name = "SLUG")]
        district: Option<String>,
    },
    /// Revoke a client: its tokens stop working at once
    Revoke {
        /// The id of the client
        client: String,
        /// The district's slug; without it, a client that creates districts
        #[arg(long, value_name = "SLUG")]
        district: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ClientArguments {
    /// What the client is for
    pub(crate) name: String,
    /// The district's slug; without it, the client can only create districts
    #[arg(long, value_name = "SLUG")]
    pub(crate) district: Option<String>,
    /// One or more scopes, such as credentials:issue [default: all scopes]
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL|-")]
    pub(crate) badge: String,
    /// Print the complete report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VcApiArguments {
    /// The port of 127.0.0.1 to listen on; 0 chooses a free port
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Answer a failed verification with 200 and `verified: false`, as in VCALM, instead of 400
    #[arg(long)]
    pub(crate) verified_false_is_200: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The copy
    pub(crate) file: PathBuf,
    /// Replace an existing database
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    pub(crate) verb: Option<BenchVerb>,
    /// Approvals per second
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rate: u32,
    /// Duration of each measurement
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) seconds: u32,
}

/// What else is measured.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchVerb {
    /// Send the server inputs from past attacks and print the worst CPU time and memory: exit status 65 if over
    /// the limit or if an answer is wrong
    Hostile {
        /// Run only cases whose class or name contains this text
        #[arg(long, value_name = "TEXT", default_value = "")]
        only: String,
    },
}

/// Names of kinds of key.
fn kinds_of_key() -> impl TypedValueParser<Value = Algorithm> {
    let names = service::ALGORITHMS.map(|(_algorithm, name)| name);
    PossibleValuesParser::new(names).try_map(|name| {
        service::algorithm_named(&name).ok_or_else(|| format!("unknown kind of key {name:?}"))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_story_needs_a_place_for_its_documents() {
        assert!(Arguments::try_parse_from(["countersign", "demo", "--once"]).is_err());
        assert!(Arguments::try_parse_from(["countersign", "demo", "--once", "--out", "x"]).is_ok());
    }
}
