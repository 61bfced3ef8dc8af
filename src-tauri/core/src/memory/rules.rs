//! What is drawn from the user's own words without a model: careful rules for Portuguese and English. Precision goes
//! before recall: from what may be a question, a wish, a joke, a quote or somebody else's word, nothing is drawn.
//!
//! A text is cut into sentences (`tokens`); a sentence that may not be meant is left alone (`doubt`); at each place where
//! a clause begins the patterns of both languages are tried (`pattern`, `english`, `portuguese`), whose values are read
//! from the words (`value`, `when`). The slots are those of [`super::slots`]. Time grows with the length of the text,
//! and nothing is drawn from more than 1,500 characters.

pub(super) mod doubt;
mod english;
mod habit;
mod pattern;
mod portuguese;
pub(super) mod tokens;
mod told;
mod value;
mod when;
mod words;

use super::fact::{Drawn, Says};
use crate::{id::TurnId, locale::Language};
use chrono::NaiveDate;
use pattern::{Compiled, Form, Line, Somebody};
use std::sync::LazyLock;
use tokens::{Gap, Sentence, Token};
pub(super) use words::has;

/// One turn of the user's.
#[derive(Clone, Copy, Debug)]
pub struct SaidBy<'a> {
    pub turn: TurnId,
    pub text: &'a str,
    /// The day it was said on, on the wall clock it was said by: "tomorrow" counts from here.
    pub day: NaiveDate,
    /// The language it is in, where that is known: its rules are tried first.
    pub language: Option<Language>,
}

static PORTUGUESE: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| portuguese::RULES.iter().map(pattern::compile).collect());
static ENGLISH: LazyLock<Vec<Compiled>> =
    LazyLock::new(|| english::RULES.iter().map(pattern::compile).collect());

/// What one turn says, with the words that say it, in the order it was said. The same statement once.
pub fn draw(said: &SaidBy<'_>) -> Vec<Drawn> {
    if doubt::of_text(said.text) {
        return Vec::new();
    }
    let plain = doubt::without_quotes(said.text);
    let mut drawing = Drawing { said: *said, drawn: Vec::new(), last: None, greeted: false };
    let sentences = tokens::sentences(&plain);
    // "I'm Marcus, nice to meet you": met as well as greeted.
    drawing.greeted = sentences.iter().any(|sentence| {
        let words = sentence.tokens.iter().map(|token| token.plain.as_str()).collect::<Vec<_>>();
        words.windows(2).any(|pair| matches!(pair, ["meet", "you"] | ["te", "conhecer"]))
            || words.contains(&"prazer")
    });
    for sentence in sentences {
        drawing.greeted |= sentence.tokens.first().is_some_and(|token| has(GREETINGS, &token.plain));
        match doubt::of_sentence(&sentence) {
            doubt::Doubt::None => drawing.sentence(&sentence),
            doubt::Doubt::Reported => drawing.names(&sentence),
            doubt::Doubt::All => drawing.last = None,
        }
    }
    drawing.drawn
}

/// Who a clause speaks of.
#[derive(Clone, Debug)]
enum Subject {
    User,
    Someone(Somebody),
}

impl Subject {
    /// With the name that was just told: "my mother is called Ruth. She lives in Leeds."
    fn called(self, told: &[(Drawn, String)]) -> Self {
        match self {
            Self::Someone(mut somebody) if somebody.name.is_empty() && somebody.tie != words::Tie::Pet => {
                if let Some((drawn, _)) = told.iter().find(|(drawn, _)| drawn.slot == "name") {
                    somebody.name.clone_from(&drawn.value);
                }
                Self::Someone(somebody)
            }
            other => other,
        }
    }
}

struct Drawing<'a> {
    said: SaidBy<'a>,
    drawn: Vec<Drawn>,
    /// Whom "she" and "ele" mean.
    last: Option<Somebody>,
    /// Whether it began with a greeting: "I'm Ana" is a name then.
    greeted: bool,
}

/// Words a clause may open with before it says anything.
const OPENERS: &str = "oi ola ah bom bem olha so tipo assim e mas porque pois entao hoje atualmente agora sabe aqui enfim inclusive \
    alias ai poxa nossa sim prazer obrigado obrigada ja ei opa eita claro alem realmente sinceramente \
    hi hey hello well oh and but because anyway yeah yes btw fyi currently now today honestly basically look ok okay right \
    so well thanks please then plus nowadays yep yup sure like though";
/// Openers of several words.
const OPENED: &[&[&str]] = &[
    &["by", "the", "way"],
    &["you", "know"],
    &["as", "you", "know"],
    &["the", "thing", "is"],
    &["fun", "fact"],
    &["these", "days"],
    &["of", "course"],
    &["at", "the", "moment"],
    &["hoje", "em", "dia"],
    &["a", "proposito"],
    &["por", "sinal"],
    &["no", "momento"],
    &["por", "enquanto"],
    &["nice", "to", "meet", "you"],
];
/// Openers that take back what was understood before.
const CORRECTING: &[&[&str]] = &[
    &["na", "verdade"],
    &["corrigindo"],
    &["correcao"],
    &["quer", "dizer"],
    &["errei"],
    &["me", "enganei"],
    &["ops"],
    &["actually"],
    &["correction"],
    &["i", "mean"],
    &["i", "meant"],
    &["oops"],
    &["my", "mistake"],
    &["to", "correct", "myself"],
];
const ALSO: &str = "tambem also";
const JOINS: &str = "e mas porque pois entao and but because so";
/// Words between a subject and its verb.
const BETWEEN: &str =
    "currently now still also actually tambem hoje atualmente agora ainda both realmente basically only";
const GREETINGS: &str = "hi hey hello oi ola prazer hiya";

#[derive(Clone, Copy, Debug, Default)]
struct Opening {
    next: usize,
    corrects: bool,
    also: bool,
}

fn opening(tokens: &[Token], at: usize) -> Opening {
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.plain.as_str());
    let starts = |words: &[&str], at: usize| words.iter().enumerate().all(|(n, word)| plain(at + n) == *word);
    let mut open = Opening { next: at, ..Opening::default() };
    for _ in 0..6 {
        let word = plain(open.next);
        let comma = tokens.get(open.next + 1).is_some_and(|token| token.gap != Gap::Open);
        if let Some(words) = CORRECTING.iter().find(|words| starts(words, open.next)) {
            open.corrects = true;
            open.next += words.len();
        } else if matches!(word, "no" | "nao" | "nope" | "sorry" | "desculpa" | "desculpe") && comma {
            open.corrects = true;
            open.next += 1;
        } else if let Some(words) = OPENED.iter().find(|words| starts(words, open.next)) {
            open.next += words.len();
        } else if has(ALSO, word) {
            open.also = true;
            open.next += 1;
        } else if has(OPENERS, word) && tokens.get(open.next + 1).is_some() {
            open.next += 1;
        } else {
            break;
        }
    }
    open
}

impl Drawing<'_> {
    fn line<'l>(&self, tokens: &'l [Token], portuguese: bool) -> Line<'l>
    where
        Self: 'l,
    {
        let text = self.said.text;
        let shouted = tokens.len() > 3
            && text
                .get(tokens.first().map_or(0, |t| t.first)..tokens.last().map_or(0, |t| t.end))
                .is_some_and(|said| !said.chars().any(char::is_lowercase));
        Line { text, tokens, today: self.said.day, portuguese, shouted }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        let tokens = &sentence.tokens;
        let plain = |at: usize| tokens.get(at).map_or("", |token| token.plain.as_str());
        let before = self.last.take();
        let mut subject: Option<Subject> = None;
        let (mut done, mut corrects) = (0, false);
        for at in 0..tokens.len() {
            let joined =
                at > 0 && has(JOINS, plain(at - 1)) && tokens.get(at).is_some_and(|t| t.gap == Gap::Open);
            let clause = at == 0 || tokens.get(at).is_some_and(|token| token.gap != Gap::Open);
            if at < done || !(joined || clause) {
                continue;
            }
            let mut open = opening(tokens, at);
            // "No, my sister is called Anna": the opening was a clause of its own.
            open.corrects |= corrects;
            let first = at == 0 || done == 0 && open.next > at && corrects;
            // "I live in Utrecht, work at Philips": the subject goes on over a comma.
            let joined = joined || has(JOINS, plain(at)) || subject.is_some();
            let place = Place { at, open, first, joined, before: before.clone() };
            match self.clause(tokens, &place, subject.as_ref()) {
                Some((next, who)) => {
                    done = next;
                    if let Subject::Someone(somebody) = &who {
                        self.last = Some(somebody.clone());
                    }
                    subject = Some(who);
                }
                None => corrects = open.corrects && open.next >= at && at == 0,
            }
        }
        self.names(sentence);
    }

    /// What begins at one place: where it ends, and of whom it is.
    fn clause(
        &mut self,
        tokens: &[Token],
        place: &Place,
        inherited: Option<&Subject>,
    ) -> Option<(usize, Subject)> {
        let order = match self.said.language {
            Some(Language::En) => [false, true],
            _ => [true, false],
        };
        for portuguese in order {
            let line = self.line(tokens, portuguese);
            let rules: &[Compiled] = if portuguese { &PORTUGUESE } else { &ENGLISH };
            let at = place.open.next;
            for compiled in rules.iter().filter(|compiled| compiled.bare) {
                // "Hoje" opens a clause, or is part of what it says.
                let taken = compiled.take(&line, at, Form::Own);
                let taken = taken.or_else(|| compiled.take(&line, place.at, Form::Own));
                if let Some(taken) = taken {
                    let who = taken.of.clone().map_or(Subject::User, Subject::Someone);
                    let more = told::tell(&line, compiled.rule, &taken, &who, place.manner(), at);
                    let who = who.called(&more);
                    let end = self.put(more, taken.end);
                    return Some((end, who));
                }
            }
            let mut all = subjects(&line, place, inherited);
            // "Minha irmã works at Google".
            let other = self.line(tokens, !portuguese);
            all.extend(
                pattern::somebody(&other, at).map(|(s, next)| (Subject::Someone(s), Form::Other, next, true)),
            );
            for (who, form, from, explicit) in all {
                let (mut from, mut manner) = (from, place.manner());
                while has(BETWEEN, tokens.get(from).map_or("", |token| token.plain.as_str())) {
                    manner.also |= has(ALSO, tokens.get(from).map_or("", |token| token.plain.as_str()));
                    from += 1;
                }
                for compiled in rules.iter().filter(|compiled| !compiled.bare) {
                    if compiled.first_only && !explicit && !place.first {
                        continue;
                    }
                    if compiled.greeted && !self.greeted {
                        continue;
                    }
                    if let Some(taken) = compiled.take(&line, from, form) {
                        // "Moro em Recife não": the negation comes last.
                        let denied = tokens.get(taken.end).is_some_and(|token| token.plain == "nao");
                        if denied && value::ends(tokens, taken.end + 1) {
                            return None;
                        }
                        let who = match (&who, &taken.of) {
                            // "My sister has a dog called Rex": hers, and nothing the user has.
                            (Subject::Someone(_), Some(_)) => return None,
                            (_, Some(of)) => Subject::Someone(of.clone()),
                            (who, None) => who.clone(),
                        };
                        let more = told::tell(&line, compiled.rule, &taken, &who, manner, at);
                        let who = who.called(&more);
                        let end = self.put(more, taken.end);
                        return Some((end, who));
                    }
                }
            }
            let said = |first: usize, next: usize| pattern::words_of(&line, (first, next));
            if let Some(habit) = habit::read(tokens, at, portuguese, said) {
                let drawn = told::habit(&line, &habit, at);
                let end = self.put(vec![drawn], habit.end);
                return Some((end, Subject::User));
            }
        }
        None
    }

    /// Everybody who is named beside what they are to the user: "minha irmã Ana".
    fn names(&mut self, sentence: &Sentence) {
        for portuguese in [true, false] {
            let line = self.line(&sentence.tokens, portuguese);
            let mut at = 0;
            while at < sentence.tokens.len() {
                match pattern::somebody(&line, at) {
                    Some((somebody, next)) if !somebody.name.is_empty() => {
                        let manner = Manner::default();
                        let drawn = told::named(&line, &somebody, &somebody.name, (at, next), manner);
                        self.put(drawn, next);
                        at = next;
                    }
                    _ => {
                        if let Some((all, next)) = pattern::several(&line, at) {
                            for (somebody, name) in all {
                                let drawn =
                                    told::named(&line, &somebody, &name, (at, next), Manner::default());
                                self.put(drawn, next);
                            }
                        }
                        at += 1;
                    }
                }
            }
        }
    }

    fn put(&mut self, more: Vec<(Drawn, String)>, end: usize) -> usize {
        for (mut drawn, quote) in more {
            drawn.evidence = vec![super::fact::Evidence { turn: self.said.turn, quote }];
            let same = |known: &Drawn| {
                known.whom == drawn.whom
                    && known.kind == drawn.kind
                    && known.slot == drawn.slot
                    && known.value == drawn.value
            };
            if !self.drawn.iter().any(same) {
                self.drawn.push(drawn);
            }
        }
        end
    }
}

/// How a statement was opened.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    corrects: bool,
    also: bool,
}

impl Manner {
    /// What the words do, where the rule says that it holds in that slot.
    fn says(self, says: Says, slot: &str) -> Says {
        match says {
            Says::Holds if slot.is_empty() => Says::Holds,
            Says::Holds if self.corrects => Says::Corrects,
            Says::Holds if self.also => Says::Also,
            says => says,
        }
    }
}

struct Place {
    at: usize,
    open: Opening,
    /// At the beginning of its sentence.
    first: bool,
    /// Behind "and", "but", "because".
    joined: bool,
    /// Whom the sentence before spoke of.
    before: Option<Somebody>,
}

impl Place {
    fn manner(&self) -> Manner {
        Manner { corrects: self.open.corrects, also: self.open.also }
    }
}

/// Whom a clause at that place may be of: who, the verb's form, where the verb is, and whether it was said.
fn subjects(
    line: &Line<'_>,
    place: &Place,
    inherited: Option<&Subject>,
) -> Vec<(Subject, Form, usize, bool)> {
    let at = place.open.next;
    let plain = |at: usize| line.tokens.get(at).map_or("", |token| token.plain.as_str());
    if let Some((somebody, next)) = pattern::somebody(line, at) {
        return vec![(Subject::Someone(somebody), Form::Other, next, true)];
    }
    let she = |feminine: bool| {
        let of_sentence = match inherited {
            Some(Subject::Someone(somebody)) => Some(somebody),
            _ => place.before.as_ref(),
        };
        // English words for relations often tell no gender; a gender that is told must fit.
        let known =
            |somebody: &&Somebody| somebody.feminine == feminine || told::of_either(&somebody.relation);
        of_sentence.filter(known).cloned()
    };
    let someone = |found: Option<Somebody>| {
        found.map(|somebody| (Subject::Someone(somebody), Form::Other, at + 1, true)).into_iter().collect()
    };
    if line.portuguese {
        return match (plain(at), plain(at + 1)) {
            ("eu", _) => vec![(Subject::User, Form::Own, at + 1, true)],
            ("a", "gente") => vec![(Subject::User, Form::Other, at + 2, true)],
            ("ela", _) => someone(she(true)),
            ("ele", _) => someone(she(false)),
            _ => {
                let mut all = vec![(Subject::User, Form::Own, at, false)];
                if let Some(Subject::Someone(somebody)) = inherited.filter(|_| place.joined) {
                    all.push((Subject::Someone(somebody.clone()), Form::Other, at, false));
                }
                all
            }
        };
    }
    match plain(at) {
        "i" | "we" => vec![(Subject::User, Form::Own, at + 1, true)],
        "she" => someone(she(true)),
        "he" => someone(she(false)),
        _ => match inherited.filter(|_| place.joined) {
            Some(Subject::Someone(somebody)) => {
                vec![(Subject::Someone(somebody.clone()), Form::Other, at, false)]
            }
            Some(Subject::User) => vec![(Subject::User, Form::Own, at, false)],
            None => Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests;
