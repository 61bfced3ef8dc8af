//! What a model is sent: who she is and the moment, then the latest turns that fit the budget.

use crate::{
    conversation::{self, Speaker, Turn, Walk},
    id::TurnId,
    locale::Language,
    persona::{self, Circumstances},
    ports::{Message, Prompt, Purpose, Role},
};
use anyhow::Result;
use rusqlite::Connection;

/// Tokens of prompt she sends at most, by [`estimate`].
pub const BUDGET: u32 = 4_000;
/// Tokens an answer may have.
pub const ANSWER: u32 = 1_024;
/// Tokens every message costs beside its words.
const PER_MESSAGE: u32 = 4;

/// The stated estimate of tokens in a text: a token for every three bytes of UTF-8, rounded up. Real tokenizers give
/// fewer for Portuguese and English prose (about four bytes a token), so the budget errs on the short side.
pub fn estimate(text: &str) -> u32 {
    u32::try_from(text.len().div_ceil(3)).unwrap_or(u32::MAX)
}

/// What was put together for one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    pub prompt: Prompt,
    /// By [`estimate`].
    pub tokens: u32,
    /// What `tokens` was kept under.
    pub budget: u32,
    /// The oldest turn that is in it.
    pub oldest: Option<TurnId>,
    /// Whether the words to be answered alone are more than the model can read: it must not be sent then.
    pub too_long: bool,
}

/// What the prompt is built from.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub language: Language,
    pub name: &'a str,
    pub moment: Circumstances,
    /// Build it as the talk stood before this turn (an answer that is asked again).
    pub before: Option<TurnId>,
    /// Tokens the model can read, where known.
    pub context: Option<u32>,
}

/// Builds the prompt. The newest turn is always in it, whole; older ones as far as the budget goes.
///
/// # Errors
/// When the store can't be read.
pub fn build(c: &Connection, wanted: &Wanted<'_>) -> Result<Built> {
    let answer = wanted.context.map_or(ANSWER, |context| ANSWER.min(context / 4));
    let room = wanted.context.map_or(u32::MAX, |context| context.saturating_sub(answer));
    let budget = BUDGET.min(room);
    let system = persona::prompt(wanted.language, wanted.name, &wanted.moment);
    let mut tokens = estimate(&system) + PER_MESSAGE;
    let mut turns: Vec<Turn> = Vec::new();
    conversation::latest(c, wanted.before, |turn| {
        if turn.text.trim().is_empty() {
            return Walk::On;
        }
        let cost = estimate(&turn.text).saturating_add(PER_MESSAGE);
        if !turns.is_empty() && tokens.saturating_add(cost) > budget {
            return Walk::Stop;
        }
        tokens = tokens.saturating_add(cost);
        turns.push(turn);
        Walk::On
    })?;
    turns.reverse();
    let oldest = turns.first().map(|turn| turn.id);
    let mut messages = vec![Message::said(Role::System, system)];
    for turn in turns {
        let role = match turn.speaker {
            Speaker::User => Role::User,
            Speaker::Companion => Role::Assistant,
        };
        match messages.last_mut() {
            // Many models read only strictly alternating roles.
            Some(last) if last.role == role => {
                last.text.push_str("\n\n");
                last.text.push_str(&turn.text);
            }
            _ => messages.push(Message::said(role, turn.text)),
        }
    }
    let prompt = Prompt::of(messages, answer, Purpose::Answer);
    Ok(Built { prompt, tokens, budget, oldest, too_long: tokens > room })
}
