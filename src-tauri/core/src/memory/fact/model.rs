//! What a model is asked for when it is to draw facts, and how its JSON is read. Nothing in it is believed: what is read here
//! still has to be proved.

use super::{Drawn, Evidence, FactKind, Held, MadeBy, Says, Whom};
use crate::{
    conversation::Turn,
    id::TurnId,
    locale::{Language, text},
    memory::slots,
};
use chrono::{NaiveDate, NaiveTime, TimeZone as _};
use serde::Deserialize;
use serde_json::{Value, json};

/// Facts of one answer. More is no extraction any more, and none of it is kept.
const MOST: usize = 60;
/// Moments that prove one statement.
const MOST_EVIDENCE: usize = 12;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    facts: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default)]
    about: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    relation: String,
    kind: String,
    #[serde(default)]
    slot: String,
    #[serde(default)]
    value: String,
    text: String,
    #[serde(default)]
    says: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
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
    let words = || json!({"type": "string"});
    let kinds: Vec<&str> =
        FactKind::ALL.into_iter().filter(|kind| *kind != FactKind::Theme).map(FactKind::code).collect();
    let mut slots: Vec<&str> = slots::SLOTS.iter().map(|slot| slot.name).collect();
    slots.push("");
    let fact = json!({
        "type": "object",
        "properties": {
            "about": {"type": "string", "enum": ["user", "companion", "person"]},
            "name": words(),
            "relation": words(),
            "kind": {"type": "string", "enum": kinds},
            "slot": {"type": "string", "enum": slots},
            "value": words(),
            "text": words(),
            "says": {"type": "string", "enum": ["holds", "also", "ended", "corrects"]},
            "from": words(),
            "until": words(),
            "evidence": {"type": "array", "items": {
                "type": "object",
                "properties": {"turn": {"type": "integer"}, "quote": words()},
                "required": ["turn", "quote"],
                "additionalProperties": false,
            }},
        },
        "required": ["about", "name", "relation", "kind", "slot", "value", "text", "says", "from", "until", "evidence"],
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "properties": {"facts": {"type": "array", "items": fact}},
        "required": ["facts"],
        "additionalProperties": false,
    })
}

/// What a model is told to do, in the language of the app.
pub fn instructions(language: Language, companion: &str) -> String {
    let slots: Vec<String> =
        slots::SLOTS.iter().map(|slot| format!("{} ({})", slot.name, slot.value)).collect();
    let kinds: Vec<&str> =
        FactKind::ALL.into_iter().filter(|kind| *kind != FactKind::Theme).map(FactKind::code).collect();
    text(
        language,
        "draw-what",
        &[("name", companion), ("slots", &slots.join("; ")), ("kinds", &kinds.join(", "))],
    )
}

/// Reads a model's JSON. `shown` are the turns in the order in which it was shown them, numbered from 1. One statement that can't
/// be read is left out; an answer that isn't of the schema is none.
///
/// # Errors
/// When it is no such JSON, or too much.
pub fn read(answer: Value, shown: &[Turn]) -> anyhow::Result<Vec<Drawn>> {
    let Answer { facts } = serde_json::from_value(answer)?;
    anyhow::ensure!(facts.len() <= MOST, "{} facts of one part of the talk", facts.len());
    Ok(facts.into_iter().filter_map(|said| drawn(said, shown)).collect())
}

fn drawn(said: Said, shown: &[Turn]) -> Option<Drawn> {
    if said.evidence.len() > MOST_EVIDENCE {
        return None;
    }
    let whom = match said.about.as_str() {
        "user" | "" => Whom::User,
        "companion" => Whom::Companion,
        "person" if said.name.trim().is_empty() && said.relation.trim().is_empty() => return None,
        "person" => Whom::Someone { name: said.name, relation: said.relation },
        _ => return None,
    };
    // What she concludes is not drawn.
    let kind = FactKind::of_code(&said.kind).filter(|kind| *kind != FactKind::Theme)?;
    let says = match said.says.as_str() {
        "holds" | "" => Says::Holds,
        "also" => Says::Also,
        "ended" => Says::Ended,
        "corrects" => Says::Corrects,
        _ => return None,
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    for Quoted { turn, quote } in said.evidence {
        // A number that isn't there proves nothing; the rest may.
        let id: Option<TurnId> = turn.checked_sub(1).and_then(|at| shown.get(at)).map(|turn| turn.id);
        if let Some(turn) = id {
            evidence.push(Evidence { turn, quote });
        }
    }
    let first = shown.iter().find(|turn| evidence.iter().any(|one| one.turn == turn.id))?;
    let held =
        Held { from: moment(&said.from, first, Edge::Start), until: moment(&said.until, first, Edge::End) };
    Some(Drawn {
        whom,
        kind,
        slot: said.slot,
        value: said.value,
        language: language_of(&said.text),
        text: said.text,
        says,
        held,
        confidence: 0.8,
        made_by: MadeBy::Model,
        evidence,
    })
}

/// Which of the two a short statement is in, by its small words.
pub fn language_of(words: &str) -> Language {
    let plain: Vec<String> =
        crate::store::words::split(words).iter().map(|word| crate::store::words::fold(word)).collect();
    let count = |list: &str| plain.iter().filter(|word| super::cues::any(list, &[word.as_str()])).count();
    let accents = words.chars().any(|c| "ãõçáéíóúâêôà".contains(c.to_ascii_lowercase()));
    let (portuguese, english) =
        (count(super::cues::PORTUGUESE) + usize::from(accents), count(super::cues::ENGLISH));
    if english > portuguese { Language::En } else { Language::PtBr }
}

#[derive(Clone, Copy)]
enum Edge {
    Start,
    End,
}

/// A day, month or year (`2026-05-01`, `2026-05`, `2026`) as its first or last millisecond where the turn was said.
fn moment(day: &str, turn: &Turn, edge: Edge) -> Option<i64> {
    let parts: Vec<i32> = day.trim().split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let of = |year: i32, month: i32, day: i32| {
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    };
    let (first, after) = match parts.as_slice() {
        [year, month, day] => (of(*year, *month, *day)?, of(*year, *month, *day)?.succ_opt()?),
        [year, 12] => (of(*year, 12, 1)?, of(*year + 1, 1, 1)?),
        [year, month] => (of(*year, *month, 1)?, of(*year, *month + 1, 1)?),
        [year] if *year > 1_800 => (of(*year, 1, 1)?, of(*year + 1, 1, 1)?),
        _ => return None,
    };
    let offset = *turn.said.local().offset();
    let at = |day: NaiveDate| {
        offset.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().map(|at| at.timestamp_millis())
    };
    match edge {
        Edge::Start => at(first),
        Edge::End => at(after).map(|at| at - 1),
    }
}
