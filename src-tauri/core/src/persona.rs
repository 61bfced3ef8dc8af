//! Who she is, as a model is told. The interview and cards come with their own rooms; until then she is the
//! same for everybody, but for her name.

use crate::locale::{Language, text};
use chrono::{DateTime, Datelike as _, FixedOffset, TimeDelta, Timelike as _};

/// What a model is told of the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// On the person's wall clock.
    pub now: DateTime<FixedOffset>,
    /// Since the last turn before this one; `None` when nothing was ever said.
    pub since_last: Option<TimeDelta>,
}

/// Who she is: an AI, her name, her manner, her language. Never changes while these don't.
pub fn who(language: Language, name: &str) -> String {
    text(language, "prompt-who", &[("name", name)])
}

/// The hour and how long since the last talk, as a line of the app's own. Changes with every answer, so it stands last.
pub fn moment(language: Language, moment: &Circumstances) -> String {
    let when = text(
        language,
        "prompt-when",
        &[
            (
                "weekday",
                &text(language, &format!("weekday-{}", moment.now.weekday().num_days_from_monday()), &[]),
            ),
            ("day", &moment.now.day().to_string()),
            ("month", &text(language, &format!("month-{}", moment.now.month()), &[])),
            ("year", &moment.now.year().to_string()),
            ("time", &format!("{:02}:{:02}", moment.now.hour(), moment.now.minute())),
        ],
    );
    let since = match moment.since_last {
        None => text(language, "prompt-since-never", &[]),
        Some(gap) => text(language, "prompt-since", &[("gap", &gap_in_words(language, gap))]),
    };
    format!("[{when} {since}]")
}

/// "3 days", "duas horas": the largest unit that fits. A clock set back counts as no time at all.
pub fn gap_in_words(language: Language, gap: TimeDelta) -> String {
    let minutes = gap.num_minutes().max(0);
    let (unit, n) = match minutes {
        0..=1 => return text(language, "gap-moment", &[]),
        2..=59 => ("minutes", minutes),
        60..=1_439 => ("hours", minutes / 60),
        1_440..=86_399 => ("days", minutes / 1_440),
        86_400..=525_599 => ("months", minutes / 43_200),
        _ => ("years", minutes / 525_600),
    };
    let form = if n == 1 { "one" } else { "other" };
    text(language, &format!("gap-{unit}-{form}"), &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_told_in_its_largest_unit() {
        let check = |gap, en: &str, pt: &str| {
            assert_eq!(gap_in_words(Language::En, gap), en);
            assert_eq!(gap_in_words(Language::PtBr, gap), pt);
        };
        check(TimeDelta::seconds(-5), "a moment", "um instante");
        check(TimeDelta::minutes(2), "2 minutes", "2 minutos");
        check(TimeDelta::minutes(61), "1 hour", "1 hora");
        check(TimeDelta::days(1), "1 day", "1 dia");
        check(TimeDelta::days(59), "59 days", "59 dias");
        check(TimeDelta::days(61), "2 months", "2 meses");
        check(TimeDelta::days(366), "1 year", "1 ano");
    }

    #[test]
    fn what_she_is_told_is_whole_in_both_languages() {
        let now = DateTime::parse_from_rfc3339("2026-11-22T21:07:00-03:00").unwrap();
        for language in Language::ALL {
            let moment = Circumstances { now, since_last: Some(TimeDelta::days(3)) };
            insta::assert_snapshot!(
                format!("prompt-{}", language.tag()),
                format!("{}\n\n{}", who(language, "Samantha"), super::moment(language, &moment))
            );
        }
    }
}
