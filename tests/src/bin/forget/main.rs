//! Is what she forgot gone? Lives a life in which a canary is said (words that are nowhere else), forgets it, and looks for
//! every form of it in every file: the data folder, and all other folders an app may write to. Half the lives are killed
//! while they forget; the next opening must finish it.
//!
//! `cargo run --release -p samantha-tests --bin forget -- --times 1000 [--seed N] [--only NUMBER] [--rows FILE]`
//!
//! Ends with 0 only if nothing was left in any, and a control, whose deleted bytes stay, was found out.

mod canary;
mod life;
mod logs;
mod picture;
mod plan;
mod reader;
mod rows;
mod run;
mod table;
mod traces;

use anyhow::{Context as _, Result, bail};
use plan::Plan;
use run::{Kind, Outcome};
use samantha_core::store::Removed;
use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};
use table::Tally;

/// What the command line says.
struct Arguments {
    times: u64,
    seed: u64,
    rows: Option<PathBuf>,
    /// Set in the app's side.
    live: Option<PathBuf>,
    finish: Option<PathBuf>,
    number: u64,
    /// Only this life, told whole.
    only: Option<u64>,
    bytes_stay: bool,
}

/// Lives of the control.
const CONTROL: u64 = 8;
/// Lives at once: one mostly waits for the disk.
const AT_ONCE: usize = 6;

fn main() -> ExitCode {
    match read_arguments().and_then(|arguments| match (&arguments.live, &arguments.finish) {
        (Some(home), _) => {
            logs::to_file(home)?;
            let (seed, number) = (arguments.seed, arguments.number);
            let (plan, removed) = match arguments.bytes_stay {
                true => (Plan::of_control(seed, number), Removed::Left),
                false => (Plan::of(seed, number), Removed::Erased),
            };
            life::live(home, &plan, removed).map(|()| true)
        }
        (None, Some(home)) => {
            logs::to_file(home)?;
            life::finish(home).map(|()| true)
        }
        (None, None) => all(&arguments),
    }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("forget: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn read_arguments() -> Result<Arguments> {
    let mut plan = Arguments {
        times: 1000,
        seed: 20_261_122,
        rows: None,
        live: None,
        finish: None,
        number: 0,
        only: None,
        bytes_stay: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--bytes-stay" {
            plan.bytes_stay = true;
            continue;
        }
        let value = arguments.next().with_context(|| format!("{argument} wants a value"))?;
        match argument.as_str() {
            "--times" => plan.times = value.parse().context("--times")?,
            "--seed" => plan.seed = value.parse().context("--seed")?,
            "--only" => plan.only = Some(value.parse().context("--only")?),
            "--number" => plan.number = value.parse().context("--number")?,
            "--rows" => plan.rows = Some(value.into()),
            "--live" => plan.live = Some(value.into()),
            "--finish" => plan.finish = Some(value.into()),
            _ => bail!("unknown: {argument} (known: --times N --seed N --only NUMBER --rows FILE)"),
        }
    }
    Ok(plan)
}

fn all(arguments: &Arguments) -> Result<bool> {
    let began = Instant::now();
    let seed = arguments.seed;
    if let Some(number) = arguments.only {
        let plan = Plan::of(seed, number);
        let outcome = run::run(&Kind { seed, number, bytes_stay: false, plan: &plan })?;
        println!("{plan:?}\n{outcome:?}");
        return Ok(outcome.left.is_empty());
    }
    let blind = many(CONTROL, &|number| {
        let plan = Plan::of_control(seed, number);
        (plan.clone(), run::run(&Kind { seed, number, bytes_stay: true, plan: &plan }))
    });
    table::control(&blind);
    let tally = many(arguments.times, &|number| {
        let plan = Plan::of(seed, number);
        (plan.clone(), run::run(&Kind { seed, number, bytes_stay: false, plan: &plan }))
    });
    table::count(&tally);
    let found_out = blind.hits > 0 && blind.failed.is_empty();
    let sees = tally.sees_all();
    let clean = tally.hits == 0 && tally.failed.is_empty();
    table::verdict(found_out, sees, clean, began.elapsed());
    if let Some(file) = &arguments.rows {
        table::write_rows(file, &tally, &blind, began.elapsed())?;
    }
    Ok(found_out && sees && clean)
}

/// Lives so many lives, some of them at once.
fn many(times: u64, live: &(dyn Fn(u64) -> (Plan, Result<Outcome>) + Sync)) -> Tally {
    let (next, tally) = (AtomicU64::new(0), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= times {
                        break;
                    }
                    let (plan, outcome) = live(number);
                    tally.lock().unwrap_or_else(PoisonError::into_inner).add(number, &plan, outcome);
                }
            });
        }
    });
    tally.into_inner().unwrap_or_else(PoisonError::into_inner)
}
