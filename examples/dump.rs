use std::io::{BufRead, BufReader, Write};
fn main() {
    let mut out = std::io::BufWriter::new(std::fs::File::create(std::env::args().nth(1).unwrap()).unwrap());
    for path in std::env::args().skip(2) {
        let file = flate2::read::MultiGzDecoder::new(std::fs::File::open(&path).unwrap());
        let pages: Vec<serde_json::Value> =
            BufReader::new(file).lines().map(|l| serde_json::from_str(&l.unwrap()).unwrap()).collect();
        let start = std::time::Instant::now();
        let mut bytes = 0;
        let mut n = 0;
        for p in &pages {
            let h = p["html"].as_str().unwrap();
            bytes += h.len();
            n += unpitch::read::html::read(h).paragraphs().len();
        }
        let t = start.elapsed().as_secs_f64();
        eprintln!("{path}: {} pages {n} blocks {:.1} MB/s", pages.len(), bytes as f64 / t / 1e6);
        for p in &pages {
            let h = p["html"].as_str().unwrap();
            let d = unpitch::read::html::read(h);
            let v = d.dump();
            let rec = serde_json::json!({"id": p["id"], "url": p["url"], "lang": p["lang"], "type": p["page_type"], "gold": p["gold"], "title": d.title.as_deref(), "set": path.rsplit('/').next().unwrap().split('.').next().unwrap(), "page": v, "size": h.len()});
            serde_json::to_writer(&mut out, &rec).unwrap();
            out.write_all(b"\n").unwrap();
        }
    }
}
