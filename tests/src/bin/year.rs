//! Writes a long life into a data folder, for benches and for looking at it in the window:
//! `year --turns 100000 --home DIR`.

use anyhow::{Context as _, Result, bail};
use samantha_core::clock::{Clock as _, SystemClock};
use samantha_tests::year::{Year, write};
use std::path::PathBuf;

#[tokio::main]
async fn main() -> Result<()> {
    let (mut turns, mut home) = (100_000, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().with_context(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--turns" => turns = value.parse().context("--turns is a number")?,
            "--home" => home = Some(PathBuf::from(value)),
            _ => bail!("usage: year [--turns N] --home DIR"),
        }
    }
    let home = home.context("usage: year [--turns N] --home DIR")?;
    if home.join(samantha_core::store::FILE_NAME).exists() {
        bail!("{} holds a life already", home.display());
    }
    let ends = SystemClock.now() - chrono::TimeDelta::hours(6);
    println!("{} turns written to {}", write(&home, Year { turns, seed: 1, ends }).await?, home.display());
    Ok(())
}
