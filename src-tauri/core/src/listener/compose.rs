//! An answer in words: which sections it is made of, in which order, and whether it asks.

use super::{
    Found, Heard,
    choose::{Choose, Slots},
    intent::AboutHer,
    plan::{Plan, Telling},
    recall::{self, Asked, Match, Whose},
    reflect::Noticed,
    time::{self, TimeAsked},
};
use crate::{care::Crisis, ledger, locale::Language};
use chrono::{Datelike as _, Duration, Timelike as _};

/// How many found turns are quoted at most.
const QUOTES: usize = 3;

impl Plan {
    /// One wording of the answer.
    pub(super) fn compose(&self, heard: &Heard, language: Language, choose: &mut Choose<'_>) -> String {
        let mut answer = Answer { heard, language, slots: slots(heard, language), lines: Vec::new(), choose };
        match self {
            Self::Crisis(crisis) => answer.crisis(*crisis),
            Self::First => {
                answer.say("hello.first");
                answer.say("hello.first.more");
                answer.say("hello.ask");
            }
            Self::Greet => answer.greet(),
            Self::GoOn(noticed) => {
                answer.know(noticed);
                answer.say("goon");
                let asks = answer.asks();
                if asks || answer.lines.len() == 1 && answer.choose.chance(60) {
                    answer.say("goon.ask");
                }
            }
            Self::Pair(first, more) => answer.pair(first, more),
            Self::Bye { night, noticed } => {
                answer.know(noticed);
                answer.say(if *night { "bye.night" } else { "bye" });
                answer.say_quietly("bye.more");
            }
            Self::Recall { asked, matches, near } => answer.recall(asked, matches, *near),
            Self::Time(what) => answer.time(*what),
            Self::Went(went) => {
                answer.say_quietly("went");
                answer.lines.push(format!("\n\n{}", ledger::say(went, language)));
                return answer.lines.concat();
            }
            Self::Her(her, telling) => answer.her(*her, telling.as_deref()),
            Self::Diagnosis => {
                answer.say("advice.diagnosis");
                if answer.asks() {
                    answer.say("topic.health.ask");
                } else {
                    answer.say_quietly("health");
                }
            }
            Self::Long(telling, returns) => {
                answer.know(&telling.noticed);
                answer.say("long");
                if let Some((word, count)) = returns {
                    answer.slots.set("word", word.clone());
                    answer.slots.set("count", count.to_string());
                    answer.say("long.repeat");
                } else if let Some(feeling) = telling.noticed.feeling {
                    answer.say(&format!("{feeling}.open"));
                }
                if answer.asks() {
                    answer.say("long.ask");
                }
            }
            Self::Telling(telling) => answer.telling(telling),
        }
        answer.lines.join(" ")
    }
}

/// The turns that are quoted, with the words of each: the best first, one question mark among them at most.
pub(super) fn quoted<'m>(asked: &Asked, matches: &'m [Match]) -> Vec<(&'m Found, String)> {
    const ROOM: usize = 520;
    let mut questions = 1;
    let mut length = 0;
    let mut all: Vec<(&Found, String)> = Vec::new();
    let best = matches.first();
    for one in matches {
        // What holds less of what was asked than the best is left out.
        let as_good =
            best.is_none_or(|best| one.held >= best.held && one.found.by_user == best.found.by_user);
        if all.len() >= QUOTES || (!all.is_empty() && !as_good) {
            break;
        }
        let Some(words) = recall::quote(&one.found.text, &asked.words, questions) else { continue };
        length += words.chars().count();
        if length > ROOM && !all.is_empty() {
            break;
        }
        if all.iter().any(|(_, other)| *other == words) {
            continue;
        }
        questions -= words.matches(['?', '？']).count().min(questions);
        all.push((&one.found, words));
    }
    all
}

fn slots(heard: &Heard, language: Language) -> Slots {
    let mut slots = Slots::default();
    let name: String =
        heard.name.chars().filter(|c| !matches!(c, '?' | '？' | '\n' | '{' | '}')).take(60).collect();
    slots.set("name", name.trim());
    if let Some(since) = heard.since_last {
        slots.set("gap", time::length(since, language));
    }
    slots
}

/// An answer while it is put together.
struct Answer<'a, 'h> {
    heard: &'a Heard,
    language: Language,
    slots: Slots,
    lines: Vec<String>,
    choose: &'a mut Choose<'h>,
}

impl Answer<'_, '_> {
    fn say(&mut self, section: &str) -> bool {
        let asked = self.lines.iter().any(|line| line.contains('?'));
        let line = if asked {
            self.choose.quiet(section, &self.slots)
        } else {
            self.choose.line(section, &self.slots)
        };
        line.map(|line| self.lines.push(line)).is_some()
    }

    fn say_quietly(&mut self, section: &str) -> bool {
        self.choose.quiet(section, &self.slots).map(|line| self.lines.push(line)).is_some()
    }

    /// What was noticed may be named.
    fn know(&mut self, noticed: &Noticed) {
        self.slots.set("topic", noticed.topic.clone().unwrap_or_default());
        self.slots.set("person", noticed.person.clone().unwrap_or_default());
        let word = noticed.turn.as_ref().and_then(|(_, word)| word.clone());
        self.slots.set("word", word.unwrap_or_default());
    }

    /// Whether it is time for a question: rarely right after one, and rarely after two answers with one.
    fn asks(&mut self) -> bool {
        let mut hers =
            self.heard.recent.iter().rev().filter(|said| !said.by_user).map(|said| said.text.contains('?'));
        let percent = match (hers.next().unwrap_or(false), hers.next().unwrap_or(false)) {
            (true, true) => 10,
            (true, false) => 40,
            (false, true) => 60,
            (false, false) => 82,
        };
        self.choose.chance(percent)
    }

    fn crisis(&mut self, crisis: Crisis) {
        let (here, now, also) = match crisis {
            Crisis::Acute => ("crisis.here", "crisis.acute", "crisis.acute.also"),
            Crisis::Own => ("crisis.here", "crisis.now", "crisis.also"),
            Crisis::Other => ("crisis.other", "crisis.other.now", "crisis.other.also"),
        };
        // What to do comes first when every minute counts.
        if crisis == Crisis::Acute {
            self.say_quietly(now);
            self.say_quietly(also);
            self.say_quietly(here);
        } else {
            self.say_quietly(here);
            self.say_quietly(now);
            self.say_quietly(also);
        }
    }

    /// The greeting of the hour.
    fn hello(&mut self) {
        let section = match self.heard.now.hour() {
            5..=11 => "hello.morning",
            12..=17 => "hello.afternoon",
            18..=22 => "hello.evening",
            _ => "hello.night",
        };
        self.say(section);
    }

    /// How long it has been, where that is worth saying.
    fn gap(&mut self) -> bool {
        match self.heard.since_last {
            Some(since) if since >= Duration::days(14) => self.say("hello.long"),
            Some(since) if since >= Duration::days(3) => self.say("hello.days"),
            _ => false,
        }
    }

    fn greet(&mut self) {
        if self.heard.since_last.is_some_and(|since| since < Duration::hours(2)) && self.choose.chance(70) {
            self.say("hello.soon");
        } else {
            self.hello();
            self.gap();
        }
        let section = if self.choose.chance(70) { "hello.ask" } else { "hello.rest" };
        self.say(section);
    }

    fn pair(&mut self, first: &str, more: &str) {
        self.say(first);
        if self.asks() {
            self.say(more);
        } else {
            self.say_quietly(more);
        }
    }

    fn her(&mut self, her: AboutHer, telling: Option<&Telling>) {
        if let Some(telling) = telling {
            if telling.greeted {
                self.say("hello.brief");
            }
            self.know(&telling.noticed);
            self.slots.set("gist", telling.gist.clone().unwrap_or_default());
            self.answer_to(telling, false);
            // What was asked comes last, as it was asked.
            self.say_quietly(her.section());
            return;
        }
        if self.greeted_only(her) {
            self.hello();
        }
        if !self.say(her.section()) {
            self.say("her.what");
        }
        let returns = matches!(her, AboutHer::How | AboutHer::Life | AboutHer::Experience | AboutHer::Prefer);
        if returns && self.asks() {
            let section = if self.choose.chance(50) { "hello.ask" } else { "cheer.ask" };
            self.say(section);
        }
    }

    fn greeted_only(&mut self, her: AboutHer) -> bool {
        her == AboutHer::How && self.heard.since_last.is_none_or(|since| since > Duration::hours(3))
    }

    fn telling(&mut self, telling: &Telling) {
        self.know(&telling.noticed);
        self.slots.set("gist", telling.gist.clone().unwrap_or_default());
        let heavy = matches!(
            telling.noticed.feeling,
            Some(
                "feel.grief"
                    | "feel.shock"
                    | "feel.sad"
                    | "feel.lonely"
                    | "feel.worry"
                    | "feel.anger"
                    | "feel.guilt"
            )
        );
        let long_ago = self.heard.since_last.is_none_or(|since| since > Duration::hours(5));
        if telling.greeted && long_ago {
            self.say("hello.brief");
        }
        let weeks = self.heard.since_last.is_some_and(|since| since >= Duration::days(21));
        let now_and_then =
            self.heard.since_last.is_some_and(|since| since >= Duration::days(7)) && self.choose.chance(30);
        if !heavy && telling.before.is_none() && (weeks || now_and_then) {
            self.gap();
        }
        if let Some(before) = telling.before {
            self.say_quietly(before);
        }
        if let Some(found) = &telling.link {
            self.slots.set("when", time::when(found.at, self.heard.now, self.language));
            self.slots
                .set("quote", format!("“{}”", found.text.split_whitespace().collect::<Vec<_>>().join(" ")));
            self.answer_to(telling, false);
            self.say("link");
            self.say("link.after");
            return;
        }
        if telling.careful && self.choose.chance(45) {
            self.answer_to(telling, false);
            self.say("careful");
            return;
        }
        let asks = telling.before.is_none() && self.asks();
        self.answer_to(telling, asks);
        if asks {
            self.ask_about(telling);
        }
    }

    /// What she says to something told, without the question.
    fn answer_to(&mut self, telling: &Telling, asks: bool) {
        let noticed = &telling.noticed;
        let begun = self.lines.len();
        let topic_fits = noticed.topic_fits;
        let turn = noticed.turn.as_ref().map(|(section, _)| *section);
        let mut stay = "plain.stay".to_owned();
        if let Some(feeling) = noticed.feeling {
            stay = format!("{feeling}.stay");
            let named = noticed.matter.is_some() && !heavy(feeling) && self.choose.chance(35);
            if self.slots.gist_is_known() && !heavy(feeling) && self.choose.chance(18) {
                self.say("gist");
            } else if named && topic_fits && self.choose.chance(60) {
                self.say("topic.any");
            } else if noticed.matter == Some("topic.health")
                && matches!(feeling, "feel.worry" | "feel.tired" | "feel.stuck" | "feel.bored")
            {
                self.say("health");
            } else {
                self.say(&format!("{feeling}.open"));
            }
        } else if turn == Some("notice.name") {
            self.say("notice.name");
        } else if self.slots.gist_is_known() && self.choose.chance(38) {
            self.say("gist");
        } else if noticed.matter == Some("topic.health") {
            self.say("health");
        } else if telling.general && noticed.person.is_none() {
            self.say("wisdom");
        } else if let Some(matter) = noticed.matter {
            let options = [
                (self.choose.chance(55)).then(|| format!("{matter}.open")),
                noticed.person.is_some().then(|| "person.any".to_owned()),
                turn.map(str::to_owned),
                noticed.topic.is_some().then(|| "topic.any".to_owned()),
                Some(format!("{matter}.open")),
            ];
            let possible: Vec<&String> = options.iter().flatten().collect();
            if let Some(section) = self.choose.one(&possible).cloned() {
                self.with_topic(&section, topic_fits);
            }
        } else {
            let options = [
                turn,
                turn,
                noticed.topic.is_some().then_some("topic.any"),
                noticed.person.is_some().then_some("person.any"),
                Some("plain"),
            ];
            let possible: Vec<&str> = options.into_iter().flatten().collect();
            if let Some(section) = self.choose.one(&possible) {
                self.say(section);
            }
        }
        if self.lines.len() == begun {
            self.say("plain");
        }
        // A second thought: a turn of the sentence that was noticed, or a place to stay.
        let room = self.lines.len() < 4;
        let remark = turn.filter(|section| !self.said_of(section));
        let heavy = noticed.feeling.is_some_and(heavy);
        let named = noticed.topic.is_some() && !self.said_of("topic.any") && !heavy;
        if named
            && room
            && self.lines.len() == begun + 1
            && !self.names_the_topic(noticed)
            && self.choose.chance(30)
        {
            self.say("topic.any");
            return;
        }
        match remark {
            Some(section) if room && !heavy && self.choose.chance(35) => {
                self.say(section);
            }
            _ if room && self.choose.chance(if asks { 20 } else { 58 }) => {
                self.say(&stay);
            }
            _ => {}
        }
        // A few words are too little for what is heavy, and for what took a paragraph to say.
        let little = self.lines.len() == begun + 1;
        let short = self.lines.iter().map(|line| line.chars().count()).sum::<usize>() < 48;
        if !asks && little && (heavy || short || telling.words > 24) {
            let named = noticed.topic.is_some() && !heavy && !self.names_the_topic(noticed);
            if !(named && self.choose.chance(70) && self.say("topic.any")) {
                self.say(&stay);
            }
        }
    }

    /// Whether the thing named stands in the answer already.
    fn names_the_topic(&self, noticed: &Noticed) -> bool {
        let topic = noticed.topic.as_deref().unwrap_or_default().to_lowercase();
        let name = topic.rsplit(' ').next().unwrap_or_default();
        !name.is_empty() && self.lines.iter().any(|line| line.to_lowercase().contains(name))
    }

    /// Whether a line of `section` stands in the answer already.
    fn said_of(&self, section: &str) -> bool {
        self.choose.all(section).iter().any(|line| {
            self.slots.fill(line, self.language).is_some_and(|filled| self.lines.contains(&filled))
        })
    }

    /// Says a line of `section`, naming the topic only where it belongs.
    fn with_topic(&mut self, section: &str, topic_fits: bool) {
        if topic_fits || section == "topic.any" || section == "person.any" {
            self.say(section);
        } else {
            let slots = self.slots.clone();
            self.slots.unset("topic");
            self.say(section);
            self.slots = slots;
        }
    }

    /// The one question, after something told.
    fn ask_about(&mut self, telling: &Telling) {
        let noticed = &telling.noticed;
        let feeling = noticed.feeling.map(|of| format!("{of}.ask"));
        let matter = noticed.matter.map(|of| format!("{of}.ask"));
        let by_word = noticed.turn.as_ref().is_some_and(|(section, _)| *section == "notice.word")
            && self.said_of("notice.word");
        let general = telling.general && noticed.feeling.is_none();
        let options = [
            feeling.clone(),
            feeling.filter(|_| self.choose.chance(50)),
            matter.clone().filter(|_| !general),
            matter.filter(|_| noticed.topic_fits && !general),
            noticed.person.is_some().then(|| "person.any.ask".to_owned()),
            noticed.topic.is_some().then(|| "topic.any.ask".to_owned()),
            by_word.then(|| "notice.word.ask".to_owned()),
            general.then(|| "wisdom.ask".to_owned()),
        ];
        let possible: Vec<String> = options.into_iter().flatten().collect();
        let section = if possible.is_empty() {
            "plain.ask".to_owned()
        } else {
            let references: Vec<&String> = possible.iter().collect();
            self.choose.one(&references).cloned().unwrap_or_default()
        };
        self.with_topic(&section, noticed.topic_fits || section == "topic.any.ask");
    }

    fn recall(&mut self, asked: &Asked, matches: &[Match], near: bool) {
        let quotes = quoted(asked, matches);
        if quotes.is_empty() {
            if asked.words.is_empty() {
                self.say("found.what");
            } else {
                let words: String =
                    asked.words.join(" ").chars().filter(|c| !matches!(c, '?' | '？')).take(80).collect();
                self.slots.set("asked", format!("“{words}”"));
                self.say_quietly("found.none");
                self.say_quietly("found.none.more");
            }
            return;
        }
        for (at, (found, words)) in quotes.iter().enumerate() {
            self.slots.set("when", time::when(found.at, self.heard.now, self.language));
            self.slots.set("quote", words.clone());
            let section = match (found.by_user, asked.whose, at) {
                (true, Whose::Users, 0) if near => "found.near",
                (true, Whose::Users, 0) if asked.when => "found.when",
                (true, Whose::Users, 0) => "found.one",
                (true, Whose::Hers, 0) => "found.theirs.instead",
                (true, _, _) => "found.more",
                (false, Whose::Hers, 0) => "found.mine",
                (false, Whose::Users, 0) => "found.mine.instead",
                (false, _, _) => "found.mine.more",
            };
            // The words quoted may ask; the lines around them never do.
            self.say_quietly(section);
        }
        if self.choose.chance(40) {
            self.say_quietly("found.after");
        }
    }

    fn time(&mut self, what: TimeAsked) {
        let (now, language) = (self.heard.now, self.language);
        let section = match what {
            TimeAsked::Hour => {
                self.slots.set("time", time::hour(now, language));
                self.slots.set("sao", if now.hour() == 1 { "é" } else { "são" });
                "time.now"
            }
            TimeAsked::Date => {
                self.slots.set("date", time::date(now, language));
                "time.date"
            }
            TimeAsked::Weekday => {
                self.slots.set("weekday", time::weekday(now, language));
                "time.weekday"
            }
            TimeAsked::Year => {
                self.slots.set("year", now.year().to_string());
                "time.year"
            }
            TimeAsked::Gap => return self.since(),
        };
        self.say(section);
        if self.choose.chance(45) {
            self.say_quietly("time.more");
        }
    }

    /// How long since the two last spoke.
    fn since(&mut self) {
        let (now, language) = (self.heard.now, self.language);
        let Some(since) = self.heard.since_last else {
            self.say("time.gap.none");
            return;
        };
        let (section, last) = if since >= time::APART {
            ("time.gap", self.heard.recent.last().map(|said| said.at))
        } else {
            match time::talk_before(now, &self.heard.recent) {
                Some(last) => {
                    self.slots.set("gap", time::length(now - last, language));
                    ("time.gap.before", Some(last))
                }
                None => ("time.gap.now", None),
            }
        };
        let last = last.or_else(|| now.checked_sub_signed(since)).unwrap_or(now);
        self.slots.set("last", time::when(last, now, language));
        self.slots.set("last_bare", time::date(last, language));
        self.say_quietly(section);
    }
}

/// Feelings beside which nothing light is said.
fn heavy(feeling: &str) -> bool {
    matches!(
        feeling,
        "feel.grief" | "feel.shock" | "feel.sad" | "feel.lonely" | "feel.guilt" | "feel.anger" | "feel.worry"
    )
}
