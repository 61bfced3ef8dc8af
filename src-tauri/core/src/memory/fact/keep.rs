//! Keeping: what was drawn is proved, its person found, held against what is known, and written, with a receipt for each turn
//! that says it.

use super::{
    About, Drawn, Evidence, Fact, FactState, MadeBy, Says, Whom, doubt,
    keys::{self, Nearness},
    merge::{Decision, Incoming, Known, decide},
    privacy,
    prove::{self, Proved, Why},
    refused,
    rows::{self, NewRow, ReceiptRow, Role},
    when,
};
use crate::{
    conversation::{self, PageFrom, Turn},
    id::{FactId, PersonId, TurnId},
    memory::slots::{self, Whose},
    people::{self, Meant},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::collections::{HashMap, hash_map::Entry};

/// Turns before and after one that are read with it.
const BEFORE: u32 = 4;
const AFTER: u32 = 2;
/// Turns within which somebody counts as spoken of just now.
const JUST_NOW: i64 = 12;

/// Keeps what was drawn, as far as it is proved by the turns it names, at `now` (Unix milliseconds UTC): what is known already is
/// strengthened, what changed is closed, what can't be decided is in doubt. What can't be proved is left out. Gives the facts that
/// were made or strengthened, none twice.
///
/// # Errors
/// When the store can't be read or written.
pub fn keep_drawn(tx: &Transaction<'_>, drawn: Vec<Drawn>, now: i64) -> Result<Vec<FactId>> {
    Ok(keep_proved(tx, drawn, now)?.0)
}

/// As [`keep_drawn`]; also gives why the others were left out.
///
/// # Errors
/// When the store can't be read or written.
pub fn keep_proved(tx: &Transaction<'_>, drawn: Vec<Drawn>, now: i64) -> Result<(Vec<FactId>, Vec<Why>)> {
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    let mut read: HashMap<TurnId, Vec<Turn>> = HashMap::new();
    for mut one in drawn {
        let mut turns: Vec<Turn> = Vec::new();
        for evidence in &one.evidence {
            if let Entry::Vacant(entry) = read.entry(evidence.turn) {
                entry.insert(around(tx, evidence.turn)?);
            }
            turns.extend(read.get(&evidence.turn).into_iter().flatten().cloned());
        }
        turns.sort_by_key(|turn| turn.id);
        turns.dedup_by_key(|turn| turn.id);
        one.slot = slots::read(&one.slot).0;
        let whose = if matches!(one.whom, Whom::Someone { .. }) { Whose::Somebodys } else { Whose::Users };
        if !slots::takes(&one.slot, one.kind, whose) {
            one.slot.clear();
        }
        if !refused::take_off(tx, &turns, &mut one.evidence)? {
            left_out.push(Why::Refused);
            continue;
        }
        let proved = match one.made_by {
            MadeBy::Rules => prove::prove_rules(&turns, &one),
            MadeBy::Model => prove::prove(&turns, &one),
            // By hand there is nothing to prove; conclusions have a proof of their own.
            MadeBy::Person | MadeBy::Reflection => Ok(Proved { drawn: one, leans_on: Vec::new() }),
        };
        match proved {
            Ok(mut proved) => {
                if proved.drawn.slot == "birthday" {
                    proved.drawn.value = when::as_birthday(&proved.drawn.value);
                }
                if let Some(fact) = keep(tx, &proved, &turns, now)?
                    && !kept.contains(&fact)
                {
                    kept.push(fact);
                }
            }
            Err(why) => left_out.push(why),
        }
    }
    Ok((kept, left_out))
}

/// A turn with those before and after it, hidden ones left out.
fn around(c: &Connection, id: TurnId) -> Result<Vec<Turn>> {
    let mut turns = conversation::page(c, PageFrom::Before(id), BEFORE)?.turns;
    turns.extend(conversation::if_there(c, id)?.filter(|turn| turn.forgotten_at.is_none()));
    turns.extend(conversation::page(c, PageFrom::After(id), AFTER)?.turns);
    Ok(turns)
}

fn keep(tx: &Transaction<'_>, proved: &Proved, turns: &[Turn], now: i64) -> Result<Option<FactId>> {
    let drawn = &proved.drawn;
    let Some(newest) = drawn.evidence.iter().map(|evidence| evidence.turn).max() else { return Ok(None) };
    let Some(turn) = turns.iter().find(|turn| turn.id == newest) else { return Ok(None) };
    let Some(about) = whom(tx, drawn, newest, now)? else { return Ok(None) };
    let (drawn, known) = as_denied(tx, about, drawn, now)?;
    let drawn = &drawn;
    let (_, nature) = slots::read(&drawn.slot);
    let quote =
        drawn.evidence.iter().find(|evidence| evidence.turn == newest).map_or("", |one| one.quote.as_str());
    let (changes, one_of_several, around) = prove::manner(turn, quote);
    let new = Incoming {
        kind: drawn.kind,
        slot: &drawn.slot,
        nature,
        value: &drawn.value,
        text: &drawn.text,
        // "Doesn't eat meat any more" ends what is so.
        denied: drawn.says != Says::Ended && keys::denies(&drawn.text),
        says: drawn.says,
        held: drawn.held,
        turn: newest,
        said_at: turn.said.at,
        around: &around,
        changes,
        one_of_several,
    };
    let decision = decide(&known, &new);
    let named = matches!(
        decision,
        Decision::Corrects { .. } | Decision::Replaces(_) | Decision::New | Decision::Same { .. }
    );
    let kept = Keeping { tx, drawn, known: &known, leans_on: &proved.leans_on, turns, about, now }
        .carry_out(&new, decision)?;
    for known in known.iter().filter(|known| known.state == FactState::Doubted) {
        doubt::calm(tx, known.id)?;
    }
    if let (About::Person(id), true, true) = (about, named, is_name(drawn)) {
        super::gone::name_anew(tx, id)?;
    }
    if kept.is_none() {
        drop_if_nothing_known(tx, about)?;
    }
    Ok(kept)
}

/// Whom it is of. Somebody new is added; one who can't be told from others is nobody.
fn whom(tx: &Transaction<'_>, drawn: &Drawn, turn: TurnId, now: i64) -> Result<Option<About>> {
    let (name, relation) = match &drawn.whom {
        Whom::User => return Ok(Some(About::User)),
        Whom::Companion => return Ok(Some(About::Companion)),
        Whom::Someone { name, relation } => (name.as_str(), relation.as_str()),
    };
    let all = people::all(tx)?;
    let meant = match people::meant(&all, name, relation) {
        // "No, my sister is called Ana": the one who was thought to be called otherwise.
        Meant::New if is_name(drawn) && drawn.says == Says::Corrects => people::meant(&all, "", relation),
        meant => meant,
    };
    let id = match meant {
        Meant::Known(id) => id,
        Meant::New => {
            // What nobody is known to have been can't have ended.
            let id = people::add(tx, name, relation, now)?;
            return Ok(Some(About::Person(id)));
        }
        Meant::Unclear(several) => match spoken_of(tx, &several, turn)? {
            Some(id) => id,
            None => return Ok(None),
        },
    };
    people::learn(tx, id, name, relation)?;
    Ok(Some(About::Person(id)))
}

/// The only one of several of whom something was said just before.
fn spoken_of(c: &Connection, several: &[PersonId], turn: TurnId) -> Result<Option<PersonId>> {
    let sql = "SELECT max(r.turn) FROM receipt AS r JOIN fact AS f ON f.id = r.fact
               WHERE f.person = ?1 AND r.turn BETWEEN ?2 - ?3 AND ?2";
    let mut found: Vec<(TurnId, PersonId)> = Vec::new();
    for id in several {
        let last: Option<TurnId> =
            c.prepare_cached(sql)?.query_row((id, turn, JUST_NOW), |row| row.get(0))?;
        found.extend(last.map(|last| (last, *id)));
    }
    found.sort();
    Ok(match found.as_slice() {
        [] => None,
        [.., (before, _), (last, _)] if before == last => None,
        [.., (_, id)] => Some(*id),
    })
}

/// Whether it says what somebody is called.
fn is_name(drawn: &Drawn) -> bool {
    drawn.slot == "name" && drawn.says != Says::Ended
}

fn drop_if_nothing_known(c: &Connection, about: About) -> Result<()> {
    let About::Person(id) = about else { return Ok(()) };
    if !c.prepare_cached("SELECT 1 FROM fact WHERE person = ?1")?.exists([id])? {
        people::forget(c, id)?;
    }
    Ok(())
}

pub(super) fn of_subject(about: About) -> (&'static str, Option<PersonId>) {
    match about {
        About::User => ("f.about = 'user' AND ?1 IS NULL", None),
        About::Companion => ("f.about = 'companion' AND ?1 IS NULL", None),
        About::Person(id) => ("f.person = ?1", Some(id)),
    }
}

/// What is known of the subject that the statement could be, or go against.
fn known(c: &Connection, about: About, drawn: &Drawn, now: i64) -> Result<Vec<Known>> {
    let (subject, person) = of_subject(about);
    let opposite = keys::opposite(drawn.kind).unwrap_or(drawn.kind);
    let condition = format!(
        "{subject} AND f.state != 'corrected' AND f.forgotten_at = 0
         AND (f.slot != '' AND f.slot = ?2 OR f.slot = '' AND ?2 = '' AND f.kind IN (?3, ?4))"
    );
    let facts = rows::select(c, &condition, &[&person, &drawn.slot, &drawn.kind.code(), &opposite.code()])?;
    facts.into_iter().map(|fact| as_known(c, fact.at(now))).collect()
}

/// With what is known of the same. "I don't live in Olinda" ends that, where it was so, and else fills no slot: it says nothing of
/// where somebody lives.
fn as_denied(c: &Connection, about: About, drawn: &Drawn, now: i64) -> Result<(Drawn, Vec<Known>)> {
    let (mut drawn, all) = (drawn.clone(), known(c, about, drawn, now)?);
    let holds = matches!(drawn.says, Says::Holds | Says::Also);
    if drawn.slot.is_empty() || !holds || !keys::denies(&drawn.text) {
        return Ok((drawn, all));
    }
    let was_so = all.iter().any(|known| {
        matches!(known.state, FactState::Holds | FactState::Doubted)
            && keys::nearness_in(&drawn.slot, &known.value, &drawn.value) == Nearness::Same
    });
    if was_so {
        drawn.says = Says::Ended;
        return Ok((drawn, all));
    }
    drawn.slot.clear();
    let all = known(c, about, &drawn, now)?;
    Ok((drawn, all))
}

fn as_known(c: &Connection, fact: Fact) -> Result<Known> {
    let sql = "SELECT r.turn, t.said_at, r.value FROM receipt AS r JOIN turn AS t ON t.id = r.turn
               WHERE r.fact = ?1 AND r.role = 'says' ORDER BY r.turn DESC LIMIT 1";
    let last: Option<(TurnId, i64, String)> = c
        .prepare_cached(sql)?
        .query_row([fact.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let sql = "SELECT max(turn) FROM receipt WHERE fact = ?1 AND role IN ('ends', 'corrects')";
    let closed_by: Option<TurnId> = c.prepare_cached(sql)?.query_row([fact.id], |row| row.get(0))?;
    Ok(Known {
        id: fact.id,
        kind: fact.kind,
        value: match &last {
            Some((_, _, value)) if keys::key_in(&fact.slot, value) == fact.value => value.clone(),
            _ => fact.value,
        },
        denied: keys::denies(&fact.text),
        text: fact.text,
        state: fact.state,
        held: fact.held,
        slot: fact.slot,
        last: last.as_ref().map(|(turn, ..)| *turn),
        last_at: last.map_or(fact.learned_at, |(_, at, _)| at),
        closed_by,
    })
}

struct Keeping<'a, 'tx> {
    tx: &'a Transaction<'tx>,
    drawn: &'a Drawn,
    leans_on: &'a [Evidence],
    known: &'a [Known],
    turns: &'a [Turn],
    about: About,
    now: i64,
}

impl Keeping<'_, '_> {
    fn carry_out(&self, new: &Incoming<'_>, decision: Decision) -> Result<Option<FactId>> {
        let until = self.drawn.held.until.filter(|_| self.drawn.says == Says::Ended);
        Ok(match decision {
            Decision::Nothing => None,
            Decision::New => Some(self.add(FactState::Holds, None)?),
            Decision::Past { until } => Some(self.add(FactState::Ended, until)?),
            Decision::Same { fact, word } => {
                self.strengthen(fact, word)?;
                Some(fact)
            }
            Decision::Replaces(old) => {
                let id = self.add(FactState::Holds, None)?;
                let began = self.drawn.held.from.filter(|from| *from <= new.said_at).unwrap_or(new.said_at);
                // It held when it was last said to.
                let last =
                    self.known.iter().find(|known| known.id == old).map_or(began, |known| known.last_at);
                let until = began.max(last.min(new.said_at));
                self.close(old, FactState::Ended, Some(until), Some(id))?;
                privacy::follow(self.tx, id, old)?;
                Some(id)
            }
            Decision::Corrects { wrong, right } => {
                let id = match right {
                    Some(right) => {
                        self.strengthen(right, false)?;
                        self.set_state(right, FactState::Holds)?;
                        right
                    }
                    None => self.add(FactState::Holds, None)?,
                };
                for old in wrong {
                    self.close(old, FactState::Corrected, None, Some(id))?;
                    privacy::follow(self.tx, id, old)?;
                }
                Some(id)
            }
            Decision::Ends(old) => {
                self.close(old, FactState::Ended, Some(until.unwrap_or(new.said_at)), None)?;
                Some(old)
            }
            Decision::Doubts(others) => {
                let id = self.add(FactState::Doubted, None)?;
                for other in others {
                    self.set_state(other, FactState::Doubted)?;
                    self.receipts(other, Role::Doubts)?;
                    privacy::follow(self.tx, id, other)?;
                }
                Some(id)
            }
        })
    }

    fn add(&self, state: FactState, until: Option<i64>) -> Result<FactId> {
        let drawn = self.drawn;
        let mut row = NewRow { state, ..NewRow::of(self.about, drawn, &drawn.slot, self.now) };
        row.held.until = until.or(row.held.until);
        let id = rows::insert(self.tx, &row)?;
        self.receipts(id, Role::Says)?;
        self.weigh(id)?;
        Ok(id)
    }

    fn strengthen(&self, id: FactId, word: bool) -> Result<()> {
        let added = self.receipts(id, Role::Says)?;
        if !added {
            return Ok(());
        }
        let Some(fact) = rows::if_there(self.tx, id)? else { return Ok(()) };
        // A wording of the person's own stays, but for another of theirs.
        if word && (fact.made_by != MadeBy::Person || self.drawn.made_by == MadeBy::Person) {
            rows::word(self.tx, id, &self.drawn.text, &self.drawn.value)?;
        }
        let sql = "UPDATE fact SET from_at = CASE from_at WHEN 0 THEN ?2 ELSE from_at END,
                   until_at = CASE WHEN state = 'holds' AND ?3 != 0 THEN ?3 ELSE until_at END, touched_at = max(touched_at, ?4)
                   WHERE id = ?1";
        let held = self.drawn.held;
        self.tx.prepare_cached(sql)?.execute((
            id,
            held.from.unwrap_or(0),
            held.until.unwrap_or(0),
            self.now,
        ))?;
        self.weigh(id)
    }

    fn weigh(&self, id: FactId) -> Result<()> {
        let confidence = rows::confidence_of(&rows::receipts(self.tx, id)?);
        let sql = "UPDATE fact SET confidence = max(confidence, ?2) WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute((id, confidence))?;
        Ok(())
    }

    fn set_state(&self, id: FactId, state: FactState) -> Result<()> {
        self.tx.prepare_cached("UPDATE fact SET state = ?2 WHERE id = ?1")?.execute((id, state))?;
        Ok(())
    }

    fn close(&self, id: FactId, state: FactState, until: Option<i64>, by: Option<FactId>) -> Result<()> {
        let role = if state == FactState::Corrected { Role::Corrects } else { Role::Ends };
        self.receipts(id, role)?;
        let (closed, dropped) = if state == FactState::Corrected { (0, self.now) } else { (self.now, 0) };
        let sql = "UPDATE fact SET state = ?2, until_at = CASE WHEN ?3 = 0 THEN until_at ELSE max(?3, from_at) END, closed_at = ?4,
                   dropped_at = ?5, replaced_by = ?6 WHERE id = ?1";
        let by = by.map_or(0, |by| by.0);
        self.tx.prepare_cached(sql)?.execute((id, state, until.unwrap_or(0), closed, dropped, by))?;
        Ok(())
    }

    /// A receipt for each turn that says it. Gives whether any is new.
    fn receipts(&self, fact: FactId, role: Role) -> Result<bool> {
        let drawn = self.drawn;
        let (name, relation) = match &drawn.whom {
            // What they are said to be called is their name, not what they were called by to say it.
            Whom::Someone { relation, .. } if is_name(drawn) => (drawn.value.clone(), relation.clone()),
            Whom::Someone { name, relation } => (name.clone(), relation.clone()),
            Whom::User | Whom::Companion => (String::new(), String::new()),
        };
        // What takes its place is no word of its own.
        let of_it = role == Role::Says || drawn.says == Says::Ended;
        let value = if of_it { drawn.value.as_str() } else { "" };
        let row = |evidence: &Evidence, role: Role| {
            let turn = self.turns.iter().find(|turn| turn.id == evidence.turn)?;
            let (first, length) = prove::characters(&turn.text, &evidence.quote).unwrap_or((0, 0));
            Some(ReceiptRow {
                fact,
                turn: turn.id,
                role,
                text: drawn.text.clone(),
                value: value.to_owned(),
                name: name.clone(),
                relation: relation.clone(),
                held: drawn.held,
                confidence: drawn.confidence,
                first,
                length,
                made_at: self.now,
            })
        };
        let (mut added, mut leans) = (false, self.leans_on.to_vec());
        for evidence in &drawn.evidence {
            let Some(row) = row(evidence, role) else { continue };
            if rows::add_receipt(self.tx, &row)? {
                added = true;
            } else {
                // It says it as it was understood before; the others may have their words from it now.
                leans.push(evidence.clone());
            }
        }
        for row in leans
            .iter()
            .filter_map(|evidence| row(evidence, Role::Context))
            .filter(|_| added && role == Role::Says)
        {
            rows::add_receipt(self.tx, &row)?;
        }
        Ok(added)
    }
}
