//! Which documents a person should look at first.

use std::collections::BTreeMap;

use super::Annotated;
use crate::clean::Verdicts;

/// How far the least certain verdict on a document lies from the score that decides, between 0 and 1; `None` if there is no
/// verdict on anything.
#[must_use]
pub fn certainty(verdicts: &Verdicts) -> Option<f32> {
    let paragraphs = verdicts.paragraphs.iter().filter(|verdict| !verdict.span.is_empty());
    paragraphs.map(|verdict| (verdict.score - verdict.bound).abs()).min_by(f32::total_cmp)
}

/// Keeps the least certain of the documents that are offered; of equals, those that came first.
pub struct LeastCertain {
    limit: usize,
    offered: usize,
    /// By certainty, whose bits are in its order as it is not negative, then by the order in which they came.
    kept: BTreeMap<(u32, usize), Annotated>,
}

impl LeastCertain {
    /// Keeps no more than `limit` documents.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        LeastCertain { limit, offered: 0, kept: BTreeMap::new() }
    }

    /// Offers a document; it is made only if it will be kept for now.
    pub fn offer(&mut self, certainty: f32, document: impl FnOnce() -> Annotated) {
        let key = (certainty.abs().to_bits(), self.offered);
        self.offered += 1;
        let is_full = self.kept.len() >= self.limit;
        if is_full && self.kept.last_key_value().is_none_or(|(last, _)| *last < key) {
            return;
        }
        self.kept.insert(key, document());
        if is_full {
            self.kept.pop_last();
        }
    }

    /// The documents, the least certain first.
    #[must_use]
    pub fn documents(self) -> Vec<Annotated> {
        self.kept.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Map;

    #[test]
    fn the_least_certain_are_kept_in_their_order() {
        let document =
            |certainty| Annotated { about: Map::new(), text: String::new(), paragraphs: Vec::new(), certainty };
        let mut kept = LeastCertain::new(3);
        let mut made = 0;
        for certainty in [0.5, 0.1, 0.4, 0.6, 0.0, 0.4] {
            kept.offer(certainty, || {
                made += 1;
                document(certainty)
            });
        }
        assert_eq!(kept.documents().iter().map(|document| document.certainty).collect::<Vec<_>>(), [0.0, 0.1, 0.4]);
        assert_eq!(made, 4);
        let mut none = LeastCertain::new(0);
        none.offer(0.1, || document(0.1));
        assert!(none.documents().is_empty());
    }
}
