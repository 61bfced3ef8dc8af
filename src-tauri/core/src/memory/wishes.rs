//! What the words of a turn asked of her memory, and what came of it: kept beside the turn, gone with it.

use super::{fact, wish::WishKind};
use crate::id::{FactId, TurnId};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// How a wish stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WishState {
    Done,
    /// It waits for the person's word: what would be forgotten is listed.
    Asked,
    /// It was taken back, or not confirmed.
    Undone,
    /// There was nothing it could be about.
    NothingFound,
    /// It asked for all there is to be forgotten, which words alone don't do.
    Everything,
}

/// A wish as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptWish {
    pub kind: WishKind,
    pub state: WishState,
    /// What it is about, in the person's words; of what is not to be brought up, where it pointed to what was said before, these.
    pub words: String,
    /// What it is about, or pointed to, as far as it is still there, hidden or not.
    pub turns: Vec<TurnId>,
    pub facts: Vec<FactId>,
    /// Until when a forgetting can be undone, Unix milliseconds UTC.
    pub undo_until: Option<i64>,
}

const KINDS: [(&str, WishKind); 3] =
    [("remember", WishKind::Remember), ("forget", WishKind::Forget), ("avoid", WishKind::Avoid)];
const STATES: [(&str, WishState); 5] = [
    ("done", WishState::Done),
    ("asked", WishState::Asked),
    ("undone", WishState::Undone),
    ("nothing_found", WishState::NothingFound),
    ("everything", WishState::Everything),
];

fn code<T: PartialEq>(codes: &[(&'static str, T)], value: &T) -> &'static str {
    codes.iter().find(|(_, known)| known == value).map_or("", |(code, _)| *code)
}

fn value<T: Copy>(codes: &[(&str, T)], code: &str) -> rusqlite::Result<T> {
    let known = codes.iter().find(|(known, _)| *known == code).map(|(_, value)| *value);
    known.ok_or(rusqlite::Error::InvalidQuery)
}

/// Keeps what a turn asked, in place of what it asked before it was edited.
///
/// # Errors
/// When it can't be written.
pub fn keep(tx: &Transaction<'_>, turn: TurnId, wish: &KeptWish) -> Result<()> {
    tx.execute("DELETE FROM wish WHERE turn = ?1", [turn])?;
    tx.execute(
        "INSERT INTO wish(turn, kind, state, words, undo_until) VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            turn,
            code(&KINDS, &wish.kind),
            code(&STATES, &wish.state),
            &wish.words,
            wish.undo_until.unwrap_or_default(),
        ),
    )?;
    let about = wish.turns.iter().map(|turn| (Some(*turn), None));
    let about = about.chain(wish.facts.iter().map(|fact| (None, Some(*fact))));
    for (place, (about_turn, about_fact)) in about.enumerate() {
        tx.execute(
            "INSERT INTO wish_about(wish, place, turn, fact) VALUES (?1, ?2, ?3, ?4)",
            (turn, i64::try_from(place)?, about_turn, about_fact),
        )?;
    }
    Ok(())
}

/// A turn more that it is about.
///
/// # Errors
/// When it can't be written.
pub fn add_turn(tx: &Transaction<'_>, of: TurnId, turn: TurnId) -> Result<()> {
    let sql = "INSERT INTO wish_about(wish, place, turn)
               SELECT ?1, coalesce(max(place), -1) + 1, ?2 FROM wish_about WHERE wish = ?1";
    tx.execute(sql, (of, turn))?;
    Ok(())
}

/// Takes a turn's wish away: its words were edited and ask nothing now.
///
/// # Errors
/// When it can't be written.
pub fn drop_of(tx: &Transaction<'_>, turn: TurnId) -> Result<()> {
    tx.execute("DELETE FROM wish WHERE turn = ?1", [turn])?;
    Ok(())
}

/// Lets go of what only this turn's "remember that" made her keep of words said before it. What was known already stays.
///
/// # Errors
/// When it can't be written.
pub fn let_go(tx: &Transaction<'_>, of: TurnId) -> Result<()> {
    let sql = "SELECT f.id FROM wish JOIN wish_about AS kept ON kept.wish = wish.turn JOIN fact AS f ON f.id = kept.fact
               JOIN turn ON turn.id = wish.turn
               WHERE wish.turn = ?1 AND wish.kind = 'remember' AND f.learned_at >= turn.said_at AND f.made_by = 'rules'
                 AND NOT EXISTS (SELECT 1 FROM receipt WHERE fact = f.id AND turn NOT IN
                   (SELECT turn FROM wish_about WHERE wish = ?1 AND turn IS NOT NULL))";
    let kept: Vec<FactId> =
        tx.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for kept in kept {
        fact::forget(tx, kept)?;
    }
    Ok(())
}

/// How it stands now, and until when it can be undone (Unix milliseconds UTC).
///
/// # Errors
/// When it can't be written.
pub fn set(tx: &Transaction<'_>, turn: TurnId, state: WishState, undo_until: Option<i64>) -> Result<()> {
    let sql = "UPDATE wish SET state = ?2, undo_until = ?3 WHERE turn = ?1";
    tx.execute(sql, (turn, code(&STATES, &state), undo_until.unwrap_or_default()))?;
    Ok(())
}

/// What a turn asked, if it asked anything.
///
/// # Errors
/// When the store can't be read.
pub fn of(c: &Connection, turn: TurnId) -> Result<Option<KeptWish>> {
    let found = c
        .prepare_cached("SELECT kind, state, words, undo_until FROM wish WHERE turn = ?1")?
        .query_row([turn], |row| {
            let (kind, state): (String, String) = (row.get(0)?, row.get(1)?);
            let undo: i64 = row.get(3)?;
            Ok(KeptWish {
                kind: value(&KINDS, &kind)?,
                state: value(&STATES, &state)?,
                words: row.get(2)?,
                turns: Vec::new(),
                facts: Vec::new(),
                undo_until: (undo != 0).then_some(undo),
            })
        })
        .optional()?;
    let Some(mut wish) = found else { return Ok(None) };
    let mut about = c.prepare_cached("SELECT turn, fact FROM wish_about WHERE wish = ?1 ORDER BY place")?;
    let mut rows = about.query([turn])?;
    while let Some(row) = rows.next()? {
        wish.turns.extend(row.get::<_, Option<TurnId>>(0)?);
        wish.facts.extend(row.get::<_, Option<FactId>>(1)?);
    }
    if let (WishKind::Avoid, true, [turn]) = (wish.kind, wish.words.is_empty(), wish.turns.as_slice()) {
        // The words stand where they were said, and nowhere else: forgotten there, they are gone.
        let sql = "SELECT words FROM avoided WHERE turn = ?1 ORDER BY length(words) DESC LIMIT 1";
        let words = c.prepare_cached(sql)?.query_row([turn], |row| row.get(0)).optional()?;
        wish.words = words.unwrap_or_default();
    }
    Ok(Some(wish))
}
