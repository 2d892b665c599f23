//! Shape: how a paragraph looks, whatever its words mean.

use super::{Column, Row, column, log};
use crate::characters::Character;
use crate::pieces::Piece;
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
    /// Words between spaces and marks; once all is counted, two letters of scripts without spaces count as one more.
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
    /// The last character that was counted.
    before: Character,
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
    /// The shape of a paragraph of which no character was counted yet.
    pub(super) fn of(text: &str) -> Self {
        let trimmed = text.trim();
        let last = |text: &str| text.chars().next_back().unwrap_or(' ');
        Shape {
            first: trimmed.chars().next().unwrap_or(' '),
            last: last(trimmed),
            closing: last(trimmed.trim_end_matches(|c: char| is_quote(c) || is_bracket(c) || c.is_whitespace())),
            ..Shape::default()
        }
    }

    /// Counts the paragraph's next piece.
    pub(super) fn count(&mut self, piece: &Piece) {
        let characters = &piece.characters[..];
        let Some(&last) = characters.last() else { return };
        // Words before the mark that is looked at; counted only where that matters.
        let (mut words, mut lone, mut counted) = (self.words, self.lone, 0);
        for &(at, c) in &piece.marks {
            let before = if at > 0 { characters[at - 1] } else { self.before };
            self.count_mark(before, c);
            if matches!(c, ':' | '：') && !before.is_numeric() && !self.early_colon {
                let letters = Letters::of(
                    if counted > 0 { characters[counted - 1] } else { self.before },
                    &characters[counted..at],
                );
                words += letters.words;
                lone += letters.lone;
                counted = at;
                self.early_colon = (1..=4).contains(&(words + tokens::words_of_lone(lone)));
            }
        }
        let letters = Letters::of(self.before, characters);
        self.chars += characters.len() as u32;
        self.words += letters.words;
        self.lone += letters.lone;
        self.letters += letters.letters;
        self.digits += letters.digits;
        self.capitals += letters.capitals;
        self.capitalised += letters.capitalised;
        self.cased |= letters.cased > 0;
        self.before = last;
        if piece.is_last {
            self.words += tokens::words_of_lone(self.lone);
        }
    }

    fn count_mark(&mut self, before: Character, c: char) {
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
            ':' | '：' => self.clock += u32::from(before.is_numeric()),
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
        let ascii_before = u8::try_from(before.folded()).unwrap_or_default();
        if c == '/' && (ascii_before == b'/' || ascii_before.is_ascii_alphabetic()) {
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
        log(self.words)
    }

    pub(super) fn fill(&self, row: &mut Row<'_>) {
        let words = self.words.max(1) as f32;
        let chars = self.chars.max(1) as f32;
        let letters = self.letters.max(1) as f32;
        let share = |count: u32, of: f32| (count as f32 / of).min(1.0);

        row.push(log(self.chars));
        row.push(self.log_words());
        row.push((self.letters as f32 / words).min(20.0));
        row.flag(self.words <= 3);
        row.push(log(self.stops));
        row.push((words / self.stops.max(1) as f32).ln_1p());
        row.flag(is_stop(self.closing));
        row.flag(matches!(self.closing, '?' | '？' | '؟'));
        row.flag(matches!(self.closing, '!' | '！'));
        row.flag(matches!(self.last, ':' | '：'));
        row.flag(self.closing == '…');
        row.flag(is_quote(self.last));
        row.flag(matches!(self.last, '→' | '»' | '›' | '>' | '▶' | '►' | '➡'));
        row.flag(is_bracket(self.last));
        row.push(log(self.questions));
        row.push(log(self.exclamations));
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
        row.push(log(self.quotes));
        row.push(log(self.dashes));
        row.push(log(self.separators));
        row.push(log(self.brackets));
        row.flag(self.currency > 0);
        row.flag(self.percent > 0);
        row.flag(self.addresses > 1);
        row.flag(self.at_signs > 0);
        row.push(log(self.hashtags));
        row.push(log(self.pictographs));
        row.flag(self.legal > 0);
        row.push(log(self.clock));
        row.push(log(self.code));
    }
}

/// What letters and digits there are among some characters.
#[derive(Default)]
struct Letters {
    letters: u32,
    lone: u32,
    words: u32,
    digits: u32,
    capitals: u32,
    capitalised: u32,
    cased: u32,
}

impl Letters {
    /// Counts without branches: a compiler makes that of several characters at once.
    fn of(before: Character, characters: &[Character]) -> Self {
        let mut sum = Letters::default();
        if let Some(&first) = characters.first() {
            sum.add(before, first);
            characters.iter().zip(&characters[1..]).for_each(|(&before, &character)| sum.add(before, character));
        }
        sum
    }

    #[inline]
    fn add(&mut self, before: Character, character: Character) {
        let letter = character.is_alphabetic();
        let lone = letter & character.is_lone();
        let digit = character.is_numeric() & !letter;
        let capital = letter & character.is_uppercase();
        let opens = !before.is_alphanumeric();
        self.letters += u32::from(letter);
        self.lone += u32::from(lone);
        self.words += u32::from(opens & (digit | letter & !lone));
        self.digits += u32::from(digit);
        self.capitals += u32::from(capital);
        self.capitalised += u32::from(capital & opens);
        self.cased += u32::from(capital | letter & character.is_lowercase());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        let mut shape = Shape::of(text);
        Piece::default().each(text, |piece| shape.count(piece));
        shape
    }

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(shape("Read more: 3 ideas").words, 4);
        assert_eq!(shape("購読する").words, 2);
        assert_eq!(shape("Читайте також").words, 2);
    }

    #[test]
    fn a_quote_closes_as_the_sentence_in_it() {
        assert!(shape("“Come in.”").is_closed());
        assert!(shape("続きを読む。」").is_closed());
        assert!(!shape("More from Business").is_closed());
    }
}
