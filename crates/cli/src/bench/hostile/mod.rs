//! `countersign bench hostile`: attacks a server process of its own with the corpus of [`hostile`], and measures what each
//! case costs that process.

mod client;
mod finding;
mod traps;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::time::Duration;

use hostile::{Case, Class, Target};

use self::client::Sender;
use self::finding::{Finding, Unit};
use super::server::Server;
use super::{figure, megabytes, set_up, token};
use crate::failure::Failure;
use crate::output;

/// A build with debug assertions computes about so many times as long.
const SLOWER: u32 = if cfg!(debug_assertions) { 12 } else { 1 };
/// How long one request may be computed for.
const MOST_TIME: Duration = Duration::from_millis(500).saturating_mul(SLOWER);
/// How often a case that took longer is tried again: on a busy machine the same work can take twice as long.
const AGAIN: usize = 2;
/// How many bytes of memory the process may hold at any time.
const MOST_MEMORY: u64 = 200 << 20;
/// How long the process is waited for until it computes no more after the last answer.
const SETTLED: Duration = Duration::from_secs(20);
/// How often it is looked at meanwhile.
const LOOK: Duration = Duration::from_millis(100);

/// Attacks, and prints what was found.
///
/// # Errors
/// When a case costs more than is allowed, or is answered wrongly; when the server does not start, or the system does not
/// say what a process costs.
pub(super) async fn run(only: &str) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let crowd = set_up(folder.path(), listen, 1).await?;
    // The traps listen on this machine, where badges may lead no one otherwise.
    let settings = [("COUNTERSIGN_FETCH_FROM_LOOPBACK", "true")];
    let server = Server::start(folder.path(), listen, &settings)?;
    server.until_answered(listen).await?;
    let target = Target {
        traps: traps::start().await?,
        district: crowd.district.clone(),
        micro_credential: crowd.micro_credential.to_string(),
    };
    let sender = Sender::new(listen, token(listen, &crowd).await?).await?;
    figure("resident at rest", server.resident().map_or_else(|| "unknown".to_owned(), megabytes))?;
    let wanted = |case: &Case| case.class.name().contains(only) || case.name.contains(only);
    let mut findings = Vec::new();
    for case in hostile::corpus(&target).into_iter().filter(wanted) {
        let mut finding = attack(&server, listen, &sender, case.clone()).await?;
        for _ in 0..AGAIN {
            if finding.each <= MOST_TIME {
                break;
            }
            let other = attack(&server, listen, &sender, case.clone()).await?;
            if other.each < finding.each {
                finding = other;
            }
        }
        output::line(finding.line())?;
        findings.push(finding);
    }
    conclude(&findings, &server)
}

/// Sends a case, and waits until the server is at rest again.
async fn attack(
    server: &Server,
    listen: SocketAddr,
    sender: &Sender,
    case: Case,
) -> Result<Finding, Failure> {
    server.forget_peak()?;
    let before = computed(server)?;
    let answers = sender.send(&case).await;
    settled(server).await?;
    let computed = computed(server)?.saturating_sub(before);
    let peak = server.peak().ok_or_else(unmeasured)?;
    server.until_answered(listen).await?;
    Ok(Finding::new(case, &answers, computed, peak))
}

async fn settled(server: &Server) -> Result<(), Failure> {
    let waiting = async {
        let mut before = computed(server)?;
        loop {
            tokio::time::sleep(LOOK).await;
            let now = computed(server)?;
            if now.saturating_sub(before) < LOOK / 4 {
                return Ok(());
            }
            before = now;
        }
    };
    // One that never rests is seen by what it has computed.
    tokio::time::timeout(SETTLED, waiting).await.unwrap_or(Ok(()))
}

fn computed(server: &Server) -> Result<Duration, Failure> {
    server.computed().ok_or_else(unmeasured)
}

fn unmeasured() -> Failure {
    Failure::Data("/proc has no usage data on this system, or the server has stopped".to_owned())
}

/// Prints the worst of each class, and what is wrong.
fn conclude(findings: &[Finding], server: &Server) -> Result<(), Failure> {
    output::line("")?;
    for class in Class::ALL {
        let of_it = || findings.iter().filter(|finding| finding.class == class);
        if let Some(slowest) = of_it().max_by_key(|finding| finding.each) {
            let what = format!("{}, worst CPU time of a request", class.name());
            output::line(format!("{what:46}{:>16}  {}", slowest.each.seconds(), slowest.name))?;
        }
        if let Some(largest) = of_it().max_by_key(|finding| finding.peak) {
            let what = format!("{}, worst memory", class.name());
            output::line(format!("{what:46}{:>16}  {}", megabytes(largest.peak), largest.name))?;
        }
    }
    figure(
        "worst CPU time of a request",
        findings.iter().map(|it| it.each).max().unwrap_or_default().seconds(),
    )?;
    figure("worst memory", megabytes(findings.iter().map(|it| it.peak).max().unwrap_or_default()))?;
    let mut faults: Vec<_> = findings.iter().flat_map(|it| it.faults(MOST_TIME, MOST_MEMORY)).collect();
    if server.log()?.contains("panicked") {
        faults.push("something panicked; see the log above".to_owned());
        output::line(server.log()?)?;
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Data(faults.join("\n"))) }
}
