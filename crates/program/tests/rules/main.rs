//! The rules seen from outside: one behavior a test.

#![expect(clippy::unwrap_used, reason = "what a test is given is sound; when it is not, the test fails")]

mod approval;
mod assessment;
mod definition;
mod demo;
mod direct_award;
mod enrollment;
mod evidence;
mod given;
mod json;
mod people;
mod properties;
mod status;
mod submission;
mod texts;
