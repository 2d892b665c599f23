//! A corpus, cleaned on all cores as `unpitch clean -o` does it: in order, in bounded memory, whole or not at all.
//!
//! ```sh
//! cargo run --no-default-features --features corpus --example corpus -- articles.jsonl.gz clean.jsonl.gz
//! ```

use std::error::Error;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::{env, thread};

use unpitch::Cleaner;
use unpitch::corpus::{Ask, Beside, Job, Meter, Sources, Target, To, Work};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, output] = paths.as_slice() else { return Err("name what to clean and where to write".into()) };
    let ask = Ask::Clean { to: To::Same, drop_sponsored: None };
    let work = Work::new(Cleaner::default(), ask);
    let job = Job {
        sources: Sources::new(std::slice::from_ref(input), false),
        from: None,
        target: Target::File(output.clone()),
        beside: Beside::default(),
        jobs: thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
        checkpoint: 64 << 20,
        asked: "clean".to_owned(),
    };
    let mut said = Vec::new();
    let report = job.run(&work, &Meter::default(), &mut |line| said.push(line))?;
    match said.as_slice() {
        [] => Ok(()),
        lines => Err(format!("{} done, {} not:\n{}", report.done, report.failed, lines.join("\n")).into()),
    }
}
