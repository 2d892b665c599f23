//! Columns of every form of text, through the whole way: Parquet in, Parquet out.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int64Array, LargeStringArray, ListArray, RecordBatch, StringArray,
    StringViewArray,
};
use arrow_schema::DataType;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::Cleaner;
use crate::corpus::{Ask, Beside, Job, Meter, Report, Sources, Target, To, Work};

const STORY: &str = "The council voted on Monday to rebuild the bridge over the Lea, which was closed in March.\n";
const PITCH: &str = "Sign up for our free newsletter and get the best stories in your inbox every morning!\n";

fn batch(text: ArrayRef) -> RecordBatch {
    let list = ListArray::from_iter_primitive::<arrow_array::types::Int32Type, _, _>([
        Some(vec![Some(1), None]),
        None,
        Some(vec![]),
        Some(vec![Some(2)]),
    ]);
    let site: DictionaryArray<Int8Type> = [Some("a.org"), None, Some("a.org"), Some("b.org")].into_iter().collect();
    RecordBatch::try_from_iter_with_nullable([
        ("id", Arc::new(Int64Array::from(vec![Some(1), Some(2), None, Some(4)])) as ArrayRef, true),
        ("site", Arc::new(site), true),
        ("text", text, true),
        ("list", Arc::new(list), true),
    ])
    .unwrap()
}

fn clean(from: &Path, to: &Path, max_bytes: u64) -> Report {
    let ask = Ask::Clean { to: To::Same, drop_sponsored: None };
    let work = Work { max_bytes, ..Work::new(Cleaner::default(), ask) };
    let job = Job {
        sources: Sources::new(&[from.to_owned()], false),
        from: None,
        target: Target::File(to.to_owned()),
        beside: Beside::default(),
        jobs: NonZeroUsize::MIN,
        checkpoint: 1 << 20,
        asked: String::new(),
    };
    job.run(&work, &Meter::default(), &mut |_| ()).unwrap()
}

fn write(path: &Path, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

fn read(path: &Path) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let schema = reader.schema().clone();
    let batches: Vec<_> = reader.build().unwrap().map(Result::unwrap).collect();
    arrow_select::concat::concat_batches(&schema, &batches).unwrap()
}

#[test]
fn a_column_of_text_keeps_its_type_and_its_nulls_and_all_others_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let long = format!("{STORY}{STORY}{PITCH}");
    let texts = [Some(long.as_str()), None, Some(""), Some(STORY)];
    let dictionary: DictionaryArray<Int8Type> = texts.into_iter().collect();
    let columns: [ArrayRef; 4] = [
        Arc::new(StringArray::from_iter(texts)),
        Arc::new(LargeStringArray::from_iter(texts)),
        Arc::new(StringViewArray::from_iter(texts)),
        Arc::new(dictionary),
    ];
    for column in columns {
        let kind = column.data_type().clone();
        let (from, to) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
        write(&from, &batch(column));
        assert_eq!(clean(&from, &to, 1 << 20), Report { done: 3, failed: 0 }, "{kind}");
        let (before, after) = (read(&from), read(&to));
        assert_eq!(before.schema(), after.schema());
        for name in ["id", "site", "list"] {
            assert_eq!(before.column_by_name(name), after.column_by_name(name), "{name}");
        }
        let text = arrow_cast::cast(after.column_by_name("text").unwrap(), &DataType::Utf8).unwrap();
        let cleaned = format!("{STORY}{STORY}");
        let found: Vec<Option<&str>> = text.as_string::<i32>().iter().collect();
        assert_eq!(found, [Some(cleaned.as_str()), None, Some(""), Some(STORY)], "{kind}");
    }
}

#[test]
fn rows_that_cannot_be_done_are_left_out_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    let long = STORY.repeat(20);
    write(&from, &batch(Arc::new(StringArray::from(vec![STORY, &long, STORY, STORY]))));
    assert_eq!(clean(&from, &to, 1000), Report { done: 3, failed: 1 });
    let after = read(&to);
    assert_eq!((after.num_rows(), after.column_by_name("id").unwrap().null_count()), (3, 1));
}

#[test]
fn an_empty_table_stays_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.parquet"), folder.path().join("b.parquet"));
    write(&from, &batch(Arc::new(StringArray::from(vec![STORY; 4]))).slice(0, 0));
    assert_eq!(clean(&from, &to, 1000), Report { done: 0, failed: 0 });
    assert_eq!(read(&to).schema(), read(&from).schema());
}
