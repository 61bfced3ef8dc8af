//! "Who have you been talking to?"

use crate::{Api, safety, wire::*};
use anyhow::Result;
use samantha_core::{
    id::RequestId,
    ledger::{self, Looking},
    settings,
};
use std::{collections::HashSet, path::PathBuf};

pub(crate) async fn ledger(api: &Api, args: LedgerArgs) -> Result<LedgerPage> {
    let companion = api.companion().await?;
    companion.ledger().settled().await;
    let looking = Looking { query: args.query, with_local: args.with_local };
    let before = args.before.map(RequestId);
    let page = companion.store().read(move |c| ledger::page(c, &looking, before)).await?;
    let held: HashSet<RequestId> = companion.ledger().held().into_iter().collect();
    let requests = page.requests.into_iter().map(|request| {
        let held = held.contains(&request.id);
        on_the_wire(request, held)
    });
    Ok(LedgerPage { requests: requests.collect(), has_more: page.has_more })
}

pub(crate) async fn ledger_totals(api: &Api, args: TotalsArgs) -> Result<Totals> {
    let companion = api.companion().await?;
    companion.ledger().settled().await;
    let looking = Looking { query: args.query, with_local: args.with_local };
    let today = api.clock().local().format("%Y-%m-%d").to_string();
    companion
        .store()
        .read(move |c| {
            let totals = ledger::totals(c, &looking)?;
            Ok(Totals {
                days: totals.days.into_iter().map(total).collect(),
                months: totals.months.into_iter().map(total).collect(),
                this_month: ledger::month_cost(c, &today)?,
                limit: settings::read(c)?.monthly_limit,
            })
        })
        .await
}

pub(crate) async fn exact_text(api: &Api, args: RequestArgs) -> Result<Option<ExactText>> {
    let companion = api.companion().await?;
    Ok(companion.ledger().exact_text(RequestId(args.request)).map(|text| ExactText { text }))
}

pub(crate) async fn export_ledger(api: &Api, args: LedgerExportArgs) -> Result<Exported> {
    safety::check_export_path(api, &args.path)?;
    let companion = api.companion().await?;
    companion.ledger().settled().await;
    let (now, path) = (api.clock().local(), PathBuf::from(&args.path));
    let format = match args.format {
        LedgerFormat::Csv => ledger::Format::Csv,
        LedgerFormat::Json => ledger::Format::Json,
    };
    let requests = companion.store().read(move |c| ledger::export(c, format, &path, now)).await?;
    Ok(Exported { path: args.path, turns: requests })
}

fn on_the_wire(request: ledger::Request, held: bool) -> Request {
    let left = request.left();
    Request {
        id: request.id.0,
        left_at: request.left_at,
        time: left.format("%H:%M").to_string(),
        day: request.day,
        host: request.host,
        local: request.local,
        model: request.model,
        purpose: request.purpose,
        state: request.state.code().to_owned(),
        failure: (!request.failure.is_empty()).then_some(request.failure),
        bytes_out: request.bytes_out,
        bytes_in: request.bytes_in,
        tokens_out: request.tokens_out,
        tokens_in: request.tokens_in,
        cost: request.cost,
        millis: u32::try_from(request.millis).unwrap_or(u32::MAX),
        held,
    }
}

fn total(total: ledger::Total) -> Total {
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Total {
        period: total.period,
        requests: count(total.requests),
        bytes_out: total.bytes_out,
        bytes_in: total.bytes_in,
        tokens_out: total.tokens_out,
        tokens_in: total.tokens_in,
        cost: total.cost,
        unpriced: count(total.unpriced),
    }
}
