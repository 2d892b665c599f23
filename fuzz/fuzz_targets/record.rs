//! Records of JSON Lines: what comes out is JSON with the same other fields, and reading it again finds nothing new to take offence at.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use unpitch::corpus::{Fields, Offsets, Record};
use unpitch_fuzz::cleaner;

fuzz_target!(|line: &str| {
    let Ok(record) = Record::parse(line, &Fields::default()) else { return };
    let document = record.document();
    let verdicts = cleaner().judge(&document);
    let cleaned = record.cleaned(&document, &verdicts, Offsets::Chars);
    // Names that stand twice in an object are nobody's to compare.
    let (Ok(before), Ok(after)) =
        (serde_json::from_str::<Map<String, Value>>(line), serde_json::from_str::<Map<String, Value>>(&cleaned))
    else {
        panic!("a record became no record: {cleaned}")
    };
    assert!(after.contains_key("removed"));
    for (name, value) in &before {
        let may_change = ["paragraphs", "html", "text", "removed"].contains(&name.as_str());
        assert!(may_change || after.get(name) == Some(value), "`{name}` changed");
    }
});
