//! Tables in Markdown that can be read as they stand.

use std::fmt::Write;

/// A table being put together: the first column to the left, figures to the right.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(heads: &[&str]) -> Self {
        Table { rows: vec![heads.iter().map(|&head| head.to_owned()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table with every column as wide as its widest cell, and a line end behind every row.
    pub(crate) fn render(&self) -> String {
        let count = self.rows[0].len();
        let widths: Vec<usize> = (0..count)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
            })
            .collect();
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            let _ = writeln!(text, "{}", line(row, &widths));
            if number == 0 {
                let _ = writeln!(text, "{}", rule(&widths));
            }
        }
        text
    }
}

/// One row, for tables that are printed as they grow.
pub(crate) fn line(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::from("|");
    for (column, (cell, &width)) in cells.iter().zip(widths).enumerate() {
        let _ = if column == 0 { write!(line, " {cell:<width$} |") } else { write!(line, " {cell:>width$} |") };
    }
    line
}

/// The line below the heads.
pub(crate) fn rule(widths: &[usize]) -> String {
    let mut line = String::from("|");
    for (column, &width) in widths.iter().enumerate() {
        let _ = if column == 0 { write!(line, "-{:-<width$}-|", "") } else { write!(line, "-{:-<width$}:|", "") };
    }
    line
}

/// A share in per cent with so many digits behind the point.
pub(crate) fn percent(share: f64, digits: usize) -> String {
    format!("{:.digits$} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["class", "n"]);
        table.row(["credit".to_owned(), percent(0.1234, 1)]);
        assert_eq!(table.render(), "| class  |      n |\n|--------|-------:|\n| credit | 12.3 % |\n");
    }
}
