//! An embedder that knows nothing: each word has numbers of its own, a text is the sum of its words. Texts that share no
//! word share no byte.

use futures_util::{FutureExt as _, future::BoxFuture};
use samantha_core::{
    ports::{EmbedError, Embedder, EmbedderId, Embedding, Side, TokenVector},
    store::words,
};
use samantha_tests::Dice;
use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
};
use tokio::sync::watch;

pub const DIMS: usize = 384;

pub struct WordReader;

fn of_word(word: &str) -> Vec<f32> {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    let mut dice = Dice::new(hasher.finish());
    let numbers: Vec<f32> = (0..DIMS).map(|_| dice.share() as f32 - 0.5).collect();
    of_length_one(numbers)
}

fn of_length_one(mut numbers: Vec<f32>) -> Vec<f32> {
    let length = numbers.iter().map(|n| n * n).sum::<f32>().sqrt().max(1e-6);
    numbers.iter_mut().for_each(|n| *n /= length);
    numbers
}

/// The vectors of one text.
pub fn read(text: &str) -> Embedding {
    let mut sum = vec![0.0; DIMS];
    let mut tokens = Vec::new();
    let mut from = 0;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        for word in words::split(run) {
            let vector = of_word(&word);
            sum.iter_mut().zip(&vector).for_each(|(sum, n)| *sum += n);
            tokens.push(TokenVector { from, to: from + run.trim_end().len(), vector });
        }
        from += run.len();
    }
    Embedding { vector: of_length_one(sum), tokens }
}

impl Embedder for WordReader {
    fn id(&self) -> Option<EmbedderId> {
        Some(EmbedderId { name: "words by chance 1".to_owned(), dims: DIMS })
    }

    fn changed(&self) -> watch::Receiver<u64> {
        watch::Sender::new(0).subscribe()
    }

    fn embed(&self, texts: Vec<String>, _: Side) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        async move { Ok(texts.iter().map(|text| read(text)).collect()) }.boxed()
    }

    fn is_loaded(&self) -> bool {
        true
    }

    fn warm(&self) {}
}
