//! What the tester looks at past the app: its files, and its rows.

use anyhow::{Context as _, Result};
use rusqlite::Connection;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Every file below a folder. One that vanishes meanwhile is not there.
///
/// # Errors
/// When one can't be read.
pub fn all_in(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) => files.push((path, bytes)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| format!("reading {}", path.display())),
            }
        }
    }
    Ok(files)
}

/// What is still to be forgotten; `None` when all is, and its bytes are gone: the job is done only then.
///
/// # Errors
/// When the database can't be read.
pub fn due(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let due = "SELECT group_concat(what, ', ') FROM (
                 SELECT 'job ' || id || ' ' || state || ' for ' || due_at AS what FROM job
                   WHERE kind != 'copy' AND state != 'done'
                 UNION ALL SELECT 'turn ' || id || ' hidden till ' || forgotten_at FROM turn WHERE forgotten_at != 0
                 UNION ALL SELECT 'fact ' || id || ' hidden till ' || forgotten_at FROM fact WHERE forgotten_at != 0)";
    connection.query_row(due, [], |row| row.get(0))
}
