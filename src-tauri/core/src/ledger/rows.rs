//! The rows: kept, closed, found, summed.

use crate::{
    id::RequestId,
    locale::{Language, text},
    ports::{End, Purpose},
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset, TimeZone as _};
use rusqlite::{Connection, Row, ToSql, Transaction};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Most requests of a [`page`].
pub const PAGE: u32 = 100;
/// Most days in [`Totals`].
pub const DAYS_TOTALLED: u32 = 62;

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// On its way.
    Open,
    /// Its reply was read to the end.
    Whole,
    /// Dropped by the one who asked.
    Stopped,
    Failed,
    /// The app ended before it was over.
    CutOff,
}

impl State {
    const ALL: [Self; 5] = [Self::Open, Self::Whole, Self::Stopped, Self::Failed, Self::CutOff];

    /// Its name on the wire and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Whole => "whole",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
            Self::CutOff => "cut_off",
        }
    }
}

/// One request as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub id: RequestId,
    /// Unix milliseconds UTC.
    pub left_at: i64,
    /// IANA name of the zone it left in.
    pub zone: String,
    /// Seconds east of UTC.
    pub offset_seconds: i32,
    /// The day on the wall clock where it left: `2026-11-22`.
    pub day: String,
    /// Without port.
    pub host: String,
    /// Whether that is this computer.
    pub local: bool,
    /// Empty where no model was meant.
    pub model: String,
    /// [`Purpose::code`].
    pub purpose: String,
    pub state: State,
    /// `ModelErrorKind`'s code, or empty.
    pub failure: String,
    /// Of the bodies; headers are not counted.
    pub bytes_out: u64,
    pub bytes_in: u64,
    pub tokens_out: Option<u32>,
    pub tokens_in: Option<u32>,
    /// US dollars, where known.
    pub cost: Option<f64>,
    pub millis: u64,
}

impl Request {
    /// When it left, on the wall clock there. A stored time beyond chrono's range reads as the epoch.
    pub fn left(&self) -> DateTime<FixedOffset> {
        let utc = FixedOffset::east_opt(0).and_then(|zero| zero.timestamp_millis_opt(self.left_at).single());
        let utc = utc.unwrap_or_default();
        FixedOffset::east_opt(self.offset_seconds).map_or(utc, |offset| utc.with_timezone(&offset))
    }
}

/// Which requests are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looking {
    /// Each of these words is part of the host, the model, or the purpose (its code or its name in either language),
    /// in any case. Empty: all.
    pub query: String,
    /// Those, too, that only went to this computer itself.
    pub with_local: bool,
}

/// Requests, the newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub requests: Vec<Request>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// The sum of a day or of a month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Total {
    /// `2026-11-22` or `2026-11`.
    pub period: String,
    pub requests: u64,
    pub bytes_out: u64,
    pub bytes_in: u64,
    /// Of those that said it.
    pub tokens_out: u64,
    pub tokens_in: u64,
    /// US dollars, of those whose cost is known.
    pub cost: f64,
    /// Those a provider may be paid for, whose cost isn't known. Lists, downloads and what stayed on this computer
    /// are none, nor what is on its way.
    pub unpriced: u64,
}

/// Sums, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// The last [`DAYS_TOTALLED`] days with requests.
    pub days: Vec<Total>,
    pub months: Vec<Total>,
}

/// A request about to leave.
pub(super) struct New {
    pub left_at: i64,
    pub zone: &'static str,
    pub offset_seconds: i32,
    pub day: String,
    pub host: String,
    pub local: bool,
    pub model: String,
    pub purpose: Purpose,
    pub bytes_out: u64,
}

/// How one ended.
pub(super) struct Over {
    pub end: End,
    pub bytes_in: u64,
    pub tokens_out: Option<u32>,
    pub tokens_in: Option<u32>,
    pub cost: Option<f64>,
    pub millis: u64,
}

/// SQLite's integers end where JavaScript's are long past being exact; neither is reached by bytes.
fn whole(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn keep(tx: &Transaction<'_>, new: &New) -> Result<RequestId> {
    tx.prepare_cached(
        "INSERT INTO request(left_at, zone, offset_seconds, day, host, local, model, purpose, bytes_out)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute((
        new.left_at,
        new.zone,
        new.offset_seconds,
        &new.day,
        &new.host,
        new.local,
        &new.model,
        new.purpose.code(),
        whole(new.bytes_out),
    ))?;
    Ok(RequestId(tx.last_insert_rowid()))
}

pub(super) fn close(tx: &Transaction<'_>, id: RequestId, over: &Over) -> Result<()> {
    let (state, failure) = match over.end {
        End::Whole => (State::Whole, ""),
        End::Stopped => (State::Stopped, ""),
        End::Failed(kind) => (State::Failed, kind.code()),
    };
    tx.prepare_cached(
        "UPDATE request SET state = ?2, failure = ?3, bytes_in = ?4, tokens_out = ?5, tokens_in = ?6, cost = ?7,
           millis = ?8 WHERE id = ?1 AND state = 'open'",
    )?
    .execute((
        id,
        state.code(),
        failure,
        whole(over.bytes_in),
        over.tokens_out.map_or(-1, i64::from),
        over.tokens_in.map_or(-1, i64::from),
        over.cost.unwrap_or(-1.0),
        whole(over.millis),
    ))?;
    Ok(())
}

pub(super) fn strike(tx: &Transaction<'_>, id: RequestId) -> Result<()> {
    tx.execute("DELETE FROM request WHERE id = ?1 AND state = 'open'", [id])?;
    Ok(())
}

/// Marks what the last run left open as cut off: at opening. Gives how many there were.
///
/// # Errors
/// When it can't be written.
pub fn close_left_open(tx: &Transaction<'_>) -> Result<usize> {
    Ok(tx.execute("UPDATE request SET state = 'cut_off' WHERE state = 'open'", [])?)
}

/// A page of requests, older than `before` where given.
///
/// # Errors
/// When the store can't be read.
pub fn page(c: &Connection, looking: &Looking, before: Option<RequestId>) -> Result<Page> {
    let (mut wanted, mut values) = wanted(looking);
    if let Some(before) = before {
        values.push(Box::new(before));
        wanted.push_str(&format!(" AND id < ?{}", values.len()));
    }
    let sql = format!("SELECT {COLUMNS} FROM request WHERE {wanted} ORDER BY id DESC LIMIT {}", PAGE + 1);
    let mut statement = c.prepare(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(&values), read)?;
    let mut requests = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let most = usize::try_from(PAGE)?;
    let has_more = requests.len() > most;
    requests.truncate(most);
    Ok(Page { requests, has_more })
}

/// Sums of days and of months.
///
/// # Errors
/// When the store can't be read.
pub fn totals(c: &Connection, looking: &Looking) -> Result<Totals> {
    let (wanted, values) = wanted(looking);
    let sql = format!(
        "SELECT day, count(*), sum(bytes_out), sum(bytes_in), sum(max(tokens_out, 0)), sum(max(tokens_in, 0)),
           sum(max(cost, 0.0)), sum({UNPRICED})
         FROM request WHERE {wanted} GROUP BY day ORDER BY day DESC"
    );
    let mut statement = c.prepare(&sql)?;
    let rows = statement.query_map(rusqlite::params_from_iter(&values), |row| {
        Ok(Total {
            period: row.get(0)?,
            requests: count(row, 1)?,
            bytes_out: count(row, 2)?,
            bytes_in: count(row, 3)?,
            tokens_out: count(row, 4)?,
            tokens_in: count(row, 5)?,
            cost: row.get(6)?,
            unpriced: count(row, 7)?,
        })
    })?;
    let mut days = rows.collect::<rusqlite::Result<Vec<Total>>>()?;
    let mut months: Vec<Total> = Vec::new();
    for day in &days {
        let month = month_of(&day.period);
        match months.last_mut() {
            Some(sum) if sum.period == month => sum.add(day),
            _ => months.push(Total { period: month.to_owned(), ..day.clone() }),
        }
    }
    days.truncate(usize::try_from(DAYS_TOTALLED)?);
    Ok(Totals { days, months })
}

impl Total {
    fn add(&mut self, other: &Self) {
        self.requests += other.requests;
        self.bytes_out += other.bytes_out;
        self.bytes_in += other.bytes_in;
        self.tokens_out += other.tokens_out;
        self.tokens_in += other.tokens_in;
        self.cost += other.cost;
        self.unpriced += other.unpriced;
    }
}

/// `2026-11` of `2026-11-22`.
fn month_of(day: &str) -> &str {
    day.get(..7).unwrap_or(day)
}

/// The known cost, US dollars, of all requests in the month of `day` (`2026-11-22`, or `2026-11`).
///
/// # Errors
/// When the store can't be read.
pub fn month_cost(c: &Connection, day: &str) -> Result<f64> {
    let month = month_of(day);
    // Every day of it stands between its month and its month with the last of the ASCII letters.
    Ok(c.prepare_cached("SELECT total(max(cost, 0.0)) FROM request WHERE day >= ?1 AND day < ?1 || '~'")?
        .query_row([month], |row| row.get(0))?)
}

pub(super) const COLUMNS: &str = "id, left_at, zone, offset_seconds, day, host, local, model, purpose, state, failure, \
     bytes_out, bytes_in, tokens_out, tokens_in, cost, millis";

/// 1 for a request that may have cost something unknown.
pub(super) const UNPRICED: &str =
    "cost < 0 AND NOT local AND state != 'open' AND purpose NOT IN ('list', 'download')";

pub(super) fn count(row: &Row<'_>, at: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(at).map(|n| u64::try_from(n).unwrap_or(0))
}

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Request> {
    let some = |n: i64| u32::try_from(n).ok();
    let state: String = row.get(9)?;
    Ok(Request {
        id: row.get(0)?,
        left_at: row.get(1)?,
        zone: row.get(2)?,
        offset_seconds: row.get(3)?,
        day: row.get(4)?,
        host: row.get(5)?,
        local: row.get(6)?,
        model: row.get(7)?,
        purpose: row.get(8)?,
        state: State::ALL.into_iter().find(|one| one.code() == state).unwrap_or(State::CutOff),
        failure: row.get(10)?,
        bytes_out: count(row, 11)?,
        bytes_in: count(row, 12)?,
        tokens_out: some(row.get(13)?),
        tokens_in: some(row.get(14)?),
        cost: Some(row.get(15)?).filter(|cost| *cost >= 0.0),
        millis: count(row, 16)?,
    })
}

/// What stands after WHERE, and its values.
fn wanted(looking: &Looking) -> (String, Vec<Box<dyn ToSql>>) {
    let mut sql = String::from(if looking.with_local { "1" } else { "NOT local" });
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    for word in looking.query.split_whitespace().take(16) {
        values.push(Box::new(format!("%{}%", escaped(word))));
        let n = values.len();
        sql.push_str(&format!(" AND (host LIKE ?{n} ESCAPE '\\' OR model LIKE ?{n} ESCAPE '\\'"));
        for purpose in purposes_named(word) {
            values.push(Box::new(purpose.code()));
            sql.push_str(&format!(" OR purpose = ?{}", values.len()));
        }
        sql.push(')');
    }
    (sql, values)
}

/// `word` as it is, for LIKE.
fn escaped(word: &str) -> String {
    word.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

/// The purposes whose name, in either language, or code has a word that begins with `word`.
fn purposes_named(word: &str) -> Vec<Purpose> {
    let word = plain(word);
    let named = |purpose: &Purpose| {
        let names = Language::ALL.map(|language| name_of(*purpose, language));
        let mut all = names.iter().flat_map(|name| name.split_whitespace()).chain([purpose.code()]);
        all.any(|name| plain(name).starts_with(&word))
    };
    Purpose::ALL.into_iter().filter(named).collect()
}

/// What a purpose is called.
pub(super) fn name_of(purpose: Purpose, language: Language) -> String {
    text(language, &format!("ledger-purpose-{}", purpose.code()), &[])
}

/// Lower case, without accents.
fn plain(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
