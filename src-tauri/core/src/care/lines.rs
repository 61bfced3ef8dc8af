//! The crisis lines that ship with her: `data/crisis_lines.json`, each with its source.

use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::LazyLock;

/// One crisis line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLine {
    /// Two upper-case letters (ISO 3166-1).
    pub country: String,
    pub name: String,
    /// The number to call.
    pub call: Option<String>,
    /// The number to send a text message to.
    pub text: Option<String>,
    /// The address of its chat.
    pub chat: Option<String>,
    /// When it answers, as its source writes it (`24/7`); `None` when that is not known.
    pub hours: Option<String>,
    /// Whether the call costs nothing.
    pub free: bool,
    /// Other ways to reach it.
    pub also: Vec<String>,
    /// The country's emergency numbers.
    pub emergency: Vec<String>,
}

/// The lines for one country, and where to look for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpLines {
    /// The country the lines are for; `None` when there are none for it.
    pub country: Option<String>,
    pub lines: Vec<HelpLine>,
    /// Web pages that find a line anywhere.
    pub elsewhere: Vec<String>,
    /// Every country with lines: two upper-case letters, in alphabetical order.
    pub countries: Vec<String>,
}

/// The file as it is written.
#[derive(Deserialize)]
struct File {
    _note: String,
    fallback: Vec<String>,
    lines: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    cc: String,
    name: String,
    call: Option<String>,
    text: Option<String>,
    chat: Option<String>,
    hours: Option<String>,
    free: bool,
    #[serde(default)]
    also: Vec<String>,
    emergency: Vec<String>,
    #[cfg(test)]
    source: String,
}

/// What marks a detail that its compiler could not confirm.
const DOUBT: &str = "re-verify";

const SOURCE: &str = include_str!("../../data/crisis_lines.json");

/// A mistake in the file is caught by the tests: it is read once, at first use, and nothing can change it after.
static FILE: LazyLock<File> = LazyLock::new(|| {
    serde_json::from_str(SOURCE).unwrap_or_else(|_| File {
        _note: String::new(),
        fallback: vec!["https://findahelpline.com".into(), "https://www.iasp.info/suicidalthoughts/".into()],
        lines: Vec::new(),
    })
});

/// The lines for `country` (two letters, any case). An unknown country, or none, has no lines; the pages that
/// find a line anywhere and the list of countries are always there. A detail its source leaves in doubt is not
/// shown.
pub fn help_lines(country: Option<&str>) -> HelpLines {
    let wanted = country.map(|cc| cc.trim().to_ascii_uppercase());
    let lines: Vec<HelpLine> =
        FILE.lines.iter().filter(|line| Some(&line.cc) == wanted.as_ref()).map(shown).collect();
    let mut countries: Vec<String> = FILE.lines.iter().map(|line| line.cc.clone()).collect();
    countries.sort();
    countries.dedup();
    HelpLines {
        country: wanted.filter(|_| !lines.is_empty()),
        lines,
        elsewhere: FILE.fallback.clone(),
        countries,
    }
}

fn shown(line: &Written) -> HelpLine {
    let hours = line.hours.as_deref().map(|hours| hours.replace(&format!("({DOUBT})"), ""));
    HelpLine {
        country: line.cc.clone(),
        name: line.name.clone(),
        call: line.call.clone(),
        text: line.text.clone(),
        chat: line.chat.clone(),
        hours: hours.map(|hours| hours.trim().to_owned()).filter(|hours| !hours.is_empty() && hours != DOUBT),
        free: line.free,
        also: line.also.iter().filter(|way| !way.contains(DOUBT)).cloned().collect(),
        emergency: line.emergency.clone(),
    }
}

/// The day on which the lines were last checked against their sources. A release needs it to be at most 180
/// days back.
pub fn lines_verified_on() -> NaiveDate {
    FILE._note
        .split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .find_map(|part| part.parse().ok())
        .unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_file_is_read_and_every_line_has_a_number_its_hours_and_a_source() {
        let file: File = serde_json::from_str(SOURCE).expect("the file parses");
        assert_eq!(file.lines.len(), 14);
        for line in &file.lines {
            assert!(line.cc.len() == 2 && line.cc.bytes().all(|b| b.is_ascii_uppercase()), "{}", line.cc);
            assert!(!line.name.trim().is_empty(), "{}", line.cc);
            let call = line.call.as_deref().unwrap_or_default();
            assert!(call.bytes().any(|b| b.is_ascii_digit()), "{} has no number", line.cc);
            for number in [&line.call, &line.text, &line.chat, &line.hours].into_iter().flatten() {
                assert!(!number.trim().is_empty(), "{} has an empty field", line.cc);
            }
            assert!(line.hours.is_some(), "{} has no hours", line.cc);
            assert!(line.source.len() > 8, "{} has no source", line.cc);
            assert!(
                !line.emergency.is_empty() && line.emergency.iter().all(|n| !n.is_empty()),
                "{}",
                line.cc
            );
        }
        assert!(file.fallback.iter().all(|page| page.starts_with("https://")) && file.fallback.len() == 2);
    }

    #[test]
    fn a_country_has_its_lines_and_an_unknown_one_the_pages_that_find_them_anywhere() {
        let brazil = help_lines(Some("br"));
        assert_eq!(brazil.country.as_deref(), Some("BR"));
        assert_eq!(brazil.lines.first().and_then(|line| line.call.as_deref()), Some("188"));
        assert_eq!(help_lines(Some("US")).lines[0].text.as_deref(), Some("988"));
        for nowhere in [None, Some("XX"), Some(""), Some("brazil")] {
            let lines = help_lines(nowhere);
            assert_eq!((lines.country, lines.lines.len()), (None, 0));
            assert_eq!(lines.elsewhere.len(), 2);
            assert_eq!(lines.countries.len(), 14);
        }
    }

    #[test]
    fn what_its_source_leaves_in_doubt_is_not_shown() {
        for country in help_lines(None).countries {
            for line in help_lines(Some(&country)).lines {
                assert!(!format!("{line:?}").contains(DOUBT), "{country}");
            }
        }
        assert_eq!(help_lines(Some("AR")).lines[0].hours, None);
        assert_eq!(help_lines(Some("IT")).lines[0].hours.as_deref(), Some("10:00-24:00"));
    }

    #[test]
    fn the_day_of_the_last_check_is_read_from_the_file() {
        assert_eq!(lines_verified_on(), NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    }
}
