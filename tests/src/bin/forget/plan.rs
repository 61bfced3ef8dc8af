//! What happens in one run: drawn from its number alone, so that both processes draw the same.

use crate::canary::Canary;
use samantha_tests::Dice;
use std::time::Duration;

/// One run.
#[derive(Clone, Debug)]
pub struct Plan {
    pub canary: Canary,
    pub portuguese: bool,
    /// Where the canary is said.
    pub told: Told,
    /// Turns before and after it, of other things.
    pub before: usize,
    pub after: usize,
    /// When copies are made: while it is still the draft, after it was said, after all.
    pub copies: [bool; 3],
    /// Whether a database was set aside.
    pub set_aside: bool,
    /// A copy of this older schema, too.
    pub old_copy: Option<i64>,
    /// Whether the answer comes over the network.
    pub network: bool,
    /// What goes with it.
    pub picture: Option<Hidden>,
    pub edited: bool,
    pub asked_again: bool,
    pub summed_up: bool,
    /// Asked in words to be forgotten, not removed by hand.
    pub wished: bool,
    /// Whether it is in the database itself, or in the WAL alone.
    pub checkpointed: bool,
    pub end: End,
    /// For whatever else is drawn while it is lived.
    pub dice: Dice,
}

/// Where the canary is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// In the person's words, with facts that stand on them; they and her answer are removed.
    Words,
    /// In what she understood alone; the fact is removed.
    Fact,
    /// The same, about somebody; the person is removed.
    Person,
    /// Off the record, which ends: it is in no file at any time.
    OffRecord,
}

impl Told {
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Fact => "a fact",
            Self::Person => "a person",
            Self::OffRecord => "off the record",
        }
    }
}

/// Where in a picture's file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    Comment,
    Xmp,
    Exif,
}

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The removal becomes final while she runs; then she closes.
    Whole,
    /// The removal becomes final by closing.
    Closing,
    /// Killed between the commit and the checkpoint, which a reader is in the way of.
    BeforeCheckpoint,
    /// Killed so long after the removal became due.
    KilledDue(Duration),
    /// Killed so long after she began to close.
    KilledClosing(Duration),
}

impl End {
    pub fn is_killed(self) -> bool {
        !matches!(self, Self::Whole | Self::Closing)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "forgotten while she runs",
            Self::Closing => "forgotten by closing",
            Self::BeforeCheckpoint => "killed between commit and checkpoint",
            Self::KilledDue(_) => "killed while forgetting",
            Self::KilledClosing(_) => "killed while closing",
        }
    }
}

impl Plan {
    /// The run of this number. Half of them are killed between the commit and the checkpoint, and some elsewhere.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut dice = Dice::new(Dice::new(seed).nth(number));
        let end = match number % 8 {
            0 => End::Whole,
            2 => End::Closing,
            4 => End::KilledDue(Duration::from_micros(dice.below(30_000))),
            6 => End::KilledClosing(Duration::from_micros(dice.below(40_000))),
            _ => End::BeforeCheckpoint,
        };
        let told = match dice.below(12) {
            0 | 1 => Told::Fact,
            2 | 3 => Told::Person,
            // No row goes that a reader could see going.
            4 | 5 if end != End::BeforeCheckpoint => Told::OffRecord,
            _ => Told::Words,
        };
        let in_words = told == Told::Words;
        let edited = dice.chance(0.4) && in_words;
        Self {
            canary: Canary::hatch(&mut dice),
            portuguese: dice.chance(0.5),
            told,
            before: 1 + dice.index(40),
            after: dice.index(20),
            copies: [dice.chance(0.3), dice.chance(0.6), dice.chance(0.4)],
            set_aside: dice.chance(0.3),
            old_copy: dice.chance(0.3).then(|| 1 + dice.below(3) as i64).filter(|_| in_words),
            network: dice.chance(0.3),
            picture: Some(*dice.pick(&[Hidden::Comment, Hidden::Xmp, Hidden::Exif]))
                .filter(|_| dice.chance(0.4) && in_words),
            edited,
            asked_again: dice.chance(0.3) && in_words,
            // Words that are only a version any more are not offered.
            wished: dice.chance(0.3) && in_words && !edited,
            summed_up: dice.chance(0.5) && in_words,
            checkpointed: dice.chance(0.5),
            end,
            dice,
        }
    }

    /// One in which the canary is said and forgotten while she runs, and nothing else helps it to go.
    pub fn of_control(seed: u64, number: u64) -> Self {
        Self { end: End::Whole, told: Told::Words, ..Self::of(seed, number) }
    }
}
