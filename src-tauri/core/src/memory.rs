//! Recall: which of everything ever said belongs to what was said just now. No model: the words of the index, who
//! said them, when, and how the question was put, in one weighted sum whose every part can be shown.
//!
//! The sum's parts were chosen by leaving each out in turn on conversations with known answers; what they mean
//! stands at [`Features`]. Vectors come as further parts of the same sum.

pub mod fact;
pub mod rules;
pub mod slots;
pub mod wish;

mod candidates;
mod dates;
mod evidence;
mod lists;
mod question;

use crate::id::TurnId;
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;

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
}

/// A turn that was recalled, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    pub turn: TurnId,
    /// The weighted sum of the features. Comparable between questions.
    pub score: f32,
    pub features: Features,
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
    /// How much better the asked person's best turn has the words than the other's: -1 to 1, 0 where neither is asked
    /// about. The same for all turns of a question: it changes no order, it lowers all scores where the right thing was
    /// said by the wrong person.
    pub lead: f32,
}

impl Features {
    /// Each feature's name, value and weight. The score is the sum of the products.
    pub fn parts(&self) -> [(&'static str, f32, f32); 13] {
        [
            ("own", self.own, 0.50),
            ("around", self.around, 0.50),
            ("nearby", self.nearby, 0.08),
            ("episode", self.episode, 0.30),
            ("speaker", self.speaker, 0.30),
            ("date", self.date, 0.40),
            ("long", self.long, 0.20),
            ("asks", self.asks, -0.05),
            ("answers", self.answers, 0.10),
            ("time", self.time, 0.20),
            ("number", self.number, 0.10),
            ("name", self.name, 0.20),
            ("lead", self.lead, 1.00),
        ]
    }

    /// The weighted sum.
    pub fn score(&self) -> f32 {
        self.parts().iter().map(|(_, value, weight)| value * weight).sum()
    }
}

/// The turns that belong most to what was said, best first, at most `limit`. Hidden turns, unfinished answers and
/// turns without words are never among them. Reads a bounded part of the index, however long the life is.
///
/// # Errors
/// When the store can't be read.
pub fn recall(c: &Connection, asked: &Asked<'_>, limit: usize) -> Result<Vec<Recalled>> {
    let question = question::read(asked);
    let found = candidates::find(c, &question, asked.before)?;
    let mut recalled: Vec<Recalled> = evidence::weigh(&question, &found)
        .into_iter()
        .map(|(turn, features)| Recalled { turn, score: features.score(), features })
        .collect();
    // Of equals the newer one: the later word holds.
    recalled.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.turn.cmp(&a.turn)));
    recalled.truncate(limit);
    Ok(recalled)
}

#[cfg(test)]
mod tests;
