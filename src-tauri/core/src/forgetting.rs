//! Forgetting, final. After it no byte of what was forgotten is in the database, its WAL, the word index, the vectors,
//! the pictures and their thumbnails, the summaries, the copies, or a database that was set aside and opens; what
//! stood on it alone is gone with it. The caller forgets in the copies first, then here, and checkpoints the store
//! afterwards; until a row is gone it says what is still to do.
//!
//! Most of what stands on a turn or a fact goes by the schema (`ON DELETE CASCADE`): vectors, receipts, what was recalled,
//! what is avoided, wishes. What needs a decision is in [`fact::forget_of_turn`].

mod copies;
mod names;

pub use copies::forget_in_copies;
pub use names::FactName;

use crate::{
    conversation::{forgetting, picture},
    error::{Kind, kind},
    id::{FactId, PersonId, PictureId, TurnId, Uid},
    memory::fact,
    store::has_table,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// What is forgotten, by the names it has in copies, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub turns: Vec<Uid>,
    pub pictures: Vec<Uid>,
    pub facts: Vec<FactName>,
}

/// Forgets a turn with all that stands on it. `None` when there was none (any more). For copies of older schemas, too.
///
/// # Errors
/// When it can't be written.
pub fn forget_turn(c: &Connection, id: TurnId) -> Result<Option<Uid>> {
    if has_table(c, "fact")? {
        fact::forget_of_turn(c, id)?;
        // Only a number, but one that says of what was there.
        let sql =
            "UPDATE drawn SET turn = coalesce((SELECT max(id) FROM turn WHERE turn.episode = drawn.episode
                   AND turn.id < ?1), 0) WHERE turn = ?1";
        c.execute(sql, [id])?;
    }
    forgetting::forget_words(c, id)
}

/// Forgets a picture that was taken off the draft.
///
/// # Errors
/// When it can't be written.
pub fn forget_picture(tx: &Transaction<'_>, id: PictureId) -> Result<()> {
    picture::forget_dropped(tx, id)
}

/// All facts of a person, hidden ones and past ones, too.
///
/// # Errors
/// [`Kind::Gone`] when there is no such person (any more).
pub fn facts_of_person(c: &Connection, id: PersonId) -> Result<Vec<FactId>> {
    let sql = "SELECT id FROM fact WHERE person = ?1 ORDER BY id";
    let found: Vec<FactId> =
        c.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    if found.is_empty() {
        Err(kind(Kind::Gone, "nothing is known of that person any more"))
    } else {
        Ok(found)
    }
}

/// The turns that were removed at one moment with this one, itself among them; none when it isn't removed, or gone. They
/// become final together.
///
/// # Errors
/// When the store can't be read.
pub fn turns_removed_with(c: &Connection, id: TurnId) -> Result<Vec<TurnId>> {
    let sql = "SELECT id FROM turn WHERE forgotten_at != 0 AND forgotten_at = (SELECT forgotten_at FROM turn WHERE id = ?1)
               ORDER BY id";
    Ok(c.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// As [`turns_removed_with`], of facts.
///
/// # Errors
/// When the store can't be read.
pub fn facts_removed_with(c: &Connection, id: FactId) -> Result<Vec<FactId>> {
    let sql = "SELECT id FROM fact WHERE forgotten_at != 0 AND forgotten_at = (SELECT forgotten_at FROM fact WHERE id = ?1)
               ORDER BY id";
    Ok(c.prepare_cached(sql)?.query_map([id], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

impl Named {
    /// The names of turns, and of the pictures beside them.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn of_turns(c: &Connection, ids: &[TurnId]) -> Result<Self> {
        let mut named = Self::default();
        for id in ids {
            let sql = "SELECT uid FROM turn WHERE id = ?1";
            named
                .turns
                .extend(c.prepare_cached(sql)?.query_row([id], |row| row.get::<_, Uid>(0)).optional()?);
            named.pictures.extend(picture::uids_of_turn(c, *id)?);
        }
        Ok(named)
    }

    /// The names of facts, with those of the mistakes they corrected.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn of_facts(c: &Connection, ids: &[FactId]) -> Result<Self> {
        let mut named = Self::default();
        for id in ids {
            named.facts.extend(names::of(c, *id)?);
        }
        Ok(named)
    }

    /// The name of a picture.
    pub fn of_picture(uid: Uid) -> Self {
        Self { pictures: vec![uid], ..Self::default() }
    }
}
