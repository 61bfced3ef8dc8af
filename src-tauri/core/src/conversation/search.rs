//! Search over everything ever said. Newest first; all words must be there (the last one may be unfinished), or,
//! where no turn has them all, any.

use super::turn::{self, Speaker, Turn};
use crate::{id::TurnId, store::words};
use anyhow::Result;
use rusqlite::Connection;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

/// A turn found, with where the words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub turn: Turn,
    /// A part of the text around the first word found, at most about 240 characters.
    pub excerpt: String,
    /// The found words in `excerpt`: byte ranges on character boundaries.
    pub marks: Vec<Range<usize>>,
}

/// A page of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// Give it as `before` for the next page.
    pub more_before: Option<TurnId>,
}

/// Finds turns by their words, newest first.
///
/// # Errors
/// When the store can't be read. A query without a word finds nothing.
pub fn search(c: &Connection, query: &str, before: Option<TurnId>, limit: usize) -> Result<Hits> {
    let asked = words::split(query);
    if asked.is_empty() {
        return Ok(Hits::default());
    }
    let unfinished = query.chars().next_back().is_some_and(char::is_alphanumeric);
    let mut turns = matching(c, &all_of(&asked, unfinished), before, limit + 1)?;
    if turns.is_empty() && asked.len() > 1 {
        // Whether a turn with all of them exists must not depend on the page.
        let none_at_all = before.is_none() || matching(c, &all_of(&asked, unfinished), None, 1)?.is_empty();
        if none_at_all {
            turns = matching(c, &any_of(&asked), before, limit + 1)?;
        }
    }
    let more = turns.len() > limit;
    turns.truncate(limit);
    let more_before = if more { turns.last().map(|turn| turn.id) } else { None };
    let hits = turns.into_iter().map(|turn| marked(turn, &asked, unfinished)).collect();
    Ok(Hits { hits, more_before })
}

/// How many turns of a word's postings [`find`] weighs at most: common words tell little apart.
const POSTINGS: usize = 2_000;

/// Finds the turns that best match any of `wanted`: rare words count more, newer turns first among equals. Best first.
///
/// # Errors
/// When the store can't be read.
pub fn find(
    c: &Connection,
    wanted: &[String],
    by: Option<Speaker>,
    except: Option<TurnId>,
    limit: usize,
) -> Result<Vec<Turn>> {
    let mut weights: HashMap<i64, f64> = HashMap::new();
    let mut seen = HashSet::new();
    for word in wanted.iter().flat_map(|text| words::split(text)) {
        if !seen.insert(words::fold(&word)) {
            continue;
        }
        let sql = "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2";
        let ids = c
            .prepare_cached(sql)?
            .query_map((one_of_forms(&word), POSTINGS as i64), |row| row.get::<_, i64>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        // Rarity by what was seen: a word with the full count of postings tells next to nothing.
        let weight = ((POSTINGS as f64 + 1.0) / (ids.len() as f64 + 0.5)).ln().max(0.05);
        for id in ids {
            *weights.entry(id).or_default() += weight;
        }
    }
    let mut ranked: Vec<(i64, f64)> = weights.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut turns = Vec::new();
    for (id, _) in ranked {
        if turns.len() == limit {
            break;
        }
        // Gone: forgotten since the index was read.
        let Some(turn) = turn::if_there(c, TurnId(id))? else { continue };
        let wanted =
            turn.forgotten_at.is_none() && by.is_none_or(|by| turn.speaker == by) && except != Some(turn.id);
        if wanted {
            turns.push(turn);
        }
    }
    Ok(turns)
}

fn matching(c: &Connection, expression: &str, before: Option<TurnId>, limit: usize) -> Result<Vec<Turn>> {
    let columns = turn::COLUMNS;
    let sql = format!(
        "SELECT {columns} FROM turn WHERE id IN (
           SELECT words.rowid FROM words WHERE words MATCH ?1 AND words.rowid < ?2
             AND NOT EXISTS (SELECT 1 FROM turn AS hidden WHERE hidden.id = words.rowid AND hidden.forgotten_at != 0)
           ORDER BY words.rowid DESC LIMIT ?3)
         ORDER BY id DESC"
    );
    let before = before.map_or(i64::MAX, |id| id.0);
    let mut statement = c.prepare_cached(&sql)?;
    let turns = statement.query_map((expression, before, limit as i64), turn::read)?;
    Ok(turns.collect::<rusqlite::Result<_>>()?)
}

fn all_of(asked: &[String], unfinished: bool) -> String {
    let last = asked.len() - 1;
    let parts = asked.iter().enumerate().map(|(n, word)| {
        let bare = words::fold(word);
        if n == last && unfinished && bare.chars().count() >= 2 {
            format!("({} OR \"{bare}\"*)", one_of_forms(word))
        } else {
            format!("({})", one_of_forms(word))
        }
    });
    parts.collect::<Vec<_>>().join(" AND ")
}

fn any_of(asked: &[String]) -> String {
    asked.iter().map(|word| one_of_forms(word)).collect::<Vec<_>>().join(" OR ")
}

/// The forms hold letters and digits only, so quoting them is enough.
fn one_of_forms(word: &str) -> String {
    words::forms(word).iter().map(|form| format!("\"{form}\"")).collect::<Vec<_>>().join(" OR ")
}

/// Characters of an excerpt, and how many of them stand before the first word found.
const EXCERPT: usize = 240;
const LEAD: usize = 60;

fn marked(turn: Turn, asked: &[String], unfinished: bool) -> Hit {
    let wanted: HashSet<String> = asked.iter().flat_map(|word| words::forms(word)).collect();
    let beginning = if unfinished { asked.last().map(|word| words::fold(word)) } else { None };
    let is_found = |word: &str| {
        let forms = words::forms(&word.to_lowercase());
        forms.iter().any(|form| wanted.contains(form))
            || beginning.as_ref().is_some_and(|b| words::fold(word).starts_with(b.as_str()))
    };
    let found: Vec<Range<usize>> =
        runs(&turn.text).filter(|range| turn.text.get(range.clone()).is_some_and(is_found)).collect();
    let first = found.first().map_or(0, |range| range.start);
    let start =
        turn.text.get(..first).map_or(0, |lead| lead.char_indices().rev().nth(LEAD).map_or(0, |(at, _)| at));
    let start = if start == 0 { 0 } else { next_word(&turn.text, start) };
    let rest = turn.text.get(start..).unwrap_or_default();
    let end = start + rest.char_indices().nth(EXCERPT).map_or(rest.len(), |(at, _)| at);
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < turn.text.len() { "…" } else { "" });
    let excerpt = format!("{before}{}{after}", turn.text.get(start..end).unwrap_or_default());
    let marks = found
        .into_iter()
        .filter(|range| range.start >= start && range.end <= end)
        .map(|range| range.start - start + before.len()..range.end - start + before.len())
        .collect();
    Hit { turn, excerpt, marks }
}

fn next_word(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find(' ')).map_or(from, |gap| from + gap + 1)
}

/// The byte ranges of the runs of letters and digits.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text.get(rest..)?.find(words::is_inner)?;
        let len = text.get(start..)?.find(|c: char| !words::is_inner(c)).unwrap_or(text.len() - start);
        rest = start + len;
        Some(start..rest)
    })
}
