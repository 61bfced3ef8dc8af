//! Recall: which of everything ever said belongs to what was said just now. The words of the index, who said them, when,
//! and how the question was put, in one weighted sum whose every part can be shown; where an embedder read the question,
//! what it and each turn mean are further parts of the same sum, with weights of their own.
//!
//! The sum's parts were chosen by leaving each out in turn on conversations with known answers; what they mean
//! stands at [`Features`]. A remark asks nothing: what comes to mind at it is what is tied to it ([`come_to_mind`]).

pub mod avoided;
pub mod fact;
pub mod part;
pub mod recalled;
pub mod rules;
pub mod slots;
pub mod wish;
pub mod wishes;

mod belongs;
mod candidates;
mod codes;
mod dates;
#[cfg(any(test, feature = "testing"))]
pub mod drawn;
mod everyday;
mod evidence;
mod kept;
mod late;
mod lists;
mod meaning;
mod question;
pub mod reader;
pub mod reading;
mod vectors;

pub use meaning::{Meaning, understand};
pub use vectors::Vectors;

use crate::{id::TurnId, store::one_state};
use anyhow::Result;
use candidates::{Found, Meant};
use chrono::{DateTime, FixedOffset};
use codes::Estimator;
use evidence::{Sense, Weighing};
use late::{Details, WordByWord};
use question::Question;
use rusqlite::Connection;

/// Turns that are looked at exactly, and word by word.
const EXACTLY: usize = 160;
const WORD_BY_WORD: usize = 80;

/// What the meaning of a turn that tells something counts beside what ties it.
const NEAR: f32 = 3.0;

/// What something is to be recalled for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What was said, whole.
    pub words: &'a str,
    /// When, on the wall clock it was said by: "last Friday" counts from here.
    pub at: DateTime<FixedOffset>,
    /// What the person is called; may be empty.
    pub user: &'a str,
    /// What she is called; may be empty.
    pub companion: &'a str,
    /// Only turns before this one are wanted: the rest is in the prompt already.
    pub before: Option<TurnId>,
    /// What it means, where there is an embedder: see [`understand`].
    pub meaning: Option<&'a Meaning>,
}

/// A turn that was recalled, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    pub turn: TurnId,
    /// The weighted sum of the features. Comparable between questions.
    pub score: f32,
    pub features: Features,
    /// How much its words tie it to what was said, where that is a remark rather than a question: about 1 for one name, or one
    /// word that isn't everybody's, in a turn that tells something; of two, about 2. It doesn't depend on how much else was said.
    /// Nought where a question was asked.
    pub ties: f32,
    /// `ties`, and how near its meaning is where an embedder read it; nought where a question was asked.
    pub near: f32,
}

/// What speaks for a turn. Evidence of words is the share of the question's words that is found, rare words counting
/// more (BM25 over the most the question could reach): about 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Features {
    /// Words of the turn itself.
    pub own: f32,
    /// Of the turn, the one before and the one after, as one text.
    pub around: f32,
    /// `own` of the turns up to five away in the same episode, each step counting 0.7 of the last, summed.
    pub nearby: f32,
    /// Of the whole episode.
    pub episode: f32,
    /// Meaning is the cosine of the question's vector and a turn's, about 0 to 1, 0 where no embedder read it. Of the
    /// turn's own words, its best part;
    pub meaning: f32,
    /// of the turn before and this one together;
    pub meaning_pair: f32,
    /// of this one and the next;
    pub meaning_next: f32,
    /// the mean of the episode's three best `meaning_pair`.
    pub meaning_episode: f32,
    /// Each telling word of the question held against the word of the turn that means most the same, rare words counting
    /// more: their mean cosine. Of the few best turns only.
    pub words: f32,
    /// The same with the words of the turn before and the one after.
    pub words_around: f32,
    /// 1 when the person asked about said it, 0 when the other one did, a half when neither or both are asked about.
    pub speaker: f32,
    /// How near it was said to a date the question names: 0 to 1.
    pub date: f32,
    /// The length: ln(1 + words) / 5.
    pub long: f32,
    /// 1 for a turn that asks.
    pub asks: f32,
    /// 1 for a turn that follows one that asks.
    pub answers: f32,
    /// 1 for a turn with a word of time where the question is "when".
    pub time: f32,
    /// 1 for a turn with a number where the question is "how many", "how long", "how often".
    pub number: f32,
    /// 1 for a turn with a name where the question is "who", "where" or "which".
    pub name: f32,
    /// How much more speaks for the asked person's best turn than for the other's, but for who said it: 0 where neither is
    /// asked about. The same for all turns of a question: it changes no order, it lowers all scores where the right thing
    /// was said by the wrong person.
    pub lead: f32,
    /// Whether an embedder read the question and the turn: what else speaks for it weighs less then.
    pub by_meaning: bool,
}

impl Features {
    /// Each feature's name, value and weight. The score is the sum of the products.
    pub fn parts(&self) -> [(&'static str, f32, f32); 19] {
        self.weighed()
            .map(|(name, value, meant, worded)| (name, value, if self.by_meaning { meant } else { worded }))
    }

    /// Each feature's name, value, and weights: the second is the one where no embedder read the question, or not yet the
    /// turn.
    #[inline(always)]
    fn weighed(&self) -> [(&'static str, f32, f32, f32); 19] {
        [
            ("own", self.own, 0.00, 0.50),
            ("around", self.around, 0.10, 0.50),
            ("nearby", self.nearby, 0.10, 0.08),
            ("episode", self.episode, 0.20, 0.30),
            ("meaning", self.meaning, 0.20, 0.00),
            ("meaning_pair", self.meaning_pair, 0.40, 0.00),
            ("meaning_next", self.meaning_next, 0.10, 0.00),
            ("meaning_episode", self.meaning_episode, 0.20, 0.00),
            ("words", self.words, 0.30, 0.00),
            ("words_around", self.words_around, 0.40, 0.00),
            ("speaker", self.speaker, 0.20, 0.30),
            ("date", self.date, 0.50, 0.40),
            ("long", self.long, 0.20, 0.20),
            ("asks", self.asks, -0.05, -0.05),
            ("answers", self.answers, 0.05, 0.10),
            ("time", self.time, 0.10, 0.20),
            ("number", self.number, 0.15, 0.10),
            ("name", self.name, 0.15, 0.20),
            ("lead", self.lead, 1.00, 1.00),
        ]
    }

    /// The weighted sum.
    pub fn score(&self) -> f32 {
        let parts = self.weighed();
        if self.by_meaning {
            parts.iter().map(|(_, value, meant, _)| value * meant).sum()
        } else {
            parts.iter().map(|(_, value, _, worded)| value * worded).sum()
        }
    }
}

/// The turns that belong most to what was said, best first, at most `limit`. Hidden turns, unfinished answers and
/// turns without words are never among them. Reads a bounded part of the store, however long the life is.
///
/// # Errors
/// When the store can't be read.
pub fn recall(c: &Connection, asked: &Asked<'_>, limit: usize) -> Result<Vec<Recalled>> {
    best_of(c, asked, &question::read(asked), limit)
}

/// As [`recall`], reading so many places of words at most: what the bound costs is measured by it.
///
/// # Errors
/// When the store can't be read.
#[cfg(any(test, feature = "testing"))]
pub fn recall_within(
    c: &Connection,
    asked: &Asked<'_>,
    limit: usize,
    postings: usize,
) -> Result<Vec<Recalled>> {
    best_of(c, asked, &Question { postings, ..question::read(asked) }, limit)
}

fn best_of(c: &Connection, asked: &Asked<'_>, question: &Question, limit: usize) -> Result<Vec<Recalled>> {
    let looked = look(c, asked, question, |_, _| Ok(Vec::<()>::new()))?;
    let mut recalled: Vec<Recalled> = looked.into_iter().map(|(recalled, _)| recalled).collect();
    // Of equals the newer one: the later word holds.
    recalled.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.turn.cmp(&a.turn)));
    recalled.truncate(limit);
    Ok(recalled)
}

/// As [`recall`], for what is no question: the turns nearest to it first.
///
/// # Errors
/// When the store can't be read.
pub fn come_to_mind(c: &Connection, remark: &Asked<'_>, limit: usize) -> Result<Vec<Recalled>> {
    let question = question::read_remark(remark);
    let tied =
        |found: &Found, weighing: &Weighing<'_>| belongs::of_words(c, remark, &question, found, weighing);
    let looked = look(c, remark, &question, tied)?;
    let near = looked.into_iter().map(|(recalled, tied)| {
        let (ties, tells) = tied.unwrap_or_default();
        let near = ties + NEAR * recalled.features.meaning.max(0.0) * tells;
        Recalled { ties, near, ..recalled }
    });
    let mut recalled: Vec<Recalled> = near.collect();
    recalled.sort_by(|a, b| b.near.total_cmp(&a.near).then(b.turn.cmp(&a.turn)));
    recalled.truncate(limit);
    Ok(recalled)
}

/// What is found, each with what else is reckoned of all of it: nothing, or one a turn.
fn look<T>(
    c: &Connection,
    asked: &Asked<'_>,
    question: &Question,
    besides: impl FnOnce(&Found, &Weighing<'_>) -> Result<Vec<T>>,
) -> Result<Vec<(Recalled, Option<T>)>> {
    let _state = one_state(c)?;
    let meaning = asked.meaning;
    let asked_for =
        meaning.map(|meaning| (meaning, Estimator::new(&meaning.whole), codes::code(&meaning.whole)));
    let meant = asked_for.as_ref().map(|(meaning, asked, code)| Meant { codes: &meaning.codes, asked, code });
    let found = candidates::find(c, question, asked.before, meant)?;
    let weighing = Weighing::new(question, &found, meaning);
    let mut senses: Vec<Sense> =
        found.rows.iter().map(|row| Sense { likeness: row.likeness, ..Sense::default() }).collect();
    if let Some(meaning) = meaning {
        look_closely(c, meaning, question, &found, &weighing, &mut senses)?;
    }
    let mut besides = besides(&found, &weighing)?.into_iter();
    let recalled = weighing.features(&senses).into_iter().map(|(turn, features)| {
        let recalled = Recalled { turn, score: features.score(), features, ties: 0.0, near: 0.0 };
        (recalled, besides.next())
    });
    Ok(recalled.collect())
}

/// Looks at the best turns exactly, and at the best of these word by word.
fn look_closely(
    c: &Connection,
    meaning: &Meaning,
    question: &Question,
    found: &Found,
    weighing: &Weighing<'_>,
    senses: &mut [Sense],
) -> Result<()> {
    let mut details = Details::default();
    let order = |senses: &[Sense], most: usize| -> Vec<usize> {
        let features = weighing.features(senses);
        let mut order: Vec<(f32, usize)> =
            features.iter().map(|(_, features)| features.score()).zip(0..).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        order.into_iter().take(most).map(|(_, at)| at).collect()
    };
    let mut nearest = order(senses, EXACTLY);
    // In the order they are kept in: those of one page are read together.
    nearest.sort_unstable();
    for at in nearest {
        if let Some((row, sense)) = found.rows.get(at).zip(senses.get_mut(at)) {
            sense.likeness = details.likeness(c, meaning, row.id)?;
        }
    }
    let best = order(senses, WORD_BY_WORD);
    let id = |at: Option<usize>| at.and_then(|at| found.rows.get(at)).map(|row| row.id);
    let turns: Vec<(i64, Option<i64>, Option<i64>)> = best
        .iter()
        .filter_map(|at| {
            let (before, after) = weighing.beside(*at);
            Some((id(Some(*at))?, id(before), id(after)))
        })
        .collect();
    let words = WordByWord::new(meaning, question, found);
    let looked = words.look(c, &mut details, meaning.whole.len(), &turns)?;
    for (at, (own, around)) in best.into_iter().zip(looked) {
        if let Some(sense) = senses.get_mut(at) {
            (sense.words, sense.words_around) = (own, around);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
