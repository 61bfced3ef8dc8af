//! The built-in model: a file on this computer, answered by a worker process of our own beside the app.
//!
//! [`LocalModels`] is the one way in. From there downwards: `keeper` (what is loaded, whose turn it is), `answering`
//! (one answer), `worker` (the process), `probe` (a file looked at in a process of its own), `sums` (checksums),
//! `workers` (which programs there are).

mod answering;
mod keeper;
mod probe;
pub(crate) mod sums;
mod worker;
mod workers;

pub use keeper::LocalState;
pub use probe::Probed;
pub use samantha_local_messages::Loaded as LoadedModel;
pub use workers::{Patience, Way, Workers};

use crate::local::{
    keeper::{Ask, Keeper, Whose},
    sums::Sums,
};
use futures_util::{
    StreamExt as _,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use samantha_core::ports::{LanguageModel, ModelError, Piece, Prompt, Shelf};
use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};
use tokio::sync::{mpsc, oneshot, watch};

/// Pieces that may wait to be taken before the worker has to wait, too.
const PIECES_AHEAD: usize = 64;

/// The models in files of this computer. One is loaded at a time, when first asked, and unloaded when it has been
/// idle. Cheap to clone; the worker ends with the last clone.
#[derive(Clone)]
pub struct LocalModels {
    inner: Arc<Inner>,
}

struct Inner {
    workers: Workers,
    shelf: Arc<dyn Shelf>,
    sums: Arc<Sums>,
    state: watch::Sender<LocalState>,
    process: Arc<AtomicU32>,
    /// To the task that keeps the worker; made by the first who asks.
    asks: Mutex<Option<mpsc::UnboundedSender<Ask>>>,
}

impl fmt::Debug for LocalModels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalModels").field("workers", &self.inner.workers).finish_non_exhaustive()
    }
}

impl LocalModels {
    /// The models of a shelf, run by these workers. `sums_kept` is a file in which is kept which model files were
    /// found to be what their checksum says, so that they are not read whole again at each start.
    pub fn new(workers: Workers, shelf: Arc<dyn Shelf>, sums_kept: Option<PathBuf>) -> Self {
        let inner = Inner {
            workers,
            shelf,
            sums: Arc::new(Sums::new(sums_kept)),
            state: watch::Sender::new(LocalState::Idle),
            process: Arc::default(),
            asks: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// What is known of checksums: whoever reckoned one may say so.
    pub(crate) fn sums(&self) -> Arc<Sums> {
        Arc::clone(&self.inner.sums)
    }

    /// The model with this id of the shelf's. `context`: tokens it is to read at most; `None` is 8,192, or what it
    /// was trained for if that is less. Nothing is loaded before it is asked to answer.
    pub fn model(&self, id: &str, context: Option<u32>) -> Arc<dyn LanguageModel> {
        Arc::new(LocalModel { models: self.clone(), whose: Whose { id: id.to_owned(), context } })
    }

    /// How the worker stands, and every change of it.
    pub fn state(&self) -> watch::Receiver<LocalState> {
        self.inner.state.subscribe()
    }

    /// The number of the worker's process, while one has a model loaded.
    pub fn process(&self) -> Option<u32> {
        Some(self.inner.process.load(Ordering::Relaxed)).filter(|&process| process != 0)
    }

    /// How many tokens each text is, by the model's own tokenizer; what its template puts around is in
    /// [`LoadedModel::tokens_a_message`]. `None` when it isn't loaded, or has something else to do.
    pub fn count(&self, id: &str, texts: Vec<String>) -> BoxFuture<'static, Option<Vec<u32>>> {
        let ready =
            matches!(&*self.inner.state.borrow(), LocalState::Ready { id: loaded, .. } if loaded == id);
        let (reply, counted) = oneshot::channel();
        if ready {
            self.ask(Ask::Count { id: id.to_owned(), texts, reply });
        }
        Box::pin(async move { if ready { counted.await.ok().flatten() } else { None } })
    }

    /// Ends the worker and what it does; its memory is free when this returns. The next answer starts it again.
    pub async fn unload(&self) {
        let (reply, unloaded) = oneshot::channel();
        self.ask(Ask::Unload(reply));
        // An end of the keeper is an end of the worker, too.
        drop(unloaded.await);
    }

    /// Ends the worker as soon as it has nothing to do, and with it what it has read of the last prompt. Returns at once.
    pub fn forget(&self) {
        let asks = self.inner.asks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(asks) = asks.as_ref() {
            // Where the keeper has ended, the worker has, too.
            drop(asks.send(Ask::Unload(oneshot::channel().0)));
        }
    }

    /// Asks for something; there is a keeper afterwards. In a tokio runtime.
    fn ask(&self, ask: Ask) {
        let mut asks = self.inner.asks.lock().unwrap_or_else(PoisonError::into_inner);
        let ask = match asks.as_ref() {
            Some(asks) => match asks.send(ask) {
                Ok(()) => return,
                // Its runtime has ended.
                Err(back) => back.0,
            },
            None => ask,
        };
        let (sender, receiver) = mpsc::unbounded_channel();
        let Inner { workers, shelf, sums, state, process, .. } = &*self.inner;
        let (state, process) = (state.clone(), Arc::clone(process));
        let keeper =
            Keeper::new(workers.clone(), Arc::clone(shelf), Arc::clone(sums), state, process, receiver);
        tokio::spawn(keeper.run());
        // It can't have ended before it began.
        drop(sender.send(ask));
        *asks = Some(sender);
    }
}

/// One model of the shelf's.
struct LocalModel {
    models: LocalModels,
    whose: Whose,
}

impl LanguageModel for LocalModel {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let (pieces, taken) = mpsc::channel(PIECES_AHEAD);
        self.models.ask(Ask::Answer { whose: self.whose.clone(), prompt, pieces });
        // The stream keeps the models alive, and with them the keeper.
        stream::unfold((taken, self.models.clone()), |(mut taken, models)| async move {
            taken.recv().await.map(|piece| (piece, (taken, models)))
        })
        .boxed()
    }
}
