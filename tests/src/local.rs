//! A built-in model for tests and benches: the real worker, and files made here.

use crate::gguf::Gguf;
use anyhow::{Context as _, Result, ensure};
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::BoxStream};
use samantha_core::{
    ports::{
        Endpoint, Family, FoundProvider, KeptFor, KeptModel, KeptState, LanguageModel, Message, ModelError,
        ModelErrorKind, Offered, Piece, Pinned, Prompt, Providers, Purpose, Role, Secret, Shelf, Usage,
        Waiting, Watch,
    },
    testing::MemoryShelf,
};
use samantha_models::local::{LocalModels, Patience, Way, Workers};
use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

/// The worker's program, built before in the release profile.
///
/// # Errors
/// It isn't there; says how to build it.
pub fn worker() -> Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let path = target.join("release").join(format!("samantha-local{EXE_SUFFIX}"));
    ensure!(
        path.is_file(),
        "the local worker isn't built: run `cargo build --release -p samantha-local` first ({})",
        path.display()
    );
    Ok(path.canonicalize()?)
}

/// The way to compute on the processor.
///
/// # Errors
/// As [`worker`].
pub fn plain() -> Result<Way> {
    Ok(Way { program: worker()?, gpu_layers: 0 })
}

/// Models in a folder of their own.
pub struct Local {
    pub models: LocalModels,
    pub shelf: Arc<MemoryShelf>,
    pub folder: tempfile::TempDir,
}

impl Local {
    /// With the real worker and the usual limits.
    ///
    /// # Errors
    /// As [`worker`], or no folder can be made.
    pub fn new() -> Result<Self> {
        Self::with(Workers::of(vec![plain()?]))
    }

    /// With other limits of time.
    ///
    /// # Errors
    /// As [`Local::new`].
    pub fn patient(patience: Patience) -> Result<Self> {
        Self::with(Workers::of(vec![plain()?]).with_patience(patience))
    }

    /// With these workers.
    ///
    /// # Errors
    /// No folder can be made.
    pub fn with(workers: Workers) -> Result<Self> {
        let shelf = Arc::<MemoryShelf>::default();
        let models = LocalModels::new(workers, Arc::clone(&shelf) as Arc<dyn Shelf>, None);
        Ok(Self { models, shelf, folder: tempfile::tempdir()? })
    }

    /// Writes a file and puts it on the shelf.
    ///
    /// # Errors
    /// It can't be written.
    pub fn put(&self, id: &str, gguf: &Gguf) -> Result<PathBuf> {
        let path = self.folder.path().join(format!("{id}.gguf"));
        gguf.write(&path)?;
        self.keep(id, &path, None);
        Ok(path)
    }

    /// Puts a file on the shelf.
    pub fn keep(&self, id: &str, path: &Path, sha256: Option<String>) {
        let (name, path) = (id.to_owned(), Some(path.to_owned()));
        let pinned = if sha256.is_some() { Pinned::File } else { Pinned::Nowhere };
        let state = KeptState::Whole;
        let kept_for = KeptFor::Talking;
        let id = id.to_owned();
        self.shelf.put(KeptModel { id, name, kept_for, path, bytes: None, sha256, pinned, state });
    }

    /// Asks a model, and hears its answer to the end.
    pub async fn ask(&self, id: &str, prompt: Prompt) -> Heard {
        hear(self.models.model(id, None).answer(prompt)).await
    }
}

/// One prompt that a life asked its built-in model, and what came of it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub prompt: Prompt,
    /// Milliseconds until the first words.
    pub first: Option<f64>,
    pub used: Option<Usage>,
}

/// Lets a whole life think with its built-in models alone, and remembers what it asked.
#[derive(Clone)]
pub struct OnlyLocal {
    models: LocalModels,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl OnlyLocal {
    pub fn new(models: LocalModels) -> Self {
        Self { models, asked: Arc::default() }
    }

    /// What was asked since this was called last.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Providers for OnlyLocal {
    fn model(&self, endpoint: &Endpoint, _: Option<Secret>) -> Arc<dyn LanguageModel> {
        let inner = self.models.model(&endpoint.model, endpoint.context);
        Arc::new(Remembered { inner, asked: Arc::clone(&self.asked) })
    }

    fn list<'a>(
        &'a self,
        _: Family,
        _: &'a str,
        _: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        async { Ok(Vec::new()) }.boxed()
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        async { Vec::new() }.boxed()
    }

    fn count<'a>(&'a self, endpoint: &'a Endpoint, texts: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        self.models.count(&endpoint.model, texts)
    }

    fn watch(&self, _: Arc<dyn Watch>) {}
}

struct Remembered {
    inner: Arc<dyn LanguageModel>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl LanguageModel for Remembered {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let began = Instant::now();
        let asked = Arc::clone(&self.asked);
        let place = {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.push(Asked { prompt: prompt.clone(), first: None, used: None });
            asked.len() - 1
        };
        let answer = self.inner.answer(prompt);
        let seen = answer.inspect(move |piece| {
            let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
            // None, once `asked` was called in the middle of an answer.
            let Some(one) = asked.get_mut(place) else { return };
            match piece {
                Ok(Piece::Text(_)) => {
                    one.first = one.first.or_else(|| Some(began.elapsed().as_secs_f64() * 1000.0));
                }
                Ok(Piece::Used(used)) => one.used = Some(*used),
                _ => {}
            }
        });
        seen.boxed()
    }
}

/// A prompt of one message of the user's.
pub fn prompt(text: &str, most: u32) -> Prompt {
    Prompt::of(vec![Message::said(Role::User, text)], most, Purpose::Answer)
}

/// All that came of an answer.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    pub text: String,
    /// How many pieces of words there were.
    pub pieces: usize,
    pub waited: Vec<Waiting>,
    pub used: Option<Usage>,
    pub error: Option<ModelError>,
}

impl Heard {
    /// Why it failed. That it came to the length asked for is no failure here.
    pub fn failure(&self) -> Option<ModelErrorKind> {
        self.error.as_ref().map(|error| error.kind).filter(|kind| *kind != ModelErrorKind::Length)
    }

    /// Takes one more piece.
    pub fn take(&mut self, piece: Result<Piece, ModelError>) {
        match piece {
            Ok(Piece::Text(text)) => {
                self.text.push_str(&text);
                self.pieces += 1;
            }
            Ok(Piece::Waiting(waiting)) => self.waited.push(waiting),
            Ok(Piece::Used(used)) => self.used = Some(used),
            Ok(Piece::Call(_)) => {}
            Err(error) => self.error = Some(error),
        }
    }
}

/// Hears an answer to its end.
pub async fn hear(mut answer: BoxStream<'static, Result<Piece, ModelError>>) -> Heard {
    let mut heard = Heard::default();
    while let Some(piece) = answer.next().await {
        heard.take(piece);
    }
    heard
}

/// Hears an answer up to its first words.
pub async fn first_words(answer: &mut BoxStream<'static, Result<Piece, ModelError>>) -> Heard {
    let mut heard = Heard::default();
    while heard.pieces == 0 && heard.error.is_none() {
        let Some(piece) = answer.next().await else { break };
        heard.take(piece);
    }
    heard
}

/// Milliseconds a process has computed, all its threads together (proc(5), fields 14 and 15 of `stat`).
///
/// # Errors
/// There is no such process, or no /proc.
pub fn computed(process: u32) -> Result<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the program may hold anything; it ends with the last parenthesis.
    let after = stat.rsplit_once(')').context("no name")?.1;
    let ticks = |field: usize| -> Result<u64> {
        Ok(after.split_whitespace().nth(field - 3).context("too few fields")?.parse()?)
    };
    // USER_HZ is 100 on every Linux there is.
    Ok((ticks(14)? + ticks(15)?) * 10)
}

/// Ends a process from outside, as a person or the system would.
///
/// # Errors
/// It can't be ended.
pub fn kill(process: u32) -> Result<()> {
    let killed = std::process::Command::new("kill").args(["-9", &process.to_string()]).status()?;
    ensure!(killed.success(), "process {process} could not be ended");
    Ok(())
}
