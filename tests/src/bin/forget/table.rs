//! What is counted and printed.

use crate::{
    plan::{Plan, Told},
    run::Outcome,
    traces::Found,
};
use anyhow::Result;
use serde_json::json;
use std::{collections::BTreeMap, path::Path, time::Duration};

/// What many runs found.
#[derive(Default)]
pub struct Tally {
    pub times: u64,
    /// Runs in which something was left.
    pub hits: u64,
    /// How the runs ended.
    ends: BTreeMap<&'static str, u64>,
    /// What was forgotten.
    told: BTreeMap<String, u64>,
    /// Of the killed: how often there was something left right then.
    killed_with_bytes: u64,
    killed: u64,
    /// In how many runs a form, or a file, held it before.
    forms_before: BTreeMap<String, u64>,
    files_before: BTreeMap<String, u64>,
    lines: Vec<String>,
    /// Runs that did not come to their end.
    pub failed: Vec<String>,
}

/// Lines about hits that are printed.
const MOST_LINES: usize = 40;

impl Tally {
    pub fn add(&mut self, number: u64, plan: &Plan, outcome: Result<Outcome>) {
        self.times += 1;
        *self.ends.entry(plan.end.name()).or_default() += 1;
        *self.told.entry(plan.told.name().to_owned()).or_default() += 1;
        let outcome = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                self.failed.push(format!("run {number} ({}): {error:#}", plan.end.name()));
                return;
            }
        };
        if let Some(killed) = &outcome.killed {
            self.killed += 1;
            self.killed_with_bytes += u64::from(!killed.is_empty());
        }
        if outcome.before.is_empty() && plan.told != Told::OffRecord {
            self.failed.push(format!("run {number}: the canary was not even there before"));
        }
        let mut files: Vec<&String> = outcome.before.values().flat_map(BTreeMap::keys).collect();
        files.sort();
        files.dedup();
        for file in files {
            *self.files_before.entry(file.clone()).or_default() += 1;
        }
        for form in outcome.before.keys() {
            *self.forms_before.entry(form.clone()).or_default() += 1;
        }
        if !outcome.left.is_empty() {
            self.hits += 1;
            let (told, end) = (plan.told, plan.end);
            self.lines.push(format!("run {number}, {told:?}, {end:?}: {}", list(&outcome.left)));
        }
    }

    /// Whether the search saw, before the removal, what it is there to see.
    pub fn sees_all(&self) -> bool {
        let forms = ["raw", "folded", "rest of a stem"];
        let places = ["samantha.db", "copies/"];
        // A few lives need not hold everything.
        self.times < 20
            || (forms.iter().all(|form| self.forms_before.contains_key(*form))
                && self.forms_before.keys().any(|form| form.starts_with("vector"))
                && self.forms_before.keys().any(|form| form.starts_with("picture"))
                && places.iter().all(|place| self.files_before.keys().any(|file| file.starts_with(place))))
    }
}

fn list(found: &Found) -> String {
    let one = |(form, files): (&String, &BTreeMap<String, u64>)| {
        let files: Vec<String> = files.iter().map(|(file, n)| format!("{file} {n} times")).collect();
        format!("{form} in {}", files.join(", "))
    };
    found.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn counts(all: &BTreeMap<String, u64>) -> String {
    all.iter().map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}

/// The control: bytes must have been left.
pub fn control(tally: &Tally) {
    let verdict =
        if tally.hits > 0 { "found out, as it must be" } else { "NOT FOUND OUT: the search is blind" };
    println!("control: deleted bytes stay: left in {} of {} lives: {verdict}", tally.hits, tally.times);
    for line in tally.failed.iter().take(3) {
        println!("  {line}");
    }
}

pub fn count(tally: &Tally) {
    println!("\nforgotten {} times", tally.times);
    for (end, n) in &tally.ends {
        println!("  {end:<38} {n:>5}");
    }
    println!("  bytes were left right after the kill   {:>5} of {}", tally.killed_with_bytes, tally.killed);
    println!("  forgotten: {}", counts(&tally.told));
    println!("  there before, by form: {}", counts(&tally.forms_before));
    println!("  there before, by file: {}", counts(&tally.files_before));
    println!("  left                                   {:>5}", tally.hits);
    for line in tally.lines.iter().chain(&tally.failed).take(MOST_LINES) {
        println!("    {line}");
    }
}

/// The last line.
pub fn verdict(found_out: bool, sees: bool, clean: bool, took: Duration) {
    let verdict = match (found_out, sees, clean) {
        (true, true, true) => "no byte is left",
        (false, ..) => "FAILED: the control was not found out",
        (_, false, _) => "FAILED: the search did not see what was there before",
        (_, _, false) => "FAILED: something was left",
    };
    println!("\n{verdict} ({} s)", took.as_secs());
}

/// The rows of the bench's table.
///
/// # Errors
/// When they can't be written.
pub fn write_rows(file: &Path, tally: &Tally, control: &Tally, took: Duration) -> Result<()> {
    let (hits, failed) = (tally.hits, tally.failed.len() as u64);
    let rows = json!([
        { "name": format!("forgetting, {} lives, half of them killed: lives with a byte left", tally.times),
          "value": hits + failed, "unit": "lives", "goal": "0", "holds": hits + failed == 0 },
        { "name": "forgetting, control whose deleted bytes stay: lives found out",
          "value": control.hits, "unit": format!("of {}", control.times), "goal": "> 0", "holds": control.hits > 0 },
        { "name": "forgetting, the whole test", "value": took.as_secs_f64(), "unit": "s", "goal": "", "holds": null },
    ]);
    std::fs::write(file, serde_json::to_string(&rows)?)?;
    Ok(())
}
