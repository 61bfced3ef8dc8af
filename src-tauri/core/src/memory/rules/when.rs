//! Times as they are said, resolved against the day they were said on: days, months and years that were or will be.

use super::tokens::{Gap, Token};
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub first: NaiveDate,
    pub grain: Grain,
    /// Whether the year was said, or follows from what was said.
    pub year_known: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Month,
    Year,
}

/// Where a date without a year lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Past,
    Future,
}

/// Which comes first in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    DayMonth,
    Unknown,
}

const MONTHS: [&[&str]; 12] = [
    &["january", "janeiro", "jan"],
    &["february", "fevereiro", "feb", "fev"],
    &["march", "marco", "mar"],
    &["april", "abril", "apr", "abr"],
    &["may", "maio", "mai"],
    &["june", "junho", "jun"],
    &["july", "julho", "jul"],
    &["august", "agosto", "aug", "ago"],
    &["september", "setembro", "sep", "sept", "set"],
    &["october", "outubro", "oct", "out"],
    &["november", "novembro", "nov"],
    &["december", "dezembro", "dec", "dez"],
];
const WEEKDAYS: [&[&str]; 7] = [
    &["monday", "segunda", "segunda-feira"],
    &["tuesday", "terca", "terca-feira"],
    &["wednesday", "quarta", "quarta-feira"],
    &["thursday", "quinta", "quinta-feira"],
    &["friday", "sexta", "sexta-feira"],
    &["saturday", "sabado"],
    &["sunday", "domingo"],
];
const NUMBERS: [&[&str]; 12] = [
    &["one", "um", "uma", "a", "an"],
    &["two", "dois", "duas", "couple"],
    &["three", "tres"],
    &["four", "quatro"],
    &["five", "cinco"],
    &["six", "seis"],
    &["seven", "sete"],
    &["eight", "oito"],
    &["nine", "nove"],
    &["ten", "dez"],
    &["eleven", "onze"],
    &["twelve", "doze"],
];
/// Words that lead to a date.
const LEADS: [&str; 20] = [
    "on", "in", "at", "em", "no", "na", "de", "do", "desde", "since", "the", "dia", "a", "para", "pra",
    "for", "by", "day", "nesta", "neste",
];

fn row(rows: &[&[&str]], word: &str) -> Option<u32> {
    rows.iter().position(|row| row.contains(&word)).and_then(|n| u32::try_from(n).ok())
}

/// A number in words or figures, up to 130.
pub(super) fn number(word: &str) -> Option<u32> {
    if word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 3 {
        return word.parse().ok().filter(|n| *n <= 130);
    }
    row(&NUMBERS, word).map(|n| n + 1)
}

fn figure(token: Option<&Token>) -> Option<u32> {
    let plain = token?.plain.as_str();
    let digits = plain.trim_end_matches(|c: char| !c.is_ascii_digit());
    let tail = plain.get(digits.len()..)?;
    (matches!(tail, "" | "st" | "nd" | "rd" | "th" | "o" | "a") && digits.len() <= 4)
        .then(|| digits.parse().ok())
        .flatten()
}

fn year(token: Option<&Token>) -> Option<i32> {
    figure(token).filter(|n| (1900..2100).contains(n)).and_then(|n| i32::try_from(n).ok())
}

fn day_of(token: Option<&Token>) -> Option<u32> {
    if token.is_some_and(|t| t.plain == "primeiro") {
        return Some(1);
    }
    figure(token).filter(|n| (1..=31).contains(n))
}

impl When {
    fn day(first: NaiveDate) -> Self {
        Self { first, grain: Grain::Day, year_known: true }
    }

    /// "2026-12-12", "2026-12" or "2026".
    pub(super) fn iso(self) -> String {
        let format = match self.grain {
            Grain::Day => "%Y-%m-%d",
            Grain::Month => "%Y-%m",
            Grain::Year => "%Y",
        };
        self.first.format(format).to_string()
    }

    /// The day after it.
    pub(super) fn after(self) -> Option<NaiveDate> {
        match self.grain {
            Grain::Day => self.first.succ_opt(),
            Grain::Month => self.first.checked_add_months(Months::new(1)),
            Grain::Year => self.first.checked_add_months(Months::new(12)),
        }
    }

    pub(super) fn portuguese(self) -> String {
        let month =
            MONTHS.get(self.first.month0() as usize).and_then(|row| row.get(1)).copied().unwrap_or_default();
        let month = if month == "marco" { "março" } else { month };
        match self.grain {
            Grain::Day if !self.year_known => format!("{} de {month}", self.first.day()),
            Grain::Day => format!("{} de {month} de {}", self.first.day(), self.first.year()),
            Grain::Month => format!("{month} de {}", self.first.year()),
            Grain::Year => self.first.year().to_string(),
        }
    }

    pub(super) fn english(self) -> String {
        match self.grain {
            Grain::Day if !self.year_known => self.first.format("%-d %B").to_string(),
            Grain::Day => self.first.format("%-d %B %Y").to_string(),
            Grain::Month => self.first.format("%B %Y").to_string(),
            Grain::Year => self.first.year().to_string(),
        }
    }
}

/// Reads dates out of a sentence.
pub(super) struct Reader<'a> {
    pub tokens: &'a [Token],
    pub today: NaiveDate,
    pub side: Side,
    pub order: Order,
}

impl Reader<'_> {
    fn plain(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.plain.as_str())
    }

    fn sign(&self, at: usize) -> char {
        self.tokens.get(at).map_or(' ', |token| token.sign)
    }

    /// A date at `at`, after at most three leading words, and where it ends.
    pub(super) fn read(&self, at: usize) -> Option<(When, usize)> {
        for start in at..at + 4 {
            if let Some(found) = self.bare(start) {
                return Some(found);
            }
            if !LEADS.contains(&self.plain(start)) {
                return None;
            }
        }
        None
    }

    fn bare(&self, at: usize) -> Option<(When, usize)> {
        self.figures(at)
            .or_else(|| self.month_day(at))
            .or_else(|| self.month(at))
            .or_else(|| self.lone_year(at))
            .or_else(|| self.near(at))
            .or_else(|| self.count(at))
            .or_else(|| self.unit(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.numbered(at))
    }

    fn full(&self, year: Option<i32>, month: u32, day: u32) -> Option<When> {
        if let Some(year) = year {
            return NaiveDate::from_ymd_opt(year, month, day).map(When::day);
        }
        let now = self.today.year();
        let fits = |d: &NaiveDate| match self.side {
            Side::Past => *d <= self.today,
            Side::Future => *d >= self.today,
        };
        let first = (0..9)
            .filter_map(|n| {
                let year = if self.side == Side::Past { now - n } else { now + n };
                NaiveDate::from_ymd_opt(year, month, day)
            })
            .find(fits)?;
        Some(When { first, grain: Grain::Day, year_known: false })
    }

    fn figures(&self, at: usize) -> Option<(When, usize)> {
        if let Some(year) = year(self.tokens.get(at))
            && self.sign(at + 1) == '-'
            && self.sign(at + 2) == '-'
        {
            let when =
                self.full(Some(year), figure(self.tokens.get(at + 1))?, figure(self.tokens.get(at + 2))?)?;
            return Some((when, at + 3));
        }
        if self.sign(at + 1) != '/' {
            return None;
        }
        let (a, b) = (figure(self.tokens.get(at))?, figure(self.tokens.get(at + 1))?);
        let year = if self.sign(at + 2) == '/' { year(self.tokens.get(at + 2)) } else { None };
        if self.sign(at + 2) == '/' && year.is_none() {
            return None;
        }
        let next = at + 2 + usize::from(year.is_some());
        let (day, month) = match self.order {
            _ if a > 12 => (a, b),
            Order::DayMonth => (a, b),
            Order::Unknown if b > 12 => (b, a),
            Order::Unknown if a == b => (a, b),
            Order::Unknown => return None,
        };
        if (a, b) == (24, 7) {
            return None;
        }
        Some((self.full(year, month, day)?, next))
    }

    fn year_behind(&self, at: usize) -> (Option<i32>, usize) {
        if let Some(year) = year(self.tokens.get(at)) {
            return (Some(year), at + 1);
        }
        match year(self.tokens.get(at + 1)) {
            Some(year) if matches!(self.plain(at), "de" | "of" | "in" | "em") => (Some(year), at + 2),
            _ => (None, at),
        }
    }

    fn month_day(&self, at: usize) -> Option<(When, usize)> {
        if let Some(day) = day_of(self.tokens.get(at)) {
            let of = usize::from(matches!(self.plain(at + 1), "de" | "of"));
            if let Some(month) = row(&MONTHS, self.plain(at + 1 + of)) {
                let (year, next) = self.year_behind(at + 2 + of);
                return Some((self.full(year, month + 1, day)?, next));
            }
        }
        let month = row(&MONTHS, self.plain(at))?;
        let the = usize::from(self.plain(at + 1) == "the");
        let day = day_of(self.tokens.get(at + 1 + the))?;
        let (year, next) = self.year_behind(at + 2 + the);
        Some((self.full(year, month + 1, day)?, next))
    }

    fn month(&self, at: usize) -> Option<(When, usize)> {
        let month = row(&MONTHS, self.plain(at))? + 1;
        let (year, mut next) = self.year_behind(at + 1);
        let led = at.checked_sub(1).map(|before| self.plain(before)).unwrap_or_default();
        let short = self.plain(at).len() <= 3 && self.plain(at) != "may";
        if year.is_none()
            && (short
                || !matches!(
                    led,
                    "in" | "em" | "since" | "desde" | "last" | "next" | "this" | "ate" | "until" | "till"
                ))
        {
            return None;
        }
        let mut wanted = year;
        if wanted.is_none() {
            let now = self.today.year();
            let passed = matches!(self.plain(next), "passado" | "retrasado") || led == "last";
            next += usize::from(self.plain(next) == "passado");
            let side = if passed { Side::Past } else { self.side };
            wanted = Some(match side {
                Side::Past if month > self.today.month() => now - 1,
                Side::Future if month < self.today.month() => now + 1,
                _ => now,
            });
        }
        let first = NaiveDate::from_ymd_opt(wanted?, month, 1)?;
        Some((When { first, grain: Grain::Month, year_known: true }, next))
    }

    fn lone_year(&self, at: usize) -> Option<(When, usize)> {
        let year = year(self.tokens.get(at))?;
        let led = at.checked_sub(1).map(|before| self.plain(before)).unwrap_or_default();
        if !matches!(led, "in" | "em" | "since" | "desde" | "de" | "of" | "ano" | "ate" | "until" | "till") {
            return None;
        }
        Some((
            When { first: NaiveDate::from_ymd_opt(year, 1, 1)?, grain: Grain::Year, year_known: true },
            at + 1,
        ))
    }

    fn near(&self, at: usize) -> Option<(When, usize)> {
        let ahead = |n: u64| self.today.checked_add_days(Days::new(n)).map(When::day);
        let back = |n: u64| self.today.checked_sub_days(Days::new(n)).map(When::day);
        match (self.plain(at), self.plain(at + 1), self.plain(at + 2)) {
            ("depois", "de", "amanha") => Some((ahead(2)?, at + 3)),
            ("day", "after", "tomorrow") => Some((ahead(2)?, at + 3)),
            ("day", "before", "yesterday") => Some((back(2)?, at + 3)),
            ("amanha" | "tomorrow", ..) => Some((ahead(1)?, at + 1)),
            ("hoje" | "today" | "tonight", ..) => Some((ahead(0)?, at + 1)),
            ("ontem" | "yesterday", ..) => Some((back(1)?, at + 1)),
            ("anteontem", ..) => Some((back(2)?, at + 1)),
            _ => None,
        }
    }

    /// "há dois anos", "faz três meses", "two years ago", "daqui a duas semanas", "in three days", "for ten years".
    fn count(&self, at: usize) -> Option<(When, usize)> {
        let first = self.plain(at);
        let (led, ahead) = match (first, self.plain(at + 1)) {
            ("ha" | "faz", "uns" | "umas" | "mais") => (2, false),
            ("ha" | "faz", _) => (1, false),
            ("daqui", "a") => (2, true),
            ("daqui", _) => (1, true),
            ("in", _) => (1, true),
            ("for", _) => (1, false),
            _ => (0, false),
        };
        let n = number(self.plain(at + led))?;
        let of = usize::from(self.plain(at + led + 1) == "of");
        let unit = self.plain(at + led + 1 + of);
        let next = at + led + 2 + of;
        let ago = matches!(self.plain(next), "ago" | "atras");
        if led == 0 && !ago || ahead && self.side == Side::Past {
            return None;
        }
        let side = if ahead { Side::Future } else { Side::Past };
        Some((self.moved(unit, n, side)?, next + usize::from(ago)))
    }

    fn moved(&self, unit: &str, n: u32, side: Side) -> Option<When> {
        let days = |n: u32| match side {
            Side::Past => self.today.checked_sub_days(Days::new(u64::from(n))),
            Side::Future => self.today.checked_add_days(Days::new(u64::from(n))),
        };
        let months = |n: u32| {
            let first = self.today.with_day(1)?;
            match side {
                Side::Past => first.checked_sub_months(Months::new(n)),
                Side::Future => first.checked_add_months(Months::new(n)),
            }
        };
        Some(match unit {
            "day" | "days" | "dia" | "dias" => When::day(days(n)?),
            // In some weeks is no certain day: the month it falls in.
            "week" | "weeks" | "semana" | "semanas" => When::day(days(n.checked_mul(7)?)?),
            "month" | "months" | "mes" | "meses" => {
                When { first: months(n)?, grain: Grain::Month, year_known: true }
            }
            "year" | "years" | "ano" | "anos" => When {
                first: months(n.checked_mul(12)?)?.with_month(1)?,
                grain: Grain::Year,
                year_known: true,
            },
            _ => return None,
        })
    }

    /// "last year", "mês que vem", "next month", "ano passado". Weeks are no day.
    fn unit(&self, at: usize) -> Option<(When, usize)> {
        let side = |word: &str| match word {
            "last" | "passado" | "passada" => Some(Side::Past),
            "next" | "proximo" | "proxima" => Some(Side::Future),
            _ => None,
        };
        let unit = |word: &str| matches!(word, "month" | "mes" | "year" | "ano");
        if let Some(side) = side(self.plain(at))
            && unit(self.plain(at + 1))
        {
            return Some((self.moved(self.plain(at + 1), 1, side)?, at + 2));
        }
        if !unit(self.plain(at)) {
            return None;
        }
        if self.plain(at + 1) == "que" && self.plain(at + 2) == "vem" {
            return Some((self.moved(self.plain(at), 1, Side::Future)?, at + 3));
        }
        let side = side(self.plain(at + 1))?;
        Some((self.moved(self.plain(at), 1, side)?, at + 2))
    }

    /// "next Friday", "na sexta", "domingo que vem", "last Monday". A plain one is the nearest on the wanted side.
    fn weekday(&self, at: usize) -> Option<(When, usize)> {
        let lead =
            matches!(self.plain(at), "next" | "this" | "last" | "proximo" | "proxima" | "essa" | "esse");
        let place = at + usize::from(lead);
        let wanted = row(&WEEKDAYS, self.plain(place))?;
        let mut next = place + 1;
        if self.plain(next) == "feira" {
            next += 1;
        }
        let before = at.checked_sub(1).map(|before| self.plain(before)).unwrap_or_default();
        let certain = lead || matches!(before, "na" | "no" | "on" | "nesta" | "neste");
        let mut side = if self.plain(at) == "last" { Side::Past } else { self.side };
        let mut said = certain;
        if self.plain(next) == "que" && self.plain(next + 1) == "vem" {
            (side, said, next) = (Side::Future, true, next + 2);
        } else if matches!(self.plain(next), "passada" | "passado") {
            (side, said, next) = (Side::Past, true, next + 1);
        }
        // "Segunda" alone is also the second one.
        if !said && !matches!(self.plain(place), "sabado" | "domingo") && self.plain(place).len() < 8 {
            return None;
        }
        let today = self.today.weekday().num_days_from_monday();
        let days = match side {
            Side::Future => (wanted + 7 - today) % 7,
            Side::Past => (today + 7 - wanted) % 7,
        };
        let days = u64::from(if days == 0 { 7 } else { days });
        let first = match side {
            Side::Future => self.today.checked_add_days(Days::new(days)),
            Side::Past => self.today.checked_sub_days(Days::new(days)),
        }?;
        Some((When::day(first), next))
    }

    /// "dia 12", "the 12th".
    fn numbered(&self, at: usize) -> Option<(When, usize)> {
        let before = at.checked_sub(1).map(|before| self.plain(before)).unwrap_or_default();
        let token = self.tokens.get(at)?;
        let ordinal = token.plain.ends_with("th")
            || token.plain.ends_with("st")
            || token.plain.ends_with("nd")
            || token.plain.ends_with("rd");
        if !(before == "dia" || before == "the" && ordinal) || token.gap != Gap::Open {
            return None;
        }
        let day = day_of(Some(token))?;
        let month = self.today.with_day(1)?;
        let first = (0..3).find_map(|n| {
            let month = match self.side {
                Side::Past => month.checked_sub_months(Months::new(n)),
                Side::Future => month.checked_add_months(Months::new(n)),
            }?;
            month.with_day(day).filter(|d| match self.side {
                Side::Past => *d <= self.today,
                Side::Future => *d >= self.today,
            })
        })?;
        Some((When::day(first), at + 1))
    }
}

/// Whether a date may begin with the word.
pub(super) fn is_lead(word: &str) -> bool {
    LEADS.contains(&word)
}
