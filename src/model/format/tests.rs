use super::*;
use crate::model::PageModel;
use crate::page::page_type::{self, PageType, Types};
use crate::page::slots::Slots;
use crate::page::{self, Evidence, pass};

/// A model that knows nothing, with a number here and there.
fn tiny() -> Model {
    let binary = |width: usize| Binary { intercept: 0.5, weights: vec![0.25; width] };
    let judge = |width: usize, cores: &[usize]| {
        let (story, others) = (binary(basis::terms(width, cores.len())), vec![binary(width); Class::COUNT - 1]);
        Judge::new(vec![Scale::default(); width], cores, story, others)
    };
    Model {
        about: About { unpitch: "0.0.0".into(), date: "2026-01-01".into(), sources: Vec::new() },
        lexicon: Lexicon::empty(),
        first: judge(features::WIDTH, &[]),
        chain: Chain::default(),
        second: judge(features::SECOND_WIDTH, basis::cores()),
        sponsored: binary(features::whole::COLUMNS.len()),
        calibration: Calibration::default(),
        promises: vec![Promise { max_loss: 0.005, price: 100.0 }],
        habits: Habits::default(),
        pages: None,
        again: None,
    }
}

#[test]
fn the_bytes_of_a_tiny_model_are_pinned() {
    let bytes = tiny().to_bytes();
    assert_eq!(&bytes[..12], b"unpitch\n\x07\0\0\0");
    let start = r#"{"about":{"unpitch":"0.0.0","date":"2026-01-01","sources":[]},"columns":"#;
    assert!(bytes[20..].starts_with(start.as_bytes()));
    assert_eq!(
        (bytes.len(), crc32fast::hash(&bytes)),
        (1_842_219, 2_226_261_923),
        "a changed format needs a new VERSION"
    );
}

/// The same, with a part for pages.
fn tiny_with_pages() -> Model {
    let width = pass::columns().count();
    let terms = basis::terms(width, page::cores().len());
    let story = Binary { intercept: 0.5, weights: vec![0.25; terms] };
    let decision = Judge::new(vec![Scale::default(); width], page::cores(), story, Vec::new());
    let evidence =
        Evidence { text: Slots::empty(page::TEXT_SLOTS), markup: Slots::empty(page::MARKUP_SLOTS), intercept: -1.0 };
    let types = Types { slots: Slots::empty(page_type::SLOTS), intercepts: [0.125; PageType::COUNT] };
    Model { pages: Some(PageModel { evidence, types, decision }), ..tiny() }
}

#[test]
fn what_is_written_is_read_again() {
    let again = Some(Again { weights: std::array::from_fn(|term| term as f32) });
    for model in [tiny(), tiny_with_pages(), Model { again, ..tiny_with_pages() }] {
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!(read.to_bytes(), bytes);
        assert_eq!((read.pages, read.again), (model.pages, model.again));
    }
}

#[test]
fn every_way_to_be_wrong_has_its_error() {
    let good = tiny().to_bytes();
    let error = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        Model::from_bytes(&bytes).err().unwrap()
    };
    let resealed = |change: &dyn Fn(&mut Vec<u8>)| {
        error(&|bytes| {
            change(bytes);
            let checksum = crc32fast::hash(&bytes[PREFIX..]);
            bytes[12..16].copy_from_slice(&checksum.to_le_bytes());
        })
    };
    assert!(matches!(error(&|bytes| bytes[0] = b'U'), ModelError::NotAModel));
    assert!(matches!(error(&Vec::clear), ModelError::NotAModel));
    assert!(matches!(error(&|bytes| bytes[8] = 8), ModelError::NewerVersion { found: 8 }));
    assert!(matches!(error(&|bytes| bytes[8] = 3), ModelError::OlderVersion { found: 3 }));
    assert!(matches!(error(&|bytes| bytes.truncate(10)), ModelError::Damaged("it ends too soon")));
    assert!(matches!(error(&|bytes| bytes[500] ^= 1), ModelError::Damaged("its checksum does not match")));
    let longer = |bytes: &mut Vec<u8>| bytes[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(matches!(resealed(&longer), ModelError::Damaged("it ends too soon")));
    assert!(matches!(resealed(&|bytes| bytes.truncate(5000)), ModelError::Damaged("it ends too soon")));
    assert!(matches!(resealed(&|bytes| bytes.push(0)), ModelError::Damaged("its habits are none")));
    let header = |bytes: &mut Vec<u8>| bytes[20] = b'[';
    assert!(matches!(resealed(&header), ModelError::Damaged("its header cannot be read")));
    let other = |bytes: &mut Vec<u8>| {
        let at = bytes.windows(10).position(|window| window == b"\"columns\":").unwrap() + 10;
        bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
    };
    assert!(matches!(resealed(&other), ModelError::OtherFeatures { .. }));
}
