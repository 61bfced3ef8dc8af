//! What is meant by what is to be forgotten.

use super::Learning;
use crate::{
    conversation::{self, Speaker, Turn, Walk},
    id::{FactId, TurnId},
    memory::{
        self, Asked,
        fact::{self, Fact},
        part::fact_words,
        wish::{Subject, Whole, Wish},
    },
    people,
};
use anyhow::Result;
use rusqlite::Connection;
use std::collections::HashSet;

/// Turns, and facts, offered at most, of so many turns looked at.
const OFFERED: usize = 30;
const LOOKED_AT: usize = 200;

/// The turns and facts that are meant. The turn that asks repeats it, and is among them.
pub(super) fn by(
    c: &Connection,
    turn: &Turn,
    wish: &Wish,
    learning: &Learning,
) -> Result<(Vec<TurnId>, Vec<FactId>)> {
    match wish.whole {
        Whole::About => {}
        Whole::LastSaid => return Ok((last_said(c, turn.id)?, Vec::new())),
        Whole::Everything => return Ok((Vec::new(), Vec::new())),
    }
    let subject = Subject::of(&wish.about);
    let mut turns = turns_about(c, turn, wish, &subject, learning)?;
    let facts = facts_about(c, turn, &subject, &turns, learning)?;
    if !turns.is_empty() || !facts.is_empty() {
        turns.push(turn.id);
    }
    Ok((turns, facts))
}

/// The turns that say it, and what answered them.
fn turns_about(
    c: &Connection,
    turn: &Turn,
    wish: &Wish,
    subject: &Subject,
    learning: &Learning,
) -> Result<Vec<TurnId>> {
    let user = fact::name_of_user(c)?.unwrap_or_default();
    let asked = Asked {
        words: &wish.about,
        at: learning.at,
        user: &user,
        companion: &learning.companion,
        before: Some(turn.id),
        meaning: None,
    };
    let mut turns: Vec<TurnId> = Vec::new();
    let mut offered = 0;
    for found in memory::recall(c, &asked, LOOKED_AT)? {
        let said = conversation::by_id(c, found.turn)?;
        if subject.is_of(&Subject::of(&said.text)) {
            turns.push(found.turn);
            turns.extend(conversation::reply_to(c, found.turn)?.map(|reply| reply.id));
            offered += 1;
        }
        if offered == OFFERED {
            break;
        }
    }
    turns.sort_unstable();
    turns.dedup();
    Ok(turns)
}

/// The facts that say it, and those that stand on nothing but these turns; what ended and what was a mistake among them.
/// Whether one is pinned says nothing of what it is about.
fn facts_about(
    c: &Connection,
    turn: &Turn,
    subject: &Subject,
    turns: &[TurnId],
    learning: &Learning,
) -> Result<Vec<FactId>> {
    let wanted = fact::Wanted { past: true, limit: usize::MAX, ..fact::Wanted::default() };
    let going: HashSet<TurnId> = turns.iter().copied().chain([turn.id]).collect();
    let people = people::all(c)?;
    let says = |fact: &Fact| subject.is_of(&Subject::of(&fact_words(fact, &people)));
    let mut facts = Vec::new();
    for fact in fact::list(c, &wanted, learning.at.timestamp_millis())?.facts {
        if says(&fact) || stands_on_nothing_but(c, fact.id, &going)? {
            facts.push(fact.id);
        }
        if facts.len() == OFFERED {
            break;
        }
    }
    Ok(facts)
}

fn stands_on_nothing_but(c: &Connection, fact: FactId, turns: &HashSet<TurnId>) -> Result<bool> {
    let sql = "SELECT DISTINCT turn FROM receipt WHERE fact = ?1 AND role = 'says'";
    let of: Vec<TurnId> =
        c.prepare_cached(sql)?.query_map([fact], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(!of.is_empty() && of.iter().all(|turn| turns.contains(turn)))
}

/// The person's words before this turn, and what answered them.
fn last_said(c: &Connection, before: TurnId) -> Result<Vec<TurnId>> {
    let mut turns = Vec::new();
    conversation::latest(c, Some(before), |turn| {
        turns.push(turn.id);
        if turn.speaker == Speaker::User { Walk::Stop } else { Walk::On }
    })?;
    turns.reverse();
    Ok(turns)
}
