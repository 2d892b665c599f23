//! A count as it stands in a file.

/// How many documents of a site hold a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) key: u64,
    pub(super) site: u64,
    pub(super) documents: u32,
}

impl Row {
    /// Bytes in a file, little-endian.
    pub(super) const SIZE: usize = 20;

    pub(super) fn to_bytes(self) -> [u8; Row::SIZE] {
        let mut bytes = [0; Row::SIZE];
        bytes[..8].copy_from_slice(&self.key.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.site.to_le_bytes());
        bytes[16..].copy_from_slice(&self.documents.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; Row::SIZE]) -> Row {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = *bytes;
        Row {
            key: u64::from_le_bytes([a, b, c, d, e, f, g, h]),
            site: u64::from_le_bytes([i, j, k, l, m, n, o, p]),
            documents: u32::from_le_bytes([q, r, s, t]),
        }
    }
}
