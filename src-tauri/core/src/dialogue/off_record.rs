//! Off the record: what is said is held in memory until it ends, and touches no file. Such turns have ids below zero.

use super::{Begun, Dialogue, Target, locked};
use crate::{
    conversation::{Answer, Moment, Speaker, Turn, TurnState},
    error::{Kind, kind},
    event::Event,
    id::{EpisodeId, TurnId, Uid},
    memory::fact::Goes,
};
use anyhow::Result;

/// What is held. Ids grow downwards, so that none is used twice in a run.
#[derive(Debug, Default)]
pub(super) struct OffRecord {
    on: bool,
    turns: Vec<Turn>,
    said: i64,
}

impl OffRecord {
    fn hold(&mut self, new: Held) -> Turn {
        self.said += 1;
        let turn = Turn {
            id: TurnId(-self.said),
            uid: new.uid,
            episode: EpisodeId(0),
            speaker: new.speaker,
            text: new.text,
            state: new.state,
            said: new.said,
            reply_to: new.reply_to,
            answer: new.answer,
            forgotten_at: None,
            versions: 0,
            pictures: Vec::new(),
            recalled: 0,
        };
        self.turns.push(turn.clone());
        turn
    }
}

/// What a held turn is made of.
pub(super) struct Held {
    pub uid: Uid,
    pub speaker: Speaker,
    pub text: String,
    pub state: TurnState,
    pub said: Moment,
    pub reply_to: Option<TurnId>,
    pub answer: Answer,
}

/// Whether a turn is held here only.
pub(super) fn is_held(turn: TurnId) -> bool {
    turn.0 < 0
}

impl Dialogue {
    /// From now on nothing that is said is kept.
    pub(crate) async fn begin_off_record(&self) {
        let _gate = self.0.gate.lock().await;
        let begins = !std::mem::replace(&mut locked(&self.0.off_record).on, true);
        if begins {
            // What is being answered was said on the record.
            self.stop().await;
            self.0.events.tell(Event::OffRecordChanged { on: true });
        }
    }

    /// Lets go of all that was said meanwhile, and keeps again what is said from now on.
    pub async fn end_off_record(&self) {
        let _gate = self.0.gate.lock().await;
        if !self.is_off_record() {
            return;
        }
        self.stop().await;
        {
            let mut off = locked(&self.0.off_record);
            *off = OffRecord { said: off.said, ..OffRecord::default() };
        }
        self.forget_sent();
        self.0.events.tell(Event::OffRecordChanged { on: false });
    }

    /// Whether nothing is kept now.
    pub fn is_off_record(&self) -> bool {
        locked(&self.0.off_record).on
    }

    /// What was said since off the record began, oldest first.
    pub fn held(&self) -> Vec<Turn> {
        self.0.held(Goes::Here)
    }

    pub(super) async fn say_off_record(&self, uid: Uid, text: String) -> Result<Begun> {
        let before = self.held().into_iter().find(|turn| turn.uid == uid);
        if let Some(turn) = before {
            let running = self.running().filter(|running| running.reply_to() == Some(turn.id));
            return Ok(Begun { kept: Some(turn), help: None, running });
        }
        self.stop().await;
        let said = Moment::of(&*self.0.clock);
        let (speaker, state) = (Speaker::User, TurnState::Complete);
        let held = Held { uid, speaker, text, state, said, reply_to: None, answer: Answer::default() };
        let turn = locked(&self.0.off_record).hold(held);
        let target = Target::Held { reply_to: Some(turn.id) };
        self.begun(turn, target).await
    }

    /// The answer `id`, or the one to the words `id`, anew: what there was goes.
    pub(super) async fn retry_off_record(&self, id: TurnId) -> Result<Begun> {
        self.stop().await;
        let words = {
            let mut off = locked(&self.0.off_record);
            let asked = off.turns.iter().find(|turn| turn.id == id);
            let words = asked.and_then(|asked| match asked.speaker {
                Speaker::User => Some(asked.id),
                Speaker::Companion => asked.reply_to,
            });
            let words = words.and_then(|words| off.turns.iter().find(|turn| turn.id == words).cloned());
            let words = words.ok_or_else(|| kind(Kind::Gone, "that was off the record, and is gone"))?;
            off.turns.retain(|turn| turn.reply_to != Some(words.id));
            words
        };
        let target = Target::Held { reply_to: Some(words.id) };
        Ok(Begun { kept: None, help: None, running: Some(self.answer(target, Some(words))) })
    }
}

impl super::Inner {
    /// What is held and may go there, oldest first. What a model here said stays here: it may have been given what is private.
    pub(super) fn held(&self, goes: Goes) -> Vec<Turn> {
        let off = locked(&self.off_record);
        let stays = |turn: &Turn| turn.speaker == Speaker::Companion && turn.answer.host.is_empty();
        off.turns.iter().filter(|turn| goes == Goes::Here || !stays(turn)).cloned().collect()
    }

    /// Holds an answer; `None` when off the record ended meanwhile, and it is gone.
    pub(super) fn hold(&self, new: Held) -> Option<Turn> {
        let mut off = locked(&self.off_record);
        off.on.then(|| off.hold(new))
    }
}
