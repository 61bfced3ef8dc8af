//! Which facts belong to what was just said, for the part of the prompt that says what she remembers.

use super::{Fact, FactState, list, presence, privacy};
use crate::{
    id::{FactId, PersonId, TurnId},
    memory::lists,
    people::{self, Person, Relation},
    store::words::{fold, forms, split},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::collections::{HashMap, HashSet};

/// Where what is put together goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// To a model on this computer.
    Here,
    /// To another one: nothing private goes along.
    Away,
}

/// Below this a fact doesn't belong to what was said.
const LEAST: f32 = 0.3;
/// What standing on a recalled turn counts.
const STANDS: f32 = 0.5;
/// What being about somebody who is named counts.
const OF_WHOM: f32 = 0.55;
/// Facts at most.
const MOST: usize = 24;
/// Words of what was said that are looked at.
const LOOKED_AT: usize = 60;
/// Turns of which a word's postings are read: one that more have tells nothing.
const POSTINGS: i64 = 4_000;

/// The facts that belong to `words`, best first, each with a score from 0 to 1 that means the same for every question: by what
/// they have of its telling words (rare ones count more), by whom they are of, and by standing on a turn that was recalled;
/// fresher ones go before faded ones. Pinned ones are always there, at least at the least score that counts. What is
/// `avoided`, and where it goes away what is private, is never there.
///
/// # Errors
/// When the store can't be read.
pub fn for_prompt(
    c: &Connection,
    said: &str,
    recalled: &[TurnId],
    goes: Goes,
    now: i64,
    avoided: impl Fn(&Fact) -> bool,
) -> Result<Vec<(Fact, f32)>> {
    let asked = Asked::read(c, said)?;
    let stands: HashSet<FactId> = on_turns(c, recalled)?;
    let named: HashSet<PersonId> =
        people::all(c)?.into_iter().filter(|person| asked.names(person)).map(|person| person.id).collect();
    let count: i64 = c.prepare_cached("SELECT count(*) FROM fact")?.query_row([], |row| row.get(0))?;
    let mut hits: HashMap<FactId, f32> = HashMap::new();
    for (of_word, rarity) in &asked.words {
        // A word that many facts have tells them apart no better than one many turns have.
        let share = of_word.len() as f32 / count.max(8) as f32;
        let weight = rarity * (1.0 - share.min(1.0)).powi(2);
        for id in of_word {
            let miss = hits.entry(*id).or_insert(1.0);
            *miss *= 1.0 - 0.75 * weight;
        }
    }
    // Only what may belong is read, however much is known.
    let mut wanted: HashSet<FactId> = hits.keys().chain(&stands).copied().collect();
    for person in &named {
        wanted.extend(ids(c, "SELECT id FROM fact WHERE person = ?1 ORDER BY id DESC LIMIT 200", person.0)?);
    }
    wanted.extend(ids(c, "SELECT id FROM fact WHERE pinned = ?1", 1)?);
    let facts: Vec<Fact> = list::in_sight_of(c, wanted)?
        .into_iter()
        .map(|fact| fact.at(now))
        .filter(|fact| fact.state != FactState::Corrected)
        .filter(|fact| !avoided(fact))
        .collect();
    let facts = if goes == Goes::Away { privacy::that_may_go(c, facts)? } else { facts };
    let mut scored: Vec<(Fact, f32)> = Vec::new();
    for fact in facts {
        let mut miss = hits.get(&fact.id).copied().unwrap_or(1.0);
        if let super::About::Person(person) = fact.about
            && named.contains(&person)
        {
            miss *= 1.0 - OF_WHOM;
        }
        if stands.contains(&fact.id) {
            miss *= 1.0 - STANDS;
        }
        let past = if fact.state == FactState::Ended { 0.7 } else { 1.0 };
        let mut score = (1.0 - miss) * (0.7 + 0.3 * presence(&fact, now)) * past;
        if fact.pinned {
            score = score.max(LEAST);
        }
        if score >= LEAST {
            scored.push((fact, score));
        }
    }
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.id.cmp(&a.0.id)));
    scored.truncate(MOST);
    Ok(scored)
}

/// What was said, as its telling words.
struct Asked {
    /// The facts that have each, and how rare it is: 0 to 1. Words that no fact has are not among them.
    words: Vec<(HashSet<FactId>, f32)>,
    plain: Vec<String>,
}

impl Asked {
    fn read(c: &Connection, said: &str) -> Result<Self> {
        let mut words: Vec<(HashSet<FactId>, f32)> = Vec::new();
        let mut seen = HashSet::new();
        let newest: i64 =
            c.prepare_cached("SELECT coalesce(max(id), 0) FROM turn")?.query_row([], |row| row.get(0))?;
        for word in split(said).into_iter().take(LOOKED_AT) {
            let bare = fold(&word);
            let common = lists::has(lists::STOP, &bare)
                || lists::is_time(&bare)
                || lists::is_number(&bare)
                || is_small_talk(&bare);
            if common || bare.chars().count() < 2 || !seen.insert(bare.clone()) {
                continue;
            }
            let mut of_word = forms(&word);
            for other in lists::forms_of(&bare) {
                of_word.extend(forms(other));
            }
            of_word.extend(super::keys::tokens(&bare));
            of_word.sort();
            of_word.dedup();
            let mut facts = HashSet::new();
            for form in &of_word {
                let mut read = c.prepare_cached(
                    "SELECT fact FROM fact_word WHERE form = ?1 ORDER BY fact DESC LIMIT 500",
                )?;
                facts.extend(
                    read.query_map([form], |row| row.get(0))?.collect::<rusqlite::Result<Vec<FactId>>>()?,
                );
            }
            if !facts.is_empty() {
                words.push((facts, rarity(c, &of_word, newest)?));
            }
        }
        let plain = split(said).iter().map(|word| fold(word)).collect();
        Ok(Self { words, plain })
    }

    /// Whether somebody is named.
    fn names(&self, person: &Person) -> bool {
        let first = split(&person.name).first().map(|word| fold(word));
        if first.is_some_and(|first| first.chars().count() > 1 && self.plain.contains(&first)) {
            return true;
        }
        let theirs = Relation::of(&person.relation);
        self.plain
            .iter()
            .filter(|word| Relation::is_word(word))
            .any(|word| Relation::fits(Relation::of(word).as_ref(), theirs.as_ref()))
    }
}

/// How rare a word is in all that was said: in one of two hundred turns or fewer it is wholly telling, in one of ten not at all.
fn rarity(c: &Connection, of_word: &[String], turns: i64) -> Result<f32> {
    let quoted = of_word.iter().filter(|form| form.chars().all(char::is_alphanumeric));
    let expression = quoted.map(|form| format!("\"{form}\"")).collect::<Vec<_>>().join(" OR ");
    let sql = "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)";
    let n: i64 = c.prepare_cached(sql)?.query_row((expression, POSTINGS), |row| row.get(0))?;
    let share = n as f32 / turns.max(200) as f32;
    Ok(if n >= POSTINGS { 0.0 } else { (1.0 - (share - 0.005).max(0.0) / 0.095).clamp(0.0, 1.0) })
}

fn ids(c: &Connection, sql: &str, of: i64) -> Result<Vec<FactId>> {
    Ok(c.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// What anybody says of any day.
fn is_small_talk(bare: &str) -> bool {
    lists::has(
        "calor frio hot cold weather tempo chuva rain sol sun hoje today bom boa good bem well mal bad legal nice coisa thing things coisas gente people \
         oi ola hi hello hey tchau bye obrigado obrigada thanks thank please favor acho think want quero queria going vou vai ir go get got fazer do doing nada tudo \
         everything nothing something ainda still agora now sempre always nunca never aqui here ali there assim so like really mesmo feel tired cansado cansada dormir sleep \
         cheguei acabei day night dia noite manha tarde lindo linda beautiful great otimo otima feliz happy triste sad kkk haha rs lol ok okay sim nao yes no preciso need pode can",
        bare,
    )
}

fn on_turns(c: &Connection, turns: &[TurnId]) -> Result<HashSet<FactId>> {
    let mut all = HashSet::new();
    for turn in turns {
        let sql = "SELECT fact FROM receipt WHERE turn = ?1 AND role = 'says'";
        let mut read = c.prepare_cached(sql)?;
        let ids = read.query_map([turn], |row| row.get(0))?;
        all.extend(ids.collect::<rusqlite::Result<Vec<FactId>>>()?);
    }
    Ok(all)
}

/// Notes that these came up in an answer: they fade anew from now on.
///
/// # Errors
/// When it can't be written.
pub fn touch(tx: &Transaction<'_>, ids: &[FactId], now: i64) -> Result<()> {
    let mut sql = tx.prepare_cached(
        "UPDATE fact SET touched_at = max(touched_at, ?2), touches = touches + 1 WHERE id = ?1",
    )?;
    for id in ids {
        sql.execute((id, now))?;
    }
    Ok(())
}

/// What the user is called, as far as they said.
///
/// # Errors
/// When the store can't be read.
pub fn name_of_user(c: &Connection) -> Result<Option<String>> {
    let sql = "SELECT coalesce((SELECT r.value FROM receipt AS r JOIN turn AS t ON t.id = r.turn
                 WHERE r.fact = f.id AND r.role = 'says' AND t.forgotten_at = 0 ORDER BY r.turn DESC LIMIT 1), f.value)
               FROM fact AS f WHERE f.about = 'user' AND f.slot = 'name' AND f.state = 'holds' AND f.forgotten_at = 0
               ORDER BY f.id DESC LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?)
}
