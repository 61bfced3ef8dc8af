//! The words of a turn as the index keeps them: a pure function with a version. Both languages are always
//! indexed, accents or not, so that a search finds what was said however it was typed.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};
use rust_stemmers::{Algorithm, Stemmer};
use std::{collections::BTreeSet, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Grows whenever [`forms`] gives anything else than before; a store with another version rebuilds its index.
pub(crate) const VERSION: i64 = 1;
pub(super) const VERSION_ROW: &str = "words_version";

static PORTUGUESE: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Portuguese));
static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Longer runs of letters are cut: nobody searches for them, and a stemmer is not made for them.
const LONGEST: usize = 64;

/// Whether a letter of a text belongs to a word: letters, digits, and the marks that stand on them.
pub(crate) fn is_inner(letter: char) -> bool {
    // Most letters are plain, and no plain one is a mark.
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    // Of the languages written in Latin letters all are, between these two.
    match letter {
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' => true,
        _ => letter.is_alphanumeric() || is_combining_mark(letter),
    }
}

/// The words of a text: runs of letters or digits, in lower case, accents kept.
pub fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !is_inner(c))
        // Marks alone (a variation selector behind an emoji) are no word, and nothing would be left of them.
        .filter(|run| run.chars().any(|c| c.is_alphanumeric() && !is_combining_mark(c)))
        .map(|run| run.chars().take(LONGEST).collect::<String>().to_lowercase())
        .map(|word| word.nfc().collect())
        .collect()
}

/// Letters that are folded by a table: those of the languages written in Latin letters.
const TABLED: u32 = 0x250;
static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    (0..TABLED)
        .map(|n| char::from_u32(n).map(|letter| fold_any(&letter.to_string())).unwrap_or_default())
        .collect()
});

/// A word without its accents, in small letters.
pub fn fold(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    for letter in word.chars() {
        match FOLDED.get(letter as usize) {
            Some(_) if letter.is_ascii() => bare.push(letter.to_ascii_lowercase()),
            Some(folded) => bare.push_str(folded),
            None => return fold_any(word),
        }
    }
    bare
}

fn fold_any(word: &str) -> String {
    word.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase()
}

/// Portuguese plurals that the stemmer leaves apart from their singular: viagens, corações, pães, mãos, animais,
/// papéis, lençóis. On the bare word.
const PLURALS: [(&str, &str); 7] =
    [("ns", "m"), ("oes", "ao"), ("aes", "ao"), ("aos", "ao"), ("ais", "al"), ("eis", "el"), ("ois", "ol")];

fn singular(bare: &str) -> Option<String> {
    // Shorter words that end so are mostly no plurals: mais, dois, seis.
    if bare.chars().count() < 5 {
        return None;
    }
    PLURALS
        .iter()
        .find_map(|(plural, singular)| bare.strip_suffix(plural).map(|root| format!("{root}{singular}")))
}

/// The forms one word of [`split`] is indexed and looked up under: bare, its stems in both languages, and its
/// singular. The first
/// is the bare word. Stems of the accented and of the bare word differ (mãe, mae): both are there.
pub fn forms(word: &str) -> Vec<String> {
    let bare = fold(word);
    let mut forms = vec![bare.clone()];
    let stems = [PORTUGUESE.stem(word), PORTUGUESE.stem(&bare), ENGLISH.stem(&bare)];
    for form in stems.iter().map(|stem| fold(stem)).chain(singular(&bare)) {
        if !form.is_empty() && !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

/// What the index is given for a text. Must be the same when the text is removed from the index.
pub(crate) fn indexed(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for word in split(text) {
        for form in forms(&word) {
            out.push_str(&form);
            out.push(' ');
        }
    }
    out
}

/// Takes the words of forgotten texts out of what the index finds its pages by. FTS5 keeps there the word a page began with, or
/// the beginning of it, after the word itself is gone, 'secure-delete' or not. In its place comes the next word that is still
/// there: everything on the page is that word or behind it, everything before the page is before it.
///
/// # Errors
/// When it can't be written.
pub(crate) fn leave_no_sign(c: &Connection, texts: &[String]) -> Result<()> {
    let words = texts.iter().flat_map(|text| split(text));
    let gone: BTreeSet<Vec<u8>> =
        words.flat_map(|word| forms(&word)).map(|form| [b"0", form.as_bytes()].concat()).collect();
    // The mark of the main index, and letters enough to say something.
    const TELLING: usize = 4;
    c.execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_left USING fts5vocab(main, words, row)")?;
    // Looked at first: what FTS5 has not written yet it writes then.
    let next_word =
        "SELECT CAST('0' || term AS BLOB) FROM temp.words_left WHERE term >= CAST(substr(?1, 2) AS TEXT)
                     ORDER BY term LIMIT 1";
    c.prepare_cached(next_word)?.exists([b"0".as_slice()])?;
    let signs: Vec<(i64, Vec<u8>)> = c
        .prepare_cached("SELECT segid, term FROM words_idx WHERE length(term) >= ?1")?
        .query_map([TELLING as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (segment, sign) in signs {
        let of_gone = gone.range(sign.clone()..).next().is_some_and(|form| form.starts_with(&sign));
        if !of_gone {
            continue;
        }
        let next: Option<Vec<u8>> =
            c.prepare_cached(next_word)?.query_row([&sign], |row| row.get(0)).optional()?;
        if next.as_ref().is_some_and(|next| next.starts_with(&sign)) {
            continue;
        }
        let behind = "SELECT term FROM words_idx WHERE segid = ?1 AND term > ?2 ORDER BY term LIMIT 1";
        let behind: Option<Vec<u8>> =
            c.prepare_cached(behind)?.query_row((segment, &sign), |row| row.get(0)).optional()?;
        match next.filter(|next| behind.is_none_or(|behind| *next < behind)) {
            Some(next) => {
                let sql = "UPDATE words_idx SET term = ?3 WHERE segid = ?1 AND term = ?2";
                c.prepare_cached(sql)?.execute((segment, &sign, next))?;
            }
            // No word is left on that page.
            None => {
                let sql = "DELETE FROM words_idx WHERE segid = ?1 AND term = ?2";
                c.prepare_cached(sql)?.execute((segment, &sign))?;
            }
        }
    }
    Ok(())
}

/// Writes the index anew when it was made by other rules.
pub(crate) fn rebuild_if_outdated(connection: &mut Connection) -> Result<()> {
    let kept =
        connection.query_row("SELECT value FROM life WHERE name = ?1", [VERSION_ROW], |row| row.get(0));
    let kept: String = rusqlite::OptionalExtension::optional(kept)?.unwrap_or_default();
    if kept == VERSION.to_string() {
        return Ok(());
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute("INSERT INTO words(words) VALUES ('delete-all')", [])?;
    {
        let mut turns = tx.prepare("SELECT id, text FROM turn WHERE state != 'streaming'")?;
        let mut put = tx.prepare("INSERT INTO words(rowid, text) VALUES (?1, ?2)")?;
        let mut rows = turns.query([])?;
        while let Some(row) = rows.next()? {
            let (id, text): (i64, String) = (row.get(0)?, row.get(1)?);
            put.execute((id, indexed(&text)))?;
        }
    }
    tx.execute(
        "INSERT OR REPLACE INTO life(name, value) VALUES (?1, ?2)",
        (VERSION_ROW, VERSION.to_string()),
    )?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_by_where_they_stand_as_by_what_they_are() {
        for letter in (0..0x2100).filter_map(char::from_u32) {
            assert_eq!(is_inner(letter), letter.is_alphanumeric() || is_combining_mark(letter), "{letter:?}");
        }
    }

    #[test]
    fn letters_are_folded_by_the_table_as_they_are_without_it() {
        let letters: Vec<char> = (0..0x2100).filter_map(char::from_u32).collect();
        for (n, letter) in letters.iter().enumerate() {
            let other = letters[n * 7_919 % letters.len()];
            let word = format!("{letter}a{other}\u{301}{letter}");
            assert_eq!(fold(&word), fold_any(&word), "{word:?}");
            let word = format!("{letter}B");
            assert_eq!(fold(&word), fold_any(&word), "{word:?}");
        }
    }

    #[test]
    fn a_word_is_found_with_or_without_its_accents_in_both_languages() {
        for (said, typed) in [
            ("mãe", "mae"),
            ("não", "nao"),
            ("também", "tambem"),
            ("português", "portugues"),
            ("amanhã", "amanha"),
            ("maçãs", "maca"),
            ("irmãs", "irma"),
            ("viagens", "viagem"),
            ("coração", "corações"),
            ("animais", "animal"),
            ("lençóis", "lencol"),
            ("running", "run"),
            ("café", "CAFE"),
            ("naïve", "naive"),
        ] {
            let (said_forms, typed_forms) = (forms(&split(said)[0]), forms(&split(typed)[0]));
            assert!(
                said_forms.iter().any(|f| typed_forms.contains(f)),
                "{said} {said_forms:?} / {typed} {typed_forms:?}"
            );
        }
    }

    #[test]
    fn words_are_runs_of_letters_or_digits() {
        assert_eq!(split("Don't — São-Paulo, 2026!"), ["don", "t", "são", "paulo", "2026"]);
        assert_eq!(split("sa\u{303}o"), ["são"]);
        assert!(split("…").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_indexed_the_same_twice(text in "\\PC{0,200}") {
            proptest::prop_assert_eq!(indexed(&text), indexed(&text));
            for word in split(&text) {
                proptest::prop_assert!(!forms(&word).is_empty());
            }
        }
    }
}
