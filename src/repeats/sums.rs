//! Adding up sorted streams of rows, and leaving out what is rare.

use super::keys::SITE;
use super::rows::Row;

/// Passes rows on in order, and leaves out keys that fewer than `min` documents hold, on all sites taken together. No more than
/// `min` rows wait at any time.
pub(super) struct Often<F> {
    min: u32,
    each: F,
    waiting: Vec<Row>,
    /// Documents that hold the key, as far as they were counted.
    held: u64,
    key: u64,
}

impl<E, F: FnMut(Row) -> Result<(), E>> Often<F> {
    pub(super) fn new(min: u32, each: F) -> Self {
        Often { min, each, waiting: Vec::new(), held: 0, key: SITE }
    }

    pub(super) fn take(&mut self, row: Row) -> Result<(), E> {
        if row.key != self.key {
            self.waiting.clear();
            (self.key, self.held) = (row.key, 0);
        }
        self.held += u64::from(row.documents);
        self.waiting.push(row);
        // How many documents a site has is asked whatever that number is.
        if self.held >= u64::from(self.min) || row.key == SITE {
            for row in self.waiting.drain(..) {
                (self.each)(row)?;
            }
        }
        Ok(())
    }
}

/// Adds up streams of rows, each sorted, and gives `each` the sums in order.
pub(super) fn add_up<E>(
    mut streams: Vec<impl Iterator<Item = Result<Row, E>>>,
    mut each: impl FnMut(Row) -> Result<(), E>,
) -> Result<(), E> {
    let mut heads = std::collections::BinaryHeap::new();
    for (index, stream) in streams.iter_mut().enumerate() {
        if let Some(row) = stream.next().transpose()? {
            heads.push(std::cmp::Reverse((row, index)));
        }
    }
    let mut sum: Option<Row> = None;
    while let Some(std::cmp::Reverse((row, index))) = heads.pop() {
        match &mut sum {
            Some(sum) if (sum.key, sum.site) == (row.key, row.site) => {
                sum.documents = sum.documents.saturating_add(row.documents)
            }
            _ => {
                if let Some(whole) = sum.replace(row) {
                    each(whole)?;
                }
            }
        }
        if let Some(row) = streams[index].next().transpose()? {
            heads.push(std::cmp::Reverse((row, index)));
        }
    }
    sum.map_or(Ok(()), each)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: u64, site: u64, documents: u32) -> Row {
        Row { key, site, documents }
    }

    #[test]
    fn rows_survive_as_bytes_and_streams_add_up() {
        let a = row(u64::MAX - 1, 3, 70_000);
        assert_eq!(Row::from_bytes(&a.to_bytes()), a);
        let stream = |rows: Vec<Row>| rows.into_iter().map(Ok::<Row, ()>);
        let mut sums = Vec::new();
        let streams = vec![
            stream(vec![row(1, 1, 1), row(2, 1, u32::MAX)]),
            stream(vec![]),
            stream(vec![row(1, 1, 2), row(1, 2, 1), row(2, 1, 5)]),
        ];
        add_up(streams, |row| {
            sums.push(row);
            Ok(())
        })
        .unwrap();
        assert_eq!(sums, [row(1, 1, 3), row(1, 2, 1), row(2, 1, u32::MAX)]);
    }

    #[test]
    fn what_is_rare_on_all_sites_together_goes_but_never_a_sites_own_count() {
        let mut kept = Vec::new();
        let mut often = Often::new(3, |row: Row| {
            kept.push((row.key, row.site));
            Ok::<(), ()>(())
        });
        for row in
            [row(SITE, 1, 1), row(SITE, 2, 1), row(5, 1, 2), row(6, 1, 1), row(6, 2, 1), row(6, 3, 1), row(7, 1, 1)]
        {
            often.take(row).unwrap();
        }
        assert_eq!(kept, [(SITE, 1), (SITE, 2), (6, 1), (6, 2), (6, 3)]);
    }
}
