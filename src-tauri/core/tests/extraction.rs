//! Facts drawn from talk, where the script is the model's JSON: much of it wrong on purpose. What is listed afterwards is
//! held against what the talk said.
//!
//! A case is a line of JSON: `say` (who and what, `day` sets the time for those after it), `draw` (what the model answered, with the
//! number of the turn it was asked after; the last one where none is given), and what must be known in the end: `first` (the
//! current fact that is listed first of a subject's slot or kind), `past`, `wrong` (corrected), `doubt`; nothing else may be
//! current.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout
)]

use rusqlite::Connection;
use samantha_core::{
    conversation::{self, Answer, Moment, NewTurn, PageFrom, Speaker, TurnState},
    id::Uid,
    memory::fact::{self, About, Fact, FactState, Wanted, model},
    people,
    store::{SCHEMA_VERSION, create_old},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    say: Vec<Line>,
    draw: Vec<Draw>,
    #[serde(default)]
    first: Vec<[String; 3]>,
    #[serde(default)]
    past: Vec<[String; 3]>,
    #[serde(default)]
    wrong: Vec<[String; 3]>,
    #[serde(default)]
    doubt: Vec<[String; 3]>,
    /// When it is looked at.
    #[serde(default)]
    at: Option<String>,
    /// How many people are known.
    #[serde(default)]
    people: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Day { day: String },
    Said(String, String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Draw {
    After { after: usize, facts: Vec<Value> },
    Times { times: usize, facts: Vec<Value> },
    Fact(Value),
}

#[derive(Default, Debug)]
struct Tally {
    cases: usize,
    wanted: usize,
    first: usize,
    retired: usize,
    duplicates: usize,
    unproved: usize,
    missing: usize,
    drawn: usize,
    left_out: usize,
}

fn at(day: &str) -> i64 {
    let day = if day.len() == 10 { format!("{day}T20:00:00-03:00") } else { format!("{day}:00-03:00") };
    chrono::DateTime::parse_from_rfc3339(&day).unwrap().timestamp_millis()
}

fn keep(c: &mut Connection, values: &[Value], now: i64, tally: &mut Tally) {
    let tx = c.transaction().unwrap();
    let shown = conversation::page(&tx, PageFrom::Latest, 200).unwrap().turns;
    let drawn = model::read(json!({"facts": values}), &shown).unwrap();
    tally.drawn += values.len();
    let (_, left_out) = fact::keep_proved(&tx, drawn, now).unwrap();
    tally.left_out += left_out.len();
    if std::env::var_os("EXTRACTION_TELL").is_some() {
        println!("    left out: {left_out:?}");
    }
    tx.commit().unwrap();
}

fn live(case: &Case, tally: &mut Tally) -> (Vec<Fact>, Vec<people::Person>) {
    let mut c = Connection::open_in_memory().unwrap();
    c.execute_batch("PRAGMA foreign_keys=ON").unwrap();
    create_old(&mut c, SCHEMA_VERSION).unwrap();
    let (mut now, mut n) = (at("2026-03-02"), 0);
    let all: Vec<Value> = case
        .draw
        .iter()
        .filter_map(|draw| if let Draw::Fact(fact) = draw { Some(fact.clone()) } else { None })
        .collect();
    for line in &case.say {
        match line {
            Line::Day { day } => now = at(day),
            Line::Said(who, text) => {
                n += 1;
                now += 60_000;
                let speaker = if who == "u" { Speaker::User } else { Speaker::Companion };
                let said = Moment { at: now, zone: "America/Sao_Paulo".into(), offset_seconds: -10_800 };
                let answer = Answer::default();
                let (uid, state) = (Uid::random().unwrap(), TurnState::Complete);
                let tx = c.transaction().unwrap();
                let new = NewTurn { uid, speaker, text, state, said: &said, reply_to: None, answer: &answer };
                conversation::keep_written(&tx, &new).unwrap();
                tx.commit().unwrap();
                for draw in &case.draw {
                    if let Draw::After { after, facts } = draw
                        && *after == n
                    {
                        keep(&mut c, facts, now + 1_000, tally);
                    }
                }
            }
        }
    }
    if !all.is_empty() {
        keep(&mut c, &all, now + 1_000, tally);
    }
    for draw in &case.draw {
        if let Draw::Times { times, facts } = draw {
            for _ in 0..*times {
                keep(&mut c, facts, now + 1_000, tally);
            }
        }
    }
    let looked = case.at.as_deref().map_or(now + 60_000, at);
    let wanted = Wanted { past: true, limit: 1_000, ..Wanted::default() };
    (fact::list(&c, &wanted, looked).unwrap().facts, people::all(&c).unwrap())
}

fn is(fact: &Fact, people: &[people::Person], wanted: &[String; 3]) -> bool {
    let [whom, of, value] = wanted;
    let about = match fact.about {
        About::User => whom == "user",
        About::Companion => whom == "her",
        About::Person(id) => people.iter().any(|person| {
            person.id == id
                && (people::same_name(&person.name, whom)
                    || people::Relation::of(whom).is_some()
                        && people::Relation::fits(
                            people::Relation::of(whom).as_ref(),
                            people::Relation::of(&person.relation).as_ref(),
                        ))
        }),
    };
    about && (fact.slot == *of || fact.kind.code() == of) && is_value(fact, value)
}

/// Whether a fact's value is the one wanted: no more and no less, in either language.
fn is_value(fact: &Fact, wanted: &str) -> bool {
    fact.value == wanted || fact.value == fact::key_in(&fact.slot, wanted)
}

fn of_same(fact: &Fact, people: &[people::Person], wanted: &[String; 3]) -> bool {
    let any = [wanted[0].clone(), wanted[1].clone(), fact.value.clone()];
    is(fact, people, &any)
}

fn judge(case: &Case, tally: &mut Tally) -> Vec<String> {
    let (facts, people) = live(case, tally);
    let mut wrong = Vec::new();
    tally.cases += 1;
    for wanted in &case.first {
        tally.wanted += 1;
        let listed = facts.iter().find(|fact| fact.is_current() && of_same(fact, &people, wanted));
        // Of what has no slot several stand side by side: it is among them.
        let found = facts.iter().any(|fact| fact.is_current() && is(fact, &people, wanted));
        let beside = listed.is_some_and(|fact| fact.slot.is_empty())
            || case.first.iter().filter(|other| other[..2] == wanted[..2]).count() > 1;
        if listed.is_some_and(|fact| is(fact, &people, wanted)) || beside && found {
            tally.first += 1;
        } else if facts.iter().any(|fact| !fact.is_current() && is(fact, &people, wanted)) {
            tally.retired += 1;
            wrong.push(format!("retired {wanted:?}"));
        } else {
            wrong.push(format!("not first {wanted:?}"));
        }
    }
    for (state, list) in [
        (FactState::Ended, &case.past),
        (FactState::Corrected, &case.wrong),
        (FactState::Doubted, &case.doubt),
    ] {
        for wanted in list {
            if !facts.iter().any(|fact| fact.state == state && is(fact, &people, wanted)) {
                tally.missing += 1;
                wrong.push(format!("not {state:?} {wanted:?}"));
            }
        }
    }
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| fact.is_current()) {
        match case.first.iter().chain(&case.doubt).find(|wanted| is(fact, &people, wanted)) {
            Some(wanted) => *met.entry(format!("{wanted:?}")).or_default() += 1,
            None => {
                tally.unproved += 1;
                wrong.push(format!("kept {:?} {} {} {}", fact.about, fact.kind.code(), fact.slot, fact.text));
            }
        }
    }
    // The two of a doubt may have one value: that it is so, and that it isn't.
    let listed = |wanted: &String| case.doubt.iter().filter(|other| format!("{other:?}") == *wanted).count();
    for (wanted, n) in met.into_iter().filter(|(wanted, n)| *n > listed(wanted).max(1)) {
        tally.duplicates += n - 1;
        wrong.push(format!("{n} times {wanted}"));
    }
    if let Some(expected) = case.people
        && people.len() != expected
    {
        tally.duplicates += 1;
        wrong.push(format!("{} people, not {expected}: {people:?}", people.len()));
    }
    wrong
}

fn run(file: &str) -> Tally {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/extraction").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let only = std::env::var("EXTRACTION_ONLY").ok();
    let mut tally = Tally::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let case: Case = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        if only.as_ref().is_some_and(|only| !case.id.contains(only.as_str())) {
            continue;
        }
        let wrong = judge(&case, &mut tally);
        if !wrong.is_empty() {
            println!("{}: {}", case.id, wrong.join("; "));
        }
    }
    println!("{file}: {tally:?}");
    println!(
        "{file}: {} cases, {} statements drawn, {} left out; current fact first {:.1} % of {}; wrongly retired {}, duplicates {}, unproved kept {}",
        tally.cases,
        tally.drawn,
        tally.left_out,
        100.0 * tally.first as f32 / tally.wanted.max(1) as f32,
        tally.wanted,
        tally.retired,
        tally.duplicates,
        tally.unproved
    );
    tally
}

fn holds(file: &str) {
    let tally = run(file);
    assert!(
        tally.first * 100 >= tally.wanted * 98,
        "current fact first: {} of {}",
        tally.first,
        tally.wanted
    );
    assert_eq!((tally.retired, tally.duplicates, tally.unproved), (0, 0, 0), "retired, doubled, unproved");
    assert_eq!(tally.missing, 0, "what ended, was corrected or is in doubt is seen as that");
}

#[test]
fn what_a_model_draws_from_portuguese_talk_is_kept_only_where_it_was_said() {
    holds("portuguese.jsonl");
}

#[test]
fn what_a_model_draws_from_english_talk_is_kept_only_where_it_was_said() {
    holds("english.jsonl");
}

#[test]
fn what_is_kept_of_forty_cases_that_were_written_when_the_rest_was_done() {
    holds("kept_back.jsonl");
}

#[test]
fn of_twenty_more_nothing_is_kept_that_was_not_said() {
    let tally = run("second.jsonl");
    assert_eq!((tally.retired, tally.duplicates, tally.unproved, tally.missing), (0, 0, 0, 0));
    assert!(
        tally.first * 100 >= tally.wanted * 80,
        "current fact first: {} of {}",
        tally.first,
        tally.wanted
    );
}
