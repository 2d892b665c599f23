//! Where output goes: standard output, or a file that appears only when it is whole.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Fatal;
use crate::corpus::check;

/// A place to write to.
pub(super) enum Output {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    File { path: PathBuf, file: BufWriter<NamedTempFile> },
}

impl Output {
    /// Standard output, or a file beside whose name a temporary one grows until [`Output::finish`].
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Fatal> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else {
            return Ok(Output::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())));
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let open = || {
            check(path)?;
            let mut builder = tempfile::Builder::new();
            let prefix = format!(".{}.", path.file_name().unwrap_or_default().to_string_lossy());
            permissions(&mut builder).prefix(&prefix).suffix(".partial").tempfile_in(folder)
        };
        let file = open().map_err(|error| Fatal::write(path, error))?;
        Ok(Output::File { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// The same below a folder, which is made if it is not there.
    pub(super) fn open_below(folder: &Path, below: &Path) -> Result<Self, Fatal> {
        let path = folder.join(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| Fatal::write(parent, error))?;
        }
        Output::open(Some(&path))
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), Fatal> {
        self.write_bytes(text.as_bytes())
    }

    pub(super) fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Fatal> {
        match self {
            Output::Stdout(writer) => writer.write_all(bytes).map_err(Fatal::Stdout),
            Output::File { path, file } => file.write_all(bytes).map_err(|error| Fatal::write(path, error)),
        }
    }

    pub(super) fn line(&mut self, text: &str) -> Result<(), Fatal> {
        self.write(text)?;
        self.write("\n")
    }

    /// Everything is written: the file takes its name.
    pub(super) fn finish(self) -> Result<(), Fatal> {
        match self {
            Output::Stdout(mut writer) => writer.flush().map_err(Fatal::Stdout),
            Output::File { path, file } => {
                let whole = file.into_inner().map_err(|error| error.into_error()).and_then(|file| {
                    file.as_file().sync_all()?;
                    file.persist(&path).map_err(|error| error.error)
                });
                whole.map(drop).map_err(|error| Fatal::write(&path, error))
            }
        }
    }
}

/// Whether two paths are one file or folder. A pipe is not opened to tell: who writes into it would take that for the reader.
pub(super) fn is_same(a: &Path, b: &Path) -> bool {
    let is_plain = |path: &Path| path.is_file() || path.is_dir();
    a == b || is_plain(a) && is_plain(b) && same_file::is_same_file(a, b).unwrap_or(false)
}

/// What does not hold all that the input did must not take its place.
pub(super) fn not_onto_input(output: &Path, inputs: &[PathBuf]) -> Result<(), Fatal> {
    match inputs.iter().find(|input| is_same(input, output)) {
        Some(input) => Err(Fatal::new(format_args!("{}: it is an input; name another file with -o", input.display()))),
        None => Ok(()),
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Stdout(writer) => writer.write(bytes),
            Output::File { file, .. } => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Stdout(writer) => writer.flush(),
            Output::File { file, .. } => file.flush(),
        }
    }
}

/// Temporary files are private; what is written is an ordinary file, as the user's umask says.
#[cfg(unix)]
fn permissions<'a, 'b, 'c>(builder: &'c mut tempfile::Builder<'a, 'b>) -> &'c mut tempfile::Builder<'a, 'b> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn permissions<'a, 'b, 'c>(builder: &'c mut tempfile::Builder<'a, 'b>) -> &'c mut tempfile::Builder<'a, 'b> {
    builder
}
