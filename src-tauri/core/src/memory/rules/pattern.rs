//! Patterns: what a statement looks like from its verb on, who it is of, and how it is told in the third person.
//!
//! A pattern is words with spaces between: `a|b` either, `a/b` the form of the user's own verb and of anybody else's,
//! `x?` perhaps, `{p:a|b}` kept as the preposition, `{v:a|b}` kept as the value, `<reader>` a value that is read,
//! `<reader?>` perhaps, `$` the end of a clause. A leading `_` is a pattern that brings its own subject, `^` one that
//! without a subject only stands at the beginning of a sentence, `@` one that needs a greeting before it.

use super::{
    tokens::Token,
    value,
    when::{Grain, Order, Reader as Dates, Side, When},
    words::{self, Tie, has},
};
use crate::memory::fact::{FactKind, Says};
use chrono::NaiveDate;

/// One way to say one thing.
pub(super) struct Rule {
    pub pattern: &'static str,
    pub kind: FactKind,
    pub slot: &'static str,
    pub says: Says,
    /// `{v}` the value read, `{d}` the date as it is kept; anything else stands for itself.
    pub value: &'static str,
    /// In the third person, with `{v}`, `{p}`, `{d}`; what is in square brackets only where there is a date.
    pub text: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Read {
    Name,
    /// A name with a capital.
    Called,
    Place,
    Org,
    /// With a capital.
    Firm,
    Job,
    Thing,
    Allergy,
    Condition,
    Affected,
    Age,
    Number,
    Tongue,
    /// With a capital.
    Town,
    Discipline,
    Field,
    Engagement,
    /// Somebody, as in "of my sister".
    Rel,
    /// A word for what somebody or an animal is to the user.
    Tie,
    Past,
    Future,
    Since,
    /// A day of the year.
    Anyday,
    /// A day that was.
    Pastday,
}

enum Part {
    Words {
        own: Vec<&'static str>,
        other: Vec<&'static str>,
        key: char,
        optional: bool,
    },
    Value {
        read: Read,
        optional: bool,
    },
    End,
    /// The next words may stand behind a comma.
    Comma,
}

/// A rule that was taken apart.
pub(super) struct Compiled {
    pub rule: &'static Rule,
    parts: Vec<Part>,
    pub bare: bool,
    pub first_only: bool,
    pub greeted: bool,
}

/// Who a statement is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Somebody {
    pub name: String,
    pub relation: String,
    pub feminine: bool,
    pub tie: Tie,
}

/// What a pattern took from the words.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub value: Option<value::Span>,
    /// A value that is not the words themselves.
    pub number: Option<u32>,
    pub preposition: Option<usize>,
    pub when: Option<When>,
    pub of: Option<Somebody>,
    /// The value before the last: a name that was wrong, an occupation before its employer.
    pub earlier: Option<value::Span>,
    pub end: usize,
    /// Where the pattern began, and where a comma may be crossed.
    pub start: usize,
    pub crossed: usize,
}

/// A sentence as it is matched.
pub(super) struct Line<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub today: NaiveDate,
    pub portuguese: bool,
    /// All in capitals: they tell nothing.
    pub shouted: bool,
}

pub(super) fn compile(rule: &'static Rule) -> Compiled {
    let mark = |c: char| rule.pattern.starts_with(c);
    let parts = rule.pattern.trim_start_matches(['_', '^', '@']).split_whitespace().map(part).collect();
    Compiled { rule, parts, bare: mark('_'), first_only: mark('^'), greeted: mark('@') }
}

fn part(word: &'static str) -> Part {
    if word == "$" {
        return Part::End;
    }
    if word == "," {
        return Part::Comma;
    }
    if let Some(inner) = word.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let (name, optional) = inner.strip_suffix('?').map_or((inner, false), |name| (name, true));
        let read = match name {
            "name" => Read::Name,
            "called" => Read::Called,
            "place" => Read::Place,
            "org" => Read::Org,
            "firm" => Read::Firm,
            "job" => Read::Job,
            "allergy" => Read::Allergy,
            "condition" => Read::Condition,
            "affected" => Read::Affected,
            "age" => Read::Age,
            "number" => Read::Number,
            "tongue" => Read::Tongue,
            "rel" => Read::Rel,
            "tie" => Read::Tie,
            "town" => Read::Town,
            "discipline" => Read::Discipline,
            "field" => Read::Field,
            "engagement" => Read::Engagement,
            "anyday" => Read::Anyday,
            "pastday" => Read::Pastday,
            "past" => Read::Past,
            "future" => Read::Future,
            "since" => Read::Since,
            _ => Read::Thing,
        };
        return Part::Value { read, optional };
    }
    let keyed = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let (key, list) = match keyed.and_then(|inner| inner.split_once(':')) {
        Some((key, list)) => (key.chars().next().unwrap_or(' '), list),
        None => (' ', word),
    };
    let (list, optional) = list.strip_suffix('?').map_or((list, false), |list| (list, true));
    let (own, other) = list.split_once('/').unwrap_or((list, list));
    Part::Words { own: own.split('|').collect(), other: other.split('|').collect(), key, optional }
}

impl Compiled {
    /// Matches from `at` on. `own` is for the user's own form of the verb.
    pub(super) fn take(&self, line: &Line<'_>, at: usize, form: Form) -> Option<Taken> {
        follow(line, &self.parts, at, form, Taken { end: at, start: at, crossed: at, ..Taken::default() })
    }
}

/// Whose form a verb has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Own,
    Other,
}

fn follow(line: &Line<'_>, parts: &[Part], at: usize, form: Form, mut taken: Taken) -> Option<Taken> {
    let Some((part, rest)) = parts.split_first() else {
        taken.end = at;
        return Some(taken);
    };
    match part {
        Part::End => value::ends(line.tokens, at).then(|| follow(line, rest, at, form, taken)).flatten(),
        Part::Comma => {
            taken.crossed = at;
            follow(line, rest, at, form, taken)
        }
        Part::Words { own, other, key, optional } => {
            let list = if form == Form::Own { own } else { other };
            let open = passes(line, at, &taken);
            let here = line.tokens.get(at).filter(|t| open && list.contains(&t.plain.as_str()));
            if here.is_some() {
                let mut with = taken.clone();
                match key {
                    'p' => with.preposition = Some(at),
                    'v' => with.value = Some((at, at + 1)),
                    _ => {}
                }
                if let Some(done) = follow(line, rest, at + 1, form, with) {
                    return Some(done);
                }
            }
            if *optional { follow(line, rest, at, form, taken) } else { None }
        }
        Part::Value { read, optional } => {
            let mut with = taken.clone();
            if let Some(next) = read_value(line, *read, at, &mut with)
                && let Some(done) = follow(line, rest, next, form, with)
            {
                return Some(done);
            }
            if *optional { follow(line, rest, at, form, taken) } else { None }
        }
    }
}

/// A pattern begins anywhere, but goes on over the end of a clause only where it says so.
fn passes(line: &Line<'_>, at: usize, taken: &Taken) -> bool {
    at == taken.start || at == taken.crossed || !value::ends(line.tokens, at)
}

fn read_value(line: &Line<'_>, read: Read, at: usize, taken: &mut Taken) -> Option<usize> {
    let tokens = line.tokens;
    let plain = |at: usize| tokens.get(at).map_or("", |token| token.plain.as_str());
    let listed = |list: &str, at: usize| has(list, plain(at)).then_some((at, at + 1));
    if !passes(line, at, taken) {
        return None;
    }
    let span = match read {
        Read::Name => value::name(tokens, at, line.shouted),
        Read::Called => {
            let capital = tokens.get(at).is_some_and(|token| token.capital) && !line.shouted;
            if capital { value::name(tokens, at, false) } else { None }
        }
        Read::Place => value::place(tokens, at, line.shouted),
        Read::Org => value::org(tokens, at, line.shouted),
        Read::Firm => {
            let (first, next) = value::org(tokens, at, line.shouted)?;
            let capital = tokens.get(first).is_some_and(|token| token.capital) && !line.shouted;
            capital.then_some((first, next))
        }
        Read::Town => {
            let capital = tokens.get(at).is_some_and(|token| token.capital) && !line.shouted;
            if capital { value::place(tokens, at, false) } else { None }
        }
        Read::Discipline => value::headed(tokens, at, words::DISCIPLINES, 3),
        Read::Field => value::headed(tokens, at, words::FIELDS, 1),
        Read::Engagement => value::headed(tokens, at, words::ENGAGEMENTS, 3),
        Read::Job => value::job(tokens, at),
        Read::Thing => value::thing(tokens, at),
        Read::Allergy => value::thing(tokens, at)
            .filter(|(first, next)| !(*first..*next).any(|at| has(words::NO_ALLERGY, plain(at)))),
        Read::Condition => {
            let kind = usize::from(matches!(plain(at), "type" | "tipo" | "chronic"));
            let list = if line.portuguese { words::PT_CONDITIONS } else { words::EN_CONDITIONS };
            match (plain(at), plain(at + 1)) {
                ("pressao", "alta" | "baixa") | ("high" | "low", "blood") => {
                    Some((at, at + 2 + usize::from(plain(at) == "high" || plain(at) == "low")))
                }
                ("intolerancia", "a" | "aa") => Some((at, at + 3)),
                _ if kind == 1 => {
                    listed(list, at + 1).or_else(|| listed(list, at + 2)).map(|(_, next)| (at, next))
                }
                _ => {
                    let found = listed(list, at)?;
                    let more =
                        2 * usize::from(plain(at + 1) == "tipo") + usize::from(plain(at + 1) == "cronica");
                    Some((found.0, found.1 + more))
                }
            }
        }
        Read::Affected => {
            let list = if line.portuguese { words::PT_AFFECTED } else { words::EN_AFFECTED };
            listed(list, at)
        }
        Read::Tongue => listed(words::LANGUAGES, at),
        Read::Age | Read::Number => {
            let n =
                super::when::number(plain(at)).filter(|_| !matches!(plain(at), "a" | "an" | "um" | "uma"))?;
            if read == Read::Age && !(3..=115).contains(&n) {
                return None;
            }
            taken.number = Some(n);
            return Some(at + 1);
        }
        Read::Tie => {
            let (feminine, tie) = words::tie(plain(at), line.portuguese)?;
            let relation = relation(line, at);
            taken.of = Some(Somebody { name: String::new(), relation, feminine, tie });
            return Some(at + 1);
        }
        Read::Rel => {
            let (somebody, next) = somebody(line, at)?;
            taken.of = Some(somebody);
            return Some(next);
        }
        Read::Past | Read::Future | Read::Since | Read::Anyday | Read::Pastday => {
            let future = matches!(read, Read::Future | Read::Anyday);
            let side = if future { Side::Future } else { Side::Past };
            if read == Read::Since && !matches!(plain(at), "since" | "for" | "desde" | "ha" | "faz" | "tem") {
                return None;
            }
            let order = if line.portuguese { Order::DayMonth } else { Order::Unknown };
            let dates = Dates { tokens, today: line.today, side, order };
            let (when, next) = dates.read(at)?;
            let wrong = match side {
                _ if read == Read::Anyday => when.grain != Grain::Day,
                _ if read == Read::Pastday && when.grain != Grain::Day => true,
                Side::Past => when.first > line.today,
                Side::Future => when.after().is_none_or(|after| after <= line.today),
            };
            if wrong {
                return None;
            }
            taken.when = Some(when);
            return Some(next);
        }
    };
    taken.earlier = taken.value;
    taken.value = span;
    span.map(|(_, next)| next)
}

/// The word for a relation, as said, in small letters.
fn relation(line: &Line<'_>, at: usize) -> String {
    line.tokens.get(at).and_then(|t| line.text.get(t.first..t.end)).unwrap_or_default().to_lowercase()
}

/// "my sister Ana", "minha irmã mais velha", and where it ends.
pub(super) fn somebody(line: &Line<'_>, at: usize) -> Option<(Somebody, usize)> {
    let plain = |at: usize| line.tokens.get(at).map_or("", |token| token.plain.as_str());
    let mine = if line.portuguese { "meu minha nosso nossa" } else { "my our" };
    let article = usize::from(line.portuguese && has("o a", plain(at)));
    if !has(mine, plain(at + article)) {
        return None;
    }
    let mut next = at + article + 1;
    let kinds = "older younger little big best elder eldest oldest youngest twin late dear beloved good close old new melhor querida \
        querido falecido falecida saudosa saudoso atual";
    let mut described = 0;
    while has(kinds, plain(next)) && described < 2 && !value::ends(line.tokens, next) {
        next += 1;
        described += 1;
    }
    if value::ends(line.tokens, next) {
        return None;
    }
    let (feminine, tie) = words::tie(plain(next), line.portuguese)?;
    let mut relation = relation(line, next);
    next += 1;
    if plain(next) == "in" && plain(next + 1) == "law" {
        relation.push_str("-in-law");
        next += 2;
    }
    if has("mais", plain(next)) && has("velho velha novo nova", plain(next + 1)) {
        next += 2;
    } else if has("gemeo gemea cacula", plain(next)) {
        next += 1;
    }
    let mut name = String::new();
    let comma = line.tokens.get(next).is_some_and(|t| t.sign == ',' && t.gap != super::tokens::Gap::Open);
    let capital = line.tokens.get(next).is_some_and(|token| token.capital) && !line.shouted;
    if capital
        && (comma || !value::ends(line.tokens, next))
        && let Some((first, end)) = value::name(line.tokens, next, line.shouted)
    {
        // "My sister, Ana, lives ...": both commas, or none.
        let closed = line.tokens.get(end).is_some_and(|t| t.sign == ',');
        if !comma || closed {
            name = words_of(line, (first, end));
            next = end;
        }
    }
    Some((Somebody { name, relation, feminine, tie }, next))
}

/// "My sisters Ana and Beth", "minhas irmãs se chamam Ana e Bia": each of them, and where it ends. Portuguese sons may be
/// daughters too, and are left alone.
pub(super) fn several(line: &Line<'_>, at: usize) -> Option<(Vec<(Somebody, String)>, usize)> {
    let plain = |at: usize| line.tokens.get(at).map_or("", |token| token.plain.as_str());
    if line.shouted || !has(if line.portuguese { "minhas nossas" } else { "my our" }, plain(at)) {
        return None;
    }
    let (feminine, tie) = words::tie(plain(at + 1).strip_suffix('s')?, line.portuguese)?;
    let relation = relation(line, at + 1).strip_suffix('s')?.to_owned();
    if tie != Tie::Person && tie != Tie::Pet {
        return None;
    }
    let mut next = at + 2;
    let verbs = if line.portuguese { "se chamam sao" } else { "are called named" };
    while has(verbs, plain(next)) && next < at + 4 {
        next += 1;
    }
    let mut all = Vec::new();
    loop {
        let capital = line.tokens.get(next).is_some_and(|token| token.capital);
        let Some((first, end)) = value::name(line.tokens, next, false).filter(|_| capital) else { break };
        let somebody = Somebody { name: String::new(), relation: relation.clone(), feminine, tie };
        all.push((somebody, words_of(line, (first, end))));
        next = end;
        let joined = matches!(plain(next), "e" | "and");
        if !joined && line.tokens.get(next).is_none_or(|token| token.sign != ',') {
            break;
        }
        next += usize::from(joined);
        if all.len() > 8 {
            break;
        }
    }
    (all.len() >= 2).then_some((all, next))
}

/// The words of a span as they stand in the text, with single spaces.
pub(super) fn words_of(line: &Line<'_>, (first, next): value::Span) -> String {
    let (Some(a), Some(b)) = (line.tokens.get(first), next.checked_sub(1).and_then(|n| line.tokens.get(n)))
    else {
        return String::new();
    };
    let said = line.text.get(a.first..b.end).unwrap_or_default();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
