//! One extractor as a process: pages go in, answers come out. A page it dies of or never answers is an error, and another
//! process takes over behind it.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use peers::Answer;

use super::pages::{Input, Page};
use super::peers::Peer;
use crate::stop::Stop;

/// How long an extractor may think about a page, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(240);

/// So many processes in a row that answer nothing cannot be the pages' fault.
const TRIES: usize = 3;

/// Gives each page to the peer, and its answer to `each`.
pub(super) fn ask(peer: &Peer, input: &Input, pages: &[Page], each: impl FnMut(&Page, Answer)) -> Result<(), Stop> {
    let start = || peer.command();
    ask_process(peer.name, &start, input, pages, each)
}

fn ask_process(
    name: &str,
    command: &dyn Fn() -> Result<Command, Stop>,
    input: &Input,
    pages: &[Page],
    mut each: impl FnMut(&Page, Answer),
) -> Result<(), Stop> {
    let (mut next, mut tries) = (0, 0);
    while next < pages.len() {
        let before = next;
        let start = command()?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let child = start.map_err(|error| Stop::because(format_args!("{name} cannot be started: {error}")))?;
        let end = talk(child, input, &pages[before..], before, |page, answer| {
            next += 1;
            each(page, answer);
        });
        let end = end.map_err(|stop| match stop {
            Stop::Because(reason) => Stop::because(format_args!("{name}: {reason}")),
            Stop::Closed => stop,
        })?;
        let Some(reason) = end else { return Ok(()) };
        tries = if next == before { tries + 1 } else { 0 };
        if tries == TRIES {
            return Err(Stop::because(format_args!(
                "{name}: {reason}, {TRIES} times in a row without a single answer"
            )));
        }
        let page = &pages[next];
        each(page, Answer { id: page.id.clone(), error: Some(reason), ..Answer::default() });
        next += 1;
    }
    Ok(())
}

/// Talks to one process until the pages, its life or patience end; says why there is no answer to the next page.
fn talk(
    mut child: Child,
    input: &Input,
    pages: &[Page],
    skip: usize,
    mut each: impl FnMut(&Page, Answer),
) -> Result<Option<String>, Stop> {
    let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Stop::because("it has no standard input or output"));
    };
    thread::scope(|scope| {
        let feeder = scope.spawn(move || feed(to, input, skip, pages.len()));
        let (send, answers) = channel();
        scope.spawn(move || BufReader::new(from).lines().try_for_each(|line| send.send(line)));

        let mut end = Ok(None);
        for page in pages {
            end = match answers.recv_timeout(PATIENCE) {
                Ok(line) => line.map_err(Stop::because).and_then(|line| parse(&line, page)).map(|answer| {
                    each(page, answer);
                    None
                }),
                Err(RecvTimeoutError::Timeout) => Ok(Some(format!("no answer in {} s", PATIENCE.as_secs()))),
                Err(RecvTimeoutError::Disconnected) => Ok(Some("it died".to_owned())),
            };
            if !matches!(end, Ok(None)) {
                break;
            }
        }
        // If it is thinking or talking nonsense; if it has ended there is nothing to end, which is no error.
        let stopped = if matches!(end, Ok(None)) { Ok(()) } else { child.kill() };
        drop(answers);
        let fed = feeder.join().unwrap_or_else(|_| Err(Stop::because("its pages could not be read")));
        let status = child.wait().map_err(Stop::because)?;
        stopped.map_err(Stop::because)?;
        fed?;
        let end = end?;
        Ok(end.map(|reason| format!("{reason} ({status})")))
    })
}

/// Writes pages to a process for as long as it listens.
fn feed(to: ChildStdin, input: &Input, skip: usize, count: usize) -> Result<(), Stop> {
    let mut to = to;
    for line in input.lines().skip(skip).take(count) {
        match writeln!(to, "{}", line?) {
            Ok(()) => (),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Stop::because(error)),
        }
    }
    Ok(())
}

fn parse(line: &str, page: &Page) -> Result<Answer, Stop> {
    let answer: Answer = serde_json::from_str(line).map_err(|error| {
        Stop::because(format_args!("for page {} it gave a line that is no answer: {error}", page.id))
    })?;
    if answer.id != page.id {
        return Err(Stop::because(format_args!("it answered page {} when page {} was due", answer.id, page.id)));
    }
    Ok(answer)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs;

    /// The identifiers and errors of what a shell script answers to three pages.
    fn answered(script: &str) -> Result<Vec<(String, Option<String>)>, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pages.jsonl");
        let page = |id: &str| format!(r#"{{"id":"{id}","gold":"Tide","html":"<p>Tide"}}"#) + "\n";
        fs::write(&file, page("1") + "\n" + &page("2") + &page("3")).unwrap();
        let input = Input::find(&[file], None).unwrap();
        let mut answers = Vec::new();
        let shell = || {
            let mut shell = Command::new("sh");
            shell.args(["-c", script]);
            Ok(shell)
        };
        let done = ask_process("some", &shell, &input, &input.pages().unwrap(), |page, answer| {
            assert_eq!(page.id, answer.id);
            answers.push((answer.id, answer.error));
        });
        done.map(|()| answers).map_err(|stop| match stop {
            Stop::Because(reason) => reason,
            Stop::Closed => String::new(),
        })
    }

    #[test]
    fn a_process_that_dies_of_a_page_is_replaced_behind_it() {
        let answers = answered(
            r#"while read -r line; do id=${line#*:\"}; id=${id%%\"*}; [ "$id" = 2 ] && exit 7
            echo "{\"id\":\"$id\",\"text\":\"Tide\",\"seconds\":0.5}"; done"#,
        );
        let answers = answers.unwrap();
        assert_eq!([&answers[0], &answers[2]], [&("1".to_owned(), None), &("3".to_owned(), None)]);
        assert!(answers[1].1.as_ref().unwrap().contains("died (exit status: 7)"), "{answers:?}");
    }

    #[test]
    fn a_process_that_cannot_answer_at_all_is_an_error() {
        assert!(answered("exit 1").unwrap_err().contains("3 times in a row"));
        assert!(answered("echo hello").unwrap_err().contains("no answer: "));
        let other = r#"echo '{"id":"9","text":"","seconds":1}'"#;
        assert_eq!(answered(other).unwrap_err(), "some: it answered page 9 when page 1 was due");
    }
}
