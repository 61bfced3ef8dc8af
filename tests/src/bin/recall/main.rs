//! What she recalls, on whole conversations with known answers: lives each conversation through the real store, asks
//! each question of the function that talk asks, and writes what it gave, for the scoring script.
//!
//! ```text
//! recall --conversations C.json --questions Q.jsonl --out R.jsonl --model DIR|--no-embedder [--why W.jsonl]
//!        [--padding TURNS] [--postings MOST]
//! recall --speed TURNS --model DIR|--no-embedder [--rows FILE]
//! recall --own [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! recall --remarks [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! ```
//! `DIR` is a sentence-transformers folder. `--why` writes every feature of every turn given. `--padding`
//! lives each conversation in the middle of so many turns of the same words thrown together, and `--postings` reads another
//! number of places of words than talk does: what that bound costs is seen by both together. `--speed` times questions in a
//! generated life. `--own` and `--remarks` measure the lives of our own.

mod mind;
mod own;
mod padding;
mod remarks;
mod speed;

use anyhow::{Context as _, Result, bail, ensure};
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta};
use mind::{Choice, Mind};
use padding::Padding;
use rusqlite::Connection;
use samantha_core::{
    conversation::{self, Answer, Moment, NewTurn, Speaker, TurnState},
    id::{TurnId, Uid},
    memory::{self, Asked, Recalled},
    store::{Store, StoreOptions},
};
use samantha_embed::OnDemand;
use samantha_tests::lives::{self, Conversation};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
    time::Instant,
};

/// Turns given for a question, and with `--why`.
const GIVEN: usize = 100;
const EXPLAINED: usize = 600;
/// Turns a transaction.
const BULK: usize = 1_000;

/// All of a question that may be read.
#[derive(Clone, Debug, Deserialize)]
struct Question {
    question_id: String,
    conversation_id: String,
    question: String,
    #[serde(default)]
    asked_at: Option<String>,
}

struct Args {
    conversations: PathBuf,
    questions: PathBuf,
    out: PathBuf,
    why: Option<PathBuf>,
    embedder: Option<OnDemand>,
    padding: usize,
    way: Way,
}

/// How something is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    Question,
    /// As a question, reading so many places of words at most.
    Within(usize),
    Remark,
}

impl Way {
    fn look(self, c: &Connection, asked: &Asked<'_>, limit: usize) -> Result<Vec<Recalled>> {
        match self {
            Self::Question => memory::recall(c, asked, limit),
            Self::Within(postings) => memory::recall_within(c, asked, limit, postings),
            Self::Remark => memory::come_to_mind(c, asked, limit),
        }
    }
}

fn args() -> Result<Args> {
    const USAGE: &str = "usage: recall --conversations C.json --questions Q.jsonl --out R.jsonl --model DIR|--no-embedder [--why W.jsonl] [--padding TURNS] [--postings MOST]";
    let (mut conversations, mut questions, mut out, mut why) = (None, None, None, None);
    let (mut choice, mut padding, mut way) = (Choice::default(), 0, Way::Question);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        if choice.takes(&arg, || args.next())? {
            continue;
        }
        let value = args.next().with_context(|| format!("{arg} needs a value"))?;
        match arg.as_str() {
            "--conversations" => conversations = Some(PathBuf::from(value)),
            "--questions" => questions = Some(PathBuf::from(value)),
            "--out" => out = Some(PathBuf::from(value)),
            "--why" => why = Some(PathBuf::from(value)),
            "--padding" => padding = value.parse().context(USAGE)?,
            "--postings" => way = Way::Within(value.parse().context(USAGE)?),
            _ => bail!(USAGE),
        }
    }
    let (conversations, questions) = (conversations.context(USAGE)?, questions.context(USAGE)?);
    let embedder = choice.made()?;
    ensure!(padding == 0 || embedder.is_none(), "--padding goes with --no-embedder");
    Ok(Args { conversations, questions, out: out.context(USAGE)?, why, embedder, padding, way })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let all: Vec<String> = std::env::args().skip(1).collect();
    match all.split_first() {
        Some((flag, words)) if flag == "--speed" => return speed::measure(words).await,
        Some((flag, words)) if flag == "--own" => return own::measure(words).await,
        Some((flag, words)) if flag == "--remarks" => return remarks::measure(words).await,
        _ => {}
    }
    let args = args()?;
    let conversations = lives::read(&args.conversations)?;
    let text = std::fs::read_to_string(&args.questions)
        .with_context(|| format!("reading {}", args.questions.display()))?;
    let questions = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).context("a line that is no question"))
        .collect::<Result<Vec<Question>>>()?;
    let mut out = BufWriter::new(File::create(&args.out)?);
    let mut why = args.why.as_ref().map(File::create).transpose()?.map(BufWriter::new);
    let mut times = Vec::new();
    let padding = Padding::of(&conversations);
    for conversation in &conversations {
        let home = tempfile::tempdir()?;
        let store = Store::open(home.path(), &StoreOptions::default(), DateTime::UNIX_EPOCH.to_utc())?;
        let (before, after) = padding.around(conversation, args.padding)?;
        keep(&store, &before).await?;
        let names = keep(&store, conversation).await?;
        keep(&store, &after).await?;
        let mind = Mind::new(args.embedder.as_ref());
        mind.read(&store).await?;
        for question in questions.iter().filter(|q| q.conversation_id == conversation.conversation_id) {
            let limit = if why.is_some() { EXPLAINED } else { GIVEN };
            let (recalled, ms) = ask(&store, &mind, conversation, question, args.way, limit).await?;
            // Those of the padding go by their number.
            let name = |r: &Recalled| names.get(&r.turn).cloned().unwrap_or_else(|| r.turn.to_string());
            let given = recalled.get(..GIVEN.min(recalled.len())).unwrap_or_default();
            let line = json!({
                "question_id": question.question_id,
                "retrieved": given.iter().map(name).collect::<Vec<_>>(),
                "scores": given.iter().map(|r| r.score).collect::<Vec<_>>(),
                "ms": ms,
            });
            writeln!(out, "{line}")?;
            if let Some(why) = &mut why {
                let turns = recalled.iter().map(|r| {
                    let parts = r.features.parts().map(|(part, value, _)| (part.to_owned(), json!(value)));
                    json!({"id": name(r), "features": parts.into_iter().collect::<serde_json::Map<_, Value>>()})
                });
                let line = json!({"question_id": question.question_id, "turns": turns.collect::<Vec<_>>()});
                writeln!(why, "{line}")?;
            }
            times.push(ms);
        }
        store.close().await?;
    }
    out.flush()?;
    if let Some(mut why) = why {
        why.flush()?;
    }
    times.sort_by(f64::total_cmp);
    println!("{} questions: {}", times.len(), percentiles(&times));
    Ok(())
}

/// Of times in order.
fn percentiles(times: &[f64]) -> String {
    format!("ms p50 {:.2} p95 {:.2} p99 {:.2}", at(times, 0.5), at(times, 0.95), at(times, 0.99))
}

/// Of values in order, the one below which that share lies; nought of none.
fn at(values: &[f64], share: f64) -> f64 {
    values.get(((values.len() as f64 - 1.0) * share) as usize).copied().unwrap_or_default()
}

/// Keeps the whole conversation in bulk. Gives what each turn is called in the file.
async fn keep(store: &Store, conversation: &Conversation) -> Result<HashMap<TurnId, String>> {
    let user = conversation.speakers.first().context("a conversation has speakers")?;
    let mut names = HashMap::new();
    for turns in conversation.turns.chunks(BULK) {
        let rows: Vec<(Speaker, String, i64, String)> = turns
            .iter()
            .map(|said| {
                let speaker = if said.speaker == *user { Speaker::User } else { Speaker::Companion };
                (speaker, said.words(), said.at(), said.id.clone())
            })
            .collect();
        let kept = store
            .write(move |tx| {
                rows.into_iter()
                    .map(|(speaker, text, at, name)| {
                        let said = Moment { at, zone: "UTC".to_owned(), offset_seconds: 0 };
                        let (uid, state, answer) = (Uid::random()?, TurnState::Complete, Answer::default());
                        let new = NewTurn {
                            uid,
                            speaker,
                            text: &text,
                            state,
                            said: &said,
                            reply_to: None,
                            answer: &answer,
                        };
                        Ok((conversation::keep_written(tx, &new)?, name))
                    })
                    .collect::<Result<Vec<_>>>()
            })
            .await?;
        names.extend(kept);
    }
    Ok(names)
}

/// Where a question doesn't say when it is asked: a day after the last word. The time given is with that of the embedding.
async fn ask(
    store: &Store,
    mind: &Mind,
    conversation: &Conversation,
    question: &Question,
    way: Way,
    limit: usize,
) -> Result<(Vec<Recalled>, f64)> {
    let last = conversation.turns.last().map(|said| said.ts).unwrap_or_default() + TimeDelta::days(1);
    let at = match &question.asked_at {
        Some(text) => read_time(text)?,
        None => last.and_utc().fixed_offset(),
    };
    let mut speakers = conversation.speakers.iter().cloned();
    let (user, companion) = (speakers.next().unwrap_or_default(), speakers.next().unwrap_or_default());
    let words = question.question.clone();
    let began = Instant::now();
    let asked = Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning: None };
    let meaning = mind.understand(&asked).await?;
    let understood = began.elapsed();
    store
        .read(move |c| {
            let began = Instant::now();
            let meaning = meaning.as_ref();
            let asked =
                Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning };
            let recalled = way.look(c, &asked, limit)?;
            Ok((recalled, (understood + began.elapsed()).as_secs_f64() * 1_000.0))
        })
        .await
}

fn read_time(text: &str) -> Result<DateTime<FixedOffset>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at);
    }
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S");
    Ok(at.with_context(|| format!("{text} is no time"))?.and_utc().fixed_offset())
}
