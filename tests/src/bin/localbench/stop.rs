//! After a stop: soon nothing is computed, while it reads and while it answers. That nothing is said needs no figure:
//! dropping the stream is the stop.

use crate::Row;
use anyhow::{Context as _, Result, ensure};
use futures_util::{StreamExt as _, stream::BoxStream};
use samantha_core::ports::{LanguageModel, ModelError, Piece, Waiting};
use samantha_tests::{
    gguf::{Size, without_end},
    local::{Local, computed, first_words, prompt},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

const ROUNDS: usize = 10;

pub async fn measure() -> Result<Vec<Row>> {
    let local = Local::new()?;
    local.put("large", &without_end(Size::BENCH, 1))?;
    let model = local.models.model("large", None);
    let (mut longest, mut reading, mut after) = (0.0f64, 0.0f64, 0.0f64);
    let mut processes = Vec::new();
    for round in 0..ROUNDS {
        // While it answers; its words are taken by a task of their own, as a page does.
        let mut answer = model.answer(prompt("Oi", 4000));
        let heard = first_words(&mut answer).await;
        ensure!(heard.error.is_none(), "{:?}", heard.error);
        let process = local.models.process().context("no worker")?;
        processes.push(process);
        let stopped = Instant::now();
        drop(answer);
        longest = longest.max(quiet_after(process, stopped).await?);
        after = after.max(computed_later(process).await?);
        // While it reads. Each time something else, so that nothing is known yet.
        let words = format!("{round} {}", "palavra ".repeat(800));
        let answer = reading_of(&model, &words).await?;
        let stopped = Instant::now();
        drop(answer);
        reading = reading.max(quiet_after(process, stopped).await?);
        after = after.max(computed_later(process).await?);
    }
    processes.dedup();
    Ok(vec![
        Row::at_most("after Stop while she answers: the worker computes for", longest, "ms", 500.0),
        Row::at_most("after Stop while she reads: the worker computes for", reading, "ms", 500.0),
        Row::at_most("computed from 500 ms after Stop on, in a second", after, "ms", 10.0),
        Row::shown("after Stop: workers it took for 20 stops", processes.len() as f64, ""),
    ])
}

type Stream = BoxStream<'static, Result<Piece, ModelError>>;

async fn reading_of(model: &Arc<dyn LanguageModel>, words: &str) -> Result<Stream> {
    let mut answer = model.answer(prompt(words, 4000));
    while let Some(piece) = answer.next().await {
        match piece? {
            Piece::Waiting(Waiting::Reading { done, total }) if done > 0 => {
                ensure!(done < total, "it was read at once");
                break;
            }
            _ => {}
        }
    }
    Ok(answer)
}

/// Milliseconds from the stop until the process computes no more: until its time stands still for 60 ms. Gives up
/// after two seconds.
async fn quiet_after(process: u32, stopped: Instant) -> Result<f64> {
    let mut last = computed(process).unwrap_or(0);
    let mut changed = Instant::now();
    while changed.elapsed() < Duration::from_millis(60) && stopped.elapsed() < Duration::from_secs(2) {
        tokio::time::sleep(Duration::from_millis(5)).await;
        // A worker that was ended computes nothing.
        let now = computed(process).unwrap_or(last);
        if now != last {
            (last, changed) = (now, Instant::now());
        }
    }
    Ok((changed - stopped).as_secs_f64() * 1000.0)
}

/// Milliseconds of computation in the second that follows half a second after the stop.
async fn computed_later(process: u32) -> Result<f64> {
    tokio::time::sleep(Duration::from_millis(440)).await;
    let before = computed(process).unwrap_or(0);
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok((computed(process).unwrap_or(before) - before) as f64)
}
