//! Summaries of what the prompts no longer hold.

use super::{ask, spoken};
use crate::{
    conversation::{Turn, summary},
    dialogue::{Inner, choosing::goes, locked},
    locale::{Language, text},
    memory::fact::{self, Goes},
    ports::{Message, Role},
    settings,
};
use anyhow::Result;
use serde::Deserialize;
use serde_json::{Value, json};

/// Most bytes of turns for one summary.
const LOOKED_AT: usize = 12_000;
/// Fewer bytes wait until there are more.
const LEAST: usize = 1_000;
/// Tokens a summary may have.
const ANSWER: u32 = 400;
/// Characters of a summary that is kept.
const LONGEST: usize = 1_200;
/// Characters of one turn that are shown: nobody's whole book goes along.
const OF_A_TURN: usize = 4_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Summarised {
    summary: String,
}

fn schema() -> Value {
    json!({
        "type": "object",
        "properties": {"summary": {"type": "string"}},
        "required": ["summary"],
        "additionalProperties": false,
    })
}

/// Summarises the turns that the prompts no longer hold, if there are enough of them and somebody is chosen for it.
pub(super) async fn summarise(inner: &Inner) {
    if let Err(error) = try_to(inner).await {
        log::info!("no summary was made: {error:#}");
        // Not again for the same turns: it would be paid for after every answer.
        *locked(&inner.unsummarised) = inner.start();
    }
}

async fn try_to(inner: &Inner) -> Result<()> {
    let settings = inner.store.read(settings::read).await?;
    let Some(profile) = inner.profile(settings.quiet_profile).await? else { return Ok(()) };
    let Some(start) = inner.start().filter(|start| *locked(&inner.unsummarised) != Some(*start)) else {
        return Ok(());
    };
    let away = goes(&profile) == Goes::Away;
    let turns = inner.store.read(move |c| {
        let mut turns = summary::missing(c, start, LOOKED_AT)?;
        if away {
            let private = fact::all_private(c)?;
            turns.retain(|turn| !private.contains(&turn.id));
        }
        Ok(turns)
    });
    let turns = turns.await?;
    if turns.iter().map(|turn| turn.text.len()).sum::<usize>() < LEAST {
        return Ok(());
    }
    let language = settings.language();
    let messages = vec![
        Message::said(Role::System, text(language, "summary-what", &[("name", &settings.companion_name)])),
        Message::said(Role::User, told(language, &settings.companion_name, &turns)),
    ];
    let Summarised { summary } = ask(inner, &profile, messages, "summary", schema(), ANSWER).await?;
    let summary: String = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary: String = summary.chars().take(LONGEST).collect();
    if summary.is_empty() {
        return Ok(());
    }
    let now = inner.clock.now().timestamp_millis();
    inner.store.write(move |tx| summary::keep(tx, &turns, &summary, now)).await?;
    Ok(())
}

fn told(language: Language, name: &str, turns: &[Turn]) -> String {
    let line = |turn: &Turn| {
        let (who, said) = spoken(language, name, turn, OF_A_TURN);
        format!("[{}] {who}: {said}", turn.said.local().format("%Y-%m-%d"))
    };
    turns.iter().map(line).collect::<Vec<_>>().join("\n\n")
}
