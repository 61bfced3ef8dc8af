//! Facts, drawn by the quiet model from what was said and not yet drawn from.

use super::{ask, spoken};
use crate::{
    dialogue::Inner,
    event::Event,
    locale::{Language, text},
    memory::fact::{
        self,
        drawing::{self, Part, Vain},
        model,
    },
    ports::{Message, ModelError, ModelErrorKind, Role},
    profile::Profile,
    settings,
};
use anyhow::Result;
use serde_json::Value;
use std::collections::HashSet;

/// Tokens an answer may have.
const ANSWER: u32 = 3_000;
/// Characters of one turn that are shown.
const OF_A_TURN: usize = 2_000;

/// Draws facts from one part of the talk, if there is one and somebody is chosen for it.
pub(super) async fn draw(inner: &Inner) {
    if let Err(error) = try_to(inner).await {
        log::info!("no facts were drawn: {error:#}");
    }
}

async fn try_to(inner: &Inner) -> Result<()> {
    let settings = inner.store.read(settings::read).await?;
    let Some(profile) = inner.profile(settings.quiet_profile).await? else { return Ok(()) };
    let now = inner.clock.now().timestamp_millis();
    let Some(part) = inner.store.read(move |c| drawing::next(c, now)).await? else { return Ok(()) };
    let shown = leave_out_private(inner, &profile, part.clone()).await?;
    if shown.turns.is_empty() {
        return inner.store.write(move |tx| drawing::done(tx, &part)).await;
    }
    let (language, name) = (settings.language(), settings.companion_name.as_str());
    let messages = vec![
        Message::said(Role::System, model::instructions(language, name)),
        Message::said(Role::User, told(language, name, &shown)),
    ];
    let answer = ask::<Value>(inner, &profile, messages, "facts", model::schema(), ANSWER).await;
    let read = match answer {
        Ok(value) => model::read(value, &shown.turns),
        Err(error) => {
            let vain = if is_paid(&error) { Vain::Paid } else { Vain::Free };
            inner.store.write(move |tx| drawing::failed(tx, &part, vain, now)).await?;
            return Err(error.into());
        }
    };
    let drawn = match read {
        Ok(drawn) => drawn,
        Err(error) => {
            inner.store.write(move |tx| drawing::failed(tx, &part, Vain::Paid, now)).await?;
            return Err(error);
        }
    };
    let now = inner.clock.now().timestamp_millis();
    let (kept, left_out) = inner
        .store
        .write(move |tx| {
            let kept = fact::keep_proved(tx, drawn, now)?;
            drawing::done(tx, &part)?;
            Ok(kept)
        })
        .await?;
    log::info!("{} facts drawn, {} left out as not proved", kept.len(), left_out.len());
    if !kept.is_empty() {
        inner.events.tell(Event::MemoryChanged);
    }
    Ok(())
}

/// Whether words were read there for it.
fn is_paid(error: &ModelError) -> bool {
    matches!(
        error.kind,
        ModelErrorKind::Unreadable
            | ModelErrorKind::BrokenStream
            | ModelErrorKind::Length
            | ModelErrorKind::Refused
            | ModelErrorKind::ContextTooLong
            | ModelErrorKind::Timeout
    )
}

/// What proves something private does not go to a model that isn't here.
async fn leave_out_private(inner: &Inner, profile: &Profile, mut part: Part) -> Result<Part> {
    if profile.is_local() {
        return Ok(part);
    }
    let ids: Vec<_> = part.turns.iter().map(|turn| turn.id).collect();
    let private: HashSet<_> = inner.store.read(move |c| fact::private_turns(c, &ids)).await?;
    part.turns.retain(|turn| !private.contains(&turn.id));
    Ok(part)
}

/// The turns, numbered from 1.
fn told(language: Language, name: &str, part: &Part) -> String {
    let mut lines = Vec::new();
    let mut day = String::new();
    for (n, turn) in part.turns.iter().enumerate() {
        let said_on = turn.said.local().format("%Y-%m-%d").to_string();
        if said_on != day {
            lines.push(text(language, "draw-day", &[("day", &said_on)]));
            day = said_on;
        }
        let (who, said) = spoken(language, name, turn, OF_A_TURN);
        lines.push(format!("[{}] {who}: {said}", n + 1));
    }
    lines.join("\n")
}
