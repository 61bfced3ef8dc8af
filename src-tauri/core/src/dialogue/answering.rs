//! Drives the machine of one answer: asks, shows, keeps, closes.

use super::{
    Inner, Sent, Target, listening,
    machine::{Fallback, Happening, Machine, Source, Step},
    prompt,
    running::{End, Running},
};
use crate::{
    conversation::{self, Answer, Moment, Turn, TurnState, Version},
    event::Event,
    id::{TurnId, VersionId},
    listener::Because,
    locale::text,
    persona::Circumstances,
    ports::{Endpoint, Message, ModelError, ModelErrorKind, Piece, Role},
    profile::Profile,
    settings::{self, Settings},
};
use anyhow::Result;
use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use std::{sync::Arc, time::Duration};

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
    profile: Option<Profile>,
    row: Option<Row>,
    said: Moment,
    sent: Option<Sent>,
    tells_no_model: bool,
}

/// Makes one answer, to its end.
pub(super) async fn answer(inner: &Arc<Inner>, running: &Running, target: Target, words: Option<Turn>) {
    let settings = inner.store.read(settings::read).await.unwrap_or_else(|error| {
        log::warn!("settings can't be read, the Listener answers: {error:#}");
        Settings::default()
    });
    let profile = inner.profile(&settings).await.unwrap_or_else(|error| {
        log::warn!("the chosen profile can't be read, the Listener answers: {error:#}");
        None
    });
    let row = match target {
        Target::Refill { turn, .. } => Some(Row::Turn(turn)),
        Target::New { .. } | Target::Attempt { .. } => None,
    };
    let said = Moment::of(&*inner.clock);
    let answering = Answering {
        inner,
        running,
        target,
        words,
        settings,
        profile,
        row,
        said,
        sent: None,
        tells_no_model: false,
    };
    answering.run().await;
}

impl Answering<'_> {
    async fn run(mut self) {
        let mut machine = Machine::default();
        let source = if self.profile.is_some() { Source::Model } else { Source::Listener(Because::NoModel) };
        let fallback = match self.target {
            Target::Attempt { .. } => Fallback::Nobody,
            Target::New { .. } | Target::Refill { .. } => Fallback::Listener,
        };
        self.running.asked(self.answerer(source, None));
        let mut pieces: Pieces = stream::pending().boxed();
        let mut tick = tokio::time::interval(KEEP_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut happening = Happening::Wanted(source, fallback);
        loop {
            for step in machine.on(happening) {
                match step {
                    Step::Ask(source) => {
                        // A stop must not wait for a slow disk, a keyring that asks, or a search.
                        pieces = tokio::select! {
                            biased;
                            () = self.running.stopped() => stream::pending().boxed(),
                            pieces = self.ask(source) => pieces,
                        };
                    }
                    Step::Show(text) => self.running.say(&text),
                    Step::Keep => {
                        if let Err(error) = self.keep().await {
                            log::warn!("part of an answer could not be kept yet: {error:#}");
                        }
                    }
                    Step::Instead(failed) => {
                        self.sent = None;
                        let because = Source::Listener(Because::ModelFailed);
                        self.running.instead(self.answerer(because, Some(failed)));
                    }
                    Step::Close(state, failed) => {
                        drop(pieces);
                        return self.close(state, failed).await;
                    }
                }
            }
            happening = tokio::select! {
                biased;
                () = self.running.stopped() => Happening::Stopped,
                _ = tick.tick() => Happening::Tick,
                piece = pieces.next() => match piece {
                    Some(Ok(Piece::Text(text))) => Happening::Piece(text),
                    Some(Ok(Piece::Call(_) | Piece::Used(_) | Piece::Waiting(_))) => Happening::Tick,
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

    fn answerer(&self, source: Source, failed: Option<ModelErrorKind>) -> Answer {
        let failure = failed.map(ModelErrorKind::code).unwrap_or_default().to_owned();
        match (&self.profile, source) {
            (Some(profile), Source::Model) => {
                let host = if profile.is_local() { String::new() } else { profile.host() };
                Answer { model: profile.model.clone(), host, failure }
            }
            (_, Source::Listener(_)) | (None, Source::Model) => Answer { failure, ..Answer::default() },
        }
    }

    async fn ask(&mut self, source: Source) -> Pieces {
        let asked = match source {
            Source::Model => self.ask_model().await,
            Source::Listener(because) => self.ask_listener(because).await,
        };
        asked.unwrap_or_else(|error| stream::once(async { Err(error) }).boxed())
    }

    async fn ask_model(&mut self) -> Result<Pieces, ModelError> {
        let Some(profile) = self.profile.clone() else {
            return Err(ModelError::new(ModelErrorKind::Unreachable, "no profile is chosen"));
        };
        let key = match self.inner.keys.read(profile.uid).await {
            Ok(key) => key,
            // A model on this computer needs no key, whatever the keyring says.
            Err(_) if profile.is_local() => None,
            Err(error) => return Err(ModelError::new(ModelErrorKind::Auth, format!("{error:#}"))),
        };
        let mut built = self.build_prompt(profile.context).await.map_err(|error| {
            log::warn!("the prompt could not be built: {error:#}");
            ModelError::new(ModelErrorKind::Unreadable, "the prompt could not be built")
        })?;
        if built.too_long {
            return Err(ModelError::new(ModelErrorKind::ContextTooLong, "longer than the model can read"));
        }
        if self.target.reply_to().is_none() && self.words.is_none() {
            let go_on = text(self.settings.language(), "prompt-go-on", &[]);
            built.prompt.messages.push(Message::said(Role::User, go_on));
        }
        self.sent = Some(Sent {
            host: profile.host(),
            model: profile.model.clone(),
            at: self.inner.clock.now().timestamp_millis(),
            messages: built.prompt.messages.clone(),
            tokens: built.tokens,
            budget: built.budget,
            oldest: built.oldest,
        });
        let endpoint = Endpoint {
            family: profile.family,
            address: profile.address.clone(),
            model: profile.model.clone(),
            context: profile.context,
            price: profile.price,
        };
        Ok(self.inner.providers.model(&endpoint, key).answer(built.prompt))
    }

    async fn build_prompt(&self, context: Option<u32>) -> Result<prompt::Built> {
        let (language, name) = (self.settings.language(), self.settings.companion_name.clone());
        let (before, now) = (self.target.replaces(), self.inner.clock.local());
        let words = self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to());
        self.inner
            .store
            .read(move |c| {
                let since_last = since_last(c, words.or(before), now.timestamp_millis())?;
                let moment = Circumstances { now, since_last };
                prompt::build(c, &prompt::Wanted { language, name: &name, moment, before, context })
            })
            .await
    }

    async fn ask_listener(&mut self, because: Because) -> Result<Pieces, ModelError> {
        let heard = listening::Hearing {
            words: self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to()),
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
        let (text, answer, said) = (self.running.text(), self.running.answer(), self.said.clone());
        let (row, target) = (self.row, self.target);
        let row = self.inner.store.write(move |tx| write(tx, row, target, &text, &answer, &said)).await?;
        self.row = Some(row);
        Ok(())
    }

    async fn close(mut self, state: TurnState, failed: Option<ModelErrorKind>) {
        let mut answer = self.running.answer();
        let failure = failed.map(ModelErrorKind::code);
        answer.failure = failure.unwrap_or_default().to_owned();
        let (text, said, row, target) = (self.running.text(), self.said.clone(), self.row, self.target);
        let told = self.tells_no_model;
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
                match row {
                    Row::Turn(id) => Ok((
                        Some(conversation::close_answer(tx, id, &text, state, &answer)?),
                        None::<Version>,
                    )),
                    Row::Version(id) => {
                        let (turn, attempt) = conversation::close_attempt(tx, id, &text, state, &answer)?;
                        Ok((Some(turn), attempt))
                    }
                }
            })
            .await;
        let end = match closed {
            Ok((turn, attempt)) => {
                if let Some(turn) = &turn {
                    if let (Some(sent), None) = (self.sent.take(), &attempt) {
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
        (None, Target::New { reply_to } | Target::Refill { reply_to, .. }) => {
            conversation::begin_answer(tx, reply_to, text, answer, said).map(Row::Turn)
        }
    }
}

/// How long before `now` (Unix milliseconds) the turn before `words` was said. A clock set back gives zero.
pub(super) fn since_last(
    c: &rusqlite::Connection,
    words: Option<TurnId>,
    now: i64,
) -> Result<Option<TimeDelta>> {
    let mut last = None;
    conversation::latest(c, words, |turn| {
        last = Some(turn.said.at);
        conversation::Walk::Stop
    })?;
    Ok(last.map(|at| TimeDelta::milliseconds((now - at).max(0))))
}
