//! The doors of the VC API (W3C Credentials Community Group), for other software: behind a district's client
//! (`district`), and without sign-in on this machine alone (`standalone`).

mod answer;
mod body;
pub(crate) mod dcc;
pub(crate) mod district;
pub mod standalone;
