//! From bytes to characters.

use std::borrow::Cow;
use std::str::Utf8Error;

/// Why bytes are not taken for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A byte that no UTF-8 text holds.
    #[error(
        "not UTF-8: byte 0x{byte:02x} at offset {offset}; convert it to UTF-8, or leave --strict out to have it replaced"
    )]
    NotUtf8 {
        /// Where the first such byte stands.
        offset: usize,
        /// The byte.
        byte: u8,
    },
    /// A NUL byte: a binary file, or text in UTF-16.
    #[error("looks like a binary file or UTF-16 (a NUL byte at offset {offset}); give it as UTF-8 text")]
    Binary {
        /// Where the first NUL stands.
        offset: usize,
    },
}

/// Decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, with U+FFFD where bytes were no UTF-8.
    pub text: Cow<'a, str>,
    /// Where the first bytes were replaced, if any were.
    pub replaced: Option<usize>,
}

/// Decodes UTF-8. What is no UTF-8 is replaced with U+FFFD, or refused if `strict`.
///
/// # Errors
/// [`DecodeError::Binary`] if there is a NUL byte in the first 8 KiB, and [`DecodeError::NotUtf8`] if `strict`.
pub fn decode(bytes: &[u8], strict: bool) -> Result<Decoded<'_>, DecodeError> {
    let head = &bytes[..bytes.len().min(8192)];
    // `contains` looks at many bytes at once, `position` does not.
    if head.contains(&0) {
        return Err(DecodeError::Binary { offset: head.iter().take_while(|&&byte| byte != 0).count() });
    }
    match utf8(bytes) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), replaced: None }),
        Err(error) => {
            let offset = error.valid_up_to();
            if strict {
                return Err(DecodeError::NotUtf8 { offset, byte: bytes[offset] });
            }
            Ok(Decoded { text: String::from_utf8_lossy(bytes), replaced: Some(offset) })
        }
    }
}

/// As [`std::str::from_utf8`], in a fraction of the time where the processor can look at many bytes at once.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Utf8Error> {
    simdutf8::basic::from_utf8(bytes).or_else(|_| std::str::from_utf8(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_bytes_are_replaced_or_refused() {
        let decoded = decode(b"caf\xe9 au lait", false).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.replaced), ("caf\u{fffd} au lait", Some(3)));
        assert_eq!(decode(b"caf\xe9", true), Err(DecodeError::NotUtf8 { offset: 3, byte: 0xe9 }));
    }

    #[test]
    fn binary_files_are_refused() {
        assert_eq!(decode(b"\x7fELF\0", false), Err(DecodeError::Binary { offset: 4 }));
    }
}
