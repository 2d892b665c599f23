//! Which blocks of a page are its story, by the story's text: every word of the story is found in one block at most.
//!
//! Runs of four words are looked up in the story and followed as far as they agree; what was found is consumed, so that a teaser
//! that repeats a sentence is not taken for the story. Long blocks come first: they are surest. What is shorter than a run is
//! looked for among the words that are left, as near as can be to where the block before it was found.

use std::collections::HashMap;

/// Words of a run.
const RUN: usize = 4;

/// How many words of each block are the story's. Words are given by numbers.
pub(super) fn found(blocks: &[Vec<u32>], story: &[u32]) -> Vec<usize> {
    let mut places: HashMap<&[u32], Vec<usize>> = HashMap::new();
    for (place, run) in story.windows(RUN).enumerate() {
        places.entry(run).or_default().push(place);
    }
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&block| (std::cmp::Reverse(blocks[block].len()), block));
    let mut taken = vec![false; story.len()];
    let mut found = vec![0; blocks.len()];
    let mut starts: Vec<Option<usize>> = vec![None; blocks.len()];
    for &block in order.iter().filter(|&&block| blocks[block].len() >= RUN) {
        let words = &blocks[block];
        let mut at = 0;
        while at + RUN <= words.len() {
            let free = |place: &&usize| !taken[**place] && !taken[**place + RUN - 1];
            let place = places.get(&words[at..at + RUN]).and_then(|places| places.iter().find(free)).copied();
            let Some(place) = place else {
                at += 1;
                continue;
            };
            let agree =
                |&(offset, word): &(usize, &u32)| story.get(place + offset) == Some(word) && !taken[place + offset];
            let length = words[at..].iter().enumerate().take_while(agree).count();
            taken[place..place + length].fill(true);
            starts[block].get_or_insert(place);
            found[block] += length;
            at += length.max(1);
        }
    }

    let mut left: HashMap<u32, Vec<usize>> = HashMap::new();
    for (place, word) in story.iter().enumerate().filter(|&(place, _)| !taken[place]) {
        left.entry(*word).or_default().push(place);
    }
    let mut near = Vec::with_capacity(blocks.len());
    let mut last = None;
    for start in &starts {
        near.push(last.unwrap_or(0usize));
        last = start.or(last);
    }
    for &block in order.iter().filter(|&&block| (1..RUN).contains(&blocks[block].len())) {
        let words = &blocks[block];
        let fits = |&&place: &&usize| {
            let agree =
                |(offset, word): (usize, &u32)| story.get(place + offset) == Some(word) && !taken[place + offset];
            words.iter().enumerate().all(agree)
        };
        let candidates = left.get(&words[0]).into_iter().flatten();
        if let Some(&place) = candidates.filter(fits).min_by_key(|&&place| place.abs_diff(near[block])) {
            taken[place..place + words.len()].fill(true);
            found[block] = words.len();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teaser_that_repeats_the_story_is_not_the_story() {
        let story: Vec<u32> = (0..40).collect();
        let teaser: Vec<u32> = (0..10).chain(100..102).collect();
        assert_eq!(found(&[teaser, story.clone(), vec![200, 201]], &story), [0, 40, 0]);
    }

    #[test]
    fn short_lines_are_found_among_what_is_left() {
        let story = [1, 2, 3, 4, 5, 9, 8, 6, 1, 2, 7];
        let blocks = [vec![1, 2], vec![1, 2, 3, 4, 5], vec![9, 8], vec![6, 1, 2, 7], vec![9]];
        assert_eq!(found(&blocks, &story), [0, 5, 2, 4, 0]);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(found(&[vec![], vec![1]], &[]), [0, 0]);
    }
}
