//! What words ask of her memory: to keep something, to forget it, not to bring it up again. Read from the words alone, in
//! Portuguese and English; what only sounds like it (a question, an idiom, a reminder, somebody else's words) is no wish.

mod about;
mod patterns;

use super::rules::{doubt, tokens};
use patterns::{Outcome, PATTERNS};
use tokens::{Gap, Sentence, Token};

pub use about::{Subject, avoids};

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishKind {
    Remember,
    /// Final, once it is carried out.
    Forget,
    /// Kept, and not brought up again.
    Avoid,
}

/// What it is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// What the words of [`Wish::about`] say.
    About,
    /// What was said last: "forget that".
    LastSaid,
    /// Everything there is. Never done at once: it must be asked about.
    Everything,
}

/// A wish as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub kind: WishKind,
    /// The words it is about, as said; empty unless it is [`Whole::About`].
    pub about: String,
    pub whole: Whole,
}

/// Longer texts ask nothing in passing, in characters.
const LONGEST: usize = 1_500;

/// Words of a sentence that says something, at least.
const LEAST: usize = 3;

/// What may stand before a wish, the longest first.
const OPENERS: &[&str] = &[
    "i want you to",
    "i need you to",
    "i would like you to",
    "i just want you to",
    "would you please",
    "could you please",
    "can you please",
    "will you please",
    "could you",
    "can you",
    "would you",
    "will you",
    "for the record",
    "for future reference",
    "you should",
    "you need to",
    "you have to",
    "you must",
    "change the subject and",
    "please just",
    "just please",
    "muda de assunto e",
    "vamos mudar de assunto e",
    "prefiro que voce",
    "preferia que voce",
    "e melhor voce",
    "melhor voce",
    "voce precisa",
    "voce tem que",
    "voce deve",
    "quero que voce",
    "queria que voce",
    "preciso que voce",
    "gostaria que voce",
    "voce pode por favor",
    "voce poderia",
    "voce pode",
    "sera que voce pode",
    "te peco para",
    "te peco",
    "por favor",
    "por gentileza",
    "da para voce",
    "tem como voce",
    "tem como",
    "da para",
    "poderia",
    "pode",
    "please",
    "pls",
    "plz",
    "pfv",
    "hey",
    "hi",
    "oi",
    "ola",
    "ei",
    "ah",
    "oh",
    "ok",
    "okay",
    "well",
    "so",
    "and",
    "also",
    "but",
    "e",
    "mas",
    "olha",
    "entao",
    "bom",
    "bem",
    "agora",
    "now",
    "hmm",
    "samantha",
    "actually",
    "tambem",
    "just",
    "so",
    "voce",
    "you",
    "na verdade",
    "alias",
    "btw",
    "by the way",
];
/// A sentence that begins so is no wish of this moment.
const CONDITIONS: &[&str] =
    &["if", "se", "quando", "when", "whenever", "caso", "unless", "i", "eu", "he", "she", "ele", "ela"];

/// Said before a comma, to be heard.
const INTERJECTIONS: &[&str] = &[
    "o",
    "opa",
    "escuta",
    "escute",
    "gente",
    "amiga",
    "amigo",
    "listen",
    "look",
    "yo",
    "right",
    "seriously",
    "serio",
];

/// A question that ends so asks whether it will be done: "note that down, ok?". "Tá" is read as "está".
const TAGS: &[&str] = &[
    "esta",
    "ok",
    "okay",
    "please",
    "pls",
    "plz",
    "favor",
    "pfv",
    "viu",
    "hein",
    "combinado",
    "certo",
    "beleza",
    "blz",
    "alright",
];

/// Reads the first wish of a text; `None` where there is none.
pub fn read(text: &str) -> Option<Wish> {
    if text.chars().nth(LONGEST).is_some() || doubt::joking(text) {
        return None;
    }
    let plain = doubt::without_quotes(text);
    let sentences = tokens::sentences(&plain);
    let found = sentences
        .iter()
        .enumerate()
        .find_map(|(at, sentence)| Some((at, of_sentence(text, sentence, sentences.get(at + 1))?)));
    let (at, wish) = found?;
    let before = at.checked_sub(1).and_then(|at| sentences.get(at));
    Some(match before {
        Some(before) if wish.whole == Whole::LastSaid => said_before(text, before, &wish).unwrap_or(wish),
        _ => wish,
    })
}

/// "My sister lands on Friday. Note that down.": what is pointed to stands before it, in the same words.
fn said_before(text: &str, before: &Sentence, wish: &Wish) -> Option<Wish> {
    if wish.kind == WishKind::Forget || before.asks || before.tokens.len() < LEAST {
        return None;
    }
    let rest = about::Rest::of(text, &before.tokens, WishKind::Remember, 0, before.tokens.len());
    let about = (!rest.is_nothing() && !rest.words.is_empty()).then_some(rest.words)?;
    Some(Wish { kind: wish.kind, about, whole: Whole::About })
}

fn plain(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.plain.as_str())
}

/// Where the words end when they stand at `at`.
fn past(tokens: &[Token], at: usize, words: &str) -> Option<usize> {
    words.split(' ').try_fold(at, |at, word| (plain(tokens, at) == word).then_some(at + 1))
}

fn interjects(tokens: &[Token]) -> bool {
    INTERJECTIONS.contains(&plain(tokens, 0)) && tokens.get(1).is_some_and(|next| next.gap == Gap::Comma)
}

fn is_tagged(sentence: &Sentence) -> bool {
    let Some(last) = sentence.tokens.last() else { return false };
    let short = last.plain != "esta" || last.end - last.first <= "tá".len();
    short && TAGS.contains(&last.plain.as_str()) && (sentence.asks || last.gap == Gap::Comma)
}

fn of_sentence(text: &str, sentence: &Sentence, next: Option<&Sentence>) -> Option<Wish> {
    let tagged = is_tagged(sentence);
    let tokens =
        sentence.tokens.split_last().filter(|_| tagged).map_or(&*sentence.tokens, |(_, before)| before);
    let mut at = 0;
    let mut asked = false;
    loop {
        let open = OPENERS.iter().find_map(|words| past(tokens, at, words).map(|after| (words, after)));
        // A name that is called: "Sam, forget that".
        let called = at == 0
            && tokens.first().is_some_and(|token| token.capital)
            && tokens.get(1).is_some_and(|token| token.gap == Gap::Comma && token.sign == ',')
            && !CONDITIONS.contains(&plain(tokens, 0));
        match open {
            Some((words, after)) => {
                asked |= words.contains(" you")
                    || words.contains("pode")
                    || words.contains("como")
                    || words.starts_with("da ");
                at = after;
            }
            // "Ó, …", "escuta, …".
            None if at == 0 && interjects(tokens) => at = 1,
            None if called && patterns::begins(tokens, 0).is_none() => at = 1,
            None => break,
        }
    }
    // "You said I forget that": the wish itself must begin here.
    let wish = patterns::begins(tokens, at)?;
    let pattern = PATTERNS.get(wish.pattern)?;
    // "Lembra que eu te falei dela?" asks; "can you forget that?" and "can we not talk about it?" ask for it.
    asked |= pattern.kind == WishKind::Avoid && matches!(plain(tokens, at), "can" | "could");
    if sentence.asks && !asked && !tagged {
        return None;
    }
    let rest = about::Rest::of(text, tokens, pattern.kind, wish.next, wish.until);
    let found = |whole: Whole, about: String| Some(Wish { kind: pattern.kind, about, whole });
    match pattern.outcome {
        Outcome::Idiom => None,
        Outcome::Everything if rest.is_nothing() => found(Whole::Everything, String::new()),
        Outcome::LastSaid if rest.is_nothing() => found(Whole::LastSaid, String::new()),
        Outcome::Everything | Outcome::LastSaid => None,
        Outcome::Rest => {
            if rest.points_back() || pattern.kind != WishKind::Remember && rest.is_the_talk() {
                return found(Whole::LastSaid, String::new());
            }
            if rest.is_nothing() {
                // "Anota aí! Minha mãe chega amanhã."
                let follows = next.filter(|next| pattern.kind == WishKind::Remember && !next.asks);
                return match follows {
                    Some(next) => found(
                        Whole::About,
                        about::Rest::of(text, &next.tokens, pattern.kind, 0, next.tokens.len()).words,
                    ),
                    None if pattern.alone => found(Whole::LastSaid, String::new()),
                    None => None,
                };
            }
            if pattern.kind != WishKind::Remember && about::moves_on(tokens, wish.next) {
                return None;
            }
            if pattern.earnest && !rest.tells() {
                return None;
            }
            if rest.is_figure(pattern.kind) {
                return None;
            }
            found(Whole::About, rest.words)
        }
    }
}

#[cfg(test)]
mod tests;
