//! The codes of all turns, in memory: which turns mean about the same as a question is found here, without the store.

use super::{
    codes::{self, Estimator},
    meaning::{Centre, Meaning, named},
};
use crate::{
    id::TurnId,
    ports::{EmbedderId, Embedding},
};
use pulp::{Arch, Simd, WithSimd};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Ids of a block.
const BLOCK: i64 = 1_024;
/// Places of one turn: its parts from nought on; its pair has the last.
const PLACES: u16 = 64;
const PAIR: u16 = PLACES - 1;

/// The codes of a life's turns. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub struct Vectors(Arc<Mutex<Arc<Codes>>>);

/// All codes of one moment; who looks at them is not disturbed by what is added.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes {
    centre: Arc<Centre>,
    blocks: BTreeMap<i64, Arc<Block>>,
    turns: usize,
    /// Which beginning these are of.
    beginning: u64,
    /// Whether all that were read are here.
    whole: bool,
}

/// The codes of the turns of [`BLOCK`] ids.
#[derive(Clone, Debug, Default)]
struct Block {
    /// Turn and place, in order.
    keys: Vec<u16>,
    /// A code a key.
    codes: Vec<u64>,
}

/// How near a turn is to a question: cosines, of the best part of its own words and of it with the turn before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    pub own: f32,
    pub pair: f32,
}

fn key(turn: i64, place: u16) -> (i64, u16) {
    let within = u16::try_from(turn.rem_euclid(BLOCK)).unwrap_or_default();
    (turn.div_euclid(BLOCK), within * PLACES + place)
}

impl Block {
    /// The keys of a turn.
    fn of(&self, first: u16) -> std::ops::Range<usize> {
        let from = self.keys.partition_point(|key| *key < first);
        let to = self.keys.partition_point(|key| *key <= first + PAIR);
        from..to
    }
}

impl Vectors {
    pub(super) fn now(&self) -> Arc<Codes> {
        Arc::clone(&self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut Codes)) {
        change(Arc::make_mut(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)));
    }

    /// Begins anew: nothing is found here until all were put in. Gives which beginning it is, for [`Vectors::finish`].
    pub(super) fn begin(&self, centre: Centre) -> u64 {
        let mut beginning = 0;
        self.change(|codes| {
            beginning = codes.beginning + 1;
            *codes = Codes { centre: Arc::new(centre), beginning, ..Codes::default() };
        });
        beginning
    }

    /// All that were read are here now, if nobody began anew meanwhile.
    pub(super) fn finish(&self, beginning: u64) {
        self.change(|codes| codes.whole |= codes.beginning == beginning);
    }

    /// Puts in what turns mean, in place of what was there of them; `bytes` as they are kept, last the pair's where
    /// there is one. Nothing of a turn takes it out.
    pub(super) fn put<'a>(&self, turns: impl IntoIterator<Item = (TurnId, bool, &'a [u8])>) {
        let turns: Vec<_> = turns.into_iter().collect();
        self.change(|codes| {
            for of_block in turns.chunk_by(|(one, ..), (next, ..)| key(one.0, 0).0 == key(next.0, 0).0) {
                codes.make_room(of_block);
                for (turn, has_pair, bytes) in of_block {
                    codes.put(turn.0, *has_pair, bytes);
                }
            }
        });
    }

    /// How many turns have a meaning here.
    pub fn turns(&self) -> usize {
        self.now().turns
    }

    /// Bytes of memory in use, about.
    pub fn bytes(&self) -> usize {
        let of =
            |block: &Block| size_of::<Block>() + 48 + block.keys.capacity() * 2 + block.codes.capacity() * 8;
        self.now().blocks.values().map(|block| of(block)).sum()
    }

    /// What a question means: how it is put, and its embedding by the embedder `by`. `None` while its vectors are not all here: of some alone the nearest are not the nearest.
    pub(super) fn meaning(&self, by: &EmbedderId, text: &str, embedding: &Embedding) -> Option<Meaning> {
        let (codes, by) = (self.now(), named(by));
        if !codes.whole || codes.centre.of != by.name || codes.centre.dims != by.dims {
            return None;
        }
        Meaning::new(codes, text, embedding)
    }
}

impl Codes {
    /// The embedder whose vectors these are of; empty without one.
    pub(super) fn embedder(&self) -> &str {
        &self.centre.of
    }

    /// Whether all that were read are here.
    pub(super) fn is_whole(&self) -> bool {
        self.whole
    }

    pub(super) fn centre(&self) -> &Arc<Centre> {
        &self.centre
    }

    fn words(&self) -> usize {
        self.centre.dims / codes::WORD
    }

    /// Takes at once the room that turns of one block need, where they stand behind all that are there. Exactly as much:
    /// blocks are many.
    fn make_room(&mut self, turns: &[(TurnId, bool, &[u8])]) {
        let words = self.words();
        let (Some((first, ..)), true) = (turns.first(), words > 0) else { return };
        let (at, first) = key(first.0, 0);
        let bytes: usize = turns.iter().map(|(.., bytes)| bytes.len()).sum();
        let rows = bytes / (8 * words);
        let behind = |block: &Block| block.keys.last().is_none_or(|last| *last < first);
        if rows > 0 && self.blocks.get(&at).is_none_or(|block| behind(block)) {
            let block = Arc::make_mut(self.blocks.entry(at).or_default());
            block.keys.reserve_exact(rows);
            block.codes.reserve_exact(words * rows);
        }
    }

    fn put(&mut self, turn: i64, has_pair: bool, bytes: &[u8]) {
        let words = self.words();
        let whole: Vec<u64> = codes::from_bytes(bytes).collect();
        if words == 0 || !bytes.len().is_multiple_of(8 * words) {
            return;
        }
        let rows = whole.len() / words;
        let (at, first) = key(turn, 0);
        let block = Arc::make_mut(self.blocks.entry(at).or_default());
        let old = block.of(first);
        self.turns -= usize::from(!old.is_empty());
        self.turns += usize::from(rows > 0);
        let places = (0..rows).map(|n| {
            let place =
                if has_pair && n + 1 == rows { PAIR } else { u16::try_from(n).unwrap_or(PAIR).min(PAIR - 1) };
            first + place
        });
        block.keys.reserve_exact(rows.saturating_sub(old.len()));
        block.codes.reserve_exact(words * rows.saturating_sub(old.len()));
        block.codes.splice(old.start * words..old.end * words, whole);
        block.keys.splice(old, places);
        if block.keys.is_empty() {
            self.blocks.remove(&at);
        }
    }

    /// Whether the last vector of a turn is that of it with the one before; `None` where nothing of it is here.
    pub(super) fn has_pair(&self, turn: i64) -> Option<bool> {
        let (at, first) = key(turn, 0);
        let block = self.blocks.get(&at)?;
        let last = block.keys.get(block.of(first).last()?)?;
        Some(*last == first + PAIR)
    }

    /// How near a turn is, about.
    pub(super) fn likeness(&self, estimator: &Estimator, turn: i64) -> Option<Likeness> {
        let (at, first) = key(turn, 0);
        let block = self.blocks.get(&at)?;
        let of = block.of(first);
        let words = self.words();
        let mut best: Option<f32> = None;
        let mut pair = None;
        for n in of {
            let cosine = estimator.cosine(block.codes.get(n * words..(n + 1) * words)?);
            if *block.keys.get(n)? == first + PAIR {
                pair = Some(cosine);
            } else {
                best = Some(best.map_or(cosine, |best| best.max(cosine)));
            }
        }
        // The first of an episode has no turn before it: it stands for itself.
        best.map(|own| Likeness { own, pair: pair.unwrap_or(own) })
    }

    /// The turns before `end` nearest to what is asked, about `most`, each once, nearest first.
    pub(super) fn nearest(
        &self,
        asked: &[u64],
        estimator: &Estimator,
        end: i64,
        most: usize,
    ) -> Vec<(f32, i64)> {
        let (last, _) = key(end, 0);
        let blocks = || self.blocks.range(..=last);
        let rows: usize = blocks().map(|(_, block)| block.keys.len()).sum();
        let mut distances: Vec<u16> = vec![0; rows];
        let mut rest = distances.as_mut_slice();
        for (_, block) in blocks() {
            let here = block.keys.len();
            let (far, others) = std::mem::take(&mut rest).split_at_mut_checked(here).unwrap_or_default();
            rest = others;
            let codes = block.codes.as_slice();
            // With what this processor counts bits best by.
            let processor = Arch::new();
            match asked.len() {
                6 => processor.dispatch(Distances::<6> { asked, codes, far }),
                12 => processor.dispatch(Distances::<12> { asked, codes, far }),
                16 => processor.dispatch(Distances::<16> { asked, codes, far }),
                words if words > 0 => {
                    for (far, code) in far.iter_mut().zip(codes.chunks_exact(words)) {
                        *far = codes::distance(asked, code) as u16;
                    }
                }
                _ => return Vec::new(),
            }
        }
        let mut counts = vec![0_usize; asked.len() * codes::WORD + 1];
        for distance in &distances {
            if let Some(count) = counts.get_mut(usize::from(*distance)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        let limit = counts.iter().position(|count| {
            sum += count;
            sum >= most
        });
        let limit = limit.and_then(|limit| u16::try_from(limit).ok()).unwrap_or(u16::MAX);
        let words = self.words();
        let mut near: Vec<(f32, i64)> = Vec::with_capacity(sum);
        let mut rest = distances.as_slice();
        for (at, block) in blocks() {
            let (here, others) = rest.split_at_checked(block.keys.len()).unwrap_or_default();
            rest = others;
            for (n, _) in here.iter().enumerate().filter(|(_, distance)| **distance <= limit) {
                let Some((key, code)) = block.keys.get(n).zip(block.codes.get(n * words..(n + 1) * words))
                else {
                    continue;
                };
                let turn = at * BLOCK + i64::from(key / PLACES);
                if turn < end {
                    near.push((estimator.cosine(code), turn));
                }
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let mut seen = std::collections::HashSet::new();
        near.retain(|(_, turn)| seen.insert(*turn));
        near
    }
}

/// How far each code is from what is asked.
struct Distances<'a, const WORDS: usize> {
    asked: &'a [u64],
    codes: &'a [u64],
    far: &'a mut [u16],
}

impl<const WORDS: usize> WithSimd for Distances<'_, WORDS> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Some(asked) = self.asked.first_chunk::<WORDS>() else { return };
        for (far, code) in self.far.iter_mut().zip(self.codes.as_chunks::<WORDS>().0) {
            let mut bits = 0;
            for (a, b) in code.iter().zip(asked) {
                bits += (a ^ b).count_ones();
            }
            *far = bits as u16;
        }
    }
}

#[cfg(test)]
mod tests;
