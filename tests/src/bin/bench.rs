//! Measures what needs no window, on a life of 100,000 turns: `bench --rows FILE` writes a JSON list of
//! {name, value, unit, goal, holds}. With `--model DIR`, a sentence-transformers folder, the first token is measured a second
//! time, in the same life with vectors and a model that reads.

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::StreamExt as _;
use samantha_api::{
    Api,
    wire::{Delta, Hits, Page},
};
use samantha_core::{
    clock::{Clock as _, SystemClock},
    companion::Ports,
    dialogue::Manner,
    memory::{Vectors, drawn},
    ports::{Embedder as _, Side},
    settings,
    store::{Store, StoreOptions},
    testing::Fakes,
};
use samantha_embed::OnDemand;
use samantha_models::RemoteProviders;
use samantha_tests::{
    Dice,
    lives::{call, converse, say},
    own,
    server::{Script, Server},
    year::{Words, Year, write},
};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

const TURNS: u32 = 100_000;
const ROUNDS: usize = 200;
/// Texts that are read, around which the vectors of all turns are drawn.
const REAL: usize = 5_000;

#[derive(serde::Serialize)]
struct Row {
    name: String,
    value: f64,
    unit: &'static str,
    goal: String,
    holds: Option<bool>,
}

fn row(name: &str, value: f64, unit: &'static str, most: Option<f64>) -> Row {
    let goal = most.map_or_else(|| "shown beside it".to_owned(), |most| format!("<= {most}"));
    Row { name: name.to_owned(), value, unit, goal, holds: most.map(|most| value <= most) }
}

#[tokio::main]
async fn main() -> Result<()> {
    let (mut rows_file, mut model) = (None, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rows" => rows_file = Some(PathBuf::from(args.next().context("--rows needs a file")?)),
            "--model" => {
                let folder = PathBuf::from(args.next().context("--model needs a folder")?);
                model = Some(OnDemand::of_folder(&folder)?);
            }
            _ => bail!("usage: bench [--rows FILE] [--model DIR]"),
        }
    }
    let folder = tempfile::tempdir()?;
    let home = folder.path().join("life");
    let begun = Instant::now();
    write(&home, Year { turns: TURNS, seed: 1, ends: SystemClock.now() }).await?;
    let bytes = std::fs::metadata(home.join(samantha_core::store::FILE_NAME))?.len();
    eprintln!(
        "{TURNS} turns written in {:.1} s, {} bytes a turn",
        begun.elapsed().as_secs_f64(),
        bytes / u64::from(TURNS)
    );

    let mut rows = Vec::new();
    opening(&home, &mut rows).await?;
    first_token(&home, None, &mut rows).await?;
    if let Some(model) = &model {
        give_vectors(&home, model).await?;
        first_token(&home, Some(model), &mut rows).await?;
    }
    let text = serde_json::to_string_pretty(&rows)?;
    match rows_file {
        Some(file) => std::fs::write(file, text)?,
        None => println!("{text}"),
    }
    Ok(())
}

/// Gives every turn its vectors, drawn around real ones.
async fn give_vectors(home: &Path, model: &OnDemand) -> Result<()> {
    let store = Store::open(home, &StoreOptions::default(), SystemClock.now())?;
    let mut words = Words::new(3);
    let real = (0..REAL).map(|_| words.text(1)).collect();
    drawn::fill(&store, model, &Vectors::default(), real, 9).await?;
    store.close().await
}

/// A real life but for the model's address and the keyring.
async fn open(home: &Path, model: Option<&OnDemand>) -> Result<Api> {
    let fakes = Fakes::default();
    let (clock, providers) = (Arc::new(SystemClock), Arc::new(RemoteProviders::new()));
    let mut ports = Ports { clock, providers, ..fakes.ports() };
    if let Some(model) = model {
        model.embed(vec!["Ana.".to_owned()], Side::Asked).await?;
        ports.embedder = Arc::new(model.clone());
    }
    let options = samantha_core::companion::Options {
        manner: Manner { seed: Some(1), pace: Duration::ZERO },
        store: StoreOptions::default(),
    };
    Ok(Api::open_with(home.to_owned(), ports, options).await)
}

fn percentile(times: &mut [f64], percent: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

async fn opening(home: &Path, rows: &mut Vec<Row>) -> Result<()> {
    let begun = Instant::now();
    let api = open(home, None).await?;
    let opening: samantha_api::wire::Opening = call(&api, "open", json!({})).await?;
    rows.push(row("open the life and read what the first paint needs, core side", millis(begun), "ms", None));
    ensure!(opening.turns == u64::from(TURNS), "{} turns", opening.turns);

    let (mut dice, mut times) = (Dice::new(2), Vec::new());
    for _ in 0..ROUNDS {
        let middle = i64::from(TURNS / 4) + dice.index(TURNS as usize / 2) as i64;
        let begun = Instant::now();
        let page: Page = call(&api, "page", json!({"from": {"around": middle}, "limit": 60})).await?;
        times.push(millis(begun));
        ensure!(page.turns.iter().any(|turn| turn.id == middle), "turn {middle} is not on its page");
    }
    rows.push(row(
        "open at a turn in the middle of 100,000 (p95)",
        percentile(&mut times, 95),
        "ms",
        Some(50.0),
    ));

    let mut words = Words::new(3);
    for (name, mut query) in [
        (
            "a rare word",
            Box::new(|w: &mut Words| format!("{} ", w.rare())) as Box<dyn FnMut(&mut Words) -> String>,
        ),
        ("any word, by how often it is said", Box::new(|w: &mut Words| format!("{} ", w.word()))),
        ("a very common word", Box::new(|_: &mut Words| "a ".to_owned())),
        (
            "three words",
            Box::new(|w: &mut Words| {
                format!("{} {} {} ", w.word().to_owned(), w.word().to_owned(), w.rare())
            }),
        ),
        ("three very common words", Box::new(|_: &mut Words| "que de the ".to_owned())),
        ("the beginning of a word", Box::new(|w: &mut Words| w.rare().chars().take(3).collect())),
        ("two letters", Box::new(|w: &mut Words| w.rare().chars().take(2).collect())),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let query = query(&mut words);
            let begun = Instant::now();
            let _hits: Hits = call(&api, "search", json!({"query": query, "before": null})).await?;
            times.push(millis(begun));
        }
        rows.push(row(
            &format!("search 100,000 turns: {name} (p95)"),
            percentile(&mut times, 95),
            "ms",
            Some(50.0),
        ));
    }
    api.close().await;
    Ok(())
}

/// What people say, in both languages: made up words would be more pieces to an embedder.
fn remarks() -> Result<Vec<String>> {
    let (en, pt) = (own::read("en")?, own::read("pt")?);
    Ok(en.remarks.into_iter().zip(pt.remarks).flat_map(|(en, pt)| [en.remark, pt.remark]).collect())
}

/// First token through Samantha (words kept, prompt built, stream to the page's side) against a bare stream from the
/// same server, and a commit of the same disk beside them; each round has one of each.
async fn first_token(home: &Path, model: Option<&OnDemand>, rows: &mut Vec<Row>) -> Result<()> {
    let server = Server::start(0, |_| Script::answer(&["Here", " I", " am."])).await?;
    let beside = home.with_file_name("beside");
    let commits = Store::open(&beside, &StoreOptions::default(), SystemClock.now())?;
    let api = open(home, model).await?;
    let edit = json!({"id": null, "name": "bench", "family": "openAi", "address": server.address(), "model": "bench", "context": null});
    let profile: samantha_api::wire::Profile = call(&api, "save_profile", edit).await?;
    let _settings: Value = call(&api, "change_settings", json!({"profile": profile.id})).await?;
    // That one is installed already is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = reqwest::Client::builder().no_proxy().tcp_nodelay(true).build()?;

    let said = remarks()?;
    let (mut through, mut bare, mut commit, mut more) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (round, text) in said.iter().cycle().take(ROUNDS + 5).enumerate() {
        let bare_ms = bare_first(&client, &server).await?;
        let begun = Instant::now();
        let draft = text.clone();
        commits.write(move |tx| settings::save_draft(tx, &draft)).await?;
        let commit_ms = millis(begun);
        let through_ms = through_first(&api, text).await?;
        // The first rounds connect and fill caches.
        if round >= 5 {
            bare.push(bare_ms);
            commit.push(commit_ms);
            through.push(through_ms);
            more.push(through_ms - bare_ms - commit_ms);
        }
    }
    let name = |what: &str| match model {
        Some(_) => format!("first token, with a model that reads: {what}"),
        None => format!("first token: {what}"),
    };
    rows.push(row(&name("bare stream (p95)"), percentile(&mut bare, 95), "ms", None));
    rows.push(row(&name("one commit of this disk (p95)"), percentile(&mut commit, 95), "ms", None));
    rows.push(row(&name("through Samantha (p95)"), percentile(&mut through, 95), "ms", None));
    // Recall is in it, and what it embeds.
    let most = Some(35.0);
    rows.push(row(&name("more than bare stream and commit (p95)"), percentile(&mut more, 95), "ms", most));
    rows.push(row(&name("more than bare stream and commit (p50)"), percentile(&mut more, 50), "ms", None));
    api.close().await;
    commits.close().await
}

async fn bare_first(client: &reqwest::Client, server: &Server) -> Result<f64> {
    let body = json!({"model": "bench", "stream": true, "messages": [{"role": "user", "content": "hello"}]});
    let begun = Instant::now();
    let reply = client
        .post(format!("{}/chat/completions", server.address()))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .await?;
    let mut bytes = reply.bytes_stream();
    let mut first = None;
    while let Some(part) = bytes.next().await {
        if first.is_none() && part?.windows(9).any(|window| window == b"\"content\"") {
            first = Some(millis(begun));
        }
    }
    first.context("the bare stream had no token")
}

async fn through_first(api: &Api, text: &str) -> Result<f64> {
    let request = say(text)?;
    let begun = Instant::now();
    let mut heard = converse(api, request);
    let (mut first, mut was_kept) = (None, false);
    while let Some(delta) = heard.recv().await {
        match delta {
            Delta::Kept { .. } => was_kept = true,
            Delta::Piece { .. } if first.is_none() => first = Some(millis(begun)),
            Delta::Answering { text, .. } if !text.is_empty() => first = Some(millis(begun)),
            Delta::Instead { failure, .. } => anyhow::bail!("the Listener answered: {failure}"),
            _ => {}
        }
        ensure!(was_kept, "something came before the words were kept");
    }
    first.context("no token came through")
}
