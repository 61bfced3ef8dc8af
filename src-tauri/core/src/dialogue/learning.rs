//! What the person's own words give, without a model, in the transaction that keeps them: facts that rules draw, and what they
//! ask of her memory.

use crate::{
    conversation::{self, Speaker, Turn, Walk},
    id::{FactId, TurnId},
    locale::{Language, text},
    memory::{
        self, Asked, avoided,
        fact::{self, Drawn, Evidence, FactKind, Held, MadeBy, Says, Whom},
        part::Source,
        rules::{self, SaidBy},
        wish::{self, Whole, Wish, WishKind},
        wishes::{self, KeptWish, WishState},
    },
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Transaction};

/// Turns and facts offered at most when something is to be forgotten.
const OFFERED: usize = 8;

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
    match wish.kind {
        WishKind::Remember => {
            if facts.is_empty() {
                facts = fact::keep_drawn(tx, in_their_words(turn, &wish, learning), now)?;
            }
            kept.facts = facts;
        }
        WishKind::Avoid if !wish.about.is_empty() => {
            avoided::add(tx, &wish.about, Some(turn.id), now)?;
        }
        WishKind::Avoid => {}
        WishKind::Forget => (kept.turns, kept.facts) = meant(tx, turn, &wish, learning)?,
    }
    let nothing = match wish.kind {
        WishKind::Remember => kept.facts.is_empty(),
        WishKind::Avoid => wish.about.is_empty(),
        WishKind::Forget => kept.turns.is_empty() && kept.facts.is_empty(),
    };
    kept.state = match wish.kind {
        _ if nothing => WishState::NothingFound,
        WishKind::Forget => WishState::Asked,
        WishKind::Remember | WishKind::Avoid => WishState::Done,
    };
    wishes::keep(tx, turn.id, &kept)
}

/// What they asked to remember, as they said it.
fn in_their_words(turn: &Turn, wish: &Wish, learning: &Learning) -> Vec<Drawn> {
    let words = wish.about.trim();
    if words.is_empty() {
        return Vec::new();
    }
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    vec![Drawn {
        whom: Whom::User,
        kind: FactKind::Other,
        slot: String::new(),
        value: words.to_owned(),
        text: format!("{first}{}", letters.as_str()),
        language: learning.language,
        says: Says::Holds,
        held: Held::default(),
        confidence: 1.0,
        made_by: MadeBy::Person,
        evidence: vec![Evidence { turn: turn.id, quote: words.to_owned() }],
    }]
}

/// What is meant by what is to be forgotten: turns and facts. The turn that asks repeats it, and is among them.
fn meant(
    c: &Connection,
    turn: &Turn,
    wish: &Wish,
    learning: &Learning,
) -> Result<(Vec<TurnId>, Vec<FactId>)> {
    match wish.whole {
        Whole::About => {}
        Whole::LastSaid => return Ok((last_said(c, turn.id)?, Vec::new())),
        Whole::Everything => return Ok((Vec::new(), Vec::new())),
    }
    let asked = Asked {
        words: &wish.about,
        at: learning.at,
        user: "",
        companion: &learning.companion,
        before: Some(turn.id),
        meaning: None,
    };
    let found = memory::recall(c, &asked, OFFERED)?;
    let mut turns: Vec<TurnId> = Vec::new();
    for found in found {
        let said = conversation::by_id(c, found.turn)?;
        if wish::avoids(&wish.about, &said.text) {
            turns.push(found.turn);
            turns.extend(conversation::reply_to(c, found.turn)?.map(|reply| reply.id));
        }
    }
    turns.sort_unstable();
    turns.dedup();
    let now = learning.at.timestamp_millis();
    let facts = fact::for_prompt(c, &wish.about, &turns, fact::Goes::Here, now, |_| false)?;
    let facts: Vec<FactId> = facts.into_iter().map(|(fact, _)| fact.id).take(OFFERED).collect();
    if !turns.is_empty() || !facts.is_empty() {
        turns.push(turn.id);
    }
    Ok((turns, facts))
}

/// The person's words before this turn, and what answered them.
fn last_said(c: &Connection, before: TurnId) -> Result<Vec<TurnId>> {
    let mut turns = Vec::new();
    conversation::latest(c, Some(before), |turn| {
        turns.push(turn.id);
        if turn.speaker == Speaker::User { Walk::Stop } else { Walk::On }
    })?;
    turns.reverse();
    Ok(turns)
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
        (WishKind::Remember, _) => "remember",
        (WishKind::Avoid, _) => "avoid",
        (WishKind::Forget, _) => "forget",
    }
}

/// Whether a memory is one of those that are to be forgotten.
pub(super) fn is_to_go(wish: &KeptWish, source: Source) -> bool {
    wish.kind == WishKind::Forget
        && match source {
            Source::Turn(turn) => wish.turns.contains(&turn),
            Source::Fact(fact) => wish.facts.contains(&fact),
        }
}
