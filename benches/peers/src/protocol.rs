//! Pages or articles in, answers out.

use std::any::Any;
use std::io::{self, BufRead, Write};
use std::panic::{self, AssertUnwindSafe};

use cpu_time::ProcessTime;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is asked, one a line.
pub trait Question: DeserializeOwned {
    /// What its answer is called.
    fn id(&self) -> &str;
}

/// What an extractor may know of a page.
#[derive(Deserialize)]
pub struct Page {
    /// What its answer is called.
    pub id: String,
    /// Where it was found.
    #[serde(default)]
    pub url: String,
    /// The page itself.
    pub html: String,
}

impl Question for Page {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What whoever judges paragraphs may know of an article.
#[derive(Serialize, Deserialize)]
pub struct Article {
    /// What its answer is called.
    pub id: String,
    /// The code of its language.
    pub lang: String,
    /// Its paragraphs, one a line.
    pub text: String,
}

impl Question for Article {
    fn id(&self) -> &str {
        &self.id
    }
}

/// What was made of a page or an article.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The question's.
    pub id: String,
    /// The content, or what stays; empty if there is an error.
    pub text: String,
    /// What the work took of a core, and nothing else. Time on the clock would count what others do on the machine.
    pub seconds: f64,
    /// Why there is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Answers every question on standard input on standard output, as soon as it is done. A panic is an answer too.
///
/// # Errors
///
/// Standard input that cannot be read or holds a line that is no question, standard output that cannot be written to.
pub fn serve<Q: Question>(work: impl Fn(&Q) -> Result<String, String>) -> io::Result<()> {
    // The answer says it.
    panic::set_hook(Box::new(|_| ()));
    let mut out = io::stdout().lock();
    for (number, line) in io::stdin().lock().lines().enumerate() {
        let question: Q = serde_json::from_str(&line?)
            .map_err(|error| io::Error::other(format!("line {} is no question: {error}", number + 1)))?;
        serde_json::to_writer(&mut out, &answer(&question, &work))?;
        writeln!(out)?;
        out.flush()?;
    }
    Ok(())
}

fn answer<Q: Question>(question: &Q, work: impl Fn(&Q) -> Result<String, String>) -> Answer {
    let start = ProcessTime::now();
    let done = panic::catch_unwind(AssertUnwindSafe(|| work(question)));
    let seconds = start.elapsed().as_secs_f64();
    let done = done.unwrap_or_else(|panic| Err(format!("panicked: {}", said(&*panic))));
    let (text, error) = done.map_or_else(|error| (String::new(), Some(error)), |text| (text, None));
    Answer { id: question.id().to_owned(), text, seconds, error }
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        let page = Page { id: "1".to_owned(), url: String::new(), html: "<p>".to_owned() };
        let answered =
            answer(&page, |page| if page.html.len() > 2 { panic!("no {}", page.id) } else { Ok(String::new()) });
        assert_eq!((answered.id.as_str(), answered.error.as_deref()), ("1", Some("panicked: no 1")));
        assert_eq!(answer(&page, |page| Ok(page.html.clone())).text, "<p>");
        assert_eq!(answer(&page, |_| Err("too short".to_owned())).error.as_deref(), Some("too short"));
    }
}
