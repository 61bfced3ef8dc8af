//! Times as they are said, against the day they were said on: what a span of words can mean, in the past and to come.

use crate::store::words::{fold, split};
use chrono::{Datelike as _, Days, Months, NaiveDate};

/// What days are called for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// "até", "until", "by".
    Until,
    /// "desde", "since", "from".
    From,
    On,
}

/// Days that words may mean, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub edge: Edge,
}

const MONTHS: [&str; 12] = [
    "january janeiro jan",
    "february fevereiro feb fev",
    "march marco mar",
    "april abril apr abr",
    "may maio",
    "june junho jun",
    "july julho jul",
    "august agosto aug ago",
    "september setembro sep sept set",
    "october outubro oct out",
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
const NUMBERS: [&str; 12] = [
    "a an one um uma",
    "two dois duas couple",
    "three tres",
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

fn has(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

fn row(rows: &[&str], word: &str) -> Option<u32> {
    rows.iter().position(|row| has(row, word)).and_then(|at| u32::try_from(at).ok())
}

/// The day and month of a birthday, `04-12`, however it is written: "12 de abril", "April 12th", "12/04", "04-12".
pub(super) fn birthday(text: &str) -> Option<(u32, u32)> {
    let words: Vec<String> = split(text).iter().map(|word| fold(word)).collect();
    let day = |word: &String| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day))
    };
    for (at, word) in words.iter().enumerate() {
        if let Some(month) = row(&MONTHS, word).filter(|_| word.len() > 2) {
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let before = before.filter(|word| !matches!(word.as_str(), "de" | "of" | "the"));
            let before = before.or_else(|| at.checked_sub(2).and_then(|at| words.get(at)));
            let found = before.and_then(day).or_else(|| words.get(at + 1).and_then(day));
            return found.map(|day| (month + 1, day));
        }
    }
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    match numbers.as_slice() {
        [year, month, day] if *year > 31 => Some((*month, *day)),
        [a, b, ..] if *a > 12 => Some((*b, *a)),
        [a, b, ..] if *b > 12 => Some((*a, *b)),
        // Both can be either: the way it is written with a stroke is the day's first in Portuguese.
        [a, b, ..] if text.contains('/') => Some((*b, *a)),
        [a, b, ..] => Some((*a, *b)),
        _ => None,
    }
    .filter(|(month, day)| (1..=12).contains(month) && (1..=31).contains(day))
}

/// A birthday as `04-12`, or `1990-04-12` where a year was said; as it is, where it is none.
pub(super) fn as_birthday(value: &str) -> String {
    let Some((month, day)) = birthday(value) else { return value.to_owned() };
    let year = split(value)
        .iter()
        .find_map(|word| word.parse::<u32>().ok().filter(|year| (1900..2200).contains(year)));
    let day = format!("{month:02}-{day:02}");
    year.map_or(day.clone(), |year| format!("{year}-{day}"))
}

struct Line<'a> {
    words: &'a [String],
    today: NaiveDate,
}

/// All that the words may mean, said on `today`. A date without a year is the last one and the next one, both.
pub(super) fn spans(text: &str, today: NaiveDate) -> Vec<Span> {
    let words: Vec<String> = split(text).iter().map(|word| fold(word)).collect();
    let line = Line { words: &words, today };
    let mut all = Vec::new();
    let mut at = 0;
    while at < words.len() && all.len() < 24 {
        let (found, length) = line.at(at);
        if found.is_empty() {
            at += 1;
            continue;
        }
        let edge = line.edge(at);
        all.extend(found.into_iter().map(|(first, last)| Span { first, last, edge }));
        at += length;
    }
    all
}

type Days2 = (NaiveDate, NaiveDate);

fn month_of(year: i32, month: u32) -> Option<Days2> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

fn year_of(year: i32) -> Option<Days2> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

impl Line<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn edge(&self, at: usize) -> Edge {
        for back in 1..=3 {
            let Some(word) = at.checked_sub(back).map(|at| self.word(at)) else { break };
            if has("ate until till through til by", word) {
                return Edge::Until;
            }
            if has("desde since from partir starting", word) {
                return Edge::From;
            }
            if !has(
                "o a the de do da fim final inicio comeco meados end beginning mid of este this dia em in",
                word,
            ) {
                break;
            }
        }
        Edge::On
    }

    fn number(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        row(&NUMBERS, word).map(|n| n + 1).or_else(|| word.parse().ok())
    }

    fn day_number(&self, at: usize) -> Option<u32> {
        let word = self.word(at);
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let tail = word.get(digits.len()..).unwrap_or_default();
        let fits = has("st nd rd th o a", tail) || tail.is_empty();
        digits.parse().ok().filter(|day| fits && (1..=31).contains(day))
    }

    fn year(&self, at: usize) -> Option<i32> {
        self.word(at).parse().ok().filter(|year| (1900..2200).contains(year))
    }

    fn day(&self, year: Option<i32>, month: u32, day: u32) -> Vec<Days2> {
        let of = |year| NaiveDate::from_ymd_opt(year, month, day).map(|day| (day, day));
        match year {
            Some(year) => of(year).into_iter().collect(),
            None => (self.today.year() - 1..=self.today.year() + 1).filter_map(of).collect(),
        }
    }

    /// What begins at a word, and how many words it takes.
    fn at(&self, at: usize) -> (Vec<Days2>, usize) {
        let today = self.today;
        let one = |day: Option<NaiveDate>| day.map(|day| (day, day)).into_iter().collect::<Vec<_>>();
        let on = |days: u64| one(today.checked_add_days(Days::new(days)));
        let back = |days: u64| one(today.checked_sub_days(Days::new(days)));
        // 2026-05-07, 07/05/2026, 7/5.
        if let (Some(year), Some(month), Some(day)) =
            (self.year(at), self.day_number(at + 1), self.day_number(at + 2))
        {
            let found = self.day(Some(year), month, day);
            if !found.is_empty() {
                return (found, 3);
            }
        }
        if let Some(a) = self.day_number(at) {
            let of = usize::from(has("de of", self.word(at + 1)));
            if let Some(month) = row(&MONTHS, self.word(at + 1 + of)) {
                let next = at + 2 + of;
                let more = usize::from(has("de of", self.word(next)));
                let year = self.year(next + more);
                return (self.day(year, month + 1, a), 2 + of + if year.is_some() { more + 1 } else { 0 });
            }
            if let Some(b) =
                self.day_number(at + 1).filter(|_| self.word(at).len() <= 2 && self.word(at + 1).len() <= 2)
            {
                let year = self.year(at + 2);
                let mut found = self.day(year, b, a);
                found.extend(self.day(year, a, b));
                return (found, if year.is_some() { 3 } else { 2 });
            }
        }
        if let Some(month) = row(&MONTHS, self.word(at)) {
            let word = self.word(at);
            let led = at.checked_sub(1).is_some_and(|at| {
                has("em in de of desde since ate until till by this este next proximo last no from mid end fim", self.word(at))
            });
            let the = usize::from(self.word(at + 1) == "the");
            if let Some(day) = self.day_number(at + 1 + the).filter(|_| word != "may" || led || at > 0) {
                let year = self.year(at + 2 + the);
                return (self.day(year, month + 1, day), 2 + the + usize::from(year.is_some()));
            }
            let more = usize::from(has("de of", self.word(at + 1)));
            let year = self.year(at + 1 + more);
            // "may", "march", "out", "set" and their like are months only where something says so.
            if year.is_some()
                || led
                || (word.len() > 5 && word != "march")
                || has("abril junho julho maio", word)
            {
                let found: Vec<Days2> = match year {
                    Some(year) => month_of(year, month + 1).into_iter().collect(),
                    None => (today.year() - 1..=today.year() + 1)
                        .filter_map(|year| month_of(year, month + 1))
                        .collect(),
                };
                return (found, 1 + if year.is_some() { more + 1 } else { 0 });
            }
        }
        if let Some(year) = self.year(at) {
            return (year_of(year).into_iter().collect(), 1);
        }
        let (a, b, c) = (self.word(at), self.word(at + 1), self.word(at + 2));
        match (a, b, c) {
            ("depois", "de", "amanha") => return (on(2), 3),
            ("day", "after", "tomorrow") => return (on(2), 3),
            ("day", "before", "yesterday") => return (back(2), 3),
            ("amanha" | "tomorrow", ..) => return (on(1), 1),
            ("hoje" | "today" | "tonight", ..) => return (on(0), 1),
            ("ontem" | "yesterday", ..) => return (back(1), 1),
            ("anteontem", ..) => return (back(2), 1),
            _ => {}
        }
        if let Some(found) = self.unit(at) {
            return found;
        }
        if let Some(day) = row(&WEEKDAYS, a) {
            let weekday = today.weekday().num_days_from_monday();
            let ahead = u64::from((day + 7 - weekday) % 7);
            let (next, last) = (if ahead == 0 { 7 } else { ahead }, 7 - ahead);
            let mut found = on(next);
            found.extend(on(next + 7));
            found.extend(back(last));
            return (found, 1);
        }
        if a == "dia"
            && let Some(day) = self.day_number(at + 1)
        {
            let months = (0..3).filter_map(|n| today.with_day(1)?.checked_add_months(Months::new(n)));
            let before = today.with_day(1).and_then(|first| first.checked_sub_months(Months::new(1)));
            let found =
                months.chain(before).filter_map(|month| month.with_day(day)).map(|day| (day, day)).collect();
            return (found, 2);
        }
        if has("natal christmas", a) {
            return (self.day(self.year(at + 1), 12, 25), 1);
        }
        (Vec::new(), 1)
    }

    /// "next week", "mês que vem", "in two weeks", "daqui a dois meses", "há três anos", "three years ago".
    fn unit(&self, at: usize) -> Option<(Vec<Days2>, usize)> {
        let today = self.today;
        let led = match (self.word(at), self.word(at + 1)) {
            ("daqui", "a") => 2,
            (
                "daqui" | "in" | "for" | "ha" | "faz" | "fazem" | "next" | "last" | "this" | "nos" | "por"
                | "within",
                _,
            ) => 1,
            _ => 0,
        };
        let n = self.number(at + led);
        let named = at + led + usize::from(n.is_some());
        let unit = match self.word(named) {
            "day" | "days" | "dia" | "dias" => 0,
            "week" | "weeks" | "semana" | "semanas" => 1,
            "month" | "months" | "mes" | "meses" => 2,
            "year" | "years" | "ano" | "anos" => 3,
            _ => return None,
        };
        let behind = (self.word(named + 1), self.word(named + 2));
        let length = named + 1 - at;
        let step = |n: u32, to_come: bool| -> Option<Days2> {
            let slack = match unit {
                0 => 0,
                1 => 3,
                2 => 15,
                _ => 200,
            };
            let day = match (unit, to_come) {
                (0, true) => today.checked_add_days(Days::new(n.into()))?,
                (0, false) => today.checked_sub_days(Days::new(n.into()))?,
                (1, true) => today.checked_add_days(Days::new(u64::from(n) * 7))?,
                (1, false) => today.checked_sub_days(Days::new(u64::from(n) * 7))?,
                (2, true) => today.checked_add_months(Months::new(n))?,
                (2, false) => today.checked_sub_months(Months::new(n))?,
                (_, true) => today.checked_add_months(Months::new(n * 12))?,
                (_, false) => today.checked_sub_months(Months::new(n * 12))?,
            };
            Some((day.checked_sub_days(Days::new(slack))?, day.checked_add_days(Days::new(slack))?))
        };
        let whole = |offset: i32| -> Option<Days2> {
            match unit {
                1 => {
                    let monday = today.week(chrono::Weekday::Mon).checked_first_day()?;
                    let first = monday.checked_add_signed(chrono::TimeDelta::days(i64::from(offset) * 7))?;
                    Some((first, first.checked_add_days(Days::new(6))?))
                }
                2 => {
                    let months = today.year() * 12 + i32::try_from(today.month0()).ok()? + offset;
                    month_of(months.div_euclid(12), u32::try_from(months.rem_euclid(12)).ok()? + 1)
                }
                3 => year_of(today.year() + offset),
                _ => None,
            }
        };
        let lead = self.word(at);
        match (lead, n, behind) {
            ("next", None, _) => Some((whole(1).into_iter().collect(), length)),
            ("last", None, _) => Some((whole(-1).into_iter().collect(), length)),
            ("this", None, _) => Some((whole(0).into_iter().collect(), length)),
            (_, None, ("que", "vem")) => Some((whole(1).into_iter().collect(), length + 2)),
            (_, None, ("passado" | "passada", _)) => Some((whole(-1).into_iter().collect(), length + 1)),
            (_, Some(n), ("ago" | "atras", _)) if n < 1_000 => {
                Some((step(n, false).into_iter().collect(), length + 1))
            }
            ("ha" | "faz" | "fazem" | "for" | "last" | "por", Some(n), _) if n < 1_000 => {
                Some((step(n, false).into_iter().collect(), length))
            }
            ("daqui" | "in" | "next" | "within", Some(n), _) if n < 1_000 => {
                Some((step(n, true).into_iter().collect(), length))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_on_both_sides_of_the_day_they_were_said_on() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        for (text, edge, day) in [
            ("o contrato vai até junho", Edge::Until, "2026-06-30"),
            ("my contract runs until June 2027", Edge::Until, "2027-06-30"),
            ("moro aqui desde 2019", Edge::From, "2019-01-01"),
            ("since March 2024", Edge::From, "2024-03-01"),
            ("a prova é amanhã", Edge::On, "2026-03-03"),
            ("viajo semana que vem", Edge::On, "2026-03-09"),
            ("caso no dia 12 de abril", Edge::On, "2026-04-12"),
            ("on May 7th", Edge::On, "2026-05-07"),
            ("daqui a três dias", Edge::On, "2026-03-05"),
            ("on Friday", Edge::On, "2026-03-06"),
        ] {
            let day: NaiveDate = day.parse().unwrap();
            let all = spans(text, today);
            assert!(
                all.iter().any(|span| span.edge == edge && (span.first == day || span.last == day)),
                "{text}: {all:?}"
            );
        }
        assert!(
            spans("I may out set march away", today).is_empty(),
            "{:?}",
            spans("I may out set march away", today)
        );
    }

    #[test]
    fn a_birthday_is_read_in_every_way_it_is_written() {
        for (text, expected) in [
            ("12 de abril", (4, 12)),
            ("April 12th", (4, 12)),
            ("the 3rd of May", (5, 3)),
            ("25/12", (12, 25)),
            ("04-12", (4, 12)),
            ("1990-07-31", (7, 31)),
        ] {
            assert_eq!(birthday(text), Some(expected), "{text}");
        }
    }
}
