//! What copies know a fact by: its uid, or, where it was drawn or merged another time, what it says.

use crate::{
    id::{FactId, Uid},
    memory::fact,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _};

/// A fact as copies may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactName {
    pub uid: Uid,
    /// Its text and those of its receipts.
    pub texts: Vec<String>,
}

/// The names of a fact and of the mistakes it corrected, which are forgotten with it.
pub(super) fn of(c: &Connection, id: FactId) -> Result<Vec<FactName>> {
    let sql = "WITH RECURSIVE past(id) AS (SELECT id FROM fact WHERE id = ?1 UNION
                 SELECT fact.id FROM fact JOIN past ON fact.replaced_by = past.id WHERE fact.state = 'corrected')
               SELECT id, uid FROM fact WHERE id IN (SELECT id FROM past)";
    let found: Vec<(FactId, Uid)> = c
        .prepare_cached(sql)?
        .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let texts = "SELECT text FROM fact WHERE id = ?1 AND text != ''
                 UNION SELECT text FROM receipt WHERE fact = ?1 AND text != ''";
    found
        .into_iter()
        .map(|(id, uid)| {
            let texts =
                c.prepare_cached(texts)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(FactName { uid, texts })
        })
        .collect()
}

/// Forgets facts in a copy: the ones of these uids, and any that says the same.
pub(super) fn forget_named(c: &Connection, names: &[FactName]) -> Result<()> {
    for FactName { uid, texts } in names {
        let found = c.query_row("SELECT id FROM fact WHERE uid = ?1", [uid], |row| row.get(0)).optional()?;
        if let Some(id) = found {
            fact::forget(c, id)?;
        }
        for text in texts {
            let sql = "SELECT id FROM fact WHERE text = ?1 UNION SELECT fact FROM receipt WHERE text = ?1";
            let alike: Vec<FactId> = c
                .prepare_cached(sql)?
                .query_map([text], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in alike {
                fact::forget(c, id)?;
            }
        }
    }
    Ok(())
}
