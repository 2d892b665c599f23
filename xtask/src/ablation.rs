//! `cargo xtask ablation`: what each group of sources and each family of columns is worth.
//!
//! One training a row, measured by its own folds. Sources to do without are judged and not learned from, so that every row
//! has the same folds and the same closers to judge.

use unpitch::evaluate::HeldOutFigures;
use unpitch::train::{Data, Settings};

use crate::data::{self, OWN, Recipe, learn, own_group};
use crate::stop::{Stop, print, say};
use crate::table::{line, percent, rule};

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    recipe: Recipe,
    /// Only these rows, by name: what the training does without, `nothing` for the full recipe
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
}

/// Families of columns and beginnings of names to do without: what they are called here, and in `Settings::without`.
const COLUMNS: [(&str, &str); 10] = [
    ("shape", "shape"),
    ("place", "place"),
    ("wording", "wording"),
    ("letters_", "letters_*"),
    ("words_", "words_*"),
    ("fitted", "wording*"),
    ("topic", "topic"),
    ("neighbours", "neighbours"),
    ("context", "context"),
    ("cohesion", "cohesion"),
];

const HEADS: [&str; 7] = ["without", "AUC", "at 0.5 %", "at 1 %", "pitches", "sign-ups", "look-alikes"];
const WIDTHS: [usize; 7] = [14, 6, 8, 8, 8, 8, 11];

/// What a row does without.
enum Without {
    Nothing,
    Sources(Vec<bool>),
    Columns(&'static str),
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let data = data::load(&args.recipe.recipe)?;
    let rows = rows(&data, &args.only)?;
    let paragraphs: usize = data.sources.iter().map(|source| source.paragraphs).sum();
    print(&format!(
        "{paragraphs} paragraphs of {}; one training a row, measured on its held-out folds. AUC, and share of the others \
         removed at the prices\nthat lose 0.5 % and 1 % of the story's words, on the references; share of the closers \
         removed at the first of these prices.\n",
        args.recipe.recipe.display()
    ))?;
    let heads = HEADS.map(str::to_owned);
    print(&line(&heads, &WIDTHS))?;
    print(&rule(&WIDTHS))?;
    for (name, without) in rows {
        print(&line(&row(&name, &measure(&data, &without)?), &WIDTHS))?;
    }
    Ok(())
}

/// The rows that were asked for.
fn rows(data: &Data, only: &[String]) -> Result<Vec<(String, Without)>, Stop> {
    let withheld = |left_out: &dyn Fn(&str) -> bool| {
        Without::Sources(data.sources.iter().map(|source| left_out(&source.name)).collect())
    };
    let mut rows = vec![("nothing".to_owned(), Without::Nothing)];
    rows.extend(OWN.map(|group| (group.to_owned(), withheld(&|source| own_group(source) == Some(group)))));
    rows.push(("trailers".to_owned(), withheld(&|source| data::called(source) == "trailers.jsonl")));
    rows.push(("own".to_owned(), withheld(&|source| own_group(source).is_some())));
    rows.extend(COLUMNS.map(|(name, columns)| (name.to_owned(), Without::Columns(columns))));

    if let Some(unknown) = only.iter().find(|&wanted| rows.iter().all(|(name, _)| name != wanted)) {
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        return Err(Stop::because(format_args!("no row is called `{unknown}`; there are {}", names.join(", "))));
    }
    rows.retain(|(name, without)| {
        let wanted = only.is_empty() || only.contains(name);
        let nothing = matches!(without, Without::Sources(left_out) if !left_out.contains(&true));
        if wanted && nothing {
            say(format_args!("{name}: the recipe has no such source, leaving the row out"));
        }
        wanted && !nothing
    });
    Ok(rows)
}

fn measure(data: &Data, without: &Without) -> Result<HeldOutFigures, Stop> {
    let mut settings = Settings::default();
    let mut uses = data.uses.clone();
    match without {
        Without::Nothing => (),
        Without::Sources(withheld) => uses.withheld.clone_from(withheld),
        Without::Columns(columns) => settings.without.push((*columns).to_owned()),
    }
    Ok(HeldOutFigures::of(&learn(data, &uses, &settings)?.held_out))
}

fn row(name: &str, figures: &HeldOutFigures) -> [String; 7] {
    let closers = &figures.closers;
    let [pitches, sign_ups, lookalikes] = [closers.pitches, closers.sign_ups, closers.lookalikes]
        .map(|share| if share.paragraphs == 0 { "-".to_owned() } else { percent(share.removed, 1) });
    let [careful, loose] = figures.removed_at_loss.map(|share| percent(share, 1));
    [name.to_owned(), format!("{:.4}", figures.auc), careful, loose, pitches, sign_ups, lookalikes]
}

#[cfg(test)]
mod tests {
    use super::*;
    use unpitch::Source;

    fn data() -> Data {
        let source = |name: &str| Source { name: name.to_owned(), ..Source::default() };
        Data { sources: vec![source("real.jsonl"), source("articles/en.jsonl")], ..Data::default() }
    }

    #[test]
    fn a_row_leaves_out_its_sources_and_no_others() {
        let rows = rows(&data(), &["own".to_owned(), "pages".to_owned()]).unwrap();
        assert_eq!(rows.len(), 1, "there are no pages to leave out");
        assert!(matches!(&rows[0].1, Without::Sources(withheld) if *withheld == [false, true]));
    }

    #[test]
    fn an_unknown_row_names_those_there_are() {
        let Err(Stop::Because(reason)) = rows(&data(), &["letter".to_owned()]) else { panic!("there is no such row") };
        assert!(reason.contains("letters_") && reason.contains("closers/tricky"), "{reason}");
    }
}
