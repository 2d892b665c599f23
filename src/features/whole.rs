//! Whole: what tells of a document, not of a paragraph, whether it is an advertorial or a press release.

use std::sync::LazyLock;

use super::{Column, Table, column};
use crate::document::Class;
use crate::model::Judgement;

/// Columns of a whole document.
pub(crate) const COLUMNS: [Column; 25] = [
    column("words_sponsored_mean", "words of sponsored texts throughout", "no words of sponsored texts"),
    column("letters_sponsored_mean", "phrases of sponsored texts throughout", "no phrases of sponsored texts"),
    column("words_sponsored_most", "a paragraph in the words of sponsored texts", "no such paragraph"),
    column("letters_sponsored_most", "a paragraph in the phrases of sponsored texts", "no such paragraph"),
    column("sponsored_first", "opens like a sponsored text", "does not open like a sponsored text"),
    column("sponsored_last", "closes like a sponsored text", "does not close like a sponsored text"),
    column("share_editorial", "mostly story", "much that is no story"),
    column("share_promotion", "many promotions", "few promotions"),
    column("share_subscription", "many subscription lines", "few subscription lines"),
    column("share_navigation", "much navigation", "little navigation"),
    column("share_notice", "many notices", "few notices"),
    column("share_credit", "many credits", "few credits"),
    column("share_comment", "many comments", "few comments"),
    column("promotion_words", "much of its text is promotion", "little of its text is promotion"),
    column("most_promotion", "surely holds a promotion", "holds no sure promotion"),
    column("most_notice", "surely holds a notice", "holds no sure notice"),
    column("words_in_all", "long", "short"),
    column("paragraphs_in_all", "many paragraphs", "few paragraphs"),
    column("trade_marks", "trade mark signs", "no trade mark signs"),
    column("wording_mean", "worded as a story throughout", "not worded as a story"),
    column("no_pitch_mean", "not worded as a pitch throughout", "worded as a pitch throughout"),
    column("wording_last", "closes worded as a story", "does not close worded as a story"),
    column("no_pitch_last", "does not close worded as a pitch", "closes worded as a pitch"),
    column("quotes_mean", "quotes throughout", "few quotes"),
    column("addresses_mean", "web addresses throughout", "few web addresses"),
];

/// Where the columns of a paragraph stand that a document's are made of.
struct Places {
    words_sponsored: usize,
    letters_sponsored: usize,
    words: usize,
    legal_signs: usize,
    wording: usize,
    no_pitch: usize,
    quotes: usize,
    addresses: usize,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let place = |name: &str| super::columns().position(|(_, column)| column.name == name).unwrap_or_default();
    Places {
        words_sponsored: place("words_sponsored"),
        letters_sponsored: place("letters_sponsored"),
        words: place("words"),
        legal_signs: place("legal_signs"),
        wording: place("wording"),
        no_pitch: place("wording_no_pitch"),
        quotes: place("quotes"),
        addresses: place("addresses"),
    }
});

/// The columns of a document with at least one paragraph.
pub(crate) fn extract(table: &Table, judged: &[Judgement]) -> Vec<f32> {
    let places = &*PLACES;
    let (words_at, letters_at) = (places.words_sponsored, places.letters_sponsored);
    let count = judged.len().max(1) as f32;

    let mut row = vec![0.0; COLUMNS.len()];
    let mut words_in_all = 0.0f32;
    row[2] = f32::MIN;
    row[3] = f32::MIN;
    for (values, judgement) in table.rows().zip(judged) {
        let words = values[places.words].exp_m1();
        words_in_all += words;
        row[0] += words * values[words_at];
        row[1] += words * values[letters_at];
        row[2] = row[2].max(values[words_at]);
        row[3] = row[3].max(values[letters_at]);
        for class in Class::ALL {
            row[6 + class.index()] += judgement.classes[class.index()] / count;
        }
        row[13] += words * judgement.classes[Class::Promotion.index()];
        row[14] = row[14].max(judgement.classes[Class::Promotion.index()]);
        row[15] = row[15].max(judgement.classes[Class::Notice.index()]);
        row[18] += values[places.legal_signs];
        row[19] += words * values[places.wording];
        row[20] += words * values[places.no_pitch];
        row[23] += values[places.quotes] / count;
        row[24] += values[places.addresses] / count;
    }
    for sum in [0, 1, 13, 19, 20] {
        row[sum] /= words_in_all.max(1.0);
    }
    row[2] = row[2].max(-8.0);
    row[3] = row[3].max(-8.0);
    let ends = [table.rows().next(), table.rows().last()];
    for (place, values) in [4, 5].into_iter().zip(ends) {
        row[place] = values.map_or(0.0, |values| values[words_at] + values[letters_at]);
    }
    if let Some(last) = table.rows().last() {
        row[21] = last[places.wording];
        row[22] = last[places.no_pitch];
    }
    row[16] = words_in_all.ln_1p();
    row[17] = count.ln_1p();
    row[18] = row[18].ln_1p();
    row
}
