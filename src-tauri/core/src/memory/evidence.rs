//! What speaks for each turn that is looked at.

use super::{
    Features,
    candidates::{Episode, Found, Postings, Row, best_of_episodes},
    dates, lists,
    meaning::Meaning,
    question::{Question, Wanted, beginning},
    vectors::Likeness,
};
use crate::{
    id::TurnId,
    store::words::{fold, forms, is_inner},
};
use std::collections::HashMap;

/// BM25's saturation and length correction for a turn: chat turns are short, and a long one says more.
const K1: f32 = 1.0;
const B: f32 = 0.4;
/// Words of a turn, and turns of an episode, that are reckoned as usual.
const TURN_LENGTH: f32 = 25.0;
const EPISODE_LENGTH: f32 = 20.0;

/// How far the turns nearby reach, and what each step leaves of their evidence.
const REACH: usize = 5;
const FADES: f32 = 0.7;

/// Longer runs of letters are cut, as in the index.
const LONGEST: usize = 64;

/// What a turn says, for one question.
#[derive(Clone, Debug, Default)]
struct Said {
    /// How many words it has.
    length: f32,
    time: bool,
    number: bool,
    name: bool,
    asks: bool,
}

/// Which of the question's words a word is, for words met before.
type Known = HashMap<String, Vec<usize>>;

/// What speaks for a turn without its letters; nothing where no embedder read it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Sense {
    pub likeness: Option<Likeness>,
    /// Word by word: its own, and with its neighbours'.
    pub words: f32,
    pub words_around: f32,
}

/// All turns found, read once.
pub(super) struct Weighing<'a> {
    question: &'a Question,
    found: &'a Found,
    said: Vec<Said>,
    /// How often each turn has each of the question's words.
    counts: Vec<f32>,
    own: Vec<f32>,
    most: f32,
    by_meaning: bool,
    worded: Vec<Worded>,
}

/// What words say of a turn beyond its own: see [`Features`].
#[derive(Clone, Copy, Debug, Default)]
struct Worded {
    around: f32,
    nearby: f32,
    episode: f32,
}

impl<'a> Weighing<'a> {
    pub(super) fn new(question: &'a Question, found: &'a Found, asked: Option<&Meaning>) -> Self {
        let mut known = Known::new();
        let begins = Begins::of(question);
        let width = question.words.len();
        let mut counts = vec![0.0; found.rows.len() * width];
        let mut rest = counts.as_mut_slice();
        let said = found.rows.iter().map(|row| {
            let (these, others) = std::mem::take(&mut rest).split_at_mut_checked(width).unwrap_or_default();
            rest = others;
            listen(question, &begins, &row.text, these, &mut known)
        });
        let said: Vec<Said> = said.collect();
        let most: f32 = found.postings.iter().map(|word| word.idf).sum::<f32>().max(f32::MIN_POSITIVE);
        let of = |at: usize| counts.get(at * width..(at + 1) * width).unwrap_or_default().iter().copied();
        let own: Vec<f32> = said
            .iter()
            .zip(0..)
            .map(|(said, at)| bm25(of(at), &found.postings, said.length / TURN_LENGTH) / most)
            .collect();
        let by_meaning = asked.is_some();
        let mut weighing = Self { question, found, said, counts, own, most, by_meaning, worded: Vec::new() };
        weighing.worded = (0..found.rows.len()).map(|at| weighing.of_words(at)).collect();
        weighing
    }

    /// What words say of a row beyond its own.
    fn of_words(&self, at: usize) -> Worded {
        let (found, most) = (self.found, self.most);
        let Some(row) = found.rows.get(at) else { return Worded::default() };
        let (before, after) = self.beside(at);
        let three = [before, Some(at), after];
        let together = (0..self.question.words.len())
            .map(|word| three.iter().flatten().map(|at| self.count(*at, word)).sum::<f32>());
        let length: f32 = three.iter().flatten().map(|at| self.length(*at)).sum();
        Worded {
            around: bm25(together, &found.postings, length / (3.0 * TURN_LENGTH)) / most,
            nearby: nearby(found, &self.own, at, row),
            episode: found
                .episodes
                .get(&row.episode)
                .map_or(0.0, |episode| of_episode(episode, &found.postings) / most),
        }
    }

    /// How often a row has one of the question's words.
    pub(super) fn count(&self, at: usize, word: usize) -> f32 {
        self.counts.get(at * self.question.words.len() + word).copied().unwrap_or_default()
    }

    /// Words of a row.
    pub(super) fn length(&self, at: usize) -> f32 {
        self.said.get(at).map_or(0.0, |said| said.length)
    }

    /// The rows before and after this one, where they are of one talk.
    pub(super) fn beside(&self, at: usize) -> (Option<usize>, Option<usize>) {
        let row = self.found.rows.get(at);
        let near = |at: Option<usize>| {
            let other = at.and_then(|at| self.found.rows.get(at));
            let near =
                other.zip(row).is_some_and(|(o, row)| o.episode == row.episode && (o.id - row.id).abs() <= 3);
            if near { at } else { None }
        };
        (near(at.checked_sub(1)), near(Some(at + 1)))
    }

    /// The features of each turn found; `senses` in the order of the rows.
    pub(super) fn features(&self, senses: &[Sense]) -> Vec<(TurnId, Features)> {
        let mut all = self.of_turns(senses);
        let lead = lead(self.question, self.found, &all);
        all.iter_mut().for_each(|(_, features)| features.lead = lead);
        all
    }

    fn of_turns(&self, senses: &[Sense]) -> Vec<(TurnId, Features)> {
        let (question, found) = (self.question, self.found);
        let near = found.rows.iter().zip(senses);
        let near = near.filter_map(|(row, sense)| Some((row.episode, sense.likeness?.pair)));
        let meanings = best_of_episodes(near);
        let whole = found.rows.iter().zip(&self.said).zip(&self.own).enumerate();
        whole
            .map(|(at, ((row, this), own_score))| {
                let (before, after) = self.beside(at);
                let worded = self.worded.get(at).copied().unwrap_or_default();
                let sense = senses.get(at).copied().unwrap_or_default();
                let likeness = sense.likeness.unwrap_or_default();
                // A turn that no embedder read yet is found by its words, as where there is none.
                let by_meaning = self.by_meaning && sense.likeness.is_some();
                let next = after.and_then(|after| senses.get(after)).and_then(|sense| sense.likeness);
                let features = Features {
                    own: *own_score,
                    around: worded.around,
                    nearby: worded.nearby,
                    episode: worded.episode,
                    meaning: likeness.own,
                    meaning_pair: likeness.pair,
                    meaning_next: next.map_or(likeness.own, |next| next.pair),
                    meaning_episode: meanings.get(&row.episode).copied().unwrap_or_default(),
                    words: sense.words,
                    words_around: sense.words_around,
                    speaker: question.about.map_or(0.5, |about| one_if(about == row.speaker)),
                    date: dates::nearness(&question.dates, row.day),
                    long: (1.0 + this.length).ln() / 5.0,
                    asks: one_if(this.asks),
                    answers: one_if(before.and_then(|at| self.said.get(at)).is_some_and(|said| said.asks)),
                    time: one_if(question.when && this.time),
                    number: one_if(question.amount && this.number),
                    name: one_if(question.name && this.name),
                    lead: 0.0,
                    by_meaning,
                };
                (TurnId(row.id), features)
            })
            .collect()
    }
}

/// How far the best turn of the one asked about is ahead of the other's, by all but who said it.
fn lead(question: &Question, found: &Found, all: &[(TurnId, Features)]) -> f32 {
    let Some(about) = question.about else { return 0.0 };
    let best = |asked: bool| {
        let theirs = found.rows.iter().zip(all).filter(|(row, _)| (row.speaker == about) == asked);
        let sums = theirs.map(|(_, (_, features))| Features { speaker: 0.0, ..*features }.score());
        sums.fold(0.0, f32::max)
    };
    best(true) - best(false)
}

fn one_if(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}

/// BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), scaled so that a word found once in a text
/// of the usual length gives its idf.
fn bm25(counts: impl Iterator<Item = f32>, postings: &[Postings], length: f32) -> f32 {
    let slack = K1 * (1.0 - B + B * length);
    counts.zip(postings).map(|(n, word)| word.idf * n * (K1 + 1.0) / (n + slack)).sum()
}

/// The same for an episode, whose words are turns.
pub(super) fn of_episode(episode: &Episode, postings: &[Postings]) -> f32 {
    bm25(episode.with.iter().copied(), postings, episode.turns / EPISODE_LENGTH)
}

/// What the turns up to [`REACH`] away say of it.
fn nearby(found: &Found, own: &[f32], at: usize, row: &Row) -> f32 {
    let of = |at: Option<usize>| {
        let other = at.and_then(|at| found.rows.get(at).zip(own.get(at)));
        other.filter(|(other, _)| other.episode == row.episode).map_or(0.0, |(_, own)| *own)
    };
    let mut share = 1.0;
    (1..=REACH)
        .map(|step| {
            share *= FADES;
            share * (of(at.checked_sub(step)) + of(Some(at + step)))
        })
        .sum()
}

/// How the words begin that a question makes one look at: most begin otherwise, and looking is what costs.
struct Begins(Vec<u64>);

impl Begins {
    fn of(question: &Question) -> Self {
        let mut begins = Self(vec![0; (1 << 16) / 64]);
        let words = question.words.iter().flat_map(|word| &word.begins);
        let times = lists::times().chain(["19", "20"]).filter(|_| question.when);
        let numbers = lists::numbers().filter(|_| question.amount);
        words.copied().chain(times.chain(numbers).map(beginning)).for_each(|begin| begins.put(begin));
        if question.amount {
            (b'0'..=b'9').for_each(|digit| (0..=127).for_each(|next| begins.put([digit, next])));
        }
        begins
    }

    fn put(&mut self, begin: [u8; 2]) {
        let place = usize::from(u16::from_be_bytes(begin));
        if let Some(word) = self.0.get_mut(place / 64) {
            *word |= 1 << (place % 64);
        }
    }

    fn has(&self, begin: [u8; 2]) -> bool {
        let place = usize::from(u16::from_be_bytes(begin));
        self.0.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

/// Reads a turn's words. Only those are looked at that begin as what is looked for does. `counts` gets how often each of the
/// question's words is there.
fn listen(question: &Question, begins: &Begins, text: &str, counts: &mut [f32], known: &mut Known) -> Said {
    let mut said = Said { asks: text.contains('?'), ..Said::default() };
    let mut plain = String::new();
    let mut first = true;
    for (gap, word) in words_of(text) {
        said.length += 1.0;
        if question.name && !said.name {
            let opens = first || gap.contains(['.', '!', '?', '\n', ':', '[', '"']);
            first = false;
            // "I" and "I'm" are no names.
            said.name = !opens && word.len() > 1 && word.chars().next().is_some_and(char::is_uppercase);
        }
        if plainly_begins(word).is_some_and(|begin| !begins.has(begin)) {
            continue;
        }
        plain.clear();
        if word.is_ascii() {
            plain.push_str(word);
            plain.make_ascii_lowercase();
        } else {
            plain.push_str(&fold(word));
        }
        if question.when && !said.time {
            said.time = lists::is_time(&plain) || is_year(&plain);
        }
        if question.amount && !said.number {
            said.number = plain.starts_with(|c: char| c.is_ascii_digit()) || lists::is_number(&plain);
        }
        find_word(&question.words, word, &plain, counts, known);
    }
    said
}

/// The words of a text, each behind what stands before it.
fn words_of(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = run(text, at, false);
        let end = run(text, start, true);
        let gap = text.get(at..start)?;
        let word = text.get(start..end).filter(|word| !word.is_empty())?;
        at = end;
        Some((gap, word))
    })
}

/// Where the run of a word's letters (or of none) that begins at `at` ends.
fn run(text: &str, at: usize, inner: bool) -> usize {
    let mut at = at;
    loop {
        // Most letters are plain: those need no decoding.
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        at += rest.iter().take_while(|byte| byte.is_ascii() && byte.is_ascii_alphanumeric() == inner).count();
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            Some(letter) if is_inner(letter) == inner => at += letter.len_utf8(),
            _ => return at,
        }
    }
}

/// How a word begins once it is plain, where its first two letters tell that.
fn plainly_begins(word: &str) -> Option<[u8; 2]> {
    let begin = beginning(word);
    begin.is_ascii().then(|| begin.map(|byte| byte.to_ascii_lowercase()))
}

fn is_year(plain: &str) -> bool {
    plain.len() == 4
        && (plain.starts_with("19") || plain.starts_with("20"))
        && plain.bytes().all(|b| b.is_ascii_digit())
}

fn find_word(wanted: &[Wanted], word: &str, plain: &str, counts: &mut [f32], known: &mut Known) {
    if !wanted.iter().any(|wanted| wanted.may_be(plain)) {
        return;
    }
    // The stems of a word with accents are not those of the bare one: it is known by how it is written.
    let accented;
    let key = if word.is_ascii() {
        plain
    } else {
        accented = word.chars().take(LONGEST).collect::<String>().to_lowercase();
        &accented
    };
    let mut count = |these: &[usize]| {
        for n in these {
            if let Some(count) = counts.get_mut(*n) {
                *count += 1.0;
            }
        }
    };
    if let Some(these) = known.get(key) {
        return count(these);
    }
    let here = forms(key);
    let same = |wanted: &Wanted| here.iter().any(|form| wanted.forms.contains(form));
    let these: Vec<usize> =
        wanted.iter().enumerate().filter(|(_, wanted)| same(wanted)).map(|(n, _)| n).collect();
    count(&these);
    known.insert(key.to_owned(), these);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::words::split;

    const SAID: &str =
        "O João (1987) foi à praça? Não-sei… 'Gently', said e\u{301}mile: studies, skies & 3ª vez.\n";

    #[test]
    fn the_words_that_are_read_are_those_that_are_indexed() {
        let read: Vec<String> = words_of(SAID).map(|(_, word)| fold(word)).collect();
        assert_eq!(read, split(SAID).iter().map(|word| fold(word)).collect::<Vec<_>>());
        let whole: String = words_of(SAID).flat_map(|(gap, word)| [gap, word]).collect();
        assert!(SAID.starts_with(&whole));
    }

    #[test]
    fn a_word_whose_beginning_tells_begins_so_once_it_is_plain() {
        for (_, word) in words_of(SAID) {
            let begin = plainly_begins(word);
            assert!(begin.is_none_or(|begin| begin == beginning(&fold(word))), "{word}");
        }
        assert_eq!(plainly_begins("João"), Some(*b"jo"));
        assert_eq!(plainly_begins("não"), None);
    }
}
