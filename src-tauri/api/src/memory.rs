//! Facts and people: listed, shown with their receipts, changed, forgotten.

use crate::{Api, wire};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn facts(_: &Api, _: wire::FactsArgs) -> Result<wire::FactPage> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn fact(_: &Api, _: wire::FactArgs) -> Result<wire::FactDetail> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn add_fact(_: &Api, _: wire::FactEdit) -> Result<wire::Fact> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn change_fact(_: &Api, _: wire::FactChange) -> Result<wire::Fact> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn merge_facts(_: &Api, _: wire::MergeArgs) -> Result<wire::Fact> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn settle(_: &Api, _: wire::SettleArgs) -> Result<wire::Fact> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn forget_fact(_: &Api, _: wire::FactArgs) -> Result<wire::Deleted> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn restore_fact(_: &Api, _: wire::FactArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn people(_: &Api, _: wire::Nothing) -> Result<Vec<wire::Person>> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn change_person(_: &Api, _: wire::PersonChange) -> Result<wire::Person> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn merge_people(_: &Api, _: wire::MergeArgs) -> Result<wire::Person> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn forget_person(_: &Api, _: wire::PersonArgs) -> Result<wire::Deleted> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn restore_person(_: &Api, _: wire::PersonArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}
