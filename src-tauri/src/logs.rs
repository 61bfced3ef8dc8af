//! The log: a file of ids and counts in the data folder. Never words said, keys, or the names of keyring entries.

use crate::paths::Paths;
use log::LevelFilter;
use tauri::{Runtime, plugin::TauriPlugin};
use tauri_plugin_log::{Builder, RotationStrategy, Target, TargetKind, TimezoneStrategy};

/// A log file is set aside when it grows beyond this many bytes.
const LARGEST: u128 = 1_000_000;
/// Set-aside files that are kept.
const KEPT: usize = 4;

/// Writes what our own crates say at `info`, and the warnings of the rest, to `logs/samantha.log`; to the standard
/// error stream when that folder can't be written.
pub fn plugin<R: Runtime>(paths: &Paths) -> TauriPlugin<R> {
    let mut targets = Vec::new();
    if can_write(&paths.logs()) {
        targets
            .push(Target::new(TargetKind::Folder { path: paths.logs(), file_name: Some("samantha".into()) }));
    }
    if targets.is_empty() || cfg!(debug_assertions) {
        targets.push(Target::new(TargetKind::Stderr));
    }
    Builder::new()
        .clear_targets()
        .targets(targets)
        .max_file_size(LARGEST)
        .rotation_strategy(RotationStrategy::KeepSome(KEPT))
        .timezone_strategy(TimezoneStrategy::UseUtc)
        .level(LevelFilter::Info)
        .filter(|record| is_ours_or_grave(record.target(), record.level()))
        .build()
}

fn is_ours_or_grave(target: &str, level: log::Level) -> bool {
    // The keyring's crates name the entries they look for, at any level.
    let names_entries =
        ["keyring", "zbus", "secret_service"].iter().any(|crate_name| target.starts_with(crate_name));
    target.starts_with("samantha") || (level <= log::Level::Warn && !names_entries)
}

/// A folder that exists may still be read-only, which only writing tells.
fn can_write(folder: &std::path::Path) -> bool {
    let probe = folder.join(".probe");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&probe, b""))
        .and_then(|()| std::fs::remove_file(&probe))
        .is_ok()
}

/// Has panics logged by their place only: their message may quote what was being worked on, and that may be words
/// said.
pub fn log_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        let thread = std::thread::current();
        log::error!("panic at {place} in thread {}", thread.name().unwrap_or("without a name"));
        if cfg!(debug_assertions) {
            default(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use log::Level;

    #[test]
    fn the_log_holds_our_own_words_and_the_warnings_of_others() {
        assert!(is_ours_or_grave("samantha_core::store", Level::Info));
        assert!(is_ours_or_grave("tauri", Level::Warn));
        assert!(!is_ours_or_grave("tauri", Level::Info));
    }

    #[test]
    fn the_keyrings_crates_never_write_to_the_log() {
        for target in
            ["keyring", "keyring_core::api", "zbus_secret_service_keyring_store", "secret_service::item"]
        {
            assert!(!is_ours_or_grave(target, Level::Error), "{target}");
        }
    }

    #[test]
    fn a_folder_that_cannot_be_made_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(can_write(&folder.path().join("logs")));
        std::fs::write(folder.path().join("file"), "").unwrap();
        assert!(!can_write(&folder.path().join("file/logs")));
    }
}
