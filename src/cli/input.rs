//! From paths to documents: files, folders and standard input, plain text, Markdown, HTML and JSON Lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::args::{From, ReadingArgs};
use super::{Fatal, Trouble};
use crate::corpus::Record;
use crate::document::Document;
use crate::read::{self, Content};

/// A file to read, or standard input.
pub(super) struct Source {
    /// `None` is standard input.
    path: Option<PathBuf>,
    /// Its place below the folder that was named, if one was.
    pub(super) below: Option<PathBuf>,
}

impl Source {
    fn name(&self) -> String {
        self.path.as_ref().map_or_else(|| "standard input".to_owned(), |path| path.display().to_string())
    }
}

/// The endings that are taken for articles in a folder.
const TEXTS: [&str; 2] = ["txt", "text"];
const MARKDOWN: [&str; 3] = ["md", "markdown", "mdown"];
const HTML: [&str; 3] = ["html", "htm", "xhtml"];
const RECORDS: [&str; 2] = ["jsonl", "ndjson"];

/// What a source holds: records, or one document.
#[derive(Clone, Copy)]
enum Form {
    Records,
    One(Content),
}

/// What is found on the way through the inputs.
pub(super) enum Item<'a> {
    /// A file of text, Markdown or HTML; its name, none for standard input.
    Text(Option<String>, Document<'a>),
    /// A record of JSON Lines.
    Record(Record<'a>),
}

/// The files that the paths stand for. Folders are walked, sorted by name.
pub(super) fn sources(paths: &[PathBuf], from: From, trouble: &mut Trouble) -> Result<Vec<Source>, Fatal> {
    if paths.is_empty() {
        return Ok(vec![Source { path: None, below: None }]);
    }
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(Source { path: None, below: None });
        } else if path.is_dir() {
            let before = sources.len();
            walk(path, from, trouble, &mut sources);
            if sources.len() == before {
                trouble.failed(
                    path.display(),
                    "no articles in this folder (.txt, .text, .md, .markdown, .mdown, .html, .htm, .xhtml, .jsonl, .ndjson); name the files, or give --from for all of them",
                );
            }
        } else {
            sources.push(Source { path: Some(path.clone()), below: None });
        }
    }
    if sources.is_empty() { Err(Fatal::new("nothing to do")) } else { Ok(sources) }
}

fn walk(folder: &Path, from: From, trouble: &mut Trouble, sources: &mut Vec<Source>) {
    // Hidden files stay out; whatever else git ignores may well be articles.
    let mut walker = ignore::WalkBuilder::new(folder);
    walker.standard_filters(false).hidden(true).sort_by_file_name(|a, b| a.cmp(b));
    for entry in walker.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if from != From::Auto || form_by_name(&path).is_some() {
                    let below = path.strip_prefix(folder).ok().map(Path::to_owned);
                    sources.push(Source { path: Some(path), below });
                }
            }
            Ok(_) => {}
            Err(error) => trouble.failed(folder.display(), error),
        }
    }
}

/// The form that a file's name tells.
fn form_by_name(path: &Path) -> Option<Form> {
    match path {
        _ if ends_with(path, &RECORDS) => Some(Form::Records),
        _ if ends_with(path, &MARKDOWN) => Some(Form::One(Content::Markdown)),
        _ if ends_with(path, &HTML) => Some(Form::One(Content::Html)),
        _ if ends_with(path, &TEXTS) => Some(Form::One(Content::Text)),
        _ => None,
    }
}

/// The form that the first bytes tell, if it is one they can tell for sure; else it is text.
fn form_by_bytes(bytes: &[u8]) -> Form {
    if opens_an_object(bytes) {
        Form::Records
    } else if read::html::opens_a_page(bytes) {
        Form::One(Content::Html)
    } else if read::markdown::opens_with_front_matter(bytes) {
        Form::One(Content::Markdown)
    } else {
        Form::One(Content::Text)
    }
}

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|extension| endings.iter().any(|ending| extension.eq_ignore_ascii_case(ending)))
}

/// Calls `each` with every document of a source. What cannot be read is reported, and the rest goes on; an error of
/// `each` ends it. Returns whether the source could be opened.
pub(super) fn documents(
    source: &Source,
    args: &ReadingArgs,
    trouble: &mut Trouble,
    mut each: impl FnMut(Item<'_>) -> Result<(), Fatal>,
) -> Result<bool, Fatal> {
    let name = source.name();
    let reader: Box<dyn Read> = match &source.path {
        None => Box::new(io::stdin().lock()),
        Some(path) => match File::open(path) {
            Ok(file) => Box::new(file),
            Err(error) => {
                trouble.failed(name, format_args!("cannot open: {error}"));
                return Ok(false);
            }
        },
    };
    let mut reader = BufReader::with_capacity(1 << 18, reader);
    let known = match args.from {
        From::Jsonl => Some(Form::Records),
        From::Text => Some(Form::One(Content::Text)),
        From::Markdown => Some(Form::One(Content::Markdown)),
        From::Html => Some(Form::One(Content::Html)),
        From::Auto => source.path.as_deref().and_then(form_by_name),
    };
    let form = match known {
        Some(form) => form,
        None => match reader.fill_buf() {
            Ok(bytes) => form_by_bytes(bytes),
            Err(error) => {
                trouble.failed(name, format_args!("cannot read: {error}"));
                return Ok(false);
            }
        },
    };
    match form {
        Form::Records => records(&name, reader, args, trouble, each),
        Form::One(kind) => one(source, reader, kind, args, trouble, &mut each),
    }
}

/// Whether the first bytes are those of a JSON object: a brace, then a string or the end of the object.
fn opens_an_object(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    bytes.strip_prefix(b"{").is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')))
}

fn one(
    source: &Source,
    mut reader: impl Read,
    kind: Content,
    args: &ReadingArgs,
    trouble: &mut Trouble,
    each: &mut impl FnMut(Item<'_>) -> Result<(), Fatal>,
) -> Result<bool, Fatal> {
    let name = source.name();
    let mut bytes = Vec::new();
    if let Err(error) = reader.read_to_end(&mut bytes) {
        trouble.failed(name, format_args!("cannot read: {error}"));
        return Ok(false);
    }
    let decoded = match kind {
        Content::Html if !args.strict => Ok(read::html::decode(&bytes)),
        _ => read::decode(&bytes, args.strict),
    };
    match decoded {
        Ok(decoded) => {
            if let Some(offset) = decoded.replaced {
                Trouble::warn(
                    &name,
                    format_args!("not UTF-8 at offset {offset}; what is not was replaced with U+FFFD"),
                );
            }
            each(Item::Text(source.path.as_ref().map(|_| name), read::read(&decoded.text, kind)))?;
            trouble.done();
        }
        Err(error) => trouble.failed(name, error),
    }
    Ok(true)
}

fn records(
    name: &str,
    mut reader: impl BufRead,
    args: &ReadingArgs,
    trouble: &mut Trouble,
    mut each: impl FnMut(Item<'_>) -> Result<(), Fatal>,
) -> Result<bool, Fatal> {
    let fields = args.fields();
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        let place = || format!("{name}:{number}");
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error) => {
                trouble.failed(place(), format_args!("cannot read: {error}"));
                break;
            }
        }
        let bytes = line.strip_prefix(b"\xEF\xBB\xBF").filter(|_| number == 1).unwrap_or(&line).trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        let decoded = match read::decode(bytes, args.strict) {
            Ok(decoded) => decoded,
            Err(error) => {
                trouble.failed(place(), error);
                continue;
            }
        };
        if let Some(offset) = decoded.replaced {
            Trouble::warn(
                place(),
                format_args!("not UTF-8 at offset {offset} of the line; what is not was replaced with U+FFFD"),
            );
        }
        match Record::parse(&decoded.text, &fields) {
            Ok(record) => {
                each(Item::Record(record))?;
                trouble.done();
            }
            Err(error) => trouble.failed(place(), error),
        }
    }
    Ok(true)
}
