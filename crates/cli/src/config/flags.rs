//! The flags that are settings.

use std::path::PathBuf;

use clap::Args;

/// What every verb that works on the database takes.
#[derive(Debug, Default, Args)]
pub(crate) struct CommonFlags {
    /// The configuration file; without it ./countersign.toml, if there is one
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// The address that badges and links are made of; changing it later breaks them
    #[arg(long, value_name = "https://HOST", global = true)]
    public_url: Option<String>,
    /// Where the database is: SQLite or PostgreSQL [default: sqlite:countersign.db]
    #[arg(long, value_name = "sqlite:PATH|postgres://…", global = true)]
    database_url: Option<String>,
    /// How many connections to the database [default: 8]
    #[arg(long, value_name = "N", global = true)]
    connections: Option<String>,
    /// The file with the districts' keys [default: keys]
    #[arg(long, value_name = "FILE", global = true)]
    key_file: Option<String>,
    /// What to log, such as info or service=debug,info
    #[arg(long, value_name = "FILTER", global = true)]
    log: Option<String>,
    /// text or json [default: text]
    #[arg(long, value_name = "FORMAT", global = true)]
    log_format: Option<String>,
}

/// What `serve` takes besides.
#[derive(Debug, Default, Args)]
pub(crate) struct ServerFlags {
    /// The address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// How many worker threads [default: one per processor]
    #[arg(long, value_name = "N")]
    workers: Option<String>,
    /// Whether a proxy in front sets X-Forwarded-For [default: false]
    #[arg(long, value_name = "BOOL")]
    trust_proxy: Option<String>,
    /// How long a stop waits for requests under way [default: 10]
    #[arg(long, value_name = "SECONDS")]
    shutdown_seconds: Option<String>,
    /// How long others may keep a status list [default: 300]
    #[arg(long, value_name = "SECONDS")]
    status_ttl: Option<String>,
    /// Whether badges may make this server fetch from loopback hosts; for tests [default: false]
    #[arg(long, value_name = "BOOL")]
    fetch_from_loopback: Option<String>,
    /// Sign-in requests a minute per address; 0: no limit [default: 300]
    #[arg(long, value_name = "N")]
    sign_in_limit: Option<String>,
    /// Token requests a minute per address; 0: no limit [default: 60]
    #[arg(long, value_name = "N")]
    token_limit: Option<String>,
    /// Verifications a minute per address; 0: no limit [default: 120]
    #[arg(long, value_name = "N")]
    verify_limit: Option<String>,
    /// Requests a minute per address for share links, pictures and lists; 0: no limit [default: 1200]
    #[arg(long, value_name = "N")]
    public_limit: Option<String>,
    /// The folder for uploads under way [default: the system's folder for temporary files]
    #[arg(long, value_name = "FOLDER")]
    spool: Option<String>,
    /// Connections of clients that may be open [default: 4096]
    #[arg(long, value_name = "N")]
    max_connections: Option<String>,
    /// Whether the VC API answers a failed verification with 200, as VCALM does [default: false]
    #[arg(long, value_name = "BOOL")]
    verified_false_is_200: Option<String>,
}

/// How mails leave. The password is no flag: others on the machine could read it.
#[derive(Debug, Default, Args)]
#[expect(clippy::struct_field_names, reason = "the names are those of the flags")]
pub(crate) struct MailFlags {
    /// The SMTP server; without one, mails stay in the database and no one can sign in
    #[arg(long, value_name = "HOST")]
    mail_host: Option<String>,
    /// Its port [default: 587 with TLS, 25 without]
    #[arg(long, value_name = "PORT")]
    mail_port: Option<String>,
    /// The sender
    #[arg(long, value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Whether TLS is demanded [default: true]
    #[arg(long, value_name = "BOOL")]
    mail_tls: Option<String>,
    /// The user name, if the server asks for one
    #[arg(long, value_name = "NAME")]
    mail_user: Option<String>,
}

/// Names and values of flags.
pub(crate) type Given<'a> = Vec<(&'static str, &'a Option<String>)>;

impl CommonFlags {
    /// The settings among them.
    pub(crate) fn settings(&self) -> Given<'_> {
        vec![
            ("public_url", &self.public_url),
            ("database_url", &self.database_url),
            ("connections", &self.connections),
            ("key_file", &self.key_file),
            ("log", &self.log),
            ("log_format", &self.log_format),
        ]
    }
}

impl ServerFlags {
    /// The settings among them.
    pub(crate) fn settings(&self) -> Given<'_> {
        vec![
            ("listen", &self.listen),
            ("workers", &self.workers),
            ("trust_proxy", &self.trust_proxy),
            ("shutdown_seconds", &self.shutdown_seconds),
            ("status_ttl", &self.status_ttl),
            ("fetch_from_loopback", &self.fetch_from_loopback),
            ("sign_in_limit", &self.sign_in_limit),
            ("token_limit", &self.token_limit),
            ("verify_limit", &self.verify_limit),
            ("public_limit", &self.public_limit),
            ("spool", &self.spool),
            ("max_connections", &self.max_connections),
            ("verified_false_is_200", &self.verified_false_is_200),
        ]
    }
}

impl MailFlags {
    /// The settings among them.
    pub(crate) fn settings(&self) -> Given<'_> {
        vec![
            ("mail_host", &self.mail_host),
            ("mail_port", &self.mail_port),
            ("mail_from", &self.mail_from),
            ("mail_tls", &self.mail_tls),
            ("mail_user", &self.mail_user),
        ]
    }
}
