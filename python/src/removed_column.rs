//! The column of what was removed: for each text a list of `{start, end, class, score}`.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, ListArray, StringArray, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields};
use unpitch::corpus::removed::Removed;

/// `start` and `end` count code points, from 0; `score` is a probability.
fn fields() -> Fields {
    Fields::from(vec![
        Field::new("start", DataType::Int64, false),
        Field::new("end", DataType::Int64, false),
        Field::new("class", DataType::Utf8, false),
        Field::new("score", DataType::Float64, false),
    ])
}

fn item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Struct(fields()), false))
}

/// The column by this name. It is null where the text is.
pub(crate) fn field(name: &str) -> Field {
    Field::new(name, DataType::List(item()), true)
}

/// The column's values.
pub(crate) fn array(rows: &[Option<&[Removed]>]) -> Result<ListArray, ArrowError> {
    let all: Vec<&Removed> = rows.iter().flatten().copied().flatten().collect();
    let position = |position: usize| i64::try_from(position).unwrap_or(i64::MAX);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(all.iter().map(|gone| position(gone.start)))),
        Arc::new(Int64Array::from_iter_values(all.iter().map(|gone| position(gone.end)))),
        Arc::new(StringArray::from_iter_values(all.iter().map(|gone| gone.class.name()))),
        Arc::new(Float64Array::from_iter_values(all.iter().map(|gone| gone.score))),
    ];
    let lengths = rows.iter().map(|row| row.map_or(0, <[_]>::len));
    let nulls = NullBuffer::from_iter(rows.iter().map(Option::is_some));
    let nulls = (nulls.null_count() > 0).then_some(nulls);
    let structs = StructArray::try_new_with_length(fields(), columns, None, all.len())?;
    ListArray::try_new(item(), OffsetBuffer::from_lengths(lengths), Arc::new(structs), nulls)
}
