//! How long a question takes in a long life, and what recall needs of disk and memory.

use super::mind::Choice;
use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use samantha_core::{
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    id::{TurnId, Uid},
    locale::Language,
    memory::{
        self, Asked, Meaning, Vectors, drawn,
        fact::Goes,
        part::{self, Wanted},
        reading,
    },
    ports::{Embedder as _, Side},
    store::{Store, StoreOptions},
};
use samantha_embed::OnDemand;
use samantha_tests::{
    Dice,
    year::{self, Words, Year},
};
use serde_json::{Value, json};
use std::{path::PathBuf, time::Instant};

/// Questions asked, after a few that warm the page cache as a running app's is.
const QUESTIONS: usize = 1_000;
const WARMING: usize = 20;
/// Texts whose embedding is timed.
const EMBEDDED: usize = 100;
/// Texts that are read, around which the vectors of all turns are drawn.
const REAL: usize = 5_000;
/// Questions with a known answer, and words of it in each.
const KNOWN: u64 = 100;
const KNOWN_WORDS: usize = 5;
/// Turns that are said and looked for.
const SAID: usize = 100;
const DATES: [&str; 5] = ["last week", "in May", "semana passada", "há três dias", "on 7 May 2026"];

fn questions() -> Vec<String> {
    let mut words = Words::new(11);
    let mut dice = Dice::new(12);
    let mut questions = Vec::new();
    for n in 0..QUESTIONS + WARMING {
        let mut question = "when did I".to_owned();
        for _ in 0..3 + dice.index(6) {
            question.push(' ');
            question.push_str(words.word());
        }
        if n % 5 == 0 {
            question.push(' ');
            let date: &&str = dice.pick(&DATES);
            question.push_str(date);
        }
        questions.push(question);
    }
    questions
}

fn asked(words: &str, ends: DateTime<Utc>) -> Asked<'_> {
    let at = ends.fixed_offset();
    Asked { words, at, user: "", companion: "Samantha", before: None, meaning: None }
}

/// Writes a life of so many turns, asks it questions of drawn words, every fifth with a date, and prints the times.
pub async fn measure(words: &[String]) -> Result<()> {
    const USAGE: &str = "usage: recall --speed TURNS --model DIR|--no-embedder [--rows FILE]";
    let (turns, rest) = words.split_first().context(USAGE)?;
    let turns: u32 = turns.parse().context(USAGE)?;
    let (mut choice, mut rows) = (Choice::default(), None);
    let mut rest = rest.iter();
    while let Some(word) = rest.next() {
        if choice.takes(word, || rest.next().cloned())? {
            continue;
        }
        match word.as_str() {
            "--rows" => rows = Some(PathBuf::from(rest.next().context(USAGE)?)),
            _ => bail!(USAGE),
        }
    }
    let model = choice.made()?;
    let mut figures = Figures { turns, list: Vec::new() };
    let home = tempfile::tempdir()?;
    let ends = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(365 * 56);
    year::write(home.path(), Year { turns, seed: 7, ends }).await?;
    let store = Store::open(home.path(), &StoreOptions::default(), ends)?;
    let vectors = match &model {
        Some(model) => {
            embedding(model, &mut figures).await?;
            fill(&store, model, &mut figures).await?
        }
        None => Vectors::default(),
    };
    let on_disk: i64 = store
        .read(|c| {
            let sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE
                         AND (name LIKE 'words%' OR name LIKE 'vector%' OR name = 'unread')";
            Ok(c.query_row(sql, [], |row| row.get(0))?)
        })
        .await?;
    let each = on_disk as f64 / f64::from(turns);
    figures.add("bytes a turn on disk, words and vectors", each, "B", Some(3_072.0));
    let questions = understood(&store, model.as_ref(), &vectors, ends, &mut figures).await?;
    part(&store, &questions, ends, &mut figures).await?;
    known(&store, ends, &mut figures).await?;
    said(&store, ends, &mut figures).await?;
    store.close().await?;
    if let Some(rows) = rows {
        std::fs::write(&rows, serde_json::to_vec(&figures.list)?)?;
    }
    Ok(())
}

/// What is printed, and written for the bench.
struct Figures {
    turns: u32,
    list: Vec<Value>,
}

impl Figures {
    #[allow(clippy::print_stdout)]
    fn add(&mut self, name: &str, value: f64, unit: &str, goal: Option<f64>) {
        let name = format!("recall, {} turns: {name}", self.turns);
        println!("{name}: {value:.2} {unit}");
        let (told, holds) =
            (goal.map_or(String::new(), |goal| format!("≤ {goal}")), goal.map(|goal| value <= goal));
        self.list.push(json!({"name": name, "value": value, "unit": unit, "goal": told, "holds": holds}));
    }

    /// Some percentiles of times, each with its goal.
    fn times(&mut self, name: &str, mut times: Vec<f64>, shares: &[(f64, Option<f64>)]) {
        times.sort_by(f64::total_cmp);
        for (share, goal) in shares {
            let value = super::at(&times, *share);
            self.add(&format!("{name}, p{:.0}", share * 100.0), value, "ms", *goal);
        }
    }
}

fn ms_since(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1_000.0
}

/// One text at a time, as in talk; then many, as when what was said is read.
async fn embedding(model: &OnDemand, figures: &mut Figures) -> Result<()> {
    model.embed(vec!["Ana.".to_owned()], Side::Asked).await?;
    let mut times = Vec::new();
    for text in questions().into_iter().take(EMBEDDED) {
        let began = Instant::now();
        model.embed(vec![text], Side::Asked).await?;
        times.push(ms_since(began));
    }
    figures.times("a question's embedding", times, &[(0.5, None), (0.95, None)]);
    let mut words = Words::new(4);
    let texts: Vec<String> = (0..EMBEDDED).map(|_| words.text(3)).collect();
    let began = Instant::now();
    model.embed(texts, Side::Kept).await?;
    figures.add("a turn's embedding where many are read", ms_since(began) / EMBEDDED as f64, "ms", None);
    Ok(())
}

/// Gives every turn its vectors, and fetches them as an opening does.
async fn fill(store: &Store, model: &OnDemand, figures: &mut Figures) -> Result<Vectors> {
    let mut words = Words::new(3);
    let real = (0..REAL).map(|_| words.text(1)).collect();
    let filled = Vectors::default();
    let turns = drawn::fill(store, model, &filled, real, 9).await?;
    ensure!(turns == filled.turns() && turns as f64 == f64::from(figures.turns), "{turns} turns were read");
    let (vectors, resident, began) = (Vectors::default(), resident(), Instant::now());
    reading::fetch(store, &vectors).await?;
    figures.add("fetching all vectors at an opening", ms_since(began), "ms", None);
    let each = |bytes: f64| bytes / f64::from(figures.turns);
    let counted = each(vectors.bytes() as f64);
    let grown = resident.zip(self::resident()).map(|(then, now)| each(now - then));
    figures.add("bytes a turn in memory", counted, "B", Some(200.0));
    if let Some(grown) = grown {
        figures.add("bytes a turn in memory, as the system counts them", grown, "B", Some(200.0));
    }
    Ok(vectors)
}

/// A question, and what it means.
type Questions = Vec<(String, Option<Meaning>)>;

/// Asks all questions, one at a time.
async fn understood(
    store: &Store,
    model: Option<&OnDemand>,
    vectors: &Vectors,
    ends: DateTime<Utc>,
    figures: &mut Figures,
) -> Result<Questions> {
    let mut understood = Vec::new();
    for words in questions() {
        let meaning = match model {
            Some(model) => {
                let meaning = memory::understand(model, vectors, &asked(&words, ends)).await?;
                Some(meaning.context("a question that means nothing")?)
            }
            None => None,
        };
        understood.push((words, meaning));
    }
    let (mut times, mut work, mut empty) = (Vec::new(), Vec::new(), 0);
    for (n, (words, meaning)) in understood.iter().enumerate() {
        let (words, meaning) = (words.clone(), meaning.clone());
        let look = move |c: &Connection| {
            let asked = Asked { meaning: meaning.as_ref(), ..asked(&words, ends) };
            let (began, worked) = (Instant::now(), processor_ms());
            let found = memory::recall(c, &asked, 50)?;
            Ok((found.is_empty(), ms_since(began), processor_ms().zip(worked).map(|(now, then)| now - then)))
        };
        let (nothing, ms, worked) = store.read(look).await?;
        if n >= WARMING {
            empty += usize::from(nothing);
            times.push(ms);
            work.extend(worked);
        }
    }
    let long = figures.turns > 100_000;
    let (half, most) = if long { (None, Some(100.0)) } else { (Some(5.0), Some(20.0)) };
    figures.times("a question without its embedding", times, &[(0.5, half), (0.95, None), (0.99, most)]);
    if !work.is_empty() {
        figures.times("of the processor alone, all threads", work, &[(0.5, None), (0.99, None)]);
    }
    figures.add("questions with nothing found", empty as f64, "", None);
    Ok(understood)
}

/// The memory part of a prompt, for a question and a remark in turn.
async fn part(
    store: &Store,
    questions: &Questions,
    ends: DateTime<Utc>,
    figures: &mut Figures,
) -> Result<()> {
    let mut times = Vec::new();
    for (n, (words, meaning)) in questions.iter().enumerate().skip(WARMING) {
        let words = format!("{words}{}", if n % 2 == 0 { "?" } else { "." });
        let meaning = meaning.clone();
        let look = move |c: &Connection| {
            let asked = Asked { meaning: meaning.as_ref(), ..asked(&words, ends) };
            let began = Instant::now();
            part::choose(c, &Wanted { asked, language: Language::En, goes: Goes::Away })?;
            Ok(ms_since(began))
        };
        times.push(store.read(look).await?);
    }
    figures.times("the memory part of a prompt", times, &[(0.5, None), (0.95, None), (0.99, None)]);
    Ok(())
}

/// Questions of words of one turn each: how many of these turns are among the first ten, as in talk and without the bound of
/// postings; by words alone, which is what the bound bears on.
async fn known(store: &Store, ends: DateTime<Utc>, figures: &mut Figures) -> Result<()> {
    let turns = u64::from(figures.turns);
    let look = move |c: &Connection| {
        let mut dice = Dice::new(13);
        let (mut bounded, mut whole) = (0, 0);
        for _ in 0..KNOWN {
            let turn = TurnId(i64::try_from(dice.below(turns))? + 1);
            let said = conversation::by_id(c, turn)?.text;
            let mut words: Vec<&str> = said.split(|letter: char| !letter.is_alphanumeric()).collect();
            words.retain(|word| word.chars().count() > 2);
            dice.shuffle(&mut words);
            words.truncate(KNOWN_WORDS);
            let question = words.join(" ");
            let asked = asked(&question, ends);
            let found = |found: Vec<memory::Recalled>| usize::from(found.iter().any(|one| one.turn == turn));
            bounded += found(memory::recall(c, &asked, 10)?);
            whole += found(memory::recall_within(c, &asked, 10, usize::MAX)?);
        }
        Ok((bounded, whole))
    };
    let (bounded, whole) = store.read(look).await?;
    let share = |found: usize| 100.0 * found as f64 / KNOWN as f64;
    figures.add("known answers among the first ten, by words alone", share(bounded), "%", None);
    figures.add("the same without the bound of postings", share(whole), "%", None);
    Ok(())
}

/// From the moment something is given to the store to the moment it is found.
async fn said(store: &Store, ends: DateTime<Utc>, figures: &mut Figures) -> Result<()> {
    let mut words = Words::new(21);
    let (mut times, mut lost) = (Vec::new(), 0);
    for n in 0..SAID {
        let rare = words.rare().to_owned();
        let text = format!("{rare} {}", words.text(2));
        let at = (ends + TimeDelta::minutes(i64::try_from(n)?)).timestamp_millis();
        let (kept, began) = (text.clone(), Instant::now());
        let keep = move |tx: &rusqlite::Transaction<'_>| {
            let said = Moment { at, zone: "UTC".to_owned(), offset_seconds: 0 };
            let (uid, state, answer) = (Uid::random()?, TurnState::Complete, Answer::default());
            let (speaker, said, text) = (Speaker::User, &said, kept.as_str());
            let new = NewTurn { uid, speaker, text, state, said, reply_to: None, answer: &answer };
            conversation::keep_written(tx, &new)
        };
        let turn = store.write(keep).await?;
        let look = move |c: &Connection| memory::recall(c, &asked(&text, ends), 10);
        let found = store.read(look).await?;
        times.push(ms_since(began));
        lost += usize::from(found.iter().all(|found| found.turn != turn));
    }
    figures.times("a turn is found after it was said", times, &[(0.5, None), (0.99, Some(50.0))]);
    figures.add("turns not found after they were said", lost as f64, "", Some(0.0));
    Ok(())
}

/// Milliseconds all threads have had of a processor, where the system tells: what the machine's other work adds to the time
/// is not in it.
#[cfg(unix)]
fn processor_ms() -> Option<f64> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6)
}

#[cfg(not(unix))]
fn processor_ms() -> Option<f64> {
    None
}

/// Bytes of memory in use, where the system tells (Linux).
fn resident() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? * 1_024.0)
}
