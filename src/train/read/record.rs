//! A record of any form: a JSON object, its fields, and what it says about where its text comes from.

use serde_json::{Map, Value};

use crate::document::host;
use crate::train::labelled::Labelled;

/// A JSON object. A field that is `null` is not there.
pub(super) struct Record(Map<String, Value>);

/// Where the tools put what they were given with the text. It comes before what stands at the top, which may be the
/// tool's own (`id`).
const ASIDE: [&str; 4] = ["meta", "metadata", "data", "fields"];

impl Record {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map(Record).map_err(|error| format!("not a labelled record: {error}"))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        present(&self.0, name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The fields by name, those that are `null` among them.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// A field that must be a string if it is there.
    pub(super) fn string(&self, name: &str) -> Result<Option<&str>, String> {
        self.get(name).map(|value| string(name, value)).transpose()
    }

    /// A field that must be an object if it is there.
    pub(super) fn object(&self, name: &str) -> Result<Option<&Map<String, Value>>, String> {
        self.get(name)
            .map(|value| value.as_object().ok_or_else(|| format!("`{name}` is {}, not an object", shown(value))))
            .transpose()
    }

    /// A field that must be an array if it is there.
    pub(super) fn array(&self, name: &str) -> Result<Option<&[Value]>, String> {
        self.get(name).map(|value| array(name, value)).transpose()
    }

    /// The record's `text`.
    pub(super) fn text(&self) -> Result<&str, String> {
        self.string("text")?.ok_or_else(|| "no `text`; give the text that was labelled in this field".to_owned())
    }

    /// What is known of the document besides its text. Without a `site` the host of its `url` is its site.
    pub(super) fn about(&self) -> Result<Labelled, String> {
        let text = |name: &str| -> Result<Option<String>, String> {
            self.about_field(name).map(|value| string(name, value).map(str::to_owned)).transpose()
        };
        let site = match text("site")?.filter(|site| !site.is_empty()) {
            Some(site) => Some(site),
            None => text("url")?.map(|url| host(&url)),
        };
        Ok(Labelled {
            id: self
                .about_field("id")
                .map_or_else(String::new, |id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)),
            lang: text("lang")?.unwrap_or_default(),
            site: site.unwrap_or_default(),
            title: text("title")?,
            sponsored: self
                .about_field("sponsored")
                .map(|value| {
                    value.as_bool().ok_or_else(|| format!("`sponsored` is {}, not true or false", shown(value)))
                })
                .transpose()?,
            ..Labelled::default()
        })
    }

    fn about_field(&self, name: &str) -> Option<&Value> {
        let aside = |place: &&str| self.get(place).and_then(Value::as_object).and_then(|fields| present(fields, name));
        ASIDE.iter().find_map(aside).or_else(|| self.get(name))
    }
}

/// A field of an object, unless it is `null`.
pub(super) fn present<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// The text among the named fields that a tool keeps its texts in: `text`, or the only string there is.
pub(super) fn text_among<'a>(place: &str, fields: &'a Map<String, Value>) -> Result<&'a str, String> {
    if let Some(value) = present(fields, "text") {
        return string("text", value);
    }
    let mut strings = fields.iter().filter_map(|(_, value)| value.as_str());
    match (strings.next(), strings.next()) {
        (Some(text), None) => Ok(text),
        _ => Err(format!("no `text` in `{place}`; name the field that was labelled so")),
    }
}

/// The string in a field.
pub(super) fn string<'a>(name: &str, value: &'a Value) -> Result<&'a str, String> {
    value.as_str().ok_or_else(|| format!("`{name}` is {}, not a string", shown(value)))
}

/// The array in a field.
pub(super) fn array<'a>(name: &str, value: &'a Value) -> Result<&'a [Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("`{name}` is {}, not an array", shown(value)))
}

/// A value as it stands in a message: its beginning.
pub(super) fn shown(value: &Value) -> String {
    const ENOUGH: usize = 60;
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(ENOUGH) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str) -> Result<Labelled, String> {
        Record::parse(text)?.about()
    }

    #[test]
    fn the_host_of_the_url_is_the_site_of_last_resort() {
        let site = |text: &str| about(text).unwrap().site;
        assert_eq!(site(r#"{"site":"a.example","url":"https://b.example/"}"#), "a.example");
        assert_eq!(site(r#"{"site":null,"metadata":{"url":"https://b.example/"}}"#), "b.example");
    }

    #[test]
    fn what_came_with_the_text_goes_before_the_tools_own() {
        let about = about(r#"{"id":7,"lang":"de","meta":{"id":"a-1","sponsored":true},"data":{"title":"T"}}"#).unwrap();
        assert_eq!((about.id.as_str(), about.lang.as_str()), ("a-1", "de"));
        assert_eq!((about.title.as_deref(), about.sponsored), (Some("T"), Some(true)));
    }

    #[test]
    fn values_in_messages_stay_short() {
        assert_eq!(about(r#"{"site":7}"#).unwrap_err(), "`site` is 7, not a string");
        assert!(shown(&Value::from("é".repeat(1000))).chars().count() < 70);
    }
}
