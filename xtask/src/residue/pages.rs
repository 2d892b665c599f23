//! The pages of the benchmark, and what extractors gave for them.

use serde::Deserialize;

/// A page and the content that it should give.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) url: String,
    pub(super) page_type: String,
    pub(super) gold: String,
}

/// What an extractor gave for a page.
#[derive(Deserialize)]
pub(super) struct Extracted {
    pub(super) id: String,
    pub(super) extractor: String,
    pub(super) text: String,
}

/// The host of a URL, or a host as it stands, in lower case and without `www.`; `None` if there is none.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_the_same_however_it_is_written() {
        for url in ["https://www.News.example/a?b#c", "http://me@news.example:8080", "news.example", "WWW.news.example"]
        {
            assert_eq!(host(url).as_deref(), Some("news.example"), "{url}");
        }
        assert_eq!(host(""), None);
    }
}
