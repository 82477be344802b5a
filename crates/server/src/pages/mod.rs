//! The pages for people: plain HTML, made on the server, that works without JavaScript.
//!
//! Every page is a struct of plain view fields with its template; nothing here knows the database. The [`handlers`]
//! fill the structs from the queries of `service`. Text is escaped by the templates; what someone else wrote
//! becomes a link only through [`web_link::WebLink`].

pub mod answer;
pub mod assessment;
pub mod assets;
pub mod badges;
pub mod catalog;
pub mod coach;
mod conclusion;
pub mod credential;
pub mod district;
pub mod docs;
pub mod emblem;
pub mod endorsed;
pub mod endorsements;
pub mod enrollment;
pub mod evidence;
pub mod faults;
pub mod frame;
pub mod handlers;
pub mod home;
pub mod images;
pub mod manager;
pub mod micro_credential;
pub mod moment;
pub mod openapi;
pub mod outbox;
pub mod paged;
pub mod picture;
pub mod problem;
pub mod proofs;
pub mod rubric;
#[cfg(test)]
mod sample;
pub mod share;
pub mod sign_in;
pub mod tag;
pub mod teacher;
#[cfg(test)]
mod tests;
pub mod undelivered;
pub mod verdict;
pub mod verify;
pub mod web_link;
pub mod wording;

pub use self::handlers::{configure, district_page, micro_credential_page, share_page, wanted};
