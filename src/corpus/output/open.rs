//! The beginning of a run: what is written is opened, and what an earlier run has left is taken up.

use std::fs;
use std::path::{Path, PathBuf};

use super::journal::{Journal, Left, State};
use super::made::{self, Made};
use super::part::{Part, check};
use super::report::Growing;
use super::{Beside, Output, Target};
use crate::corpus::CorpusError;

/// What is left to do.
pub(crate) enum Begun<'a> {
    /// Everything or the rest; of a folder, what an earlier run has done of it.
    Output(Box<Output<'a>>, Option<Made>),
    /// Nothing: the output is there.
    Done(State),
}

impl<'a> Output<'a> {
    /// Opens what a run writes, and takes up what an earlier one has left if that is asked for. `asked` is what the run was
    /// asked to do, as far as its output depends on it.
    pub(in crate::corpus) fn open(
        target: &'a Target,
        files: &Beside,
        asked: String,
        say: &'a mut dyn FnMut(String),
    ) -> Result<Begun<'a>, CorpusError> {
        let mut state = State::default();
        let mut journal = None;
        let mut earlier = None;
        let mut goes_on = false;
        if let Some(path) = target.path() {
            let name = trimmed(path);
            if matches!(target, Target::File(_)) {
                check(path).map_err(|error| CorpusError::write(path, error))?;
            }
            if let Target::Folder(folder) = target {
                fs::create_dir_all(folder).map_err(|error| CorpusError::write(folder, error))?;
            }
            let (mut opened, was_there) = Journal::open(&name, asked).map_err(CorpusError::Message)?;
            if files.resume {
                match opened.left() {
                    Err(reason) => return Err(CorpusError::Message(reason)),
                    Ok(Left::Run(left)) => {
                        state = *left;
                        goes_on = true;
                    }
                    Ok(Left::Nothing) if !was_there && matches!(target, Target::File(_)) && path.exists() => {
                        opened.remove();
                        say(format!(
                            "{}: it is there, and no run was ended before it was whole; leave --resume out to make it anew",
                            path.display()
                        ));
                        return Ok(Begun::Done(State::default()));
                    }
                    Ok(Left::Nothing | Left::NothingUsable) => {}
                }
            } else if was_there && matches!(opened.left(), Ok(Left::Run(_)) | Err(_)) {
                say(format!(
                    "{}: beginning anew; an earlier run was ended before it was whole, and --resume would go on with it",
                    path.display()
                ));
            }
            earlier = match made::earlier(target, &opened, files.resume) {
                Ok(earlier) => earlier,
                Err(error) => {
                    if !was_there {
                        opened.remove();
                    }
                    return Err(error);
                }
            };
            if !goes_on {
                opened.clear().map_err(|error| CorpusError::write(path, error))?;
                opened.written = false;
            }
            journal = Some(opened);
        }
        if state.finished {
            let mut output = Output::new(target, journal, state, say);
            output.name_all(files)?;
            return Ok(Begun::Done(output.state));
        }
        let beside = |path: &Option<PathBuf>, length: u64| -> Result<Option<(PathBuf, Part)>, CorpusError> {
            let Some(path) = path else { return Ok(None) };
            let part = Part::open(path, length).map_err(|error| CorpusError::write(path, error))?;
            Ok(Some((path.clone(), part)))
        };
        let mut output = Output::new(target, journal, state, say);
        let opened = beside(&files.rejects, output.state.rejects).and_then(|rejects| {
            output.rejects = rejects;
            output.removed = beside(&files.removed, output.state.removed)?;
            output.open_made()?;
            output.report = files.report.as_ref().map(|file| Growing::open(file, output.state.report)).transpose()?;
            if !goes_on && let Target::File(path) = target {
                // Whether it can be written is known before anything is read.
                Part::open(path, 0).map(drop).map_err(|error| CorpusError::write(path, error))?;
            }
            Ok(())
        });
        if let Err(error) = opened {
            output.end(!goes_on);
            return Err(error);
        }
        Ok(Begun::Output(Box::new(output), earlier))
    }
}

/// A folder's name without a slash at its end.
pub(super) fn trimmed(path: &Path) -> PathBuf {
    path.components().collect()
}
