//! Programs that share nothing with Countersign but the standards: they verify what it signs, it verifies what
//! they sign, and each JSON-LD document has one canonical form for all.

mod chance;
mod differential;
mod generator;
mod served;
mod shapes;
mod table;
mod they_verify;
mod witness;
