//! Which turns are looked at: those with the question's words, those that mean about the same, their neighbours, and the
//! episodes that have most of it. What is read of the store is bounded (postings, turns, episodes); the codes in memory are
//! all looked at, which takes as long as the life is: a few bytes a turn, on a thread of its own.

use super::{
    codes::Estimator,
    dates,
    question::{Question, Wanted},
    vectors::{Codes, Likeness},
};
use crate::{
    conversation::Speaker,
    id::{EpisodeId, TurnId},
};
use anyhow::Result;
use chrono::{DateTime, NaiveDate};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _};
use std::collections::{BTreeMap, btree_map::Entry};

/// In a long life words stand in more turns, and more of them are read: one posting for so many turns of it, so many at most.
const TURNS_A_POSTING: i64 = 25;
const OF_LONG: usize = 40_000;
/// Turns with the question's words that are looked at.
const TURNS: usize = 200;
/// Turns that mean about the same that are looked at.
const NEAR: usize = 100;
/// Vectors that are looked at more closely than by the bits in which they differ.
const NEARLY: usize = 1_000;
/// Episodes that are weighed as a whole.
const WEIGHED: usize = 80;
/// Episodes that are looked at whole.
const EPISODES: usize = 8;
/// Turns of one episode that are looked at.
const OF_EPISODE: i64 = 80;
/// Characters of one turn that are looked at.
const OF_TURN: usize = 8_000;
/// Episodes near a named date that are looked at.
const DATED: usize = 64;

/// One word, where it stands, and how much it tells.
#[derive(Clone, Debug)]
pub(super) struct Postings {
    /// Oldest first.
    pub ids: Vec<i64>,
    /// ln(1 + turns without it / turns with it).
    pub idf: f32,
}

/// A turn that is looked at.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub id: i64,
    pub episode: EpisodeId,
    pub speaker: Speaker,
    /// The day on the wall clock.
    pub day: NaiveDate,
    pub text: String,
    /// How near it is, about; `None` where no embedder read it, or nobody told what the question means.
    pub likeness: Option<Likeness>,
}

/// What an episode has of each word.
#[derive(Clone, Debug)]
pub(super) struct Episode {
    /// Turns, about: ids may be missing in between.
    pub turns: f32,
    /// Turns with the word, for each of the question's words.
    pub with: Vec<f32>,
}

/// All that is looked at for one question.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub postings: Vec<Postings>,
    /// In order.
    pub rows: Vec<Row>,
    pub episodes: BTreeMap<EpisodeId, Episode>,
}

/// The codes of all turns, and what is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meant<'a> {
    pub codes: &'a Codes,
    pub asked: &'a Estimator,
    /// A bit a dimension.
    pub code: &'a [u64],
}

pub(super) fn find(
    c: &Connection,
    question: &Question,
    before: Option<TurnId>,
    meant: Option<Meant<'_>>,
) -> Result<Found> {
    let end = before.map_or(i64::MAX, |id| id.0);
    let newest: i64 = c
        .prepare_cached("SELECT coalesce(max(id), 0) FROM turn WHERE id < ?1")?
        .query_row([end], |row| row.get(0))?;
    let said = || read_all_postings(c, question, end, newest);
    let (postings, near) = match meant {
        Some(meant) => beside(said, || meant.codes.nearest(meant.code, meant.asked, end, NEARLY)),
        None => (said(), Vec::new()),
    };
    let postings = postings?;
    let mut rows = BTreeMap::new();
    let mut turns = best(&postings);
    turns.extend(near.iter().take(NEAR).map(|(_, turn)| *turn));
    turns.sort_unstable();
    turns.dedup();
    let mut reading = Rows { statement: c.prepare_cached(ROWS)?, meant };
    for (first, last) in spans(turns) {
        reading.read(first, last.min(end.saturating_sub(1)), &mut rows)?;
    }
    let mut episodes = BTreeMap::new();
    let mut value: Vec<(f32, EpisodeId, i64, i64)> = Vec::new();
    let mut wanted = richest(&rows, &postings);
    let meanings = of_episodes(&rows);
    wanted.extend(meanings.keys());
    if !question.dates.is_empty() {
        wanted.extend(dated(c, question)?);
    }
    wanted.sort_unstable();
    wanted.dedup();
    let most: f32 = postings.iter().map(|word| word.idf).sum::<f32>().max(f32::MIN_POSITIVE);
    let mut bounds = Bounds::new(c, end)?;
    for id in wanted {
        let Some((first, last)) = bounds.of(id)? else { continue };
        let episode = look_over(&postings, first, last);
        let lexical = super::evidence::of_episode(&episode, &postings) / most;
        let meaning = meanings.get(&id).copied().unwrap_or_default();
        let near =
            if question.dates.is_empty() { 0.0 } else { dates::nearness(&question.dates, bounds.day(id)?) };
        value.push((lexical + meaning + near, id, first, last));
        episodes.insert(id, episode);
    }
    value.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    for (_, _, first, last) in value.into_iter().take(EPISODES) {
        let (first, last) = around_the_best(&rows, &postings, (first, last));
        reading.read(first, last.min(end.saturating_sub(1)), &mut rows)?;
    }
    Ok(Found { postings, rows: rows.into_values().collect(), episodes })
}

/// Does two things at once where a second thread is to be had.
fn beside<A, B: Send>(one: impl FnOnce() -> A, other: impl Fn() -> B + Sync) -> (A, B) {
    std::thread::scope(|scope| {
        let second = std::thread::Builder::new().name("vectors".to_owned()).spawn_scoped(scope, &other);
        let first = one();
        let second = second.ok().and_then(|second| second.join().ok());
        (first, second.unwrap_or_else(&other))
    })
}

/// How near the nearest turns of each episode here are, on average.
fn of_episodes(rows: &BTreeMap<i64, Row>) -> BTreeMap<EpisodeId, f32> {
    let near = rows.values().filter_map(|row| Some((row.episode, row.likeness?.pair)));
    best_of_episodes(near)
}

/// The mean of each episode's three best.
pub(super) fn best_of_episodes(all: impl Iterator<Item = (EpisodeId, f32)>) -> BTreeMap<EpisodeId, f32> {
    let mut best: BTreeMap<EpisodeId, [f32; 3]> = BTreeMap::new();
    for (episode, value) in all {
        let three = best.entry(episode).or_default();
        let mut value = value;
        for place in three {
            if value > *place {
                std::mem::swap(place, &mut value);
            }
        }
    }
    best.into_iter().map(|(episode, three)| (episode, three.iter().sum::<f32>() / 3.0)).collect()
}

/// The episodes whose turns here have most of the words.
fn richest(rows: &BTreeMap<i64, Row>, postings: &[Postings]) -> Vec<EpisodeId> {
    let mut value: BTreeMap<EpisodeId, f32> = BTreeMap::new();
    for word in postings {
        for row in word.ids.iter().filter_map(|id| rows.get(id)) {
            *value.entry(row.episode).or_default() += word.idf;
        }
    }
    let mut value: Vec<(f32, EpisodeId)> = value.into_iter().map(|(id, value)| (value, id)).collect();
    value.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    value.into_iter().take(WEIGHED).map(|(_, id)| id).collect()
}

/// The postings of every word, within the budget. Long words first: they are the rarer ones.
fn read_all_postings(c: &Connection, question: &Question, end: i64, newest: i64) -> Result<Vec<Postings>> {
    let mut order: Vec<(usize, &Wanted)> = question.words.iter().enumerate().collect();
    order.sort_by_key(|(_, word)| std::cmp::Reverse(word.forms.iter().map(String::len).max()));
    let of_long = usize::try_from(newest / TURNS_A_POSTING).unwrap_or_default().min(OF_LONG);
    let (mut left, mut waiting) = (question.postings.max(of_long), order.len());
    let mut read = Vec::with_capacity(waiting);
    for (n, word) in order {
        let postings = read_postings(c, word, end, newest, left / waiting.max(1))?;
        left -= postings.ids.len();
        waiting -= 1;
        read.push((n, postings));
    }
    read.sort_by_key(|(n, _)| *n);
    Ok(read.into_iter().map(|(_, postings)| postings).collect())
}

/// The newest postings of a word, and what it tells. Where it has more than were read, their number is reckoned from how
/// far back those read reach.
fn read_postings(c: &Connection, word: &Wanted, end: i64, newest: i64, most: usize) -> Result<Postings> {
    // The forms hold letters and digits only, so quoting them is enough.
    let expression = word.forms.iter().map(|form| format!("\"{form}\"")).collect::<Vec<_>>().join(" OR ");
    let sql = "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3";
    let mut ids = c
        .prepare_cached(sql)?
        .query_map((expression, end, i64::try_from(most).unwrap_or(i64::MAX)), |row| row.get::<_, i64>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    ids.reverse();
    let all = newest as f32;
    let reach = if ids.len() < most { all } else { (newest - ids.first().copied().unwrap_or(0) + 1) as f32 };
    let with = ids.len() as f32 * (all / reach.max(1.0)).max(1.0);
    Ok(Postings { idf: (1.0 + (all - with).max(0.0) / (with + 0.5)).ln() + 0.02, ids })
}

/// The turns with most of the words, their neighbours' words counting a little.
fn best(postings: &[Postings]) -> Vec<i64> {
    let mut hits: Vec<(i64, f32)> =
        postings.iter().flat_map(|word| word.ids.iter().map(|id| (*id, word.idf))).collect();
    hits.sort_unstable_by_key(|(id, _)| *id);
    hits.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    let beside = |at: Option<usize>, id: i64| {
        at.and_then(|at| hits.get(at)).filter(|(other, _)| *other == id).map_or(0.0, |(_, score)| *score)
    };
    let mut scored: Vec<(f32, i64)> = hits
        .iter()
        .enumerate()
        .map(|(at, (id, score))| {
            let neighbours = beside(at.checked_sub(1), id - 1) + beside(Some(at + 1), id + 1);
            (score + 0.3 * neighbours, *id)
        })
        .collect();
    let better = |a: &(f32, i64), b: &(f32, i64)| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
    if scored.len() > TURNS {
        scored.select_nth_unstable_by(TURNS, better);
        scored.truncate(TURNS);
    }
    let mut ids: Vec<i64> = scored.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    ids
}

/// Runs of ids with a neighbour on each side; runs that nearly touch become one.
fn spans(ids: Vec<i64>) -> Vec<(i64, i64)> {
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for id in ids {
        match spans.last_mut() {
            Some((_, last)) if id - 1 <= *last + 3 => *last = id + 1,
            _ => spans.push((id - 1, id + 1)),
        }
    }
    spans
}

const ROWS: &str = "SELECT id, episode, speaker, said_at, offset_seconds, text FROM turn
                    WHERE id BETWEEN ?1 AND ?2 AND forgotten_at = 0 AND state != 'streaming' AND text != ''";

/// Reads turns, with what is known of them in memory.
struct Rows<'a> {
    statement: CachedStatement<'a>,
    meant: Option<Meant<'a>>,
}

impl Rows<'_> {
    fn read(&mut self, first: i64, last: i64, rows: &mut BTreeMap<i64, Row>) -> Result<()> {
        let mut found = self.statement.query((first, last))?;
        while let Some(row) = found.next()? {
            let id = row.get(0)?;
            if let Entry::Vacant(place) = rows.entry(id) {
                let day = day_of(row.get(3)?, row.get(4)?);
                let text = beginning_of(row.get_ref(5)?.as_str()?).to_owned();
                let likeness = self.meant.and_then(|meant| meant.codes.likeness(meant.asked, id));
                place.insert(Row { id, episode: row.get(1)?, speaker: row.get(2)?, day, text, likeness });
            }
        }
        Ok(())
    }
}

/// As much of a turn as is looked at.
fn beginning_of(text: &str) -> &str {
    if text.len() <= OF_TURN {
        return text;
    }
    let end = text.char_indices().nth(OF_TURN).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// The day of an instant (Unix milliseconds) on a wall clock so many seconds east of UTC.
fn day_of(at: i64, offset_seconds: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(at.saturating_add(offset_seconds.saturating_mul(1_000)))
        .unwrap_or_default()
        .date_naive()
}

/// Where episodes begin and end. Many are asked for: the statements are fetched once.
struct Bounds<'a> {
    ends: CachedStatement<'a>,
    days: CachedStatement<'a>,
    end: i64,
}

impl<'a> Bounds<'a> {
    fn new(c: &'a Connection, end: i64) -> Result<Self> {
        // Two looks into the index: min and max asked for at once walk all of the episode.
        let ends = "SELECT (SELECT min(id) FROM turn WHERE episode = ?1 AND id < ?2),
                      (SELECT max(id) FROM turn WHERE episode = ?1 AND id < ?2)";
        let days = "SELECT began_at FROM episode WHERE id = ?1";
        Ok(Self { ends: c.prepare_cached(ends)?, days: c.prepare_cached(days)?, end })
    }

    /// An episode's first and last turn before the end.
    fn of(&mut self, id: EpisodeId) -> Result<Option<(i64, i64)>> {
        let (first, last): (Option<i64>, Option<i64>) =
            self.ends.query_row((id, self.end), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(first.zip(last))
    }

    /// The day it began, UTC.
    fn day(&mut self, id: EpisodeId) -> Result<NaiveDate> {
        let began: Option<i64> = self.days.query_row([id], |row| row.get(0)).optional()?;
        Ok(day_of(began.unwrap_or_default(), 0))
    }
}

/// The newest episodes at or shortly after a named date.
fn dated(c: &Connection, question: &Question) -> Result<Vec<EpisodeId>> {
    let sql = "SELECT id FROM episode WHERE began_at >= ?1 AND began_at < ?2 ORDER BY id DESC LIMIT ?3";
    let mut all = Vec::new();
    let at = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis();
    for named in &question.dates {
        let (first, last) = named.reach();
        let ids = c
            .prepare_cached(sql)?
            .query_map((at(first), at(last), DATED as i64), |row| row.get::<_, EpisodeId>(0))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        all.extend(ids);
    }
    Ok(all)
}

/// All of an episode, or of a long one the turns around the best of those found.
fn around_the_best(
    rows: &BTreeMap<i64, Row>,
    postings: &[Postings],
    (first, last): (i64, i64),
) -> (i64, i64) {
    if last - first < OF_EPISODE {
        return (first, last);
    }
    let most: f32 = postings.iter().map(|word| word.idf).sum::<f32>().max(f32::MIN_POSITIVE);
    let value = |row: &Row| {
        let said = postings.iter().filter(|word| word.ids.binary_search(&row.id).is_ok());
        let meaning = row.likeness.map_or(0.0, |likeness| likeness.pair);
        said.map(|word| word.idf).sum::<f32>() / most + meaning
    };
    let found = rows.range(first..=last).map(|(id, row)| (value(row), *id));
    let best = found.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map_or(first, |(_, id)| id);
    let first = (best - OF_EPISODE / 2).clamp(first, last - OF_EPISODE + 1);
    (first, first + OF_EPISODE - 1)
}

fn look_over(postings: &[Postings], first: i64, last: i64) -> Episode {
    let with = postings.iter().map(|word| {
        let from = word.ids.partition_point(|id| *id < first);
        let to = word.ids.partition_point(|id| *id <= last);
        (to - from) as f32
    });
    Episode { turns: (last - first + 1) as f32, with: with.collect() }
}
