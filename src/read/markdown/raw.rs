//! Raw HTML in Markdown: simple text with tags is read, everything else is left alone.

use html5gum::{Token, Tokenizer};

/// Elements within a line.
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"b", b"big", b"cite", b"code", b"del", b"em", b"font", b"i", b"ins", b"kbd", b"mark", b"q", b"s",
    b"small", b"span", b"strike", b"strong", b"sub", b"sup", b"time", b"tt", b"u", b"wbr",
];
/// Elements that begin a line.
const BLOCKS: &[&[u8]] = &[
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"br",
    b"center",
    b"dd",
    b"div",
    b"dl",
    b"dt",
    b"figcaption",
    b"footer",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"header",
    b"li",
    b"main",
    b"nav",
    b"ol",
    b"p",
    b"section",
    b"ul",
];

/// The text of HTML, if every element in it is one of text and ends in it.
pub(super) fn text(html: &str) -> Option<String> {
    let mut text = String::new();
    let mut open: Vec<Vec<u8>> = Vec::new();
    let Ok(tokens) = Tokenizer::new(html).collect::<Result<Vec<_>, _>>();
    for token in tokens {
        match token {
            Token::StartTag(tag) => {
                separate(&tag.name, &mut text)?;
                if !matches!(tag.name.as_slice(), b"br" | b"wbr") {
                    open.push(tag.name.to_vec());
                }
            }
            Token::EndTag(tag) => {
                separate(&tag.name, &mut text)?;
                open.pop().filter(|name| *name == tag.name.to_vec())?;
            }
            Token::String(string) => {
                for word in String::from_utf8_lossy(&string).split_inclusive(char::is_whitespace) {
                    text.push_str(word.trim_end());
                    if word.ends_with(char::is_whitespace) && !text.ends_with(' ') {
                        text.push(' ');
                    }
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => return None,
        }
    }
    open.is_empty().then_some(text)
}

/// Whether a tag is `<br>`.
pub(super) fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches(['>', '/', ' ']);
    name.eq_ignore_ascii_case("br")
}

/// Puts a space where a line begins or ends; `None` if the element is not one of text.
fn separate(name: &[u8], text: &mut String) -> Option<()> {
    if BLOCKS.contains(&name) {
        if !text.ends_with(' ') {
            text.push(' ');
        }
        return Some(());
    }
    INLINE.contains(&name).then_some(())
}
