//! The one thread that writes.

use super::checkpoint;
use crate::error::{Kind, kind};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, mpsc},
    thread::JoinHandle,
};
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce(&mut Connection) + Send>;

#[derive(Debug)]
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Work>>>,
    thread: Mutex<Option<JoinHandle<Result<()>>>>,
}

impl Writer {
    pub(super) fn start(mut connection: Connection) -> Result<Self> {
        let (queue, work) = mpsc::channel::<Work>();
        let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || {
            while let Ok(work) = work.recv() {
                work(&mut connection);
            }
            let moved = checkpoint(&connection);
            connection.close().map_err(|(_, error)| error)?;
            moved
        })?;
        Ok(Self { queue: Mutex::new(Some(queue)), thread: Mutex::new(Some(thread)) })
    }

    pub(super) async fn transact<T, F>(&self, change: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.with_connection(move |connection| {
            let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&tx)?;
            tx.commit().context("committing")?;
            Ok(value)
        })
        .await
    }

    pub(super) async fn with_connection<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            // A panic in one change must not take the writer with it; its transaction is rolled back by its drop.
            let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
                .unwrap_or_else(|_| Err(kind(Kind::Broken, "a change to the store panicked")));
            // Nobody waits any more: the change stands all the same.
            drop(reply.send(result));
        });
        let sent = match self.queue.lock() {
            Ok(queue) => queue.as_ref().is_some_and(|queue| queue.send(work).is_ok()),
            Err(_) => false,
        };
        if !sent {
            return Err(kind(Kind::Closing, "the store is closed"));
        }
        answer.await.map_err(|_| kind(Kind::Closing, "the store closed"))?
    }

    pub(super) async fn close(&self) -> Result<()> {
        if let Ok(mut queue) = self.queue.lock() {
            queue.take();
        }
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        let Some(thread) = thread else { return Ok(()) };
        let ended =
            tokio::task::spawn_blocking(move || thread.join()).await.context("waiting for the writer")?;
        ended.map_err(|_| kind(Kind::Broken, "the writer panicked"))?
    }
}

/// Waits for the thread, so that whoever opens the folder next finds it alone.
impl Drop for Writer {
    fn drop(&mut self) {
        if let Ok(queue) = self.queue.get_mut() {
            queue.take();
        }
        if let Some(thread) = self.thread.get_mut().ok().and_then(Option::take)
            && !matches!(thread.join(), Ok(Ok(())))
        {
            log::warn!("the store was dropped and did not close cleanly");
        }
    }
}
