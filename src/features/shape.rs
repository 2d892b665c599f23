//! Shape: how a paragraph looks, whatever its words mean.

use super::{Column, Row, column};
use crate::characters::Character;
use crate::tokens;

pub(super) const COLUMNS: [Column; 41] = [
    column("characters", "long", "short"),
    column("words", "many words", "few words"),
    column("word_length", "long words", "short words"),
    column("tiny", "at most three words", "more than three words"),
    column("sentence_marks", "several sentences", "no full sentence"),
    column("words_per_sentence", "long sentences", "short sentences"),
    column("ends_with_stop", "ends with a full stop", "does not end with a full stop"),
    column("ends_with_question", "ends with a question", "does not end with a question"),
    column("ends_with_exclamation", "ends with an exclamation mark", "does not end with an exclamation mark"),
    column("ends_with_colon", "ends with a colon", "does not end with a colon"),
    column("ends_with_ellipsis", "breaks off with an ellipsis", "does not break off"),
    column("ends_with_quote", "ends with a closing quote", "does not end with a quote"),
    column("ends_with_arrow", "ends with an arrow", "does not end with an arrow"),
    column("ends_with_bracket", "ends with a bracket", "does not end with a bracket"),
    column("question_marks", "asks questions", "asks no question"),
    column("exclamation_marks", "exclaims", "does not exclaim"),
    column("starts_with_bullet", "starts with a bullet or dash", "starts without a bullet"),
    column("starts_with_digit", "starts with a number", "does not start with a number"),
    column("starts_with_lower_case", "starts in lower case", "does not start in lower case"),
    column("starts_with_quote", "starts with a quote", "does not start with a quote"),
    column("starts_with_bracket", "starts with a bracket", "does not start with a bracket"),
    column("early_colon", "a label before a colon", "no label before a colon"),
    column("capital_letters", "many capital letters", "few capital letters"),
    column("capitalised_words", "most words capitalised", "few words capitalised"),
    column("all_capitals", "all in capitals", "not all in capitals"),
    column("digits", "many digits", "few digits"),
    column("commas", "many commas", "few commas"),
    column("marks", "many marks among the letters", "few marks among the letters"),
    column("quotes", "quotes someone", "no quotes"),
    column("dashes", "many dashes", "no dashes"),
    column("separators", "bars, bullets or slashes between words", "no separators"),
    column("brackets", "brackets", "no brackets"),
    column("currency", "a currency sign", "no currency sign"),
    column("percent", "a percent sign", "no percent sign"),
    column("addresses", "a web address", "no web address"),
    column("mail_addresses", "a mail address or handle", "no mail address or handle"),
    column("hashtags", "hashtags", "no hashtags"),
    column("pictographs", "emoji or symbols", "no emoji"),
    column("legal_signs", "a copyright or trade mark sign", "no copyright sign"),
    column("clock_or_date", "a time or a date in figures", "no time or date in figures"),
    column("code_marks", "marks as in program code", "no marks of program code"),
];

/// Counts over the characters of one paragraph.
#[derive(Default)]
pub(super) struct Shape {
    pub(super) chars: u32,
    pub(super) words: u32,
    /// Letters of scripts without spaces.
    lone: u32,
    letters: u32,
    capitals: u32,
    capitalised: u32,
    digits: u32,
    commas: u32,
    marks: u32,
    stops: u32,
    questions: u32,
    exclamations: u32,
    quotes: u32,
    dashes: u32,
    separators: u32,
    brackets: u32,
    currency: u32,
    percent: u32,
    addresses: u32,
    at_signs: u32,
    hashtags: u32,
    pictographs: u32,
    legal: u32,
    clock: u32,
    code: u32,
    cased: bool,
    early_colon: bool,
    first: char,
    last: char,
    /// The last mark that closes a sentence, under quotes and brackets.
    closing: char,
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‟' | '‘' | '’' | '「' | '」' | '『' | '』' | '‹' | '›')
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '（' | '）' | '【' | '】' | '〔' | '〕' | '{' | '}')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '｡' | '।' | '॥' | '۔' | '։' | '။' | '។' | '؟' | '?' | '？' | '!' | '！' | ';' | '…')
}

impl Shape {
    pub(super) fn of(text: &str) -> Self {
        let mut shape = Shape { first: ' ', last: ' ', closing: ' ', ..Shape::default() };
        let mut previous = (' ', Character::of(' '));
        let mut rest = text;
        loop {
            let small = rest.bytes().take_while(u8::is_ascii_lowercase).count();
            if small > 0 {
                // Most of a text is this, and there is nothing in it but its length.
                shape.count_small(small as u32, previous.1);
                previous = ('a', Character::of('a'));
                rest = &rest[small..];
            }
            let Some(c) = rest.chars().next() else { break };
            let known = Character::of(c);
            shape.count(previous, c, known);
            previous = (c, known);
            rest = &rest[c.len_utf8()..];
        }
        shape.words += tokens::words_of_lone(shape.lone);
        let trimmed = text.trim();
        shape.first = trimmed.chars().next().unwrap_or(' ');
        shape.last = trimmed.chars().next_back().unwrap_or(' ');
        shape.closing = trimmed
            .trim_end_matches(|c: char| is_quote(c) || is_bracket(c) || c.is_whitespace())
            .chars()
            .next_back()
            .unwrap_or(' ');
        shape
    }

    /// Counts a run of small letters of ASCII.
    fn count_small(&mut self, letters: u32, before: Character) {
        self.chars += letters;
        self.letters += letters;
        self.words += u32::from(!before.is_alphanumeric());
        self.cased = true;
    }

    fn count(&mut self, (previous, before): (char, Character), c: char, known: Character) {
        self.chars += 1;
        if known.is_alphabetic() {
            self.letters += 1;
            let opens = known.is_lone() || !before.is_alphanumeric();
            self.lone += u32::from(known.is_lone());
            self.words += u32::from(opens && !known.is_lone());
            let capital = known.is_uppercase();
            self.cased |= capital || known.is_lowercase();
            self.capitals += u32::from(capital);
            self.capitalised += u32::from(capital && opens);
            return;
        }
        if known.is_numeric() {
            self.digits += 1;
            self.words += u32::from(!before.is_alphanumeric());
            return;
        }
        if known.is_whitespace() {
            return;
        }
        self.marks += 1;
        match c {
            '.' | '。' | '．' | '।' | '۔' | '։' | '။' => self.stops += 1,
            '?' | '？' | '؟' => {
                self.questions += 1;
                self.stops += 1;
            }
            '!' | '！' => {
                self.exclamations += 1;
                self.stops += 1;
            }
            ',' | '，' | '、' | '،' | '､' => self.commas += 1,
            ':' | '：' => {
                self.early_colon |=
                    (1..=4).contains(&(self.words + tokens::words_of_lone(self.lone))) && !before.is_numeric();
                self.clock += u32::from(before.is_numeric());
            }
            '-' | '–' | '—' => self.dashes += 1,
            '|' | '·' | '•' | '›' | '→' | '»' | '>' | '｜' | '/' | '\\' => self.separators += 1,
            '$' | '€' | '£' | '¥' | '₹' | '₽' | '₴' | '₺' | '₪' | '฿' | '₫' | '₩' | '￥' | '﷼' => {
                self.currency += 1
            }
            '%' | '％' | '٪' => self.percent += 1,
            '@' => self.at_signs += 1,
            '#' => self.hashtags += 1,
            '©' | '®' | '™' | '℠' => self.legal += 1,
            '{' | '}' | ';' | '=' | '_' | '<' | '`' => self.code += 1,
            _ => {}
        }
        if c == '/' && (previous == '/' || previous.is_ascii_alphabetic()) {
            self.addresses += 1;
        }
        if matches!(c, '.' | '/' | '-') && before.is_numeric() {
            self.clock += 1;
        }
        self.quotes += u32::from(is_quote(c));
        self.brackets += u32::from(is_bracket(c));
        self.pictographs += u32::from(
            matches!(c, '\u{2190}'..='\u{21FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}'),
        );
    }

    /// Whether the paragraph ends as a sentence does.
    pub(super) fn is_closed(&self) -> bool {
        is_stop(self.closing) || matches!(self.last, '"' | '”' | '“' | '»' | '」' | ':' | '：')
    }

    /// Whether it looks like a line rather than like prose.
    pub(super) fn is_line(&self) -> bool {
        self.words < 12 && !is_stop(self.closing)
    }

    /// Whether it is long enough to be the body of a story.
    pub(super) fn is_long(&self) -> bool {
        self.words >= 25
    }

    /// Logarithm of the number of words.
    pub(super) fn log_words(&self) -> f32 {
        (self.words as f32).ln_1p()
    }

    pub(super) fn fill(&self, row: &mut Row<'_>) {
        let words = self.words.max(1) as f32;
        let chars = self.chars.max(1) as f32;
        let letters = self.letters.max(1) as f32;
        let share = |count: u32, of: f32| (count as f32 / of).min(1.0);
        let some = |count: u32| (count as f32).ln_1p();

        row.push((self.chars as f32).ln_1p());
        row.push(self.log_words());
        row.push((self.letters as f32 / words).min(20.0));
        row.flag(self.words <= 3);
        row.push(some(self.stops));
        row.push((words / self.stops.max(1) as f32).ln_1p());
        row.flag(is_stop(self.closing));
        row.flag(matches!(self.closing, '?' | '？' | '؟'));
        row.flag(matches!(self.closing, '!' | '！'));
        row.flag(matches!(self.last, ':' | '：'));
        row.flag(self.closing == '…');
        row.flag(is_quote(self.last));
        row.flag(matches!(self.last, '→' | '»' | '›' | '>' | '▶' | '►' | '➡'));
        row.flag(is_bracket(self.last));
        row.push(some(self.questions));
        row.push(some(self.exclamations));
        row.flag(matches!(
            self.first,
            '-' | '–' | '—' | '•' | '*' | '·' | '►' | '▶' | '→' | '>' | '■' | '▪' | '●' | '|' | '+'
        ));
        row.flag(self.first.is_numeric());
        row.flag(self.first.is_lowercase());
        row.flag(is_quote(self.first));
        row.flag(is_bracket(self.first));
        row.flag(self.early_colon);
        row.push(share(self.capitals, letters));
        row.push(share(self.capitalised, words));
        row.flag(self.cased && self.capitals == self.letters && self.letters > 1);
        row.push(share(self.digits, chars));
        row.push(share(self.commas, words));
        row.push(share(self.marks, chars));
        row.push(some(self.quotes));
        row.push(some(self.dashes));
        row.push(some(self.separators));
        row.push(some(self.brackets));
        row.flag(self.currency > 0);
        row.flag(self.percent > 0);
        row.flag(self.addresses > 1);
        row.flag(self.at_signs > 0);
        row.push(some(self.hashtags));
        row.push(some(self.pictographs));
        row.flag(self.legal > 0);
        row.push(some(self.clock));
        row.push(some(self.code));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(Shape::of("Read more: 3 ideas").words, 4);
        assert_eq!(Shape::of("購読する").words, 2);
        assert_eq!(Shape::of("Читайте також").words, 2);
    }

    #[test]
    fn a_quote_closes_as_the_sentence_in_it() {
        assert!(Shape::of("“Come in.”").is_closed());
        assert!(Shape::of("続きを読む。」").is_closed());
        assert!(!Shape::of("More from Business").is_closed());
    }
}
