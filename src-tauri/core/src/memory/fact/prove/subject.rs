//! Of whom a clause speaks.

use super::{
    Place, Why, is_name_of,
    telling::{Begins, Telling},
};
use crate::{
    conversation::Speaker,
    memory::fact::{Drawn, FactKind, Whom, cues},
    memory::lists,
    people::Relation,
};

/// The last one named before the value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    Nobody,
    First,
    Second,
    /// "He", or a verb that only fits somebody else.
    Third,
    /// Somebody by relation or name: the word, plain.
    Someone(String),
    Anybody,
}

fn has(list: &str, word: &str) -> bool {
    cues::any(list, &[word])
}

/// Reads a run of words. The last one who can be its subject.
fn read(told: &Telling<'_>, from: usize, to: usize) -> Subject {
    let word = |at: usize| told.words.get(at).map_or("", |word| word.plain.as_str());
    let mut subject = Subject::Nobody;
    let mut at = from;
    while at < to {
        let plain = word(at);
        let begins = told.words.get(at).map_or(Begins::Nothing, |word| word.begins);
        let before = if at > from && begins == Begins::Nothing { word(at - 1) } else { "" };
        // Who stands behind a word like "with" is spoken of, not the one it is said of; an article between them is none.
        let article = at > from + 1 && has("a o as os the um uma", before);
        let aside = has(cues::BEFORE, if article { word(at - 2) } else { before });
        if has("my meu minha meus minhas our nosso nossa nossos nossas", plain) {
            let mut next = at + 1;
            while next < to + 2 && has(cues::ADJECTIVES, word(next)) {
                next += 1;
            }
            let who = word(next);
            if Relation::is_word(who) || has(cues::FOLK, who) {
                // "O aniversário da minha mãe" is hers.
                let hers = has("da do de of", before) && subject == Subject::Nobody;
                // "My sister's boss" is the boss.
                let boss = word(next + 1) == "s" && Relation::is_word(word(next + 2));
                let who = if boss { word(next + 2) } else { who };
                if !aside || hers {
                    subject = Subject::Someone(who.to_owned());
                }
                at = next + if boss { 3 } else { 1 };
                continue;
            }
            if !aside {
                subject = Subject::First;
            }
        } else if is_first(told, at) {
            // "The work", "o trabalho", "a canto": a noun, not a verb.
            let noun = has(
                "o a the um uma do da de no na meu minha seu sua ao pro pra este esse as os outro novo",
                before,
            );
            if !noun {
                subject = Subject::First;
            }
        } else if has(cues::SECOND, plain) {
            let filler = plain == "you" && matches!(word(at + 1), "know" | "see");
            if !filler && !aside {
                subject = Subject::Second;
            }
        } else if has(cues::THIRD, plain) {
            if !aside {
                subject = Subject::Third;
            }
        } else if cues::find(cues::ANYBODY, &two(told, at)).is_some_and(|(place, _)| place == 0) {
            if !aside {
                subject = Subject::Anybody;
            }
        } else if Relation::is_word(plain) && has("a o the her his dela dele seu sua", before) {
            let aside = at >= from + 2 && has(cues::BEFORE, word(at - 2));
            let of_somebody = has("da do de of das dos", word(at + 1));
            if !aside && (is_verb(word(at + 1)) || of_somebody) {
                subject = Subject::Someone(plain.to_owned());
            }
        } else if is_name(told, at) && word(at + 1) == "s" && Relation::is_word(word(at + 2)) {
            // "Paul's aunt".
            if !aside {
                subject = Subject::Someone(word(at + 2).to_owned());
            }
            at += 2;
        } else if is_name(told, at) && !aside {
            let behind = word(at + 1);
            let verb = is_verb(behind)
                || told.words.get(at + 1).is_some_and(|word| word.capital) && is_verb(word(at + 2));
            if verb {
                subject = Subject::Someone(plain.to_owned());
            }
        } else if has(cues::THIRD_VERBS, plain) {
            let owned =
                subject == Subject::First && !has("que who that", before) && has_possessive(told, from, at);
            if !owned && !matches!(subject, Subject::Someone(_) | Subject::Second | Subject::Anybody) {
                subject = Subject::Third;
            }
        }
        at += 1;
    }
    subject
}

/// "Meu aniversário começou": the verb is of what they own.
fn has_possessive(told: &Telling<'_>, from: usize, at: usize) -> bool {
    let lead = told.plain(at.saturating_sub(4).max(from)..at);
    lead.iter().any(|word| has("my meu minha our nosso nossa", word))
}

fn is_verb(plain: &str) -> bool {
    has(cues::THIRD_VERBS, plain)
        || has(cues::COPULA, plain)
        || has("s se vai foi faz fez got works tem nao just", plain)
}

fn is_first(told: &Telling<'_>, at: usize) -> bool {
    // "Tô", and not "to".
    let short = told.words.get(at).is_some_and(|word| {
        word.plain == "to" && told.text.get(word.range.clone()).is_some_and(|text| text.contains(['ô', 'Ô']))
    });
    short || cues::find(cues::FIRST, &two(told, at)).is_some_and(|(place, _)| place == 0)
}

fn two<'a>(told: &'a Telling<'_>, at: usize) -> Vec<&'a str> {
    told.plain(at..(at + 2).min(told.words.len()))
}

/// A word with a capital that isn't one only because a sentence begins.
fn is_name(told: &Telling<'_>, at: usize) -> bool {
    told.words.get(at).is_some_and(|word| {
        let common = || {
            lists::has(lists::STOP, &word.plain)
                || lists::is_time(&word.plain)
                || has("i eu ok oi ola hi hello hey sim yes no nao that it this there here aqui ali la isso tudo nada work", &word.plain)
        };
        word.capital && word.plain.chars().count() > 1 && !common()
    })
}

/// Who is named in a text, as plain words: relations and names.
fn mentions(text: &str) -> Vec<String> {
    let told = Telling::of(text);
    (0..told.words.len())
        .filter_map(|at| {
            let word = told.words.get(at)?;
            let named =
                Relation::is_word(&word.plain) || is_name(&told, at) && word.begins == Begins::Nothing;
            named.then(|| word.plain.clone())
        })
        .collect()
}

/// Whether the words speak of the one it is drawn of.
pub(super) fn check(drawn: &Drawn, place: &Place<'_>) -> Result<(), Why> {
    let told = &place.told;
    let mut subject = read(told, place.sentence.start, place.value);
    let behind = || read(told, place.value + 1, place.clause.end);
    if subject == Subject::Nobody {
        // "Recife é onde moro."
        subject = match behind() {
            Subject::First => Subject::First,
            Subject::Second => Subject::Second,
            _ => Subject::Nobody,
        };
    }
    match &drawn.whom {
        Whom::User => of_user(drawn, place, &subject),
        Whom::Companion => of_her(place, &subject),
        Whom::Someone { name, relation } => of_someone(drawn, place, &subject, name, relation),
    }
}

fn of_user(drawn: &Drawn, place: &Place<'_>, subject: &Subject) -> Result<(), Why> {
    if place.turn.speaker == Speaker::Companion {
        // She said it to them.
        return match subject {
            Subject::Second | Subject::Nobody => Ok(()),
            _ => Err(Why::OtherPerson),
        };
    }
    let with_somebody = drawn.kind == FactKind::Relation || drawn.slot == "partner";
    match subject {
        Subject::First => Ok(()),
        Subject::Nobody if asks_of_somebody(place) => Err(Why::OtherPerson),
        Subject::Nobody => {
            // A fragment: "De Natal." But "mora em Natal", behind a sentence about somebody, is theirs.
            let words = place.told.plain(place.clause.clone());
            if cues::any(cues::THIRD_VERBS, &words) { Err(Why::OtherPerson) } else { Ok(()) }
        }
        Subject::Someone(_) if with_somebody => {
            let words = place.told.plain(place.sentence.clone());
            let mine = words.iter().any(|word| has("my meu minha nosso nossa our", word));
            if mine { Ok(()) } else { Err(Why::OtherPerson) }
        }
        Subject::Someone(who) if is_thing_of_theirs(drawn, who) => Ok(()),
        Subject::Second | Subject::Third | Subject::Someone(_) | Subject::Anybody => Err(Why::OtherPerson),
    }
}

/// "Meus filhos se chamam ..." tells of the user's family, too, where that is what is drawn.
fn is_thing_of_theirs(drawn: &Drawn, who: &str) -> bool {
    matches!(drawn.kind, FactKind::Event | FactKind::Plan | FactKind::Thread)
        && drawn.text.split_whitespace().any(|word| crate::store::words::fold(word).starts_with(who))
}

/// Whether the question that is answered was about somebody else.
fn asks_of_somebody(place: &Place<'_>) -> bool {
    let asked = Telling::of(place.question);
    let words = asked.plain(0..asked.words.len());
    // A short answer only: who tells a story has changed the subject.
    place.sentence.len() <= 6
        && (words.iter().any(|word| has(cues::THIRD, word))
            || cues::find("sua seu your", &words).is_some_and(|(at, _)| {
                words
                    .get(at + 1..at + 4)
                    .unwrap_or_default()
                    .iter()
                    .any(|word| Relation::is_word(word) || has(cues::FOLK, word))
            }))
}

fn of_her(place: &Place<'_>, subject: &Subject) -> Result<(), Why> {
    let right = match place.turn.speaker {
        Speaker::Companion => Subject::First,
        Speaker::User => Subject::Second,
    };
    if *subject == right { Ok(()) } else { Err(Why::OtherPerson) }
}

fn of_someone(
    drawn: &Drawn,
    place: &Place<'_>,
    subject: &Subject,
    name: &str,
    relation: &str,
) -> Result<(), Why> {
    let wanted = Relation::of(relation);
    let is_theirs = |word: &str| {
        is_name_of(word, name)
            || Relation::shares(wanted.as_ref(), Relation::of(word).as_ref())
            || !relation.is_empty() && crate::store::words::fold(relation).split(' ').any(|part| part == word)
    };
    let sentence = place.told.text_of(place.sentence.clone());
    let here = mentions_of(sentence);
    let in_sentence = here.iter().any(|word| is_theirs(word));
    // Who somebody is to the user, and what they are called, is told in the first person, too.
    let by_way =
        matches!(drawn.kind, FactKind::Relation | FactKind::Event | FactKind::Plan | FactKind::Thread)
            || matches!(drawn.slot.as_str(), "name" | "relation" | "birthday");
    match subject {
        Subject::Someone(who) if is_theirs(who) => Ok(()),
        Subject::Someone(_) if in_sentence && by_way => Ok(()),
        // "Minha irmã" is Ana, where that was said a moment ago.
        Subject::Someone(who) => {
            if is_called(place, who, name) {
                Ok(())
            } else {
                Err(Why::OtherPerson)
            }
        }
        Subject::First if in_sentence && by_way => Ok(()),
        Subject::First | Subject::Second | Subject::Anybody => Err(Why::OtherPerson),
        Subject::Third | Subject::Nobody => {
            if in_sentence
                && (*subject == Subject::Third
                    || by_way
                    || here.iter().all(|word| is_theirs(word) || is_value(drawn, word)))
            {
                return Ok(());
            }
            if in_sentence { Err(Why::OtherPerson) } else { last_spoken_of(place, &is_theirs) }
        }
    }
}

fn is_value(drawn: &Drawn, word: &str) -> bool {
    crate::store::words::fold(&drawn.value).contains(word)
}

/// As [`mentions`], with a name that begins the sentence.
fn mentions_of(sentence: &str) -> Vec<String> {
    let told = Telling::of(sentence);
    let mut all = mentions(sentence);
    if is_name(&told, 0)
        && let Some(first) = told.words.first()
        && !all.contains(&first.plain)
    {
        all.push(first.plain.clone());
    }
    all
}

/// Whether a relation and a name were said of one person, in this turn or the ones before.
fn is_called(place: &Place<'_>, who: &str, name: &str) -> bool {
    if name.is_empty() {
        return false;
    }
    let texts = std::iter::once(place.told.text).chain(place.before.iter().map(|turn| turn.text.as_str()));
    texts.into_iter().any(|text| {
        let told = Telling::of(text);
        let Some(found) = told.find(name) else { return false };
        // "Paul's aunt" and "a tia da Paula" are not called so.
        let before = found.start.checked_sub(1).map(|at| told.plain(at..at + 1)).unwrap_or_default();
        let behind = told.plain(found.end..(found.end + 1).min(told.words.len()));
        if behind == ["s"] || before.iter().any(|word| has("da do de of das dos", word)) {
            return false;
        }
        let sentence = told.around(found.start, Begins::Sentence);
        let near = found.start.saturating_sub(4).max(sentence.start)..(found.end + 4).min(sentence.end);
        told.plain(near).contains(&who)
    })
}

/// "Ela mora lá" is of the one spoken of last: in the sentences before, the turns before, what was asked.
fn last_spoken_of(place: &Place<'_>, is_theirs: &dyn Fn(&str) -> bool) -> Result<(), Why> {
    let mut end = place.sentence.start;
    while let Some(at) = end.checked_sub(1) {
        let run = place.told.around(at, Begins::Sentence);
        let found = mentions_of(place.told.text_of(run.clone()));
        if !found.is_empty() {
            return if found.iter().any(|word| is_theirs(word)) { Ok(()) } else { Err(Why::OtherPerson) };
        }
        end = run.start;
    }
    for turn in &place.before {
        let found = mentions_of(&turn.text);
        if !found.is_empty() {
            return if found.iter().any(|word| is_theirs(word)) { Ok(()) } else { Err(Why::OtherPerson) };
        }
    }
    Err(Why::OtherPerson)
}
