//! Inputs that make careless readers slow: what would be read again and again for each of its pieces.

/// What a trap is named, which reader it is for (a target of the fuzzer), and the trap of about so many bytes.
pub(crate) type Trap = (&'static str, &'static str, fn(usize) -> String);

fn times(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

/// A numbered piece after the other.
fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&piece(number));
    }
    text
}

pub(crate) const TRAPS: [Trap; 52] = [
    ("unclosed elements", "html", |n| times("<p><b>x ", n)),
    ("unclosed blocks", "html", |n| times("<div>x", n)),
    ("unclosed links", "html", |n| times("<a href=x>y", n)),
    ("nested lists", "html", |n| times("<ul><li>x", n)),
    ("nested tables", "html", |n| times("<table><tr><td>x", n)),
    ("one `<` after another", "html", |n| times("<", n)),
    ("one `</` after another", "html", |n| times("</", n)),
    ("end tags of nothing", "html", |n| times("</p>", n)),
    ("end tags of nothing, deep inside", "html", |n| times("<div>", n / 2) + &times("</x>", n / 2)),
    ("end tags of others, deep inside", "html", |n| times("<b>", n / 2) + &times("</i>", n / 2)),
    ("headings that others end", "html", |n| times("<h1>x</h2>", n)),
    ("unclosed comments", "html", |n| times("<!--x", n)),
    ("half of a comment", "html", |n| times("<!-", n)),
    ("entities", "html", |n| times("&amp;", n)),
    ("what is almost an entity", "html", |n| times("&am&#x&notit", n)),
    ("unclosed `noscript`", "html", |n| times("<noscript><p>x", n)),
    ("many `noscript`", "html", |n| times("<noscript><p>x</noscript>", n)),
    ("unclosed scripts", "html", |n| times("<script>x</scrip", n)),
    ("unclosed titles", "html", |n| times("<title>x", n)),
    ("drawings in drawings", "html", |n| times("<svg><p>x", n)),
    ("forms in choices in forms", "html", |n| times("<form><select><option>x", n)),
    ("attributes", "html", |n| format!("<p {}>x", numbered(n, |i| format!("a{i}=b ")))),
    ("classes", "html", |n| format!("<p class='{}'>x", numbered(n, |i| format!("a{i} ")))),
    ("classes of nested blocks", "html", |n| times("<div class='a b c d e f g h'>x", n)),
    ("identical blocks", "html", |n| times("<p>Sign up for our newsletter!", n)),
    ("different blocks", "html", |n| numbered(n, |i| format!("<p>Word{i} is here."))),
    ("a page told twice", "html", |n| {
        let told = times("word ", n / 2);
        format!(
            "<script type='application/ld+json'>{{\"articleBody\":\"{told}\"}}</script>{}",
            times("<p>word word", n / 2)
        )
    }),
    ("nested linked data", "html", |n| format!("<script type='application/ld+json'>{}</script><p>x", times("[", n))),
    ("identical paragraphs", "text", |n| times("Sign up for our newsletter!\n", n)),
    ("different paragraphs", "text", |n| numbered(n, |i| format!("Word{i} is here.\n"))),
    ("one paragraph", "text", |n| numbered(n, |i| format!("word{i} "))),
    ("one word", "text", |n| times("x", n)),
    ("blank lines", "text", |n| times("\n", n)),
    ("one letter a line", "text", |n| times("a\n", n)),
    ("a wrapped block", "text", |n| times("the council met on Monday evening to vote on the new bridge\n", n) + "\nx"),
    ("accents upon accents", "text", |n| times("\u{301}", n)),
    ("nested lists", "markdown", |n| numbered(n, |i| " ".repeat(2 * (i % 200)) + "- x\n")),
    ("lists on one line", "markdown", |n| times("- ", n) + "x"),
    ("quotes on one line", "markdown", |n| times("> ", n) + "x"),
    ("deep quotes", "markdown", |n| times(&(">".repeat(50) + "x\n"), n)),
    ("open brackets", "markdown", |n| times("[", n)),
    ("links in links", "markdown", |n| times("[a](b", n)),
    ("stars", "markdown", |n| times("*a **b ", n)),
    ("backticks", "markdown", |n| numbered(n, |i| "`".repeat(i % 300) + "a")),
    ("open HTML", "markdown", |n| times("<div>\nx\n", n)),
    ("a wide table", "markdown", |n| times("|a", n / 2) + "\n" + &times("|-", n / 2)),
    ("rows", "markdown", |n| "|a|\n|-|\n".to_owned() + &times("|b|\n", n)),
    ("footnotes", "markdown", |n| times("[^1]: x\n", n)),
    ("open front matter", "markdown", |n| "---\n".to_owned() + &times("a: b\n", n)),
    ("nested values", "record", |n| format!("{{\"text\":\"x\",\"a\":{}{}}}", times("[", n / 2), times("]", n / 2))),
    ("members", "record", |n| format!("{{\"text\":\"x\"{}}}", numbered(n, |i| format!(",\"a{i}\":1")))),
    ("escapes", "record", |n| format!("{{\"text\":\"{}\"}}", times("\\u00e9\\n", n))),
];
