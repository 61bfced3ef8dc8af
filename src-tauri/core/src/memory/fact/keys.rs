//! When two values are one: without accents, upper case, articles, and with words that both languages have for one thing
//! taken as one.

use super::{FactKind, lexicon};
use crate::{
    memory::slots,
    store::words::{fold, forms, split},
};

/// What a slot does with a second value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It has one value and keeps it: another one is a doubt.
    Constant,
    /// It has one value at a time: another one said later takes its place.
    Changing,
    /// It has one value as a rule, now and then several: another one takes its place only where the words say so.
    Mostly,
    /// No slot: values stand side by side.
    Beside,
}

/// Slots whose value stays.
const CONSTANT: &str = "name birthday birth_year from pronouns married_on graduated_on died";
/// Other slots than those that are drawn into by rules.
const MORE: &str = "pronouns phone email height weight";
/// Names that others may give a slot.
const ALSO_CALLED: &[(&str, &str)] = &[
    ("name", "full_name first_name called named nome"),
    ("birthday", "birth_date date_of_birth birthdate born_on dob aniversario"),
    ("from", "origin born_in birthplace hometown grew_up_in place_of_birth origem"),
    ("age", "idade"),
    ("lives_in", "residence city home location lives living_in current_city address lives_at mora_em cidade"),
    ("works_at", "employer company workplace works_for works_in work_place trabalha_em empresa"),
    ("works_as", "job profession occupation role position job_title profissao cargo works"),
    ("studies_at", "school university college studies_in estuda_em"),
    ("studies", "major course degree field_of_study study curso estuda"),
    ("partner", "spouse husband wife boyfriend girlfriend fiance fiancee married_to dating partner_name"),
    ("status", "marital_status relationship_status civil_status estado_civil"),
    ("birth_year", "year_of_birth birthyear"),
    ("diet", "dieta"),
    ("religion", "religiao faith"),
    ("phone", "phone_number telefone"),
];

/// A slot by its own name, and its nature. A name nobody knows is no slot: nothing is to be retired for a word that a model
/// made up, but for a favourite, of which there is one.
pub fn slot_of(slot: &str) -> (String, Nature) {
    let plain: String = fold(slot).trim().replace([' ', '-'], "_");
    if plain.starts_with("favorite_") || plain.starts_with("favourite_") || plain.starts_with("favorit") {
        return (plain.replace("favourite", "favorite"), Nature::Changing);
    }
    let has = |list: &str, name: &str| list.split_ascii_whitespace().any(|one| one == name);
    let known = |name: &str| slots::find(name).is_some() || has(MORE, name);
    let also = ALSO_CALLED.iter().find(|(_, others)| has(others, &plain)).map(|(name, _)| *name);
    let name = if known(&plain) { plain.as_str() } else { also.unwrap_or_default() };
    let several = slots::find(name).is_some_and(|slot| slot.many == slots::Many::Several);
    let nature = match name {
        "" => Nature::Beside,
        name if has(CONSTANT, name) => Nature::Constant,
        _ if several => Nature::Mostly,
        _ => Nature::Changing,
    };
    (name.to_owned(), nature)
}

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

/// A value as the store compares it.
pub fn key(value: &str) -> String {
    tokens(value).join(" ")
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
    let (a, b) = (tokens(a), tokens(b));
    if a.is_empty() || b.is_empty() {
        return Nearness::Different;
    }
    let within =
        |few: &[String], many: &[String]| few.iter().all(|word| many.iter().any(|other| alike(word, other)));
    match (within(&a, &b), within(&b, &a)) {
        (true, true) => Nearness::Same,
        (true, false) => Nearness::Closer,
        (false, true) => Nearness::Vaguer,
        (false, false) => Nearness::Different,
    }
}

/// Whether two values are one, or one says more of the same.
pub fn same_value(a: &str, b: &str) -> bool {
    nearness(a, b) != Nearness::Different
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
        ] {
            assert_eq!(nearness(a, b), expected, "{a} / {b}: {:?} {:?}", tokens(a), tokens(b));
        }
    }

    #[test]
    fn a_slot_is_known_by_several_names_and_an_unknown_one_is_none() {
        assert_eq!(slot_of("Employer"), ("works_at".to_owned(), Nature::Mostly));
        assert_eq!(slot_of("birth date"), ("birthday".to_owned(), Nature::Constant));
        assert_eq!(slot_of("favourite_color").0, "favorite_color");
        assert_eq!(slot_of("pets"), (String::new(), Nature::Beside));
    }
}
