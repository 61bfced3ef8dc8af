//! When two values are one: without accents, upper case, articles, and with words that both languages have for one thing
//! taken as one.

use super::{FactKind, cues, lexicon};
use crate::{
    memory::slots,
    store::words::{fold, forms, split},
};
use std::collections::HashSet;
use unicode_normalization::char::is_combining_mark;

/// Words that tell no two values apart.
const EMPTY: &str = "a an the o os as um uma uns umas de do da dos das em no na nos nas ao aos para pra pro por com e of in at on to for with \
    and my meu minha meus minhas his her seu sua is e que that very muito really s";

fn number(plain: &str) -> Option<u32> {
    const UNITS: &[&str] = &[
        "zero",
        "um one uma",
        "dois two duas",
        "tres three",
        "quatro four",
        "cinco five",
        "seis six",
        "sete seven",
        "oito eight",
        "nove nine",
        "dez ten",
        "onze eleven",
        "doze twelve",
        "treze thirteen",
        "quatorze catorze fourteen",
        "quinze fifteen",
        "dezesseis sixteen",
        "dezessete seventeen",
        "dezoito eighteen",
        "dezenove nineteen",
    ];
    const TENS: &[&str] = &[
        "vinte twenty",
        "trinta thirty",
        "quarenta forty",
        "cinquenta fifty",
        "sessenta sixty",
        "setenta seventy",
        "oitenta eighty",
        "noventa ninety",
    ];
    let place = |rows: &[&str]| rows.iter().position(|row| row.split(' ').any(|word| word == plain));
    let unit = place(UNITS).and_then(|n| u32::try_from(n).ok());
    unit.or_else(|| place(TENS).and_then(|n| u32::try_from(n).ok()).map(|n| (n + 2) * 10))
}

/// "12th", "3rd", "1º" are their numbers.
fn without_ordinal(word: String) -> String {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let tail = word.get(digits.len()..).unwrap_or_default();
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if all && matches!(tail, "st" | "nd" | "rd" | "th" | "o" | "a") { digits.to_owned() } else { word }
}

/// The words of a text that count, plain, in order: numbers as figures, words both languages have under one name.
pub fn tokens(text: &str) -> Vec<String> {
    let plain: Vec<String> = split(text).iter().map(|word| without_ordinal(fold(word))).collect();
    let plain = lexicon::join(plain);
    let mut all: Vec<String> = Vec::new();
    let mut tens = 0;
    let mut between = false;
    for word in &plain {
        let n = number(word).filter(|n| *n != 1 || tens > 0);
        match n {
            Some(n) if tens > 0 && n < 10 => {
                all.pop();
                all.push((tens + n).to_string());
                tens = 0;
            }
            Some(n) => {
                all.push(n.to_string());
                tens = if n >= 20 && n % 10 == 0 { n } else { 0 };
            }
            None if word == "e" && tens > 0 && !between => {
                between = true;
                continue;
            }
            None => {
                tens = 0;
                let first = lexicon::first(word);
                if !EMPTY.split_ascii_whitespace().any(|empty| empty == first) {
                    all.push(first.to_owned());
                }
            }
        }
        between = false;
    }
    if all.is_empty() { plain } else { all }
}

/// One word of a text as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// As [`tokens`] gives it.
    pub plain: String,
    pub name: Name,
}

/// Whether a word is written as a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    No,
    /// With a capital, where any word has one.
    Perhaps,
    Yes,
}

/// The words of something said, in sentences.
pub fn said(text: &str) -> Vec<Said> {
    read(text, Name::Perhaps)
}

/// The words of a value: one with a capital is a name wherever it stands.
pub fn of_value(value: &str) -> Vec<Said> {
    read(value, Name::Yes)
}

fn read(text: &str, at_first: Name) -> Vec<Said> {
    let (mut names, mut perhaps): (HashSet<String>, HashSet<String>) = (HashSet::new(), HashSet::new());
    let mut first = true;
    for run in text.split_inclusive(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
        let word = run.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
        if word.chars().next().is_some_and(char::is_uppercase) {
            let kept = if first && at_first != Name::Yes { &mut perhaps } else { &mut names };
            kept.insert(fold(word));
        }
        first = first && word.is_empty() || run.ends_with(['.', '!', '?', '…', '\n', ':', '"', '“']);
    }
    let as_name = |plain: &str| match plain {
        plain if names.contains(plain) => Name::Yes,
        plain if perhaps.contains(plain) => Name::Perhaps,
        _ => Name::No,
    };
    tokens(text).into_iter().map(|plain| Said { name: as_name(&plain), plain }).collect()
}

impl Said {
    /// Whether two words are forms of one. Names are one only as they are written.
    pub fn is(&self, other: &Self) -> bool {
        self.plain == other.plain || !self.is_another_name(other) && alike(&self.plain, &other.plain)
    }

    /// Whether both are names, and of two.
    pub fn is_another_name(&self, other: &Self) -> bool {
        let both = self.name != Name::No && other.name != Name::No;
        both && (self.name == Name::Yes || other.name == Name::Yes)
            && are_two_names(&self.plain, &other.plain)
    }
}

/// Whether two plain words that are written as names are two: Carla and Carlos have one stem, Mario and Maria one beginning. A
/// plural is of the same.
pub(crate) fn are_two_names(a: &str, b: &str) -> bool {
    let plural = |many: &str, one: &str| many.strip_suffix('s').is_some_and(|root| root == one);
    a != b && !plural(a, b) && !plural(b, a)
}

/// A value as the store compares it.
pub fn key(value: &str) -> String {
    tokens(value).join(" ")
}

/// As [`key`], for what stands in a slot: a name means nothing but itself.
pub fn key_in(slot: &str, value: &str) -> String {
    if slots::is_of_names(slot) { words_of_name(value).join(" ") } else { key(value) }
}

fn words_of_name(name: &str) -> Vec<String> {
    split(name).iter().map(|word| fold(word)).collect()
}

/// Whether two plain words are forms of one.
pub fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let figures = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    if figures(a) || figures(b) || a.chars().count() < 4 || b.chars().count() < 4 {
        return false;
    }
    let theirs = forms(b);
    forms(a).iter().any(|form| theirs.contains(form))
}

/// How one value stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nearness {
    Same,
    /// The second says all of the first, and more.
    Closer,
    /// The second says less.
    Vaguer,
    Different,
}

/// Compares two values, as [`key`] gives them or as they were said.
pub fn nearness(a: &str, b: &str) -> Nearness {
    near(&of_value(a), &of_value(b), Said::is)
}

/// As [`nearness`], for two whole statements.
pub fn nearness_of_texts(a: &str, b: &str) -> Nearness {
    near(&said(a), &said(b), Said::is)
}

/// As [`nearness`], for what stands in a slot: names and places have no forms.
pub fn nearness_in(slot: &str, a: &str, b: &str) -> Nearness {
    if slots::is_of_names(slot) {
        let (a, b) = (words_of_name(a), words_of_name(b));
        match (a.is_empty() || b.is_empty(), b.starts_with(&a), a.starts_with(&b)) {
            (false, true, true) => Nearness::Same,
            (false, true, false) => Nearness::Closer,
            (false, false, true) => Nearness::Vaguer,
            _ => Nearness::Different,
        }
    } else if slots::is_of_places(slot) {
        near(&tokens(a), &tokens(b), |a, b| a == b)
    } else {
        nearness(a, b)
    }
}

/// Words that deny, and those that stand with them.
const DENIAL: &str = "nao not n t dont doesnt didnt isnt arent wasnt never nunca jamais no longer cannot don doesn didn isn aren wasn do does did can";

/// Whether a statement says that something isn't so.
pub fn denies(text: &str) -> bool {
    let plain = words_of_name(text);
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    cues::any(cues::DENIES, &plain) && !cues::any(cues::NOT_DENIED, &plain)
}

/// As [`nearness`], of what is said to be so and what is said not to be.
pub fn nearness_but_for_denial(a: &str, b: &str) -> Nearness {
    let bare = |text: &str| -> Vec<Said> {
        let is_denial = |word: &Said| DENIAL.split_ascii_whitespace().any(|denial| denial == word.plain);
        of_value(text).into_iter().filter(|word| !is_denial(word)).collect()
    };
    near(&bare(a), &bare(b), Said::is)
}

fn near<T>(a: &[T], b: &[T], is: impl Fn(&T, &T) -> bool) -> Nearness {
    if a.is_empty() || b.is_empty() {
        return Nearness::Different;
    }
    let within = |few: &[T], many: &[T]| few.iter().all(|word| many.iter().any(|other| is(word, other)));
    match (within(a, b), within(b, a)) {
        (true, true) => Nearness::Same,
        (true, false) => Nearness::Closer,
        (false, true) => Nearness::Vaguer,
        (false, false) => Nearness::Different,
    }
}

/// A kind and its opposite: of one thing both can't be true.
pub fn opposite(kind: FactKind) -> Option<FactKind> {
    match kind {
        FactKind::Like => Some(FactKind::Dislike),
        FactKind::Dislike => Some(FactKind::Like),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_is_known_however_it_is_written() {
        for (a, b, expected) in [
            ("São Paulo", "sao paulo", Nearness::Same),
            ("Nova York", "New York", Nearness::Same),
            ("enfermeira", "a nurse", Nearness::Same),
            ("coriander", "coentro", Nearness::Same),
            ("34", "trinta e quatro", Nearness::Same),
            ("thirty-four", "34", Nearness::Same),
            ("Recife", "Recife, Pernambuco", Nearness::Closer),
            ("strong black coffee", "café", Nearness::Vaguer),
            ("Ana", "Ane", Nearness::Different),
            ("Nubank", "Itaú", Nearness::Different),
            ("12-04", "13-04", Nearness::Different),
            ("34", "35", Nearness::Different),
            ("cachorro Bidu", "cachorro Rex", Nearness::Different),
            ("gato Paulo", "gata Paula", Nearness::Different),
            ("Fernanda", "Fernando", Nearness::Different),
            ("médico", "médica", Nearness::Same),
        ] {
            assert_eq!(nearness(a, b), expected, "{a} / {b}: {:?} {:?}", tokens(a), tokens(b));
        }
    }

    #[test]
    fn a_name_or_a_place_is_itself_only_as_it_is_written() {
        for (slot, a, b, expected) in [
            ("name", "rosa", "Pink", Nearness::Different),
            ("name", "maria", "Mario", Nearness::Different),
            ("name", "João", "joao pedro", Nearness::Closer),
            ("lives_in", "colombo", "Colômbia", Nearness::Different),
            ("lives_in", "Londres", "London", Nearness::Same),
        ] {
            assert_eq!(nearness_in(slot, a, b), expected, "{a} / {b}");
        }
        assert_eq!(key_in("name", "Rosa"), "rosa");
        assert_eq!(key_in("favorite_color", "rosa"), key("pink"));
    }
}
