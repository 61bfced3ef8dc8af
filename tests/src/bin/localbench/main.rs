//! Measures the built-in model with the real worker and files made here: `localbench [--rows FILE] [PART...]`, where a
//! part is one of speed, stop, files, deaths, prefix. Prints a line for each figure and exits with 1 when one falls
//! short.
//!
//! Build the worker before: `cargo build --release -p samantha-local`.

mod deaths;
mod files;
mod life;
mod prefix;
mod speed;
mod stop;

use anyhow::{Context as _, Result, bail};
use std::{path::PathBuf, process::ExitCode};

/// One figure.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    goal: String,
    /// `None`: shown for comparison, no goal.
    holds: Option<bool>,
}

impl Row {
    fn at_least(name: impl Into<String>, value: f64, unit: &'static str, least: f64) -> Self {
        Self { name: name.into(), value, unit, goal: format!(">= {least}"), holds: Some(value >= least) }
    }

    fn at_most(name: impl Into<String>, value: f64, unit: &'static str, most: f64) -> Self {
        Self { name: name.into(), value, unit, goal: format!("<= {most}"), holds: Some(value <= most) }
    }

    fn shown(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, goal: "shown beside it".into(), holds: None }
    }
}

/// The one in the middle; 0 of none.
fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let mut rows_file = None;
    let mut parts = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rows" => rows_file = Some(PathBuf::from(args.next().context("--rows needs a file")?)),
            "speed" | "stop" | "files" | "deaths" | "prefix" => parts.push(arg),
            other => bail!("no such part: {other}"),
        }
    }
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|one| one == part);
    let mut rows = Vec::new();
    let mut add = |more: Vec<Row>| {
        for row in &more {
            let held = row.holds.map_or("", |holds| if holds { "holds" } else { "MISSED" });
            println!("{}: {:.3} {} ({}) {held}", row.name, row.value, row.unit, row.goal);
        }
        rows.extend(more);
    };
    if wanted("speed") {
        add(speed::measure().await?);
    }
    if wanted("stop") {
        add(stop::measure().await?);
    }
    if wanted("files") {
        add(files::measure().await?);
    }
    if wanted("deaths") {
        add(deaths::measure().await?);
    }
    if wanted("prefix") {
        add(prefix::measure().await?);
    }
    if let Some(file) = rows_file {
        std::fs::write(file, serde_json::to_string_pretty(&rows)?)?;
    }
    let missed = rows.iter().any(|row| row.holds == Some(false));
    Ok(if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
