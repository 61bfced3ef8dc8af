//! Proof: nothing is kept that the words do not say. What rules or a model drew is held against the turns it names: that the
//! words stand there, that the right one said them, of the right one, and that they were meant as they are taken. Whoever wrote
//! the statement is not believed in anything.

mod asked;
mod leaning;
mod meant;
mod statement;
mod subject;
mod telling;
mod times;

use super::{
    Drawn, Evidence, FactKind, Held, Says, cues,
    keys::{self, Said},
    when,
};
use crate::{
    conversation::{Speaker, Turn},
    people::same_name,
    store::words::fold,
};
use asked::{first_sentence, last_question, needs_a_yes, says_yes};
use chrono::{DateTime, NaiveDate};
pub(super) use leaning::stands_on;
pub(super) use statement::keeps_to;
use statement::{in_its_language, named, says_no_more};
use std::ops::Range;
use telling::{Begins, Telling};
use times::{held, start_of};

/// Why a statement is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It says nothing, or too much for one statement.
    Empty,
    /// The turn it names isn't there.
    NoTurn,
    /// The words it quotes don't stand in that turn.
    NoQuote,
    /// Somebody else said them.
    WrongSpeaker,
    /// The value isn't in those words.
    NoValue,
    /// Those words have the value, and don't say this of it.
    DoesNotSay,
    Question,
    Hypothetical,
    Joke,
    Quoted,
    /// They speak of somebody else.
    OtherPerson,
    Negated,
    /// The statement says more than the words: a name, a number, another story.
    SaysMore,
    /// It was put into another language.
    Translated,
    /// It is said to have ended, and the words don't say that.
    NotEnded,
    /// What these words said was forgotten by hand.
    Refused,
}

/// Characters of a statement, and of its value.
const LONGEST: usize = 300;
const LONGEST_VALUE: usize = 120;
/// Characters of a quote.
const LONGEST_QUOTE: usize = 600;
/// Turns before the one quoted in which it may stand of whom is spoken.
const LOOKED_BACK: usize = 4;

/// A quote found, and what stands around it.
struct Place<'a> {
    turn: &'a Turn,
    told: Telling<'a>,
    quote: Range<usize>,
    /// The value's first word; the quote's first where the value follows from it.
    value: usize,
    sentence: Range<usize>,
    clause: Range<usize>,
    /// Turns before, the nearest first.
    before: Vec<&'a Turn>,
    /// What the turn before asks, where this one answers.
    question: &'a str,
    /// The turn behind it, where that says yes.
    confirmed: Option<&'a Turn>,
}

/// A statement as far as it is proved.
#[derive(Clone, Debug, PartialEq)]
pub struct Proved {
    /// Its evidence is what says it, or says yes to it.
    pub drawn: Drawn,
    /// Turns that say something else, and gave it a name or a word.
    pub leans_on: Vec<Evidence>,
}

/// Holds a statement against the turns it names. `turns` are in order: those, a few before, and the two after them. Gives the
/// statement as far as it is proved: evidence that doesn't hold is taken off, a name nobody said too, times nobody said are
/// unknown, what was past is past.
///
/// # Errors
/// The first reason for which none of the evidence holds.
pub fn prove(turns: &[Turn], drawn: &Drawn) -> Result<Proved, Why> {
    let mut proved = drawn.clone();
    proved.text = drawn.text.split_whitespace().collect::<Vec<_>>().join(" ");
    proved.value = drawn.value.split_whitespace().collect::<Vec<_>>().join(" ");
    let ended_without_value = drawn.says == Says::Ended && proved.value.is_empty();
    if proved.text.is_empty()
        || proved.value.is_empty() && !ended_without_value
        || proved.text.chars().count() > LONGEST
        || proved.value.chars().count() > LONGEST_VALUE
        || drawn.evidence.is_empty()
    {
        return Err(Why::Empty);
    }
    let mut first_why = None;
    let mut places = Vec::new();
    let mut evidence = Vec::new();
    for one in &drawn.evidence {
        match place(turns, &proved, one).and_then(|place| said_so(&proved, &place).map(|()| place)) {
            Ok(place) => {
                places.push(place);
                evidence.push(one.clone());
            }
            Err(why) => first_why = first_why.or(Some(why)),
        }
    }
    if places.is_empty() {
        return Err(first_why.unwrap_or(Why::NoTurn));
    }
    proved.evidence = evidence;
    proved.confidence = if drawn.confidence.is_finite() { drawn.confidence.clamp(0.05, 0.95) } else { 0.5 };
    proved.whom = named(&proved, &places)?;
    says_no_more(&proved, &places)?;
    in_its_language(&proved, &places)?;
    proved.says = says(&proved, &places)?;
    proved.held = held(&proved, &places);
    if proved.slot == "from" && places.iter().any(is_only_of_youth) {
        proved.slot.clear();
    }
    let leans_on = leaning::leans_on(&proved, &places);
    for place in &places {
        if let Some(yes) = place.confirmed.filter(|_| needs_a_yes(&proved, place.turn))
            && !proved.evidence.iter().any(|one| one.turn == yes.id)
        {
            proved.evidence.push(Evidence { turn: yes.id, quote: first_sentence(&yes.text) });
        }
    }
    Ok(Proved { drawn: proved, leans_on })
}

fn place<'a>(turns: &'a [Turn], drawn: &Drawn, evidence: &Evidence) -> Result<Place<'a>, Why> {
    let at = turns.iter().position(|turn| turn.id == evidence.turn).ok_or(Why::NoTurn)?;
    let turn = turns.get(at).ok_or(Why::NoTurn)?;
    if turn.forgotten_at.is_some() {
        return Err(Why::NoTurn);
    }
    let told = Telling::of(&turn.text);
    if evidence.quote.chars().count() > LONGEST_QUOTE {
        return Err(Why::NoQuote);
    }
    let quote = told.find(&evidence.quote).ok_or(Why::NoQuote)?;
    let confirmed = turns.get(at + 1).filter(|next| next.speaker == Speaker::User && says_yes(&next.text));
    // What the person says of her is theirs to say.
    if needs_a_yes(drawn, turn) && confirmed.is_none() {
        return Err(Why::WrongSpeaker);
    }
    let before: Vec<&Turn> = turns.get(..at).unwrap_or_default().iter().rev().take(LOOKED_BACK).collect();
    let question = match before.first() {
        Some(asked) if asked.speaker != turn.speaker => last_question(&asked.text),
        _ => "",
    };
    let value = value_at(drawn, &told, quote.clone(), turn).ok_or(Why::NoValue)?;
    let (sentence, clause) = (told.around(value, Begins::Sentence), told.around(value, Begins::Clause));
    Ok(Place { turn, told, quote, value, sentence, clause, before, question, confirmed })
}

/// Where the value stands in the quote. A time may follow from the words instead ("amanhã").
fn value_at(drawn: &Drawn, told: &Telling<'_>, quote: Range<usize>, turn: &Turn) -> Option<usize> {
    if drawn.value.is_empty() {
        return Some(quote.start);
    }
    let wanted = keys::of_value(&drawn.value);
    let text = told.text_of(quote.clone());
    let said = keys::said(text);
    let there = |word: &Said| said.iter().any(|other| is_form_of(word, other));
    if wanted.iter().all(there) {
        let is_first = |word: &&Said| {
            quote.clone().find(|at| {
                told.words.get(*at).is_some_and(|other| {
                    told.text
                        .get(other.range.clone())
                        .is_some_and(|other| keys::said(other).iter().any(|other| is_form_of(word, other)))
                })
            })
        };
        return wanted.iter().find_map(|word| is_first(&word)).or(Some(quote.end.saturating_sub(1)));
    }
    let day = turn.said.local().date_naive();
    follows(drawn.kind, &drawn.slot, &drawn.value, text, day).then_some(quote.end.saturating_sub(1))
}

/// Whether a day that is a value follows from words said on `day`.
fn follows(kind: FactKind, slot: &str, value: &str, text: &str, day: NaiveDate) -> bool {
    if kind == FactKind::Birthday || slot == "birthday" {
        let said = when::birthday(text);
        let spans = when::spans(text, day);
        return when::birthday(value).is_some_and(|(month, of_month)| {
            use chrono::Datelike as _;
            let near = |span: &when::Span| {
                span.first == span.last && (span.first.month(), span.first.day()) == (month, of_month)
            };
            said == Some((month, of_month)) || spans.iter().any(near)
        });
    }
    value
        .parse::<NaiveDate>()
        .is_ok_and(|date| when::spans(text, day).iter().any(|span| span.first <= date && date <= span.last))
}

/// Whether a word was said, in whatever form of it; a name only as it is written.
fn is_form_of(word: &Said, said: &Said) -> bool {
    word.is(said) || !word.is_another_name(said) && is_close(&word.plain, &said.plain)
}

/// Two forms of one verb that no stemmer brings together: "mora", "moro".
fn is_close(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    let letters = a.chars().chain(b.chars()).all(char::is_alphabetic);
    letters && short >= 4 && same >= 3 && same + 1 >= short && long - same <= 4 && long - short <= 3
}

/// Whether the words are meant as they are taken.
fn said_so(drawn: &Drawn, place: &Place<'_>) -> Result<(), Why> {
    let told = &place.told;
    let sentence = told.plain(place.sentence.clone());
    let clause = told.plain(place.clause.clone());
    meant::asks(place)?;
    meant::jokes(drawn, place)?;
    meant::quoted(drawn, place)?;
    let segment = told.plain(told.around(place.value, Begins::Contrast));
    let subjunctive = clause.iter().any(|word| {
        (word.ends_with("sse") || word.ends_with("ssem")) && word.len() > 4 && !cues::any(cues::SSE, &[word])
    });
    let open = drawn.kind == FactKind::Thread;
    // "May" with a capital, or before a day, is the month.
    let may = place.clause.clone().any(|at| {
        let next =
            told.words.get(at + 1).is_some_and(|word| word.plain.starts_with(|c: char| c.is_ascii_digit()));
        told.words.get(at).is_some_and(|word| word.plain == "may" && !word.capital) && !next
    });
    let unsure = may || cues::any(cues::MAYBE, &clause);
    let supposes = cues::any(cues::IF, &segment) && !cues::any(cues::IF_NONE, &segment);
    if supposes || subjunctive || !open && unsure {
        return Err(Why::Hypothetical);
    }
    let state = matches!(
        drawn.kind,
        FactKind::Place
            | FactKind::Work
            | FactKind::Study
            | FactKind::Possession
            | FactKind::Identity
            | FactKind::Health
            | FactKind::Relation
    );
    if state && drawn.says != Says::Ended {
        let lead = told.plain(place.clause.start..place.value);
        if cues::any(cues::WISHED, &lead) {
            return Err(Why::Hypothetical);
        }
    }
    // "She turns seven in August" is no age yet.
    let birthday_to_come = drawn.slot == "age" && cues::any(cues::WILL_BE, &clause) && {
        let day = place.turn.said.local().date_naive();
        when::spans(told.text_of(place.sentence.clone()), day).iter().any(|span| span.last > day)
    };
    if birthday_to_come {
        return Err(Why::Hypothetical);
    }
    subject::check(drawn, place)?;
    denied(drawn, place, &clause)?;
    // What it says has to be said near: in the clause, the sentence, the one before, or by what was asked.
    if let Some(list) = cues::of(drawn.kind, &drawn.slot) {
        let asked = Telling::of(place.question);
        let before = place.sentence.start.checked_sub(1).map(|at| told.around(at, Begins::Sentence));
        let before = before.map(|run| told.plain(run)).unwrap_or_default();
        let near = cues::any(list, &clause)
            || cues::any(list, &sentence)
            || cues::any(list, &asked.plain(0..asked.words.len()))
            || cues::any(list, &before);
        if !near {
            return Err(Why::DoesNotSay);
        }
    }
    let wrong_feeling = match drawn.kind {
        FactKind::Like => cues::any(cues::DISLIKES, &clause) && !cues::any(cues::LIKES, &clause),
        FactKind::Dislike => {
            cues::any(cues::LIKES, &clause)
                && !cues::any(cues::DISLIKES, &clause)
                && !is_denied(place, &clause)
        }
        _ => false,
    };
    if wrong_feeling { Err(Why::DoesNotSay) } else { Ok(()) }
}

/// Whether the clause denies, one that has no verb of its own as the one before it.
fn is_denied(place: &Place<'_>, clause: &[&str]) -> bool {
    let told = &place.told;
    let denies = |words: &[&str]| cues::any(cues::NOT, words) && !cues::any(cues::NOT_DENIED, words);
    if denies(clause) {
        // Only what stands behind the word of denial is denied: "moro aqui, não lá".
        let upto = told.plain(place.clause.start..place.value + 1);
        let begins = told.plain(place.value..(place.value + 4).min(place.clause.end));
        return denies(&upto) || place.value == place.clause.start && denies(&begins);
    }
    let bare = !cues::any(cues::OWN, clause)
        && !cues::any(cues::FIRST, clause)
        && !cues::any(cues::THIRD_VERBS, clause)
        && !cues::any(cues::COPULA, clause);
    let begins = told.words.get(place.clause.start).map(|word| word.begins);
    if bare && begins == Some(Begins::Clause) && place.clause.start > 0 {
        let before = told.around(place.clause.start - 1, Begins::Clause);
        let words = told.plain(before);
        // "Não, moro em Olinda": the word alone denies what was said before.
        return words.len() > 1 && denies(&words);
    }
    false
}

fn denied(drawn: &Drawn, place: &Place<'_>, clause: &[&str]) -> Result<(), Why> {
    let denied = is_denied(place, clause);
    let told_so = Telling::of(&drawn.text);
    let text = told_so.plain(0..told_so.words.len());
    let text_denies = cues::any(cues::NOT, &text);
    let cannot =
        cues::any("nao_posso nao_pode can_t cannot nao_consigo nao_consegue nao_suporto can_not", clause);
    let fits = match drawn.kind {
        _ if drawn.says == Says::Ended => true,
        FactKind::Like => !denied,
        FactKind::Dislike => denied || cues::any(cues::DISLIKES, clause) || !text_denies,
        FactKind::Health | FactKind::Habit if denied && cannot => true,
        FactKind::Thread | FactKind::Feeling | FactKind::Belief => denied == text_denies || denied,
        _ => denied == text_denies,
    };
    if fits { Ok(()) } else { Err(Why::Negated) }
}

/// Whether it is where somebody grew up, or what they are called after where they are from: both are true beside a place of birth.
fn is_only_of_youth(place: &Place<'_>) -> bool {
    let clause = place.told.plain(place.clause.clone());
    if cues::any("nasci nasceu born natural", &clause) {
        return false;
    }
    let before = place.value.checked_sub(1).and_then(|at| place.told.words.get(at));
    let leads = before
        .is_some_and(|word| cues::any("de do da dos das em no na nos nas from in of at", &[&word.plain]));
    cues::any("cresci cresceu cresceram grew raised criad*", &clause)
        || cues::any("sou e am m is are", &clause) && !leads
}

/// What the words do with it, as far as they do.
fn says(drawn: &Drawn, places: &[Place<'_>]) -> Result<Says, Why> {
    let Some(place) = places.last() else { return Err(Why::NoTurn) };
    let told = &place.told;
    let clause = told.plain(place.clause.clone());
    let sentence = told.plain(place.sentence.clone());
    let all = told.plain(0..told.words.len());
    let state = !drawn.slot.is_empty() && drawn.kind != FactKind::Birthday;
    let was = |words: &[&str]| cues::any(cues::WAS, words) && !cues::any(cues::WAS_STILL, words);
    match drawn.says {
        Says::Ended => {
            let ends = |words: &[&str]| cues::any(cues::ENDED, words) && !cues::any(cues::WAS_STILL, words);
            let more = cues::any("mais longer anymore", &clause) && cues::any(cues::NOT, &clause);
            let before = place
                .value
                .checked_sub(1)
                .and_then(|at| told.words.get(at))
                .map_or("", |word| word.plain.as_str());
            let away = cues::any("mudei mudamos mudou moved mudanca", &sentence)
                && cues::any("from de do da of", &[before]);
            if ends(&clause)
                || ends(&sentence) && clause.len() < 4
                || more
                || away
                || is_denied(place, &clause)
            {
                Ok(Says::Ended)
            } else {
                Err(Why::NotEnded)
            }
        }
        // Somebody's past is no present, whatever the model made of it.
        Says::Holds | Says::Also
            if state && !matches!(drawn.slot.as_str(), "from" | "name") && was(&clause) =>
        {
            Ok(Says::Ended)
        }
        Says::Holds | Says::Also
            if matches!(
                drawn.kind,
                FactKind::Habit
                    | FactKind::Possession
                    | FactKind::Like
                    | FactKind::Dislike
                    | FactKind::Health
            ) && cues::any(cues::BEFORE_NOW, &told.plain(place.clause.start..place.value)) =>
        {
            Ok(Says::Ended)
        }
        Says::Corrects if !cues::any(cues::CORRECTED, &all) => Ok(Says::Holds),
        Says::Also if !cues::any(cues::SEVERAL, &sentence) => Ok(Says::Holds),
        says => Ok(says),
    }
}

/// Whether the words around a proved statement say that something changed, and that it is one of several.
pub(super) fn manner(turn: &Turn, quote: &str) -> (bool, bool, String) {
    let told = Telling::of(&turn.text);
    let Some(found) = told.find(quote) else { return (false, false, turn.text.clone()) };
    let first = told.around(found.start, Begins::Sentence).start;
    let last = told.around(found.end.saturating_sub(1), Begins::Sentence).end;
    let words = told.plain(first..last);
    (cues::any(cues::CHANGED, &words), cues::any(cues::SEVERAL, &words), told.text_of(first..last).to_owned())
}

/// The characters of a turn's text at which a quote stands: its first, and how many.
pub(super) fn characters(text: &str, quote: &str) -> Option<(u32, u32)> {
    let told = Telling::of(text);
    let found = told.find(quote)?;
    let start = told.words.get(found.start)?.range.start;
    let end = told.words.get(found.end.checked_sub(1)?)?.range.end;
    let (before, inside) = (text.get(..start)?.chars().count(), text.get(start..end)?.chars().count());
    Some((u32::try_from(before).ok()?, u32::try_from(inside).ok()?))
}

/// Whether quoted words stand in a turn.
pub(super) fn stands_in(text: &str, quote: &str) -> bool {
    Telling::of(text).find(quote).is_some()
}

/// As [`prove`], for what rules read from the words themselves: that the turn is there, is the right one's, and says it.
pub(super) fn prove_rules(turns: &[Turn], drawn: &Drawn) -> Result<Proved, Why> {
    if drawn.text.trim().is_empty() || drawn.evidence.is_empty() {
        return Err(Why::Empty);
    }
    let mut evidence = Vec::new();
    for one in &drawn.evidence {
        let turn = turns
            .iter()
            .find(|turn| turn.id == one.turn && turn.forgotten_at.is_none())
            .ok_or(Why::NoTurn)?;
        if turn.speaker == Speaker::User && stands_in(&turn.text, &one.quote) {
            evidence.push(one.clone());
        }
    }
    let Some(turn) = evidence.first().and_then(|one| turns.iter().find(|turn| turn.id == one.turn)) else {
        return Err(Why::NoQuote);
    };
    // Rules know the day and not the zone: their days begin in UTC, and are meant where it was said. What ends, ends before
    // its day begins.
    let start = |at: i64| {
        let day =
            DateTime::from_timestamp_millis(at).filter(|_| at.rem_euclid(86_400_000) == 0)?.date_naive();
        start_of(turn, day)
    };
    let held = Held {
        from: drawn.held.from.map(|at| start(at).unwrap_or(at)),
        until: drawn.held.until.map(|at| start(at).map_or(at, |start| start - 1)),
    };
    Ok(Proved { drawn: Drawn { evidence, held, ..drawn.clone() }, leans_on: Vec::new() })
}

/// Whether a name is one of these people's, however it is written.
fn is_name_of(word: &str, name: &str) -> bool {
    !name.trim().is_empty()
        && (same_name(name, word) || keys::tokens(name).iter().any(|part| *part == fold(word)))
}
