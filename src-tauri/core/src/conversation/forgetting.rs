//! Removal: hidden at once, undoable for ten seconds, then final. After a final one no byte of it is left in the
//! database, its WAL, the index, the versions, its pictures, the summaries, the copies or a database that was set aside
//! and opens.

use super::{episode, picture, summary, turn};
use crate::{
    error::{Kind, kind},
    id::{EpisodeId, TurnId, Uid},
    store::{SCHEMA_VERSION, copies},
};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::path::Path;

/// How long a removal can be undone.
pub const UNDO: TimeDelta = TimeDelta::seconds(10);

/// Hides a turn until `at` (Unix milliseconds), when it is to be forgotten.
///
/// # Errors
/// [`Kind::Gone`] when there is none; [`Kind::NotNow`] while it is being answered.
pub fn hide(tx: &Transaction<'_>, id: TurnId, at: i64) -> Result<()> {
    let turn = turn::by_id(tx, id)?;
    if turn.state == turn::TurnState::Streaming {
        return Err(kind(Kind::NotNow, "the answer is still being made"));
    }
    tx.execute("UPDATE turn SET forgotten_at = ?2 WHERE id = ?1", (id, at))?;
    Ok(())
}

/// Brings a hidden turn back.
///
/// # Errors
/// [`Kind::Gone`] when it was forgotten already.
pub fn bring_back(tx: &Transaction<'_>, id: TurnId) -> Result<()> {
    let n = tx.execute("UPDATE turn SET forgotten_at = 0 WHERE id = ?1", [id])?;
    if n == 0 { Err(kind(Kind::Gone, "it was forgotten already")) } else { Ok(()) }
}

/// Forgets a turn with its versions, its pictures, the summaries that stand on it and its words in the index. The caller checkpoints the store afterwards, then
/// forgets in the copies. `None` when there was none (any more).
///
/// # Errors
/// When it can't be written.
pub fn forget(tx: &Connection, id: TurnId) -> Result<Option<Uid>> {
    let found = tx
        .prepare("SELECT uid, text, state, episode FROM turn WHERE id = ?1")?
        .query_row([id], |row| {
            let (uid, text): (Uid, String) = (row.get(0)?, row.get(1)?);
            let (state, episode): (turn::TurnState, EpisodeId) = (row.get(2)?, row.get(3)?);
            Ok((uid, text, state, episode))
        })
        .optional()?;
    let Some((uid, text, state, in_episode)) = found else { return Ok(None) };
    if state != turn::TurnState::Streaming {
        turn::unindex(tx, id, &text)?;
    }
    tx.execute("DELETE FROM version WHERE turn = ?1", [id])?;
    picture::forget_of_turn(tx, id)?;
    summary::forget_of_turn(tx, id)?;
    tx.execute("UPDATE turn SET reply_to = 0 WHERE reply_to = ?1", [id])?;
    tx.execute("DELETE FROM turn WHERE id = ?1", [id])?;
    episode::drop_if_empty(tx, in_episode)?;
    Ok(Some(uid))
}

/// Forgets the turns and the pictures of these uids in every copy of the database and in every one that was set aside
/// (restoring does that with a whole one), and removes what a copy that was cut off left behind. A picture has to be named itself: in a copy made before its words were said it is still the draft's.
/// What does not open is left, and logged. No copy may be being made. Blocks.
///
/// # Errors
/// When the folder of copies can't be read.
pub fn forget_in_copies(home: &Path, turns: &[Uid], pictures: &[Uid]) -> Result<()> {
    copies::remove_unfinished(home)?;
    for path in copies::paths(home)? {
        if let Err(error) = forget_in_copy(&path, turns, pictures) {
            log::warn!("forgetting in a copy: {error:#}");
        }
    }
    Ok(())
}

fn forget_in_copy(path: &Path, turns: &[Uid], pictures: &[Uid]) -> Result<()> {
    let mut connection = Connection::open(path)?;
    connection
        .execute_batch("PRAGMA secure_delete=ON; PRAGMA journal_mode=DELETE; PRAGMA foreign_keys=ON;")?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // Turns, versions and words are as they were since the first schema.
    if !(1..=SCHEMA_VERSION).contains(&version) {
        anyhow::bail!("a copy of version {version}");
    }
    let tx = connection.transaction()?;
    for uid in turns {
        let id = tx.query_row("SELECT id FROM turn WHERE uid = ?1", [uid], |row| row.get(0)).optional()?;
        if let Some(id) = id {
            forget(&tx, id)?;
        }
    }
    picture::forget_in_copy(&tx, pictures)?;
    tx.commit().context("committing")
}
