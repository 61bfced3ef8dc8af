//! What a proved statement owes to other turns than those that say it: a name, a word, a yes. When such a turn is forgotten,
//! nothing of it may stay in what was understood with it.

use super::{
    Place, follows, is_form_of,
    telling::{Begins, Telling},
};
use crate::{
    conversation::{Speaker, Turn},
    memory::fact::{
        About, Drawn, Evidence, Fact, Whom, cues,
        keys::{self, Said},
        rows::ReceiptRow,
    },
    people::Relation,
};

/// The turns before those that say it which gave a name or a word, each with that.
pub(super) fn leans_on(drawn: &Drawn, places: &[Place<'_>]) -> Vec<Evidence> {
    let own: Vec<&str> = places.iter().map(|place| place.turn.text.as_str()).collect();
    let before: Vec<&Turn> = places.iter().flat_map(|place| place.before.iter().copied()).collect();
    let mut leans: Vec<Evidence> = Vec::new();
    let mut lean = |said: &dyn Fn(&str) -> Option<String>| {
        if own.iter().any(|text| said(text).is_some()) {
            return;
        }
        let found = before.iter().find_map(|turn| Some((turn.id, said(&turn.text)?)));
        if let Some((turn, quote)) = found
            && !leans.iter().any(|other| other.turn == turn)
        {
            leans.push(Evidence { turn, quote });
        }
    };
    if let Whom::Someone { name, relation } = &drawn.whom {
        if !name.is_empty() {
            lean(&|text| is_said(name, text).then(|| name.clone()));
        }
        if !relation.is_empty() {
            lean(&|text| relation_in(relation, text));
        }
    }
    let of_value = keys::of_value(&drawn.value);
    for word in telling_words(&drawn.text) {
        if !stands_among(&word.0, &of_value) {
            lean(&|text| word_in(&word, text));
        }
    }
    leans
}

/// Whether all that a receipt understood stands in the turns that are left, `own` (the one it is on) among them: with the name and
/// the relation that still do. `None` where anything in it was said by a turn that isn't there any more.
pub(in crate::memory::fact) fn stands_on(
    fact: &Fact,
    receipt: &ReceiptRow,
    own: &Turn,
    left: &[Turn],
) -> Option<(String, String)> {
    let texts: Vec<&str> = left.iter().map(|turn| turn.text.as_str()).collect();
    let said = |word: &Told| texts.iter().any(|text| word_in(word, text).is_some());
    let value = keys::of_value(&receipt.value);
    let value_said = value
        .iter()
        .all(|word| texts.iter().any(|text| keys::said(text).iter().any(|other| is_form_of(word, other))))
        || follows(fact.kind, &fact.slot, &receipt.value, &own.text, own.said.local().date_naive());
    // What she said of them holds by their word.
    let by_them = left.iter().any(|turn| turn.speaker == Speaker::User) || fact.about == About::Companion;
    if !value_said || !by_them {
        return None;
    }
    let all_said =
        telling_words(&receipt.text).iter().all(|word| stands_among(&word.0, &value) || said(word));
    if !all_said {
        return None;
    }
    let name = texts.iter().any(|text| is_said(&receipt.name, text));
    let relation = texts.iter().any(|text| relation_in(&receipt.relation, text).is_some());
    let kept = |there: bool, words: &str| if there { words.to_owned() } else { String::new() };
    let (name, relation) = (kept(name, &receipt.name), kept(relation, &receipt.relation));
    let nobody = name.is_empty() && relation.is_empty();
    let was_somebody = !receipt.name.is_empty() || !receipt.relation.is_empty();
    (!nobody || !was_somebody).then_some((name, relation))
}

fn is_said(name: &str, text: &str) -> bool {
    !name.trim().is_empty() && Telling::of(text).find(name).is_some()
}

/// The words of a text that name a relation, as they stand there.
fn relation_in(relation: &str, text: &str) -> Option<String> {
    if is_said(relation, text) {
        return Some(relation.to_owned());
    }
    let wanted = Relation::of(relation)?;
    let told = Telling::of(text);
    let word = told
        .words
        .iter()
        .find(|word| told.text.get(word.range.clone()).is_some_and(|word| wanted.is_named_in(word)))?;
    told.text.get(word.range.clone()).map(str::to_owned)
}

/// A word of a statement as it is compared, and plain.
type Told = (Vec<Said>, String);

/// The words of a statement that somebody has to have said: not those any statement is told with.
fn telling_words(text: &str) -> Vec<Told> {
    let told = Telling::of(text);
    told.words
        .iter()
        .filter(|word| {
            let counts = word.plain.starts_with(|c: char| c.is_ascii_digit());
            let told = cues::any(cues::TOLD, &[word.plain.as_str()]) && !Relation::is_word(&word.plain);
            !told && (counts || word.plain.chars().count() >= 3)
        })
        .map(|word| {
            let as_written = told.text.get(word.range.clone()).unwrap_or_default();
            let is_name = word.begins == Begins::Nothing;
            let said = if is_name { keys::of_value(as_written) } else { keys::said(as_written) };
            (said, word.plain.clone())
        })
        .collect()
}

fn stands_among(word: &[Said], said: &[Said]) -> bool {
    word.iter().all(|word| said.iter().any(|other| is_form_of(word, other)))
}

/// A statement's word as it stands in a text.
fn word_in((word, plain): &Told, text: &str) -> Option<String> {
    if Relation::is_word(plain) {
        return relation_in(plain, text);
    }
    if !stands_among(word, &keys::said(text)) {
        return None;
    }
    let told = Telling::of(text);
    let written = |range: &std::ops::Range<usize>| told.text.get(range.clone()).unwrap_or_default();
    let found = told.words.iter().find(|other| stands_among(word, &keys::said(written(&other.range))));
    Some(found.map_or_else(String::new, |found| written(&found.range).to_owned()))
}
