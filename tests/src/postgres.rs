//! Private PostgreSQL servers from the Debian package's binaries: one for as long as the tests run, and others for stories that
//! stop and freeze them.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// Ends by itself when its standard input closes, as it does when the tests end in whatever way.
const SCRIPT: &str = r#"
set -e
bin=$1; dir=$2; port=$3
run=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$dir"
    run="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
cd "$dir"
$run "$bin/initdb" -D "$dir/data" -U countersign -A trust -E UTF8 --no-sync --locale=C >"$dir/initdb.log" 2>&1
$run "$bin/postgres" -D "$dir/data" -p "$port" -k "$dir" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c max_connections=400 >"$dir/log" 2>&1 </dev/null &
pid=$!
until $run "$bin/pg_isready" -h 127.0.0.1 -p "$port" -q; do kill -0 $pid; sleep 0.1; done
echo ready
cat >/dev/null || true
kill -INT $pid; wait $pid || true
rm -rf "$dir"
"#;

struct Server {
    port: u16,
    _child: Child,
    _life: ChildStdin,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database.
///
/// # Errors
/// Why there is none, such as: PostgreSQL is not installed.
pub(crate) async fn database() -> Result<String, String> {
    let server = SERVER.get_or_init(start).as_ref().map_err(Clone::clone)?;
    let name = format!("story_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let root = format!("postgres://countersign@127.0.0.1:{}", server.port);
    let connection =
        Database::connect(format!("{root}/postgres")).await.map_err(|error| error.to_string())?;
    connection
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .map_err(|error| error.to_string())?;
    connection.close().await.map_err(|error| error.to_string())?;
    Ok(format!("{root}/{name}"))
}

fn start() -> Result<Server, String> {
    let binaries = binaries().ok_or("PostgreSQL is not installed (Debian: postgresql)")?;
    let port = crate::free_port();
    let dir = tempfile::Builder::new().prefix("countersign-pg-").tempdir().unwrap().keep();
    let mut child = Command::new("sh")
        .args(["-c", SCRIPT, "postgres"])
        .arg(binaries)
        .arg(&dir)
        .arg(port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let life = child.stdin.take().unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).map_err(|error| error.to_string())?;
    if said.trim() != "ready" {
        return Err(format!("PostgreSQL did not start; see {}", dir.display()));
    }
    Ok(Server { port, _child: child, _life: life })
}

/// A server of one story's own, which can be stopped, frozen and started again.
pub struct Postgres {
    dir: TempDir,
    binaries: PathBuf,
    port: u16,
    server: Option<Child>,
}

impl Postgres {
    /// Starts one; `None`, after saying so, when PostgreSQL is not installed.
    pub fn start(test: &str) -> Option<Self> {
        let Some(binaries) = binaries() else {
            crate::skip(test, "PostgreSQL is not installed (Debian: postgresql)");
            return None;
        };
        let dir = tempfile::Builder::new().prefix("countersign-pg-").tempdir().unwrap();
        if is_root() {
            assert!(Command::new("chown").arg("postgres").arg(dir.path()).status().unwrap().success());
        }
        let mut server = Self { dir, binaries, port: crate::free_port(), server: None };
        let made = server
            .command("initdb")
            .args(["-U", "countersign", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C", "-D"])
            .arg(server.dir.path().join("data"))
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb");
        server.resume();
        Some(server)
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        format!("postgres://countersign@127.0.0.1:{}/postgres", self.port)
    }

    /// Starts it again after [`Postgres::stop`].
    pub fn resume(&mut self) {
        let data = self.dir.path().join("data");
        let mut command = self.command("postgres");
        command.arg("-D").arg(data).args(["-p", &self.port.to_string(), "-k"]).arg(self.dir.path());
        command.args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        self.server = Some(command.spawn().unwrap());
        let port = self.port.to_string();
        while !self
            .command("pg_isready")
            .args(["-h", "127.0.0.1", "-q", "-p", &port])
            .status()
            .unwrap()
            .success()
        {
            assert!(self.server.as_mut().unwrap().try_wait().unwrap().is_none(), "PostgreSQL ended");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// Stops it at once, as a crash of its machine would: all connections break.
    pub fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            send("QUIT", &[server.id()]);
            server.wait().unwrap();
        }
    }

    /// Freezes it: it takes connections and answers nothing.
    pub fn freeze(&self) {
        // The first cannot start others once it is frozen.
        send("STOP", &[self.id()]);
        send("STOP", &children(self.id()));
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        send("CONT", &children(self.id()));
        send("CONT", &[self.id()]);
    }

    fn id(&self) -> u32 {
        self.server.as_ref().unwrap().id()
    }

    fn command(&self, name: &str) -> Command {
        let program = self.binaries.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--pdeathsig", "QUIT"]);
            command.arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir(self.dir.path());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.thaw();
            self.stop();
        }
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

fn send(signal: &str, ids: &[u32]) {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    // One that ended meanwhile is no fault.
    let _ = Command::new("kill").args(["-s", signal]).args(ids).stderr(Stdio::null()).status();
}

fn children(parent: u32) -> Vec<u32> {
    let listed = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap();
    listed.split_whitespace().map(|id| id.parse().unwrap()).collect()
}

fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop()
}
