//! The pictures of badges: drawn, uploaded, refused, and with the badge inside.

use acceptance::{App, Town};
use openbadges::bake::{Existing, png, svg};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use sea_orm::{ConnectionTrait, Database};
use secrecy::ExposeSecret;
use serde_json::Value;
use service::{Colors, DistrictChange, Format, StatusReason, commands, queries};

use crate::http::{Web, json_of};
use crate::on_both_databases;
use crate::pages::Site;

on_both_databases!(
    a_published_version_keeps_its_picture,
    a_version_from_before_pictures_is_settled_with_its_next_badge
);

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><circle cx=\"50\" cy=\"50\" r=\"48\" fill=\"#0f766e\"/></svg>";

async fn picture(town: &Town, version: uuid::Uuid, format: Format) -> Vec<u8> {
    queries::images::published(&town.service, &town.slug, version, format).await.unwrap().bytes.to_vec()
}

fn colors(ground: &str, accent: &str) -> DistrictChange {
    let colors = Colors { ground: ground.to_owned(), accent: accent.to_owned() };
    DistrictChange { colors: Some(Some(colors)), ..DistrictChange::default() }
}

async fn a_published_version_keeps_its_picture(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let (service, manager, id) = (&app.service, &town.manager, town.micro_credential);
    let first = queries::micro_credentials::one(service, manager, id).await.unwrap().published.unwrap();
    assert!(!first.own_artwork);
    assert_eq!(first.image.as_deref(), Some(format!("{}/image.png", first.achievement).as_str()));
    let drawn = picture(&town, first.id, Format::Svg).await;
    assert!(
        String::from_utf8(drawn.clone())
            .unwrap()
            .contains("<title>Using Evidence to Adjust Instruction, maple School District</title>")
    );
    let drawn_png = picture(&town, first.id, Format::Png).await;
    assert!(drawn_png.starts_with(&png::SIGNATURE));

    // Another name and other colors are for what is published from now on.
    let change = DistrictChange { name: Some("Maple Valley".to_owned()), ..colors("#7a1f2b", "#f4f0e6") };
    let view = commands::districts::change(service, manager, change).await.unwrap();
    assert_eq!(view.colors.unwrap().ground, "#7a1f2b");
    assert_eq!(picture(&town, first.id, Format::Svg).await, drawn);

    // A picture of its own goes into the next version, and stays in the one after that.
    let with_own = commands::artworks::upload(service, manager, id, PICTURE.into()).await.unwrap();
    let draft = with_own.draft.unwrap();
    assert_eq!((draft.number, draft.own_artwork, draft.image), (2, true, None));
    assert_eq!(with_own.published.unwrap().id, first.id);
    let second = commands::micro_credentials::publish(service, manager, id).await.unwrap().published.unwrap();
    assert_eq!(picture(&town, second.id, Format::Svg).await, PICTURE.as_bytes());
    assert!(picture(&town, second.id, Format::Png).await.starts_with(&png::SIGNATURE));
    let third = commands::micro_credentials::save_draft(service, manager, id, town.definition.clone()).await;
    assert!(third.unwrap().draft.unwrap().own_artwork);

    // Without it the next version is drawn again, in the new colors.
    commands::artworks::remove(service, manager, id).await.unwrap();
    let third = commands::micro_credentials::publish(service, manager, id).await.unwrap().published.unwrap();
    let redrawn = String::from_utf8(picture(&town, third.id, Format::Svg).await).unwrap();
    assert!(redrawn.contains("Maple Valley") && redrawn.contains("#7a1f2b"));
    assert_eq!(picture(&town, first.id, Format::Svg).await, drawn);
    assert_eq!(picture(&town, first.id, Format::Png).await, drawn_png);
    assert_eq!(picture(&town, second.id, Format::Svg).await, PICTURE.as_bytes());
}

async fn a_version_from_before_pictures_is_settled_with_its_next_badge(app: App) {
    let town = Town::new(&app.service, "maple").await;
    let database = Database::connect(app.settings.database_url.expose_secret()).await.unwrap();
    database.execute_unprepared("UPDATE versions SET artwork_id = NULL").await.unwrap();
    database.execute_unprepared("DELETE FROM artworks").await.unwrap();
    let (service, manager) = (&app.service, &town.manager);
    let view = queries::micro_credentials::one(service, manager, town.micro_credential).await.unwrap();
    let version = view.published.unwrap().id;
    let drawn = picture(&town, version, Format::Svg).await;
    let named = async |name: &str| {
        let change = DistrictChange { name: Some(name.to_owned()), ..DistrictChange::default() };
        commands::districts::change(service, manager, change).await.unwrap();
        picture(&town, version, Format::Svg).await
    };
    let renamed = named("Maple Valley").await;
    assert_ne!(renamed, drawn, "nobody refers to it yet");
    let badge = town.badge("Nora Next").await;
    assert_eq!(badge.version, version);
    assert_eq!(named("Oak Hills").await, renamed, "a badge refers to it");
    town.badge("Omar Other").await;
    assert_eq!(picture(&town, version, Format::Svg).await, renamed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_inside_its_picture_is_verified_like_the_badge() {
    let web = Web::new().await;
    commands::artworks::upload(
        &web.app.service,
        &web.town.manager,
        web.town.micro_credential,
        PICTURE.into(),
    )
    .await
    .unwrap();
    let drawn = web.town.badge("Dora Drawn").await;
    commands::micro_credentials::publish(&web.app.service, &web.town.manager, web.town.micro_credential)
        .await
        .unwrap();
    let own = web.town.badge("Olga Own").await;
    assert_ne!(drawn.version, own.version);
    for badge in [&drawn, &own] {
        let share = format!("/c/{}", badge.share_token);
        let signed = get(&web, &format!("{share}?format=json")).await;
        let address = {
            let document: Value = serde_json::from_slice(&signed.bytes).unwrap();
            document["credentialSubject"]["achievement"]["image"]["id"].as_str().unwrap().to_owned()
        };
        assert!(address.ends_with(&format!("/issuers/maple/achievements/{}/image.png", badge.version)));
        let plain = get(&web, &address[address.find("/issuers").unwrap()..]).await;
        assert!(plain.header(CONTENT_SECURITY_POLICY).contains("sandbox"));
        assert_eq!(plain.header(reqwest::header::X_CONTENT_TYPE_OPTIONS), "nosniff");

        let image = get(&web, &format!("{share}/badge.png")).await;
        assert_eq!(image.header(CONTENT_TYPE), "image/png");
        assert!(image.header(CONTENT_DISPOSITION).starts_with("attachment; filename=\"Using-Evidence"));
        assert_eq!(png::unbake(&image.bytes).unwrap().unwrap().text.as_bytes(), signed.bytes);
        let text = std::str::from_utf8(&signed.bytes).unwrap();
        assert_eq!(png::bake(&plain.bytes, text, Existing::Refuse).unwrap(), image.bytes);
        assert_eq!(get(&web, &format!("{share}?format=png")).await.bytes, image.bytes);
        let drawing = get(&web, &format!("{share}/badge.svg")).await;
        assert_eq!(drawing.header(CONTENT_TYPE), "image/svg+xml");
        assert_eq!(svg::unbake(&drawing.bytes).unwrap().unwrap().text.as_bytes(), signed.bytes);
        assert_eq!(get(&web, &format!("{share}?format=svg")).await.bytes, drawing.bytes);
        for (bytes, kind) in [(&image.bytes, "image/png"), (&drawing.bytes, "image/svg+xml")] {
            assert_eq!(outcome(&web, bytes, kind).await, "verified");
        }
        let again = web.client.get(web.url(&format!("{share}/badge.png")));
        let again = again.header(IF_NONE_MATCH, image.header(ETAG)).send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }
    let image = get(&web, &format!("/c/{}/badge.png", own.share_token)).await;
    let reason = StatusReason { reason: "It was a mistake".to_owned() };
    commands::credentials::revoke(&web.app.service, &web.town.manager, own.id, reason).await.unwrap();
    assert_eq!(outcome(&web, &image.bytes, "image/png").await, "not_verified");
    assert_eq!(web.client.get(web.url("/c/nothing/badge.png")).send().await.unwrap().status(), 404);
}

/// An answer that was read.
struct Answer {
    headers: reqwest::header::HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn header(&self, name: reqwest::header::HeaderName) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

async fn get(web: &Web, path: &str) -> Answer {
    let answer = web.client.get(web.url(path)).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    Answer { headers: answer.headers().clone(), bytes: answer.bytes().await.unwrap().to_vec() }
}

async fn outcome(web: &Web, bytes: &[u8], kind: &str) -> String {
    let request = web.client.post(web.url("/api/v1/verify")).header("content-type", kind);
    let (status, report) = json_of(request.body(bytes.to_vec())).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    report["outcome"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_districts_system_gives_a_picture_and_bad_ones_are_refused_with_reasons() {
    let web = Web::new().await;
    let path = format!("/api/v1/micro-credentials/{}/artwork", web.town.micro_credential);
    let put = async |bytes: Vec<u8>| {
        let request = web.client.put(web.url(&path)).header("authorization", format!("Bearer {}", web.token));
        json_of(request.header("content-type", "image/svg+xml").body(bytes)).await
    };
    let with = |inner: &str| PICTURE.replace("<circle", &format!("{inner}<circle")).into_bytes();
    let badge = web.town.badge("Bea Baked").await;
    let baked = get(&web, &format!("/c/{}/badge.png", badge.share_token)).await.bytes;
    for (bytes, reason) in [
        (with("<script>alert(1)</script>"), "`script`"),
        (with("<foreignObject/>"), "`foreignObject`"),
        (with("<g onload='alert(1)'/>"), "`onload`"),
        (with("<image href='https://example.org/x.png'/>"), "`image`"),
        (with("<style>@import url(https://example.org)</style>"), "style sheet"),
        (b"GIF89a".to_vec(), "neither a PNG nor an SVG"),
        (baked, "baked into this image"),
        (b"\x89PNG\r\n\x1a\n and nothing more".to_vec(), "PNG image is damaged"),
        (Vec::new(), "neither a PNG nor an SVG"),
    ] {
        let (status, problem) = put(bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem.to_string().contains(reason), "{reason}: {problem}");
    }
    let (status, problem) = put(vec![b' '; (1 << 20) + 2]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "{problem}");

    let (status, view) = put(PICTURE.as_bytes().to_vec()).await;
    assert_eq!((status, &view["draft"]["own_artwork"]), (StatusCode::OK, &Value::Bool(true)), "{view}");
    let request = web.client.delete(web.url(&path)).header("authorization", format!("Bearer {}", web.token));
    let (status, view) = json_of(request).await;
    assert_eq!((status, &view["draft"]["own_artwork"]), (StatusCode::OK, &Value::Bool(false)), "{view}");
    let (status, _) = json_of(web.client.put(web.url(&path)).body(PICTURE)).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manager_chooses_colors_and_uploads_a_picture_on_the_page() {
    let site = Site::new().await;
    let mut manager = site.person("mona.manager@maple.example").await;
    let (_, page) = manager.get("/manager/images").await;
    assert!(page.contains("Using Evidence to Adjust Instruction") && page.contains("Version 1, published"));
    let light = [("ground", "#ffff00"), ("accent", "#ffffff"), ("way", "choose")];
    let (status, page) = manager.fill("/manager/images", "/manager/images", &light).await;
    assert_eq!(status, 422);
    assert!(page.contains("choose a darker color"), "{page}");
    let dark = [("ground", "#123456"), ("accent", "#ffcc00"), ("way", "choose")];
    let (status, target) = manager.fill("/manager/images", "/manager/images", &dark).await;
    assert_eq!((status, target.as_str()), (303, "/manager/images?done=colored"));
    let (status, sample) = manager.get("/manager/images/sample").await;
    assert!(status == 200 && sample.contains("#123456"), "{sample}");

    let path = format!("/manager/images/{}", site.town.micro_credential);
    let way = [("way".to_owned(), "upload")];
    let gif = [("picture".to_owned(), "GIF89a")];
    let (status, page) = manager.hand_in_from("/manager/images", &path, &way, &gif).await;
    assert_eq!(status, 422);
    assert!(page.contains("This is neither a PNG nor an SVG image"), "{page}");
    let svg = [("picture".to_owned(), PICTURE)];
    let (status, target) = manager.hand_in_from("/manager/images", &path, &way, &svg).await;
    assert_eq!((status, target.as_str()), (303, "/manager/images?done=pictured"));
    let (_, page) = manager.get("/manager/images").await;
    assert!(page.contains("Draft of version 2") && page.contains("Own image"));
    let (status, _) = manager.fill("/manager/images", &path, &[("way", "publish")]).await;
    assert_eq!(status, 303);
    let badge = site.town.badge("Olga Own").await;
    let (_, share) = manager.get(&format!("/c/{}", badge.share_token)).await;
    let address = format!("/issuers/maple/achievements/{}/image", badge.version);
    assert!(share.contains(&format!("src=\"{address}.svg\"")), "{share}");
    assert!(
        share.contains("property=\"og:image\" content=\"http") && share.contains(&format!("{address}.png\""))
    );
    assert!(share.contains(&format!("/c/{}/badge.png", badge.share_token)));
    assert_eq!(manager.get(&format!("{address}.svg")).await, (200, PICTURE.to_owned()));

    let mut teacher = site.person("theo.teacher@maple.example").await;
    assert_eq!(teacher.get("/manager/images").await.0, 403);
    assert_eq!(teacher.get("/manager/images/sample").await.0, 403);
}
