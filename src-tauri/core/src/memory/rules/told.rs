//! A statement as it is kept: told in the third person, in the language it was said in.

use super::{
    Manner, Subject,
    habit::Habit,
    pattern::{Line, Rule, Somebody, Taken, words_of},
    value,
    when::{Grain, When},
    words::{Tie, has},
};
use crate::{
    locale::Language,
    memory::{
        fact::{Drawn, FactKind, Held, MadeBy, Says, Whom},
        slots,
    },
};
use chrono::{Datelike as _, NaiveDate, NaiveTime};

/// Relations whose word doesn't tell whether a man or a woman is meant.
pub(super) fn of_either(relation: &str) -> bool {
    has(
        "friend boss cousin neighbour neighbor colleague coworker co-worker roommate flatmate therapist doctor teacher professor \
         supervisor landlord baby twin partner dog cat puppy chefe colega terapeuta bebê fiance",
        relation,
    )
}

/// A statement and the words that say it.
type Told = (Drawn, String);

fn quote(line: &Line<'_>, first: usize, next: usize) -> String {
    let start = line.tokens.get(first).map(|token| token.first);
    let end = next.checked_sub(1).and_then(|at| line.tokens.get(at)).map(|token| token.end);
    match (start, end) {
        (Some(start), Some(end)) => line.text.get(start..end).unwrap_or_default().to_owned(),
        _ => String::new(),
    }
}

fn language(line: &Line<'_>) -> Language {
    if line.portuguese { Language::PtBr } else { Language::En }
}

fn dated(line: &Line<'_>, when: When) -> String {
    if line.portuguese { when.portuguese() } else { when.english() }
}

/// Midnight UTC of the day, in Unix milliseconds: the zone the words were said in is not known here.
fn millis(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
}

fn held(rule: &Rule, taken: &Taken) -> Held {
    let Some(when) = taken.when else { return Held::default() };
    match (rule.kind, rule.says) {
        (FactKind::Birthday | FactKind::Identity, Says::Holds | Says::Corrects) if rule.slot != "diet" => {
            Held::default()
        }
        (FactKind::Plan | FactKind::Event, _) => {
            Held { from: Some(millis(when.first)), until: when.after().map(millis) }
        }
        // "Até 2019", "until May": all of it, too.
        (_, Says::Ended) if has_until(rule.pattern) => {
            Held { from: None, until: when.after().or(Some(when.first)).map(millis) }
        }
        (_, Says::Ended) => Held { from: None, until: Some(millis(when.first)) },
        _ => Held { from: Some(millis(when.first)), until: None },
    }
}

/// Whether a pattern reads up to when something held, not when it was over.
fn has_until(pattern: &str) -> bool {
    pattern.split([' ', '|']).any(|word| matches!(word, "ate" | "until" | "till"))
}

/// A birthday: with its year where that is far enough back to be one of birth.
fn birthday(line: &Line<'_>, when: When) -> (String, String) {
    let of_birth = when.grain == Grain::Day && when.year_known && when.first.year() + 3 <= line.today.year();
    let shown = When { year_known: of_birth, ..when };
    let kept = if of_birth { when.iso() } else { when.first.format("%m-%d").to_string() };
    (kept, dated(line, shown))
}

fn today(line: &Line<'_>) -> When {
    When { first: line.today, grain: Grain::Day, year_known: false }
}

/// "ana maria" as a name.
fn as_name(said: &str) -> String {
    if said.chars().any(char::is_uppercase) {
        return said.to_owned();
    }
    let raised = said.split(' ').map(|word| {
        if has("da de do das dos van von der del di e", word) {
            return word.to_owned();
        }
        raise(word)
    });
    raised.collect::<Vec<_>>().join(" ")
}

fn raise(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// "a nurse", "an engineer".
fn one(value: &str) -> String {
    let vowel = value.chars().next().is_some_and(|first| "aeiouAEIO".contains(first));
    format!("{} {value}", if vowel { "an" } else { "a" })
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// "A irmã", "The brother", or the name.
fn called(line: &Line<'_>, somebody: &Somebody) -> String {
    if !somebody.name.is_empty() {
        return somebody.name.clone();
    }
    match (line.portuguese, somebody.feminine) {
        (true, true) => format!("A {}", somebody.relation),
        (true, false) => format!("O {}", somebody.relation),
        (false, _) => format!("The {}", somebody.relation),
    }
}

fn fill(template: &str, line: &Line<'_>, value: &str, taken: &Taken) -> String {
    let date = taken.when.map(|when| dated(line, when));
    let mut text = template.to_owned();
    if let (Some(first), Some(end)) = (text.find('['), text.find(']')) {
        let inner = text.get(first + 1..end).unwrap_or_default().to_owned();
        text.replace_range(first..=end, if date.is_some() { &inner } else { "" });
    }
    let preposition =
        taken.preposition.map(|at| words_of(line, (at, at + 1)).to_lowercase()).unwrap_or_default();
    let born = taken.when.map(|when| birthday(line, when).1).unwrap_or_default();
    let day = taken.when.is_some_and(|when| when.grain == Grain::Day);
    let in_english = format!("{} {}", if day { "on" } else { "in" }, date.clone().unwrap_or_default());
    // The value last: it may hold anything.
    text.replace("{t}", &dated(line, today(line)))
        .replace("{b}", &born)
        .replace("in {d}", &in_english)
        .replace("{d}", &date.unwrap_or_default())
        .replace("{p}", &preposition)
        .replace("{n}", &one(value))
        .replace("{V}", &raise(value))
        .replace("{v}", value)
}

/// What a rule says with what it took.
pub(super) fn tell(
    line: &Line<'_>,
    rule: &Rule,
    taken: &Taken,
    who: &Subject,
    manner: Manner,
    first: usize,
) -> Vec<Told> {
    let read = match taken.number {
        Some(number) => number.to_string(),
        None => taken.value.map(|span| words_of(line, span)).unwrap_or_default(),
    };
    let read = if slots::is_of_names(rule.slot) { as_name(&read) } else { read };
    let value = match rule.value {
        "{v}" => read.clone(),
        "{d}" => taken.when.map(When::iso).unwrap_or_default(),
        "{b}" => taken.when.map(|when| birthday(line, when).0).unwrap_or_default(),
        "{t}" => today(line).first.format("%m-%d").to_string(),
        other => other.replace("{v}", &read),
    };
    // "I was born in May" tells no year.
    let vague = rule.slot == "birth_year" && taken.when.is_some_and(|when| when.grain != Grain::Year);
    if value.is_empty() || vague {
        return Vec::new();
    }
    let says = manner.says(rule.says, rule.slot);
    if let (Subject::Someone(somebody), "name") = (who, rule.slot) {
        let corrected = Manner { corrects: says == Says::Corrects, ..manner };
        let mut told = named(line, somebody, &value, (first, taken.end), corrected);
        let wrong = taken.earlier.map(|span| as_name(&words_of(line, span))).unwrap_or_default();
        for (drawn, _) in told.iter_mut().filter(|_| !wrong.is_empty()) {
            if let Whom::Someone { name, .. } = &mut drawn.whom {
                name.clone_from(&wrong);
            }
        }
        return told;
    }
    let text = fill(rule.text, line, &read, taken);
    let (whom, text) = match who {
        Subject::User => {
            // "It's not Ana, it's Anna" says whose name it was only by the wrong name.
            let own =
                rule.slot != "name" || rule.pattern.contains(" nome ") || rule.pattern.contains(" name ");
            let wrong = taken.earlier.filter(|_| !own);
            match wrong {
                Some(span) => {
                    let name = as_name(&words_of(line, span));
                    (Whom::Someone { name, relation: String::new() }, text)
                }
                None => (Whom::User, text),
            }
        }
        Subject::Someone(somebody) => {
            if somebody.tie == Tie::Pet && rule.slot != "died" && rule.slot != "age" {
                return Vec::new();
            }
            let whom = Whom::Someone { name: somebody.name.clone(), relation: somebody.relation.clone() };
            (whom, format!("{} {}", called(line, somebody), lower(&text)))
        }
    };
    let kind = if matches!(whom, Whom::Someone { .. }) && rule.slot == "name" {
        FactKind::Relation
    } else {
        rule.kind
    };
    let drawn = Drawn {
        confidence: confidence(&whom, kind),
        whom,
        kind,
        slot: rule.slot.to_owned(),
        value,
        text,
        language: language(line),
        says,
        held: held(rule, taken),
        made_by: MadeBy::Rules,
        evidence: Vec::new(),
    };
    let mut all = vec![(drawn.clone(), quote(line, first, taken.end))];
    let listed =
        matches!(rule.kind, FactKind::Like | FactKind::Dislike) || rule.pattern.contains("<allergy>");
    // "Immersed in the feelings and plots": of what it is one more can only be told of a short thing.
    let short = taken.value.is_some_and(|(first, next)| next - first <= 2);
    if listed && short && rule.says == Says::Holds && rule.slot.is_empty() {
        let mut at = taken.end;
        while let Some((thing, next)) = value::further(line.tokens, at) {
            let more = words_of(line, (thing, next));
            let again = Taken { preposition: None, ..taken.clone() };
            let template = if line.portuguese && rule.kind != FactKind::Health {
                plain_like(rule.kind)
            } else {
                rule.text
            };
            let text = fill(template, line, &more, &again);
            let text = of(line, who, text);
            all.push((Drawn { value: more, text, ..drawn.clone() }, quote(line, first, next)));
            at = next;
        }
    }
    // The same words say what somebody does or studies, and where.
    let before = match (rule.slot, line.portuguese) {
        ("works_at", true) => Some(("works_as", "É {v}")),
        ("works_at", false) => Some(("works_as", "Works as {n}")),
        ("studies_at", true) => Some(("studies", "Estuda {v}")),
        ("studies_at", false) => Some(("studies", "Studies {v}")),
        _ => None,
    };
    if let (Some((slot, template)), Some(span)) = (before, taken.earlier) {
        let said = words_of(line, span);
        let text = of(line, who, fill(template, line, &said, taken));
        let also = Drawn { slot: slot.to_owned(), value: said, text, held: Held::default(), ..drawn };
        all.insert(0, (also, quote(line, first, span.1)));
    }
    all
}

/// The statement with whom it is of before it.
fn of(line: &Line<'_>, who: &Subject, text: String) -> String {
    match who {
        Subject::User => text,
        Subject::Someone(somebody) => format!("{} {}", called(line, somebody), lower(&text)),
    }
}

fn plain_like(kind: FactKind) -> &'static str {
    if kind == FactKind::Dislike { "Não gosta de {v}" } else { "Gosta de {v}" }
}

fn confidence(whom: &Whom, kind: FactKind) -> f32 {
    match (whom, kind) {
        (_, FactKind::Like | FactKind::Dislike | FactKind::Habit) => 0.8,
        (Whom::User, _) => 0.9,
        _ => 0.85,
    }
}

/// That somebody is called so. A pet is something the user has; of a partner the user's own slot is told too.
pub(super) fn named(
    line: &Line<'_>,
    somebody: &Somebody,
    name: &str,
    (first, next): value::Span,
    manner: Manner,
) -> Vec<Told> {
    let name = as_name(name);
    let says = manner.says(Says::Holds, "name");
    let quote = quote(line, first, next);
    let relation = &somebody.relation;
    let drawn = |whom: Whom, kind: FactKind, slot: &str, text: String| Drawn {
        confidence: 0.85,
        whom,
        kind,
        slot: slot.to_owned(),
        value: name.clone(),
        text,
        language: language(line),
        says: if slot.is_empty() { Says::Holds } else { says },
        held: Held::default(),
        made_by: MadeBy::Rules,
        evidence: Vec::new(),
    };
    let nameless = called(line, &Somebody { name: String::new(), ..somebody.clone() });
    if somebody.tie == Tie::Pet {
        let text = match (line.portuguese, somebody.feminine) {
            (true, true) => format!("Tem uma {relation} chamada {name}"),
            (true, false) => format!("Tem um {relation} chamado {name}"),
            (false, _) => format!("Has a {relation} called {name}"),
        };
        return vec![(drawn(Whom::User, FactKind::Possession, "", text), quote)];
    }
    let text = if line.portuguese {
        format!("{nameless} se chama {name}")
    } else {
        format!("{nameless} is called {name}")
    };
    let known = if says == Says::Corrects { String::new() } else { name.clone() };
    let whom = Whom::Someone { name: known, relation: relation.clone() };
    let mut all = vec![(drawn(whom, FactKind::Relation, "name", text.clone()), quote.clone())];
    if somebody.tie == Tie::Partner {
        all.push((drawn(Whom::User, FactKind::Relation, "partner", text), quote));
    }
    all
}

/// A habit of the user's.
pub(super) fn habit(line: &Line<'_>, habit: &Habit, first: usize) -> Told {
    let drawn = Drawn {
        whom: Whom::User,
        kind: FactKind::Habit,
        slot: String::new(),
        value: habit.told.clone(),
        text: raise(&habit.told),
        language: language(line),
        says: Says::Holds,
        held: Held::default(),
        confidence: confidence(&Whom::User, FactKind::Habit),
        made_by: MadeBy::Rules,
        evidence: Vec::new(),
    };
    (drawn, quote(line, first, habit.end))
}
