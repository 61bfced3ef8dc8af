//! What a turn said before, and attempts at an answer that did not become whole.

use super::turn::{self, Answer, Moment, Turn, TurnState};
use crate::{
    error::{Kind, kind},
    id::{TurnId, VersionId},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

/// One version of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: VersionId,
    pub turn: TurnId,
    pub text: String,
    pub state: TurnState,
    pub said: Moment,
    pub answer: Answer,
}

const COLUMNS: &str = "id, turn, text, state, said_at, zone, offset_seconds, model, host, failure";

fn read(row: &Row<'_>) -> rusqlite::Result<Version> {
    Ok(Version {
        id: row.get(0)?,
        turn: row.get(1)?,
        text: row.get(2)?,
        state: row.get(3)?,
        said: Moment { at: row.get(4)?, zone: row.get(5)?, offset_seconds: row.get(6)? },
        answer: Answer { model: row.get(7)?, host: row.get(8)?, failure: row.get(9)? },
    })
}

/// The versions of a turn, newest first.
///
/// # Errors
/// When the store can't be read.
pub fn of_turn(c: &Connection, turn: TurnId) -> Result<Vec<Version>> {
    let sql =
        format!("SELECT {COLUMNS} FROM version WHERE turn = ?1 AND state != 'streaming' ORDER BY id DESC");
    Ok(c.prepare_cached(&sql)?.query_map([turn], read)?.collect::<rusqlite::Result<_>>()?)
}

/// The version of this id.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn by_version_id(c: &Connection, id: VersionId) -> Result<Version> {
    c.prepare_cached(&format!("SELECT {COLUMNS} FROM version WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?
        .ok_or_else(|| kind(Kind::Gone, "that version is not there any more"))
}

/// Keeps what a turn says now as a version.
pub(super) fn keep(tx: &Transaction<'_>, turn: &Turn) -> Result<VersionId> {
    insert(tx, turn.id, &turn.text, turn.state, &turn.said, &turn.answer)
}

fn insert(
    tx: &Transaction<'_>,
    turn: TurnId,
    text: &str,
    state: TurnState,
    said: &Moment,
    answer: &Answer,
) -> Result<VersionId> {
    tx.prepare_cached(
        "INSERT INTO version(turn, text, state, said_at, zone, offset_seconds, model, host, failure)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(rusqlite::params![
        turn,
        text,
        state,
        said.at,
        said.zone,
        said.offset_seconds,
        answer.model,
        answer.host,
        answer.failure
    ])?;
    Ok(VersionId(tx.last_insert_rowid()))
}

/// Opens another attempt at the answer `turn`, with its first words. The turn stays as it is.
///
/// # Errors
/// [`Kind::Gone`] when the turn was removed meanwhile.
pub fn begin_attempt(
    tx: &Transaction<'_>,
    turn: TurnId,
    text: &str,
    answer: &Answer,
    said: &Moment,
) -> Result<VersionId> {
    turn::by_id(tx, turn)?;
    insert(tx, turn, text, TurnState::Streaming, said, answer)
}

/// Keeps what has streamed of an attempt so far.
///
/// # Errors
/// [`Kind::Gone`] when it was removed meanwhile.
pub fn write_attempt(tx: &Transaction<'_>, id: VersionId, text: &str, answer: &Answer) -> Result<()> {
    let sql = "UPDATE version SET text = ?2, model = ?3, host = ?4 WHERE id = ?1 AND state = 'streaming'";
    let n = tx.prepare_cached(sql)?.execute((id, text, &answer.model, &answer.host))?;
    if n == 0 { Err(kind(Kind::Gone, "the attempt was removed")) } else { Ok(()) }
}

/// Ends an attempt. A whole one changes places with what the turn said, which becomes the version; any other stays a
/// version itself. Gives the turn, and the attempt where it stayed one.
///
/// # Errors
/// [`Kind::Gone`] when it was removed meanwhile.
pub fn close_attempt(
    tx: &Transaction<'_>,
    id: VersionId,
    text: &str,
    state: TurnState,
    answer: &Answer,
) -> Result<(Turn, Option<Version>)> {
    write_attempt(tx, id, text, answer)?;
    tx.execute("UPDATE version SET state = ?2, failure = ?3 WHERE id = ?1", (id, state, &answer.failure))?;
    let attempt = by_version_id(tx, id)?;
    if state != TurnState::Complete {
        return Ok((turn::by_id(tx, attempt.turn)?, Some(attempt)));
    }
    let old = turn::by_id(tx, attempt.turn)?;
    tx.execute("DELETE FROM version WHERE id = ?1", [id])?;
    // An answer that failed before its first word left nothing worth a version.
    if !old.text.is_empty() {
        keep(tx, &old)?;
    }
    turn::unindex(tx, old.id, &old.text)?;
    tx.execute(
        "UPDATE turn SET text = ?2, state = ?3, said_at = ?4, zone = ?5, offset_seconds = ?6, model = ?7, host = ?8,
         failure = ?9 WHERE id = ?1",
        rusqlite::params![
            old.id,
            text,
            state,
            attempt.said.at,
            attempt.said.zone,
            attempt.said.offset_seconds,
            answer.model,
            answer.host,
            answer.failure
        ],
    )?;
    turn::index(tx, old.id, text)?;
    Ok((turn::by_id(tx, old.id)?, None))
}

pub(super) fn close_left_open(tx: &Transaction<'_>) -> Result<Vec<TurnId>> {
    tx.execute("DELETE FROM version WHERE state = 'streaming' AND text = ''", [])?;
    let turns = tx
        .prepare("SELECT DISTINCT turn FROM version WHERE state = 'streaming'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    tx.execute("UPDATE version SET state = 'cut_off' WHERE state = 'streaming'", [])?;
    Ok(turns)
}
