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
    /// How often it has each of the question's words.
    counts: Vec<f32>,
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
        let said: Vec<Said> = found.rows.iter().map(|row| listen(question, &row.text, &mut known)).collect();
        let most: f32 = found.postings.iter().map(|word| word.idf).sum::<f32>().max(f32::MIN_POSITIVE);
        let own: Vec<f32> = said
            .iter()
            .map(|said| bm25(said.counts.iter().copied(), &found.postings, said.length / TURN_LENGTH) / most)
            .collect();
        let by_meaning = asked.is_some();
        let mut weighing = Self { question, found, said, own, most, by_meaning, worded: Vec::new() };
        weighing.worded = (0..found.rows.len()).map(|at| weighing.of_words(at)).collect();
        weighing
    }

    /// What words say of a row beyond its own.
    fn of_words(&self, at: usize) -> Worded {
        let (found, most) = (self.found, self.most);
        let Some(row) = found.rows.get(at) else { return Worded::default() };
        let (before, after) = self.beside(at);
        let of = |at: Option<usize>| at.and_then(|at| self.said.get(at));
        let three = [of(before), self.said.get(at), of(after)];
        let together = (0..self.question.words.len())
            .map(|word| three.iter().flatten().filter_map(|said| said.counts.get(word)).sum::<f32>());
        let length: f32 = three.iter().flatten().map(|said| said.length).sum();
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
        self.said.get(at).and_then(|said| said.counts.get(word)).copied().unwrap_or_default()
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

/// Reads a turn's words. Only those that begin as a word of the question does are brought to their forms: stemming is
/// what costs.
fn listen(question: &Question, text: &str, known: &mut Known) -> Said {
    let mut said = Said { counts: vec![0.0; question.words.len()], ..Said::default() };
    said.asks = text.contains('?');
    let mut begins = true;
    let mut rest = text;
    let mut plain = String::new();
    while let Some(start) = rest.find(is_inner) {
        begins |= rest.get(..start).is_some_and(|gap| gap.contains(['.', '!', '?', '\n', ':', '[', '"']));
        rest = rest.get(start..).unwrap_or_default();
        let end = rest.find(|c| !is_inner(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        // "I" and "I'm" are no names.
        said.name |= capital && !begins && word.len() > 1;
        begins = false;
        plain.clear();
        if word.is_ascii() {
            plain.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            plain.push_str(&fold(word));
        }
        if question.when && !said.time {
            said.time = lists::is_time(&plain) || is_year(&plain);
        }
        if question.amount && !said.number {
            said.number = plain.starts_with(|c: char| c.is_ascii_digit()) || lists::is_number(&plain);
        }
        find_word(&question.words, word, &plain, &mut said.counts, known);
        said.length += 1.0;
    }
    said
}

fn is_year(plain: &str) -> bool {
    plain.len() == 4
        && (plain.starts_with("19") || plain.starts_with("20"))
        && plain.bytes().all(|b| b.is_ascii_digit())
}

fn find_word(wanted: &[Wanted], word: &str, plain: &str, counts: &mut [f32], known: &mut Known) {
    let begins = beginning(plain);
    if !wanted.iter().any(|wanted| wanted.begins.contains(&begins)) {
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
    if !known.contains_key(key) {
        let here = forms(key);
        let same = |wanted: &Wanted| here.iter().any(|form| wanted.forms.contains(form));
        let these = wanted.iter().enumerate().filter(|(_, wanted)| same(wanted)).map(|(n, _)| n).collect();
        known.insert(key.to_owned(), these);
    }
    for n in known.get(key).into_iter().flatten() {
        if let Some(count) = counts.get_mut(*n) {
            *count += 1.0;
        }
    }
}
