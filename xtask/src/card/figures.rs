//! The figures as tables: overall, by class, language and source, and what became of closers.

use std::collections::BTreeMap;

use unpitch::evaluate::{Closer, ClosersFigures, Figures, Group, Share, auc};

use super::Judged;
use crate::data::called;
use crate::table::{Table, percent};

/// Groups with fewer paragraphs are not listed: their figures would be chance.
const ENOUGH: usize = 50;

/// What stands where there is nothing to measure.
pub(super) const NONE: &str = "-";

/// All of them, under their headings.
pub(super) fn all(judged: &Judged<'_>, folds: usize) -> String {
    let real = Figures::of(judged.references());
    let all = Figures::of(&judged.all.predictions);
    let names: Vec<String> = judged
        .data
        .sources
        .iter()
        .zip(&judged.data.uses.references)
        .filter(|(_, is)| **is)
        .map(|s| format!("`{}`", called(&s.0.name)))
        .collect();
    let references = if names.is_empty() { "all sources".to_owned() } else { names.join(", ") };
    let sections = [
        format!(
            "Cross-validated over {folds} folds by site, at the default policy: every document is judged by a model that was \
             trained, from the\nlexicon on, without its site. *Real* are the documents as those to be cleaned ({references}), the \
             figures to believe; *all*\nadds what was written for the project."
        ),
        format!("### Overall\n\n{}", overall(&real, &all)),
        format!("### By class\n\n{}", classes(&real, &all)),
        format!("### By language\n\n{}", languages(judged)),
        format!("### By source\n\n{}", sources(judged)),
        closers(&judged.all.closers),
    ];
    let text: Vec<&str> = sections.iter().map(|section| section.trim()).collect();
    text.join("\n\n").trim().to_owned() + "\n"
}

fn overall(real: &Figures, all: &Figures) -> String {
    let mut table = Table::new(&["", "real", "all"]);
    let mut row = |name: &str, of: &dyn Fn(&Figures) -> String| table.row([name.to_owned(), of(real), of(all)]);
    row("documents", &|f| f.documents.to_string());
    row("paragraphs", &|f| f.paragraphs.to_string());
    row("of these not the story", &|f| f.other.to_string());
    row("story lost, by words", &|f| percent(f.story_lost, 2));
    row("others removed", &|f| percent(f.removed, 1));
    row("precision: removed and not the story", &|f| percent(f.precision, 1));
    row("AUC", &|f| format!("{:.4}", f.auc));
    row("average precision", &|f| format!("{:.4}", f.average_precision));
    row("calibration error", &|f| format!("{:.3}", f.calibration_error));
    row("documents without an error", &|f| percent(f.flawless, 1));
    row("others above the score that loses 0.5 % of the story", &|f| percent(f.removed_at_loss[0], 1));
    row("others above the score that loses 1 %", &|f| percent(f.removed_at_loss[1], 1));
    row("look-alikes removed", &|f| share(Share { paragraphs: f.lookalikes.0, removed: f.lookalikes.1 }));
    row("AUC of sponsored documents", &|f| f.sponsored_auc.map_or(NONE.to_owned(), |auc| format!("{auc:.3}")));
    row("paragraphs held back by the guard", &|f| f.held_back.to_string());
    table.render()
}

fn classes(real: &Figures, all: &Figures) -> String {
    let heads =
        ["", "real", "removed", "named so", "of those named so", "all", "removed", "named so", "of those named so"];
    let mut table = Table::new(&heads);
    for (real, all) in real.classes.iter().zip(&all.classes) {
        let cells = [real, all].map(|of| {
            let count = of.paragraphs.to_string();
            [count, percent(of.removed, 1), percent(of.named, 0), percent(of.named_precision, 0)]
        });
        table.row(std::iter::once(real.class.to_string()).chain(cells.into_iter().flatten()));
    }
    table.render()
}

fn languages(judged: &Judged<'_>) -> String {
    let heads = ["", "real", "story lost", "removed", "AUC", "all", "story lost", "removed", "AUC"];
    let mut table = Table::new(&heads);
    let real = |lang: &str| {
        let figures = Figures::of(judged.references().filter(|prediction| prediction.document.lang == lang));
        if figures.paragraphs < ENOUGH { [NONE; 4].map(str::to_owned) } else { cells(&figures) }
    };
    for Group { name, figures } in &Figures::by(&judged.all.predictions, |p| p.document.lang.clone()) {
        if figures.paragraphs >= ENOUGH {
            let name = if name.is_empty() { "(none)" } else { name };
            table.row(std::iter::once(name.to_owned()).chain(real(name)).chain(cells(figures)));
        }
    }
    format!(
        "{}\nThe columns *real* and *all* count documents. Languages with fewer than {ENOUGH} paragraphs are left out.",
        table.render()
    )
}

/// Documents, story lost, others removed, AUC.
fn cells(figures: &Figures) -> [String; 4] {
    [
        figures.documents.to_string(),
        percent(figures.story_lost, 2),
        percent(figures.removed, 1),
        format!("{:.3}", figures.auc),
    ]
}

fn sources(judged: &Judged<'_>) -> String {
    let mut table = Table::new(&["", "documents", "paragraphs", "story lost", "removed", "AUC"]);
    let name = |source: usize| called(&judged.data.sources[source].name);
    for Group { name, figures } in &Figures::by(&judged.all.predictions, |p| name(p.document.source)) {
        let [documents, lost, removed, auc] = cells(figures);
        table.row([format!("`{name}`"), documents, figures.paragraphs.to_string(), lost, removed, auc]);
    }
    let mut closers: BTreeMap<String, Vec<&Closer>> = BTreeMap::new();
    judged.all.closers.iter().for_each(|closer| closers.entry(name(closer.source)).or_default().push(closer));
    for (name, closers) in &closers {
        table.row(closing(name, closers));
    }
    table.render() + "\nLines of `closers` are judged each at the end of a real article of another source."
}

/// The row of closers: each is a paragraph at the end of a document of another source.
fn closing(name: &str, closers: &[&Closer]) -> [String; 6] {
    let words = |wanted: &dyn Fn(&Closer) -> bool| -> usize {
        let of_story = closers.iter().filter(|closer| closer.label.is_story() && wanted(closer));
        of_story.map(|closer| unpitch::count_words(&closer.text)).sum()
    };
    let others = || closers.iter().filter(|closer| !closer.label.is_story());
    let part = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let mut scores: Vec<(f32, bool)> = closers.iter().map(|c| (c.score, !c.label.is_story())).collect();
    [
        format!("`{name}`"),
        NONE.to_owned(),
        closers.len().to_string(),
        percent(part(words(&|closer| closer.removed), words(&|_| true)), 2),
        percent(part(others().filter(|closer| closer.removed).count(), others().count()), 1),
        format!("{:.3}", auc(&mut scores)),
    ]
}

fn closers(closers: &[Closer]) -> String {
    if closers.is_empty() {
        return String::new();
    }
    let heads = ["", "pitches", "removed", "sign-ups", "removed", "look-alikes", "removed"];
    let mut table = Table::new(&heads);
    let all = ("all".to_owned(), ClosersFigures::of(closers));
    for (language, figures) in std::iter::once(all).chain(ClosersFigures::by_language(closers)) {
        let kinds = [figures.pitches, figures.sign_ups, figures.lookalikes];
        let cells = kinds.into_iter().flat_map(|of| [of.paragraphs.to_string(), share(of)]);
        table.row(std::iter::once(language).chain(cells));
    }
    format!(
        "### Closers\n\nPitches, sign-up lines and look-alikes, each closing a real article, of its own language where there \
         is one. Look-alikes are story:\nwhat is removed of them is lost.\n\n{}",
        table.render()
    )
}

fn share(of: Share) -> String {
    if of.paragraphs == 0 { NONE.to_owned() } else { percent(of.removed, 1) }
}
