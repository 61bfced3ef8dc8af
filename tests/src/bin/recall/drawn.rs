//! Vectors for a life that nobody could embed in an afternoon: each drawn around one of a few thousand real ones.

use super::mind::Loaded;
use anyhow::{Context as _, Result};
use futures_util::{FutureExt as _, future::BoxFuture};
use samantha_core::ports::{EmbedError, Embedder, EmbedderId, Embedding, Side, TokenVector};
use samantha_tests::{Dice, year::Words};
use std::sync::Arc;
use tokio::sync::watch;

/// Real embeddings that others are drawn around.
const REAL: usize = 5_000;
/// What is added to each number, at most; of 384 numbers of a vector of length 1 each is 0.05 or so.
const NOISE: f32 = 0.03;

/// Makes the vectors of the real ones, then draws.
#[derive(Clone, Debug)]
pub struct Drawn {
    real: Arc<Vec<Embedding>>,
    id: EmbedderId,
    changed: watch::Sender<u64>,
}

impl Drawn {
    /// Takes about a minute.
    pub async fn around(model: &Loaded) -> Result<Self> {
        let mut words = Words::new(3);
        let texts = (0..REAL).map(|_| words.text(2)).collect();
        let real = model.embed(texts, Side::Kept).await?;
        let dims = model.id().context("a model that is loaded has a name")?.dims;
        let id = EmbedderId { name: "drawn".to_owned(), dims };
        Ok(Self { real: Arc::new(real), id, changed: watch::Sender::new(0) })
    }
}

fn near(vector: &[f32], dice: &mut Dice) -> Vec<f32> {
    let noisy = vector.iter().map(|number| number + NOISE * (2.0 * dice.share() as f32 - 1.0));
    let noisy: Vec<f32> = noisy.collect();
    let length = noisy.iter().map(|number| number * number).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    noisy.into_iter().map(|number| number / length).collect()
}

/// FNV-1a (Fowler, Noll and Vo).
fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn draw(real: &[Embedding], text: &str) -> Embedding {
    let mut dice = Dice::new(hash(text));
    let one = dice.pick(real);
    let mut tokens = Vec::new();
    let mut from = None;
    let ends = text.char_indices().map(|(at, c)| (at, c.is_alphanumeric()));
    for (at, inner) in ends.chain([(text.len(), false)]) {
        match (from, inner) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                if let Some(like) = one.tokens.get(tokens.len() % one.tokens.len().max(1)) {
                    tokens.push(TokenVector { from: start, to: at, vector: near(&like.vector, &mut dice) });
                }
                from = None;
            }
            _ => {}
        }
    }
    Embedding { vector: near(&one.vector, &mut dice), tokens }
}

impl Embedder for Drawn {
    fn id(&self) -> Option<EmbedderId> {
        Some(self.id.clone())
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    fn embed(&self, texts: Vec<String>, _: Side) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        let real = Arc::clone(&self.real);
        async move { Ok(texts.iter().map(|text| draw(&real, text)).collect()) }.boxed()
    }

    fn is_loaded(&self) -> bool {
        true
    }

    fn warm(&self) {}
}
