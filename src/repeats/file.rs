//! The file of counts.
//!
//! ```text
//! magic     8 bytes  "unpitchR"
//! version   u32      1
//! min       u32      keys that fewer documents hold, on all sites taken together, are left out; 1 for none
//! rows      20 x n   key u64, site u64, documents u32; sorted by key, then site; key 0 counts the documents of a site
//! n         u64
//! checksum  u32      CRC-32 (IEEE) of everything before it
//! ```
//! All integers are little-endian.

use std::io;
#[cfg(feature = "corpus")]
use std::io::{BufReader, Read, Write};
use std::path::Path;

use super::Repeats;
use super::rows::Row;

const MAGIC: &[u8; 8] = b"unpitchR";
const VERSION: u32 = 1;
const HEAD: usize = 16;
const TAIL: usize = 12;

/// Why a file is none of counts.
#[derive(Debug, thiserror::Error)]
pub enum RepeatsError {
    /// The file could not be read.
    #[error("cannot read the counts: {0}")]
    Io(#[from] io::Error),
    /// The first bytes are not those of counts.
    #[error("not counts of repeats (it does not begin with \"unpitchR\"); make them with `unpitch repeats`")]
    NotRepeats,
    /// Another version of unpitch wrote it.
    #[error("the counts have format {found}, this unpitch reads {VERSION}; count again with `unpitch repeats`")]
    OtherVersion {
        /// The file's format version.
        found: u32,
    },
    /// Bytes are missing or changed.
    #[error("the counts are damaged ({0}); copy the file again or count again")]
    Damaged(&'static str),
}

fn integer(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).rev().fold(0, |sum, &byte| sum << 8 | u32::from(byte))
}

/// The least count, by the first bytes.
fn head(bytes: &[u8]) -> Result<u32, RepeatsError> {
    if !bytes.starts_with(MAGIC) {
        return Err(RepeatsError::NotRepeats);
    }
    if bytes.len() < HEAD {
        return Err(RepeatsError::Damaged("it ends too soon"));
    }
    match integer(&bytes[8..]) {
        VERSION => Ok(integer(&bytes[12..]).max(1)),
        found => Err(RepeatsError::OtherVersion { found }),
    }
}

impl Repeats {
    /// Reads a file of counts.
    ///
    /// # Errors
    /// [`RepeatsError`] if the file cannot be read, or is not one of counts.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, RepeatsError> {
        Repeats::from_bytes(&std::fs::read(path)?)
    }

    /// Reads the bytes of a file of counts.
    ///
    /// # Errors
    /// A [`RepeatsError`] for every way the bytes can be wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RepeatsError> {
        let min = head(bytes)?;
        if bytes.len() < HEAD + TAIL {
            return Err(RepeatsError::Damaged("it ends too soon"));
        }
        let (body, checksum) = bytes.split_at(bytes.len() - 4);
        if crc32fast::hash(body) != integer(checksum) {
            return Err(RepeatsError::Damaged("its checksum does not match"));
        }
        let (rows, rest) = body[HEAD..body.len() - 8].as_chunks::<{ Row::SIZE }>();
        if !rest.is_empty() || (rows.len() as u64).to_le_bytes() != body[body.len() - 8..] {
            return Err(RepeatsError::Damaged("it has another number of rows than it says"));
        }
        let mut repeats = Repeats::empty(min);
        let mut last = None;
        for row in rows.iter().map(Row::from_bytes) {
            if last >= Some((row.key, row.site)) {
                return Err(RepeatsError::Damaged("its rows are not in order"));
            }
            last = Some((row.key, row.site));
            repeats.push(row);
        }
        Ok(repeats)
    }
}

/// Writes a file of counts row by row.
#[cfg(feature = "corpus")]
pub(super) struct Writer<W> {
    to: W,
    hasher: crc32fast::Hasher,
    rows: u64,
}

#[cfg(feature = "corpus")]
impl<W: Write> Writer<W> {
    pub(super) fn new(to: W, min: u32) -> io::Result<Self> {
        let mut writer = Writer { to, hasher: crc32fast::Hasher::new(), rows: 0 };
        writer.put(MAGIC)?;
        writer.put(&VERSION.to_le_bytes())?;
        writer.put(&min.to_le_bytes())?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.to.write_all(bytes)
    }

    pub(super) fn row(&mut self, row: Row) -> io::Result<()> {
        self.rows += 1;
        self.put(&row.to_bytes())
    }

    /// The number of rows.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        let rows = self.rows;
        self.put(&rows.to_le_bytes())?;
        let checksum = self.hasher.clone().finalize();
        self.to.write_all(&checksum.to_le_bytes())?;
        self.to.flush()?;
        Ok(rows)
    }
}

/// Reads a file of counts row by row.
#[cfg(feature = "corpus")]
pub(super) struct Rows<R> {
    from: BufReader<R>,
    hasher: crc32fast::Hasher,
    left: u64,
    read: u64,
    last: Option<(u64, u64)>,
    ended: bool,
    pub(super) min: u32,
}

#[cfg(feature = "corpus")]
impl Rows<std::fs::File> {
    pub(super) fn open(path: &Path) -> Result<Self, RepeatsError> {
        let file = std::fs::File::open(path)?;
        let size = file.metadata()?.len();
        let mut from = BufReader::with_capacity(1 << 16, file);
        let mut start = Vec::new();
        Read::by_ref(&mut from).take(HEAD as u64).read_to_end(&mut start)?;
        let min = head(&start)?;
        let rows = size.checked_sub((HEAD + TAIL) as u64).filter(|bytes| bytes % Row::SIZE as u64 == 0);
        let left = rows.ok_or(RepeatsError::Damaged("it ends too soon"))? / Row::SIZE as u64;
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&start);
        Ok(Rows { from, hasher, left, read: 0, last: None, ended: false, min })
    }
}

#[cfg(feature = "corpus")]
impl<R: Read> Rows<R> {
    fn row(&mut self) -> Result<Option<Row>, RepeatsError> {
        if self.left == 0 {
            let mut tail = [0; TAIL];
            self.from.read_exact(&mut tail)?;
            self.hasher.update(&tail[..8]);
            if self.read.to_le_bytes() != tail[..8] {
                return Err(RepeatsError::Damaged("it has another number of rows than it says"));
            }
            if self.hasher.clone().finalize() != integer(&tail[8..]) {
                return Err(RepeatsError::Damaged("its checksum does not match"));
            }
            return Ok(None);
        }
        let mut bytes = [0; Row::SIZE];
        self.from.read_exact(&mut bytes)?;
        self.hasher.update(&bytes);
        (self.left, self.read) = (self.left - 1, self.read + 1);
        let row = Row::from_bytes(&bytes);
        if self.last >= Some((row.key, row.site)) {
            return Err(RepeatsError::Damaged("its rows are not in order"));
        }
        self.last = Some((row.key, row.site));
        Ok(Some(row))
    }
}

#[cfg(feature = "corpus")]
impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Row, RepeatsError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}
