//! From what was cleaned, and the list of what was removed, back to what was there.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::compression::Compression;
use super::container::{Limits, warc};
use super::form::Container;
use super::output::part::check;

/// A line of the list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    End { cleaned: End },
    Entry(Entry),
}

/// What closes the entries of an output.
#[derive(Deserialize)]
struct End {
    file: Option<String>,
    bytes: u64,
    crc32: u32,
}

#[derive(Deserialize)]
struct Entry {
    at: u64,
    file: Option<String>,
    #[serde(default)]
    record: u64,
    undo: Option<Vec<(u64, u64, Was)>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Was {
    Text(String),
    Base64 { base64: String },
}

/// Writes into `output` what was there before `cleaned` was cleaned, by the list that `clean --removed` has written: a file,
/// or a folder if `cleaned` is one. Returns how many files were restored.
///
/// # Errors
/// A sentence for the user: what is not as the list says, or cannot be read or written. Nothing is left half written.
pub fn restore(cleaned: &Path, removed: &Path, output: &Path) -> Result<u64, String> {
    let mut list = List { path: removed, lines: open(removed)?, number: 0, next: None };
    if !cleaned.is_dir() {
        if list.peek()?.is_none() {
            return Err(format!("{}: it is empty; is it the list that `clean --removed` wrote?", removed.display()));
        }
        file(cleaned, &mut list, output)?;
        return match list.peek()? {
            None => Ok(1),
            Some(_) => {
                Err(format!("{}: it lists more than one output; give the folder that was cleaned", removed.display()))
            }
        };
    }
    let mut restored = 0;
    while let Some(line) = list.peek()? {
        let named = match line {
            Line::End { cleaned } => cleaned.file.clone(),
            Line::Entry(entry) => entry.file.clone(),
        };
        let Some(name) = named.map(PathBuf::from).filter(|name| name.is_relative()) else {
            return Err(format!("{}: it is not the list of a folder; give the file that was cleaned", list.place()));
        };
        if name.components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
            return Err(format!("{}: `{}` leads out of the folder", list.place(), name.display()));
        }
        let to = output.join(&name);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("cannot write {}: {error}", folder.display()))?;
        }
        file(&cleaned.join(&name), &mut list, &to)?;
        restored += 1;
    }
    Ok(restored)
}

fn open(path: &Path) -> Result<Box<dyn BufRead + Send>, String> {
    let opened = File::open(path).and_then(|file| {
        let mut file = BufReader::with_capacity(1 << 17, file);
        let compression = Compression::by_bytes(file.fill_buf()?);
        compression.decoder(file)
    });
    opened.map_err(|error| format!("{}: cannot open: {error}", path.display()))
}

/// The list, line by line.
struct List<'a> {
    path: &'a Path,
    lines: Box<dyn BufRead + Send>,
    number: u64,
    next: Option<Line>,
}

impl List<'_> {
    fn place(&self) -> String {
        format!("{}:{}", self.path.display(), self.number)
    }

    fn peek(&mut self) -> Result<Option<&Line>, String> {
        if self.next.is_none() {
            let mut line = String::new();
            let read = self.lines.read_line(&mut line);
            self.number += 1;
            if read.map_err(|error| format!("{}: cannot read: {error}", self.place()))? > 0 {
                let line = serde_json::from_str(&line)
                    .map_err(|error| format!("{}: not a line of a list of `clean --removed`: {error}", self.place()))?;
                self.next = Some(line);
            }
        }
        Ok(self.next.as_ref())
    }

    fn take(&mut self) -> Result<Option<Line>, String> {
        self.peek()?;
        Ok(self.next.take())
    }
}

/// What was cleaned, with its length and checksum as far as it was read.
struct Cleaned<'a> {
    path: &'a Path,
    stream: Box<dyn BufRead + Send>,
    at: u64,
    hasher: crc32fast::Hasher,
}

impl Cleaned<'_> {
    /// Takes bytes up to a place, or all, into `out` or nowhere.
    fn take(&mut self, until: Option<u64>, mut out: Option<&mut dyn Write>) -> Result<(), String> {
        loop {
            let wanted = until.map_or(u64::MAX, |until| until.saturating_sub(self.at));
            if wanted == 0 {
                return Ok(());
            }
            let bytes =
                self.stream.fill_buf().map_err(|error| format!("{}: cannot read: {error}", self.path.display()))?;
            if bytes.is_empty() {
                return if until.is_some() { Err(self.changed()) } else { Ok(()) };
            }
            let taken = bytes.len().min(usize::try_from(wanted).unwrap_or(usize::MAX));
            self.hasher.update(&bytes[..taken]);
            if let Some(out) = &mut out {
                out.write_all(&bytes[..taken]).map_err(|error| format!("cannot write: {error}"))?;
            }
            self.at += taken as u64;
            self.stream.consume(taken);
        }
    }

    fn changed(&self) -> String {
        format!(
            "{}: it is not what was written when the list was: it was changed, or the list is another's; nothing was restored",
            self.path.display()
        )
    }
}

fn file(path: &Path, list: &mut List<'_>, output: &Path) -> Result<(), String> {
    let mut cleaned = Cleaned { path, stream: open(path)?, at: 0, hasher: crc32fast::Hasher::new() };
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let cannot = |error: io::Error| format!("cannot write {}: {error}", output.display());
    let mut builder = tempfile::Builder::new();
    // Temporary files are private; what is written is an ordinary file, as the user's umask says.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    check(output).map_err(cannot)?;
    builder.prefix(".unpitch-").suffix(".partial");
    let partial = builder.tempfile_in(folder).map_err(cannot)?;
    let packing = Compression::by_name(output).0;
    let by_record = packing.by_record() && Container::by_name(output).0 == Some(Container::Warc);
    let whole = if by_record { Compression::None } else { packing };
    let encoder = whole.encoder(partial.as_file().try_clone().map_err(cannot)?);
    let mut encoder = encoder.map_err(cannot)?;
    let mut out = BufWriter::with_capacity(1 << 17, encoder.writer());
    let end = loop {
        let place = list.place();
        match list.take()? {
            None => {
                return Err(format!(
                    "{place}: the list ends before the output does; was the run ended before it was whole?"
                ));
            }
            Some(Line::End { cleaned }) => break cleaned,
            Some(Line::Entry(entry)) => {
                let Some(undo) = entry.undo else {
                    return Err(format!(
                        "{}: record {} of {} cannot be restored: what was written does not hold the rest of it",
                        list.place(),
                        entry.record,
                        entry.file.as_deref().unwrap_or("the input")
                    ));
                };
                for (at, length, was) in undo {
                    // What a damaged list says may be any number.
                    let at = entry.at.saturating_add(at);
                    if at < cleaned.at {
                        return Err(format!(
                            "{}: it goes back behind the line before it; the list is damaged",
                            list.place()
                        ));
                    }
                    cleaned.take(Some(at), Some(&mut out))?;
                    cleaned.take(Some(at.saturating_add(length)), None)?;
                    let was = match was {
                        Was::Text(text) => text.into_bytes(),
                        Was::Base64 { base64 } => {
                            STANDARD.decode(base64).map_err(|error| format!("{}: {error}", list.place()))?
                        }
                    };
                    out.write_all(&was).map_err(cannot)?;
                }
            }
        }
    };
    cleaned.take(None, Some(&mut out))?;
    if cleaned.at != end.bytes || cleaned.hasher.clone().finalize() != end.crc32 {
        return Err(cleaned.changed());
    }
    out.flush().map_err(cannot)?;
    drop(out);
    let mut whole = encoder.finish().map_err(cannot)?;
    let partial = if by_record {
        let packed = builder.tempfile_in(folder).map_err(cannot)?;
        whole.rewind().and_then(|()| pack_by_record(whole, packing, packed.as_file().try_clone()?)).map_err(cannot)?;
        packed
    } else {
        partial
    };
    partial.as_file().sync_all().map_err(cannot)?;
    partial.persist(output).map(drop).map_err(|error| cannot(error.error))
}

/// An archive as its readers want it, with a member for each record.
fn pack_by_record(archive: File, packing: Compression, mut out: File) -> io::Result<()> {
    let mut archive = BufReader::with_capacity(1 << 17, archive);
    let limits = Limits { chunk: 0, record: u64::MAX };
    let mut record = Vec::new();
    while warc::record(&mut archive, &mut record, limits)? > 0 {
        let mut encoder = packing.encoder(out)?;
        encoder.writer().write_all(&record)?;
        out = encoder.finish()?;
        record.clear();
    }
    Ok(())
}
