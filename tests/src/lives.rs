//! Whole conversations from a file, as the header of the scoring script describes them, and the doors they are lived
//! through.

use anyhow::{Context as _, Result, bail};
use chrono::NaiveDateTime;
use samantha_api::{
    Api,
    wire::{Converse, Delta, Opening, Turn},
};
use samantha_core::{id::Uid, testing::Fakes};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use tokio::sync::mpsc;

/// One conversation between two speakers; the first is the user.
#[derive(Clone, Debug, Deserialize)]
pub struct Conversation {
    pub conversation_id: String,
    pub speakers: Vec<String>,
    pub turns: Vec<Said>,
}

/// One turn of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    pub id: String,
    pub session: i64,
    /// Without a zone: read as UTC.
    pub ts: NaiveDateTime,
    pub speaker: String,
    pub text: String,
    #[serde(default)]
    pub image_caption: Option<String>,
}

impl Said {
    /// The turn's text, and a line for its picture where there is one.
    pub fn words(&self) -> String {
        match &self.image_caption {
            Some(caption) if self.text.trim().is_empty() => format!("[picture: {caption}]"),
            Some(caption) => format!("{}\n[picture: {caption}]", self.text),
            None => self.text.clone(),
        }
    }

    /// Unix milliseconds UTC.
    pub fn at(&self) -> i64 {
        self.ts.and_utc().timestamp_millis()
    }
}

/// Reads a file of conversations.
///
/// # Errors
/// When it can't be read or isn't one.
pub fn read(path: &Path) -> Result<Vec<Conversation>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no file of conversations", path.display()))
}

/// A command of the page.
///
/// # Errors
/// As the command's.
pub async fn call<T: serde::de::DeserializeOwned>(api: &Api, name: &str, args: Value) -> Result<T> {
    let reply =
        api.call(name, args).await.map_err(|e| anyhow::anyhow!("{name}: {}: {}", e.code, e.message))?;
    Ok(serde_json::from_value(reply)?)
}

/// What a request of the talk streams, as it comes.
pub fn converse(api: &Api, request: Converse) -> mpsc::UnboundedReceiver<Delta> {
    let (deltas, heard) = mpsc::unbounded_channel();
    let api = api.clone();
    tokio::spawn(async move { api.converse(request, move |delta| deltas.send(delta).is_ok()).await });
    heard
}

/// All that a request streams, to its end.
pub async fn converse_to_end(api: &Api, request: Converse) -> Vec<Delta> {
    let mut heard = converse(api, request);
    let mut all = Vec::new();
    while let Some(delta) = heard.recv().await {
        all.push(delta);
    }
    all
}

/// The turn of a `Kept`.
///
/// # Errors
/// When there is none.
pub fn kept(deltas: &[Delta]) -> Result<Turn> {
    let turn = deltas
        .iter()
        .find_map(|delta| if let Delta::Kept { turn } = delta { Some(turn.clone()) } else { None });
    turn.with_context(|| format!("nothing was kept: {deltas:?}"))
}

/// The turn of a `Closed`.
///
/// # Errors
/// When there is none.
pub fn closed(deltas: &[Delta]) -> Result<Turn> {
    let turn = deltas
        .iter()
        .find_map(|d| if let Delta::Closed { turn: Some(turn), .. } = d { Some(turn.clone()) } else { None });
    turn.with_context(|| format!("no answer was kept: {deltas:?}"))
}

/// A request to say something new.
pub fn say(text: &str) -> Result<Converse> {
    Ok(Converse::Say { uid: Uid::random()?.to_string(), text: text.to_owned(), pictures: Vec::new() })
}

/// Makes a scripted model the one that answers.
///
/// # Errors
/// When it can't be saved.
pub async fn use_scripted_model(api: &Api) -> Result<()> {
    let edit = json!({"id": null, "name": "script", "family": "openAi", "address": "http://127.0.0.1:9/v1", "model": "scripted", "context": null});
    let profile: samantha_api::wire::Profile = call(api, "save_profile", edit).await?;
    let _settings: Value =
        call(api, "change_settings", json!({"profile": profile.id, "welcomed": true})).await?;
    Ok(())
}

/// Lives a conversation through the doors of the window: the first speaker's turns as the user's, the others as her
/// answers, each at its own time.
///
/// # Errors
/// When a turn is not kept.
pub async fn live(api: &Api, fakes: &Fakes, conversation: &Conversation) -> Result<()> {
    let user = conversation.speakers.first().context("a conversation has speakers")?;
    let mut unanswered: Option<Turn> = None;
    for (n, said) in conversation.turns.iter().enumerate() {
        fakes.clock.set(said.ts.and_utc());
        if said.speaker == *user {
            unanswered =
                Some(say_unanswered(api, fakes, &said.words()).await.with_context(|| said.id.clone())?);
            continue;
        }
        fakes.models.say(&said.words());
        // Her answer to what was just said, or words of her own.
        let request = match unanswered.take() {
            Some(turn) => Converse::Retry { turn: turn.id },
            None => Converse::GoOn {},
        };
        let turn = closed(&converse_to_end(api, request).await).with_context(|| said.id.clone())?;
        if turn.text != said.words() {
            bail!("turn {n} ({}) was kept as something else", said.id);
        }
    }
    Ok(())
}

/// Says something and stops the answer before its first word.
async fn say_unanswered(api: &Api, fakes: &Fakes, text: &str) -> Result<Turn> {
    fakes.models.answer(vec![samantha_core::testing::Line::Hang]);
    let mut heard = converse(api, say(text)?);
    let mut all = Vec::new();
    while let Some(delta) = heard.recv().await {
        // Stopped once the model was asked, so that the script stays in step.
        if matches!(delta, Delta::Answering { .. }) {
            while fakes.models.waiting() > 0 {
                tokio::task::yield_now().await;
            }
            let _nothing: Value = call(api, "stop", json!({})).await?;
        }
        all.push(delta);
    }
    kept(&all)
}

/// Every turn of the life, oldest first, by pages.
///
/// # Errors
/// When a page can't be read.
pub async fn every_turn(api: &Api) -> Result<Vec<Turn>> {
    let mut turns: Vec<Turn> = Vec::new();
    loop {
        let after = turns.last().map_or(0, |turn| turn.id);
        let page: samantha_api::wire::Page =
            call(api, "page", json!({"from": {"after": after}, "limit": 200})).await?;
        turns.extend(page.turns);
        if !page.has_later {
            return Ok(turns);
        }
    }
}

/// What the first paint is given.
///
/// # Errors
/// When she could not open.
pub async fn opening(api: &Api) -> Result<Opening> {
    let opening: Opening = call(api, "open", json!({})).await?;
    match &opening.trouble {
        Some(trouble) => bail!("she did not open: {}: {}", trouble.code, trouble.message),
        None => Ok(opening),
    }
}
