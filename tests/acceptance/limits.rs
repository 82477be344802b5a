//! What many may ask at once, and how often one may.

use std::num::NonZeroU32;

use acceptance::{App, Town};
use futures_util::future::join_all;
use reqwest::{Client, RequestBuilder};
use server::{RateLimits, Running, ServerSettings};
use service::{CredentialView, StatusReason, commands};

struct Popular {
    app: App,
    town: Town,
    badge: CredentialView,
    running: Running,
    client: Client,
}

impl Popular {
    async fn new(rate_limits: RateLimits) -> Self {
        let app = App::sqlite().await;
        let town = Town::new(&app.service, "maple").await;
        let badge = town.badge("Tara Earner").await;
        let settings = ServerSettings {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: Some(2),
            trust_proxy: true,
            rate_limits,
            shutdown_seconds: 1,
            ..ServerSettings::default()
        };
        let running = server::start(app.service.clone(), &settings).unwrap();
        Self { app, town, badge, running, client: Client::builder().no_proxy().build().unwrap() }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("http://{}{path}", self.running.address())).header("accept", "text/html")
    }

    fn path(&self) -> String {
        format!("/c/{}", self.badge.share_token)
    }

    /// The share page, as many times as that at once.
    async fn viewed(&self, times: usize) -> Vec<String> {
        let path = self.path();
        let view = || async {
            let answer = self.get(&path).send().await.unwrap();
            assert_eq!(answer.status(), 200);
            answer.text().await.unwrap()
        };
        join_all((0..times).map(|_| view())).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_badge_that_everybody_looks_at_is_verified_once_a_minute() {
    let popular = Popular::new(RateLimits::NONE).await;
    let service = popular.app.service.clone();
    popular.viewed(40).await;
    popular.viewed(40).await;
    assert_eq!(service.shared_verifications(), 1);
    popular.app.pass(60);
    popular.viewed(40).await;
    assert_eq!(service.shared_verifications(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_badge_is_seen_to_be_revoked_at_once() {
    let popular = Popular::new(RateLimits::NONE).await;
    let before = popular.viewed(2).await.remove(0);
    let revoked = popular.get("/issuers/maple/revocations").send().await.unwrap().text().await.unwrap();
    assert!(!revoked.contains(&popular.badge.credential_id), "{revoked}");
    let reason = StatusReason { reason: "awarded to the wrong person".to_owned() };
    let service = &popular.app.service;
    commands::credentials::revoke(service, &popular.town.manager, popular.badge.id, reason).await.unwrap();
    let after = popular.viewed(2).await.remove(0);
    assert!(!before.contains("Revoked on") && after.contains("Revoked on"), "{after}");
    let revoked = popular.get("/issuers/maple/revocations").send().await.unwrap().text().await.unwrap();
    assert!(revoked.contains(&popular.badge.credential_id), "{revoked}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_too_often_is_told_and_others_are_not() {
    let five = NonZeroU32::new(5);
    let popular = Popular::new(RateLimits { public: five, sign_in: five, ..RateLimits::NONE }).await;
    let from = |path: &str, address: &str| popular.get(path).header("x-forwarded-for", address).send();
    for path in [popular.path(), "/issuers/maple/revocations".to_owned(), "/sign-in/csi_nobody".to_owned()] {
        let last = format!("{}", path.len());
        let own = format!("192.0.2.{last}");
        let mut told = Vec::new();
        for _ in 0..7 {
            told.push(from(&path, &own).await.unwrap().status().as_u16());
        }
        assert_eq!(told.iter().filter(|status| **status == 429).count(), 2, "{path}: {told:?}");
        let other = from(&path, "198.51.100.1").await.unwrap();
        assert_ne!(other.status(), 429, "{path}");
        // Of IPv6 every network has a limit of its own, and so have the networks around it.
        let mut passed = 0;
        for host in 0..7 {
            let answer = from(&path, &format!("2001:db8:{last}::{host}")).await.unwrap();
            passed += usize::from(answer.status() != 429);
        }
        for network in 1..40 {
            let answer = from(&path, &format!("2001:db8:{last}:{network:x}::1")).await.unwrap();
            passed += usize::from(answer.status() != 429);
        }
        assert_eq!(passed, 20, "{path}: one /56 has four times the limit of a /64");
    }
}
