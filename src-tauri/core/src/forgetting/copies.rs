//! Forgetting in the copies of the database and in the ones that were set aside, of whatever schema.

use super::{Named, forget_turn, names};
use crate::{
    conversation::picture,
    settings,
    store::{SCHEMA_VERSION, copies, has_table, leftovers, words},
};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _};
use std::path::Path;

/// Forgets what is named in every copy of the database and in every one that was set aside (restoring does that with a
/// whole one), and removes what a copy, or a restoring, that was cut off left behind. A picture has to be named itself: in
/// a copy made before its words were said it is still the draft's. The draft of a copy goes: it may be the beginning of
/// what is forgotten. A copy that is no database any more is removed; one that was set aside for that is left, and
/// logged. No copy may be being made. Blocks.
///
/// # Errors
/// When a folder can't be read or a copy can't be written now: it is to be tried again, before the rows are gone.
pub fn forget_in_copies(home: &Path, named: &Named) -> Result<()> {
    copies::remove_unfinished(home)?;
    let mut failed = None;
    for path in copies::paths(home)? {
        match forget_in(&path, named) {
            Ok(()) => {}
            Err(error) if is_damage(&error) => {
                log::warn!("forgetting in a copy that is damaged: {error:#}");
                copies::remove_damaged(home, &path)?;
            }
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), |error| Err(error).context("forgetting in a copy"))
}

/// A database that this app can't read as one of its own; marks the error.
#[derive(Debug)]
struct NotOurs(i64);

impl std::fmt::Display for NotOurs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a copy of version {}", self.0)
    }
}

impl std::error::Error for NotOurs {}

/// Whether trying again is of no use: what is there is no database, or none this app knows.
fn is_damage(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt))
        || error.downcast_ref::<NotOurs>().is_some()
}

fn forget_in(path: &Path, named: &Named) -> Result<()> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_millis(400))?;
    // Nothing is written to the folder for temporary files, either.
    connection.execute_batch(
        "PRAGMA secure_delete=ON; PRAGMA journal_mode=DELETE; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;
         PRAGMA fullfsync=ON; PRAGMA trusted_schema=OFF;",
    )?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // Turns, versions and words are as they were since the first schema.
    if !(1..=SCHEMA_VERSION).contains(&version) {
        return Err(NotOurs(version).into());
    }
    // A text is taken out of the index in the forms it was put in.
    words::rebuild_if_outdated(&mut connection)?;
    let tx = connection.transaction()?;
    for uid in &named.turns {
        let id = tx.query_row("SELECT id FROM turn WHERE uid = ?1", [uid], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            forget_turn(&tx, id)?;
        }
    }
    if !named.turns.is_empty() && has_table(&tx, "setting")? {
        settings::forget_draft(&tx)?;
    }
    picture::forget_in_copy(&tx, &named.pictures)?;
    if has_table(&tx, "fact")? {
        names::forget_named(&tx, &named.facts)?;
    }
    tx.commit().context("committing")?;
    let mut next = Some(leftovers::FIRST);
    while let Some(first) = next {
        next = leftovers::wipe_some(&mut connection, first).context("wiping what was deleted")?;
    }
    Ok(())
}
