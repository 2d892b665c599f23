//! Parquet and Arrow IPC, written so that a run that was killed can go on.
//!
//! Both end in a footer that tells of all that went before, and so cannot be gone on with. What grows is therefore a row of
//! segments, each a small file of its kind (an Arrow stream, or Parquet with one row group) with its length behind it. Once all
//! are there, the real file is put together of them: row groups are copied as they are.

use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};

use super::assemble::{Slice, assemble, other, properties, segments};
use super::part::{beside, check, open};
use crate::corpus::form::Container;

/// A growing file of columns.
pub(super) struct Columns {
    path: PathBuf,
    part: PathBuf,
    container: Container,
    schema: Option<SchemaRef>,
    /// Between two segments.
    file: File,
    segment: Option<(u64, Segment)>,
}

enum Segment {
    Parquet(Box<ArrowWriter<File>>),
    Arrow(Box<StreamWriter<File>>),
}

impl Columns {
    pub(super) fn open(path: &Path, container: Container, length: u64) -> io::Result<Self> {
        check(path)?;
        let part = beside(path, "part");
        let file = open(&part, length)?;
        let mut columns = Columns { path: path.to_owned(), part, container, schema: None, file, segment: None };
        if let Some(&(start, length)) = segments(&columns.part)?.first() {
            columns.schema = Some(columns.schema_of(start, length)?);
        }
        Ok(columns)
    }

    pub(super) fn schema(&self) -> Option<&SchemaRef> {
        self.schema.as_ref()
    }

    fn schema_of(&self, start: u64, length: u64) -> io::Result<SchemaRef> {
        match self.container {
            Container::Parquet => {
                let slice = Slice { file: Arc::new(File::open(&self.part)?), start, length };
                let read = ArrowReaderMetadata::load(&slice, ArrowReaderOptions::new()).map_err(other)?;
                Ok(read.schema().clone())
            }
            _ => {
                let mut file = File::open(&self.part)?;
                file.seek(SeekFrom::Start(start))?;
                Ok(StreamReader::try_new(BufReader::new(file.take(length)), None).map_err(other)?.schema())
            }
        }
    }

    /// Appends rows. Those of another schema than the first ones' are an error that says so.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<Result<(), String>> {
        let schema = match &self.schema {
            Some(schema) => Arc::clone(schema),
            None => Arc::clone(self.schema.insert(unpacked_schema(&batch.schema(), self.container))),
        };
        let batch = match cast_to(batch, &schema) {
            Ok(batch) => batch,
            Err(reason) => return Ok(Err(reason)),
        };
        if self.segment.is_none() {
            let start = self.file.stream_position()?;
            let file = self.file.try_clone()?;
            let segment = match self.container {
                Container::Parquet => {
                    let writer = ArrowWriter::try_new(file, schema, Some(properties(None))).map_err(other)?;
                    Segment::Parquet(Box::new(writer))
                }
                _ => Segment::Arrow(Box::new(StreamWriter::try_new(file, &schema).map_err(other)?)),
            };
            self.segment = Some((start, segment));
        }
        match &mut self.segment {
            Some((_, Segment::Parquet(writer))) => writer.write(&batch).map_err(other)?,
            Some((_, Segment::Arrow(writer))) => writer.write(&batch).map_err(other)?,
            None => {}
        }
        Ok(Ok(()))
    }

    /// Ends the segment, and says how long the file is.
    pub(super) fn end_segment(&mut self) -> io::Result<u64> {
        if let Some((start, segment)) = self.segment.take() {
            match segment {
                Segment::Parquet(writer) => writer.close().map(drop).map_err(other)?,
                Segment::Arrow(mut writer) => writer.finish().map_err(other)?,
            }
            let end = self.file.seek(SeekFrom::End(0))?;
            self.file.write_all(&(end - start).to_le_bytes())?;
        }
        self.file.stream_position()
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Puts the file together and gives it its name.
    pub(super) fn finish(self) -> io::Result<()> {
        drop(self.file);
        assemble(&self.path, self.container)
    }

    pub(super) fn discard(self) {
        // If it cannot be removed, nothing is lost but its room.
        let _ = fs::remove_file(&self.part);
    }
}

/// Dictionaries may differ from one row group to the next, which the file form of Arrow IPC does not allow.
fn unpacked_schema(schema: &SchemaRef, container: Container) -> SchemaRef {
    if container == Container::Parquet {
        return Arc::clone(schema);
    }
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .map(|field| match field.data_type() {
            DataType::Dictionary(_, values) => field.as_ref().clone().with_data_type(values.as_ref().clone()),
            _ => field.as_ref().clone(),
        })
        .collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

fn cast_to(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, String> {
    let names = |schema: &Schema| schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
    if names(&batch.schema()) != names(schema) {
        return Err(format!(
            "its columns are `{}`, those of the first input `{}`; clean them into different outputs",
            names(&batch.schema()).join("`, `"),
            names(schema).join("`, `")
        ));
    }
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| {
        if column.data_type() == field.data_type() {
            Ok(Arc::clone(column))
        } else {
            // What does not fit must not become null.
            let options = arrow_cast::CastOptions { safe: false, ..Default::default() };
            arrow_cast::cast_with_options(column, field.data_type(), &options)
        }
    });
    let columns = columns.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(|error| error.to_string())
}
