//! Compares HTML tokenizers and parsers on real pages: how fast they give what a reader of articles needs, and how many of
//! the blocks of text in `html5ever`'s tree a simple stack finds in what they give.
//!
//! ```text
//! cargo run --release --manifest-path benches/readers/Cargo.toml -- [--differences] [--rules] FILE.jsonl.gz...
//! ```

mod blocks;
mod page;
mod readers;
mod rules;
mod score;
mod sink;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use blocks::{Block, Blocks};
use page::Page;
use readers::{Gum, Html5ever, Lol, Reader, Tl};
use rules::Rules;
use score::Score;
use sink::Tally;

/// How often each parser reads everything; the fastest counts.
const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let (options, files): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let mut pages = Vec::new();
    for file in &files {
        match page::read(file) {
            Ok(more) => pages.extend(more),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    // Panics are counted, not shown.
    std::panic::set_hook(Box::new(|_| {}));
    let has = |option: &str| options.iter().any(|given| given == option);
    let reference: Vec<_> =
        pages.iter().map(|page| of::<Html5ever>(page, Rules::default()).unwrap_or_default()).collect();
    if has("--differences") {
        differences::<Gum>(&pages, &reference);
        differences::<Lol>(&pages, &reference);
    } else if has("--rules") {
        by_rule::<Gum>(&pages, &reference);
        by_rule::<Lol>(&pages, &reference);
    } else {
        println!(
            "| parser | version | MB/s | blocks the same | with the same path | all rules: the same | path | failures |"
        );
        println!("|---|---|--:|--:|--:|--:|--:|--:|");
        compare::<Lol>(&pages, &reference);
        compare::<Gum>(&pages, &reference);
        compare::<Tl>(&pages, &reference);
        compare::<Html5ever>(&pages, &reference);
    }
    ExitCode::SUCCESS
}

/// A row of the table.
fn compare<R: Reader>(pages: &[Page], reference: &[Vec<Block>]) {
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let fastest = (0..ROUNDS).map(|_| time::<R>(pages)).min().unwrap_or_default();
    let speed = bytes as f64 / 1e6 / fastest.as_secs_f64();
    let (score, failures) = agreement::<R>(pages, reference, Rules::default());
    let (better, _) = agreement::<R>(pages, reference, Rules::ALL);
    println!(
        "| {} | {} | {speed:.0} | {:.3} % | {:.3} % | {:.3} % | {:.3} % | {failures} |",
        R::CRATE,
        version(R::CRATE),
        100.0 * score.same_text(),
        100.0 * score.same_path(),
        100.0 * better.same_text(),
        100.0 * better.same_path()
    );
}

/// Tells what each rule of the stack is worth: alone, missing from all, and all of them.
fn by_rule<R: Reader>(pages: &[Page], reference: &[Vec<Block>]) {
    let (none, all) = (Rules::default(), Rules::ALL);
    let rows = [
        ("none", none),
        ("stray", Rules { stray: true, ..none }),
        ("scope", Rules { scope: true, ..none }),
        ("table", Rules { table: true, ..none }),
        ("heading", Rules { heading: true, ..none }),
        ("form", Rules { form: true, ..none }),
        ("hidden", Rules { hidden: true, ..none }),
        ("quirks", Rules { quirks: true, ..none }),
        ("foster", Rules { foster: true, ..none }),
        ("escape", Rules { escape: true, ..none }),
        ("all", all),
        ("all but stray", Rules { stray: false, ..all }),
        ("all but scope", Rules { scope: false, ..all }),
        ("all but table", Rules { table: false, ..all }),
        ("all but heading", Rules { heading: false, ..all }),
        ("all but form", Rules { form: false, ..all }),
        ("all but hidden", Rules { hidden: false, ..all }),
        ("all but quirks", Rules { quirks: false, ..all }),
        ("all but foster", Rules { foster: false, ..all }),
        ("all but escape", Rules { escape: false, ..all }),
    ];
    println!("| {} | blocks the same | blocks with the same path |\n|---|--:|--:|", R::CRATE);
    for (name, rules) in rows {
        let (score, _) = agreement::<R>(pages, reference, rules);
        println!("| {name} | {:.3} % | {:.3} % |", 100.0 * score.same_text(), 100.0 * score.same_path());
    }
    println!();
}

/// Shows the first differences of each page, all rules of the stack applied: the worst pages first.
fn differences<R: Reader>(pages: &[Page], reference: &[Vec<Block>]) {
    let mut worst = Vec::new();
    for (page, expected) in pages.iter().zip(reference) {
        let found = of::<R>(page, Rules::ALL).unwrap_or_default();
        let words: usize = score::missing(expected, &found).iter().map(|block| block.text.split(' ').count()).sum();
        worst.push((words, page, expected, found));
    }
    worst.sort_by_key(|(words, ..)| std::cmp::Reverse(*words));
    for (words, page, expected, found) in worst.iter().filter(|(words, ..)| *words > 0) {
        println!("## {} {} ({words} words)", R::CRATE, page.id);
        for (sign, blocks) in [('-', score::missing(expected, found)), ('+', score::missing(found, expected))] {
            for block in blocks.iter().take(2) {
                println!("{sign} {} | {}", block.path.join(">"), block.text.chars().take(120).collect::<String>());
            }
        }
    }
}

/// Reads everything once.
fn time<R: Reader>(pages: &[Page]) -> Duration {
    let started = Instant::now();
    for page in pages {
        let mut tally = Tally::default();
        // Failures are counted elsewhere.
        let _ = catch_unwind(AssertUnwindSafe(|| R::read(&page.html, &mut tally)));
        std::hint::black_box(tally);
    }
    started.elapsed()
}

/// How well a parser agrees with the reference, and on how many pages it fails.
fn agreement<R: Reader>(pages: &[Page], reference: &[Vec<Block>], rules: Rules) -> (Score, usize) {
    let mut score = Score::default();
    let mut failures = 0;
    for (page, expected) in pages.iter().zip(reference) {
        let found = of::<R>(page, rules);
        failures += usize::from(found.is_none());
        score.add(expected, &found.unwrap_or_default());
    }
    (score, failures)
}

/// The blocks a parser finds, unless it fails.
fn of<R: Reader>(page: &Page, rules: Rules) -> Option<Vec<Block>> {
    let mut blocks = if R::TREE { Blocks::of_tree() } else { Blocks::of_tags(rules) };
    let read = catch_unwind(AssertUnwindSafe(|| R::read(&page.html, &mut blocks)));
    matches!(read, Ok(Ok(()))).then(|| blocks.finish())
}

/// The version of a crate that is compiled in.
fn version(name: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let package = lock.split("[[package]]").find(|package| package.contains(&format!("name = \"{name}\"\n")));
    package.and_then(|package| package.split('"').nth(3)).unwrap_or("?")
}
