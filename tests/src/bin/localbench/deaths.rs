//! The worker killed in mid-answer a hundred times, at any moment of it.

use crate::Row;
use anyhow::{Context as _, Result, ensure};
use futures_util::StreamExt as _;
use samantha_core::ports::{ModelErrorKind as Kind, Piece};
use samantha_tests::{
    Dice,
    gguf::{Size, without_end},
    local::{Heard, Local, hear, kill, prompt},
};

const TIMES: u32 = 100;

pub async fn measure() -> Result<Vec<Row>> {
    let local = Local::new()?;
    local.put("endless", &without_end(Size::TINY, 1))?;
    let model = local.models.model("endless", None);
    let mut dice = Dice::new(9);
    let (mut clear, mut works, mut kept) = (0, 0, 0);
    for time in 0..TIMES {
        let mut answer = model.answer(prompt("Oi", 100_000));
        // After this many pieces of words; none is while it reads.
        let after = if time % 10 == 0 { 0 } else { 1 + dice.index(300) };
        let mut heard = Heard::default();
        while let Some(piece) = answer.next().await {
            let reading = matches!(piece, Ok(Piece::Waiting(samantha_core::ports::Waiting::Reading { .. })));
            heard.take(piece);
            if heard.pieces >= after && (after > 0 || reading) {
                break;
            }
        }
        ensure!(heard.error.is_none(), "{:?}", heard.error);
        let shown = heard.text.clone();
        kill(local.models.process().context("no worker")?)?;
        while let Some(piece) = answer.next().await {
            heard.take(piece);
        }
        let died = heard
            .error
            .as_ref()
            .is_some_and(|error| error.kind == Kind::WorkerDied && !error.detail.is_empty());
        clear += u32::from(died);
        kept += u32::from(heard.text.starts_with(&shown));
        let next = hear(model.answer(prompt("Oi", 5))).await;
        works += u32::from(next.error.is_none() && next.used.is_some_and(|used| used.tokens_in == Some(5)));
    }
    let row = |name: &str, value| Row::at_least(name, f64::from(value), "", f64::from(TIMES));
    Ok(vec![
        row("worker killed in mid-answer 100 times: clear errors", clear),
        row("worker killed in mid-answer 100 times: nothing of what was shown is lost", kept),
        row("worker killed in mid-answer 100 times: the next answer works", works),
    ])
}
