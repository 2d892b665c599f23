//! `cargo xtask near`: which keys find paragraphs that are nearly the same. Pairs of different paragraphs of different documents of one site;
//! what they are is told by the edit distance of their words, number for number, which no count of keys could afford.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use unpitch::repeats;
use unpitch::train::{Data, Scraped};

use crate::stop::{Stop, print};
use crate::table::{Table, percent};

/// What the command is told.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Pages (JSON Lines with `html` and `gold`), labelled articles, or recipes
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
}

/// Pairs are near to each other up to this share of their words changed, or one word; unlike from this share on.
const NEAR: f64 = 0.2;
const UNLIKE: f64 = 0.5;
/// Of a site with more different paragraphs so many are paired.
const MOST: usize = 3000;

/// A way to make keys of the words of a paragraph.
struct Measure {
    name: &'static str,
    keys: fn(&Paragraph) -> Vec<u64>,
}

const MEASURES: [Measure; 9] = [
    Measure { name: "words in order", keys: |p| vec![p.whole] },
    Measure { name: "MinHash, 4 keys of 2", keys: |p| minhash(p, 4, 2) },
    Measure { name: "MinHash, 4 keys of 3", keys: |p| minhash(p, 4, 3) },
    Measure { name: "MinHash, 4 keys of 4", keys: |p| minhash(p, 4, 4) },
    Measure { name: "MinHash, 8 keys of 3", keys: |p| minhash(p, 8, 3) },
    Measure { name: "SimHash, 4 keys, distance 1", keys: |p| simhash(p, 4, 3) },
    Measure { name: "SimHash, 10 keys, distance 2", keys: |p| simhash(p, 5, 3) },
    Measure { name: "SimHash, 20 keys, distance 3", keys: |p| simhash(p, 6, 3) },
    Measure { name: "as it is", keys: |p| p.shipped.clone() },
];

struct Paragraph {
    document: usize,
    words: Vec<u64>,
    whole: u64,
    different: Vec<u64>,
    shipped: Vec<u64>,
}

fn mixed(value: u64, turn: u64) -> u64 {
    let mut z = value.wrapping_add((turn + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn hash(values: impl IntoIterator<Item = u64>) -> u64 {
    values.into_iter().fold(7, |hash, value| mixed(hash ^ value, 1))
}

/// Words in lower case, a number like any other; each letter of a script without spaces is one.
fn words(text: &str) -> Vec<u64> {
    let mut words: Vec<String> = vec![String::new()];
    for c in text.to_lowercase().chars() {
        let lone = matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF | 0x3400..=0x9FFF);
        if lone || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.push(c));
        }
        if lone {
            words.push(String::new());
        }
    }
    let number = |word: &str| word.chars().all(char::is_numeric);
    let hashed = |word: &String| if number(word) { 1 } else { hash(word.chars().map(u64::from)) };
    words.iter().filter(|word| !word.is_empty()).map(hashed).collect()
}

fn minhash(paragraph: &Paragraph, bands: u64, rows: u64) -> Vec<u64> {
    let least = |turn: u64| paragraph.different.iter().map(|&word| mixed(word, turn)).min().unwrap_or(0);
    let band = |band: u64| hash(std::iter::once(band).chain((0..rows).map(|row| least(band * rows + row))));
    let mut keys = vec![paragraph.whole];
    if paragraph.different.len() >= 5 {
        keys.extend((0..bands).map(band));
    }
    keys
}

/// One key for each choice of `of` out of so many blocks of bits (G. Manku, A. Jain, A. Das Sarma, "Detecting near-duplicates for web
/// crawling", 2007): two paragraphs share one if no more bits differ than there are blocks left out.
fn simhash(paragraph: &Paragraph, blocks: u32, of: u32) -> Vec<u64> {
    let mut sums = [0i32; 64];
    for &word in &paragraph.words {
        let word = mixed(word, 3);
        sums.iter_mut().enumerate().for_each(|(bit, sum)| *sum += if word >> bit & 1 == 1 { 1 } else { -1 });
    }
    let bits = sums.iter().enumerate().fold(0u64, |bits, (bit, &sum)| bits | u64::from(sum > 0) << bit);
    let mut keys = vec![paragraph.whole];
    for choice in (0u32..1 << blocks).filter(|choice| choice.count_ones() == of) {
        let mask =
            (0..64u32).filter(|bit| choice >> (bit * blocks / 64) & 1 == 1).fold(0u64, |mask, bit| mask | 1 << bit);
        keys.push(hash([u64::from(choice), bits & mask]));
    }
    keys
}

/// Words that must be changed, put in or left out to make one of the other; gives up beyond `most`.
fn distance(a: &[u64], b: &[u64], most: usize) -> usize {
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
        if row.iter().min() > Some(&most) {
            return most + 1;
        }
    }
    row[b.len()]
}

pub(crate) fn run(args: &Args) -> Result<(), Stop> {
    let data = Data::load(&args.data).map_err(Stop::because)?;
    let scraped = Scraped::all(&data.pages, &data.documents);
    let mut sites: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (document, scraped) in scraped.iter().enumerate() {
        let site = sites.entry(scraped.site()).or_default();
        scraped.document.texts().for_each(|text| {
            site.entry(text).or_insert(document);
        });
    }
    // By length: pairs that are near, and how many each measure found; pairs that are not, and how many it took for near.
    let mut near = [(0u64, [0u64; MEASURES.len()]); 3];
    let mut unlike = (0u64, [0u64; MEASURES.len()]);
    let mut keys_made = [0usize; MEASURES.len()];
    let mut paragraphs = 0;
    for texts in sites.values() {
        let site: Vec<Paragraph> =
            texts.iter().take(MOST).filter_map(|(text, &document)| paragraph(text, document)).collect();
        let keys: Vec<Vec<BTreeSet<u64>>> = site
            .iter()
            .map(|paragraph| MEASURES.iter().map(|measure| (measure.keys)(paragraph).into_iter().collect()).collect())
            .collect();
        paragraphs += site.len();
        keys.iter().for_each(|keys| keys_made.iter_mut().zip(keys).for_each(|(sum, keys)| *sum += keys.len()));
        for (i, a) in site.iter().enumerate() {
            for (j, b) in site.iter().enumerate().take(i).filter(|(_, b)| b.document != a.document) {
                let longer = a.words.len().max(b.words.len());
                let most = (longer as f64 * UNLIKE) as usize;
                let edits = distance(&a.words, &b.words, most);
                let counted = if edits as f64 <= (longer as f64 * NEAR).max(1.0) {
                    &mut near[usize::from(longer >= 8) + usize::from(longer > 20)]
                } else if edits > most {
                    &mut unlike
                } else {
                    continue;
                };
                counted.0 += 1;
                for (found, (a, b)) in counted.1.iter_mut().zip(keys[i].iter().zip(&keys[j])) {
                    *found += u64::from(!a.is_disjoint(b));
                }
            }
        }
    }
    let mut table = Table::new(&["keys", "a paragraph", "near, 3-7 words", "8-20", "longer", "unlike, of a million"]);
    for (index, measure) in MEASURES.iter().enumerate() {
        let mut cells = vec![
            measure.name.to_owned(),
            format!("{:.1}", keys_made[index] as f64 / f64::from(paragraphs.max(1) as u32)),
        ];
        cells.extend(near.iter().map(|(all, found)| percent(found[index] as f64 / (*all).max(1) as f64, 1)));
        cells.push(format!("{:.0}", unlike.1[index] as f64 / unlike.0.max(1) as f64 * 1e6));
        table.row(cells);
    }
    print(table.render().trim_end())?;
    let [a, b, c] = near.map(|(all, _)| all);
    print(&format!(
        "{paragraphs} different paragraphs of {} sites; near pairs: {a}, {b}, {c}; unlike: {}",
        sites.len(),
        unlike.0
    ))
}

fn paragraph(text: &str, document: usize) -> Option<Paragraph> {
    let words = words(text);
    let mut different = words.clone();
    different.sort_unstable();
    different.dedup();
    let whole = hash(words.iter().copied());
    (words.len() >= 3).then(|| Paragraph { document, words, whole, different, shipped: repeats::near(text) })
}
