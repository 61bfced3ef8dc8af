//! What is due: rows, never timers. A job is marked 'sending' before its deed and 'done' after it, each durable, so
//! that a crash between the two is seen at the next opening.

mod deeds;

pub(crate) use deeds::COPY_EVERY;
use deeds::Which;

use crate::{
    clock::Clock,
    dialogue::Dialogue,
    error::{Kind, kind_of},
    event::Events,
    id::{FactId, JobId, PictureId, TurnId},
    ledger::Ledger,
    ports::Providers,
    store::Store,
};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{Notify, watch};

/// Something to do when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Make a removal final. Doing it twice does no harm.
    Forget(TurnId),
    /// Make the removal of a fact final. Doing it twice does no harm.
    ForgetFact(FactId),
    /// Forget a picture that was taken off the draft. Doing it twice does no harm.
    Drop(PictureId),
    /// Forget the words of the draft that was there when off the record began. Doing it twice does no harm.
    DropDraft,
    /// Make the day's copy of the database.
    Copy,
}

impl Deed {
    fn kind(self) -> &'static str {
        match self {
            Self::Forget(_) => "forget",
            Self::ForgetFact(_) => "forget_fact",
            Self::Drop(_) | Self::DropDraft => "drop",
            Self::Copy => "copy",
        }
    }

    fn about(self) -> i64 {
        match self {
            Self::Forget(turn) => turn.0,
            Self::ForgetFact(fact) => fact.0,
            Self::Drop(picture) => picture.0,
            // No picture has this id.
            Self::DropDraft | Self::Copy => 0,
        }
    }
}

/// A deed and when it is due (Unix milliseconds UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub deed: Deed,
    pub due_at: i64,
}

/// Adds a job.
///
/// # Errors
/// When it can't be written.
pub fn add(tx: &Transaction<'_>, deed: Deed, due_at: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO job(kind, about, due_at) VALUES (?1, ?2, ?3)",
        (deed.kind(), deed.about(), due_at),
    )?;
    Ok(())
}

/// Takes a waiting job back. One that is being done, or was, is left.
///
/// # Errors
/// When it can't be written.
pub fn take_back(tx: &Transaction<'_>, deed: Deed) -> Result<()> {
    let sql = "DELETE FROM job WHERE kind = ?1 AND about = ?2 AND state = 'waiting'";
    tx.execute(sql, (deed.kind(), deed.about()))?;
    Ok(())
}

fn next_due(c: &Connection) -> Result<Option<Job>> {
    let sql = "SELECT id, kind, about, due_at FROM job WHERE state = 'waiting' ORDER BY due_at, id LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([], read).optional()?)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Job> {
    let kind: String = row.get(1)?;
    let deed = match kind.as_str() {
        "forget" => Deed::Forget(row.get(2)?),
        "forget_fact" => Deed::ForgetFact(row.get(2)?),
        "drop" => match row.get(2)? {
            PictureId(0) => Deed::DropDraft,
            picture => Deed::Drop(picture),
        },
        _ => Deed::Copy,
    };
    Ok(Job { id: row.get(0)?, deed, due_at: row.get(3)? })
}

/// How long jobs that were done are kept.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Looks after what the last run left: a removal that was begun is finished (it waits again), a copy that was begun is
/// not repeated but given back to be told, and a new one is made when it is due. Old done jobs go.
///
/// # Errors
/// When it can't be written.
pub fn reopen(tx: &Transaction<'_>, now: DateTime<Utc>) -> Result<Vec<Job>> {
    tx.execute(
        "UPDATE job SET state = 'waiting' WHERE state = 'sending' AND kind IN ('forget', 'forget_fact', 'drop')",
        [],
    )?;
    let cut_off = tx
        .prepare("SELECT id, kind, about, due_at FROM job WHERE state = 'sending'")?
        .query_map([], read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    tx.execute("UPDATE job SET state = 'done' WHERE state = 'sending'", [])?;
    let old = (now - KEPT).timestamp_millis();
    tx.execute("DELETE FROM job WHERE state = 'done' AND due_at < ?1", [old])?;
    Ok(cut_off)
}

/// Makes sure that the day's copy is on the list.
///
/// # Errors
/// When it can't be written.
pub fn plan_copy(tx: &Transaction<'_>, due: DateTime<Utc>) -> Result<()> {
    if !tx.prepare("SELECT 1 FROM job WHERE kind = 'copy' AND state = 'waiting'")?.exists([])? {
        add(tx, Deed::Copy, due.timestamp_millis())?;
    }
    Ok(())
}

/// How long after a failure a job is tried again.
const AGAIN: TimeDelta = TimeDelta::minutes(1);
/// The same, where something was only in the way.
const SOON: TimeDelta = TimeDelta::seconds(2);
/// How long closing waits for what is forgotten to be wiped.
const TO_FORGET: Duration = Duration::from_secs(1);
/// How long she sleeps when nothing is due; the clock itself looks up more often.
const FAR: TimeDelta = TimeDelta::hours(1);

/// What the deeds need.
pub struct Parts {
    pub home: PathBuf,
    pub store: Arc<Store>,
    pub clock: Arc<dyn Clock>,
    pub events: Events,
    pub dialogue: Dialogue,
    pub ledger: Ledger,
    pub providers: Arc<dyn Providers>,
    /// Whether copies are made.
    pub copies: bool,
}

/// The loop of what is due.
#[derive(Clone)]
pub struct Schedule {
    parts: Arc<Parts>,
    changed: Arc<Notify>,
    stop: watch::Sender<bool>,
    /// Until when what takes long may go on, once she closes.
    ends_by: Arc<OnceLock<Instant>>,
    /// Held while a copy is made or a removal made final: neither may miss the other.
    copying: Arc<tokio::sync::Mutex<()>>,
    task: Arc<Mutex<Option<tokio::task::JoinHandle<()>>>>,
}

impl std::fmt::Debug for Schedule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schedule")
    }
}

impl Schedule {
    /// Starts the loop.
    pub fn start(parts: Parts) -> Self {
        let schedule = Self {
            parts: Arc::new(parts),
            changed: Arc::default(),
            stop: watch::Sender::new(false),
            ends_by: Arc::default(),
            copying: Arc::default(),
            task: Arc::default(),
        };
        let task = tokio::spawn(schedule.clone().run());
        *schedule.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
        schedule
    }

    /// Tells the loop that jobs were added or taken back.
    pub fn changed(&self) {
        self.changed.notify_one();
    }

    async fn run(self) {
        let mut stop = self.stop.subscribe();
        while !*stop.borrow_and_update() {
            let now = self.parts.clock.now();
            let next = self.parts.store.read(next_due).await;
            // A time that is none is past.
            let due = |job: &Job| DateTime::from_timestamp_millis(job.due_at).unwrap_or(now);
            match next {
                Ok(Some(job)) if due(&job) <= now => self.attend(job).await,
                next => {
                    let until = match next {
                        Ok(Some(job)) => due(&job),
                        Ok(None) => now + FAR,
                        Err(error) => {
                            log::warn!("what is due can't be read: {error:#}");
                            now + AGAIN
                        }
                    };
                    tokio::select! {
                        _ = stop.changed() => {}
                        () = self.changed.notified() => {}
                        () = self.parts.clock.wait_until(until) => {}
                    }
                }
            }
        }
    }

    async fn attend(&self, job: Job) {
        let done = async {
            let id = job.id;
            let marked = self.parts.store.write(move |tx| {
                let sql = "UPDATE job SET state = 'sending' WHERE id = ?1 AND state = 'waiting'";
                Ok(tx.execute(sql, [id])? == 1)
            });
            if !marked.await? {
                return Ok(());
            }
            self.act(job.deed).await?;
            let done = move |tx: &Transaction<'_>| {
                Ok(tx.execute("UPDATE job SET state = 'done' WHERE id = ?1", [id])?)
            };
            self.parts.store.write(done).await.map(|_| ())
        };
        let Err(error) = done.await else { return };
        log::warn!("job {} ({}) failed and is tried again: {error:#}", job.id, job.deed.kind());
        // A checkpoint that a reader was in the way of: readers are quick.
        let pause = if kind_of(&error) == Kind::NotNow { SOON } else { AGAIN };
        let (id, due) = (job.id, (self.parts.clock.now() + pause).timestamp_millis());
        let again = self.parts.store.write(move |tx| {
            Ok(tx.execute("UPDATE job SET state = 'waiting', due_at = ?2 WHERE id = ?1", (id, due))?)
        });
        if let Err(error) = again.await {
            log::error!("job {} can't be put off: {error:#}", job.id);
            // The store can't be written: a short sleep instead of a tight loop.
            self.parts.clock.wait_until(self.parts.clock.now() + AGAIN).await;
        }
    }

    /// Whether there is time to go on with what takes long: until she closes, and a little longer.
    fn has_time(&self) -> bool {
        self.ends_by.get().is_none_or(|by| Instant::now() < *by)
    }

    /// Ends the loop, then makes every waiting removal final, all at once: nobody is there to undo it any more. What of it
    /// takes longer than [`TO_FORGET`] is gone on with at the next opening; the jobs say so.
    pub async fn close(&self) {
        self.ends_by.get_or_init(|| Instant::now() + TO_FORGET);
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && let Err(error) = task.await
        {
            log::error!("the schedule ended badly: {error}");
        }
        if let Err(error) = self.forget_what_waits().await {
            log::warn!("what was removed is forgotten to its end at the next opening: {error:#}");
        }
    }

    async fn forget_what_waits(&self) -> Result<()> {
        let begin = |tx: &Transaction<'_>| {
            let sql = "UPDATE job SET state = 'sending' WHERE state = 'waiting' AND kind != 'copy'";
            Ok(tx.execute(sql, [])? > 0)
        };
        if self.parts.store.write(begin).await? {
            self.forget(Which::All).await?;
            let end = |tx: &Transaction<'_>| {
                let sql = "UPDATE job SET state = 'done' WHERE state = 'sending' AND kind != 'copy'";
                Ok(tx.execute(sql, [])?)
            };
            self.parts.store.write(end).await?;
        }
        Ok(())
    }
}
