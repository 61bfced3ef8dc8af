//! Chance that can be thrown again: the same seed gives the same throws on every machine.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The seed of the so manieth of many: the same whichever of them are thrown, and in which order.
    pub fn nth(&self, n: u64) -> u64 {
        Self(self.0 ^ n.wrapping_add(1).wrapping_mul(0xd6e8_feb8_6659_fd93)).throw()
    }

    /// A number in `0..below`; 0 when `below` is 0.
    pub fn below(&mut self, below: u64) -> u64 {
        if below == 0 { 0 } else { self.throw() % below }
    }

    /// A number in `0..below`; 0 when `below` is 0.
    pub fn index(&mut self, below: usize) -> usize {
        self.below(below as u64) as usize
    }

    /// A number in `[0, 1)`.
    pub fn share(&mut self) -> f64 {
        (self.throw() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True this often.
    pub fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of these; `items` must not be empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.index(items.len())]
    }

    /// Puts them in any order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for n in (1..items.len()).rev() {
            items.swap(n, self.index(n + 1));
        }
    }

    /// New dice that follow from these: what one throws doesn't change the other.
    pub fn fork(&mut self) -> Self {
        Self(self.throw())
    }

    /// Random bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let noise = self.throw().to_le_bytes();
            chunk.copy_from_slice(&noise[..chunk.len()]);
        }
    }
}
