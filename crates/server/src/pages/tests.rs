//! Every page, rendered with every sample, and held to what a page must be.

use std::collections::BTreeSet;
use std::path::PathBuf;

use askama::Template;

use super::docs::{ApiReference, DocsPage};
use super::sample::Words;
use super::{
    assessment, assets, badges, catalog, coach, credential, district, endorsements, enrollment, home, images,
    manager,
};
use super::{
    micro_credential, openapi, outbox, problem, proofs, share, sign_in, teacher, undelivered, verify,
};

/// Every sample of every page: name and HTML.
fn pages(words: &Words) -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    macro_rules! render {
        ($($page:ty),+ $(,)?) => {
            $(for (name, page) in <$page>::samples(words) { pages.push((name, page.render().unwrap())); })+
        };
    }
    render!(
        home::Home,
        catalog::Catalog,
        micro_credential::MicroCredentialPage,
        district::DistrictPage,
        share::SharePage,
        verify::VerifyForm,
        verify::VerifyResult,
        sign_in::SignIn,
        sign_in::SignInSent,
        sign_in::SignInConfirm,
        outbox::Outbox,
        teacher::TeacherHome,
        enrollment::EnrollmentPage,
        badges::BadgesPage,
        coach::CoachQueue,
        assessment::AssessmentPage,
        assessment::AssessmentConfirm,
        manager::ManagerHome,
        proofs::ProofsPage,
        credential::CredentialPage,
        images::ImagesPage,
        undelivered::UndeliveredPage,
        endorsements::EndorsementsPage,
        endorsements::EndorsementOfferPage,
        endorsements::EndorsementMadePage,
        problem::ProblemPage,
    );
    let reference = ApiReference::read(&openapi::tests::sample_document(words));
    pages.push((
        "docs",
        DocsPage { frame: words.visitor(), reference: &reference, problems: Vec::new() }.render().unwrap(),
    ));
    pages
}

/// A start tag: its name and its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }
}

/// The start tags of a page. Enough of a parser for pages whose text is escaped and whose attributes are quoted.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let piece = piece.split('>').next().unwrap();
        if piece.starts_with(['/', '!']) {
            continue;
        }
        let (name, mut rest) = piece.split_once(char::is_whitespace).unwrap_or((piece, ""));
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start().trim_start_matches('/');
            if rest.is_empty() {
                break;
            }
            let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
            let key = &rest[..end];
            rest = &rest[end..];
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (value, after) = quoted.split_once('"').unwrap();
                attributes.push((key, value));
                rest = after;
            } else {
                attributes.push((key, ""));
            }
        }
        tags.push(Tag { name: name.trim_end_matches('/'), attributes });
    }
    tags
}

#[test]
fn no_text_of_any_page_becomes_markup() {
    for (name, html) in pages(&Words::hostile()) {
        assert!(!html.contains("<script"), "{name} lets a script through");
        let has_text = name != "outbox-empty" && !name.starts_with("problem-5");
        assert!(!has_text || html.contains("&#60;script&#62;"), "{name} does not show its text");
        let plain_markup = tags(&html).iter().filter(|tag| tag.name.starts_with("script")).count();
        assert_eq!(plain_markup, 0, "{name}");
        for tag in tags(&html) {
            for (key, value) in &tag.attributes {
                assert!(
                    !key.contains(['"', '\'', '&']),
                    "{name}: an attribute was broken out of: {key}={value}"
                );
                assert!(!value.starts_with("javascript:"), "{name}: {value}");
                assert!(
                    !key.starts_with("on") && *key != "style",
                    "{name}: {key} needs an exception to the content policy"
                );
            }
        }
    }
}

#[test]
fn every_form_that_changes_something_carries_the_csrf_token() {
    for (name, html) in pages(&Words::plain()) {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            // A search is a link that someone fills in.
            if form.contains("method=\"get\"") {
                continue;
            }
            assert!(form.contains("method=\"post\""), "{name}: a form without method");
            assert!(form.contains("name=\"csrf\" value=\"csrf-token\""), "{name}: a form without token");
        }
    }
}

#[test]
fn headings_begin_with_one_h1_and_skip_no_level() {
    for (name, html) in pages(&Words::plain()) {
        let levels: Vec<u32> = tags(&html)
            .iter()
            .filter_map(|tag| tag.name.strip_prefix('h').and_then(|level| level.parse().ok()))
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        // The error summary comes before or after the first heading of the page, never above it in rank.
        let mut last = 0;
        for level in levels {
            assert!(level <= last + 1, "{name}: h{level} after h{last}");
            last = level;
        }
    }
}

#[test]
fn every_field_has_a_label_and_every_reference_leads_somewhere() {
    for (name, html) in pages(&Words::plain()) {
        let tags = tags(&html);
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.attribute("id")) {
            assert!(ids.insert(id), "{name}: the id {id} occurs twice");
            assert!(!id.is_empty() && !id.contains(' '), "{name}: {id:?} is no id");
        }
        let labeled: BTreeSet<&str> =
            tags.iter().filter(|tag| tag.name == "label").filter_map(|tag| tag.attribute("for")).collect();
        for tag in &tags {
            let kind = tag.attribute("type").unwrap_or_default();
            let field =
                matches!(tag.name, "input" | "textarea" | "select") && kind != "hidden" && kind != "radio";
            assert!(
                !field || tag.attribute("id").is_some_and(|id| labeled.contains(id)),
                "{name}: a field has no label"
            );
            for reference in ["for", "aria-labelledby", "aria-describedby"] {
                for id in tag.attribute(reference).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{name}: {reference} names {id}, which is not there");
                }
            }
            if let Some(id) = tag.attribute("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{name}: a link leads to #{id}, which is not there");
            }
        }
    }
}

#[test]
fn every_page_names_its_language_its_title_and_its_main_part() {
    let mut titles = BTreeSet::new();
    for (name, html) in pages(&Words::plain()) {
        assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{name}");
        assert_eq!(html.matches("<main id=\"main\"").count(), 1, "{name}");
        assert!(html.contains("<a class=\"skip\" href=\"#main\">"), "{name}");
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        assert!(title.len() > " · Countersign".len() && !title.starts_with(' '), "{name}: {title}");
        titles.insert(title.to_owned());
    }
    assert!(titles.len() > 30, "pages share their titles: {titles:?}");
}

#[test]
fn a_page_with_faults_says_so_in_its_title_and_links_to_each_field() {
    for (name, html) in pages(&Words::plain()).iter().filter(|(name, _)| name.ends_with("-faults")) {
        assert!(html.contains("<title>Error: "), "{name}");
        assert!(html.contains("id=\"error-summary\""), "{name}");
        assert!(html.contains("class=\"field-error\""), "{name}");
    }
}

#[test]
fn nothing_but_a_verified_badge_is_shown_as_good() {
    for (name, html) in pages(&Words::plain()) {
        let good = html.contains("class=\"verdict tone-good\"") || html.contains("class=\"seal tone-good\"");
        let verified = ["share-verified", "verify-result"].contains(&name);
        assert_eq!(good, verified, "{name}");
    }
}

/// Writes the samples where a person can look at them, with the assets beside them.
#[test]
fn the_samples_can_be_looked_at() {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"), PathBuf::from);
    let directory = target.join("pages");
    std::fs::create_dir_all(directory.join("assets")).unwrap();
    std::fs::write(directory.join("assets/style.css"), assets::STYLE).unwrap();
    std::fs::write(directory.join("assets/favicon.svg"), assets::FAVICON).unwrap();
    for (name, html) in pages(&Words::plain()) {
        std::fs::write(directory.join(format!("{name}.html")), html).unwrap();
    }
    assert!(directory.join("share-verified.html").exists());
}
