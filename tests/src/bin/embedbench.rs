//! Measures the model that makes vectors of texts: `embedbench [--model DIR] [--rows FILE]`. `DIR` is a
//! sentence-transformers folder; without it one is made here, of the shape of the multilingual model that is offered,
//! with weights by chance: how fast it is does not depend on what they know.

use anyhow::{Context as _, Result, bail, ensure};
use samantha_core::ports::{Embedder as _, Side};
use samantha_embed::{OnDemand, testing::SmallModel};
use samantha_tests::Dice;
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Instant,
};

/// Words of a question, and of a turn.
const QUESTION: usize = 8;
const TURN: usize = 16;
const QUESTIONS: usize = 200;
const TURNS: usize = 400;
/// Words of the multilingual model's vocabulary.
const WORDS: usize = 249_900;

#[derive(serde::Serialize)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    goal: &'static str,
    holds: Option<bool>,
}

fn row(name: &str, value: f64, unit: &'static str) -> Row {
    Row { name: format!("reading: {name}"), value, unit, goal: "shown beside it", holds: None }
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let (mut model, mut rows_file) = (None, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let path = args.next().map(PathBuf::from).with_context(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--model" => model = Some(path),
            "--rows" => rows_file = Some(path),
            _ => bail!("usage: embedbench [--model DIR] [--rows FILE]"),
        }
    }
    let Some(model) = model else {
        return made(rows_file.as_deref());
    };
    let rows = measure(&model).await?;
    for row in &rows {
        println!("{}: {:.2} {}", row.name, row.value, row.unit);
    }
    if let Some(file) = rows_file {
        std::fs::write(file, serde_json::to_string_pretty(&rows)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a model and measures it in a process of its own, whose memory has never seen the making.
fn made(rows_file: Option<&Path>) -> Result<ExitCode> {
    let home = tempfile::tempdir()?;
    let folder = home.path().join("made-like-multilingual-e5-small");
    let mut dice = Dice::new(1);
    let small = SmallModel {
        width: 384,
        heads: 12,
        layers: 12,
        inner: 1536,
        positions: 512,
        words: (0..WORDS).map(|_| word(&mut dice)).collect(),
        ..SmallModel::multilingual()
    };
    small.write(&folder)?;
    let mut again = Command::new(std::env::current_exe()?);
    again.arg("--model").arg(&folder);
    if let Some(file) = rows_file {
        again.arg("--rows").arg(file);
    }
    ensure!(again.status()?.success(), "the measuring ended badly");
    Ok(ExitCode::SUCCESS)
}

/// Something that can be spoken, as a vocabulary writes it at the beginning of a word.
fn word(dice: &mut Dice) -> String {
    const OPEN: [char; 16] = ['b', 'c', 'd', 'f', 'g', 'j', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'x', 'ç'];
    const VOWELS: [char; 8] = ['a', 'e', 'i', 'o', 'u', 'ã', 'é', 'ó'];
    let syllables = 2 + dice.index(3);
    let letters = (0..syllables).flat_map(|_| [OPEN[dice.index(16)], VOWELS[dice.index(8)]]);
    std::iter::once('▁').chain(letters.collect::<Vec<_>>()).collect()
}

/// Whole words of the model's own vocabulary, so that a word is a token whichever model it is.
fn words_of(folder: &Path) -> Result<Vec<String>> {
    let tokenizer: Value = serde_json::from_slice(&std::fs::read(folder.join("tokenizer.json"))?)?;
    let words: Vec<String> = match &tokenizer["model"]["vocab"] {
        Value::Object(pieces) => pieces.keys().filter(|word| !word.starts_with("##")).cloned().collect(),
        Value::Array(pieces) => {
            let word = |piece: &Value| piece.get(0)?.as_str()?.strip_prefix('▁').map(str::to_owned);
            pieces.iter().filter_map(word).collect()
        }
        _ => bail!("a vocabulary that is neither of the two"),
    };
    let spoken = |word: &String| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    let words: Vec<String> = words.into_iter().filter(spoken).collect();
    ensure!(!words.is_empty(), "no words in the vocabulary");
    Ok(words)
}

fn text(words: &[String], count: usize, dice: &mut Dice) -> String {
    (0..count).map(|_| words[dice.index(words.len())].as_str()).collect::<Vec<_>>().join(" ")
}

async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let words = words_of(folder)?;
    let mut dice = Dice::new(7);
    let questions: Vec<String> = (0..QUESTIONS).map(|_| text(&words, QUESTION, &mut dice)).collect();
    let turns: Vec<String> = (0..TURNS).map(|_| text(&words, TURN, &mut dice)).collect();
    drop(words);
    let one = OnDemand::of_folder(folder)?;
    let mut rows = Vec::new();
    let before = memory()?;

    let began = Instant::now();
    one.embed(vec![questions[0].clone()], Side::Asked).await?;
    rows.push(row("the first question, loading included", ms(began), "ms"));
    let mut alone = Vec::new();
    for question in &questions {
        let began = Instant::now();
        one.embed(vec![question.clone()], Side::Asked).await?;
        alone.push(ms(began));
    }
    let (middle, late) = quantiles(&mut alone);
    rows.push(row("a question of 8 words, p50", middle, "ms"));
    rows.push(row("a question of 8 words, p95", late, "ms"));

    let began = Instant::now();
    one.embed(turns.clone(), Side::Kept).await?;
    rows.push(row("turns of 16 words", TURNS as f64 / began.elapsed().as_secs_f64(), "a second"));

    let background = tokio::spawn(one.embed(turns, Side::Kept));
    let mut beside = Vec::new();
    while !background.is_finished() {
        let began = Instant::now();
        one.embed(vec![questions[beside.len() % QUESTIONS].clone()], Side::Asked).await?;
        beside.push(ms(began));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    background.await??;
    rows.push(row("a question while turns are read, p95", quantiles(&mut beside).1, "ms"));

    let loaded = memory()?;
    // What being let go after ten idle minutes does, too.
    one.place(None);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let after = memory()?;
    if let (Some(before), Some(loaded), Some(after)) = (before, loaded, after) {
        rows.push(row("memory more while it is loaded", loaded - before, "MiB"));
        rows.push(row("memory more once it is let go", after - before, "MiB"));
    }
    Ok(rows)
}

fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The one in the middle, and the one that 95 of 100 stay below.
fn quantiles(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    (at(0.5), at(0.95))
}

/// MiB of this process in memory, where the system has a file about it.
fn memory() -> Result<Option<f64>> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return Ok(None) };
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(Some(kib / 1024.0))
}
