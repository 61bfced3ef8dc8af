//! A text as words: folded for comparing, with their place in the text, what stands between them, and short and chat
//! spellings written out ("I'm" is "i am", "pra" is "para", "vc" is "voce").

use crate::store::words::fold;

/// What stands between a word and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::memory) enum Gap {
    /// White space, or nothing: both halves of "I'm".
    Open,
    /// A comma, a colon, a bracket, a dash, a symbol.
    Comma,
    /// The end of a sentence.
    Stop,
}

#[derive(Clone, Debug)]
pub(in crate::memory) struct Token {
    /// Folded, without apostrophes, written out. "é" is "eh", apart from "e".
    pub plain: String,
    /// Where it stands in the text, in bytes.
    pub first: usize,
    pub end: usize,
    pub capital: bool,
    pub gap: Gap,
    /// The one sign between it and the word before, where it is only one ('/', '-', '.'); otherwise a space.
    pub sign: char,
}

/// A sentence: its words, and whether it asks.
#[derive(Debug)]
pub(in crate::memory) struct Sentence {
    pub tokens: Vec<Token>,
    pub asks: bool,
}

/// Written out. The halves of a word share its place.
const SHORT: &[(&str, &[&str])] = &[
    ("im", &["i", "am"]),
    ("ive", &["i", "have"]),
    ("ill", &["i", "will"]),
    ("id", &["i", "would"]),
    ("weve", &["we", "have"]),
    ("youre", &["you", "are"]),
    ("hes", &["he", "is"]),
    ("shes", &["she", "is"]),
    ("theyre", &["they", "are"]),
    ("its", &["it", "is"]),
    ("thats", &["that", "is"]),
    ("dont", &["do", "not"]),
    ("doesnt", &["does", "not"]),
    ("didnt", &["did", "not"]),
    ("isnt", &["is", "not"]),
    ("arent", &["are", "not"]),
    ("wasnt", &["was", "not"]),
    ("cant", &["can", "not"]),
    ("cannot", &["can", "not"]),
    ("couldnt", &["could", "not"]),
    ("wouldnt", &["would", "not"]),
    ("wont", &["will", "not"]),
    ("havent", &["have", "not"]),
    ("hasnt", &["has", "not"]),
    ("aint", &["am", "not"]),
    ("gonna", &["going", "to"]),
    ("wanna", &["want", "to"]),
    ("gotta", &["have", "to"]),
    ("lets", &["let", "us"]),
    ("u", &["you"]),
    ("ur", &["your"]),
    ("r", &["are"]),
    ("bday", &["birthday"]),
    ("uni", &["university"]),
    ("luv", &["love"]),
    ("bf", &["boyfriend"]),
    ("gf", &["girlfriend"]),
    ("bro", &["brother"]),
    ("sis", &["sister"]),
    ("rn", &["right", "now"]),
    ("vc", &["voce"]),
    ("vcs", &["voces"]),
    ("ce", &["voce"]),
    ("pra", &["para"]),
    ("pras", &["paras"]),
    ("tou", &["estou"]),
    ("ta", &["esta"]),
    ("tava", &["estava"]),
    ("n", &["nao"]),
    ("ñ", &["nao"]),
    ("naum", &["nao"]),
    ("q", &["que"]),
    ("ki", &["que"]),
    ("tb", &["tambem"]),
    ("tbm", &["tambem"]),
    ("tbem", &["tambem"]),
    ("mto", &["muito"]),
    ("mt", &["muito"]),
    ("hj", &["hoje"]),
    ("niver", &["aniversario"]),
    ("aniver", &["aniversario"]),
    ("facul", &["faculdade"]),
    ("trampo", &["trabalho"]),
    ("trampando", &["trabalhando"]),
    ("trampa", &["trabalha"]),
    ("mina", &["namorada"]),
    ("msm", &["mesmo"]),
    ("pq", &["porque"]),
    ("blz", &["beleza"]),
];

/// Behind these a full stop ends no sentence.
const TITLES: &[&str] = &["dr", "dra", "sr", "sra", "mr", "mrs", "ms", "st", "prof"];

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´')
}

/// The sentences of a text. Linear in its length.
pub(in crate::memory) fn sentences(text: &str) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut tokens: Vec<Token> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let (mut gap, mut asks, mut sign, mut signs) = (Gap::Open, false, ' ', 0_usize);
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            if gap == Gap::Stop && !tokens.is_empty() {
                all.push(Sentence { tokens: std::mem::take(&mut tokens), asks });
            }
            if gap == Gap::Stop {
                asks = false;
            }
            let mut end = at + c.len_utf8();
            while let Some((next_at, next)) = chars.peek().copied() {
                let joins = is_apostrophe(next) || next == '-';
                let inside = || {
                    let after = text.get(next_at + next.len_utf8()..).and_then(|rest| rest.chars().next());
                    // Figures with a dash between them are a date or a range, never one word.
                    after.is_some_and(|a| a.is_alphabetic())
                };
                if next.is_alphanumeric()
                    || unicode_normalization::char::is_combining_mark(next)
                    || matches!(next, 'º' | 'ª')
                    || joins && inside()
                {
                    end = next_at + next.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            let word = text.get(at..end).unwrap_or_default();
            put(&mut tokens, word, at, gap, if signs == 1 { sign } else { ' ' });
            (gap, sign, signs) = (Gap::Open, ' ', 0);
        } else {
            let here = match c {
                '?' => {
                    asks = true;
                    Gap::Stop
                }
                '!' | '\n' | '…' => Gap::Stop,
                '.' => {
                    let figures = text.get(at + 1..).and_then(|rest| rest.chars().next());
                    let titled =
                        tokens.last().is_some_and(|t| t.end == at && TITLES.contains(&t.plain.as_str()));
                    match figures {
                        _ if titled => Gap::Open,
                        Some(next) if next.is_alphanumeric() => Gap::Comma,
                        _ => Gap::Stop,
                    }
                }
                c if c.is_whitespace() || c == '\u{200d}' || c == '\u{fe0f}' => Gap::Open,
                _ => Gap::Comma,
            };
            if !c.is_whitespace() {
                sign = c;
                signs += 1;
            }
            gap = gap.max(here);
        }
    }
    if !tokens.is_empty() {
        all.push(Sentence { tokens, asks });
    }
    all
}

fn put(tokens: &mut Vec<Token>, said: &str, first: usize, gap: Gap, sign: char) {
    let end = first + said.len();
    let capital = said.chars().next().is_some_and(char::is_uppercase);
    let lower = said.to_lowercase();
    let mut push = |plain: &str, first: usize, end: usize, gap: Gap| {
        let capital = capital && plain != "'s";
        tokens.push(Token { plain: plain.to_owned(), first, end, capital, gap, sign });
    };
    match lower.as_str() {
        "é" | "éh" => return push("eh", first, end, gap),
        "eh" => return push("eh", first, end, gap),
        "à" => return push("aa", first, end, gap),
        "tô" => return push("estou", first, end, gap),
        "we're" | "we’re" => {
            push("we", first, end, gap);
            return push("are", first, end, Gap::Open);
        }
        _ => {}
    }
    let bare: String = fold(&lower).chars().filter(|c| !is_apostrophe(*c)).collect();
    // "it's" and "its" differ, and so do a plural and "my brother's".
    if let Some(stem) = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s"))
        && !matches!(stem, "it" | "he" | "she" | "that" | "let")
    {
        let middle = first + said.len() - (lower.len() - stem.len()).min(said.len());
        push(&fold(stem), first, middle, gap);
        return push("'s", middle, end, Gap::Open);
    }
    if lower == "its" || lower == "ill" && !capital || lower == "id" && !capital {
        return push(&bare, first, end, gap);
    }
    match SHORT.iter().find(|(short, _)| *short == bare) {
        Some((_, words)) => {
            for (n, word) in words.iter().enumerate() {
                push(word, first, end, if n == 0 { gap } else { Gap::Open });
            }
        }
        None if bare.is_empty() => push(&lower, first, end, gap),
        None => push(&bare, first, end, gap),
    }
}
