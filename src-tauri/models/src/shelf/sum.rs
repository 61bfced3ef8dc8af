//! The checksum of a file, and its first look.

use ring::digest::{Context, SHA256};
use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
};

/// The four bytes every GGUF file begins with.
pub(crate) const MAGIC: &[u8; 4] = b"GGUF";

/// The SHA-256 of a file in hex, and its length; `None` when `stopped` said so. `progress` is told how many bytes were
/// read, about every mebibyte. Blocks.
pub(crate) fn reckon(
    mut file: &File,
    stopped: impl Fn() -> bool,
    mut progress: impl FnMut(u64),
) -> io::Result<Option<(String, u64)>> {
    let mut sum = Context::new(&SHA256);
    let mut buffer = vec![0; 1 << 20];
    let mut done = 0;
    file.seek(SeekFrom::Start(0))?;
    loop {
        if stopped() {
            return Ok(None);
        }
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        sum.update(buffer.get(..read).unwrap_or_default());
        done += read as u64;
        progress(done);
    }
    Ok(Some((hex(sum.finish().as_ref()), done)))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_one_everybody_reckons() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc").unwrap();
        let file = File::open(&path).unwrap();
        let mut seen = Vec::new();
        let (sum, bytes) = reckon(&file, || false, |done| seen.push(done)).unwrap().unwrap();
        // FIPS 180-4, the example of one block.
        assert_eq!(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!((bytes, seen), (3, vec![3]));
        assert_eq!(reckon(&file, || true, |_| {}).unwrap(), None);
    }
}
