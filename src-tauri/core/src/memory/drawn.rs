//! Vectors for a life that nobody could read in an afternoon: a few texts are read, and each turn gets vectors drawn around
//! one of them. For benches: what is found by them means nothing, and takes as long as what does.

use super::{
    Vectors, codes,
    kept::{self, centre},
    meaning::{Centre, Read, WORDS, of_words},
    reading::{self, Trouble},
};
use crate::{
    id::{EpisodeId, TurnId},
    ports::{Embedder, Side},
    store::Store,
};
use anyhow::{Context as _, Result, ensure};
use rusqlite::Transaction;
use std::sync::Arc;

/// What is added to each number, at most; of 384 numbers of a vector of length 1 each is 0.05 or so.
const NOISE: f32 = 0.03;
/// Texts read at once, and turns a transaction.
const READ: usize = 500;
const BULK: usize = 1_000;

/// A text that was read.
#[derive(Debug)]
struct Real {
    vector: Vec<f32>,
    /// A code for each of its telling words.
    words: Vec<Vec<u64>>,
}

/// Xorshift64* (Vigna, 2016).
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// One of so many.
    fn below(&mut self, many: usize) -> usize {
        ((self.throw() >> 32) as usize * many) >> 32
    }

    fn near(&mut self, vector: &[f32]) -> Vec<f32> {
        let mut near = Vec::with_capacity(vector.len());
        for four in vector.chunks(4) {
            let bits = self.throw();
            near.extend(four.iter().enumerate().map(|(n, number)| {
                let share = ((bits >> (16 * n)) & 0xffff) as f32 / 32_768.0 - 1.0;
                number + NOISE * share
            }));
        }
        let length = codes::dot(&near, &near).sqrt().max(f32::MIN_POSITIVE);
        near.iter_mut().for_each(|number| *number /= length);
        near
    }

    /// A code like this one, of which an eighth is another.
    fn like(&mut self, code: &[u64]) -> Vec<u64> {
        code.iter().map(|word| word ^ (self.throw() & self.throw() & self.throw())).collect()
    }
}

/// Reads these texts, and gives all turns that wait vectors drawn around them: one of each turn's own words, one of it with
/// the turn before, and as many of words as it has. Gives how many turns they are.
///
/// # Errors
/// When the embedder does not answer, or the store fails.
pub async fn fill(
    store: &Store,
    embedder: &dyn Embedder,
    vectors: &Vectors,
    texts: Vec<String>,
    seed: u64,
) -> Result<usize> {
    let told = |trouble| match trouble {
        Trouble::Embedder(error) => anyhow::Error::new(error),
        Trouble::Store(error) => error,
    };
    while !reading::settle(store, embedder, vectors).await.map_err(told)? {}
    let centre = store.read(centre).await?.context("there is no embedder")?;
    let real = Arc::new(read(embedder, &centre, texts).await?);
    ensure!(!real.is_empty(), "there is nothing to draw around");
    let (mut after, mut all, mut chance) = (i64::MIN, 0, Chance(seed | 1));
    loop {
        let (real, into, mut dice) = (Arc::clone(&real), vectors.clone(), Chance(chance.throw() | 1));
        let filled = store.write(move |tx| draw(tx, &real, &into, after, &mut dice)).await?;
        let Some((turns, last)) = filled else { return Ok(all) };
        all += turns;
        after = last;
    }
}

async fn read(embedder: &dyn Embedder, centre: &Centre, texts: Vec<String>) -> Result<Vec<Real>> {
    let mut real = Vec::with_capacity(texts.len());
    for texts in texts.chunks(READ) {
        let embeddings = embedder.embed(texts.to_vec(), Side::Kept).await?;
        real.extend(texts.iter().zip(&embeddings).filter_map(|(text, embedding)| {
            let words = of_words(text, embedding, &centre.words);
            let words = words.iter().map(|(_, vector)| codes::code(vector)).collect();
            Some(Real { vector: codes::prepared(&embedding.vector, &centre.texts)?, words })
        }));
    }
    Ok(real)
}

/// Draws for the next turns that wait. Gives how many, and the last; `None` when none wait.
fn draw(
    tx: &Transaction<'_>,
    real: &[Real],
    vectors: &Vectors,
    after: i64,
    chance: &mut Chance,
) -> Result<Option<(usize, i64)>> {
    let sql = "SELECT turn.id, turn.episode, turn.text,
                 (SELECT before.id FROM turn AS before WHERE before.id = turn.id - 1 AND before.episode = turn.episode)
               FROM unread JOIN turn ON turn.id = unread.turn WHERE unread.turn > ?1 ORDER BY unread.turn LIMIT ?2";
    let waiting = tx
        .prepare_cached(sql)?
        .query_map((after, BULK as i64), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<rusqlite::Result<Vec<(TurnId, EpisodeId, String, Option<TurnId>)>>>()?;
    let Some(last) = waiting.last().map(|(turn, ..)| *turn) else { return Ok(None) };
    let mut drawn = Vec::with_capacity(waiting.len());
    for (turn, _, text, before) in waiting {
        let read = one(real, &text, before.is_some(), chance);
        kept::put(tx, turn, before, &read)?;
        drawn.push((turn, before.is_some(), read.codes));
    }
    tx.execute("DELETE FROM unread WHERE turn > ?1 AND turn <= ?2", (after, last))?;
    vectors.put(drawn.iter().map(|(turn, has_pair, codes)| (*turn, *has_pair, codes.as_slice())));
    Ok(Some((drawn.len(), last.0)))
}

fn one(real: &[Real], text: &str, has_pair: bool, chance: &mut Chance) -> Read {
    let mut read = Read::default();
    let at = chance.below(real.len());
    let Some(like) = real.get(at) else { return read };
    for _ in 0..1 + usize::from(has_pair) {
        let vector = chance.near(&like.vector);
        read.codes.extend(codes::to_bytes(&codes::code(&vector)));
        read.exact.extend(codes::exact(&vector));
    }
    let words = text.split_whitespace().count().min(WORDS);
    let others = real.iter().cycle().skip(at).take(words).flat_map(|real| &real.words);
    for code in others.take(words) {
        read.words.extend(codes::to_bytes(&chance.like(code)));
    }
    read
}
