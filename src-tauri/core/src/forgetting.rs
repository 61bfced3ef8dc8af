//! Forgetting, final. After it no byte of what was forgotten is in the database, its WAL, the word index, the vectors,
//! the pictures and their thumbnails, the summaries, the copies, or a database that was set aside and opens; what
//! stood on it alone is gone with it. The caller forgets in the copies first, then here, and afterwards wipes the copies and
//! the store; until a row is gone it says what is still to do.
//!
//! Most of what stands on a turn or a fact goes by the schema (`ON DELETE CASCADE`): vectors, receipts, what was recalled,
//! what is avoided, wishes. What needs a decision is in [`fact::forget_of_turn`].

mod copies;
mod names;

pub use copies::{forget_in_copies, wipe_copies};
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
    /// The words of the draft, whatever they are.
    pub draft: bool,
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

/// Rows that were removed and become final together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    pub turns: Vec<TurnId>,
    pub facts: Vec<FactId>,
    /// Taken off the draft.
    pub pictures: Vec<PictureId>,
    /// Whether the draft's words went, too.
    pub draft: bool,
}

impl Removed {
    /// What was removed at one moment with this turn, itself among it; nothing when it isn't removed, or gone.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn with_turn(c: &Connection, id: TurnId) -> Result<Self> {
        Self::whose(c, "forgotten_at = (SELECT forgotten_at FROM turn WHERE id = ?1)", id.0)
    }

    /// As [`Removed::with_turn`], of a fact.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn with_fact(c: &Connection, id: FactId) -> Result<Self> {
        Self::whose(c, "forgotten_at = (SELECT forgotten_at FROM fact WHERE id = ?1)", id.0)
    }

    /// What becomes final at this moment (Unix milliseconds UTC).
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn until(c: &Connection, at: i64) -> Result<Self> {
        Self::whose(c, "forgotten_at = ?1", at)
    }

    /// All that was removed, at whatever moment.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn all(c: &Connection) -> Result<Self> {
        Ok(Self { pictures: picture::dropped(c)?, ..Self::whose(c, "forgotten_at != ?1", 0)? })
    }

    fn whose(c: &Connection, condition: &str, value: i64) -> Result<Self> {
        let ids = |table: &str| -> Result<Vec<i64>> {
            let sql = format!("SELECT id FROM {table} WHERE forgotten_at != 0 AND {condition} ORDER BY id");
            Ok(c.prepare_cached(&sql)?
                .query_map([value], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?)
        };
        Ok(Self {
            turns: ids("turn")?.into_iter().map(TurnId).collect(),
            facts: ids("fact")?.into_iter().map(FactId).collect(),
            ..Self::default()
        })
    }

    /// The pictures that were taken off the draft, all of them.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn dropped(c: &Connection) -> Result<Self> {
        Ok(Self { pictures: picture::dropped(c)?, ..Self::default() })
    }

    /// Forgets these rows, with all that stands on them.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn forget(&self, tx: &Transaction<'_>) -> Result<()> {
        for turn in &self.turns {
            forget_turn(tx, *turn)?;
        }
        for fact in &self.facts {
            fact::forget(tx, *fact)?;
        }
        for picture in &self.pictures {
            picture::forget_dropped(tx, *picture)?;
        }
        Ok(())
    }
}

impl Named {
    /// The names of what was removed: of turns and the pictures beside them, of facts and the mistakes they corrected, of
    /// pictures.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn of(c: &Connection, removed: &Removed) -> Result<Self> {
        let mut named = Self { draft: removed.draft, ..Self::default() };
        for id in &removed.turns {
            let sql = "SELECT uid FROM turn WHERE id = ?1";
            named
                .turns
                .extend(c.prepare_cached(sql)?.query_row([id], |row| row.get::<_, Uid>(0)).optional()?);
            named.pictures.extend(picture::uids_of_turn(c, *id)?);
        }
        for id in &removed.facts {
            named.facts.extend(names::of(c, *id)?);
        }
        for id in &removed.pictures {
            named.pictures.extend(picture::dropped_uid(c, *id)?);
        }
        Ok(named)
    }
}
