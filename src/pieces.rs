//! A text looked up character by character, so that whoever reads it next need not decode it again.

use memchr::memchr;

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
        if memchr(b'\r', text.as_bytes()).is_none() {
            return self.add(text);
        }
        // A line end is one character, also if it is two.
        for (index, line) in text.split("\r\n").enumerate() {
            if index > 0 {
                self.characters.push(Character::of('\n'));
            }
            self.add(line);
        }
    }

    fn add(&mut self, text: &str) {
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
    let border = (1..=PIECE).rfind(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    border - usize::from(text[..border].ends_with('\r') && text[border..].starts_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (usize, usize, Vec<u32>) {
        let (mut pieces, mut marks, mut all) = (0, 0, Vec::new());
        Piece::default().each(text, |piece| {
            assert_eq!((piece.is_first, piece.characters.len() <= PIECE + LAST), (pieces == 0, true));
            pieces += 1;
            marks += piece.marks.len();
            all.extend(piece.characters.iter().map(|character| character.folded()));
        });
        (pieces, marks, all)
    }

    #[test]
    fn every_character_is_looked_up_once_in_whatever_piece() {
        for text in ["", "a", "¡Qué día!", "eight or more, and 日本語"] {
            let expected: Vec<u32> = text.chars().map(|c| Character::of(c).folded()).collect();
            let marks = text.chars().filter(|&c| Character::of(c).is_mark()).count();
            assert_eq!(read(text), (1, marks, expected.clone()), "{text}");
            let (pieces, many_marks, all) = read(&text.repeat(5000));
            assert_eq!((pieces > 1, many_marks, all), (text.len() > 1, marks * 5000, expected.repeat(5000)), "{text}");
        }
    }

    #[test]
    fn a_line_end_of_two_bytes_is_one_character_also_between_pieces() {
        for lead in 0..3 {
            let text = format!("{}{}", "x".repeat(lead), "word\n".repeat(5000));
            assert_eq!(read(&text.replace('\n', "\r\n")).2, read(&text).2);
        }
        assert_eq!(read(&"\r".repeat(20_000)).2.len(), 20_000);
    }
}
