//! Plain text: the invariants, and that verdicts do not hang on the kind of line end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use unpitch_fuzz::{check, cleaner};

fuzz_target!(|bytes: &[u8]| {
    let Ok(decoded) = unpitch::read::decode(bytes, false) else { return };
    let text = decoded.text.as_ref();
    check(&unpitch::read::text::read(text), text);
    if !text.contains('\r') {
        let keep = |text: &str| cleaner().score(text).paragraphs.iter().map(|verdict| verdict.keep).collect::<Vec<_>>();
        assert_eq!(keep(text), keep(&text.replace('\n', "\r\n")), "verdicts hang on the line end");
    }
});
