//! Whether a turn belongs to a remark. Nobody asks in talk: most remarks have nothing to do with anything, and share a
//! word with something all the same. So it is not the share of the words that counts but what ties the two together: a
//! name, somebody of the family, a word that isn't everybody's, in a turn that tells something.

use super::{
    Asked,
    candidates::Found,
    everyday,
    evidence::Weighing,
    lists,
    question::{LOOKED_AT, Question, Wanted, beginning},
};
use crate::{
    conversation::Speaker,
    people::Relation,
    store::words::{fold, forms, is_inner, split},
};
use anyhow::Result;
use rusqlite::Connection;
use std::collections::HashSet;

/// What a word counts that names somebody or something, that says who somebody is ("mother"), that everybody says every
/// day; any other counts 1.
const NAME: f32 = 1.6;
const RELATION: f32 = 1.2;
const EVERYDAY: f32 = 0.25;
/// What a word counts that only the turn before or the one after has.
const BESIDE: f32 = 0.2;
/// What a turn of hers counts.
const HERS: f32 = 0.7;
/// Words of a turn that tells something; shorter ones count less, longer ones a little more.
const TELLS: f32 = 20.0;
const LONGEST: f32 = 1.2;
/// Turns that are looked through for how a word is written.
const WRITTEN: usize = 12;

/// How one of the remark's words ties.
fn counts(wanted: &Wanted, said: &str, found: &Found, weighing: &Weighing<'_>, n: usize) -> f32 {
    let is_any = |of: fn(&str) -> bool| wanted.forms.iter().any(|form| of(form));
    if is_any(Relation::is_word) {
        return RELATION;
    }
    let otherwise = if everyday::is_everyday(&wanted.forms) { EVERYDAY } else { 1.0 };
    if is_any(lists::is_time) {
        return otherwise;
    }
    let with = found.rows.iter().enumerate().filter(|(at, _)| weighing.count(*at, n) > 0.0).take(WRITTEN);
    let (mut capital, mut all) = (0, 0);
    for text in with.map(|(_, row)| row.text.as_str()).chain([said]) {
        let written = written(wanted, text);
        capital += written.0;
        all += written.1;
    }
    if capital * 2 > all { NAME } else { otherwise }
}

/// How often a word begins with a capital letter where no sentence begins, and how often it stands there.
fn written(wanted: &Wanted, text: &str) -> (usize, usize) {
    let (mut capital, mut all) = (0, 0);
    let mut begins = true;
    for piece in text.split_inclusive(|c: char| !is_inner(c)) {
        let word = piece.trim_end_matches(|c: char| !is_inner(c));
        if !word.is_empty() && !begins {
            let same = wanted.begins.contains(&beginning(&fold(word)))
                && forms(&word.to_lowercase()).iter().any(|form| wanted.forms.contains(form));
            if same {
                all += 1;
                capital += usize::from(word.chars().next().is_some_and(char::is_uppercase));
            }
        }
        begins = begins && word.is_empty() || piece.ends_with(['.', '!', '?', '\n', ':', '"', '“']);
    }
    (capital, all)
}

/// For each turn found, how much ties it to the remark by its words: about 1 for one name or one telling word in a turn
/// that tells something; and how much it tells: about 1 for a sentence of 20 words.
///
/// # Errors
/// When the store can't be read.
pub(super) fn of_words(
    c: &Connection,
    asked: &Asked<'_>,
    question: &Question,
    found: &Found,
    weighing: &Weighing<'_>,
) -> Result<Vec<(f32, f32)>> {
    // About as many turns as there are: a word that one of them has tells most.
    let newest: i64 =
        c.prepare_cached("SELECT coalesce(max(id), 0) FROM turn")?.query_row([], |row| row.get(0))?;
    let most = (1.0 + newest as f32).ln().max(1.0);
    let weights: Vec<f32> = question
        .words
        .iter()
        .zip(&found.postings)
        .enumerate()
        .map(|(n, (wanted, word))| counts(wanted, asked.words, found, weighing, n) * word.idf / most)
        .collect();
    let has = |at: Option<usize>, n: usize| at.is_some_and(|at| weighing.count(at, n) > 0.0);
    let ties = found.rows.iter().enumerate().map(|(at, row)| {
        let (before, after) = weighing.beside(at);
        let ties: f32 = weights
            .iter()
            .enumerate()
            .map(|(n, weight)| match () {
                () if has(Some(at), n) => *weight,
                () if has(before, n) || has(after, n) => BESIDE * weight,
                () => 0.0,
            })
            .sum();
        let long = ((1.0 + weighing.length(at)).ln() / (1.0 + TELLS).ln()).min(LONGEST);
        let whose = if row.speaker == Speaker::User { 1.0 } else { HERS };
        let tells = long.powf(1.5) * whose;
        (ties * tells, tells)
    });
    Ok(ties.collect())
}

/// The words of something said that aren't everybody's, or that say who somebody is; to be held against much else.
#[derive(Clone, Debug)]
pub(super) struct TellingWords(HashSet<String>);

impl TellingWords {
    /// Of a long text the first words.
    pub(super) fn of(said: &str) -> Self {
        let telling = split(said).into_iter().take(LOOKED_AT).filter_map(|word| {
            let (bare, own) = (fold(&word), forms(&word));
            let tells = Relation::is_word(&bare)
                || !(lists::has(lists::STOP, &bare)
                    || lists::is_number(&bare)
                    || everyday::is_everyday(&own));
            tells.then_some(own)
        });
        Self(telling.flatten().collect())
    }

    /// Whether one of them is among the words of this.
    pub(super) fn is_in(&self, other: &str) -> bool {
        !self.0.is_empty()
            && split(other).iter().any(|word| forms(word).iter().any(|form| self.0.contains(form)))
    }
}

/// Whether it asks for what was: of the one who asks, or of both, or whether she remembers. Other questions are talk, as
/// remarks are.
pub(super) fn asks_what_was(said: &str) -> bool {
    let bare: Vec<String> = split(said).iter().map(|word| fold(word)).collect();
    let any_of = |list: &str| bare.iter().any(|word| lists::has(list, word));
    any_of(lists::REMEMBERS) || said.contains('?') && (any_of(lists::I) || any_of(lists::WE))
}
