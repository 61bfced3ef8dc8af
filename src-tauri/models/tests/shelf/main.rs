//! The shelf against a host that plays scripts: what is asked, what is kept, every way it can end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::disallowed_methods)]

mod cuts;
mod downloading;
mod going_on;
mod own;
mod refusing;
mod several;

// One server for the tests of every crate; these use only part of it.
#[allow(dead_code)]
#[path = "../../../../tests/src/server.rs"]
mod server;

use futures_util::{FutureExt as _, future::BoxFuture};
use samantha_core::{
    id::RequestId,
    ports::{
        KeptFor, KeptModel, KeptState, Leaving, ModelError, ModelErrorKind, Outcome, Shelf as _,
        ShelfErrorKind, Watch,
    },
};
use samantha_models::{Bounds, ModelShelf, Offer, Probe};
use server::{Act, Asked, Script};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// The SHA-256 of a file, reckoned apart from the code that is tested.
fn sum_of(bytes: &[u8]) -> String {
    ring::digest::digest(&ring::digest::SHA256, bytes)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Something that begins like a model file. `seed` makes it another one.
fn model_file(bytes: usize, seed: u8) -> Vec<u8> {
    let noise = (0..bytes as u64).map(|n| (n.wrapping_mul(2_654_435_761) >> 11) as u8 ^ seed);
    b"GGUF".iter().copied().chain(noise).take(bytes).collect()
}

const PATH: &str = "someone/small-GGUF/resolve/main/small-Q4_K_M.gguf";

/// One offer, `small`, of which nothing but its place is known.
fn offer() -> Offer {
    Offer { id: "small".into(), name: "Small 1B".into(), path: PATH.into(), bytes: None, sha256: None }
}

/// The same, with everything known.
fn sourced(file: &[u8]) -> Offer {
    Offer { bytes: Some(file.len() as u64), sha256: Some(sum_of(file)), ..offer() }
}

/// Bounds for a disk with room and a person without patience.
fn quick() -> Bounds {
    Bounds {
        first: Duration::from_secs(20),
        between: Duration::from_secs(20),
        again: Duration::from_micros(1),
        tries: 0,
        keep_bytes: 64 << 10,
        margin: 1000,
        free: |_| Some(1 << 40),
        ..Bounds::default()
    }
}

fn takes_all() -> Arc<Probe> {
    Arc::new(|_| async { Ok(()) }.boxed())
}

fn shelf(home: &Path, offers: Vec<Offer>, host: &str) -> ModelShelf {
    shelf_with(home, offers, host, quick())
}

fn shelf_with(home: &Path, offers: Vec<Offer>, host: &str, bounds: Bounds) -> ModelShelf {
    ModelShelf::open_with(home, offers, host, takes_all(), bounds)
}

fn folder(home: &Path) -> PathBuf {
    home.join("models")
}

async fn model(shelf: &ModelShelf, id: &str) -> KeptModel {
    shelf.models().await.unwrap().into_iter().find(|model| model.id == id).expect("it is on the shelf")
}

/// The bytes of `small`, which is whole.
async fn here(shelf: &ModelShelf) -> Vec<u8> {
    std::fs::read(model(shelf, "small").await.path.expect("it is whole")).unwrap()
}

/// Waits until the model `small` stands as the test says.
async fn until(shelf: &ModelShelf, stands: impl Fn(&KeptState) -> bool) -> KeptModel {
    let mut changed = shelf.changed();
    let waiting = async {
        loop {
            changed.mark_unchanged();
            let model = model(shelf, "small").await;
            if stands(&model.state) {
                return model;
            }
            changed.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it comes to stand like that")
}

/// Waits until nothing goes on any more.
async fn until_ended(shelf: &ModelShelf) -> KeptModel {
    until(shelf, |state| !matches!(state, KeptState::Downloading { .. } | KeptState::Checking { .. })).await
}

/// Downloads `small` and waits for the end of it.
async fn download(shelf: &ModelShelf) -> KeptModel {
    shelf.download("small", None).await.unwrap();
    until_ended(shelf).await
}

/// Why it failed, with the bytes that stayed.
fn failure(model: &KeptModel) -> (ShelfErrorKind, u64) {
    match &model.state {
        KeptState::Failed { done, why, .. } => (why.kind, *done),
        other => panic!("it did not fail: {other:?}"),
    }
}

/// The first byte that is asked for, where the version asked for is `etag`.
fn asked_from(asked: &Asked, etag: &str) -> Option<usize> {
    let same = asked.header("if-range").is_none_or(|wanted| wanted == etag);
    let range = asked.header("range").filter(|_| same)?;
    range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

/// The reply of an honest host, up to the byte `end` of the file, and how its connection ends then.
fn give_until(
    asked: &Asked,
    file: &[u8],
    etag: &str,
    more: &[(&str, &str)],
    end: usize,
    then: Option<Act>,
) -> Script {
    let from = asked_from(asked, etag);
    let total = file.len();
    let mut head = match from {
        Some(from) if from >= total => return Script::reply(416, &[], ""),
        Some(from) => format!("HTTP/1.1 206 Part\r\ncontent-range: bytes {from}-{}/{total}\r\n", total - 1),
        None => "HTTP/1.1 200 OK\r\n".to_owned(),
    };
    let from = from.unwrap_or(0);
    head += &format!(
        "content-length: {}\r\netag: {etag}\r\ncontent-type: application/octet-stream\r\n",
        total - from
    );
    for (name, value) in more {
        head += &format!("{name}: {value}\r\n");
    }
    head += "\r\n";
    let script = Script::raw(head).then(Act::Send(file[from..end.clamp(from, total)].to_vec()));
    then.into_iter().fold(script, Script::then)
}

/// The whole reply of an honest host.
fn give(asked: &Asked, file: &[u8]) -> Script {
    give_until(asked, file, "\"one\"", &[], file.len(), None)
}

/// Counts requests, from 0: a connection may carry several.
#[derive(Default)]
struct Turn(AtomicUsize);

impl Turn {
    fn next(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst)
    }
}

/// A ledger that remembers.
#[derive(Default)]
struct Ledger {
    left: Mutex<Vec<Leaving>>,
    ended: Mutex<Vec<(i64, Outcome)>>,
    refuses: bool,
}

impl Ledger {
    fn left(&self) -> Vec<Leaving> {
        self.left.lock().unwrap().clone()
    }

    fn ended(&self) -> Vec<(i64, Outcome)> {
        self.ended.lock().unwrap().clone()
    }
}

impl Watch for Ledger {
    fn leaving(&self, request: Leaving) -> BoxFuture<'_, Result<RequestId, ModelError>> {
        async move {
            if self.refuses {
                return Err(ModelError::new(ModelErrorKind::Unreadable, "the ledger can't be written"));
            }
            let mut left = self.left.lock().unwrap();
            left.push(request);
            Ok(RequestId(left.len() as i64))
        }
        .boxed()
    }

    fn over(&self, request: RequestId, outcome: Outcome) {
        self.ended.lock().unwrap().push((request.0, outcome));
    }
}
