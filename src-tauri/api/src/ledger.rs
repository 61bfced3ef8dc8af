//! "Who have you been talking to?"

use crate::{Api, wire::*};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn ledger(_: &Api, _: LedgerArgs) -> Result<LedgerPage> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn ledger_totals(_: &Api, _: TotalsArgs) -> Result<Totals> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn exact_text(_: &Api, _: RequestArgs) -> Result<Option<ExactText>> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn export_ledger(_: &Api, _: LedgerExportArgs) -> Result<Exported> {
    Err(kind(Kind::NotNow, "not built yet"))
}
