//! `countersign serve` in processes of its own, on the database of a story.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use reqwest::{Client, RequestBuilder};
use secrecy::ExposeSecret;
use service::{NewClient, Scope, commands};
use uuid::Uuid;

use crate::{App, Town, scores};

/// The program as it was built last. It is built now when there is none, or when it is older than its sources.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        // target/PROFILE/deps/acceptance-…
        let test = std::env::current_exe().unwrap();
        let profile = test.parent().unwrap().parent().unwrap();
        let binary = profile.join("countersign");
        let built = std::fs::metadata(&binary).and_then(|file| file.modified());
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
        if built.is_ok_and(|built| built >= newest(&crates)) {
            return binary;
        }
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        // What cargo says of this test would have build scripts run again, and most of the program compiled anew.
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("CARGO_") && name != "CARGO_HOME")
        {
            cargo.env_remove(name);
        }
        cargo.args(["build", "--quiet", "--package", "cli", "--bin", "countersign", "--target-dir"]);
        cargo.arg(profile.parent().unwrap());
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "countersign is not built");
        binary
    })
}

/// When the newest source of the program was written.
fn newest(folder: &Path) -> SystemTime {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let times = files.filter_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            // What only its tests read makes no difference.
            return (!path.ends_with("tests")).then(|| newest(&path));
        }
        entry.metadata().unwrap().modified().ok()
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The program without the settings of whoever runs the tests, its log thrown away.
pub fn countersign() -> Command {
    let mut command = Command::new(binary());
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("COUNTERSIGN_") || name == "DATABASE_URL")
    {
        command.env_remove(name);
    }
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// `countersign serve` on the database of a story, to be changed and then given to [`Process::start`].
pub fn serve(app: &App, port: u16) -> Command {
    let mut command = countersign();
    command
        .env("DATABASE_URL", app.settings.database_url.expose_secret())
        .args(["--key-file", app.key_file().to_str().unwrap()])
        // Two processes of one service have one address, as replicas behind a proxy do.
        .args(["--public-url", app.settings.public_url.as_str()])
        .args(["serve", "--listen", &format!("127.0.0.1:{port}")]);
    command
}

/// A process, killed when it is dropped.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts it.
    pub fn start(mut command: Command) -> Self {
        Self { child: command.spawn().unwrap() }
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Sends a signal, such as `TERM`, `STOP` or `CONT`.
    pub fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    /// Whether it has ended.
    pub fn ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A district's own system that records coaches' decisions at a process.
#[derive(Clone)]
pub struct Decisions {
    client: Client,
    bearer: String,
}

impl Decisions {
    /// Gets a token, which every process on the story's database knows.
    pub async fn prepare(app: &App, town: &Town) -> Self {
        let scopes = [Scope::AssessmentsWrite, Scope::CredentialsRead].map(|scope| scope.as_str().to_owned());
        let new = NewClient { name: "Decisions".to_owned(), scopes: scopes.into() };
        let made = commands::clients::create(&app.service, &town.operator, new).await.unwrap();
        // A process has the machine's clock, which is ahead of the story's: the token must still work then.
        let later = service::Service::open(app.settings.clone(), service::World::system()).await.unwrap();
        let id = &made.client.client_id;
        let token = commands::tokens::grant(&later, id, &made.client_secret, None).await.unwrap();
        later.close().await;
        let client = Client::builder().no_proxy().build().unwrap();
        Self { client, bearer: format!("Bearer {}", token.access_token) }
    }

    /// Waits at most this long until the process at a port says that it is ready; whether it does.
    pub async fn ready_within(&self, port: u16, most: Duration) -> bool {
        let asking = async {
            let request = || self.client.get(format!("http://127.0.0.1:{port}/readyz"));
            while !request().send().await.is_ok_and(|answer| answer.status().is_success()) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(most, asking).await.is_ok()
    }

    /// Waits until the process at a port is ready.
    pub async fn until_ready(&self, port: u16) {
        assert!(self.ready_within(port, Duration::from_secs(30)).await, "no server is ready at {port}");
    }

    /// A coach's approval.
    pub fn approval(&self, port: u16, town: &Town, assessment: Uuid) -> RequestBuilder {
        let decision = serde_json::json!({
            "outcome": "approve",
            "assessor": town.coach.person().unwrap().id,
            "scores": scores(&town.definition),
        });
        self.client
            .post(format!("http://127.0.0.1:{port}/api/v1/assessments/{assessment}/decision"))
            .header("authorization", &self.bearer)
            .header("content-type", "application/json")
            .body(decision.to_string())
    }

    /// Any other request, with the token.
    pub fn get(&self, port: u16, path: &str) -> RequestBuilder {
        self.client.get(format!("http://127.0.0.1:{port}{path}")).header("authorization", &self.bearer)
    }
}
