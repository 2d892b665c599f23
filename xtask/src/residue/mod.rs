//! `cargo xtask residue`: measure 2 of the design. What extractors leave on the pages of a benchmark, before and after a pass.

mod pages;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use unpitch::evaluate::Bag;

use unpitch::train::Settings;
use unpitch::{Cleaner, Model};

use crate::data::{self, Recipe, learn};
use crate::jsonl;
use crate::stop::{Stop, print, say};
use crate::table::Table;
use pages::{Extracted, Page, host};

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    recipe: Recipe,
    /// Measure this model instead of training one; it must not know the pages' sites
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// The folder of the outside data
    #[arg(long, value_name = "FOLDER", default_value = "../shared/data")]
    data: PathBuf,
}

/// What an extractor's pages came to, before and after.
#[derive(Default)]
struct Sum {
    pages: usize,
    before: f64,
    after: f64,
    better: usize,
    worse: usize,
}

impl Sum {
    fn add(&mut self, before: f64, after: f64) {
        self.pages += 1;
        self.before += before;
        self.after += after;
        self.better += usize::from(after > before);
        self.worse += usize::from(after < before);
    }

    fn row(&self, extractor: &str, pages: &str) -> [String; 8] {
        let [before, after] = [self.before, self.after].map(|sum| sum / self.pages.max(1) as f64);
        [
            extractor.to_owned(),
            pages.to_owned(),
            self.pages.to_string(),
            format!("{before:.4}"),
            format!("{after:.4}"),
            format!("{:+.4}", after - before),
            self.better.to_string(),
            self.worse.to_string(),
        ]
    }
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let pages = jsonl::load::<Page>(&args.data.join("pages/wcxb-dev.jsonl.gz"))?;
    let extracted = jsonl::load::<Extracted>(&args.data.join("residue-wcxb-dev.jsonl.gz"))?;
    let model = match &args.model {
        Some(model) => data::open(model)?,
        None => train_without(&pages, &args.recipe.recipe)?,
    };
    let cleaner = Cleaner::builder().model(model).build().map_err(Stop::because)?;
    let sums = measure(&cleaner, &pages, &extracted)?;
    print(
        "Word F1 against the gold text, mean over the pages that an extractor gave text for, before and after unpitch.\n",
    )?;
    let mut table =
        Table::new(&["extractor", "page type", "pages", "before", "after", "change", "got better", "got worse"]);
    for (extractor, [articles, all]) in &sums {
        table.row(articles.row(extractor, "article"));
        table.row(all.row(extractor, "all"));
    }
    print(table.render().trim_end())
}

/// For each extractor the sums over articles and over all pages.
fn measure<'a>(
    cleaner: &Cleaner,
    pages: &[Page],
    extracted: &'a [Extracted],
) -> Result<BTreeMap<&'a str, [Sum; 2]>, Stop> {
    let gold: BTreeMap<&str, (&Page, Bag)> =
        pages.iter().map(|page| (page.id.as_str(), (page, Bag::of(&page.gold, "")))).collect();
    let mut sums: BTreeMap<&str, [Sum; 2]> = BTreeMap::new();
    for Extracted { id, extractor, text } in extracted {
        let Some((page, gold)) = gold.get(id.as_str()) else {
            return Err(Stop::because(format_args!("{extractor} gave text for page {id}, which is not there")));
        };
        let (before, after) = (Bag::of(text, "").f1(gold), Bag::of(&cleaner.clean(text), "").f1(gold));
        let [articles, all] = sums.entry(extractor).or_default();
        if page.page_type == "article" {
            articles.add(before, after);
        }
        all.add(before, after);
    }
    Ok(sums)
}

/// A model that learned nothing from a site of these pages.
fn train_without(pages: &[Page], recipe: &Path) -> Result<Model, Stop> {
    let mut data = data::load(recipe)?;
    let hosts: HashSet<String> = pages.iter().filter_map(|page| host(&page.url)).collect();
    let before = data.documents.len();
    data.documents.retain(|document| host(&document.site).is_none_or(|site| !hosts.contains(&site)));
    say(format_args!("training without {} documents of the pages' sites", before - data.documents.len()));
    Ok(learn(&data, &data.uses, &Settings::default())?.model)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_counts_as_better_or_worse_or_neither() {
        let mut sum = Sum::default();
        sum.add(0.5, 0.75);
        sum.add(0.5, 0.25);
        sum.add(1.0, 1.0);
        sum.add(0.0, 1.0);
        let row = sum.row("readability", "all");
        assert_eq!(row[2..], ["4", "0.5000", "0.7500", "+0.2500", "2", "1"]);
    }
}
