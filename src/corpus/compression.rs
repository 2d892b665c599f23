//! Compressed streams, in and out.
//!
//! What is written is a row of members (frames, streams), each whole by itself: a reader takes them for one, and a run that was
//! killed goes on behind the last one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use bzip2::read::MultiBzDecoder;
use bzip2::write::BzEncoder;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use lzma_rust2::{XzOptions, XzReader, XzWriter};

/// How a stream of bytes is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// gzip: `.gz`.
    Gzip,
    /// Zstandard: `.zst`.
    Zstd,
    /// bzip2: `.bz2`.
    Bzip2,
    /// xz: `.xz`.
    Xz,
}

/// The most a decoder may take for its window, in KiB: what `xz -9` and `zstd --ultra -22 --long=27` need.
const WINDOW: u32 = 1 << 18;

/// How hard zstd tries: its own default.
const ZSTD_LEVEL: i32 = 3;

impl Compression {
    /// What a file's name tells, and the name without that ending.
    #[must_use]
    pub fn by_name(path: &Path) -> (Self, PathBuf) {
        let is = |ending: &str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
        let found = [(Self::Gzip, "gz"), (Self::Zstd, "zst"), (Self::Bzip2, "bz2"), (Self::Xz, "xz")];
        match found.into_iter().find(|(_, ending)| is(ending)) {
            Some((compression, _)) => (compression, path.with_extension("")),
            None => (Self::None, path.to_owned()),
        }
    }

    /// What the first bytes tell.
    #[must_use]
    pub fn by_bytes(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, 8, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Self::Bzip2,
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Self::Xz,
            _ => Self::None,
        }
    }

    /// The bytes of a compressed stream of one or many members. Memory does not depend on what is in it.
    ///
    /// # Errors
    /// If the decoder cannot be set up; what is wrong with the stream itself comes up as it is read.
    pub fn decoder(self, source: impl BufRead + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
        let decoder: Box<dyn Read + Send> = match self {
            Self::None => return Ok(Box::new(source)),
            Self::Gzip => Box::new(MultiGzDecoder::new(source)),
            Self::Zstd => Box::new(zstd::Decoder::with_buffer(source)?),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(source)),
            Self::Xz => Box::new(XzReader::new_mem_limit(source, true, WINDOW)),
        };
        Ok(Box::new(BufReader::with_capacity(1 << 17, decoder)))
    }

    /// Whether archives of crawls have a member for each record, so that one can be read without those before it: gzip is so by
    /// their standard (WARC 1.1, annex D), Zstandard by custom.
    pub(crate) fn by_record(self) -> bool {
        matches!(self, Self::Gzip | Self::Zstd)
    }

    /// Starts a member.
    pub(crate) fn encoder(self, file: File) -> io::Result<Encoder> {
        Ok(match self {
            Self::None => Encoder::None(file),
            Self::Gzip => Encoder::Gzip(GzEncoder::new(file, flate2::Compression::default())),
            Self::Zstd => Encoder::Zstd(zstd::Encoder::new(file, ZSTD_LEVEL)?),
            Self::Bzip2 => Encoder::Bzip2(BzEncoder::new(file, bzip2::Compression::default())),
            Self::Xz => Encoder::Xz(Box::new(XzWriter::new(file, XzOptions::default())?)),
        })
    }
}

/// A member that is being written.
pub(crate) enum Encoder {
    None(File),
    Gzip(GzEncoder<File>),
    Zstd(zstd::Encoder<'static, File>),
    Bzip2(BzEncoder<File>),
    Xz(Box<XzWriter<File>>),
}

impl Encoder {
    pub(crate) fn writer(&mut self) -> &mut dyn Write {
        match self {
            Encoder::None(file) => file,
            Encoder::Gzip(encoder) => encoder,
            Encoder::Zstd(encoder) => encoder,
            Encoder::Bzip2(encoder) => encoder,
            Encoder::Xz(encoder) => encoder,
        }
    }

    /// Ends the member.
    pub(crate) fn finish(self) -> io::Result<File> {
        match self {
            Encoder::None(file) => Ok(file),
            Encoder::Gzip(encoder) => encoder.finish(),
            Encoder::Zstd(encoder) => encoder.finish(),
            Encoder::Bzip2(encoder) => encoder.finish(),
            Encoder::Xz(encoder) => encoder.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, SeekFrom};

    use super::*;

    #[test]
    fn members_one_behind_the_other_are_one_stream() {
        let kinds = [Compression::None, Compression::Gzip, Compression::Zstd, Compression::Bzip2, Compression::Xz];
        for kind in kinds {
            let mut file = tempfile::tempfile().unwrap();
            for part in ["one\n", "two\n", "three\n"] {
                let mut encoder = kind.encoder(file).unwrap();
                encoder.writer().write_all(part.as_bytes()).unwrap();
                file = encoder.finish().unwrap();
            }
            file.seek(SeekFrom::Start(0)).unwrap();
            let mut first = [0; 8];
            file.read_exact(&mut first).unwrap();
            assert_eq!(Compression::by_bytes(&first), kind);
            file.seek(SeekFrom::Start(0)).unwrap();
            let mut text = String::new();
            kind.decoder(BufReader::new(file)).unwrap().read_to_string(&mut text).unwrap();
            assert_eq!(text, "one\ntwo\nthree\n", "{kind:?}");
        }
    }

    #[test]
    fn names_tell_compression_and_what_is_below_it() {
        assert_eq!(Compression::by_name(Path::new("a/b.jsonl.ZST")), (Compression::Zstd, "a/b.jsonl".into()));
        assert_eq!(Compression::by_name(Path::new("a.gz/b")), (Compression::None, "a.gz/b".into()));
    }
}
