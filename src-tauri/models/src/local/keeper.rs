//! The task that keeps the worker: what is loaded, whose turn it is, when it is unloaded.

use crate::local::{
    probe,
    sums::Sums,
    worker::{Late, Worker, load_of},
    workers::{Way, Workers, longer_for},
};
use samantha_core::ports::{
    KeptFor, KeptModel, ModelError, ModelErrorKind as Kind, Piece, Prompt, Shelf, Waiting,
};
use samantha_local_messages::{Loaded, Reply, Request};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{sleep, timeout},
};

/// Tokens of context where nobody says how many: what most talks need, and what most computers have memory for.
const CONTEXT: u32 = 8192;

/// How long counting may take.
const TO_COUNT: Duration = Duration::from_secs(5);

/// How the worker stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalState {
    /// No worker runs; nothing is in memory.
    Idle,
    /// The file is being compared with its checksum: bytes done, of all.
    Checking { id: String, done: u64, total: u64 },
    /// The file is being loaded.
    Loading { id: String },
    /// It is loaded and has nothing to do.
    Ready { id: String, facts: Loaded },
    /// It reads a prompt: tokens done, of those it has to.
    Reading { id: String, done: u32, total: u32 },
    /// It answers.
    Answering { id: String },
}

/// Which model is asked, and how much it is to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whose {
    /// The shelf's id of it.
    pub(crate) id: String,
    pub(crate) context: Option<u32>,
}

pub(crate) type Pieces = mpsc::Sender<Result<Piece, ModelError>>;

/// What the keeper is asked.
#[derive(Debug)]
pub(crate) enum Ask {
    Answer { whose: Whose, prompt: Prompt, pieces: Pieces },
    Count { id: String, texts: Vec<String>, reply: oneshot::Sender<Option<Vec<u32>>> },
    Unload(oneshot::Sender<()>),
}

/// A worker with a model in it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) worker: Worker,
    pub(crate) whose: Whose,
    /// Whether the graphics processor computes, and the processor could in its place.
    pub(crate) graphics: bool,
    facts: Loaded,
    path: PathBuf,
    mark: Option<Mark>,
}

/// The length of a file and when it changed: it is another file when these are others.
type Mark = (u64, SystemTime);

/// `None` where it can't be told.
async fn mark(path: &Path) -> Option<Mark> {
    let facts = tokio::fs::metadata(path).await.ok()?;
    Some((facts.len(), facts.modified().ok()?))
}

/// Keeps at most one worker.
#[derive(Debug)]
pub(crate) struct Keeper {
    pub(crate) workers: Workers,
    shelf: Arc<dyn Shelf>,
    sums: Arc<Sums>,
    state: watch::Sender<LocalState>,
    /// The number of the worker's process, 0 while there is none.
    process: Arc<AtomicU32>,
    pub(crate) asks: mpsc::UnboundedReceiver<Ask>,
    /// Asks that were taken while another was under way.
    pub(crate) waiting: VecDeque<Ask>,
    pub(crate) held: Option<Held>,
    /// The graphics processor could not load, or not begin, what the processor could: not tried again in this run.
    pub(crate) no_graphics: bool,
    last: u64,
}

/// That nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct Unwanted;

impl Keeper {
    pub(crate) fn new(
        workers: Workers,
        shelf: Arc<dyn Shelf>,
        sums: Arc<Sums>,
        state: watch::Sender<LocalState>,
        process: Arc<AtomicU32>,
        asks: mpsc::UnboundedReceiver<Ask>,
    ) -> Self {
        let waiting = VecDeque::new();
        Self { workers, shelf, sums, state, process, asks, waiting, held: None, no_graphics: false, last: 0 }
    }

    /// Does what is asked, one thing after the other, until nobody can ask any more.
    pub(crate) async fn run(mut self) {
        loop {
            let ask = match self.waiting.pop_front() {
                Some(ask) => Some(ask),
                None => self.rest().await,
            };
            match ask {
                Some(Ask::Answer { whose, prompt, pieces }) => self.answer(&whose, prompt, &pieces).await,
                Some(Ask::Count { id, texts, reply }) => {
                    let counted = self.count(&id, texts).await;
                    // Nobody may want it any more.
                    drop(reply.send(counted));
                }
                Some(Ask::Unload(reply)) => {
                    self.unload().await;
                    // Nobody may wait any more.
                    reply.send(()).unwrap_or_default();
                }
                None => break,
            }
        }
        self.unload().await;
    }

    /// Waits for something to do; unloads meanwhile what is idle for too long.
    async fn rest(&mut self) -> Option<Ask> {
        loop {
            self.show();
            let Some(held) = &mut self.held else { return self.asks.recv().await };
            tokio::select! {
                biased;
                said = held.worker.next() => if let Err(gone) = said {
                    log::warn!("idle, {gone}");
                    self.held = None;
                },
                ask = self.asks.recv() => return ask,
                () = sleep(self.workers.patience.idle) => {
                    log::info!("the local model was idle and is unloaded");
                    self.unload().await;
                }
            }
        }
    }

    /// Tells of a state.
    pub(crate) fn is(&self, state: LocalState) {
        self.state.send_if_modified(|shown| {
            let differs = *shown != state;
            *shown = state;
            differs
        });
    }

    /// Tells of the state at rest.
    fn show(&self) {
        let process = self.held.as_ref().and_then(|held| held.worker.id());
        self.process.store(process.unwrap_or(0), Ordering::Relaxed);
        self.is(match &self.held {
            None => LocalState::Idle,
            Some(held) => LocalState::Ready { id: held.whose.id.clone(), facts: held.facts.clone() },
        });
    }

    /// A number for the next thing a worker is asked.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Ends the worker, if there is one.
    pub(crate) async fn unload(&mut self) {
        if let Some(mut held) = self.held.take() {
            held.worker.kill().await;
        }
        self.show();
    }

    async fn count(&mut self, id: &str, texts: Vec<String>) -> Option<Vec<u32>> {
        let number = self.next_id();
        let held = self.held.as_mut().filter(|held| held.whose.id == id)?;
        let counted = async {
            held.worker.tell(&Request::Count { id: number, texts }).await.ok()?;
            loop {
                match held.worker.next().await.ok()? {
                    Reply::Counted { id, tokens } if id == number => return Some(tokens),
                    _ => {}
                }
            }
        };
        match timeout(TO_COUNT, counted).await {
            Ok(Some(tokens)) => Some(tokens),
            _ => {
                self.unload().await;
                None
            }
        }
    }

    /// Makes sure that this model is loaded, and no other. Says at once why that takes long, if it isn't.
    pub(crate) async fn load(
        &mut self,
        whose: &Whose,
        pieces: &Pieces,
        why: Waiting,
    ) -> Result<Result<(), Unwanted>, ModelError> {
        if let Some(held) = self.held.as_ref().filter(|held| held.whose == *whose) {
            // The file is read while it is used: one that was changed is loaded anew.
            if mark(&held.path).await == held.mark {
                return Ok(Ok(()));
            }
            log::info!("the model's file has changed");
        }
        // The old one first: there may be no room for both.
        self.unload().await;
        self.is(LocalState::Loading { id: whose.id.clone() });
        drop(pieces.send(Ok(Piece::Waiting(why))).await);
        let (path, sha256) = self.file(&whose.id).await?;
        let marked = mark(&path).await;
        let bytes = probe::size_of_gguf(&path).await?;
        if let Some(sha256) = sha256
            && self.check(whose, &path, &sha256, pieces).await?.is_err()
        {
            return Ok(Err(Unwanted));
        }
        let within = self.workers.patience.load + longer_for(bytes);
        let ways = self.workers.ways.clone();
        let plain = ways.iter().any(|way| way.gpu_layers == 0);
        let mut failed = None;
        for way in &ways {
            let graphics = way.gpu_layers > 0;
            if graphics && plain && self.no_graphics {
                continue;
            }
            if failed.is_some() {
                drop(pieces.send(Ok(Piece::Waiting(Waiting::OnProcessor))).await);
            }
            self.is(LocalState::Loading { id: whose.id.clone() });
            let loaded = tokio::select! {
                biased;
                loaded = load_by(way, &path, whose, within) => loaded,
                // Dropping what loads ends the worker.
                () = pieces.closed() => return Ok(Err(Unwanted)),
            };
            match loaded {
                Ok((worker, facts)) => {
                    self.no_graphics |= failed.is_some();
                    self.process.store(worker.id().unwrap_or(0), Ordering::Relaxed);
                    let (whose, graphics) = (whose.clone(), graphics && plain);
                    self.held = Some(Held { worker, whose, graphics, facts, path, mark: marked });
                    return Ok(Ok(()));
                }
                Err(error) => {
                    log::warn!("a model could not be loaded (graphics: {graphics}): {}", error.kind.code());
                    failed = Some(error);
                }
            }
        }
        Err(failed.unwrap_or_else(probe::no_worker))
    }

    /// Where the model's file is, and its checksum.
    async fn file(&self, id: &str) -> Result<(PathBuf, Option<String>), ModelError> {
        let bad = |detail: String| ModelError::new(Kind::BadFile, detail);
        let models = self.shelf.models().await.map_err(|error| bad(error.to_string()))?;
        let talks = |model: &KeptModel| model.id == id && model.kept_for == KeptFor::Talking;
        let found = models.into_iter().find(talks);
        let path = found.as_ref().and_then(|model| model.path.clone());
        match (found, path) {
            (Some(model), Some(path)) => Ok((path, model.sha256)),
            _ => Err(bad("the model's file isn't on this computer".into())),
        }
    }

    /// Compares a file with its checksum.
    async fn check(
        &self,
        whose: &Whose,
        path: &Path,
        sha256: &str,
        pieces: &Pieces,
    ) -> Result<Result<(), Unwanted>, ModelError> {
        let unwanted = Arc::new(AtomicBool::new(false));
        let (sums, state, id) = (Arc::clone(&self.sums), self.state.clone(), whose.id.clone());
        let (path, stops) = (path.to_owned(), Arc::clone(&unwanted));
        let told = pieces.clone();
        let reckoning = tokio::task::spawn_blocking(move || {
            let mut shown = None;
            sums.of(&path, &stops, |done, total| {
                state.send_replace(LocalState::Checking { id: id.clone(), done, total });
                let percent = done.saturating_mul(100) / total.max(1);
                if shown != Some(percent) {
                    shown = Some(percent);
                    // One that finds no place is followed by the next.
                    drop(told.try_send(Ok(Piece::Waiting(Waiting::Checking { done, total }))));
                }
            })
            .map(|sum| (sum, shown.is_some()))
        });
        let sum = tokio::select! {
            sum = reckoning => sum,
            () = pieces.closed() => {
                unwanted.store(true, Ordering::Relaxed);
                return Ok(Err(Unwanted));
            }
        };
        if matches!(sum, Ok(Ok((_, true)))) {
            drop(pieces.send(Ok(Piece::Waiting(Waiting::Loading))).await);
        }
        let sum = sum.map(|sum| sum.map(|(sum, _)| sum));
        match sum {
            Ok(Ok(Some(sum))) if sum.eq_ignore_ascii_case(sha256) => Ok(Ok(())),
            Ok(Ok(Some(_))) => Err(ModelError::new(Kind::BadFile, "the file isn't what its checksum says")),
            Ok(Ok(None)) => Ok(Err(Unwanted)),
            Ok(Err(error)) => {
                Err(ModelError::new(Kind::BadFile, format!("the file can't be read: {}", error.kind())))
            }
            Err(error) => Err(ModelError::new(Kind::BadFile, error.to_string())),
        }
    }
}

/// Starts a worker and loads a file into it.
async fn load_by(
    way: &Way,
    path: &Path,
    whose: &Whose,
    within: Duration,
) -> Result<(Worker, Loaded), ModelError> {
    let mut worker = Worker::start(way).map_err(probe::died)?;
    let context = whose.context.unwrap_or(CONTEXT);
    let reply: Result<Reply, Late> = worker.load(Request::Load(load_of(path, context, way)), within).await;
    let facts = probe::loaded(reply)?;
    Ok((worker, facts))
}
