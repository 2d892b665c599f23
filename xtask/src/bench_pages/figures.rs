//! What an extractor's answers came to.

use std::collections::BTreeMap;
use unpitch::evaluate::Bag;

use peers::Answer;

use super::pages::Page;

/// A table wider than this many groups cannot be read.
const MOST: usize = 8;
const OTHER: &str = "other";

/// The columns of the table.
pub(super) struct Columns {
    /// The groups that have columns of their own, the largest first.
    groups: Vec<String>,
    heads: Vec<String>,
    widths: Vec<usize>,
}

impl Columns {
    /// Columns for the groups of these pages.
    pub(super) fn of<'p>(groups: impl Iterator<Item = &'p str>) -> Self {
        let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
        for group in groups {
            *pages.entry(group).or_default() += 1;
        }
        let all: usize = pages.values().sum();
        let mut pages: Vec<(&str, usize)> = pages.into_iter().collect();
        pages.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let rest: usize = pages.iter().skip(MOST).map(|(_, count)| count).sum();
        pages.truncate(MOST);

        let head = |group: &str, count: usize| format!("{group} ({count})");
        let mut heads = vec!["extractor".to_owned(), head("all", all)];
        heads.extend(pages.iter().map(|&(group, count)| head(group, count)));
        if rest > 0 {
            heads.push(head(OTHER, rest));
        }
        heads.extend(["errors", "empty", "MB/s"].map(str::to_owned));
        let mut widths: Vec<usize> = heads.iter().map(|head| head.chars().count().max(6)).collect();
        widths[0] = 16;
        Columns { groups: pages.into_iter().map(|(group, _)| group.to_owned()).collect(), heads, widths }
    }

    pub(super) fn heads(&self) -> &[String] {
        &self.heads
    }

    pub(super) fn widths(&self) -> &[usize] {
        &self.widths
    }
}

/// Word F1 over pages.
#[derive(Clone, Copy, Default)]
struct Sum {
    pages: usize,
    f1: f64,
}

impl Sum {
    fn plus(self, other: Sum) -> Sum {
        Sum { pages: self.pages + other.pages, f1: self.f1 + other.f1 }
    }

    fn mean(self) -> String {
        format!("{:.4}", self.f1 / self.pages.max(1) as f64)
    }
}

/// What an extractor's answers came to.
#[derive(Default)]
pub(crate) struct Figures {
    groups: BTreeMap<String, Sum>,
    pub(crate) errors: usize,
    /// Which page, and what went wrong.
    pub(crate) first_error: Option<String>,
    /// No text and no error.
    empty: usize,
    /// Of the pages that were answered.
    pub(crate) bytes: usize,
    pub(crate) seconds: f64,
}

impl Figures {
    pub(super) fn add(&mut self, group: &str, page: &Page, answer: &Answer) {
        let f1 = Bag::of(&answer.text, &page.lang).f1(&page.gold);
        let sum = self.groups.entry(group.to_owned()).or_default();
        *sum = sum.plus(Sum { pages: 1, f1 });
        if let Some(error) = &answer.error {
            self.errors += 1;
            self.first_error.get_or_insert_with(|| format!("page {}: {error}", page.id));
        } else if answer.text.trim().is_empty() {
            self.empty += 1;
        }
        // Nobody knows what a page took that was never answered.
        if answer.seconds > 0.0 {
            self.bytes += page.bytes;
            self.seconds += answer.seconds;
        }
    }

    /// The extractor's row.
    pub(super) fn row(&self, extractor: &str, columns: &Columns) -> Vec<String> {
        let sum = |wanted: &dyn Fn(&String) -> bool| {
            let groups = self.groups.iter().filter(|(group, _)| wanted(group));
            groups.fold(Sum::default(), |sum, (_, &group)| sum.plus(group))
        };
        let mut row = vec![extractor.to_owned(), sum(&|_| true).mean()];
        row.extend(columns.groups.iter().map(|column| sum(&|group| group == column).mean()));
        let rest = sum(&|group| !columns.groups.contains(group));
        if rest.pages > 0 {
            row.push(rest.mean());
        }
        let speed = if self.seconds > 0.0 { self.bytes as f64 / 1e6 / self.seconds } else { 0.0 };
        row.extend([self.errors.to_string(), self.empty.to_string(), format!("{speed:.1}")]);
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_groups_share_a_column_and_failures_are_counted() {
        let mut langs: Vec<String> = (0..9).flat_map(|n| [format!("l{n}"), format!("l{n}")]).collect();
        langs.push("rare".to_owned());
        let columns = Columns::of(langs.iter().map(String::as_str));
        assert_eq!(columns.heads()[..3], ["extractor", "all (19)", "l0 (2)"]);
        assert_eq!(columns.heads()[9..], ["l7 (2)", "other (3)", "errors", "empty", "MB/s"]);

        let mut figures = Figures::default();
        for (number, lang) in langs.iter().enumerate() {
            let gold = Bag::of("The tide rose.", lang);
            let page =
                Page { id: number.to_string(), lang: lang.clone(), page_type: String::new(), gold, bytes: 1_000_000 };
            let text = if number < 2 { "the tide rose" } else { "" }.to_owned();
            let error = (lang == "rare").then(|| "too deep".to_owned());
            figures.add(lang, &page, &Answer { id: page.id.clone(), text, seconds: 0.5, error });
        }
        let row = figures.row("some", &columns);
        assert_eq!(row[..4], ["some", "0.1053", "1.0000", "0.0000"]);
        assert_eq!(row[9..], ["0.0000", "0.0000", "1", "16", "2.0"]);
        assert_eq!(figures.first_error.as_deref(), Some("page 18: too deep"));
    }
}
