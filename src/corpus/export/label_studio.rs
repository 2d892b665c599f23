//! Label Studio: a JSON array of tasks with predictions, for a project with this labelling interface:
//!
//! ```xml
//! <View>
//!   <Labels name="label" toName="text">
//!     <Label value="editorial"/> <Label value="promotion"/> ...
//!   </Labels>
//!   <Text name="text" value="$text"/>
//! </View>
//! ```

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Annotated, AnnotatedParagraph, Exporter};
use crate::corpus::scored::rounded;
use crate::document::Class;

/// Writes what Label Studio imports as tasks with pre-annotations.
pub struct LabelStudio;

#[derive(Serialize)]
struct Task<'a> {
    data: Data<'a>,
    predictions: [Prediction<'a>; 1],
}

#[derive(Serialize)]
struct Data<'a> {
    text: &'a str,
    #[serde(flatten)]
    about: &'a Map<String, Value>,
}

/// Label Studio offers tasks by `score`, the lowest first: that of the least certain verdict.
#[derive(Serialize)]
struct Prediction<'a> {
    model_version: &'a str,
    score: f64,
    result: Vec<Region<'a>>,
}

#[derive(Serialize)]
struct Region<'a> {
    id: String,
    from_name: &'static str,
    to_name: &'static str,
    r#type: &'static str,
    value: Span<'a>,
    score: f64,
}

#[derive(Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    labels: [Class; 1],
}

impl Exporter for LabelStudio {
    fn export(&self, documents: &[Annotated], model: &str) -> serde_json::Result<String> {
        let tasks: Vec<Task<'_>> = documents.iter().map(|document| task(document, model)).collect();
        Ok(serde_json::to_string_pretty(&tasks)? + "\n")
    }
}

fn task<'a>(document: &'a Annotated, model: &'a str) -> Task<'a> {
    let regions = document.paragraphs.iter().enumerate();
    let prediction = Prediction {
        model_version: model,
        score: rounded(document.certainty),
        result: regions.map(|(index, paragraph)| region(index, paragraph, &document.text)).collect(),
    };
    Task { data: Data { text: &document.text, about: &document.about }, predictions: [prediction] }
}

fn region<'a>(index: usize, paragraph: &AnnotatedParagraph, text: &'a str) -> Region<'a> {
    let value = Span {
        start: paragraph.chars.start,
        end: paragraph.chars.end,
        text: &text[paragraph.span.clone()],
        labels: [paragraph.class],
    };
    Region {
        id: format!("p{}", index + 1),
        from_name: "label",
        to_name: "text",
        r#type: "labels",
        value,
        score: rounded(paragraph.probability),
    }
}
