//! What an answer remembered, what was asked of her memory in talk, and what is not kept.

use crate::{Api, convert, wire};
use anyhow::Result;
use samantha_core::{
    error::{Kind, kind},
    event::Event,
    id::{AvoidedId, TurnId},
    memory::{
        avoided,
        recalled::{self, Recalled, Stands},
    },
};

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
    let recalled =
        companion.store().read(move |c| recalled::standing(c, TurnId(args.turn), now)).await?;
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

pub(crate) async fn undo_wish(_: &Api, _: wire::TurnArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn confirm_wish(_: &Api, _: wire::ConfirmArgs) -> Result<wire::Deleted> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn meaning(_: &Api, _: wire::Nothing) -> Result<wire::Meaning> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn set_off_record(api: &Api, args: wire::OnArgs) -> Result<()> {
    let companion = api.companion().await?;
    if args.on {
        companion.dialogue().begin_off_record().await;
    } else {
        companion.end_off_record().await;
    }
    Ok(())
}
