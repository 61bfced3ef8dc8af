//! Time in words: the hour, the date, how long ago, and the questions about them.

use super::{Said, words};
use crate::locale::Language;
use chrono::{DateTime, Datelike as _, Duration, FixedOffset, Timelike as _};

/// What is asked about time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeAsked {
    Hour,
    Date,
    Weekday,
    Year,
    /// How long since the two last spoke.
    Gap,
}

/// Silence that parts one talk from the next.
pub(super) const APART: Duration = Duration::minutes(45);

/// What `line` (plain words) asks about time, if it does.
pub(super) fn asked(line: &str) -> Option<TimeAsked> {
    let says = |phrases: &str| words::says(line, phrases);
    let we = says(
        "we|us|talk|talked|spoke|spoken|speak|chat|chatted|a gente|nos|nossa|conversamos|falamos|conversa|conversou|falou comigo|falar|nos falamos|sumi|sumido|sumida|here|aqui",
    );
    let gap = says(
        "how long has it been|how long since|how long is it since|how many days since|when did we last|when was the last time we|\
         when did we talk last|last time we talked|last time we spoke|how long was i gone|how long was i away|how long have i been gone|\
         how long have i been away|quanto tempo faz|faz quanto tempo|ha quanto tempo|a quanto tempo|quantos dias faz|faz quantos dias|\
         ha quantos dias|quanto tempo a gente|quanto tempo que a gente|quanto tempo sem|quanto tempo nao|quanto tempo desde|\
         quando foi a ultima vez que a gente|quando foi a ultima vez que nos|quando foi nossa ultima|quando foi a nossa ultima|\
         quando a gente se falou|quando nos falamos|quanto tempo eu sumi|quanto tempo fiquei sem|quando conversamos pela ultima",
    );
    let other = says("i|eu")
        && says("since i moved|since i started|since i stopped|trabalho|moro|estudo|namoro|fumo");
    if gap && we && !other && !says("about|sobre") {
        Some(TimeAsked::Gap)
    } else if says(
        "what time is it|what time it is|whats the time|what is the time|do you have the time|got the time|current time|time is it|\
         que horas sao|que hora e|que horas e|q horas sao|que hora sao|sabe as horas|me diz as horas|tem horas|ver as horas|que horas tem",
    ) {
        Some(TimeAsked::Hour)
    } else if says(
        "what day of the week|which day of the week|what weekday|dia da semana e|qual dia da semana|que dia da semana|em que dia da semana",
    ) {
        Some(TimeAsked::Weekday)
    } else if says(
        "what day is it|what day is today|whats the date|what is the date|whats todays date|what is todays date|todays date|what date is it|\
         whats today|which day is it|what month is it|que dia e hoje|q dia e hoje|hoje e que dia|que dia estamos|qual a data|qual e a data|\
         que data e hoje|data de hoje|que dia e|em que mes|que mes estamos|que mes e|hoje e dia quanto|que dia que e hoje",
    ) {
        Some(TimeAsked::Date)
    } else if says("what year is it|what year are we|which year is it|em que ano|que ano estamos|que ano e") {
        Some(TimeAsked::Year)
    } else {
        None
    }
}

/// The hour on the clock: `2:05 pm`, `14h05`.
pub(super) fn hour(at: DateTime<FixedOffset>, language: Language) -> String {
    match language {
        Language::PtBr => format!("{}h{:02}", at.hour(), at.minute()),
        Language::En => {
            let (pm, hour) = at.hour12();
            format!("{hour}:{:02} {}", at.minute(), if pm { "pm" } else { "am" })
        }
    }
}

pub(super) fn weekday(at: DateTime<FixedOffset>, language: Language) -> &'static str {
    use chrono::Weekday as W;
    match (language, at.weekday()) {
        (Language::PtBr, W::Mon) => "segunda-feira",
        (Language::PtBr, W::Tue) => "terça-feira",
        (Language::PtBr, W::Wed) => "quarta-feira",
        (Language::PtBr, W::Thu) => "quinta-feira",
        (Language::PtBr, W::Fri) => "sexta-feira",
        (Language::PtBr, W::Sat) => "sábado",
        (Language::PtBr, W::Sun) => "domingo",
        (Language::En, W::Mon) => "Monday",
        (Language::En, W::Tue) => "Tuesday",
        (Language::En, W::Wed) => "Wednesday",
        (Language::En, W::Thu) => "Thursday",
        (Language::En, W::Fri) => "Friday",
        (Language::En, W::Sat) => "Saturday",
        (Language::En, W::Sun) => "Sunday",
    }
}

/// The months, by language, January first.
pub(super) fn months(language: Language) -> [&'static str; 12] {
    match language {
        Language::PtBr => [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        Language::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    }
}

/// The day and the month: `8 May`, `8 de maio`, `1º de maio`.
fn day_month(at: DateTime<FixedOffset>, language: Language) -> String {
    let month = months(language).get(at.month0() as usize).copied().unwrap_or_default();
    match (language, at.day()) {
        (Language::PtBr, 1) => format!("1º de {month}"),
        (Language::PtBr, day) => format!("{day} de {month}"),
        (Language::En, day) => format!("{day} {month}"),
    }
}

/// The whole date: `Monday, 8 May 2023`.
pub(super) fn date(at: DateTime<FixedOffset>, language: Language) -> String {
    let (day, name, year) = (day_month(at, language), weekday(at, language), at.year());
    match language {
        Language::PtBr => format!("{name}, {day} de {year}"),
        Language::En => format!("{name}, {day} {year}"),
    }
}

/// When something was said, seen from `now`, as it stands in a sentence: `yesterday, 7 May`, `on 8 May 2023`.
pub(super) fn when(at: DateTime<FixedOffset>, now: DateTime<FixedOffset>, language: Language) -> String {
    let days = now.date_naive().signed_duration_since(at.date_naive()).num_days();
    let day = day_month(at, language);
    match (language, days) {
        (Language::PtBr, 0) => format!("hoje, às {}", hour(at, language)),
        (Language::En, 0) => format!("today at {}", hour(at, language)),
        (Language::PtBr, 1) => format!("ontem, {day},"),
        (Language::En, 1) => format!("yesterday, {day},"),
        (Language::PtBr, 2) => format!("anteontem, {day},"),
        (Language::PtBr, 3..=6) => {
            let name = weekday(at, language);
            format!("{} {name}, {day},", if name.ends_with("feira") { "na" } else { "no" })
        }
        (Language::En, 2..=6) => format!("on {}, {day},", weekday(at, language)),
        (Language::PtBr, _) if at.year() == now.year() => format!("em {day}"),
        (Language::En, _) if at.year() == now.year() => format!("on {day}"),
        (Language::PtBr, _) => format!("em {day} de {}", at.year()),
        (Language::En, _) => format!("on {day} {}", at.year()),
    }
}

/// A length of time in words: `three days`, `dois meses`. Never less than a minute, and rounded as people do.
pub(super) fn length(span: Duration, language: Language) -> String {
    let minutes = span.num_minutes().max(0);
    let (hours, days) = (span.num_hours(), span.num_days());
    let (count, pt, en) = match () {
        () if minutes < 1 => {
            return match language {
                Language::PtBr => "menos de um minuto".to_owned(),
                Language::En => "less than a minute".to_owned(),
            };
        }
        () if minutes < 60 => (minutes, ("minuto", "minutos"), ("minute", "minutes")),
        () if hours < 24 => (hours, ("hora", "horas"), ("hour", "hours")),
        () if days < 14 => (days, ("dia", "dias"), ("day", "days")),
        () if days < 60 => (days / 7, ("semana", "semanas"), ("week", "weeks")),
        () if days < 365 => ((days * 10 / 304).max(2), ("mês", "meses"), ("month", "months")),
        () => {
            let (years, months) = (days / 365, (days % 365) * 10 / 304);
            let years_said = unit(years, ("ano", "anos"), ("year", "years"), language);
            if months == 0 || years > 2 {
                return years_said;
            }
            let months_said = unit(months, ("mês", "meses"), ("month", "months"), language);
            return match language {
                Language::PtBr => format!("{years_said} e {months_said}"),
                Language::En => format!("{years_said} and {months_said}"),
            };
        }
    };
    unit(count, pt, en, language)
}

/// A count and its unit, small counts in words.
fn unit(count: i64, pt: (&str, &str), en: (&str, &str), language: Language) -> String {
    const EN: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    const PT: [&str; 13] = [
        "zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze",
        "doze",
    ];
    let (words, (one, many)) = match language {
        Language::PtBr => (PT, pt),
        Language::En => (EN, en),
    };
    let feminine = language == Language::PtBr && (one.ends_with("hora") || one.ends_with("semana"));
    let number = match (usize::try_from(count).ok().and_then(|at| words.get(at).copied()), feminine) {
        (Some("um"), true) => "uma".to_owned(),
        (Some("dois"), true) => "duas".to_owned(),
        (Some(word), _) => word.to_owned(),
        (None, _) => count.to_string(),
    };
    format!("{number} {}", if count == 1 { one } else { many })
}

/// The last turn of the talk before this one, where the latest turns reach back to it.
pub(super) fn talk_before(now: DateTime<FixedOffset>, recent: &[Said]) -> Option<DateTime<FixedOffset>> {
    let mut later = now;
    for said in recent.iter().rev() {
        if later - said.at >= APART {
            return Some(said.at);
        }
        later = said.at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn questions_about_time_are_known() {
        let check = |text: &str, expected| assert_eq!(asked(&words::line(text)), expected, "{text}");
        check("What time is it?", Some(TimeAsked::Hour));
        check("que horas são?", Some(TimeAsked::Hour));
        check("que dia é hoje?", Some(TimeAsked::Date));
        check("What's the date today?", Some(TimeAsked::Date));
        check("que dia da semana é hoje?", Some(TimeAsked::Weekday));
        check("what year is it", Some(TimeAsked::Year));
        check("how long since we talked?", Some(TimeAsked::Gap));
        check("How long has it been since we last spoke?", Some(TimeAsked::Gap));
        check("quanto tempo faz que a gente não se fala?", Some(TimeAsked::Gap));
        check("faz quanto tempo que não conversamos?", Some(TimeAsked::Gap));
        check("há quanto tempo eu trabalho lá?", None);
        check("when did we last talk about the trip?", None);
        check("I had a good time", None);
    }

    #[test]
    fn a_date_is_said_as_people_say_it() {
        let now = at("2024-05-09T10:00:00-03:00");
        let check = |then: &str, pt: &str, en: &str| {
            assert_eq!(when(at(then), now, Language::PtBr), pt);
            assert_eq!(when(at(then), now, Language::En), en);
        };
        check("2024-05-09T08:05:00-03:00", "hoje, às 8h05", "today at 8:05 am");
        check("2024-05-08T23:59:00-03:00", "ontem, 8 de maio,", "yesterday, 8 May,");
        check("2024-05-04T12:00:00-03:00", "no sábado, 4 de maio,", "on Saturday, 4 May,");
        check("2024-03-01T12:00:00-03:00", "em 1º de março", "on 1 March");
        check("2023-05-08T13:56:00-03:00", "em 8 de maio de 2023", "on 8 May 2023");
    }

    #[test]
    fn a_length_of_time_is_said_in_words() {
        let check = |span: Duration, pt: &str, en: &str| {
            assert_eq!(length(span, Language::PtBr), pt);
            assert_eq!(length(span, Language::En), en);
        };
        check(Duration::seconds(20), "menos de um minuto", "less than a minute");
        check(Duration::hours(1), "uma hora", "one hour");
        check(Duration::days(3), "três dias", "three days");
        check(Duration::days(15), "duas semanas", "two weeks");
        check(Duration::days(90), "dois meses", "two months");
        check(Duration::days(365), "um ano", "one year");
        check(Duration::days(365 + 62), "um ano e dois meses", "one year and two months");
        check(Duration::days(-4), "menos de um minuto", "less than a minute");
    }
}
