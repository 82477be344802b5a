//! Graphs whose blank nodes are hard to tell apart ("poison graphs", RDFC-1.0 §7.1).

use openbadges::{CanonicalError, canonical_form};
use proptest::collection::vec;
use proptest::prelude::{Strategy, prop_assert_eq};
use serde_json::{Value, json};

use crate::try_many;

/// A document whose nodes refer to each other along these edges, and nothing else tells them apart.
fn document(nodes: usize, edges: &[(usize, usize)], order: impl Fn(usize) -> usize) -> Value {
    let node = |number: usize| {
        let number = order(number);
        let to: Vec<Value> = edges
            .iter()
            .filter(|(from, _to)| *from == number)
            .map(|(_from, to)| json!({"id": format!("_:n{to}")}))
            .collect();
        json!({"id": format!("_:n{number}"), "x:to": to})
    };
    json!({
        "@context": {"id": "@id", "x": "https://x.example/#"},
        "@graph": (0..nodes).map(node).collect::<Vec<_>>(),
    })
}

fn graphs() -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    (2_usize..14).prop_flat_map(|nodes| {
        let edges = vec((0..nodes, 0..nodes), 1..nodes * 3);
        edges.prop_map(move |edges| (nodes, edges))
    })
}

#[test]
fn graphs_have_one_canonical_form_or_none() {
    try_many("graphs", &graphs(), |(nodes, edges)| {
        let forward = canonical_form(&document(nodes, &edges, |number| number));
        let backward = canonical_form(&document(nodes, &edges, |number| nodes - 1 - number));
        // The work may run out along one way and not along the other; two answers are the same answer.
        if let (Ok(forward), Ok(backward)) = (&forward, &backward) {
            prop_assert_eq!(forward, backward);
        }
        Ok(())
    });
}

#[test]
fn poison_is_refused() {
    for nodes in [10, 14, 20, 40] {
        let edges: Vec<_> = (0..nodes)
            .flat_map(|from| (0..nodes).map(move |to| (from, to)))
            .filter(|(from, to)| from != to)
            .collect();
        let refused = canonical_form(&document(nodes, &edges, |number| number));
        assert_eq!(
            refused,
            Err(CanonicalError::TooIntricate),
            "every one of {nodes} nodes leads to every other"
        );
    }
}
