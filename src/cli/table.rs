//! Figures as tables for people.

use super::Fatal;
use super::output::Output;
use crate::evaluate::{Adapted, Closer, ClosersFigures, CrossValidated, Figures, Group, LESSONS};
use crate::train::{Convergence, Data, Label};

/// Languages with fewer paragraphs are not listed: their figures would be chance.
const ENOUGH: usize = 50;

/// The figures of predictions: by source, class and language.
pub(super) fn report(data: &Data, judged: &CrossValidated<'_>, folds: Option<usize>) -> Result<(), Fatal> {
    let predictions = &judged.predictions;
    let mut out = Output::open(None)?;
    let figures = Figures::of(predictions);
    out.line(&heading(&figures, folds))?;
    overall(&mut out, &figures)?;
    if let Some(folds) = folds {
        let by_fold: Vec<Figures> =
            (0..folds).map(|fold| Figures::of(predictions.iter().filter(|p| p.fold == fold))).collect();
        let mean = |of: fn(&Figures) -> f64| by_fold.iter().map(of).sum::<f64>() / folds as f64;
        out.line(&format!(
            "mean of folds       AUC {:.4}, story lost {:.2} %, others removed {:.1} %",
            mean(|f| f.auc),
            100.0 * mean(|f| f.story_lost),
            100.0 * mean(|f| f.removed)
        ))?;
    }
    out.line("\nclass         paragraphs  removed  named  of those named right")?;
    for class in &figures.classes {
        let [removed, named, precision] =
            [class.removed, class.named, class.named_precision].map(|share| 100.0 * share);
        out.line(&format!(
            "{:<12}  {:>10}  {removed:>5.1} %  {named:>3.0} %  {precision:>3.0} %",
            class.class, class.paragraphs
        ))?;
    }
    groups(&mut out, "source", &Figures::by(predictions, |p| data.sources[p.document.source].name.clone()))?;
    groups(&mut out, "language", &Figures::by(predictions, |p| p.document.lang.clone()))?;
    closers(&mut out, &judged.closers)?;
    adapted(&mut out, &judged.adapted)?;
    out.finish()
}

/// The sentence that figures go under.
fn heading(figures: &Figures, folds: Option<usize>) -> String {
    let how = match folds {
        Some(folds) => {
            format!("{folds} folds by site, each judged by a model trained without them")
        }
        None => "judged by one model".to_owned(),
    };
    format!("{} documents, {} paragraphs; {how}", figures.documents, figures.paragraphs)
}

fn overall(out: &mut Output, figures: &Figures) -> Result<(), Fatal> {
    let percent = |share: f64| format!("{:.2} %", 100.0 * share);
    let mut lines = vec![
        ("story lost", format!("{} of its words", percent(figures.story_lost))),
        ("others removed", format!("{} of {} paragraphs", percent(figures.removed), figures.other)),
        ("precision", format!("{} of what was removed was not the story", percent(figures.precision))),
        ("AUC", format!("{:.4}", figures.auc)),
        ("average precision", format!("{:.4}", figures.average_precision)),
        ("calibration error", format!("{:.4}", figures.calibration_error)),
        ("flawless documents", percent(figures.flawless)),
        (
            "removed at 0.5 %",
            format!("{} if exactly that much of the story were lost", percent(figures.removed_at_loss[0])),
        ),
        ("removed at 1 %", percent(figures.removed_at_loss[1])),
    ];
    if figures.lookalikes.0 > 0 {
        lines.push(("look-alikes lost", format!("{} of {}", percent(figures.lookalikes.1), figures.lookalikes.0)));
    }
    if let Some(auc) = figures.sponsored_auc {
        lines.push(("sponsored AUC", format!("{auc:.4}")));
    }
    if figures.held_back > 0 {
        lines.push(("held back", format!("{} paragraphs by the guard", figures.held_back)));
    }
    lines.into_iter().try_for_each(|(name, value)| out.line(&format!("{name:<19} {value}")))
}

fn groups(out: &mut Output, what: &str, groups: &[Group]) -> Result<(), Fatal> {
    if groups.len() < 2 {
        return Ok(());
    }
    out.line(&format!("\ndocuments  paragraphs  story lost  removed     AUC  {what}"))?;
    for Group { name, figures } in groups.iter().filter(|group| group.figures.paragraphs >= ENOUGH) {
        out.line(&format!(
            "{:>9}  {:>10}  {:>8.2} %  {:>5.1} %  {:.4}  {}",
            figures.documents,
            figures.paragraphs,
            100.0 * figures.story_lost,
            100.0 * figures.removed,
            figures.auc,
            if name.is_empty() { "(none)" } else { name }
        ))?;
    }
    Ok(())
}

/// What became of loose paragraphs that closed real articles.
fn closers(out: &mut Output, closers: &[Closer]) -> Result<(), Fatal> {
    if closers.is_empty() {
        return Ok(());
    }
    out.line("\nclosing an article  pitches removed  sign-ups removed  look-alikes removed  language")?;
    let all = ("all".to_owned(), ClosersFigures::of(closers));
    for (language, figures) in std::iter::once(all).chain(ClosersFigures::by_language(closers)) {
        let [pitches, sign_ups, lookalikes] = [figures.pitches, figures.sign_ups, figures.lookalikes];
        out.line(&format!(
            "{:>18}  {:>13.1} %  {:>14.1} %  {:>17.1} %  {language}",
            pitches.paragraphs + sign_ups.paragraphs + lookalikes.paragraphs,
            100.0 * pitches.removed,
            100.0 * sign_ups.removed,
            100.0 * lookalikes.removed,
        ))?;
    }
    Ok(())
}

/// What adapting to sites is worth.
fn adapted(out: &mut Output, sites: &[Adapted]) -> Result<(), Fatal> {
    if sites.is_empty() {
        return Ok(());
    }
    out.line(&format!("\nadapted to {LESSONS} articles  articles  errors  adapted  AUC elsewhere  adapted  site"))?;
    for site in sites {
        out.line(&format!(
            "{:>21}  {:>8}  {:>6}  {:>7}  {:>13.4}  {:>7.4}  {}",
            "",
            site.articles,
            site.errors,
            site.errors_adapted,
            site.auc_elsewhere,
            site.auc_elsewhere_adapted,
            site.site
        ))?;
    }
    Ok(())
}

/// How the final fits ended.
pub(super) fn fits(fits: &[(&'static str, Convergence)]) -> Result<(), Fatal> {
    let mut out = Output::open(None)?;
    out.line("\nfit                     rows  iterations  gradient")?;
    for (name, fit) in fits {
        let ended = if fit.converged { "" } else { "  not converged" };
        out.line(&format!("{name:<20} {:>7}  {:>10}  {:.1e}{ended}", fit.rows, fit.iterations, fit.gradient))?;
    }
    out.finish()
}

/// The worst errors of either kind, the surest first.
pub(super) fn worst(data: &Data, judged: &CrossValidated<'_>, count: usize) -> Result<(), Fatal> {
    if count == 0 {
        return Ok(());
    }
    let mut out = Output::open(None)?;
    let mut errors = Vec::new();
    for prediction in &judged.predictions {
        for (paragraph, verdict) in prediction.document.paragraphs.iter().zip(&prediction.verdicts.paragraphs) {
            if paragraph.label.is_known() && paragraph.label.is_story() != verdict.keep {
                errors.push((verdict, paragraph, prediction.document));
            }
        }
    }
    for (title, kept) in [("story that was removed", false), ("what was missed", true)] {
        let mut of_kind: Vec<_> = errors.iter().filter(|(verdict, ..)| verdict.keep == kept).collect();
        of_kind.sort_by(
            |(a, ..), (b, ..)| {
                if kept { a.score.total_cmp(&b.score) } else { b.score.total_cmp(&a.score) }
            },
        );
        out.line(&format!("\n{title}: {} paragraphs, the worst first", of_kind.len()))?;
        for (verdict, paragraph, document) in of_kind.into_iter().take(count) {
            let label = match paragraph.label {
                Label::Is(class) => class.name(),
                Label::NotStory | Label::Unknown => "not story",
            };
            let text: String = paragraph.text.chars().take(100).collect();
            let source = &data.sources[document.source].name;
            out.line(&format!(
                "{:.3} {label} taken for {}: {text}  [{source} {}]",
                verdict.score, verdict.class, document.id
            ))?;
        }
    }
    out.finish()
}
