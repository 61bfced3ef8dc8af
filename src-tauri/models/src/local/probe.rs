//! A file looked at in a process of its own, which it may end: what it is, or why it can't be used.

use crate::local::{
    LocalModels, Workers,
    worker::{Gone, Late, Worker, load_of},
    workers::longer_for,
};
use samantha_core::ports::{ModelError, ModelErrorKind as Kind};
use samantha_local_messages::{Loaded, NotLoaded, Reply, Request, Template};
use std::path::Path;
use tokio::io::AsyncReadExt as _;

/// What a file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probed {
    /// As the file names itself; may be empty.
    pub name: String,
    /// "llama", "qwen3".
    pub architecture: String,
    /// Tokens it was trained to read at once.
    pub context_trained: u32,
    pub parameters: u64,
    /// Bytes of the file.
    pub bytes: u64,
    /// Whether the file says how a talk is written for it, in a way the worker knows; else ChatML is used.
    pub has_template: bool,
}

impl LocalModels {
    /// Loads a file in a process made for it, looks at all its numbers and computes one token; the process then ends.
    /// Whatever the file does to it, the app and the model that is loaded go on.
    ///
    /// # Errors
    /// `BadFile`, `NoMemory`, `Timeout`, `WorkerDied`, or `NoEngine` when there is no worker that can run here.
    pub async fn probe(&self, path: &Path) -> Result<Probed, ModelError> {
        self.inner.workers.probe(path).await
    }
}

impl Workers {
    /// As [`LocalModels::probe`].
    ///
    /// # Errors
    /// The same.
    pub async fn probe(&self, path: &Path) -> Result<Probed, ModelError> {
        let bytes = size_of_gguf(path).await?;
        let Some(way) = self.plain() else { return Err(no_worker()) };
        let mut worker = Worker::start(way).map_err(died)?;
        let asked = Request::Probe(load_of(path, 0, way));
        let reply = worker.load(asked, self.patience.probe + longer_for(bytes)).await;
        worker.kill().await;
        let facts = loaded(reply)?;
        Ok(Probed {
            name: facts.name,
            architecture: facts.architecture,
            context_trained: facts.context_trained,
            parameters: facts.parameters,
            bytes,
            has_template: facts.template == Template::OfFile,
        })
    }
}

/// The size of a file that begins as a GGUF does.
pub(crate) async fn size_of_gguf(path: &Path) -> Result<u64, ModelError> {
    let begin = async {
        let file = tokio::fs::File::open(path).await?;
        let facts = file.metadata().await?;
        let mut begin = Vec::new();
        if facts.is_file() {
            file.take(4).read_to_end(&mut begin).await?;
        }
        std::io::Result::Ok((facts.len(), begin))
    };
    match begin.await {
        Ok((bytes, begin)) if begin == *b"GGUF" => Ok(bytes),
        Ok(_) => Err(ModelError::new(Kind::BadFile, "the file is no GGUF file")),
        Err(error) => {
            Err(ModelError::new(Kind::BadFile, format!("the file can't be read: {}", error.kind())))
        }
    }
}

/// What loading gave, or what went wrong, for a person.
pub(crate) fn loaded(reply: Result<Reply, Late>) -> Result<Loaded, ModelError> {
    match reply {
        Ok(Reply::Loaded(facts)) => Ok(facts),
        Ok(Reply::NotLoaded { why, detail }) => Err(not_loaded(why, &detail)),
        Ok(_) => Err(died(Gone::Unreadable)),
        Err(Late::Gone(gone)) if gone.by_engine() && !gone.never_ran() => {
            Err(ModelError::new(Kind::BadFile, format!("this file makes the engine stop: {gone}")))
        }
        Err(Late::Gone(gone)) => Err(died(gone)),
        Err(Late::Hung) => Err(ModelError::new(Kind::Timeout, "loading the file took too long")),
    }
}

fn not_loaded(why: NotLoaded, detail: &str) -> ModelError {
    let (kind, what) = match why {
        NotLoaded::Processor => (Kind::NoEngine, "built-in models can't run on this computer"),
        NotLoaded::Missing => (Kind::BadFile, "the file can't be read"),
        NotLoaded::Unreadable => (Kind::BadFile, "the file is damaged, or of a kind that isn't known"),
        NotLoaded::NoAnswers => (Kind::BadFile, "the file is no model that answers"),
        NotLoaded::Memory => (Kind::NoMemory, "there is no room for it in memory"),
    };
    ModelError::new(kind, if detail.is_empty() { what.to_owned() } else { format!("{what}: {detail}") })
}

pub(crate) fn died(gone: Gone) -> ModelError {
    let kind = if gone.never_ran() { Kind::NoEngine } else { Kind::WorkerDied };
    ModelError::new(kind, gone.to_string())
}

pub(crate) fn no_worker() -> ModelError {
    ModelError::new(Kind::NoEngine, "the program that runs built-in models isn't there")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_file_from_being_loaded_is_named_after_its_cause() {
        for (why, kind) in [
            (NotLoaded::Processor, Kind::NoEngine),
            (NotLoaded::Missing, Kind::BadFile),
            (NotLoaded::Unreadable, Kind::BadFile),
            (NotLoaded::NoAnswers, Kind::BadFile),
            (NotLoaded::Memory, Kind::NoMemory),
        ] {
            assert_eq!(not_loaded(why, "").kind, kind);
        }
        let gone = |gone| loaded(Err(Late::Gone(gone))).unwrap_err().kind;
        for (ended, kind) in [
            (Gone::NotStarted(std::io::ErrorKind::NotFound), Kind::NoEngine),
            (Gone::NotStarted(std::io::ErrorKind::OutOfMemory), Kind::WorkerDied),
            (Gone::Code(127), Kind::NoEngine),
            (Gone::Code(3), Kind::BadFile),
            (Gone::Signal(6), Kind::BadFile),
            (Gone::Signal(9), Kind::WorkerDied),
            (Gone::Unreadable, Kind::WorkerDied),
        ] {
            assert_eq!(gone(ended), kind, "{ended}");
        }
    }
}
