//! Label Studio's exports: a JSON array of tasks.
//!
//! * JSON: `{"id", "data": {"text"}, "annotations": [{"result": [{"type": "labels", "value": {"start", "end", "labels"}}],
//!   "was_cancelled"}]}`; for whole texts the values are `{"choices": ["promotion"]}`
//! * JSON-MIN: a record an annotation, `{"id", "text", "label": [{"start", "end", "labels"}], "annotation_id"}`, or
//!   `"label": "promotion"`
//!
//! Of several annotations the ground truth counts, else the last that was submitted. One without results says that all
//! is story. A task that has no `annotations` at all was never exported: it is a file of pre-annotations
//! (`unpitch score --export label-studio`), and its predictions count.

use serde_json::Value;

use super::answer::Answer;
use super::record::{Record, array, text_among};
use super::{Form, Labels};
use crate::train::labelled::Labelled;

pub(super) struct LabelStudio;

fn is_task(record: &Record) -> bool {
    record.get("data").is_some_and(Value::is_object) && (record.has("annotations") || record.has("predictions"))
}

/// Whole texts with one choice look like a loose paragraph, and are read as one.
fn is_minimal(record: &Record, labels: &Labels) -> bool {
    record.has("annotation_id") || record.get(labels.field()).is_some_and(|value| value.get("choices").is_some())
}

impl Form for LabelStudio {
    fn is(&self, record: &Record, labels: &Labels) -> bool {
        is_task(record) || is_minimal(record, labels)
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        if !is_task(record) {
            return minimal(record, labels);
        }
        let annotation = match record.array("annotations")? {
            Some(annotations) => counted(annotations),
            None => record.array("predictions")?.and_then(<[Value]>::last),
        };
        let Some(annotation) = annotation else { return Ok(None) };
        let results = annotation.get("result").map_or_else(|| Ok([].as_slice()), |result| array("result", result))?;
        let Some(answer) = answer(results, labels)? else { return Ok(None) };
        let data =
            record.object("data")?.map_or_else(|| Err("no `data`".to_owned()), |data| text_among("data", data))?;
        answer.of(data, record.about()?)
    }
}

/// The annotation that counts.
fn counted(annotations: &[Value]) -> Option<&Value> {
    let is = |annotation: &Value, what: &str| annotation.get(what).and_then(Value::as_bool).unwrap_or(false);
    let mut submitted = annotations.iter().filter(|annotation| !is(annotation, "was_cancelled"));
    submitted.clone().find(|annotation| is(annotation, "ground_truth")).or_else(|| submitted.next_back())
}

/// What the results of an annotation say; `None` if they are all of another kind.
fn answer(results: &[Value], labels: &Labels) -> Result<Option<Answer>, String> {
    let of_tag = |result: &&Value| {
        labels
            .field
            .as_ref()
            .is_none_or(|tag| result.get("from_name").and_then(Value::as_str).is_none_or(|of| of == tag))
    };
    let values: Vec<&Value> = results.iter().filter(of_tag).filter_map(|result| result.get("value")).collect();
    if values.iter().any(|value| value.get("hypertextlabels").is_some()) {
        return Err(
            "regions of a page (`hypertextlabels`); label its text, with <Text> instead of <HyperText>".to_owned()
        );
    }
    let regions: Vec<&Value> = values.iter().copied().filter(|value| value.get("labels").is_some()).collect();
    if !regions.is_empty() || results.is_empty() {
        return Answer::spans(regions, labels).map(Some);
    }
    values.iter().find_map(|value| value.get("choices")).map_or(Ok(None), |choices| chosen(choices, labels))
}

/// What the choices for a whole text say; `None` if none was made.
fn chosen(choices: &Value, labels: &Labels) -> Result<Option<Answer>, String> {
    if array("choices", choices)?.is_empty() { Ok(None) } else { Answer::read(choices, labels).map(Some) }
}

fn minimal(record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
    // The field has the name of the tag; regions can be told by what is in them.
    let regions = |(_, value): &(&str, &Value)| {
        value.as_array().is_some_and(|list| list.iter().any(|item| item.get("labels").is_some()))
    };
    let value = record.get(labels.field()).or_else(|| record.fields().find(regions).map(|(_, value)| value));
    // Without results of the tag the field is not there, and nobody can tell whether all is story or nothing was said.
    let Some(value) = value else { return Ok(None) };
    let answer = match value.get("choices") {
        Some(choices) => chosen(choices, labels)?,
        None => Some(Answer::read(value, labels)?),
    };
    answer.map_or(Ok(None), |answer| answer.of(record.text()?, record.about()?))
}
