//! Drives the machine of one answer: asks, shows, keeps, closes.

mod asking;

use super::{
    Inner, Sent, Target,
    choosing::{chosen, host_of, shows_pictures},
    learning, listening,
    machine::{Happening, Machine, Source, Step},
    off_record::Held,
    running::{End, Running, Waiting},
    tools,
};
use crate::{
    conversation::{self, Answer, Moment, Speaker, Turn, TurnState, Version},
    event::Event,
    id::{FactId, TurnId, Uid, VersionId},
    listener::Because,
    memory::{
        fact::{self, Goes},
        part::Memory,
        recalled, wishes,
    },
    ports::{ModelError, ModelErrorKind, Piece},
    profile::Profile,
    settings::{self, Settings},
};
use anyhow::Result;
use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::time::Instant;

/// How often what was shown is made durable. With a commit's own time this stays well below the 300 ms of an answer
/// that a crash may cost.
const KEEP_EVERY: Duration = Duration::from_millis(150);

type Pieces = BoxStream<'static, Result<Piece, ModelError>>;

/// Where the answer's words are, once there are any in the store.
#[derive(Clone, Copy, Debug)]
enum Row {
    Turn(TurnId),
    Version(VersionId),
}

struct Answering<'a> {
    inner: &'a Inner,
    running: &'a Running,
    target: Target,
    words: Option<Turn>,
    settings: Settings,
    first: Option<Profile>,
    second: Option<Profile>,
    /// Why the Listener answers where there is no first.
    because: Because,
    asked: Option<asking::Asked>,
    /// What tools gave the one asked now.
    ran: tools::Ran,
    /// How often the model said that the prompt is too long.
    shorter: u32,
    row: Option<Row>,
    said: Moment,
    sent: Option<Sent>,
    /// What the one asked last was given to remember.
    memories: Vec<Memory>,
    /// [`Inner::forgotten`] when `sent` was put together.
    forgotten: u64,
    tells_no_model: bool,
}

/// Makes one answer, to its end.
pub(super) async fn answer(inner: &Arc<Inner>, running: &Running, target: Target, words: Option<Turn>) {
    let settings = inner.store.read(settings::read).await.unwrap_or_else(|error| {
        log::warn!("settings can't be read, the Listener answers: {error:#}");
        Settings::default()
    });
    let row = match target {
        Target::Refill { turn, .. } => Some(Row::Turn(turn)),
        Target::New { .. } | Target::Attempt { .. } | Target::Held { .. } => None,
    };
    let said = Moment::of(&*inner.clock);
    let today = inner.clock.local().date_naive();
    let chosen = chosen(inner, &settings, shows_pictures(inner, target, words.as_ref()).await, today).await;
    let (first, second, because) = match chosen {
        Ok((first, second)) => (first, second, Because::NoModel),
        Err(error) => {
            log::warn!("who answers can't be read, the Listener does: {error:#}");
            (None, None, Because::ModelFailed)
        }
    };
    let answering = Answering {
        inner,
        running,
        target,
        words,
        settings,
        first,
        second,
        because,
        asked: None,
        ran: tools::Ran::default(),
        shorter: 0,
        row,
        said,
        sent: None,
        memories: Vec::new(),
        forgotten: 0,
        tells_no_model: false,
    };
    answering.run().await;
}

impl Answering<'_> {
    /// Who is asked first, and who then, where the one before fails before its first word.
    fn sources(&self) -> (Source, Vec<Source>) {
        let listener = match self.target {
            // There is an answer already, which stays.
            Target::Attempt { .. } => None,
            Target::New { .. } | Target::Refill { .. } | Target::Held { .. } => {
                Some(Source::Listener(Because::ModelFailed))
            }
        };
        match (&self.first, &self.second) {
            (None, _) => (Source::Listener(self.because), Vec::new()),
            (Some(_), None) => (Source::Model, listener.into_iter().collect()),
            (Some(_), Some(_)) => (Source::Model, [Source::Second].into_iter().chain(listener).collect()),
        }
    }

    async fn run(mut self) {
        let mut machine = Machine::default();
        let (source, then) = self.sources();
        self.running.asked(self.answerer(source, None));
        let mut pieces: Pieces = stream::pending().boxed();
        let mut tick = tokio::time::interval(KEEP_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut rest: Option<Instant> = None;
        let mut happening = Happening::Wanted(source, then);
        loop {
            let mut ran = false;
            for step in machine.on(happening) {
                match step {
                    Step::Ask(source) => pieces = self.ask_unless_stopped(source).await,
                    Step::Run(calls) => {
                        pieces = stream::pending().boxed();
                        let round = machine.rounds() + 1;
                        tokio::select! {
                            biased;
                            () = self.running.stopped() => {}
                            () = self.run_tools(calls, round) => ran = true,
                        }
                    }
                    Step::Rest(pause, failed) => {
                        pieces = stream::pending().boxed();
                        self.running.wait(Waiting::Again(failed, pause));
                        // Built anew, with the hour; not where tools gave something already.
                        self.asked = self.asked.take().filter(|asked| asked.ran);
                        rest = Some(Instant::now() + pause);
                    }
                    Step::Shorten(source) => {
                        (self.asked, self.shorter) = (None, self.shorter + 1);
                        pieces = self.ask_unless_stopped(source).await;
                    }
                    Step::Show(text) => self.running.say(&text),
                    Step::Keep => {
                        if let Err(error) = self.keep().await {
                            log::warn!("part of an answer could not be kept yet: {error:#}");
                        }
                    }
                    Step::Instead(failed, source) => {
                        (self.sent, self.asked, self.shorter) = (None, None, 0);
                        // It may go elsewhere: what a tool gave one is not given to another.
                        self.ran = tools::Ran::default();
                        self.memories.clear();
                        self.running.instead(self.answerer(source, Some(failed)));
                    }
                    Step::Close(state, failed) => {
                        drop(pieces);
                        return self.close(state, failed).await;
                    }
                }
            }
            if ran {
                happening = Happening::Ran;
                continue;
            }
            happening = tokio::select! {
                biased;
                () = self.running.stopped() => Happening::Stopped,
                () = pause(rest) => {
                    rest = None;
                    Happening::Rested
                }
                _ = tick.tick() => Happening::Tick,
                piece = pieces.next() => match piece {
                    Some(Ok(piece)) => self.heard(piece),
                    Some(Err(error)) => {
                        log::info!("the model failed: {}", error.kind.code());
                        Happening::Failed(error)
                    }
                    None => {
                        pieces = stream::pending().boxed();
                        Happening::Finished
                    }
                },
            };
        }
    }

    fn heard(&mut self, piece: Piece) -> Happening {
        match piece {
            Piece::Text(text) => {
                if let Some(asked) = &mut self.asked {
                    asked.said.push_str(&text);
                }
                Happening::Piece(text)
            }
            Piece::Call(call) => Happening::Called(call),
            // The ledger has it. No words are no happening of the talk: it is kept, if there is something to keep.
            Piece::Used(_) => Happening::Tick,
            Piece::Waiting(waiting) => {
                self.running.wait(Waiting::Model(waiting));
                Happening::Tick
            }
        }
    }

    fn profile_of(&self, source: Source) -> Option<&Profile> {
        match source {
            Source::Model => self.first.as_ref(),
            Source::Second => self.second.as_ref(),
            Source::Listener(_) => None,
        }
    }

    fn answerer(&self, source: Source, failed: Option<ModelErrorKind>) -> Answer {
        let failure = failed.map(ModelErrorKind::code).unwrap_or_default().to_owned();
        match self.profile_of(source) {
            Some(profile) => {
                let host = host_of(profile);
                Answer { model: profile.model_shown().to_owned(), host, failure }
            }
            None => Answer { failure, ..Answer::default() },
        }
    }

    /// A stop must not wait for a slow disk, a keyring that asks, or a search.
    async fn ask_unless_stopped(&mut self, source: Source) -> Pieces {
        let running = self.running;
        tokio::select! {
            biased;
            () = running.stopped() => stream::pending().boxed(),
            pieces = self.ask(source) => pieces,
        }
    }

    async fn ask(&mut self, source: Source) -> Pieces {
        let asked = match source {
            Source::Model | Source::Second => self.ask_model(source).await,
            Source::Listener(because) => self.ask_listener(because).await,
        };
        asked.unwrap_or_else(|error| stream::once(async { Err(error) }).boxed())
    }

    /// What the Listener says of what the words asked of her memory, if they asked anything.
    async fn heard_wish(&self) -> Option<String> {
        let id = self.kept_words()?;
        let wish = self.inner.store.read(move |c| wishes::of(c, id)).await;
        let wish = wish.inspect_err(|error| log::warn!("a wish can't be read: {error:#}")).ok()??;
        Some(learning::heard(self.settings.language(), &wish))
    }

    async fn ask_listener(&mut self, because: Because) -> Result<Pieces, ModelError> {
        if let Some(answer) = self.heard_wish().await {
            return Ok(listening::in_pieces(&answer, self.inner.pace));
        }
        let heard = listening::Hearing {
            words: self.kept_words(),
            held: self.held(Goes::Here),
            before: self.target.replaces(),
            settings: self.settings.clone(),
            now: self.inner.clock.local(),
            because,
            seed: self.inner.seed,
        };
        let reply = self.inner.store.read(move |c| listening::reply(c, &heard)).await.map_err(|error| {
            log::warn!("the Listener could not look: {error:#}");
            ModelError::new(ModelErrorKind::Unreadable, "the Listener could not look")
        })?;
        self.tells_no_model = reply.tells_no_model;
        Ok(listening::in_pieces(&reply.text, self.inner.pace))
    }

    /// Makes durable what was shown.
    async fn keep(&mut self) -> Result<()> {
        if matches!(self.target, Target::Held { .. }) {
            return Ok(());
        }
        let (text, answer, said) = (self.running.text(), self.running.answer(), self.said.clone());
        let (row, target) = (self.row, self.target);
        let row = self.inner.store.write(move |tx| write(tx, row, target, &text, &answer, &said)).await?;
        self.row = Some(row);
        Ok(())
    }

    /// Holds the answer in memory, where off the record still lasts.
    fn hold(&self, text: String, state: TurnState, answer: Answer, reply_to: Option<TurnId>) -> Option<Turn> {
        if text.is_empty() {
            return None;
        }
        let uid =
            Uid::random().inspect_err(|error| log::error!("an answer could not be held: {error:#}")).ok()?;
        let (speaker, said) = (Speaker::Companion, self.said.clone());
        self.inner.hold(Held { uid, speaker, text, state, said, reply_to, answer })
    }

    async fn close(mut self, state: TurnState, failed: Option<ModelErrorKind>) {
        let mut answer = self.running.answer();
        let failure = failed.map(ModelErrorKind::code);
        answer.failure = failure.unwrap_or_default().to_owned();
        let (text, said, row, target) = (self.running.text(), self.said.clone(), self.row, self.target);
        if let Target::Held { reply_to } = target {
            let turn = self.hold(text, state, answer, reply_to);
            self.running.end(End::Closed { turn: turn.map(Box::new), attempt: None, failure });
            return;
        }
        let now = self.inner.clock.now().timestamp_millis();
        let (told, memories) = (self.tells_no_model, std::mem::take(&mut self.memories));
        let closed = self
            .inner
            .store
            .write(move |tx| {
                if told && !text.is_empty() {
                    settings::remember_told_no_model(tx)?;
                }
                if text.is_empty() && row.is_none() {
                    let stands = target.replaces().map(|turn| conversation::by_id(tx, turn)).transpose()?;
                    return Ok((stands, None));
                }
                let row = write(tx, row, target, &text, &answer, &said)?;
                let (turn, attempt) = match row {
                    Row::Turn(id) => {
                        (conversation::close_answer(tx, id, &text, state, &answer)?, None::<Version>)
                    }
                    Row::Version(id) => conversation::close_attempt(tx, id, &text, state, &answer)?,
                };
                if attempt.is_some() {
                    return Ok((Some(turn), attempt));
                }
                recalled::keep(tx, turn.id, &memories)?;
                let facts: Vec<FactId> = memories.iter().filter_map(|memory| memory.source.fact()).collect();
                fact::touch(tx, &facts, now)?;
                Ok((Some(conversation::by_id(tx, turn.id)?), None))
            })
            .await;
        let end = match closed {
            Ok((turn, attempt)) => {
                if let Some(turn) = &turn {
                    let forgotten = self.inner.forgotten.load(Ordering::SeqCst);
                    let sent = self.sent.take().filter(|_| self.forgotten == forgotten);
                    if let (Some(sent), None) = (sent, &attempt) {
                        self.inner.hold_sent(turn.id, sent);
                    }
                    self.inner.events.tell(Event::TurnsChanged { turns: vec![turn.id] });
                    self.inner.notify_ready(&self.settings, turn);
                }
                End::Closed { turn: turn.map(Box::new), attempt: attempt.map(Box::new), failure }
            }
            Err(error) => {
                log::error!("an answer could not be kept: {error:#}");
                End::NotKept(Arc::new(error))
            }
        };
        self.running.end(end);
    }
}

fn write(
    tx: &rusqlite::Transaction<'_>,
    row: Option<Row>,
    target: Target,
    text: &str,
    answer: &Answer,
    said: &Moment,
) -> Result<Row> {
    match (row, target) {
        (Some(Row::Turn(id)), _) => conversation::write_answer(tx, id, text, answer).map(|()| Row::Turn(id)),
        (Some(Row::Version(id)), _) => {
            conversation::write_attempt(tx, id, text, answer).map(|()| Row::Version(id))
        }
        (None, Target::Attempt { turn, .. }) => {
            conversation::begin_attempt(tx, turn, text, answer, said).map(Row::Version)
        }
        (None, Target::New { reply_to } | Target::Refill { reply_to, .. } | Target::Held { reply_to }) => {
            conversation::begin_answer(tx, reply_to, text, answer, said).map(Row::Turn)
        }
    }
}

/// How long before `now` (Unix milliseconds) the turn before `words` was said; where turns are held off the record, the one
/// before the newest of them. A clock set back gives zero.
pub(super) fn since_last(
    c: &rusqlite::Connection,
    words: Option<TurnId>,
    held: &[Turn],
    now: i64,
) -> Result<Option<TimeDelta>> {
    if let [.., before, _] = held {
        return Ok(Some(TimeDelta::milliseconds((now - before.said.at).max(0))));
    }
    let mut last = None;
    conversation::latest(c, words, |turn| {
        last = Some(turn.said.at);
        conversation::Walk::Stop
    })?;
    Ok(last.map(|at| TimeDelta::milliseconds((now - at).max(0))))
}

async fn pause(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}
