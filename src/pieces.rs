//! A text looked up character by character, so that whoever reads it next need not decode it again.

use crate::characters::Character;

/// Bytes of a piece: it stays in the processor's cache while it is gone over, and an endless line takes no more memory.
const PIECE: usize = 1 << 13;
/// The last piece has at least so many bytes, if there are more than one.
const LAST: usize = 1 << 9;

/// A piece of a text.
#[derive(Default)]
pub(crate) struct Piece {
    pub(crate) characters: Vec<Character>,
    /// Where among the characters marks stand, and which.
    pub(crate) marks: Vec<(usize, char)>,
    /// Whether the text begins with it.
    pub(crate) is_first: bool,
    /// Whether the text ends with it.
    pub(crate) is_last: bool,
}

impl Piece {
    /// Goes through `text`: `each` is given its pieces in order, one at least.
    pub(crate) fn each(&mut self, text: &str, mut each: impl FnMut(&Piece)) {
        let mut rest = text;
        self.is_first = true;
        loop {
            let (head, tail) = rest.split_at(end(rest));
            self.is_last = tail.is_empty();
            self.look_up(head);
            each(self);
            self.is_first = false;
            rest = tail;
            if self.is_last {
                return;
            }
        }
    }

    fn look_up(&mut self, text: &str) {
        self.characters.clear();
        self.marks.clear();
        self.characters.reserve(text.len());
        let ascii = Character::ascii();
        let mut rest = text;
        while !rest.is_empty() {
            // Eight at once where all are ASCII, which most of most texts is.
            if let Some(eight) = rest.as_bytes().first_chunk::<EIGHT>().filter(|eight| eight.is_ascii()) {
                let looked_up = eight.map(|byte| ascii[usize::from(byte & 127)]);
                if looked_up.iter().any(|character| character.is_mark()) {
                    let marks =
                        eight.iter().zip(looked_up).enumerate().filter(|(_, (_, character))| character.is_mark());
                    self.marks.extend(marks.map(|(at, (&byte, _))| (self.characters.len() + at, char::from(byte))));
                }
                self.characters.extend_from_slice(&looked_up);
                rest = &rest[EIGHT..];
                continue;
            }
            let stop = rest.len().saturating_sub(EIGHT);
            let mut characters = rest.chars();
            while characters.as_str().len() > stop
                && let Some(c) = characters.next()
            {
                let character = Character::of(c);
                if character.is_mark() {
                    self.marks.push((self.characters.len(), c));
                }
                self.characters.push(character);
            }
            rest = characters.as_str();
        }
    }
}

const EIGHT: usize = 8;

/// Where the first piece of a text ends.
fn end(text: &str) -> usize {
    if text.len() <= PIECE + LAST {
        return text.len();
    }
    (0..=PIECE).rfind(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}
