use std::collections::BTreeMap;
fn main() {
    let paths: Vec<std::path::PathBuf> = std::env::args().skip(1).map(Into::into).collect();
    let t = std::time::Instant::now();
    let data = unpitch::train::Data::load(&paths).unwrap_or_else(|e| panic!("{e}"));
    eprintln!("loaded {} pages {:.1}s", data.pages.len(), t.elapsed().as_secs_f32());
    let figures = unpitch::evaluate::cross_validate_pages(&data.pages, 5, &|s| {
        eprintln!("{s} {:.1}s", t.elapsed().as_secs_f32())
    })
    .unwrap();
    let mut by: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for f in &figures {
        let set = data.sources[f.page.source].name.rsplit('/').next().unwrap().to_owned();
        by.entry(set.clone()).or_default().push(f.f1);
        by.entry(format!("{set} {}", f.page.page_type)).or_default().push(f.f1);
    }
    for (k, v) in by {
        println!("{k:45} {:5} {:.4}", v.len(), v.iter().sum::<f64>() / v.len() as f64);
    }
    eprintln!("{:.1}s", t.elapsed().as_secs_f32());
}
