//! How many statements an approval costs: what is read once is not read again.

use acceptance::{App, Town};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use secrecy::ExposeSecret;
use service::Error;

use crate::pages::Site;

/// One test at a time: they read the same log.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The server's log, to which the connections of the counted service write each of their statements.
async fn log(database: &DatabaseConnection) -> Vec<String> {
    let ask = Statement::from_string(DbBackend::Postgres, "SHOW data_directory");
    let row = database.query_one_raw(ask).await.unwrap().unwrap();
    let directory: String = row.try_get_by_index(0).unwrap();
    let log = std::path::Path::new(&directory).parent().unwrap().join("log");
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let is_statement = |line: &&str| line.contains("LOG:  execute ") || line.contains("LOG:  statement: ");
    text.lines().filter(is_statement).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_on_its_page_costs_fewer_than_twenty_statements() {
    let _alone = ALONE.lock().await;
    let Some(mut app) = App::postgresql("statements::an_approval_on_its_page").await else { return };
    let database = Database::connect(app.settings.database_url.expose_secret()).await.unwrap();
    let url = format!("{}?options[log_statement]=all", app.settings.database_url.expose_secret());
    let mut counted = app.again().await.unwrap();
    counted.settings.database_url = url.into();
    let counted = counted.again().await.unwrap();
    // The mails are sent by another service, whose statements are not counted.
    app.work();
    let site = Site::of(counted).await;
    let town = &site.town;
    let mut coach = site.person("cora.coach@maple.example").await;
    for name in ["The first, which settles the picture and begins the list", "The second"] {
        let assessment = format!("/coach/assessments/{}", town.waiting(&name.replace(',', "")).await);
        let mut fields =
            vec![("decision".to_owned(), "approve".to_owned()), ("confirmed".to_owned(), "yes".to_owned())];
        for criterion in &town.definition.rubric.criteria {
            let level = criterion.levels.last().unwrap().id.clone();
            fields.push((format!("level-{}", criterion.id), level));
        }
        let csrf = coach.csrf(&assessment).await;
        fields.push(("csrf".to_owned(), csrf));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let before = log(&database).await.len();
        assert_eq!(coach.post(&assessment, &fields).await, (303, "/coach?done=approved".to_owned()));
        let made = log(&database).await.split_off(before);
        assert!(!made.is_empty(), "nothing is counted");
        let most = if name == "The second" { 19 } else { 40 };
        assert!(made.len() <= most, "{}\n{}", made.len(), made.join("\n"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_approval_that_cannot_be_signed_begins_no_transaction() {
    let test = "statements::an_approval_that_cannot_be_signed_begins_no_transaction";
    let _alone = ALONE.lock().await;
    let Some(app) = App::postgresql(test).await else { return };
    let database = app.database().await;
    let url = format!("{}?options[log_statement]=all", app.settings.database_url.expose_secret());
    let mut counted = app.again().await.unwrap();
    counted.settings.database_url = url.into();
    let counted = counted.again().await.unwrap();
    let town = Town::new(&counted.service, "maple").await;
    // It begins the list.
    town.badge("Tia Teacher").await;
    let assessment = town.waiting("Tom Teacher").await;
    let before = log(&database).await.len();
    counted.set_wrong(36_000);
    let answer = town.approve(assessment).await;
    assert!(matches!(answer, Err(Error::Clock(_))), "{answer:?}");
    let made = log(&database).await.split_off(before);
    assert!(!made.is_empty(), "nothing is counted");
    assert!(!made.iter().any(|statement| statement.contains("BEGIN")), "{}", made.join("\n"));
}
