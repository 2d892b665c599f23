//! The parts of the page that are figures: totals, tables with bars, the histogram.

use std::io::{self, Write};

use super::{end_table, escaped, number, part, percent, so_many, table, tag};
use crate::document::Class;
use crate::report::run::summary::{Bar, ClassRow, Figures, SiteRow, Summary};

/// The totals.
pub(super) fn tiles(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let total = &summary.total;
    let documents = if total.changed == total.documents {
        "something was removed from all of them".to_owned()
    } else {
        format!("something was removed from {}", number(total.changed))
    };
    let mut tiles = vec![
        (
            "Words removed",
            percent(total.share_removed),
            format!("{} of {}", number(total.removed.words), number(total.all.words)),
        ),
        ("Paragraphs removed", number(total.removed.paragraphs), format!("of {}", number(total.all.paragraphs))),
        ("Documents", number(total.documents), documents),
        (
            "Held back",
            number(total.held_back),
            format!(
                "{}: {} stayed, as too much would have gone",
                if total.held_back == 1 { "document" } else { "documents" },
                so_many(total.held.paragraphs, "paragraph", "paragraphs")
            ),
        ),
    ];
    if total.left_out > 0 {
        tiles.push((
            "Left out",
            so_many(total.left_out, "document", "documents"),
            "sponsored as a whole; not in the other figures".into(),
        ));
    }
    if summary.failed > 0 {
        tiles.push(("Could not be done", number(summary.failed), "records and files".into()));
    }
    writeln!(out, "<dl class=\"tiles\">")?;
    for (name, figure, more) in tiles {
        writeln!(out, "<div><dt>{name}</dt><dd><b>{figure}</b> {more}</dd></div>")?;
    }
    writeln!(out, "</dl>")
}

/// A bar of the classes' shares; `most` is as long as it gets.
fn bar(classes: &[ClassRow], most: f64) -> String {
    let mut bar = "<span class=\"bar\" aria-hidden=\"true\">".to_owned();
    for row in classes {
        let width = if most > 0.0 { row.share / most * 100.0 } else { 0.0 };
        bar.push_str(&format!("<i class=\"{0}\" style=\"width:{width:.2}%\" title=\"{0}\"></i>", row.class));
    }
    bar + "</span>"
}

/// What the classes' colours mean, and what they are of.
fn legend(out: &mut dyn Write, classes: &[ClassRow]) -> io::Result<()> {
    write!(out, "<p class=\"legend\">Bars: share of the words, by class: ")?;
    for row in classes {
        write!(out, "{} ", tag(row.class))?;
    }
    writeln!(out, "</p>")
}

pub(super) fn classes(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    part(out, "classes")?;
    if summary.classes.is_empty() {
        return writeln!(out, "<p>Nothing was removed.</p>\n</section>");
    }
    table(out, "What was removed, by class", &["Class", "#Of all words", "", "#Words", "#Paragraphs"])?;
    let most = summary.classes.first().map_or(0.0, |row| row.share);
    for row in &summary.classes {
        writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            tag(row.class),
            percent(row.share),
            bar(std::slice::from_ref(row), most),
            number(row.removed.words),
            number(row.removed.paragraphs)
        )?;
    }
    end_table(out)?;
    if summary.classes.iter().any(|row| row.class == Class::Editorial) {
        writeln!(
            out,
            "<p><small>Removed as editorial: it is the likeliest class of these, but the classes that go are likelier taken together.</small></p>"
        )?;
    }
    writeln!(out, "</section>")
}

pub(super) fn languages(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    part(out, "languages")?;
    legend(out, &summary.classes)?;
    table(
        out,
        "What was removed, by language",
        &["Language", "#Words removed", "", "#of words", "#Documents", "#Held back"],
    )?;
    let most = summary.languages.iter().map(|row| row.figures.share_removed).fold(0.0, f64::max);
    for row in &summary.languages {
        let figures = &row.figures;
        let documents = figures.documents + figures.left_out;
        let guessed = match (row.lang, row.said) {
            (None, _) => String::new(),
            (_, 0) => " <small>guessed</small>".to_owned(),
            (_, said) if said < documents => format!(" <small>{} guessed</small>", number(documents - said)),
            _ => String::new(),
        };
        let name = row.lang.map_or_else(|| "cannot be told".to_owned(), escaped);
        write!(out, "<tr><th scope=\"row\">{name}{guessed}</th>")?;
        cells(out, figures, &bar(&row.classes, most), "")?;
    }
    end_table(out)?;
    writeln!(out, "</section>")
}

/// The cells of a row of figures, whose number of documents may be too low.
fn cells(out: &mut dyn Write, figures: &Figures, bar: &str, missed: &str) -> io::Result<()> {
    writeln!(
        out,
        "<td class=\"n\">{}</td><td>{bar}</td><td class=\"n\">{}</td><td class=\"n\">{}{missed}</td><td class=\"n\">{}</td></tr>",
        percent(figures.share_removed),
        number(figures.all.words),
        number(figures.documents),
        number(figures.held_back)
    )
}

pub(super) fn sites(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    let sites = &summary.sites;
    part(out, "sites")?;
    if sites.known == 0 {
        return writeln!(
            out,
            "<p>No record names its site: a field <code>site</code> or <code>url</code> would tell.</p>\n</section>"
        );
    }
    let more = if sites.at_least { "More than " } else { "" };
    write!(out, "<p>{more}{}", so_many(sites.known, "site", "sites"))?;
    if sites.without > 0 {
        write!(out, "; {} without one", so_many(sites.without, "document", "documents"))?;
    }
    writeln!(out, ".</p>")?;
    legend(out, &summary.classes)?;
    if !sites.highest_share.is_empty() {
        let of = if sites.ranked_from > 1 {
            format!(", of those with {} documents and more", sites.ranked_from)
        } else {
            String::new()
        };
        let name = format!("Sites with the highest share of words removed{of}");
        writeln!(out, "<h3>{name}</h3>")?;
        rows(out, &name, &sites.highest_share)?;
    }
    writeln!(out, "<details><summary>Sites with the most documents</summary>")?;
    rows(out, "Sites with the most documents", &sites.most_documents)?;
    writeln!(out, "</details>\n</section>")
}

fn rows(out: &mut dyn Write, name: &str, rows: &[SiteRow<'_>]) -> io::Result<()> {
    table(out, name, &["Site", "#Words removed", "", "#of words", "#Documents", "#Held back"])?;
    let most = rows.iter().map(|row| row.figures.share_removed).fold(0.0, f64::max);
    for row in rows {
        let figures = &row.figures;
        let missed = if row.missed > 0 {
            format!(" <small>to {}</small>", number(figures.documents + row.missed))
        } else {
            String::new()
        };
        write!(out, "<tr><th scope=\"row\" class=\"site\">{}</th>", escaped(row.site))?;
        cells(out, figures, &bar(&row.classes, most), &missed)?;
    }
    end_table(out)
}

/// The histogram, and its figures for those who do not see it.
pub(super) fn probabilities(out: &mut dyn Write, summary: &Summary<'_>) -> io::Result<()> {
    part(out, "probabilities")?;
    writeln!(
        out,
        "<p>Paragraphs by the probability that they are the story. A column is as high as the root of its count, so that the doubtful \
         ones between the ends can be seen.</p>\n<p class=\"legend\"><span class=\"tag stayed\">stayed</span> \
         <span class=\"tag removed\">removed</span> <span class=\"tag held\">held back</span></p>"
    )?;
    let all = |bar: &Bar| bar.stayed + bar.removed + bar.held;
    let most = summary.histogram.iter().map(all).max().unwrap_or(0).max(1) as f64;
    writeln!(out, "<div class=\"columns\" aria-hidden=\"true\">")?;
    for bar in &summary.histogram {
        let height = (all(bar) as f64 / most).sqrt() * 100.0;
        write!(
            out,
            "<span title=\"{:.0} to {:.0} %: {} stayed, {} removed, {} held back\"><span style=\"height:{height:.2}%\">",
            bar.from * 100.0,
            bar.to * 100.0,
            number(bar.stayed),
            number(bar.removed),
            number(bar.held)
        )?;
        for (kind, count) in [("held", bar.held), ("removed", bar.removed), ("stayed", bar.stayed)] {
            if count > 0 {
                write!(out, "<i class=\"{kind}\" style=\"flex-grow:{count}\"></i>")?;
            }
        }
        writeln!(out, "</span></span>")?;
    }
    writeln!(
        out,
        "</div>\n<p class=\"axis\" aria-hidden=\"true\"><span>surely not the story</span><span>50 %</span><span>surely the story</span></p>\n\
         <details><summary>The figures</summary>"
    )?;
    table(
        out,
        "Paragraphs by the probability that they are the story",
        &["Probability", "#Stayed", "#Removed", "#Held back"],
    )?;
    for bar in &summary.histogram {
        writeln!(
            out,
            "<tr><th scope=\"row\">{:.0} to {:.0} %</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td></tr>",
            bar.from * 100.0,
            bar.to * 100.0,
            number(bar.stayed),
            number(bar.removed),
            number(bar.held)
        )?;
    }
    end_table(out)?;
    writeln!(out, "</details>\n</section>")
}
