use super::*;

fn texts(source: &str) -> Vec<String> {
    read(source).texts().map(str::to_owned).collect()
}

/// Names of the elements around each block, from its own on, by their hashes.
fn path(document: &Document<'_>, block: usize) -> Vec<u32> {
    let markup = document.markup.as_ref().unwrap();
    let mut element = markup.blocks[block].element;
    let mut path = vec![markup.elements[element as usize].name];
    while element != 0 {
        element = markup.elements[element as usize].parent;
        path.push(markup.elements[element as usize].name);
    }
    path
}

fn names(names: &[&str]) -> Vec<u32> {
    names.iter().map(|name| names::hash(b't', name.as_bytes())).collect()
}

#[test]
fn blocks_end_at_blocks_and_at_two_line_breaks() {
    assert_eq!(
        texts("One <b>two</b>\n three<div>Four<br>five<br><br>six</div>seven"),
        ["One two three", "Four\nfive", "six", "seven"]
    );
    assert_eq!(texts("<ul><li>a<li>b<ul><li>c</ul>d</ul><dl><dt>e<dd>f</dl>"), ["a", "b", "c", "d", "e", "f"]);
    assert_eq!(texts("<p>a</p>b</p>c<h2>d</h3>e"), ["a", "b", "c", "d", "e"]);
}

#[test]
fn text_is_what_a_browser_shows() {
    assert_eq!(texts("<p>R&amp;D&nbsp;&copy; &#x201c;x&#8221;"), ["R&D © “x”"]);
    assert_eq!(texts("<pre>\n  a &lt; b\n\n  c\n</pre>"), ["\n  a < b\n\n  c"]);
    assert!(
        texts("<script>'<p>x'</script><style>p{}</style><template><p>x</template><svg><title>x</title></svg>")
            .is_empty()
    );
    assert_eq!(texts("<svg class=icon><use></use><div>the page goes on</div>"), ["the page goes on"]);
    assert_eq!(texts("<noscript><p>seen <b>without</b> scripts</p></noscript>"), ["seen without scripts"]);
}

#[test]
fn tables_are_completed_and_their_cells_are_walls() {
    let document = read("<div><table><tr><td>a</div><td>b</table>c</div>d");
    assert_eq!(document.texts().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    assert_eq!(path(&document, 0), names(&["td", "tr", "tbody", "table", "div", "html"]));
    assert_eq!(path(&document, 1), path(&document, 0));
    assert_eq!(path(&document, 2), names(&["div", "html"]));
    assert_eq!(path(&document, 3), names(&["html"]));
    assert_eq!(path(&read("<tr><td><p>x"), 0), names(&["p", "html"]));
}

#[test]
fn what_is_open_in_a_form_outlives_it() {
    let document = read("<form><div>a</form>b</div>c");
    assert_eq!(path(&document, 1), names(&["div", "form", "html"]));
    assert_eq!(path(&document, 2), names(&["form", "html"]));
}

#[test]
fn spans_hold_the_text_in_the_source() {
    let source = "\u{feff}<p> Größe &amp; Maß\r\n</p><noscript>\r\n<p>drei</p></noscript><td>vier";
    let document = read(source);
    let sources: Vec<&str> = document.paragraphs().iter().map(|p| &source[p.span.clone()]).collect();
    assert_eq!(sources, ["\u{feff}", "Größe &amp; Maß", "drei", "vier"]);
}

#[test]
fn links_headings_and_hidden_blocks_are_noticed() {
    let document = read("<h2><a href=x>ab</a>cd</h2><div style='color:red; DISPLAY : none'>e</div><p hidden>f<p>g");
    let blocks = &document.markup.as_ref().unwrap().blocks;
    assert_eq!((blocks[0].kind, blocks[0].linked), (crate::markup::Kind::Heading(2), 2));
    assert_eq!(blocks.iter().map(|block| block.hidden).collect::<Vec<_>>(), [false, true, true, false]);
}

#[test]
fn nesting_without_end_takes_linear_time_and_little_memory() {
    for open in
        ["<div>", "<b>", "<p><a href=x>", "<table><tr><td>", "<ul><li>", "<form>", "<noscript>", "<svg>", "<select>"]
    {
        let source = format!("{}text", open.repeat(100_000));
        let document = read(&source);
        assert!(document.markup.as_ref().unwrap().elements.len() <= 600, "{open}");
        let closed = format!("{source}{}", "</i></div></td></x>".repeat(50_000));
        assert!(read(&closed).paragraphs().len() <= 1, "{open}");
    }
}

#[test]
fn halves_of_pages_are_pages() {
    let source = "<!doctype html><title>T</title><p class=\"a b\">One &amp; two<table><tr><td>x</td></table><!-- y --><a href='z'>w";
    for end in 0..=source.len() {
        let document = read(&source[..end]);
        assert!(document.paragraphs().iter().all(|p| p.span.end <= end));
    }
    assert!(texts("\0\0<p>\0").len() <= 2);
}
