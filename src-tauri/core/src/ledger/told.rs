//! What left this computer, in words: short, exact, from the rows alone. For a model that asks, and for the Listener.

use super::rows::{self, Request};
use crate::{
    locale::{Language, text},
    ports::Purpose,
};
use anyhow::Result;
use chrono::{DateTime, Datelike as _, FixedOffset};
use rusqlite::Connection;

/// The days of everything ever: for [`told`] and [`went`].
pub const EVER: (&str, &str) = ("", "9999-12-31");

/// Most pairs of host and model that are told one by one.
const TOLD: usize = 12;

/// What left, and what stayed, in some days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Went {
    /// The first and last day, both in it: `2026-11-22`. [`EVER`] for all.
    pub from_day: String,
    pub to_day: String,
    /// By host and model, the most requests first.
    pub away: Vec<Away>,
    /// Requests that only went to this computer itself.
    pub here: u64,
}

/// The requests to one host and model.
#[derive(Clone, Debug, PartialEq)]
pub struct Away {
    pub host: String,
    /// Empty where none was meant.
    pub model: String,
    pub requests: u64,
    pub bytes_out: u64,
    pub bytes_in: u64,
    pub tokens_out: u64,
    pub tokens_in: u64,
    /// Requests whose tokens are known.
    pub counted: u64,
    /// US dollars, as far as known.
    pub cost: f64,
    /// Requests whose cost isn't known, as in [`super::Total::unpriced`].
    pub unpriced: u64,
    /// [`Purpose::code`]s, each once.
    pub purposes: Vec<String>,
    /// On the wall clock where it left.
    pub first: DateTime<FixedOffset>,
    pub last: DateTime<FixedOffset>,
}

/// Reads what went where from `from_day` to `to_day` (`2026-11-22`), both in it.
///
/// # Errors
/// When the store can't be read.
pub fn went(c: &Connection, from_day: &str, to_day: &str) -> Result<Went> {
    let sql = format!(
        "SELECT host, model, count(*) AS requests, sum(bytes_out), sum(bytes_in), sum(max(tokens_out, 0)),
           sum(max(tokens_in, 0)), sum(tokens_out >= 0 AND tokens_in >= 0), sum(max(cost, 0.0)), sum({}),
           group_concat(DISTINCT purpose), min(id), max(id)
         FROM request WHERE NOT local AND day BETWEEN ?1 AND ?2
         GROUP BY host, model ORDER BY requests DESC, host, model",
        rows::UNPRICED
    );
    let mut one = c.prepare(&format!("SELECT {} FROM request WHERE id = ?1", rows::COLUMNS))?;
    let mut left = |id: i64| one.query_row([id], rows::read).map(|request: Request| request.left());
    let mut statement = c.prepare(&sql)?;
    let mut found = statement.query([from_day, to_day])?;
    let mut away = Vec::new();
    while let Some(row) = found.next()? {
        let purposes: String = row.get(10)?;
        away.push(Away {
            host: row.get(0)?,
            model: row.get(1)?,
            requests: rows::count(row, 2)?,
            bytes_out: rows::count(row, 3)?,
            bytes_in: rows::count(row, 4)?,
            tokens_out: rows::count(row, 5)?,
            tokens_in: rows::count(row, 6)?,
            counted: rows::count(row, 7)?,
            cost: row.get(8)?,
            unpriced: rows::count(row, 9)?,
            purposes: purposes.split(',').map(str::to_owned).collect(),
            first: left(row.get(11)?)?,
            last: left(row.get(12)?)?,
        });
    }
    let here = "SELECT count(*) FROM request WHERE local AND day BETWEEN ?1 AND ?2";
    let here = c.query_row(here, [from_day, to_day], |row| rows::count(row, 0))?;
    Ok(Went { from_day: from_day.to_owned(), to_day: to_day.to_owned(), away, here })
}

/// [`went`] in words.
pub fn say(went: &Went, language: Language) -> String {
    let say = |key: &str, args: &[(&str, &str)]| text(language, key, args);
    let counted = |key: &str, n: u64, args: &[(&str, &str)]| {
        let figure = figure(n, language);
        let args: Vec<_> = args.iter().copied().chain([("n", figure.as_str())]).collect();
        text(language, &format!("{key}-{}", if n == 1 { "one" } else { "other" }), &args)
    };
    let day = |iso: &str| day_of(iso, language);
    let span = if went.from_day.is_empty() {
        say("ledger-span-ever", &[])
    } else if went.from_day == went.to_day {
        say("ledger-span-day", &[("day", &day(&went.from_day))])
    } else {
        say("ledger-span", &[("from", &day(&went.from_day)), ("to", &day(&went.to_day))])
    };
    let requests: u64 = went.away.iter().map(|away| away.requests).sum();
    if requests == 0 {
        let nothing = say("ledger-nothing", &[("span", &span)]);
        return match went.here {
            0 => nothing,
            here => format!("{nothing} {}", counted("ledger-only-here", here, &[])),
        };
    }
    let mut lines = vec![counted("ledger-away", requests, &[("span", &span)]), String::new()];
    lines.extend(went.away.iter().take(TOLD).map(|away| format!("- {}", line(away, language))));
    let rest: u64 = went.away.iter().skip(TOLD).map(|away| away.requests).sum();
    let mut after = Vec::new();
    if rest > 0 {
        after.push(say("ledger-rest", &[("n", &figure(rest, language))]));
    }
    if went.here > 0 {
        after.push(counted("ledger-here", went.here, &[]));
    }
    if !after.is_empty() {
        lines.extend([String::new(), after.join(" ")]);
    }
    lines.join("\n")
}

/// What left this computer from `from_day` to `to_day` (`2026-11-22`), both in it, in words: by host and model, with
/// counts, bytes, tokens, cost, the first time and the last.
///
/// # Errors
/// When the store can't be read.
pub fn told(c: &Connection, language: Language, from_day: &str, to_day: &str) -> Result<String> {
    went(c, from_day, to_day).map(|went| say(&went, language))
}

fn line(away: &Away, language: Language) -> String {
    let say = |key: &str, args: &[(&str, &str)]| text(language, key, args);
    let n = |n: u64| figure(n, language);
    let who =
        if away.model.is_empty() { away.host.clone() } else { format!("{}, {}", away.host, away.model) };
    let requests = if away.requests == 1 { "ledger-requests-one" } else { "ledger-requests-other" };
    let (all, tokens_out, tokens_in) = (n(away.requests), n(away.tokens_out), n(away.tokens_in));
    let tokens = match away.counted {
        0 => say("ledger-tokens-unknown", &[]),
        counted if counted == away.requests => {
            say("ledger-tokens", &[("out", &tokens_out), ("in", &tokens_in)])
        }
        counted => {
            let args = [("out", &*tokens_out), ("in", &tokens_in), ("n", &n(counted)), ("all", &all)];
            say("ledger-tokens-of", &args)
        }
    };
    let cost = money(away.cost, language);
    let cost = match (away.cost > 0.0, away.unpriced) {
        (true, 0) => say("ledger-cost", &[("cost", &cost)]),
        (true, unpriced) => say("ledger-cost-more", &[("cost", &cost), ("n", &n(unpriced)), ("all", &all)]),
        (false, 0) => say("ledger-cost-none", &[]),
        (false, _) => say("ledger-cost-unknown", &[]),
    };
    let bytes = say("ledger-bytes", &[("out", &n(away.bytes_out)), ("in", &n(away.bytes_in))]);
    // A list or a download has no tokens to know.
    let of_words = away.purposes.iter().any(|purpose| purpose != "list" && purpose != "download");
    let figures: Vec<String> =
        [Some(bytes), of_words.then_some(tokens), Some(cost)].into_iter().flatten().collect();
    let moment = |at: DateTime<FixedOffset>| {
        (date(at.day(), at.month(), at.year(), language), at.format("%H:%M").to_string())
    };
    let (first, last) = (moment(away.first), moment(away.last));
    let when = if away.requests == 1 {
        say("ledger-when-once", &[("day", &first.0), ("time", &first.1)])
    } else {
        let args =
            [("first-day", first.0), ("first-time", first.1), ("last-day", last.0), ("last-time", last.1)];
        say("ledger-when", &args.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    let purposes =
        Purpose::ALL.into_iter().filter(|purpose| away.purposes.iter().any(|one| one == purpose.code()));
    let purposes: Vec<String> = purposes.map(|purpose| rows::name_of(purpose, language)).collect();
    say(
        "ledger-line",
        &[
            ("who", &who),
            ("requests", &say(requests, &[("n", &n(away.requests))])),
            ("purposes", &purposes.join(", ")),
            ("figures", &figures.join(", ")),
            ("when", &when),
        ],
    )
}

/// A count with its thousands apart.
fn figure(n: u64, language: Language) -> String {
    let apart = match language {
        Language::PtBr => '.',
        Language::En => ',',
    };
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(apart);
        }
        out.push(digit);
    }
    out
}

/// US dollars: cents, and as many places more as a small sum needs.
fn money(dollars: f64, language: Language) -> String {
    let places = if dollars >= 1.0 || dollars == 0.0 {
        2
    } else if dollars >= 0.01 {
        4
    } else {
        6
    };
    let text = format!("{dollars:.places$}");
    match language {
        Language::PtBr => text.replace('.', ","),
        Language::En => text,
    }
}

fn day_of(iso: &str, language: Language) -> String {
    match chrono::NaiveDate::parse_from_str(iso, "%Y-%m-%d") {
        Ok(day) => date(day.day(), day.month(), day.year(), language),
        Err(_) => iso.to_owned(),
    }
}

fn date(day: u32, month: u32, year: i32, language: Language) -> String {
    let month = text(language, &format!("month-{month}"), &[]);
    text(language, "ledger-day", &[("day", &day.to_string()), ("month", &month), ("year", &year.to_string())])
}
