//! A model that has learned a site's habits from a handful of its labelled articles.
//!
//! ```sh
//! cargo run --no-default-features --features train --example adapt -- mine.jsonl mine.unpitch
//! ```

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use unpitch::train::{Data, Labelled, adapt};
use unpitch::{About, Model};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [labelled, output] = paths.as_slice() else { return Err("name labelled data and the model to write".into()) };
    let data = Data::load(std::slice::from_ref(labelled))?;
    let documents: Vec<&Labelled> = data.documents.iter().collect();
    let about = About { unpitch: env!("CARGO_PKG_VERSION").to_owned(), sources: data.sources, ..About::default() };
    let model = adapt(&Model::embedded(), &documents, about);
    fs::write(output, model.to_bytes())?;
    Ok(())
}
