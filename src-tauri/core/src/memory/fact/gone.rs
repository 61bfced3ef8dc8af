//! What becomes of facts when they, or the turns they stand on, are forgotten. What is left is worded, named and dated by the
//! receipts that are left, so that nothing of what was forgotten stays in it.

use super::{
    Fact, FactState, MadeBy, doubt, keys, prove, refused,
    rows::{self, ReceiptRow, Role},
};
use crate::{
    conversation::{self, Turn},
    error::{Kind, kind},
    id::{FactId, PersonId, TurnId, Uid},
    people,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::collections::{BTreeSet, HashSet};

/// Hides a fact until `at` (Unix milliseconds UTC), when it is to be forgotten.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn hide(tx: &Transaction<'_>, id: FactId, at: i64) -> Result<()> {
    set_forgotten_at(tx, id, at)
}

/// Brings a hidden fact back.
///
/// # Errors
/// [`Kind::Gone`] when it was forgotten already.
pub fn bring_back(tx: &Transaction<'_>, id: FactId) -> Result<()> {
    set_forgotten_at(tx, id, 0)
}

fn set_forgotten_at(tx: &Transaction<'_>, id: FactId, at: i64) -> Result<()> {
    let n = tx.execute("UPDATE fact SET forgotten_at = ?2 WHERE id = ?1", (id, at))?;
    if n == 0 { Err(kind(Kind::Gone, "it was forgotten already")) } else { Ok(()) }
}

/// Forgets a fact with its receipts and the mistakes it corrected, and a person of whom nothing else is known. The turns stay,
/// and what said it is not drawn from again. `None` when there is none (any more).
///
/// # Errors
/// When it can't be written.
pub fn forget(c: &Connection, id: FactId) -> Result<Option<Uid>> {
    let sql = "WITH RECURSIVE past(id) AS (SELECT id FROM fact WHERE id = ?1 UNION
                 SELECT fact.id FROM fact JOIN past ON fact.replaced_by = past.id WHERE fact.state = 'corrected')
               SELECT id FROM past";
    let all: Vec<FactId> = ids(c, sql, id.0)?;
    let uid = c
        .prepare_cached("SELECT uid FROM fact WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let mut left = Left::default();
    for id in all {
        if let Some(fact) = rows::if_there(c, id)? {
            refused::words_of(c, &fact)?;
        }
        left.remove(c, id)?;
    }
    left.look_after(c)?;
    Ok(uid)
}

/// Lets go of what stands on a turn: its receipts; facts that nothing says any more, unless by the person's own hand (what
/// they asked her to remember goes with the words that asked it); what she concluded with it. What it closed is open again, unless what took its place stands on
/// other words, too. Where the turn itself stays, what it said is not drawn from it again.
///
/// # Errors
/// When it can't be written.
pub fn forget_of_turn(c: &Connection, turn: TurnId) -> Result<()> {
    let of_role = |role: Role| -> Result<Vec<FactId>> {
        let sql = "SELECT fact FROM receipt WHERE turn = ?1 AND role = ?2 ORDER BY fact";
        Ok(c.prepare_cached(sql)?
            .query_map((turn, role), |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?)
    };
    let (says, ends) = (of_role(Role::Says)?, of_role(Role::Ends)?);
    let (corrects, doubts) = (of_role(Role::Corrects)?, of_role(Role::Doubts)?);
    let context = of_role(Role::Context)?;
    let sql = "SELECT fact, made_at, text FROM receipt WHERE turn = ?1 AND role IN ('says', 'context')";
    let understood: HashSet<(FactId, i64, String)> = c
        .prepare_cached(sql)?
        .query_map([turn], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    // Asked to be remembered by these words, and no other way.
    let sql = "SELECT about.fact FROM wish JOIN wish_about AS about ON about.wish = wish.turn
               JOIN turn ON turn.id = wish.turn JOIN fact ON fact.id = about.fact
               WHERE wish.turn = ?1 AND wish.kind = 'remember' AND fact.learned_at >= turn.said_at";
    let remembered: Vec<FactId> = ids(c, sql, turn.0)?;
    refused::words_in(c, turn)?;
    c.prepare_cached("DELETE FROM receipt WHERE turn = ?1")?.execute([turn])?;
    let mut left = Left { remembered, understood, ..Left::default() };
    for id in says.iter().chain(&ends).chain(&corrects).chain(&doubts).chain(&context) {
        if let Some(fact) = rows::if_there(c, *id)? {
            left.stands_on_rest(c, &fact)?;
        }
    }
    for id in ends.iter().chain(&corrects) {
        if let Some(fact) = rows::if_there(c, *id)? {
            open_again(c, &fact)?;
        }
    }
    left.look_after(c)
}

/// As [`forget_of_turn`], for a turn that got other words: the quiet model is to read it anew.
///
/// # Errors
/// When it can't be written.
pub fn words_changed(c: &Connection, turn: TurnId) -> Result<()> {
    forget_of_turn(c, turn)?;
    refused::forget_of_turn(c, turn)?;
    let sql = "UPDATE drawn SET turn = ?1 - 1, tries = 0, again_at = 0
               WHERE turn >= ?1 AND episode = (SELECT episode FROM turn WHERE id = ?1)";
    c.prepare_cached(sql)?.execute([turn])?;
    Ok(())
}

fn ids<T: rusqlite::types::FromSql>(c: &Connection, sql: &str, of: i64) -> Result<Vec<T>> {
    Ok(c.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Those of whom less is known.
#[derive(Default)]
struct Left {
    /// What only the forgotten words were to make her remember: not by hand, although the person wanted it.
    remembered: Vec<FactId>,
    /// What was understood with the words that are gone: when, and as what; empty where they only gave a word to it.
    understood: HashSet<(FactId, i64, String)>,
    people: BTreeSet<PersonId>,
    doubts: Vec<Fact>,
}

impl Left {
    fn remove(&mut self, c: &Connection, id: FactId) -> Result<()> {
        let Some(fact) = rows::if_there(c, id)? else { return Ok(()) };
        if let super::About::Person(person) = fact.about {
            self.people.insert(person);
        }
        if fact.state == FactState::Doubted {
            self.doubts.extend(doubt::against(c, &fact)?);
        }
        // What it took the place of is followed by what took its own.
        let next = fact.replaced_by.map_or(0, |next| next.0);
        let sql = "UPDATE fact SET replaced_by = CASE WHEN id = ?2 THEN 0 ELSE ?2 END WHERE replaced_by = ?1";
        c.prepare_cached(sql)?.execute((id, next))?;
        c.prepare_cached("DELETE FROM fact WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    /// Lets a fact that lost a receipt stand on the rest, or removes it.
    fn stands_on_rest(&mut self, c: &Connection, fact: &Fact) -> Result<()> {
        self.leave_no_word(c, fact)?;
        let receipts = rows::all_receipts(c, fact.id)?;
        let says: Vec<&ReceiptRow> = receipts.iter().filter(|receipt| receipt.role == Role::Says).collect();
        let by_hand = fact.made_by == MadeBy::Person && !self.remembered.contains(&fact.id);
        if fact.made_by == MadeBy::Reflection || says.is_empty() && !by_hand {
            return self.remove(c, fact.id);
        }
        if let super::About::Person(person) = fact.about {
            self.people.insert(person);
        }
        if fact.state == FactState::Doubted {
            self.doubts.push(fact.clone());
        }
        if by_hand {
            return Ok(());
        }
        if let Some(newest) = says.last()
            && !says.iter().any(|receipt| {
                receipt.text == fact.text && keys::key_in(&fact.slot, &receipt.value) == fact.value
            })
        {
            rows::word(c, fact.id, &newest.text, &newest.value)?;
        }
        let from = says.iter().filter_map(|receipt| receipt.held.from).min();
        let until = says.iter().filter_map(|receipt| receipt.held.until).next_back();
        let sql = "UPDATE fact SET confidence = ?2, from_at = ?3,
                   until_at = CASE WHEN state = 'ended' AND closed_at != 0 THEN until_at ELSE ?4 END WHERE id = ?1";
        let confidence = rows::confidence_of(&receipts);
        c.prepare_cached(sql)?.execute((fact.id, confidence, from.unwrap_or(0), until.unwrap_or(0)))?;
        Ok(())
    }

    /// Takes what was understood with the forgotten words, and isn't in those that are left, out of the receipts that are left.
    fn leave_no_word(&self, c: &Connection, fact: &Fact) -> Result<()> {
        let receipts = rows::all_receipts(c, fact.id)?;
        let mut turns: Vec<Turn> = Vec::new();
        for receipt in receipts.iter().filter(|receipt| matches!(receipt.role, Role::Says | Role::Context)) {
            if turns.iter().all(|turn| turn.id != receipt.turn) {
                turns.extend(conversation::if_there(c, receipt.turn)?);
            }
        }
        let touched = |receipt: &&ReceiptRow| {
            let with = |text: &str| self.understood.contains(&(fact.id, receipt.made_at, text.to_owned()));
            receipt.role == Role::Says && (with("") || with(&receipt.text))
        };
        for receipt in receipts.iter().filter(touched) {
            let own = turns.iter().find(|turn| turn.id == receipt.turn);
            match own.and_then(|own| prove::stands_on(fact, receipt, own, &turns)) {
                Some((name, relation)) => {
                    let sql = "UPDATE receipt SET name = ?3, relation = ?4 WHERE fact = ?1 AND turn = ?2 AND role = 'says'";
                    c.prepare_cached(sql)?.execute((fact.id, receipt.turn, name, relation))?;
                }
                None => {
                    let sql = "DELETE FROM receipt WHERE fact = ?1 AND turn = ?2 AND role = 'says'";
                    c.prepare_cached(sql)?.execute((fact.id, receipt.turn))?;
                }
            }
        }
        let sql = "DELETE FROM receipt WHERE fact = ?1 AND role = 'context' AND made_at NOT IN
                   (SELECT made_at FROM receipt WHERE fact = ?1 AND role = 'says')";
        c.prepare_cached(sql)?.execute([fact.id])?;
        Ok(())
    }

    fn look_after(self, c: &Connection) -> Result<()> {
        for fact in self.doubts {
            doubt::calm(c, fact.id)?;
        }
        for person in self.people {
            name_anew(c, person)?;
        }
        Ok(())
    }
}

/// Opens a fact that nothing closes any more. Where what took its place is still known, that closes it by its own words.
fn open_again(c: &Connection, fact: &Fact) -> Result<()> {
    let receipts = rows::all_receipts(c, fact.id)?;
    let closes = |receipt: &&ReceiptRow| matches!(receipt.role, Role::Ends | Role::Corrects);
    if receipts.iter().any(|receipt| closes(&receipt)) {
        return Ok(());
    }
    if let Some(by) = fact.replaced_by {
        let role = if fact.state == FactState::Corrected { Role::Corrects } else { Role::Ends };
        let of_next = rows::all_receipts(c, by)?;
        if let Some(first) = of_next.iter().find(|receipt| receipt.role == Role::Says) {
            rows::add_receipt(c, &ReceiptRow { fact: fact.id, role, value: String::new(), ..first.clone() })?;
            let sql = "UPDATE fact SET until_at = max(from_at, (SELECT said_at FROM turn WHERE id = ?2))
                       WHERE id = ?1 AND state = 'ended'";
            c.prepare_cached(sql)?.execute((fact.id, first.turn))?;
            return Ok(());
        }
        // By the person's own hand.
        if rows::if_there(c, by)?.is_some_and(|by| by.made_by == MadeBy::Person) {
            return Ok(());
        }
    }
    let until = receipts.iter().filter_map(|receipt| receipt.held.until).next_back();
    let sql = "UPDATE fact SET state = 'holds', until_at = ?2, closed_at = 0, dropped_at = 0, replaced_by = 0 WHERE id = ?1";
    c.prepare_cached(sql)?.execute((fact.id, until.unwrap_or(0)))?;
    Ok(())
}

/// Names a person by the receipts that are left; one of whom nothing is known is forgotten.
pub(super) fn name_anew(c: &Connection, id: PersonId) -> Result<()> {
    let facts = rows::select(c, "f.person = ?1", &[&id])?;
    if facts.is_empty() {
        return people::forget(c, id);
    }
    let person = people::by_id(c, id)?;
    if person.by_hand {
        return Ok(());
    }
    let (mut receipts, mut called) = (Vec::new(), None);
    for fact in &facts {
        let of_fact =
            rows::all_receipts(c, fact.id)?.into_iter().filter(|receipt| receipt.role == Role::Says);
        let of_fact: Vec<ReceiptRow> = of_fact.collect();
        if fact.slot == "name" && fact.is_current() {
            called = of_fact.last().map(|receipt| receipt.value.clone()).or(called);
        }
        if fact.slot != "name" || fact.is_current() {
            receipts.extend(of_fact);
        }
    }
    // What was added by hand has no receipts, and names nobody.
    if receipts.is_empty() {
        return Ok(());
    }
    receipts.sort_by_key(|receipt| receipt.turn);
    // What they were said to be called, in its longest form; else the longest they were called by.
    let fits = |name: &&str| called.as_deref().is_none_or(|called| people::same_name(called, name));
    let longest = receipts
        .iter()
        .map(|receipt| receipt.name.as_str())
        .filter(fits)
        .max_by_key(|name| (name.split_whitespace().count(), name.len()));
    let name = longest.or(called.as_deref()).unwrap_or_default();
    let relation =
        receipts.iter().map(|receipt| receipt.relation.as_str()).find(|relation| !relation.is_empty());
    people::call(c, id, name, relation.unwrap_or_default())
}
