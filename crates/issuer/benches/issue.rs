//! How long it takes from an approval to a signed badge, and to re-sign a status list.

#![expect(clippy::unwrap_used, reason = "a bench fails by panicking")]

#[path = "../tests/issue/approval.rs"]
mod approval;
mod small;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use openbadges::StatusList;
use program::Policy;

use approval::{SIGNED, STATUS_LIST, district, issuance, keys, time};

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn issue(criterion: &mut Criterion) {
    let (district, issuance, policy, keys) = (district(), issuance(), Policy::default(), keys());
    let once = |approval| issuer::issue(approval, &district, &issuance, &policy, &keys).unwrap();
    let mut group = criterion.benchmark_group("issue");
    group.throughput(Throughput::Elements(1));
    for approval in [small::approval, approval::approval] {
        let size = once(approval()).as_str().len();
        group.bench_function(format!("badge of {size} bytes"), |bench| {
            bench.iter_batched(approval, once, BatchSize::SmallInput);
        });
    }
    group.finish();
}

fn status_list(criterion: &mut Criterion) {
    let (district, keys) = (district(), keys());
    let mut bits = StatusList::new(StatusList::MINIMUM);
    (0..bits.len()).step_by(100).for_each(|index| bits.set(index, true).unwrap());
    let (from, until) = (time(SIGNED), time("2026-12-01T00:00:00Z"));
    criterion.bench_function("status list of 131,072 bits, 1 % set", |bench| {
        bench
            .iter(|| issuer::status_list(&district, STATUS_LIST, &bits, from, until, 60_000, &keys).unwrap());
    });
}

criterion_group!(benches, issue, status_list);
criterion_main!(benches);
