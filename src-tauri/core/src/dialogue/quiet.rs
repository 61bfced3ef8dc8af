//! Quiet work: what a model does when nobody waits for it. Only with the profile chosen for it; a word of the person's
//! ends it at once.

use super::{Inner, locked, prompt};
use crate::{
    conversation::{Speaker, Turn, summary},
    locale::{Language, text},
    ports::{Endpoint, Family, Form, Message, ModelError, ModelErrorKind, Piece, Prompt, Purpose, Role},
    profile::{self, Profile},
    settings,
};
use anyhow::Result;
use futures_util::StreamExt as _;
use serde::{Deserialize, de::DeserializeOwned};
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
/// Most bytes of an answer that are read.
const LONGEST_ANSWER: usize = 64 * 1024;

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
    let turns = inner.store.read(move |c| summary::missing(c, start, LOOKED_AT)).await?;
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
    let they = text(language, "summary-they", &[]);
    let line = |turn: &Turn| {
        let who = match turn.speaker {
            Speaker::User => they.as_str(),
            Speaker::Companion => name,
        };
        let mut said: String = turn.text.chars().take(OF_A_TURN).collect();
        if said.len() < turn.text.len() {
            said.push('…');
        }
        format!("[{}] {who}: {said}", turn.said.local().format("%Y-%m-%d"))
    };
    turns.iter().map(line).collect::<Vec<_>>().join("\n\n")
}

/// Asks for a value of a schema. What comes is checked against its type, whatever the model promised.
///
/// # Errors
/// As the model; `Unreadable` when what came is no such value; `ContextTooLong` when it would not fit.
async fn ask<T: DeserializeOwned>(
    inner: &Inner,
    profile: &Profile,
    messages: Vec<Message>,
    name: &str,
    schema: Value,
    max_answer_tokens: u32,
) -> Result<T, ModelError> {
    let facts = profile::facts(profile, inner.clock.local().date_naive());
    let tokens: u32 = messages.iter().map(|message| prompt::estimate(&message.text)).sum();
    if facts.context.is_some_and(|context| tokens.saturating_add(max_answer_tokens) > context) {
        return Err(ModelError::new(ModelErrorKind::ContextTooLong, "quiet work would not fit"));
    }
    let key = match profile.family {
        Family::BuiltIn => None,
        Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => {
            match inner.keys.read(profile.uid).await {
                Ok(key) => key,
                Err(_) if profile.is_reached_here() => None,
                Err(error) => return Err(ModelError::new(ModelErrorKind::NoKey, format!("{error:#}"))),
            }
        }
    };
    let endpoint = Endpoint {
        family: profile.family,
        address: profile.address.clone(),
        model: profile.model.clone(),
        context: facts.context,
        price: facts.price,
    };
    let form = Form::Json { name: name.to_owned(), schema };
    let prompt = Prompt { form, ..Prompt::of(messages, max_answer_tokens, Purpose::Memory) };
    let mut pieces = inner.providers.model(&endpoint, key).answer(prompt);
    let mut said = String::new();
    while let Some(piece) = pieces.next().await {
        match piece? {
            Piece::Text(text) if said.len() + text.len() <= LONGEST_ANSWER => said.push_str(&text),
            Piece::Text(_) => return Err(ModelError::new(ModelErrorKind::Unreadable, "it has no end")),
            Piece::Call(_) | Piece::Used(_) | Piece::Waiting(_) => {}
        }
    }
    // Some models set their JSON in a fence all the same.
    let value = said.find('{').zip(said.rfind('}')).and_then(|(from, to)| said.get(from..=to));
    value
        .and_then(|value| serde_json::from_str(value).ok())
        .ok_or_else(|| ModelError::new(ModelErrorKind::Unreadable, "it is not what was asked for"))
}
