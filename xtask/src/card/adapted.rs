//! What adapting to a site is worth.

use unpitch::evaluate::LESSONS;

use super::Judged;
use crate::table::Table;

/// The sites with enough articles, each judged by models adapted to others of its articles.
pub(super) fn by_site(judged: &Judged<'_>) -> String {
    let sites = &judged.all.adapted;
    if sites.is_empty() {
        return String::new();
    }
    let mut table =
        Table::new(&["site", "articles", "errors", "adapted", "AUC on other sites", "adapted, on other sites"]);
    for site in sites {
        table.row([
            site.site.clone(),
            site.articles.to_string(),
            site.errors.to_string(),
            site.errors_adapted.to_string(),
            format!("{:.4}", site.auc_elsewhere),
            format!("{:.4}", site.auc_elsewhere_adapted),
        ]);
    }
    let [before, after] =
        [0, 1].map(|kind| sites.iter().map(|site| [site.errors, site.errors_adapted][kind]).sum::<usize>());
    format!(
        "### Adapted to a site\n\nEach article of the real sites that have more than {LESSONS}, judged by a model that had not seen the \
         site, and by that model\nadapted with `--base` to {LESSONS} others of its articles: {before} wrong decisions, then {after}.\n\n{}",
        table.render()
    )
}
