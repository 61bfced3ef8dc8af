//! What the surviving client wrote down, and what of it a reopened life lacks.

use crate::{
    answer::Answer,
    losses::Losses,
    side::{Down, Side},
};
use anyhow::{Context as _, Result, bail};
use samantha_api::wire::{Hits, Page, Speaker, Turn, TurnState, Version};
use samantha_tests::power::{Dice, Image};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Words of the person, each with a word in it that nothing else holds.
#[derive(Clone, Debug)]
pub struct Words {
    pub uid: String,
    pub token: String,
    pub text: String,
}

impl Words {
    pub fn new(dice: &mut Dice) -> Self {
        let token = token(dice);
        let more = *dice.pick(&[
            "",
            "e a minha irmã também",
            "and what I never told anyone",
            "não sei, amanhã talvez",
        ]);
        // Now and then a long letter, so that a change spans many pages.
        let times = if dice.chance(0.1) { 40 + dice.index(400) } else { dice.index(4) };
        let text = format!("{token} {}", format!("{more} ").repeat(times)).trim().to_owned();
        Self { uid: format!("{:016x}{:016x}", dice.throw(), dice.throw()), token, text }
    }
}

/// A word nobody says: its eight digits stand nowhere else.
pub fn token(dice: &mut Dice) -> String {
    format!("zq{:08}", dice.below(100_000_000))
}

/// The turn of an acknowledgement that was sent before there was one: only the control does that.
pub const ACKNOWLEDGED_BLINDLY: i64 = 0;

/// What the client knows of something it said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Sent, and never acknowledged.
    Unsure,
    /// Acknowledged as kept.
    Kept(i64),
    /// Acknowledged as kept; its removal was asked for, and never acknowledged.
    Leaving(i64),
    /// The removal was acknowledged: never to be seen again.
    Removed(i64),
    /// Acknowledged as forgotten: no byte of it anywhere.
    Forgotten,
}

pub struct Said {
    pub words: Words,
    pub fate: Fate,
    /// Texts it had before it was edited: versions.
    pub before: Vec<String>,
    /// An edit that was sent, and never acknowledged.
    pub perhaps: Option<Words>,
}

/// Everything the client wrote down in one life.
#[derive(Default)]
pub struct Record {
    /// In the order in which it was said.
    pub said: Vec<Said>,
    /// By the turn they answer.
    pub answers: BTreeMap<i64, Answer>,
}

/// What a reopened life shows.
pub struct Seen {
    pub turns: Vec<Turn>,
}

/// Reads every turn, page by page.
pub fn read_all(side: &mut dyn Side) -> Result<Seen> {
    let mut turns = Vec::new();
    let mut from = json!({ "after": 0 });
    loop {
        let page: Page = serde_json::from_value(look(side, "page", json!({ "from": from, "limit": 200 }))?)?;
        let last = page.turns.last().map(|turn| turn.id);
        turns.extend(page.turns);
        match (page.has_later, last) {
            (false, _) => return Ok(Seen { turns }),
            (true, Some(last)) => from = json!({ "after": last }),
            (true, None) => bail!("an empty page that says there is more"),
        }
    }
}

impl Record {
    /// Counts what the reopened life lacks of what was acknowledged. What was unsure is settled by what is seen.
    pub fn compare(&mut self, side: &mut dyn Side, seen: &Seen, losses: &mut Losses) -> Result<()> {
        let ids: BTreeSet<i64> = seen.turns.iter().map(|turn| turn.id).collect();
        if ids.len() != seen.turns.len() || !seen.turns.is_sorted_by_key(|turn| turn.id) {
            losses.note(|l| &mut l.duplicated, "turns come twice, or out of order");
        }
        let mut accounted = BTreeSet::new();
        let mut order = 0;
        for said in &mut self.said {
            let holders: Vec<&Turn> =
                seen.turns.iter().filter(|turn| turn.speaker == Speaker::User && said.is(turn)).collect();
            accounted.extend(holders.iter().map(|turn| turn.id));
            said.compare(side, &holders, losses)?;
            if let [turn] = holders[..] {
                if turn.id < order {
                    losses.note(
                        |l| &mut l.lost,
                        format!("turn {} stands before what was said earlier", turn.id),
                    );
                }
                order = turn.id;
                // Kept, perhaps even answered, and cut off before the client heard of it.
                if said.fate == Fate::Unsure {
                    self.answers.entry(turn.id).or_default();
                }
            }
        }
        for (to, answer) in &mut self.answers {
            let holders: Vec<&Turn> = seen.turns.iter().filter(|turn| answer.is(*to, turn)).collect();
            accounted.extend(holders.iter().map(|turn| turn.id));
            answer.compare(side, *to, &holders, losses)?;
        }
        for turn in &seen.turns {
            if !accounted.contains(&turn.id) {
                losses.note(
                    |l| &mut l.duplicated,
                    format!("turn {} was never said: {:.40}", turn.id, turn.text),
                );
            }
        }
        Ok(())
    }

    /// Looks for a byte of what was forgotten in all files.
    pub fn look_for_bytes(&self, side: &dyn Side, losses: &mut Losses) -> Result<()> {
        let wanted = self.forgotten_digits();
        for (path, bytes) in side.files()? {
            if let Some(word) = first_of(&wanted, &bytes) {
                losses
                    .note(|l| &mut l.returned, format!("{word} was forgotten and is in {}", path.display()));
            }
        }
        Ok(())
    }

    /// Whether a byte of what was forgotten stands on a platter.
    pub fn stands_in(&self, image: &Image) -> bool {
        let wanted = self.forgotten_digits();
        image.files.values().any(|bytes| first_of(&wanted, bytes).is_some())
    }

    /// The digits alone: the index keeps a word without what it has in common with the one before it.
    fn forgotten_digits(&self) -> HashSet<[u8; 8]> {
        let gone = self.said.iter().filter(|said| said.fate == Fate::Forgotten);
        let texts = gone.flat_map(|said| said.before.iter().chain([&said.words.text]));
        texts.filter_map(|text| text.as_bytes().get(2..10)?.try_into().ok()).collect()
    }

    /// Words acknowledged, answers shown, words forgotten.
    pub fn counts(&self) -> (u64, u64, u64) {
        let acknowledged = self.said.iter().filter(|said| said.fate != Fate::Unsure).count();
        let forgotten = self.said.iter().filter(|said| said.fate == Fate::Forgotten).count();
        (acknowledged as u64, self.answers.len() as u64, forgotten as u64)
    }
}

impl Said {
    fn is(&self, turn: &Turn) -> bool {
        let mut texts = self.before.iter().chain(self.perhaps.iter().map(|words| &words.text));
        turn.text == self.words.text || texts.any(|text| *text == turn.text)
    }

    fn compare(&mut self, side: &mut dyn Side, holders: &[&Turn], losses: &mut Losses) -> Result<()> {
        let token = self.words.token.clone();
        if holders.len() > 1 {
            losses.note(|l| &mut l.duplicated, format!("{token} is there {} times", holders.len()));
        }
        // An edit that was not acknowledged may have happened.
        if let (Some(perhaps), [turn]) = (self.perhaps.take(), holders)
            && turn.text == perhaps.text
        {
            let before = std::mem::replace(&mut self.words, perhaps);
            self.before.push(before.text);
        }
        let there = holders.iter().find(|turn| turn.text == self.words.text);
        match (self.fate, there) {
            (Fate::Kept(id), Some(turn)) if turn.id == id && turn.state == TurnState::Complete => {}
            (Fate::Kept(ACKNOWLEDGED_BLINDLY), Some(turn)) => self.fate = Fate::Kept(turn.id),
            (Fate::Kept(id), _) => {
                losses.note(|l| &mut l.lost, format!("{token}, turn {id}, was acknowledged"))
            }
            (Fate::Leaving(id), Some(_)) => self.fate = Fate::Kept(id),
            (Fate::Leaving(id), None) => self.fate = Fate::Removed(id),
            (Fate::Removed(_) | Fate::Forgotten, Some(turn)) => {
                losses
                    .note(|l| &mut l.returned, format!("{token} was removed and is turn {} again", turn.id));
            }
            (Fate::Unsure, Some(_)) => losses.unsure_kept += 1,
            (Fate::Unsure, None) => losses.unsure_gone += 1,
            (Fate::Removed(_) | Fate::Forgotten, None) => {}
        }
        let found = find(side, &self.words.token)?;
        match self.fate {
            Fate::Kept(id) if !found.contains(&id) => {
                losses.note(|l| &mut l.lost, format!("{token}, turn {id}, is read and not found"));
            }
            Fate::Removed(_) | Fate::Forgotten if !found.is_empty() => {
                losses.note(|l| &mut l.returned, format!("{token} was removed and is found"));
            }
            _ => {}
        }
        if let (Fate::Kept(id), false) = (self.fate, self.before.is_empty()) {
            let versions = versions(side, id)?;
            for text in &self.before {
                if !versions.contains(text) {
                    losses.note(|l| &mut l.lost, format!("{token}, turn {id}: what it said before is gone"));
                }
            }
        }
        Ok(())
    }
}

fn first_of(wanted: &HashSet<[u8; 8]>, bytes: &[u8]) -> Option<String> {
    if wanted.is_empty() {
        return None;
    }
    let mut windows = bytes.windows(8);
    let found = windows.find(|window| window.iter().all(u8::is_ascii_digit) && wanted.contains(*window))?;
    Some(String::from_utf8_lossy(found).into_owned())
}

/// The turns a word is found in.
pub fn find(side: &mut dyn Side, word: &str) -> Result<Vec<i64>> {
    let hits: Hits = serde_json::from_value(look(side, "search", json!({ "query": word, "before": null }))?)?;
    Ok(hits.hits.iter().map(|hit| hit.turn).collect())
}

/// What the versions of a turn say.
pub fn versions(side: &mut dyn Side, turn: i64) -> Result<Vec<String>> {
    let versions: Vec<Version> = serde_json::from_value(look(side, "versions", json!({ "turn": turn }))?)?;
    Ok(versions.into_iter().map(|version| version.text).collect())
}

fn look(side: &mut dyn Side, name: &str, args: Value) -> Result<Value> {
    let reply =
        side.call(name, args).map_err(|Down| anyhow::anyhow!("it went down while it was looked at"))?;
    reply.map_err(|error| anyhow::anyhow!("{name}: {error:?}"))
}

/// Asks SQLite whether the database, its index, and the two together are whole.
pub fn check_integrity(side: &dyn Side, losses: &mut Losses) -> Result<()> {
    let connection = side.peek().context("opening a connection to check")?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        losses.note(|l| &mut l.damaged, format!("integrity_check: {verdict}"));
    }
    if let Err(error) = connection.execute("INSERT INTO words(words) VALUES ('integrity-check')", []) {
        losses.note(|l| &mut l.damaged, format!("the index's integrity-check: {error}"));
    }
    let apart: i64 = connection.query_row(
        "SELECT count(*) FROM (
           SELECT id FROM (SELECT id FROM turn WHERE state != 'streaming' EXCEPT SELECT rowid FROM words)
           UNION ALL SELECT rowid FROM (SELECT rowid FROM words EXCEPT SELECT id FROM turn WHERE state != 'streaming'))",
        [],
        |row| row.get(0),
    )?;
    if apart != 0 {
        losses.note(|l| &mut l.damaged, format!("{apart} turns are without index, or the other way round"));
    }
    Ok(())
}
