//! Runs in turn, so that a machine that has other things to do hurts all alike, and the table of their fastest.

use indicatif::ProgressBar;

use crate::stop::Stop;
use crate::table::Table;

/// What a run did, and what it took.
#[derive(Clone, Copy)]
pub(super) struct Lap {
    pub(super) bytes: usize,
    /// Of a core.
    pub(super) seconds: f64,
}

impl Lap {
    /// MB a second.
    fn speed(self) -> f64 {
        self.bytes as f64 / 1e6 / self.seconds
    }
}

/// Someone who runs.
pub(super) struct Racer<'a> {
    /// What its row is called.
    pub(super) label: String,
    run: Box<dyn FnMut() -> Result<Lap, Stop> + 'a>,
    fastest: Option<Lap>,
}

impl<'a> Racer<'a> {
    pub(super) fn new(label: impl Into<String>, run: impl FnMut() -> Result<Lap, Stop> + 'a) -> Self {
        Racer { label: label.into(), run: Box::new(run), fastest: None }
    }
}

/// Lets each run once, then each again.
pub(super) fn race(racers: &mut [Racer<'_>], rounds: usize) -> Result<(), Stop> {
    let style = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} runs");
    let progress = ProgressBar::new((rounds * racers.len()) as u64);
    progress.set_style(style.unwrap_or_else(|_| indicatif::ProgressStyle::default_bar()));
    for _ in 0..rounds {
        for racer in &mut *racers {
            progress.set_message(racer.label.clone());
            let lap = (racer.run)()?;
            // A clock that says nothing has nothing to be compared.
            if lap.bytes == 0 || lap.seconds <= 0.0 {
                return Err(Stop::because(format_args!("{}: nothing was done, or in no time", racer.label)));
            }
            racer.fastest = racer.fastest.filter(|fastest| fastest.speed() >= lap.speed()).or(Some(lap));
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(())
}

/// A row for each, beside the first, which is unpitch.
pub(super) fn table(what: &str, racers: &[Racer<'_>]) -> String {
    let mut table = Table::new(&[what, "MB/s", "of unpitch", "MB a run"]);
    let laps = || racers.iter().filter_map(|racer| Some((&racer.label, racer.fastest?)));
    let first = laps().next().map_or(f64::NAN, |(_, lap)| lap.speed());
    for (label, lap) in laps() {
        let cells = [lap.speed(), lap.speed() / first, lap.bytes as f64 / 1e6];
        let [speed, ratio, megabytes] = cells;
        table.row([label.clone(), format!("{speed:.1}"), format!("{ratio:.3}"), format!("{megabytes:.1}")]);
    }
    table.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn they_run_in_turn_and_their_fastest_counts() {
        let order = RefCell::new(Vec::new());
        let racer = |name: &'static str, seconds: [f64; 3]| {
            let mut seconds = seconds.into_iter();
            let order = &order;
            Racer::new(name, move || {
                order.borrow_mut().push(name);
                Ok(Lap { bytes: 2_000_000, seconds: seconds.next().unwrap() })
            })
        };
        let mut racers = [racer("unpitch", [0.5, 0.25, 1.0]), racer("other", [1.0, 4.0, 2.0])];
        race(&mut racers, 3).unwrap();
        let table = table("text", &racers);
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        assert_eq!(rows[2][1..5], ["unpitch", "8.0", "1.000", "2.0"]);
        assert_eq!(rows[3][1..5], ["other", "2.0", "0.250", "2.0"]);
        drop(racers);
        assert_eq!(order.take(), ["unpitch", "other"].repeat(3));
    }

    #[test]
    fn a_run_that_did_nothing_is_an_error() {
        let mut racers = [Racer::new("idle", || Ok(Lap { bytes: 0, seconds: 1.0 }))];
        assert!(race(&mut racers, 1).is_err());
    }
}
