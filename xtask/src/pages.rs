//! `cargo xtask pages`: measure 3 of the design. Every page judged by a model that was trained without its site.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use unpitch::evaluate::{PageFigure, cross_validate_pages};
use unpitch::train::Data;

use crate::stop::{Stop, print, say};
use crate::table::Table;

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Pages with `html` and `gold`, as JSON Lines
    #[arg(value_name = "FILE", default_values = [
        "../shared/data/pages/wcxb-dev.jsonl.gz", "../shared/data/pages/fundus.jsonl.gz", "../shared/data/pages/daniel.jsonl.gz"
    ])]
    files: Vec<PathBuf>,
    /// Folds by site, each a training of the whole
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: u16,
    /// Also list so many of the pages that come out worst
    #[arg(long, value_name = "N", default_value_t = 0)]
    worst: usize,
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    if let Some(missing) = args.files.iter().find(|file| !file.is_file()) {
        return Err(Stop::because(format_args!(
            "{}: not there; this needs the outside data (../shared/data beside the repository), or files of your own",
            missing.display()
        )));
    }
    let data = Data::load(&args.files).map_err(Stop::because)?;
    if data.pages.is_empty() {
        return Err(Stop::because("these files hold no pages; a page is a line of JSON with `html` and `gold`"));
    }
    let figures = cross_validate_pages(&data.pages, args.folds.into(), &|step| say(step)).map_err(Stop::because)?;
    print(&table(&data, &figures, args.folds))?;
    let mut worst: Vec<&PageFigure<'_>> = figures.iter().collect();
    worst.sort_by(|a, b| a.f1.total_cmp(&b.f1));
    for figure in worst.into_iter().take(args.worst) {
        print(&format!("{:.3}  {} {} {}", figure.f1, file(&data, figure), figure.page.id, figure.page.site))?;
    }
    Ok(())
}

/// The file that a page came from.
fn file(data: &Data, figure: &PageFigure<'_>) -> String {
    let name = &data.sources[figure.page.source].name;
    Path::new(name).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Word F1 by file, by type of page and by language.
pub(crate) fn table(data: &Data, figures: &[PageFigure<'_>], folds: u16) -> String {
    let mut table = Table::new(&["pages of", "group", "pages", "F1"]);
    type Group = for<'f, 'p> fn(&'f PageFigure<'p>) -> &'f str;
    let groupings: [Group; 3] = [|_| "all", |figure| &figure.page.page_type, |figure| &figure.page.lang];
    for group in groupings {
        let mut groups: BTreeMap<(usize, &str), (String, usize, f64)> = BTreeMap::new();
        for figure in figures {
            let (_, pages, sum) =
                groups.entry((figure.page.source, group(figure))).or_insert_with(|| (file(data, figure), 0, 0.0));
            *pages += 1;
            *sum += figure.f1;
        }
        for (&(source, name), (file, pages, sum)) in &groups {
            let is_alone = groups.keys().filter(|(of, _)| *of == source).count() == 1;
            if name == "all" || !is_alone {
                table.row([file.clone(), name.to_owned(), pages.to_string(), format!("{:.4}", sum / *pages as f64)]);
            }
        }
    }
    format!(
        "Word F1 (characters in zh, ja and th), mean over pages; {folds} folds by site, the whole training repeated for \
         each.\n\n{}",
        table.render()
    )
}
