//! The OpenAPI document and the service agree: schemathesis (`tests/schemathesis`) reads the one, asks the other hundreds of
//! odd things, and finds no internal error and no answer that the document does not describe.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use acceptance::App;
use tokio::process::Command;
use tokio::sync::OnceCell;

use crate::http::Web;
use crate::on_both_databases;

/// How long it asks, in seconds; it ends a little later.
const SECONDS: &str = "60";
/// With the same seed it asks the same.
const SEED: &str = "20261128";
/// A document cannot say all that the rules demand: what suits it may still be answered 422.
const NOT_CHECKED: &str = "positive_data_acceptance";
/// It would revoke the client whose token it has, and be refused everything from then on.
const NOT_ASKED: &str = "/api/v1/clients/{client_id}/revoke";

on_both_databases!(every_answer_is_one_that_the_openapi_document_describes);

async fn every_answer_is_one_that_the_openapi_document_describes(app: App) {
    let Some(program) = installed(module_path!()).await else { return };
    let web = Web::on(app).await;
    // Something is there to be found.
    web.town.badge("Tia Teacher").await;
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(program)
        .arg("--config-file")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis/schemathesis.toml"))
        .args(["--no-color", "run", &web.url("/api/openapi.json")])
        .args(["--header", &format!("Authorization: Bearer {}", web.token)])
        .args(["--exclude-checks", NOT_CHECKED, "--exclude-path", NOT_ASKED])
        .args(["--seed", SEED, "--max-time", SECONDS, "--generation-database", "none"])
        .current_dir(folder.path())
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    // Otherwise everything was refused, and nothing was tried.
    let people = web.client.get(web.url("/api/v1/people"));
    let people = people.header("authorization", format!("Bearer {}", web.token)).send().await.unwrap();
    assert_eq!(people.status(), 200, "the token is good no more");
    web.stop().await;
}

static INSTALLED: OnceCell<Result<PathBuf, String>> = OnceCell::const_new();

/// The program, installed if it was not; `None`, after saying so, when it is not available.
async fn installed(test: &str) -> Option<PathBuf> {
    match INSTALLED.get_or_init(install).await {
        Ok(program) => Some(program.clone()),
        Err(why) => {
            acceptance::skip(test, why);
            None
        }
    }
}

async fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis");
    let found = Command::new("python3").arg("--version").stdout(Stdio::null()).status().await;
    if !found.is_ok_and(|status| status.success()) {
        return Err("python3 is not installed (Debian: python3-venv)".to_owned());
    }
    let output = Command::new(folder.join("install")).output().await.map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(folder.join("venv/bin/schemathesis"))
    } else {
        Err(format!("tests/schemathesis/install failed: {}", String::from_utf8_lossy(&output.stderr)))
    }
}
