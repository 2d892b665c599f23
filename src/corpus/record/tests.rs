use super::*;
use crate::clean::Verdict;
use crate::document::Class;

fn verdicts(document: &Document<'_>, keep: &[bool]) -> Verdicts {
    let paragraphs = document.paragraphs().iter().zip(keep).map(|(paragraph, &keep)| Verdict {
        span: paragraph.span.clone(),
        class: Class::Promotion,
        keep,
        score: 0.75,
        bound: 0.5,
        probabilities: [0.25, 0.75, 0.0, 0.0, 0.0, 0.0, 0.0],
    });
    Verdicts { paragraphs: paragraphs.collect(), sponsored: 0.0, held_back: Vec::new() }
}

fn clean(line: &str, keep: &[bool]) -> String {
    let record = Record::parse(line, &Fields::default()).unwrap();
    let document = record.document();
    record.cleaned(&document, &verdicts(&document, keep), Offsets::Chars)
}

#[test]
fn other_fields_stay_as_they_were_written() {
    let line = r#"{"n": 1.50e3, "text":"Één.\nBuy!", "\u0061": [ 1,2 ] }"#;
    assert_eq!(
        clean(line, &[true, false]),
        r#"{"n": 1.50e3, "text":"Één.\n", "\u0061": [ 1,2 ], "removed": [{"start":5,"end":9,"class":"promotion","score":0.75}] }"#
    );
}

#[test]
fn nothing_removed_leaves_the_content_as_it_was_written() {
    assert_eq!(clean(r#"{"text":"\u00c9."}"#, &[true]), r#"{"text":"\u00c9.","removed":[]}"#);
}

#[test]
fn elements_of_a_paragraphs_array_go_whole() {
    let line = r#"{"paragraphs": ["A.", {"text": "Buy!", "label": "x"}, "B."]}"#;
    assert_eq!(
        clean(line, &[true, false, true]),
        r#"{"paragraphs": ["A.", "B."], "removed": [{"paragraph":1,"start":0,"end":4,"class":"promotion","score":0.75}]}"#
    );
}

#[test]
fn content_is_markdown_if_that_is_said() {
    let fields = Fields { content: None, kind: read::Content::Markdown };
    let record = Record::parse(r##"{"text":"# A\n\n- *B*\n- C\n"}"##, &fields).unwrap();
    let document = record.document();
    assert_eq!(document.texts().collect::<Vec<_>>(), ["A", "B", "C"]);
    assert_eq!(
        record.cleaned(&document, &verdicts(&document, &[true, false, true]), Offsets::Chars),
        r##"{"text":"# A\n\n- C\n","removed":[{"start":7,"end":10,"class":"promotion","score":0.75}]}"##
    );
    // The strings of an array are paragraphs already.
    let record = Record::parse(r##"{"paragraphs":["# A"]}"##, &fields).unwrap();
    assert_eq!(record.document().text(0), "# A");
}

#[test]
fn an_earlier_list_of_removed_is_replaced() {
    assert_eq!(clean(r#"{"removed":[7],"text":"A."}"#, &[true]), r#"{"removed":[],"text":"A."}"#);
}

#[test]
fn what_is_said_of_the_article_is_what_labelled_data_may_say() {
    let line = r#"{"id":7,"site":"a.example","url":null,"title":["x"],"sponsored":true,"tags":["y"],"text":"A."}"#;
    let about = Record::parse(line, &Fields::default()).unwrap().about();
    assert_eq!(serde_json::to_string(&about).unwrap(), r#"{"id":7,"site":"a.example","sponsored":true}"#);
}

#[test]
fn errors_say_what_was_found() {
    let error = |line: &str| Record::parse(line, &Fields::default()).unwrap_err().to_string();
    assert!(error(r#"{"body":"x","n":1}"#).contains("found `body`, `n`"));
    assert!(error(r#"{"text":["a",5]}"#).contains("`text`"));
    assert!(error(r#"{"text":"trunc"#).contains("not a JSON object"));
    assert!(error("[1]").contains("not a JSON object"));
    assert!(error("{}").contains("no fields"));
}
