//! A file that grows under another name until it is whole.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::corpus::compression::{Compression, Encoder};

/// `PATH.unpitch-WHAT`.
pub(super) fn beside(path: &Path, what: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".unpitch-");
    name.push(what);
    PathBuf::from(name)
}

/// Whether a file of this name can be put there, in place of the one that may be there.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    let Ok(there) = fs::metadata(path) else { return Ok(()) };
    if there.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !there.is_file() {
        // A file would take the place of the device itself.
        let what = "it is a device or a pipe; leave the option out, or send standard output there";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    if there.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    Ok(())
}

/// The growing file, at its end, and with what stood behind `length` cut off.
pub(super) fn open(part: &Path, length: u64) -> io::Result<File> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(part)?;
    // The journal locks the output alone; two runs may well name one list.
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::Error::new(io::ErrorKind::ResourceBusy, "another unpitch is writing it"),
        TryLockError::Error(error) => error,
    })?;
    if file.metadata()?.len() < length {
        return Err(io::Error::other("it is shorter than the journal says; run without --resume"));
    }
    file.set_len(length)?;
    file.seek(SeekFrom::Start(length))?;
    Ok(file)
}

/// A growing file of bytes.
pub(super) struct Part {
    path: PathBuf,
    part: PathBuf,
    compression: Compression,
    state: State,
    /// Nothing was ever written.
    empty: bool,
}

enum State {
    /// Between two members.
    Between(File),
    Member(Box<Encoder>),
    /// An error in between has taken the file away.
    Gone,
}

impl Part {
    /// Opens a growing file whose first `length` bytes stay; the name says how it is compressed.
    pub(super) fn open(path: &Path, length: u64) -> io::Result<Self> {
        check(path)?;
        let part = beside(path, "part");
        let state = State::Between(open(&part, length)?);
        let compression = Compression::by_name(path).0;
        Ok(Part { path: path.to_owned(), part, compression, state, empty: length == 0 })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.member()?.write_all(bytes)
    }

    fn member(&mut self) -> io::Result<&mut dyn Write> {
        if let State::Between(_) = self.state
            && let State::Between(file) = std::mem::replace(&mut self.state, State::Gone)
        {
            self.state = State::Member(Box::new(self.compression.encoder(file)?));
            self.empty = false;
        }
        match &mut self.state {
            State::Member(encoder) => Ok(encoder.writer()),
            _ => Err(io::Error::other("an earlier write failed")),
        }
    }

    /// A record of an archive ends here.
    pub(super) fn end_record(&mut self) -> io::Result<()> {
        if self.compression.by_record() { self.end_member().map(drop) } else { Ok(()) }
    }

    /// Ends the member, and says how long the file is.
    pub(super) fn end_member(&mut self) -> io::Result<u64> {
        let mut file = match std::mem::replace(&mut self.state, State::Gone) {
            State::Between(file) => file,
            State::Member(encoder) => encoder.finish()?,
            State::Gone => return Err(io::Error::other("an earlier write failed")),
        };
        let length = file.stream_position()?;
        self.state = State::Between(file);
        Ok(length)
    }

    /// Everything that was written is on the disk.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        match &self.state {
            State::Between(file) => file.sync_data(),
            _ => Err(io::Error::other("in the middle of a member")),
        }
    }

    /// Everything is written.
    pub(super) fn close(&mut self) -> io::Result<u64> {
        if self.empty {
            // Also nothing is a stream of its kind.
            self.member()?;
        }
        self.end_member()
    }

    /// The file takes its name.
    pub(super) fn rename(self) -> io::Result<()> {
        fs::rename(&self.part, &self.path)
    }

    /// The file is given up.
    pub(super) fn discard(self) {
        // If it cannot be removed, nothing is lost but its room.
        let _ = fs::remove_file(&self.part);
    }

    /// Gives a file that was closed by an earlier run its name, if it has not got it.
    pub(super) fn rename_left(path: &Path) -> io::Result<()> {
        let part = beside(path, "part");
        if part.exists() { fs::rename(part, path) } else { Ok(()) }
    }
}
