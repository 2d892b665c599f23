//! JSON Lines as rows with columns of Arrow's types. The first lines decide what the columns are.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::ReaderBuilder;
use arrow_json::reader::infer_json_schema_from_iterator;
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use serde_json::Value;

/// The rows, and the lines that do not fit the columns, with the reason.
pub(super) fn rows(lines: &[u8], schema: Option<&SchemaRef>) -> (Option<RecordBatch>, Vec<(Vec<u8>, String)>) {
    let all = || lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    if all().next().is_none() {
        return (None, Vec::new());
    }
    let inferred = match schema {
        Some(schema) => Ok(Arc::clone(schema)),
        None => infer(all()),
    };
    let schema = match inferred {
        Ok(schema) => schema,
        Err(error) => {
            let reason = format!("no columns can be made of the first records: {error}");
            return (None, all().map(|line| (line.to_vec(), reason.clone())).collect());
        }
    };
    if let Ok(batch) = decode(lines, &schema) {
        return (batch, Vec::new());
    }
    // One or more do not fit: they are found one by one.
    let (mut fitting, mut rejected) = (Vec::new(), Vec::new());
    for line in all() {
        match decode(line, &schema) {
            Ok(_) => {
                fitting.extend_from_slice(line);
                fitting.push(b'\n');
            }
            Err(error) => {
                rejected.push((line.to_vec(), format!("does not fit the columns of the records before it: {error}")))
            }
        }
    }
    (decode(&fitting, &schema).unwrap_or_default(), rejected)
}

fn infer<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Result<SchemaRef, ArrowError> {
    let values = lines
        .map(|line| serde_json::from_slice::<Value>(line).map_err(|error| ArrowError::JsonError(error.to_string())));
    let schema = infer_json_schema_from_iterator(values)?;
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Null => Field::new(field.name(), DataType::Utf8, true),
            _ => field.as_ref().clone(),
        })
        .collect();
    Ok(Arc::new(Schema::new(fields)))
}

fn decode(lines: &[u8], schema: &SchemaRef) -> Result<Option<RecordBatch>, ArrowError> {
    let rows = lines.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let mut decoder = ReaderBuilder::new(Arc::clone(schema))
        .with_batch_size(rows)
        .with_coerce_primitive(true)
        .with_strict_mode(true)
        .build_decoder()?;
    let read = decoder.decode(lines)?;
    debug_assert_eq!(read, lines.len());
    decoder.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_the_columns_is_given_back() {
        let (batch, rejected) = rows(b"{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":null}\n", None);
        let schema = batch.unwrap().schema();
        assert!(rejected.is_empty() && schema.field(0).data_type() == &DataType::Int64);
        let lines = b"{\"id\":3,\"text\":\"c\"}\n{\"id\":\"x\",\"text\":\"d\"}\n{\"id\":5,\"text\":\"e\",\"more\":1}\n{\"id\":6}\n";
        let (batch, rejected) = rows(lines, Some(&schema));
        assert_eq!((batch.unwrap().num_rows(), rejected.len()), (2, 2));
        assert!(rejected[1].1.contains("more"), "{}", rejected[1].1);
    }
}
