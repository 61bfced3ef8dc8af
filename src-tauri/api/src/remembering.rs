//! What an answer remembered, what was asked of her memory in talk, and what is not kept.

use crate::{Api, wire};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn avoided(_: &Api, _: wire::Nothing) -> Result<Vec<wire::Avoided>> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn avoid(_: &Api, _: wire::TextArgs) -> Result<wire::Avoided> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn allow(_: &Api, _: wire::AvoidedArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn recalled(_: &Api, _: wire::TurnArgs) -> Result<Vec<wire::Recalled>> {
    Err(kind(Kind::NotNow, "not built yet"))
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
