//! For how long a list may be kept.

use std::time::Duration;

use openbadges::Budget;

use super::list;
use crate::member::items;

/// For how long a status list says that it may be kept: `credentialSubject.ttl`, in milliseconds (Bitstring Status List 1.0
/// §2.2). `None` when it does not say.
pub fn time_to_live(list: &str) -> Option<Duration> {
    let list = list::open(list, &Budget::default()).ok()?;
    let said = items(&list.document, "credentialSubject").filter_map(|subject| subject.get("ttl")?.as_u64());
    said.min().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_how_long_it_may_be_kept() {
        let of = |list: &str| time_to_live(list).map(|ttl| ttl.as_millis());
        assert_eq!(of(r#"{"credentialSubject":{"ttl":300000}}"#), Some(300_000));
        assert_eq!(of(r#"{"credentialSubject":[{"ttl":300000},{"ttl":5}]}"#), Some(5));
        for list in
            ["<html>", "{}", r#"{"credentialSubject":{"ttl":"5"}}"#, r#"{"credentialSubject":{"ttl":-5}}"#]
        {
            assert_eq!(of(list), None, "{list}");
        }
    }
}
