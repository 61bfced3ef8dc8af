//! A closer look at the few best turns: their vectors as they are kept exactly, and word by word ("late interaction":
//! Khattab and Zaharia, "ColBERT", SIGIR 2020; here over codes of a bit a dimension).

use super::{
    candidates::Found,
    codes::{self, Estimator},
    kept::{self, Detail},
    meaning::Meaning,
    question::Question,
    vectors::Likeness,
};
use crate::store::words::fold;
use anyhow::Result;
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap, hash_map::Entry};

/// Words of a question that are held against a turn's, the most telling.
const WORDS: usize = 12;
/// What a word is worth that the turn before or the one after says.
const BEFORE: f32 = 0.95;
const AFTER: f32 = 0.9;

/// What was read of the turns that are looked at closely.
#[derive(Debug, Default)]
pub(super) struct Details(HashMap<i64, Option<Detail>>);

impl Details {
    fn of(&mut self, c: &Connection, turn: i64) -> Result<Option<&Detail>> {
        let read = match self.0.entry(turn) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(kept::detail(c, turn)?),
        };
        Ok(read.as_ref())
    }

    /// How near a turn is.
    pub(super) fn likeness(
        &mut self,
        c: &Connection,
        asked: &Meaning,
        turn: i64,
    ) -> Result<Option<Likeness>> {
        let Some(has_pair) = asked.codes.has_pair(turn) else { return Ok(None) };
        let Some(detail) = self.of(c, turn)? else { return Ok(None) };
        let mut cosines: Vec<f32> = detail
            .exact
            .chunks_exact(codes::exact_length(asked.whole.len()))
            .filter_map(|kept| codes::exact_cosine(&asked.whole, kept))
            .collect();
        let pair = if has_pair { cosines.pop() } else { None };
        let own = cosines.into_iter().reduce(f32::max);
        Ok(own.map(|own| Likeness { own, pair: pair.unwrap_or(own) }))
    }
}

/// The words of a question, and how much each tells.
#[derive(Debug)]
pub(super) struct WordByWord {
    words: Vec<(f32, Estimator)>,
}

impl WordByWord {
    pub(super) fn new(asked: &Meaning, question: &Question, found: &Found) -> Self {
        let mut words: Vec<(f32, &Vec<f32>)> = question
            .words
            .iter()
            .zip(&found.postings)
            .filter_map(|(wanted, postings)| {
                let same = |(bare, _): &&(String, Vec<f32>)| wanted.forms.contains(&fold(bare));
                asked.words.iter().find(same).map(|(_, vector)| (postings.idf, vector))
            })
            .collect();
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        words.truncate(WORDS);
        let words = words.into_iter().filter(|(idf, _)| *idf > 0.0);
        Self { words: words.map(|(idf, vector)| (idf, Estimator::new(vector))).collect() }
    }

    /// The best cosine of each word with a turn's.
    fn best(&self, detail: Option<&Detail>, dims: usize) -> Vec<f32> {
        let Some(detail) = detail.filter(|detail| !detail.words.is_empty() && dims >= 8) else {
            return vec![0.0; self.words.len()];
        };
        let all: Vec<Vec<u64>> =
            detail.words.chunks_exact(dims / 8).map(|bytes| codes::from_bytes(bytes).collect()).collect();
        let best = |estimator: &Estimator| all.iter().map(|code| estimator.cosine(code)).fold(0.0, f32::max);
        self.words.iter().map(|(_, estimator)| best(estimator)).collect()
    }

    fn mean(&self, best: &[f32]) -> f32 {
        let all: f32 = self.words.iter().map(|(idf, _)| idf).sum();
        self.words.iter().zip(best).map(|((idf, _), cosine)| idf * cosine).sum::<f32>()
            / all.max(f32::MIN_POSITIVE)
    }

    /// For each of these turns (with the one before and the one after): how well its words are those that are asked, and
    /// the same with its neighbours' words.
    pub(super) fn look(
        &self,
        c: &Connection,
        details: &mut Details,
        dims: usize,
        turns: &[(i64, Option<i64>, Option<i64>)],
    ) -> Result<Vec<(f32, f32)>> {
        let all = turns.iter().flat_map(|(turn, before, after)| [Some(*turn), *before, *after]).flatten();
        let mut known: BTreeMap<i64, Vec<f32>> = all.map(|id| (id, Vec::new())).collect();
        // In the order they are kept in: those of one page are read together.
        for (id, best) in &mut known {
            *best = self.best(details.of(c, *id)?, dims);
        }
        let none = vec![0.0; self.words.len()];
        let of = |id: Option<i64>| id.and_then(|id| known.get(&id)).unwrap_or(&none);
        let all = turns.iter().map(|(turn, before, after)| {
            let own = of(Some(*turn));
            let around: Vec<f32> = own
                .iter()
                .zip(of(*before))
                .zip(of(*after))
                .map(|((own, before), after)| own.max(BEFORE * before).max(AFTER * after))
                .collect();
            (self.mean(own), self.mean(&around))
        });
        Ok(all.collect())
    }
}
