use proptest::prelude::*;

use super::*;

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 100 100\">{inner}<circle cx=\"50\" cy=\"50\" r=\"40\"/></svg>"
    )
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(::png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&vec![7; usize::try_from(width * height).unwrap()]).unwrap();
    writer.finish().unwrap();
    bytes
}

fn refusal(bytes: &[u8]) -> String {
    check(bytes).unwrap_err().to_string()
}

#[test]
fn pictures_that_only_draw_are_taken_as_they_are() {
    for inner in [
        "",
        "<defs><linearGradient id='a'/><linearGradient id='b' xlink:href='#a'><stop offset='1'/></linearGradient></defs><g fill='url(#b)'/>",
        "<style>.a { fill: #fff; stroke: url( '#b' ) }</style><title>Größe &amp; &#65;</title><!-- note -->",
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>",
    ] {
        let text = svg(inner);
        let artwork = check(text.as_bytes()).unwrap();
        assert_eq!((artwork.format, artwork.bytes.as_slice()), (Format::Svg, text.as_bytes()));
        assert_eq!(png::proportions(&artwork.png).unwrap(), (crate::SIZE, crate::SIZE));
    }
    let doctype = format!(
        "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'>{}",
        svg("")
    );
    assert!(check(doctype.as_bytes()).is_ok());
    let picture = png(200, 180);
    let artwork = check(&picture).unwrap();
    assert_eq!((artwork.format, &artwork.bytes), (Format::Png, &artwork.png));
    assert!(pixels_of(&artwork.png) == pixels_of(&picture));
}

/// What a viewer shows.
fn pixels_of(bytes: &[u8]) -> (::png::OutputInfo, Vec<u8>) {
    let mut decoder = ::png::Decoder::new(std::io::Cursor::new(bytes));
    decoder
        .set_transformations(::png::Transformations::normalize_to_color8() | ::png::Transformations::ALPHA);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    (reader.next_frame(&mut pixels).unwrap(), pixels)
}

#[test]
fn a_png_keeps_its_pixels_whatever_their_form() {
    use ::png::{BitDepth, ColorType};
    for (color, depth, transparent) in [
        (ColorType::Indexed, BitDepth::Two, Some(vec![9, 200])),
        (ColorType::Indexed, BitDepth::Eight, None),
        (ColorType::Grayscale, BitDepth::One, None),
        (ColorType::Grayscale, BitDepth::Eight, Some(vec![0, 3])),
        (ColorType::GrayscaleAlpha, BitDepth::Eight, None),
        (ColorType::Rgb, BitDepth::Eight, Some(vec![0, 1, 0, 2, 0, 3])),
        (ColorType::Rgb, BitDepth::Sixteen, Some(vec![0, 1, 2, 3, 4, 5])),
        (ColorType::Rgba, BitDepth::Sixteen, None),
    ] {
        let mut bytes = Vec::new();
        let mut encoder = ::png::Encoder::new(&mut bytes, 130, 140);
        encoder.set_color(color);
        encoder.set_depth(depth);
        encoder.set_palette((0..=255).collect::<Vec<u8>>().repeat(3));
        if let Some(transparent) = transparent {
            encoder.set_trns(transparent);
        }
        let mut writer = encoder.write_header().unwrap();
        let most = if color == ColorType::Indexed { 4 } else { 255 };
        let depth_bits = match depth {
            BitDepth::One => 1,
            BitDepth::Two => 2,
            BitDepth::Sixteen => 16,
            _ => 8,
        };
        let row = (130 * color.samples() * depth_bits).div_ceil(8);
        let pixels: Vec<u8> = (0..row * 140).map(|at| u8::try_from(at % most).unwrap()).collect();
        writer.write_image_data(&pixels).unwrap();
        writer.finish().unwrap();
        let kept = pixels_of(&check(&bytes).unwrap().png) == pixels_of(&bytes);
        assert!(kept, "{color:?} {depth:?}");
    }
}

#[test]
fn what_is_active_or_foreign_is_refused_by_name() {
    for (inner, named) in [
        ("<script>alert(1)</script>", "`script`"),
        ("<g><script xmlns='http://www.w3.org/1999/xhtml'/></g>", "`script`"),
        ("<foreignObject/>", "`foreignObject`"),
        ("<a href='#x'/>", "`a`"),
        ("<animate attributeName='href' to='x'/>", "`animate`"),
        ("<set/>", "`set`"),
        ("<image href='https://example.org/a.png'/>", "`image`"),
        ("<text>A</text>", "letters into paths"),
        ("<use href='#a'/>", "`use`"),
        ("<filter id='f'/>", "`filter`"),
        ("<rect onload='alert(1)'/>", "`onload`"),
        ("<rect ONCLICK='alert(1)'/>", "`ONCLICK`"),
        ("<linearGradient href='other.svg#a'/>", "`href`"),
        ("<linearGradient xlink:href='https://example.org/#a'/>", "`xlink:href`"),
        ("<g xml:base='https://example.org/'/>", "`xml:base`"),
        ("<rect fill='url(https://example.org/a)'/>", "`fill`"),
        ("<rect style='fill:URL( \"//example.org/a\" )'/>", "`style`"),
        ("<rect style='fill:u\\72l(//x)'/>", "`style`"),
        ("<rect fill='url(&#x68;ttps&#58;//example.org/a)'/>", "`fill`"),
        ("<style>@import 'https://example.org';</style>", "style sheet"),
        ("<style>a{fill:url(data:x)}</style>", "style sheet"),
        ("<style><![CDATA[a{b:url(x)}]]></style>", "style sheet"),
        ("<style>a{b:ur/**/l(x)}</style>", "style sheet"),
        ("<style>&#64;import 'x';</style>", "entity"),
        ("<?xml-stylesheet href='a.css'?>", "processing instruction"),
        ("&unknown;", "`unknown`"),
        ("<x:y xmlns:x='https://example.org'/>", "`y`"),
    ] {
        let message = refusal(svg(inner).as_bytes());
        assert!(message.contains(named), "{inner}: {message}");
    }
    let entities = format!("<!DOCTYPE svg [<!ENTITY a 'b'>]>{}", svg(""));
    assert!(refusal(entities.as_bytes()).contains("entities"));
}

#[test]
fn what_is_too_much_or_too_little_is_refused() {
    assert!(refusal(&vec![b'<'; MOST_BYTES + 1]).contains("at most 1048576"));
    assert!(refusal(svg(&"<g/>".repeat(5_000)).as_bytes()).contains("more than 5000 elements"));
    let deep = format!("{}{}", "<g>".repeat(32), "</g>".repeat(32));
    assert!(refusal(svg(&deep).as_bytes()).contains("32 levels"));
    assert!(refusal(&png(127, 128)).contains("127 by 128 pixels"));
    assert!(refusal(&png(200, 400)).contains("200 by 400, but a badge"));
    assert!(
        refusal(
            b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 20'><rect width='9' height='9'/></svg>"
        )
        .contains("10 by 20")
    );
    assert!(
        refusal(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10'/>")
            .contains("nothing in it is visible")
    );
    for bytes in [
        b"".as_slice(),
        b"GIF89a",
        b"<html/>",
        b"\xff\xd8\xff",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    ] {
        assert!(check(bytes).is_err());
    }
    assert!(refusal(&svg("").as_bytes()[..100]).contains("cannot be read"));
}

#[test]
fn a_png_is_decoded_to_its_end() {
    let good = png(300, 300);
    let mut cut = good.clone();
    cut.truncate(good.len() - 20);
    assert!(refusal(&cut).starts_with("the PNG image is damaged"));
    let mut spoilt = good.clone();
    let middle = good.len() / 2;
    spoilt[middle] ^= 0xff;
    assert!(refusal(&spoilt).starts_with("the PNG image is damaged"));
    // A header that promises more than there may be, in a file of some bytes.
    let mut bomb = good;
    bomb[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    assert!(check(&bomb).is_err());
}

#[test]
fn a_png_can_be_shown_as_an_svg() {
    let text = wrapped(&png(200, 180)).unwrap();
    assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 180\""));
    assert!(wrapped(b"nothing").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..400, byte: u8) {
        let _ = check(&bytes);
        let mut picture = png(130, 130);
        if let Some(place) = picture.get_mut(at) {
            *place = byte;
        }
        let _ = check(&picture);
        let mut text = svg("<style>a{fill:url(#b)}</style>").into_bytes();
        if let Some(place) = text.get_mut(at) {
            *place = byte;
        }
        let _ = check(&text);
    }
}
