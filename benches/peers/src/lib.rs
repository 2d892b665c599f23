//! What the peers of unpitch are told and answer, as children of `cargo xtask bench-pages` and `bench-peers`: a page or an article
//! a line comes in, an answer a line goes out.

mod protocol;

pub use protocol::{Answer, Article, Page, Question, serve};
