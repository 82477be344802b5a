//! How long an answer may be kept (RFC 9111 §4.2, §5.2).

use std::time::Duration;

use reqwest::header::{AGE, CACHE_CONTROL, HeaderMap, HeaderName, VARY};

/// For how long, from now, the answer may be given to others without asking again; `None` when it may not be kept.
///
/// One cache serves everybody, so it is a shared one. Only what the server says counts: nothing is kept by guess, and
/// of contradicting directives the shortest counts.
pub(super) fn lifetime(headers: &HeaderMap) -> Option<Duration> {
    if texts(headers, &VARY).any(|vary| vary.contains('*')) {
        return None;
    }
    let mut max_age: Option<u64> = None;
    let mut shared: Option<u64> = None;
    for directive in texts(headers, &CACHE_CONTROL).flat_map(|line| line.split(',')) {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        let shorter = |known: Option<u64>| {
            // What cannot be read is as good as over (RFC 9111 §4.2.1).
            let seconds = seconds(value).unwrap_or(0);
            Some(known.map_or(seconds, |known| known.min(seconds)))
        };
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" | "no-cache" | "private" => return None,
            "max-age" => max_age = shorter(max_age),
            "s-maxage" => shared = shorter(shared),
            _ => {}
        }
    }
    // How long the answer lay in other caches on the way.
    let age = texts(headers, &AGE).map(|age| seconds(age).unwrap_or(u64::MAX)).max().unwrap_or(0);
    let left = shared.or(max_age)?.saturating_sub(age);
    (left > 0).then(|| Duration::from_secs(left))
}

fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    // What is no text is taken for the most careful thing it could say.
    headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("no-store, *"))
}

fn seconds(value: &str) -> Option<u64> {
    let digits = value.trim().trim_matches('"');
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn left(headers: &[(HeaderName, &str)]) -> Option<u64> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, HeaderValue::from_str(value).unwrap());
        }
        lifetime(&map).map(|left| left.as_secs())
    }

    fn controlled(value: &str) -> Option<u64> {
        left(&[(CACHE_CONTROL, value)])
    }

    #[test]
    fn only_what_the_server_allows_is_kept() {
        assert_eq!(left(&[]), None);
        assert_eq!(controlled("public"), None);
        assert_eq!(controlled("max-age=60"), Some(60));
        assert_eq!(controlled("public, MAX-AGE=\"60\" , must-revalidate"), Some(60));
        assert_eq!(controlled("max-age=99999999999999999999999"), Some(u64::MAX));
    }

    #[test]
    fn a_shared_cache_keeps_nothing_private_or_not_to_be_stored() {
        for value in [
            "no-store",
            "no-cache",
            "private",
            "max-age=60, no-store",
            "max-age=60, Private=\"x-name\"",
            "max-age=0",
        ] {
            assert_eq!(controlled(value), None, "{value}");
        }
        assert_eq!(controlled("max-age=60, s-maxage=10"), Some(10));
        assert_eq!(controlled("max-age=10, s-maxage=60"), Some(60));
        assert_eq!(controlled("max-age=60, s-maxage=0"), None);
    }

    #[test]
    fn of_contradicting_directives_the_shortest_counts() {
        assert_eq!(controlled("max-age=60, max-age=10"), Some(10));
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (CACHE_CONTROL, "no-store")]), None);
        for value in ["max-age=-1", "max-age=", "max-age", "max-age=1.5", "max-age=0x10"] {
            assert_eq!(controlled(value), None, "{value}");
        }
    }

    #[test]
    fn the_time_in_other_caches_counts() {
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (AGE, "20")]), Some(40));
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (AGE, "60")]), None);
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (AGE, "a while")]), None);
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (AGE, "1"), (AGE, "59")]), Some(1));
    }

    #[test]
    fn what_varies_with_everything_is_not_kept() {
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (VARY, "*")]), None);
        // The accepted types are part of the key; nothing else in our requests varies.
        assert_eq!(left(&[(CACHE_CONTROL, "max-age=60"), (VARY, "Accept, Accept-Encoding")]), Some(60));
    }
}
