//! Removal of words: hidden at once, undoable for ten seconds, then final. What becomes of all that stands on them is in
//! the module `forgetting` of its own, below memory.

use super::{episode, picture, summary, turn};
use crate::{
    error::{Kind, kind},
    id::{EpisodeId, TurnId, Uid},
    store::words,
};
use anyhow::Result;
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

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

/// Forgets a turn with its versions, its pictures, the summaries that stand on it and its words in the index. `None`
/// when there was none (any more). For copies of older schemas, too.
pub(crate) fn forget_words(c: &Connection, id: TurnId) -> Result<Option<Uid>> {
    let found = c
        .prepare("SELECT uid, text, state, episode FROM turn WHERE id = ?1")?
        .query_row([id], |row| {
            let (uid, text): (Uid, String) = (row.get(0)?, row.get(1)?);
            let (state, episode): (turn::TurnState, EpisodeId) = (row.get(2)?, row.get(3)?);
            Ok((uid, text, state, episode))
        })
        .optional()?;
    let Some((uid, text, state, in_episode)) = found else { return Ok(None) };
    // Also what it said before was in the index once.
    let mut texts: Vec<String> = c
        .prepare("SELECT text FROM version WHERE turn = ?1")?
        .query_map([id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if state != turn::TurnState::Streaming {
        turn::unindex(c, id, &text)?;
    }
    texts.push(text);
    words::leave_no_sign(c, &texts)?;
    c.execute("DELETE FROM version WHERE turn = ?1", [id])?;
    picture::forget_of_turn(c, id)?;
    summary::forget_of_turn(c, id)?;
    c.execute("UPDATE turn SET reply_to = 0 WHERE reply_to = ?1", [id])?;
    c.execute("DELETE FROM turn WHERE id = ?1", [id])?;
    episode::drop_if_empty(c, in_episode)?;
    Ok(Some(uid))
}
