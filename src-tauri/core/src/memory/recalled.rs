//! What an answer was given to remember, kept beside it with the reasons, so that it can be shown.

use super::{
    fact::{self, Fact},
    part::{Memory, Source},
};
use crate::{
    conversation::{self, Turn},
    id::{FactId, TurnId},
};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeMap;

/// One memory of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    pub source: Source,
    pub score: f32,
    /// What spoke for it, and how much: the most first; only what did.
    pub why: Vec<(String, f32)>,
}

/// A memory as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub enum Stands {
    Turn(Box<Turn>),
    Fact(Box<Fact>),
}

/// Keeps what an answer was given, in place of what it was given before.
///
/// # Errors
/// When it can't be written.
pub fn keep(tx: &Transaction<'_>, answer: TurnId, memories: &[Memory]) -> Result<()> {
    tx.execute("DELETE FROM recalled WHERE answer = ?1", [answer])?;
    // What was forgotten meanwhile is not referred to.
    let sql = "INSERT INTO recalled(answer, place, turn, fact, score, why)
               SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE (?3 IS NULL OR EXISTS (SELECT 1 FROM turn WHERE id = ?3))
                 AND (?4 IS NULL OR EXISTS (SELECT 1 FROM fact WHERE id = ?4))";
    for (place, memory) in memories.iter().enumerate() {
        let (turn, fact) = match memory.source {
            Source::Turn(turn) => (Some(turn), None),
            Source::Fact(fact) => (None, Some(fact)),
        };
        let why: BTreeMap<&str, f32> = memory.why.iter().map(|(name, part)| (*name, *part)).collect();
        let why = serde_json::to_string(&why)?;
        tx.prepare_cached(sql)?.execute((
            answer,
            i64::try_from(place)?,
            turn,
            fact,
            f64::from(memory.score),
            why,
        ))?;
    }
    Ok(())
}

/// What an answer was given, in the order it was given in. What was forgotten or hidden since is not among it.
///
/// # Errors
/// When the store can't be read.
pub fn of(c: &Connection, answer: TurnId) -> Result<Vec<Recalled>> {
    let sql = "SELECT turn, fact, score, why FROM recalled WHERE answer = ?1
                 AND NOT EXISTS (SELECT 1 FROM turn WHERE turn.id = recalled.turn AND turn.forgotten_at != 0)
                 AND NOT EXISTS (SELECT 1 FROM fact WHERE fact.id = recalled.fact AND fact.forgotten_at != 0)
               ORDER BY place";
    let mut statement = c.prepare_cached(sql)?;
    let rows = statement.query_map([answer], |row| {
        let (turn, fact): (Option<TurnId>, Option<FactId>) = (row.get(0)?, row.get(1)?);
        Ok((turn, fact, row.get::<_, f64>(2)?, row.get::<_, String>(3)?))
    })?;
    let mut recalled = Vec::new();
    for row in rows {
        let (turn, fact, score, why) = row?;
        let Some(source) = turn.map(Source::Turn).or(fact.map(Source::Fact)) else { continue };
        let parts: BTreeMap<String, f32> =
            serde_json::from_str(&why).context("why something was remembered")?;
        let mut why: Vec<(String, f32)> = parts.into_iter().filter(|(_, part)| *part > 0.0).collect();
        why.sort_by(|a, b| b.1.total_cmp(&a.1));
        recalled.push(Recalled { source, score: score as f32, why });
    }
    Ok(recalled)
}

/// As [`of`], each with what it refers to.
///
/// # Errors
/// When the store can't be read.
pub fn standing(c: &Connection, answer: TurnId, now: i64) -> Result<Vec<(Recalled, Stands)>> {
    let stand = |recalled: Recalled| {
        let stands = match recalled.source {
            Source::Turn(turn) => Stands::Turn(Box::new(conversation::by_id(c, turn)?)),
            Source::Fact(fact) => Stands::Fact(Box::new(fact::by_id(c, fact, now)?)),
        };
        Ok((recalled, stands))
    };
    of(c, answer)?.into_iter().map(stand).collect()
}
