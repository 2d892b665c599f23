//! The picture of the calibration: how often what was said to be story with some probability was the story.

use std::fmt::Write;

use unpitch::Class;
use unpitch::evaluate::{Bin, bins};

use super::Judged;

/// Probabilities in bins, and what came of them.
pub(super) struct Picture {
    bins: [Bin; 15],
}

/// Where the square of the plot begins and how long its sides are; where the bars stand and how high they may be.
const LEFT: f64 = 64.0;
const TOP: f64 = 24.0;
const SIDE: f64 = 390.0;
const FLOOR: f64 = 550.0;
const BARS: f64 = 64.0;

/// Light, and dark where the reader's system asks for it. Plain rules: not every program that shows pictures knows variables.
const STYLE: &str = "\
  .paper { fill: #ffffff; }
  .grid { stroke: #d0d7de; }
  .even { stroke: #1f2328; stroke-dasharray: 4 4; }
  .gap { stroke: #0969da; }
  .line { stroke: #0969da; stroke-width: 2; fill: none; }
  .mark { fill: #0969da; }
  .bar { fill: #8c959f; }
  text { fill: #1f2328; font: 12px system-ui, sans-serif; text-anchor: middle; }
  .end { text-anchor: end; }
  .small { font-size: 9px; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; }
    .grid { stroke: #30363d; }
    .even { stroke: #e6edf3; }
    .gap, .line { stroke: #58a6ff; }
    .mark { fill: #58a6ff; }
    .bar { fill: #6e7681; }
    text { fill: #e6edf3; }
  }
";

impl Picture {
    pub(super) fn of(judged: &Judged<'_>) -> Self {
        let scores: Vec<(f32, bool)> = judged
            .references()
            .flat_map(|prediction| prediction.document.paragraphs.iter().zip(&prediction.verdicts.paragraphs))
            .map(|(paragraph, verdict)| (verdict.probability(Class::Editorial), paragraph.label.is_story()))
            .collect();
        Picture { bins: bins(&scores) }
    }

    fn paragraphs(&self) -> usize {
        self.bins.iter().map(|bin| bin.count).sum()
    }

    /// The mean gap between what was said and what came.
    fn error(&self) -> f64 {
        let gaps: f64 = self.bins.iter().map(|bin| (bin.said - bin.came as f64).abs()).sum();
        gaps / self.paragraphs().max(1) as f64
    }

    fn caption(&self) -> String {
        format!("Expected calibration error {:.3} over {} paragraphs", self.error(), self.paragraphs())
    }

    /// The picture as the card shows it.
    pub(super) fn shown(&self) -> String {
        format!(
            "### Calibration\n\n![Reliability of the probability of being story. {}.](calibration.svg)\n\nReal documents, each \
             judged by a model that had not seen its site. Below: how many paragraphs a bin holds (heights are\nlogarithms).\n",
            self.caption()
        )
    }

    /// The picture itself.
    pub(super) fn svg(&self) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 480 600\" width=\"480\" height=\"600\" role=\"img\" \
             aria-labelledby=\"title description\">\n<title id=\"title\">Reliability of the probability of being \
             story</title>\n<desc id=\"description\">{}</desc>\n<style>\n{STYLE}</style>\n\
             <rect class=\"paper\" width=\"480\" height=\"600\"/>\n",
            self.described()
        );
        axes(&mut svg);
        self.points(&mut svg);
        self.counts(&mut svg);
        let middle = LEFT + SIDE / 2.0;
        let _ = writeln!(svg, "<text x=\"{middle}\" y=\"{}\">{}</text>\n</svg>", FLOOR + 36.0, self.caption());
        svg
    }

    /// The picture in words, for those who cannot see it.
    fn described(&self) -> String {
        let bins = self.bins.iter().filter(|bin| bin.count > 0).map(|bin| {
            let [said, came] = shares(bin).map(|share| 100.0 * share);
            format!("said {said:.0} %, were {came:.0} % of {}", bin.count)
        });
        format!("{}. By bins of probability: {}.", self.caption(), bins.collect::<Vec<_>>().join("; "))
    }

    fn points(&self, svg: &mut String) {
        let points: Vec<[f64; 2]> = self.bins.iter().filter(|bin| bin.count > 0).map(shares).collect();
        for &[said, came] in &points {
            let x = x(said);
            let _ = writeln!(
                svg,
                "<line class=\"gap\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" y2=\"{:.1}\"/>",
                y(said),
                y(came)
            );
        }
        let path: Vec<String> = points.iter().map(|&[said, came]| format!("{:.1},{:.1}", x(said), y(came))).collect();
        let _ = writeln!(svg, "<polyline class=\"line\" points=\"{}\"/>", path.join(" "));
        for &[said, came] in &points {
            let _ = writeln!(svg, "<circle class=\"mark\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>", x(said), y(came));
        }
    }

    fn counts(&self, svg: &mut String) {
        let most = self.bins.iter().map(|bin| bin.count).max().unwrap_or(0);
        let width = SIDE / self.bins.len() as f64;
        for (index, bin) in self.bins.iter().enumerate().filter(|(_, bin)| bin.count > 0) {
            // From one paragraph on a bar can be seen.
            let height = BARS * (bin.count as f64 + 1.0).ln() / (most as f64 + 1.0).ln();
            let left = LEFT + index as f64 * width;
            let (top, middle) = (FLOOR - height, left + width / 2.0);
            let _ = writeln!(
                svg,
                "<rect class=\"bar\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{height:.1}\"/>\n\
                 <text class=\"small\" x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
                left + 2.0,
                width - 4.0,
                top - 3.0,
                bin.count
            );
        }
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{FLOOR}\" x2=\"{}\" y2=\"{FLOOR}\"/>\n\
             <text x=\"{}\" y=\"{}\">paragraphs in each bin</text>",
            LEFT + SIDE,
            LEFT + SIDE / 2.0,
            FLOOR + 16.0
        );
    }
}

/// What was said on the average and the share that came, of a bin that is not empty.
fn shares(bin: &Bin) -> [f64; 2] {
    [bin.said / bin.count as f64, bin.came as f64 / bin.count as f64]
}

fn x(share: f64) -> f64 {
    LEFT + share * SIDE
}

fn y(share: f64) -> f64 {
    TOP + (1.0 - share) * SIDE
}

/// Grid, labels, and the diagonal on which what was said came true.
fn axes(svg: &mut String) {
    let [left, right, top, floor, middle] = [x(0.0), x(1.0), y(1.0), y(0.0), LEFT + SIDE / 2.0];
    for share in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        let (x, y) = (x(share), y(share));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{left}\" y1=\"{y:.0}\" x2=\"{right}\" y2=\"{y:.0}\"/>\n\
             <line class=\"grid\" x1=\"{x:.0}\" y1=\"{top}\" x2=\"{x:.0}\" y2=\"{floor}\"/>\n\
             <text class=\"end\" x=\"{}\" y=\"{:.0}\">{share}</text>\n<text x=\"{x:.0}\" y=\"{}\">{share}</text>",
            left - 8.0,
            y + 4.0,
            floor + 18.0
        );
    }
    let _ = writeln!(
        svg,
        "<line class=\"even\" x1=\"{left}\" y1=\"{floor}\" x2=\"{right}\" y2=\"{top}\"/>\n\
         <text x=\"{middle}\" y=\"{}\">said to be story</text>\n\
         <text transform=\"translate(20 {}) rotate(-90)\">was the story</text>",
        floor + 36.0,
        TOP + SIDE / 2.0
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_tells_the_error_in_sight_and_in_words() {
        let scores: Vec<(f32, bool)> = (0..10).map(|index| (0.7, index < 5)).chain([(0.99, true)]).collect();
        let svg = Picture { bins: bins(&scores) }.svg();
        let caption = "Expected calibration error 0.183 over 11 paragraphs";
        assert_eq!(svg.matches(caption).count(), 2, "{svg}");
        assert!(svg.contains("said 70 %, were 50 % of 10;") && svg.contains("prefers-color-scheme: dark"), "{svg}");
        assert_eq!((svg.matches("<circle").count(), svg.matches("class=\"bar\"").count()), (2, 2));
        assert!(svg.ends_with("</svg>\n") && !svg.contains("<script") && !svg.contains("NaN"));
    }

    #[test]
    fn nothing_judged_is_an_empty_picture() {
        let svg = Picture { bins: bins(&[]) }.svg();
        assert!(!svg.contains("NaN") && !svg.contains("<circle") && svg.ends_with("</svg>\n"), "{svg}");
    }
}
