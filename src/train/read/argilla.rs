//! Argilla's exports, JSON Lines or a JSON array.
//!
//! * Argilla 1: `{"text" or "inputs": {"text"}, "annotation": "promotion" or [{"label", "start", "end"}], "status"}`
//! * Argilla 2: `{"fields": {"text"}, "responses": {"label": [{"value": "promotion" or [{"label", "start", "end"}],
//!   "status"}]}}`
//! * Argilla 2 by way of a data set: `{"text", "label.responses": ["promotion"], "label.responses.status": ["submitted"]}`
//!
//! Only validated annotations and submitted responses count (some versions export these alone, without a status); of
//! several the last. A submitted list without spans says that all is story.

use serde_json::Value;

use super::answer::Answer;
use super::record::{Record, array, shown, text_among};
use super::{Form, Labels};
use crate::train::labelled::Labelled;

pub(super) struct Argilla;

/// What the name of a question has behind it where responses stand beside the text.
const FLAT: &str = ".responses";

fn is_flat(record: &Record) -> bool {
    record.fields().any(|(name, _)| name.ends_with(FLAT))
}

/// The first version's states of a record.
const STATES: [&str; 4] = ["Default", "Edited", "Discarded", "Validated"];

fn is_first(record: &Record, labels: &Labels) -> bool {
    let state = record.get("status").and_then(Value::as_str);
    let has_state = state.is_some_and(|state| STATES.iter().any(|known| known.eq_ignore_ascii_case(state)));
    let is_labelled_otherwise = labels.field() != "annotation" && record.has(labels.field());
    (has_state || record.has("annotation")) && !is_labelled_otherwise
}

impl Form for Argilla {
    fn is(&self, record: &Record, labels: &Labels) -> bool {
        record.get("fields").is_some_and(Value::is_object) || is_flat(record) || is_first(record, labels)
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        let value = if record.has("fields") {
            response(record, labels)?
        } else if is_flat(record) {
            flat_response(record, labels)?
        } else {
            annotation(record)?
        };
        let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(None) };
        let text = match (record.object("fields")?, record.object("inputs")?) {
            (Some(fields), _) => text_among("fields", fields)?,
            (None, Some(inputs)) if !record.has("text") => text_among("inputs", inputs)?,
            _ => record.text()?,
        };
        Answer::read(value, labels)?.of(text, record.about()?)
    }
}

/// The annotation of a record of the first version.
fn annotation(record: &Record) -> Result<Option<&Value>, String> {
    let counts = record.string("status")?.is_none_or(|status| status.eq_ignore_ascii_case("validated"));
    // An empty list is an answer where spans were asked for; among categories it is none.
    let is_answer = |value: &&Value| record.has("tokens") || value.as_array().is_none_or(|list| !list.is_empty());
    Ok(record.get("annotation").filter(|_| counts).filter(is_answer))
}

/// The last submitted response to the question.
fn response<'a>(record: &'a Record, labels: &Labels) -> Result<Option<&'a Value>, String> {
    let Some(questions) = record.object("responses")? else { return Ok(None) };
    let named = questions.iter().map(|(name, value)| (name.as_str(), value));
    let Some((question, responses)) = asked(named, labels)? else { return Ok(None) };
    let submitted = array(question, responses)?.iter().rfind(|response| is_submitted(response.get("status")));
    submitted
        .map(|response| response.get("value").ok_or_else(|| format!("{} has no `value`", shown(response))))
        .transpose()
}

fn flat_response<'a>(record: &'a Record, labels: &Labels) -> Result<Option<&'a Value>, String> {
    let named = record.fields().filter_map(|(name, value)| Some((name.strip_suffix(FLAT)?, value)));
    let Some((question, responses)) = asked(named, labels)? else { return Ok(None) };
    let status = record.array(&format!("{question}{FLAT}.status"))?.unwrap_or_default();
    let responses = array(question, responses)?;
    Ok((0..responses.len()).rfind(|&index| is_submitted(status.get(index))).map(|index| &responses[index]))
}

fn is_submitted(status: Option<&Value>) -> bool {
    status.is_none_or(|status| status.is_null() || status == "submitted")
}

/// The question that asks for labels, and its responses: the one that is named, or the only one.
fn asked<'a>(
    questions: impl Iterator<Item = (&'a str, &'a Value)>,
    labels: &Labels,
) -> Result<Option<(&'a str, &'a Value)>, String> {
    let questions: Vec<_> = questions.collect();
    let asked = match questions.as_slice() {
        [one] if labels.field.is_none() => Some(*one),
        several => several.iter().copied().find(|(name, _)| *name == labels.field()),
    };
    if asked.is_none() && labels.field.is_none() && !questions.is_empty() {
        let names: Vec<&str> = questions.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "responses to `{}`; name the question that asks for labels as the recipe's `field`",
            names.join("`, `")
        ));
    }
    Ok(asked.filter(|(_, responses)| !responses.is_null()))
}
