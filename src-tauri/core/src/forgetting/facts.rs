//! Facts by the names copies know them by, and their forgetting there.

use super::FactName;
use crate::{
    id::{FactId, Uid},
    memory::fact,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _};

fn ids<T: rusqlite::types::FromSql>(c: &Connection, sql: &str, of: i64) -> Result<Vec<T>> {
    Ok(c.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Forgets one fact and the mistakes it corrected. Gives whether there was one.
pub(super) fn forget(c: &Connection, id: FactId) -> Result<bool> {
    Ok(fact::forget(c, id)?.is_some())
}

/// A fact and what it corrected, which is only kept as its past. Empty when there is none (any more).
pub(super) fn with_mistakes(c: &Connection, id: FactId) -> Result<Vec<FactId>> {
    let sql = "WITH RECURSIVE past(id) AS (SELECT id FROM fact WHERE id = ?1 UNION
                 SELECT fact.id FROM fact JOIN past ON fact.replaced_by = past.id WHERE fact.state = 'corrected')
               SELECT id FROM past";
    ids(c, sql, id.0)
}

/// What copies know a fact by.
pub(super) fn name(c: &Connection, id: FactId) -> Result<Option<FactName>> {
    let sql = "SELECT uid FROM fact WHERE id = ?1";
    let uid: Option<Uid> = c.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    let Some(uid) = uid else { return Ok(None) };
    let sql = "SELECT text FROM fact WHERE id = ?1 UNION SELECT text FROM receipt WHERE fact = ?1";
    let texts: Vec<String> = ids(c, sql, id.0)?;
    let texts = texts.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(Some(FactName { uid, texts }))
}

/// Forgets facts in a copy: the ones of these uids, and any that says the same.
pub(super) fn forget_named(c: &Connection, names: &[FactName]) -> Result<()> {
    for FactName { uid, texts } in names {
        let found = c.query_row("SELECT id FROM fact WHERE uid = ?1", [uid], |row| row.get(0)).optional()?;
        if let Some(id) = found {
            forget(c, id)?;
        }
        for text in texts {
            let sql = "SELECT id FROM fact WHERE text = ?1 UNION SELECT fact FROM receipt WHERE text = ?1";
            let alike: Vec<FactId> = c
                .prepare_cached(sql)?
                .query_map([text], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in alike {
                forget(c, id)?;
            }
        }
    }
    Ok(())
}
