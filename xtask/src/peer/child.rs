//! One peer as a process: questions go in, answers come out. What it dies of or never answers is an error, and another
//! process takes over behind it.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use peers::Answer;

use crate::stop::Stop;

/// How long a peer may think about a page or an article, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(240);

/// So many processes in a row that answer nothing cannot be the questions' fault.
const TRIES: usize = 3;

/// Pages or articles, in an order.
pub(crate) trait Questions: Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// What the answer to one of them is called.
    fn id(&self, number: usize) -> &str;

    /// All of them as JSON, one a line. They are read anew for every process: all pages at once would be too much.
    fn lines(&self) -> impl Iterator<Item = Result<String, Stop>>;
}

/// Asks a process that `command` starts everything, and gives each answer to `each` with the number of its question.
pub(crate) fn ask(
    name: &str,
    command: &dyn Fn() -> Result<Command, Stop>,
    questions: &impl Questions,
    mut each: impl FnMut(usize, Answer),
) -> Result<(), Stop> {
    let (mut next, mut tries) = (0, 0);
    while next < questions.count() {
        let before = next;
        let start = command()?.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let child = start.map_err(|error| Stop::because(format_args!("{name} cannot be started: {error}")))?;
        let end = talk(child, questions, before, |answer| {
            each(next, answer);
            next += 1;
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
        each(next, Answer { id: questions.id(next).to_owned(), error: Some(reason), ..Answer::default() });
        next += 1;
    }
    Ok(())
}

/// Talks to one process until the questions, its life or patience end; says why there is no answer to the next.
fn talk(
    mut child: Child,
    questions: &impl Questions,
    skip: usize,
    mut each: impl FnMut(Answer),
) -> Result<Option<String>, Stop> {
    let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Stop::because("it has no standard input or output"));
    };
    thread::scope(|scope| {
        let feeder = scope.spawn(move || feed(to, questions, skip));
        let (send, answers) = channel();
        scope.spawn(move || BufReader::new(from).lines().try_for_each(|line| send.send(line)));

        let mut end = Ok(None);
        for number in skip..questions.count() {
            let id = questions.id(number);
            end = match answers.recv_timeout(PATIENCE) {
                Ok(line) => line.map_err(Stop::because).and_then(|line| parse(&line, id)).map(|answer| {
                    each(answer);
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
        let fed = feeder.join().unwrap_or_else(|_| Err(Stop::because("what it is to read could not be read")));
        let status = child.wait().map_err(Stop::because)?;
        stopped.map_err(Stop::because)?;
        fed?;
        let end = end?;
        Ok(end.map(|reason| format!("{reason} ({status})")))
    })
}

/// Writes questions to a process for as long as it listens.
fn feed(to: ChildStdin, questions: &impl Questions, skip: usize) -> Result<(), Stop> {
    let mut to = to;
    for line in questions.lines().skip(skip).take(questions.count() - skip) {
        match writeln!(to, "{}", line?) {
            Ok(()) => (),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(()),
            Err(error) => return Err(Stop::because(error)),
        }
    }
    Ok(())
}

fn parse(line: &str, id: &str) -> Result<Answer, Stop> {
    let answer: Answer = serde_json::from_str(line)
        .map_err(|error| Stop::because(format_args!("for {id} it gave a line that is no answer: {error}")))?;
    if answer.id != id {
        return Err(Stop::because(format_args!("it answered {} when {id} was due", answer.id)));
    }
    Ok(answer)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    struct Three;

    impl Questions for Three {
        fn count(&self) -> usize {
            3
        }

        fn id(&self, number: usize) -> &str {
            ["1", "2", "3"][number]
        }

        fn lines(&self) -> impl Iterator<Item = Result<String, Stop>> {
            (0..3).map(|number| Ok(format!(r#"{{"id":"{}","html":"<p>Tide"}}"#, self.id(number))))
        }
    }

    /// The identifiers and errors of what a shell script answers to three pages.
    fn answered(script: &str) -> Result<Vec<(String, Option<String>)>, String> {
        let mut answers = Vec::new();
        let shell = || {
            let mut shell = Command::new("sh");
            shell.args(["-c", script]);
            Ok(shell)
        };
        let done = ask("some", &shell, &Three, |number, answer| {
            assert_eq!(Three.id(number), answer.id);
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
        assert_eq!(answered(other).unwrap_err(), "some: it answered 9 when 1 was due");
    }
}
