//! What the person does to facts by hand.

use super::{
    About, Fact, FactKind, FactState, Held, MadeBy, doubt,
    keys::{self, Nearness},
    privacy,
    rows::{self, NewRow, Role},
};
use crate::{
    error::{Kind, kind},
    id::{FactId, PersonId},
    locale::Language,
    people::{self, Person},
};
use anyhow::Result;
use rusqlite::{Connection, Transaction};

/// A fact by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFact {
    pub about: About,
    pub kind: FactKind,
    pub text: String,
    pub language: Language,
}

/// What is changed; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    /// Other words: what was believed before stays to be seen, as corrected.
    pub text: Option<String>,
    pub kind: Option<FactKind>,
    pub about: Option<About>,
    /// Unix milliseconds UTC; `Some(None)` for "not known".
    pub from: Option<Option<i64>>,
    pub until: Option<Option<i64>>,
    pub pinned: Option<bool>,
    pub private: Option<bool>,
}

/// How a doubt is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is true, and what stands against it is not.
    ThisHolds,
    Both,
}

/// Characters of a fact by hand.
const LONGEST: usize = 500;

fn check(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(kind(Kind::BadInput, format!("a fact has 1 to {LONGEST} characters")));
    }
    Ok(text)
}

fn check_about(c: &Connection, about: About) -> Result<()> {
    if let About::Person(id) = about {
        people::by_id(c, id)?;
    }
    Ok(())
}

/// Adds a fact by hand.
///
/// # Errors
/// [`Kind::BadInput`] without words, or with too many; [`Kind::Gone`] when the person isn't known (any more).
pub fn add(tx: &Transaction<'_>, new: &NewFact, now: i64) -> Result<Fact> {
    let text = check(&new.text)?;
    check_about(tx, new.about)?;
    // Saying the same twice by hand is one fact, too.
    let (subject, person) = super::keep::of_subject(new.about);
    let condition =
        format!("{subject} AND f.kind = ?2 AND f.state IN ('holds', 'doubted') AND f.forgotten_at = 0");
    let known = rows::select(tx, &condition, &[&person, &new.kind.code()])?;
    if let Some(same) = known.iter().find(|fact| keys::nearness_of_texts(&fact.text, text) == Nearness::Same)
    {
        return rows::by_id(tx, same.id, now);
    }
    let row = NewRow {
        about: new.about,
        kind: new.kind,
        slot: "",
        value: text,
        text,
        language: new.language,
        state: FactState::Holds,
        confidence: 1.0,
        held: Held::default(),
        made_by: MadeBy::Person,
        now,
    };
    let id = rows::insert(tx, &row)?;
    rows::by_id(tx, id, now)
}

/// Changes a fact. With other words it is a new fact of the person's own hand, in the place of the old one.
///
/// # Errors
/// [`Kind::Gone`]; [`Kind::BadInput`] for words or times that can't be.
pub fn change(tx: &Transaction<'_>, id: FactId, change: &Change, now: i64) -> Result<Fact> {
    let old = rows::by_id(tx, id, now)?;
    if old.forgotten_at.is_some() {
        return Err(kind(Kind::Gone, "this was removed"));
    }
    if let Some(about) = change.about {
        check_about(tx, about)?;
    }
    let opponents = doubt::against(tx, &old)?;
    let id = match change.text.as_deref().map(check).transpose()? {
        Some(text) if text != old.text => correct(tx, &old, text, now)?,
        _ => id,
    };
    if let Some(about) = change.about.filter(|about| *about != old.about) {
        rows::set_about(tx, id, about)?;
        if let About::Person(person) = old.about {
            drop_if_nothing_known(tx, person)?;
        }
    }
    let from = change.from.unwrap_or(old.held.from);
    let until = change.until.unwrap_or(old.held.until);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(kind(Kind::BadInput, "it can't have ended before it began"));
    }
    // Where it was said to have ended by a mistake, it holds again.
    let opened = change.until == Some(None) && old.state == FactState::Ended;
    let sql = "UPDATE fact SET kind = ?2, from_at = ?3, until_at = ?4, pinned = ?5, private = ?6,
               state = CASE WHEN ?7 THEN 'holds' ELSE state END, closed_at = CASE WHEN ?7 THEN 0 ELSE closed_at END WHERE id = ?1";
    tx.execute(
        sql,
        rusqlite::params![
            id,
            change.kind.unwrap_or(old.kind).code(),
            from.unwrap_or(0),
            until.unwrap_or(0),
            change.pinned.unwrap_or(old.pinned),
            change.private.unwrap_or(old.private),
            opened,
        ],
    )?;
    for other in opponents {
        doubt::calm(tx, other.id)?;
    }
    doubt::calm(tx, id)?;
    rows::by_id(tx, id, now)
}

fn correct(tx: &Transaction<'_>, old: &Fact, text: &str, now: i64) -> Result<FactId> {
    // What excludes others goes on doing so as long as its value is still in it.
    let keeps = matches!(keys::nearness_in(&old.slot, &old.value, text), Nearness::Closer | Nearness::Same);
    let (slot, value) =
        if keeps { (old.slot.as_str(), old.value.as_str()) } else { (old.slot.as_str(), text) };
    let row = NewRow {
        about: old.about,
        kind: old.kind,
        slot,
        value,
        text,
        language: old.language,
        state: if old.is_current() { FactState::Holds } else { old.state },
        confidence: 1.0,
        held: old.held,
        made_by: MadeBy::Person,
        now,
    };
    let id = rows::insert(tx, &row)?;
    let sql =
        "UPDATE fact SET state = 'corrected', dropped_at = ?2, replaced_by = ?3, pinned = 0 WHERE id = ?1";
    tx.execute(sql, (old.id, now, id))?;
    Ok(id)
}

fn drop_if_nothing_known(c: &Connection, id: PersonId) -> Result<()> {
    if !c.prepare_cached("SELECT 1 FROM fact WHERE person = ?1")?.exists([id])? {
        people::forget(c, id)?;
    }
    Ok(())
}

/// Makes several facts one: what proves the others proves `keep`, too, and they stay as its past.
///
/// # Errors
/// [`Kind::Gone`]; [`Kind::BadInput`] when `keep` is among the others, or there are none.
pub fn merge_facts(tx: &Transaction<'_>, keep: FactId, others: &[FactId], now: i64) -> Result<Fact> {
    let kept = rows::by_id(tx, keep, now)?;
    if others.is_empty() || others.contains(&keep) {
        return Err(kind(Kind::BadInput, "there is nothing to merge"));
    }
    let mut opponents = doubt::against(tx, &kept)?;
    for id in others {
        let other = rows::by_id(tx, *id, now)?;
        opponents.extend(doubt::against(tx, &other)?);
        let proves = |role: Role| matches!(role, Role::Says | Role::Context);
        for receipt in rows::all_receipts(tx, *id)?.into_iter().filter(|receipt| proves(receipt.role)) {
            rows::add_receipt(tx, &rows::ReceiptRow { fact: keep, ..receipt })?;
        }
        let sql = "UPDATE fact SET state = 'corrected', dropped_at = ?2, replaced_by = ?3, pinned = 0 WHERE id = ?1";
        tx.execute(sql, (id, now, keep))?;
        let sql = "UPDATE fact SET pinned = max(pinned, ?2), private = max(private, ?3), touches = touches + ?4 WHERE id = ?1";
        tx.execute(sql, (keep, other.pinned, other.private, other.touches))?;
    }
    let confidence = rows::confidence_of(&rows::all_receipts(tx, keep)?).max(kept.confidence);
    tx.execute("UPDATE fact SET confidence = ?2 WHERE id = ?1", (keep, confidence))?;
    for opponent in opponents {
        doubt::calm(tx, opponent.id)?;
    }
    doubt::calm(tx, keep)?;
    rows::by_id(tx, keep, now)
}

/// Settles a doubt.
///
/// # Errors
/// [`Kind::NotNow`] when it isn't in doubt; [`Kind::Gone`].
pub fn settle(tx: &Transaction<'_>, id: FactId, settled: Settled, now: i64) -> Result<Fact> {
    let fact = rows::by_id(tx, id, now)?;
    if fact.state != FactState::Doubted {
        return Err(kind(Kind::NotNow, "it isn't in doubt"));
    }
    for other in doubt::against(tx, &fact)? {
        match settled {
            Settled::ThisHolds => {
                let sql =
                    "UPDATE fact SET state = 'corrected', dropped_at = ?2, replaced_by = ?3 WHERE id = ?1";
                tx.execute(sql, (other.id, now, id))?;
                privacy::follow(tx, id, other.id)?;
            }
            Settled::Both => {
                doubt::hold(tx, other.id)?;
            }
        }
    }
    doubt::hold(tx, id)?;
    tx.execute("UPDATE fact SET confidence = max(confidence, 0.9) WHERE id = ?1", [id])?;
    rows::by_id(tx, id, now)
}

/// Makes several people one. What is known of the others is known of `keep`.
///
/// # Errors
/// [`Kind::Gone`]; [`Kind::BadInput`] when `keep` is among the others, or there are none.
pub fn merge_people(tx: &Transaction<'_>, keep: PersonId, others: &[PersonId], now: i64) -> Result<Person> {
    people::by_id(tx, keep)?;
    if others.is_empty() || others.contains(&keep) {
        return Err(kind(Kind::BadInput, "there is nobody to merge"));
    }
    for id in others {
        let other = people::by_id(tx, *id)?;
        let theirs = rows::select(tx, "f.person = ?1", &[id])?;
        for fact in theirs {
            let own = rows::select(tx, "f.person = ?1 AND f.state IN ('holds', 'doubted')", &[&keep])?;
            rows::set_about(tx, fact.id, About::Person(keep))?;
            let same = own.iter().find(|own| {
                own.kind == fact.kind
                    && own.slot == fact.slot
                    && keys::nearness_in(&fact.slot, &own.value, &fact.value) == Nearness::Same
            });
            if let Some(same) = same.filter(|_| fact.is_current()) {
                merge_facts(tx, same.id, &[fact.id], now)?;
            }
        }
        let kept = people::by_id(tx, keep)?;
        let name = if kept.name.is_empty() { &other.name } else { &kept.name };
        let relation = if kept.relation.is_empty() { &other.relation } else { &kept.relation };
        people::call(tx, keep, name, relation)?;
        people::forget(tx, *id)?;
    }
    people::by_id(tx, keep)
}
