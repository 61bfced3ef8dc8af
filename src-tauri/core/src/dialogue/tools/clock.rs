//! The date and the time.

use super::{Circumstances, Tool, read};
use anyhow::{Context as _, Result};
use chrono::{Datelike as _, NaiveDate};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool { name: "clock", parameters, run };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    #[serde(default)]
    day: Option<String>,
}

fn parameters() -> Value {
    json!({
        "type": "object",
        "properties": {"day": {"type": "string", "description": "YYYY-MM-DD; leave out for now"}},
        "additionalProperties": false,
    })
}

fn run(_: &Connection, circumstances: &Circumstances, arguments: Value) -> Result<String> {
    let Arguments { day } = read(arguments)?;
    let Some(day) = day else {
        return Ok(circumstances.now.format("%A, %Y-%m-%d, %H:%M (UTC%:z)").to_string());
    };
    let day = NaiveDate::parse_from_str(day.trim(), "%Y-%m-%d").context("a day is written YYYY-MM-DD")?;
    let from_now =
        i64::from(day.num_days_from_ce()) - i64::from(circumstances.now.date_naive().num_days_from_ce());
    let distance = match from_now {
        0 => "today".to_owned(),
        1.. => format!("in {from_now} days"),
        _ => format!("{} days ago", -from_now),
    };
    Ok(format!("{}; {distance}", day.format("%A, %Y-%m-%d")))
}
