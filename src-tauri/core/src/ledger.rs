//! "Who have you been talking to?": every request over the network, as a row that is durable before it leaves. Rows hold
//! no words; the exact texts of the last few are held in memory only.

mod export;
mod held;
mod rows;
mod told;

pub use export::{Format, export};
pub use held::HELD;
pub use rows::{
    DAYS_TOTALLED, Looking, PAGE, Page, Request, State, Total, Totals, close_left_open, month_cost, page,
    totals,
};
pub use told::{Away, EVER, Went, say, told, went};

use crate::{
    clock::{Clock, local_at},
    event::{Event, Events},
    id::RequestId,
    ports::{End, Leaving, ModelError, ModelErrorKind, Outcome, Price, Purpose, Watch},
    settings,
    store::Store,
};
use anyhow::Result;
use futures_util::future::{BoxFuture, FutureExt as _};
use held::Held;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::Instant,
};

/// The ledger of one life. Cheap to clone.
///
/// It refuses a request with [`ModelErrorKind::Limit`] once the month's known cost has reached the limit the person set:
/// every request a provider is paid for, a test too, that does not stay on this computer and is not known to be free.
/// Lists and downloads cost nothing and are never refused. What is under way when the limit is reached is
/// finished, so a month may cost a little more than its limit; what no provider said the cost of is not counted.
#[derive(Clone)]
pub struct Ledger(Arc<Shared>);

struct Shared {
    /// Empty once it has closed.
    queue: Mutex<Option<mpsc::UnboundedSender<Entry>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    held: Mutex<Held>,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ledger")
    }
}

/// A poisoned lock only means that a task panicked while it held plain data: the data is still good.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is to be written, in the order in which it happened.
enum Entry {
    Leaving {
        request: Box<Leaving>,
        reply: oneshot::Sender<Result<Permit>>,
    },
    Over {
        request: RequestId,
        outcome: Outcome,
        at: Instant,
    },
    /// It never left: whoever asked went away before hearing that it may.
    Never(RequestId),
    /// Told once everything before it is written.
    Settled(oneshot::Sender<()>),
}

/// That a request may leave. One that nobody takes is struck from the ledger again: it never left.
struct Permit {
    request: Option<RequestId>,
    shared: Weak<Shared>,
}

impl Permit {
    fn take(mut self) -> Option<RequestId> {
        self.request.take()
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let (Some(request), Some(shared)) = (self.request.take(), self.shared.upgrade()) {
            shared.queue(Entry::Never(request));
        }
    }
}

impl Shared {
    /// Whether it is still open, and the entry will be written.
    fn queue(&self, entry: Entry) -> bool {
        locked(&self.queue).as_ref().is_some_and(|queue| queue.send(entry).is_ok())
    }
}

impl Ledger {
    /// Opens it. What the last run left open is to be closed by [`close_left_open`] before.
    ///
    /// Must be called within a tokio runtime.
    pub fn start(store: Arc<Store>, events: Events, clock: Arc<dyn Clock>) -> Self {
        let (queue, entries) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            queue: Mutex::new(Some(queue)),
            task: Mutex::default(),
            held: Mutex::default(),
        });
        let writing =
            Writing { store, events, clock, shared: Arc::downgrade(&shared), under_way: HashMap::new() };
        *locked(&shared.task) = Some(tokio::spawn(writing.run(entries)));
        Self(shared)
    }

    /// The exact text of a request, where it is still held; pictures in it are a note of their kind and size.
    pub fn exact_text(&self, request: RequestId) -> Option<String> {
        locked(&self.0.held).text(request)
    }

    /// The requests whose exact text is held.
    pub fn held(&self) -> Vec<RequestId> {
        locked(&self.0.held).requests()
    }

    /// Drops every exact text that is held: something that may be in one of them was forgotten.
    pub fn forget_texts(&self) {
        locked(&self.0.held).clear();
    }

    /// Returns once everything that happened before this call stands in the rows.
    pub async fn settled(&self) {
        let (told, settled) = oneshot::channel();
        if self.0.queue(Entry::Settled(told)) {
            // An error only says that it has closed, which it does settled.
            settled.await.unwrap_or_default();
        }
    }

    /// Takes no more requests, and waits until all that is over is written.
    pub async fn close(&self) {
        locked(&self.0.queue).take();
        let task = locked(&self.0.task).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            log::error!("the ledger did not close cleanly: {error}");
        }
        self.forget_texts();
    }
}

impl Watch for Ledger {
    fn leaving(&self, request: Leaving) -> BoxFuture<'_, Result<RequestId, ModelError>> {
        async move {
            let body = Arc::clone(&request.body);
            let (reply, answer) = oneshot::channel();
            let queued = self.0.queue(Entry::Leaving { request: Box::new(request), reply });
            let answer = if queued { answer.await.ok() } else { None };
            let permit = answer.unwrap_or_else(|| Err(anyhow::anyhow!("the ledger is closed")));
            let permit = permit.map_err(|error| match error.downcast::<ModelError>() {
                Ok(refused) => refused,
                Err(error) => {
                    log::error!("a request could not be written down and did not leave: {error:#}");
                    ModelError::new(
                        ModelErrorKind::Unreachable,
                        "the ledger can't be written: nothing was sent",
                    )
                }
            })?;
            let Some(request) = permit.take() else {
                return Err(ModelError::new(ModelErrorKind::Unreachable, "the ledger is closed"));
            };
            locked(&self.0.held).hold(request, &body);
            Ok(request)
        }
        .boxed()
    }

    fn over(&self, request: RequestId, outcome: Outcome) {
        if !self.0.queue(Entry::Over { request, outcome, at: Instant::now() }) {
            // The next opening marks it as cut off.
            log::info!("request {request} was over after the ledger had closed");
        }
    }
}

/// What is known of a request until it is over.
struct UnderWay {
    since: Instant,
    price: Option<Price>,
}

/// The one task that writes: in order, so that a limit is held against all that was over before.
struct Writing {
    store: Arc<Store>,
    events: Events,
    clock: Arc<dyn Clock>,
    shared: Weak<Shared>,
    under_way: HashMap<RequestId, UnderWay>,
}

impl Writing {
    async fn run(mut self, mut entries: mpsc::UnboundedReceiver<Entry>) {
        while let Some(entry) = entries.recv().await {
            match entry {
                Entry::Leaving { request, reply } => {
                    let permit = self.leaving(*request).await;
                    // When nobody waits any more, the permit's drop strikes the row.
                    drop(reply.send(permit));
                }
                Entry::Over { request, outcome, at } => self.over(request, &outcome, at).await,
                Entry::Never(request) => self.never(request).await,
                // Nobody waits any more: nothing is lost.
                Entry::Settled(told) => drop(told.send(())),
            }
        }
        if !self.under_way.is_empty() {
            // The next opening marks them as cut off.
            log::info!("{} requests were under way when the ledger closed", self.under_way.len());
        }
    }

    async fn leaving(&mut self, request: Leaving) -> Result<Permit> {
        let (now, zone) = (self.clock.now(), self.clock.zone());
        let local = local_at(now, zone);
        let price = request.price;
        let row = rows::New {
            left_at: now.timestamp_millis(),
            zone: zone.name(),
            offset_seconds: local.offset().local_minus_utc(),
            day: local.format("%Y-%m-%d").to_string(),
            bytes_out: u64::try_from(request.body.len()).unwrap_or(u64::MAX),
            host: request.host,
            local: request.local,
            model: request.model,
            purpose: request.purpose,
        };
        let may_cost =
            !row.local && is_paid(row.purpose) && price.is_none_or(|price| price.out + price.back > 0.0);
        let id = self
            .store
            .write(move |tx| {
                if may_cost {
                    hold_limit(tx, &row.day)?;
                }
                rows::keep(tx, &row)
            })
            .await?;
        self.under_way.insert(id, UnderWay { since: Instant::now(), price });
        self.events.tell(Event::LedgerChanged);
        Ok(Permit { request: Some(id), shared: Weak::clone(&self.shared) })
    }

    async fn over(&mut self, id: RequestId, outcome: &Outcome, at: Instant) {
        let Some(UnderWay { since, price }) = self.under_way.remove(&id) else {
            log::warn!("request {id} was over and is not under way");
            return;
        };
        let end = rows::Over {
            end: outcome.end,
            bytes_in: outcome.bytes_in,
            tokens_out: outcome.usage.tokens_out,
            tokens_in: outcome.usage.tokens_in,
            cost: cost_of(outcome, price),
            millis: u64::try_from(at.saturating_duration_since(since).as_millis()).unwrap_or(u64::MAX),
        };
        if let Err(error) = self.store.write(move |tx| rows::close(tx, id, &end)).await {
            // The next opening marks it as cut off.
            log::error!("the end of request {id} could not be written: {error:#}");
        }
        self.events.tell(Event::LedgerChanged);
    }

    async fn never(&mut self, id: RequestId) {
        self.under_way.remove(&id);
        if let Err(error) = self.store.write(move |tx| rows::strike(tx, id)).await {
            log::error!("request {id}, which never left, could not be struck: {error:#}");
        }
        self.events.tell(Event::LedgerChanged);
    }
}

/// Whether a provider is paid for such a request.
fn is_paid(purpose: Purpose) -> bool {
    match purpose {
        Purpose::Answer | Purpose::Memory | Purpose::Test => true,
        Purpose::List | Purpose::Download => false,
    }
}

fn hold_limit(c: &rusqlite::Connection, day: &str) -> Result<()> {
    let Some(limit) = settings::read(c)?.monthly_limit else { return Ok(()) };
    let known = month_cost(c, day)?;
    if known < limit {
        return Ok(());
    }
    let detail = format!("this month's known cost is US$ {known:.4}, the limit is US$ {limit:.2}");
    Err(anyhow::Error::new(ModelError::new(ModelErrorKind::Limit, detail)))
}

/// The provider's own word, else the tokens of a whole reply at their price. Nothing is made up: with a count or a price
/// missing it is not known, nor of a reply that was broken off, whose counts are only those of its beginning. What a kept
/// prefix spared is not taken off.
fn cost_of(outcome: &Outcome, price: Option<Price>) -> Option<f64> {
    let usage = outcome.usage;
    let whole = outcome.end == End::Whole;
    let reckoned = || {
        let (price, out, back) = (price?, usage.tokens_out?, usage.tokens_in?);
        Some((f64::from(out) * price.out + f64::from(back) * price.back) / 1_000_000.0)
    };
    usage.cost.or_else(|| reckoned().filter(|_| whole)).filter(|cost| cost.is_finite() && *cost >= 0.0)
}
