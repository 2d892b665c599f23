//! Pages whose story is known as text.

use std::collections::HashMap;

use serde::Deserialize;

use super::align;
use crate::document::Document;
use crate::markup::Markup;
use crate::read::html;

/// A page and its story.
pub struct LabelledPage {
    /// A name for messages.
    pub id: String,
    /// Language code, or empty.
    pub lang: String,
    /// Site (host): folds never divide one.
    pub site: String,
    /// The type of page as the data names it, or empty.
    pub page_type: String,
    /// Index of the source it came from.
    pub source: usize,
    /// The story.
    pub gold: String,
    /// Bytes of its HTML.
    pub size: usize,
    pub(crate) document: Document<'static>,
    /// Whether each block is the story.
    pub(super) story: Vec<bool>,
}

impl LabelledPage {
    pub(crate) fn markup(&self) -> &Markup {
        static NONE: Markup = Markup { elements: Vec::new(), words: Vec::new(), blocks: Vec::new(), page: Vec::new(), too_deep: false };
        self.document.markup.as_ref().unwrap_or(&NONE)
    }
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(default)]
    id: Option<serde_json::Value>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    site: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    page_type: Option<String>,
    #[serde(borrow)]
    html: std::borrow::Cow<'a, str>,
    gold: String,
}

/// Whether a file of labelled data holds pages: whether its first record has `html` and `gold`.
pub(crate) fn are_pages(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[allow(dead_code, reason = "only asked whether they are there")]
    struct Fields<'a> {
        #[serde(borrow)]
        html: &'a serde_json::value::RawValue,
        #[serde(borrow)]
        gold: &'a serde_json::value::RawValue,
    }
    let first = bytes.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    first.is_some_and(|line| serde_json::from_slice::<Fields<'_>>(line).is_ok())
}

/// Reads pages, JSON Lines with `html` and `gold` each.
///
/// # Errors
/// The number of the line that is none, and what is wrong with it.
pub(crate) fn pages(bytes: &[u8], source: usize) -> Result<Vec<LabelledPage>, (usize, String)> {
    let lines = bytes.split(|&byte| byte == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty());
    lines
        .map(|(number, line)| {
            let record: Record<'_> = serde_json::from_slice(line)
                .map_err(|error| (number + 1, format!("not a page with `html` and `gold`: {error}")))?;
            Ok(page(record, source, number))
        })
        .collect()
}

fn page(record: Record<'_>, source: usize, number: usize) -> LabelledPage {
    let id = match record.id {
        Some(serde_json::Value::String(id)) => id,
        Some(id) => id.to_string(),
        None => format!("{}", number + 1),
    };
    let host = record.url.as_deref().map(crate::train::read::host).filter(|host| !host.is_empty());
    let document = html::read(&record.html).detached();
    let mut words = Words::new(&record.lang);
    let story = words.of(&record.gold);
    let blocks: Vec<Vec<u32>> = document.texts().map(|text| words.of(text)).collect();
    let found = align::found(&blocks, &story);
    LabelledPage {
        lang: record.lang.unwrap_or_default(),
        // Without a site every page is a site of its own.
        site: record.site.or(host).unwrap_or_else(|| format!("{source}#{id}")),
        page_type: record.page_type.unwrap_or_default(),
        source,
        gold: record.gold,
        size: record.html.len(),
        story: found.iter().zip(&blocks).map(|(&found, block)| found > 0 && found * 2 >= block.len()).collect(),
        document,
        id,
    }
}

/// Words as the measure of pages counts them, each with a number.
struct Words {
    single: bool,
    numbers: HashMap<String, u32>,
}

impl Words {
    fn new(lang: &Option<String>) -> Self {
        Words {
            single: crate::evaluate::counts_characters(lang.as_deref().unwrap_or_default()),
            numbers: HashMap::new(),
        }
    }

    fn of(&mut self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        crate::evaluate::measured_words(text, self.single, |word| {
            let next = self.numbers.len() as u32;
            found.push(match self.numbers.get(word) {
                Some(&number) => number,
                None => *self.numbers.entry(word.to_owned()).or_insert(next),
            });
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_knows_its_story() {
        let line = r#"{"url":"https://a.example/x","html":"<nav>Home</nav><p>One two three four five.<p>Six.","gold":"One two three four five.\nSix."}"#;
        assert!(are_pages(line.as_bytes()));
        let pages = pages(line.as_bytes(), 0).unwrap();
        assert_eq!((pages[0].site.as_str(), &pages[0].story[..]), ("a.example", &[false, true, true][..]));
    }

    #[test]
    fn a_line_that_is_no_page_is_named() {
        assert!(!are_pages(br#"{"text":"One.","label":"editorial"}"#));
        let (line, reason) = pages(b"\n{\"html\":1}\n", 0).err().unwrap();
        assert!(line == 2 && reason.contains("`html` and `gold`"), "{line}: {reason}");
    }
}
