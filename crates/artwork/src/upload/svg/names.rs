//! Which names may stand in an SVG: elements and properties that draw, and those that no viewer acts upon.

/// Elements that draw, and those that they need for it. What multiplies work (`use`, `pattern`, `marker`, `filter`,
/// `mask`) is not among them, nor what looks different everywhere (`text`).
pub(super) const ELEMENTS: [&str; 20] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "title",
    "desc",
    "metadata",
    "style",
    "switch",
    "view",
];

/// Properties that draw: attributes, or in a style.
const PROPERTIES: [&str; 30] = [
    "clip-path",
    "clip-rule",
    "color",
    "color-interpolation",
    "color-rendering",
    "display",
    "fill",
    "fill-opacity",
    "fill-rule",
    "isolation",
    "mix-blend-mode",
    "opacity",
    "overflow",
    "paint-order",
    "shape-rendering",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "vector-effect",
    "visibility",
    "enable-background",
    "cursor",
    "pointer-events",
];

/// Attributes that say what an element is and where it lies.
const ATTRIBUTES: [&str; 43] = [
    "baseProfile",
    "class",
    "clipPathUnits",
    "contentScriptType",
    "contentStyleType",
    "cx",
    "cy",
    "d",
    "focusable",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "href",
    "id",
    "lang",
    "media",
    "name",
    "offset",
    "pathLength",
    "points",
    "preserveAspectRatio",
    "r",
    "requiredExtensions",
    "requiredFeatures",
    "role",
    "rx",
    "ry",
    "spreadMethod",
    "style",
    "systemLanguage",
    "tabindex",
    "transform",
    "type",
    "version",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "zoomAndPan",
];

/// Beginnings of names that are about text, or that are notes for programs and screen readers.
const NOTES: [&str; 21] = [
    "-inkscape-",
    "aria-",
    "baseline-",
    "block-progression",
    "color-interpolation-filters",
    "color-profile",
    "data-",
    "direction",
    "dominant-baseline",
    "flood-",
    "font",
    "glyph-",
    "image-rendering",
    "letter-spacing",
    "lighting-color",
    "line-height",
    "shape-",
    "solid-",
    "text-",
    "white-space",
    "word-spacing",
];

/// What multiplies work, and may stand there when it does nothing (`none`).
const NONE_ONLY: [&str; 7] =
    ["filter", "mask", "marker", "marker-start", "marker-mid", "marker-end", "will-change"];

/// Lengths: attributes and properties whose numbers say how large something is.
const LENGTHS: [&str; 23] = [
    "cx",
    "cy",
    "fr",
    "fx",
    "fy",
    "height",
    "offset",
    "r",
    "rx",
    "ry",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-miterlimit",
    "stroke-width",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
    "pathLength",
];

/// Whether a property may stand in a style, with this value.
pub(super) fn is_property(name: &str, value: &str) -> bool {
    PROPERTIES.contains(&name)
        || name.starts_with("writing-mode")
        || NOTES.iter().any(|start| name.starts_with(start))
        || NONE_ONLY.contains(&name) && matches!(value.trim(), "none" | "auto")
}

/// Whether an attribute that belongs to no other namespace may stand on an element, with this value.
pub(super) fn is_attribute(name: &str, value: &str) -> bool {
    ATTRIBUTES.contains(&name) || matches!(name, "y" | "y1" | "y2") || is_property(name, value)
}

/// Whether the numbers of an attribute or property are lengths.
pub(super) fn is_length(name: &str) -> bool {
    LENGTHS.contains(&name)
}
