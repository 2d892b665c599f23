//! How much is on its way at once: what bounds memory, whatever the size of the corpus.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Lets chunks in as long as there is room for them. One that would take more than half of the room takes half; only one such
/// is on its way at a time, and the others go on beside it.
pub(super) struct Budget {
    room: usize,
    state: Mutex<Taken>,
    changed: Condvar,
}

#[derive(Default)]
struct Taken {
    bytes: usize,
    huge: bool,
    closed: bool,
}

impl Budget {
    pub(super) fn new(room: usize) -> Self {
        Budget { room, state: Mutex::default(), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        // Whoever held it and ended has left plain numbers.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn weight(&self, bytes: usize) -> (usize, bool) {
        // Also an empty chunk takes some memory.
        let bytes = bytes.max(1 << 12);
        if bytes > self.room / 2 { (self.room / 2, true) } else { (bytes, false) }
    }

    /// Waits until there is room; `false` if there will be none any more.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let (weight, huge) = self.weight(bytes);
        let mut state = self.lock();
        while !state.closed && (state.bytes + weight > self.room || huge && state.huge) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes += weight;
        state.huge |= huge;
        !state.closed
    }

    /// A chunk is done.
    pub(super) fn give_back(&self, bytes: usize) {
        let (weight, huge) = self.weight(bytes);
        let mut state = self.lock();
        state.bytes -= weight;
        state.huge &= !huge;
        self.changed.notify_all();
    }

    /// Nothing is let in any more.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_has_no_room_waits_and_a_huge_chunk_leaves_room_for_others() {
        let budget = Budget::new(100_000);
        assert!(budget.take(5_000_000) && budget.take(40_000));
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| budget.take(20_000));
            std::thread::sleep(Duration::from_millis(20));
            assert!(!waiting.is_finished());
            budget.give_back(40_000);
            assert!(waiting.join().unwrap());
            let second_huge = scope.spawn(|| budget.take(60_000));
            std::thread::sleep(Duration::from_millis(20));
            assert!(!second_huge.is_finished());
            budget.close();
            assert!(!second_huge.join().unwrap());
        });
    }
}
