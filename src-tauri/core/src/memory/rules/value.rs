//! Values: the names, places, employers, occupations and things that a statement is about, read from its words.

use super::{
    tokens::{Gap, Token},
    words::{self, has},
};

/// Where the value ends, and how much of it.
pub(super) type Span = (usize, usize);

const ARTICLES: &str = "o a os as um uma uns umas the an";
const PARTICLES: &str = "da de do dos das e van von der den del la di du bin al mac st";

fn plain(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.plain.as_str())
}

/// Whether a clause ends before `at`.
pub(super) fn ends(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token.gap != Gap::Open)
}

/// Whether a value can't go on with the word at `at`.
fn stops(tokens: &[Token], at: usize) -> bool {
    ends(tokens, at) || has(words::ENDS, plain(tokens, at))
}

fn capital(tokens: &[Token], at: usize, shouted: bool) -> bool {
    !shouted && tokens.get(at).is_some_and(|token| token.capital)
}

/// A name of at most five words: "Ana", "Maria da Silva", "Jean-Luc van Damme"; in small letters one word, or all of
/// what is left of the clause when that is two.
pub(super) fn name(tokens: &[Token], at: usize, shouted: bool) -> Option<Span> {
    let fits = |at: usize| {
        let word = plain(tokens, at);
        word.chars().count() >= 2 && !word.chars().any(|c| c.is_ascii_digit()) && !has(words::NO_NAME, word)
    };
    if !fits(at) {
        return None;
    }
    let mut next = at + 1;
    if !capital(tokens, at, shouted) {
        // Two small words are a name only when nothing else follows, and the second could be one.
        if stops(tokens, next) {
            return Some((at, next));
        }
        return (fits(next) && ends(tokens, next + 1)).then_some((at, next + 1));
    }
    while next < at + 6 && !ends(tokens, next) {
        let particle = has(PARTICLES, plain(tokens, next));
        let then =
            next + usize::from(particle) + usize::from(particle && has(PARTICLES, plain(tokens, next + 1)));
        let joins =
            plain(tokens, next) != "e" && !ends(tokens, then) && capital(tokens, then, shouted) && fits(then);
        if !joins {
            break;
        }
        next = then + 1;
    }
    Some((at, next))
}

/// A town, a region or a country.
pub(super) fn place(tokens: &[Token], at: usize, shouted: bool) -> Option<Span> {
    named(tokens, at, shouted, words::NO_PLACE, 3)
}

/// An employer or a school, with a common noun too: "na Petrobras", "numa padaria", "at a bakery".
pub(super) fn org(tokens: &[Token], at: usize, shouted: bool) -> Option<Span> {
    let article =
        usize::from(has("o a um uma the an", plain(tokens, at)) && !capital_name(tokens, at, shouted));
    named(tokens, at + article, shouted, words::NO_ORG, 4)
}

/// "A" before a name is no part of it, "The" of "The Hague" is.
fn capital_name(tokens: &[Token], at: usize, shouted: bool) -> bool {
    plain(tokens, at) == "the" && capital(tokens, at, shouted)
}

fn named(tokens: &[Token], at: usize, shouted: bool, never: &str, most: usize) -> Option<Span> {
    let first = plain(tokens, at);
    let the = usize::from(first == "the" && (capital(tokens, at + 1, shouted)));
    if stops(tokens, at) && tokens.get(at).is_none_or(|t| t.gap != Gap::Open || has(words::ENDS, first)) {
        return None;
    }
    if the == 0 && has(never, first) || first.chars().all(|c| c.is_ascii_digit()) || first.is_empty() {
        return None;
    }
    let mut next = at + the + 1;
    if the == 1 || capital(tokens, at, shouted) {
        // Capitals, and what stands between them: "Rio de Janeiro", "Bank of America", "Johnson & Johnson".
        while next < at + 7 && !ends_name(tokens, next) {
            let between = usize::from(has("de da do dos das of and e the del la 's", plain(tokens, next)));
            let between = between + usize::from(between == 1 && has("the la", plain(tokens, next + 1)));
            let joins = tokens.get(next + between).is_some_and(|token| {
                (token.gap == Gap::Open || token.sign == '&')
                    && (token.capital && !shouted
                        || token.plain.chars().all(|c| c.is_ascii_digit()) && between == 0)
            });
            let list = matches!(plain(tokens, next), "e" | "and") && has("i", plain(tokens, next + 1));
            if !joins || list {
                break;
            }
            next += between + 1;
        }
        return Some((at, next));
    }
    // In small letters: short, and up to the end of the clause.
    while !stops(tokens, next) && !super::when::is_lead(plain(tokens, next)) {
        next += 1;
    }
    // "de", "of", "em" belong where more follows: "rio de janeiro", "são paulo".
    while next < at + 6 && has("de da do of", plain(tokens, next)) && !stops(tokens, next + 1) {
        next += 2;
        while !stops(tokens, next) && !super::when::is_lead(plain(tokens, next)) {
            next += 1;
        }
    }
    let never_inside =
        (at..next).any(|at| has("o a um uma my your his her minha meu sua seu not nao", plain(tokens, at)));
    (next - at <= most && !never_inside).then_some((at, next))
}

fn ends_name(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token.gap != Gap::Open && token.sign != '&')
}

/// An occupation: a word that is one, with what tells it apart before (English) or behind (Portuguese).
pub(super) fn job(tokens: &[Token], at: usize) -> Option<Span> {
    let start = at + usize::from(has("a an um uma o", plain(tokens, at)));
    if has(words::PT_JOBS, plain(tokens, start)) {
        let mut next = start + 1;
        while next < start + 4 && !stops(tokens, next) {
            let of = has("de da do em", plain(tokens, next)) && !stops(tokens, next + 1) && next == start + 1;
            if of && !has("um uma minha meu voce mim aqui la casa verdade", plain(tokens, next + 1)) {
                next += 2;
            } else if next == start + 1 && qualifies(plain(tokens, next)) {
                next += 1;
            } else {
                break;
            }
        }
        return Some((start, next));
    }
    let next = (start..start + 4)
        .take_while(|at| !stops(tokens, *at))
        .find(|at| has(words::EN_JOBS, plain(tokens, *at)) && !has("s's", plain(tokens, *at + 1)))?;
    let belittled = "bad terrible great good real big true born better worse lousy doting proud hopeless natural amateur wannabe \
        not my your his her the our their former ex failed frustrated mad aspiring future";
    if (start..next).any(|at| has(belittled, plain(tokens, at))) {
        return None;
    }
    // "An engineer's nightmare", "a teacher pet": the word must carry the phrase.
    stops(tokens, next + 1)
        .then_some((start, next + 1))
        .or_else(|| has("in of on from by working", plain(tokens, next + 1)).then_some((start, next + 1)))
}

/// Adjectives that stand behind a Portuguese occupation.
fn qualifies(word: &str) -> bool {
    has(
        "civil mecanico mecanica eletrico eletrica quimico quimica infantil particular publico publica federal militar clinico \
        clinica geral grafico grafica judicial escolar florestal agronomo agronoma ambiental municipal estadual aposentado \
        aposentada freelancer autonomo autonoma senior junior",
        word,
    )
}

/// A free phrase of at most five words that ends with its clause: "café", "cheese with jam", "correr na praia".
pub(super) fn thing(tokens: &[Token], at: usize) -> Option<Span> {
    // "Gosto de uma menina": of one, and not of the kind.
    if has("um uma", plain(tokens, at)) {
        return None;
    }
    // "I love the color", "the dark sky": said of what was just shown, unless everybody knows which one is meant.
    let shown = plain(tokens, at) == "the" && !tokens.get(at + 1).is_some_and(|token| token.capital);
    if shown && !has(THE_ONLY, plain(tokens, at + 1)) {
        return None;
    }
    let start = at
        + usize::from(
            has(ARTICLES, plain(tokens, at)) && plain(tokens, at) != "a" || plain(tokens, at) == "a",
        );
    let ends_here = "e mas porque pois entao quando desde ate ja agora hoje ontem amanha ainda tambem mesmo ou and but because so \
        when since until already now today yesterday tomorrow still also too or though although especially principalmente \
        then while as like than lately together recently ultimamente juntos juntas";
    if has(ends_here, plain(tokens, start)) || tokens.get(start).is_none() {
        return None;
    }
    let mut next = start + 1;
    while !ends(tokens, next) && !has(ends_here, plain(tokens, next)) {
        next += 1;
    }
    // "I like tea more than coffee": which of them, and how much, is another matter.
    if plain(tokens, next) == "than"
        || (start..next).any(|at| plain(tokens, at) == "do" && plain(tokens, at + 1) == "que")
    {
        return None;
    }
    // How much is no part of what.
    while next > start + 1 && has(HOW_MUCH, plain(tokens, next - 1)) {
        next -= 1;
    }
    let first = plain(tokens, start);
    if next == start || next - start > 5 || has(words::NO_THING, first) {
        return None;
    }
    let odd = "it them him her you me my your she he they i we voce eu ela ele minha meu que se not nao is was were are this that these those \
        isso esse essa vc sua seu dele dela deles";
    if (start..next).any(|at| has(odd, plain(tokens, at))) {
        return None;
    }
    Some((start, next))
}

const HOW_MUCH: &str = "muito demais bastante tanto much lot lots lot alot really badly deeply all so very more most mesmo sempre \
    pouco anymore mais inteira a of bit";

/// What is liked or disliked as such, with its article.
const THE_ONLY: &str = "ocean sea beach rain cold heat snow sun summer winter autumn fall spring mountains forest countryside theatre theater \
    opera ballet dark violin cello piano guitar drums outdoors moon stars wind desert subway dentist";

/// A further thing behind "e" or "and", of at most two words.
pub(super) fn further(tokens: &[Token], at: usize) -> Option<Span> {
    let comma = tokens.get(at).is_some_and(|token| token.sign == ',' && token.gap == Gap::Comma);
    if !matches!(plain(tokens, at), "e" | "and") && !comma {
        return None;
    }
    let of = usize::from(has("e and", plain(tokens, at)));
    let of = of + usize::from(has("de do da dos das o a os as", plain(tokens, at + of)));
    let start = at + of;
    let (first, next) = thing(tokens, start)?;
    let clause = "i im eu sou moro trabalho tenho gosto amo adoro odeio nao detesto estou vou quero faco am do have like love hate \
        live work she he ela ele minha meu my can will never always then acho the sei fico";
    let last = matches!(plain(tokens, at), "e" | "and");
    // Behind a comma it is one of a list only when the list goes on: "I like tea, thanks".
    let goes_on = last || further(tokens, next).is_some();
    let fits = next - first <= 2 && !has(clause, plain(tokens, start)) && ends_list(tokens, next);
    (fits && goes_on).then_some((first, next))
}

fn ends_list(tokens: &[Token], at: usize) -> bool {
    ends(tokens, at) || matches!(plain(tokens, at), "e" | "and")
}

/// A phrase that one of its first `most` words carries: the words before that one, it, and in Portuguese what tells it
/// apart ("prova de matemática", "consulta no dentista").
pub(super) fn headed(tokens: &[Token], at: usize, heads: &str, most: usize) -> Option<Span> {
    let start = at + usize::from(has("a an um uma o the", plain(tokens, at)));
    let head = (start..start + most)
        .take_while(|at| !stops(tokens, *at))
        .find(|at| has(heads, plain(tokens, *at)))?;
    if (start..head).any(|at| has("my your his her no not nem minha sua", plain(tokens, at))) {
        return None;
    }
    let mut next = head + 1;
    if has("science engineering", plain(tokens, next)) && !ends(tokens, next) {
        next += 1;
    }
    if has("com with", plain(tokens, next)) && !ends(tokens, next) {
        let article = usize::from(has("o a os as um uma the", plain(tokens, next + 1)));
        let who = next + 1 + article;
        if !ends(tokens, who) && !has("my minha meu him her ele ela you voce", plain(tokens, who)) {
            next = who + 1;
        }
    }
    if has("de do da no na civil", plain(tokens, next)) && !ends(tokens, next) {
        let civil = plain(tokens, next) == "civil";
        let more = plain(tokens, next + 1);
        let dated = super::when::number(more).is_some()
            || has(
                "dia sabado domingo segunda terca quarta quinta sexta proximo \
            proxima mes ano semana manha tarde",
                more,
            );
        if civil {
            next += 1;
        } else if !stops(tokens, next + 1) && !dated && !tokens.get(next + 1).is_some_and(|t| t.capital) {
            next += 2;
        }
    }
    Some((start, next))
}
