//! The part of a prompt that holds memories: what belongs to what was just said, and nothing where nothing does.

use super::{
    Asked, Recalled,
    avoided::Withheld,
    belongs::{TellingWords, asks_what_was},
    come_to_mind,
    fact::{self, About, Fact, FactState, Goes},
    recall,
    wishes::KeptWish,
};
use crate::{
    conversation::{self, Speaker, Turn},
    id::{FactId, TurnId},
    locale::{Language, text},
    people::{self, Person},
    persona,
    store::{one_state, words},
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use std::collections::HashSet;

/// Tokens the memories of a prompt have at most, by the stated estimate.
pub const BUDGET: u32 = 1_200;
/// Facts and turns that are given at most.
const FACTS: usize = 12;
const TURNS: usize = 6;
/// Turns that are looked through for them.
const LOOKED_AT: usize = 200;
/// The least a turn's sum comes to for the turn to answer what was asked.
pub const ENOUGH: f32 = 0.80;
/// The least it comes to beside the best of the same words: what falls far behind it is not meant.
const BESIDE_THE_BEST: f32 = 0.75;
/// The least that must tie the best turn to what was said, for any to belong to it.
const BELONGS: f32 = 0.76;
/// How near another one must be, beside the nearest.
const BELONGS_TOO: f32 = 0.4;
/// Characters given of one turn.
const EXCERPT: usize = 360;

/// Where a memory is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    Turn(TurnId),
    Fact(FactId),
}

impl Source {
    /// The fact, where it is one.
    pub fn fact(self) -> Option<FactId> {
        match self {
            Self::Fact(fact) => Some(fact),
            Self::Turn(_) => None,
        }
    }
}

/// One memory, as a model is given it.
#[derive(Clone, Debug, PartialEq)]
pub struct Memory {
    pub source: Source,
    /// When it was, who said it, and the words.
    pub line: String,
    pub score: f32,
    /// What spoke for it: a feature's name and its part of the sum.
    pub why: Vec<(&'static str, f32)>,
}

/// What memories are wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub asked: Asked<'a>,
    pub language: Language,
    pub goes: Goes,
    /// What the words ask of her memory.
    pub wish: Option<&'a KeptWish>,
}

/// The memories that belong to what was said, most telling first, within [`BUDGET`]: facts, then moments. None that is
/// [`Withheld`].
///
/// # Errors
/// When the store can't be read.
pub fn choose(c: &Connection, wanted: &Wanted<'_>) -> Result<Vec<Memory>> {
    let _state = one_state(c)?;
    let withheld = Withheld::read(c, wanted.goes, wanted.wish)?;
    let mut moments = Vec::new();
    let mut turns = Vec::new();
    let asks = asks_what_was(wanted.asked.words);
    let found = if asks { answering(c, &wanted.asked)? } else { belonging(c, &wanted.asked)? };
    for recalled in found {
        if moments.len() == TURNS {
            break;
        }
        // What was forgotten since it was found is no memory any more.
        let Some(turn) = conversation::if_there(c, recalled.turn)? else { continue };
        if withheld.turn(&turn) {
            continue;
        }
        turns.push(recalled.turn);
        let parts = recalled.features.parts();
        // At a remark it is what ties them that opened the way.
        let ties = (!asks).then_some(("ties", recalled.ties));
        let why = ties.into_iter().chain(parts.iter().map(|(name, value, weight)| (*name, value * weight)));
        moments.push(Memory {
            source: Source::Turn(recalled.turn),
            line: line(wanted, &turn),
            score: recalled.score,
            why: why.filter(|(_, part)| *part > 0.0).collect(),
        });
    }
    let now = wanted.asked.at.timestamp_millis();
    let people = people::all(c)?;
    let is_withheld = |fact: &Fact| withheld.fact(fact, &fact_words(fact, &people));
    let facts = fact::for_prompt(c, wanted.asked.words, &turns, wanted.goes, now, is_withheld)?;
    let nothing_tied = turns.is_empty() && !asks;
    let telling = TellingWords::of(wanted.asked.words);
    let comes_to_mind =
        |fact: &Fact| fact.pinned || !nothing_tied || telling.is_in(&fact_words(fact, &people));
    let mut known = Vec::new();
    for (fact, score) in facts {
        if comes_to_mind(&fact) && (fact.pinned || was_known(c, fact.id, wanted.asked.before)?) {
            known.push((fact, score));
        }
    }
    let facts = known.into_iter().take(FACTS).map(|(fact, score)| Memory {
        source: Source::Fact(fact.id),
        line: fact_line(wanted, &fact, &people),
        score,
        why: vec![(if fact.pinned { "pinned" } else { "fact" }, score)],
    });
    Ok(within_budget(facts.chain(moments).collect()))
}

/// Whether a fact stands on anything but the turns from this one on, which the prompt holds itself.
fn was_known(c: &Connection, fact: FactId, before: Option<TurnId>) -> Result<bool> {
    let Some(before) = before else { return Ok(true) };
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM receipt WHERE fact = ?1)
                 OR EXISTS (SELECT 1 FROM receipt WHERE fact = ?1 AND turn < ?2)";
    Ok(c.prepare_cached(sql)?.query_row((fact, before), |row| row.get(0))?)
}

/// What may answer a question, the best first.
fn answering(c: &Connection, asked: &Asked<'_>) -> Result<Vec<Recalled>> {
    let mut found = recall(c, asked, LOOKED_AT)?;
    let best = found.first().map_or(0.0, |first| first.score);
    found.retain(|one| one.score >= ENOUGH && one.score >= best * BESIDE_THE_BEST);
    Ok(found)
}

/// What is tied to a remark, the nearest first; nothing where no turn is tied to it enough, however near its meaning: some
/// turn is always near.
fn belonging(c: &Connection, remark: &Asked<'_>) -> Result<Vec<Recalled>> {
    let mut found = come_to_mind(c, remark, LOOKED_AT)?;
    let most = found.iter().map(|one| one.ties).fold(0.0, f32::max);
    let nearest = found.first().map_or(0.0, |first| first.near);
    found.retain(|one| most >= BELONGS && one.near >= nearest * BELONGS_TOO);
    Ok(found)
}

/// A fact's words, and of whom it is.
pub fn fact_words(fact: &Fact, people: &[Person]) -> String {
    let person = match fact.about {
        About::Person(id) => people.iter().find(|person| person.id == id),
        About::User | About::Companion => None,
    };
    let whom = person.map(|person| match (person.name.as_str(), person.relation.as_str()) {
        (name, "") => format!("{name}: "),
        ("", relation) => format!("{relation}: "),
        (name, relation) => format!("{name} ({relation}): "),
    });
    format!("{}{}", whom.unwrap_or_default(), fact.text)
}

/// A fact with the day she learned it, and of whom it is.
fn fact_line(wanted: &Wanted<'_>, fact: &Fact, people: &[Person]) -> String {
    let learned = DateTime::from_timestamp_millis(fact.learned_at).unwrap_or_default();
    let learned = learned.with_timezone(wanted.asked.at.offset()).format("%Y-%m-%d").to_string();
    let key = match fact.state {
        FactState::Holds | FactState::Corrected => "memory-fact",
        FactState::Ended => "memory-fact-ended",
        FactState::Doubted => "memory-fact-doubted",
    };
    let words = fact_words(fact, people);
    text(wanted.language, key, &[("day", &learned), ("words", &words)])
}

fn within_budget(memories: Vec<Memory>) -> Vec<Memory> {
    let mut left = BUDGET as usize * 3;
    let fits = |memory: &Memory| {
        let fits = memory.line.len() < left;
        left = left.saturating_sub(memory.line.len() + 1);
        fits
    };
    memories.into_iter().take_while(fits).collect()
}

fn line(wanted: &Wanted<'_>, turn: &Turn) -> String {
    let who = match turn.speaker {
        Speaker::User => "memory-said-user",
        Speaker::Companion => "memory-said-companion",
    };
    let words = excerpt(&turn.text, wanted.asked.words);
    said_on(wanted.language, who, turn.said.local(), wanted.asked.at, &words)
}

/// A line with the day something was said and how long ago that was.
fn said_on(
    language: Language,
    key: &str,
    said: DateTime<FixedOffset>,
    now: DateTime<FixedOffset>,
    words: &str,
) -> String {
    let gap = persona::gap_in_words(language, now - said);
    let day = said.format("%Y-%m-%d").to_string();
    text(language, key, &[("day", &day), ("gap", &gap), ("words", words)])
}

/// The part of a text that has most of the asked words, in one line.
fn excerpt(said: &str, asked: &str) -> String {
    let said: Vec<&str> = said.split_whitespace().collect();
    let whole = said.join(" ");
    if whole.chars().count() <= EXCERPT {
        return whole;
    }
    let wanted: HashSet<String> = words::split(asked).iter().flat_map(|word| words::forms(word)).collect();
    let tells = |word: &str| {
        words::split(word).iter().any(|word| words::forms(word).iter().any(|form| wanted.contains(form)))
    };
    let (mut from, mut length, mut hits) = (0, 0, 0);
    let (mut best, mut most) = (0..0, -1);
    for (to, word) in said.iter().enumerate() {
        length += word.chars().count() + 1;
        hits += i32::from(tells(word));
        while length > EXCERPT
            && let Some(first) = said.get(from)
        {
            length -= first.chars().count() + 1;
            hits -= i32::from(tells(first));
            from += 1;
        }
        if hits > most {
            (best, most) = (from..to + 1, hits);
        }
    }
    let (before, after) =
        (if best.start > 0 { "… " } else { "" }, if best.end < said.len() { " …" } else { "" });
    format!("{before}{}{after}", said.get(best).unwrap_or_default().join(" "))
}
