//! The processes in which the independent programs run (`tests/interop`): one question and one answer a line.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::OnceCell;

/// A process that answers.
pub(super) struct Witness {
    questions: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    _process: Child,
}

/// What a program said of something.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    /// Whether it was accepted.
    pub(super) ok: bool,
    /// Why not.
    pub(super) why: String,
}

impl Witness {
    /// The programs of the npm registry; `None`, after saying so, when they are not available.
    pub(super) async fn node(test: &str) -> Option<Self> {
        let folder = installed(test).await?;
        Some(Self::start(Command::new("node").arg(folder.join("witness.mjs"))))
    }

    /// The program of the Python package index; `None`, after saying so, when it is not available.
    pub(super) async fn python(test: &str) -> Option<Self> {
        let folder = installed(test).await?;
        Some(Self::start(Command::new(folder.join("venv/bin/python")).arg(folder.join("witness.py"))))
    }

    fn start(command: &mut Command) -> Self {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let questions = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { questions, answers, _process: process }
    }

    /// Asks, and waits for the answer.
    pub(super) async fn ask(&mut self, ask: &str, mut question: Value) -> Value {
        question["ask"] = ask.into();
        self.questions.write_all(format!("{question}\n").as_bytes()).await.unwrap();
        let line = self.answers.next_line().await.unwrap();
        let line = line.unwrap_or_else(|| panic!("the process ended at the question “{ask}”"));
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Asks for a judgment.
    pub(super) async fn judge(&mut self, ask: &str, question: Value) -> Verdict {
        let answer = self.ask(ask, question).await;
        let why = answer["why"].as_str().unwrap_or_default().to_owned();
        Verdict { ok: answer["ok"].as_bool().unwrap_or_else(|| panic!("{ask}: {answer}")), why }
    }

    /// The version of a package.
    pub(super) async fn version(&mut self, package: &str) -> String {
        let versions = self.ask("versions", json!({ "packages": [package] })).await;
        versions[package].as_str().unwrap_or_else(|| panic!("{package}: {versions}")).to_owned()
    }
}

static INSTALLED: OnceCell<Result<PathBuf, String>> = OnceCell::const_new();

/// The folder of the programs, installed if they were not.
async fn installed(test: &str) -> Option<PathBuf> {
    match INSTALLED.get_or_init(install).await {
        Ok(folder) => Some(folder.clone()),
        Err(why) => {
            acceptance::skip(test, why);
            None
        }
    }
}

async fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop");
    for (program, package) in [("node", "nodejs"), ("npm", "npm"), ("python3", "python3-venv")] {
        let found = Command::new(program).arg("--version").stdout(Stdio::null()).status().await;
        if !found.is_ok_and(|status| status.success()) {
            return Err(format!("{program} is not installed (Debian: {package})"));
        }
    }
    let output = Command::new(folder.join("install")).output().await.map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(folder)
    } else {
        Err(format!("tests/interop/install failed: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
