//! Words that are not drawn from again: what stood on them was forgotten by hand, or a wish to remember it was taken back. Only
//! where they stand is kept, none of what was understood from them. Said anew, in another turn, it may be known again.

use super::{
    Evidence, Fact,
    keys::{self, Nearness},
    prove,
    rows::{self, Role},
};
use crate::{conversation::Turn, id::TurnId};
use anyhow::Result;
use rusqlite::Connection;

/// Refuses the words that said a fact, or that it is no longer so.
///
/// # Errors
/// When it can't be written.
pub(super) fn words_of(c: &Connection, fact: &Fact) -> Result<()> {
    for receipt in rows::all_receipts(c, fact.id)? {
        // What closed it by saying something else is the proof of that, and stays one.
        let is_of_it = receipt.role == Role::Says
            || receipt.role == Role::Ends
                && !receipt.value.is_empty()
                && keys::nearness_in(&fact.slot, &receipt.value, &fact.value) != Nearness::Different;
        if is_of_it {
            refuse(c, receipt.turn, receipt.first, receipt.length)?;
        }
    }
    Ok(())
}

/// Refuses the words of a turn that say anything.
///
/// # Errors
/// When it can't be written.
pub(super) fn words_in(c: &Connection, turn: TurnId) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO refused(turn, first, length)
               SELECT turn, first, length FROM receipt WHERE turn = ?1 AND role IN ('says', 'ends', 'corrects')";
    c.prepare_cached(sql)?.execute([turn])?;
    Ok(())
}

/// A turn got other words: where the refused ones stood says nothing any more.
///
/// # Errors
/// When it can't be written.
pub(super) fn forget_of_turn(c: &Connection, turn: TurnId) -> Result<()> {
    c.prepare_cached("DELETE FROM refused WHERE turn = ?1")?.execute([turn])?;
    Ok(())
}

fn refuse(c: &Connection, turn: TurnId, first: u32, length: u32) -> Result<()> {
    // The turn may be on its way out itself.
    let sql = "INSERT OR IGNORE INTO refused(turn, first, length) SELECT id, ?2, ?3 FROM turn WHERE id = ?1";
    c.prepare_cached(sql)?.execute((turn, first, length))?;
    Ok(())
}

/// Whether words of a turn may not be drawn from: they overlap refused ones, or those of a fact that is being removed.
///
/// # Errors
/// When the store can't be read.
pub(super) fn is_refused(c: &Connection, turn: &Turn, evidence: &Evidence) -> Result<bool> {
    let sql = "SELECT first, length FROM refused WHERE turn = ?1
               UNION SELECT r.first, r.length FROM receipt AS r JOIN fact AS f ON f.id = r.fact
               WHERE r.turn = ?1 AND r.role = 'says' AND f.forgotten_at != 0";
    let refused: Vec<(u32, u32)> = c
        .prepare_cached(sql)?
        .query_map([turn.id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if refused.is_empty() {
        return Ok(false);
    }
    let Some((first, length)) = prove::characters(&turn.text, &evidence.quote) else { return Ok(true) };
    let overlaps = |from: u32, many: u32| many == 0 || from < first + length && first < from + many;
    Ok(refused.into_iter().any(|(from, many)| overlaps(from, many)))
}

/// Takes off the evidence that may not be drawn from. Gives whether any is left, where there was any.
///
/// # Errors
/// When the store can't be read.
pub(super) fn take_off(c: &Connection, turns: &[Turn], evidence: &mut Vec<Evidence>) -> Result<bool> {
    let (before, mut left) = (evidence.len(), Vec::new());
    for one in evidence.drain(..) {
        let turn = turns.iter().find(|turn| turn.id == one.turn);
        let refused = match turn {
            Some(turn) => is_refused(c, turn, &one)?,
            None => false,
        };
        if !refused {
            left.push(one);
        }
    }
    *evidence = left;
    Ok(before == 0 || !evidence.is_empty())
}
