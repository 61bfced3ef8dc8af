//! What an embedder adds to a life that is measured: the same model, and the same way from words to vectors, as in talk.

use anyhow::{Context as _, Result, ensure};
use samantha_core::{
    memory::{self, Asked, Meaning, Vectors},
    store::Store,
};
use samantha_embed::OnDemand;
use std::path::Path;

/// What one life means, where there is an embedder.
#[derive(Clone, Debug)]
pub struct Mind {
    embedder: Option<OnDemand>,
    vectors: Vectors,
}

impl Mind {
    pub fn new(embedder: Option<&OnDemand>) -> Self {
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
    embedder: Option<OnDemand>,
}

impl Choice {
    /// Whether the word is one of this choice's; `value` gives the one behind it.
    pub fn takes(&mut self, word: &str, value: impl FnOnce() -> Option<String>) -> Result<bool> {
        match word {
            "--no-embedder" => self.lexical = true,
            "--model" => {
                let folder = value().context("--model needs a folder")?;
                self.embedder = Some(OnDemand::of_folder(Path::new(&folder))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub fn made(self) -> Result<Option<OnDemand>> {
        ensure!(self.lexical != self.embedder.is_some(), "say --no-embedder or --model DIR");
        Ok(self.embedder)
    }
}
