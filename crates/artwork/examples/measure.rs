//! What hostile pictures cost.
//!
//! `measure` alone lists them; `measure NAME` checks one and prints CPU time and peak memory of the process. Names that
//! begin with `most ` are the largest pictures of a kind that the bounds let through. Linux only.

#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::print_stdout, clippy::indexing_slicing)]

#[path = "../../../tests/src/hostile_pictures.rs"]
#[allow(dead_code, unreachable_pub, clippy::pedantic, clippy::as_conversions, reason = "it is made for tests")]
mod hostile_pictures;

use hostile_pictures::{drawings, families, framed, largest};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        drawings().iter().for_each(|one| println!("{}", one.name));
        families().iter().for_each(|one| println!("most {}", one.name));
        return;
    };
    let number: Option<usize> = arguments.next().map(|text| text.parse().unwrap());
    let bytes = match name.strip_prefix("most ") {
        None => drawings().into_iter().find(|one| one.name == name).unwrap().bytes,
        Some(kind) => {
            let family = families().into_iter().find(|one| one.name == kind).unwrap();
            let Some(number) = number else {
                // In another process, so that the search is not measured.
                let most = largest(&family, |bytes| artwork::upload::check(bytes).is_ok());
                let again = std::process::Command::new(std::env::current_exe().unwrap())
                    .args([&name, &most.to_string()])
                    .status();
                assert!(again.unwrap().success());
                return;
            };
            framed(&(family.content)(number))
        }
    };
    let (before, _) = used();
    let answer = match artwork::upload::check(&bytes) {
        Ok(_) => format!("drawn {}", number.unwrap_or_default()),
        Err(error) => error.to_string(),
    };
    let (after, peak) = used();
    println!("{:>6} ms {:>5} MB {:>8} B  {name}: {answer}", after - before, peak / 1024, bytes.len());
}

/// Milliseconds of CPU time, and kB of peak memory.
fn used() -> (u64, u64) {
    let schedule = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    let nanoseconds: u64 = schedule.split(' ').next().unwrap().parse().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    (nanoseconds / 1_000_000, peak.split_whitespace().nth(1).unwrap().parse().unwrap())
}
