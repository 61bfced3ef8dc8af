//! What the person's own words give, without a model, in the transaction that keeps them: facts that rules draw, and what they
//! ask of her memory.

mod meant;

use crate::{
    conversation::{self, Speaker, Turn, Walk},
    id::{FactId, TurnId},
    locale::{Language, text},
    memory::{
        avoided,
        fact::{self, Drawn, Evidence, FactKind, Held, MadeBy, Says, Whom},
        rules::{self, SaidBy},
        wish::{self, Subject, Whole, Wish, WishKind},
        wishes::{self, KeptWish, WishState},
    },
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Transaction};

/// Characters of what was said last that are kept, where they ask for "that" to be remembered.
const LONGEST: usize = 400;

/// Where and when the words were said.
#[derive(Clone, Debug)]
pub(super) struct Learning {
    pub language: Language,
    /// What she is called.
    pub companion: String,
    /// On the person's wall clock.
    pub at: DateTime<FixedOffset>,
}

/// Draws from the words of a turn, and carries out what they ask. Whatever goes wrong here is logged and taken back: the words
/// themselves must be kept.
pub(super) fn learn(tx: &Transaction<'_>, turn: &Turn, learning: &Learning) -> Result<()> {
    tx.execute_batch("SAVEPOINT learning")?;
    match try_to(tx, turn, learning) {
        Ok(()) => tx.execute_batch("RELEASE learning")?,
        Err(error) => {
            log::warn!("nothing was learned from turn {}: {error:#}", turn.id);
            tx.execute_batch("ROLLBACK TO learning; RELEASE learning")?;
        }
    }
    Ok(())
}

fn try_to(tx: &Transaction<'_>, turn: &Turn, learning: &Learning) -> Result<()> {
    let now = learning.at.timestamp_millis();
    let said = SaidBy {
        turn: turn.id,
        text: &turn.text,
        day: learning.at.date_naive(),
        language: Some(learning.language),
    };
    let drawn = rules::draw(&said);
    let mut facts = if drawn.is_empty() { Vec::new() } else { fact::keep_drawn(tx, drawn, now)? };
    wishes::let_go(tx, turn.id)?;
    wishes::drop_of(tx, turn.id)?;
    let Some(wish) = wish::read(&turn.text) else { return Ok(()) };
    let mut kept = KeptWish {
        kind: wish.kind,
        state: WishState::Done,
        words: wish.about.clone(),
        turns: Vec::new(),
        facts: Vec::new(),
        undo_until: None,
    };
    // "Note that down", "don't speak of that again": what was said before is meant.
    let before = match (wish.kind, wish.whole) {
        (WishKind::Remember | WishKind::Avoid, Whole::LastSaid) => last_of_user(tx, turn.id)?,
        _ => None,
    };
    kept.turns.extend(before.as_ref().map(|before| before.id));
    match wish.kind {
        WishKind::Remember => {
            let asks = Noting { said: before.as_ref().unwrap_or(turn), by_pointing: before.is_some() };
            if before.is_some() {
                facts = fact_ids(tx, asks.said.id)?;
            }
            kept.facts = asks.keep(tx, &wish, facts, learning)?;
        }
        WishKind::Avoid => {
            let said = before.as_ref().unwrap_or(turn);
            let words = if before.is_some() { &said.text } else { &wish.about };
            if words.trim().is_empty() {
                kept.turns.clear();
                kept.state = WishState::NothingFound;
            } else {
                avoided::add(tx, words, Some(said.id), now)?;
            }
        }
        WishKind::Forget if wish.whole == Whole::Everything => kept.state = WishState::Everything,
        WishKind::Forget => {
            (kept.turns, kept.facts) = meant::by(tx, turn, &wish, learning)?;
            kept.state = WishState::Asked;
        }
    }
    let nothing = match wish.kind {
        WishKind::Remember => kept.facts.is_empty(),
        WishKind::Forget => kept.turns.is_empty() && kept.facts.is_empty(),
        WishKind::Avoid => false,
    };
    if nothing && kept.state != WishState::Everything {
        kept.state = WishState::NothingFound;
    }
    wishes::keep(tx, turn.id, &kept)
}

/// The person's last words before this turn, if they said any.
fn last_of_user(c: &Connection, before: TurnId) -> Result<Option<Turn>> {
    let mut said = None;
    conversation::latest(c, Some(before), |turn| {
        if turn.speaker == Speaker::User {
            said = Some(turn);
            return Walk::Stop;
        }
        Walk::On
    })?;
    Ok(said.filter(|said| !said.text.trim().is_empty()))
}

/// The facts that stand on a turn's words.
fn fact_ids(c: &Connection, turn: TurnId) -> Result<Vec<FactId>> {
    let sql = "SELECT DISTINCT r.fact FROM receipt AS r JOIN fact AS f ON f.id = r.fact
               WHERE r.turn = ?1 AND r.role = 'says' AND f.forgotten_at = 0 AND f.state != 'corrected' ORDER BY r.fact";
    Ok(c.prepare_cached(sql)?.query_map([turn], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// What is to be remembered: something this turn said.
struct Noting<'a> {
    said: &'a Turn,
    /// Another turn asked for it, by pointing to this one.
    by_pointing: bool,
}

impl Noting<'_> {
    /// Keeps what they asked to remember beside what rules drew from the words, unless that is all of it: of "remember that my
    /// sister Ana can't eat nuts" they may draw no more than the name.
    fn keep(
        &self,
        tx: &Transaction<'_>,
        wish: &Wish,
        drawn: Vec<FactId>,
        learning: &Learning,
    ) -> Result<Vec<FactId>> {
        let words = if self.by_pointing { shortened(&self.said.text) } else { wish.about.trim() };
        if words.is_empty() || self.proves(tx, words, &drawn)? {
            return Ok(drawn);
        }
        let now = learning.at.timestamp_millis();
        let mut kept = fact::keep_drawn(tx, vec![self.in_their_words(words, learning)], now)?;
        kept.extend(drawn.into_iter().filter(|drawn| !kept.contains(drawn)).collect::<Vec<_>>());
        Ok(kept)
    }

    /// Whether what these facts were drawn from says all that the words tell.
    fn proves(&self, c: &Connection, words: &str, facts: &[FactId]) -> Result<bool> {
        let sql = "SELECT first, length FROM receipt WHERE fact = ?1 AND turn = ?2";
        let mut quotes = String::new();
        for fact in facts {
            let mut read = c.prepare_cached(sql)?;
            let mut rows = read.query((fact, self.said.id))?;
            while let Some(row) = rows.next()? {
                let (first, length): (u32, u32) = (row.get(0)?, row.get(1)?);
                quotes.extend(self.said.text.chars().skip(first as usize).take(length as usize));
                quotes.push(' ');
            }
        }
        Ok(!facts.is_empty() && Subject::of(words).is_wholly_in(&Subject::of(&quotes)))
    }

    /// What they asked to remember, as they said it. What another turn pointed to goes with the words it stands in.
    fn in_their_words(&self, words: &str, learning: &Learning) -> Drawn {
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        Drawn {
            whom: Whom::User,
            kind: FactKind::Other,
            slot: String::new(),
            value: words.to_owned(),
            text: format!("{first}{}", letters.as_str()),
            language: learning.language,
            says: Says::Holds,
            held: Held::default(),
            confidence: 1.0,
            made_by: if self.by_pointing { MadeBy::Rules } else { MadeBy::Person },
            evidence: vec![Evidence { turn: self.said.id, quote: words.to_owned() }],
        }
    }
}

/// As much of what was said as is kept of it, to the end of a word.
fn shortened(said: &str) -> &str {
    let said = said.trim();
    let Some((end, _)) = said.char_indices().nth(LONGEST) else { return said };
    let whole = said.get(..end).unwrap_or_default();
    whole.rsplit_once(char::is_whitespace).map_or(whole, |(whole, _)| whole.trim_end())
}

/// What a model is told of what the words asked, so that it says the right thing.
pub(super) fn told(language: Language, wish: &KeptWish) -> String {
    text(language, &format!("told-{}", outcome(wish)), &[])
}

/// What the Listener says of it.
pub(super) fn heard(language: Language, wish: &KeptWish) -> String {
    text(language, &format!("heard-{}", outcome(wish)), &[])
}

fn outcome(wish: &KeptWish) -> &'static str {
    match (wish.kind, wish.state) {
        (_, WishState::NothingFound) => "nothing-found",
        (_, WishState::Everything) => "everything",
        (WishKind::Remember, _) => "remember",
        (WishKind::Avoid, _) => "avoid",
        (WishKind::Forget, _) => "forget",
    }
}

#[cfg(test)]
mod tests;
