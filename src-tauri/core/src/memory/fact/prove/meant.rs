//! Whether words are meant: no question, no joke, nobody else's saying.

use super::{
    Place, Why,
    telling::{Begins, Telling},
};
use crate::{
    conversation::Speaker,
    memory::fact::{Drawn, FactKind, MadeBy, Whom, cues},
};
use std::ops::Range;

pub(super) fn asks(place: &Place<'_>) -> Result<(), Why> {
    // What she asked, and was told yes to, holds.
    if place.confirmed.is_some() && place.turn.speaker == Speaker::Companion {
        return Ok(());
    }
    let told = &place.told;
    let text = told.text_of(place.sentence.clone());
    if !text.trim_end().trim_end_matches(['"', '”', ')', ' ']).contains('?') {
        return Ok(());
    }
    let words = told.plain(place.sentence.clone());
    let clause = told.plain(place.clause.clone());
    let begins_asking = cues::find(cues::ASKS, &clause).is_some_and(|(at, _)| at == 0);
    let behind = told.plain(place.clause.end..place.sentence.end);
    let tag = !behind.is_empty()
        && behind.len() <= 3
        && cues::find(cues::TAGS, &behind).is_some_and(|(at, _)| at == 0);
    let last_words = words.get(words.len().saturating_sub(1)..).unwrap_or_default();
    let tag_inside = behind.is_empty() && words.len() > 2 && cues::any("ne right huh sabe eh", last_words);
    // "Moro em Recife, você conhece?" states, then asks.
    let states_first = place.clause.end < place.sentence.end && !begins_asking;
    if !begins_asking && (tag || tag_inside || states_first) { Ok(()) } else { Err(Why::Question) }
}

pub(super) fn jokes(drawn: &Drawn, place: &Place<'_>) -> Result<(), Why> {
    let told = &place.told;
    let all = told.plain(0..told.words.len());
    let marked = cues::any(cues::JOKE, &all) || place.turn.text.contains(['🙃', '😜', '🤪', '😝', '😏']);
    // "A brincadeira", "a joke" may be what is spoken of; it is not worth the risk.
    if marked || place.turn.text.contains("/s") && place.turn.text.trim_end().ends_with("/s") {
        return Err(Why::Joke);
    }
    let who_one_is =
        !matches!(drawn.kind, FactKind::Like | FactKind::Dislike | FactKind::Feeling | FactKind::Habit);
    let after = told.around(place.sentence.end.min(told.words.len().saturating_sub(1)), Begins::Sentence);
    let alone = told.plain(after);
    let laughs_after = alone.len() <= 2 && cues::any(cues::LAUGHS, &alone);
    let sentence = told.text_of(place.sentence.clone());
    let laughs = cues::any(cues::LAUGHS, &told.plain(place.sentence.clone()))
        || sentence.contains(['😂', '🤣', '😆', '😹']);
    if who_one_is && (laughs || laughs_after) { Err(Why::Joke) } else { Ok(()) }
}

const MARKS: [(char, char); 5] = [('"', '"'), ('“', '”'), ('«', '»'), ('‘', '’'), ('„', '“')];

/// The stretches of a text that stand between quotation marks.
fn between_marks(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for (open, close) in MARKS {
        let mut from = 0;
        while let Some(start) = text.get(from..).and_then(|rest| rest.find(open)).map(|at| from + at) {
            let inner = start + open.len_utf8();
            let Some(end) = text.get(inner..).and_then(|rest| rest.find(close)).map(|at| inner + at) else {
                break;
            };
            all.push(inner..end);
            from = end + close.len_utf8();
        }
    }
    all
}

pub(super) fn quoted(drawn: &Drawn, place: &Place<'_>) -> Result<(), Why> {
    let told = &place.told;
    let ends = |run: &Range<usize>| {
        let start = told.words.get(run.start).map_or(0, |word| word.range.start);
        let end = run.end.checked_sub(1).and_then(|at| told.words.get(at)).map_or(0, |word| word.range.end);
        start..end
    };
    let (quote, clause) = (ends(&place.quote), ends(&place.clause));
    let inside = |marks: &Range<usize>, run: &Range<usize>| marks.start <= run.start && run.end <= marks.end;
    let marks = between_marks(told.text);
    // A name or a title in marks is none of it: what counts is that the saying itself stands in them.
    if marks.iter().any(|marks| inside(marks, &quote) && (quote.len() > 25 || inside(marks, &clause))) {
        return Err(Why::Quoted);
    }
    let value_in_marks = told.words.get(place.value).is_some_and(|value| {
        marks
            .iter()
            .any(|marks| inside(marks, &value.range) && told.text.get(marks.clone()).is_some_and(is_saying))
    });
    if value_in_marks {
        return Err(Why::Quoted);
    }
    let before = place.sentence.start.checked_sub(1).map(|at| told.around(at, Begins::Sentence));
    let lead = before.filter(|run| told.text_of(run.clone()).contains(':')).map(|run| told.plain(run));
    let sentence = told.plain(place.sentence.clone());
    let story = cues::any(cues::STORY, &sentence)
        || lead.is_some_and(|lead| cues::any(cues::STORY, &lead) || cues::any(cues::REPORTS, &lead))
        || told.text.contains(['♪', '♫', '🎵', '🎶'])
        || told
            .text
            .lines()
            .any(|line| line.trim_start().starts_with('>') && line.contains(drawn.value.as_str()));
    if story && !matches!(drawn.kind, FactKind::Like | FactKind::Dislike) {
        return Err(Why::Quoted);
    }
    // "Meu chefe diz que eu sou lento" is his word, not theirs.
    if drawn.whom == Whom::User && drawn.made_by != MadeBy::Rules {
        let lead = told.plain(place.sentence.start..place.value);
        // "... says my niece."
        let behind = told.plain(place.value + 1..place.sentence.end);
        let told_by =
            cues::find("says said diz disse dizia falou reckons", &behind).is_some_and(|(at, _)| {
                behind
                    .get(at + 1)
                    .is_some_and(|word| cues::any("my meu minha o a the he she ele ela", &[word]))
            });
        if told_by {
            return Err(Why::Quoted);
        }
        if let Some((at, _)) = cues::find(cues::REPORTS, &lead) {
            let by = lead.get(..at).unwrap_or_default();
            let behind = lead.get(at..).unwrap_or_default();
            let by_me =
                by.last().is_some_and(|word| matches!(*word, "i" | "eu" | "a" | "always" | "ja" | "have"))
                    || by.is_empty() && !cues::any("segundo according dizem falam", behind);
            let doctor = drawn.kind == FactKind::Health && cues::any(cues::DOCTORS, &lead);
            if !by_me && !doctor && !cues::any("called chama", behind.get(..1).unwrap_or_default()) {
                return Err(Why::Quoted);
            }
        }
    }
    Ok(())
}

/// Whether what stands in marks is a sentence of somebody's, not a name.
fn is_saying(inside: &str) -> bool {
    let told = Telling::of(inside);
    let words = told.plain(0..told.words.len());
    words.len() >= 3 && (cues::any(cues::FIRST, &words) || cues::any(cues::SECOND, &words))
}
