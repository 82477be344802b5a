//! Stories that run the whole of Countersign from outside: one story a file, users as types, on both
//! databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    clippy::allow_attributes,
    reason = "in a test a panic is a failure, and a story is told in one piece"
)]

mod approve;
mod architecture;
mod audit;
mod bad_input;
mod bodies;
mod browser;
mod budget;
mod chaos;
mod clock;
mod connections;
mod dcc;
mod direct;
mod door;
mod endorse;
mod faults;
mod fetches;
mod guard;
mod http;
mod images;
mod interop;
mod keys;
mod limits;
mod lists;
mod locks;
mod mail;
mod many;
mod methods;
mod nul;
mod overtaken;
mod pages;
mod replicas;
mod schemathesis;
mod sign_in;
mod statements;
mod status;
mod tenants;
mod twins;
mod vc_api;

/// Runs each story on SQLite (8 connections) and on PostgreSQL.
macro_rules! on_both_databases {
    ($($story:ident),* $(,)?) => {$(
        mod $story {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                super::$story(acceptance::App::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgresql() {
                let name = concat!(module_path!(), "::on_postgresql");
                if let Some(app) = acceptance::App::postgresql(name).await {
                    super::$story(app).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both_databases;
