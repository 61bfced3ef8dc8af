//! What never goes to a model that isn't here: private facts, the turns that prove them, what was answered with them, and what
//! stands on nothing else.

use super::{Fact, MadeBy};
use crate::id::{FactId, TurnId};
use anyhow::Result;
use rusqlite::Connection;
use std::collections::HashSet;

/// Those of `turns` that never go away.
///
/// # Errors
/// When the store can't be read.
pub fn private_turns(c: &Connection, turns: &[TurnId]) -> Result<HashSet<TurnId>> {
    if turns.is_empty() {
        return Ok(HashSet::new());
    }
    let private = all_private(c)?;
    Ok(turns.iter().copied().filter(|turn| private.contains(turn)).collect())
}

/// Every turn that never goes away: those that prove something private, the answers to these, and the answers that were given any of it
/// to remember, for they may say it.
///
/// # Errors
/// When the store can't be read.
pub fn all_private(c: &Connection) -> Result<HashSet<TurnId>> {
    let sql = "WITH RECURSIVE private(id) AS (
                 SELECT r.turn FROM fact AS f JOIN receipt AS r ON r.fact = f.id WHERE f.private = 1
                 UNION SELECT q.answer FROM fact AS f JOIN recalled AS q ON q.fact = f.id WHERE f.private = 1
                 UNION SELECT turn.id FROM private JOIN turn ON turn.reply_to = private.id WHERE turn.reply_to != 0
                 UNION SELECT q.answer FROM private JOIN recalled AS q ON q.turn = private.id WHERE q.turn IS NOT NULL)
               SELECT id FROM private";
    Ok(c.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Those of these facts that may go away: neither private themselves, nor proved by private turns alone.
///
/// # Errors
/// When the store can't be read.
pub fn that_may_go(c: &Connection, facts: Vec<Fact>) -> Result<Vec<Fact>> {
    let private = all_private(c)?;
    let mut may = Vec::new();
    for fact in facts {
        let hidden = fact.private || fact.made_by != MadeBy::Person && is_only_on(c, fact.id, &private)?;
        if !hidden {
            may.push(fact);
        }
    }
    Ok(may)
}

/// Whether all that proves a fact is among these turns.
fn is_only_on(c: &Connection, fact: FactId, private: &HashSet<TurnId>) -> Result<bool> {
    if private.is_empty() {
        return Ok(false);
    }
    let sql = "SELECT turn FROM receipt WHERE fact = ?1 AND role = 'says'";
    let turns: Vec<TurnId> =
        c.prepare_cached(sql)?.query_map([fact], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(!turns.is_empty() && turns.iter().all(|turn| private.contains(turn)))
}

/// Makes a fact as private as one it follows: it tells of the same.
///
/// # Errors
/// When it can't be written.
pub(super) fn follow(c: &Connection, fact: FactId, of: FactId) -> Result<()> {
    let sql = "UPDATE fact SET private = 1 WHERE id = ?1 AND (SELECT private FROM fact WHERE id = ?2) = 1";
    c.prepare_cached(sql)?.execute((fact, of))?;
    Ok(())
}
