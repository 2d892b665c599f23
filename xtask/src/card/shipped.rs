//! The model file itself: its size, what it learned from, what it promises.

use std::collections::BTreeMap;
use std::path::Path;

use unpitch::{Mode, Model, Promise, Source};

use super::figures::NONE;
use crate::data::{called, open};
use crate::stop::Stop;
use crate::table::{Table, percent};

/// Describes the model in this file.
pub(super) fn describe(path: &Path) -> Result<String, Stop> {
    let model = open(path)?;
    let (about, bytes) = (model.about(), model.to_bytes().len());
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Ok(format!(
        "### The file\n\n`{name}`: {:.2} MB, made on {} by unpitch {}; {} n-grams, {} terms. It learned from\n\n{}\n\
         and promises how much of the story's words may be lost, over many articles. Each promise has a price, from which on a \
         paragraph\ngoes: the odds that it is not the story, over the root of its words. Below some price all go that are likelier to be \
         something\nelse than the story, and the promise is more than kept.\n\n{}",
        bytes as f64 / 1e6,
        about.date,
        about.unpitch,
        model.ngrams(),
        model.terms().len(),
        learned_from(&about.sources),
        promises(&model)
    ))
}

fn learned_from(sources: &[Source]) -> String {
    // In the order of the recipe, groups where their first file stands.
    let mut order: Vec<String> = Vec::new();
    let mut sums: BTreeMap<String, Source> = BTreeMap::new();
    for source in sources {
        let name = called(&source.name);
        let sum = sums.entry(name.clone()).or_insert_with(|| {
            order.push(name);
            Source::default()
        });
        sum.documents += source.documents;
        sum.paragraphs += source.paragraphs;
        sum.sites += source.sites;
    }
    let mut table = Table::new(&["", "documents", "paragraphs", "sites"]);
    for name in order {
        let sum = &sums[&name];
        let [documents, sites] = match sum.documents {
            // Loose paragraphs: each is a site of its own unless it says otherwise.
            0 => [NONE, NONE].map(str::to_owned),
            _ => [sum.documents, sum.sites].map(|count| count.to_string()),
        };
        table.row([format!("`{name}`"), documents, sum.paragraphs.to_string(), sites]);
    }
    table.render()
}

fn promises(model: &Model) -> String {
    let modes = [(Mode::Careful, "careful"), (Mode::Balanced, "balanced"), (Mode::Thorough, "thorough")];
    let named = |promise: Promise| {
        let kept = modes.iter().filter(|(mode, _)| model.promise(mode.max_loss()) == Some(promise));
        let names: Vec<&str> = kept.map(|(_, name)| *name).collect();
        names.join(", ")
    };
    let mut table = Table::new(&["at most lost", "price", "mode"]);
    for promise in model.promises() {
        table.row([percent(f64::from(promise.max_loss), 2), price(promise.price), named(promise)]);
    }
    table.render()
}

/// A price with three digits that count, or as many as it has before the point.
fn price(price: f32) -> String {
    match price {
        0.0 => "0".to_owned(),
        ..10.0 => format!("{price:.2}"),
        ..100.0 => format!("{price:.1}"),
        _ => format!("{price:.0}"),
    }
}
