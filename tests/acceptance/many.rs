//! More than 200 of everything: nothing is lost behind the first part of a list, on pages and in the API.

use std::collections::BTreeSet;

use acceptance::Town;
use openbadges::Algorithm;
use program::Role;
use service::{
    Actor, Error, NewClient, NewDistrict, NewEndorsement, NewEnrollment, NewMicroCredential, OfferedQuery,
    Page, PageQuery, WhichCredentials, commands, queries,
};
use uuid::Uuid;

use crate::pages::{Site, Visitor};

/// More than the 200 that one question to the API can get.
const MANY: usize = 205;

/// More than fit on two pages, of what takes long to make.
const SOME: usize = 105;

/// Follows the links of a list to its end and back to its beginning. `marks` finds the entries of a page. Gives them in the order
/// of the pages.
async fn walk(
    visitor: &mut Visitor,
    path: &str,
    parameter: &str,
    marks: impl Fn(&str) -> Vec<String>,
) -> Vec<String> {
    let mut all = Vec::new();
    let mut path = path.to_owned();
    let mut parts = Vec::new();
    loop {
        let (status, page) = visitor.get(&path).await;
        assert_eq!(status, 200, "{path}: {page}");
        let part = marks(&page);
        assert!(!part.is_empty(), "{path} is empty");
        all.extend(part.clone());
        parts.push((path.clone(), part));
        let Some(next) = link(&page, parameter, "next") else {
            assert!(link(&page, parameter, "prev").is_some() == (parts.len() > 1));
            break;
        };
        path = next;
    }
    // Back: every part shows what it showed on the way.
    for number in (1..parts.len()).rev() {
        let (_, page) = visitor.get(&path).await;
        path = link(&page, parameter, "prev").unwrap_or_else(|| panic!("{path} does not lead back"));
        let (_, page) = visitor.get(&path).await;
        assert_eq!(marks(&page), parts[number - 1].1, "{path}");
    }
    all
}

/// The address of a link `rel=…` that changes the place of one list.
fn link(page: &str, parameter: &str, relation: &str) -> Option<String> {
    page.split("<a ").skip(1).find_map(|tag| {
        let tag = tag.split('>').next()?;
        let href = tag.split("href=\"").nth(1)?.split('"').next()?.replace("&#38;", "&");
        let place = href.split(['?', '&']).any(|pair| pair.starts_with(&format!("{parameter}=")));
        let changes = tag.contains(&format!("rel=\"{relation}\"")) && place;
        // Of several lists on a page, the last pair is the one that the link changes.
        let last = href.split('#').next()?.rsplit(['?', '&']).next()?;
        (changes && last.starts_with(parameter))
            .then(|| href.split('#').next().unwrap_or_default().to_owned())
    })
}

/// What follows each `start` up to a quotation mark, `<`, `?` or `/`.
fn after(start: &str) -> impl Fn(&str) -> Vec<String> + '_ {
    move |page| {
        let pieces = page.split(start).skip(1);
        let mut found: Vec<String> =
            pieces.map(|piece| piece.split(['"', '<', '?', '/']).next().unwrap().to_owned()).collect();
        found.dedup();
        found
    }
}

fn all_different(found: &[String], count: usize, what: &str) {
    let different: BTreeSet<_> = found.iter().collect();
    assert_eq!((found.len(), different.len()), (count, count), "{what}");
}

/// Micro-credentials by the number, published.
async fn micro_credentials(town: &Town, count: usize) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for number in 0..count {
        let mut definition = town.definition.clone();
        definition.title = format!("Practice {number}");
        let new = NewMicroCredential { slug: format!("practice-{number}"), definition };
        let made = commands::micro_credentials::create(&town.service, &town.manager, new).await.unwrap();
        commands::micro_credentials::publish(&town.service, &town.manager, made.id).await.unwrap();
        ids.push(made.id);
    }
    ids
}

async fn enroll(town: &Town, micro_credential: Uuid) -> Uuid {
    let new = NewEnrollment {
        teacher: None,
        micro_credential,
        cohort: None,
        coach: town.coach.person().map(|coach| coach.id.uuid()),
        due_at: None,
    };
    commands::enrollments::enroll(&town.service, &town.teacher, new).await.unwrap().id
}

/// Every entry of a listing, a part at a time.
async fn every<T>(ask: impl AsyncFn(PageQuery) -> Result<Page<T>, Error>) -> Vec<T> {
    let mut query = PageQuery { cursor: None, limit: Some(200) };
    let mut all = Vec::new();
    loop {
        let page = ask(query.clone()).await.unwrap();
        all.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return all;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_work_of_a_teacher_is_on_some_page_from_enrollment_to_badge() {
    let site = Site::new().await;
    let town = &site.town;
    let ids = micro_credentials(town, SOME).await;
    let mut manager = site.person("mona.manager@maple.example").await;
    let pictures =
        walk(&mut manager, "/manager/images", "pictures", after("action=\"/manager/images/")).await;
    all_different(&pictures, SOME + 1, "pictures, with the first micro-credential");
    let cards = walk(
        &mut manager,
        "/issuers/maple/catalog",
        "cursor",
        after("<h2><a href=\"/issuers/maple/achievements/"),
    )
    .await;
    all_different(&cards, SOME + 1, "catalog");

    let mut enrollments = Vec::new();
    for id in &ids {
        enrollments.push(enroll(town, *id).await);
    }
    let mut teacher = site.person("theo.teacher@maple.example").await;
    let work = after("href=\"/teacher/enrollments/");
    all_different(&walk(&mut teacher, "/teacher", "open", &work).await, SOME, "work under way");

    let mut assessments = Vec::new();
    for enrollment in &enrollments {
        assessments.push(town.submit(&town.teacher, *enrollment).await.assessment);
    }
    let mut coach = site.person("cora.coach@maple.example").await;
    let queue = after("href=\"/coach/assessments/");
    let waiting = walk(&mut coach, "/coach", "waiting", &queue).await;
    all_different(&waiting, SOME, "waiting");
    assert_eq!(waiting, assessments.iter().map(Uuid::to_string).collect::<Vec<_>>(), "longest waiting first");
    assert!(coach.get("/coach").await.1.contains("105 pieces of work are waiting"));

    for assessment in &assessments {
        town.approve(*assessment).await.unwrap();
    }
    all_different(&walk(&mut coach, "/coach", "decided", &queue).await, SOME, "decided");
    all_different(&walk(&mut teacher, "/teacher", "finished", &work).await, SOME, "finished");
    let badges = walk(&mut teacher, "/teacher/badges", "cursor", after("<h2><a href=\"/c/")).await;
    all_different(&badges, SOME, "badges of the teacher");
    let signed = walk(&mut manager, "/manager", "cursor", after("href=\"/manager/credentials/")).await;
    all_different(&signed, SOME, "badges of the district");
    let listed =
        every(async |query| queries::credentials::newest(&town.service, &town.manager, query).await).await;
    assert_eq!(listed.iter().map(|badge| badge.id.to_string()).collect::<Vec<_>>(), signed);

    files(town, &mut teacher).await;
}

/// A file holds 16 badges: how many there are is known before any is verified.
async fn files(town: &Town, teacher: &mut Visitor) {
    let (_, first) = teacher.get("/teacher/badges").await;
    let chosen = after("name=\"credential\" value=\"")(&first);
    assert_eq!(chosen.len(), 16, "as many as fit into one file");
    assert!(first.contains("make another file on each of the other pages"));
    let fields: Vec<_> = chosen.iter().map(|id| ("credential", id.as_str())).collect();
    let (status, record) = teacher.fill("/teacher/badges", "/teacher/badges/record", &fields).await;
    assert_eq!(status, 200, "{record}");
    assert_eq!(
        record
            .matches("\"AchievementCredential\"")
            .count()
            .max(record.matches("\"OpenBadgeCredential\"").count()),
        16
    );

    // Nothing verifies after the key was given up, and still the answer is about the number.
    let keys = commands::keys::rotate(&town.service, &town.operator, Algorithm::Ed25519).await.unwrap();
    let old = keys.iter().find(|key| key.algorithm == "ed25519" && !key.signs).unwrap();
    commands::keys::forget(&town.service, &town.operator, &old.public_key_multibase).await.unwrap();
    let all = WhichCredentials::default();
    for made in [
        commands::records::record(&town.service, &town.teacher, None, all.clone()).await,
        commands::records::presentation(&town.service, &town.teacher, None, all).await,
    ] {
        let Err(Error::Invalid { faults }) = made else { panic!("{made:?}") };
        assert_eq!(faults[0].pointer, "/credentials");
        assert!(
            faults[0].message.contains("105 valid badges") && faults[0].message.contains("16"),
            "{}",
            faults[0]
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_mails_clients_and_districts_are_all_on_some_page() {
    let site = Site::new().await;
    let town = &site.town;
    for number in 0..MANY {
        town.person(&format!("Person {number:03}"), Role::Teacher).await;
        let new = NewClient { name: format!("System {number}"), scopes: vec!["program:read".to_owned()] };
        commands::clients::create(&town.service, &town.manager, new).await.unwrap();
    }
    let mut manager = site.person("mona.manager@maple.example").await;
    let people = walk(&mut manager, "/manager", "people", after("<td class=\"break\">")).await;
    all_different(&people, MANY + 3, "people");
    assert!(people.is_sorted(), "by name: {people:?}");
    let found = walk(&mut manager, "/manager?find=PERSON+1", "people", after("<td class=\"break\">")).await;
    all_different(&found, 100, "people of that name; the links keep what was searched for");
    let (_, nobody) = manager.get("/manager?find=%25").await;
    assert!(nobody.contains("No people found"), "what LIKE gives a meaning to is taken literally");

    let (service, actor) = (&town.service, &town.manager);
    assert_eq!(every(async |query| queries::people::list(service, actor, query).await).await.len(), MANY + 3);
    assert_eq!(every(async |query| queries::clients::list(service, actor, query).await).await.len(), MANY);

    for number in 0..MANY {
        let email = format!("person.{number:03}@maple.example");
        commands::sign_in::request(service, &email, format!("browser {number}").as_str()).await.unwrap();
    }
    let kept = async |query| queries::outbox::kept_mails_page(service, query).await;
    // The worker delivers some at a time.
    for _ in 0..600 {
        if every(kept).await.len() >= MANY {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let mails = walk(&mut manager, "/outbox", "cursor", after("To <span class=\"break\">person.")).await;
    let different: BTreeSet<_> = mails.iter().collect();
    assert_eq!(different.len(), MANY, "mails");

    for number in 0..SOME {
        let new = NewDistrict {
            slug: format!("district-{number}"),
            name: format!("District {number:03}"),
            website: None,
            email: None,
            description: None,
            policy: None,
        };
        commands::districts::create(service, &town.operator, new).await.unwrap();
    }
    let homes = walk(&mut manager, "/", "districts", after("<h3><a href=\"/issuers/")).await;
    all_different(&homes, SOME + 1, "districts");
    assert_eq!(
        every(async |query| queries::districts::list_public(service, query).await).await.len(),
        SOME + 1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn endorsements_made_offered_and_decided_are_all_on_some_page() {
    let site = Site::new().await;
    let maple = &site.town;
    let cedar = Town::new(&maple.service, "cedar").await;
    for id in micro_credentials(maple, SOME).await {
        let view = queries::micro_credentials::one(&maple.service, &maple.manager, id).await.unwrap();
        let new = NewEndorsement {
            about: view.published.unwrap().achievement,
            name: "Approved provider".to_owned(),
            comment: None,
            valid_until: None,
        };
        commands::endorsements::make(&maple.service, &cedar.manager, new).await.unwrap();
    }
    let offer = after("href=\"/manager/endorsement-offers/");
    let mut manager = site.person("mona.manager@maple.example").await;
    let waiting = walk(&mut manager, "/manager/endorsements", "waiting", &offer).await;
    all_different(&waiting, SOME, "waiting");
    for id in &waiting {
        commands::endorsements::decline(&maple.service, &maple.manager, id.parse().unwrap()).await.unwrap();
    }
    let decided = walk(&mut manager, "/manager/endorsements", "decided", &offer).await;
    assert_eq!(decided, waiting, "newest first, as before");
    let mut maker = site.person("mona.manager@cedar.example").await;
    let made =
        walk(&mut maker, "/manager/endorsements", "made", after("href=\"/manager/endorsements/")).await;
    all_different(&made, SOME, "made");

    let listed = every(async |PageQuery { cursor, limit }| {
        let query = OfferedQuery { cursor, limit, state: Some("decided".to_owned()) };
        queries::endorsements::offered(&maple.service, &maple.manager, query).await
    });
    assert_eq!(listed.await.len(), SOME);
    let nobody = Actor::nobody();
    let refused = queries::people::list(
        &maple.service,
        &nobody,
        PageQuery { cursor: Some("?".to_owned()), limit: Some(201) },
    );
    assert!(matches!(refused.await, Err(Error::Unauthenticated { .. })));
}
