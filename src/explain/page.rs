//! Why a block of a page stays or goes: the same question, asked of the page's own columns.

use super::Reason;
use crate::features::Column;
use crate::model::{PageModel, logistic};
use crate::page::pass;

/// The reasons of one block by its row of columns.
pub(super) fn reasons(model: &PageModel, row: &[f32]) -> Vec<Reason> {
    let columns: Vec<&Column> = pass::columns().collect();
    let place = |name: &str| columns.iter().position(|column| column.name == name).unwrap_or_default();
    let [odds, story] = ["judged_odds", "judged_story"].map(place);
    let evidence = ["text_evidence", "markup_evidence"].map(place);
    let judge = &model.decision;
    let usual = judge.log_odds(row);
    (0..columns.len())
        // What was judged by evidence follows from the evidence.
        .filter(|&column| column != odds && column != story)
        .map(|column| {
            let mut usually = row.to_vec();
            usually[column] = judge.scales()[column].mean;
            if evidence.contains(&column) {
                usually[odds] += usually[column] - row[column];
                usually[story] = logistic(usually[odds]);
            }
            let effect = usual - judge.log_odds(&usually);
            let high = row[column] > judge.scales()[column].mean;
            Reason { words: if high { columns[column].high } else { columns[column].low }.to_owned(), effect }
        })
        .collect()
}
