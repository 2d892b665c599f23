//! What fuzzing found: each test is named after what went wrong.
#![cfg(feature = "corpus")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::fs;
use std::num::NonZeroUsize;

use unpitch::corpus::{Ask, Beside, Container, Job, Meter, Report, Sources, Target, To, Work, restore};
use unpitch::read::{Content, read};
use unpitch::{Class, Cleaner};

/// Cleans a source, restores it, and returns what was cleaned.
fn cleaned_and_restored(source: &[u8], from: Container) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let [input, output, removed, back] = ["input", "output", "removed", "back"].map(|name| folder.path().join(name));
    fs::write(&input, source).unwrap();
    let job = Job {
        sources: Sources::new(std::slice::from_ref(&input), true),
        from: Some(from),
        target: Target::File(output.clone()),
        beside: Beside { removed: Some(removed.clone()), ..Beside::default() },
        jobs: NonZeroUsize::MIN,
        checkpoint: 1 << 20,
        asked: String::new(),
    };
    let ask = Ask::Clean { to: To::Same, drop_sponsored: None };
    let work = Work { keep_removed: true, ..Work::new(Cleaner::default(), ask) };
    let Report { failed, .. } = job.run(&work, &Meter::default(), &mut |_| ()).unwrap();
    assert_eq!(failed, 0);
    restore(&output, &removed, &back).unwrap();
    assert_eq!(String::from_utf8_lossy(&fs::read(back).unwrap()), String::from_utf8_lossy(source));
    fs::read(output).unwrap()
}

/// The probabilities of all paragraphs of a source with these line ends.
fn judged(source: &str, kind: Content, end: &str) -> Vec<[f32; Class::COUNT]> {
    let source = source.replace('\n', end);
    let verdicts = Cleaner::default().judge(&read(&source, kind));
    verdicts.paragraphs.iter().map(|verdict| verdict.probabilities).collect()
}

#[test]
fn a_row_that_is_not_utf8_was_restored_to_something_else() {
    let table = b"id,text,by\r\n1,\"The council met on Monday to rebuild the bridge.\nSign up for our free newsletter!\",caf\xe9\xe9\r\n2,\"It rained.\",b\r\n";
    let cleaned = cleaned_and_restored(table, Container::Delimited(b','));
    assert!(!String::from_utf8_lossy(&cleaned).contains("Sign up"));
}

#[test]
fn stems_fell_together_in_another_way_for_line_ends_of_two_bytes() {
    // Hundreds of stems, in a text just short of where their table doubles, as the second bytes of its line ends would make it.
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let word = |n: usize| {
        [letter(n * 7), letter(n / 26), letter(n * 11), letter(n * 3 + 1), 'e'].into_iter().collect::<String>()
    };
    let line = |n: usize| (0..7).map(|k| word(7 * n + k)).collect::<Vec<_>>().join(" ") + ".\n";
    let lines: String = (0..100).map(line).collect();
    let text = &lines[..4080];
    assert!(text.len() / 8 < 512 && text.replace('\n', "\r\n").len() / 8 > 512);
    assert_eq!(judged(text, Content::Text, "\r\n"), judged(text, Content::Text, "\n"));
}

#[test]
fn wrapped_lines_were_longer_for_line_ends_of_two_bytes() {
    let text = "The council met on Monday evening to vote on the new bridge, and\nafter four hours of debate it agreed \
                to build the thing with the\nmoney that was left over from the tunnel.\n\nShare this article\n";
    assert_eq!(judged(text, Content::Text, "\r\n").len(), 2);
    assert_eq!(judged(text, Content::Text, "\r\n"), judged(text, Content::Text, "\n"));
}

#[test]
fn code_over_a_line_end_of_two_bytes_had_two_spaces() {
    for source in ["Type `a\nb` and wait.", "Type `\na ` and wait.", "Type `a  \n  b` and wait."] {
        let crlf = source.replace('\n', "\r\n");
        let texts = |source: &str| read(source, Content::Markdown).texts().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(texts(&crlf), texts(source));
    }
}
