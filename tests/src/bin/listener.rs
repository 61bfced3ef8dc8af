//! Measures the Listener over 400 turns: 200 of conversations given at run time (`--conversations FILE`) and 200
//! Portuguese ones of our own, with questions about what was said. Prints a table and `--print N` answers, writes
//! `target/listener.json`, and ends with an error when a goal is missed.

use anyhow::{Context as _, Result, bail};
use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, TimeZone as _};
use samantha_core::{
    id::TurnId,
    listener::{Because, Found, Heard, Listener, Said},
    locale::Language,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

const PORTUGUESE: &str = include_str!("../../data/listener/pt-BR.txt");
const QUESTIONS: &str = include_str!("../../data/listener/en-recall.txt");
const MONTHS: &[(&str, &str, &str)] = &[
    ("01", "janeiro", "january"),
    ("02", "fevereiro", "february"),
    ("03", "marco", "march"),
    ("04", "abril", "april"),
    ("05", "maio", "may"),
    ("06", "junho", "june"),
    ("07", "julho", "july"),
    ("08", "agosto", "august"),
    ("09", "setembro", "september"),
    ("10", "outubro", "october"),
    ("11", "novembro", "november"),
    ("12", "dezembro", "december"),
];
/// How many turns of each half are answered.
const HALF: usize = 200;

#[derive(Deserialize)]
struct Conversation {
    conversation_id: String,
    speakers: Vec<String>,
    turns: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    ts: String,
    speaker: String,
    text: String,
    image_caption: Option<String>,
}

impl Line {
    fn said(&self) -> String {
        match &self.image_caption {
            Some(caption) => format!("{}\n[picture: {caption}]", self.text),
            None => self.text.clone(),
        }
    }
}

#[derive(Serialize)]
struct Number {
    name: &'static str,
    value: f64,
    unit: &'static str,
    goal: &'static str,
    holds: bool,
}

/// One life with the Listener: everything said, and how she answers.
struct Life {
    listener: Listener,
    interface: Language,
    said: Vec<Found>,
    told: bool,
}

/// One answered turn.
struct Answered {
    user: String,
    answer: String,
    language: Language,
    found: Vec<TurnId>,
    at: DateTime<FixedOffset>,
}

impl Life {
    fn new(seed: u64, interface: Language) -> Self {
        Self { listener: Listener::new(seed), interface, said: Vec::new(), told: false }
    }

    fn keep(&mut self, by_user: bool, text: &str, at: DateTime<FixedOffset>) -> TurnId {
        let turn = TurnId(i64::try_from(self.said.len()).unwrap_or(0) + 1);
        self.said.push(Found { turn, by_user, text: text.to_owned(), at });
        turn
    }

    fn answer(&mut self, text: &str, at: DateTime<FixedOffset>) -> Answered {
        let from = self.said.len().saturating_sub(40);
        let heard = Heard {
            pictures: 0,
            text: text.to_owned(),
            language: self.interface,
            now: at,
            since_last: self.said.last().map(|last| at - last.at),
            recent: self.said[from..]
                .iter()
                .map(|found| Said { by_user: found.by_user, text: found.text.clone(), at: found.at })
                .collect(),
            name: "Samantha".into(),
            because: Because::NoModel,
            told_no_model: self.told,
            went: None,
        };
        let reply = self.listener.answer(&heard, &mut |wanted, most| overlap(&self.said, wanted, most));
        self.told |= reply.tells_no_model;
        self.keep(true, text, at);
        self.keep(false, &reply.text, at);
        Answered {
            user: text.to_owned(),
            answer: reply.text,
            language: reply.language,
            found: reply.found,
            at,
        }
    }
}

/// The turns that share the most of `wanted`, rare words counting more; the older first among equals.
fn overlap(said: &[Found], wanted: &[String], most: usize) -> Vec<Found> {
    let wanted: Vec<String> = wanted.iter().flat_map(|word| plain(word)).collect();
    let texts: Vec<HashSet<String>> =
        said.iter().map(|found| plain(&found.text).into_iter().collect()).collect();
    let weigh = |word: &String| {
        let holders = texts.iter().filter(|text| text.contains(word)).count();
        ((said.len() + 1) as f64 / (holders + 1) as f64).ln()
    };
    let weights: Vec<(&String, f64)> = wanted.iter().map(|word| (word, weigh(word))).collect();
    let mut hits: Vec<(f64, &Found)> = texts
        .iter()
        .zip(said)
        .map(|(text, found)| {
            (weights.iter().filter(|(word, _)| text.contains(*word)).map(|(_, w)| w).sum(), found)
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    hits.sort_by(|a, b| b.0.total_cmp(&a.0));
    hits.into_iter().take(most).map(|(_, found)| found.clone()).collect()
}

/// The words of `text` in lower case, with the accents of Portuguese folded away.
fn plain(text: &str) -> Vec<String> {
    let folded: String = text
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' => 'a',
            'é' | 'ê' => 'e',
            'í' => 'i',
            'ó' | 'ô' | 'õ' => 'o',
            'ú' | 'ü' => 'u',
            'ç' => 'c',
            _ => c,
        })
        .collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How much of `answer` is the words of `user` in their order.
fn echo(answer: &str, user: &str) -> f64 {
    let (answer, user) = (plain(answer), plain(user));
    if answer.is_empty() {
        return 0.0;
    }
    let mut row = vec![0_usize; user.len() + 1];
    for word in &answer {
        let mut before = row.clone();
        for at in 1..row.len() {
            row[at] = if *word == user[at - 1] { before[at - 1] + 1 } else { before[at].max(row[at - 1]) };
        }
        before.clear();
    }
    row[user.len()] as f64 / answer.len() as f64
}

fn at(text: &str) -> Result<DateTime<FixedOffset>> {
    let zone = FixedOffset::west_opt(3 * 3600).context("a zone")?;
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
        .with_context(|| format!("the time {text}"))?;
    zone.from_local_datetime(&naive).single().context("a moment")
}

/// Whether the words of `right` and its date stand in the answer.
fn gives(answered: &Answered, right: &[&Found]) -> bool {
    right.iter().any(|turn| {
        if !answered.found.contains(&turn.turn) {
            return false;
        }
        let quoted =
            answered.answer.split('“').skip(1).filter_map(|part| part.split('”').next()).any(|quote| {
                let words = plain(quote).join(" ");
                !words.is_empty() && plain(&turn.text).join(" ").contains(words.trim())
            });
        // The day and the month stand in it, but for what was said today.
        let (day, month) = (turn.at.format("%-d").to_string(), turn.at.format("%m").to_string());
        let words = plain(&answered.answer);
        let names = MONTHS.iter().find(|(number, ..)| *number == month);
        let dated = words.iter().any(|word| word.trim_end_matches('º') == day)
            && names.is_some_and(|(_, pt, en)| words.iter().any(|word| word == pt || word == en));
        quoted && (dated || answered.at.date_naive() == turn.at.date_naive())
    })
}

/// The answers within each life, in order.
struct Measured {
    lives: Vec<Vec<Answered>>,
    languages: Vec<Language>,
    asked: usize,
    found: usize,
    missed: Vec<(String, String)>,
}

impl Measured {
    fn question(&mut self, answered: Answered, right: &[&Found]) {
        self.asked += 1;
        if gives(&answered, right) {
            self.found += 1;
        } else {
            self.missed.push((answered.user, answered.answer));
        }
    }
}

/// The Portuguese life: lines, moments, and questions with what the right turn holds.
fn portuguese(measured: &mut Measured) -> Result<()> {
    let mut life = Life::new(1, Language::PtBr);
    let mut now = at("2025-01-01T00:00")?;
    let mut answers = Vec::new();
    for line in PORTUGUESE.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(moment) = line.strip_prefix("@ ") {
            now = at(moment)?;
            continue;
        }
        now += Duration::seconds(70);
        let (text, holds) = line.split_once(" => ").map_or((line, None), |(text, holds)| (text, Some(holds)));
        let answered = life.answer(text, now);
        if let Some(holds) = holds {
            let copy = Answered {
                user: answered.user.clone(),
                answer: answered.answer.clone(),
                found: answered.found.clone(),
                ..answered
            };
            if holds == "-" {
                measured.asked += 1;
                if copy.found.is_empty() {
                    measured.found += 1;
                } else {
                    measured.missed.push((copy.user, copy.answer));
                }
            } else {
                let right: Vec<Found> = life
                    .said
                    .iter()
                    .filter(|found| found.by_user && found.text != text && found.text.contains(holds))
                    .cloned()
                    .collect();
                if right.is_empty() {
                    bail!("nothing holds {holds:?}");
                }
                measured.question(copy, &right.iter().collect::<Vec<_>>());
            }
        }
        answers.push(answered);
    }
    if answers.len() < HALF {
        bail!("{} Portuguese turns, {HALF} wanted", answers.len());
    }
    measured.lives.push(answers);
    measured.languages.push(Language::PtBr);
    Ok(())
}

/// The first turns of each conversation, each a life of its own.
fn english(conversations: &[Conversation], measured: &mut Measured) -> Result<()> {
    let each = HALF.div_ceil(conversations.len().max(1));
    let mut left = HALF;
    for (seed, conversation) in conversations.iter().enumerate() {
        let mut life = Life::new(seed as u64 + 2, Language::En);
        let user = conversation.speakers.first().context("a first speaker")?;
        let mut answers = Vec::new();
        let mut last: Option<DateTime<FixedOffset>> = None;
        for line in conversation.turns.iter().filter(|line| line.speaker == *user).take(each.min(left)) {
            let moment = at(&line.ts)?;
            // The turns of a sitting share their time.
            let moment =
                last.filter(|last| *last >= moment).map_or(moment, |last| last + Duration::seconds(70));
            last = Some(moment);
            answers.push(life.answer(&line.said(), moment));
        }
        left -= answers.len();
        measured.lives.push(answers);
        measured.languages.push(Language::En);
    }
    if left > 0 {
        bail!("the conversations hold {left} user turns too few");
    }
    Ok(())
}

/// Questions about each whole conversation: our own where it is known, and one for every tenth turn that has two
/// words nobody else said.
fn english_questions(conversations: &[Conversation], measured: &mut Measured) -> Result<()> {
    const SHAPES: &[&str] = &[
        "What did I tell you about {}?",
        "When did I mention {}?",
        "Do you remember what I said about {}?",
        "Have I ever told you about {}?",
        "remind me what i said about {}",
    ];
    for conversation in conversations {
        let mut life = Life::new(99, Language::En);
        life.told = true;
        let user = conversation.speakers.first().context("a first speaker")?;
        let mut turns: HashMap<&str, Found> = HashMap::new();
        for line in &conversation.turns {
            let by_user = line.speaker == *user;
            let turn = life.keep(by_user, &line.said(), at(&line.ts)?);
            if by_user {
                turns.insert(&line.id, Found { turn, by_user, text: line.said(), at: at(&line.ts)? });
            }
        }
        let mut now = life.said.last().context("a turn")?.at + Duration::days(40);
        let mut questions: Vec<(String, Vec<Found>)> = QUESTIONS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut parts = line.split('|').map(str::trim);
                let (id, right, question) = (parts.next()?, parts.next()?, parts.next()?);
                let right = right.split(' ').filter_map(|id| turns.get(id).cloned()).collect::<Vec<_>>();
                (id == conversation.conversation_id && !right.is_empty())
                    .then(|| (question.to_owned(), right))
            })
            .collect();
        questions.extend(generated(&life.said, SHAPES));
        for (question, right) in questions {
            now += Duration::minutes(2);
            let before = life.said.len();
            let answered = life.answer(&question, now);
            measured.question(answered, &right.iter().collect::<Vec<_>>());
            // Every question is asked of the conversation as it was.
            life.said.truncate(before);
        }
    }
    Ok(())
}

fn generated(said: &[Found], shapes: &[&str]) -> Vec<(String, Vec<Found>)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for found in said {
        for word in plain(&found.text).into_iter().collect::<HashSet<_>>() {
            *counts.entry(word).or_default() += 1;
        }
    }
    let rare = |found: &Found| -> Vec<String> {
        let text = found.text.split("\n[picture").next().unwrap_or_default();
        plain(text)
            .into_iter()
            .filter(|word| word.len() > 5 && counts.get(word) == Some(&1))
            .take(2)
            .collect()
    };
    said.iter()
        .filter(|found| found.by_user && rare(found).len() == 2)
        .step_by(10)
        .zip(shapes.iter().cycle())
        .map(|(found, shape)| {
            (shape.replace("{}", &format!("the {}", rare(found).join(" "))), vec![found.clone()])
        })
        .collect()
}

fn numbers(measured: &Measured) -> Vec<Number> {
    let all = || measured.lives.iter().flatten();
    let turns = all().count();
    let twice: usize = measured
        .lives
        .iter()
        .map(|life| {
            (0..life.len())
                .filter(|at| {
                    life[at.saturating_sub(20)..*at].iter().any(|other| other.answer == life[*at].answer)
                })
                .count()
        })
        .sum();
    let echoes = all().filter(|one| echo(&one.answer, &one.user) > 0.6).count();
    let questions = all().filter(|one| one.answer.matches(['?', '？']).count() > 1).count();
    let asks = all().filter(|one| one.answer.contains('?')).count();
    let right: usize = measured
        .lives
        .iter()
        .zip(&measured.languages)
        .map(|(life, language)| life.iter().filter(|one| one.language == *language).count())
        .sum();
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let number = |name, value: f64, unit, goal, holds| Number {
        name,
        value: (value * 10.0).round() / 10.0,
        unit,
        goal,
        holds,
    };
    vec![
        number("turns answered", turns as f64, "turns", ">= 400", turns >= 400),
        number("answers said twice within twenty", twice as f64, "answers", "0", twice == 0),
        number("bare echoes (over 60 % the user's words)", echoes as f64, "answers", "0", echoes == 0),
        number("answers with more than one question", questions as f64, "answers", "0", questions == 0),
        number(
            "answers that ask at all",
            percent(asks, turns),
            "%",
            "25 to 70",
            (25.0..=70.0).contains(&percent(asks, turns)),
        ),
        number("right language", percent(right, turns), "%", "100", right == turns),
        number(
            "questions about what was said",
            measured.asked as f64,
            "questions",
            ">= 60",
            measured.asked >= 60,
        ),
        number(
            "found what was said",
            percent(measured.found, measured.asked),
            "%",
            ">= 90",
            measured.found * 10 >= measured.asked * 9,
        ),
    ]
}

fn main() -> Result<()> {
    let mut conversations = None;
    let mut print = 0_usize;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().with_context(|| format!("{arg} wants a value"))?;
        match arg.as_str() {
            "--conversations" => conversations = Some(value),
            "--print" => print = value.parse().context("--print wants a number")?,
            _ => bail!("unknown: {arg}; use --conversations FILE and --print N"),
        }
    }
    let path = conversations
        .context("--conversations FILE is needed: a list of conversations in the recall format")?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let conversations: Vec<Conversation> =
        serde_json::from_str(&text).with_context(|| format!("understanding {path}"))?;

    let mut measured =
        Measured { lives: Vec::new(), languages: Vec::new(), asked: 0, found: 0, missed: Vec::new() };
    portuguese(&mut measured)?;
    english(&conversations, &mut measured)?;
    english_questions(&conversations, &mut measured)?;

    let all: Vec<&Answered> = measured.lives.iter().flatten().collect();
    // Evenly over both languages.
    if let Some(step) = all.len().checked_div(print).map(|step| step.max(1)) {
        for one in all.iter().step_by(step).take(print) {
            println!("> {}\n  {}\n", one.user.replace('\n', "\n> "), one.answer.replace('\n', "\n  "));
        }
    }
    for (question, answer) in &measured.missed {
        println!("not found: {question}\n  {answer}");
    }
    let numbers = numbers(&measured);
    println!("| what | value | goal | |\n|---|---|---|---|");
    for number in &numbers {
        let holds = if number.holds { "holds" } else { "MISSED" };
        println!("| {} | {} {} | {} | {holds} |", number.name, number.value, number.unit, number.goal);
    }
    std::fs::create_dir_all("target")?;
    std::fs::write("target/listener.json", serde_json::to_string_pretty(&numbers)?)?;
    if numbers.iter().any(|number| !number.holds) {
        bail!("a goal is missed");
    }
    Ok(())
}
