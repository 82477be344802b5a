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
    /// Try it out: a sample district, served on this machine
    Demo(DemoArguments),
    /// Bring the database's schema up to date, and end
    Migrate,
    /// This machine's clock, by which everything is dated
    #[command(subcommand)]
    Clock(ClockVerb),
    /// The districts' signing keys
    #[command(subcommand)]
    Keys(KeysVerb),
    /// The districts
    #[command(subcommand)]
    District(DistrictVerb),
    /// The people of a district
    #[command(subcommand)]
    People(PeopleVerb),
    /// The machines that may use the API
    #[command(subcommand)]
    Client(ClientVerb),
    /// Verify a badge: exit status 0 verified, 1 not verified, 2 could not be checked
    Verify(VerifyArguments),
    /// Serve the W3C's VC API on this machine, without sign-in, with keys made for this run
    VcApi(VcApiArguments),
    /// Copy the SQLite database to a new file, while the service runs
    Backup {
        /// The file to write; it must not be there
        file: PathBuf,
    },
    /// Put a copy of the SQLite database in place, while the service is stopped
    Restore(RestoreArguments),
    /// Measure this machine: a server of its own, on a database that is thrown away
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
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Where the sample district lies; it is made when there is none
    #[arg(long, value_name = "DIR", default_value = "data")]
    pub(crate) data: PathBuf,
    /// Play the whole story once against a database that is thrown away, and end
    #[arg(long, requires = "out")]
    pub(crate) once: bool,
    /// Where --once writes the badge and the documents to verify it with
    #[arg(long, value_name = "DIR", requires = "once")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClockVerb {
    /// Show what the clock says and what it is compared with; exit status 69 while nothing is signed
    Show,
    /// Say that the clock is right now: a log that a wrong clock wrote is continued by it, with an entry that says so
    Mend,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysVerb {
    /// Make a key for a district: it signs from now on, those of its kind before go on verifying
    New {
        /// The district's slug
        district: String,
        /// What kind of key
        #[arg(long, value_name = "KIND", default_value = "ed25519", value_parser = kinds_of_key())]
        algorithm: Algorithm,
    },
    /// Give a key up, such as one that was stolen: what it signed does not verify any more
    Forget {
        /// The district's slug
        district: String,
        /// The public key, as `keys list` shows it
        key: String,
    },
    /// Show the districts' keys, never a secret
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DistrictVerb {
    /// Set a district up, with keys of its own
    Add(DistrictArguments),
    /// Show the districts
    List,
}

#[derive(Debug, Args)]
pub(crate) struct DistrictArguments {
    /// Part of every address, /issuers/SLUG; it never changes
    pub(crate) slug: String,
    /// Its name, as badges show it
    #[arg(long)]
    pub(crate) name: String,
    /// Its own web site
    #[arg(long, value_name = "URL")]
    pub(crate) website: Option<String>,
    /// A public e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Option<String>,
    /// A sentence or two about it
    #[arg(long, value_name = "TEXT")]
    pub(crate) description: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PeopleVerb {
    /// Add a person, such as a district's first program manager
    Add(PersonArguments),
    /// Show the people of a district
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
    /// The e-mail address, the person's way to sign in
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: String,
    /// What the person does, one or more
    #[arg(long = "role", required = true, value_parser = ["program_manager", "coach", "assessor", "teacher"])]
    pub(crate) roles: Vec<String>,
    /// The person agreed to have the address readable in badges
    #[arg(long)]
    pub(crate) publish_email: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ClientVerb {
    /// Make a client, and show its id and its secret: this once
    New(ClientArguments),
    /// Show the clients
    List {
        /// The district's slug; without it, the clients that set districts up
        #[arg(long, value_name = "SLUG")]
        district: Option<String>,
    },
    /// Shut a client out: its tokens end at once
    Revoke {
        /// The id of the client
        client: String,
        /// The district's slug; without it, a client that sets districts up
        #[arg(long, value_name = "SLUG")]
        district: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ClientArguments {
    /// What it is for
    pub(crate) name: String,
    /// The district's slug; without it, the client sets districts up
    #[arg(long, value_name = "SLUG")]
    pub(crate) district: Option<String>,
    /// What it may do, such as credentials:issue; one or more [default: all there is for it]
    #[arg(long = "scope", value_name = "SCOPE")]
    pub(crate) scopes: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL|-")]
    pub(crate) badge: String,
    /// Print the whole report as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct VcApiArguments {
    /// The port of 127.0.0.1 to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// Answer a failed verification with 200 and `verified: false`, as VCALM does, instead of 400
    #[arg(long)]
    pub(crate) verified_false_is_200: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The copy
    pub(crate) file: PathBuf,
    /// Replace a database that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct BenchArguments {
    #[command(subcommand)]
    pub(crate) verb: Option<BenchVerb>,
    /// How many approvals a second
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) rate: u32,
    /// How long each measurement takes
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) seconds: u32,
}

/// What else is measured.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchVerb {
    /// Attack the server with what hurt it once, and print the worst CPU time and memory: exit status 65 when over
    /// what is allowed, or when it answers wrongly
    Hostile {
        /// Only the cases whose class or name contains this
        #[arg(long, value_name = "TEXT", default_value = "")]
        only: String,
    },
}

/// Names of kinds of key.
fn kinds_of_key() -> impl TypedValueParser<Value = Algorithm> {
    let names = service::ALGORITHMS.map(|(_algorithm, name)| name);
    PossibleValuesParser::new(names).try_map(|name| {
        service::algorithm_named(&name).ok_or_else(|| format!("there is no kind of key {name:?}"))
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
