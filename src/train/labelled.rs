//! Labelled documents: what training learns from and evaluation measures against.

use crate::document::{Class, Document};

/// What is known of a labelled paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// It is of this class.
    Is(Class),
    /// It is not the story; nobody said what it is.
    NotStory,
    /// Nobody said anything of it: it is neither learned from nor measured.
    Unknown,
}

impl Label {
    /// Whether the paragraph is the story.
    #[must_use]
    pub fn is_story(self) -> bool {
        self == Label::Is(Class::Editorial)
    }

    /// Whether anything is known of the paragraph.
    #[must_use]
    pub fn is_known(self) -> bool {
        self != Label::Unknown
    }
}

/// A paragraph and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledParagraph {
    /// The paragraph.
    pub text: String,
    /// Its label.
    pub label: Label,
    /// Story that smells of boilerplate: measured apart.
    pub lookalike: bool,
}

/// A document whose paragraphs are labelled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Labelled {
    /// A name for messages; need not be unique.
    pub id: String,
    /// Language code, or empty. Never a feature: figures are grouped by it.
    pub lang: String,
    /// Site (host): folds never divide one.
    pub site: String,
    /// The headline, if known.
    pub title: Option<String>,
    /// Whether the document is an advertorial or a press release, if known.
    pub sponsored: Option<bool>,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<LabelledParagraph>,
    /// A paragraph without its document: it teaches words, but neither places nor neighbours.
    pub loose: bool,
    /// Index of the source it came from.
    pub source: usize,
}

impl Labelled {
    /// The document without its labels.
    #[must_use]
    pub fn document(&self) -> Document<'_> {
        let mut document = Document::from_paragraphs(self.paragraphs.iter().map(|paragraph| &paragraph.text));
        document.title = self.title.as_deref().map(Into::into);
        document.site = Some(self.site.as_str().into());
        document
    }
}
