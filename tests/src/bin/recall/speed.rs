//! How long a question takes in a long life.

use anyhow::{Context as _, Result};
use chrono::{DateTime, TimeDelta, Utc};
use samantha_core::{
    memory::{self, Asked},
    store::{Store, StoreOptions},
};
use samantha_tests::{
    Dice,
    year::{self, Words, Year},
};
use std::time::Instant;

/// Questions asked, after a few that warm the page cache as a running app's is.
const QUESTIONS: usize = 1_000;
const WARMING: usize = 20;
const DATES: [&str; 5] = ["last week", "in May", "semana passada", "há três dias", "on 7 May 2026"];

/// Writes a life of so many turns, asks it questions of drawn words, every fifth with a date, and prints the times.
pub async fn measure(words: &[String]) -> Result<()> {
    let turns: u32 = words.first().context("--speed needs a number of turns")?.parse()?;
    let home = tempfile::tempdir()?;
    let ends = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(365 * 56);
    year::write(home.path(), Year { turns, seed: 7, ends }).await?;
    let store = Store::open(home.path(), &StoreOptions::default(), ends)?;
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
    let (mut times, mut work, empty) = store
        .read(move |c| {
            let (mut times, mut work, mut empty) = (Vec::new(), Vec::new(), 0);
            for (n, words) in questions.iter().enumerate() {
                let at = ends.fixed_offset();
                let asked = Asked { words, at, user: "", companion: "Samantha", before: None, meaning: None };
                let (began, worked) = (Instant::now(), processor_ms());
                empty += usize::from(memory::recall(c, &asked, 50)?.is_empty());
                let ms = began.elapsed().as_secs_f64() * 1_000.0;
                if n >= WARMING {
                    times.push(ms);
                    work.extend(processor_ms().zip(worked).map(|(now, then)| now - then));
                }
            }
            Ok((times, work, empty))
        })
        .await?;
    store.close().await?;
    times.sort_by(f64::total_cmp);
    println!(
        "{turns} turns, {QUESTIONS} questions, {empty} of them with nothing found: {}",
        super::percentiles(&times)
    );
    if !work.is_empty() {
        work.sort_by(f64::total_cmp);
        println!("of the processor alone: {}", super::percentiles(&work));
    }
    Ok(())
}

/// Milliseconds this thread has had of a processor, where the system tells (Linux): what the machine's other work adds
/// to the time is not in it.
fn processor_ms() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e6)
}
