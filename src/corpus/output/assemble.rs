//! From the segments of a growing file of columns to the file.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::Schema;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::arrow::{ArrowSchemaConverter, add_encoded_arrow_schema_to_metadata};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::SerializedFileWriter;

use super::part::beside;
use crate::corpus::form::Container;

pub(super) fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

pub(super) fn properties(schema: Option<&Schema>) -> WriterProperties {
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

/// Where the segments of a growing file stand, found from its end.
pub(super) fn segments(part: &Path) -> io::Result<Vec<(u64, u64)>> {
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
pub(super) struct Slice {
    pub(super) file: Arc<File>,
    pub(super) start: u64,
    pub(super) length: u64,
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
