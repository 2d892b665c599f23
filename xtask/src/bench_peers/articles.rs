//! The articles that are judged, and what fastText learns from.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use peers::Article;
use unpitch::train::{Data, Label, Labelled};

use crate::data::OWN;
use crate::jsonl;
use crate::peer::Questions;
use crate::stop::Stop;

/// Bytes of an article as it is usual.
pub(super) const USUAL: RangeInclusive<usize> = 2_000..=5_000;

/// Articles, and the labelled paragraphs of all there are.
pub(super) struct Articles {
    articles: Vec<Article>,
    lines: Vec<String>,
    learned: Vec<Labelled>,
}

impl Articles {
    /// Those of a file of labelled documents that are as long as usual.
    pub(super) fn load(file: &Path) -> Result<Self, Stop> {
        if !file.exists() {
            return Err(Stop::because(format_args!(
                "{}: not there; this needs the outside data (../shared/data)",
                file.display()
            )));
        }
        let learned = Data::load(&[file.to_owned()]).map_err(Stop::because)?.documents;
        let articles: Vec<Article> =
            learned.iter().map(article).filter(|article| USUAL.contains(&article.text.len())).collect();
        if articles.is_empty() {
            return Err(Stop::because(format_args!("{}: no article has 2 to 5 kB", file.display())));
        }
        let lines = articles.iter().map(serde_json::to_string).collect::<Result<_, _>>().map_err(Stop::because)?;
        Ok(Articles { articles, lines, learned })
    }

    pub(super) fn count(&self) -> usize {
        self.articles.len()
    }

    /// All of them over and over, in order, until they are so many bytes of text.
    pub(super) fn repeated(&self, bytes: usize) -> Repeated<'_> {
        let (mut count, mut sum) = (0, 0);
        while sum < bytes {
            sum += self.articles[count % self.articles.len()].text.len();
            count += 1;
        }
        Repeated { articles: self, count }
    }

    /// Writes what fastText learns from: the labelled paragraphs of the file and of the project's own sources.
    pub(super) fn write_lessons(&self, to: &Path) -> Result<(), Stop> {
        let mut own = Vec::new();
        for group in OWN {
            own.extend(jsonl::within(&PathBuf::from("training").join(group))?);
        }
        let own = Data::load(&own).map_err(Stop::because)?.documents;
        let mut lessons = String::new();
        for paragraph in self.learned.iter().chain(&own).flat_map(|document| &document.paragraphs) {
            if let Label::Is(class) = paragraph.label {
                let words = paragraph.text.split_whitespace();
                lessons.extend(["__label__", class.name()]);
                words.for_each(|word| lessons.extend([" ", word]));
                lessons.push('\n');
            }
        }
        fs::write(to, lessons).map_err(|error| Stop::because(format_args!("{}: {error}", to.display())))
    }
}

/// A document without its labels, a paragraph a line.
fn article(document: &Labelled) -> Article {
    let mut text = String::new();
    for paragraph in &document.paragraphs {
        text.extend([&paragraph.text, "\n"]);
    }
    Article { id: document.id.clone(), lang: document.lang.clone(), text }
}

/// Articles over and over.
pub(super) struct Repeated<'a> {
    articles: &'a Articles,
    count: usize,
}

impl Repeated<'_> {
    pub(super) fn article(&self, number: usize) -> &Article {
        &self.articles.articles[number % self.articles.count()]
    }

    /// Writes the texts into one file, and the records into another, and gives the bytes of both.
    pub(super) fn write(&self, text: &Path, records: &Path) -> Result<[usize; 2], Stop> {
        let failed = |path: &Path, error| Stop::because(format_args!("{}: {error}", path.display()));
        let texts = (0..self.count).map(|number| self.article(number).text.as_str());
        let lines = self.articles.lines.iter().cycle().take(self.count).flat_map(|line| [line.as_str(), "\n"]);
        let texts = pour(texts, text).map_err(|error| failed(text, error))?;
        Ok([texts, pour(lines, records).map_err(|error| failed(records, error))?])
    }
}

/// Writes a file of pieces.
fn pour<'a>(pieces: impl Iterator<Item = &'a str>, to: &Path) -> std::io::Result<usize> {
    let (mut file, mut bytes) = (BufWriter::new(File::create(to)?), 0);
    for piece in pieces {
        file.write_all(piece.as_bytes())?;
        bytes += piece.len();
    }
    file.flush()?;
    Ok(bytes)
}

impl Questions for Repeated<'_> {
    fn count(&self) -> usize {
        self.count
    }

    fn id(&self, number: usize) -> &str {
        &self.article(number).id
    }

    fn lines(&self) -> impl Iterator<Item = Result<String, Stop>> {
        self.articles.lines.iter().cycle().take(self.count).map(|line| Ok(line.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_of_the_usual_length_are_taken_again_until_there_is_enough() {
        let folder = tempfile::tempdir().unwrap();
        let [file, text, records] = ["a.jsonl", "a.txt", "b.jsonl"].map(|name| folder.path().join(name));
        let document = |id: &str, words: usize| {
            let paragraph = format!(r#"{{"text":"{}","label":"editorial"}}"#, "tide ".repeat(words).trim_end());
            format!(r#"{{"id":"{id}","lang":"en","site":"s","paragraphs":[{paragraph},{paragraph}]}}"#) + "\n"
        };
        fs::write(
            &file,
            document("short", 20) + &document("one", 300) + &document("long", 2000) + &document("two", 400),
        )
        .unwrap();
        let articles = Articles::load(&file).unwrap();
        assert_eq!(articles.count(), 2);

        let repeated = articles.repeated(10_000);
        let ids: Vec<&str> = (0..repeated.count()).map(|number| repeated.id(number)).collect();
        assert_eq!(ids, ["one", "two", "one"]);
        let lines: Vec<Article> = repeated.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        assert_eq!(lines[2].text, repeated.article(0).text);

        let bytes = repeated.write(&text, &records).unwrap();
        assert_eq!(bytes, [&text, &records].map(|path| fs::read(path).unwrap().len()));
        assert_eq!(bytes[0], 3_000 + 4_000 + 3_000);
        assert_eq!(jsonl::load::<Article>(&records).unwrap().len(), 3);
    }
}
