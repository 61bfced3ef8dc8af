//! An embedder for tests: it knows no meanings, only letters. Words that are written alike are near.

use super::locked;
use crate::{
    ports::{EmbedError, EmbedErrorKind, Embedder, EmbedderId, Embedding, Side, TokenVector},
    store::words::fold,
};
use futures_util::{FutureExt as _, future::BoxFuture};
use std::{
    collections::VecDeque,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::sync::watch;

/// Numbers in a vector.
const DIMS: usize = 128;

/// Makes vectors of the letters of words: the same for the same word, near for words that begin alike.
#[derive(Debug)]
pub struct LetterEmbedder {
    id: Mutex<Option<EmbedderId>>,
    changed: watch::Sender<u64>,
    /// What is said instead of vectors, one an asking.
    failing: Mutex<VecDeque<EmbedError>>,
    /// Set while every vector is to be like this one.
    strange: Mutex<Option<Vec<f32>>>,
    /// A word it stumbles over, for as long as one is set.
    stumbling: Mutex<Option<String>>,
    /// Answers wait while this is set.
    held: watch::Sender<bool>,
    asked: AtomicUsize,
}

impl Default for LetterEmbedder {
    fn default() -> Self {
        let id = EmbedderId { name: "letters 1".to_owned(), dims: DIMS };
        Self {
            id: Mutex::new(Some(id)),
            changed: watch::Sender::new(0),
            failing: Mutex::default(),
            strange: Mutex::default(),
            stumbling: Mutex::default(),
            held: watch::Sender::new(false),
            asked: AtomicUsize::new(0),
        }
    }
}

impl LetterEmbedder {
    /// One that is not there yet.
    pub fn absent() -> Self {
        Self { id: Mutex::new(None), ..Self::default() }
    }

    /// From now on its vectors go by another name; `None` takes it away.
    pub fn become_another(&self, name: Option<&str>) {
        *locked(&self.id) = name.map(|name| EmbedderId { name: name.to_owned(), dims: DIMS });
        self.changed.send_modify(|n| *n += 1);
    }

    /// The next asking fails so.
    pub fn fail(&self, kind: EmbedErrorKind) {
        locked(&self.failing).push_back(EmbedError { kind, detail: "as the test wants".to_owned() });
    }

    /// Gives this instead of every vector, until it is `None` again.
    pub fn be_strange(&self, vector: Option<Vec<f32>>) {
        *locked(&self.strange) = vector;
    }

    /// Stumbles over every text with this in it: none of those it is asked for with it is read.
    pub fn stumble_over(&self, word: &str) {
        *locked(&self.stumbling) = Some(word.to_owned());
    }

    /// Lets answers wait, or go on.
    pub fn hold(&self, held: bool) {
        self.held.send_replace(held);
    }

    /// How many texts it was asked for.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// FNV-1a (Fowler, Noll and Vo).
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn of_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|n| n * n).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter_mut().for_each(|n| *n /= length);
    vector
}

fn of_word(word: &str) -> Vec<f32> {
    let mut vector = vec![0.0; DIMS];
    let bare = fold(word);
    let letters: Vec<char> = bare.chars().collect();
    let beginnings = (1..=letters.len().min(8)).filter_map(|n| letters.get(..n));
    for part in beginnings.chain(letters.windows(3)) {
        let part: String = part.iter().collect();
        let mut seed = hash(&part) | 1;
        for number in &mut vector {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            *number += if seed & 1 == 1 { 1.0 } else { -1.0 };
        }
    }
    of_length_one(vector)
}

/// What it makes of a text.
fn embedding(text: &str) -> Embedding {
    let mut vector = vec![0.01; DIMS];
    let mut tokens = Vec::new();
    let mut from = 0;
    let ends =
        text.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, c)| (at, at + c.len_utf8()));
    for (to, next) in ends.chain([(text.len(), text.len())]) {
        if let Some(word) = text.get(from..to).filter(|word| !word.is_empty()) {
            let own = of_word(word);
            vector.iter_mut().zip(&own).for_each(|(sum, n)| *sum += n);
            tokens.push(TokenVector { from, to, vector: own });
        }
        from = next;
    }
    Embedding { vector: of_length_one(vector), tokens }
}

impl Embedder for LetterEmbedder {
    fn id(&self) -> Option<EmbedderId> {
        locked(&self.id).clone()
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn embed(&self, texts: Vec<String>, _: Side) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        self.asked.fetch_add(texts.len(), Ordering::SeqCst);
        let absent = EmbedError { kind: EmbedErrorKind::Absent, detail: "it was taken away".to_owned() };
        let failing = locked(&self.failing).pop_front();
        let over = locked(&self.stumbling).clone();
        let stumbles = over.is_some_and(|over| texts.iter().any(|text| text.contains(&over)));
        let stumbled = EmbedError { kind: EmbedErrorKind::NoModel, detail: "it stumbled".to_owned() };
        let error = failing
            .or_else(|| locked(&self.id).is_none().then_some(absent))
            .or_else(|| stumbles.then_some(stumbled));
        let strange = locked(&self.strange).clone();
        let mut held = self.held.subscribe();
        async move {
            drop(held.wait_for(|held| !held).await);
            match (error, strange) {
                (Some(error), _) => Err(error),
                (None, Some(vector)) => Ok(texts
                    .iter()
                    .map(|_| Embedding { vector: vector.clone(), tokens: Vec::new() })
                    .collect()),
                (None, None) => Ok(texts.iter().map(|text| embedding(text)).collect()),
            }
        }
        .boxed()
    }

    fn is_loaded(&self) -> bool {
        locked(&self.id).is_some()
    }

    fn warm(&self) {}
}
