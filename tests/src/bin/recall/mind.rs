//! What an embedder adds to a life that is measured: the same model, and the same way from words to vectors, as in talk.

use anyhow::{Context as _, Result, ensure};
use futures_util::{FutureExt as _, future::BoxFuture};
use samantha_core::{
    memory::{self, Asked, Meaning, Vectors},
    ports::{EmbedError, EmbedErrorKind, Embedder, EmbedderId, Embedding, Side},
    store::Store,
};
use samantha_embed::Model;
use std::{path::Path, sync::Arc};
use tokio::sync::watch;

/// A model that is loaded once and stays so.
#[derive(Clone, Debug)]
pub struct Loaded {
    model: Arc<Model>,
    id: EmbedderId,
    /// Never sends: it is always the same.
    changed: watch::Sender<u64>,
}

impl Loaded {
    pub fn open(folder: &Path) -> Result<Self> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let id = samantha_embed::id_of(folder, &name, &samantha_embed::weights_sum(folder)?)?;
        Ok(Self { model: Arc::new(Model::open(folder)?), id, changed: watch::Sender::new(0) })
    }
}

impl Embedder for Loaded {
    fn id(&self) -> Option<EmbedderId> {
        Some(self.id.clone())
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn embed(
        &self,
        texts: Vec<String>,
        side: Side,
    ) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        let model = Arc::clone(&self.model);
        async move {
            let work = move || model.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>(), side);
            let ended = |error: tokio::task::JoinError| EmbedError {
                kind: EmbedErrorKind::NotNow,
                detail: error.to_string(),
            };
            tokio::task::spawn_blocking(work).await.map_err(ended)?
        }
        .boxed()
    }

    fn is_loaded(&self) -> bool {
        true
    }

    fn warm(&self) {}
}

/// What one life means, where there is an embedder.
#[derive(Clone, Debug)]
pub struct Mind {
    embedder: Option<Loaded>,
    vectors: Vectors,
}

impl Mind {
    pub fn new(embedder: Option<&Loaded>) -> Self {
        Self { embedder: embedder.cloned(), vectors: Vectors::default() }
    }

    /// Reads what was kept since the last time.
    pub async fn read(&self, store: &Store) -> Result<()> {
        if let Some(embedder) = &self.embedder {
            memory::reading::read_all(store, embedder, &self.vectors).await?;
        }
        Ok(())
    }

    /// What is asked means.
    pub async fn understand(&self, asked: &Asked<'_>) -> Result<Option<Meaning>> {
        let Some(embedder) = &self.embedder else { return Ok(None) };
        memory::understand(embedder, &self.vectors, asked).await
    }
}

/// The embedder that words of the command line name; one of the two has to be said.
#[derive(Debug, Default)]
pub struct Choice {
    lexical: bool,
    embedder: Option<Loaded>,
}

impl Choice {
    /// Whether the word is one of this choice's; `value` gives the one behind it.
    pub fn takes(&mut self, word: &str, value: impl FnOnce() -> Option<String>) -> Result<bool> {
        match word {
            "--no-embedder" => self.lexical = true,
            "--model" => {
                let folder = value().context("--model needs a folder")?;
                self.embedder = Some(Loaded::open(Path::new(&folder))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub fn made(self) -> Result<Option<Loaded>> {
        ensure!(self.lexical != self.embedder.is_some(), "say --no-embedder or --model DIR");
        Ok(self.embedder)
    }
}
