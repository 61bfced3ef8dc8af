//! The Listener: the built-in answerer that needs no model, no network and no key. It listens, reflects, asks
//! one thing at a time and finds what was said; it never claims to understand more than it does.
//!
//! Pure: everything it may know is in [`Heard`], and what it looks up goes through `find`. The same seed and the
//! same [`Heard`] give the same answer.

use crate::{id::TurnId, locale::Language};
use chrono::{DateTime, Duration, FixedOffset};

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
impl Listener {
    pub fn new(seed: u64) -> Self {
        Self { seed }
    }
    pub fn answer(&self, heard: &Heard, _find: Find<'_>) -> Reply {
        Reply {
            text: format!("hm {} {}", self.seed, heard.recent.len()),
            language: heard.language,
            tells_no_model: false,
            found: vec![],
        }
    }
}
