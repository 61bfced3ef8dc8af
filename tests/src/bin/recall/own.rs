//! What she recalls in the lives of our own, in both languages beside each other. Each question is asked of the life as
//! it was when it is asked: what is said later isn't kept yet.
//!
//! ```text
//! recall --own [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! recall --remarks [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! ```

use super::{
    Way,
    mind::{Choice, Mind},
};
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, FixedOffset, NaiveDateTime};
use rusqlite::Connection;
use samantha_core::{
    id::{FactId, TurnId},
    locale::Language,
    memory::{
        Asked, Recalled,
        fact::{self, Goes},
        part::{self, Source, Wanted},
        rules::{self, SaidBy},
    },
    store::{Store, StoreOptions},
};
use samantha_embed::OnDemand;
use samantha_tests::{
    lives::Conversation,
    own::{self, Half, LANGUAGES, Own, Question},
};
use std::{collections::HashMap, path::PathBuf};
use tempfile::TempDir;

/// What is measured.
pub struct Options {
    pub languages: Vec<&'static str>,
    /// All where none is named.
    pub half: Option<Half>,
    pub embedder: Option<OnDemand>,
    /// Where every feature of every turn that is looked at is written.
    pub why: Option<PathBuf>,
}

impl Options {
    /// Of the words after `--own` or `--remarks`.
    pub fn read(words: &[String]) -> Result<Self> {
        const USAGE: &str = "usage: recall --own|--remarks [pt|en|both] [--half tune|kept] [--why W.jsonl] --model DIR|--no-embedder";
        let (mut languages, mut half, mut choice) = (LANGUAGES.to_vec(), None, Choice::default());
        let mut why = None;
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            if choice.takes(word, || words.next().map(str::to_owned))? {
                continue;
            }
            match (word, LANGUAGES.iter().find(|language| **language == word)) {
                (_, Some(language)) => languages = vec![language],
                ("both", _) => languages = LANGUAGES.to_vec(),
                ("--why", _) => why = Some(words.next().context(USAGE)?.into()),
                ("--half", _) => {
                    half = match words.next() {
                        Some("tune") => Some(Half::Tune),
                        Some("kept") => Some(Half::Kept),
                        _ => bail!(USAGE),
                    }
                }
                _ => bail!(USAGE),
            }
        }
        Ok(Self { languages, half, embedder: choice.made()?, why })
    }

    pub fn takes(&self, half: Half) -> bool {
        self.half.is_none_or(|only| only == half)
    }
}

/// A life that has come so far, in a store of its own.
pub struct Living<'a> {
    conversation: &'a Conversation,
    store: Store,
    mind: Mind,
    /// Turns of the conversation that are kept.
    kept: usize,
    names: HashMap<TurnId, String>,
    language: Language,
    _home: TempDir,
}

/// What comes into the memory part, by the names the file has for turns.
#[derive(Clone, Debug, Default)]
pub struct Part {
    pub turns: Vec<String>,
    /// The turns that prove each of its facts.
    pub facts: Vec<Vec<String>>,
}

impl Part {
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty() && self.facts.is_empty()
    }

    /// Whether one of these is told, as it was said or as a fact that stands on it.
    pub fn tells(&self, names: &[String]) -> bool {
        self.turns.iter().chain(self.facts.iter().flatten()).any(|name| names.contains(name))
    }
}

impl<'a> Living<'a> {
    pub fn begin(
        conversation: &'a Conversation,
        language: &str,
        embedder: Option<&OnDemand>,
    ) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let store = Store::open(home.path(), &StoreOptions::default(), DateTime::UNIX_EPOCH.to_utc())?;
        let mind = Mind::new(embedder);
        let language = if language == "pt" { Language::PtBr } else { Language::En };
        Ok(Self { conversation, store, mind, kept: 0, names: HashMap::new(), language, _home: home })
    }

    /// Lives on to a time. Facts are drawn from what the person says, as in talk.
    async fn live(&mut self, at: &str) -> Result<DateTime<FixedOffset>> {
        let now: NaiveDateTime = at.parse().with_context(|| format!("{at} is no time"))?;
        let turns = self.conversation.turns.iter();
        let more: Vec<_> = turns.skip(self.kept).take_while(|said| said.ts <= now).cloned().collect();
        self.kept += more.len();
        if !more.is_empty() {
            let more = Conversation { turns: more, ..self.conversation.clone() };
            let kept = super::keep(&self.store, &more).await?;
            self.draw(&more, &kept).await?;
            self.names.extend(kept);
            self.mind.read(&self.store).await?;
        }
        Ok(now.and_utc().fixed_offset())
    }

    /// Lives on to a time, and asks or remarks something there. Gives the turns by the names the file has for them, best first.
    pub async fn ask(
        &mut self,
        way: Way,
        words: &str,
        at: &str,
        limit: usize,
    ) -> Result<Vec<(String, Recalled)>> {
        self.live(at).await?;
        let question = super::Question {
            question_id: String::new(),
            conversation_id: self.conversation.conversation_id.clone(),
            question: words.to_owned(),
            asked_at: Some(at.to_owned()),
        };
        let (recalled, _) =
            super::ask(&self.store, &self.mind, self.conversation, &question, way, limit).await?;
        Ok(recalled.into_iter().map(|r| (self.names.get(&r.turn).cloned().unwrap_or_default(), r)).collect())
    }

    async fn draw(&self, more: &Conversation, kept: &HashMap<TurnId, String>) -> Result<()> {
        let ids: HashMap<&str, TurnId> = kept.iter().map(|(id, name)| (name.as_str(), *id)).collect();
        let user = more.speakers.first();
        let said: Vec<(TurnId, String, NaiveDateTime)> = more
            .turns
            .iter()
            .filter(|said| Some(&said.speaker) == user)
            .filter_map(|said| Some((*ids.get(said.id.as_str())?, said.words(), said.ts)))
            .collect();
        let language = Some(self.language);
        self.store
            .write(move |tx| {
                for (turn, text, at) in &said {
                    let drawn = rules::draw(&SaidBy { turn: *turn, text, day: at.date(), language });
                    fact::keep_drawn(tx, drawn, at.and_utc().timestamp_millis())?;
                }
                Ok(())
            })
            .await
    }

    /// Lives on to a time, and says something there.
    pub async fn part(&mut self, words: &str, at: &str) -> Result<Part> {
        let at = self.live(at).await?;
        let mut speakers = self.conversation.speakers.iter().cloned();
        let (user, companion) = (speakers.next().unwrap_or_default(), speakers.next().unwrap_or_default());
        let (language, words) = (self.language, words.to_owned());
        let asked =
            Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning: None };
        let meaning = self.mind.understand(&asked).await?;
        let (turns, facts): (Vec<TurnId>, Vec<Vec<TurnId>>) = self
            .store
            .read(move |c| {
                let meaning = meaning.as_ref();
                let asked =
                    Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning };
                let (mut turns, mut facts) = (Vec::new(), Vec::new());
                for memory in part::choose(c, &Wanted { asked, language, goes: Goes::Away, wish: None })? {
                    match memory.source {
                        Source::Turn(turn) => turns.push(turn),
                        Source::Fact(fact) => facts.push(proofs(c, fact, at.timestamp_millis())?),
                    }
                }
                Ok((turns, facts))
            })
            .await?;
        let named = |turns: Vec<TurnId>| -> Vec<String> {
            turns.iter().filter_map(|turn| self.names.get(turn).cloned()).collect()
        };
        Ok(Part { turns: named(turns), facts: facts.into_iter().map(named).collect() })
    }

    pub async fn end(self) -> Result<()> {
        self.store.close().await
    }
}

/// How a question went.
struct Answer<'a> {
    question: &'a Question,
    /// Shares of the turns that answer it, among the first 10 and 50.
    ten: f64,
    fifty: f64,
    /// One by the rank of the first of them; nought where it isn't among the first 50.
    rank: f64,
    /// The best score of any turn; nought where none is found.
    top: f32,
    part: Part,
}

/// Prints R@10, R@50 and MRR of each language, and how well the top score tells what was said from what never was.
pub async fn measure(words: &[String]) -> Result<()> {
    let options = Options::read(words)?;
    let lives = options
        .languages
        .iter()
        .map(|language| Ok((*language, own::read(language)?)))
        .collect::<Result<Vec<_>>>()?;
    let mut sets = Vec::new();
    for (language, own) in &lives {
        let questions = asked(own, language, &own.questions, &options).await?;
        let oblique = asked(own, language, &own.oblique, &options).await?;
        let never = asked(own, language, &own.never, &options).await?;
        sets.push((*language, questions, oblique, never));
    }
    let heads: String =
        sets.iter().map(|(language, ..)| format!("  | {language}   n  R@10  R@50   MRR")).collect();
    println!("{:22}{heads}", "");
    let row = |name: &str, of: &dyn Fn(&Answer<'_>) -> bool| {
        let means: Vec<_> =
            sets.iter().map(|(_, questions, ..)| mean(questions.iter().filter(|a| of(a)))).collect();
        print_row(name, &means);
    };
    row("all", &|_| true);
    row("tune", &|a| a.question.half == Half::Tune);
    row("kept", &|a| a.question.half == Half::Kept);
    let first = sets.first().context("a language")?;
    for of in [
        |q: &Question| q.conversation_id.clone(),
        |q: &Question| q.kind.clone(),
        |q: &Question| format!("{} wording", q.wording),
    ] {
        let mut names: Vec<String> = first.1.iter().map(|a| of(a.question)).collect();
        names.sort();
        names.dedup();
        for name in names {
            row(&name, &|a| of(a.question) == name);
        }
    }
    let means: Vec<_> = sets.iter().map(|(_, _, oblique, _)| mean(oblique.iter())).collect();
    print_row("all asked obliquely", &means);
    for (language, questions, _, never) in &sets {
        let tops = |answers: &[Answer<'_>]| answers.iter().map(|a| a.top).collect::<Vec<_>>();
        let auc = auc(&tops(questions), &tops(never));
        println!("{language}: said or never said ({} questions), AUC of the top score {auc:.3}", never.len());
        let share = |of: usize, all: usize| 100.0 * of as f64 / all.max(1) as f64;
        let there = questions.iter().filter(|a| a.part.tells(&a.question.evidence)).count();
        let empty = never.iter().filter(|a| a.part.is_empty()).count();
        println!(
            "{language}: memory part: the answer there {:.1} %, empty where it was never said {:.1} %",
            share(there, questions.len()),
            share(empty, never.len())
        );
    }
    if let [(a, one, ..), (b, other, ..)] = sets.as_slice() {
        let difference = mean(one.iter()).1 - mean(other.iter()).1;
        println!("R@10 of {a} less that of {b}: {difference:+.1} points");
    }
    Ok(())
}

async fn asked<'a>(
    own: &Own,
    language: &str,
    questions: &'a [Question],
    options: &Options,
) -> Result<Vec<Answer<'a>>> {
    let mut answers = Vec::new();
    for conversation in &own.conversations {
        let mut living = Living::begin(conversation, language, options.embedder.as_ref())?;
        let mut here: Vec<&Question> = questions
            .iter()
            .filter(|q| q.conversation_id == conversation.conversation_id && options.takes(q.half))
            .collect();
        here.sort_by(|a, b| a.asked_at.cmp(&b.asked_at));
        for question in here {
            let recalled =
                living.ask(Way::Question, &question.question, &question.asked_at, super::GIVEN).await?;
            let of = |first: usize| {
                let found = recalled.iter().take(first).filter(|(name, _)| question.evidence.contains(name));
                found.count() as f64 / question.evidence.len().max(1) as f64
            };
            let first = recalled.iter().take(50).position(|(name, _)| question.evidence.contains(name));
            answers.push(Answer {
                question,
                ten: of(10),
                fifty: of(50),
                rank: first.map_or(0.0, |at| 1.0 / (at as f64 + 1.0)),
                top: recalled.first().map_or(0.0, |(_, r)| r.score),
                part: living.part(&question.question, &question.asked_at).await?,
            });
        }
        living.end().await?;
    }
    Ok(answers)
}

/// The turns that prove a fact.
fn proofs(c: &Connection, fact: FactId, now: i64) -> Result<Vec<TurnId>> {
    Ok(fact::detail(c, fact, now)?.receipts.into_iter().map(|receipt| receipt.turn.id).collect())
}

/// How many, R@10, R@50 and MRR, in hundredths.
fn mean<'a>(answers: impl Iterator<Item = &'a Answer<'a>>) -> (usize, f64, f64, f64) {
    let (mut n, mut ten, mut fifty, mut rank) = (0, 0.0, 0.0, 0.0);
    for answer in answers {
        n += 1;
        ten += answer.ten;
        fifty += answer.fifty;
        rank += answer.rank;
    }
    let share = |sum: f64| 100.0 * sum / f64::from(n.max(1));
    (n as usize, share(ten), share(fifty), share(rank))
}

fn print_row(name: &str, means: &[(usize, f64, f64, f64)]) {
    let cells: String = means
        .iter()
        .map(|(n, ten, fifty, rank)| format!("  | {n:6} {ten:5.1} {fifty:5.1} {rank:5.1}"))
        .collect();
    println!("{name:22}{cells}");
}

/// How often one of the first is above one of the others; a tie counts half.
pub fn auc(above: &[f32], below: &[f32]) -> f64 {
    let pairs = above.iter().flat_map(|a| below.iter().map(move |b| (a, b)));
    let wins: f64 = pairs
        .map(|(a, b)| match a.total_cmp(b) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
        .sum();
    wins / (above.len() * below.len()).max(1) as f64
}
