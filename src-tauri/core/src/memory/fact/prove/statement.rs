//! The statement itself: it names nobody and tells nothing that wasn't said, in the language it was said in.

use super::{
    Place, Why, is_form_of,
    telling::{Begins, Telling},
};
use crate::{
    locale::Language,
    memory::fact::{
        Drawn, Whom, cues,
        keys::{self, Said},
    },
    people::Relation,
};

/// Whom it is of, as far as that was said.
pub(super) fn named(drawn: &Drawn, places: &[Place<'_>]) -> Result<Whom, Why> {
    let Whom::Someone { name, relation } = &drawn.whom else { return Ok(drawn.whom.clone()) };
    let all = || {
        places.iter().flat_map(|place| {
            std::iter::once(place.turn.text.as_str())
                .chain(place.before.iter().map(|turn| turn.text.as_str()))
        })
    };
    let has_name = !name.trim().is_empty() && all().any(|text| Telling::of(text).find(name).is_some());
    let has_relation = Relation::of(relation)
        .is_some_and(|relation| all().any(|text| relation.is_named_in(text)))
        || !relation.trim().is_empty() && all().any(|text| Telling::of(text).find(relation).is_some());
    let kept = |there: bool, word: &str| if there { word.trim().to_owned() } else { String::new() };
    let (name, relation) = (kept(has_name, name), kept(has_relation, relation));
    if name.is_empty() && relation.is_empty() {
        Err(Why::OtherPerson)
    } else {
        Ok(Whom::Someone { name, relation })
    }
}

/// Whether the statement keeps to what was said: its names and numbers all, its other words mostly.
pub(super) fn says_no_more(drawn: &Drawn, places: &[Place<'_>]) -> Result<(), Why> {
    let mut said: Vec<&str> = vec![drawn.value.as_str()];
    for place in places {
        said.extend([place.turn.text.as_str(), place.question]);
        said.extend(place.before.iter().map(|turn| turn.text.as_str()));
    }
    if let Whom::Someone { name, relation } = &drawn.whom {
        said.extend([name.as_str(), relation.as_str()]);
    }
    let unsaid = unsaid(&drawn.text, &said).ok_or(Why::SaysMore)?;
    if unsaid.0 > 1 && unsaid.0 * 2 > unsaid.1 { Err(Why::SaysMore) } else { Ok(()) }
}

/// How many of a statement's telling words nobody said, of how many. `None` where one of those is a name or a number.
fn unsaid(text: &str, said: &[&str]) -> Option<(usize, usize)> {
    let said: Vec<Said> = said.iter().flat_map(|text| keys::said(text)).collect();
    let there = |word: &str| {
        keys::said(word).iter().all(|word| {
            said.iter().any(|other| is_form_of(word, other))
                || word.plain.len() < 3 && !word.plain.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    let there_as_name = |word: &str| {
        keys::of_value(word)
            .iter()
            .all(|word| said.iter().any(|other| is_form_of(word, other)) || word.plain.len() < 3)
    };
    let (mut unsaid, mut all) = (0, 0);
    let told = Telling::of(text);
    for (at, word) in told.words.iter().enumerate() {
        let of_telling = cues::any(cues::TOLD, &[word.plain.as_str()]);
        let names = word.capital && at > 0 && word.begins == Begins::Nothing;
        let counts = word.plain.starts_with(|c: char| c.is_ascii_digit());
        let as_written = told.text.get(word.range.clone()).unwrap_or(&word.plain);
        let is_there = of_telling || if names { there_as_name(as_written) } else { there(&word.plain) };
        if !is_there && (names || counts) {
            return None;
        }
        if !of_telling {
            all += 1;
            unsaid += usize::from(!is_there);
        }
    }
    Some((unsaid, all))
}

/// Whether a conclusion is of what was said: no name or number of its own, and a third of its telling words at least.
pub(in crate::memory::fact) fn keeps_to<'a>(text: &str, said: impl Iterator<Item = &'a str>) -> bool {
    let said: Vec<&str> = said.collect();
    unsaid(text, &said).is_some_and(|(unsaid, all)| all > 0 && unsaid < all && (all - unsaid) * 3 >= all)
}

pub(super) fn in_its_language(drawn: &Drawn, places: &[Place<'_>]) -> Result<(), Why> {
    let of = |text: &str| -> Option<Language> {
        let told = Telling::of(text);
        let count =
            |list: &str| told.words.iter().filter(|word| cues::any(list, &[word.plain.as_str()])).count();
        let (portuguese, english) = (count(cues::PORTUGUESE), count(cues::ENGLISH));
        match (portuguese, english) {
            (2.., _) if portuguese > 2 * english => Some(Language::PtBr),
            (_, 2..) if english > 2 * portuguese => Some(Language::En),
            _ => None,
        }
    };
    let text = of(&drawn.text);
    let translated = places
        .iter()
        .all(|place| of(&place.turn.text).is_some_and(|said| text.is_some_and(|text| text != said)));
    if translated { Err(Why::Translated) } else { Ok(()) }
}
