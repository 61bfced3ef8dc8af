//! The log as the app keeps it: what its own crates say at `info`, and the warnings of the rest.

use anyhow::{Context as _, Result};
use log::{Level, LevelFilter, Log, Metadata, Record};
use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::{Mutex, PoisonError},
};

struct ToFile(Mutex<File>);

/// From now on all that is logged is in `logs/samantha.log` of the data folder.
///
/// # Errors
/// When it can't be written.
pub fn to_file(home: &Path) -> Result<()> {
    let folder = home.join("logs");
    std::fs::create_dir_all(&folder)?;
    let file = File::options().create(true).append(true).open(folder.join("samantha.log"))?;
    let logger = Box::leak(Box::new(ToFile(Mutex::new(file))));
    log::set_logger(logger).ok().context("there is a log already")?;
    log::set_max_level(LevelFilter::Debug);
    log::info!("the log begins");
    Ok(())
}

impl Log for ToFile {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("samantha") || metadata.level() <= Level::Warn
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // There is nobody to tell that a log can't be written.
            writeln!(file, "[{}][{}] {}", record.target(), record.level(), record.args()).ok();
        }
    }

    fn flush(&self) {}
}
