//! Writes a small model file that the real worker runs: `gguf recite|endless|broken FILE`.
//!
//! `recite` answers [`REPLY`](gguf::REPLY) to everything; `endless` says words until it is stopped, slowly enough to be
//! stopped; `broken` begins as a model file does, and its metadata leads nowhere.

use anyhow::{Context as _, Result, bail};
use samantha_tests::gguf::{self, Size};
use std::path::Path;

/// About 30 MB: some hundred words a second on two cores.
const SLOW: Size = Size { width: 512, layers: 8, inner: 1536, context: 8192 };

/// Where a broken file breaks off, in bytes: behind its head, in its metadata.
const BREAK: usize = 700;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(which), Some(file), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        bail!("gguf recite|endless|broken FILE");
    };
    let bytes = match which.as_str() {
        "recite" => gguf::reciter(gguf::REPLY).bytes(),
        "endless" => gguf::without_end(SLOW, 1).bytes(),
        "broken" => {
            let mut bytes = gguf::reciter(gguf::REPLY).bytes();
            bytes.truncate(BREAK);
            bytes
        }
        other => bail!("unknown model {other}: recite, endless or broken"),
    };
    std::fs::write(Path::new(&file), bytes).with_context(|| format!("can't write {file}"))
}
