use super::*;

/// A dataset of blank nodes alone: each edge has a predicate of its name.
fn graph(edges: &[(usize, &str, usize)]) -> Dataset {
    let mut dataset = Dataset::default();
    let count = edges.iter().map(|(from, _name, to)| from.max(to) + 1).max().unwrap_or_default();
    let nodes: Vec<_> = (0..count).map(|_index| dataset.fresh_blank(None)).collect();
    for (from, name, to) in edges {
        let predicate = dataset.text(format!("<urn:{name}>"));
        let (subject, object) = (Term::Blank(nodes[*from]), Term::Blank(nodes[*to]));
        dataset.insert(Quad { subject, predicate, object, graph: None });
    }
    dataset
}

/// The same edges with the nodes numbered another way and the edges in another order.
fn shuffled(edges: &[(usize, &'static str, usize)], seed: usize) -> Vec<(usize, &'static str, usize)> {
    let count = edges.iter().map(|(from, _name, to)| from.max(to) + 1).max().unwrap();
    // Multiplication by a prime that does not divide the count is a permutation.
    let fits: Vec<_> = [2, 3, 5, 7, 11, 13, 17].into_iter().filter(|prime| count % prime != 0).collect();
    let step = fits[seed % fits.len()];
    let mut moved: Vec<_> =
        edges.iter().map(|(a, name, b)| (a * step % count, *name, b * step % count)).collect();
    let length = moved.len();
    moved.rotate_left(seed % length);
    moved
}

#[test]
fn numbering_and_order_of_the_input_do_not_matter() {
    let ring: Vec<_> = (0..7).map(|i| (i, "next", (i + 1) % 7)).collect();
    let two_rings: Vec<_> =
        (0..6).map(|i| (i, "next", if i < 3 { (i + 1) % 3 } else { 3 + (i + 1) % 3 })).collect();
    let cube: Vec<_> = (0..8).flat_map(|i| [1, 2, 4].map(|bit| (i, "edge", i ^ bit))).collect();
    let star: Vec<_> = (1..7).map(|i| (0, "point", i)).collect();
    let path = vec![(0, "p", 1), (1, "p", 2), (2, "q", 3), (3, "p", 4)];
    for edges in [ring, two_rings, cube, star, path] {
        let expected = canonicalize(&graph(&edges), Hash::Sha256, &Budget::default()).unwrap();
        for seed in 0..12 {
            let moved = shuffled(&edges, seed);
            assert_eq!(
                canonicalize(&graph(&moved), Hash::Sha256, &Budget::default()).unwrap(),
                expected,
                "{moved:?}"
            );
        }
    }
}

#[test]
fn different_graphs_with_equal_first_degree_hashes_differ() {
    let six: Vec<_> = (0..6).map(|i| (i, "next", (i + 1) % 6)).collect();
    let twice_three: Vec<_> =
        (0..6).map(|i| (i, "next", if i < 3 { (i + 1) % 3 } else { 3 + (i + 1) % 3 })).collect();
    assert_ne!(
        canonicalize(&graph(&six), Hash::Sha256, &Budget::default()).unwrap(),
        canonicalize(&graph(&twice_three), Hash::Sha256, &Budget::default()).unwrap()
    );
}

#[test]
fn a_poisoned_graph_ends_in_an_error() {
    // The complete graph: every node looks like every other, at every depth.
    let clique: Vec<_> =
        (0..12).flat_map(|a| (0..12).filter(move |b| *b != a).map(move |b| (a, "p", b))).collect();
    assert_eq!(canonicalize(&graph(&clique), Hash::Sha256, &Budget::default()), Err(Refusal::TooIntricate));
    let large: Vec<_> = (0..120).flat_map(|a| (0..120).map(move |b| (a, "p", b))).collect();
    assert_eq!(canonicalize(&graph(&large), Hash::Sha256, &Budget::default()), Err(Refusal::TooIntricate));
    // Many points of one star: the orders of a long list.
    let stars: Vec<_> = (0..2).flat_map(|hub| (2..60).map(move |point| (hub, "p", point))).collect();
    assert_eq!(canonicalize(&graph(&stars), Hash::Sha256, &Budget::default()), Err(Refusal::TooIntricate));
}

#[test]
fn quads_are_a_set_and_come_out_sorted_with_canonical_labels() {
    let mut dataset = Dataset::default();
    let (a, b) = (dataset.fresh_blank(None), dataset.fresh_blank(None));
    let (p, q) = (dataset.text("<urn:p>".into()), dataset.text("<urn:q>".into()));
    let value = Term::Text(dataset.text(quoted_literal("x\ty")));
    let named = Some(Term::Text(dataset.text("<urn:g>".into())));
    let quads = [
        Quad { subject: Term::Blank(b), predicate: q, object: value, graph: named },
        Quad { subject: Term::Blank(a), predicate: p, object: Term::Blank(b), graph: None },
    ];
    for quad in [quads[0], quads[1], quads[0]] {
        dataset.insert(quad);
    }
    assert_eq!(dataset.len(), 2);
    let form = canonicalize(&dataset, Hash::Sha256, &Budget::default()).unwrap();
    let lines: Vec<_> = form.lines().collect();
    assert!(lines.is_sorted() && form.ends_with(" .\n"), "{form}");
    assert!(lines.iter().any(|line| line.ends_with(r#"<urn:q> "x\ty" <urn:g> ."#)), "{form}");
}

/// Reads canonical N-Quads whose lines are triples, numbering their blank nodes from the last line on.
fn parsed(text: &str) -> Dataset {
    let mut dataset = Dataset::default();
    let mut blanks = HashMap::new();
    for line in text.lines().rev() {
        let (subject, rest) = line.split_once(' ').unwrap();
        let (predicate, object) = rest.strip_suffix(" .").unwrap().split_once(' ').unwrap();
        let mut term = |text: &str| match text.strip_prefix("_:") {
            Some(label) => {
                Term::Blank(*blanks.entry(label.to_owned()).or_insert_with(|| dataset.fresh_blank(None)))
            }
            None => Term::Text(dataset.text(text.to_owned())),
        };
        let (subject, object) = (term(subject), term(object));
        let predicate = dataset.text(predicate.to_owned());
        dataset.insert(Quad { subject, predicate, object, graph: None });
    }
    dataset
}

#[test]
fn signatures_with_p384_number_blank_nodes_by_sha_384() {
    // W3C vc-di-ecdsa, `ecdsa-rdfc-2019-p384/employ`: by SHA-256 the credential would come first.
    let form = r#"_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/citizenship#EmploymentAuthorizationDocument> .
_:c14n0 <https://schema.org/identifier> "83627465" .
_:c14n0 <https://w3id.org/citizenship#lprCategory> "C09" .
_:c14n0 <https://w3id.org/citizenship#lprNumber> "999-999-999" .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/Person> .
_:c14n1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/citizenship#EmployablePerson> .
_:c14n1 <https://schema.org/additionalName> "JACOB" .
_:c14n1 <https://schema.org/birthDate> "1999-07-17"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n1 <https://schema.org/familyName> "SMITH" .
_:c14n1 <https://schema.org/gender> "Male" .
_:c14n1 <https://schema.org/givenName> "JOHN" .
_:c14n1 <https://schema.org/image> <data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVQIW2Ng+M/wHwAEAQH/7yMK/gAAAABJRU5ErkJggg==> .
_:c14n1 <https://w3id.org/citizenship#birthCountry> "Bahamas" .
_:c14n1 <https://w3id.org/citizenship#employmentAuthorizationDocument> _:c14n0 .
_:c14n1 <https://w3id.org/citizenship#residentSince> "2015-01-01"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/citizenship#EmploymentAuthorizationDocumentCredential> .
_:c14n2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://www.w3.org/2018/credentials#VerifiableCredential> .
_:c14n2 <https://schema.org/description> "Example Country Employment Authorization Document." .
_:c14n2 <https://schema.org/name> "Employment Authorization Document" .
_:c14n2 <https://www.w3.org/2018/credentials#credentialSubject> _:c14n1 .
_:c14n2 <https://www.w3.org/2018/credentials#issuer> <did:key:zDnaegE6RR3atJtHKwTRTWHsJ3kNHqFwv7n9YjTgmU7TyfU76> .
_:c14n2 <https://www.w3.org/2018/credentials#validFrom> "2019-12-03T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
_:c14n2 <https://www.w3.org/2018/credentials#validUntil> "2029-12-03T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
"#;
    let dataset = parsed(form);
    assert_eq!(canonicalize(&dataset, Hash::Sha384, &Budget::default()).unwrap(), form);
    assert_ne!(canonicalize(&dataset, Hash::Sha256, &Budget::default()).unwrap(), form);
}
