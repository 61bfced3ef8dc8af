//! What she recalls in the lives of our own, in both languages beside each other. Each question is asked of the life as
//! it was when it is asked: what is said later isn't kept yet.
//!
//! ```text
//! recall --own [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! recall --remarks [pt|en|both] [--half tune|kept] --model DIR|--no-embedder
//! ```

use super::mind::{Choice, Loaded, Mind};
use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, FixedOffset, NaiveDateTime};
use samantha_core::{
    id::TurnId,
    locale::Language,
    memory::{
        Asked, Recalled,
        fact::Goes,
        part::{self, Source, Wanted},
    },
    store::{Store, StoreOptions},
};
use samantha_tests::{
    lives::Conversation,
    own::{self, Half, LANGUAGES, Own, Question},
};
use std::collections::HashMap;
use tempfile::TempDir;

/// What is measured.
pub struct Options {
    pub languages: Vec<&'static str>,
    /// All where none is named.
    pub half: Option<Half>,
    pub embedder: Option<Loaded>,
}

impl Options {
    /// Of the words after `--own` or `--remarks`.
    pub fn read(words: &[String]) -> Result<Self> {
        const USAGE: &str =
            "usage: recall --own|--remarks [pt|en|both] [--half tune|kept] --model DIR|--no-embedder";
        let (mut languages, mut half, mut choice) = (LANGUAGES.to_vec(), None, Choice::default());
        let mut words = words.iter().map(String::as_str);
        while let Some(word) = words.next() {
            if choice.takes(word, || words.next().map(str::to_owned))? {
                continue;
            }
            match (word, LANGUAGES.iter().find(|language| **language == word)) {
                (_, Some(language)) => languages = vec![language],
                ("both", _) => languages = LANGUAGES.to_vec(),
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
        Ok(Self { languages, half, embedder: choice.made()? })
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
    _home: TempDir,
}

impl<'a> Living<'a> {
    pub fn begin(conversation: &'a Conversation, embedder: Option<&Loaded>) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let store = Store::open(home.path(), &StoreOptions::default(), DateTime::UNIX_EPOCH.to_utc())?;
        let mind = Mind::new(embedder);
        Ok(Self { conversation, store, mind, kept: 0, names: HashMap::new(), _home: home })
    }

    /// Lives on to a time.
    async fn live(&mut self, at: &str) -> Result<DateTime<FixedOffset>> {
        let now: NaiveDateTime = at.parse().with_context(|| format!("{at} is no time"))?;
        let turns = self.conversation.turns.iter();
        let more: Vec<_> = turns.skip(self.kept).take_while(|said| said.ts <= now).cloned().collect();
        self.kept += more.len();
        if !more.is_empty() {
            let more = Conversation { turns: more, ..self.conversation.clone() };
            self.names.extend(super::keep(&self.store, &more).await?);
            self.mind.read(&self.store).await?;
        }
        Ok(now.and_utc().fixed_offset())
    }

    /// Lives on to a time, and asks there. Gives the turns by the names the file has for them, best first.
    pub async fn ask(&mut self, words: &str, at: &str, limit: usize) -> Result<Vec<(String, Recalled)>> {
        self.live(at).await?;
        let question = super::Question {
            question_id: String::new(),
            conversation_id: self.conversation.conversation_id.clone(),
            question: words.to_owned(),
            asked_at: Some(at.to_owned()),
        };
        let (recalled, _) = super::ask(&self.store, &self.mind, self.conversation, &question, limit).await?;
        Ok(recalled.into_iter().map(|r| (self.names.get(&r.turn).cloned().unwrap_or_default(), r)).collect())
    }

    /// Lives on to a time, and says something there. Gives the turns that come into the prompt's memory part.
    pub async fn part(&mut self, words: &str, at: &str, language: &str) -> Result<Vec<String>> {
        let at = self.live(at).await?;
        let mut speakers = self.conversation.speakers.iter().cloned();
        let (user, companion) = (speakers.next().unwrap_or_default(), speakers.next().unwrap_or_default());
        let language = if language == "pt" { Language::PtBr } else { Language::En };
        let words = words.to_owned();
        let asked =
            Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning: None };
        let meaning = self.mind.understand(&asked).await?;
        let memories = self
            .store
            .read(move |c| {
                let meaning = meaning.as_ref();
                let asked =
                    Asked { words: &words, at, user: &user, companion: &companion, before: None, meaning };
                part::choose(c, &Wanted { asked, language, goes: Goes::Away })
            })
            .await?;
        let turns = memories.iter().filter_map(|memory| match memory.source {
            Source::Turn(turn) => Some(self.names.get(&turn).cloned().unwrap_or_default()),
            Source::Fact(_) => None,
        });
        Ok(turns.collect())
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
        let questions = asked(own, &own.questions, &options).await?;
        let oblique = asked(own, &own.oblique, &options).await?;
        let never = asked(own, &own.never, &options).await?;
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
    }
    if let [(a, one, ..), (b, other, ..)] = sets.as_slice() {
        let difference = mean(one.iter()).1 - mean(other.iter()).1;
        println!("R@10 of {a} less that of {b}: {difference:+.1} points");
    }
    Ok(())
}

async fn asked<'a>(own: &Own, questions: &'a [Question], options: &Options) -> Result<Vec<Answer<'a>>> {
    let mut answers = Vec::new();
    for conversation in &own.conversations {
        let mut living = Living::begin(conversation, options.embedder.as_ref())?;
        let mut here: Vec<&Question> = questions
            .iter()
            .filter(|q| q.conversation_id == conversation.conversation_id && options.takes(q.half))
            .collect();
        here.sort_by(|a, b| a.asked_at.cmp(&b.asked_at));
        for question in here {
            let recalled = living.ask(&question.question, &question.asked_at, super::GIVEN).await?;
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
            });
        }
        living.end().await?;
    }
    Ok(answers)
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
