//! What an answer remembered, what was asked of her memory in talk, and what is not kept.

use crate::{Api, convert, wire};
use anyhow::Result;
use chrono_tz::Tz;
use rusqlite::Connection;
use samantha_core::{
    companion::Companion,
    conversation::{self, Speaker},
    event::Event,
    id::{AvoidedId, FactId, TurnId},
    memory::{
        avoided, fact,
        recalled::{self, Recalled, Stands},
        wish::WishKind,
        wishes::{self, KeptWish, WishState},
    },
    ports::{KeptFor, KeptState},
};
use std::collections::HashMap;

pub(crate) async fn avoided(api: &Api, _: wire::Nothing) -> Result<Vec<wire::Avoided>> {
    let avoided = api.companion().await?.store().read(avoided::all).await?;
    Ok(avoided.into_iter().map(on_the_wire).collect())
}

pub(crate) async fn avoid(api: &Api, args: wire::TextArgs) -> Result<wire::Avoided> {
    let companion = api.companion().await?;
    let now = companion.clock().now().timestamp_millis();
    let added = companion.store().write(move |tx| avoided::add(tx, &args.text, None, now)).await?;
    companion.tell(Event::MemoryChanged);
    Ok(on_the_wire(added))
}

fn on_the_wire(avoided: avoided::Avoided) -> wire::Avoided {
    let (id, turn) = (avoided.id.0, avoided.turn.map(|turn| turn.0));
    wire::Avoided { id, words: avoided.words, since: avoided.since, turn }
}

pub(crate) async fn allow(api: &Api, args: wire::AvoidedArgs) -> Result<()> {
    let companion = api.companion().await?;
    companion.store().write(move |tx| avoided::allow(tx, AvoidedId(args.avoided))).await?;
    companion.tell(Event::MemoryChanged);
    Ok(())
}

pub(crate) async fn recalled(api: &Api, args: wire::TurnArgs) -> Result<Vec<wire::Recalled>> {
    let companion = api.companion().await?;
    let now = companion.clock().now().timestamp_millis();
    let recalled = companion.store().read(move |c| recalled::standing(c, TurnId(args.turn), now)).await?;
    Ok(recalled.into_iter().map(|(recalled, stands)| shown(recalled, stands)).collect())
}

fn shown(recalled: Recalled, stands: Stands) -> wire::Recalled {
    let spoke: f32 = recalled.why.iter().map(|(_, part)| part).sum();
    let why = recalled.why.into_iter().map(|(reason, part)| wire::Why { reason, share: part / spoke });
    let why = why.collect();
    match stands {
        Stands::Turn(turn) => {
            let turn = convert::turn(&turn);
            wire::Recalled {
                turn: Some(turn.id),
                fact: None,
                text: turn.text,
                speaker: Some(turn.speaker),
                said_at: turn.said_at,
                day: turn.day,
                time: turn.time,
                why,
            }
        }
        Stands::Fact(fact) => wire::Recalled {
            turn: None,
            fact: Some(fact.id.0),
            text: fact.text,
            speaker: None,
            said_at: fact.learned_at,
            day: String::new(),
            time: String::new(),
            why,
        },
    }
}

pub(crate) async fn undo_wish(api: &Api, args: wire::TurnArgs) -> Result<()> {
    api.companion().await?.undo_wish(TurnId(args.turn)).await
}

pub(crate) async fn confirm_wish(api: &Api, args: wire::ConfirmArgs) -> Result<wire::Deleted> {
    let turns = args.turns.into_iter().map(TurnId).collect();
    let facts = args.facts.into_iter().map(FactId).collect();
    let undo_until = api.companion().await?.confirm_wish(TurnId(args.turn), turns, facts).await?;
    Ok(wire::Deleted { undo_until })
}

/// Characters shown of a turn that would be forgotten.
const EXCERPT: usize = 240;

/// Turns as the page sees them, with what each asked of her memory.
pub(crate) async fn with_wishes(
    companion: &Companion,
    turns: &[conversation::Turn],
) -> Result<Vec<wire::Turn>> {
    let mut shown: Vec<wire::Turn> = turns.iter().map(convert::turn).collect();
    let asking: Vec<TurnId> = turns
        .iter()
        .filter(|turn| turn.speaker == Speaker::User && turn.id.0 > 0)
        .map(|turn| turn.id)
        .collect();
    let (now, zone) = (companion.clock().now().timestamp_millis(), companion.clock().zone());
    let wishes = companion.store().read(move |c| {
        let mut wishes = HashMap::new();
        for turn in asking {
            if let Some(wish) = wishes::of(c, turn)? {
                wishes.insert(turn.0, shown_wish(c, wish, now, zone)?);
            }
        }
        Ok(wishes)
    });
    let mut wishes = wishes.await?;
    for turn in &mut shown {
        turn.wish = wishes.remove(&turn.id);
    }
    Ok(shown)
}

fn shown_wish(c: &Connection, wish: KeptWish, now: i64, zone: Tz) -> Result<wire::Wish> {
    let facts = wish.facts.iter().map(|fact| fact::by_id(c, *fact, now)).collect::<Result<Vec<_>>>()?;
    let turns = wish.turns.iter().map(|turn| {
        let turn = conversation::by_id(c, *turn)?;
        Ok(wire::WishTurn {
            turn: turn.id.0,
            speaker: convert::speaker(turn.speaker),
            day: turn.said.local().format("%Y-%m-%d").to_string(),
            excerpt: turn.text.chars().take(EXCERPT).collect(),
        })
    });
    Ok(wire::Wish {
        kind: match wish.kind {
            WishKind::Remember => wire::WishKind::Remember,
            WishKind::Forget => wire::WishKind::Forget,
            WishKind::Avoid => wire::WishKind::Avoid,
        },
        state: match wish.state {
            WishState::Done => wire::WishState::Done,
            WishState::Asked => wire::WishState::Asked,
            WishState::Undone => wire::WishState::Undone,
            WishState::NothingFound => wire::WishState::NothingFound,
            WishState::Everything => wire::WishState::Everything,
        },
        words: wish.words,
        facts: crate::memory::shown(c, &facts, now, zone)?,
        turns: turns.collect::<Result<_>>()?,
        undo_until: wish.undo_until,
    })
}

pub(crate) async fn meaning(api: &Api, _: wire::Nothing) -> Result<wire::Meaning> {
    let companion = api.companion().await?;
    let models = companion.shelf().models().await.unwrap_or_else(|error| {
        log::warn!("the shelf can't be looked at: {error}");
        Vec::new()
    });
    let reader = models.into_iter().find(|model| model.kept_for == KeptFor::Reading);
    let state = match (companion.embedder().id(), &reader) {
        (Some(_), _) => {
            let progress = companion.reader().progress();
            match progress.waiting {
                0 => wire::MeaningState::Ready {},
                waiting => {
                    wire::MeaningState::Reading { done: progress.read, total: progress.read + waiting }
                }
            }
        }
        (None, Some(model)) if model.state == KeptState::Whole => {
            wire::MeaningState::Broken { message: "its files can't be read as a model".to_owned() }
        }
        (None, _) => wire::MeaningState::Absent {},
    };
    Ok(wire::Meaning { shelf: reader.map(|model| model.id), state })
}

pub(crate) async fn set_off_record(api: &Api, args: wire::OnArgs) -> Result<()> {
    let companion = api.companion().await?;
    if args.on {
        companion.begin_off_record().await
    } else {
        companion.end_off_record().await;
        Ok(())
    }
}
