//! Up to four read-only connections, opened when first needed.

use super::{Access, StoreOptions, connect};
use crate::error::{Kind, kind};
use anyhow::{Context as _, Result};
use rusqlite::Connection;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};
use tokio::sync::Semaphore;

const MOST: usize = 4;

#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    options: StoreOptions,
    idle: Arc<Mutex<Vec<Connection>>>,
    free: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(path: PathBuf, options: StoreOptions) -> Self {
        Self { path, options, idle: Arc::default(), free: Arc::new(Semaphore::new(MOST)) }
    }

    pub(super) async fn run<T, F>(&self, look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let closed = || kind(Kind::Closing, "the store is closed");
        let place = Arc::clone(&self.free).acquire_owned().await.map_err(|_| closed())?;
        let idle = Arc::clone(&self.idle);
        let (path, options) = (self.path.clone(), self.options.clone());
        tokio::task::spawn_blocking(move || {
            let waiting = idle.lock().ok().and_then(|mut idle| idle.pop());
            let connection = match waiting {
                Some(connection) => connection,
                None => connect(&path, &options, Access::Read)?,
            };
            let result = look(&connection);
            if let Ok(mut idle) = idle.lock()
                && !place.semaphore().is_closed()
            {
                idle.push(connection);
            }
            drop(place);
            result
        })
        .await
        .context("reading from the store")?
    }

    /// Refuses new readers and drops the idle connections; those at work end with their work.
    pub(super) fn close(&self) {
        self.free.close();
        if let Ok(mut idle) = self.idle.lock() {
            idle.clear();
        }
    }
}
