//! What hostile pictures cost.
//!
//! `measure` alone lists them; `measure NAME` checks one and prints CPU time and peak memory of the process. Names that
//! begin with `most ` are the largest pictures of a kind that the bounds let through. Linux only.

#![allow(clippy::allow_attributes, clippy::unwrap_used, clippy::print_stdout, reason = "it is run by hand")]

#[path = "../../../tests/src/hostile_pictures.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "made for tests"
)]
mod hostile_pictures;

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use hostile_pictures::{HostilePicture, drawings, families, framed, hidden, largest, largest_pixels, pixels};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next() else {
        for name in MAKERS.iter().flat_map(|make| make()).map(|one| one.name) {
            println!("{name}");
        }
        for name in families().iter().map(|one| one.name) {
            println!("most {name}");
        }
        return;
    };
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).unwrap();
        return measure(&bytes);
    }
    let bytes = match name.strip_prefix("most ") {
        None => MAKERS.iter().find_map(|make| make().into_iter().find(|one| one.name == name)).unwrap().bytes,
        Some(kind) => {
            let family = families().into_iter().find(|one| one.name == kind).unwrap();
            let most = largest(&family, |bytes| artwork::upload::check(bytes).is_ok());
            framed(&(family.content)(most))
        }
    };
    // In another process, so that only the check is measured and not how the picture was made.
    let again = Command::new(std::env::current_exe().unwrap()).arg("-").stdin(Stdio::piped()).spawn();
    let mut again = again.unwrap();
    again.stdin.take().unwrap().write_all(&bytes).unwrap();
    assert!(again.wait().unwrap().success(), "{name}");
    println!("  {name}");
}

fn measure(bytes: &[u8]) {
    let (before, _) = used();
    let answer = artwork::upload::check(bytes).map_or_else(|error| error.to_string(), |_| "taken".to_owned());
    let (after, peak) = used();
    print!("{:>6} ms {:>5} MB {:>8} B  {answer}", after - before, peak / 1024, bytes.len());
}

/// What makes pictures, those first that are made fast.
const MAKERS: [fn() -> Vec<HostilePicture>; 4] = [drawings, hidden, pixels, largest_pixels];

/// Milliseconds of CPU time, and kB of peak memory.
fn used() -> (u64, u64) {
    let schedule = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    let nanoseconds: u64 = schedule.split(' ').next().unwrap().parse().unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    (nanoseconds / 1_000_000, peak.split_whitespace().nth(1).unwrap().parse().unwrap())
}
