//! Drives the machine of one answer: asks, shows, keeps, closes.

use super::{
    Inner, Sent, Target, listening,
    machine::{self, Happening, Machine, Source, Step},
    prompt,
    running::{End, Running, Waiting},
    tools,
};
use crate::{
    conversation::{self, Answer, Moment, Turn, TurnState, Version},
    event::Event,
    id::{TurnId, VersionId},
    listener::Because,
    locale::text,
    persona::Circumstances,
    ports::{Endpoint, Family, Message, ModelError, ModelErrorKind, Piece, Prompt, Role, Secret, ToolCall},
    profile::{self, Profile},
    settings::{self, Settings},
};
use anyhow::Result;
use chrono::{NaiveDate, TimeDelta};
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use std::{sync::Arc, time::Duration};
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

/// What one model was asked, so that it can be asked again, or go on from its tools' results.
struct Asked {
    source: Source,
    profile: Profile,
    key: Option<Secret>,
    prompt: Prompt,
    /// What it said since it was last asked.
    said: String,
    ran: tools::Ran,
}

struct Answering<'a> {
    inner: &'a Inner,
    running: &'a Running,
    target: Target,
    words: Option<Turn>,
    settings: Settings,
    first: Option<Profile>,
    second: Option<Profile>,
    asked: Option<Asked>,
    /// How often the model said that the prompt is too long.
    shorter: u32,
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
    let row = match target {
        Target::Refill { turn, .. } => Some(Row::Turn(turn)),
        Target::New { .. } | Target::Attempt { .. } => None,
    };
    let said = Moment::of(&*inner.clock);
    let today = inner.clock.local().date_naive();
    let mut first = inner.profile(settings.profile).await;
    if shows_pictures(inner, target, words.as_ref()).await && !sees(first.as_ref(), today) {
        let seeing = inner.profile(settings.seeing_profile).await;
        if sees(seeing.as_ref(), today) {
            first = seeing;
        }
    }
    let second = inner.profile(settings.fallback_profile).await;
    let second = second.filter(|second| first.as_ref().is_some_and(|first| first.id != second.id));
    let answering = Answering {
        inner,
        running,
        target,
        words,
        settings,
        first,
        second,
        asked: None,
        shorter: 0,
        row,
        said,
        sent: None,
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
            Target::New { .. } | Target::Refill { .. } => Some(Source::Listener(Because::ModelFailed)),
        };
        match (&self.first, &self.second) {
            (None, _) => (Source::Listener(Because::NoModel), Vec::new()),
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
                    Step::Ask(source) => {
                        // A stop must not wait for a slow disk, a keyring that asks, or a search.
                        pieces = tokio::select! {
                            biased;
                            () = self.running.stopped() => stream::pending().boxed(),
                            pieces = self.ask(source) => pieces,
                        };
                    }
                    Step::Run(calls) => {
                        pieces = stream::pending().boxed();
                        let last = machine.rounds() + 1 >= machine::ROUNDS;
                        tokio::select! {
                            biased;
                            () = self.running.stopped() => {}
                            () = self.run_tools(calls, last) => ran = true,
                        }
                    }
                    Step::Rest(pause, failed) => {
                        pieces = stream::pending().boxed();
                        self.running.wait(Waiting::Again(failed, pause));
                        // Built anew: what is forgotten meanwhile is not sent. Not where tools gave something already.
                        self.asked = self.asked.take().filter(|asked| asked.ran.any());
                        rest = Some(Instant::now() + pause);
                    }
                    Step::Shorten(source) => {
                        (self.asked, self.shorter) = (None, self.shorter + 1);
                        pieces = self.ask(source).await;
                    }
                    Step::Show(text) => self.running.say(&text),
                    Step::Keep => {
                        if let Err(error) = self.keep().await {
                            log::warn!("part of an answer could not be kept yet: {error:#}");
                        }
                    }
                    Step::Instead(failed, source) => {
                        (self.sent, self.asked, self.shorter) = (None, None, 0);
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
                let host = if profile.is_local() { String::new() } else { profile.host() };
                Answer { model: profile.model_shown().to_owned(), host, failure }
            }
            None => Answer { failure, ..Answer::default() },
        }
    }

    fn facts(&self, profile: &Profile) -> profile::Facts {
        profile::facts(profile, self.inner.clock.local().date_naive())
    }

    fn endpoint(&self, profile: &Profile) -> Endpoint {
        let facts = self.facts(profile);
        Endpoint {
            family: profile.family,
            address: profile.address.clone(),
            model: profile.model.clone(),
            context: facts.context,
            price: facts.price,
        }
    }

    async fn ask(&mut self, source: Source) -> Pieces {
        let asked = match source {
            Source::Model | Source::Second => self.ask_model(source).await,
            Source::Listener(because) => self.ask_listener(because).await,
        };
        asked.unwrap_or_else(|error| stream::once(async { Err(error) }).boxed())
    }

    async fn ask_model(&mut self, source: Source) -> Result<Pieces, ModelError> {
        let asked = match self.asked.take().filter(|asked| asked.source == source) {
            Some(asked) => asked,
            None => self.prepare(source).await?,
        };
        let endpoint = self.endpoint(&asked.profile);
        let pieces = self.inner.providers.model(&endpoint, asked.key.clone()).answer(asked.prompt.clone());
        self.asked = Some(asked);
        Ok(pieces)
    }

    async fn prepare(&mut self, source: Source) -> Result<Asked, ModelError> {
        let Some(profile) = self.profile_of(source).cloned() else {
            return Err(ModelError::new(ModelErrorKind::Unreachable, "no profile is chosen"));
        };
        let key = match profile.family {
            Family::BuiltIn => None,
            Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => {
                match self.inner.keys.read(profile.uid).await {
                    Ok(key) => key,
                    // A model on this computer needs no key, whatever the keyring says.
                    Err(_) if profile.is_local() => None,
                    Err(error) => return Err(ModelError::new(ModelErrorKind::Auth, format!("{error:#}"))),
                }
            }
        };
        let built = self.build_prompt(&profile).await.map_err(|error| {
            log::warn!("the prompt could not be built: {error:#}");
            ModelError::new(ModelErrorKind::Unreadable, "the prompt could not be built")
        })?;
        if built.too_long {
            return Err(ModelError::new(ModelErrorKind::ContextTooLong, "longer than the model can read"));
        }
        // An answer that is made anew is built as the talk stood then: it says nothing of where the next one begins.
        if self.target.replaces().is_none() {
            self.inner.begin_next_at(profile.id, built.oldest);
        }
        self.sent = Some(Sent {
            host: profile.host(),
            model: profile.model_shown().to_owned(),
            at: self.inner.clock.now().timestamp_millis(),
            messages: built.prompt.messages.clone(),
            tokens: built.tokens,
            budget: built.budget,
            oldest: built.oldest,
        });
        Ok(Asked {
            source,
            profile,
            key,
            prompt: built.prompt,
            said: String::new(),
            ran: tools::Ran::default(),
        })
    }

    async fn build_prompt(&self, profile: &Profile) -> Result<prompt::Built> {
        let facts = self.facts(profile);
        let (language, name) = (self.settings.language(), self.settings.companion_name.clone());
        let (before, now) = (self.target.replaces(), self.inner.clock.local());
        let words = self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to());
        let goes_on = self.target.reply_to().is_none() && self.words.is_none();
        let tools = if facts.is_given_tools(profile) { tools::specs(language) } else { Vec::new() };
        let start = self.inner.start_of(profile.id).filter(|_| self.shorter == 0);
        let host = if profile.is_local() { String::new() } else { profile.host() };
        let sight = if facts.sees == Some(true) { prompt::Sight::Sees } else { prompt::Sight::Blind };
        let (budget, answer) = (prompt::BUDGET >> self.shorter, prompt::ANSWER >> self.shorter);
        let gathered = self
            .inner
            .store
            .read(move |c| {
                let since_last = since_last(c, words.or(before), now.timestamp_millis())?;
                let moment = Circumstances { now, since_last };
                let context = facts.context;
                let name = &name;
                let wanted = prompt::Wanted {
                    language,
                    name,
                    moment,
                    before,
                    start,
                    context,
                    budget,
                    answer,
                    tools,
                    goes_on,
                    sight,
                    host,
                };
                prompt::gather(c, wanted)
            })
            .await?;
        let counts =
            self.inner.counts.count(&*self.inner.providers, &self.endpoint(profile), gathered.texts()).await;
        Ok(gathered.build(counts))
    }

    /// Runs the calls in order and puts what they gave behind the prompt.
    async fn run_tools(&mut self, calls: Vec<ToolCall>, last: bool) {
        let Some(asked) = &mut self.asked else { return };
        let said = std::mem::take(&mut asked.said);
        let mut results = vec![Message { calls: calls.clone(), ..Message::said(Role::Assistant, said) }];
        let circumstances = tools::Circumstances {
            language: self.settings.language(),
            now: self.inner.clock.local(),
            except: self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to()),
        };
        for call in calls {
            self.running.wait(Waiting::Tool(call.name.clone()));
            let mut output = asked.ran.run(&self.inner.store, &call, &circumstances).await;
            if last {
                output.push('\n');
                output.push_str(&text(circumstances.language, "tool-last", &[]));
            }
            results.push(Message { answers: Some(call.id), ..Message::said(Role::Tool, output) });
        }
        asked.prompt.messages.extend(results);
        if let Some(sent) = &mut self.sent {
            sent.messages = asked.prompt.messages.clone();
        }
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

async fn pause(until: Option<Instant>) {
    match until {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}

/// Whether the words to be answered have pictures beside them.
async fn shows_pictures(inner: &Inner, target: Target, words: Option<&Turn>) -> bool {
    match (words, target.reply_to()) {
        (Some(words), _) => !words.pictures.is_empty(),
        (None, Some(id)) => {
            let words = inner.store.read(move |c| conversation::by_id(c, id)).await;
            words.is_ok_and(|words| !words.pictures.is_empty())
        }
        (None, None) => false,
    }
}

fn sees(profile: Option<&Profile>, today: NaiveDate) -> bool {
    profile.is_some_and(|profile| profile::facts(profile, today).sees == Some(true))
}
