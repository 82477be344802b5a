//! Programs that share nothing with Countersign but the standards: they verify what it signs, it verifies what
//! they sign, and each JSON-LD document has one canonical form for all.

mod carriers;
mod chance;
mod differential;
mod exceptions;
mod generator;
mod judges;
mod presentations;
mod proofs;
mod served;
mod shapes;
mod table;
mod they_verify;
mod witness;

use judges::Judges;
use served::Served;
use table::Table;

/// One test, since what it finds is one page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn independent_programs_and_countersign_read_each_other() {
    let Some(mut judges) = Judges::start(module_path!()).await else { return };
    let served = Served::new().await;
    let mut table = Table::default();
    let documents = they_verify::until_revoked(&mut judges, &mut table, &served).await;
    proofs::both_ways(&mut judges, &mut table).await;
    proofs::selective(&mut judges, &mut table).await;
    carriers::tokens(&mut judges, &mut table).await;
    carriers::selective_tokens(&mut judges, &mut table).await;
    carriers::images(&mut judges, &mut table, &served, &documents).await;
    let badge = carriers::signed_by_district(&served);
    presentations::both_ways(&mut judges, &mut table, &badge, &documents).await;
    table.check();
}
