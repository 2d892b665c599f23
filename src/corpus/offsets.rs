//! Positions as other programs count them.

use std::ops::Range;

/// The unit in which positions in a text are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offsets {
    /// Unicode code points: Python, doccano, Label Studio, Dolma.
    #[default]
    Chars,
    /// Bytes of UTF-8: Rust, Go.
    Bytes,
    /// UTF-16 code units: JavaScript, Java.
    Utf16,
}

impl Offsets {
    /// The length of `text` in this unit.
    #[must_use]
    pub fn length(self, text: &str) -> usize {
        match self {
            Offsets::Bytes => text.len(),
            Offsets::Chars => text.chars().count(),
            Offsets::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    /// Converts sorted, disjoint byte spans of `text`, in one pass over it.
    pub fn convert<'a>(
        self,
        text: &'a str,
        spans: impl IntoIterator<Item = Range<usize>> + 'a,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let (mut at, mut counted) = (0, 0);
        spans.into_iter().map(move |span| {
            let start = counted + self.length(&text[at..span.start]);
            let end = start + self.length(&text[span.clone()]);
            (at, counted) = (span.end, end);
            start..end
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_counts_in_its_own_way() {
        let text = "é😀 日";
        let convert = |unit: Offsets| unit.convert(text, [0..2, 7..10]).collect::<Vec<_>>();
        assert_eq!(convert(Offsets::Bytes), [0..2, 7..10]);
        assert_eq!(convert(Offsets::Chars), [0..1, 3..4]);
        assert_eq!(convert(Offsets::Utf16), [0..1, 4..5]);
    }
}
