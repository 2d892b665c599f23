//! One cleaner for many threads: `cargo run --example many_threads`
//!
//! A cleaner is cheap to clone and shares its model.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "examples talk to their user")]

use std::thread;

use unpitch::{Class, Cleaner, PolicyError};

fn main() -> Result<(), PolicyError> {
    let cleaner = Cleaner::builder().drop([Class::Promotion, Class::Subscription]).build()?;
    let articles = [
        "The river rose by two metres overnight, and the mayor asked people in the lower town to leave.\n\
         Sign up for our free newsletter and get the best stories in your inbox every morning!\n",
        "Firefighters filled sandbags until the morning, and the school by the bridge stays closed today.\n",
    ];
    let cleaned = thread::scope(|scope| {
        let threads: Vec<_> = articles.iter().map(|article| scope.spawn(|| cleaner.clean(article))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect::<Vec<String>>()
    });
    assert_eq!(cleaned.len(), articles.len());
    cleaned.iter().for_each(|article| print!("{article}"));
    Ok(())
}
