//! Pages, as `bench-pages` measures them.

use super::race::{Lap, Racer};
use crate::bench_pages::{By, Pages, measure};
use crate::peer::{Left, PAGES, prepare_what_can_be, sole};
use crate::stop::{Stop, say};

/// Those who run, unpitch first, and those who cannot.
pub(super) fn racers<'a>(pages: &'a Pages, wanted: &dyn Fn(&str) -> bool) -> Result<(Vec<Racer<'a>>, Vec<Left>), Stop> {
    let [unpitch, ..] = PAGES;
    let mut peers: Vec<_> = PAGES.into_iter().filter(|peer| peer.name == unpitch.name || wanted(peer.name)).collect();
    let left = prepare_what_can_be(&mut peers)?;
    let racers = peers.into_iter().map(|peer| {
        let label =
            if peer.name == unpitch.name { peer.name.to_owned() } else { format!("{} {}", peer.name, peer.version()?) };
        let mut told = false;
        Ok(Racer::new(label, move || {
            let figures = measure(&peer, &|| sole(&peer.command()?), pages, By::Type)?;
            // Once: every run has the same.
            if let Some(error) = figures.first_error.as_ref().filter(|_| !std::mem::replace(&mut told, true)) {
                say(format_args!("{}: {} errors, the first on {error}", peer.name, figures.errors));
            }
            Ok(Lap { bytes: figures.bytes, seconds: figures.seconds })
        }))
    });
    Ok((racers.collect::<Result<_, Stop>>()?, left))
}
