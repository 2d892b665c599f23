//! Front matter: YAML between `---` lines or TOML between `+++` lines, at the very beginning.

/// Where the Markdown begins: after a byte order mark and front matter.
pub(super) fn end(content: &str) -> usize {
    let text = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mark = content.len() - text.len();
    mark + length(text).unwrap_or(0)
}

/// Whether there is front matter.
#[cfg(feature = "corpus")]
pub(super) fn is_there(content: &str) -> bool {
    length(content.strip_prefix('\u{feff}').unwrap_or(content)).is_some()
}

/// The length of front matter, its last line whole.
fn length(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let (fence, sign) = [("---", ':'), ("+++", '=')].into_iter().find(|(fence, _)| *fence == first.trim_end())?;
    let mut length = first.len();
    let mut is_sure = false;
    for line in lines {
        length += line.len();
        let mark = line.trim_end();
        if mark == fence || (fence == "---" && mark == "...") {
            return is_sure.then_some(length);
        }
        // Else it is a thematic break, and the article below it.
        is_sure = is_sure || names_a_field(line, sign);
        if !is_sure && !line.starts_with('#') {
            return None;
        }
    }
    None
}

fn names_a_field(line: &str, sign: char) -> bool {
    let is_fit = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let names = |name: &str| !name.is_empty() && name.chars().all(is_fit);
    line.split_once(sign).is_some_and(|(name, _)| names(name.trim_end())) || (sign == '=' && line.starts_with('['))
}
