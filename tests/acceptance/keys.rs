//! A key file that was cut, emptied or replaced is not taken.

use acceptance::{App, Town};
use openbadges::Algorithm;
use service::{Error, StartError, commands, queries, verify};

use crate::on_both_databases;

on_both_databases!(a_cut_key_file_is_refused_wherever_it_was_cut, a_key_is_given_up_on_purpose);

async fn did_document(app: &App, slug: &str) -> String {
    queries::published::did_document(&app.service, slug).await.unwrap().text.to_string()
}

async fn a_cut_key_file_is_refused_wherever_it_was_cut(app: App) {
    let town = Town::new(&app.service, "maple").await;
    Town::new(&app.service, "birch").await;
    commands::keys::rotate(&app.service, &town.operator, Algorithm::Ed25519).await.unwrap();
    let badge = town.badge("Tia Teacher").await;
    let badge = queries::credentials::document(&app.service, &town.manager, badge.id).await.unwrap().text;
    let whole = std::fs::read_to_string(app.key_file()).unwrap();
    let before = did_document(&app, "maple").await;
    let ends = whole.match_indices('\n').flat_map(|(end, _)| [end.saturating_sub(1), end, end + 1]);
    let mut cuts: Vec<usize> = ends.chain((0..whole.len()).step_by(41)).collect();
    // Without its last line end it is still whole.
    cuts.retain(|cut| *cut < whole.len() - 1);
    for cut in cuts {
        std::fs::write(app.key_file(), &whole[..cut]).unwrap();
        let start = app.again().await;
        let Err(StartError::Keys(error)) = start else { panic!("cut at {cut}: {start:?}") };
        assert!(error.to_string().contains(app.key_file().to_str().unwrap()), "{error}");
        commands::keys::reload(&app.service).await.unwrap_err();
        let why = app.service.key_trouble().expect("it is said");
        assert_eq!(why, error.to_string());
        assert_eq!(did_document(&app, "maple").await, before, "cut at {cut}");
    }
    let report = verify::credential(&app.service, badge.as_bytes()).await.unwrap();
    assert_eq!(report.outcome, verifier::Outcome::Verified, "{}", report.finding);
    town.badge("Tom Teacher").await;
    let readiness = app.service.readiness().await;
    assert!(readiness.is_ready() && readiness.to_string().contains("\nkey file: warning: "), "{readiness}");

    std::fs::write(app.key_file(), &whole).unwrap();
    commands::keys::reload(&app.service).await.unwrap();
    assert_eq!(app.service.key_trouble(), None);
    app.again().await.unwrap();
}

async fn a_key_is_given_up_on_purpose(app: App) {
    let town = Town::new(&app.service, "maple").await;
    town.badge("Tia Teacher").await;
    let stolen =
        queries::keys::list(&app.service, &town.operator).await.unwrap()[0].public_key_multibase.clone();
    let forget = async |app: &App, key: &str| commands::keys::forget(&app.service, &town.operator, key).await;
    let signs = forget(&app, &stolen).await;
    assert!(matches!(signs, Err(Error::Conflict { .. })), "{signs:?}");
    commands::keys::rotate(&app.service, &town.operator, Algorithm::Ed25519).await.unwrap();
    let with_it = std::fs::read_to_string(app.key_file()).unwrap();
    forget(&app, &stolen).await.unwrap();
    // The status list was signed by the key that is gone; badges need it.
    town.badge("Tom Teacher").await;
    assert!(!did_document(&app, "maple").await.contains(&stolen));
    let without_it = std::fs::read_to_string(app.key_file()).unwrap();
    assert!(!without_it.contains(&stolen));
    let again = app.again().await.unwrap();
    assert_eq!(queries::keys::list(&again.service, &town.operator).await.unwrap().len(), 2);

    // An older copy of the file does not bring it back.
    std::fs::write(app.key_file(), &with_it).unwrap();
    commands::keys::reload(&app.service).await.unwrap_err();
    assert!(app.service.key_trouble().unwrap().contains(&stolen));
    app.again().await.unwrap();
    assert_eq!(std::fs::read_to_string(app.key_file()).unwrap(), without_it);

    for (key, why) in [("zNothing", "Invalid"), (stolen.as_str(), "Forbidden")] {
        let answer = commands::keys::forget(&app.service, &town.manager, key).await;
        assert!(matches!(answer, Err(Error::Forbidden { .. })), "{why} {answer:?}");
    }
    let nonsense = forget(&app, "zNothing").await;
    assert!(matches!(nonsense, Err(Error::Invalid { .. })), "{nonsense:?}");
}
