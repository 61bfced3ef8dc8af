//! A long life around a conversation: turns of the words of all conversations, thrown together, half of them before it and
//! half after it. Every word is as frequent in it as in the conversations; none of its turns answers anything.

use anyhow::{Context as _, Result};
use chrono::{NaiveDateTime, TimeDelta};
use samantha_tests::{
    Dice,
    lives::{Conversation, Said},
};

/// Turns of one talk, a minute each, and the silence after it.
const TALK: usize = 20;
const SILENCE: TimeDelta = TimeDelta::hours(3);

/// The words that are thrown together.
#[derive(Debug)]
pub struct Padding {
    words: Vec<String>,
    /// Words of each turn.
    lengths: Vec<usize>,
}

impl Padding {
    pub fn of(conversations: &[Conversation]) -> Self {
        let texts: Vec<String> =
            conversations.iter().flat_map(|one| one.turns.iter().map(Said::words)).collect();
        let words = texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect();
        let lengths = texts.iter().map(|text| text.split_whitespace().count()).collect();
        Self { words, lengths }
    }

    /// So many turns around a conversation: what comes before it, and what comes after it.
    pub fn around(&self, conversation: &Conversation, turns: usize) -> Result<(Conversation, Conversation)> {
        let first = conversation.turns.first().context("a conversation has turns")?.ts;
        let last = conversation.turns.iter().map(|said| said.ts).max().unwrap_or(first);
        let long = |turns: usize| -> TimeDelta { (0..turns).map(after).sum() };
        let mut dice = Dice::new(5);
        let before = self.throw(conversation, turns / 2, first - long(turns / 2), &mut dice);
        let after = self.throw(conversation, turns - turns / 2, last + SILENCE, &mut dice);
        Ok((before, after))
    }

    fn throw(
        &self,
        like: &Conversation,
        turns: usize,
        begins: NaiveDateTime,
        dice: &mut Dice,
    ) -> Conversation {
        let mut ts = begins;
        let said = (0..turns).map(|n| {
            let words = 0..*dice.pick(&self.lengths);
            let text = words.map(|_| dice.pick(&self.words).as_str()).collect::<Vec<_>>().join(" ");
            let speaker = like.speakers.get(n % 2).cloned().unwrap_or_default();
            let said = Said { id: String::new(), session: 0, ts, speaker, text, image_caption: None };
            ts += after(n);
            said
        });
        Conversation { turns: said.collect(), ..like.clone() }
    }
}

/// The time behind the so manieth turn.
fn after(n: usize) -> TimeDelta {
    if n % TALK == TALK - 1 { SILENCE } else { TimeDelta::minutes(1) }
}
