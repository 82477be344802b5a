//! `countersign bench`: measures a server process of its own, over HTTP, on a database that is thrown away.

mod hostile;
mod http;
mod load;
mod server;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::time::{Duration, Instant};

use service::{MailSettings, Service, Settings, World};
use url::Url;

use self::http::{Connection, request};
use self::server::Server;
use crate::arguments::{BenchArguments, BenchVerb};
use crate::config::{Sources, start_failure};
use crate::demo::{Crowd, crowd};
use crate::failure::Failure;
use crate::output;

/// How many connections ask for documents at once.
const CONNECTIONS: usize = 8;

/// Measures, and prints what was found.
///
/// # Errors
/// When the server does not start, or answers with an error.
pub(crate) async fn run(given: BenchArguments) -> Result<(), Failure> {
    if let Some(BenchVerb::Hostile { only }) = given.verb {
        return hostile::run(&only).await;
    }
    let folder = tempfile::tempdir()?;
    let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let count = given.rate.saturating_mul(given.seconds);
    output::line(format!("setting up {count} submissions to approve …"))?;
    let crowd = set_up(folder.path(), listen, usize::try_from(count).map_err(Failure::internal)?).await?;

    let begin = Instant::now();
    let server = Server::start(folder.path(), listen, &[])?;
    server.until_answered(listen).await?;
    figure("start to first answer, existing database", format!("{} ms", begin.elapsed().as_millis()))?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    memory(&server, "resident at rest")?;
    approvals(listen, &crowd, given.rate).await?;
    memory(&server, "resident after them")?;
    documents(listen, &crowd, Duration::from_secs(given.seconds.into())).await
}

async fn approvals(listen: SocketAddr, crowd: &Crowd, rate: u32) -> Result<(), Failure> {
    let token = token(listen, crowd).await?;
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
    let requests = crowd
        .assessments
        .iter()
        .map(|id| request("POST", &format!("/api/v1/assessments/{id}/decision"), &headers, &crowd.approval));
    let times = load::by_the_clock(listen, requests.collect(), rate).await?;
    for percent in [50, 99, 100] {
        let millis = times.percentile(percent).as_secs_f64() * 1000.0;
        figure(&format!("approval over HTTP, {rate} per second, p{percent}"), format!("{millis:.1} ms"))?;
    }
    Ok(())
}

async fn documents(listen: SocketAddr, crowd: &Crowd, time: Duration) -> Result<(), Failure> {
    let list = format!("/issuers/{}/status/1", crowd.district);
    let mut rates = Vec::new();
    for (what, path) in [("a static file", "/assets/style.css"), ("a status list", list.as_str())] {
        let asked = request("GET", path, &[], "");
        let (rate, length) = load::as_fast_as_answered(listen, asked, CONNECTIONS, time).await?;
        figure(&format!("{what} of {length} bytes"), format!("{rate:.0} per second"))?;
        rates.push(rate);
    }
    // The stylesheet is the asset whose length comes closest to a list's.
    if let [file, list] = rates[..] {
        figure("status lists for each static file", format!("{:.2}", list / file))?;
    }
    Ok(())
}

fn figure(what: &str, value: impl AsRef<str>) -> Result<(), Failure> {
    output::line(format!("{what:46}{:>16}", value.as_ref()))
}

async fn set_up(folder: &Path, listen: SocketAddr, count: usize) -> Result<Crowd, Failure> {
    let public_url = Url::parse(&format!("http://localhost:{}", listen.port())).map_err(Failure::internal)?;
    let settings = Settings {
        public_url,
        database_url: format!("sqlite:{}", folder.join("countersign.db").display()).into(),
        key_file: folder.join("keys"),
        mail: MailSettings::Keep,
        status_ttl: 300,
        fetch_from_loopback: false,
        demo: false,
        connections: 8,
    };
    crate::verbs::create_private(&settings.key_file)?;
    let service = Service::open(settings, World::system())
        .await
        .map_err(|error| start_failure(error, &Sources::default()))?;
    let crowd = crowd(&service, count).await;
    service.close().await;
    crowd
}

async fn token(listen: SocketAddr, crowd: &Crowd) -> Result<String, Failure> {
    let (id, secret) = &crowd.client;
    let form = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let asked = request("POST", "/oauth/token", &headers, &form);
    let answer = Connection::open(listen).await?.ask(&asked).await?;
    let body: serde_json::Value = serde_json::from_slice(&answer.body).map_err(Failure::internal)?;
    let token = body.get("access_token").and_then(serde_json::Value::as_str);
    token.map(str::to_owned).ok_or_else(|| Failure::internal(format!("no token: {body}")))
}

/// Prints how much memory the process holds, where the system says so.
fn memory(server: &Server, what: &str) -> Result<(), Failure> {
    figure(what, server.resident().map_or_else(|| "unknown".to_owned(), megabytes))
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes >> 20)
}
