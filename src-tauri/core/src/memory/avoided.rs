//! What is not to be brought up: no memory of it is given to a model, and the model is told to leave it.

use super::{
    fact::{self, Fact, Goes},
    wish::{Subject, WishKind},
    wishes::KeptWish,
};
use crate::{
    conversation::{self, Turn},
    error::{Kind, kind},
    id::{AvoidedId, TurnId, Uid},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::collections::HashSet;

/// Something that is not to be brought up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Avoided {
    pub id: AvoidedId,
    /// As it was asked for.
    pub words: String,
    /// The turn that asked for it, or the one it was said in, where "that" was asked for.
    pub turn: Option<TurnId>,
    /// Unix milliseconds UTC.
    pub since: i64,
}

/// Characters of what is avoided at most.
const LONGEST: usize = 200;
/// Tokens that a prompt tells of it at most, by the stated estimate of three bytes each.
const TOLD: usize = 300;

/// All of it, newest first, what was asked for twice once; what was asked for in a hidden turn is left out.
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
    let mut all: Vec<Avoided> =
        c.prepare_cached(sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
    let mut seen = HashSet::new();
    all.retain(|avoided| seen.insert(avoided.words.clone()));
    Ok(all)
}

/// The words in one line, as many as are kept.
fn tidy(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(LONGEST).collect()
}

/// Adds something, asked for in this turn or by hand. Each turn that asks keeps it, so that it stays as long as one of them
/// does; the same words twice in one turn, or by hand, are kept once.
///
/// # Errors
/// [`Kind::BadInput`] when there are no words.
pub fn add(tx: &Transaction<'_>, words: &str, turn: Option<TurnId>, now: i64) -> Result<Avoided> {
    let words = tidy(words);
    if words.is_empty() {
        return Err(kind(Kind::BadInput, "there are no words"));
    }
    let known = tx
        .prepare_cached("SELECT id, since FROM avoided WHERE words = ?1 AND turn IS ?2")?
        .query_row((&words, turn), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, since)) = known {
        return Ok(Avoided { id, words, turn, since });
    }
    tx.execute(
        "INSERT INTO avoided(uid, words, turn, since) VALUES (?1, ?2, ?3, ?4)",
        (Uid::random()?, &words, turn, now),
    )?;
    Ok(Avoided { id: AvoidedId(tx.last_insert_rowid()), words, turn, since: now })
}

/// It may be brought up again, however often it was asked for.
///
/// # Errors
/// [`Kind::Gone`] when there is no such thing.
pub fn allow(tx: &Transaction<'_>, id: AvoidedId) -> Result<()> {
    let n =
        tx.execute("DELETE FROM avoided WHERE words = (SELECT words FROM avoided WHERE id = ?1)", [id])?;
    if n == 0 { Err(kind(Kind::Gone, "it may be brought up already")) } else { Ok(()) }
}

/// Takes back what a turn asked for, with its words or by pointing to what was said before it.
///
/// # Errors
/// When it can't be written.
pub fn allow_of_turn(tx: &Transaction<'_>, turn: TurnId) -> Result<()> {
    tx.execute("DELETE FROM avoided WHERE turn = ?1", [turn])?;
    let sql = "SELECT about.turn FROM wish JOIN wish_about AS about ON about.wish = wish.turn
               WHERE wish.turn = ?1 AND wish.kind = 'avoid' AND about.turn IS NOT NULL";
    let pointed: Vec<TurnId> =
        tx.prepare_cached(sql)?.query_map([turn], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for pointed in pointed {
        let Some(said) = conversation::if_there(tx, pointed)? else { continue };
        tx.execute("DELETE FROM avoided WHERE turn = ?1 AND words = ?2", (pointed, tidy(&said.text)))?;
    }
    Ok(())
}

/// What is withheld from a model: what is to be avoided, what is private where it goes away, and what the words to be answered
/// ask to have forgotten.
pub struct Withheld<'a> {
    avoided: Vec<Subject>,
    private: HashSet<TurnId>,
    goes: Goes,
    wish: Option<&'a KeptWish>,
}

impl<'a> Withheld<'a> {
    /// # Errors
    /// When the store can't be read.
    pub fn read(c: &Connection, goes: Goes, wish: Option<&'a KeptWish>) -> Result<Self> {
        let private = match goes {
            Goes::Away => fact::all_private(c)?,
            Goes::Here => HashSet::new(),
        };
        let avoided = all(c)?.iter().map(|avoided| Subject::of(&avoided.words)).collect();
        Ok(Self { avoided, private, goes, wish: wish.filter(|wish| wish.kind == WishKind::Forget) })
    }

    fn is_avoided(&self, text: &str) -> bool {
        if self.avoided.is_empty() {
            return false;
        }
        let text = Subject::of(text);
        self.avoided.iter().any(|avoided| avoided.is_of(&text))
    }

    /// Whether this turn is.
    pub fn turn(&self, turn: &Turn) -> bool {
        self.private.contains(&turn.id)
            || self.wish.is_some_and(|wish| wish.turns.contains(&turn.id))
            || self.is_avoided(&turn.text)
    }

    /// Whether this fact is; `words` are the fact's, with those for whom it is of.
    pub fn fact(&self, fact: &Fact, words: &str) -> bool {
        self.goes == Goes::Away && fact.private
            || self.wish.is_some_and(|wish| wish.facts.contains(&fact.id))
            || self.is_avoided(words)
    }
}

/// What a model is told to leave alone, newest first, as far as the budget goes. One that isn't here is not told what a private
/// fact, or the words one stands on, would tell it.
///
/// # Errors
/// When the store can't be read.
pub fn told(c: &Connection, goes: Goes) -> Result<Vec<String>> {
    let mut avoided = all(c)?;
    if goes == Goes::Away && !avoided.is_empty() {
        let turns = fact::all_private(c)?;
        let private = private_facts(c)?;
        avoided.retain(|avoided| {
            let words = Subject::of(&avoided.words);
            let tells = |fact: &Subject| words.is_of(fact) || fact.is_of(&words);
            !avoided.turn.is_some_and(|turn| turns.contains(&turn)) && !private.iter().any(tells)
        });
    }
    let mut left = 3 * TOLD;
    // The mark before a line, and its end.
    let fits = |words: &String| {
        let takes = words.len() + 3;
        let fits = takes <= left;
        left = left.saturating_sub(takes);
        fits
    };
    Ok(avoided.into_iter().map(|avoided| avoided.words).take_while(fits).collect())
}

fn private_facts(c: &Connection) -> Result<Vec<Subject>> {
    let read = |row: &rusqlite::Row<'_>| Ok(Subject::of(&row.get::<_, String>(0)?));
    let mut sql = c.prepare_cached("SELECT text FROM fact WHERE private = 1")?;
    Ok(sql.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests;
