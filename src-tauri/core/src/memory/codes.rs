//! Vectors made small: turned, so that each number tells as much as any other, then a bit a dimension, or a byte.
//!
//! A bit a dimension and what it is worth: Gao and Long, "RaBitQ" (SIGMOD 2024, arXiv:2405.12497). The turning is a fast
//! one: random signs, then Hadamard's transform (Ailon and Chazelle, 2006).

/// Bits of one word of a code.
pub(super) const WORD: usize = 64;

/// Turns vectors of `dims` numbers. The same for all lives: codes of one embedder can be compared.
fn turned(mut vector: Vec<f32>) -> Vec<f32> {
    let dims = vector.len();
    let Some(block) = (1..=dims).rev().find(|n| n.is_power_of_two()) else { return vector };
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..2 {
        for number in &mut vector {
            // xorshift64* (Vigna, 2016).
            dice ^= dice >> 12;
            dice ^= dice << 25;
            dice ^= dice >> 27;
            if dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 63 == 1 {
                *number = -*number;
            }
        }
        if let Some(head) = vector.get_mut(..block) {
            hadamard(head);
        }
        if let Some(tail) = vector.get_mut(dims - block..).filter(|_| block < dims) {
            hadamard(tail);
        }
    }
    vector
}

fn hadamard(numbers: &mut [f32]) {
    let mut half = 1;
    while half < numbers.len() {
        for pair in numbers.chunks_exact_mut(2 * half) {
            let (a, b) = pair.split_at_mut(half);
            for (a, b) in a.iter_mut().zip(b) {
                (*a, *b) = (*a + *b, *a - *b);
            }
        }
        half *= 2;
    }
    let scale = (numbers.len() as f32).sqrt().recip();
    numbers.iter_mut().for_each(|number| *number *= scale);
}

/// A vector as it is compared: without what all have in common, of length 1, turned. `None` for what is no vector of so
/// many numbers.
pub(super) fn prepared(vector: &[f32], centre: &[f32]) -> Option<Vec<f32>> {
    if vector.len() != centre.len() || !vector.iter().all(|number| number.is_finite()) {
        return None;
    }
    let mut own: Vec<f32> = vector.iter().zip(centre).map(|(number, common)| number - common).collect();
    let length = dot(&own, &own).sqrt();
    if !(length > 1e-6 && length.is_finite()) {
        return None;
    }
    own.iter_mut().for_each(|number| *number /= length);
    Some(turned(own))
}

pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    // Eight sums side by side: what one alone would wait for.
    let (a8, a_rest) = a.as_chunks::<8>();
    let (b8, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in a8.iter().zip(b8) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f32>() + a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum::<f32>()
}

/// A bit a dimension: 1 where the number is above nought.
pub(super) fn code(prepared: &[f32]) -> Vec<u64> {
    prepared
        .chunks(WORD)
        .map(|chunk| {
            chunk.iter().enumerate().fold(0, |word, (n, number)| word | (u64::from(*number > 0.0) << n))
        })
        .collect()
}

/// A code as it is kept.
pub(super) fn to_bytes(code: &[u64]) -> impl Iterator<Item = u8> {
    code.iter().flat_map(|word| word.to_le_bytes())
}

/// A code as it was kept; a rest of a word is left out.
pub(super) fn from_bytes(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.as_chunks().0.iter().map(|word| u64::from_le_bytes(*word))
}

/// In how many dimensions two codes differ.
pub(super) fn distance(a: &[u64], b: &[u64]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// A byte a dimension behind the step between two of its values.
pub(super) fn exact(prepared: &[f32]) -> Vec<u8> {
    let most = prepared.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
    let step = (most / 127.0).max(f32::MIN_POSITIVE);
    let numbers = prepared.iter().map(|number| (number / step).round().clamp(-127.0, 127.0) as i8);
    step.to_le_bytes().into_iter().chain(numbers.map(|number| number.to_le_bytes()[0])).collect()
}

/// Bytes of [`exact`].
pub(super) fn exact_length(dims: usize) -> usize {
    4 + dims
}

/// The cosine of a prepared vector and one that was made [`exact`].
pub(super) fn exact_cosine(asked: &[f32], kept: &[u8]) -> Option<f32> {
    let (step, numbers) = kept.split_first_chunk::<4>()?;
    if numbers.len() != asked.len() {
        return None;
    }
    let (asked8, asked_rest) = asked.as_chunks::<8>();
    let (kept8, kept_rest) = numbers.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (a, b) in asked8.iter().zip(kept8) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * f32::from(b.cast_signed());
        }
    }
    let rest: f32 = asked_rest.iter().zip(kept_rest).map(|(a, b)| a * f32::from(b.cast_signed())).sum();
    let cosine = f32::from_le_bytes(*step) * (sums.iter().sum::<f32>() + rest);
    cosine.is_finite().then_some(cosine)
}

/// What is asked, ready to be held against many codes.
#[derive(Clone, Debug)]
pub(super) struct Estimator {
    /// For every byte of a code: the sum of what its eight bits stand for.
    sums: Vec<[f32; 256]>,
    /// Makes of the sum a cosine.
    scale: f32,
}

impl Estimator {
    pub(super) fn new(prepared: &[f32]) -> Self {
        let sums = prepared.as_chunks::<8>().0.iter().map(|eight| {
            let mut table = [0.0; 256];
            let [nothing, ..] = &mut table;
            *nothing = -eight.iter().sum::<f32>();
            for (bit, number) in eight.iter().enumerate() {
                let (low, rest) = table.split_at_mut(1 << bit);
                for (with, without) in rest.iter_mut().zip(low) {
                    *with = *without + 2.0 * number;
                }
            }
            table
        });
        // A turned vector's numbers have together the length they have on average: √(2/π) a dimension.
        let scale = (2.0 / std::f32::consts::PI * prepared.len() as f32).sqrt().recip();
        Self { sums: sums.collect(), scale }
    }

    /// About the cosine; with 384 dimensions it is off by 0.03 or so.
    pub(super) fn cosine(&self, code: &[u64]) -> f32 {
        // Eight sums side by side: what one alone would wait for.
        let mut sums = [0.0; 8];
        for (tables, word) in self.sums.chunks(8).zip(code) {
            for ((sum, table), byte) in sums.iter_mut().zip(tables).zip(word.to_le_bytes()) {
                *sum += table.get(usize::from(byte)).unwrap_or(&0.0);
            }
        }
        self.scale * sums.iter().sum::<f32>()
    }
}

#[cfg(test)]
mod tests;
