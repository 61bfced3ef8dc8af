//! Forgetting in the copies of the database and in the ones that were set aside, of whatever schema.

use super::{Named, forget_turn, names};
use crate::{
    conversation::picture,
    error::{Kind, kind, kind_of},
    settings,
    store::{SCHEMA_VERSION, copies, has_table, leftovers, words},
};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, OptionalExtension as _};
use std::{path::Path, time::Duration};

/// Forgets what is named in every copy of the database and in every one that was set aside (restoring does that with a
/// whole one), and removes what a copy, or a restoring, that was cut off left behind. A picture has to be named itself: in
/// a copy made before its words were said it is still the draft's. The draft of a copy goes: it may be the beginning of
/// what is forgotten. A copy that is no database any more is removed; one that was set aside for that is left, and
/// logged. What SQLite leaves of it goes by [`wipe_copies`]. `goes_on` is asked before each copy whether there is time. No
/// copy may be being made. Blocks.
///
/// # Errors
/// When a folder can't be read, a copy can't be written now, or there is no time ([`Kind::Closing`]): it is to be tried
/// again, before the rows are gone.
pub fn forget_in_copies(home: &Path, named: &Named, goes_on: &dyn Fn() -> bool) -> Result<()> {
    copies::remove_unfinished(home)?;
    in_each(home, "forgetting in a copy", |path| in_time(goes_on).and_then(|()| forget_in(path, named)))
}

/// Wipes what SQLite left of deleted rows in the copies in which something was forgotten, and in no other. `goes_on` is asked
/// again and again whether there is time. No copy may be being made. Blocks.
///
/// # Errors
/// When a folder can't be read, a copy can't be written now, or there is no time ([`Kind::Closing`]): call again.
pub fn wipe_copies(home: &Path, goes_on: &dyn Fn() -> bool) -> Result<()> {
    in_each(home, "wiping a copy", |path| wipe_in(path, goes_on))
}

fn in_time(goes_on: &dyn Fn() -> bool) -> Result<()> {
    if goes_on() { Ok(()) } else { Err(kind(Kind::Closing, "there is no time for it now")) }
}

/// Does this in every copy, also where it fails in another.
fn in_each(home: &Path, what: &'static str, act: impl Fn(&Path) -> Result<()>) -> Result<()> {
    let mut failed = None;
    for path in copies::paths(home)? {
        match act(&path) {
            Ok(()) => {}
            Err(error) if is_damage(&error) => {
                log::warn!("{what} that is damaged: {error:#}");
                copies::remove_damaged(home, &path)?;
            }
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(()), |error| Err(error).context(what))
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
    kind_of(error) == Kind::Damaged || error.downcast_ref::<NotOurs>().is_some()
}

/// The row of `life` that says that something was deleted in a copy, and what is left of it not yet wiped.
const TO_WIPE: &str = "to_wipe";

fn open(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(400))?;
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
    Ok(connection)
}

fn forget_in(path: &Path, named: &Named) -> Result<()> {
    let mut connection = open(path)?;
    // A text is taken out of the index in the forms it was put in.
    words::rebuild_if_outdated(&mut connection)?;
    let tx = connection.transaction()?;
    let before = tx.total_changes();
    for uid in &named.turns {
        let id = tx.query_row("SELECT id FROM turn WHERE uid = ?1", [uid], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            forget_turn(&tx, id)?;
        }
    }
    if (named.draft || !named.turns.is_empty()) && has_table(&tx, "setting")? {
        settings::forget_draft(&tx)?;
    }
    picture::forget_in_copy(&tx, &named.pictures)?;
    if has_table(&tx, "fact")? {
        names::forget_named(&tx, &named.facts)?;
    }
    // Copies are large, and most have nothing to do with what is forgotten: the others are left as they are.
    if tx.total_changes() != before {
        tx.execute("INSERT OR REPLACE INTO life(name, value) VALUES (?1, '')", [TO_WIPE])?;
    }
    tx.commit().context("committing")
}

fn wipe_in(path: &Path, goes_on: &dyn Fn() -> bool) -> Result<()> {
    let mut connection = open(path)?;
    if !connection.prepare("SELECT 1 FROM life WHERE name = ?1")?.exists([TO_WIPE])? {
        return Ok(());
    }
    let mut next = Some(leftovers::FIRST);
    while let Some(first) = next {
        in_time(goes_on)?;
        next = leftovers::wipe_some(&mut connection, first)?;
    }
    connection.execute("DELETE FROM life WHERE name = ?1", [TO_WIPE])?;
    Ok(())
}
