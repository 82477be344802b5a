//! What it costs to expand a document. The `json-ld` crate cannot be stopped, so this is reckoned beforehand, from above.
//!
//! What is dear is the active context: it is copied whenever a node has a context of its own, which may be one in the document,
//! that of the property it hangs on, or those of its types (JSON-LD 1.1 §4.1.8), and again when such a context ends. The rest
//! is proportional to the document.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::Members;
use super::bundled;
use super::scan::items;
use crate::budget::{cost, count, times};

/// A context in numbers. The contexts within it are part of it.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Its values: terms, and what they are defined by.
    values: usize,
    /// How often it makes the active context be copied: once for itself and once for each context within it, which is tried
    /// when the term is defined.
    copies: usize,
    /// The bytes of bundled contexts that are read.
    bytes: usize,
}

impl Weight {
    fn of(context: &Value) -> Self {
        items(context).iter().fold(Self::default(), |sum, entry| sum.and(Self::of_entry(entry)))
    }

    fn of_entry(entry: &Value) -> Self {
        match entry {
            Value::String(url) => BUNDLED.by_address.get(url.as_str()).copied().unwrap_or_default(),
            Value::Object(terms) => {
                let own = Self { values: count(entry), copies: 1, bytes: 0 };
                let scoped = terms.values().filter_map(|definition| definition.get("@context"));
                scoped.map(Self::of).fold(own, Self::and)
            }
            _ => Self { values: 1, copies: 1, bytes: 0 },
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            values: self.values.saturating_add(other.values),
            copies: self.copies.saturating_add(other.copies),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    fn max(self, other: Self) -> Self {
        Self {
            values: self.values.max(other.values),
            copies: self.copies.max(other.copies),
            bytes: self.bytes.max(other.bytes),
        }
    }

    /// What it costs to process it over an active context of so many values.
    fn units(self, active: usize) -> u64 {
        let copied = times(self.copies, times(active, cost::COPIED_VALUE));
        let defined = times(self.values, cost::DEFINED_VALUE);
        copied.saturating_add(defined).saturating_add(times(self.bytes, cost::CONTEXT_BYTE))
    }
}

/// The bundled contexts, by their addresses; and the contexts of terms within them, by the terms.
struct Bundled {
    by_address: HashMap<&'static str, Weight>,
    by_term: HashMap<String, Weight>,
}

static BUNDLED: LazyLock<Bundled> = LazyLock::new(|| {
    let mut bundled = Bundled { by_address: HashMap::new(), by_term: HashMap::new() };
    for (address, text) in bundled::all() {
        let document: Value = serde_json::from_str(text).unwrap_or_default();
        let context = document.get("@context").unwrap_or(&Value::Null);
        // None of them names another by its address.
        let own = items(context).iter().filter(|entry| entry.is_object()).map(Weight::of_entry);
        let weight = own.fold(Weight { bytes: text.len(), ..Weight::default() }, Weight::and);
        bundled.by_address.insert(address, weight);
        add_terms(context, &mut bundled.by_term);
    }
    bundled
});

/// Notes the terms that have contexts of their own.
fn add_terms(context: &Value, by_term: &mut HashMap<String, Weight>) {
    for (term, definition) in items(context).iter().filter_map(Value::as_object).flatten() {
        if let Some(scoped) = definition.get("@context") {
            let known = by_term.entry(term.clone()).or_default();
            *known = known.max(Weight::of(scoped));
            add_terms(scoped, by_term);
        }
    }
}

/// What it costs to expand these members, and to turn the result into statements; the context of the whole document apart.
pub(super) fn expansion(members: &Members<'_>) -> u64 {
    let mut contexts = Contexts::default();
    contexts.add(members.context.unwrap_or(&Value::Null));
    members.members.iter().for_each(|(_name, value)| contexts.find(value));
    let active = contexts.active();
    let mut reckoning = Reckoning { contexts: &contexts, active, units: 0, names: 0 };
    reckoning.object(members.members.iter().copied(), None, 1);
    // Names and references are made longer by what the document's own contexts say.
    let lengthened = times(reckoning.names, times(contexts.longest, cost::BYTE));
    reckoning.units.saturating_add(lengthened)
}

/// What it costs to process the context of a whole document.
pub(super) fn context(context: &Value) -> u64 {
    let mut contexts = Contexts::default();
    contexts.add(context);
    Weight::of(context).units(contexts.active())
}

/// All the contexts that a document names or holds.
#[derive(Default)]
struct Contexts<'a> {
    addresses: HashSet<&'a str>,
    /// The values of its own contexts.
    values: usize,
    /// Its own terms with contexts.
    by_term: HashMap<String, Weight>,
    /// Its own terms that stand for maps, whose values hang on the term.
    maps: HashSet<&'a str>,
    /// The length of the longest text in its own contexts.
    longest: usize,
}

impl<'a> Contexts<'a> {
    /// The contexts in a value.
    fn find(&mut self, value: &'a Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.find(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    if name == "@context" { self.add(value) } else { self.find(value) }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, context: &'a Value) {
        add_terms(context, &mut self.by_term);
        for entry in items(context) {
            match entry {
                Value::String(address) => {
                    self.addresses.insert(address);
                }
                own => {
                    self.values += count(own);
                    self.own(own);
                }
            }
        }
    }

    fn own(&mut self, value: &'a Value) {
        match value {
            Value::String(text) => {
                // A scoped context may name bundled ones.
                if BUNDLED.by_address.contains_key(text.as_str()) {
                    self.addresses.insert(text);
                }
                self.longest = self.longest.max(text.len());
            }
            Value::Array(items) => items.iter().for_each(|item| self.own(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    if value.get("@container").is_some() {
                        self.maps.insert(name);
                    }
                    self.longest = self.longest.max(name.len());
                    self.own(value);
                }
            }
            _ => {}
        }
    }

    /// How many values the active context has at most.
    fn active(&self) -> usize {
        let bundled = self.addresses.iter().filter_map(|address| BUNDLED.by_address.get(*address));
        bundled.map(|weight| weight.values).sum::<usize>() + self.values
    }

    /// The context of a term, wherever it is defined.
    fn of_term(&self, term: &str) -> Option<Weight> {
        match (self.by_term.get(term), BUNDLED.by_term.get(term)) {
            (Some(own), Some(bundled)) => Some(own.max(*bundled)),
            (own, bundled) => own.or(bundled).copied(),
        }
    }
}

/// The sum so far.
struct Reckoning<'a> {
    contexts: &'a Contexts<'a>,
    /// The values of the active context.
    active: usize,
    units: u64,
    /// How many names and texts there are.
    names: usize,
}

impl Reckoning<'_> {
    fn add(&mut self, units: u64) {
        self.units = self.units.saturating_add(units);
    }

    /// `on` is the context of the property that the value hangs on. What stands in a list is copied once for each list.
    fn value(&mut self, value: &Value, on: Option<Weight>, copies: usize) {
        match value {
            Value::Array(items) => {
                self.add(cost::EXPANDED_VALUE);
                for item in items {
                    self.value(item, on, copies);
                }
            }
            Value::Object(members) => {
                self.own_contexts(members, on);
                self.object(members.iter().map(|(name, value)| (name.as_str(), value)), on, copies);
            }
            Value::String(text) => self.text(text, copies),
            _ => self.add(times(copies, cost::EXPANDED_VALUE)),
        }
    }

    fn text(&mut self, text: &str, copies: usize) {
        self.names += 1;
        self.add(times(copies, cost::EXPANDED_VALUE.saturating_add(times(text.len(), cost::BYTE))));
    }

    /// The contexts that come to bear at an object: what ends, that of the property, and its own.
    fn own_contexts(&mut self, members: &Map<String, Value>, on: Option<Weight>) {
        self.add(times(self.active, cost::COPIED_VALUE));
        let own = members.get("@context").map(Weight::of);
        for weight in [on, own].into_iter().flatten() {
            self.add(weight.units(self.active));
        }
    }

    fn object<'v>(
        &mut self,
        members: impl Iterator<Item = (&'v str, &'v Value)>,
        on: Option<Weight>,
        copies: usize,
    ) {
        self.add(cost::EXPANDED_OBJECT);
        for (name, value) in members.filter(|(name, _value)| *name != "@context") {
            self.text(name, 1);
            let keyword = name.starts_with('@');
            // Whatever the member is called, it may be another name of `@type`.
            for kind in items(value).iter().filter_map(Value::as_str) {
                if let Some(weight) = self.contexts.of_term(kind) {
                    self.add(
                        weight.units(self.active).saturating_add(times(self.active, cost::COPIED_VALUE)),
                    );
                }
            }
            // Lists, and the values of maps, hang on the property outside.
            let inherited = if keyword || !self.contexts.maps.is_empty() { on } else { None };
            let below = match (self.contexts.of_term(name), inherited) {
                (Some(own), Some(outer)) => Some(own.max(outer)),
                (own, outer) => own.or(outer),
            };
            self.value(value, below, if keyword { copies + 1 } else { copies });
        }
    }
}
