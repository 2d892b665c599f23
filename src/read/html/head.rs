//! What a page says of itself as a whole: its title, and words by which its type can be told.

use super::names;

/// What is read from the head of a page, and from its outermost elements.
#[derive(Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) og_title: Option<String>,
    /// Hashes of words that tell what type of page it is.
    pub(super) page: Vec<u32>,
    /// What linked data say in sentences.
    pub(super) data: String,
    /// What the page says it is about.
    pub(super) summary: String,
    has_address: bool,
}

/// Members of linked data that hold sentences (<https://schema.org>).
const SENTENCES: [&[u8]; 4] = [b"\"articleBody\"", b"\"description\"", b"\"reviewBody\"", b"\"text\""];
/// Words of an address that are read.
const MOST: usize = 24;

impl Head {
    /// A `<meta>`: what it speaks of, and what it says.
    pub(super) fn meta(&mut self, property: &[u8], content: &[u8]) {
        if property.is_empty() {
            return;
        }
        self.page.push(names::hash(b'm', property));
        match property {
            b"og:title" => {
                self.og_title.get_or_insert_with(|| collapsed(content));
            }
            b"description" | b"og:description" | b"twitter:description" => {
                self.summary.push_str(&String::from_utf8_lossy(content));
                self.summary.push('\n');
            }
            b"og:url" => self.address(content),
            b"og:type" => self.page.push(names::hash(b'o', content)),
            b"generator" => names::words(b'g', content, &mut self.page),
            _ => {}
        }
    }

    /// The page's own address: how deep it lies, and the words of its path.
    pub(super) fn address(&mut self, address: &[u8]) {
        if self.has_address {
            return;
        }
        let after_scheme = find(address, b"://").map_or(address, |at| &address[at + 3..]);
        let Some(slash) = after_scheme.iter().position(|&byte| byte == b'/') else { return };
        self.has_address = true;
        let path = after_scheme[slash..].split(|byte| matches!(byte, b'?' | b'#')).next().unwrap_or_default();
        let parts: Vec<&[u8]> = path.split(|&byte| byte == b'/').filter(|part| !part.is_empty()).collect();
        self.page.push(names::hash(b'd', &[b'a' + parts.len().min(20) as u8]));
        let words = parts.iter().flat_map(|part| part.split(|byte| matches!(byte, b'-' | b'_' | b'.')));
        self.page.extend(words.take(MOST).map(|word| names::hash(b'u', word)));
    }

    /// Linked data, JSON: the types of things it speaks of, and what it says of them. Much of it is not quite JSON, so it is
    /// searched, not parsed.
    pub(super) fn linked_data(&mut self, json: &[u8]) {
        for key in SENTENCES {
            let mut rest = json;
            while let Some(at) = find(rest, key) {
                rest = rest[at + key.len()..].trim_ascii_start();
                if let Some(value) =
                    rest.strip_prefix(b":").and_then(|rest| rest.trim_ascii_start().strip_prefix(b"\""))
                {
                    let length = string_length(value);
                    unescape(&value[..length], &mut self.data);
                    rest = &value[length..];
                }
            }
        }
        let mut rest = json;
        while let Some(at) = find(rest, b"\"@type\"") {
            rest = &rest[at + 7..];
            let value = rest.trim_ascii_start().strip_prefix(b":").unwrap_or(rest).trim_ascii_start();
            let value = value.strip_prefix(b"[").unwrap_or(value).trim_ascii_start();
            if let Some(name) = value.strip_prefix(b"\"") {
                let end = name.iter().take(64).position(|&byte| byte == b'"').unwrap_or(0);
                self.page.push(names::hash(b'l', &name[..end]));
            }
        }
    }
}

/// How long a JSON string is that begins here, behind its quote.
fn string_length(value: &[u8]) -> usize {
    let mut escaped = false;
    let ends = |&byte: &u8| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    };
    value.iter().position(ends).unwrap_or(value.len())
}

/// Appends the text of a JSON string, and a line end. What stands in it as markup or escaped wrongly does no harm: its words are
/// looked up, never shown.
fn unescape(value: &[u8], text: &mut String) {
    let value = String::from_utf8_lossy(value);
    match serde_json::from_str::<String>(&format!("\"{value}\"")) {
        Ok(unescaped) => text.push_str(&unescaped),
        Err(_) => text.push_str(&value.replace("\\n", " ").replace('\\', "")),
    }
    text.push('\n');
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Text with its white space collapsed.
pub(super) fn collapsed(text: &[u8]) -> String {
    String::from_utf8_lossy(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_linked_data_are_found_however_they_are_written() {
        let mut head = Head::default();
        head.linked_data(br#"{"@type":"Article","author":{"@type" : ["Person"]},"@type":7}"#);
        assert_eq!(head.page, [names::hash(b'l', b"Article"), names::hash(b'l', b"Person")]);
    }

    #[test]
    fn sentences_of_linked_data_are_read_though_it_be_broken() {
        let mut head = Head::default();
        head.linked_data(br#"{"description" : "One \"two\" \u00e9","x":{"text":7,"articleBody":"broken\q"#);
        assert_eq!(head.data, "brokenq\nOne \"two\" \u{e9}\n");
    }

    #[test]
    fn the_first_address_counts() {
        let mut head = Head::default();
        head.address(b"https://a.example");
        head.address(b"https://a.example/shop/red-shoes?page=2");
        head.address(b"https://b.example/forum/");
        let word = |word: &[u8]| names::hash(b'u', word);
        assert_eq!(head.page[1..], [word(b"shop"), word(b"red"), word(b"shoes")]);
    }
}
