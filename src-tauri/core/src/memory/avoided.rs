//! What is not to be brought up: no memory of it is given to a model, and the model is told to leave it.

use crate::{
    error::{Kind, kind},
    id::{AvoidedId, TurnId, Uid},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// Something that is not to be brought up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avoided {
    pub id: AvoidedId,
    /// As it was asked for.
    pub words: String,
    /// The turn that asked for it.
    pub turn: Option<TurnId>,
    /// Unix milliseconds UTC.
    pub since: i64,
}

/// Characters of what is avoided at most.
const LONGEST: usize = 200;

/// All of it, newest first; what was asked for in a hidden turn is left out.
///
/// # Errors
/// When the store can't be read.
pub fn all(c: &Connection) -> Result<Vec<Avoided>> {
    let sql = "SELECT id, words, turn, since FROM avoided
               WHERE NOT EXISTS (SELECT 1 FROM turn WHERE turn.id = avoided.turn AND turn.forgotten_at != 0)
               ORDER BY id DESC";
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Avoided { id: row.get(0)?, words: row.get(1)?, turn: row.get(2)?, since: row.get(3)? })
    };
    Ok(c.prepare_cached(sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Adds something, asked for in this turn or by hand. The same words twice are kept once.
///
/// # Errors
/// [`Kind::BadInput`] when there are no words.
pub fn add(tx: &Transaction<'_>, words: &str, turn: Option<TurnId>, now: i64) -> Result<Avoided> {
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().take(LONGEST).collect();
    if words.is_empty() {
        return Err(kind(Kind::BadInput, "there are no words"));
    }
    let known = tx
        .prepare_cached("SELECT id, turn, since FROM avoided WHERE words = ?1")?
        .query_row([&words], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((id, turn, since)) = known {
        return Ok(Avoided { id, words, turn, since });
    }
    tx.execute(
        "INSERT INTO avoided(uid, words, turn, since) VALUES (?1, ?2, ?3, ?4)",
        (Uid::random()?, &words, turn, now),
    )?;
    Ok(Avoided { id: AvoidedId(tx.last_insert_rowid()), words, turn, since: now })
}

/// It may be brought up again.
///
/// # Errors
/// [`Kind::Gone`] when there is no such thing.
pub fn allow(tx: &Transaction<'_>, id: AvoidedId) -> Result<()> {
    let n = tx.execute("DELETE FROM avoided WHERE id = ?1", [id])?;
    if n == 0 { Err(kind(Kind::Gone, "it may be brought up already")) } else { Ok(()) }
}

/// Takes back what a turn asked for.
///
/// # Errors
/// When it can't be written.
pub fn allow_of_turn(tx: &Transaction<'_>, turn: TurnId) -> Result<()> {
    tx.execute("DELETE FROM avoided WHERE turn = ?1", [turn])?;
    Ok(())
}
