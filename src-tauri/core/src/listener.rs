//! The Listener: the built-in answerer that needs no model, no network and no key. It listens, reflects, asks
//! one thing at a time and finds what was said; it never claims to understand more than it does.
//!
//! Pure: everything it may know is in [`Heard`], and what it looks up goes through `find`. The same seed and the
//! same [`Heard`] give the same answer.

mod choose;
mod compose;
mod gist;
mod intent;
mod language;
mod phrases;
mod plan;
mod recall;
mod reflect;
mod time;
mod words;

use crate::{id::TurnId, ledger::Went, locale::Language};
use choose::{Choose, Manner, Slots};
use chrono::{DateTime, Duration, FixedOffset};
use plan::Plan;

/// One of the latest turns, as the Listener sees it.
#[derive(Clone, Debug)]
pub struct Said {
    pub by_user: bool,
    pub text: String,
    pub at: DateTime<FixedOffset>,
}

/// Something found in everything ever said.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub turn: TurnId,
    pub by_user: bool,
    pub text: String,
    /// In the wall clock in which it was said.
    pub at: DateTime<FixedOffset>,
}

/// Everything the Listener may know for one answer.
#[derive(Clone, Debug)]
pub struct Heard {
    /// What the person just said. Empty when she is asked to speak first or to go on.
    pub text: String,
    /// How many pictures they showed with it. She can't see them, and says so.
    pub pictures: usize,
    /// The language of the interface; the answer is in the language of `text` where that can be told.
    pub language: Language,
    /// Now, on the person's wall clock.
    pub now: DateTime<FixedOffset>,
    /// Since the last turn before this one; `None` when nothing was ever said.
    pub since_last: Option<Duration>,
    /// The latest turns before this one, oldest first, at most forty.
    pub recent: Vec<Said>,
    /// Her name.
    pub name: String,
    /// Why she answers: no model is chosen, or the chosen one failed.
    pub because: Because,
    /// Whether she said already, in this life, that no model is connected and how to connect one.
    pub told_no_model: bool,
    /// What left this computer in the days of [`asks_what_left`], where `text` asks it.
    pub went: Option<Went>,
}

/// Whether `text` asks what left this computer, and to whom: the first and the last day it asks about, as the ledger
/// writes them.
pub fn asks_what_left(text: &str, now: DateTime<FixedOffset>) -> Option<(String, String)> {
    let kinds = words::sentences(words::looked_at(text)).into_iter().take(60).map(intent::kind_of);
    let mut spans =
        kinds.filter_map(|kind| if let intent::Kind::Went(span) = kind { Some(span) } else { None });
    spans.next_back().map(|span| span.days(now))
}

/// Why the Listener answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    NoModel,
    ModelFailed,
}

/// What the Listener answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub text: String,
    /// The language it is in.
    pub language: Language,
    /// Whether this answer says that no model is connected.
    pub tells_no_model: bool,
    /// The turns whose words it repeats.
    pub found: Vec<TurnId>,
}

/// Looks through everything ever said: words to look for, the most turns wanted; best first. Must not give the
/// turn that is being answered.
pub type Find<'a> = &'a mut dyn FnMut(&[String], usize) -> Vec<Found>;

/// The built-in answerer.
#[derive(Clone, Copy, Debug)]
pub struct Listener {
    seed: u64,
}

/// How many wordings are tried before one is made new by a line of its own.
const TRIES: u64 = 40;
/// The greatest part of an answer that may be the person's own words in their order.
const ECHO: f64 = 0.4;

impl Listener {
    /// A Listener who chooses her words by `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// What she answers to `heard`. Never empty, never more than one question, and never, word for word, one of
    /// her answers in `heard.recent`.
    pub fn answer(&self, heard: &Heard, find: Find<'_>) -> Reply {
        let language = language::to_answer_in(&heard.text, &heard.recent, heard.language);
        let said: Vec<String> =
            heard.recent.iter().filter(|said| !said.by_user).map(|said| said.text.clone()).collect();
        let turns = u64::try_from(heard.recent.len()).unwrap_or(0);
        let last = heard.recent.last().map_or(0, |said| choose::number_of(&said.text));
        let seed = self.seed ^ choose::number_of(&heard.text) ^ last.rotate_left(17) ^ (turns << 48);
        let plan = Plan::of(heard, language, seed, find);
        let tells_no_model =
            heard.because == Because::NoModel && !heard.told_no_model && plan.leaves_room_for_the_model();
        let mut latest = String::new();
        for attempt in 0..TRIES {
            let manner = if attempt < 3 { Manner::Freshest } else { Manner::Any };
            let mut choose = Choose::new(language, seed.wrapping_add(attempt << 32), manner, &said);
            latest = plan.compose(heard, language, &mut choose);
            if heard.pictures > 0
                && !heard.text.trim().is_empty()
                && plan.leaves_room_for_the_model()
                && let Some(line) = choose.line("shown", &Slots::default())
            {
                latest = format!("{line} {latest}");
            }
            if tells_no_model && let Some(line) = choose.line("model", &Slots::default()) {
                latest = format!("{latest}\n\n{line}");
            }
            if fits(&latest, &said) && (plan.quotes() || words::echo(&latest, &heard.text) <= ECHO) {
                return Reply { text: latest, language, tells_no_model, found: plan.found() };
            }
        }
        // Said before in every wording that was tried: a line that was not, makes it new.
        let spare = Choose::new(language, seed, Manner::Any, &said).all("spare");
        let turned = spare.len().max(1);
        let from = usize::try_from(seed % 1_000).unwrap_or(0);
        let text = (0..turned)
            .filter_map(|step| spare.get((from + step) % turned))
            .map(|line| format!("{latest} {line}"))
            .chain(spare.iter().map(|line| (*line).to_owned()))
            .find(|text| fits(text, &said))
            .unwrap_or(latest);
        Reply { text, language, tells_no_model, found: plan.found() }
    }
}

/// Whether `text` may be said: something, not said lately, and one question at most.
fn fits(text: &str, said: &[String]) -> bool {
    !text.trim().is_empty()
        && text.matches(['?', '？']).count() <= 1
        && !said.iter().any(|other| other.trim() == text)
}

#[cfg(test)]
mod tests;
