//! The talk: the person's words are kept (durably, first), then answered. One answer is made at a time, by a task of
//! its own that goes on whether or not a page listens; pages follow it through [`running::Running`].

pub mod machine;
pub mod prompt;
pub mod running;

mod answering;
mod choosing;
mod counts;
mod learning;
mod listening;
mod off_record;
mod quiet;
mod tools;

use crate::{
    care,
    clock::Clock,
    conversation::{self, Moment, Speaker, Turn, TurnState},
    error::{Kind, kind},
    event::{Event, Events},
    id::{PictureId, ProfileId, TurnId, Uid},
    memory::{self, Vectors, avoided},
    ports::{Embedder, Message, Notifier, Providers},
    profile::{Profile, keys::Keys},
    settings::{self, Settings},
    store::Store,
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use running::Running;
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

/// What the person asks of the talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// They say something, and show these pictures of the draft with it. Saying it twice with one uid keeps it once.
    Say { uid: Uid, text: String, pictures: Vec<PictureId> },
    /// The answer `turn`, or the one to the user's turn `turn`, again with the same words.
    Retry { turn: TurnId },
    /// Other words for their last turn, and a new answer.
    Edit { turn: TurnId, text: String },
    /// She speaks without new words of theirs.
    GoOn,
}

/// What a request led to.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The person's turn, durable.
    pub kept: Option<Turn>,
    /// Lines that help, where the words call for them.
    pub help: Option<care::HelpLines>,
    /// The answer being made; `None` when these words were said and answered before.
    pub running: Option<Arc<Running>>,
}

/// What was sent to a model for one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub host: String,
    pub model: String,
    /// Unix milliseconds UTC.
    pub at: i64,
    pub messages: Vec<Message>,
    /// By [`prompt::estimate`].
    pub tokens: u32,
    pub budget: u32,
    /// The oldest turn in it.
    pub oldest: Option<TurnId>,
}

/// How long an answer waits for what the words mean.
const UNDERSTANDS_WITHIN: Duration = Duration::from_millis(120);

/// How many [`Sent`] are held, in memory only.
pub const SENT_HELD: usize = 20;

/// What does not change while a life is open.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Seeds the Listener; `None` takes the seed of the life itself, so that each has a manner of its own.
    pub seed: Option<u64>,
    /// Between two words of the Listener. Zero in tests.
    pub pace: Duration,
}

impl Default for Manner {
    fn default() -> Self {
        Self { seed: None, pace: Duration::from_millis(28) }
    }
}

/// The talk of one life.
#[derive(Clone)]
pub struct Dialogue(Arc<Inner>);

pub(super) struct Inner {
    store: Arc<Store>,
    events: Events,
    clock: Arc<dyn Clock>,
    providers: Arc<dyn Providers>,
    notifier: Arc<dyn Notifier>,
    embedder: Arc<dyn Embedder>,
    vectors: Vectors,
    keys: Keys,
    seed: u64,
    pace: Duration,
    /// Held while a request is begun, so that two never begin at once.
    gate: tokio::sync::Mutex<()>,
    running: Mutex<Option<Arc<Running>>>,
    sent: Mutex<VecDeque<(TurnId, Sent)>>,
    /// Where the last prompt of a profile began.
    start: Mutex<Option<(ProfileId, TurnId)>>,
    counts: counts::Counts,
    tasks: Mutex<tokio::task::JoinSet<()>>,
    /// Quiet work under way: the person's words end it.
    quiet: Mutex<Option<tokio::task::AbortHandle>>,
    /// The start for which no summary could be made.
    unsummarised: Mutex<Option<TurnId>>,
    off_record: Mutex<off_record::OffRecord>,
    /// Grows when something is forgotten: what was put together before is neither sent again nor held.
    forgotten: AtomicU64,
    closing: AtomicBool,
}

impl std::fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dialogue")
    }
}

/// What a dialogue is given.
pub struct Parts {
    pub store: Arc<Store>,
    pub events: Events,
    pub clock: Arc<dyn Clock>,
    pub providers: Arc<dyn Providers>,
    pub notifier: Arc<dyn Notifier>,
    pub embedder: Arc<dyn Embedder>,
    /// What the turns mean, as far as they are read.
    pub vectors: Vectors,
    pub keys: Keys,
    /// Seeds the Listener.
    pub seed: u64,
    pub pace: Duration,
}

/// Where an answer's words are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    /// A turn of its own, once there are words.
    New { reply_to: Option<TurnId> },
    /// This turn, which has no words now.
    Refill { turn: TurnId, reply_to: Option<TurnId> },
    /// A version of this turn, until it is whole.
    Attempt { turn: TurnId, reply_to: Option<TurnId> },
    /// Nowhere but in memory: off the record.
    Held { reply_to: Option<TurnId> },
}

impl Target {
    fn reply_to(self) -> Option<TurnId> {
        match self {
            Self::New { reply_to }
            | Self::Refill { reply_to, .. }
            | Self::Attempt { reply_to, .. }
            | Self::Held { reply_to } => reply_to,
        }
    }

    /// The turn that is answered anew, if any: the prompt is built as the talk stood before it.
    fn replaces(self) -> Option<TurnId> {
        match self {
            Self::New { .. } | Self::Held { .. } => None,
            Self::Refill { turn, .. } | Self::Attempt { turn, .. } => Some(turn),
        }
    }
}

fn learning_of(c: &rusqlite::Connection, at: DateTime<FixedOffset>) -> Result<learning::Learning> {
    let settings = settings::read(c)?;
    Ok(learning::Learning { language: settings.language(), companion: settings.companion_name, at })
}

/// A poisoned lock only means that a task panicked while it held plain data: the data is still good.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Dialogue {
    pub fn new(parts: Parts) -> Self {
        let Parts { store, events, clock, providers, notifier, embedder, vectors, keys, seed, pace } = parts;
        Self(Arc::new(Inner {
            store,
            events,
            clock,
            providers,
            notifier,
            embedder,
            vectors,
            keys,
            seed,
            pace,
            gate: tokio::sync::Mutex::default(),
            running: Mutex::default(),
            sent: Mutex::default(),
            start: Mutex::default(),
            counts: counts::Counts::default(),
            tasks: Mutex::default(),
            quiet: Mutex::default(),
            unsummarised: Mutex::default(),
            off_record: Mutex::default(),
            forgotten: AtomicU64::new(0),
            closing: AtomicBool::new(false),
        }))
    }

    /// Takes a request: returns once the words are durable, and answers in a task of its own. What was being
    /// answered is stopped first.
    ///
    /// # Errors
    /// When the words could not be kept: nothing was kept then, and nothing is answered.
    pub async fn begin(&self, request: Request) -> Result<Begun> {
        let _gate = self.0.gate.lock().await;
        match request {
            Request::Say { uid, text, pictures } => self.say(uid, text, pictures).await,
            Request::Edit { turn, text } => self.edit(turn, text).await,
            Request::Retry { turn } => self.retry(turn).await,
            Request::GoOn => {
                self.stop().await;
                let target = if self.is_off_record() {
                    Target::Held { reply_to: None }
                } else {
                    Target::New { reply_to: None }
                };
                Ok(Begun { kept: None, help: None, running: Some(self.answer(target, None)) })
            }
        }
    }

    async fn say(&self, uid: Uid, text: String, pictures: Vec<PictureId>) -> Result<Begun> {
        if text.trim().is_empty() && pictures.is_empty() {
            return Err(kind(Kind::BadInput, "there are no words to keep"));
        }
        let before = self.0.store.read(move |c| conversation::by_uid(c, uid)).await?;
        if let Some(turn) = before {
            return self.said_before(turn).await;
        }
        if self.is_off_record() {
            if !pictures.is_empty() {
                return Err(kind(Kind::NotNow, "a picture is kept with the draft: not off the record"));
            }
            return self.say_off_record(uid, text).await;
        }
        self.stop().await;
        let (moment, said, at) = (Moment::of(&*self.0.clock), text.clone(), self.0.clock.local());
        let words = self
            .0
            .store
            .write(move |tx| {
                let words = conversation::keep_words(tx, uid, &said, &moment, &pictures)?;
                if settings::draft(tx)? == said {
                    settings::save_draft(tx, "")?;
                }
                if words.new {
                    learning::learn(tx, &words.turn, &learning_of(tx, at)?)?;
                }
                Ok(words)
            })
            .await?;
        self.0.events.tell(Event::TurnsChanged { turns: vec![words.turn.id] });
        self.0.events.tell(Event::MemoryChanged);
        let target = Target::New { reply_to: Some(words.turn.id) };
        self.begun(words.turn, target).await
    }

    /// The same words again: a page that never heard that they were kept. Joins or begins their answer.
    async fn said_before(&self, turn: Turn) -> Result<Begun> {
        let being_made = self.running().filter(|running| running.reply_to() == Some(turn.id));
        if being_made.is_some() {
            return Ok(Begun { kept: Some(turn), help: None, running: being_made });
        }
        let id = turn.id;
        if self.0.store.read(move |c| conversation::reply_to(c, id)).await?.is_some() {
            return Ok(Begun { kept: Some(turn), help: None, running: None });
        }
        self.stop().await;
        let target = Target::New { reply_to: Some(turn.id) };
        self.begun(turn, target).await
    }

    async fn edit(&self, id: TurnId, text: String) -> Result<Begun> {
        if text.trim().is_empty() {
            return Err(kind(Kind::BadInput, "there are no words to keep"));
        }
        if off_record::is_held(id) {
            return Err(kind(Kind::NotNow, "off the record nothing is edited"));
        }
        self.stop().await;
        let now = Moment::of(&*self.0.clock);
        let at = self.0.clock.local();
        let (turn, reply) = self
            .0
            .store
            .write(move |tx| {
                let (turn, reply) = conversation::edit(tx, id, &text, &now)?;
                memory::fact::words_changed(tx, turn.id)?;
                if let Some(reply) = &reply {
                    memory::fact::words_changed(tx, reply.id)?;
                }
                avoided::allow_of_turn(tx, turn.id)?;
                learning::learn(tx, &turn, &learning_of(tx, at)?)?;
                Ok((turn, reply))
            })
            .await?;
        self.0.events.tell(Event::MemoryChanged);
        let mut turns = vec![turn.id];
        turns.extend(reply.as_ref().map(|reply| reply.id));
        self.0.events.tell(Event::TurnsChanged { turns });
        let reply_to = Some(turn.id);
        let target = match reply {
            Some(reply) => Target::Refill { turn: reply.id, reply_to },
            None => Target::New { reply_to },
        };
        self.begun(turn, target).await
    }

    async fn retry(&self, id: TurnId) -> Result<Begun> {
        if off_record::is_held(id) {
            return self.retry_off_record(id).await;
        }
        self.stop().await;
        let now = Moment::of(&*self.0.clock);
        let target = self
            .0
            .store
            .write(move |tx| {
                let asked = conversation::by_id(tx, id)?;
                let answer = match asked.speaker {
                    Speaker::Companion => Some(asked),
                    Speaker::User => match conversation::reply_to(tx, id)? {
                        Some(answer) => Some(answer),
                        None => {
                            conversation::edit_target(tx, id)?;
                            None
                        }
                    },
                };
                let Some(answer) = answer else { return Ok(Target::New { reply_to: Some(id) }) };
                let (turn, reply_to) = (answer.id, answer.reply_to);
                Ok(if conversation::reopen_if_empty(tx, turn, &now)? {
                    Target::Refill { turn, reply_to }
                } else {
                    Target::Attempt { turn, reply_to }
                })
            })
            .await?;
        Ok(Begun { kept: None, help: None, running: Some(self.answer(target, None)) })
    }

    async fn begun(&self, turn: Turn, target: Target) -> Result<Begun> {
        let in_crisis = care::in_crisis(&turn.text);
        let help = if in_crisis { Some(self.help_lines().await) } else { None };
        let running = Some(self.answer(target, Some(turn.clone())));
        Ok(Begun { kept: Some(turn), help, running })
    }

    /// Help must come whatever else fails.
    async fn help_lines(&self) -> care::HelpLines {
        let settings = self.0.store.read(settings::read).await.unwrap_or_else(|error| {
            log::warn!("settings can't be read for the help lines: {error:#}");
            Settings::default()
        });
        care::help_lines(settings.country_in_force().as_deref())
    }

    fn answer(&self, target: Target, words: Option<Turn>) -> Arc<Running> {
        let running = Arc::new(Running::new(target.reply_to(), target.replaces()));
        *locked(&self.0.running) = Some(Arc::clone(&running));
        let (inner, of_task) = (Arc::clone(&self.0), Arc::clone(&running));
        let mut tasks = locked(&self.0.tasks);
        // Under the lock under which quiet work begins: none begins beside an answer.
        self.0.end_quiet_work();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            answering::answer(&inner, &of_task, target, words).await;
            {
                let mut running = locked(&inner.running);
                if running.as_ref().is_some_and(|running| Arc::ptr_eq(running, &of_task)) {
                    *running = None;
                }
            }
            Self(inner).work_quietly();
        });
        drop(tasks);
        self.0.events.tell(Event::AnswerOpened);
        running
    }

    /// Does what is to be done when nobody waits.
    fn work_quietly(&self) {
        let inner = Arc::clone(&self.0);
        let mut tasks = locked(&self.0.tasks);
        // Not while another answer is made already, or while she closes.
        if locked(&self.0.running).is_none() && !self.0.closing.load(Ordering::SeqCst) {
            let quiet = tasks.spawn(async move { quiet::work(&inner).await });
            *locked(&self.0.quiet) = Some(quiet);
        }
    }

    /// Waits until what is done quietly is done.
    #[cfg(feature = "testing")]
    pub async fn be_quiet(&self) {
        let working = || locked(&self.0.quiet).as_ref().is_some_and(|quiet| !quiet.is_finished());
        while self.running().is_some() || locked(&self.0.running).is_some() || working() {
            tokio::task::yield_now().await;
        }
    }

    /// The answer being made, if any.
    pub fn running(&self) -> Option<Arc<Running>> {
        locked(&self.0.running).clone().filter(|running| !running.has_ended())
    }

    /// Stops the answer being made, and waits until what it said is kept.
    pub async fn stop(&self) {
        if let Some(running) = self.running() {
            running.stop();
            running.ended().await;
        }
    }

    /// Stops the answer being made to one of these turns, and waits until what it said is kept. While what is given back is
    /// held, no other begins.
    pub async fn stop_answering<'a>(&'a self, words: &[TurnId]) -> tokio::sync::MutexGuard<'a, ()> {
        let gate = self.0.gate.lock().await;
        let answered = self.running().and_then(|running| running.reply_to());
        if answered.is_some_and(|turn| words.contains(&turn)) {
            self.stop().await;
        }
        gate
    }

    /// Stops, and waits for every task; those still there after `patience` are aborted.
    pub async fn close(&self, patience: Duration) {
        let _gate = self.0.gate.lock().await;
        self.0.closing.store(true, Ordering::SeqCst);
        self.0.end_quiet_work();
        let mut tasks = std::mem::take(&mut *locked(&self.0.tasks));
        if let Some(running) = self.running() {
            running.stop();
        }
        let all = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            log::warn!("an answer did not end in time and was aborted");
            tasks.shutdown().await;
        }
    }

    /// What was sent for an answer, if it is still held.
    pub fn sent(&self, turn: TurnId) -> Option<Sent> {
        locked(&self.0.sent).iter().find(|(id, _)| *id == turn).map(|(_, sent)| sent.clone())
    }

    /// Drops all that is held of what was sent, and ends quiet work: something in it was forgotten.
    pub fn forget_sent(&self) {
        self.0.forgotten.fetch_add(1, Ordering::SeqCst);
        self.0.end_quiet_work();
        locked(&self.0.sent).clear();
    }
}

impl Inner {
    /// The chosen profile, if one is.
    async fn profile(&self, id: Option<ProfileId>) -> Result<Option<Profile>> {
        let Some(id) = id else { return Ok(None) };
        self.store.read(move |c| crate::profile::by_id(c, id)).await.map(Some)
    }

    /// What words mean, where that can be told in time: an answer doesn't wait for a model to be loaded.
    async fn understand(&self, asked: &memory::Asked<'_>) -> Option<memory::Meaning> {
        if !self.embedder.is_loaded() {
            self.embedder.warm();
            return None;
        }
        let meaning = memory::understand(&*self.embedder, &self.vectors, asked);
        match tokio::time::timeout(UNDERSTANDS_WITHIN, meaning).await {
            Ok(Ok(meaning)) => meaning,
            Ok(Err(error)) => {
                log::warn!("the words are looked for by themselves: {error:#}");
                None
            }
            Err(_) => {
                log::info!("the words are looked for by themselves: the embedder takes too long");
                None
            }
        }
    }

    /// Where the prompt of this profile is to begin, if its last one is known.
    fn start_of(&self, profile: ProfileId) -> Option<TurnId> {
        locked(&self.start).filter(|(of, _)| *of == profile).map(|(_, start)| start)
    }

    fn end_quiet_work(&self) {
        if let Some(quiet) = locked(&self.quiet).take() {
            quiet.abort();
        }
    }

    /// Where the last prompt began, of whichever profile.
    fn start(&self) -> Option<TurnId> {
        locked(&self.start).map(|(_, start)| start)
    }

    fn begin_next_at(&self, profile: ProfileId, oldest: Option<TurnId>) {
        *locked(&self.start) = oldest.map(|oldest| (profile, oldest));
    }

    fn hold_sent(&self, turn: TurnId, sent: Sent) {
        let mut held = locked(&self.sent);
        held.retain(|(id, _)| *id != turn);
        held.push_back((turn, sent));
        while held.len() > SENT_HELD {
            held.pop_front();
        }
    }

    fn notify_ready(&self, settings: &Settings, turn: &Turn) {
        let whole = matches!(turn.state, TurnState::Complete | TurnState::CutOff);
        if !settings.notify || !whole || self.notifier.in_sight() {
            return;
        }
        let language = settings.language();
        let name = settings.companion_name.as_str();
        self.notifier.notify(crate::ports::Notice {
            title: crate::locale::text(language, "notice-answer-ready-title", &[("name", name)]),
            body: crate::locale::text(language, "notice-answer-ready-body", &[]),
            opens: Some(turn.id),
        });
    }
}
