//! The client: it says, deletes, edits, asks again, and writes down what was acknowledged and shown.

use crate::{
    answer::Heard,
    losses::Losses,
    record::{self, Fate, Record, Said, Words},
    side::{Deed, Down, Side},
};
use anyhow::{Result, bail};
use samantha_api::wire::{Converse, Delta};
use samantha_tests::power::Dice;
use serde_json::json;
use std::time::{Duration, Instant};

/// Longer than a removal can be undone, in seconds.
const PAST_UNDO: i64 = 11;

/// How long something that is due may take before it counts as never done.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Client {
    pub record: Record,
    pub losses: Losses,
    /// Where she was cut off so far, a line each.
    pub story: Vec<String>,
    dice: Dice,
    /// Seconds the person's clock is ahead by now.
    pub ahead: i64,
    settled_in: bool,
}

/// How a run ended, unless something that must not happen did.
type Run = Result<Result<(), Down>>;

macro_rules! up {
    ($reply:expr) => {
        match $reply {
            Ok(value) => value,
            Err(Down) => return Ok(Err(Down)),
        }
    };
}

impl Client {
    pub fn new(dice: Dice) -> Self {
        Self {
            record: Record::default(),
            losses: Losses::default(),
            story: Vec::new(),
            dice,
            ahead: 0,
            settled_in: false,
        }
    }

    /// Once in a life: has the model answer, not the Listener.
    pub fn settle_in(&mut self, side: &mut dyn Side) -> Result<()> {
        if self.settled_in {
            return Ok(());
        }
        let profile = json!({ "id": null, "name": "scripted", "address": "http://127.0.0.1:9/v1", "model": "reciter",
            "context": null });
        let profile = side.call("save_profile", profile).map_err(|Down| anyhow::anyhow!("down at once"))?;
        let profile = profile.map_err(|error| anyhow::anyhow!("saving the profile: {error:?}"))?;
        let chosen = side.call("change_settings", json!({ "profile": profile["id"], "welcomed": true }));
        let chosen = chosen.map_err(|Down| anyhow::anyhow!("down at once"))?;
        chosen.map_err(|error| anyhow::anyhow!("choosing the profile: {error:?}"))?;
        self.settled_in = true;
        Ok(())
    }

    /// Compares a life just opened with the record. It must not go down meanwhile.
    pub fn look(&mut self, side: &mut dyn Side) -> Result<()> {
        let seen = record::read_all(side)?;
        record::check_integrity(side, &mut self.losses)?;
        self.record.compare(side, &seen, &mut self.losses)?;
        // What was due while she was down is done after the opening: wait for it, and nothing of it may be left.
        let settled = match self.pass_undo(side) {
            Ok(()) => self.wait_settled(side)?,
            Err(Down) => Err(Down),
        };
        if settled.is_err() {
            bail!("it went down while it was looked at");
        }
        self.record.look_for_bytes(side, &mut self.losses)
    }

    /// Sends what was never acknowledged once more, under the same uid.
    pub fn send_again(&mut self, side: &mut dyn Side) -> Run {
        for index in 0..self.record.said.len() {
            if self.record.said[index].fate == Fate::Unsure {
                up!(self.converse(side, index, None)?);
            }
        }
        Ok(Ok(()))
    }

    /// Lives until the side goes down: a few deeds, then the one in which it is doomed, then more.
    pub fn live(&mut self, side: &mut dyn Side, doomed_in: Deed) -> Run {
        up!(self.send_again(side)?);
        for _ in 0..self.dice.index(4) {
            let deed = self.usual_deed();
            up!(self.deed(side, deed)?);
        }
        // Enough to delete from, and something to edit and to ask again for.
        while !matches!(self.record.said.last(), Some(Said { fate: Fate::Kept(_), .. })) || self.kept() < 3 {
            up!(self.deed(side, Deed::Keep)?);
        }
        // The doom may strike later than the deed it was meant for.
        up!(self.deed(side, doomed_in)?);
        for _ in 0..20 {
            let deed = self.usual_deed();
            up!(self.deed(side, deed)?);
        }
        Ok(Ok(()))
    }

    fn kept(&self) -> usize {
        self.record.said.iter().filter(|said| matches!(said.fate, Fate::Kept(_))).count()
    }

    fn usual_deed(&mut self) -> Deed {
        *self.dice.pick(&[
            Deed::Keep,
            Deed::Keep,
            Deed::Keep,
            Deed::Edit,
            Deed::Retry,
            Deed::Delete,
            Deed::Forget,
        ])
    }

    fn deed(&mut self, side: &mut dyn Side, deed: Deed) -> Run {
        match deed {
            Deed::Open | Deed::Migrate | Deed::Keep | Deed::Answer => {
                let words = Words::new(&mut self.dice);
                self.record.said.push(Said { words, fate: Fate::Unsure, before: Vec::new(), perhaps: None });
                let stop_after = if self.dice.chance(0.15) { Some(1 + self.dice.index(8)) } else { None };
                self.converse(side, self.record.said.len() - 1, stop_after)
            }
            Deed::Edit => self.edit(side),
            Deed::Retry => self.retry(side),
            Deed::Delete => self.delete(side),
            Deed::Forget => {
                up!(self.delete(side)?);
                self.forget(side)
            }
            Deed::Copy => {
                side.about_to(Deed::Copy);
                match up!(side.call("make_copy", json!({}))) {
                    Ok(_) => Ok(Ok(())),
                    Err(error) => bail!("making a copy: {error:?}"),
                }
            }
            Deed::Close => {
                side.about_to(Deed::Close);
                up!(side.close());
                Ok(Err(Down))
            }
        }
    }

    /// Says what the record holds at `index`, and watches the answer.
    fn converse(&mut self, side: &mut dyn Side, index: usize, stop_after: Option<usize>) -> Run {
        let words = &self.record.said[index].words;
        let ask = Converse::Say { uid: words.uid.clone(), text: words.text.clone(), pictures: Vec::new() };
        side.about_to(Deed::Keep);
        side.about_to(Deed::Answer);
        let (heard, ended) = listen(side, &ask, stop_after)?;
        if let Some(turn) = heard.kept {
            self.record.said[index].fate = Fate::Kept(turn);
            if turn != record::ACKNOWLEDGED_BLINDLY {
                self.record.answers.entry(turn).or_default().hear(&heard, side.down_at(), &mut self.losses);
            }
        }
        Ok(ended)
    }

    fn edit(&mut self, side: &mut dyn Side) -> Run {
        let dice = &mut self.dice;
        let Some(said) = self.record.said.last_mut() else { return Ok(Ok(())) };
        let Fate::Kept(turn) = said.fate else { return Ok(Ok(())) };
        let words = Words { uid: said.words.uid.clone(), ..Words::new(dice) };
        let ask = Converse::Edit { turn, text: words.text.clone() };
        said.perhaps = Some(words);
        side.about_to(Deed::Edit);
        let (heard, ended) = listen(side, &ask, None)?;
        let answer = self.record.answers.entry(turn).or_default();
        if heard.kept.is_some()
            && let Some(words) = said.perhaps.take()
        {
            let before = std::mem::replace(&mut said.words, words);
            said.before.push(before.text);
            answer.give_way();
        }
        answer.hear(&heard, side.down_at(), &mut self.losses);
        Ok(ended)
    }

    fn retry(&mut self, side: &mut dyn Side) -> Run {
        let Some(Said { fate: Fate::Kept(to), .. }) = self.record.said.last() else { return Ok(Ok(())) };
        let to = *to;
        side.about_to(Deed::Retry);
        let (heard, ended) = listen(side, &Converse::Retry { turn: to }, None)?;
        self.record.answers.entry(to).or_default().hear(&heard, side.down_at(), &mut self.losses);
        Ok(ended)
    }

    fn delete(&mut self, side: &mut dyn Side) -> Run {
        let kept = self.record.said.iter_mut().filter_map(|said| match said.fate {
            Fate::Kept(turn) => Some((said, turn)),
            _ => None,
        });
        let mut kept: Vec<_> = kept.collect();
        if kept.is_empty() {
            return Ok(Ok(()));
        }
        let index = self.dice.index(kept.len());
        let (said, turn) = &mut kept[index];
        said.fate = Fate::Leaving(*turn);
        side.about_to(Deed::Delete);
        match up!(side.call("delete_turn", json!({ "turn": turn }))) {
            Ok(_) => said.fate = Fate::Removed(*turn),
            Err(error) => bail!("deleting turn {turn}: {error:?}"),
        }
        if self.dice.chance(0.2) {
            said.fate = Fate::Leaving(*turn);
            match up!(side.call("restore_turn", json!({ "turn": turn }))) {
                Ok(_) => said.fate = Fate::Kept(*turn),
                Err(error) => bail!("bringing turn {turn} back: {error:?}"),
            }
        }
        Ok(Ok(()))
    }

    /// Lets the time for undoing pass, and waits until the forgetting is acknowledged.
    fn forget(&mut self, side: &mut dyn Side) -> Run {
        side.about_to(Deed::Forget);
        up!(self.pass_undo(side));
        self.wait_settled(side)
    }

    fn pass_undo(&mut self, side: &mut dyn Side) -> Result<(), Down> {
        self.ahead += PAST_UNDO;
        side.advance(PAST_UNDO)
    }

    fn wait_settled(&mut self, side: &mut dyn Side) -> Run {
        let began = Instant::now();
        while let Some(due) = up!(side.due()) {
            if began.elapsed() > PATIENCE {
                bail!("what was due was not done in {PATIENCE:?}: {due}");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        for said in &mut self.record.said {
            if let Fate::Removed(_) = said.fate {
                said.fate = Fate::Forgotten;
            }
        }
        Ok(Ok(()))
    }
}

/// Asks, and hears the stream to its end or the app's.
fn listen(
    side: &mut dyn Side,
    ask: &Converse,
    stop_after: Option<usize>,
) -> Result<(Heard, Result<(), Down>)> {
    let mut heard = Heard::default();
    let mut refused = None;
    let mut shown = |at: Instant, delta: Delta| match delta {
        Delta::Kept { turn } => heard.kept = Some(turn.id),
        Delta::NotKept { error } | Delta::Refused { error } => refused = Some(error),
        Delta::Answering { text, .. } => heard.pieces = vec![(at, text)],
        Delta::Piece { text } => heard.pieces.push((at, text)),
        Delta::Instead { .. } => heard.pieces.clear(),
        Delta::Closed { turn, attempt, .. } => (heard.closed, heard.attempt) = (turn, attempt),
        Delta::Help { .. } | Delta::Waiting { .. } | Delta::Idle {} => {}
    };
    let ended = side.converse(ask, stop_after, &mut shown);
    match (refused, side.down_at()) {
        (Some(error), None) => bail!("{ask:?} was refused while all was well: {error:?}"),
        _ => Ok((heard, ended)),
    }
}
