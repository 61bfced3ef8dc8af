//! How long a question takes in a long life, and what recall needs of disk and memory.

use super::{
    drawn::Drawn,
    mind::{Choice, Loaded},
};
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, TimeDelta, Utc};
use samantha_core::{
    memory::{self, Asked, Vectors, reading, texts_to_embed},
    ports::{Embedder as _, Side},
    store::{Store, StoreOptions},
};
use samantha_tests::{
    Dice,
    year::{self, Words, Year},
};
use serde_json::{Value, json};
use std::{path::PathBuf, time::Instant};

/// Questions asked, after a few that warm the page cache as a running app's is.
const QUESTIONS: usize = 1_000;
const WARMING: usize = 20;
/// Questions whose embedding is timed.
const EMBEDDED: usize = 100;
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
    let vectors = Vectors::default();
    let drawn = match &model {
        Some(model) => Some(Drawn::around(model).await?),
        None => None,
    };
    if let (Some(drawn), Some(model)) = (&drawn, &model) {
        reading::read_all(&store, drawn, &vectors).await?;
        figures.add("bytes a turn in memory", vectors.bytes() as f64 / f64::from(turns), "B", Some(200.0));
        embedding(model, &mut figures).await?;
    }
    let on_disk: i64 = store
        .read(|c| {
            let sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE 'words%' OR name LIKE 'vector%' OR name = 'unread'";
            Ok(c.query_row(sql, [], |row| row.get(0))?)
        })
        .await?;
    figures.add(
        "bytes a turn on disk, words and vectors",
        on_disk as f64 / f64::from(turns),
        "B",
        Some(3_072.0),
    );
    ask(&store, drawn.as_ref(), &vectors, ends, &mut figures).await?;
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
}

/// One question at a time, as in talk.
async fn embedding(model: &Loaded, figures: &mut Figures) -> Result<()> {
    let mut times = Vec::new();
    for text in questions().into_iter().take(EMBEDDED) {
        let began = Instant::now();
        model.embed(vec![text], Side::Asked).await?;
        times.push(began.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    for share in [0.5, 0.95] {
        let value = super::at(&times, share);
        figures.add(&format!("a question's embedding, p{:.0}", share * 100.0), value, "ms", None);
    }
    Ok(())
}

async fn ask(
    store: &Store,
    drawn: Option<&Drawn>,
    vectors: &Vectors,
    ends: DateTime<Utc>,
    figures: &mut Figures,
) -> Result<()> {
    let (mut times, mut work, mut empty) = (Vec::new(), Vec::new(), 0);
    for (n, words) in questions().into_iter().enumerate() {
        let at = ends.fixed_offset();
        let asked = Asked { words: &words, at, user: "", companion: "Samantha", before: None, meaning: None };
        let meaning = match drawn {
            Some(drawn) => {
                let texts = texts_to_embed(&asked);
                let embeddings = drawn.embed(texts.clone(), Side::Asked).await?;
                drawn.id().and_then(|id| vectors.meaning(&id, &texts, &embeddings))
            }
            None => None,
        };
        let look = move |c: &rusqlite::Connection| {
            let meaning = meaning.as_ref();
            let asked = Asked { words: &words, at, user: "", companion: "Samantha", before: None, meaning };
            let (began, worked) = (Instant::now(), processor_ms());
            let found = memory::recall(c, &asked, 50)?;
            let ms = began.elapsed().as_secs_f64() * 1_000.0;
            Ok((found.is_empty(), ms, processor_ms().zip(worked).map(|(now, then)| now - then)))
        };
        let (nothing, ms, worked) = store.read(look).await?;
        if n >= WARMING {
            empty += usize::from(nothing);
            times.push(ms);
            work.extend(worked);
        }
    }
    times.sort_by(f64::total_cmp);
    work.sort_by(f64::total_cmp);
    let long = figures.turns > 100_000;
    let goals = if long { [None, None, Some(100.0)] } else { [Some(5.0), None, Some(20.0)] };
    for (share, goal) in [0.5, 0.95, 0.99].into_iter().zip(goals) {
        let value = super::at(&times, share);
        figures.add(&format!("a question without its embedding, p{:.0}", share * 100.0), value, "ms", goal);
    }
    for share in [0.5, 0.99] {
        let value = super::at(&work, share);
        figures.add(&format!("of the processor alone, p{:.0}", share * 100.0), value, "ms", None);
    }
    figures.add("questions with nothing found", empty as f64, "", None);
    Ok(())
}

/// Milliseconds this thread has had of a processor, where the system tells (Linux): what the machine's other work adds
/// to the time is not in it.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}
