//! The words everything else is written in: a document, its paragraphs, and the classes they can have.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::markup::Markup;

/// Why a paragraph is there.
///
/// The order is fixed: it is the order of probabilities in a [`Verdict`](crate::Verdict) and in the model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Tells the story: headline, body, quote, list, caption that describes what is seen.
    Editorial,
    /// Sells: an advert, a sponsored pitch, the publisher's own event or report, company boilerplate.
    Promotion,
    /// Wins a reader: newsletter, paywall, log in, follow us, donate.
    Subscription,
    /// Leads elsewhere or is clicked: "read more", tags, share buttons, headlines of other stories.
    Navigation,
    /// Covers someone: disclaimer, copyright, cookies, corrections, comment rules.
    Notice,
    /// Says who, when, where from: byline, date line, agency, photo credit, author biography.
    Credit,
    /// A reader's comment or its header.
    Comment,
}

impl Class {
    /// All classes, in the order of their indices.
    pub const ALL: [Class; 7] = [
        Class::Editorial,
        Class::Promotion,
        Class::Subscription,
        Class::Navigation,
        Class::Notice,
        Class::Credit,
        Class::Comment,
    ];

    /// The number of classes.
    pub const COUNT: usize = Self::ALL.len();

    /// The position of the class in [`Class::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The lower-case name, as it stands in labelled data and in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Class::Editorial => "editorial",
            Class::Promotion => "promotion",
            Class::Subscription => "subscription",
            Class::Navigation => "navigation",
            Class::Notice => "notice",
            Class::Credit => "credit",
            Class::Comment => "comment",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is none of the seven classes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a class; the classes are editorial, promotion, subscription, navigation, notice, credit and comment"
)]
pub struct UnknownClass(pub String);

impl FromStr for Class {
    type Err = UnknownClass;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let name = name.trim();
        Self::ALL
            .into_iter()
            .find(|class| class.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| UnknownClass(name.to_owned()))
    }
}

/// The smallest thing that is kept or removed. All positions are byte offsets into the document's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// The paragraph itself, without the white space around it.
    pub span: Range<usize>,
    /// What goes when the paragraph goes: its lines whole, with their line ends and the blank lines that follow.
    pub extent: Range<usize>,
}

/// A paragraph that does not go as long as something stays that would be lost without it: the text of a list item with lists or
/// code below it, the header of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hold {
    /// The paragraph.
    pub(crate) paragraph: usize,
    /// It holds the paragraphs from the next one up to this one.
    pub(crate) until: usize,
    /// Whether it holds something that is no paragraph, and so always stays.
    pub(crate) always: bool,
}

/// One article: paragraphs in order over one content string, and what is known about it.
///
/// Spans are sorted, disjoint and on character boundaries, and every extent encloses its span. The readers
/// ([`read`](crate::read)) make documents; [`Document::from_paragraphs`] makes one of strings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'a> {
    content: Cow<'a, str>,
    paragraphs: Vec<Paragraph>,
    /// What the paragraphs say, where that is not what stands in the content: it may be full of markup.
    plain: Option<Plain>,
    /// In the order of their paragraphs, at most one for each.
    pub(crate) holds: Vec<Hold>,
    /// What the markup tells of the paragraphs, if the content has any.
    pub(crate) markup: Option<Markup>,
    /// The headline, if it is known apart from the content.
    pub title: Option<Cow<'a, str>>,
    /// The site (host) that the article comes from, or its address; `None` if unknown.
    pub site: Option<Cow<'a, str>>,
}

impl<'a> Document<'a> {
    /// A document of `content` with these paragraphs. Only the readers call it: they keep the spans in order.
    pub(crate) fn new(content: impl Into<Cow<'a, str>>, paragraphs: Vec<Paragraph>) -> Self {
        let content = content.into();
        debug_assert!(paragraphs.is_sorted_by(|a, b| a.extent.end <= b.extent.start));
        debug_assert!(paragraphs.iter().all(|p| {
            p.extent.start <= p.span.start
                && p.span.end <= p.extent.end
                && content.get(p.span.clone()).is_some()
                && content.get(p.extent.clone()).is_some()
        }));
        Document { content, paragraphs, ..Document::default() }
    }

    /// The same, of paragraphs whose text is not what stands in the content: `texts` are their places in `text`.
    pub(crate) fn with_plain(mut self, text: String, texts: Vec<Range<usize>>) -> Self {
        debug_assert_eq!(self.paragraphs.len(), texts.len());
        debug_assert!(texts.iter().all(|span| text.get(span.clone()).is_some()));
        self.plain = Some(Plain { text, texts });
        self
    }

    /// A document whose paragraphs are known already, one string each; an empty string is an empty paragraph.
    ///
    /// ```
    /// let document = unpitch::Document::from_paragraphs(["First.", "", "Second."]);
    /// assert_eq!(document.paragraphs().len(), 3);
    /// assert_eq!(document.text(2), "Second.");
    /// ```
    pub fn from_paragraphs<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> Document<'static> {
        let mut content = String::new();
        let mut paragraphs = Vec::new();
        for text in texts {
            let start = content.len();
            content.push_str(text.as_ref());
            let end = content.len();
            content.push('\n');
            paragraphs.push(Paragraph { span: start..end, extent: start..end + 1 });
        }
        Document::new(content, paragraphs)
    }

    /// The same, of this site (host) or address.
    #[must_use]
    pub fn of_site(mut self, site: impl Into<Cow<'a, str>>) -> Self {
        self.site = Some(site.into());
        self
    }

    /// The whole content that all spans point into.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The paragraphs, in order.
    #[must_use]
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The text of the paragraph at `index`: as it stands in the content, or without the markup around and in it.
    ///
    /// # Panics
    /// If `index` is not below the number of paragraphs.
    #[must_use]
    pub fn text(&self, index: usize) -> &str {
        match &self.plain {
            Some(plain) => &plain.text[plain.texts[index].clone()],
            None => &self.content[self.paragraphs[index].span.clone()],
        }
    }

    /// Whether what the paragraphs say is not what stands in the content.
    #[must_use]
    pub fn has_markup(&self) -> bool {
        self.plain.is_some()
    }

    /// The texts of all paragraphs, in order.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.paragraphs.len()).map(|index| self.text(index))
    }
}

#[cfg(feature = "train")]
impl Document<'_> {
    /// The same without the source: its content is what the paragraphs say.
    pub(crate) fn detached(self) -> Document<'static> {
        let Plain { text, texts } = self.plain.unwrap_or_default();
        let paragraphs = texts.iter().map(|span| Paragraph { span: span.clone(), extent: span.clone() }).collect();
        let owned = |text: Option<Cow<'_, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Document {
            content: Cow::Owned(text),
            paragraphs,
            plain: None,
            holds: Vec::new(),
            markup: self.markup,
            title: owned(self.title),
            site: owned(self.site),
        }
    }
}

/// The texts of paragraphs, apart from the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Plain {
    text: String,
    /// One a paragraph, in order.
    texts: Vec<Range<usize>>,
}

/// The host of an address, without the `www.` that some links have and others have not.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
    let host = host.trim().to_lowercase();
    host.strip_prefix("www.").map_or_else(|| host.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_stand_in_the_order_of_their_indices() {
        for (index, class) in Class::ALL.into_iter().enumerate() {
            assert_eq!(class.index(), index);
            assert_eq!(class.name().parse::<Class>(), Ok(class));
        }
        assert!("spam".parse::<Class>().unwrap_err().to_string().contains("`spam`"));
    }

    #[test]
    fn hosts_of_addresses() {
        for url in
            ["https://www.Fjord.example/a?b", "http://me@fjord.example:80", "//fjord.example#x", "fjord.example/a"]
        {
            assert_eq!(host(url), "fjord.example", "{url}");
        }
        assert_eq!(host(""), "");
    }
}
