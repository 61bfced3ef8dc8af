//! One companion who talks to one provider, in a process of her own, so that the memory she takes can be told.

use anyhow::{Context as _, Result};
use samantha_core::{
    companion::Companion,
    conversation::{self, Speaker, TurnState, Walk},
    dialogue::Request,
    id::Uid,
    ports::{Family, Secret},
    profile::{self, keys::Keep},
    settings,
    testing::{Fakes, at_once},
};
use samantha_models::{Patience, RemoteProviders};
use serde::{Deserialize, Serialize};
use std::{
    io::Read as _,
    sync::Arc,
    time::{Duration, Instant},
};

/// What she is to live through.
#[derive(Debug, Serialize, Deserialize)]
pub struct Asks {
    pub address: String,
    /// What the person says, each once the answer before it ended.
    pub says: Vec<String>,
    pub tools: bool,
    pub first_ms: u64,
    pub between_ms: u64,
    /// For each answer.
    pub limit_ms: u64,
}

/// What came of it, read from her store after she was closed and opened again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Lived {
    /// An answer had no end in time.
    pub hung: bool,
    /// Of the longest answer.
    pub seconds: f64,
    /// Peak memory beyond what she took before the first words; `None` where the system doesn't tell.
    pub more_bytes: Option<u64>,
    pub turns: Vec<Turned>,
}

/// A turn as it was kept.
#[derive(Debug, Serialize, Deserialize)]
pub struct Turned {
    pub by_person: bool,
    pub text: String,
    pub cut_off: bool,
    pub whole: bool,
    /// Whether the chosen model answered, not the Listener.
    pub by_model: bool,
    pub failure: String,
}

/// Lives what stands on standard input, and tells of it on standard output.
pub async fn live() -> Result<()> {
    let mut asks = String::new();
    std::io::stdin().read_to_string(&mut asks)?;
    let asks: Asks = serde_json::from_str(&asks)?;
    let home = tempfile::tempdir()?;
    let patience = Patience {
        first: Duration::from_millis(asks.first_ms),
        between: Duration::from_millis(asks.between_ms),
        ..Patience::default()
    };
    let mut ports = Fakes::default().ports();
    ports.providers = Arc::new(RemoteProviders::with_patience(patience));
    let companion = Companion::open(home.path(), ports.clone(), at_once()).await?;
    use_provider(&companion, &asks).await?;
    let mut lived = Lived::default();
    let before = memory::forget_peak();
    for said in &asks.says {
        let begun = Instant::now();
        let said = Request::Say { uid: Uid::random()?, text: said.clone(), pictures: Vec::new() };
        let running = companion.dialogue().begin(said).await?.running.context("an answer begins")?;
        let limit = Duration::from_millis(asks.limit_ms);
        lived.hung |= tokio::time::timeout(limit, running.ended()).await.is_err();
        lived.seconds = lived.seconds.max(begun.elapsed().as_secs_f64());
    }
    let peak = memory::peak();
    lived.more_bytes = peak.zip(before).map(|(peak, before)| peak.saturating_sub(before));
    companion.close().await?;
    let companion = Companion::open(home.path(), ports, at_once()).await?;
    lived.turns = companion.store().read(turns).await?;
    companion.close().await?;
    serde_json::to_writer(std::io::stdout().lock(), &lived)?;
    Ok(())
}

async fn use_provider(companion: &Companion, asks: &Asks) -> Result<()> {
    let edit = profile::Edit {
        id: None,
        name: "provider".into(),
        family: Family::OpenAi,
        address: asks.address.clone(),
        model: "a-model".into(),
        context: Some(16_384),
        sees: Some(false),
        tools: Some(asks.tools),
        price: None,
    };
    let profile = companion
        .store()
        .write(move |tx| {
            let profile = profile::save(tx, &edit, 0)?;
            let change = settings::Change { profile: Some(Some(profile.id)), ..settings::Change::default() };
            settings::change(tx, &change)?;
            Ok(profile)
        })
        .await?;
    companion.keys().write(profile.uid, Secret::new("sk-of-the-faults"), Keep::Session).await
}

fn turns(c: &rusqlite::Connection) -> Result<Vec<Turned>> {
    let mut turns = Vec::new();
    conversation::latest(c, None, |turn| {
        turns.push(Turned {
            by_person: turn.speaker == Speaker::User,
            cut_off: turn.state == TurnState::CutOff,
            whole: turn.state == TurnState::Complete,
            by_model: !turn.answer.model.is_empty(),
            failure: turn.answer.failure,
            text: turn.text,
        });
        Walk::On
    })?;
    turns.reverse();
    Ok(turns)
}

/// Resident memory of this process, as Linux tells it.
mod memory {
    /// Forgets the peak so far; gives what is taken now, in bytes.
    pub fn forget_peak() -> Option<u64> {
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
        peak()
    }

    /// The most that was taken since, in bytes.
    pub fn peak() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
    }
}
