//! doccano's exports, JSON Lines or a JSON array.
//!
//! * sequence labelling: `{"id", "text", "label": [[start, end, "promotion"], ...]}`, in older versions `labels`
//! * with relations: `{"id", "text", "entities": [{"label", "start_offset", "end_offset"}], "relations"}`
//! * text classification: `{"id", "text", "label": ["promotion"]}`
//!
//! Meta data stand beside these fields, in older versions in `meta`. There is nothing in an export to tell a text that
//! nobody labelled from one in which there was nothing to label: both have no labels, and are skipped.

use serde_json::Value;

use super::answer::Answer;
use super::record::Record;
use super::{Form, Labels};
use crate::train::labelled::Labelled;

pub(super) struct Doccano;

fn labelling<'a>(record: &'a Record, labels: &Labels) -> Option<&'a Value> {
    let names = [labels.field(), "label", "labels", "entities"];
    names.into_iter().find_map(|name| record.get(name).filter(|value| value.is_array()))
}

impl Form for Doccano {
    fn is(&self, record: &Record, labels: &Labels) -> bool {
        labelling(record, labels).is_some()
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        match labelling(record, labels) {
            Some(value) if value.as_array().is_some_and(|list| !list.is_empty()) => {
                Answer::read(value, labels)?.of(record.text()?, record.about()?)
            }
            _ => Ok(None),
        }
    }
}
