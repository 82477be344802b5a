//! The doors to the use cases: pages, JSON API and public documents.

pub mod pages;
