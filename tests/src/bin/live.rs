//! Lives whole conversations through the doors of the window, closes, opens again, and looks whether every word is
//! there: `live FILE`. The file's format is the one of the scoring script. `live FILE --keep DIR` lives the first one into
//! a folder and leaves it there, to be looked at in the window.

use anyhow::{Context as _, Result, bail, ensure};
use samantha_api::{
    Api,
    wire::{Hits, Speaker, Turn},
};
use samantha_core::testing::{Fakes, at_once};
use samantha_tests::{
    Dice,
    lives::{self, Conversation, call},
};
use serde_json::json;
use std::{
    collections::{BTreeSet, HashMap},
    path::{Path, PathBuf},
    time::Instant,
};

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (path, keep) = match args.as_slice() {
        [path] => (path, None),
        [path, flag, folder] if flag.as_os_str() == "--keep" => (path, Some(folder)),
        _ => bail!("usage: live FILE [--keep DIR] (conversations as JSON)"),
    };
    let conversations = lives::read(path)?;
    ensure!(!conversations.is_empty(), "there is no conversation in {}", path.display());
    if let Some(folder) = keep {
        let first = conversations.first().context("a conversation")?;
        return lived(first, folder, &Fakes::default()).await.map(|_| ());
    }
    println!(
        "{:<12} {:>6} {:>9} {:>9} {:>6}  {:<10}  {:<10}  {:>8}  found",
        "conversation", "turns", "episodes", "sessions", "days", "first", "last", "turns/s"
    );
    let mut failed = 0;
    for conversation in &conversations {
        match one(conversation).await {
            Ok(line) => println!("{line}"),
            Err(error) => {
                failed += 1;
                println!("{:<12} FAILED: {error:#}", conversation.conversation_id);
            }
        }
    }
    println!("{} passed, {failed} failed", conversations.len() - failed);
    ensure!(failed == 0, "{failed} conversations were not kept whole");
    Ok(())
}

async fn one(conversation: &Conversation) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let fakes = Fakes::default();
    let seconds = lived(conversation, folder.path(), &fakes).await?;

    let api = Api::open_with(folder.path().to_owned(), fakes.ports(), at_once()).await;
    let opening = lives::opening(&api).await?;
    let turns = lives::every_turn(&api).await?;
    compare(conversation, &turns)?;
    ensure!(
        opening.turns as usize == turns.len(),
        "she counts {} turns, there are {}",
        opening.turns,
        turns.len()
    );
    let (found, looked) = find_some(&api, &turns).await?;
    api.close().await;

    let sessions: BTreeSet<i64> = conversation.turns.iter().map(|said| said.session).collect();
    let episodes: BTreeSet<i64> = turns.iter().map(|turn| turn.episode).collect();
    let days: BTreeSet<&str> = turns.iter().map(|turn| turn.day.as_str()).collect();
    Ok(format!(
        "{:<12} {:>6} {:>9} {:>9} {:>6}  {:<10}  {:<10}  {:>8.0}  {found}/{looked}",
        conversation.conversation_id,
        turns.len(),
        episodes.len(),
        sessions.len(),
        days.len(),
        days.first().unwrap_or(&"-"),
        days.last().unwrap_or(&"-"),
        turns.len() as f64 / seconds,
    ))
}

/// Lives it into a folder and closes. Gives the seconds it took.
async fn lived(conversation: &Conversation, folder: &Path, fakes: &Fakes) -> Result<f64> {
    fakes.clock.set_zone(chrono_tz::UTC);
    if let Some(first) = conversation.turns.first() {
        fakes.clock.set(first.ts.and_utc());
    }
    let begun = Instant::now();
    let api = Api::open_with(folder.to_owned(), fakes.ports(), at_once()).await;
    lives::use_scripted_model(&api).await?;
    lives::live(&api, fakes, conversation).await?;
    let seconds = begun.elapsed().as_secs_f64();
    api.close().await;
    Ok(seconds)
}

fn compare(conversation: &Conversation, turns: &[Turn]) -> Result<()> {
    ensure!(
        turns.len() == conversation.turns.len(),
        "{} turns kept of {}",
        turns.len(),
        conversation.turns.len()
    );
    let user = conversation.speakers.first().context("speakers")?;
    for (said, turn) in conversation.turns.iter().zip(turns) {
        ensure!(turn.text == said.words(), "{} has other words", said.id);
        ensure!(
            turn.said_at == said.at(),
            "{} has another time: {} instead of {}",
            said.id,
            turn.said_at,
            said.at()
        );
        ensure!(
            (turn.speaker == Speaker::User) == (said.speaker == *user),
            "{} was said by the other one",
            said.id
        );
    }
    Ok(())
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Fifty turns of five words or more, each looked up by its five rarest words.
async fn find_some(api: &Api, turns: &[Turn]) -> Result<(usize, usize)> {
    let mut in_turns: HashMap<String, usize> = HashMap::new();
    for turn in turns {
        for word in words(&turn.text).into_iter().collect::<BTreeSet<_>>() {
            *in_turns.entry(word).or_default() += 1;
        }
    }
    let mut long: Vec<&Turn> = turns.iter().filter(|turn| words(&turn.text).len() >= 5).collect();
    Dice::new(1).shuffle(&mut long);
    let (mut found, mut looked) = (0, 0);
    for turn in long.into_iter().take(50) {
        let mut rarest: Vec<String> =
            words(&turn.text).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        rarest.sort_by_key(|word| in_turns.get(word).copied().unwrap_or_default());
        rarest.truncate(5);
        let hits: Hits = call(api, "search", json!({"query": rarest.join(" "), "before": null})).await?;
        looked += 1;
        if hits.hits.iter().take(10).any(|hit| hit.turn == turn.id) {
            found += 1;
        } else {
            bail!("turn {} is not among the first ten hits for {rarest:?}", turn.id);
        }
    }
    Ok((found, looked))
}
