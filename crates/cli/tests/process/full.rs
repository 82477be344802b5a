//! A disk that is full: an approval is refused, and nothing of it is there.

use std::process::{Command, Stdio};

use acceptance::{App, Town, free_port};
use program::State;
use service::{commands, queries};

use crate::serving::{self, Serving};

/// The most bytes of a file that the process may write, in KiB: enough to open the database (its shared
/// memory has 32), and too few for what an approval writes.
const KIB: u32 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_on_a_full_disk_leaves_nothing_half_done() {
    let port = free_port();
    let app = App::at_port(port).await;
    let town = Town::new(&app.service, "maple").await;
    let assessment = town.waiting("Tia Teacher").await;
    let serving = Serving::prepare(&app, &town, port).await;
    app.service.close().await;

    let serve = serving::command(&app, port);
    let mut limited = Command::new("bash");
    // Without the signal, a write beyond the limit fails as it does on a full disk.
    limited.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {KIB}; exec \"$@\"")).arg("bash");
    limited.arg(serve.get_program()).args(serve.get_args());
    for (name, value) in serve.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let mut server = limited.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    serving.until_it_answers().await;
    let answer = serving.approval(&town, assessment).send().await.unwrap();
    assert_eq!(answer.status(), 503, "{}", answer.text().await.unwrap());
    server.kill().unwrap();
    server.wait().unwrap();

    let later = app.again().await.unwrap();
    let seen = queries::assessments::one(&later.service, &town.coach, assessment).await.unwrap();
    assert!(matches!(seen.summary.state, State::Submitted { .. }));
    assert_eq!(seen.credential, None);
    let decided =
        commands::assessments::decide(&later.service, &town.coach, assessment, town.approval()).await;
    assert!(decided.unwrap().credential.is_some());
}
