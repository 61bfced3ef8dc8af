use super::*;
use crate::memory::fact::{FactKind, Whom};
use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};

#[derive(Deserialize)]
struct Case {
    text: String,
    day: NaiveDate,
    expects: Vec<Expected>,
    #[serde(default)]
    later: bool,
}

/// A statement by what tells it from others. `whom` is "user", or relation and name with a colon between.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Expected {
    whom: String,
    kind: String,
    slot: String,
    value: String,
    says: String,
}

fn cases(file: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/rules").join(file);
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"))).collect()
}

fn told(drawn: &Drawn) -> Expected {
    let whom = match &drawn.whom {
        Whom::User => "user".to_owned(),
        Whom::Companion => "companion".to_owned(),
        Whom::Someone { name, relation } => format!("{relation}:{name}"),
    };
    let says = match drawn.says {
        Says::Holds => "holds",
        Says::Also => "also",
        Says::Ended => "ended",
        Says::Corrects => "corrects",
    };
    let (kind, slot) = (drawn.kind.code().to_owned(), drawn.slot.clone());
    Expected { whom, kind, slot, value: drawn.value.clone(), says: says.to_owned() }
}

fn said(text: &str, day: NaiveDate) -> SaidBy<'_> {
    SaidBy { turn: TurnId(7), text, day, language: None }
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// Precision and recall over the sentences of a file. What is wrong and what is missing is printed.
fn measure(file: &str, later: bool) -> (f64, f64) {
    let (mut right, mut drawn_all, mut expected_all, mut empty) = (0_usize, 0_usize, 0_usize, 0_usize);
    let chosen: Vec<Case> = cases(file).into_iter().filter(|case| case.later == later).collect();
    for case in &chosen {
        let drawn: BTreeSet<Expected> = draw(&said(&case.text, case.day)).iter().map(told).collect();
        let expected: BTreeSet<Expected> = case.expects.iter().cloned().collect();
        for wrong in drawn.difference(&expected) {
            println!("wrong    {:?}\n         {wrong:?}", case.text);
        }
        for missing in expected.difference(&drawn) {
            println!("missing  {:?}\n         {missing:?}", case.text);
        }
        right += drawn.intersection(&expected).count();
        drawn_all += drawn.len();
        expected_all += expected.len();
        empty += usize::from(expected.is_empty());
    }
    let (precision, recall) =
        (right as f64 / drawn_all.max(1) as f64, right as f64 / expected_all.max(1) as f64);
    println!(
        "{file}{}: {} sentences, {empty} of them empty; precision {precision:.3}, recall {recall:.3} ({right} of {drawn_all} drawn, {expected_all} to draw)",
        if later { " later" } else { "" },
        chosen.len(),
    );
    (precision, recall)
}

#[test]
fn ninety_five_of_a_hundred_statements_drawn_from_portuguese_were_said() {
    let (precision, recall) = measure("pt.jsonl", false);
    assert!(precision >= 0.95, "{precision}");
    assert!(recall >= 0.8, "{recall}");
}

#[test]
fn ninety_five_of_a_hundred_statements_drawn_from_english_were_said() {
    let (precision, recall) = measure("en.jsonl", false);
    assert!(precision >= 0.95, "{precision}");
    assert!(recall >= 0.8, "{recall}");
}

#[test]
fn sentences_written_after_the_rules_fare_as_well() {
    for file in ["pt.jsonl", "en.jsonl"] {
        let (precision, _) = measure(file, true);
        assert!(precision >= 0.9, "{file} {precision}");
    }
}

#[test]
fn a_slot_of_the_rules_is_one_of_the_list_and_every_pattern_can_be_told() {
    for rule in portuguese::RULES.iter().chain(english::RULES) {
        assert!(rule.slot.is_empty() || crate::memory::slots::find(rule.slot).is_some(), "{}", rule.pattern);
        let reads = rule.pattern.contains('<') || rule.pattern.contains("{v:") || !rule.value.contains('{');
        assert!(reads || rule.value == "{t}", "{} reads no value", rule.pattern);
        if rule.value == "{d}" {
            assert!(rule.pattern.contains("<past>") || rule.pattern.contains("<future>"), "{}", rule.pattern);
        }
    }
}

#[test]
fn a_statement_is_told_in_the_third_person_in_its_own_language() {
    for (text, told) in [
        ("Moro em Recife há 3 anos", "Mora em Recife desde 2023"),
        ("moro no rio", "Mora no rio"),
        ("Minha irmã se chama Ana", "A irmã se chama Ana"),
        ("Minha mãe mora em Natal", "A mãe mora em Natal"),
        ("Minha irmã Ana mora em Natal", "Ana mora em Natal"),
        ("Dia 12 tenho prova", "Prova: 12 de dezembro de 2026"),
        ("I'm allergic to peanuts", "Allergic to peanuts"),
        ("My brother lives in Porto", "The brother lives in Porto"),
        ("corro toda terça", "Corre toda terça"),
        ("I run every Tuesday", "Runs every Tuesday"),
        ("We got married in 2015", "Got married in 2015"),
        ("meu aniversário é dia 3 de maio", "Faz aniversário em 3 de maio"),
    ] {
        let drawn = draw(&said(text, day()));
        assert!(
            drawn.iter().any(|d| d.text == told),
            "{text}: {:?}",
            drawn.iter().map(|d| &d.text).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_time_that_is_said_is_held() {
    let at = |y, m, d| {
        NaiveDate::from_ymd_opt(y, m, d)
            .unwrap()
            .and_time(chrono::NaiveTime::MIN)
            .and_utc()
            .timestamp_millis()
    };
    let only = |text: &str| draw(&said(text, day())).into_iter().next().unwrap().held;
    assert_eq!(only("I live in Porto since 2019").from, Some(at(2019, 1, 1)));
    assert_eq!(only("Saí da Petrobras em março").until, Some(at(2026, 3, 1)));
    // Up to it is with it.
    assert_eq!(only("Trabalhei na Globo até 2019").until, Some(at(2020, 1, 1)));
    assert_eq!(only("I worked at Tesco until 2019").until, Some(at(2020, 1, 1)));
    let plan = only("amanhã tenho consulta");
    assert_eq!((plan.from, plan.until), (Some(at(2026, 11, 21)), Some(at(2026, 11, 22))));
}

#[test]
fn nothing_is_drawn_from_a_long_pasted_text() {
    let long = format!("Moro em Recife. {}", "Era uma vez um rei. ".repeat(80));
    assert!(draw(&said(&long, day())).is_empty());
}

#[test]
fn kinds_that_rules_draw_are_those_of_their_slots() {
    for file in ["pt.jsonl", "en.jsonl"] {
        for case in cases(file) {
            for expected in case.expects {
                assert!(FactKind::ALL.iter().any(|kind| kind.code() == expected.kind), "{expected:?}");
            }
        }
    }
}

fn stands(text: &str, day: NaiveDate) {
    for drawn in draw(&said(text, day)) {
        assert!(!drawn.value.trim().is_empty() && !drawn.text.trim().is_empty(), "{text:?} {drawn:?}");
        assert!((0.0..=1.0).contains(&drawn.confidence));
        assert!(!drawn.evidence.is_empty());
        for evidence in &drawn.evidence {
            assert!(
                !evidence.quote.is_empty() && text.contains(&evidence.quote),
                "{text:?} {:?}",
                evidence.quote
            );
        }
    }
}

#[test]
fn naughty_strings_are_survived() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/hostile/naughty-strings/blns.json");
    let strings: Vec<String> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(strings.len() > 100);
    for string in &strings {
        stands(string, day());
        for frame in [
            "Moro em {}",
            "My name is {}",
            "minha irmã {} mora em {}",
            "I work at {} since {}",
            "dia {} tenho prova",
        ] {
            stands(&frame.replace("{}", string), day());
        }
    }
}

#[test]
fn the_longest_text_of_what_every_rule_begins_with_is_gone_through() {
    for piece in PIECES {
        let text: String = piece.chars().cycle().take(1_490).collect();
        stands(&text, day());
    }
    let longer: String = "Moro em Recife. ".chars().cycle().take(1_600).collect();
    assert!(draw(&said(&longer, day())).is_empty());
}

const PIECES: [&str; 8] = [
    "eu moro em e ",
    "i am a my sister 's ",
    "nao eh Ana , ",
    "dia 12 de ",
    "e ",
    "tenho um ",
    "Ana de ",
    "since the ",
];

proptest::proptest! {
    #[test]
    fn any_text_is_survived_and_every_quote_stands_in_it(text in "\\PC{0,300}") {
        stands(&text, day());
    }

    #[test]
    fn any_run_of_known_words_is_survived_and_every_quote_stands_in_it(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "eu", "moro", "em", "I'm", "I", "live", "in", "minha", "irmã", "Ana", "se", "chama", "é", "não", "my", "dog", "'s",
                "name", "is", "dia", "12", "31/02", "de", "maio", "tenho", "prova", "anos", "29", "fevereiro", "2024", ",", ".", "\"",
                "work", "at", "trabalho", "na", "Vale", "since", "há", "dois", "amanhã", "nasci", "gosto", "e", "and", "É", "İ", "ß",
                "and", "love", "coffee", "sexta", "que", "vem", "the", "31st", "February", "29", "0", "9999", "-", "/",
            ]),
            0..40,
        ),
        offset in -700_000i64..700_000,
    ) {
        let day = day().checked_add_signed(chrono::Duration::days(offset)).unwrap();
        stands(&words.join(" "), day);
    }
}
