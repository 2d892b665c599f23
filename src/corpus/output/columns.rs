//! Parquet and Arrow IPC, written so that a run that was killed can go on.
//!
//! Both end in a footer that tells of all that went before, and so cannot be gone on with. What grows is therefore a row of
//! segments, each a small file of its kind (an Arrow stream, or Parquet with one row group) with its length behind it. Once all
//! are there, the real file is put together of them: row groups are copied as they are.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::{ArrowSchemaConverter, ArrowWriter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::SerializedFileWriter;

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

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

fn properties(schema: Option<&Schema>) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(None)
        // Where pages begin is not carried over from the segments.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by(concat!("unpitch ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    if let Some(schema) = schema {
        add_encoded_arrow_schema_to_metadata(schema, &mut properties);
    }
    properties
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

/// Where the segments of a growing file stand, found from its end.
fn segments(part: &Path) -> io::Result<Vec<(u64, u64)>> {
    let mut file = File::open(part)?;
    let mut end = file.metadata()?.len();
    let mut found = Vec::new();
    while end > 0 {
        let damaged = || io::Error::other("the growing file is damaged; run without --resume");
        let mut length = [0; 8];
        file.seek(SeekFrom::Start(end.checked_sub(8).ok_or_else(damaged)?))?;
        file.read_exact(&mut length)?;
        let length = u64::from_le_bytes(length);
        let start = (end - 8).checked_sub(length).ok_or_else(damaged)?;
        found.push((start, length));
        end = start;
    }
    found.reverse();
    Ok(found)
}

/// Puts the file together of what has grown, if an earlier run has not done so already.
pub(super) fn assemble(path: &Path, container: Container) -> io::Result<()> {
    let (part, whole) = (beside(path, "part"), beside(path, "whole"));
    if !part.exists() {
        return Ok(());
    }
    let segments = segments(&part)?;
    let file = File::open(&part)?;
    let out = File::create(&whole)?;
    match container {
        Container::Parquet => parquet(&Arc::new(file), &segments, out)?,
        Container::Arrow { stream } => arrow(&part, &segments, out, stream)?,
        _ => return Err(other("not a container of columns")),
    }
    fs::rename(&whole, path)?;
    fs::remove_file(&part)
}

fn parquet(file: &Arc<File>, segments: &[(u64, u64)], out: File) -> io::Result<()> {
    let mut writer: Option<SerializedFileWriter<BufWriter<File>>> = None;
    let mut out = Some(BufWriter::new(out));
    for &(start, length) in segments {
        let slice = Slice { file: Arc::clone(file), start, length };
        let read = ArrowReaderMetadata::load(&slice, ArrowReaderOptions::new()).map_err(other)?;
        if let Some(out) = out.take() {
            let schema = read.schema();
            let root = ArrowSchemaConverter::new().convert(schema).map_err(other)?.root_schema_ptr();
            let properties = Arc::new(properties(Some(schema)));
            writer = Some(SerializedFileWriter::new(out, root, properties).map_err(other)?);
        }
        let Some(writer) = writer.as_mut() else { continue };
        for group in read.metadata().row_groups() {
            let mut next = writer.next_row_group().map_err(other)?;
            for column in group.columns() {
                let closed = ColumnCloseResult {
                    bytes_written: column.compressed_size() as u64,
                    rows_written: group.num_rows() as u64,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                next.append_column(&slice, closed).map_err(other)?;
            }
            next.close().map_err(other)?;
        }
    }
    if let Some(writer) = writer {
        let out = writer.into_inner().map_err(other)?.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.sync_all()?;
    }
    Ok(())
}

fn arrow(part: &Path, segments: &[(u64, u64)], out: File, stream: bool) -> io::Result<()> {
    enum Out {
        Stream(StreamWriter<BufWriter<File>>),
        File(FileWriter<BufWriter<File>>),
    }
    let mut writer: Option<Out> = None;
    let mut out = Some(out);
    for &(start, length) in segments {
        let mut file = File::open(part)?;
        file.seek(SeekFrom::Start(start))?;
        let read = StreamReader::try_new(BufReader::new(file.take(length)), None).map_err(other)?;
        if let Some(out) = out.take() {
            let out = BufWriter::new(out);
            writer = Some(if stream {
                Out::Stream(StreamWriter::try_new(out, &read.schema()).map_err(other)?)
            } else {
                Out::File(FileWriter::try_new(out, &read.schema()).map_err(other)?)
            });
        }
        for batch in read {
            let batch = batch.map_err(other)?;
            match &mut writer {
                Some(Out::Stream(writer)) => writer.write(&batch).map_err(other)?,
                Some(Out::File(writer)) => writer.write(&batch).map_err(other)?,
                None => {}
            }
        }
    }
    let out = match writer {
        Some(Out::Stream(writer)) => writer.into_inner().map_err(other)?,
        Some(Out::File(writer)) => writer.into_inner().map_err(other)?,
        None => return Ok(()),
    };
    out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// A segment as Parquet's reader takes it.
struct Slice {
    file: Arc<File>,
    start: u64,
    length: u64,
}

impl Length for Slice {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Slice {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        self.file.as_ref().get_read(self.start + start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<bytes::Bytes, ParquetError> {
        self.file.as_ref().get_bytes(self.start + start, length)
    }
}
