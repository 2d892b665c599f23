use super::*;
use crate::policy::CleanerBuilder;

/// What is decided of paragraphs that are pitches with these probabilities, and have so many words.
fn decided(paragraphs: &[(f32, u32)], build: impl Fn(CleanerBuilder) -> CleanerBuilder) -> Verdicts {
    let cleaner = build(Cleaner::builder().threshold(0.7).unwrap()).build().unwrap();
    let judged = Judged {
        paragraphs: paragraphs.iter().map(|&(score, _)| judgement(score)).collect(),
        words: paragraphs.iter().map(|&(_, words)| words).collect(),
        sponsored: 0.25,
    };
    cleaner.decide(&Document::from_paragraphs(paragraphs.iter().map(|_| "x")), judged)
}

fn judgement(score: f32) -> Judgement {
    let mut classes = [0.0; Class::COUNT];
    classes[Class::Editorial.index()] = 1.0 - score;
    classes[Class::Promotion.index()] = score;
    Judgement { log_odds: 0.0, classes }
}

fn goes(verdicts: &Verdicts) -> Vec<usize> {
    (0..verdicts.paragraphs.len()).filter(|&index| !verdicts.paragraphs[index].keep).collect()
}

#[test]
fn a_paragraph_goes_from_its_bound_on() {
    let verdicts = decided(&[(0.1, 90), (0.69, 10), (0.7, 10), (0.71, 10)], |builder| builder);
    assert_eq!(goes(&verdicts), [2, 3]);
    assert_eq!((verdicts.sponsored, verdicts.held_back.len()), (0.25, 0));
    assert_eq!(verdicts.paragraphs[2].class, Class::Promotion);
    let verdicts = decided(&[(0.1, 90), (0.9, 10)], |builder| builder.keep([Class::Editorial, Class::Promotion]));
    assert!(goes(&verdicts).is_empty() && verdicts.paragraphs[1].score == 0.0);
}

#[test]
fn the_least_sure_are_held_back_until_no_more_than_the_share_goes() {
    let paragraphs = [(0.9, 10), (0.8, 10), (0.95, 10), (0.1, 10)];
    let verdicts = decided(&paragraphs, |builder| builder.max_removed(0.5).unwrap());
    assert_eq!((goes(&verdicts), verdicts.held_back), (vec![0, 2], vec![1]));
    // Exactly the share may go.
    let verdicts = decided(&paragraphs, |builder| builder.max_removed(0.75).unwrap());
    assert_eq!((goes(&verdicts), verdicts.held_back), (vec![0, 1, 2], vec![]));
    // What was held back is named in the order of the document; of those that are equally sure the first stays.
    let verdicts = decided(&[(0.8, 9), (0.9, 5), (0.8, 9), (0.1, 1)], |builder| builder.max_removed(0.25).unwrap());
    assert_eq!((goes(&verdicts), verdicts.held_back), (vec![1], vec![0, 2]));
    let verdicts = decided(&[(0.1, 10), (0.8, 10), (0.8, 10)], |builder| builder);
    assert_eq!((goes(&verdicts), verdicts.held_back), (vec![2], vec![1]));
}

#[test]
fn something_with_words_stays_whatever_may_go() {
    let all = |paragraphs: &[(f32, u32)]| goes(&decided(paragraphs, |builder| builder.max_removed(1.0).unwrap()));
    assert_eq!(all(&[(0.9, 10), (0.8, 10)]), [0]);
    assert_eq!(all(&[(0.9, 10), (0.1, 0)]), Vec::<usize>::new(), "what would be left has no words");
    assert_eq!(all(&[(0.9, 0), (0.8, 0)]), [0]);
    assert_eq!(all(&[(0.9, 10), (0.1, 1)]), [0]);
}

#[test]
fn of_equally_likely_classes_the_first_is_named() {
    let mut probabilities = [0.1; Class::COUNT];
    assert_eq!(likeliest(&probabilities), Class::Editorial);
    (probabilities[2], probabilities[4]) = (0.3, 0.3);
    assert_eq!(likeliest(&probabilities), Class::ALL[2]);
}

#[test]
fn blocks_right_below_the_bound_of_a_page_stayed_by_rounding() {
    let cleaner = Cleaner::default();
    let document = read::html::read("<p>One</p>");
    for step in -300_i16..300 {
        let bound = f32::from(step) * 0.0371;
        let keeps = |odds: f32| {
            let page = crate::model::JudgedPage { log_odds: vec![odds], bound };
            cleaner.decide_page(&document, &page).paragraphs[0].keep
        };
        assert!(keeps(bound) && !keeps(bound.next_down()), "{bound}");
    }
}
