//! A text of which one part, between two marks, is generated; the rest is somebody's own words.

use std::fs;
use std::path::Path;

use crate::stop::Stop;

const BEGIN: &str = "<!-- figures: cargo xtask card -->";
const END: &str = "<!-- end of figures -->";

/// The text before and behind the generated part, marks and all.
#[derive(Debug)]
pub(super) struct Marked {
    before: String,
    behind: String,
}

impl Marked {
    /// Opens a file that has both marks.
    pub(super) fn open(path: &Path) -> Result<Self, Stop> {
        let text = fs::read_to_string(path)
            .map_err(|error| Stop::because(format_args!("cannot read {}: {error}", path.display())))?;
        Self::find(&text).ok_or_else(|| {
            let reason = format!("{}: needs one `{BEGIN}`, and one `{END}` behind it", path.display());
            Stop::Because(reason)
        })
    }

    fn find(text: &str) -> Option<Self> {
        let (before, rest) = text.split_once(BEGIN)?;
        let (between, behind) = rest.split_once(END)?;
        // A second mark would be eaten or left over: better to ask.
        let only = ![before, between, behind].iter().any(|part| part.contains(BEGIN) || part.contains(END));
        only.then(|| Marked { before: before.to_owned() + BEGIN, behind: END.to_owned() + behind })
    }

    /// The whole text with this between the marks.
    pub(super) fn with(&self, generated: &str) -> String {
        format!("{}\n\n{}\n\n{}", self.before, generated.trim(), self.behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = format!("# Card\n\n{BEGIN}\nold\n{END}\n\nBy hand.\n");
        let new = Marked::find(&text).unwrap().with("\nnew\n");
        assert_eq!(new, format!("# Card\n\n{BEGIN}\n\nnew\n\n{END}\n\nBy hand.\n"));
        assert_eq!(Marked::find(&new).unwrap().with("new"), new, "writing it again changes nothing");
    }

    #[test]
    fn marks_that_are_missing_or_crossed_are_refused() {
        for text in [
            String::new(),
            BEGIN.to_owned(),
            format!("{END} {BEGIN}"),
            format!("{BEGIN} {BEGIN} {END}"),
            format!("{BEGIN} {END} {END}"),
        ] {
            assert!(Marked::find(&text).is_none(), "{text}");
        }
    }
}
