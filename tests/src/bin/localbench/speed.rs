//! Generation through the app's client against llama.cpp's own loop: the same file, the same threads, the same
//! sampling, in turns.

use crate::{Row, median};
use anyhow::{Context as _, Result, ensure};
use samantha_core::ports::{ModelErrorKind, Piece};
use samantha_models::local::LocalState;
use samantha_tests::{
    gguf::{Size, without_end},
    local::{Local, prompt, worker},
};
use std::{path::Path, time::Instant};

const TOKENS: u32 = 200;
const ROUNDS: usize = 7;

/// As many tokens of prompt for both: the deeper the context, the slower each token.
const WORDS: &str = "Oi, você lembra do que contei ontem?";

pub async fn measure() -> Result<Vec<Row>> {
    let local = Local::new()?;
    let path = local.put("large", &without_end(Size::BENCH, 1))?;
    let megabytes = std::fs::metadata(&path)?.len() as f64 / 1e6;
    let first = local.ask("large", prompt(WORDS, 8)).await;
    ensure!(first.failure().is_none(), "{:?}", first.error);
    let read = first.used.and_then(|used| used.tokens_out).context("no tokens were counted")?;
    // It is ready a moment after its last word.
    let mut state = local.models.state();
    let ready = state.wait_for(|state| matches!(state, LocalState::Ready { .. })).await?.clone();
    let LocalState::Ready { facts, .. } = ready else { anyhow::bail!("nothing is loaded") };
    let threads = facts.threads;
    let (mut through, mut bare, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let one = speed_through(&local).await?;
        let other = speed_bare(&path, threads, read).await?;
        through.push(one);
        bare.push(other);
        ratios.push(one / other);
    }
    Ok(vec![
        Row::shown("local generation: the file", megabytes, "MB"),
        Row::shown("local generation: llama.cpp's own loop", median(&mut bare), "tokens/s"),
        Row::shown("local generation: through the app", median(&mut through), "tokens/s"),
        Row::at_least(
            "local generation through the app against the bare loop",
            median(&mut ratios),
            "",
            0.95,
        ),
    ])
}

/// Tokens a second from the first words to the last.
async fn speed_through(local: &Local) -> Result<f64> {
    use futures_util::StreamExt as _;
    let mut answer = local.models.model("large", None).answer(prompt(WORDS, TOKENS));
    let (mut began, mut ended, mut pieces) = (None, Instant::now(), 0);
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(Piece::Text(_)) => {
                ended = Instant::now();
                began = began.or(Some(ended));
                pieces += 1;
            }
            // As long as was asked for.
            Err(error) if error.kind == ModelErrorKind::Length => {}
            other => drop(other?),
        }
    }
    let began: Instant = began.context("no words came")?;
    ensure!(pieces == TOKENS, "{pieces} pieces");
    Ok(f64::from(TOKENS - 1) / (ended - began).as_secs_f64())
}

/// The same, by llama.cpp's own loop.
async fn speed_bare(path: &Path, threads: u32, read: u32) -> Result<f64> {
    let numbers = [threads, read, TOKENS - 1].map(|number| number.to_string());
    let told = tokio::process::Command::new(worker()?).arg("bare").arg(path).args(numbers).output().await?;
    ensure!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let millis: f64 = String::from_utf8_lossy(&told.stdout).trim().parse()?;
    Ok(f64::from(TOKENS - 1) * 1000.0 / millis)
}
