//! Whole lives on a fake clock, through the doors of the window.

mod families;
mod forgetting;
mod keys;
mod ledger;
mod memory;
mod off_record;
mod private;
mod safety;
mod talk;

use samantha_api::Api;
use samantha_core::testing::{Fakes, at_once};

/// A life that closes and opens again in one folder.
struct Story {
    folder: tempfile::TempDir,
    fakes: Fakes,
    api: Api,
}

impl Story {
    async fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fakes = Fakes::default();
        let api = open(&folder, &fakes).await;
        Self { folder, fakes, api }
    }

    /// One with a scripted model that answers.
    async fn with_model() -> Self {
        let story = Self::begin().await;
        samantha_tests::lives::use_scripted_model(&story.api).await.unwrap();
        story
    }

    async fn close_and_open(mut self) -> Self {
        self.api.close().await;
        self.api = open(&self.folder, &self.fakes).await;
        self
    }
}

async fn open(folder: &tempfile::TempDir, fakes: &Fakes) -> Api {
    Api::open_with(folder.path().to_owned(), fakes.ports(), at_once()).await
}

/// Whether a file of this folder, or of one in it, holds these bytes.
fn holds(folder: &std::path::Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        std::fs::read(&path).unwrap().windows(bytes.len()).any(|window| window == bytes)
    })
}
