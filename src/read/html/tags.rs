//! What the names of elements mean for where a block begins and ends.
//!
//! Follows the parsing rules of <https://html.spec.whatwg.org/multipage/parsing.html> as far as a stack can: void elements,
//! implied end tags and scopes, but no moving of misnested formatting.

use crate::markup::Kind;

/// What an element does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) role: Role,
    /// The kind of text in it, if it says.
    pub(super) kind: Option<Kind>,
}

/// What an element does to the text around and in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of the line: its text belongs to the block around it.
    Inline,
    /// `<a>`.
    Link,
    /// Begins and ends blocks.
    Block,
    /// `<form>`: it does not nest.
    Form,
    /// `<p>`, which any block ends.
    Paragraph,
    /// `<li>`: the next one ends it.
    Item,
    /// `<dt>`, `<dd>`.
    Term,
    /// `<ul>`, `<ol>`, `<dl>`: an item within ends none outside.
    List,
    Table,
    /// `<thead>`, `<tbody>`, `<tfoot>`.
    Section,
    Row,
    Cell,
    Heading,
    /// `<br>`.
    Break,
    /// Has no content and no end tag: `<img>`, `<input>`.
    Void,
    /// Has no content, and ends a block: `<hr>`.
    Rule,
    /// Nothing in it is text of the page: `<script>`, `<template>`.
    Skipped,
    /// The same, and a block's start tag ends it: `<svg>`, `<select>`.
    Foreign,
    /// `<noscript>`: what is seen where scripts do not run.
    Noscript,
    Title,
    /// `<html>`, `<head>`, `<body>`: there is one of each, whatever the source repeats.
    Frame,
    Meta,
    /// `<base>`.
    Base,
}

impl Role {
    /// Whether an element of this role begins and ends blocks.
    pub(super) fn is_block(self) -> bool {
        !matches!(
            self,
            Role::Inline
                | Role::Link
                | Role::Break
                | Role::Void
                | Role::Skipped
                | Role::Foreign
                | Role::Meta
                | Role::Base
                | Role::Title
        )
    }

    /// Whether the end tag of an inline element outside cannot reach through an element of this role.
    pub(super) fn stops_inline(self) -> bool {
        self.is_block()
    }

    /// Whether the end tag of a block outside cannot reach through an element of this role.
    pub(super) fn stops_block(self) -> bool {
        matches!(self, Role::Table | Role::Cell | Role::Frame)
    }
}

/// The tag of an element's lower-case name.
pub(super) fn tag(name: &[u8]) -> Tag {
    let plain = |role| Tag { role, kind: None };
    let kind = |role, kind| Tag { role, kind: Some(kind) };
    match name {
        b"div" | b"section" | b"article" | b"main" | b"aside" | b"header" | b"footer" | b"nav" | b"figure"
        | b"address" | b"blockquote" | b"details" | b"summary" | b"dialog" | b"fieldset" | b"center" | b"hgroup"
        | b"search" | b"dir" => plain(Role::Block),
        b"form" => plain(Role::Form),
        b"p" => plain(Role::Paragraph),
        b"a" => plain(Role::Link),
        b"li" => kind(Role::Item, Kind::Item),
        b"ul" | b"ol" | b"dl" | b"menu" => plain(Role::List),
        b"dt" | b"dd" => kind(Role::Term, Kind::Item),
        b"h1" => kind(Role::Heading, Kind::Heading(1)),
        b"h2" => kind(Role::Heading, Kind::Heading(2)),
        b"h3" => kind(Role::Heading, Kind::Heading(3)),
        b"h4" => kind(Role::Heading, Kind::Heading(4)),
        b"h5" => kind(Role::Heading, Kind::Heading(5)),
        b"h6" => kind(Role::Heading, Kind::Heading(6)),
        b"table" => plain(Role::Table),
        b"thead" | b"tbody" | b"tfoot" => plain(Role::Section),
        b"tr" => plain(Role::Row),
        b"td" | b"th" => kind(Role::Cell, Kind::Cell),
        b"caption" => kind(Role::Block, Kind::Cell),
        b"pre" | b"listing" | b"xmp" | b"plaintext" => kind(Role::Block, Kind::Code),
        b"figcaption" => kind(Role::Block, Kind::Caption),
        b"legend" | b"option" | b"optgroup" => kind(Role::Block, Kind::Control),
        b"button" | b"label" => kind(Role::Inline, Kind::Control),
        b"br" => plain(Role::Break),
        b"hr" => plain(Role::Rule),
        b"img" | b"input" | b"link" | b"wbr" | b"area" | b"col" | b"embed" | b"param" | b"source" | b"track"
        | b"keygen" | b"frame" | b"bgsound" => plain(Role::Void),
        b"meta" => plain(Role::Meta),
        b"base" => plain(Role::Base),
        b"script" | b"style" | b"template" | b"iframe" | b"textarea" | b"object" | b"audio" | b"video" | b"canvas"
        | b"noembed" | b"noframes" | b"datalist" => plain(Role::Skipped),
        b"svg" | b"math" | b"select" => plain(Role::Foreign),
        b"noscript" => plain(Role::Noscript),
        b"title" => plain(Role::Title),
        b"html" | b"head" | b"body" => plain(Role::Frame),
        _ => plain(Role::Inline),
    }
}
