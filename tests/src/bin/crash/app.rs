//! The app without its window: the doors the window uses, over a model that recites.

use crate::{clock::AheadClock, reciter::Reciters};
use anyhow::{Result, bail};
use samantha_api::{
    Api, Ports,
    wire::{ApiError, Converse, Delta, Opening},
};
use samantha_core::{
    companion::Options,
    store::{StoreOptions, Synchronous},
    testing::{MemorySecrets, MemoryShelf, RememberingNotifier},
};
use serde_json::{Value, json};
use std::{path::Path, sync::Arc};
use tokio::sync::mpsc;

pub struct App {
    api: Api,
    pub clock: Arc<AheadClock>,
}

/// What tells one run of the app from another.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// What the model recites.
    pub seed: u64,
    /// Seconds the person's clock is ahead of the computer's: it never goes back from one run to the next.
    pub ahead: i64,
}

/// As the app opens a life.
pub fn on_real_disk() -> Options {
    Options::default()
}

/// On a simulated disk.
pub fn on_disk(vfs: &str, synchronous: Synchronous) -> Options {
    Options {
        store: StoreOptions { vfs: Some(vfs.to_owned()), synchronous, ..StoreOptions::default() },
        ..Options::default()
    }
}

impl App {
    /// Opens the life in a folder; its clock is ahead by so many seconds.
    ///
    /// # Errors
    /// When it does not open, with what the page would be told.
    pub async fn open(home: &Path, options: Options, start: Start) -> Result<Self> {
        let clock = Arc::new(AheadClock::new(start.ahead));
        let ports = Ports {
            clock: Arc::clone(&clock) as _,
            providers: Arc::new(Reciters::new(start.seed)),
            shelf: Arc::new(MemoryShelf::default()),
            secrets: Arc::new(MemorySecrets::default()),
            notifier: Arc::new(RememberingNotifier::default()),
            embedder: Arc::new(samantha_core::ports::NoEmbedder),
        };
        let app = Self { api: Api::open_with(home.to_owned(), ports, options).await, clock };
        match app.call("open", json!({})).await {
            Ok(opening) => match serde_json::from_value::<Opening>(opening)?.trouble {
                None => Ok(app),
                Some(trouble) => bail!("{}: {}", trouble.code, trouble.message),
            },
            Err(error) => bail!("{}: {}", error.code, error.message),
        }
    }

    pub async fn call(&self, name: &str, args: Value) -> Result<Value, ApiError> {
        self.api.call(name, args).await
    }

    /// Asks, and gives what streams back; it ends with the stream.
    pub fn converse(&self, ask: Converse) -> mpsc::UnboundedReceiver<Delta> {
        let (to, deltas) = mpsc::unbounded_channel();
        let api = self.api.clone();
        tokio::spawn(async move { api.converse(ask, move |delta| to.send(delta).is_ok()).await });
        deltas
    }

    pub async fn close(&self) {
        self.api.close().await;
    }
}
