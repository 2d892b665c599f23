//! What adapting to a site is worth: errors on its other articles, and what becomes of other sites.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Figures, Prediction, predict};
use crate::clean::Cleaner;
use crate::model::{About, Model};
use crate::train::{Labelled, Sources, adapt};

/// Articles of a site that a model is adapted with.
pub const LESSONS: usize = 5;

/// A site's articles, each judged by the model as it is and by one adapted to others of the site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Adapted {
    /// The site.
    pub site: String,
    /// Articles judged.
    pub articles: usize,
    /// Wrong decisions by the model as it is.
    pub errors: usize,
    /// Wrong decisions by the adapted model.
    pub errors_adapted: usize,
    /// AUC on the articles of other sites by the model as it is.
    pub auc_elsewhere: f64,
    /// The same by the adapted model: that of the first adaptation.
    pub auc_elsewhere_adapted: f64,
}

fn errors(predictions: &[Prediction<'_>]) -> usize {
    let decided = predictions.iter().flat_map(|p| p.document.paragraphs.iter().zip(&p.verdicts.paragraphs));
    decided.filter(|(paragraph, verdict)| paragraph.label.is_story() != verdict.keep).count()
}

/// For every site with more than [`LESSONS`] references, judges each of its articles by `model`, which has not seen the site,
/// and by that model adapted to the [`LESSONS`] articles that come next in turn.
pub(super) fn measure(
    model: &Model,
    build: &(dyn Fn(Model) -> Cleaner + Sync),
    documents: &[&Labelled],
    sources: &Sources,
) -> Vec<Adapted> {
    let mut sites: BTreeMap<&str, Vec<&Labelled>> = BTreeMap::new();
    let named = |document: &&&Labelled| sources.is_reference(document) && !document.site.contains('#');
    for document in documents.iter().filter(named) {
        sites.entry(&document.site).or_default().push(document);
    }
    let base = build(model.clone());
    let enough = sites.iter().filter(|(_, articles)| articles.len() > LESSONS);
    enough
        .map(|(&site, articles)| {
            let elsewhere: Vec<&Labelled> = documents
                .iter()
                .copied()
                .filter(|document| sources.is_reference(document) && document.site != site)
                .collect();
            let mut adapted = Adapted { site: site.to_owned(), articles: articles.len(), ..Adapted::default() };
            for (index, &article) in articles.iter().enumerate() {
                let lessons: Vec<&Labelled> =
                    (1..=LESSONS).map(|step| articles[(index + step) % articles.len()]).collect();
                let cleaner = build(adapt(model, &lessons, About::default()));
                adapted.errors += errors(&predict(&base, &[article]));
                adapted.errors_adapted += errors(&predict(&cleaner, &[article]));
                if index == 0 {
                    adapted.auc_elsewhere = Figures::of(&predict(&base, &elsewhere)).auc;
                    adapted.auc_elsewhere_adapted = Figures::of(&predict(&cleaner, &elsewhere)).auc;
                }
            }
            adapted
        })
        .collect()
}
