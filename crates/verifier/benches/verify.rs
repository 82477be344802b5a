//! How long it takes to verify a badge: text in, report out.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../../issuer/tests/issue/approval.rs"]
mod approval;
#[path = "../../issuer/benches/small/mod.rs"]
mod small;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use openbadges::StatusList;
use program::Policy;
use verifier::{Evidence, Outcome};

use approval::{DID, SIGNED, STATUS_LIST, district, issuance, keys, time};

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn evidence() -> Evidence {
    let bits = StatusList::new(StatusList::MINIMUM);
    let (from, until) = (time(SIGNED), time("2026-12-01T00:00:00Z"));
    let list = issuer::status_list(&district(), STATUS_LIST, &bits, from, until, 60_000, &keys()).unwrap();
    let mut evidence = Evidence::new();
    evidence.insert_controller(DID, Ok(issuer::did_document(&district(), &keys())));
    evidence.insert_status_list(STATUS_LIST, Ok(list.into_string()));
    evidence
}

fn verify(criterion: &mut Criterion) {
    let evidence = evidence();
    let now = time("2026-11-24T12:00:00Z");
    let mut group = criterion.benchmark_group("verify");
    group.throughput(Throughput::Elements(1));
    for approval in [small::approval, approval::approval] {
        let credential =
            issuer::issue(approval(), &district(), &issuance(), &Policy::default(), &keys()).unwrap();
        let text = credential.as_str();
        let once = || verifier::verify(&verifier::parse(text.as_bytes()).unwrap(), &evidence, now);
        assert_eq!(once().outcome, Outcome::Verified);
        group.bench_function(format!("badge of {} bytes, with its status list", text.len()), |bench| {
            bench.iter(once);
        });
    }
    group.finish();
}

criterion_group!(benches, verify);
criterion_main!(benches);
