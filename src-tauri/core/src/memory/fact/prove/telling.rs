//! A turn's words, with the sentences and clauses they stand in.

use crate::store::words::fold;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub plain: String,
    /// Bytes of the text.
    pub range: Range<usize>,
    pub capital: bool,
    /// A sentence, or a clause, begins with it.
    pub begins: Begins,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Begins {
    Nothing,
    Clause,
    /// What stands against the clause before: "but", "mas".
    Contrast,
    Sentence,
}

/// A text as words.
#[derive(Clone, Debug)]
pub(super) struct Telling<'a> {
    pub text: &'a str,
    pub words: Vec<Word>,
}

const CONTRAST: &str =
    "mas but porem although though embora enquanto while whereas however entretanto todavia pero";
/// Words of a turn that are read.
const MOST: usize = 2_000;

impl<'a> Telling<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let inner = |c: char| c.is_alphanumeric() || is_combining_mark(c);
        let (mut at, mut gap_from) = (0, 0);
        while let Some(start) = text
            .get(at..)
            .and_then(|rest| rest.find(|c: char| inner(c) && !is_combining_mark(c)))
            .map(|n| n + at)
        {
            let length = text.get(start..).and_then(|rest| rest.find(|c: char| !inner(c)));
            let end = length.map_or(text.len(), |length| start + length);
            let word = text.get(start..end).unwrap_or_default();
            let plain = fold(word);
            let gap = text.get(gap_from..start).unwrap_or_default();
            let begins = if words.is_empty() {
                Begins::Sentence
            } else {
                begins(gap, &plain, words.last().map_or("", |word| word.plain.as_str()))
            };
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            words.push(Word { plain, range: start..end, capital, begins });
            (at, gap_from) = (end, end);
            if words.len() >= MOST {
                break;
            }
        }
        Self { text, words }
    }

    /// The words of a sentence around a place.
    pub(super) fn around(&self, at: usize, least: Begins) -> Range<usize> {
        let first =
            (0..=at).rev().find(|n| self.words.get(*n).is_some_and(|word| word.begins >= least)).unwrap_or(0);
        let rest = at + 1..self.words.len();
        let end = rest.clone().find(|n| self.words.get(*n).is_some_and(|word| word.begins >= least));
        first..end.unwrap_or(self.words.len())
    }

    /// The plain words of a run.
    pub(super) fn plain(&self, run: Range<usize>) -> Vec<&str> {
        self.words.get(run).unwrap_or_default().iter().map(|word| word.plain.as_str()).collect()
    }

    /// The text from the first word of a run to what stands before the word after it.
    pub(super) fn text_of(&self, run: Range<usize>) -> &'a str {
        let start = self.words.get(run.start).map_or(self.text.len(), |word| word.range.start);
        let end = self.words.get(run.end).map_or(self.text.len(), |word| word.range.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where these words stand, one behind the other; pieces between dots of omission may stand apart.
    pub(super) fn find(&self, quote: &str) -> Option<Range<usize>> {
        let (mut first, mut last) = (None, 0);
        for piece in quote.replace("...", "…").split('…') {
            let wanted = Telling::of(piece);
            if wanted.words.is_empty() {
                continue;
            }
            let starts = last..=self.words.len().checked_sub(wanted.words.len())?;
            let found =
                starts.into_iter().find(|start| {
                    wanted.words.iter().enumerate().all(|(n, word)| {
                        self.words.get(start + n).is_some_and(|other| other.plain == word.plain)
                    })
                })?;
            first = first.or(Some(found));
            last = found + wanted.words.len();
        }
        first.map(|first| first..last)
    }
}

fn begins(gap: &str, plain: &str, before: &str) -> Begins {
    let has = |marks: &[char]| gap.contains(marks);
    // "Dr. Ana", "3.5", "example.com" go on.
    let dot = gap.contains('.')
        && (gap.chars().any(char::is_whitespace) || gap.contains(".."))
        && !matches!(before, "dr" | "dra" | "sr" | "sra" | "mr" | "mrs" | "ms" | "st" | "prof" | "profa");
    if dot || has(&['!', '?', '\n', '…']) {
        Begins::Sentence
    } else if CONTRAST.split(' ').any(|word| word == plain) {
        Begins::Contrast
    } else if has(&[',', ';', ':', '(', ')', '—', '–']) || gap.contains(" - ") {
        Begins::Clause
    } else {
        Begins::Nothing
    }
}
