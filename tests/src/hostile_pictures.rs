//! Pictures made to cost much, or to carry what no one sees. Each is a few lines that make a file of up to 1 MiB.
//!
//! The tests of `artwork` use this file too (by its path), so it needs `png` and `flate2`, and nothing of the
//! service.

use std::fmt::Write;
use std::io::Read;

/// A picture and what must become of it.
pub struct HostilePicture {
    /// What it does, in a few words.
    pub name: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
    /// Words of the refusal; `None` when it may be drawn, within the bounds.
    pub refusal: Option<&'static str>,
}

/// Drawings (SVG) that cost much time or memory to draw when nothing bounds them.
pub fn drawings() -> Vec<HostilePicture> {
    let mut all = dashes();
    all.extend(paths());
    all.extend(layers());
    all.extend(gradients());
    all.extend(clips());
    all.extend(sheets());
    all.extend(numbers());
    all.extend(forbidden());
    all
}

fn drawing(name: &'static str, refusal: impl Into<Option<&'static str>>, inner: &str) -> HostilePicture {
    boxed(name, refusal, "0 0 600 600", inner)
}

fn boxed(
    name: &'static str,
    refusal: impl Into<Option<&'static str>>,
    view_box: &str,
    inner: &str,
) -> HostilePicture {
    let text = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='{view_box}'>{inner}<circle cx='9' cy='9' r='9'/></svg>"
    );
    HostilePicture { name, bytes: text.into_bytes(), refusal: refusal.into() }
}

/// `count` pieces, each made of its number.
fn each(count: usize, mut piece: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::new();
    for number in 0..count {
        piece(&mut text, number);
    }
    text
}

/// As many pieces as fit into 1 MB.
fn full(mut piece: impl FnMut(&mut String, usize)) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < 1_000_000 {
        piece(&mut text, number);
        number += 1;
    }
    text
}

/// A number that looks like chance and is the same every time.
fn scattered(seed: usize, below: usize) -> usize {
    (seed.wrapping_mul(2_654_435_761) >> 7) % below
}

fn dashes() -> Vec<HostilePicture> {
    let stroke = "fill='none' stroke='red' stroke-linecap='round'";
    let zeros = "0 ".repeat(400);
    let many = each(4_000, |text, at| {
        let at = at % 600;
        write!(text, "<path d='M0 {at}H600' stroke='red' stroke-dasharray='5'/>").unwrap();
    });
    vec![
        drawing(
            "tiny dashes",
            "dashes",
            &format!("<path {stroke} stroke-dasharray='.0001' d='M0 0L600 600'/>"),
        ),
        drawing(
            "tiny thick dashes",
            "dashes",
            &format!("<path {stroke} stroke-width='99' stroke-dasharray='.001' d='M0 0L600 600'/>"),
        ),
        drawing(
            "dashes without length",
            "`stroke-dasharray`",
            &format!("<path {stroke} stroke-dasharray='{zeros} .1' d='M0 0L600 600'/>"),
        ),
        drawing("dashes of many lines", "dashes", &many),
        drawing(
            "a scale after tiny dashes",
            "dashes",
            &format!(
                "<g transform='scale(100)'><path {stroke} stroke-width='.01' stroke-dasharray='.00001' d='M0 0h6v6'/></g>"
            ),
        ),
        drawing(
            "dashes in a style",
            "dashes",
            "<style>path{stroke:red;stroke-dasharray:.0005}</style><path d='M0 0L600 600'/>",
        ),
    ]
}

fn paths() -> Vec<HostilePicture> {
    let whole = "<path d='M0 0H600V600H0z' fill-opacity='.5'/>";
    let combs = each(400, |text, _| {
        let comb = each(300, |text, at| write!(text, "V{}h2", if at % 2 == 0 { 600 } else { 0 }).unwrap());
        write!(text, "<path d='M0 0{comb}'/>").unwrap();
    });
    let zigzag = full(|text, at| write!(text, "L{} {}", scattered(at, 600), scattered(at + 7, 600)).unwrap());
    let upright = full(|text, at| write!(text, "h.1V{}", if at % 2 == 0 { 600 } else { 0 }).unwrap());
    let crossing = each(4_000, |text, at| {
        write!(text, "M{} 0L{} 600", scattered(at, 600), scattered(at + 3, 600)).unwrap();
    });
    let waves = each(9_000, |text, at| {
        let at = at * 5;
        let x = |add| scattered(at + add, 90_000);
        write!(text, "C{} {} {} {} {} {}", x(0), x(1), x(2), x(3), x(4), x(5)).unwrap();
    });
    let small = full(|text, _| text.push_str("h1v1"));
    let arcs = full(|text, _| text.push_str("A1e9 1e9 0 1 1 1 1A1e9 1e9 0 1 1 0 0"));
    let joins =
        each(9_000, |text, at| write!(text, "L{} {}", scattered(at, 600), scattered(at + 7, 600)).unwrap());
    vec![
        drawing("many paths over the whole area", "area", &whole.repeat(4_900)),
        drawing("combs", "segments", &combs),
        drawing("one long zigzag", "segments", &format!("<path d='M0 0{zigzag}'/>")),
        drawing("upright lines", "segments", &format!("<path d='M0 0{upright}'/>")),
        drawing("crossing lines", "outlines", &format!("<path d='{crossing}'/>")),
        drawing(
            "thin lines everywhere",
            "thin lines",
            &format!("<path d='{crossing}' fill='none' stroke='red' stroke-width='.5'/>"),
        ),
        drawing(
            "thick lines everywhere",
            "outlines",
            &format!("<path d='{crossing}' stroke='red' fill='none' stroke-width='20'/>"),
        ),
        boxed(
            "huge waves with a stroke",
            "segments",
            "0 0 90000 90000",
            &format!("<path d='M0 0{waves}' stroke='red' stroke-width='9'/>"),
        ),
        drawing("short segments", "segments", &format!("<path d='M0 0{small}'/>")),
        drawing("arcs of a huge radius", "number", &format!("<path d='M0 0{arcs}'/>")),
        drawing(
            "points",
            "segments",
            &format!(
                "<polygon points='{}'/>",
                full(|text, at| write!(text, "{} {} ", at % 600, at % 7).unwrap())
            ),
        ),
        drawing(
            "round joins of a wide line",
            "outlines",
            &format!(
                "<path d='M0 0{joins}' fill='none' stroke='red' stroke-width='400' stroke-linejoin='round'/>"
            ),
        ),
        drawing(
            "pointed joins of a wide line",
            "outlines",
            &format!(
                "<path d='M0 0{joins}' fill='none' stroke='red' stroke-width='400' stroke-miterlimit='99999'/>"
            ),
        ),
        drawing("many elements", "elements", &"<g/>".repeat(100_000)),
        drawing(
            "circles",
            None,
            &each(4_900, |text, at| {
                write!(text, "<circle cx='{}' cy='{}' r='9'/>", at % 600, at / 9).unwrap()
            }),
        ),
    ]
}

fn layers() -> Vec<HostilePicture> {
    let whole = "<path d='M-9999-9999H9999V9999H-9999z'/>";
    let nested =
        |levels: usize| format!("{}{whole}{}", "<g opacity='.9'>".repeat(levels), "</g>".repeat(levels));
    let blended = "<g style='mix-blend-mode:luminosity'><path d='M0 0H600V600H0z'/></g>";
    vec![
        drawing("nested layers", "layers", &nested(30)),
        drawing("deep elements", "levels", &nested(5_000)),
        drawing("many layers", "layers", &format!("<g opacity='.5'>{whole}</g>").repeat(1_500)),
        drawing("many blended layers", "layers", &blended.repeat(1_500)),
        drawing(
            "an opacity on each path",
            "layers",
            &"<path opacity='.5' d='M0 0H600V600H0z'/>".repeat(4_900),
        ),
    ]
}

fn gradients() -> Vec<HostilePicture> {
    let stops = each(4_000, |text, at| {
        write!(text, "<stop offset='.{at:04}' stop-color='#{:03}'/>", at % 999).unwrap()
    });
    let many = each(90, |text, at| write!(text, "<stop offset='.{at:02}' stop-color='#{at:03}'/>").unwrap());
    let fills = "<path d='M0 0H600V600H0z' fill='url(#a)'/>";
    let chain = each(2_000, |text, at| {
        write!(
            text,
            "<linearGradient id='g{at}' href='#g{}'/><path d='M0 0h9v9' fill='url(#g{at})'/>",
            at + 1
        )
        .unwrap();
    });
    vec![
        drawing(
            "thousands of stops",
            "stops",
            &format!("<radialGradient id='a'>{stops}</radialGradient>{}", fills.repeat(900)),
        ),
        drawing(
            "gradients over the whole area",
            "area",
            &format!(
                "<radialGradient id='a' fx='.1' fr='.1' spreadMethod='reflect'>{many}</radialGradient>{}",
                fills.repeat(1_000)
            ),
        ),
        drawing("a chain of gradients", "gradients that refer to each other", &chain),
    ]
}

fn clips() -> Vec<HostilePicture> {
    let doubled = each(30, |text, at| {
        let next = at + 1;
        write!(text, "<clipPath id='c{at}'><path d='M0 0H9V9z' clip-path='url(#c{next})'/><path d='M0 0H9V9z' clip-path='url(#c{next})'/></clipPath>").unwrap();
    });
    let use_it = "<path d='M0 0H600V600H0z' clip-path='url(#c0)'/>";
    let large = format!("<clipPath id='c0'>{}</clipPath>", "<path d='M0 0H600V600H0z'/>".repeat(2_000));
    let by_class =
        "<style>.a{clip-path:url(#c0)}</style><clipPath id='c0'><path class='a' d='M0 0H9V9z'/></clipPath>";
    let long = format!("<clipPath id='c0'><path d='M0 0{}'/></clipPath>", "M1 1".repeat(20_000));
    vec![
        drawing("clips in clips", "`clip-path`", &format!("{doubled}<clipPath id='c30'/>{use_it}")),
        drawing("a clip in itself by its class", "`clip-path`", &format!("{by_class}{use_it}")),
        drawing("a large clip used often", "segments", &format!("{large}{}", use_it.repeat(2_000))),
        drawing("a clip of nothing used often", "segments", &format!("{long}{}", use_it.repeat(4_000))),
        drawing(
            "clips over the whole area",
            "layers",
            &format!("<clipPath id='c0'><path d='M0 0H600V600H0z'/></clipPath>{}", use_it.repeat(3_000)),
        ),
        drawing(
            "a clip of each one's box",
            "`clipPathUnits`",
            &format!(
                "<clipPath id='c0' clipPathUnits='objectBoundingBox'><path d='M0 0H1V1z'/></clipPath>{use_it}"
            ),
        ),
    ]
}

fn sheets() -> Vec<HostilePicture> {
    let rules = each(1_500, |text, at| write!(text, ".a{at}{{fill:red}}").unwrap());
    let elements = "<path class='a1' d='M0 0H9V9z'/>".repeat(4_900);
    let classes = each(9_000, |text, at| write!(text, "a{at} ").unwrap());
    let nested = "<style>g g g g g g g g g g g g path{fill:red}</style>";
    let long = "1 ".repeat(100_000);
    vec![
        drawing("thousands of rules", "style rules", &format!("<style>{rules}</style>{elements}")),
        drawing(
            "thousands of classes",
            "`class`",
            &format!("<style>.a1{{fill:red}}</style><path class='{classes}' d='M0 0H9V9z'/>"),
        ),
        drawing("rules about nested elements", "style sheet", &format!("{nested}<path d='M0 0H9V9z'/>")),
        drawing(
            "a long value that all inherit",
            "`stroke-dasharray`",
            &format!("<g stroke-dasharray='{long}'>{elements}</g>"),
        ),
        drawing(
            "a transform in a style",
            "`transform`",
            "<path style='transform:scale(99999)' d='M0 0H9V9z'/>",
        ),
    ]
}

fn numbers() -> Vec<HostilePicture> {
    vec![
        drawing("a circle of a huge radius", "number", "<circle cx='1' cy='1' r='1e38' stroke='red'/>"),
        drawing("a number beyond all", None, "<path d='M0 0L1e400 1'/>"),
        drawing("no number", None, "<circle cx='1' cy='1' r='NaN'/>"),
        drawing("a length of unknown size", "unit", "<g font-size='99999'><circle r='9999em'/></g>"),
        drawing("scales of scales", "scale", &format!("{}<path stroke='red' d='M0 0C9 9 9 0 0 9'/>{}", "<g transform='matrix(999 1 1 999 0 0)'>".repeat(9), "</g>".repeat(9))),
        boxed("a tiny box", "outside", "0 0 .0000001 .0000001", "<path stroke='red' d='M0 0C99999 9 9 99999 0 9'/>"),
        boxed("a huge box", "number", "0 0 1e30 1e30", "<path d='M0 0H9V9z'/>"),
        boxed("no box", None, "0 0 0 0", "<path d='M0 0H9V9z'/>"),
        boxed("a long box", "must be about as wide", "0 0 90000 1", "<path d='M0 0H9V9z'/>"),
        HostilePicture {
            name: "a width unlike its box",
            bytes: b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1' width='99999' height='99999' preserveAspectRatio='xMidYMid slice'><path transform='skewX(80)' stroke='red' d='M0 0C9 9 9 0 0 9'/><circle r='9'/></svg>".to_vec(),
            refusal: Some("scale"),
        },
    ]
}

fn forbidden() -> Vec<HostilePicture> {
    let entities = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]><svg xmlns='http://www.w3.org/2000/svg'><title>&c;</title></svg>";
    let whole = "d='M0 0H600V600H0z'";
    vec![
        HostilePicture { name: "entities", bytes: entities.as_bytes().to_vec(), refusal: Some("entities") },
        drawing("a filter function", "`filter`", &format!("<path filter='blur(99)' {whole}/>").repeat(400)),
        drawing(
            "a filter in a style",
            "`filter`",
            &format!("<style>path{{filter:blur(99px)}}</style><path {whole}/>"),
        ),
        drawing(
            "a mask",
            "`mask`",
            &format!("<mask id='m'><path {whole}/></mask><path mask='url(#m)' {whole}/>"),
        ),
        drawing(
            "a pattern",
            "`pattern`",
            &format!(
                "<pattern id='p' width='.001' height='.001'><path {whole}/></pattern><path fill='url(#p)' {whole}/>"
            ),
        ),
        drawing(
            "a marker",
            "`marker`",
            "<marker id='m'><path d='M0 0H9V9z'/></marker><path marker-mid='url(#m)' d='M0 0H9V9z'/>",
        ),
        drawing(
            "uses of uses",
            "`use`",
            "<g id='a'><use href='#b'/><use href='#b'/></g><g id='b'><path d='M0 0H9V9z'/></g>",
        ),
        drawing(
            "an image",
            "`image`",
            "<image href='data:image/svg+xml;base64,PHN2Zy8+' width='9' height='9'/>",
        ),
        drawing("a drawing in a drawing", "`svg`", "<svg viewBox='0 0 1 1'><path d='M0 0H9V9z'/></svg>"),
        drawing("text", "`text`", "<text>a</text>"),
        drawing(
            "another name for a foreign namespace",
            "`inkscape:href`",
            "<linearGradient xmlns:inkscape='http://www.w3.org/1999/xlink' inkscape:href='https://example.org/#a'/>",
        ),
    ]
}

/// A kind of drawing that costs more the larger its number is. The largest one that is taken shows what the bounds
/// allow.
pub struct Family {
    /// What costs.
    pub name: &'static str,
    /// The content of a drawing of 600 by 600.
    pub content: fn(usize) -> String,
}

/// Drawings that come up to one bound each.
pub fn families() -> Vec<Family> {
    let family = |name, content| Family { name, content };
    vec![
        family("whole areas", |n| "<path d='M0 0H600V600H0z' fill-opacity='.5'/>".repeat(n)),
        family("radial gradients", |n| {
            shaded("radialGradient fx='.1' fr='.1' spreadMethod='reflect'", 100, n)
        }),
        family("radial gradients of few stops", |n| shaded("radialGradient fx='.3'", 3, n)),
        family("linear gradients", |n| shaded("linearGradient spreadMethod='repeat'", 2, n)),
        family("linear gradients of many stops", |n| shaded("linearGradient", 100, n)),
        family("lines that cross", |n| format!("<path d='{}'/>", lines(n))),
        family("lines that cross, even-odd", |n| format!("<path fill-rule='evenodd' d='{}'/>", lines(n))),
        family("a zigzag", |n| format!("<path d='M0 0{}'/>", zigzag(n))),
        family("a comb", |n| {
            format!(
                "<path d='M0 0{}'/>",
                each(n, |text, at| write!(text, "V{}h.3", if at % 2 == 0 { 600 } else { 0 }).unwrap())
            )
        }),
        family("combs", |n| {
            format!(
                "<path d='M0 0{}'/>",
                each(150, |text, at| write!(text, "V{}h4", if at % 2 == 0 { 600 } else { 0 }).unwrap())
            )
            .repeat(n)
        }),
        family("curves that cross", |n| format!("<path d='M0 0{}'/>", curves(n, 600))),
        family("curves with a stroke", |n| {
            format!("<path fill='none' stroke='red' stroke-width='3' d='M0 0{}'/>", curves(n, 600))
        }),
        family("large curves with a stroke", |n| {
            format!(
                "<g transform='scale(.006)'><path fill='none' stroke='red' stroke-width='999' d='M0 0{}'/></g>",
                curves(n, 99_999)
            )
        }),
        family("skewed curves with a stroke", |n| {
            format!(
                "<g transform='scale(.001)skewX(9)'><g transform='scale(999)'><path fill='none' stroke='red' d='M0 0{}'/></g></g>",
                curves(n, 600)
            )
        }),
        family("thin lines", |n| {
            format!("<path fill='none' stroke='red' stroke-width='.4' d='{}'/>", lines(n))
        }),
        family("thin curves", |n| {
            format!("<path fill='none' stroke='red' stroke-width='.4' d='M0 0{}'/>", curves(n, 600))
        }),
        family("thin shaded lines", |n| {
            format!(
                "<radialGradient id='a' gradientUnits='userSpaceOnUse' fx='9'>{}</radialGradient><path fill='none' stroke='url(#a)' stroke-width='.4' d='{}'/>",
                stops(100),
                lines(n)
            )
        }),
        family("wide lines with round joins", |n| {
            format!(
                "<path fill='none' stroke='red' stroke-width='90' stroke-linejoin='round' d='M0 0{}'/>",
                zigzag(n)
            )
        }),
        family("short lines with round joins", |n| {
            format!(
                "<path fill='none' stroke='red' stroke-width='2' stroke-linejoin='round' d='M0 0{}'/>",
                each(n, |text, at| write!(text, "l{} {}", scattered(at, 7), scattered(at + 9, 9) as i64 - 4)
                    .unwrap())
            )
        }),
        family("dashes", |n| {
            format!(
                "<path fill='none' stroke='red' stroke-width='9' stroke-linecap='round' stroke-dasharray='{}' d='M0 0{}'/>",
                600.0 * 200.0 / n as f64,
                each(200, |text, at| write!(text, "L{} {}", 600 * (at % 2), at * 3).unwrap())
            )
        }),
        family("layers", |n| "<g opacity='.5'><path d='M0 0H600V600H0z'/></g>".repeat(n)),
        family("large layers", |n| "<g opacity='.5'><path d='M-9999-9999H9999V9999H-9999z'/></g>".repeat(n)),
        family("nested layers", |n| {
            format!("{}<path d='M0 0H600V600H0z'/>{}", "<g opacity='.99'>".repeat(n), "</g>".repeat(n))
        }),
        family("blended layers", |n| {
            "<g style='mix-blend-mode:luminosity'><path d='M0 0H600V600H0z'/></g>".repeat(n)
        }),
        family("clipped layers", |n| {
            format!(
                "<clipPath id='c'><path d='M0 0H600V600H0z'/></clipPath>{}",
                "<path clip-path='url(#c)' d='M0 0H600V600H0z'/>".repeat(n)
            )
        }),
        family("clips of many shapes", |n| {
            format!(
                "<clipPath id='c'>{}</clipPath>{}",
                "<path d='M0 0H600V600H0z'/>".repeat(n),
                "<path clip-path='url(#c)' d='M0 0H600V600H0z'/>".repeat(9)
            )
        }),
        family("clips of nothing", |n| {
            format!(
                "<clipPath id='c'><path d='M0 0{}'/></clipPath>{}",
                "M1 1".repeat(n),
                "<path clip-path='url(#c)' d='M0 0H600V600H0z'/>".repeat(4_000)
            )
        }),
        family("small circles", |n| {
            each(n, |text, at| {
                write!(text, "<circle cx='{}' cy='{}' r='9' stroke='red' opacity='.5'/>", at % 600, at / 9)
                    .unwrap()
            })
        }),
        family("small shaded circles", |n| {
            format!(
                "<radialGradient id='a'>{}</radialGradient>{}",
                stops(100),
                each(n, |text, at| write!(
                    text,
                    "<circle cx='{}' cy='{}' r='9' fill='url(#a)' stroke='url(#a)'/>",
                    at % 600,
                    at / 9
                )
                .unwrap())
            )
        }),
        family("small shapes in one path", |n| {
            format!(
                "<path d='{}'/>",
                each(n, |text, at| write!(text, "M{} {}h1v1z", scattered(at, 600), scattered(at + 7, 600))
                    .unwrap())
            )
        }),
        family("deep elements", |n| {
            format!("{}{}{}", DEEP.repeat(28), "<path d='M0 0H9V9z'/>".repeat(n), "</g>".repeat(28))
        }),
        family("style rules", |n| {
            format!(
                "<style>{}</style>{}",
                each(n, |text, at| write!(text, "path.a{at}{{fill:red}}").unwrap()),
                "<path class='b c d e f g h i j k l m n o p q r s t u v w x y z' d='M0 0H9V9z'/>".repeat(400)
            )
        }),
        family("style rules that apply", |n| {
            format!(
                "<style>{}</style>{}",
                each(n, |text, _| text.push_str("path{fill:red;stroke:red;font-style:italic}")),
                "<path d='M0 0H9V9z'/>".repeat(400)
            )
        }),
        family("comments", |n| "a<!---->".repeat(n)),
        family("notes", |n| {
            format!(
                "<metadata>{}</metadata>",
                "<m:a xmlns:m='http://creativecommons.org/ns#' m:b='1' m:c='2'/>".repeat(n)
            )
        }),
        family("attributes", |n| {
            each(n, |text, _| {
                text.push_str("<path d='M0 0H9V9z' stroke='red' fill='red'");
                for number in 0..50 {
                    write!(text, " data-a{number}=''").unwrap();
                }
                text.push_str("/>");
            })
        }),
    ]
}

const DEEP: &str = "<g font-family='a' font-size='1' font-style='a' font-weight='1' letter-spacing='1' word-spacing='1' text-anchor='end' direction='ltr' overflow='auto' cursor='auto' fill-opacity='1' clip-rule='evenodd' stroke-opacity='1' data-a='' class='a' id='a' stroke='red'>";

fn stops(count: usize) -> String {
    each(count, |text, at| {
        write!(text, "<stop offset='{}' stop-color='#{:03}'/>", at as f64 / count as f64, at).unwrap()
    })
}

fn shaded(gradient: &str, count: usize, paths: usize) -> String {
    let name = gradient.split(' ').next().unwrap();
    let fill = "<path d='M0 0H600V600H0z' fill='url(#a)'/>".repeat(paths);
    format!("<{gradient} id='a'>{}</{name}>{fill}", stops(count))
}

fn lines(count: usize) -> String {
    each(count, |text, at| write!(text, "M{} 0L{} 600", scattered(at, 600), scattered(at + 3, 600)).unwrap())
}

fn zigzag(count: usize) -> String {
    each(count, |text, at| write!(text, "L{} {}", scattered(at, 600), scattered(at + 7, 600)).unwrap())
}

fn curves(count: usize, below: usize) -> String {
    each(count, |text, at| {
        let x = |add| scattered(at * 6 + add, below);
        write!(text, "C{} {} {} {} {} {}", x(0), x(1), x(2), x(3), x(4), x(5)).unwrap();
    })
}

/// A drawing of 600 by 600 with this content.
pub fn framed(content: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 600 600'>{content}<circle cx='9' cy='9' r='9'/></svg>").into_bytes()
}

/// The largest of a family that `taken` takes, up to 1 MiB.
pub fn largest(family: &Family, taken: impl Fn(&[u8]) -> bool) -> usize {
    let fits = |number: usize| {
        let bytes = framed(&(family.content)(number));
        bytes.len() <= 1 << 20 && taken(&bytes)
    };
    let (mut low, mut high) = (1, 2);
    while high < 1 << 20 && fits(high) {
        (low, high) = (high, high * 2);
    }
    while high - low > low / 64 + 1 {
        let middle = low.midpoint(high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// A word that stands in everything hidden in [`hidden`].
pub const SECRET: &str = "Geheimnis";

/// Pictures (PNG) that carry something no one sees; each is taken, and must be without it afterwards.
pub fn hidden() -> Vec<HostilePicture> {
    use png::chunk::ChunkType;
    let secret = SECRET.as_bytes();
    let mut profile = b"profile\0\0".to_vec();
    profile.extend(stored(secret));
    let mut compressed = b"Comment\0\0".to_vec();
    compressed.extend(stored(secret));
    let with = |name, kind: [u8; 4], data: &[u8]| {
        let data = data.to_vec();
        let bytes = png_of(200, 200, move |writer| writer.write_chunk(ChunkType(kind), &data).unwrap());
        HostilePicture { name, bytes, refusal: None }
    };
    let mut all = vec![
        with("a text", *b"tEXt", &[b"Author\0", secret].concat()),
        with("a compressed text", *b"zTXt", &compressed),
        with("an international text", *b"iTXt", &[b"Author\0\0\0\0\0", secret].concat()),
        with("a color profile", *b"iCCP", &profile),
        with("camera notes", *b"eXIf", &[b"MM\0*\0\0\0\x08", secret].concat()),
        with("a chunk of somebody's own", *b"seCr", secret),
        with("a suggested palette", *b"sPLT", &[secret, b"\0\x08".as_slice()].concat()),
        with("a histogram", *b"hIST", secret),
    ];
    let mut trailing = png_of(200, 200, |_| {});
    trailing.extend(b"PK\x03\x04");
    trailing.extend(secret);
    all.push(HostilePicture { name: "another file after the end", bytes: trailing, refusal: None });
    all
}

/// Pictures (PNG) that cost much when nothing bounds them.
pub fn pixels() -> Vec<HostilePicture> {
    use png::chunk::ChunkType;
    let bomb = [b"a\0\0".as_slice(), &deflated_zeros()].concat();
    let with = |name, kind: [u8; 4], data: Vec<u8>, refusal| {
        let bytes = png_of(200, 200, move |writer| writer.write_chunk(ChunkType(kind), &data).unwrap());
        HostilePicture { name, bytes, refusal }
    };
    let mut huge = png_of(200, 200, |_| {});
    huge[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let mut checksum = flate2::Crc::new();
    checksum.update(&huge[12..29]);
    huge[29..33].copy_from_slice(&checksum.sum().to_be_bytes());
    vec![
        with("a text of a gigabyte", *b"zTXt", bomb.clone(), None),
        with("a profile of a gigabyte", *b"iCCP", bomb, None),
        with("an animation", *b"acTL", vec![0, 0, 0, 9, 0, 0, 0, 0], Some("animated")),
        HostilePicture { name: "a header of four billion pixels", bytes: huge, refusal: Some("each side") },
        HostilePicture { name: "more pixels than there are", bytes: padded(), refusal: None },
    ]
}

/// The largest pictures (PNG) that are taken. It takes seconds to make them.
pub fn largest_pixels() -> Vec<HostilePicture> {
    vec![
        HostilePicture {
            name: "two colors by chance",
            bytes: large(png::BitDepth::Eight, false),
            refusal: None,
        },
        HostilePicture { name: "rows that repeat", bytes: large(png::BitDepth::Eight, true), refusal: None },
        HostilePicture {
            name: "deep rows that repeat",
            bytes: large(png::BitDepth::Sixteen, true),
            refusal: None,
        },
    ]
}

/// A gray PNG, with what `more` writes between header and pixels.
fn png_of(width: u32, height: u32, more: impl FnOnce(&mut png::Writer<&mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    more(&mut writer);
    let pixels: Vec<u8> = (0..=255).cycle().take((width * height) as usize).collect();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

/// The largest picture that is taken, of colors that look like chance: in each pixel, or the same in each row.
fn large(depth: png::BitDepth, rows: bool) -> Vec<u8> {
    const SIDE: usize = 2048;
    let bytes_of_pixel = if depth == png::BitDepth::Sixteen { 8 } else { 4 };
    let mut state = 1_u64;
    let mut chance = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    let pixels: Vec<u8> = if rows {
        let row: Vec<u8> = (0..SIDE * bytes_of_pixel).map(|_| chance()).collect();
        row.repeat(SIDE)
    } else {
        (0..SIDE * SIDE)
            .flat_map(|_| if chance() > 127 { [3, 141, 59, 26] } else { [200, 17, 83, 255] })
            .collect()
    };
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2048, 2048);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(depth);
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(if rows { png::Filter::Up } else { png::Filter::NoFilter });
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    assert!(bytes.len() <= 1 << 20, "{} bytes", bytes.len());
    bytes
}

/// A small picture whose compressed pixels go on for most of a gigabyte.
fn padded() -> Vec<u8> {
    let plain = png_of(200, 200, |_| {});
    let mut bytes = Vec::new();
    // What is before the pixels: signature and header.
    bytes.extend(&plain[..33]);
    let data = deflated_zeros();
    let mut chunk = b"IDAT".to_vec();
    chunk.extend(&data);
    let mut checksum = flate2::Crc::new();
    checksum.update(&chunk);
    bytes.extend((data.len() as u32).to_be_bytes());
    bytes.extend(chunk);
    bytes.extend(checksum.sum().to_be_bytes());
    bytes.extend(&plain[plain.len() - 12..]);
    bytes
}

/// Most of a gigabyte of zeros, compressed to less than a megabyte: a thousand times the same block.
fn deflated_zeros() -> Vec<u8> {
    let zeros = vec![0; 900_000];
    let mut block = Vec::with_capacity(4_096);
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    deflate.compress_vec(&zeros, &mut block, flate2::FlushCompress::Sync).unwrap();
    [[0x78, 0xda].as_slice(), &block.repeat(1_000)].concat()
}

/// Something as it is, in the form of compressed data.
fn stored(data: &[u8]) -> Vec<u8> {
    deflated(data, 0)
}

fn deflated(data: impl Read, level: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::ZlibEncoder::new(data, flate2::Compression::new(level)).read_to_end(&mut bytes).unwrap();
    bytes
}
