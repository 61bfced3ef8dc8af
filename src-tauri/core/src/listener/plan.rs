//! What an answer is to be about, decided once; how it is worded is decided in [`super::compose`].

use super::{
    Find, Found, Heard,
    choose::number_of,
    gist,
    intent::{self, AboutHer, Kind},
    language,
    recall::{self, Asked, Match, Whose},
    reflect::{self, Noticed},
    time::{self, TimeAsked},
    words,
};
use crate::{
    care::{self, Crisis},
    id::TurnId,
    ledger::Went,
    locale::Language,
};
use chrono::Duration;

/// What an answer is about.
pub(super) enum Plan {
    Crisis(Crisis),
    /// The very first words between them.
    First,
    /// She opens a talk, or is greeted.
    Greet,
    /// She goes on, unasked.
    GoOn(Noticed),
    /// A pair of sections: a beginning and what may follow it.
    Pair(&'static str, &'static str),
    Bye {
        night: bool,
        noticed: Noticed,
    },
    Recall {
        asked: Asked,
        matches: Vec<Match>,
        near: bool,
    },
    Time(TimeAsked),
    /// What left this computer, from the ledger's rows.
    Went(Went),
    /// A question about herself, and what else was said with it.
    Her(AboutHer, Option<Box<Telling>>),
    /// A question about what a body has.
    Diagnosis,
    Long(Box<Telling>, Option<(String, usize)>),
    Telling(Box<Telling>),
}

/// Something told, and what was noticed in it.
pub(super) struct Telling {
    pub noticed: Noticed,
    /// A general truth rather than something of the person's own.
    pub general: bool,
    /// How many words it took.
    pub words: usize,
    /// A clause of it from her side: "you adopted a cat".
    pub gist: Option<String>,
    /// Whether they greeted her first.
    pub greeted: bool,
    /// A section whose line comes first: thanks, or what she can't answer.
    pub before: Option<&'static str>,
    /// Something said earlier that this touches.
    pub link: Option<Found>,
    /// Whether they spoke of dying a short while ago.
    pub careful: bool,
}

/// More words than this are a long text.
const LONG: usize = 130;

impl Plan {
    pub(super) fn of(heard: &Heard, language: Language, seed: u64, find: Find<'_>) -> Self {
        let (text, picture) = without_picture(&heard.text);
        let text = words::looked_at(text.trim());
        if text.is_empty() && !picture {
            if heard.pictures > 0 {
                return Self::Pair("shown", "shown.more");
            }
            return Self::unasked(heard, language);
        }
        if let Some(crisis) = care::crisis(&heard.text) {
            return Self::Crisis(crisis);
        }
        if text.is_empty() {
            return Self::Pair("picture", "picture.more");
        }
        if let Some(odd) = odd(text) {
            return odd;
        }
        let sentences = words::sentences(text);
        let kinds: Vec<Kind> = sentences.iter().take(60).map(|sentence| intent::kind_of(sentence)).collect();
        let careful = heard.recent.iter().rev().take(10).any(|said| {
            said.by_user && heard.now - said.at < Duration::hours(24) && care::in_crisis(&said.text)
        });
        if let Some(plan) = Self::asked(heard, &sentences, &kinds, find) {
            return plan;
        }
        let has = |wanted: &Kind| kinds.contains(wanted);
        let told: Vec<&str> = sentences
            .iter()
            .zip(&kinds)
            .filter(|(_, kind)| matches!(kind, Kind::Statement { .. }))
            .map(|(sentence, _)| *sentence)
            .collect();
        let of_self = kinds.contains(&Kind::Statement { of_self: true });
        let told_words: usize = told.iter().map(|sentence| words::words(sentence).len()).sum();
        let telling = |before: Option<&'static str>, link: Option<Found>| {
            let told = if told.is_empty() { text.to_owned() } else { told.join(" ") };
            Box::new(Telling {
                noticed: reflect::notice(&told, language),
                general: !of_self && told_words > 3 && intent::is_general(&words::line(&told)),
                gist: gist::gist(&told, language),
                words: told_words,
                greeted: has(&Kind::Greeting),
                before,
                link,
                careful,
            })
        };
        if has(&Kind::Goodbye) && (kinds.last() == Some(&Kind::Goodbye) || told_words < 12) {
            let sleep =
                words::says(&words::line(text), "night|sleep|bed|dormir|deitar|boa noite|cama|goodnight");
            let late = !(5..20).contains(&chrono::Timelike::hour(&heard.now));
            let noticed =
                if told_words > 4 { reflect::notice(&told.join(" "), language) } else { Noticed::default() };
            return Self::Bye { night: sleep || late, noticed };
        }
        if has(&Kind::Leave) {
            return Self::Pair("leave", "leave.more");
        }
        let something = told_words > 3 && (of_self || told_words > 6);
        let her = kinds.iter().rev().find_map(|kind| match kind {
            Kind::Her(her) => Some(*her),
            _ => None,
        });
        if let Some(her) = her {
            return Self::Her(her, (something && of_self).then(|| telling(None, None)));
        }
        let question = kinds.iter().find(|kind| matches!(kind, Kind::Question | Kind::Advice | Kind::Task));
        if let Some(question) = question {
            let noticed = reflect::notice(text, language);
            if noticed.matter == Some("topic.health") && *question != Kind::Task && is_diagnosis(text) {
                return Self::Diagnosis;
            }
            if *question == Kind::Question && has(&Kind::Cheer) {
                return Self::Pair("cheer", "cheer.ask");
            }
            let (first, more) = match question {
                Kind::Advice => ("advice", "advice.more"),
                Kind::Task => ("cant.do", "cant.do.more"),
                _ => ("cant.answer", "cant.answer.more"),
            };
            return if something && of_self && *question == Kind::Question {
                Self::Telling(telling(Some(first), None))
            } else {
                Self::Pair(first, more)
            };
        }
        if words::words(text).len() > LONG {
            return Self::Long(telling(None, None), reflect::returns_to(text, language));
        }
        if something && (of_self || !(has(&Kind::Praise) || has(&Kind::Cheer) || has(&Kind::Thanks))) {
            let link = if careful { None } else { link(heard, text, language, seed, find) };
            let before = if has(&Kind::Insult) { Some("her.insult") } else { None };
            return Self::Telling(telling(before, link));
        }
        Self::short(&kinds, heard).unwrap_or_else(|| Self::Telling(telling(None, None)))
    }

    /// Nothing was said to her: she speaks first, or goes on.
    fn unasked(heard: &Heard, language: Language) -> Self {
        if heard.recent.is_empty() && heard.since_last.is_none() {
            return Self::First;
        }
        if heard.since_last.is_none_or(|since| since >= time::APART) {
            return Self::Greet;
        }
        let noticed = heard
            .recent
            .iter()
            .rev()
            .filter(|said| said.by_user && language::of_text(&said.text) == Some(language))
            .take(6)
            .map(|said| reflect::notice(&said.text, language))
            .find(|noticed| noticed.topic.is_some())
            .unwrap_or_default();
        Self::GoOn(noticed)
    }

    /// A question about time, about what was said, or about what left, where one is asked.
    fn asked(heard: &Heard, sentences: &[&str], kinds: &[Kind], find: Find<'_>) -> Option<Self> {
        if kinds.iter().any(|kind| matches!(kind, Kind::Went(_))) {
            // Without the rows nothing is claimed of them.
            return Some(heard.went.clone().map_or(Self::Her(AboutHer::Private, None), Self::Went));
        }
        if let Some(Kind::Time(what)) = kinds.iter().rev().find(|kind| matches!(kind, Kind::Time(_))) {
            return Some(Self::Time(*what));
        }
        // A question in the middle of a longer telling is not what the telling is about.
        let at = kinds.iter().rposition(|kind| matches!(kind, Kind::Recall(_)));
        if let Some(at) = at
            && kinds.len() - at <= 2
            && let (Some(Kind::Recall(asked)), Some(sentence)) = (kinds.get(at), sentences.get(at))
        {
            let matches = recall::matches(asked, sentence, heard.now, find);
            let held = matches.first().map_or(0, |one| one.held);
            let wanted = asked.words.len();
            let own = words::says(&words::line(sentence), "my|meu|minha|meus|minhas");
            if asked.plainly || (held > 0 && (held == wanted || held >= 2 || own)) {
                return Some(Self::Recall { asked: asked.clone(), near: held * 2 < wanted, matches });
            }
            return Some(if is_diagnosis(sentence) {
                Self::Diagnosis
            } else {
                Self::Pair("cant.answer", "cant.answer.more")
            });
        }
        // Any other question may be one that something said long ago answers.
        let at = kinds.iter().rposition(|kind| *kind == Kind::Question)?;
        let sentence = sentences.get(at).filter(|_| kinds.len() - at <= 1 && kinds.len() <= 2)?;
        let asked =
            Asked { words: recall::wanted(sentence), whose: Whose::Users, when: false, plainly: false };
        if asked.words.len() < 2 {
            return None;
        }
        let matches = recall::matches(&asked, sentence, heard.now, find);
        let held = matches.first().map_or(0, |one| one.held);
        (held >= 2 && held * 3 >= asked.words.len() * 2).then_some(Self::Recall {
            asked,
            near: true,
            matches,
        })
    }

    /// An answer to a few words.
    fn short(kinds: &[Kind], heard: &Heard) -> Option<Self> {
        let has = |wanted: Kind| kinds.contains(&wanted);
        let pair = |first, more| Some(Self::Pair(first, more));
        if has(Kind::Leave) {
            pair("leave", "leave.more")
        } else if has(Kind::Sorry) {
            pair("sorry", "sorry.more")
        } else if has(Kind::Wish) {
            pair("wish", "wish.more")
        } else if has(Kind::Insult) {
            pair("her.insult", "her.insult.more")
        } else if has(Kind::Praise) {
            pair("her.praise", "her.praise.more")
        } else if has(Kind::Cheer) {
            pair("cheer", "cheer.ask")
        } else if has(Kind::Thanks) {
            pair("thanks", "thanks.more")
        } else if has(Kind::Agree) {
            pair("agree", "okay.more")
        } else if has(Kind::Greeting) {
            Some(if heard.since_last.is_none() && heard.recent.is_empty() {
                Self::First
            } else {
                Self::Greet
            })
        } else if has(Kind::DontKnow) {
            pair("dunno", "dunno.more")
        } else if has(Kind::Yes) {
            pair("yes", "yes.more")
        } else if has(Kind::No) {
            pair("no", "no.more")
        } else if has(Kind::Laugh) {
            pair("laugh", "laugh.more")
        } else if has(Kind::Okay) {
            pair("okay", "okay.more")
        } else if has(Kind::Hm) {
            pair("hm", "hm.more")
        } else {
            None
        }
    }

    /// Whether there is room beside it to say that no model is connected.
    pub(super) fn leaves_room_for_the_model(&self) -> bool {
        !matches!(self, Self::Crisis(_) | Self::Bye { .. })
    }

    /// Whether it is to repeat words as they stand: said before, or written in the ledger.
    pub(super) fn quotes(&self) -> bool {
        match self {
            Self::Recall { matches, .. } => !matches.is_empty(),
            Self::Telling(telling) => telling.link.is_some(),
            Self::Went(_) => true,
            _ => false,
        }
    }

    /// The turns whose words it repeats.
    pub(super) fn found(&self) -> Vec<TurnId> {
        match self {
            Self::Recall { asked, matches, .. } => {
                super::compose::quoted(asked, matches).into_iter().map(|(one, _)| one.turn).collect()
            }
            Self::Telling(telling) => telling.link.iter().map(|found| found.turn).collect(),
            _ => Vec::new(),
        }
    }
}

/// Whether a question asks her to judge a body.
fn is_diagnosis(text: &str) -> bool {
    words::says(
        &words::line(text),
        "do i have|is it serious|could it be|is this normal|is that normal|what do i have|should i take|is that bad|am i sick|am i pregnant|what is wrong with me|\
         sera que e|sera que estou|sera que to|e grave|e serio|que eu tenho|e normal|devo tomar|posso tomar|pode ser|o que pode ser|estou doente|to doente|estou gravida|e perigoso",
    )
}

/// The text without its line about a picture, and whether there was one.
fn without_picture(text: &str) -> (String, bool) {
    let picture = |line: &str| {
        let line = line.trim_start().to_lowercase();
        ["[picture:", "[imagem:", "[foto:"].iter().any(|mark| line.starts_with(mark))
    };
    let kept: Vec<&str> = text.lines().filter(|line| !picture(line)).collect();
    (kept.join("\n"), text.lines().any(picture))
}

/// Text that is not words to answer: signs, other scripts, code.
fn odd(text: &str) -> Option<Plan> {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && (*c as u32) < 0x250).count();
    let signs = text.chars().filter(|c| "{}[]();=<>|&$#@\\/*_^~`%+".contains(*c)).count();
    if letters == 0 {
        let pictures =
            text.chars().any(|c| !c.is_ascii() && !c.is_alphanumeric() && !"…—–“”«»¿¡‘’".contains(c));
        return Some(if pictures {
            Plan::Pair("emoji", "emoji.more")
        } else if text.chars().any(char::is_numeric) {
            Plan::Pair("unreadable", "unreadable.more")
        } else {
            Plan::Pair("hm", "hm.more")
        });
    }
    if latin * 2 < letters {
        return Some(Plan::Pair("unreadable", "unreadable.more"));
    }
    let code = text.contains("```")
        || (signs >= 6 && signs * 10 > letters)
        || ["</", "/>", "();", "){", "#include", "SELECT * FROM", "DROP TABLE", "=> {", "def ", "fn main"]
            .iter()
            .filter(|mark| text.contains(**mark))
            .count()
            >= 2;
    if code {
        return Some(Plan::Pair("code", "code.more"));
    }
    let address = text.split_whitespace().count() == 1 && (text.starts_with("http") || text.contains("://"));
    address.then_some(Plan::Pair("unreadable", "unreadable.more"))
}

/// Something the person said days ago about the same thing, now and then.
fn link(heard: &Heard, text: &str, language: Language, seed: u64, find: Find<'_>) -> Option<Found> {
    const ONE_IN: u64 = 6;
    let quoted_lately =
        heard.recent.iter().rev().take(14).any(|said| !said.by_user && said.text.contains('“'));
    if !(seed ^ number_of("link")).is_multiple_of(ONE_IN) || quoted_lately || heard.recent.len() < 6 {
        return None;
    }
    let noticed = reflect::notice(text, language);
    let about = noticed.person.or(noticed.topic)?;
    let head = words::words(&about).into_iter().rev().find(|word| word.plain.chars().count() > 3)?;
    let wanted = [head.said.to_lowercase()];
    find(&wanted, 8).into_iter().find(|found| {
        found.by_user
            && heard.now - found.at > Duration::days(7)
            && (30..160).contains(&found.text.chars().count())
            && !found.text.contains(['?', '“', '['])
            && language::of_text(&found.text) == Some(language)
            && !care::in_crisis(&found.text)
            && words::words(&found.text).iter().any(|word| words::alike(&word.plain, &head.plain))
    })
}
