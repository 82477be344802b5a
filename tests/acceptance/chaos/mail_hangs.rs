//! A mail server that takes connections and says nothing: approvals and pages do not wait for it, and once it answers, every
//! mail arrives once.

use std::collections::BTreeSet;
use std::time::Duration;

use acceptance::process::{Decisions, Process, serve};
use acceptance::{App, Town, free_port};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::BACK;
use crate::on_both_databases;

/// How many approvals are mailed about.
const APPROVALS: usize = 12;
/// How long the mails may take once the server answers: a lease and a delay before the next try are among it.
const DELIVERED: Duration = Duration::from_mins(2);

on_both_databases!(nobody_waits_for_a_mail_server_that_hangs_and_no_mail_is_lost);

async fn nobody_waits_for_a_mail_server_that_hangs_and_no_mail_is_lost(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let mut waiting = Vec::new();
    for number in 0..APPROVALS {
        waiting.push(town.waiting(&format!("Teacher {number}")).await);
    }
    let decisions = Decisions::prepare(&app, &town).await;
    let hanging = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mail = hanging.local_addr().unwrap();
    let port = free_port();
    let mut command = serve(&app, port);
    command.args(["--mail-host", "127.0.0.1", "--mail-port", &mail.port().to_string()]).args([
        "--mail-from",
        "badges@example.org",
        "--mail-tls",
        "false",
    ]);
    let mut server = Process::start(command);
    decisions.until_ready(port).await;
    // It takes whoever comes, and keeps quiet.
    let held = tokio::spawn(async move {
        let mut held = Vec::new();
        for _ in 0..3 {
            held.push(hanging.accept().await.unwrap());
        }
        (hanging, held)
    });
    for id in &waiting {
        let answer = tokio::time::timeout(BACK, decisions.approval(port, &town, *id).send()).await;
        let status = answer.expect("an approval waits for the mail server").unwrap().status();
        assert!(status.is_success(), "{status}");
    }
    assert!(
        decisions.ready_within(port, BACK).await,
        "a mail server that hangs is no reason to take the service away"
    );
    // A stop does not wait for it either.
    server.signal("TERM");
    let ended = tokio::task::spawn_blocking(move || server.wait());
    assert!(tokio::time::timeout(2 * BACK, ended).await.expect("it does not end").unwrap().success());
    held.abort();

    let (sender, mut received) = unbounded_channel();
    let answering = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mail = answering.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = answering.accept().await {
            tokio::spawn(take(stream, sender.clone()));
        }
    });
    let mut command = serve(&app, port);
    command.args(["--mail-host", "127.0.0.1", "--mail-port", &mail.port().to_string()]).args([
        "--mail-from",
        "badges@example.org",
        "--mail-tls",
        "false",
    ]);
    let _server = Process::start(command);
    let mut mails = Vec::new();
    let arriving = async {
        let mut told = BTreeSet::new();
        while told.len() < APPROVALS {
            let mail: Mail = received.recv().await.unwrap();
            // An approval is told to the teacher whose work it was.
            if mail.to.starts_with("teacher.") && mail.subject.starts_with("You earned") {
                told.insert(mail.to.clone());
            }
            mails.push(mail);
        }
    };
    let all = tokio::time::timeout(DELIVERED, arriving).await;
    assert!(all.is_ok(), "not all of {APPROVALS} teachers are told: {mails:?}");
    // Those that come twice would come now.
    tokio::time::sleep(Duration::from_secs(2)).await;
    while let Ok(mail) = received.try_recv() {
        mails.push(mail);
    }
    let different: BTreeSet<_> = mails.iter().collect();
    assert_eq!(different.len(), mails.len(), "{mails:?}");
}

/// A mail that was taken.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mail {
    to: String,
    subject: String,
    /// The same at every try, so a mail that comes twice is seen.
    message_id: String,
}

/// As much of SMTP (RFC 5321) as takes mails; says whom each is for, once it has it whole.
async fn take(stream: TcpStream, taken: UnboundedSender<Mail>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 localhost\r\n").await?;
    let (mut line, mut to) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb: String = line.chars().take(4).collect::<String>().to_uppercase();
        let answer = match verb.as_str() {
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                address.clone_into(&mut to);
                "250 OK\r\n"
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let (mut subject, mut message_id) = (String::new(), String::new());
                while line.trim_end() != "." {
                    line.clear();
                    stream.read_line(&mut line).await?;
                    if let Some(text) = line.strip_prefix("Subject: ") {
                        text.trim_end().clone_into(&mut subject);
                    }
                    if let Some(text) = line.strip_prefix("Message-ID: ") {
                        text.trim_end().clone_into(&mut message_id);
                    }
                }
                let _ = taken.send(Mail { to: to.clone(), subject, message_id });
                "250 OK\r\n"
            }
            "QUIT" => "221 bye\r\n",
            _ => "250 OK\r\n",
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}
