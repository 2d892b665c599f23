//! Closing paragraphs grafted onto articles: pitches, sign-up lines and their look-alikes where they stand in the wild.
//!
//! Written paragraphs come loose. On a real page the pitch follows twenty long paragraphs, all of them story, and a model that
//! never saw that learns to trust whatever closes a long story. So each loose paragraph of a donor closes an article of
//! another source, in its own language where there is one; only that paragraph is learned from, the article has its own place
//! among the documents.
//!
//! Donor and article are always of one fold: evidence for the paragraph never comes from counts that it added to.

use super::Sources;
use super::labelled::Labelled;

/// Every loose paragraph of a donor at the end of an article of its fold, with that fold. Only the last paragraph is to be
/// learned from or measured.
///
/// `documents` come with their folds; an article has at least one paragraph of story.
pub(crate) fn grafts(documents: &[&Labelled], folds: &[usize], sources: &Sources) -> Vec<(Labelled, usize)> {
    let with_folds = || documents.iter().copied().zip(folds.iter().copied());
    let is_donor = |document: &Labelled| sources.donors.get(document.source).copied().unwrap_or(false);
    let articles: Vec<(&Labelled, usize)> = with_folds()
        .filter(|(document, _)| !document.loose && !is_donor(document) && sources.is_reference(document))
        .filter(|(document, _)| document.paragraphs.iter().any(|paragraph| paragraph.label.is_story()))
        .collect();
    let mut closers: Vec<(&Labelled, usize)> =
        with_folds().filter(|(document, _)| document.loose && is_donor(document)).collect();
    // In an order that has nothing to do with who wrote them, yet is always the same.
    closers.sort_by_key(|(closer, _)| crc32fast::hash(closer.paragraphs[0].text.as_bytes()));
    closers
        .into_iter()
        .enumerate()
        .filter_map(|(turn, (closer, fold))| {
            let of_fold = || articles.iter().filter(move |(_, of)| *of == fold).map(|(article, _)| *article);
            let native = of_fold().filter(|article| article.lang == closer.lang).count();
            let article = match native {
                0 => of_fold().nth(turn % of_fold().count().max(1)),
                _ => of_fold().filter(|article| article.lang == closer.lang).nth(turn % native),
            }?;
            // Every second time what follows the story goes first, so that closers stand on both grounds.
            let end = article.paragraphs.iter().rposition(|paragraph| paragraph.label.is_story())? + 1;
            let kept = if turn % 2 == 0 { end } else { article.paragraphs.len() };
            let mut grafted = Labelled { paragraphs: article.paragraphs[..kept].to_vec(), ..article.clone() };
            grafted.paragraphs.extend(closer.paragraphs.iter().cloned());
            (grafted.source, grafted.sponsored) = (closer.source, None);
            (grafted.lang, grafted.id) = (closer.lang.clone(), closer.id.clone());
            Some((grafted, fold))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;
    use crate::train::labelled::{Label, LabelledParagraph};

    fn document(source: usize, lang: &str, texts: &[(&str, Class)]) -> Labelled {
        let paragraphs = texts.iter().map(|&(text, class)| LabelledParagraph {
            text: text.into(),
            label: Label::Is(class),
            lookalike: false,
        });
        Labelled {
            source,
            lang: lang.into(),
            paragraphs: paragraphs.collect(),
            loose: source == 1,
            ..Labelled::default()
        }
    }

    #[test]
    fn a_pitch_closes_an_article_of_its_own_fold_and_language() {
        let article = |text, lang| document(0, lang, &[(text, Class::Editorial)]);
        let (english, german, far) = (article("Story.", "en"), article("Geschichte.", "de"), article("Far.", "de"));
        let pitch = document(1, "de", &[("Kaufen Sie!", Class::Promotion)]);
        let sources = Sources { donors: vec![false, true], ..Sources::default() };
        let grafted = grafts(&[&english, &german, &far, &pitch], &[0, 0, 1, 0], &sources);
        let texts: Vec<&str> = grafted[0].0.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
        assert_eq!((grafted.len(), texts), (1, vec!["Geschichte.", "Kaufen Sie!"]));
    }
}
