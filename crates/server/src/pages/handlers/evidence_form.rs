//! The form to hand in evidence: from its fields to evidence items, and from faults back to its fields.

use std::collections::BTreeMap;

use program::{Definition, EvidenceContent, EvidenceItem, EvidenceKind, EvidencePart, Fault};
use service::UploadedFile;

use crate::form::File;
use crate::pages::enrollment::{FileField, PartForm};
use crate::pages::faults::Faults;
use crate::pages::wording::sentence;

/// What the form holds of every part: as it was submitted last, or as it is typed now.
#[derive(Debug, Default)]
pub(super) struct EvidenceSent {
    parts: BTreeMap<String, PartSent>,
}

#[derive(Debug, Default)]
struct PartSent {
    text: String,
    link: String,
    /// The files of the last attempt.
    kept: Vec<EvidenceItem>,
}

/// The evidence as the command takes it, and which field each item came from.
#[derive(Debug, Default)]
pub(super) struct HandedIn {
    /// Texts, links, and files of the last attempt that stay.
    pub(super) evidence: Vec<EvidenceItem>,
    /// New files.
    pub(super) files: Vec<UploadedFile>,
    /// The fields.
    pub(super) fields: ItemFields,
}

/// The ids of the form's fields, in the order of the items.
#[derive(Debug, Default)]
pub(super) struct ItemFields {
    evidence: Vec<String>,
    files: Vec<String>,
}

impl EvidenceSent {
    /// What was submitted last.
    pub(super) fn of(last: &[EvidenceItem]) -> Self {
        let mut sent = Self::default();
        for item in last {
            let part = sent.parts.entry(item.part.clone()).or_default();
            match &item.content {
                EvidenceContent::Text { text } if part.text.is_empty() => part.text.clone_from(text),
                EvidenceContent::Text { text } => {
                    part.text.push_str("\n\n");
                    part.text.push_str(text);
                }
                EvidenceContent::Link { url } if part.link.is_empty() => part.link.clone_from(url),
                EvidenceContent::Link { .. } => {}
                EvidenceContent::File { .. } => part.kept.push(item.clone()),
            }
        }
        sent
    }

    /// What is typed now, with the files of the last attempt.
    pub(super) fn read(definition: &Definition, fields: &[(String, String)], last: &[EvidenceItem]) -> Self {
        let typed = |name: String| {
            let found = fields.iter().find(|(given, _)| *given == name);
            found.map(|(_, text)| text.clone()).unwrap_or_default()
        };
        let mut kept = Self::of(last).parts;
        let part = |part: &EvidencePart| {
            let sent = PartSent {
                text: typed(field(&part.id, "text")),
                link: typed(field(&part.id, "link")),
                kept: kept.remove(&part.id).unwrap_or_default().kept,
            };
            (part.id.clone(), sent)
        };
        Self { parts: definition.evidence_parts.iter().map(part).collect() }
    }

    /// The evidence. A new file takes the place of the files of the last attempt in its part.
    pub(super) fn items(&self, definition: &Definition, files: Vec<File>) -> HandedIn {
        let mut handed_in = HandedIn::default();
        let mut files = files;
        for part in &definition.evidence_parts {
            let Some(sent) = self.parts.get(&part.id) else { continue };
            let item = |content| EvidenceItem { part: part.id.clone(), title: part.title.clone(), content };
            if !sent.text.trim().is_empty() {
                handed_in
                    .add(item(EvidenceContent::Text { text: sent.text.clone() }), field(&part.id, "text"));
            }
            if !sent.link.trim().is_empty() {
                handed_in
                    .add(item(EvidenceContent::Link { url: sent.link.clone() }), field(&part.id, "link"));
            }
            let name = field(&part.id, "file");
            let uploaded: Vec<File> = files.extract_if(.., |file| file.field == name).collect();
            if uploaded.is_empty() {
                for kept in &sent.kept {
                    handed_in.add(kept.clone(), name.clone());
                }
            }
            for file in uploaded {
                handed_in.fields.files.push(name.clone());
                handed_in.files.push(UploadedFile {
                    part: part.id.clone(),
                    title: part.title.clone(),
                    name: file.name,
                    media_type: file.media_type,
                    upload: file.upload,
                });
            }
        }
        handed_in
    }
}

impl HandedIn {
    fn add(&mut self, item: EvidenceItem, field: String) {
        self.evidence.push(item);
        self.fields.evidence.push(field);
    }
}

fn field(part: &str, kind: &str) -> String {
    format!("part-{part}-{kind}")
}

/// The fields of every part.
pub(super) fn parts(definition: &Definition, sent: &EvidenceSent) -> Vec<PartForm> {
    let nothing = PartSent::default();
    let form = |part: &EvidencePart| {
        let sent = sent.parts.get(&part.id).unwrap_or(&nothing);
        let takes = |kind| part.kinds.contains(&kind);
        let names = sent.kept.iter().filter_map(|item| match &item.content {
            EvidenceContent::File { name, .. } => Some(name.as_str()),
            EvidenceContent::Text { .. } | EvidenceContent::Link { .. } => None,
        });
        PartForm {
            part: part.id.clone(),
            title: part.title.clone(),
            instructions: part.instructions.clone(),
            required: part.required,
            limit: part.word_limit.map(|limit| format!("up to {limit} words")).unwrap_or_default(),
            text: takes(EvidenceKind::Text).then(|| sent.text.clone()),
            link: takes(EvidenceKind::Link).then(|| sent.link.clone()),
            file: takes(EvidenceKind::File)
                .then(|| FileField { kept: names.collect::<Vec<_>>().join(", "), limit: "10 MB".to_owned() }),
        }
    };
    definition.evidence_parts.iter().map(form).collect()
}

/// What the command says is wrong, at the fields it came from.
pub(super) fn field_faults(definition: &Definition, fields: &ItemFields, faults: &[Fault]) -> Faults {
    // That there is nothing at all is said by every part that is missing.
    let nothing = |fault: &Fault| fault.pointer.is_empty() && fault.message.starts_with("at least 1 ");
    let several = faults.len() > 1;
    let told = faults.iter().filter(|fault| !(several && nothing(fault)));
    let located = told.fold(Faults::default(), |located, fault| match place(definition, fields, fault) {
        Some((field, message)) => located.with(field, message),
        None => located.with_general(sentence(&fault.message)),
    });
    if located.is_empty() { located.with_general("Your work was not submitted.") } else { located }
}

fn place(definition: &Definition, fields: &ItemFields, fault: &Fault) -> Option<(String, String)> {
    let mut steps = fault.pointer.split('/').skip(1);
    let first = steps.next();
    if let Some("files") = first {
        let field = fields.files.get(steps.next()?.parse::<usize>().ok()?)?;
        return Some((field.clone(), sentence(&format!("the file {}", fault.message))));
    }
    let Some(number) = (match first {
        Some("evidence") => steps.next(),
        other => other,
    }) else {
        // A part without evidence has no item to point at; the message names the part.
        let named = |part: &&EvidencePart| fault.message.contains(&format!("“{}” ({})", part.title, part.id));
        let part = definition.evidence_parts.iter().find(named)?;
        return Some((format!("part-{}", part.id), format!("Submit something for “{}”.", part.title)));
    };
    let number: usize = number.parse().ok()?;
    // Items of new files come after the others.
    let field = fields.evidence.iter().chain(&fields.files).nth(number)?;
    let subject = match steps.last() {
        Some("url") => "The link ",
        Some("text") if fault.message.starts_with(char::is_lowercase) => "The text ",
        Some("name") => "The name of the file ",
        _ => "",
    };
    Some((field.clone(), sentence(&format!("{subject}{}", fault.message))))
}

#[cfg(test)]
mod tests {
    use program::{EvidencePart, PassRule, Rubric, check_evidence};

    use super::*;

    fn definition() -> Definition {
        let part = |id: &str, kinds: &[EvidenceKind]| EvidencePart {
            id: id.to_owned(),
            title: format!("The {id}"),
            instructions: "Submit it.".to_owned(),
            required: true,
            kinds: kinds.to_vec(),
            word_limit: Some(3),
        };
        Definition {
            title: "T".to_owned(),
            summary: "S".to_owned(),
            description: "D".to_owned(),
            criteria_narrative: "C".to_owned(),
            tags: Vec::new(),
            hours: None,
            validity_months: None,
            language: None,
            alignments: Vec::new(),
            evidence_parts: vec![
                part("plan", &[EvidenceKind::Text, EvidenceKind::Link, EvidenceKind::File]),
                part("reflection", &[EvidenceKind::Text]),
            ],
            rubric: Rubric { criteria: Vec::new(), pass_rule: PassRule::EveryCriterion },
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn file(name: &str) -> EvidenceItem {
        EvidenceItem {
            part: "plan".to_owned(),
            title: "The plan".to_owned(),
            content: EvidenceContent::File {
                name: name.to_owned(),
                media_type: "application/pdf".to_owned(),
                sha256: "0".repeat(64),
                size: 3,
            },
        }
    }

    fn upload(field: &str) -> File {
        File {
            field: field.to_owned(),
            name: "new.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            upload: service::Upload::new(std::fs::File::open("/dev/null").unwrap(), 4, &[0; 32]),
        }
    }

    #[test]
    fn a_file_stays_until_another_takes_its_place() {
        let (definition, last) = (definition(), [file("old.pdf")]);
        let sent = EvidenceSent::read(&definition, &fields(&[("part-plan-text", "  ")]), &last);
        let stayed = sent.items(&definition, Vec::new());
        assert_eq!((stayed.evidence.as_slice(), stayed.files.len()), (last.as_slice(), 0));
        let replaced = sent.items(&definition, vec![upload("part-plan-file")]);
        assert_eq!((replaced.evidence.len(), replaced.files.len()), (0, 1));
        assert_eq!(parts(&definition, &sent)[0].file.as_ref().unwrap().kept, "old.pdf");
    }

    #[test]
    fn a_file_for_no_part_is_left_out() {
        let sent = EvidenceSent::read(&definition(), &[], &[]);
        assert!(sent.items(&definition(), vec![upload("part-other-file")]).files.is_empty());
    }

    #[test]
    fn every_fault_is_said_at_its_field() {
        let definition = definition();
        let typed =
            fields(&[("part-plan-link", "javascript:alert(1)"), ("part-plan-text", "one two three four")]);
        let sent = EvidenceSent::read(&definition, &typed, &[]);
        let handed_in = sent.items(&definition, Vec::new());
        let faults = check_evidence(&definition, &handed_in.evidence).unwrap_err();
        let located = field_faults(&definition, &handed_in.fields, &faults);
        for field in ["part-plan-link", "part-plan-text", "part-reflection"] {
            assert!(located.of(field).is_some(), "{field}: {located:?}");
        }
        assert!(located.of("part-plan-link").unwrap().starts_with("The link "));
        assert!(located.list.iter().all(|fault| fault.field.is_some()), "{located:?}");
    }

    #[test]
    fn an_empty_form_names_the_required_parts_and_nothing_else() {
        let faults = check_evidence(&definition(), &[]).unwrap_err();
        let located = field_faults(&definition(), &ItemFields::default(), &faults);
        let fields: Vec<_> = located.list.iter().map(|fault| fault.field.as_deref()).collect();
        assert_eq!(fields, [Some("part-plan"), Some("part-reflection")], "{located:?}");
    }

    #[test]
    fn a_fault_of_an_upload_is_said_at_its_file_field() {
        let sent = EvidenceSent::read(&definition(), &[], &[]);
        let handed_in = sent.items(&definition(), vec![upload("part-plan-file")]);
        let fault = Fault { pointer: "/files/0".to_owned(), message: "new.pdf is empty".to_owned() };
        let located = field_faults(&definition(), &handed_in.fields, &[fault]);
        assert_eq!(located.of("part-plan-file"), Some("The file new.pdf is empty."));
    }
}
