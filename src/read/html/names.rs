//! The words of class, id, role and itemprop: what the people who made the page called its parts.

/// Words of one attribute that are read; what has more is a style sheet written into a class.
const MOST: usize = 24;

const FNV_BASIS: u32 = 0x811c_9dc5;
const FNV_PRIME: u32 = 0x0100_0193;

/// FNV-1a, 32 bit, of lower-case bytes, runs of digits taken for one zero.
pub(super) fn hash(seed: u8, name: &[u8]) -> u32 {
    let mut hash = step(FNV_BASIS, seed);
    let mut digits = false;
    for &byte in name {
        let digit = byte.is_ascii_digit();
        if !(digit && digits) {
            hash = step(hash, if digit { b'0' } else { byte.to_ascii_lowercase() });
        }
        digits = digit;
    }
    // FNV's low bits are its best, and tables take the high ones.
    hash.wrapping_mul(0x9E37_79B1)
}

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(FNV_PRIME)
}

/// Pushes the hashes of every name in an attribute's value, and of the words that a name is made of (`entry-content`,
/// `articleBody`).
pub(super) fn words(seed: u8, value: &[u8], hashes: &mut Vec<u32>) {
    let before = hashes.len();
    for name in value.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty()) {
        hashes.push(hash(seed, name));
        parts(name, |part| hashes.push(hash(b'w', part)));
        if hashes.len() - before >= MOST {
            break;
        }
    }
    hashes.truncate(before + MOST);
}

/// Calls `each` with the words that a name is made of, if it is made of more than one.
fn parts(name: &[u8], mut each: impl FnMut(&[u8])) {
    let mut start = 0;
    for at in 0..name.len() {
        let inside = name[at].is_ascii_alphanumeric() || !name[at].is_ascii();
        let hump = at > start && name[at].is_ascii_uppercase() && name[at - 1].is_ascii_lowercase();
        if hump || !inside {
            if at > start {
                each(&name[start..at]);
            }
            start = if inside { at } else { at + 1 };
        }
    }
    if start < name.len() {
        each(&name[start..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(value: &str) -> Vec<u32> {
        let mut hashes = Vec::new();
        words(b'c', value.as_bytes(), &mut hashes);
        hashes
    }

    #[test]
    fn a_name_is_itself_and_its_words() {
        let expected = |name: &str, parts: &[&str]| {
            let parts = parts.iter().map(|part| hash(b'w', part.as_bytes()));
            std::iter::once(hash(b'c', name.as_bytes())).chain(parts).collect::<Vec<_>>()
        };
        assert_eq!(of("entry-content"), expected("entry-content", &["entry", "content"]));
        assert_eq!(of(" articleBody "), expected("articlebody", &["article", "body"]));
        assert_eq!(of("post-31415"), of("Post-926"));
        assert_eq!(of("--__"), expected("--__", &[]));
    }

    #[test]
    fn a_style_sheet_in_a_class_is_cut_short() {
        assert_eq!(of(&"mt-1 ".repeat(1000)).len(), MOST);
    }
}
