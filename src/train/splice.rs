//! Closing paragraphs for articles: pitches and their look-alikes where they stand in the wild.
//!
//! Written training articles are short. On a real page the pitch follows twenty long paragraphs, all of them story, and a
//! model that never saw that learns to trust whatever closes a long story. So every second article gets one of the written
//! pitches, sign-up lines or look-alikes as its last paragraph, in its own language where there is one.
//!
//! Donor and article are always of one fold: evidence for the paragraph never comes from counts that it added to.

use super::labelled::{Label, Labelled, LabelledParagraph};
use crate::document::Class;

/// Copies of `documents` in which those of other sources than `donors` close with paragraphs of donors.
pub(super) fn splice(documents: &[&Labelled], folds: &[usize], donors: &[bool]) -> Vec<Labelled> {
    let is_donor = |document: &Labelled| donors.get(document.source).copied().unwrap_or(false);
    let mut closers: Vec<(usize, &str, &LabelledParagraph)> = documents
        .iter()
        .zip(folds)
        .filter(|(document, _)| is_donor(document))
        .flat_map(|(document, &fold)| document.paragraphs.iter().map(move |p| (fold, document.lang.as_str(), p)))
        .filter(|(.., paragraph)| closes(paragraph))
        .collect();
    // In an order that has nothing to do with who wrote them, yet is always the same.
    closers.sort_by_key(|(.., paragraph)| crc32fast::hash(paragraph.text.as_bytes()));

    let mut spliced: Vec<Labelled> = documents.iter().map(|&document| document.clone()).collect();
    for (index, (document, &fold)) in spliced.iter_mut().zip(folds).enumerate() {
        if document.loose || is_donor(document) || index % 2 == 1 {
            continue;
        }
        let native = closers.iter().position(|&(of, lang, _)| of == fold && lang == document.lang);
        if let Some(place) = native.or_else(|| closers.iter().position(|&(of, ..)| of == fold)) {
            let closer = closers.remove(place);
            document.paragraphs.push(closer.2.clone());
            // The last one to be taken again.
            closers.push(closer);
        }
    }
    spliced
}

fn closes(paragraph: &LabelledParagraph) -> bool {
    paragraph.lookalike || matches!(paragraph.label, Label::Is(Class::Promotion | Class::Subscription))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(source: usize, texts: &[(&str, Class)]) -> Labelled {
        let paragraphs = texts.iter().map(|&(text, class)| LabelledParagraph {
            text: text.into(),
            label: Label::Is(class),
            lookalike: false,
        });
        Labelled { source, paragraphs: paragraphs.collect(), ..Labelled::default() }
    }

    #[test]
    fn an_article_closes_with_a_pitch_of_its_own_fold() {
        let article = document(0, &[("Story.", Class::Editorial)]);
        let donor = |pitch| document(1, &[("Body.", Class::Editorial), (pitch, Class::Promotion)]);
        let (near, far) = (donor("Buy near!"), donor("Buy far!"));
        let spliced = splice(&[&article, &far, &near], &[0, 1, 0], &[false, true]);
        assert_eq!(spliced[0].paragraphs[1].text, "Buy near!");
        assert_eq!((&spliced[1], &spliced[2]), (&far, &near));
    }
}
