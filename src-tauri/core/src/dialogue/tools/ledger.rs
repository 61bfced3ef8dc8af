//! "Who have you been talking to?": what left this computer, from the ledger's rows alone.

use super::{Circumstances, Tool, read};
use crate::ledger;
use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool { name: "what_left", parameters, run };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
}

fn parameters() -> Value {
    json!({
        "type": "object",
        "properties": {
            "from": {"type": "string", "description": "first day, YYYY-MM-DD; leave out for the beginning"},
            "to": {"type": "string", "description": "last day, YYYY-MM-DD; leave out for today"},
        },
        "additionalProperties": false,
    })
}

fn run(c: &Connection, circumstances: &Circumstances, arguments: Value) -> Result<String> {
    let Arguments { from, to } = read(arguments)?;
    let day = |day: Option<String>, otherwise: String| match day {
        None => Ok(otherwise),
        Some(day) => NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d")
            .map(|day| day.to_string())
            .context("a day is written YYYY-MM-DD"),
    };
    let today = circumstances.now.date_naive().to_string();
    // Without a first day: since the beginning.
    ledger::told(c, circumstances.language, &day(from, String::new())?, &day(to, today)?)
}
