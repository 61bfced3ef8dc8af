//! The model files on this computer.

use super::Watch;
use futures_util::future::BoxFuture;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

/// A model file on this computer, or one that can be downloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptModel {
    /// The catalogue's id, or `own-…` for a file of the person's own.
    pub id: String,
    pub name: String,
    pub kept_for: KeptFor,
    /// Where the file is, once it is whole; of several files the folder they lie in.
    pub path: Option<PathBuf>,
    /// Of all its files.
    pub bytes: Option<u64>,
    /// 64 hex digits, where known; of several files the one with the weights.
    pub sha256: Option<String>,
    /// Where the checksum is from.
    pub pinned: Pinned,
    pub state: KeptState,
}

/// What a model is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeptFor {
    /// One file, that a worker runs.
    #[default]
    Talking,
    /// Several files in a folder, that make vectors of texts (see [`Embedder`](super::Embedder)).
    Reading,
}

/// Where a file's checksum is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pinned {
    /// There is none yet.
    Nowhere,
    /// The catalogue's, with its source.
    Catalogue,
    /// The host told it at the first download; held since.
    Host,
    /// Reckoned from the person's own file when it was added.
    File,
}

/// How a model file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptState {
    /// It can be downloaded.
    Offered,
    Downloading {
        done: u64,
        total: Option<u64>,
    },
    Paused {
        done: u64,
        total: Option<u64>,
    },
    /// All bytes are here; its checksum is being reckoned.
    Checking {
        done: u64,
        total: u64,
    },
    Whole,
    /// It stopped, and why. What is there stays and can be gone on with.
    Failed {
        done: u64,
        total: Option<u64>,
        why: ShelfError,
    },
}

/// Why a model file can't be had or used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShelfError {
    pub kind: ShelfErrorKind,
    /// For the log and the "details" fold.
    pub detail: String,
}

/// The kinds a person can do something different about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShelfErrorKind {
    /// No network, no such host, or it ended in the middle; it can be gone on with.
    Unreachable,
    /// The host has no such file, or wants a login.
    NotThere,
    /// What came is not what the checksum says. It was removed.
    WrongSum,
    /// The disk has no room for it.
    DiskFull,
    /// The folder can't be written, or the file not read.
    Disk,
    /// The file is no model this app can run, or makes the engine stop.
    NoModel,
    /// There is no program here that could try the file, or this computer's processor can't run it.
    NoEngine,
    /// No such id.
    Unknown,
}

impl ShelfErrorKind {
    /// Its name on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotThere => "not_there",
            Self::WrongSum => "wrong_sum",
            Self::DiskFull => "disk_full",
            Self::Disk => "disk",
            Self::NoModel => "no_model",
            Self::NoEngine => "no_engine",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for ShelfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.detail)
    }
}

impl std::error::Error for ShelfError {}

/// The model files on this computer. One in the app (samantha-models); tests have one in memory.
pub trait Shelf: Send + Sync + 'static {
    /// Every file that is here or half here, and every one the catalogue offers, in the catalogue's order.
    fn models(&self) -> BoxFuture<'_, Result<Vec<KeptModel>, ShelfError>>;

    /// Begins a download, or goes on with one. Returns once it is under way; [`Shelf::changed`] tells the rest.
    /// Asks the disk for room first. `mirror` is the base address to download from; `None` is the catalogue's.
    fn download<'a>(&'a self, id: &'a str, mirror: Option<&'a str>) -> BoxFuture<'a, Result<(), ShelfError>>;

    /// Pauses a download: what came stays, also over a restart.
    fn pause<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>>;

    /// Removes the file, or the part of it that is here. A file of the person's own is only taken off the list.
    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>>;

    /// Adds a file of the person's own, where it lies, after a probe loaded it.
    fn add<'a>(&'a self, path: &'a Path) -> BoxFuture<'a, Result<KeptModel, ShelfError>>;

    /// Counts up with every change of what [`Shelf::models`] gives; while a download runs at most four times a second.
    fn changed(&self) -> tokio::sync::watch::Receiver<u64>;

    /// Bytes free where files are kept, and bytes of memory of this computer; `None` where it can't be told.
    fn room(&self) -> (Option<u64>, Option<u64>);

    /// Pauses what is under way, so that it can be gone on with at the next start.
    fn close(&self) -> BoxFuture<'_, ()>;

    /// As [`Providers::watch`](super::Providers::watch).
    fn watch(&self, watch: Arc<dyn Watch>);
}
