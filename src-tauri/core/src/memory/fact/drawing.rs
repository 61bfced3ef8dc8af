//! Which part of the talk the quiet model is to draw facts from next, and how far it has.

use crate::{
    conversation::{self, SILENCE, Speaker, Turn, Walk},
    id::{EpisodeId, TurnId},
};
use anyhow::Result;
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// Turns of an episode that goes on after which it is drawn from all the same.
const ENOUGH: usize = 20;
/// Bytes of turns shown at a time.
const LOOKED_AT: usize = 10_000;
/// Turns shown at a time.
const MOST: usize = 40;
/// Episodes back to which it goes: what is older than these was there before there was a quiet model.
const EPISODES: i64 = 300;
/// Times a part is tried before it is left.
const TRIES: i64 = 3;
/// After a first try in vain; each further one waits twice as long.
const AGAIN: TimeDelta = TimeDelta::minutes(10);

/// A part of one episode.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub episode: EpisodeId,
    /// In order. Hidden ones are not among them, nor what is to be left out.
    pub turns: Vec<Turn>,
    /// It reaches up to and with this turn.
    pub last: TurnId,
}

/// The next part at `now` (Unix milliseconds UTC), newest episode first: of one that has ended, or with twenty turns not drawn
/// from. `None` where there is none, or none that may be tried now.
///
/// # Errors
/// When the store can't be read.
pub fn next(c: &Connection, now: i64) -> Result<Option<Part>> {
    let sql = "SELECT e.id, e.ended_at, coalesce(d.turn, 0), e.id = (SELECT max(id) FROM episode)
               FROM episode AS e LEFT JOIN drawn AS d ON d.episode = e.id
               WHERE e.id > (SELECT max(id) FROM episode) - ?1 AND coalesce(d.again_at, 0) <= ?2
                 AND (SELECT max(id) FROM turn WHERE episode = e.id) > coalesce(d.turn, 0)
               ORDER BY e.id DESC";
    let mut statement = c.prepare_cached(sql)?;
    let mut rows = statement.query((EPISODES, now))?;
    while let Some(row) = rows.next()? {
        let (episode, ended_at): (EpisodeId, i64) = (row.get(0)?, row.get(1)?);
        let (drawn, newest): (TurnId, bool) = (row.get(2)?, row.get(3)?);
        let turns = after(c, episode, drawn)?;
        let goes_on = newest && now - ended_at <= SILENCE.num_milliseconds();
        let (Some(last), true) = (turns.last().map(|turn| turn.id), !goes_on || turns.len() >= ENOUGH) else {
            continue;
        };
        return Ok(Some(Part { episode, last, turns }));
    }
    Ok(None)
}

fn after(c: &Connection, episode: EpisodeId, drawn: TurnId) -> Result<Vec<Turn>> {
    let sql = "SELECT id FROM turn WHERE episode = ?1 AND id > ?2 AND forgotten_at = 0 AND state != 'streaming' ORDER BY id LIMIT ?3";
    let ids: Vec<TurnId> = c
        .prepare_cached(sql)?
        .query_map((episode, drawn, MOST as i64), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let (mut turns, mut bytes) = (Vec::new(), 0);
    for id in ids {
        let Some(turn) = conversation::if_there(c, id)? else { continue };
        bytes += turn.text.len();
        if bytes > LOOKED_AT && !turns.is_empty() {
            break;
        }
        turns.push(turn);
    }
    Ok(turns)
}

/// Notes that a part was drawn from.
///
/// # Errors
/// When it can't be written.
pub fn done(tx: &Transaction<'_>, part: &Part) -> Result<()> {
    // The episode may have been forgotten meanwhile.
    let sql = "INSERT INTO drawn(episode, turn) SELECT id, ?2 FROM episode WHERE id = ?1
               ON CONFLICT(episode) DO UPDATE SET turn = excluded.turn, tries = 0, again_at = 0";
    tx.execute(sql, (part.episode, part.last))?;
    Ok(())
}

/// What a try in vain cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vain {
    /// Words went there: three of these, and the part is left.
    Paid,
    /// Nothing was answered: it is tried again later.
    Free,
}

/// Notes that nothing could be drawn from a part: it is tried again later, each time after twice as long, and not for ever where
/// it was paid for.
///
/// # Errors
/// When it can't be written.
pub fn failed(tx: &Transaction<'_>, part: &Part, vain: Vain, now: i64) -> Result<()> {
    let sql = "SELECT tries FROM drawn WHERE episode = ?1";
    let tries: i64 = tx.query_row(sql, [part.episode], |row| row.get(0)).optional()?.unwrap_or(0);
    if vain == Vain::Paid && tries + 1 >= TRIES {
        return done(tx, part);
    }
    let again = now + AGAIN.num_milliseconds() * (1 << tries.clamp(0, 8));
    // Where it cost nothing only the waiting grows, up to the last step before it would be left.
    let next = if vain == Vain::Paid { tries + 1 } else { tries };
    let sql = "INSERT INTO drawn(episode, tries, again_at) SELECT id, ?2, ?3 FROM episode WHERE id = ?1
               ON CONFLICT(episode) DO UPDATE SET tries = excluded.tries, again_at = excluded.again_at";
    tx.execute(sql, (part.episode, next, again))?;
    Ok(())
}

/// The user's newest turns of some length before which nothing was concluded yet, oldest first, about `bytes` in all.
///
/// # Errors
/// When the store can't be read.
pub(super) fn newest_of_user(c: &Connection, bytes: usize) -> Result<Vec<Turn>> {
    let (mut turns, mut so_far) = (Vec::new(), 0);
    conversation::latest(c, None, |turn| {
        if turn.speaker == Speaker::User && turn.text.len() >= 40 {
            so_far += turn.text.len().min(400);
            turns.push(turn);
        }
        if so_far > bytes || turns.len() >= 120 { Walk::Stop } else { Walk::On }
    })?;
    turns.reverse();
    Ok(turns)
}
