//! Counting a corpus in bounded memory: a table that is written to disk, sorted, when it is full.
//!
//! Nothing is estimated: the counts are those of a table without a bound. What is bounded is memory; the disk takes 20 bytes for each key of
//! each site, and twice that while runs are put together.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use super::file::{RepeatsError, Rows, Writer};
use super::keys::{self, SITE};
use super::rows::Row;
use super::sums::{Often, add_up};
use crate::document::Document;

/// Bytes that an entry of the table takes, the room that it leaves free among them, and its row while the table is sorted.
const ENTRY: usize = 72;
/// Runs that are read at the same time.
const RUNS: usize = 64;

/// Counts documents, in one pass.
pub struct Counter {
    counts: HashMap<(u64, u64), u32>,
    most: usize,
    runs: Vec<File>,
    documents: u64,
}

impl Counter {
    /// Counts in about so many bytes of memory.
    #[must_use]
    pub fn new(memory: usize) -> Self {
        let most = (memory / ENTRY).max(1 << 10);
        Counter { counts: HashMap::new(), most, runs: Vec::new(), documents: 0 }
    }

    /// Counts a document.
    ///
    /// # Errors
    /// If the folder for temporary files is full.
    pub fn add(&mut self, document: &Document<'_>) -> io::Result<()> {
        let site = keys::site_of(document);
        keys::all(document).into_iter().try_for_each(|key| self.count(key, site, 1))
    }

    /// Counts what was counted elsewhere: so many more documents of this site hold this key. What [`keys`](super::keys()) gives for each
    /// document, and [`site_of`](super::site_of), counted by both, makes the same file as the documents do.
    ///
    /// # Errors
    /// If the folder for temporary files is full.
    pub fn count(&mut self, key: u64, site: u64, documents: u32) -> io::Result<()> {
        let sum = self.counts.entry((key, site)).or_default();
        *sum = sum.saturating_add(documents);
        if key == SITE {
            self.documents += u64::from(documents);
        }
        if self.counts.len() >= self.most { self.spill() } else { Ok(()) }
    }

    /// How many documents were counted.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.documents
    }

    fn sorted(&mut self) -> Vec<Row> {
        let mut rows: Vec<Row> =
            self.counts.drain().map(|((key, site), documents)| Row { key, site, documents }).collect();
        rows.sort_unstable();
        rows
    }

    fn spill(&mut self) -> io::Result<()> {
        let mut run = BufWriter::new(tempfile::tempfile()?);
        for row in self.sorted() {
            run.write_all(&row.to_bytes())?;
        }
        self.runs.push(run.into_inner().map_err(|error| error.into_error())?);
        if self.runs.len() < RUNS {
            return Ok(());
        }
        let mut whole = BufWriter::new(tempfile::tempfile()?);
        let runs = self.runs.drain(..).map(Run::new).collect::<io::Result<Vec<_>>>()?;
        add_up(runs, |row| whole.write_all(&row.to_bytes()))?;
        self.runs.push(whole.into_inner().map_err(|error| error.into_error())?);
        Ok(())
    }

    /// Writes the counts, without those of keys that fewer than `min` documents hold, and returns how many there are.
    ///
    /// # Errors
    /// What the system says of the file, or of temporary ones.
    pub fn write(mut self, min: u32, to: impl Write) -> io::Result<u64> {
        let last = self.sorted();
        let mut streams: Vec<Box<dyn Iterator<Item = io::Result<Row>>>> = vec![Box::new(last.into_iter().map(Ok))];
        for run in self.runs {
            streams.push(Box::new(Run::new(run)?));
        }
        let mut writer = Writer::new(to, min.max(1))?;
        let mut often = Often::new(min, |row| writer.row(row));
        add_up(streams, |row| often.take(row))?;
        writer.finish()
    }
}

/// Adds up files of counts, and writes the sum without keys that fewer than `min` documents hold. Memory does not grow with the files.
///
/// What the files themselves have left out is lost: if they were written with a `min` of `m`, the sum of a key may be too low by as much as
/// `m - 1` for each file. With 1 it is as if all had been counted at once. Returns the number of counts.
///
/// # Errors
/// The place among `files` of one that cannot be read, and why, or `None` if it is the output that cannot be written.
pub fn merge<P: AsRef<Path>>(files: &[P], min: u32, to: impl Write) -> Result<u64, (Option<usize>, RepeatsError)> {
    let mut streams = Vec::new();
    let mut kept_from = 1;
    for (index, file) in files.iter().enumerate() {
        let rows = Rows::open(file.as_ref()).map_err(|error| (Some(index), error))?;
        kept_from = kept_from.max(rows.min);
        streams.push(rows.map(move |row| row.map_err(|error| (Some(index), error))));
    }
    let written = |error: io::Error| (None, RepeatsError::Io(error));
    let mut writer = Writer::new(to, min.max(kept_from)).map_err(written)?;
    let mut often = Often::new(min, |row| writer.row(row).map_err(written));
    add_up(streams, |row| often.take(row))?;
    writer.finish().map_err(written)
}

/// A sorted run on the disk.
struct Run(BufReader<File>);

impl Run {
    fn new(mut file: File) -> io::Result<Self> {
        file.rewind()?;
        Ok(Run(BufReader::with_capacity(1 << 16, file)))
    }
}

impl Iterator for Run {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = [0; Row::SIZE];
        match self.0.read_exact(&mut bytes) {
            Ok(()) => Some(Ok(Row::from_bytes(&bytes))),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            Err(error) => Some(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repeats::Repeats;

    fn documents() -> Vec<Document<'static>> {
        (0..400)
            .map(|index| {
                let story = format!("Story {} of the day, told at length by the river Lea.", index % 97);
                let foot = format!("Copyright {} of the Courier, all rights reserved by us", 1990 + index % 30);
                let texts = [story, foot, "Share this".to_owned(), format!("Only {index} times {}", index * 7)];
                Document::from_paragraphs(texts).of_site(format!("s{}.example", index % 3))
            })
            .collect()
    }

    fn written(documents: &[Document<'_>], memory: usize, min: u32) -> Vec<u8> {
        let mut counter = Counter::new(memory);
        documents.iter().for_each(|document| counter.add(document).unwrap());
        let mut bytes = Vec::new();
        counter.write(min, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn counts_do_not_depend_on_memory_order_or_parts() {
        let mut documents = documents();
        let whole = written(&documents, usize::MAX, 1);
        // A table of 1,024 entries goes to the disk several times.
        assert_eq!(written(&documents, 0, 1), whole);
        assert_eq!(Repeats::from_bytes(&whole).unwrap(), Repeats::of(&documents));
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<_> = documents
            .chunks(90)
            .enumerate()
            .map(|(index, part)| {
                let path = folder.path().join(index.to_string());
                std::fs::write(&path, written(part, 0, 1)).unwrap();
                path
            })
            .collect();
        let mut merged = Vec::new();
        merge(&files, 1, &mut merged).unwrap();
        assert_eq!(merged, whole);
        let mut merged = Vec::new();
        merge(&files, 2, &mut merged).unwrap();
        assert_eq!(merged, written(&documents, usize::MAX, 2));
        documents.reverse();
        assert_eq!(written(&documents, 0, 1), whole);
        // As an engine counts that groups by keys, and gives sums in parts.
        let mut counter = Counter::new(0);
        for document in &documents {
            let site = keys::site_of(document);
            keys::all(document).into_iter().for_each(|key| counter.count(key, site, 1).unwrap());
        }
        assert_eq!(counter.documents(), 400);
        let mut grouped = Vec::new();
        counter.write(1, &mut grouped).unwrap();
        assert_eq!(grouped, whole);
        let mut again = Vec::new();
        Repeats::from_bytes(&whole).unwrap().write(&mut again).unwrap();
        assert_eq!(again, whole);
    }

    #[test]
    fn what_was_left_out_before_merging_is_missed_and_said() {
        let documents = documents();
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a"), written(&documents[..1], 0, 2)).unwrap();
        std::fs::write(path("b"), written(&documents[97..98], 0, 2)).unwrap();
        let mut merged = Vec::new();
        merge(&[path("a"), path("b")], 1, &mut merged).unwrap();
        let merged = Repeats::from_bytes(&merged).unwrap();
        assert_eq!((merged.min, merged.sites("Share this")), (2, 0));
    }

    #[test]
    fn every_way_to_be_wrong_has_its_error() {
        let good = written(&documents()[..9], 0, 1);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("counts");
        let errors = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = good.clone();
            change(&mut bytes);
            std::fs::write(&path, &bytes).unwrap();
            let (place, merging) = merge(&[&path], 1, io::sink()).unwrap_err();
            assert_eq!(place, Some(0));
            (Repeats::from_bytes(&bytes).unwrap_err().to_string(), merging.to_string())
        };
        let both = |change: &dyn Fn(&mut Vec<u8>), words: &str| {
            let (read, merged) = errors(change);
            assert!(read.contains(words) && merged.contains(words), "{read} / {merged}");
        };
        both(&Vec::clear, "does not begin");
        both(&|bytes| bytes[0] = b'U', "does not begin");
        both(&|bytes| bytes[8] = 2, "format 2");
        both(&|bytes| bytes.truncate(12), "ends too soon");
        both(&|bytes| bytes[40] ^= 1, "damaged");
        both(&|bytes| bytes.truncate(200), "damaged");
        both(&|bytes| bytes.truncate(16), "damaged");
        let seal = |bytes: &mut Vec<u8>| {
            let end = bytes.len() - 4;
            let checksum = crc32fast::hash(&bytes[..end]).to_le_bytes();
            bytes[end..].copy_from_slice(&checksum);
        };
        both(
            &|bytes| {
                let (a, b) = bytes[16..56].split_at_mut(20);
                a.swap_with_slice(b);
                seal(bytes);
            },
            "not in order",
        );
        both(
            &|bytes| {
                let at = bytes.len() - 12;
                bytes[at] ^= 1;
                seal(bytes);
            },
            "another number",
        );
    }
}
