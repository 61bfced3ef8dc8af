//! An answer being made, as pages see it: each follower reads at its own pace, gets everything once, and may come
//! late.

use super::locked;
use crate::{
    conversation::{Answer, Turn, Version},
    id::TurnId,
    ports::{self, ModelErrorKind},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::sync::watch;

/// How an answer ended.
#[derive(Clone, Debug)]
pub enum End {
    /// It stands in the store like this. `turn` is `None` when there was nothing to keep. `attempt`: an attempt that did
    /// not become whole; the turn stands as before. `failure`: a `ModelErrorKind`'s code.
    Closed { turn: Option<Box<Turn>>, attempt: Option<Box<Version>>, failure: Option<&'static str> },
    /// It could not be kept.
    NotKept(Arc<anyhow::Error>),
}

/// What a follower is told, in this order: once `Answering`, then any number of `Piece` and `Instead`, then `Ended`.
#[derive(Clone, Debug)]
pub enum Update {
    Answering {
        reply_to: Option<TurnId>,
        replaces: Option<TurnId>,
        text: String,
        answer: Answer,
    },
    Piece(String),
    /// No words yet, and why; holds until the next update.
    Waiting(Waiting),
    Instead {
        answer: Answer,
    },
    Ended(End),
}

/// Why there are no words yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The model says so.
    Model(ports::Waiting),
    /// It failed like this and is asked again after this pause.
    Again(ModelErrorKind, Duration),
    /// A tool of this name is run for it.
    Tool(String),
}

#[derive(Debug, Default)]
struct Log {
    text: String,
    answer: Option<Answer>,
    /// Set until there are words, or an end.
    waiting: Option<Waiting>,
    /// Grows when another source takes over.
    source: u32,
    end: Option<End>,
}

/// An answer being made.
#[derive(Debug)]
pub struct Running {
    reply_to: Option<TurnId>,
    replaces: Option<TurnId>,
    log: Mutex<Log>,
    changed: watch::Sender<()>,
    stop: watch::Sender<bool>,
}

impl Running {
    pub(super) fn new(reply_to: Option<TurnId>, replaces: Option<TurnId>) -> Self {
        Self {
            reply_to,
            replaces,
            log: Mutex::default(),
            changed: watch::Sender::new(()),
            stop: watch::Sender::new(false),
        }
    }

    /// The user's turn it answers.
    pub fn reply_to(&self) -> Option<TurnId> {
        self.reply_to
    }

    /// Asks it to stop; what it said is kept.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Whether it ended.
    pub fn has_ended(&self) -> bool {
        locked(&self.log).end.is_some()
    }

    /// Waits for its end.
    pub async fn ended(&self) {
        let mut changed = self.changed.subscribe();
        while !self.has_ended() && changed.changed().await.is_ok() {}
    }

    /// Follows it: what there is so far, then the rest.
    pub fn follow(self: &Arc<Self>) -> Follower {
        Follower { changed: self.changed.subscribe(), running: Arc::clone(self), seen: None }
    }

    pub(super) async fn stopped(&self) {
        let mut stop = self.stop.subscribe();
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    fn change(&self, change: impl FnOnce(&mut Log)) {
        change(&mut locked(&self.log));
        self.changed.send_replace(());
    }

    pub(super) fn asked(&self, answer: Answer) {
        self.change(|log| log.answer = Some(answer));
    }

    pub(super) fn instead(&self, answer: Answer) {
        self.change(|log| {
            log.answer = Some(answer);
            log.waiting = None;
            log.text.clear();
            log.source += 1;
        });
    }

    pub(super) fn say(&self, text: &str) {
        self.change(|log| {
            log.waiting = None;
            log.text.push_str(text);
        });
    }

    pub(super) fn wait(&self, waiting: Waiting) {
        self.change(|log| log.waiting = Some(waiting));
    }

    pub(super) fn end(&self, end: End) {
        self.change(|log| log.end = Some(end));
    }

    pub(super) fn text(&self) -> String {
        locked(&self.log).text.clone()
    }

    pub(super) fn answer(&self) -> Answer {
        locked(&self.log).answer.clone().unwrap_or_default()
    }
}

/// One page's place in a running answer.
#[derive(Debug)]
pub struct Follower {
    running: Arc<Running>,
    changed: watch::Receiver<()>,
    seen: Option<Seen>,
}

#[derive(Debug)]
struct Seen {
    bytes: usize,
    source: u32,
    waiting: Option<Waiting>,
    ended: bool,
}

impl Follower {
    /// What is next; `None` after the end.
    pub async fn next(&mut self) -> Option<Update> {
        loop {
            self.changed.mark_unchanged();
            if self.seen.as_ref().is_some_and(|seen| seen.ended) {
                return None;
            }
            if let Some(update) = self.look() {
                return Some(update);
            }
            if self.changed.changed().await.is_err() {
                return None;
            }
        }
    }

    fn look(&mut self) -> Option<Update> {
        let log = locked(&self.running.log);
        let Some(seen) = &mut self.seen else {
            // Nobody is asked yet: who answers is told with the first update.
            if log.answer.is_none() && log.end.is_none() {
                return None;
            }
            self.seen = Some(Seen { bytes: log.text.len(), source: log.source, waiting: None, ended: false });
            let (reply_to, replaces) = (self.running.reply_to, self.running.replaces);
            let (text, answer) = (log.text.clone(), log.answer.clone().unwrap_or_default());
            return Some(Update::Answering { reply_to, replaces, text, answer });
        };
        if seen.source != log.source {
            (seen.source, seen.bytes, seen.waiting) = (log.source, 0, None);
            return Some(Update::Instead { answer: log.answer.clone().unwrap_or_default() });
        }
        if let Some(more) = log.text.get(seen.bytes..).filter(|more| !more.is_empty()) {
            (seen.bytes, seen.waiting) = (log.text.len(), None);
            return Some(Update::Piece(more.to_owned()));
        }
        if log.end.is_none() && log.waiting.is_some() && seen.waiting != log.waiting {
            seen.waiting = log.waiting.clone();
            return log.waiting.clone().map(Update::Waiting);
        }
        let end = log.end.clone()?;
        seen.ended = true;
        Some(Update::Ended(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn rest(follower: &mut Follower) -> String {
        let mut text = String::new();
        while let Some(update) = follower.next().await {
            match update {
                Update::Answering { text: so_far, .. } => text = so_far,
                Update::Piece(piece) => text.push_str(&piece),
                Update::Instead { .. } => text.clear(),
                Update::Waiting(_) | Update::Ended(_) => {}
            }
        }
        text
    }

    #[tokio::test]
    async fn a_follower_that_comes_late_gets_what_there_is_and_then_the_rest() {
        let running = Arc::new(Running::new(None, None));
        let mut early = running.follow();
        running.asked(Answer::default());
        running.say("one ");
        let mut late = running.follow();
        assert!(matches!(late.next().await, Some(Update::Answering { text, .. }) if text == "one "));
        running.say("two");
        assert!(matches!(late.next().await, Some(Update::Piece(text)) if text == "two"));
        running.end(End::Closed { turn: None, attempt: None, failure: None });
        assert_eq!(rest(&mut early).await, "one two");
        assert!(matches!(late.next().await, Some(Update::Ended(_))));
        assert!(late.next().await.is_none());
    }

    #[tokio::test]
    async fn another_source_takes_back_what_was_said() {
        let running = Arc::new(Running::new(None, None));
        running.asked(Answer::default());
        running.say("lost");
        let mut follower = running.follow();
        follower.next().await;
        running.instead(Answer::default());
        running.say("kept");
        running.end(End::Closed { turn: None, attempt: None, failure: None });
        assert_eq!(rest(&mut follower).await, "kept");
    }
}
