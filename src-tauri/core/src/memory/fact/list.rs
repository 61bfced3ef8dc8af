//! Facts as they are listed and looked at: now, or as she believed on some day.

use super::{
    About, Fact, FactKind, FactState, doubt, keys, presence,
    rows::{self, IN_SIGHT, ReceiptRow, Role},
};
use crate::{
    conversation::{self, Turn},
    id::{FactId, PersonId},
    people::{self, Person},
    store::words,
};
use anyhow::Result;
use rusqlite::Connection;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// What is looked for. Times are Unix milliseconds UTC.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// Words; empty for all.
    pub query: String,
    pub about: Option<About>,
    pub kind: Option<FactKind>,
    /// Only what held at some time from here,
    pub from: Option<i64>,
    /// to here.
    pub until: Option<i64>,
    /// As she believed at this moment.
    pub believed_at: Option<i64>,
    pub doubted: bool,
    /// Also what ended, or was corrected.
    pub past: bool,
    /// How many to leave out, and how many to give.
    pub skip: usize,
    pub limit: usize,
}

/// A page of facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Pinned first; then by how well they have the words asked for, else by presence.
    pub facts: Vec<Fact>,
    /// How many fit in all.
    pub total: usize,
    /// All that is in sight, whether it holds or not.
    pub known: usize,
    /// Of all that holds now.
    pub kinds: Vec<(FactKind, u32)>,
    pub doubts: u32,
}

/// Lists facts.
///
/// # Errors
/// When the store can't be read.
pub fn list(c: &Connection, wanted: &Wanted, now: i64) -> Result<Facts> {
    let all: Vec<Fact> = in_sight(c)?.into_iter().map(|fact| fact.at(now)).collect();
    let known = all.len();
    let mut kinds: HashMap<FactKind, u32> = HashMap::new();
    for fact in all.iter().filter(|fact| fact.is_current()) {
        *kinds.entry(fact.kind).or_default() += 1;
    }
    let doubts = all.iter().filter(|fact| fact.state == FactState::Doubted).count();
    let mut facts = match wanted.believed_at {
        Some(at) => as_believed(c, all, at)?,
        None => all,
    };
    let scores = match words::split(&wanted.query).as_slice() {
        [] => None,
        asked => Some(found(c, asked)?),
    };
    facts.retain(|fact| {
        wanted.about.is_none_or(|about| fact.about == about)
            && wanted.kind.is_none_or(|kind| fact.kind == kind)
            && (!wanted.doubted || fact.state == FactState::Doubted)
            && (wanted.past || fact.is_current() || wanted.from.is_some() || wanted.until.is_some())
            // A mistake never held.
            && (wanted.past || fact.state != FactState::Corrected)
            && held_within(fact, wanted.from, wanted.until)
            && scores.as_ref().is_none_or(|scores| scores.contains_key(&fact.id))
    });
    let score =
        |fact: &Fact| scores.as_ref().and_then(|scores| scores.get(&fact.id)).copied().unwrap_or_default();
    let at = wanted.believed_at.unwrap_or(now);
    let mut ranked: Vec<(f32, f32, Fact)> =
        facts.into_iter().map(|fact| (score(&fact), presence(&fact, at), fact)).collect();
    ranked.sort_by(|(score_a, present_a, a), (score_b, present_b, b)| {
        b.pinned
            .cmp(&a.pinned)
            .then(score_b.total_cmp(score_a))
            .then(b.is_current().cmp(&a.is_current()))
            .then(present_b.total_cmp(present_a))
            .then(b.id.cmp(&a.id))
    });
    let total = ranked.len();
    let facts = ranked.into_iter().skip(wanted.skip).take(wanted.limit).map(|(.., fact)| fact).collect();
    let kinds = FactKind::ALL.into_iter().filter_map(|kind| kinds.get(&kind).map(|n| (kind, *n))).collect();
    Ok(Facts { facts, total, known, kinds, doubts: u32::try_from(doubts).unwrap_or(u32::MAX) })
}

fn held_within(fact: &Fact, from: Option<i64>, until: Option<i64>) -> bool {
    if from.is_none() && until.is_none() {
        return true;
    }
    let begins = fact.held.from.unwrap_or(match fact.kind {
        // What happened is of the day it was told, where no other is known.
        FactKind::Event | FactKind::Feeling => fact.learned_at,
        _ => i64::MIN,
    });
    let ends = match (fact.held.until, fact.kind) {
        (Some(until), _) => until,
        (None, FactKind::Event | FactKind::Feeling) => fact.held.from.unwrap_or(fact.learned_at) + 86_399_999,
        (None, _) => i64::MAX,
    };
    until.is_none_or(|until| begins <= until) && from.is_none_or(|from| ends >= from)
}

/// All facts that are in sight, worded after what is.
pub(super) fn in_sight(c: &Connection) -> Result<Vec<Fact>> {
    let mut facts = rows::select(c, IN_SIGHT, &[])?;
    word_after_rest(c, &mut facts)?;
    Ok(facts)
}

/// Those of these facts that are in sight, worded after what is.
pub(super) fn in_sight_of(c: &Connection, ids: impl IntoIterator<Item = FactId>) -> Result<Vec<Fact>> {
    let ids: Vec<i64> = ids.into_iter().map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = serde_json::to_string(&ids)?;
    let condition = format!("f.id IN (SELECT value FROM json_each(?1)) AND {IN_SIGHT}");
    let mut facts = rows::select(c, &condition, &[&ids])?;
    word_after_rest(c, &mut facts)?;
    Ok(facts)
}

fn word_after_rest(c: &Connection, facts: &mut [Fact]) -> Result<()> {
    // Few turns are being removed at a time, mostly none.
    let sql =
        "SELECT DISTINCT r.fact FROM turn AS t JOIN receipt AS r ON r.turn = t.id WHERE t.forgotten_at != 0";
    let touched: HashSet<FactId> =
        c.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for fact in
        facts.iter_mut().filter(|fact| touched.contains(&fact.id) && fact.made_by != super::MadeBy::Person)
    {
        word_after(fact, &rows::receipts(c, fact.id)?);
    }
    Ok(())
}

/// Words a fact after its newest receipt, where none of these has its wording.
fn word_after(fact: &mut Fact, receipts: &[ReceiptRow]) {
    let says: Vec<&ReceiptRow> = receipts.iter().filter(|receipt| receipt.role == Role::Says).collect();
    if let Some(newest) = says.last()
        && !says.iter().any(|receipt| receipt.text == fact.text)
    {
        fact.text.clone_from(&newest.text);
        fact.value = keys::key_in(&fact.slot, &newest.value);
    }
}

/// What she believed at a moment, and how she held it: what came later takes nothing of it away.
fn as_believed(c: &Connection, facts: Vec<Fact>, at: i64) -> Result<Vec<Fact>> {
    let mut believed = Vec::new();
    for mut fact in facts {
        if fact.learned_at > at || fact.dropped_at.is_some_and(|dropped| dropped <= at) {
            continue;
        }
        let receipts: Vec<ReceiptRow> =
            rows::receipts(c, fact.id)?.into_iter().filter(|receipt| receipt.made_at <= at).collect();
        let says = || receipts.iter().filter(|receipt| receipt.role == Role::Says);
        if fact.made_by != super::MadeBy::Person {
            word_after(&mut fact, &receipts);
            fact.confidence = rows::confidence_of(&receipts);
            fact.receipts = u32::try_from(says().count()).unwrap_or(u32::MAX);
        }
        if fact.dropped_at.is_some() || fact.closed_at.is_some_and(|closed| closed > at) {
            fact.state = FactState::Holds;
            fact.held.until = says().filter_map(|receipt| receipt.held.until).next_back();
            (fact.dropped_at, fact.closed_at, fact.replaced_by) = (None, None, None);
        }
        let doubted_later = fact.state == FactState::Doubted
            && receipts.iter().all(|receipt| receipt.role != Role::Doubts)
            && !doubt::against(c, &fact)?.iter().any(|other| other.learned_at <= at);
        if doubted_later || fact.state == FactState::Ended && fact.closed_at.is_none() {
            fact.state = FactState::Holds;
        }
        believed.push(fact.at(at));
    }
    Ok(believed)
}

/// The facts that have the words asked for, and how well: all of them, or, where none has all, any.
fn found(c: &Connection, asked: &[String]) -> Result<HashMap<FactId, f32>> {
    let people = people::all(c)?;
    let mut hits: HashMap<FactId, (usize, f32)> = HashMap::new();
    for word in asked {
        let mut of_word: HashSet<FactId> = HashSet::new();
        let bare = words::fold(word);
        for form in words::forms(word) {
            let ids = c
                .prepare_cached("SELECT fact FROM fact_word WHERE form = ?1")?
                .query_map([&form], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<FactId>>>()?;
            of_word.extend(ids);
        }
        // An unfinished word, and whose facts they are.
        if bare.chars().count() >= 2 {
            let sql = "SELECT fact FROM fact_word WHERE form >= ?1 AND form < ?1 || char(1114111)";
            let ids = c
                .prepare_cached(sql)?
                .query_map([&bare], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<FactId>>>()?;
            of_word.extend(ids);
        }
        let relation = people::Relation::of(word);
        for person in &people {
            let named = words::split(&person.name).iter().any(|part| words::fold(part).starts_with(&bare));
            let related =
                people::Relation::fits(relation.as_ref(), people::Relation::of(&person.relation).as_ref());
            if named || related {
                of_word.extend(of_person(c, person.id)?);
            }
        }
        let weight = 1.0 / (1.0 + (of_word.len() as f32)).ln().max(0.5);
        for id in of_word {
            let hit = hits.entry(id).or_default();
            *hit = (hit.0 + 1, hit.1 + weight);
        }
    }
    let all: HashMap<FactId, f32> =
        hits.iter().filter(|(_, (n, _))| *n == asked.len()).map(|(id, (_, score))| (*id, *score)).collect();
    Ok(if all.is_empty() { hits.into_iter().map(|(id, (_, score))| (id, score)).collect() } else { all })
}

fn of_person(c: &Connection, id: PersonId) -> Result<Vec<FactId>> {
    let sql = "SELECT id FROM fact WHERE person = ?1";
    Ok(c.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Someone as they are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub person: Person,
    /// How much of what is known of them holds.
    pub facts: u32,
    /// When they were last spoken of, Unix milliseconds UTC.
    pub last_at: i64,
}

/// Everyone of whom something is in sight; whoever was spoken of last first.
///
/// # Errors
/// When the store can't be read.
pub fn people_known(c: &Connection, now: i64) -> Result<Vec<KnownPerson>> {
    let mut of_person: HashMap<PersonId, Vec<Fact>> = HashMap::new();
    for fact in rows::select(c, &format!("f.person IS NOT NULL AND {IN_SIGHT}"), &[])? {
        if let About::Person(person) = fact.about {
            of_person.entry(person).or_default().push(fact.at(now));
        }
    }
    let mut known = Vec::new();
    for person in people::all(c)? {
        let facts = of_person.remove(&person.id).unwrap_or_default();
        known.extend(as_known(c, person, &facts)?);
    }
    known.sort_by_key(|known| (std::cmp::Reverse(known.last_at), known.person.id));
    Ok(known)
}

/// One person as they are listed; `None` of whom nothing is in sight.
///
/// # Errors
/// [`crate::error::Kind::Gone`] when there is none.
pub fn person_known(c: &Connection, id: PersonId, now: i64) -> Result<Option<KnownPerson>> {
    let person = people::by_id(c, id)?;
    let facts = rows::select(c, &format!("f.person = ?1 AND {IN_SIGHT}"), &[&id])?;
    let facts: Vec<Fact> = facts.into_iter().map(|fact| fact.at(now)).collect();
    as_known(c, person, &facts)
}

fn as_known(c: &Connection, person: Person, theirs: &[Fact]) -> Result<Option<KnownPerson>> {
    let Some(learned) = theirs.iter().map(|fact| fact.learned_at).max() else { return Ok(None) };
    let holds = theirs.iter().filter(|fact| fact.is_current()).count();
    let sql = "SELECT max(t.said_at) FROM fact AS f JOIN receipt AS r ON r.fact = f.id JOIN turn AS t ON t.id = r.turn
               WHERE f.person = ?1 AND t.forgotten_at = 0";
    let last: Option<i64> = c.prepare_cached(sql)?.query_row([person.id], |row| row.get(0))?;
    let facts = u32::try_from(holds).unwrap_or(u32::MAX);
    Ok(Some(KnownPerson { person, facts, last_at: last.unwrap_or(learned) }))
}

/// A moment that proves a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    pub turn: Turn,
    pub role: Role,
    /// Up to about 240 characters around the words.
    pub excerpt: String,
    /// The words in `excerpt`: bytes.
    pub marks: Vec<Range<usize>>,
}

/// Why she knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub fact: Fact,
    /// Oldest first.
    pub receipts: Vec<Receipt>,
    /// What it took the place of, newest first.
    pub earlier: Vec<Fact>,
    pub later: Option<Fact>,
    /// What can't be true beside it.
    pub against: Vec<Fact>,
}

/// Looks at one fact.
///
/// # Errors
/// [`crate::error::Kind::Gone`] when there is none.
pub fn detail(c: &Connection, id: FactId, now: i64) -> Result<Detail> {
    let fact = rows::by_id(c, id, now)?;
    let (mut receipts, rows) = (Vec::<Receipt>::new(), rows::receipts(c, id)?);
    for row in &rows {
        // Once, and not where the turn says it itself.
        let said = |turn| rows.iter().any(|other| other.turn == turn && other.role == Role::Says);
        let again = receipts.iter().any(|other| other.turn.id == row.turn && other.role == Role::Context);
        if row.role == Role::Context && (again || said(row.turn)) {
            continue;
        }
        if let Some(turn) = conversation::if_there(c, row.turn)? {
            let (excerpt, marks) = excerpt(&turn.text, row.first, row.length);
            receipts.push(Receipt { turn, role: row.role, excerpt, marks });
        }
    }
    let mut earlier = Vec::new();
    let mut newer = vec![id];
    // Bounded: a chain of corrections is short, and one in a ring must not hang.
    while let Some(of) = newer.pop().filter(|_| earlier.len() < 100) {
        for fact in rows::select(c, &format!("f.replaced_by = ?1 AND {IN_SIGHT}"), &[&of])? {
            if !earlier.iter().any(|other: &Fact| other.id == fact.id) && fact.id != id {
                newer.push(fact.id);
                earlier.push(fact.at(now));
            }
        }
    }
    earlier.sort_by_key(|fact| std::cmp::Reverse((fact.closed_at.or(fact.dropped_at), fact.id)));
    let later = match fact.replaced_by {
        Some(by) => {
            rows::select(c, &format!("f.id = ?1 AND {IN_SIGHT}"), &[&by])?.pop().map(|fact| fact.at(now))
        }
        None => None,
    };
    let against = doubt::against(c, &fact)?.into_iter().map(|fact| fact.at(now)).collect();
    Ok(Detail { fact, receipts, earlier, later, against })
}

/// Characters of an excerpt, and how many of them stand before the words.
const EXCERPT: usize = 240;
const LEAD: usize = 60;

fn excerpt(text: &str, first: u32, length: u32) -> (String, Vec<Range<usize>>) {
    let (first, length) = (first as usize, length as usize);
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let count = text.chars().count();
    let (mark_start, mark_end) = (byte(first), byte(first + length));
    let mut start = byte(first.saturating_sub(LEAD));
    // Not in the middle of a word.
    if start > 0
        && let Some(gap) = text.get(start..mark_start).and_then(|lead| lead.find(' '))
    {
        start += gap + 1;
    }
    let from = text.get(..start).map_or(0, |lead| lead.chars().count());
    let end = byte((from + EXCERPT).min(count));
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let excerpt = format!("{before}{}{after}", text.get(start..end).unwrap_or_default());
    let mark = mark_start.saturating_sub(start) + before.len()
        ..mark_end.min(end).saturating_sub(start) + before.len();
    (excerpt, if length == 0 || mark.start >= mark.end { Vec::new() } else { vec![mark] })
}
