//! Prodigy's exports (`prodigy db-out`): JSON Lines.
//!
//! * spans: `{"text", "spans": [{"start", "end", "label"}], "answer"}`
//! * categories: `{"text", "label": "promotion", "answer"}`
//! * choices: `{"text", "options": [{"id", "text"}], "accept": ["promotion"], "answer"}`
//!
//! Only `"answer": "accept"` counts: a rejected category says what a text is not, and that is no label. Accepted without
//! spans, all of a text is story.

use serde_json::Value;

use super::answer::Answer;
use super::record::{Record, shown};
use super::{Form, Labels};
use crate::train::labelled::Labelled;

pub(super) struct Prodigy;

const ANSWERS: [&str; 3] = ["accept", "reject", "ignore"];

impl Form for Prodigy {
    fn is(&self, record: &Record, _: &Labels) -> bool {
        let is_answer = |value: &Value| ANSWERS.iter().any(|answer| value == answer);
        record.get("answer").is_some_and(is_answer) || record.has("_task_hash")
    }

    fn read(&self, record: &Record, labels: &Labels) -> Result<Option<Labelled>, String> {
        match record.string("answer")? {
            Some("accept") => {}
            Some("reject" | "ignore") | None => return Ok(None),
            Some(other) => return Err(format!("`answer` is `{other}`; expected accept, reject or ignore")),
        }
        let answer = match (record.array("accept")?, record.get(labels.field())) {
            (Some([]), _) => return Ok(None),
            (Some(accepted), _) => {
                let options = record.array("options")?.unwrap_or_default();
                let names = accepted.iter().map(|id| name(id, options)).collect::<Result<Vec<_>, _>>()?;
                Answer::Whole(labels.agreed(&names)?)
            }
            // A text with a category may have spans besides: what a pattern matched.
            (None, Some(label)) => Answer::read(label, labels)?,
            (None, None) => match record.array("spans")? {
                Some(spans) => Answer::spans(spans, labels)?,
                None => return Err("accepted, but neither `spans` nor `label` nor `accept`".to_owned()),
            },
        };
        answer.of(record.text()?, record.about()?)
    }
}

/// The label of an option: what it is called by, or the text beside a number.
fn name<'a>(id: &'a Value, options: &'a [Value]) -> Result<&'a str, String> {
    let option = || options.iter().find(|option| option.get("id") == Some(id))?.get("text")?.as_str();
    id.as_str().or_else(option).ok_or_else(|| format!("`accept` holds {}, which is none of the `options`", shown(id)))
}
