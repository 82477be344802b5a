use super::*;
use crate::rdf::{self, Hash};

const PLAIN: Seen = Seen { levels: 1, reserved: None, nulls: false };

fn lines(dataset: &Dataset) -> Vec<String> {
    let form = rdf::canonicalize(dataset, Hash::Sha256, &crate::budget::Budget::default()).unwrap();
    form.lines().map(str::to_owned).collect()
}

/// A builder with a node and a predicate to speak of.
fn begun(marks: Marks, seen: &Seen) -> (QuadBuilder<'_>, Place) {
    let mut quads = QuadBuilder::new(marks, seen);
    let subject = Term::Text(quads.iri("urn:a").unwrap());
    let predicate = quads.iri("urn:p").unwrap();
    (quads, Place { subject, predicate, graph: None })
}

/// Says all values of one member; the lines, or the reason why not.
fn said(values: &[(Literal<'_>, Option<&str>)]) -> Result<Vec<String>, String> {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let mut say = |(literal, index): &(Literal<'_>, Option<&str>)| {
        let object = quads.literal(literal.clone(), *index)?;
        quads.member(place, &object)
    };
    values.iter().try_for_each(&mut say).map_err(|error| error.to_string())?;
    Ok(lines(&quads.finish().unwrap()))
}

fn text(text: &str) -> Literal<'_> {
    Literal::Text { text, kind: None }
}

fn number<'a>(spelling: &'a str, kind: Option<&'a str>) -> Literal<'a> {
    Literal::Number { spelling, kind }
}

fn tagged(language: Option<&str>, direction: Option<Direction>) -> Literal<'_> {
    Literal::Tagged { text: "x", language, direction }
}

const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";

#[test]
fn each_kind_of_literal_has_one_form() {
    let form = |literal| said(&[(literal, None)]).unwrap().remove(0);
    let xsd = |form: &str| {
        format!("<urn:a> <urn:p> {form} .").replace("^^", "^^<http://www.w3.org/2001/XMLSchema#")
    };
    assert_eq!(form(text("a\"b")), r#"<urn:a> <urn:p> "a\"b" ."#);
    assert_eq!(form(Literal::Boolean { value: true, kind: None }), xsd(r#""true"^^boolean>"#));
    assert_eq!(form(number("3", None)), xsd(r#""3"^^integer>"#));
    assert_eq!(form(number("3", Some(DOUBLE))), xsd(r#""3.0E0"^^double>"#));
    assert_eq!(form(number("3.0", Some("urn:k"))), r#"<urn:a> <urn:p> "3"^^<urn:k> ."#);
    assert_eq!(form(tagged(Some("en-US"), None)), r#"<urn:a> <urn:p> "x"@en-us ."#);
    let i18n = |tail: &str| format!(r#"<urn:a> <urn:p> "x"^^<https://www.w3.org/ns/i18n#{tail}> ."#);
    assert_eq!(form(tagged(Some("AR"), Some(Direction::RightToLeft))), i18n("ar_rtl"));
    assert_eq!(form(tagged(None, Some(Direction::LeftToRight))), i18n("_ltr"));
    let json = Literal::Json { canonical: r#"{"a":1}"#.into() };
    assert_eq!(
        form(json),
        r#"<urn:a> <urn:p> "{\"a\":1}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON> ."#
    );
}

#[test]
fn a_literal_that_others_read_differently_is_refused() {
    let refused = |literal| said(&[(literal, None)]).unwrap_err();
    assert!(refused(tagged(Some("not a tag"), None)).contains("is not a language tag"));
    assert!(refused(Literal::Text { text: "3.5", kind: Some(DOUBLE) }).contains("is to be a number"));
    let canonical = Literal::Text { text: "3.5E0", kind: Some(DOUBLE) };
    assert_eq!(said(&[(canonical, None)]).unwrap().len(), 1);
}

#[test]
fn a_twin_is_dropped_if_it_is_written_alike_and_refused_if_not() {
    assert_eq!(said(&[(text("x"), None), (text("x"), None)]).unwrap().len(), 1);
    assert_eq!(said(&[(number("3", None), None), (number("3", None), None)]).unwrap().len(), 1);
    let json = || Literal::Json { canonical: "1".into() };
    let left = || tagged(Some("en"), Some(Direction::LeftToRight));
    for (case, values) in [
        (
            "native and typed",
            [(number("3", None), None), (Literal::Text { text: "3", kind: Some(INTEGER) }, None)],
        ),
        ("typed and not", [(number("3", None), None), (number("3", Some(INTEGER)), None)]),
        ("other indexes", [(text("x"), Some("a")), (text("x"), Some("b"))]),
        ("JSON", [(json(), None), (json(), None)]),
        ("other directions", [(left(), None), (tagged(Some("en"), None), None)]),
    ] {
        assert!(said(&values).is_err_and(|why| why.contains("twice")), "{case}");
    }
}

#[test]
fn the_same_value_at_another_place_is_no_twin() {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let predicate = quads.iri("urn:q").unwrap();
    for (place, literal) in [
        (place, number("3", None)),
        (Place { predicate, ..place }, Literal::Text { text: "3", kind: Some(INTEGER) }),
        (Place { graph: Some(place.subject), ..place }, number("3", Some(INTEGER))),
    ] {
        let object = quads.literal(literal, None).unwrap();
        quads.member(place, &object).unwrap();
    }
    assert_eq!(lines(&quads.finish().unwrap()).len(), 3);
}

#[test]
fn a_list_is_written_from_its_end() {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let mut list = quads.list(2, None, None).unwrap();
    for word in ["second", "first"] {
        let cell = quads.cell(&mut list);
        let item = quads.literal(text(word), None).unwrap();
        quads.item(&mut list, &cell, &item).unwrap();
    }
    quads.member(place, &list.finish()).unwrap();
    let form =
        lines(&quads.finish().unwrap()).join("\n").replace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "");
    assert_eq!(form.lines().count(), 5);
    let head = form.lines().find_map(|line| line.strip_prefix("<urn:a> <urn:p> ")).unwrap();
    let head = head.trim_end_matches(" .");
    assert!(form.contains(&format!("{head} <first> \"first\" .")), "{form}");
    assert!(form.contains("<first> \"second\" ."), "{form}");
    assert!(form.contains("<rest> <nil> ."), "{form}");
}

#[test]
fn an_empty_list_stands_once_and_not_beside_a_null() {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let mut say = || {
        let list = quads.list(0, None, None)?.finish();
        quads.member(place, &list)
    };
    assert_eq!(say(), Ok(()));
    assert!(say().is_err_and(|error| error.to_string().contains("twice")));
    let nulls = Seen { nulls: true, ..PLAIN };
    let refused = QuadBuilder::new(Marks::Ignored, &nulls).list(0, None, None).unwrap_err();
    assert!(refused.to_string().contains("null"), "{refused}");
}

#[test]
fn a_label_is_one_node_and_nameless_nodes_are_many() {
    let mut quads = QuadBuilder::new(Marks::Ignored, &PLAIN);
    assert_eq!(quads.labeled("_:a"), quads.labeled("_:a"));
    assert_ne!(quads.labeled("_:a"), quads.labeled("_:b"));
    let mut nameless = || quads.anonymous(true, || None).unwrap();
    assert_ne!(nameless(), nameless());
}

#[test]
fn an_empty_node_is_refused_where_an_identifier_may_have_been_dropped() {
    let reserved = Seen { reserved: Some("@ignored".into()), ..PLAIN };
    let mut quads = QuadBuilder::new(Marks::Ignored, &reserved);
    assert!(quads.anonymous(false, || None).is_ok());
    assert_eq!(quads.anonymous(true, || None), Err(relative("@ignored")));
}

#[test]
fn a_node_has_one_index_in_a_graph() {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let mut index = |index, graph| quads.index(place.subject, Some(index), graph);
    assert_eq!(index("1", None), Ok(()));
    assert_eq!(index("2", Some(place.subject)), Ok(()));
    assert!(index("2", None).is_err_and(|error| error.to_string().contains("conflicting")));
}

#[test]
fn marks_are_kept_when_they_are_wanted() {
    let marks = |marks| {
        let (mut quads, place) = begun(marks, &PLAIN);
        let Term::Blank(node) = quads.anonymous(false, || Some("object 7".into())).unwrap() else {
            panic!("a nameless node is a blank node");
        };
        let mark = quads.list_mark(Place { subject: Term::Blank(node), ..place }, 1);
        let mut list = quads.list(3, None, mark).unwrap();
        let cell = quads.cell(&mut list);
        let object = quads.literal(text("x"), None).unwrap();
        quads.member(place, &object).unwrap();
        // With marks the `@index` of a node is such a mark, and differs.
        let indexes = ["1", "2"].iter().try_for_each(|index| quads.index(place.subject, Some(index), None));
        (quads.finish().unwrap().mark(node).map(str::to_owned), cell.mark(), indexes.is_ok())
    };
    let list = "list object 7 <urn:p> 1 2".to_owned();
    assert_eq!(marks(Marks::Kept), (Some("object 7".into()), Some(list), true));
    assert_eq!(marks(Marks::Ignored), (None, None, false));
}

#[test]
fn too_many_statements_and_none_are_refused() {
    let (mut quads, place) = begun(Marks::Ignored, &PLAIN);
    let mut kind = |number: usize| {
        let kind = Term::Text(quads.iri(&format!("urn:{number}"))?);
        quads.kind(place.subject, kind, None)
    };
    assert_eq!((0..QUADS).try_for_each(&mut kind), Ok(()));
    assert_eq!(kind(0), Ok(()), "a statement that is there counts once");
    assert_eq!(kind(QUADS), Err(CanonicalError::TooMuch { what: "statements", limit: QUADS }));
    let nothing = QuadBuilder::new(Marks::Ignored, &PLAIN).finish().unwrap_err();
    assert!(nothing.to_string().contains("nothing at all"), "{nothing}");
}

#[test]
fn an_iri_with_white_space_is_refused() {
    let mut quads = QuadBuilder::new(Marks::Ignored, &PLAIN);
    assert_eq!(quads.iri("urn:x\u{a0}y"), Err(relative("urn:x\u{a0}y")));
    assert_eq!(quads.iri("urn:x\u{feff}"), Err(relative("urn:x\u{feff}")));
}

/// The second front end must be able to use the builder without the crate.
#[test]
fn nothing_here_knows_the_crate() {
    for (file, source) in [
        ("mod.rs", include_str!("mod.rs")),
        ("list.rs", include_str!("list.rs")),
        ("literal.rs", include_str!("literal.rs")),
        ("twins.rs", include_str!("twins.rs")),
    ] {
        assert!(!source.contains("json_ld::"), "{file}");
    }
}
