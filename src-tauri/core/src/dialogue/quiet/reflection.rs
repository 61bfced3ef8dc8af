//! Reflection: from time to time the quiet model says what comes back, and what changed.

use super::{ask, spoken};
use crate::{
    dialogue::Inner,
    event::Event,
    memory::fact::{self, reflection},
    ports::{Message, Role},
    settings,
};
use anyhow::Result;
use rusqlite::Connection;
use serde_json::Value;

/// Tokens an answer may have.
const ANSWER: u32 = 1_200;
/// Characters of one turn that are shown.
const OF_A_TURN: usize = 400;

/// Reflects, if it is time and somebody is chosen for it.
pub(super) async fn reflect(inner: &Inner) {
    if let Err(error) = try_to(inner).await {
        log::info!("nothing was concluded: {error:#}");
    }
}

async fn try_to(inner: &Inner) -> Result<()> {
    let settings = inner.store.read(settings::read).await?;
    let Some(profile) = inner.profile(settings.quiet_profile).await? else { return Ok(()) };
    let now = inner.clock.now().timestamp_millis();
    let Some(mut looked) = inner.store.read(move |c| reflection::due(c, now)).await? else { return Ok(()) };
    if !profile.is_local() {
        let ids: Vec<_> = looked.turns.iter().map(|turn| turn.id).collect();
        let known = std::mem::take(&mut looked.known);
        let may_go = move |c: &Connection| Ok((fact::private_turns(c, &ids)?, fact::that_may_go(c, known)?));
        let (private, known) = inner.store.read(may_go).await?;
        looked.turns.retain(|turn| !private.contains(&turn.id));
        looked.known = known;
    }
    // Before it is asked: what fails is not paid for again after every answer.
    inner.store.write(move |tx| reflection::done(tx, now)).await?;
    let (language, name) = (settings.language(), settings.companion_name.as_str());
    let line = |(n, turn): (usize, &crate::conversation::Turn)| {
        let (who, said) = spoken(language, name, turn, OF_A_TURN);
        format!("[{}] {} {who}: {said}", n + 1, turn.said.local().format("%Y-%m-%d"))
    };
    let told: Vec<String> = looked.turns.iter().enumerate().map(line).collect();
    let messages = vec![
        Message::said(Role::System, reflection::instructions(language, name, &looked.known)),
        Message::said(Role::User, told.join("\n")),
    ];
    let answer: Value = ask(inner, &profile, messages, "themes", reflection::schema(), ANSWER).await?;
    let drawn = reflection::read(answer, &looked.turns)?;
    let kept = inner.store.write(move |tx| reflection::keep(tx, drawn, now)).await?;
    if !kept.is_empty() {
        inner.events.tell(Event::MemoryChanged);
    }
    Ok(())
}
