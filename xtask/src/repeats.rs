//! `cargo xtask repeats`: what counts of repeats are worth. Pages as a careless scraper gives them and labelled articles, of sites that have
//! two or more; judged with and without counts, where what a count says was learned from other sites.

use std::path::PathBuf;

use unpitch::repeats::Repeats;
use unpitch::train::{Data, Scraped, learn_repeats};
use unpitch::{Cleaner, Model, count_words};

use crate::data::open;
use crate::stop::{Stop, print};
use crate::table::{Table, percent};

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Pages (JSON Lines with `html` and `gold`), labelled articles, or recipes; a table each
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// The base
    #[arg(long, value_name = "FILE", default_value = "models/default.unpitch")]
    model: PathBuf,
    /// Cross-validate by site with so many folds, over all data together
    #[arg(long, default_value_t = 5, value_name = "K", value_parser = clap::value_parser!(u8).range(2..=100))]
    folds: u8,
    /// Sites with fewer documents are left out of the figures
    #[arg(long, default_value_t = 2, value_name = "N")]
    least: usize,
    /// Show so many paragraphs of the story that go for repeating, the longest first
    #[arg(long, default_value_t = 0, value_name = "N")]
    worst: usize,
}

/// A paragraph that was judged twice.
struct Judged<'a> {
    text: &'a str,
    site: &'a str,
    words: f64,
    story: bool,
    /// How many documents of the site hold it, exactly and nearly.
    held: (u32, u32),
    without: Verdict,
    with: Verdict,
}

#[derive(Clone, Copy)]
struct Verdict {
    /// The odds of not being the story over the root of its words.
    worth: f64,
    goes: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let mut scraped = Vec::new();
    let mut sources = Vec::new();
    for path in &args.data {
        let data = Data::load(std::slice::from_ref(path)).map_err(Stop::because)?;
        let found = Scraped::all(&data.pages, &data.documents);
        sources.push((path.display().to_string(), scraped.len()..scraped.len() + found.len()));
        scraped.extend(found);
    }
    let base = open(&args.model)?;
    let judged = judge(&base, &scraped, usize::from(args.folds))?;
    let of_site = |site: &str| scraped.iter().filter(|other| other.site() == site).count();
    let counted: Vec<bool> = scraped.iter().map(|scraped| of_site(scraped.site()) >= args.least).collect();
    let mut table = Table::new(&[
        "data",
        "documents",
        "story",
        "other",
        "words lost",
        "lost with",
        "found",
        "found with",
        "found with, same loss",
    ]);
    let all = ("all".to_owned(), 0..scraped.len());
    for (name, range) in sources.iter().chain((sources.len() > 1).then_some(&all)) {
        let documents: Vec<usize> = range.clone().filter(|&index| counted[index]).collect();
        let paragraphs: Vec<&Judged<'_>> = documents.iter().flat_map(|&index| &judged[index]).collect();
        row(&mut table, name, documents.len(), &paragraphs);
    }
    print(table.render().trim_end())?;
    let mut taught = base.clone();
    learn_repeats(&mut taught, &scraped.iter().collect::<Vec<_>>()).map_err(Stop::because)?;
    let weights: Vec<String> =
        taught.repeat_terms().iter().map(|term| format!("{} {:.2}", term.name, term.weight)).collect();
    print(&format!("\nfitted to all: {}", weights.join(", ")))?;
    let all: Vec<&Judged<'_>> =
        judged.iter().zip(&counted).filter(|&(_, &is)| is).flat_map(|(judged, _)| judged).collect();
    print("")?;
    by_count(&all)?;
    worst(&all, args.worst)
}

/// Judges every document by what was learned from other sites.
fn judge<'a>(base: &Model, scraped: &'a [Scraped], folds: usize) -> Result<Vec<Vec<Judged<'a>>>, Stop> {
    let fold_of = Scraped::folds(scraped, folds);
    let repeats = Repeats::of(scraped.iter().map(|scraped| &scraped.document));
    let build = |model: Model| Cleaner::builder().model(model).max_removed(1.0).and_then(|builder| builder.build());
    let without = build(base.clone()).map_err(Stop::because)?;
    let mut judged: Vec<Vec<Judged<'a>>> = scraped.iter().map(|_| Vec::new()).collect();
    for fold in 0..folds {
        let taught: Vec<&Scraped> =
            scraped.iter().zip(&fold_of).filter(|&(_, &of)| of != fold).map(|(s, _)| s).collect();
        let mut model = base.clone();
        learn_repeats(&mut model, &taught).map_err(Stop::because)?;
        let with = build(model).map_err(Stop::because)?.with_repeats(repeats.clone());
        for (index, scraped) in scraped.iter().enumerate().filter(|(index, _)| fold_of[*index] == fold) {
            let verdicts = [&without, &with].map(|cleaner| cleaner.judge(&scraped.document).paragraphs);
            for (place, story) in scraped.story.iter().enumerate() {
                let text = scraped.document.text(place);
                let words = count_words(text).max(1) as f64;
                let verdict = |of: usize| {
                    let verdict = &verdicts[of][place];
                    let score = f64::from(verdict.score);
                    let worth = if score < 0.5 { 0.0 } else { score / (1.0 - score).max(1e-6) / words.sqrt() };
                    Verdict { worth, goes: !verdict.keep }
                };
                let site = scraped.site();
                let held = (repeats.documents(site, text), repeats.near_documents(site, text));
                let Some(story) = *story else { continue };
                judged[index].push(Judged { text, site, words, story, held, without: verdict(0), with: verdict(1) });
            }
        }
    }
    Ok(judged)
}

fn share(sum: impl Iterator<Item = (f64, bool)>) -> f64 {
    let (mut all, mut part) = (0.0, 0.0);
    for (weight, is) in sum {
        all += weight;
        part += if is { weight } else { 0.0 };
    }
    part / f64::max(all, 1.0)
}

fn row(table: &mut Table, name: &str, documents: usize, paragraphs: &[&Judged<'_>]) {
    let of = |story: bool| paragraphs.iter().filter(move |judged| judged.story == story);
    let lost = share(of(true).map(|judged| (judged.words, judged.without.goes)));
    let lost_with = share(of(true).map(|judged| (judged.words, judged.with.goes)));
    let found = share(of(false).map(|judged| (1.0, judged.without.goes)));
    let found_with = share(of(false).map(|judged| (1.0, judged.with.goes)));
    // The lowest price with counts at which no more of the story is lost than without.
    let mut sorted: Vec<&&Judged<'_>> = paragraphs.iter().collect();
    sorted.sort_by(|a, b| b.with.worth.total_cmp(&a.with.worth));
    let story: f64 = of(true).map(|judged| judged.words).sum();
    let (mut gone, mut others) = (0.0, 0.0);
    for judged in sorted.iter().take_while(|judged| judged.with.worth > 0.0) {
        gone += if judged.story { judged.words } else { 0.0 };
        if gone > lost * story {
            break;
        }
        others += if judged.story { 0.0 } else { 1.0 };
    }
    table.row([
        name.rsplit('/').next().unwrap_or(name).to_owned(),
        documents.to_string(),
        of(true).count().to_string(),
        of(false).count().to_string(),
        percent(lost, 2),
        percent(lost_with, 2),
        percent(found, 1),
        percent(found_with, 1),
        percent(others / (of(false).count() as f64).max(1.0), 1),
    ]);
}

/// The same by how many documents of the site hold a paragraph: what is the story and repeats is what could be lost.
fn by_count(paragraphs: &[&Judged<'_>]) -> Result<(), Stop> {
    let mut table = Table::new(&["held by", "story", "goes", "goes with", "other", "goes", "goes with"]);
    type Fits = fn((u32, u32)) -> bool;
    let kinds: [(&str, Fits); 4] = [
        ("itself alone", |(_, near)| near <= 1),
        ("nearly by others", |(exact, near)| exact <= 1 && near > 1),
        ("2 documents", |(exact, _)| exact == 2),
        ("3 or more", |(exact, _)| exact >= 3),
    ];
    for (name, fits) in kinds {
        let of = |story: bool| paragraphs.iter().filter(move |judged| judged.story == story && fits(judged.held));
        let mut cells = vec![name.to_owned()];
        for story in [true, false] {
            cells.push(of(story).count().to_string());
            cells.push(percent(share(of(story).map(|judged| (1.0, judged.without.goes))), 1));
            cells.push(percent(share(of(story).map(|judged| (1.0, judged.with.goes))), 1));
        }
        table.row(cells);
    }
    print(table.render().trim_end())
}

fn worst(paragraphs: &[&Judged<'_>], count: usize) -> Result<(), Stop> {
    let mut lost: Vec<&&Judged<'_>> =
        paragraphs.iter().filter(|judged| judged.story && judged.with.goes && !judged.without.goes).collect();
    lost.sort_by(|a, b| b.words.total_cmp(&a.words));
    for judged in lost.into_iter().take(count) {
        let text: String = judged.text.chars().take(160).collect();
        print(&format!("{} {:?} {}", judged.site, judged.held, text.replace('\n', " ")))?;
    }
    Ok(())
}
