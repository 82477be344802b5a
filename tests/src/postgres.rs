//! A private PostgreSQL server from the Debian package's binaries, for as long as the tests run.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database};

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

fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop()
}
