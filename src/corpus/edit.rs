//! Changes to a text, and how to undo them.

use std::ops::Range;

use memchr::memchr;

/// A piece of a text, and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The bytes that go.
    pub(crate) span: Range<usize>,
    /// What comes instead.
    pub(crate) with: String,
}

impl Edit {
    pub(crate) fn new(span: Range<usize>, with: impl Into<String>) -> Self {
        Edit { span, with: with.into() }
    }

    pub(crate) fn cut(span: Range<usize>) -> Self {
        Edit { span, with: String::new() }
    }
}

/// The text with all edits made; they are in order and disjoint.
pub(crate) fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut copied = 0;
    for edit in edits {
        edited.push_str(&text[copied..edit.span.start]);
        edited.push_str(&edit.with);
        copied = edit.span.end;
    }
    edited.push_str(&text[copied..]);
    edited
}

/// The same for bytes, which need not be UTF-8.
#[cfg(feature = "corpus")]
pub(crate) fn apply_bytes(bytes: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut edited = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for edit in edits {
        edited.extend_from_slice(&bytes[copied..edit.span.start]);
        edited.extend_from_slice(edit.with.as_bytes());
        copied = edit.span.end;
    }
    edited.extend_from_slice(&bytes[copied..]);
    edited
}

/// What undoes edits: where in the edited text, how many bytes go there, and what was there before.
#[cfg(any(feature = "corpus", test))]
pub(crate) fn undo<'t>(text: &'t [u8], edits: &[Edit]) -> Vec<(usize, usize, &'t [u8])> {
    let (mut gone, mut come) = (0, 0);
    edits
        .iter()
        .map(|edit| {
            let at = edit.span.start + come - gone;
            gone += edit.span.len();
            come += edit.with.len();
            (at, edit.with.len(), &text[edit.span.clone()])
        })
        .collect()
}

/// Where places in what a JSON string says stand in the literal, as it is written with its quotes. Places are in order, on
/// borders of characters.
pub(crate) fn in_literal(literal: &str, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let bytes = literal.as_bytes();
    // The opening quote says nothing.
    let (mut at, mut said) = (1, 0);
    let hex = |at: usize| literal.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
    places
        .map(|place| {
            while said < place && at + 1 < bytes.len() {
                if bytes[at] != b'\\' {
                    // As many bytes as there are up to the next escape, or to the place.
                    let rest = &bytes[at..bytes.len() - 1];
                    let run = memchr(b'\\', rest).unwrap_or(rest.len()).min(place - said);
                    (at, said) = (at + run, said + run);
                    continue;
                }
                let (written, means) = match bytes[at + 1] {
                    b'u' => match hex(at + 2) {
                        0xD800..=0xDBFF => (12, 4),
                        code => (6, char::from_u32(code).map_or(3, char::len_utf8)),
                    },
                    _ => (2, 1),
                };
                (at, said) = (at + written, said + means);
            }
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_edited_can_be_undone() {
        let text = "one two three four";
        let edits = [Edit::cut(0..4), Edit::new(8..8, "and "), Edit::new(14..18, "five six")];
        let edited = apply(text, &edits);
        assert_eq!(edited, "two and three five six");
        let undone = undo(text.as_bytes(), &edits).into_iter().rev().fold(edited, |mut edited, (at, length, was)| {
            edited.replace_range(at..at + length, std::str::from_utf8(was).unwrap());
            edited
        });
        assert_eq!(undone, text);
    }

    #[test]
    fn places_in_a_string_are_found_in_its_literal() {
        let literal = r#""a\n\u00e9\ud83d\ude00\"é/\/z""#;
        let said: String = serde_json::from_str(literal).unwrap();
        let places: Vec<usize> = said.char_indices().map(|(at, _)| at).chain([said.len()]).collect();
        let found = in_literal(literal, places.iter().copied());
        for (range, character) in found.windows(2).zip(said.chars()) {
            let written: String = serde_json::from_str(&format!("\"{}\"", &literal[range[0]..range[1]])).unwrap();
            assert_eq!(written, character.to_string());
        }
        assert_eq!(found.last(), Some(&(literal.len() - 1)));
    }
}
