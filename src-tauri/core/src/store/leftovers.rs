//! What SQLite leaves of deleted rows in a database's pages, and wiping it.
//!
//! `secure_delete` writes over a row where it is deleted, and over a page that is freed. Where rows are moved to another page,
//! though, the page they leave is put together anew from its end, and what stood in the room before its first cell stays
//! there, also when the row is deleted where it went. Nothing reads that room; it is written over here, a few thousand
//! pages at a time. What this needs of a page's form: <https://www.sqlite.org/fileformat2.html#b_tree_pages>.

use crate::error::{Kind, kind};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, TransactionBehavior};
use std::ops::Range;

/// Pages looked at in one transaction: some hundredths of a second in which nothing else can be kept.
const AT_ONCE: u32 = 4_000;

/// A database of so many pages (128 GiB) isn't wiped: its overflow pages, which begin with the number of another page, could
/// not be told from the others by their first byte.
const TOO_MANY: u32 = 0x0200_0000;

/// The first page's number.
pub(crate) const FIRST: u32 = 1;

/// Wipes the unused room of some thousand pages from this one on, in one transaction, and says with which to go on; `None`
/// at the end. To be cut off between two does no harm. Nothing is done where a connection leaves what it deletes.
///
/// # Errors
/// When a page can't be read or written, or isn't formed as one ([`Kind::Damaged`]).
pub(crate) fn wipe_some(connection: &mut Connection, first: u32) -> Result<Option<u32>> {
    wipe(connection, first, AT_ONCE)
}

fn wipe(connection: &mut Connection, first: u32, at_once: u32) -> Result<Option<u32>> {
    let wipes: i64 = connection.query_row("PRAGMA secure_delete", [], |row| row.get(0))?;
    if wipes == 0 {
        // The control of the search is to find what is left.
        return Ok(None);
    }
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let pages: u32 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    if pages >= TOO_MANY {
        return Err(kind(Kind::Broken, format!("a database of {pages} pages can't be wiped")));
    }
    let next = first.saturating_add(at_once);
    {
        let mut look = tx.prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?;
        let mut write = tx.prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1")?;
        for number in first..next.min(pages.saturating_add(1)) {
            let page = look.query_row([number], |row| Ok(wiped(number, row.get_ref(0)?.as_blob()?)));
            if let Some(page) = page?.with_context(|| format!("page {number}"))? {
                write.execute((number, page))?;
            }
        }
    }
    tx.commit().context("committing")?;
    Ok((next <= pages).then_some(next))
}

/// A page without what is left in its unused room; `None` when nothing is.
fn wiped(number: u32, page: &[u8]) -> Result<Option<Vec<u8>>> {
    let Some(unused) = unused(number, page)? else { return Ok(None) };
    let mut whole = page.to_vec();
    let room = whole.get_mut(unused).ok_or_else(misshapen)?;
    if room.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    room.fill(0);
    Ok(Some(whole))
}

/// Where a page has room between the places of its cells and the first of them; `None` for one that holds no cells.
fn unused(number: u32, page: &[u8]) -> Result<Option<Range<usize>>> {
    // The first one begins with what is said of the whole file.
    let header = if number == 1 { 100 } else { 0 };
    let before_places = match page.get(header) {
        Some(2 | 5) => 12,
        Some(10 | 13) => 8,
        _ => return Ok(None),
    };
    let number_at = |at: usize| -> Result<usize> {
        let bytes = page.get(header + at..header + at + 2).ok_or_else(misshapen)?;
        Ok(bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
    };
    let begins = header + before_places + 2 * number_at(3)?;
    let ends = match number_at(5)? {
        0 => 1 << 16,
        ends => ends,
    };
    if begins <= ends && ends <= page.len() { Ok(Some(begins..ends)) } else { Err(misshapen()) }
}

fn misshapen() -> anyhow::Error {
    kind(Kind::Damaged, "a page of the database is not formed as one")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::params;

    /// Rows whose words were moved from page to page, and then deleted with `secure_delete`; what stays says "kept".
    fn moved_and_deleted(connection: &Connection) {
        connection
            .execute_batch(
                "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;
                 CREATE TABLE said (id INTEGER PRIMARY KEY, text TEXT NOT NULL); CREATE INDEX texts ON said(text);",
            )
            .unwrap();
        for n in 0..600_i64 {
            let word = if n % 3 == 0 { "kept" } else { "persimmon" };
            let text = format!("{word} {} {}", n * 7_919 % 600, "x".repeat(60 + (n as usize * 37) % 400));
            connection.execute("INSERT INTO said VALUES (?1, ?2)", params![n * 7_919 % 600, text]).unwrap();
        }
        connection.execute("DELETE FROM said WHERE text LIKE 'persimmon%'", []).unwrap();
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }

    fn count(path: &std::path::Path, word: &str) -> usize {
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count()
    }

    #[test]
    fn what_is_left_of_rows_that_were_moved_before_they_were_deleted_is_wiped_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        moved_and_deleted(&connection);
        assert!(
            count(&path, "persimmon") > 0,
            "secure_delete alone leaves it: {}",
            count(&path, "persimmon")
        );
        let everything = |c: &Connection| -> Vec<(i64, String)> {
            let mut all = c.prepare("SELECT id, text FROM said ORDER BY id").unwrap();
            all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
        };
        let before = everything(&connection);
        // In small steps, between which others write.
        let (mut next, mut steps) = (Some(FIRST), 0);
        while let Some(first) = next {
            next = wipe(&mut connection, first, 7).unwrap();
            connection.execute("UPDATE said SET text = text || 'y' WHERE id = 0", []).unwrap();
            steps += 1;
        }
        assert!(steps > 3, "{steps}");
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        assert_eq!(count(&path, "persimmon"), 0);
        let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
        let after = everything(&connection);
        assert_eq!(after.len(), before.len());
        assert_eq!(after[1..], before[1..]);
        assert!(after[0].1.ends_with('y'));
    }

    #[test]
    fn a_database_in_which_nothing_is_left_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        moved_and_deleted(&connection);
        assert_eq!(wipe_some(&mut connection, FIRST).unwrap(), None);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        assert_eq!(wipe_some(&mut connection, FIRST).unwrap(), None);
        assert_eq!(std::fs::metadata(folder.path().join("a.db-wal")).unwrap().len(), 0);
    }

    #[test]
    fn a_connection_that_leaves_what_it_deletes_wipes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut connection = Connection::open(&path).unwrap();
        moved_and_deleted(&connection);
        connection.execute_batch("PRAGMA secure_delete=OFF").unwrap();
        let before = count(&path, "persimmon");
        assert_eq!(wipe_some(&mut connection, FIRST).unwrap(), None);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        assert_eq!(count(&path, "persimmon"), before);
    }

    #[test]
    fn the_room_of_a_page_is_between_the_places_of_its_cells_and_the_first_of_them() {
        let page = |kind: u8, cells: u8, first: u16| {
            let mut page = vec![7; 512];
            page[..8].copy_from_slice(&[kind, 0, 0, 0, cells, (first >> 8) as u8, first as u8, 0]);
            page
        };
        assert_eq!(unused(9, &page(13, 4, 300)).unwrap(), Some(16..300));
        assert_eq!(unused(9, &page(10, 0, 512)).unwrap(), Some(8..512));
        assert_eq!(unused(9, &page(5, 4, 300)).unwrap(), Some(20..300));
        assert_eq!(unused(9, &page(2, 4, 20)).unwrap(), Some(20..20));
        assert_eq!(unused(9, &page(0, 4, 300)).unwrap(), None, "an overflow page, or a free one");
        for damaged in [page(13, 4, 10), page(13, 4, 513), page(13, 255, 400)] {
            assert!(unused(9, &damaged).is_err());
        }
        let mut first = vec![7; 512];
        first[100..108].copy_from_slice(&[13, 0, 0, 0, 1, 1, 0, 0]);
        assert_eq!(unused(1, &first).unwrap(), Some(110..256));
        let mut largest = vec![7; 1 << 16];
        largest[..8].copy_from_slice(&[13, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(unused(2, &largest).unwrap(), Some(8..1 << 16));
    }
}
