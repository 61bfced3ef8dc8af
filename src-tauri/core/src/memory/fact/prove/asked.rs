//! What was asked, and whether that was answered with yes.

use super::telling::{Begins, Telling};
use crate::{
    conversation::{Speaker, Turn},
    memory::fact::{Drawn, Whom, cues},
};

/// The last sentence of a text, where it asks.
pub(super) fn last_question(text: &str) -> &str {
    let trimmed = text.trim_end();
    if !trimmed.ends_with('?') {
        return "";
    }
    let body = trimmed.trim_end_matches('?');
    let start = body.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    trimmed.get(start..).unwrap_or_default()
}

/// Whether it was she who said it of them: then it is theirs only where they said yes.
pub(super) fn needs_a_yes(drawn: &Drawn, turn: &Turn) -> bool {
    turn.speaker == Speaker::Companion && drawn.whom != Whom::Companion
}

pub(super) fn first_sentence(text: &str) -> String {
    let told = Telling::of(text);
    let sentence = told.around(0, Begins::Sentence);
    told.text_of(sentence).trim().to_owned()
}

pub(super) fn says_yes(text: &str) -> bool {
    let told = Telling::of(text);
    let words = told.plain(0..told.words.len().min(8));
    let clause = told.around(0, Begins::Clause).len();
    let begins = |list: &str| cues::find(list, &words).is_some_and(|(at, _)| at == 0);
    // "Moro em Recife" answers another question than it was asked; "moro", "moro sim" says yes.
    let yes =
        begins(cues::YES) || begins(cues::YES_SHORT) && clause <= 3 || begins(cues::YES_VERBS) && clause <= 2;
    yes && !cues::any("mas but nao not n no", &words)
}
