//! Files that appear when they are whole, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::Path;

/// Writes a file beside `path`, and lets it take that name; the error names the file.
pub(crate) fn write_whole<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> Result<T, String> {
    let mut beside = path.to_owned().into_os_string();
    beside.push(format!(".{}.part", std::process::id()));
    let done = (|| {
        let mut file = BufWriter::new(File::create(&beside)?);
        let written = write(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&beside, path)?;
        Ok(written)
    })();
    done.map_err(|error: io::Error| {
        // What matters is why it could not be written.
        let _ = fs::remove_file(&beside);
        format!("cannot write {}: {error}", path.display())
    })
}
