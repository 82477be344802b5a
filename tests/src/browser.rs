//! A real browser: Debian's chromium, by its chromedriver.

use std::process::Stdio;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A browser with a profile of its own.
pub struct Browser {
    client: Client,
    _driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts one; `None`, after saying so, when there is none.
    pub async fn start(test: &str) -> Option<Self> {
        let port = crate::free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let Ok(driver) = driver else {
            crate::skip(test, "chromedriver is not installed (Debian: chromium and chromium-driver)");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        let options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--window-size=1280,1600", format!("--user-data-dir={}", profile.path().display()),
        ]});
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".to_owned(), options);
        let address = format!("http://127.0.0.1:{port}");
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            if let Ok(client) = builder.capabilities(capabilities.clone()).connect(&address).await {
                return Some(Self { client, _driver: driver, _profile: profile });
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        crate::skip(test, "chromedriver does not start a chromium");
        None
    }

    /// Opens an address.
    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Types into a field.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Gives a file to a file field.
    pub async fn choose_file(&self, css: &str, path: &std::path::Path) {
        self.find(css).await.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Clicks. A page that scrolls under a sticky header is scrolled first.
    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        let argument = serde_json::to_value(&element).unwrap();
        let script = "arguments[0].scrollIntoView({block: 'center'}); arguments[0].click();";
        self.client.execute(script, vec![argument]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    /// Clicks the link with this text.
    pub async fn follow(&self, text: &str) {
        self.client
            .find(Locator::LinkText(text))
            .await
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .click()
            .await
            .unwrap();
    }

    /// Whether there is such an element.
    pub async fn has(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// The text of the page, as a person reads it.
    pub async fn text(&self) -> String {
        self.find("body").await.text().await.unwrap()
    }

    /// Where the browser is.
    pub async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Waits until the page says this.
    pub async fn wait_for(&self, text: &str) {
        for _ in 0..100 {
            if self.text().await.contains(text) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{} never says “{text}”; it says: {}", self.address().await, self.text().await);
    }

    /// Ends it.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }

    async fn find(&self, css: &str) -> fantoccini::elements::Element {
        match self.client.wait().at_most(Duration::from_secs(10)).for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} on {}: {error}\n{}", self.address().await, self.text_now().await),
        }
    }

    async fn text_now(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }
}
