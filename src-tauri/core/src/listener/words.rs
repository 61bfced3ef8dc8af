//! Text as words: plain forms to compare, sentences, and word lists.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How much of a text is looked at, in characters.
pub(super) const LOOKED_AT: usize = 12_000;

/// One word as it was said.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Without the punctuation around it.
    pub said: String,
    /// Lower case, no accents, no apostrophes.
    pub plain: String,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether it is the first of its sentence.
    pub first: bool,
    /// Whether punctuation follows it.
    pub ends: bool,
}

/// Lower case, no accents, no apostrophes.
pub(super) fn plain(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '´'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut first = true;
    for token in text.split_whitespace() {
        let mut rest = token;
        // A dash or a slash between two words parts them; a hyphen inside one does not.
        while !rest.is_empty() {
            let cut = rest.find(['—', '–', '/', ',', ';', ':', '(', ')', '…', '"', '“', '”', '!', '?', '.']);
            let (piece, tail, mark) = match cut {
                Some(at) => {
                    let (piece, tail) = rest.split_at(at);
                    let mark = tail.chars().next();
                    (piece, tail.get(mark.map_or(0, char::len_utf8)..).unwrap_or_default(), mark)
                }
                None => (rest, "", None),
            };
            let said = piece.trim_matches(|c: char| !c.is_alphanumeric());
            if !said.is_empty() {
                let plain = plain(said);
                let capital = said.chars().next().is_some_and(char::is_uppercase);
                if !plain.is_empty() {
                    all.push(Word { said: said.to_owned(), plain, capital, first, ends: false });
                    first = false;
                }
            }
            if let Some(mark) = mark {
                if let Some(last) = all.last_mut() {
                    last.ends = true;
                }
                if matches!(mark, '.' | '!' | '?' | '…' | ':') {
                    first = true;
                }
            }
            rest = tail;
        }
    }
    all
}

/// The sentences of `text`, each with the mark that ends it.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut marked = false;
    for (at, c) in text.char_indices() {
        let mark = matches!(c, '.' | '!' | '?' | '…' | '\n');
        if marked && !mark && (c.is_whitespace() || c.is_alphabetic()) {
            // "3.5" and "a.m." hold together.
            let initial = text.get(..at).is_some_and(ends_in_an_initial);
            let ended = c.is_whitespace() && !initial
                || text.get(..at).is_some_and(|so_far| so_far.ends_with(['!', '?', '…', '\n']));
            if ended {
                all.extend(
                    text.get(start..at).map(str::trim).filter(|s| s.chars().any(char::is_alphanumeric)),
                );
                start = at;
            }
        }
        marked = mark;
    }
    all.extend(text.get(start..).map(str::trim).filter(|s| s.chars().any(char::is_alphanumeric)));
    all
}

/// Whether what was said so far ends in an initial: "J." holds together with the name after it.
fn ends_in_an_initial(so_far: &str) -> bool {
    let mut back = so_far.chars().rev();
    back.next() == Some('.')
        && back.next().is_some_and(char::is_uppercase)
        && back.next().is_none_or(|before| before.is_whitespace() || before == '.')
}

/// The plain words with one space around each, to look for phrases in.
pub(super) fn line_of(words: &[Word]) -> String {
    let mut line = String::from(" ");
    for word in words {
        line.push_str(&word.plain);
        line.push(' ');
    }
    line
}

/// [`line_of`] the words of `text`.
pub(super) fn line(text: &str) -> String {
    line_of(&words(text))
}

/// Where `phrase` (plain words; a final `*` stands for any ending) begins in `line`.
pub(super) fn find_in(line: &str, phrase: &str) -> Option<usize> {
    let (stem, any_ending) = phrase.strip_suffix('*').map_or((phrase, false), |stem| (stem, true));
    let bytes = line.as_bytes();
    line.match_indices(stem).map(|(at, _)| at).find(|at| {
        let begins = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b' '));
        begins && (any_ending || bytes.get(at + stem.len()).is_none_or(|after| *after == b' '))
    })
}

/// Whether any of `phrases`, parted by `|`, stands in `line`.
pub(super) fn says(line: &str, phrases: &str) -> bool {
    phrases.split('|').any(|phrase| find_in(line, phrase.trim()).is_some())
}

/// Whether `line` begins with any of `phrases`, parted by `|`.
pub(super) fn opens(line: &str, phrases: &str) -> bool {
    let line = line.trim_start();
    phrases.split('|').any(|phrase| {
        line.strip_prefix(phrase.trim()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Whether `word` is one of a list of words with spaces between.
pub(super) fn among(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == word)
}

/// Whether two plain words are forms of one: equal, or alike but for a short ending.
pub(super) fn alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a_long, b_long) = (a.chars().count(), b.chars().count());
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    shared >= 4 && shared + 3 >= a_long.max(b_long) && shared + 2 >= a_long.min(b_long)
}

/// How much of `answer` is the words of `text` in their order, from 0 to 1.
pub(super) fn echo(answer: &str, text: &str) -> f64 {
    let answer: Vec<String> = words(answer).into_iter().map(|word| word.plain).take(160).collect();
    let text: Vec<String> = words(text).into_iter().map(|word| word.plain).take(400).collect();
    if answer.is_empty() {
        return 0.0;
    }
    // The longest common subsequence, one row at a time.
    let mut row = vec![0_u32; text.len() + 1];
    for word in &answer {
        let mut diagonal = 0;
        let mut left = 0;
        for (cell, other) in row.iter_mut().skip(1).zip(&text) {
            let above = *cell;
            left = if word == other { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            *cell = left;
        }
    }
    f64::from(row.last().copied().unwrap_or_default()) / answer.len() as f64
}

/// The first [`LOOKED_AT`] characters of `text`.
pub(super) fn looked_at(text: &str) -> &str {
    text.char_indices().nth(LOOKED_AT).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_falls_into_sentences_with_their_marks() {
        let check = |text: &str, expected: &[&str]| assert_eq!(sentences(text), expected, "{text}");
        check("Hi! How are you? Fine.", &["Hi!", "How are you?", "Fine."]);
        check("no mark at all", &["no mark at all"]);
        check("It was 3.5 km... hard", &["It was 3.5 km...", "hard"]);
        check("linha um\nlinha dois", &["linha um", "linha dois"]);
        check("?!", &[]);
        check("The J.K. Rowling quote. Yes", &["The J.K. Rowling quote.", "Yes"]);
    }

    #[test]
    fn words_are_compared_without_accents_and_endings() {
        assert_eq!(line("Não, D'água - I'm OK"), " nao dagua im ok ");
        assert!(alike("viagem", "viagens") && alike("painting", "paint") && alike("violoes", "violao"));
        assert!(!alike("cat", "car") && !alike("mae", "mar") && !alike("trabalho", "tratado"));
        assert!(says(" estou muito cansada hoje ", "feliz|cansad*"));
        assert!(!says(" descansado ", "cansad*"));
    }

    #[test]
    fn an_echo_is_measured() {
        assert!(echo("You went to the beach", "I went to the beach") > 0.7);
        assert!(echo("So the beach gets the light today.", "I went to the beach") < 0.4);
    }
}
