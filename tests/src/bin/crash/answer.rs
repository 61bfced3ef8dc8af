//! An answer as it was shown to the client, and what of it a reopened life must show again.

use crate::{losses::Losses, record, side::Side};
use anyhow::Result;
use samantha_api::wire::{Turn, TurnState, Version};
use std::time::{Duration, Instant};

/// Of an answer, the last of what was shown that may be missing after a crash.
pub const MAY_BE_MISSING: Duration = Duration::from_millis(300);

/// What one stream brought to the client.
#[derive(Default)]
pub struct Heard {
    /// The person's turn, once it was acknowledged.
    pub kept: Option<i64>,
    /// What was shown, with the moments it arrived.
    pub pieces: Vec<(Instant, String)>,
    pub closed: Option<Turn>,
    /// A retry that did not become whole.
    pub attempt: Option<Version>,
}

impl Heard {
    fn shown(&self) -> String {
        self.pieces.iter().map(|(_, text)| text.as_str()).collect()
    }

    /// What was shown long enough before the end.
    fn sure(&self, down_at: Instant) -> String {
        let early = |(at, _): &&(Instant, String)| down_at.saturating_duration_since(*at) > MAY_BE_MISSING;
        self.pieces.iter().take_while(early).map(|(_, text)| text.as_str()).collect()
    }
}

/// A stream that never ended.
struct Open {
    /// Each piece with how long before the end it was shown.
    pieces: Vec<(Duration, String)>,
    shown: String,
    /// What of it must be there.
    sure: String,
}

impl Open {
    /// How long before the end the first piece was shown that `text` does not hold whole.
    fn missing(&self, text: &str) -> Duration {
        let mut upto = 0;
        for (before, piece) in &self.pieces {
            upto += piece.len();
            if upto > text.len() {
                return *before;
            }
        }
        Duration::ZERO
    }

    /// Whether a kept text can be this: what must be there, and nothing that was not said.
    fn can_be(&self, text: &str) -> bool {
        text.starts_with(&self.sure) && (self.shown.starts_with(text) || text.starts_with(&self.shown))
    }
}

/// The answer to one turn of the person.
#[derive(Default)]
pub struct Answer {
    /// What stands there, as it was last told.
    stands: Option<Turn>,
    open: Option<Open>,
    /// What it said before: versions.
    before: Vec<String>,
}

impl Answer {
    /// Takes in what a stream brought. `down_at` is set when it ended by the app's end.
    pub fn hear(&mut self, heard: &Heard, down_at: Option<Instant>, losses: &mut Losses) {
        let shown = heard.shown();
        if let Some(turn) = &heard.closed {
            let told = heard.attempt.as_ref().map_or(&turn.text, |attempt| &attempt.text);
            // Words said and answered before are told whole, without a stream.
            if !heard.pieces.is_empty() && *told != shown {
                let line = format!(
                    "turn {} was shown {} bytes, and closed with {}",
                    turn.id,
                    shown.len(),
                    told.len()
                );
                losses.note(|l| &mut l.short, line);
            }
            self.before.extend(
                heard.attempt.iter().map(|attempt| attempt.text.clone()).filter(|text| !text.is_empty()),
            );
            if let Some(old) = self.stands.take().filter(|old| old.text != turn.text && !old.text.is_empty())
            {
                self.before.push(old.text);
            }
            (self.stands, self.open) = (Some(turn.clone()), None);
        } else if let Some(down_at) = down_at {
            let sure = heard.sure(down_at);
            let before = |at: Instant| down_at.saturating_duration_since(at);
            let pieces = heard.pieces.iter().map(|(at, text)| (before(*at), text.clone())).collect();
            self.open = Some(Open { pieces, shown, sure });
        }
    }

    /// The words it answers were replaced: what it said is a version now.
    pub fn give_way(&mut self) {
        if let Some(old) = self.stands.take().filter(|old| !old.text.is_empty()) {
            self.before.push(old.text);
        }
    }

    /// Whether this turn is this answer.
    pub fn is(&self, to: i64, turn: &Turn) -> bool {
        turn.reply_to == Some(to) || self.stands.as_ref().is_some_and(|stands| stands.id == turn.id)
    }

    /// Counts what is missing, and takes what is there as settled.
    pub fn compare(
        &mut self,
        side: &mut dyn Side,
        to: i64,
        holders: &[&Turn],
        losses: &mut Losses,
    ) -> Result<()> {
        let turn = match holders {
            [turn] => *turn,
            [] => {
                let must =
                    self.stands.is_some() || self.open.as_ref().is_some_and(|open| !open.sure.is_empty());
                if must || !self.before.is_empty() {
                    let since = self.open.as_ref().map_or(Duration::ZERO, |open| open.missing(""));
                    let (stood, before) = (self.stands.is_some(), self.before.len());
                    let line = format!(
                        "the answer to turn {to} is gone: stood {stood}, {before} versions, shown {since:?} before"
                    );
                    losses.note(|l| &mut l.lost, line);
                }
                return Ok(());
            }
            _ => {
                losses.note(|l| &mut l.duplicated, format!("turn {to} has {} answers", holders.len()));
                return Ok(());
            }
        };
        let versions = if turn.versions > 0 { record::versions(side, turn.id)? } else { Vec::new() };
        let open = self.open.take();
        if let Some(open) = &open
            && !open.shown.is_empty()
        {
            losses.cut_off += 1;
            if open.can_be(&turn.text) {
                losses.longest_missing = losses.longest_missing.max(open.missing(&turn.text));
            }
        }
        let fits = match (&self.stands, &open) {
            (Some(stands), None) => stands.text == turn.text && stands.state == turn.state,
            (Some(stands), Some(open)) if stands.text == turn.text => {
                // The attempt did not become whole: it is a version, as far as it was shown.
                open.sure.is_empty() || versions.iter().any(|version| open.can_be(version))
            }
            (_, Some(open)) => open.can_be(&turn.text),
            (None, None) => true,
        };
        if !fits {
            let best = versions
                .iter()
                .chain([&turn.text])
                .filter_map(|text| Some(open.as_ref()?.missing(text)))
                .min();
            let line = format!(
                "the answer to turn {to}: {} bytes kept, {} sure, {} stood there; of the best what was shown {:?} before the \
                 end is missing",
                turn.text.len(),
                open.as_ref().map_or(0, |open| open.sure.len()),
                self.stands.as_ref().map_or(0, |stands| stands.text.len()),
                best.unwrap_or_default(),
            );
            losses.note(|l| &mut l.short, line);
        }
        if turn.state == TurnState::Streaming {
            losses.note(|l| &mut l.damaged, format!("the answer to turn {to} was left open"));
        }
        if let Some(old) = self.stands.take().filter(|old| old.text != turn.text && !old.text.is_empty()) {
            self.before.push(old.text);
        }
        for text in &self.before {
            if !versions.contains(text) {
                let line = format!("the answer to turn {to}: a version of {} bytes is gone", text.len());
                losses.note(|l| &mut l.lost, line);
            }
        }
        // Cut off within its first word it can't be looked for.
        if let Some((token, _)) = turn.text.split_once(' ')
            && !record::find(side, token)?.contains(&turn.id)
        {
            losses.note(|l| &mut l.lost, format!("the answer to turn {to} is read and not found"));
        }
        self.stands = Some(turn.clone());
        Ok(())
    }
}
