//! Drives the machine of one answer: asks, shows, keeps, closes.

use super::{
    Inner, Sent, Target,
    choosing::{chosen, host_of, shows_pictures},
    listening,
    machine::{self, Happening, Machine, Source, Step},
    off_record::{Held, is_held},
    prompt,
    running::{End, Running, Waiting},
    tools,
};
use crate::{
    conversation::{self, Answer, Moment, Speaker, Turn, TurnState, Version, picture},
    event::Event,
    id::{TurnId, Uid, VersionId},
    ledger,
    listener::{self, Because},
    locale::text,
    persona::Circumstances,
    ports::{Endpoint, Family, Message, ModelError, ModelErrorKind, Piece, Prompt, Role, Secret, ToolCall},
    profile::{self, Profile},
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

/// What one model was asked, so that it can be asked again, or go on from its tools' results.
struct Asked {
    source: Source,
    profile: Profile,
    key: Option<Secret>,
    prompt: Prompt,
    /// What it said since it was last asked.
    said: String,
    /// Whether tools' results are in it.
    ran: bool,
    /// Tokens that what tools give may still take.
    room: u32,
    /// [`Inner::forgotten`] when it was put together.
    forgotten: u64,
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
    asked: Option<Asked>,
    /// What tools gave in this answer, whoever asked.
    ran: tools::Ran,
    /// How often the model said that the prompt is too long.
    shorter: u32,
    row: Option<Row>,
    said: Moment,
    sent: Option<Sent>,
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

    async fn ask_model(&mut self, source: Source) -> Result<Pieces, ModelError> {
        let forgotten = self.inner.forgotten.load(Ordering::SeqCst);
        // What was forgotten meanwhile is not sent once more.
        if self.asked.as_ref().is_some_and(|asked| asked.forgotten != forgotten) {
            (self.asked, self.ran) = (None, tools::Ran::default());
        }
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
                    Err(_) if profile.is_reached_here() => None,
                    Err(error) => return Err(ModelError::new(ModelErrorKind::NoKey, format!("{error:#}"))),
                }
            }
        };
        let forgotten = self.inner.forgotten.load(Ordering::SeqCst);
        let built = self.build_prompt(&profile, source).await.map_err(|error| {
            log::warn!("the prompt could not be built: {error:#}");
            ModelError::new(ModelErrorKind::Unreadable, "the prompt could not be built")
        })?;
        if built.too_long {
            return Err(ModelError::new(ModelErrorKind::ContextTooLong, "longer than the model can read"));
        }
        let host = host_of(&profile);
        if !host.is_empty() && !built.shown.is_empty() {
            let shown = built.shown.clone();
            let kept = self.inner.store.write(move |tx| picture::remember_shown(tx, &shown, &host)).await;
            kept.map_err(|error| {
                log::warn!("where a picture goes could not be kept: {error:#}");
                ModelError::new(ModelErrorKind::Unreadable, "where a picture goes could not be kept")
            })?;
        }
        // An answer that is made anew is built as the talk stood then: it says nothing of where the next one begins.
        if self.target.replaces().is_none() && !built.oldest.is_some_and(is_held) {
            self.inner.begin_next_at(profile.id, built.oldest);
        }
        self.forgotten = forgotten;
        self.sent = Some(Sent {
            host: profile.host(),
            model: profile.model_shown().to_owned(),
            at: self.inner.clock.now().timestamp_millis(),
            messages: built.prompt.messages.clone(),
            tokens: built.tokens,
            budget: built.budget,
            oldest: built.oldest,
        });
        let answer = built.prompt.max_answer_tokens;
        let context = self.facts(&profile).context.unwrap_or(u32::MAX);
        let room = context.saturating_sub(answer).saturating_sub(built.tokens).min(tools::ROOM);
        let said = String::new();
        Ok(Asked { source, profile, key, prompt: built.prompt, said, ran: false, room, forgotten })
    }

    /// The turn that is answered, where it stands in the store.
    fn kept_words(&self) -> Option<TurnId> {
        self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to()).filter(|id| !is_held(*id))
    }

    /// What is held off the record, where this answer is; oldest first.
    fn held(&self) -> Vec<Turn> {
        match self.target {
            Target::Held { .. } => self.inner.held(),
            Target::New { .. } | Target::Refill { .. } | Target::Attempt { .. } => Vec::new(),
        }
    }

    async fn build_prompt(&self, profile: &Profile, source: Source) -> Result<prompt::Built> {
        let facts = self.facts(profile);
        let (language, name) = (self.settings.language(), self.settings.companion_name.clone());
        let (before, now) = (self.target.replaces(), self.inner.clock.local());
        let words = self.kept_words();
        let goes_on = self.target.reply_to().is_none() && self.words.is_none();
        let tools = if facts.is_given_tools(profile) { tools::specs(language) } else { Vec::new() };
        let start = self.inner.start_of(profile.id).filter(|_| self.shorter == 0);
        let host = host_of(profile);
        // Nobody was told that pictures may go to the one who stands in.
        let told_of = source == Source::Model || host.is_empty();
        let sight =
            if facts.sees == Some(true) && told_of { prompt::Sight::Sees } else { prompt::Sight::Blind };
        let said_now = match self.target {
            Target::New { .. } | Target::Held { .. } => self.words.as_ref().map(|words| words.id),
            Target::Refill { .. } | Target::Attempt { .. } => None,
        };
        // A model without tools is told what it may be asked about.
        let asked = self.words.as_ref().filter(|_| tools.is_empty());
        let asked = asked.and_then(|words| listener::asks_what_left(&words.text, now));
        let (budget, answer) = (prompt::BUDGET >> self.shorter, prompt::ANSWER >> self.shorter);
        let held = self.held();
        let gathered = self
            .inner
            .store
            .read(move |c| {
                let since_last = since_last(c, words.or(before), &held, now.timestamp_millis())?;
                let moment = Circumstances { now, since_last };
                let context = facts.context;
                let told = asked.map(|(from, to)| ledger::told(c, language, &from, &to)).transpose()?;
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
                    said_now,
                    told,
                    held,
                };
                prompt::gather(c, wanted)
            })
            .await?;
        let counts =
            self.inner.counts.count(&*self.inner.providers, &self.endpoint(profile), gathered.texts()).await;
        Ok(gathered.build(counts))
    }

    /// Runs the calls in order and puts what they gave behind the prompt, as far as there is room.
    async fn run_tools(&mut self, calls: Vec<ToolCall>, round: u32) {
        let except = self.kept_words();
        let Some(asked) = &mut self.asked else { return };
        let said = std::mem::take(&mut asked.said);
        let circumstances = tools::Circumstances {
            language: self.settings.language(),
            companion: self.settings.companion_name.clone(),
            now: self.inner.clock.local(),
            except,
        };
        let mut took = prompt::estimate(&said);
        let mut results = Vec::new();
        for (n, call) in calls.iter().enumerate() {
            took = took
                .saturating_add(prompt::estimate(&call.name))
                .saturating_add(prompt::estimate(&call.arguments));
            let mut output = if n < tools::AT_ONCE {
                self.running.wait(Waiting::Tool(call.name.clone()));
                self.ran.run(&self.inner.store, call, &circumstances).await
            } else {
                tools::TOO_MANY.to_owned()
            };
            tools::shorten(&mut output, (asked.room.saturating_sub(took) as usize).saturating_mul(3));
            if round >= machine::ROUNDS {
                output.push('\n');
                output.push_str(&text(circumstances.language, "tool-last", &[]));
            }
            took = took.saturating_add(prompt::estimate(&output));
            results.push(Message { answers: Some(call.id.clone()), ..Message::said(Role::Tool, output) });
        }
        asked.prompt.messages.push(Message { calls, ..Message::said(Role::Assistant, said) });
        asked.prompt.messages.extend(results);
        asked.room = asked.room.saturating_sub(took);
        asked.ran = true;
        if let Some(sent) = &mut self.sent {
            sent.messages = asked.prompt.messages.clone();
            sent.tokens = sent.tokens.saturating_add(took);
        }
    }

    async fn ask_listener(&mut self, because: Because) -> Result<Pieces, ModelError> {
        let heard = listening::Hearing {
            words: self.kept_words(),
            held: self.held(),
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
