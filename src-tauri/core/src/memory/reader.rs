//! Reads in the background what waits to be read: newest first, a few turns at a time, and only while nobody talks.

use super::{
    Vectors, kept,
    reading::{self, Trouble},
};
use crate::{
    event::{Event, EventListener, Events},
    ports::{EmbedErrorKind, Embedder},
    store::Store,
};
use anyhow::Result;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep},
};

/// After words were said the processor is theirs for so long.
const QUIET: Duration = Duration::from_secs(1);
/// How often it is looked whether the talk is over.
const LOOKS: Duration = Duration::from_millis(250);
/// Between two tellings of how far it is.
const TELLS: Duration = Duration::from_millis(250);
/// How long to wait when it can't be done just now; twice as long each further time, up to the longest.
const AGAIN: Duration = Duration::from_secs(10);
const AGAIN_LONGEST: Duration = Duration::from_secs(600);
/// Turns behind a forgotten one whose vectors may have been made with it: those that wait to be read again.
const BEHIND: i64 = 8;

/// How far what was kept is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Turns that are found by their meaning.
    pub read: u64,
    /// Turns that wait for the embedder; none without one.
    pub waiting: u64,
}

/// What reading needs.
#[derive(Clone)]
pub struct Parts {
    pub store: Arc<Store>,
    pub events: Events,
    pub embedder: Arc<dyn Embedder>,
    /// Says whether an answer is being made.
    pub busy: Arc<dyn Fn() -> bool + Send + Sync>,
}

/// The reading of one life, until it is closed.
#[derive(Debug)]
pub struct Reader {
    vectors: Vectors,
    progress: watch::Receiver<Progress>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Reader {
    /// Begins: the codes of what was read are fetched, then what waits is read. `vectors` are filled by it.
    pub fn start(parts: Parts, vectors: Vectors) -> Self {
        let (tell, progress) = watch::channel(Progress::default());
        let (said, hears) = watch::channel(None);
        let following = tokio::spawn(follow(parts.clone(), parts.events.listen(), vectors.clone(), said));
        let reading = tokio::spawn(read(parts, vectors.clone(), hears, tell));
        Self { vectors, progress, tasks: Mutex::new(vec![following, reading]) }
    }

    /// What is found by meaning.
    pub fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    /// How far it is. [`Event::ReadingProgress`] tells when this changes, at most four times a second.
    pub fn progress(&self) -> Progress {
        *self.progress.borrow()
    }

    /// Ends: what was being read is given up, and waits for the next opening.
    pub async fn close(&self) {
        let tasks = std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in &tasks {
            task.abort();
        }
        for task in tasks {
            // The only failure is that it was ended, as was wanted.
            drop(task.await);
        }
    }
}

/// Takes out of memory at once what was forgotten or reworded, and notes when something was said.
async fn follow(
    parts: Parts,
    mut events: EventListener,
    vectors: Vectors,
    said: watch::Sender<Option<Instant>>,
) {
    while let Some(event) = events.next().await {
        let done = match event {
            Event::TurnsChanged { turns } => {
                said.send_replace(Some(Instant::now()));
                let vectors = vectors.clone();
                // Looked at and put in where nobody else writes: what is read meanwhile is not taken out again.
                let look = move |tx: &rusqlite::Transaction<'_>| {
                    for id in turns {
                        let behind = kept::waiting_behind(tx, id, BEHIND)?;
                        for turn in [id].into_iter().chain(behind) {
                            let kept = kept::of_turn(tx, turn)?;
                            vectors.put([(turn, kept.has_pair, kept.codes.as_slice())]);
                        }
                    }
                    Ok(())
                };
                parts.store.write(look).await
            }
            Event::AnswerOpened => {
                said.send_replace(Some(Instant::now()));
                Ok(())
            }
            Event::Overflowed => {
                said.send_replace(Some(Instant::now()));
                reading::fetch(&parts.store, &vectors).await
            }
            Event::SettingsChanged
            | Event::CopyMade { .. }
            | Event::LedgerChanged
            | Event::ShelfChanged
            | Event::MemoryChanged
            | Event::ReadingProgress
            | Event::OffRecordChanged { .. } => Ok(()),
        };
        if let Err(error) = done {
            log::warn!("what turns mean is not up to date in memory: {error:#}");
        }
    }
}

async fn read(
    parts: Parts,
    vectors: Vectors,
    mut said: watch::Receiver<Option<Instant>>,
    progress: watch::Sender<Progress>,
) {
    let mut changed = parts.embedder.changed();
    if let Err(error) = reading::fetch(&parts.store, &vectors).await {
        log::warn!("what turns mean could not be fetched: {error:#}");
    }
    let mut again = AGAIN;
    let mut told: Option<Instant> = None;
    loop {
        changed.mark_unchanged();
        said.mark_unchanged();
        be_quiet(&parts, &said).await;
        if told.is_none() {
            told = tell(&parts, &vectors, &progress).await;
        }
        // A word that is said ends it: what was not begun is read later.
        let done = tokio::select! {
            done = one_batch(&parts, &vectors) => done,
            () = changes(&mut said) => continue,
        };
        let finished = !matches!(done, Ok(true));
        if finished || told.is_none_or(|told| told.elapsed() >= TELLS) {
            told = tell(&parts, &vectors, &progress).await;
        }
        match done {
            Ok(true) => again = AGAIN,
            Ok(false) => {
                again = AGAIN;
                tokio::select! {
                    () = changes(&mut changed) => {}
                    () = changes(&mut said) => {}
                }
            }
            Err(Trouble::Embedder(error)) => {
                log::info!("turns are not read: {error}");
                match error.kind {
                    EmbedErrorKind::Absent | EmbedErrorKind::NoModel => changes(&mut changed).await,
                    EmbedErrorKind::NotNow => {
                        tokio::select! {
                            () = changes(&mut changed) => {}
                            () = sleep(again) => {}
                        }
                        again = AGAIN_LONGEST.min(again * 2);
                    }
                }
            }
            Err(Trouble::Store(error)) => {
                log::warn!("turns could not be read: {error:#}");
                sleep(again).await;
                again = AGAIN_LONGEST.min(again * 2);
            }
        }
    }
}

/// Until something changes; for ever where nobody is left to change it: the life is closing.
async fn changes<T>(of: &mut watch::Receiver<T>) {
    if of.changed().await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn be_quiet(parts: &Parts, said: &watch::Receiver<Option<Instant>>) {
    while (parts.busy)() || said.borrow().is_some_and(|said| said.elapsed() < QUIET) {
        sleep(LOOKS).await;
    }
}

/// Does some of what is to be done. Says whether there may be more.
async fn one_batch(parts: &Parts, vectors: &Vectors) -> Result<bool, Trouble> {
    if !reading::settle(&parts.store, &*parts.embedder, vectors).await? {
        return Ok(true);
    }
    if parts.embedder.id().is_none() {
        return Ok(false);
    }
    Ok(reading::read_some(&parts.store, &*parts.embedder, vectors, reading::BATCH).await? > 0)
}

/// Tells how far it is. Gives when that was.
async fn tell(parts: &Parts, vectors: &Vectors, progress: &watch::Sender<Progress>) -> Option<Instant> {
    let now = match parts.embedder.id() {
        // Nothing waits for nobody, and counting it walks the whole life.
        None => Progress::default(),
        Some(_) => match parts.store.read(kept::waiting).await {
            Ok(waiting) => Progress { read: vectors.turns() as u64, waiting },
            Err(error) => {
                log::warn!("how far reading is could not be told: {error:#}");
                return Some(Instant::now());
            }
        },
    };
    if progress.send_if_modified(|known| std::mem::replace(known, now) != now) {
        parts.events.tell(Event::ReadingProgress);
    }
    Some(Instant::now())
}

#[cfg(test)]
mod tests;
