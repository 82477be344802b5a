//! What strangers send is read only as far as it is of use, and takes a bounded part of the memory.

use acceptance::process::{Process, serve};
use acceptance::{App, Town, free_port};
use futures_util::future::join_all;
use reqwest::{Client, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::pages::Site;

const MB: usize = 1024 * 1024;

/// Parts of a form: the rest of the disposition, and the content.
fn multipart(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (disposition, content) in parts {
        body.extend(format!("--B\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").bytes());
        body.extend(content);
        body.extend(b"\r\n");
    }
    body.extend(b"--B--\r\n");
    body
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_takes_its_own_parts_and_no_others() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    for path in ["/verify", "/sign-in"] {
        visitor.get(path).await;
        for (part, refused, expected) in [
            ("name=\"other\"", 422, "other"),
            ("name=\"\"; filename=\"\"", 422, "without a name"),
            ("filename=\"a.json\"", 400, "name"),
            ("name=\"other\"; filename=\"a.json\"", 422, "other"),
        ] {
            let (status, page) = visitor.multipart(path, multipart(&[(part, b"x".to_vec())])).await;
            assert_eq!(status, refused, "{path} {part}: {page}");
            assert!(page.contains(expected), "{path} {part}: {page}");
        }
    }
    let file = ("name=\"file\"; filename=\"badge.json\"", b"{}".to_vec());
    let (status, _) = visitor.multipart("/sign-in", multipart(std::slice::from_ref(&file))).await;
    assert_eq!(status, 422, "signing in takes no files");
    let (status, _) = visitor.multipart("/verify", multipart(&[file.clone(), file.clone()])).await;
    assert_eq!(status, 413, "one file is enough");
    let nameless = ("name=\"file\"; filename=\"\"", b"{}".to_vec());
    let (status, page) = visitor.multipart("/verify", multipart(&[nameless])).await;
    assert_eq!(status, 400, "{page}");
    let long = ("name=\"email\"", vec![b'a'; 10_000]);
    let (status, _) = visitor.multipart("/sign-in", multipart(&[long])).await;
    assert_eq!(status, 413);
    let unchosen = ("name=\"file\"; filename=\"\"", Vec::new());
    let (status, page) = visitor.multipart("/verify", multipart(&[unchosen])).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("Enter the link"), "{page}");
    let (status, page) = visitor.post("/sign-in", &[("email", "a@b.example"), ("admin", "yes")]).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("admin"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_a_form_is_what_was_sent() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    visitor.get("/verify").await;
    let badge = site.town.badge("Tara Earner").await;
    let text =
        service::queries::credentials::shared(&site.app.service, &badge.share_token).await.unwrap().text;
    let file = ("name=\"file\"; filename=\"C:\\badges\\badge.json\"", text.into_bytes());
    let (status, page) = visitor.multipart("/verify", multipart(&[file])).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("badge.json") && !page.contains("C:\\"), "{page}");
}

/// A server in a process of its own, whose memory can be measured.
struct Server {
    process: Process,
    port: u16,
    client: Client,
    _app: App,
}

impl Server {
    async fn start() -> Self {
        let app = App::sqlite().await;
        Town::new(&app.service, "maple").await;
        let port = free_port();
        let process = Process::start(serve(&app, port));
        let server = Self { process, port, client: Client::builder().no_proxy().build().unwrap(), _app: app };
        for _ in 0..600 {
            if server.healthy().await {
                return server;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the server did not start");
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    async fn healthy(&self) -> bool {
        self.client.get(self.url("/healthz")).send().await.is_ok_and(|answer| answer.status() == 200)
    }

    /// The most memory that the process ever had, in bytes.
    fn peak(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_open_bodies_do_not_fill_the_memory() {
    let server = Server::start().await;
    let before = server.peak();
    let open = (0..60).map(|_| async {
        let mut socket = TcpStream::connect(("127.0.0.1", server.port)).await.unwrap();
        let head = format!(
            "POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            10 * MB
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        // All but the end; who is refused cannot write all of it.
        let _ = socket.write_all(&vec![b' '; 10 * MB - 1]).await;
        let mut start = vec![0; 12];
        let wait = std::time::Duration::from_secs(4);
        let refused = tokio::time::timeout(wait, socket.read_exact(&mut start)).await;
        let status = refused.ok().map(|_| String::from_utf8_lossy(&start).into_owned());
        (socket, status)
    });
    let open = join_all(open).await;
    let refused = open.iter().filter(|(_, status)| status.as_deref() == Some("HTTP/1.1 503")).count();
    assert!(refused > 30, "{refused} were refused");
    let taken = server.peak() - before;
    assert!(taken < 150 * MB, "{} MB", taken / MB);
    drop(open);
    let again = server.client.post(server.url("/api/v1/verify")).body("{}").send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK, "there is room again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parts_without_a_name_do_not_fill_the_memory() {
    let server = Server::start().await;
    let before = server.peak();
    for path in ["/verify", "/sign-in"] {
        let first = server.client.get(server.url(path)).header("accept", "text/html").send().await.unwrap();
        let cookie = first.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let part = ("name=\"file\"; filename=\"\"", vec![b'x'; 9 * MB]);
        let body = multipart(&vec![part; 60]);
        let request = server.client.post(server.url(path)).header("cookie", cookie);
        let request = request.header("content-type", "multipart/form-data; boundary=B").body(body);
        // The connection may be closed while the rest is being sent.
        if let Ok(answer) = request.send().await {
            assert!(answer.status().is_client_error(), "{path}: {}", answer.status());
        }
    }
    let taken = server.peak() - before;
    assert!(taken < 50 * MB, "{} MB", taken / MB);
    assert!(server.healthy().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_secrets_at_once_do_not_fill_the_memory() {
    let server = Server::start().await;
    let before = server.peak();
    let ask = |number: usize| {
        let body = format!("grant_type=client_credentials&client_id=nobody-{number}&client_secret=x");
        let request = server.client.post(server.url("/oauth/token"));
        request.header("content-type", "application/x-www-form-urlencoded").body(body).send()
    };
    let answers = join_all((0..60).map(ask)).await;
    let mut told = 0;
    for answer in answers {
        let status = answer.unwrap().status();
        assert!(status == 401 || status == 503, "{status}");
        told += usize::from(status == 401);
    }
    assert!(told > 5, "{told} were told that the client is not known");
    let (peak, taken) = (server.peak() / MB, (server.peak() - before) / MB);
    // Each secret takes 19 MB as long as it is being checked.
    assert!(taken < 80, "{taken} MB, in all {peak}");
}
