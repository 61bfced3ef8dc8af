//! Fakes for tests: a clock stepped by hand, models that follow a script, a keyring in memory, a notifier that
//! remembers, and a companion in a folder of her own.

mod embedder;

pub use embedder::LetterEmbedder;

use crate::{
    clock::Clock,
    companion::{Companion, Options, Ports},
    ports::{
        Embedder, Endpoint, Family, Form, FoundProvider, KeptFor, KeptModel, KeptState, LanguageModel,
        ModelError, NoEmbedder, Notice, Notifier, Offered, Piece, Pinned, Prompt, Providers, Purpose, Secret,
        SecretError, SecretStore, Shelf, ShelfError, ShelfErrorKind, ToolCall, Watch,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream, stream::BoxStream};
use std::{
    collections::{HashMap, VecDeque},
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::{Notify, watch};

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A clock that only moves when told.
#[derive(Debug)]
pub struct FakeClock {
    now: watch::Sender<DateTime<Utc>>,
    zone: Mutex<Tz>,
}

impl FakeClock {
    /// Stands at `at` (RFC 3339) in São Paulo.
    ///
    /// # Panics
    /// When `at` is not RFC 3339.
    #[allow(clippy::expect_used)]
    pub fn at(at: &str) -> Arc<Self> {
        let at = DateTime::parse_from_rfc3339(at).expect("an RFC 3339 time").to_utc();
        Arc::new(Self { now: watch::Sender::new(at), zone: Mutex::new(Tz::America__Sao_Paulo) })
    }

    pub fn set(&self, now: DateTime<Utc>) {
        self.now.send_replace(now);
    }

    pub fn step(&self, by: TimeDelta) {
        self.now.send_modify(|now| *now += by);
    }

    pub fn set_zone(&self, zone: Tz) {
        *locked(&self.zone) = zone;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        *self.now.borrow()
    }

    fn zone(&self) -> Tz {
        *locked(&self.zone)
    }

    fn wait_until(&self, until: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let mut now = self.now.subscribe();
        async move {
            if now.wait_for(|now| *now >= until).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
        .boxed()
    }
}

/// One scripted step of an answer.
#[derive(Clone, Debug)]
pub enum Line {
    Say(String),
    /// Asks for a tool.
    Call(ToolCall),
    Fail(ModelError),
    /// Waits until the test calls [`ScriptedProviders::go`].
    Wait,
    /// Never ends: only a stop does.
    Hang,
}

/// Answers by a script, one entry an answer, and remembers the prompts. Without an entry it answers "…".
#[derive(Debug, Default)]
pub struct ScriptedProviders {
    script: Mutex<VecDeque<Vec<Line>>>,
    /// What quiet work is answered.
    quiet: Mutex<VecDeque<String>>,
    prompts: Mutex<Vec<Prompt>>,
    go: Arc<Notify>,
}

impl ScriptedProviders {
    /// Adds an answer to the script.
    pub fn answer(&self, lines: Vec<Line>) {
        locked(&self.script).push_back(lines);
    }

    /// Adds an answer that is one piece.
    pub fn say(&self, text: &str) {
        self.answer(vec![Line::Say(text.to_owned())]);
    }

    /// Adds an answer for quiet work, which has a script of its own; without one it is answered nothing of use.
    pub fn say_quietly(&self, text: &str) {
        locked(&self.quiet).push_back(text.to_owned());
    }

    /// Lets one [`Line::Wait`] pass.
    pub fn go(&self) {
        self.go.notify_one();
    }

    /// How many answers of the script were not asked for yet.
    pub fn waiting(&self) -> usize {
        locked(&self.script).len()
    }

    /// The prompts so far.
    pub fn prompts(&self) -> Vec<Prompt> {
        locked(&self.prompts).clone()
    }
}

impl LanguageModel for ScriptedProviders {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let quiet = prompt.purpose == Purpose::Memory;
        locked(&self.prompts).push(prompt.clone());
        if quiet {
            let name = match &prompt.form {
                Form::Json { name, .. } => format!("\"{name}\""),
                Form::Words => String::new(),
            };
            let said = {
                let mut script = locked(&self.quiet);
                let fits = |said: &String| !said.contains("\"summary\"") || said.contains(&name);
                let next = script.iter().position(fits);
                next.and_then(|next| script.remove(next)).unwrap_or_default()
            };
            return stream::once(async { Ok(Piece::Text(said)) }).boxed();
        }
        let lines = locked(&self.script).pop_front().unwrap_or_else(|| vec![Line::Say("…".to_owned())]);
        let go = Arc::clone(&self.go);
        stream::iter(lines)
            .filter_map(move |line| {
                let go = Arc::clone(&go);
                async move {
                    match line {
                        Line::Say(text) => Some(Ok(Piece::Text(text))),
                        Line::Call(call) => Some(Ok(Piece::Call(call))),
                        Line::Fail(error) => Some(Err(error)),
                        Line::Wait => {
                            go.notified().await;
                            None
                        }
                        Line::Hang => std::future::pending().await,
                    }
                }
            })
            .boxed()
    }
}

/// [`ScriptedProviders`] behind the port.
#[derive(Clone, Debug, Default)]
pub struct Scripted(pub Arc<ScriptedProviders>);

impl Providers for Scripted {
    fn model(&self, _: &Endpoint, _: Option<Secret>) -> Arc<dyn LanguageModel> {
        Arc::clone(&self.0) as Arc<dyn LanguageModel>
    }

    fn list<'a>(
        &'a self,
        _: Family,
        _: &'a str,
        _: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        async { Ok(vec![Offered { name: "scripted".to_owned(), ..Offered::default() }]) }.boxed()
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        async { Vec::new() }.boxed()
    }

    fn count<'a>(&'a self, _: &'a Endpoint, _: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        async { None }.boxed()
    }

    fn watch(&self, _: Arc<dyn Watch>) {}
}

/// A shelf with nothing on it but what a test puts there.
#[derive(Debug)]
pub struct MemoryShelf {
    kept: Mutex<Vec<KeptModel>>,
    mirrors: Mutex<Vec<Option<String>>>,
    changed: watch::Sender<u64>,
}

impl Default for MemoryShelf {
    fn default() -> Self {
        Self { kept: Mutex::default(), mirrors: Mutex::default(), changed: watch::Sender::new(0) }
    }
}

impl MemoryShelf {
    /// Puts a model there.
    pub fn put(&self, model: KeptModel) {
        locked(&self.kept).push(model);
        self.changed.send_modify(|n| *n += 1);
    }

    /// The mirrors of the downloads so far.
    pub fn mirrors(&self) -> Vec<Option<String>> {
        locked(&self.mirrors).clone()
    }

    fn unknown() -> ShelfError {
        ShelfError { kind: ShelfErrorKind::Unknown, detail: "no such model".to_owned() }
    }

    fn change(&self, id: &str, change: impl FnOnce(&mut KeptModel)) -> Result<(), ShelfError> {
        let mut kept = locked(&self.kept);
        change(kept.iter_mut().find(|model| model.id == id).ok_or_else(Self::unknown)?);
        self.changed.send_modify(|n| *n += 1);
        Ok(())
    }
}

impl Shelf for MemoryShelf {
    fn models(&self) -> BoxFuture<'_, Result<Vec<KeptModel>, ShelfError>> {
        async { Ok(locked(&self.kept).clone()) }.boxed()
    }

    fn download<'a>(&'a self, id: &'a str, mirror: Option<&'a str>) -> BoxFuture<'a, Result<(), ShelfError>> {
        let state = KeptState::Downloading { done: 0, total: None };
        locked(&self.mirrors).push(mirror.map(str::to_owned));
        async { self.change(id, |model| model.state = state) }.boxed()
    }

    fn pause<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>> {
        let state = KeptState::Paused { done: 0, total: None };
        async { self.change(id, |model| model.state = state) }.boxed()
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>> {
        async move {
            self.change(id, |model| model.state = KeptState::Offered)?;
            locked(&self.kept).retain(|model| model.id != id || model.pinned != Pinned::File);
            Ok(())
        }
        .boxed()
    }

    fn add<'a>(&'a self, path: &'a Path) -> BoxFuture<'a, Result<KeptModel, ShelfError>> {
        let own = KeptModel {
            id: "own-0123456789abcdef".to_owned(),
            name: path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            kept_for: KeptFor::Talking,
            path: Some(path.to_owned()),
            bytes: Some(4),
            sha256: None,
            pinned: Pinned::File,
            state: KeptState::Whole,
        };
        self.put(own.clone());
        async { Ok(own) }.boxed()
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn room(&self) -> (Option<u64>, Option<u64>) {
        (None, None)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        async {}.boxed()
    }

    fn watch(&self, _: Arc<dyn Watch>) {}
}

/// A keyring in memory, that can be locked or missing.
#[derive(Debug, Default)]
pub struct MemorySecrets {
    kept: Mutex<HashMap<String, Secret>>,
    fails: Mutex<Option<SecretError>>,
}

impl MemorySecrets {
    /// From now on every call fails like this, or none does.
    pub fn fail(&self, error: Option<SecretError>) {
        *locked(&self.fails) = error;
    }

    fn check(&self) -> Result<(), SecretError> {
        locked(&self.fails).clone().map_or(Ok(()), Err)
    }
}

impl SecretStore for MemorySecrets {
    fn read(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        self.check()?;
        Ok(locked(&self.kept).get(name).cloned())
    }

    fn write(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        self.check()?;
        locked(&self.kept).insert(name.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        self.check()?;
        locked(&self.kept).remove(name);
        Ok(())
    }
}

/// Remembers what it was to show. In sight unless told otherwise.
#[derive(Debug, Default)]
pub struct RememberingNotifier {
    notices: Mutex<Vec<Notice>>,
    hidden: Mutex<bool>,
}

impl RememberingNotifier {
    pub fn hide(&self) {
        *locked(&self.hidden) = true;
    }

    pub fn notices(&self) -> Vec<Notice> {
        locked(&self.notices).clone()
    }
}

impl Notifier for RememberingNotifier {
    fn in_sight(&self) -> bool {
        !*locked(&self.hidden)
    }

    fn notify(&self, notice: Notice) {
        locked(&self.notices).push(notice);
    }
}

/// All fakes together.
#[derive(Clone, Debug)]
pub struct Fakes {
    pub clock: Arc<FakeClock>,
    pub models: Arc<ScriptedProviders>,
    pub shelf: Arc<MemoryShelf>,
    pub secrets: Arc<MemorySecrets>,
    pub notifier: Arc<RememberingNotifier>,
    pub embedder: Arc<dyn Embedder>,
}

impl Default for Fakes {
    fn default() -> Self {
        Self {
            clock: FakeClock::at("2026-03-02T12:00:00-03:00"),
            models: Arc::default(),
            shelf: Arc::default(),
            secrets: Arc::default(),
            notifier: Arc::default(),
            embedder: Arc::new(NoEmbedder),
        }
    }
}

impl Fakes {
    /// As a companion takes them.
    pub fn ports(&self) -> Ports {
        Ports {
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            providers: Arc::new(Scripted(Arc::clone(&self.models))),
            shelf: Arc::clone(&self.shelf) as Arc<dyn Shelf>,
            secrets: Arc::clone(&self.secrets) as Arc<dyn SecretStore>,
            notifier: Arc::clone(&self.notifier) as Arc<dyn Notifier>,
            embedder: Arc::clone(&self.embedder),
        }
    }
}

/// How tests open a life: the Listener speaks at once.
pub fn at_once() -> Options {
    Options {
        manner: crate::dialogue::Manner { seed: Some(7), pace: std::time::Duration::ZERO },
        ..Options::default()
    }
}

/// A companion on fakes, in a temporary folder of her own.
#[derive(Debug)]
pub struct TestCompanion {
    pub fakes: Fakes,
    pub folder: tempfile::TempDir,
    pub companion: Companion,
}

impl TestCompanion {
    /// Opens an empty life.
    ///
    /// # Panics
    /// When it can't be opened.
    pub async fn open() -> Self {
        Self::open_on(Fakes::default()).await
    }

    /// Opens an empty life on these fakes.
    ///
    /// # Panics
    /// When it can't be opened.
    #[allow(clippy::expect_used)]
    pub async fn open_on(fakes: Fakes) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let companion = open(folder.path(), &fakes).await;
        Self { fakes, folder, companion }
    }

    /// Closes her and opens her again.
    ///
    /// # Panics
    /// When either fails.
    #[allow(clippy::expect_used)]
    pub async fn reopen(self) -> Self {
        self.companion.close().await.expect("she closes");
        let companion = open(self.folder.path(), &self.fakes).await;
        Self { companion, ..self }
    }
}

#[allow(clippy::expect_used)]
async fn open(home: &Path, fakes: &Fakes) -> Companion {
    Companion::open(home, fakes.ports(), at_once()).await.expect("she opens")
}
