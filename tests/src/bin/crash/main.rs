//! Does she keep every word? Kills the app with `kill -9` at random moments and cuts the power of a simulated disk
//! at random ops, over and over; reopens, and compares with what the surviving client wrote down.
//!
//! `cargo run --release -p samantha-tests --bin crash -- --times 200 --power 1000 [--seed N]`
//!
//! Ends with 0 only if nothing acknowledged was lost, nothing came twice, every life opened, and both controls (which
//! break a promise on purpose) did lose words.

mod answer;
mod app;
mod child;
mod client;
mod clock;
mod cuts;
mod kill;
mod lives;
mod losses;
mod old;
mod reciter;
mod record;
mod side;
mod table;

use anyhow::{Context as _, Result, bail};
use app::Start;
use kill::Acknowledges;
use lives::Tally;
use samantha_core::store::Synchronous;
use samantha_tests::power::Dice;
use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// What the command line says.
struct Plan {
    times: u64,
    power: u64,
    seed: u64,
    ahead: i64,
    /// Set in the process that is to be killed.
    app: Option<PathBuf>,
    acknowledges: Acknowledges,
}

/// Ends in one life: what one leaves behind meets the next.
const KILLS_A_LIFE: u64 = 25;
const CUTS_A_LIFE: u64 = 10;
/// Ends of each control.
const CONTROL: u64 = 40;
/// Lives at once. A life mostly waits: for the disk, or for a model that thinks.
const KILLED_AT_ONCE: usize = 3;
const CUT_AT_ONCE: usize = 8;

fn main() -> ExitCode {
    match read_arguments().and_then(|plan| match &plan.app {
        Some(home) => {
            child::run(home, Start { seed: plan.seed, ahead: plan.ahead }, plan.acknowledges).map(|()| true)
        }
        None => run(&plan),
    }) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("crash: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn read_arguments() -> Result<Plan> {
    let mut plan = Plan {
        times: 200,
        power: 1000,
        seed: 20_261_122,
        ahead: 0,
        app: None,
        acknowledges: Acknowledges::WhenKept,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == kill::ON_RECEIPT {
            plan.acknowledges = Acknowledges::OnReceipt;
            continue;
        }
        let value = arguments.next().with_context(|| format!("{argument} wants a value"))?;
        match argument.as_str() {
            "--times" => plan.times = value.parse().context("--times")?,
            "--power" => plan.power = value.parse().context("--power")?,
            "--seed" => plan.seed = value.parse().context("--seed")?,
            "--ahead" => plan.ahead = value.parse().context("--ahead")?,
            "--app" => plan.app = Some(value.into()),
            _ => bail!("unknown: {argument} (known: --times N --power N --seed N)"),
        }
    }
    Ok(plan)
}

fn run(plan: &Plan) -> Result<bool> {
    let began = Instant::now();
    let seed = plan.seed;
    let blind = |seed, ends| lives::killed(seed, ends, Acknowledges::OnReceipt);
    let blind = many(CONTROL, 5, KILLED_AT_ONCE, seed, &blind);
    table::control("control: acknowledged before the commit, killed", &blind);
    let lax = |seed, ends| lives::cut(seed, ends, Synchronous::Normal);
    let lax = many(CONTROL, 5, CUT_AT_ONCE, seed, &lax);
    table::control("control: synchronous=NORMAL, power cut", &lax);

    let killed = |seed, ends| lives::killed(seed, ends, Acknowledges::WhenKept);
    let killed = many(plan.times, KILLS_A_LIFE, KILLED_AT_ONCE, seed, &killed);
    table::count("kill -9", &killed);
    let cut = |seed, ends| lives::cut(seed, ends, Synchronous::Full);
    let cut = many(plan.power, CUTS_A_LIFE, CUT_AT_ONCE, seed, &cut);
    table::count("power cut", &cut);

    let controls = blind.losses.lost > 0 && lax.losses.lost > 0;
    let whole = killed.losses.total() == 0 && cut.losses.total() == 0;
    let enough = killed.ends >= plan.times && cut.ends >= plan.power;
    table::verdict(controls, whole, enough, began.elapsed());
    Ok(controls && whole && enough)
}

/// Lives as many lives as it takes for `ends` ends, some of them at once.
fn many(
    ends: u64,
    ends_a_life: u64,
    at_once: usize,
    seed: u64,
    live: &(dyn Fn(u64, u64) -> Tally + Sync),
) -> Tally {
    let waiting: Mutex<Vec<(u64, u64)>> = Mutex::new(
        (0..ends.div_ceil(ends_a_life))
            .rev()
            .map(|life| (Dice::new(seed).nth(life), ends_a_life.min(ends - life * ends_a_life)))
            .collect(),
    );
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
                    let Some((seed, ends)) = next else { break };
                    let lived = live(seed, ends);
                    tally.lock().unwrap_or_else(PoisonError::into_inner).add(lived);
                }
            });
        }
    });
    tally.into_inner().unwrap_or_else(PoisonError::into_inner)
}
