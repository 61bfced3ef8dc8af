//! What was said in turns that a prompt no longer holds, in a few sentences of a model's. A summary stands on its turns:
//! when one of them is forgotten, so is the summary.

use super::turn::{self, Turn, Walk};
use crate::{
    id::{TurnId, Uid},
    store::has_table,
};
use anyhow::Result;
use rusqlite::{Connection, Transaction};

/// One summary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The turns it stands on, from the first to the last.
    pub first: TurnId,
    pub last: TurnId,
    pub text: String,
}

/// The newest summaries of turns before `start` (of all, without one), oldest first. One that stands on a turn that is
/// being removed is left out.
///
/// # Errors
/// When the store can't be read.
pub fn newest(c: &Connection, start: Option<TurnId>, limit: usize) -> Result<Vec<Summary>> {
    let sql = "SELECT first, last, text FROM summary AS s WHERE last < ?1 AND NOT EXISTS
               (SELECT 1 FROM turn WHERE forgotten_at != 0 AND turn.id BETWEEN s.first AND s.last)
               ORDER BY last DESC LIMIT ?2";
    let read =
        |row: &rusqlite::Row<'_>| Ok(Summary { first: row.get(0)?, last: row.get(1)?, text: row.get(2)? });
    let wanted = (start.map_or(i64::MAX, |start| start.0), i64::try_from(limit).unwrap_or(i64::MAX));
    let mut found: Vec<_> =
        c.prepare_cached(sql)?.query_map(wanted, read)?.collect::<rusqlite::Result<_>>()?;
    found.reverse();
    Ok(found)
}

/// The turns before `start` that no summary stands on yet, oldest first: the newest of them, about `bytes` at most.
///
/// # Errors
/// When the store can't be read.
pub fn missing(c: &Connection, start: TurnId, bytes: usize) -> Result<Vec<Turn>> {
    let sql = "SELECT coalesce(max(last), 0) FROM summary WHERE last < ?1";
    let told: TurnId = c.prepare_cached(sql)?.query_row([start], |row| row.get(0))?;
    let (mut turns, mut so_far) = (Vec::new(), 0);
    turn::latest(c, Some(start), |turn| {
        if turn.id <= told || so_far > bytes {
            return Walk::Stop;
        }
        so_far += turn.text.len();
        if !turn.text.trim().is_empty() {
            turns.push(turn);
        }
        Walk::On
    })?;
    turns.reverse();
    Ok(turns)
}

/// Keeps a summary of these turns, unless one of them was removed or changed meanwhile. Gives whether it was kept.
///
/// # Errors
/// When it can't be written.
pub fn keep(tx: &Transaction<'_>, turns: &[Turn], text: &str, now: i64) -> Result<bool> {
    let (Some(first), Some(last)) = (turns.first(), turns.last()) else { return Ok(false) };
    for turn in turns {
        let now = turn::if_there(tx, turn.id)?;
        if now.is_none_or(|now| now.forgotten_at.is_some() || now.text != turn.text) {
            return Ok(false);
        }
    }
    let sql = "INSERT INTO summary(uid, first, last, text, made_at) VALUES (?1, ?2, ?3, ?4, ?5)";
    tx.execute(sql, (Uid::random()?, first.id, last.id, text, now))?;
    Ok(true)
}

/// Forgets every summary that stands on a turn. For copies of older schemas, too.
///
/// # Errors
/// When it can't be written.
pub(super) fn forget_of_turn(c: &Connection, turn: TurnId) -> Result<()> {
    if has_table(c, "summary")? {
        c.execute("DELETE FROM summary WHERE ?1 BETWEEN first AND last", [turn])?;
    }
    Ok(())
}
