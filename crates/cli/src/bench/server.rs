//! A server process of its own, and what it costs.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::http::{Connection, request};
use crate::failure::Failure;

/// How long a start may take before it counts as failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the system counts as one, when it counts a process's time (`proc_pid_stat(5)`). Linux shows a hundred a second
/// to every program, whatever it was built with.
const TICK: Duration = Duration::from_millis(10);

/// A server process; it ends when this is dropped.
pub(super) struct Server {
    child: Child,
    log: PathBuf,
}

impl Server {
    /// Starts it in a folder, with settings besides the usual ones. Its log goes to a file there.
    pub(super) fn start(
        folder: &Path,
        listen: SocketAddr,
        settings: &[(&str, &str)],
    ) -> Result<Self, Failure> {
        let log = folder.join("log");
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .current_dir(folder)
            // Nothing that is set outside may change what is measured.
            .env_clear()
            .env("COUNTERSIGN_LOG", "error")
            .env("COUNTERSIGN_PUBLIC_URL", format!("http://localhost:{}", listen.port()))
            .env("COUNTERSIGN_LISTEN", listen.to_string())
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        Ok(Self { child: command.spawn()?, log })
    }

    /// Waits until it answers.
    pub(super) async fn until_answered(&self, listen: SocketAddr) -> Result<(), Failure> {
        let asked = request("GET", "/healthz", &[], "");
        let begin = Instant::now();
        loop {
            if let Ok(mut connection) = Connection::open(listen).await {
                connection.ask(&asked).await?;
                return Ok(());
            }
            if begin.elapsed() > PATIENCE {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                return Err(Failure::internal(format!("the server does not answer: {log}")));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// What it has logged.
    pub(super) fn log(&self) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&std::fs::read(&self.log)?).into_owned())
    }

    /// How many bytes of memory it holds, where the system says so.
    pub(super) fn resident(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// The most bytes of memory that it held since [`Server::forget_peak`].
    pub(super) fn peak(&self) -> Option<u64> {
        self.status("VmHWM:")
    }

    /// Begins to count the most memory anew.
    pub(super) fn forget_peak(&self) -> Result<(), Failure> {
        Ok(std::fs::write(self.file("clear_refs"), "5")?)
    }

    /// How long it has computed, with the processes that it started and that have ended.
    pub(super) fn computed(&self) -> Option<Duration> {
        let text = std::fs::read_to_string(self.file("stat")).ok()?;
        // The name, in parentheses, may hold anything; utime is the 12th field after it, cstime the 15th.
        let (_, fields) = text.rsplit_once(')')?;
        let ticks = fields.split_ascii_whitespace().skip(11).take(4).map(str::parse::<u32>);
        let ticks = ticks.sum::<Result<u32, _>>().ok()?;
        Some(TICK.saturating_mul(ticks))
    }

    fn status(&self, name: &str) -> Option<u64> {
        let text = std::fs::read_to_string(self.file("status")).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kilobytes.saturating_mul(1024))
    }

    fn file(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.child.id()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is just as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
