//! Plays every way a provider can misbehave to a real companion, and looks into her store: `faults [--faults FILE] [NAME…]`.
//!
//! FILE names the faults (a JSON object, name to description); without it the list beside the project's folder is
//! read if there is one, else the copy in `tests/data`. A line a case says what happened, how long it took, how much
//! memory it took beyond what she takes at rest, and how many words were kept. It ends with failure if one falls
//! short: no end in time, more than 64 MiB, words of the person lost, part of an answer lost or unmarked, a tool run
//! twice, or a fault in FILE that it can't play.
//!
//! Each case has a process of its own ([`life`]); the provider is in this one.

mod judge;
mod life;
mod plots;
mod secure;

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::StreamExt as _;
use judge::Verdict;
use plots::Plot;
use samantha_tests::server::Server;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::io::AsyncWriteExt as _;

/// How many cases at once: most of them only wait.
const AT_ONCE: usize = 2;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    match run().await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == "--live") {
        return life::live().await;
    }
    let (mut file, mut rows, mut only) = (None, None, Vec::new());
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--faults" => file = Some(PathBuf::from(arguments.next().context("--faults FILE")?)),
            "--rows" => rows = Some(PathBuf::from(arguments.next().context("--rows FILE")?)),
            name => only.push(name.to_owned()),
        }
    }
    let faults = read_faults(file)?;
    let mut cases = Vec::new();
    let mut strange = Vec::new();
    for (name, description) in &faults {
        if !only.is_empty() && !only.contains(name) {
            continue;
        }
        let plots = plots::of(name);
        if plots.is_empty() {
            strange.push(name.clone());
        }
        cases.extend(plots.into_iter().map(|plot| (name.clone(), description.clone(), plot)));
    }
    let secure = &secure::Certificates::make()?;
    println!("{:<20} {:<28} {:>7} {:>9} {:>8}  what happened", "fault", "how", "seconds", "memory", "words");
    let played = futures_util::stream::iter(cases.iter())
        .map(|(name, _, plot)| async move { (name.as_str(), plot, play(plot, secure).await) });
    let mut played = std::pin::pin!(played.buffered(AT_ONCE));
    let (mut short, mut count) = (BTreeMap::<&str, bool>::new(), 0);
    while let Some((name, plot, verdict)) = played.next().await {
        count += 1;
        let verdict = verdict.unwrap_or_else(|error| Verdict::broken(&error));
        *short.entry(name).or_default() |= !verdict.falls_short.is_empty();
        println!("{}", verdict.line(name, plot));
    }
    for name in &strange {
        println!("{name:<20} CAN'T BE PLAYED: nothing here does this");
    }
    let passed = short.values().filter(|short| !**short).count();
    let all = short.len() + strange.len();
    println!("{passed}/{all} faults, {count} cases");
    if let Some(rows) = rows {
        let row = serde_json::json!([{
            "name": format!("faults of a provider that are borne ({count} cases)"),
            "value": passed, "unit": "faults", "goal": all.to_string(), "holds": passed == all,
        }]);
        std::fs::write(&rows, row.to_string()).with_context(|| format!("writing {}", rows.display()))?;
    }
    ensure!(passed == short.len() && strange.is_empty(), "a fault is not borne");
    ensure!(!short.is_empty(), "no fault was played");
    Ok(())
}

fn read_faults(file: Option<PathBuf>) -> Result<BTreeMap<String, String>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = here.join("../../shared/data/hostile/sse_faults.json");
    let own = here.join("data/provider_faults.json");
    let file = file.unwrap_or(if beside.is_file() { beside } else { own });
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no list of faults", file.display()))
}

/// Plays one case to a companion in a process of her own.
async fn play(plot: &Plot, secure: &secure::Certificates) -> Result<Verdict> {
    let choose = std::sync::Arc::clone(&plot.plays);
    let server = Server::start(0, move |asked| choose(asked)).await?;
    let door = match plot.door {
        Some(door) => Some(secure.open(door, server.socket_address()).await?),
        None => None,
    };
    let address = match &door {
        Some(door) => format!("https://localhost:{}/v1", door.port()),
        None => server.address(),
    };
    let asks = life::Asks {
        address,
        says: plot.says.iter().map(|said| (*said).to_owned()).collect(),
        tools: plot.tools,
        first_ms: millis(plot.patience.first),
        between_ms: millis(plot.patience.between),
        limit_ms: millis(plot.limit),
    };
    let mut child = tokio::process::Command::new(std::env::current_exe()?)
        .arg("--live")
        .env("SSL_CERT_FILE", secure.trusted())
        .env_remove("SSL_CERT_DIR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()?;
    let mut stdin = child.stdin.take().context("the life's input")?;
    stdin.write_all(&serde_json::to_vec(&asks)?).await?;
    drop(stdin);
    // A life that hangs tells so itself; this is for one that can't even do that.
    let patience = plot.limit * u32::try_from(plot.says.len())? + Duration::from_secs(30);
    let Ok(output) = tokio::time::timeout(patience, child.wait_with_output()).await else {
        bail!("she never came to an end");
    };
    let output = output?;
    ensure!(output.status.success(), "she ended with {}", output.status);
    let lived: life::Lived = serde_json::from_slice(&output.stdout)?;
    Ok(judge::judge(plot, &lived, &server.asked()))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
