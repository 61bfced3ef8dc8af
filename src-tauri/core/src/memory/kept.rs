//! The tables of what turns mean. That nothing stays of words that change or go, the tables' triggers see to
//! (`store/migrations/vectors.sql`).

use super::meaning::{Centre, Read};
use crate::{
    id::{EpisodeId, TurnId},
    ports::EmbedderId,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

fn to_bytes(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

fn dims(row: &Row<'_>, at: usize) -> rusqlite::Result<usize> {
    Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
}

/// Whose vectors are kept. `None` while there were never any.
pub(super) fn embedder(c: &Connection) -> Result<Option<EmbedderId>> {
    let sql = "SELECT name, dims FROM reader WHERE id = 1";
    let found =
        c.prepare_cached(sql)?.query_row([], |row| Ok(EmbedderId { name: row.get(0)?, dims: dims(row, 1)? }));
    Ok(found.optional()?)
}

/// What all its texts have in common; `None` while vectors of another one are still to go.
pub(super) fn centre(c: &Connection) -> Result<Option<Centre>> {
    let sql = "SELECT name, dims, centre, word_centre FROM reader WHERE id = 1 AND clearing = 0";
    let found = c.prepare_cached(sql)?.query_row([], |row| {
        let (texts, words): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
        Ok(Centre {
            of: row.get(0)?,
            dims: dims(row, 1)?,
            texts: from_bytes(&texts),
            words: from_bytes(&words),
        })
    });
    let found = found.optional()?;
    Ok(found.filter(|centre| centre.texts.len() == centre.dims && centre.words.len() == centre.dims))
}

/// Another embedder reads from now on: what the last one made is out of use, and is to go.
pub(super) fn change_embedder(tx: &Transaction<'_>, centre: &Centre) -> Result<()> {
    tx.execute(
        "INSERT OR REPLACE INTO reader(id, name, dims, centre, word_centre, clearing) VALUES (1, ?1, ?2, ?3, ?4, 1)",
        (&centre.of, centre.dims as i64, to_bytes(&centre.texts), to_bytes(&centre.words)),
    )?;
    Ok(())
}

/// Takes away some of what another embedder made; those turns are to be read again. Says whether more is left.
pub(super) fn clear_some(tx: &Transaction<'_>, most: usize) -> Result<bool> {
    let last: Option<i64> = tx
        .prepare_cached("SELECT max(turn) FROM (SELECT turn FROM vector ORDER BY turn LIMIT ?1)")?
        .query_row([most as i64], |row| row.get(0))?;
    let Some(last) = last else {
        tx.execute("UPDATE reader SET clearing = 0", [])?;
        return Ok(false);
    };
    tx.execute("INSERT OR IGNORE INTO unread SELECT turn FROM vector WHERE turn <= ?1", [last])?;
    tx.execute("DELETE FROM vector_detail WHERE turn <= ?1", [last])?;
    tx.execute("DELETE FROM vector WHERE turn <= ?1", [last])?;
    Ok(true)
}

/// A turn that waits, and the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub turn: TurnId,
    pub text: String,
    pub before: Option<(TurnId, String)>,
}

/// The newest turns that wait to be read, hidden ones left out.
pub(super) fn next(c: &Connection, most: usize) -> Result<Vec<Waiting>> {
    let sql = "SELECT turn.id, turn.episode, turn.text FROM unread JOIN turn ON turn.id = unread.turn
               WHERE turn.forgotten_at = 0 AND turn.state != 'streaming' ORDER BY unread.turn DESC LIMIT ?1";
    let turns = c
        .prepare_cached(sql)?
        .query_map([most as i64], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<Vec<(TurnId, EpisodeId, String)>>>()?;
    let with_before = turns.into_iter().map(|(turn, episode, text)| {
        let sql = "SELECT id, text FROM turn WHERE id < ?1 AND episode = ?2 AND forgotten_at = 0 AND state != 'streaming'
                   AND text != '' ORDER BY id DESC LIMIT 1";
        let before =
            c.prepare_cached(sql)?.query_row((turn, episode), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(Waiting { turn, text, before })
    });
    with_before.collect()
}

/// The turns behind this one that wait.
pub(super) fn waiting_behind(c: &Connection, turn: TurnId, most: i64) -> Result<Vec<TurnId>> {
    let sql = "SELECT turn FROM unread WHERE turn > ?1 ORDER BY turn LIMIT ?2";
    let mut statement = c.prepare_cached(sql)?;
    let turns = statement.query_map((turn, most), |row| row.get(0))?;
    Ok(turns.collect::<rusqlite::Result<_>>()?)
}

/// How many turns wait.
pub(super) fn waiting(c: &Connection) -> Result<u64> {
    let n: i64 = c.prepare_cached("SELECT count(*) FROM unread")?.query_row([], |row| row.get(0))?;
    Ok(n.unsigned_abs())
}

/// Keeps what a turn means; it waits no longer. Says false, and keeps nothing, when its words or those before it are not
/// any more what was read.
pub(super) fn keep(tx: &Transaction<'_>, of: &Waiting, read: Option<&Read>) -> Result<bool> {
    let same = |id: TurnId, text: &str| -> Result<bool> {
        let sql =
            "SELECT 1 FROM turn WHERE id = ?1 AND text = ?2 AND forgotten_at = 0 AND state != 'streaming'";
        Ok(tx.prepare_cached(sql)?.exists((id, text))?)
    };
    let before = of.before.as_ref();
    let stands = same(of.turn, &of.text)?
        && match before {
            Some((id, text)) => same(*id, text)?,
            None => true,
        };
    if !stands {
        return Ok(false);
    }
    tx.prepare_cached("DELETE FROM unread WHERE turn = ?1")?.execute([of.turn])?;
    if let Some(read) = read {
        put(tx, of.turn, before.map(|(id, _)| *id), read)?;
    }
    Ok(true)
}

pub(super) fn put(tx: &Transaction<'_>, turn: TurnId, before: Option<TurnId>, read: &Read) -> Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO vector(turn, before, codes) VALUES (?1, ?2, ?3)")?
        .execute((turn, before.map_or(0, |id| id.0), &read.codes))?;
    tx.prepare_cached("INSERT OR REPLACE INTO vector_detail(turn, exact, words) VALUES (?1, ?2, ?3)")?
        .execute((turn, &read.exact, &read.words))?;
    Ok(())
}

/// The codes of a turn as they are kept, and whether the last is a pair's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeptCodes {
    pub turn: TurnId,
    pub has_pair: bool,
    pub codes: Vec<u8>,
}

/// The codes of the turns behind this one, in order, at most so many.
pub(super) fn page(c: &Connection, after: i64, most: usize) -> Result<Vec<KeptCodes>> {
    let sql = "SELECT turn, before != 0, codes FROM vector WHERE turn > ?1 ORDER BY turn LIMIT ?2";
    let rows = c
        .prepare_cached(sql)?
        .query_map((after, most as i64), |row| {
            Ok(KeptCodes { turn: row.get(0)?, has_pair: row.get(1)?, codes: row.get(2)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// The codes of one turn; empty where there are none.
pub(super) fn of_turn(c: &Connection, turn: TurnId) -> Result<KeptCodes> {
    let sql = "SELECT before != 0, codes FROM vector WHERE turn = ?1";
    let found = c
        .prepare_cached(sql)?
        .query_row([turn], |row| Ok(KeptCodes { turn, has_pair: row.get(0)?, codes: row.get(1)? }))
        .optional()?;
    Ok(found.unwrap_or(KeptCodes { turn, has_pair: false, codes: Vec::new() }))
}

/// What a turn means, exactly, and of each word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Detail {
    pub exact: Vec<u8>,
    pub words: Vec<u8>,
}

pub(super) fn detail(c: &Connection, turn: i64) -> Result<Option<Detail>> {
    let sql = "SELECT exact, words FROM vector_detail WHERE turn = ?1";
    let found = c
        .prepare_cached(sql)?
        .query_row([turn], |row| Ok(Detail { exact: row.get(0)?, words: row.get(1)? }))
        .optional()?;
    Ok(found)
}
