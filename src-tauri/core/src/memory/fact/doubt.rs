//! What is in doubt: facts that can't be true beside each other, of which nobody can tell which is.

use super::{
    Fact, FactState, keep,
    keys::{self, Nearness},
    rows::{self, IN_SIGHT},
};
use crate::id::FactId;
use anyhow::Result;
use rusqlite::Connection;

/// What is in doubt together with a fact.
pub(super) fn against(c: &Connection, fact: &Fact) -> Result<Vec<Fact>> {
    if fact.state != FactState::Doubted {
        return Ok(Vec::new());
    }
    let (subject, person) = keep::of_subject(fact.about);
    let opposite = keys::opposite(fact.kind).unwrap_or(fact.kind);
    let condition = format!(
        "{subject} AND f.id != ?2 AND f.state = 'doubted' AND {IN_SIGHT}
         AND (f.slot != '' AND f.slot = ?3 OR f.slot = '' AND ?3 = '' AND f.kind = ?4)"
    );
    let others = rows::select(c, &condition, &[&person, &fact.id, &fact.slot, &opposite.code()])?;
    let goes_against = |other: &Fact| {
        let near = keys::nearness_in(&fact.slot, &other.value, &fact.value) != Nearness::Different;
        if !fact.slot.is_empty() {
            return !near;
        }
        if opposite != fact.kind {
            return near;
        }
        // Of one kind the one says of the same what the other denies.
        keys::denies(&fact.text) != keys::denies(&other.text)
            && keys::nearness_but_for_denial(&other.value, &fact.value) != Nearness::Different
    };
    Ok(others.into_iter().filter(goes_against).collect())
}

/// A doubt against which nothing stands any more is none.
///
/// # Errors
/// When it can't be written.
pub(super) fn calm(c: &Connection, id: FactId) -> Result<()> {
    let Some(fact) = rows::if_there(c, id)?.filter(|fact| fact.state == FactState::Doubted) else {
        return Ok(());
    };
    if against(c, &fact)?.is_empty() {
        hold(c, id)?;
    }
    Ok(())
}

/// It is in doubt no longer.
///
/// # Errors
/// When it can't be written.
pub(super) fn hold(c: &Connection, id: FactId) -> Result<()> {
    c.prepare_cached("UPDATE fact SET state = 'holds' WHERE id = ?1")?.execute([id])?;
    c.prepare_cached("DELETE FROM receipt WHERE fact = ?1 AND role = 'doubts'")?.execute([id])?;
    Ok(())
}
