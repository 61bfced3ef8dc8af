//! The worker killed in mid-answer a hundred times, in a whole life: what the page is told, what is kept, what comes
//! next.

use crate::{Row, life::Life};
use anyhow::{Context as _, Result, bail};
use samantha_api::wire::{Delta, Turn};
use samantha_tests::{
    Dice,
    gguf::{Size, without_end},
    lives::{call, converse, every_turn, say},
    local::kill,
};
use serde_json::{Value, json};

const TIMES: u32 = 100;

/// What the page saw of one answer.
struct Seen {
    /// The person's words as they were kept.
    kept: Option<Turn>,
    /// What was shown before the end that was made.
    shown: String,
    /// Her turn in the end, and why it is cut off.
    turn: Option<Turn>,
    failure: Option<String>,
}

enum End {
    /// The worker is killed.
    Killed,
    /// The person stops her.
    Stopped,
}

/// Says something, and ends the answer after so many handings of words.
async fn talk(life: &Life, words: &str, after: usize, end: End) -> Result<Seen> {
    let mut heard = converse(&life.api, say(words)?);
    let mut seen = Seen { kept: None, shown: String::new(), turn: None, failure: None };
    let mut pieces = 0;
    while let Some(delta) = heard.recv().await {
        match delta {
            Delta::Kept { turn } => seen.kept = Some(turn),
            Delta::Piece { text } if pieces < after => {
                seen.shown.push_str(&text);
                pieces += 1;
                if pieces < after {
                    continue;
                }
                match end {
                    End::Killed => kill(life.local.models.process().context("no worker")?)?,
                    End::Stopped => {
                        let _nothing: Value = call(&life.api, "stop", json!({})).await?;
                    }
                }
            }
            Delta::Closed { turn, failure, .. } => (seen.turn, seen.failure) = (turn, failure),
            Delta::Instead { failure, .. } => bail!("another answered: {failure}"),
            Delta::NotKept { error } => bail!("not kept: {error:?}"),
            _ => {}
        }
    }
    Ok(seen)
}

pub async fn measure() -> Result<Vec<Row>> {
    let life = Life::new().await?;
    life.choose("endless", &without_end(Size::TINY, 1)).await?;
    let mut dice = Dice::new(9);
    let (mut clear, mut kept, mut works) = (0, 0, 0);
    let mut said = Vec::new();
    for time in 0..TIMES {
        let words = format!("Isto é o que digo pela {time}ª vez");
        // Early enough that no computer has said all by then.
        let seen = talk(&life, &words, 1 + dice.index(4), End::Killed).await?;
        let turn = seen.turn.context("nothing was closed")?;
        let told = seen.failure.as_deref() == Some("worker_died");
        if !told {
            println!("killed the {time}th time, and told: {:?}, {} bytes", seen.failure, turn.text.len());
        }
        clear += u32::from(told);
        let whole = seen.kept.is_some_and(|turn| turn.text == words) && turn.text.starts_with(&seen.shown);
        kept += u32::from(whole && !seen.shown.is_empty());
        said.push(words);

        let words = format!("E agora, pela {time}ª vez?");
        let seen = talk(&life, &words, 2, End::Stopped).await?;
        // A quick computer may come to the answer's length before the stop.
        let goes = seen.failure.as_deref().is_none_or(|failure| failure == "length");
        if !goes {
            println!("the answer after the {time}th time failed: {:?}", seen.failure);
        }
        works += u32::from(goes && !seen.shown.is_empty());
        said.push(words);
    }
    let turns = every_turn(&life.api).await?;
    let once = |words: &String| turns.iter().filter(|turn| turn.text == *words).count() == 1;
    let lost = said.iter().filter(|words| !once(words)).count();
    let row = |name: &str, value| Row::at_least(name, f64::from(value), "", f64::from(TIMES));
    Ok(vec![
        row("worker killed in mid-answer 100 times: clearly told", clear),
        row("worker killed in mid-answer 100 times: what was said and shown is kept", kept),
        row("worker killed in mid-answer 100 times: the next answer works", works),
        Row::at_most("worker killed in mid-answer 100 times: words lost or doubled", lost as f64, "", 0.0),
    ])
}
