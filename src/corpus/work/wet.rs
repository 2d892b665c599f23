//! Records of archives that stay an archive: texts are cleaned, pages become texts, and what the crawler noted of a page goes.

use serde_json::value::{RawValue, to_raw_value};

use super::note::{Entry, Judged, Undo};
use super::{Done, Origin, Work};
use crate::clean::{cuts, kept_text};
use crate::corpus::container::warc;
use crate::corpus::container::wet::Parts;
use crate::corpus::edit::{Edit, apply, apply_bytes};
use crate::read::{self, Content};

impl Work {
    /// Does a record of an archive that is written as WET. What becomes of it hangs on the record alone, as nobody knows what
    /// comes before it when a run is gone on with.
    pub(super) fn archived(&self, bytes: &[u8], number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let parts = Parts::of(bytes).ok_or("its header cannot be read")?;
        let field = |name: &str| parts.get(name).map(String::from_utf8_lossy);
        if field("WARC-Segment-Number").is_some() {
            return Err(
                "it is a segment of a longer record, and these are not put together; leave it out, or join it".into()
            );
        }
        let kind = field("WARC-Type").unwrap_or_default().to_ascii_lowercase();
        match kind.as_str() {
            "conversion" if warc::is_text(field("Content-Type").as_deref()) => {
                self.archived_text(&parts, number, origin, done)
            }
            "response" | "resource" => self.archived_page(&parts, number, origin, done),
            // What was noted at the time of a capture speaks of records that are not there any more.
            "request" | "revisit" => self.dropped(number, origin, done),
            "metadata" if field("WARC-Concurrent-To").is_some() => self.dropped(number, origin, done),
            _ => {
                self.kept(&parts, number, origin, done);
                Ok(())
            }
        }
    }

    fn kept(&self, parts: &Parts<'_>, number: u64, origin: &Origin, done: &mut Done) {
        let (tail, end) = parts.tail();
        if self.keep_removed && tail != end.as_bytes() {
            let undo = vec![(parts.body.end, end.len(), tail)];
            done.entries.push(Entry::bare(done.bytes.len(), origin, number, Some(undo)));
        }
        done.archive(&parts.record[..parts.body.end], end);
    }

    fn dropped(&self, number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        if self.keep_removed {
            done.entries.push(Entry::lost(done.bytes.len(), origin, number));
        }
        Ok(())
    }

    fn archived_text(&self, parts: &Parts<'_>, number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let bytes = parts.record;
        let body = &bytes[parts.body.clone()];
        let decoded = read::decode(body, self.strict).map_err(|error| error.to_string())?;
        let url = parts.get("WARC-Target-URI").map(String::from_utf8_lossy);
        let mut document = read::read(&decoded.text, self.fields.kind);
        document.site = url;
        let (verdicts, left_out) = self.judge(&document);
        let cuts = cuts(&document, &verdicts);
        let start = parts.body.start;
        let of_body = if cuts.is_empty() || body == decoded.text.as_bytes() {
            cuts.into_iter().map(|cut| Edit::cut(start + cut.start..start + cut.end)).collect()
        } else {
            let edits: Vec<Edit> = cuts.into_iter().map(Edit::cut).collect();
            vec![Edit::new(parts.body.clone(), apply(&decoded.text, &edits))]
        };
        if let Some(offset) = decoded.replaced {
            let what = if of_body.is_empty() { "it stays as it is" } else { "what is not was replaced with U+FFFD" };
            done.warn(number, format!("not UTF-8 at offset {offset} of its text; {what}"));
        }
        let edits = parts.edits(of_body);
        let (_, end) = parts.tail();
        let text = &bytes[..parts.body.end];
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
        if self.keep_removed {
            let undo = Undo { original: bytes, lead: 0, text, edits: &edits, end, recoded: None };
            let (at, id) = (done.bytes.len(), id(parts)?);
            done.entries.extend(Entry::of(at, origin, number, id.as_deref(), &judged, Some(&undo), self.offsets));
        }
        if !left_out {
            done.archive(&apply_bytes(text, &edits), end);
        }
        self.count(&judged, origin, number, done, || (told(parts), None));
        Ok(())
    }

    fn archived_page(&self, parts: &Parts<'_>, number: u64, origin: &Origin, done: &mut Done) -> Result<(), String> {
        let Some(page) = warc::found(parts.record, self.max_bytes)? else { return self.dropped(number, origin, done) };
        let mut document = read::read(&page.content, Content::Html);
        document.site = page.url.map(Into::into);
        let (verdicts, left_out) = self.judge(&document);
        let judged = Judged { document: &document, verdicts: &verdicts, by_paragraph: false, left_out };
        if self.keep_removed {
            let (at, id) = (done.bytes.len(), id(parts)?);
            let entry = Entry::of(at, origin, number, id.as_deref(), &judged, None, self.offsets);
            // The page itself is not in the list, whether something of its text was removed or not.
            done.entries.push(entry.unwrap_or_else(|| Entry::lost(at, origin, number)));
        }
        if !left_out {
            done.archive(&parts.conversion(&kept_text(&document, &verdicts)), "");
        }
        self.count(&judged, origin, number, done, || (told(parts), None));
        Ok(())
    }
}

/// The id of a record as people write it.
fn told(parts: &Parts<'_>) -> Option<String> {
    parts.get("WARC-Record-ID").map(|id| String::from_utf8_lossy(id).into_owned())
}

fn id(parts: &Parts<'_>) -> Result<Option<Box<RawValue>>, String> {
    told(parts).map(|id| to_raw_value(&id)).transpose().map_err(|error| error.to_string())
}
