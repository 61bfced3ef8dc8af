//! What is not said in earnest, or not of the speaker: questions, conditions, wishes, jokes, quotes, reported speech,
//! roles that are played, code. Where in doubt, nothing is drawn.

use super::{
    tokens::{Gap, Sentence},
    words::has,
};

/// Longer texts are pasted, or stories, in characters.
const LONGEST: usize = 1_500;

/// Marks of a turn that is not meant as it stands.
const NOT_MEANT: &[&str] = &[
    "brincadeira",
    "brincando",
    "zoando",
    "zoeira",
    "zueira",
    "mentirinha",
    "sqn",
    "so que nao",
    "ironia",
    "ironicamente",
    "1o de abril",
    "primeiro de abril",
    "to de boa zoando",
    "just kidding",
    "im kidding",
    "i am kidding",
    "kidding",
    " jk",
    "sarcasm",
    "april fool",
    "not really",
    "in my dreams",
    "role play",
    "roleplay",
    "role-play",
    "vamos fingir",
    "finja",
    "finge que",
    "faz de conta",
    "faça de conta",
    "faca de conta",
    "let's pretend",
    "lets pretend",
    "pretend",
    "vamos jogar rpg",
    "personagem",
    "my character",
    "the character",
    "protagonist",
    "lyrics",
    "the song goes",
    "letra da m",
    "trecho d",
    "verso d",
    "a música diz",
    "refrão",
    "refrao",
    "chorus",
    "conto que escrevi",
    "meu conto",
    "meu livro",
    "my novel",
    "my story",
    "short story",
    "screenplay",
    "roteiro d",
    "as the old saying",
    "como diz o ditado",
    "traduz",
    "translate",
    "lendo um livro",
    "reading a book",
];
/// Those of them that only a joke says.
const JOKES: &[&str] = &[
    "brincadeira",
    "brincando",
    "zoando",
    "zoeira",
    "zueira",
    "kidding",
    " jk",
    "sqn",
    "april fool",
    "vamos fingir",
    "pretend",
    "role play",
    "roleplay",
    "faz de conta",
];
const LAUGHS: &[&str] = &["😂", "🤣", "😜", "🙃"];
/// Words that make a sentence a wish, a guess, a dream, or another's.
const UNSURE: &str = "wish would could might maybe perhaps imagine imagining suppose supposing dreamed dreamt pretend pretending \
    probably if unless supposedly allegedly almost nearly jokes fictional hypothetically tempted should apparently \
    talvez queria gostaria adoraria quisera tomara imagina imagine imaginando suponha supondo sonhei sonhava sonhando quase \
    deveria poderia provavelmente digamos fosse tivesse pudesse morasse trabalhasse ganhasse \
    parece sonho dream minecraft sims lol lmao rofl jk rsrs rsrsrs supostamente hipoteticamente";
/// Somebody else speaks.
const SPEAKS: &str = "said says told tells claims claimed wrote asked thinks thought believes insists swears heard quoting \
    disse diz falou fala falava contou perguntou escreveu acha achava jura jurou garante segundo ouvi dizem afirmou mentiu \
    inventou espalhou lied";
/// The words before them by which it is the user who speaks.
const OWN: &str = "i eu te already ja have";
const ASKING: &str = "do does did is are am was were can will what where who whom why how which whose have has quem qual quais onde \
    cade quanto quantos quantas sera sabia adivinha guess";
/// Behind "se" these make it no condition.
const REFLEXIVE: &str = "chama chamam chamava mudou mudaram casou casaram formou separou separaram aposentou divorciou divorciaram \
    sente lembra machucou";

/// A text from which nothing is drawn at all.
pub(super) fn of_text(text: &str) -> bool {
    if text.chars().nth(LONGEST).is_some() || code(text) {
        return true;
    }
    let lower = text.to_lowercase();
    NOT_MEANT.iter().any(|mark| lower.contains(mark))
        || LAUGHS.iter().any(|mark| text.contains(mark))
        || laughs(&lower)
        || text.contains(['♪', '♫', '🎵', '🎶'])
        || lower.trim_end().ends_with("/s")
        // What is done between asterisks is played.
        || text.trim_start().starts_with('*')
}

/// Whether a text says of itself that it isn't meant.
pub(in crate::memory) fn joking(text: &str) -> bool {
    let lower = text.to_lowercase();
    laughs(&lower)
        || LAUGHS.iter().any(|mark| text.contains(mark))
        || JOKES.iter().any(|mark| lower.contains(mark))
        || text.trim_start().starts_with('*')
}

/// "kkk", "hahaha", "rsrs": not one "haha".
fn laughs(lower: &str) -> bool {
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        word.len() >= 3 && word.bytes().all(|b| b == b'k')
            || word.len() >= 5 && word.bytes().all(|b| matches!(b, b'h' | b'a'))
            || word.len() >= 4 && word.as_bytes().chunks(2).all(|pair| pair == b"rs")
    })
}

fn code(text: &str) -> bool {
    if text.contains("```") || text.contains("://") && text.split_whitespace().count() < 3 {
        return true;
    }
    let marks =
        text.matches(['{', '}', '=', '<', '>', '|', '\\', '`', '_', '#', '@', '$', '%', '~', '^']).count();
    let lines = text.lines().filter(|line| line.trim_end().ends_with(['{', '}', ';'])).count();
    marks >= 4 || lines >= 2
}

/// The text with what is quoted blanked out, byte for byte, and lines that begin with ">".
pub(in crate::memory) fn without_quotes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut open, mut quoted_line, mut line_start) = (None::<char>, false, true);
    let closes_somewhere = |mark: char, from: usize| text.get(from..).is_some_and(|rest| rest.contains(mark));
    for (at, c) in text.char_indices() {
        if line_start && c == '>' {
            quoted_line = true;
        }
        if c == '\n' {
            quoted_line = false;
            open = None;
        }
        line_start = c == '\n' || line_start && c.is_whitespace();
        let close = match c {
            '"' => Some('"'),
            '“' | '„' => Some('”'),
            '«' => Some('»'),
            _ => None,
        };
        if open == Some(c) {
            open = None;
        } else if open.is_none()
            && let Some(close) = close
        {
            if closes_somewhere(close, at + c.len_utf8()) {
                open = Some(close);
            }
        } else if open.is_some() || quoted_line {
            // A bracket stands for what was there, so that the words around it don't run together.
            out.extend(std::iter::repeat_n('|', c.len_utf8()));
            continue;
        }
        out.push(c);
    }
    out
}

/// How far a sentence is to be doubted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    None,
    /// Somebody else says it: who they are to the user still stands.
    Reported,
    All,
}

pub(super) fn of_sentence(sentence: &Sentence) -> Doubt {
    if sentence.asks {
        return Doubt::All;
    }
    let word = |at: usize| sentence.tokens.get(at).map_or("", |token| token.plain.as_str());
    // "Do you know", "have you": these ask only at the very beginning.
    if has(ASKING, word(0)) {
        return Doubt::All;
    }
    let mut doubt = Doubt::None;
    for (at, token) in sentence.tokens.iter().enumerate() {
        let plain = token.plain.as_str();
        let before = at.checked_sub(1).map(word).unwrap_or_default();
        if plain == "se" && !has(REFLEXIVE, word(at + 1)) {
            return Doubt::All;
        }
        if plain == "caso" && before != "me" {
            return Doubt::All;
        }
        // A name in the middle of a sentence wishes nothing.
        let name = token.capital && at > 0 && token.gap == Gap::Open;
        if has(UNSURE, plain) && !name {
            return Doubt::All;
        }
        let tongue = matches!(plain, "fala" | "falava") && has(super::words::LANGUAGES, word(at + 1));
        if has(SPEAKS, plain) && !has(OWN, before) && !name && !tongue {
            doubt = Doubt::Reported;
        }
    }
    doubt
}
