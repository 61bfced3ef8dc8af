//! Dates that a question names, in both languages, as days on the wall clock, and how near to them something was said.
//! A date without a year is the latest one that is not to come. What lies ahead ("next Friday") names no day on which
//! anything can have been said.

use crate::store::words::fold;
use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

/// A day or a run of days, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// Dates read of one question at most.
const MOST: usize = 4;
/// Longer than this is a year, or nearly.
const LONG: i64 = 100;

impl Named {
    fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    fn days(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// The days on which [`nearness`] is above nought: the first, and the one after the last.
    pub(super) fn reach(self) -> (NaiveDate, NaiveDate) {
        let (before, after) = if self.days() > LONG { (0, 1) } else { (3, 32) };
        let first = self.first.checked_sub_days(Days::new(before)).unwrap_or(self.first);
        (first, self.last.checked_add_days(Days::new(after)).unwrap_or(self.last))
    }

    /// 1 on its days. What happened is told in the days after it, seldom before.
    fn nearness(self, day: NaiveDate) -> f32 {
        let (long, before, after) =
            (self.days(), (self.first - day).num_days(), (day - self.last).num_days());
        if before <= 0 && after <= 0 {
            return if long > LONG { 0.3 } else { 1.0 };
        }
        match (long, before, after) {
            (101.., _, _) => 0.0,
            (..=10, _, 1..=7) => 1.0 - 0.08 * after as f32,
            (..=10, _, 8..=31) | (..=10, 2..=3, _) => 0.3,
            (..=10, 1, _) => 0.9,
            (_, _, 1..=15) => 0.5,
            (_, _, 16..=31) => 0.25,
            _ => 0.0,
        }
    }
}

/// How near to any of the dates a day is: 1 on it, 0 far away or without dates.
pub(super) fn nearness(dates: &[Named], day: NaiveDate) -> f32 {
    dates.iter().map(|named| named.nearness(day)).fold(0.0, f32::max)
}

/// The dates named in `text`, said on the day `today`.
pub(super) fn named(text: &str, today: NaiveDate) -> Vec<Named> {
    let tokens = tokens(text);
    let mut all = Vec::new();
    let mut at = 0;
    while at < tokens.len() && all.len() < MOST {
        let line = Line { tokens: &tokens, at, today };
        match line.date() {
            Some((found, length)) => {
                // Days to come are no days on which anything was said.
                all.extend(found.into_iter().filter(|named| named.first <= today));
                at += length.max(1);
            }
            None => at += 1,
        }
    }
    all
}

#[derive(Clone, Debug)]
struct Token {
    plain: String,
    capital: bool,
    cedilla: bool,
    /// What stands between it and the one before.
    gap: String,
}

/// Words of a text that are looked at.
const LOOKED_AT: usize = 400;

fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    let (mut gap, mut word) = (String::new(), String::new());
    let mut put = |word: &mut String, gap: &mut String| {
        if !word.is_empty() {
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            let cedilla = word.contains(['ç', 'Ç']);
            all.push(Token { plain: fold(word), capital, cedilla, gap: std::mem::take(gap) });
            word.clear();
        }
        all.len() < LOOKED_AT
    };
    for c in text.chars() {
        if c.is_alphanumeric() || matches!(c, 'º' | 'ª' | '°') {
            word.push(c);
        } else {
            if !put(&mut word, &mut gap) {
                break;
            }
            gap.push(c);
        }
    }
    put(&mut word, &mut gap);
    all
}

const MONTHS: [&str; 12] = [
    "january janeiro jan",
    "february fevereiro feb fev",
    "march marco",
    "april abril apr abr",
    "may maio",
    "june junho jun",
    "july julho jul",
    "august agosto aug",
    "september setembro sep sept",
    "october outubro oct",
    "november novembro nov",
    "december dezembro dec dez",
];
const WEEKDAYS: [&str; 7] = [
    "monday segunda",
    "tuesday terca",
    "wednesday quarta",
    "thursday quinta",
    "friday sexta",
    "saturday sabado",
    "sunday domingo",
];
/// Days of the year with a name: month and day.
const FEASTS: [(&str, u32, u32); 4] =
    [("christmas", 12, 25), ("natal", 12, 25), ("halloween", 10, 31), ("reveillon", 12, 31)];
const SMALL: [&str; 12] = [
    "a one um uma",
    "two couple dois duas",
    "three few tres",
    "four quatro",
    "five cinco",
    "six seis",
    "seven sete",
    "eight oito",
    "nine nove",
    "ten dez",
    "eleven onze",
    "twelve doze",
];
/// Words before a month or a year that make it one.
const BEFORE: &str = "in on of since until till by this during from to and before after between late early mid em de desde ate \
    no durante entre e ano year around";
const LAST: &str = "last past previous ultimo ultima ultimos ultimas";
const PASSED: &str = "passado passada retrasado retrasada";
const THIS: &str = "this esta essa este esse nesta nessa neste nesse";
const NEXT: &str = "next coming proximo proxima";

fn is(list: &str, word: &str) -> bool {
    super::lists::has(list, word)
}

fn place(rows: &[&str], word: &str) -> Option<u32> {
    rows.iter().position(|row| is(row, word)).and_then(|at| u32::try_from(at).ok())
}

#[derive(Clone, Copy, Debug)]
enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

/// The tokens from a place on.
struct Line<'a> {
    tokens: &'a [Token],
    at: usize,
    today: NaiveDate,
}

type Found = Option<(Vec<Named>, usize)>;

fn one(named: Option<Named>, length: usize) -> Found {
    named.map(|named| (vec![named], length))
}

impl Line<'_> {
    /// The word so many places on; empty beyond the end.
    fn word(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", |token| token.plain.as_str())
    }

    fn before(&self) -> &str {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or("", |token| token.plain.as_str())
    }

    fn gap_is(&self, ahead: usize, mark: &str) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| token.gap == mark)
    }

    fn date(&self) -> Found {
        self.in_figures()
            .or_else(|| self.day_of_month())
            .or_else(|| self.month())
            .or_else(|| self.year_alone())
            .or_else(|| self.near_day())
            .or_else(|| self.ago())
            .or_else(|| self.last_unit())
            .or_else(|| self.weekday())
            .or_else(|| self.numbered_day())
            .or_else(|| self.feast())
    }

    fn number(&self, ahead: usize) -> Option<u32> {
        let word = self.word(ahead);
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let tail = word.get(digits.len()..).unwrap_or_default();
        let ordinal = matches!(tail, "" | "st" | "nd" | "rd" | "th" | "o" | "a" | "º" | "ª" | "°");
        if ordinal && digits.len() <= 4 { digits.parse().ok() } else { None }
    }

    fn day_number(&self, ahead: usize) -> Option<u32> {
        self.number(ahead).filter(|day| (1..=31).contains(day))
    }

    fn year(&self, ahead: usize) -> Option<i32> {
        let year = self.number(ahead).filter(|year| (1900..2200).contains(year))?;
        i32::try_from(year).ok()
    }

    /// A year behind a date, perhaps after "of" or "de", and how many words it takes.
    fn year_behind(&self, ahead: usize) -> (Option<i32>, usize) {
        if let Some(year) = self.year(ahead) {
            return (Some(year), 1);
        }
        match self.year(ahead + 1) {
            Some(year) if is("of de in em", self.word(ahead)) => (Some(year), 2),
            _ => (None, 0),
        }
    }

    fn full_day(&self, year: Option<i32>, month: u32, day: u32) -> Option<Named> {
        if let Some(year) = year {
            return NaiveDate::from_ymd_opt(year, month, day).map(Named::day);
        }
        // The 29th of February may be four years back, or eight around a turn of the century.
        (0..9)
            .filter_map(|back| NaiveDate::from_ymd_opt(self.today.year() - back, month, day))
            .find(|date| *date <= self.today)
            .map(Named::day)
    }

    fn whole_month(&self, year: Option<i32>, month: u32) -> Option<Named> {
        let of = |year| NaiveDate::from_ymd_opt(year, month, 1);
        let first = match year {
            Some(year) => of(year)?,
            None => {
                of(self.today.year()).filter(|first| *first <= self.today).or(of(self.today.year() - 1))?
            }
        };
        Some(Named { first, last: first.checked_add_months(Months::new(1))?.pred_opt()? })
    }

    /// "2023-05-07", "07/05/2023", "7/5".
    fn in_figures(&self) -> Found {
        if let Some(year) = self.year(0)
            && self.gap_is(1, "-")
            && self.gap_is(2, "-")
        {
            return one(self.full_day(Some(year), self.number(1)?, self.number(2)?), 3);
        }
        if !(self.gap_is(1, "/") || self.gap_is(1, ".") && self.gap_is(2, ".")) {
            return None;
        }
        let (a, b) = (self.number(0)?, self.number(1)?);
        // Always, and no date.
        if (a, b) == (24, 7) {
            return None;
        }
        let year = if self.gap_is(2, "/") || self.gap_is(2, ".") { self.year(2) } else { None };
        // Which comes first differs between the languages: where both can be meant, both are.
        let mut both: Vec<Named> =
            [self.full_day(year, b, a), self.full_day(year, a, b)].into_iter().flatten().collect();
        both.dedup();
        if both.is_empty() { None } else { Some((both, if year.is_some() { 3 } else { 2 })) }
    }

    /// "7 May 2023", "the 7th of May", "7 de maio de 2023", "May 7th, 2023".
    fn day_of_month(&self) -> Found {
        if let Some(day) = self.day_number(0) {
            let of = usize::from(is("of de", self.word(1)));
            if let Some(month) = place(&MONTHS, self.word(1 + of)) {
                let (year, more) = self.year_behind(2 + of);
                return one(self.full_day(year, month + 1, day), 2 + of + more);
            }
        }
        let month = place(&MONTHS, self.word(0))?;
        let the = usize::from(self.word(1) == "the");
        let day = self.day_number(1 + the)?;
        if !self.is_month(0) {
            return None;
        }
        let (year, more) = self.year_behind(2 + the);
        one(self.full_day(year, month + 1, day), 2 + the + more)
    }

    /// Whether the word is a month, and not "may", "march" or a name.
    fn is_month(&self, ahead: usize) -> bool {
        let Some(token) = self.tokens.get(self.at + ahead) else { return false };
        let led = match (self.at + ahead).checked_sub(1).and_then(|at| self.tokens.get(at)) {
            Some(before) => is(BEFORE, &before.plain) || is(LAST, &before.plain),
            None => false,
        };
        match token.plain.as_str() {
            "may" => led || token.capital && self.at > 0,
            "march" => led && self.before() != "to" || token.capital && self.at > 0,
            "marco" => token.cedilla || led && !token.capital,
            // Three letters are a month only beside a number.
            short if short.len() <= 4 && short != "june" && short != "july" && short != "maio" => {
                self.day_number(ahead + 1).is_some() || self.year(ahead + 1).is_some()
            }
            _ => true,
        }
    }

    /// "in May", "em maio de 2023".
    fn month(&self) -> Found {
        let month = place(&MONTHS, self.word(0))?;
        let (year, more) = self.year_behind(1);
        if !(self.is_month(0) || year.is_some()) || is(NEXT, self.before()) || is(NEXT, self.word(1)) {
            return None;
        }
        let passed = usize::from(is(PASSED, self.word(1)));
        one(self.whole_month(year, month + 1), 1 + more.max(passed))
    }

    /// "in 2023".
    fn year_alone(&self) -> Found {
        let year = self.year(0).filter(|_| is(BEFORE, self.before()))?;
        one(whole_year(year), 1)
    }

    fn near_day(&self) -> Found {
        let back = |days: u64| self.today.checked_sub_days(Days::new(days)).map(Named::day);
        match (self.word(0), self.word(1), self.word(2), self.word(3)) {
            ("the", "day", "before", "yesterday") => one(back(2), 4),
            ("anteontem", ..) => one(back(2), 1),
            ("yesterday" | "ontem", ..) => one(back(1), 1),
            ("last", "night" | "evening", ..) => one(back(1), 2),
            ("today" | "hoje" | "tonight", ..) => one(back(0), 1),
            _ => None,
        }
    }

    fn count(&self, ahead: usize) -> Option<u32> {
        let small = place(&SMALL, self.word(ahead)).map(|n| n + 1);
        small.or_else(|| self.number(ahead)).filter(|n| *n <= 1_000)
    }

    fn unit(&self, ahead: usize) -> Option<(Unit, usize)> {
        let unit = match self.word(ahead) {
            "day" | "days" | "dia" | "dias" => Unit::Day,
            "week" | "weeks" | "semana" | "semanas" => Unit::Week,
            "weekend" => Unit::Weekend,
            "month" | "months" | "mes" | "meses" => Unit::Month,
            "year" | "years" | "ano" | "anos" => Unit::Year,
            "fim" | "final" if self.word(ahead + 1) == "de" && self.word(ahead + 2) == "semana" => {
                return Some((Unit::Weekend, 3));
            }
            _ => return None,
        };
        Some((unit, 1))
    }

    /// "three days ago", "a couple of weeks ago", "há duas semanas", "faz um mês", "dois anos atrás".
    fn ago(&self) -> Found {
        let led = usize::from(is("ha faz", self.word(0)));
        let article = usize::from(led == 0 && self.word(0) == "a" && self.count(1).is_some());
        let n = self.count(led + article)?;
        let of = usize::from(self.word(led + article + 1) == "of");
        let (unit, _) = self.unit(led + article + 1 + of)?;
        let behind = led + article + 2 + of;
        let ago = is("ago atras", self.word(behind));
        if led == 0 && !ago {
            return None;
        }
        one(back(self.today, unit, n), behind + usize::from(ago))
    }

    /// "last week", "this month", "in the last two weeks", "semana passada", "nos últimos três dias".
    fn last_unit(&self) -> Found {
        let first = self.word(0);
        if is(LAST, first) {
            if let Some(n) = self.count(1)
                && let Some((unit, length)) = self.unit(2)
            {
                let from = back(self.today, unit, n)?;
                return Some((vec![Named { first: from.first, last: self.today }], 2 + length));
            }
            if let Some(day) = place(&WEEKDAYS, self.word(1)) {
                return one(latest(self.today, day), 2);
            }
            let (unit, length) = self.unit(1)?;
            return one(before_this(self.today, unit), 1 + length);
        }
        if is(THIS, first) {
            let (unit, length) = self.unit(1)?;
            if is(PASSED, self.word(1 + length)) {
                return one(before_this(self.today, unit), 2 + length);
            }
            return one(current(self.today, unit), 1 + length);
        }
        let (unit, length) = self.unit(0)?;
        if !is(PASSED, self.word(length)) {
            return None;
        }
        let mut named = before_this(self.today, unit)?;
        if self.word(length).starts_with("retrasad") {
            named = before_this(named.first, unit)?;
        }
        one(Some(named), length + 1)
    }

    /// "on Friday", "na sexta", "sexta-feira passada".
    fn weekday(&self) -> Found {
        let day = place(&WEEKDAYS, self.word(0))?;
        let feira = usize::from(self.word(1) == "feira");
        let passed = usize::from(is(PASSED, self.word(1 + feira)));
        if is(NEXT, self.before()) || is(NEXT, self.word(1 + feira)) || is("que vem", self.word(1 + feira)) {
            return None;
        }
        // "Segunda" and its sisters are also the second, the third ...
        let ordinal = is("segunda terca quarta quinta sexta", self.word(0));
        let led = is("na nesta essa desta ultima", self.before()) && !is("vez parte semana", self.word(1));
        if ordinal && feira == 0 && passed == 0 && !led {
            return None;
        }
        one(latest(self.today, day), 1 + feira + passed)
    }

    /// "dia 7", "no dia 7".
    fn numbered_day(&self) -> Found {
        let day = self.day_number(1).filter(|_| self.word(0) == "dia")?;
        if is("de of", self.word(2)) || self.gap_is(2, "/") {
            return None;
        }
        let months = (0..3).filter_map(|back| {
            let month = self.today.with_day(1)?.checked_sub_months(Months::new(back))?;
            month.with_day(day).filter(|date| *date <= self.today)
        });
        one(months.map(Named::day).next(), 2)
    }

    fn feast(&self) -> Found {
        let (_, month, day) = FEASTS.iter().find(|(name, ..)| *name == self.word(0))?;
        let (year, more) = self.year_behind(1);
        one(self.full_day(year, *month, *day), 1 + more)
    }
}

fn whole_year(year: i32) -> Option<Named> {
    Some(Named { first: NaiveDate::from_ymd_opt(year, 1, 1)?, last: NaiveDate::from_ymd_opt(year, 12, 31)? })
}

/// The latest such weekday before today; Monday is 0.
fn latest(today: NaiveDate, weekday: u32) -> Option<Named> {
    let back = (today.weekday().num_days_from_monday() + 7 - weekday % 7) % 7;
    let back = if back == 0 { 7 } else { back };
    today.checked_sub_days(Days::new(u64::from(back))).map(Named::day)
}

/// So many units ago; the vaguer the unit, the more days around it.
fn back(today: NaiveDate, unit: Unit, n: u32) -> Option<Named> {
    let around = |day: NaiveDate, slack: u64| -> Option<Named> {
        let last = day.checked_add_days(Days::new(slack))?.min(today);
        Some(Named { first: day.checked_sub_days(Days::new(slack))?, last })
    };
    match unit {
        Unit::Day => around(today.checked_sub_days(Days::new(u64::from(n)))?, 0),
        Unit::Week | Unit::Weekend => around(today.checked_sub_days(Days::new(7 * u64::from(n)))?, 3),
        Unit::Month => around(today.checked_sub_months(Months::new(n))?, 10),
        Unit::Year => whole_year(today.year().checked_sub(i32::try_from(n).ok()?)?),
    }
}

/// The whole unit before the one that today is in.
fn before_this(today: NaiveDate, unit: Unit) -> Option<Named> {
    let monday = today.week(Weekday::Mon).checked_first_day()?;
    let run = |first: NaiveDate, days: u64| -> Option<Named> {
        Some(Named { first, last: first.checked_add_days(Days::new(days))? })
    };
    match unit {
        Unit::Day => today.pred_opt().map(Named::day),
        Unit::Week => run(monday.checked_sub_days(Days::new(7))?, 6),
        Unit::Weekend => {
            let saturday = latest(today, 5)?.first;
            // On a Sunday the weekend is not over yet.
            let back = if today.weekday() == Weekday::Sun { 7 } else { 0 };
            run(saturday.checked_sub_days(Days::new(back))?, 1)
        }
        Unit::Month => {
            let last = today.with_day(1)?.pred_opt()?;
            Some(Named { first: last.with_day(1)?, last })
        }
        Unit::Year => whole_year(today.year() - 1),
    }
}

/// The unit that today is in, till today.
fn current(today: NaiveDate, unit: Unit) -> Option<Named> {
    let monday = today.week(Weekday::Mon).checked_first_day()?;
    let first = match unit {
        Unit::Day => today,
        Unit::Week => monday,
        Unit::Weekend => monday.checked_add_days(Days::new(5))?,
        Unit::Month => today.with_day(1)?,
        Unit::Year => NaiveDate::from_ymd_opt(today.year(), 1, 1)?,
    };
    Some(Named { first, last: today.max(first) })
}
