//! Folds by site: trailers of one site repeat, so a site is never on both sides of a split.

use std::collections::BTreeMap;

use super::labelled::Labelled;

/// The fold of each document, below `count`. Sites are dealt out from the largest to the smallest, each to the fold that is
/// lightest so far; nothing is drawn by chance, so the same documents give the same folds.
pub(crate) fn by_site(documents: &[&Labelled], count: usize) -> Vec<usize> {
    deal(documents.iter().map(|document| (document.site.as_str(), document.paragraphs.len())), count)
}

/// The same, for anything that has a site and a size.
pub(super) fn deal<'s>(items: impl Iterator<Item = (&'s str, usize)> + Clone, count: usize) -> Vec<usize> {
    let mut sites: BTreeMap<&str, usize> = BTreeMap::new();
    for (site, size) in items.clone() {
        *sites.entry(site).or_default() += size;
    }
    let mut order: Vec<(&str, usize)> = sites.iter().map(|(&site, &size)| (site, size)).collect();
    order.sort_by_key(|&(site, size)| (std::cmp::Reverse(size), crc32fast::hash(site.as_bytes())));

    let mut loads = vec![0; count.max(1)];
    for (site, size) in order {
        let lightest = (0..loads.len()).min_by_key(|&fold| loads[fold]).unwrap_or(0);
        loads[lightest] += size;
        sites.insert(site, lightest);
    }
    items.map(|(site, _)| sites[site]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Class;
    use crate::train::labelled::{Label, LabelledParagraph};

    #[test]
    fn a_site_is_never_divided() {
        let documents: Vec<Labelled> = (0..60)
            .map(|index| Labelled {
                site: format!("site{}.example", index % 13),
                paragraphs: vec![
                    LabelledParagraph {
                        text: "One.".into(),
                        label: Label::Is(Class::Editorial),
                        lookalike: false
                    };
                    1 + index % 5
                ],
                ..Labelled::default()
            })
            .collect();
        let documents: Vec<&Labelled> = documents.iter().collect();
        let folds = by_site(&documents, 4);
        for (a, fold) in documents.iter().zip(&folds) {
            assert!(documents.iter().zip(&folds).all(|(b, other)| a.site != b.site || fold == other));
        }
        assert!((0..4).all(|fold| folds.contains(&fold)));
    }
}
