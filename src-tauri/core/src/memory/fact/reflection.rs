//! Reflection: what comes back, or changed, over several episodes. A conclusion stands on words of the user's in at least two
//! episodes, is listed and edited like any fact, and is forgotten with any of the words it stands on.

use super::{
    About, Drawn, Evidence, Fact, FactKind, FactState, Held, MadeBy, Says, Whom, drawing,
    keys::{self, Nearness},
    model, privacy, prove, refused,
    rows::{self, IN_SIGHT, NewRow, ReceiptRow, Role},
};
use crate::{
    conversation::{self, Speaker, Turn},
    id::{EpisodeId, FactId, TurnId},
    locale::{Language, text},
};
use anyhow::Result;
use chrono::TimeDelta;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashSet;

/// New turns, and time, that lie between two reflections; both.
const TURNS: u64 = 200;
const APART: TimeDelta = TimeDelta::days(14);
/// Bytes of turns that are looked at.
const LOOKED_AT: usize = 12_000;
/// Conclusions of one reflection.
const MOST: usize = 6;
/// Characters of one.
const LONGEST: usize = 240;
/// The row of `life` that says when, and at which turn, she last reflected.
const ROW: &str = "reflected";

/// What is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Looked {
    /// Of the user, of several episodes, oldest first.
    pub turns: Vec<Turn>,
    /// What was concluded before.
    pub known: Vec<Fact>,
}

fn last_time(c: &Connection) -> Result<(TurnId, i64)> {
    let sql = "SELECT value FROM life WHERE name = ?1";
    let kept: Option<String> = c.prepare_cached(sql)?.query_row([ROW], |row| row.get(0)).optional()?;
    let numbers = kept.as_deref().and_then(|kept| kept.split_once(' '));
    Ok(numbers
        .map_or((TurnId(0), 0), |(turn, at)| (TurnId(turn.parse().unwrap_or(0)), at.parse().unwrap_or(0))))
}

/// What is to be reflected on at `now` (Unix milliseconds UTC): two hundred turns and fourteen days after the last time. `None` where
/// it isn't time.
///
/// # Errors
/// When the store can't be read.
pub fn due(c: &Connection, now: i64) -> Result<Option<Looked>> {
    let (turn, at) = last_time(c)?;
    if now - at < APART.num_milliseconds() {
        return Ok(None);
    }
    let sql = "SELECT count(*) FROM (SELECT 1 FROM turn WHERE id > ?1 AND forgotten_at = 0 LIMIT ?2)";
    let new: u64 =
        c.prepare_cached(sql)?.query_row((turn, TURNS as i64), |row| row.get::<_, i64>(0))?.unsigned_abs();
    if new < TURNS {
        return Ok(None);
    }
    let turns = drawing::newest_of_user(c, LOOKED_AT)?;
    let episodes: HashSet<EpisodeId> = turns.iter().map(|turn| turn.episode).collect();
    if episodes.len() < 2 {
        return Ok(None);
    }
    Ok(Some(Looked { turns, known: themes(c)? }))
}

fn themes(c: &Connection) -> Result<Vec<Fact>> {
    rows::select(c, &format!("f.kind = 'theme' AND f.state = 'holds' AND {IN_SIGHT}"), &[])
}

/// Notes that she reflected, or tried to: that is paid for once in a while only.
///
/// # Errors
/// When it can't be written.
pub fn done(tx: &Transaction<'_>, now: i64) -> Result<()> {
    let last: i64 = tx.query_row("SELECT coalesce(max(id), 0) FROM turn", [], |row| row.get(0))?;
    tx.execute("INSERT OR REPLACE INTO life(name, value) VALUES (?1, ?2)", (ROW, format!("{last} {now}")))?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    themes: Vec<Theme>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Theme {
    text: String,
    evidence: Vec<Quoted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Quoted {
    turn: usize,
    quote: String,
}

/// The JSON schema a model is to answer by.
pub fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"themes": {"type": "array", "items": {
            "type": "object",
            "properties": {
                "text": {"type": "string"},
                "evidence": {"type": "array", "items": {
                    "type": "object",
                    "properties": {"turn": {"type": "integer"}, "quote": {"type": "string"}},
                    "required": ["turn", "quote"],
                    "additionalProperties": false,
                }},
            },
            "required": ["text", "evidence"],
            "additionalProperties": false,
        }}},
        "required": ["themes"],
        "additionalProperties": false,
    })
}

/// What a model is told to do.
pub fn instructions(language: Language, companion: &str, known: &[Fact]) -> String {
    let known: Vec<&str> = known.iter().map(|fact| fact.text.as_str()).take(12).collect();
    text(language, "reflect-what", &[("name", companion), ("known", &known.join(" / "))])
}

/// Reads a model's JSON; `shown` are the turns as they were numbered from 1.
///
/// # Errors
/// When it is no such JSON, or too much.
pub fn read(answer: Value, shown: &[Turn]) -> Result<Vec<Drawn>> {
    let Answer { themes } = serde_json::from_value(answer)?;
    anyhow::ensure!(themes.len() <= MOST, "{} conclusions at once", themes.len());
    let drawn = |theme: Theme| {
        let evidence = theme.evidence.into_iter().filter_map(|Quoted { turn, quote }| {
            let turn = turn.checked_sub(1).and_then(|at| shown.get(at))?.id;
            Some(Evidence { turn, quote })
        });
        Drawn {
            whom: Whom::User,
            kind: FactKind::Theme,
            slot: String::new(),
            value: theme.text.clone(),
            language: model::language_of(&theme.text),
            says: Says::Holds,
            held: Held::default(),
            confidence: 0.6,
            made_by: MadeBy::Reflection,
            evidence: evidence.collect(),
            text: theme.text,
        }
    };
    Ok(themes.into_iter().map(drawn).collect())
}

/// Keeps conclusions, as far as they are proved: words of the user's that stand where they are said to, in two episodes at least, and a
/// statement whose names, numbers and most other words are in them. One that is known is strengthened. Gives what was made or
/// strengthened.
///
/// # Errors
/// When the store can't be read or written.
pub fn keep(tx: &Transaction<'_>, drawn: Vec<Drawn>, now: i64) -> Result<Vec<FactId>> {
    let mut kept = Vec::new();
    for one in drawn {
        let Some((one, turns)) = proved(tx, one)? else { continue };
        let known = themes(tx)?;
        let same = known.iter().find(|fact| is_same(&fact.text, &one.text)).map(|fact| fact.id);
        let row = NewRow { state: FactState::Holds, ..NewRow::of(About::User, &one, "", now) };
        let fact = match same {
            Some(fact) => fact,
            None => rows::insert(tx, &row)?,
        };
        for (turn, evidence) in turns.iter().zip(&one.evidence) {
            let (first, length) = prove::characters(&turn.text, &evidence.quote).unwrap_or((0, 0));
            let row = ReceiptRow {
                fact,
                turn: turn.id,
                role: Role::Says,
                text: one.text.clone(),
                value: one.value.clone(),
                name: String::new(),
                relation: String::new(),
                held: one.held,
                confidence: one.confidence,
                first,
                length,
                made_at: now,
            };
            rows::add_receipt(tx, &row)?;
        }
        let confidence = rows::confidence_of(&rows::receipts(tx, fact)?);
        tx.execute(
            "UPDATE fact SET confidence = ?2, touched_at = max(touched_at, ?3) WHERE id = ?1",
            (fact, confidence, now),
        )?;
        // It says what they say, all together.
        let on: Vec<TurnId> = turns.iter().map(|turn| turn.id).collect();
        if !privacy::private_turns(tx, &on)?.is_empty() {
            tx.execute("UPDATE fact SET private = 1 WHERE id = ?1", [fact])?;
        }
        kept.push(fact);
    }
    kept.dedup();
    Ok(kept)
}

/// Whether two conclusions are one: most words of the shorter are in the other.
fn is_same(a: &str, b: &str) -> bool {
    if keys::nearness_of_texts(a, b) != Nearness::Different {
        return true;
    }
    let (a, b) = (keys::tokens(a), keys::tokens(b));
    let (few, many) = if a.len() < b.len() { (&a, &b) } else { (&b, &a) };
    let shared = few.iter().filter(|word| many.iter().any(|other| keys::alike(word, other))).count();
    !few.is_empty() && shared * 10 >= few.len() * 7
}

fn proved(c: &Connection, mut drawn: Drawn) -> Result<Option<(Drawn, Vec<Turn>)>> {
    drawn.text = drawn.text.split_whitespace().collect::<Vec<_>>().join(" ");
    drawn.value.clone_from(&drawn.text);
    if drawn.text.is_empty() || drawn.text.chars().count() > LONGEST {
        return Ok(None);
    }
    let (mut turns, mut evidence): (Vec<Turn>, Vec<Evidence>) = (Vec::new(), Vec::new());
    for one in &drawn.evidence {
        let Some(turn) = conversation::if_there(c, one.turn)? else { continue };
        let holds = turn.speaker == Speaker::User
            && turn.forgotten_at.is_none()
            // A word or two prove no theme.
            && crate::store::words::split(&one.quote).len() >= 3
            && prove::stands_in(&turn.text, &one.quote)
            && !turns.iter().any(|other| other.id == turn.id)
            && !refused::is_refused(c, &turn, one)?;
        if holds {
            turns.push(turn);
            evidence.push(one.clone());
        }
    }
    let episodes: HashSet<EpisodeId> = turns.iter().map(|turn| turn.episode).collect();
    if episodes.len() < 2 || !prove::keeps_to(&drawn.text, turns.iter().map(|turn| turn.text.as_str())) {
        return Ok(None);
    }
    drawn.evidence = evidence;
    Ok(Some((drawn, turns)))
}
