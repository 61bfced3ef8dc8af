//! Quiet work: what a model does when nobody waits for it. Only with the profile chosen for it; a word of the person's
//! ends it at once.

mod facts;
mod reflection;
mod summaries;

use super::{Inner, prompt};
use crate::{
    conversation::{Speaker, Turn},
    locale::{Language, text},
    ports::{Form, Message, ModelError, ModelErrorKind, Piece, Prompt, Purpose},
    profile::Profile,
};
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Most bytes of an answer that are read.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Does what is to be done, one after the other: each is whole, or not at all.
pub(super) async fn work(inner: &Inner) {
    summaries::summarise(inner).await;
    facts::draw(inner).await;
    reflection::reflect(inner).await;
}

/// Who said a turn, and the words, cut to so many characters: nobody's whole book goes along.
fn spoken(language: Language, name: &str, turn: &Turn, characters: usize) -> (String, String) {
    let who = match turn.speaker {
        Speaker::User => text(language, "summary-they", &[]),
        Speaker::Companion => name.to_owned(),
    };
    let mut said: String = turn.text.chars().take(characters).collect();
    if said.len() < turn.text.len() {
        said.push('…');
    }
    (who, said)
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
    let (endpoint, key) = inner.reached(profile).await?;
    let tokens: u32 = messages.iter().map(|message| prompt::estimate(&message.text)).sum();
    if endpoint.context.is_some_and(|context| tokens.saturating_add(max_answer_tokens) > context) {
        return Err(ModelError::new(ModelErrorKind::ContextTooLong, "quiet work would not fit"));
    }
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
