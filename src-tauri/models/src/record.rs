//! Tells the ledger of a request: before it leaves, and once when it is over, however it ends.

use samantha_core::{
    id::RequestId,
    ports::{End, Leaving, ModelError, ModelErrorKind as Kind, Outcome, Usage, Watch},
};
use std::sync::{Arc, PoisonError, RwLock};

/// Who is told. Nobody, until someone wants to be.
#[derive(Default)]
pub(crate) struct Watching(RwLock<Option<Arc<dyn Watch>>>);

impl std::fmt::Debug for Watching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watching")
    }
}

impl Watching {
    pub(crate) fn set(&self, watch: Arc<dyn Watch>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(watch);
    }

    /// Tells of a request that is about to leave. It leaves only once this returned `Ok`.
    pub(crate) async fn leaving(&self, request: Leaving) -> Result<Record, ModelError> {
        let watch = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(watch) = watch else { return Ok(Record::unwatched()) };
        // In a task of its own: whoever asks may be dropped while the row is written, and a row that was written is
        // to be closed all the same.
        let written = tokio::spawn(async move {
            let id = watch.leaving(request).await?;
            Ok(Record { told: Some((watch, id)), outcome: Outcome::default() })
        });
        match written.await {
            Ok(record) => record,
            Err(error) => {
                Err(ModelError::new(Kind::Unreachable, format!("the ledger can't be written: {error}")))
            }
        }
    }
}

/// One request that left. Dropping it tells that it is over.
pub(crate) struct Record {
    told: Option<(Arc<dyn Watch>, RequestId)>,
    outcome: Outcome,
}

impl Record {
    /// A request nobody is told of.
    pub(crate) fn unwatched() -> Self {
        Self { told: None, outcome: Outcome::default() }
    }

    /// So many more bytes of the reply's body were read.
    pub(crate) fn read(&mut self, bytes: usize) {
        self.outcome.bytes_in += bytes as u64;
    }

    /// What the answer took, as far as it is known by now.
    pub(crate) fn used(&mut self, usage: Usage) {
        self.outcome.usage = usage;
    }

    /// How it ended. Without this it was stopped.
    pub(crate) fn ended(&mut self, end: End) {
        self.outcome.end = end;
    }

    /// How a request ended that came to this.
    pub(crate) fn ended_with<T>(&mut self, result: &Result<T, ModelError>) {
        self.ended(match result {
            Ok(_) => End::Whole,
            Err(error) => End::Failed(error.kind),
        });
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if let Some((watch, id)) = self.told.take() {
            watch.over(id, std::mem::take(&mut self.outcome));
        }
    }
}
