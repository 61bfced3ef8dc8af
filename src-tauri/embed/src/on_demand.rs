//! The one [`Embedder`] of the app: loads its model when somebody asks, and lets it go when nobody did for a while.
//!
//! Two lanes, each with threads of its own: what somebody waits for, and what is read in the background. The second goes
//! on in small steps, and begins none while the first is at work.

#[cfg(test)]
mod tests;

use crate::{
    Model, id_of,
    model::{Wanted, batches},
    weights_sum,
};
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};
use rayon::ThreadPool;
use samantha_core::ports::{
    EmbedError, EmbedErrorKind, Embedder, EmbedderId, Embedding, KeptFor, KeptState, Shelf, Side,
};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::{Semaphore, watch},
    task::spawn_blocking,
    time::{Instant, sleep_until},
};

/// A model that nobody asked for so long is let go.
const IDLE: Duration = Duration::from_secs(600);
/// A load that failed is not tried again sooner.
const AGAIN: Duration = Duration::from_secs(60);
/// More threads than this don't make a text of twenty tokens faster.
const MOST_THREADS: usize = 8;

/// Where a model is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub folder: PathBuf,
    /// What its vectors are told apart by, with the checksum.
    pub name: String,
    /// The SHA-256 of its weights, in hex.
    pub weights_sum: String,
}

/// Makes vectors with the model that is here, if one is. Cheap to clone.
#[derive(Clone)]
pub struct OnDemand(Arc<Inner>);

type Load = dyn Fn(&Path) -> Result<Model, EmbedError> + Send + Sync;
type Loading = Shared<BoxFuture<'static, Result<Arc<Loaded>, EmbedError>>>;

struct Inner {
    load: Box<Load>,
    state: Mutex<State>,
    changed: watch::Sender<u64>,
    /// How many are waited for in the first lane.
    asked: watch::Sender<usize>,
    /// One step of the second lane at a time, whoever came first.
    steps: Arc<Semaphore>,
}

struct State {
    here: Result<Here, EmbedError>,
    loading: Option<Loading>,
    /// When the last load failed.
    failed: Option<Instant>,
    /// When the model was last used.
    used: Instant,
}

#[derive(Clone, Debug)]
struct Here {
    place: Place,
    id: EmbedderId,
}

/// A model and the threads that work for it. Both go together.
struct Loaded {
    model: Model,
    asked: ThreadPool,
    kept: ThreadPool,
}

impl fmt::Debug for OnDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnDemand").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl Default for OnDemand {
    fn default() -> Self {
        Self::new()
    }
}

fn absent() -> EmbedError {
    EmbedError { kind: EmbedErrorKind::Absent, detail: "there is no model that reads".to_owned() }
}

fn not_now(detail: impl fmt::Display) -> EmbedError {
    EmbedError { kind: EmbedErrorKind::NotNow, detail: detail.to_string() }
}

impl OnDemand {
    /// One without a model, until [`OnDemand::place`] or [`OnDemand::follow`] tells of one.
    pub fn new() -> Self {
        Self::with(Box::new(Model::open))
    }

    fn with(load: Box<Load>) -> Self {
        let state = State { here: Err(absent()), loading: None, failed: None, used: Instant::now() };
        Self(Arc::new(Inner {
            load,
            state: Mutex::new(state),
            changed: watch::Sender::new(0),
            asked: watch::Sender::new(0),
            steps: Arc::new(Semaphore::new(1)),
        }))
    }

    /// One with the model in this folder, named as the folder is. Reckons the checksum of its weights. Blocks.
    ///
    /// # Errors
    /// As [`Model::open`], as far as its small files tell.
    pub fn of_folder(folder: &Path) -> Result<Self, EmbedError> {
        let folder = std::path::absolute(folder).map_err(not_now)?;
        let place =
            Place { name: crate::folder::name_of(&folder), weights_sum: weights_sum(&folder)?, folder };
        let one = Self::new();
        one.place(Some(place));
        one.0.state().here.clone()?;
        Ok(one)
    }

    /// The model is here from now on, or nowhere. One that was loaded and is another now is let go. Reads small files
    /// only, but blocks for them.
    pub fn place(&self, place: Option<Place>) {
        if self.0.state().here.as_ref().ok().map(|here| &here.place) == place.as_ref() {
            return;
        }
        let here = match place {
            None => Err(absent()),
            Some(place) => id_of(&place.folder, &place.name, &place.weights_sum)
                .map(|id| Here { place, id })
                .inspect_err(|why| {
                    log::warn!("the model that reads can't be used: {why}");
                }),
        };
        let mut state = self.0.state();
        (state.here, state.failed) = (here, None);
        let gone = state.loading.take();
        drop(state);
        drop(gone);
        self.0.changed.send_modify(|n| *n += 1);
    }

    /// Keeps to what the shelf has, for as long as there is a shelf.
    pub async fn follow(self, shelf: Arc<dyn Shelf>) {
        let mut changed = shelf.changed();
        loop {
            changed.mark_unchanged();
            match shelf.models().await {
                Ok(models) => {
                    let place = models.into_iter().find_map(|model| {
                        let is_it = model.kept_for == KeptFor::Reading && model.state == KeptState::Whole;
                        let (folder, weights_sum) = model.path.zip(model.sha256).filter(|_| is_it)?;
                        Some(Place { folder, name: model.id, weights_sum })
                    });
                    let one = self.clone();
                    if let Err(error) = spawn_blocking(move || one.place(place)).await {
                        log::error!("the model that reads could not be looked at: {error}");
                    }
                }
                Err(error) => log::warn!("the shelf does not tell of the model that reads: {error}"),
            }
            if changed.changed().await.is_err() {
                return;
            }
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The load that is under way or done, or one that begins now.
    fn loading(self: &Arc<Self>) -> Result<Loading, EmbedError> {
        let mut state = self.state();
        let place = state.here.clone()?.place;
        state.used = Instant::now();
        if let Some(loading) = &state.loading {
            let has_failed = matches!(loading.peek(), Some(Err(_)));
            if !has_failed || state.failed.is_some_and(|failed| failed.elapsed() < AGAIN) {
                return Ok(loading.clone());
            }
        }
        state.failed = None;
        let inner = Arc::clone(self);
        let loading = async move {
            let failed = Arc::clone(&inner);
            let (work, began) = (Arc::clone(&inner), Instant::now());
            let loaded = spawn_blocking(move || Loaded::by(&*work.load, &place.folder)).await;
            match loaded.unwrap_or_else(|error| Err(not_now(error))) {
                Ok(loaded) => {
                    log::info!("the model that reads is loaded, after {} ms", began.elapsed().as_millis());
                    Ok(Arc::new(loaded))
                }
                Err(error) => {
                    log::warn!("the model that reads could not be loaded: {error}");
                    failed.state().failed = Some(Instant::now());
                    Err(error)
                }
            }
        };
        let loading = loading.boxed().shared();
        state.loading = Some(loading.clone());
        drop(state);
        // It goes on if who asked for it doesn't wait any more. Nobody has to end this task: it holds the model weakly, and is over
        // once that is gone.
        let (whole, weak) = (loading.clone(), Arc::downgrade(self));
        tokio::spawn(async move {
            if whole.await.is_ok() {
                let_go_when_idle(weak).await;
            }
        });
        Ok(loading)
    }

    async fn embed(self: Arc<Self>, texts: Vec<String>, side: Side) -> Result<Vec<Embedding>, EmbedError> {
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        let _asked = (side == Side::Asked).then(|| Asked::of(&self.asked));
        let loading = self.loading()?;
        let loaded = loading.await?;
        let (one, texts) = (Arc::clone(&loaded), Arc::new(texts));
        let cut = spawn_blocking(move || {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            one.model.cut(&texts, side)
        });
        let cuts = Arc::new(cut.await.map_err(not_now)??);
        let mut wanted = Wanted::of(cuts.len());
        for batch in batches(&cuts) {
            let step = match side {
                Side::Asked => None,
                Side::Kept => Some(self.step().await?),
            };
            let (one, cuts) = (Arc::clone(&loaded), Arc::clone(&cuts));
            let reckoned = spawn_blocking(move || {
                let _step = step;
                let threads = if side == Side::Asked { &one.asked } else { &one.kept };
                threads.install(|| one.model.embed_batch(&cuts, &batch))
            });
            wanted.came(reckoned.await.map_err(not_now)??);
            self.state().used = Instant::now();
        }
        wanted.all()
    }

    /// Waits until it is the second lane's turn.
    async fn step(&self) -> Result<tokio::sync::OwnedSemaphorePermit, EmbedError> {
        let step = Arc::clone(&self.steps).acquire_owned().await.map_err(not_now)?;
        self.asked.subscribe().wait_for(|asked| *asked == 0).await.map_err(not_now)?;
        Ok(step)
    }
}

/// Lets the model go once nobody has used it for as long as [`IDLE`], or it went for another reason.
async fn let_go_when_idle(inner: Weak<Inner>) {
    loop {
        let Some(until) = inner.upgrade().map(|inner| inner.state().used + IDLE) else { return };
        sleep_until(until).await;
        let Some(inner) = inner.upgrade() else { return };
        let mut state = inner.state();
        if state.used + IDLE > Instant::now() {
            continue;
        }
        let gone = state.loading.take();
        drop(state);
        if gone.is_some() {
            log::info!("the model that reads is let go");
        }
        return;
    }
}

impl Loaded {
    fn by(load: &Load, folder: &Path) -> Result<Self, EmbedError> {
        let threads = num_cpus::get_physical().min(num_cpus::get()).saturating_sub(1).clamp(1, MOST_THREADS);
        let pool = |name: &'static str| {
            let threads = rayon::ThreadPoolBuilder::new().num_threads(threads);
            threads.thread_name(move |n| format!("{name}-{n}")).build().map_err(not_now)
        };
        let (asked, kept) = (pool("embed-asked")?, pool("embed-kept")?);
        // On its own threads already: the ones that everybody shares would be as many as there are cores.
        let model = asked.install(|| load(folder))?;
        Ok(Self { model, asked, kept })
    }
}

/// Somebody waits in the first lane, for as long as this is there.
struct Asked(watch::Sender<usize>);

impl Asked {
    fn of(asked: &watch::Sender<usize>) -> Self {
        asked.send_modify(|n| *n += 1);
        Self(asked.clone())
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0.send_modify(|n| *n = n.saturating_sub(1));
    }
}

impl Embedder for OnDemand {
    fn id(&self) -> Option<EmbedderId> {
        self.0.state().here.as_ref().ok().map(|here| here.id.clone())
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    fn embed(
        &self,
        texts: Vec<String>,
        side: Side,
    ) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        Arc::clone(&self.0).embed(texts, side).boxed()
    }

    fn is_loaded(&self) -> bool {
        let state = self.0.state();
        state.loading.as_ref().is_some_and(|loading| matches!(loading.peek(), Some(Ok(_))))
    }

    fn warm(&self) {
        // Outside of a runtime nobody is about to ask.
        if Handle::try_current().is_ok()
            && let Err(error) = self.0.loading()
            && error.kind != EmbedErrorKind::Absent
        {
            log::info!("no model that reads can be loaded: {error}");
        }
    }
}
