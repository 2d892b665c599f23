//! What the command line takes.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::corpus::{Container, Fields, Offsets};
use crate::read::Content;

use super::corpus::CorpusArgs;
use super::export::ExportArgs;
use super::policy::{PolicyArgs, share};
use super::restore::RestoreArgs;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Judges why each paragraph of a scraped article is there, and gives the article back clean.
#[derive(Parser)]
#[command(name = "unpitch", version, styles = STYLES, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Exit status: 0 all done, 1 some records could not be done, 2 nothing could be done.\n\
    `unpitch COMMAND --help` tells more, with examples.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Give articles back without the paragraphs that are not the story
    Clean(CleanArgs),
    /// Give back what was there before cleaning, byte for byte
    Restore(RestoreArgs),
    /// Print every paragraph's verdict as JSON Lines
    Score(ScoreArgs),
    /// Show why each paragraph of an article stays or goes
    Explain(ExplainArgs),
    /// Count how many documents and sites hold each paragraph of a corpus
    Repeats(RepeatsArgs),
    /// Learn a model from labelled data
    Train(TrainArgs),
    /// Measure a model on labelled data
    Evaluate(EvaluateArgs),
    /// Show what a model file holds
    Model(ModelArgs),
    /// Print the completions for a shell
    #[command(after_help = "Example:\n  unpitch completions bash > ~/.local/share/bash-completion/completions/unpitch")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one a command
    #[command(after_help = "Examples:\n  unpitch man | man -l -\n  unpitch man --out /usr/local/share/man/man1")]
    Man {
        /// Write unpitch.1 and one page a command into this folder
        #[arg(long, value_name = "FOLDER")]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    unpitch clean article.txt                      the clean article\n  \
    curl ... | trafilatura | unpitch clean         after any extractor\n  \
    unpitch clean articles.jsonl -o clean.jsonl    each record's content cleaned, with `removed`\n  \
    unpitch clean articles/ -o clean/              a folder, and the same folder comes out\n  \
    unpitch clean dump.jsonl.zst -o clean.jsonl.zst --removed gone.jsonl --rejects bad.jsonl\n  \
    unpitch clean dump.jsonl --report report.html > /dev/null   what would go\n  \
    unpitch clean ... --resume                     the same, after it was killed\n  \
    unpitch clean --learn-repeats dump.jsonl -o clean.jsonl   by what repeats in it, too\n  \
    unpitch clean --field body a.parquet -o b.parquet\n  \
    unpitch clean crawl.warc.gz -o stories.jsonl.gz\n  \
    unpitch clean crawl.warc.wet.gz -o clean.warc.wet.gz   the same archive, its texts cleaned\n  \
    unpitch clean crawl.warc.gz -o clean.warc.wet.gz       the stories of its pages, as an archive\n  \
    unpitch clean --content markdown crawl.jsonl   records whose `text` is Markdown\n  \
    unpitch clean --to text page.html              the story of a web page\n  \
    unpitch clean --to markdown page.html          the same, as Markdown\n  \
    unpitch clean page.html                        the same page without the rest\n  \
    unpitch clean --drop promotion,subscription a.txt\n  \
    unpitch clean --mode careful dump.jsonl        lose less of the story, leave more of the rest\n  \
    unpitch clean --drop-sponsored=0.9 dump.jsonl  without advertorials and press releases")]
pub(super) struct CleanArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// What to write: what the output's name says, else the form that came in (of WARC and WET, JSON Lines); or plain text (of
    /// Markdown and HTML the prose alone), or another container
    #[arg(long, value_enum, default_value_t = To::Same)]
    pub(super) to: To,
    /// Write here instead of to standard output; a folder if the input is one
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// List here what was removed, a line a document, for `unpitch restore`
    #[arg(long, value_name = "FILE")]
    pub(super) removed: Option<PathBuf>,
    /// Write a page of figures and examples of what was removed here, and the figures as JSON beside it
    #[arg(long, value_name = "FILE.html")]
    pub(super) report: Option<PathBuf>,
    #[command(flatten)]
    pub(super) policy: PolicyArgs,
    /// Read the inputs twice: first count what repeats, then judge by that, too
    #[arg(long, conflicts_with = "repeats")]
    pub(super) learn_repeats: bool,
    #[command(flatten)]
    pub(super) corpus: CorpusArgs,
    /// Leave out whole documents that are advertorials or press releases with at least this probability
    #[arg(long, value_name = "P", value_parser = share, num_args = 0..=1, require_equals = true, default_missing_value = "0.5")]
    pub(super) drop_sponsored: Option<f32>,
    /// Unit of `start` and `end` in `removed`
    #[arg(long, value_enum, default_value_t = Unit::Chars)]
    pub(super) offsets: Unit,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    unpitch score article.txt | jq '.paragraphs[] | select(.keep | not)'\n  \
    unpitch score --field body dump.jsonl -o verdicts.jsonl\n  \
    unpitch score --export label-studio --limit 50 dump.jsonl -o tasks.json\n\n\
    --export takes the documents with the paragraphs whose probability lies closest to the threshold, the least certain \
    first. Correct them in the tool, export them there, and give that file to `unpitch train`. Label Studio needs \
    <Labels name=\"label\" toName=\"text\"> with the seven classes, and <Text name=\"text\" value=\"$text\"/>.")]
pub(super) struct ScoreArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) policy: PolicyArgs,
    /// Unit of `start` and `end`
    #[arg(long, value_enum, default_value_t = Unit::Chars)]
    pub(super) offsets: Unit,
    #[command(flatten)]
    pub(super) corpus: CorpusArgs,
    #[command(flatten)]
    pub(super) export: ExportArgs,
}

#[derive(Args)]
#[command(
    after_help = "A document counts for its `site`, or the host of its `url`; those that name none are of one site together. Counts hold \
    hashes, no text. Pages are counted block by block, but judged as without counts.\n\n\
    Counts of parts of a corpus add up: with --min 1 for the parts to exactly those of the whole, with more to as many less as \
    --min less 1 for each part.\n\nExamples:\n  \
    unpitch repeats dump.jsonl.zst -o dump.repeats\n  \
    unpitch clean dump.jsonl.zst --repeats dump.repeats -o clean.jsonl.zst\n  \
    unpitch repeats --min 1 part1.jsonl -o part1.repeats\n  \
    unpitch repeats --merge part*.repeats -o all.repeats"
)]
pub(super) struct RepeatsArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Write the counts here
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: PathBuf,
    /// The paths are files of counts: add them up
    #[arg(long)]
    pub(super) merge: bool,
    /// Leave out paragraphs that fewer documents hold, on all sites taken together
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) min: u32,
    /// Count in this much memory, and on disk what goes beyond: bytes, or with K, M or G
    #[arg(long, value_name = "SIZE", value_parser = super::corpus::size, default_value = "512M", conflicts_with = "merge")]
    pub(super) memory: u64,
    /// Do not say how much was counted
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  \
    unpitch explain article.txt\n  \
    unpitch explain --record 17 dump.jsonl\n  \
    unpitch explain article.txt --html > why.html")]
pub(super) struct ExplainArgs {
    /// An article: a file of text or Markdown, or JSON Lines; `-` or nothing for standard input
    #[arg(default_value = "-", value_name = "PATH")]
    pub(super) path: PathBuf,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// Which record of JSON Lines, counted from 1
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) record: usize,
    /// A page for a browser instead of a table for the terminal
    #[arg(long)]
    pub(super) html: bool,
    #[command(flatten)]
    pub(super) policy: PolicyArgs,
}

#[derive(Args)]
#[command(after_help = "Data are JSON Lines, one labelled document a line:\n  \
    {\"id\", \"lang\", \"site\", \"sponsored\", \"paragraphs\": [{\"text\", \"label\"}]}\n\
    or loose paragraphs, {\"text\", \"label\"} or fastText's `__label__promotion Want your ...`, or a recipe (.toml) that \
    lists files. Labels: editorial, promotion, subscription, navigation, notice, credit, comment.\n\n\
    Exports of labelling tools are read as they are, spans and whole texts: doccano (JSONL, JSON), Label Studio (JSON, \
    JSON-MIN), Prodigy (db-out), Argilla 1 and 2 (JSON, JSONL). What was rejected or left unlabelled is skipped. A \
    paragraph takes the label that covers half of it or more, else it is editorial. Labels with other names, or in \
    another field than `label`, are named in a recipe: labels = { field = \"kind\", map = { ad = \"promotion\" } }\n\n\
    Examples:\n  \
    unpitch train mine.jsonl -o mine.unpitch\n  \
    unpitch train mine.jsonl --base default -o mine.unpitch   the habits of a site from five articles\n  \
    unpitch train pages.jsonl --repeats --base default -o mine.unpitch   what it says that a paragraph repeats\n  \
    unpitch train training/default.toml -o models/default.unpitch")]
pub(super) struct TrainArgs {
    /// Labelled data, or recipes
    #[arg(required = true, value_name = "DATA")]
    pub(super) data: Vec<PathBuf>,
    /// The model file to write
    #[arg(short, long, value_name = "MODEL")]
    pub(super) output: PathBuf,
    /// Adapt this model (a file, or `default`) to the data instead of making one from them alone; a handful of labelled
    /// articles of a site will do
    #[arg(long, value_name = "MODEL", conflicts_with = "folds")]
    pub(super) base: Option<PathBuf>,
    /// Teach the base what it says that a paragraph repeats: pages or articles of sites with several of them, best such as the base
    /// has not learned from
    #[arg(long, requires = "base")]
    pub(super) repeats: bool,
    /// Cross-validate by site with this many folds before the final training; 0 for no figures
    #[arg(long, default_value_t = 5, value_name = "K", value_parser = clap::builder::ValueParser::new(folds))]
    pub(super) folds: usize,
    /// The day to note in the model, YYYY-MM-DD [default: the recipe's, else today]
    #[arg(long)]
    pub(super) date: Option<String>,
    /// Print no progress
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Args)]
#[command(
    after_help = "Data as for `unpitch train`. A model that was trained on the same data flatters itself: use --folds.\n\n\
    Examples:\n  \
    unpitch evaluate mine.jsonl                        the embedded model on your data\n  \
    unpitch evaluate --folds 5 training/default.toml   train and measure, five times, by site\n  \
    unpitch evaluate --json mine.jsonl | jq .figures.auc"
)]
pub(super) struct EvaluateArgs {
    /// Labelled data, or recipes
    #[arg(required = true, value_name = "DATA")]
    pub(super) data: Vec<PathBuf>,
    /// Train anew for each of this many folds of sites, instead of judging by a finished model
    #[arg(long, value_name = "K", conflicts_with = "model", value_parser = clap::builder::ValueParser::new(folds))]
    pub(super) folds: Option<usize>,
    /// Figures as JSON
    #[arg(long)]
    pub(super) json: bool,
    /// List this many of the worst false removals and the worst misses
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) worst: usize,
    #[command(flatten)]
    pub(super) policy: PolicyArgs,
    /// Print no progress
    #[arg(short, long)]
    pub(super) quiet: bool,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  unpitch model\n  unpitch model mine.unpitch")]
pub(super) struct ModelArgs {
    /// The model file; the embedded model if none is named
    #[arg(value_name = "MODEL", env = "UNPITCH_MODEL")]
    pub(super) model: Option<PathBuf>,
    /// List every term with its weight
    #[arg(long)]
    pub(super) columns: bool,
}

#[derive(Args)]
pub(super) struct InputArgs {
    /// Files or folders, compressed (gzip, Zstandard, bzip2, xz) or not; `-` or nothing for standard input
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
}

#[derive(Args)]
pub(super) struct ReadingArgs {
    /// What comes in; `auto` goes by the file's name, then by its first bytes
    #[arg(long, value_enum, default_value_t = From::Auto)]
    pub(super) from: From,
    /// The field of a JSON record that holds its content [default: `paragraphs`, else `html`, else `text`], or the column of a
    /// table [default: `text`, else `html`]
    #[arg(long, value_name = "NAME")]
    pub(super) field: Option<String>,
    /// What a JSON record's content is, if it is a string
    #[arg(long, value_enum, default_value_t = ContentName::Text)]
    pub(super) content: ContentName,
    /// Refuse what is not UTF-8 instead of replacing it
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum From {
    Auto,
    Text,
    Markdown,
    Html,
    Jsonl,
    Csv,
    Tsv,
    Parquet,
    Arrow,
    /// WARC and WET
    Warc,
}

/// [`Content`] on the command line.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ContentName {
    Text,
    Markdown,
    Html,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum To {
    Same,
    Text,
    /// Of pages the story as Markdown
    Markdown,
    /// Of records with `html`: the record with its HTML cleaned
    Html,
    Jsonl,
    Parquet,
    /// Arrow IPC: the form that is a file, or a stream if the output's name ends in .arrows
    Arrow,
    /// Of WARC and WET: an archive of texts. Texts are cleaned where they stand; a page becomes the text of its story; requests, other
    /// responses and what was noted of them go; all other records stay as they are
    Wet,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Unit {
    /// Unicode code points
    Chars,
    /// Bytes of UTF-8
    Bytes,
    /// UTF-16 code units
    Utf16,
}

impl Unit {
    pub(super) fn offsets(self) -> Offsets {
        match self {
            Unit::Chars => Offsets::Chars,
            Unit::Bytes => Offsets::Bytes,
            Unit::Utf16 => Offsets::Utf16,
        }
    }
}

impl ReadingArgs {
    /// The container that is named, if one is.
    pub(super) fn container(&self) -> Option<Container> {
        Some(match self.from {
            From::Auto => return None,
            From::Text => Container::One(Content::Text),
            From::Markdown => Container::One(Content::Markdown),
            From::Html => Container::One(Content::Html),
            From::Jsonl => Container::JsonLines,
            From::Csv => Container::Delimited(b','),
            From::Tsv => Container::Delimited(b'\t'),
            From::Parquet => Container::Parquet,
            From::Arrow => Container::Arrow { stream: false },
            From::Warc => Container::Warc,
        })
    }

    pub(super) fn fields(&self) -> Fields {
        let kind = match self.content {
            ContentName::Text => Content::Text,
            ContentName::Markdown => Content::Markdown,
            ContentName::Html => Content::Html,
        };
        Fields { content: self.field.clone(), kind }
    }
}

fn folds(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(0) => Ok(0),
        Ok(folds @ 2..=100) => Ok(folds),
        _ => Err("a number of folds is 0, or from 2 to 100".to_owned()),
    }
}
