//! The elements around a block, as words: what its own element and the one around it are called, each by its level, and what
//! those farther out are called, whatever their level.

use crate::markup::{Block, Kind, Markup};

/// How far out an element stands, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Own,
    Parent,
    Farther,
}

/// Calls `each` with every word of an element at a level.
pub(crate) fn words(markup: &Markup, element: u32, level: Level, mut each: impl FnMut(u32)) {
    let element = &markup.elements[element as usize];
    let words = &markup.words[element.words.start as usize..element.words.end as usize];
    std::iter::once(&element.name).chain(words).for_each(|&word| each(mix(word, level as u64)));
}

/// The words of a block's nearest elements together, and of its kind.
pub(crate) fn shapes(markup: &Markup, block: &Block) -> [u32; 3] {
    let parent = |element: u32| markup.elements[element as usize].parent;
    let name = |element: u32| u64::from(markup.elements[element as usize].name);
    let [own, around] = [block.element, parent(block.element)];
    let two = name(own).wrapping_mul(31).wrapping_add(name(around));
    let three = two.wrapping_mul(31).wrapping_add(name(parent(around)));
    let kind = match block.kind {
        Kind::Text => 0,
        Kind::Item => 1,
        Kind::Cell => 2,
        Kind::Code => 3,
        Kind::Caption => 4,
        Kind::Control => 5,
        Kind::Heading(level) => 10 + u64::from(level),
    };
    [folded(two, 50), folded(three, 51), folded(kind.wrapping_mul(77_777) ^ name(around), 52)]
}

fn folded(word: u64, salt: u64) -> u32 {
    mix((word ^ (word >> 32)) as u32, salt)
}

/// One word at one level.
fn mix(word: u32, salt: u64) -> u32 {
    // Multipliers of xxHash, 64 bit.
    let x = u64::from(word).wrapping_mul(0x9E37_79B1_85EB_CA87).wrapping_add(salt.wrapping_mul(0xC2B2_AE3D_27D4_EB4F));
    ((x ^ (x >> 29)).wrapping_mul(0x1656_67B1_9E37_79F9) >> 32) as u32
}

/// What is said of each element at each level, summed up once for all the blocks in it.
pub(crate) struct Sums {
    own: Vec<Sum>,
    parent: Vec<Sum>,
    /// Of the element and all those around it.
    farther: Vec<Sum>,
}

/// A sum of what words say, in steps, and how many of them said something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) steps: i32,
    pub(crate) count: u32,
}

impl std::ops::Add for Sum {
    type Output = Sum;

    fn add(self, other: Sum) -> Sum {
        Sum { steps: self.steps + other.steps, count: self.count + other.count }
    }
}

impl Sum {
    /// A word that says `steps`, or nothing.
    pub(crate) fn add_word(&mut self, steps: Option<i8>) {
        if let Some(steps) = steps {
            self.steps += i32::from(steps);
            self.count += 1;
        }
    }

    /// In log-odds, scaled to unit length.
    pub(crate) fn scaled(self) -> f32 {
        super::slots::log_odds(self.steps) / ((self.count + 1) as f32).sqrt()
    }
}

impl Sums {
    /// The sums of a page, by what a word says.
    pub(crate) fn of(markup: &Markup, says: impl Fn(u32) -> Option<i8>) -> Self {
        let count = markup.elements.len();
        let mut sums = Sums {
            own: Vec::with_capacity(count),
            parent: Vec::with_capacity(count),
            farther: Vec::with_capacity(count),
        };
        for (index, element) in markup.elements.iter().enumerate() {
            let at = |level| {
                let mut sum = Sum::default();
                words(markup, index as u32, level, |word| sum.add_word(says(word)));
                sum
            };
            sums.own.push(at(Level::Own));
            sums.parent.push(at(Level::Parent));
            let around = if index == 0 { Sum::default() } else { sums.farther[element.parent as usize] };
            sums.farther.push(around + at(Level::Farther));
        }
        sums
    }

    /// The sum of the elements around a block.
    pub(crate) fn around(&self, markup: &Markup, block: &Block) -> Sum {
        let own = self.own[block.element as usize];
        let parent = markup.elements[block.element as usize].parent;
        if block.element == 0 {
            return own;
        }
        let own = own + self.parent[parent as usize];
        if parent == 0 { own } else { own + self.farther[markup.elements[parent as usize].parent as usize] }
    }
}

/// Calls `each` with every word around a block: the words of [`Sums::around`] and [`shapes`].
#[cfg(feature = "train")]
pub(crate) fn all(markup: &Markup, block: &Block, mut each: impl FnMut(u32)) {
    let mut element = block.element;
    let mut level = Level::Own;
    loop {
        words(markup, element, level, &mut each);
        if element == 0 {
            break;
        }
        element = markup.elements[element as usize].parent;
        level = if level == Level::Own { Level::Parent } else { Level::Farther };
    }
    shapes(markup, block).into_iter().for_each(each);
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;
    use crate::read::html;

    #[test]
    fn sums_of_elements_are_those_of_their_words() {
        let page =
            "<body class=home><main><div class='post body'><p id=x>One<p>Two</div></main><footer>Three</footer>Four";
        let document = html::read(page);
        let markup = document.markup.as_ref().unwrap();
        let says = |word: u32| (!word.is_multiple_of(3)).then_some((word % 100) as i8 - 50);
        let sums = Sums::of(markup, says);
        for block in &markup.blocks {
            let mut expected = Sum::default();
            all(markup, block, |word| expected.add_word(says(word)));
            let mut found = sums.around(markup, block);
            shapes(markup, block).into_iter().for_each(|word| found.add_word(says(word)));
            assert_eq!(found, expected);
        }
    }
}
