//! The wire contract: commands, deltas and events, typed for JavaScript. The one door between a page (or a test) and
//! the life; the shell only carries what crosses here. Knows no Tauri.

pub mod doors;
pub mod wire;

mod catalogue;
mod convert;
mod error;
mod ledger;
mod memory;
mod models;
mod opening;
mod pictures;
mod remembering;
mod safety;
mod settings;
mod shelf;
mod talk;

use error::on_the_wire;
use samantha_core::{
    companion::{Companion, Options},
    error::{Kind, kind},
    event,
};
use serde_json::Value;
use std::{path::PathBuf, sync::Arc};
use tokio::sync::{RwLock, watch};

pub use samantha_core::companion::Ports;

/// A life, or the reason why there is none now. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Api(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    home: PathBuf,
    ports: Ports,
    options: Options,
    life: RwLock<Life>,
    /// Grows when another life takes the place of this one: event listeners move over.
    lives: watch::Sender<u64>,
}

#[derive(Debug)]
enum Life {
    Open(Arc<Companion>),
    Trouble(Arc<anyhow::Error>),
    Closed,
}

impl Api {
    /// Opens the life in the data folder `home`. Never fails: what went wrong is told by the command `open`.
    pub async fn open(home: PathBuf, ports: Ports) -> Self {
        Self::open_with(home, ports, Options::default()).await
    }

    /// As [`Api::open`], with options for tests.
    pub async fn open_with(home: PathBuf, ports: Ports, options: Options) -> Self {
        let life = Self::try_open(&home, &ports, &options).await;
        Self(Arc::new(Inner { home, ports, options, life: RwLock::new(life), lives: watch::Sender::new(0) }))
    }

    async fn try_open(home: &std::path::Path, ports: &Ports, options: &Options) -> Life {
        match Companion::open(home, ports.clone(), options.clone()).await {
            Ok(companion) => Life::Open(Arc::new(companion)),
            Err(error) => {
                log::error!("she could not open: {error:#}");
                Life::Trouble(Arc::new(error))
            }
        }
    }

    /// Answers a command by name.
    ///
    /// # Errors
    /// As [`doors::call`].
    pub async fn call(&self, name: &str, args: Value) -> Result<Value, wire::ApiError> {
        let answer = doors::call(self, name, args).await;
        if let Err(error) = &answer {
            log::warn!("the command {name} failed: {}: {}", error.code, error.message);
        }
        answer
    }

    /// Carries out a request of the talk and streams what comes of it to `sink`, until it ends or `sink` says `false`:
    /// nobody listens any more (the answer goes on all the same).
    pub async fn converse(
        &self,
        request: wire::Converse,
        sink: impl FnMut(wire::Delta) -> bool + Send + 'static,
    ) {
        talk::converse(self, request, sink).await;
    }

    /// What changes, from now on.
    pub fn events(&self) -> ApiEvents {
        let lives = self.0.lives.subscribe();
        // Listened to at once, so that nothing is missed between this and the first look. While another life takes the
        // place of this one the first look listens.
        let listener = self.0.life.try_read().ok().and_then(|life| match &*life {
            Life::Open(companion) => Some(companion.listen()),
            Life::Trouble(_) | Life::Closed => None,
        });
        ApiEvents { api: self.clone(), lives, listener }
    }

    /// Closes the life in order. Every later command fails with `closing`.
    pub async fn close(&self) {
        let life = std::mem::replace(&mut *self.0.life.write().await, Life::Closed);
        close_life(life).await;
        self.0.lives.send_modify(|n| *n += 1);
    }

    pub(crate) async fn companion(&self) -> anyhow::Result<Arc<Companion>> {
        match &*self.0.life.read().await {
            Life::Open(companion) => Ok(Arc::clone(companion)),
            Life::Trouble(error) => Err(kind(samantha_core::error::kind_of(error), format!("{error:#}"))),
            Life::Closed => Err(kind(Kind::Closing, "she is closing")),
        }
    }

    /// Why there is no life, if there is none.
    pub(crate) async fn trouble(&self) -> Option<Arc<anyhow::Error>> {
        match &*self.0.life.read().await {
            Life::Trouble(error) => Some(Arc::clone(error)),
            Life::Open(_) | Life::Closed => None,
        }
    }

    /// Closes the life, lets `change` work on its closed folder, and opens what is there then.
    pub(crate) async fn reopen_after<F>(&self, change: F) -> anyhow::Result<()>
    where
        F: FnOnce(&std::path::Path, chrono::DateTime<chrono::Utc>) -> anyhow::Result<()> + Send + 'static,
    {
        let mut life = self.0.life.write().await;
        if matches!(*life, Life::Closed) {
            return Err(kind(Kind::Closing, "she is closing"));
        }
        close_life(std::mem::replace(&mut *life, Life::Closed)).await;
        let (home, now) = (self.0.home.clone(), self.0.ports.clock.now());
        let changed = tokio::task::spawn_blocking(move || change(&home, now)).await;
        *life = Self::try_open(&self.0.home, &self.0.ports, &self.0.options).await;
        drop(life);
        self.0.lives.send_modify(|n| *n += 1);
        changed.map_err(anyhow::Error::new)?
    }

    pub(crate) fn home(&self) -> &std::path::Path {
        &self.0.home
    }

    pub(crate) fn clock(&self) -> &dyn samantha_core::clock::Clock {
        &*self.0.ports.clock
    }
}

async fn close_life(life: Life) {
    if let Life::Open(companion) = life
        && let Err(error) = companion.close().await
    {
        log::error!("she did not close cleanly: {error:#}");
    }
}

/// A stream of [`wire::Event`]s that outlives a restored or renewed life.
#[derive(Debug)]
pub struct ApiEvents {
    api: Api,
    lives: watch::Receiver<u64>,
    listener: Option<event::EventListener>,
}

impl ApiEvents {
    /// The next event; `None` once she has closed.
    pub async fn next(&mut self) -> Option<wire::Event> {
        loop {
            if self.listener.is_none() {
                self.lives.mark_unchanged();
                match &*self.api.0.life.read().await {
                    Life::Open(companion) => self.listener = Some(companion.listen()),
                    Life::Trouble(_) => {}
                    Life::Closed => return None,
                }
            }
            let Some(listener) = &mut self.listener else {
                self.lives.changed().await.ok()?;
                continue;
            };
            tokio::select! {
                event = listener.next() => match event {
                    Some(event) => return Some(convert::event(event)),
                    None => self.listener = None,
                },
                changed = self.lives.changed() => {
                    changed.ok()?;
                    self.listener = None;
                    if matches!(*self.api.0.life.read().await, Life::Closed) {
                        return None;
                    }
                    return Some(wire::Event::Overflowed {});
                }
            }
        }
    }
}
