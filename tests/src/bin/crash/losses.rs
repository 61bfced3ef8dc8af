//! What went wrong, counted.

use std::{ops::AddAssign, time::Duration};

/// Counts, with a line for each of the first few.
#[derive(Clone, Debug, Default)]
pub struct Losses {
    /// Acknowledged words that are not read, or not found.
    pub lost: u64,
    /// Words that are there twice, or were never said.
    pub duplicated: u64,
    /// Lives that don't open.
    pub unopenable: u64,
    /// Databases or indexes that are not whole.
    pub damaged: u64,
    /// Answers that lack more than the last 300 ms shown.
    pub short: u64,
    /// Removed words that are back, or of which a byte is left.
    pub returned: u64,
    pub lines: Vec<String>,
    /// No loss: answers that were being shown at the end, and the longest before it that the first of what is missing
    /// of any of them was shown.
    pub cut_off: u64,
    pub longest_missing: Duration,
    /// No loss: words sent and never acknowledged, that were kept or not.
    pub unsure_kept: u64,
    pub unsure_gone: u64,
}

const LINES: usize = 40;

impl Losses {
    /// Counts one.
    pub fn note(&mut self, which: impl FnOnce(&mut Self) -> &mut u64, line: impl Into<String>) {
        *which(self) += 1;
        if self.lines.len() < LINES {
            self.lines.push(line.into());
        }
    }

    /// All of them together.
    pub fn total(&self) -> u64 {
        self.lost + self.duplicated + self.unopenable + self.damaged + self.short + self.returned
    }
}

impl AddAssign for Losses {
    fn add_assign(&mut self, other: Self) {
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.unopenable += other.unopenable;
        self.damaged += other.damaged;
        self.short += other.short;
        self.returned += other.returned;
        self.cut_off += other.cut_off;
        self.longest_missing = self.longest_missing.max(other.longest_missing);
        self.unsure_kept += other.unsure_kept;
        self.unsure_gone += other.unsure_gone;
        self.lines.extend(other.lines);
        self.lines.truncate(LINES);
    }
}
