//! Turns group into episodes by silence.

use crate::id::{EpisodeId, Uid};
use anyhow::Result;
use chrono::TimeDelta;
use rusqlite::{OptionalExtension as _, Transaction};

/// A silence longer than this begins a new episode.
pub const SILENCE: TimeDelta = TimeDelta::minutes(45);

/// The episode in which something said at `at` (Unix milliseconds) belongs, and marks it as lasting till then.
pub(super) fn at(tx: &Transaction<'_>, at: i64) -> Result<EpisodeId> {
    let latest = tx
        .prepare_cached("SELECT id, ended_at FROM episode ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get::<_, EpisodeId>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    // A clock set back must not open an episode: only a silence forwards does.
    if let Some((id, ended_at)) = latest
        && at - ended_at <= SILENCE.num_milliseconds()
    {
        tx.prepare_cached("UPDATE episode SET ended_at = ?2 WHERE id = ?1")?.execute((id, at))?;
        return Ok(id);
    }
    tx.prepare_cached("INSERT INTO episode(uid, began_at, ended_at) VALUES (?1, ?2, ?2)")?
        .execute((Uid::random()?, at))?;
    Ok(EpisodeId(tx.last_insert_rowid()))
}

/// Removes an episode once its last turn is forgotten.
pub(super) fn drop_if_empty(tx: &rusqlite::Connection, id: EpisodeId) -> Result<()> {
    tx.execute(
        "DELETE FROM episode WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM turn WHERE episode = ?1)",
        [id],
    )?;
    Ok(())
}
