use super::*;

fn from(toml: &str, environment: &[(&str, &str)], flags: &Given<'_>) -> Result<Sources, SettingError> {
    let mut sources = Sources::default();
    sources.add_toml(Path::new("c.toml"), toml)?;
    let read =
        |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, it)| (*it).to_owned());
    sources.add_environment(&read)?;
    for (name, value) in flags {
        if let Some(value) = value {
            sources.set(name, value.clone(), Origin::Flag(flag(name)));
        }
    }
    Ok(sources)
}

fn text(sources: &Sources, name: &str) -> String {
    sources.text(name).unwrap().expose_secret().to_owned()
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let toml = "listen = '1.1.1.1:1'\nworkers = 2\nmail_tls = false";
    let environment = [("COUNTERSIGN_LISTEN", "2.2.2.2:2"), ("COUNTERSIGN_WORKERS", "3")];
    let given = Some("3.3.3.3:3".to_owned());
    let sources = from(toml, &environment, &vec![("listen", &given), ("key_file", &None)]).unwrap();
    assert_eq!(text(&sources, "listen"), "3.3.3.3:3");
    assert_eq!(sources.origin("listen").to_string(), "set by the flag --listen");
    assert_eq!(sources.or("workers", 1_usize).unwrap(), 3);
    assert_eq!(sources.origin("workers").to_string(), "set by the environment variable COUNTERSIGN_WORKERS");
    assert!(!sources.or("mail_tls", true).unwrap());
    assert_eq!(sources.origin("mail_tls").to_string(), "set in c.toml");
    assert_eq!(sources.origin("key_file"), Origin::Default);
}

#[test]
fn our_own_variable_wins_over_the_common_one() {
    let common = [("DATABASE_URL", "postgres://common")];
    assert_eq!(text(&from("", &common, &vec![]).unwrap(), "database_url"), "postgres://common");
    let both = [("DATABASE_URL", "postgres://common"), ("COUNTERSIGN_DATABASE_URL", "postgres://own")];
    assert_eq!(text(&from("", &both, &vec![]).unwrap(), "database_url"), "postgres://own");
    let empty = [("DATABASE_URL", "")];
    assert!(from("", &empty, &vec![]).unwrap().text("database_url").is_none());
}

#[test]
fn a_secret_is_read_from_the_file_that_a_variable_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("password");
    std::fs::write(&path, "open sesame\n").unwrap();
    let environment = [("COUNTERSIGN_MAIL_PASSWORD_FILE", path.to_str().unwrap())];
    assert_eq!(text(&from("", &environment, &vec![]).unwrap(), "mail_password"), "open sesame");
    let gone = [("COUNTERSIGN_MAIL_PASSWORD_FILE", "/nowhere/password")];
    let error = from("", &gone, &vec![]).unwrap_err().to_string();
    assert!(error.starts_with("COUNTERSIGN_MAIL_PASSWORD_FILE: /nowhere/password: "), "{error}");
}

#[test]
fn what_is_no_setting_is_refused_by_name() {
    let error = from("lisen = '1.1.1.1:1'", &[], &vec![]).unwrap_err().to_string();
    assert!(
        error.starts_with("configuration file c.toml: unknown setting `lisen`; known settings: "),
        "{error}"
    );
}

#[test]
fn a_wrong_value_is_told_with_its_place_and_without_the_value() {
    let sources = from("workers = 'hunter2'", &[], &vec![]).unwrap();
    let error = sources.or("workers", 1_usize).unwrap_err().to_string();
    assert_eq!(error, "workers: invalid digit found in string (set in c.toml)");
    let error = from("workers = [1]", &[], &vec![]).unwrap_err().to_string();
    assert_eq!(error, "workers: must be text, a whole number, true or false (set in c.toml)");
}

#[test]
fn a_file_that_is_no_toml_is_refused_with_the_line_and_without_its_text() {
    let error =
        from("listen = '1.1.1.1:1'\nmail_password = hunter2\n", &[], &vec![]).unwrap_err().to_string();
    assert!(error.starts_with("configuration file c.toml: line 2: "), "{error}");
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn a_named_file_must_be_there() {
    let error = Sources::default().add_file(Some(Path::new("/nowhere/c.toml"))).unwrap_err().to_string();
    assert!(error.starts_with("configuration file /nowhere/c.toml: "), "{error}");
}
