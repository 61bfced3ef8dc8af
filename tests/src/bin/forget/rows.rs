//! The rows that stand on a turn: put where nothing of the app makes them by itself, and read for their bytes.

use crate::{reader, traces::Trace};
use anyhow::Result;
use rusqlite::{Connection, Transaction, params, types::ValueRef};
use samantha_core::{
    id::{FactId, PersonId, TurnId, Uid},
    store::words,
};
use std::collections::HashSet;

/// A fact that a turn proves.
///
/// # Errors
/// When it can't be written.
pub fn put_fact(tx: &Transaction<'_>, text: &str, person: Option<PersonId>, on: TurnId) -> Result<FactId> {
    let about = if person.is_some() { "person" } else { "user" };
    let put = "INSERT INTO fact(uid, about, person, text, value) VALUES (?1, ?2, ?3, ?4, ?5)";
    let value: String = words::split(text).iter().map(|word| words::fold(word)).collect::<Vec<_>>().join(" ");
    tx.execute(put, params![Uid::random()?, about, person, text, value])?;
    let fact = FactId(tx.last_insert_rowid());
    let put = "INSERT INTO receipt(fact, turn, text) VALUES (?1, ?2, ?3)";
    tx.execute(put, params![fact, on, text])?;
    for form in words::split(text).iter().flat_map(|word| words::forms(word)).collect::<HashSet<_>>() {
        tx.execute("INSERT OR IGNORE INTO fact_word(form, fact) VALUES (?1, ?2)", params![form, fact])?;
    }
    Ok(fact)
}

/// Bytes of a run that is looked for. Shorter ones may be anywhere.
const RUN: usize = 12;
/// The same of codes: turns that mean much the same have many of their bits in common.
const RUN_OF_CODES: usize = 24;
/// Runs looked for of one blob, at most.
const RUNS: usize = 24;

/// Runs from all over the blobs of every row that is of these turns, and of no other: vectors, pictures, thumbnails.
///
/// # Errors
/// When the store can't be read.
pub fn traces(c: &Connection, turns: &[TurnId], mark: &str) -> Result<Vec<Trace>> {
    // What such a turn says now others may say, too ("Tell me more."), and mean the same: only its pictures are its own.
    let mut saying = Vec::new();
    for turn in turns {
        let sql = "SELECT 1 FROM turn WHERE id = ?1 AND instr(text, ?2) > 0";
        if c.prepare_cached(sql)?.exists(params![turn, mark])? {
            saying.push(*turn);
        }
    }
    let (mut own, mut others) = (Vec::new(), HashSet::new());
    for (form, turn, blob) in blobs(c)? {
        if saying.contains(&turn) || turns.contains(&turn) && form.starts_with("picture") {
            own.push((form, blob));
        } else {
            others.extend(blob.windows(run_of(&form)).map(<[u8]>::to_vec));
        }
    }
    // Whole: a part of one may be the same with another turn before it.
    let pairs = pairs(c, &saying)?.into_iter().filter(|(_, blob)| is_telling(blob));
    let mut traces: Vec<Trace> = pairs.map(|(form, bytes)| Trace { form, bytes }).collect();
    for (form, blob) in own {
        let step = (blob.len() / RUNS).max(1);
        for run in blob.windows(run_of(&form)).step_by(step) {
            if is_telling(run) && !others.contains(run) {
                traces.push(Trace { form: form.clone(), bytes: run.to_vec() });
            }
        }
    }
    for turn in &saying {
        let text: String = c.query_row("SELECT text FROM turn WHERE id = ?1", [turn], |row| row.get(0))?;
        let exact: Vec<u8> = reader::read(&text).vector.iter().flat_map(|n| n.to_le_bytes()).collect();
        let runs = exact.chunks(16).step_by(7).filter(|run| is_telling(run)).map(<[u8]>::to_vec);
        traces.extend(runs.map(|bytes| Trace { form: "32-bit floats".to_owned(), bytes }));
    }
    Ok(traces)
}

fn run_of(form: &str) -> usize {
    if form == "vector.codes" { RUN_OF_CODES } else { RUN }
}

/// What the turn behind each of these means together with it, alone: its own meaning stays.
fn pairs(c: &Connection, turns: &[TurnId]) -> Result<Vec<(String, Vec<u8>)>> {
    let sql = "SELECT v.turn, v.codes, d.exact FROM vector AS v JOIN vector_detail AS d ON d.turn = v.turn
               WHERE v.before = ?1";
    let mut found = Vec::new();
    for id in turns {
        let mut statement = c.prepare(sql)?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            let (codes, exact): (Vec<u8>, Vec<u8>) = (row.get(1)?, row.get(2)?);
            for (form, blob, length) in [
                ("vector.codes of a pair", codes, reader::DIMS / 8),
                ("vector_detail.exact of a pair", exact, reader::DIMS),
            ] {
                if !turns.contains(&row.get(0)?) && !blob.is_empty() {
                    found.push((form.to_owned(), blob[blob.len().saturating_sub(length)..].to_vec()));
                }
            }
        }
    }
    Ok(found)
}

/// Every blob of a row that belongs to a turn.
fn blobs(c: &Connection) -> Result<Vec<(String, TurnId, Vec<u8>)>> {
    let sql = "SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS i
               WHERE t.type = 'table' AND i.name = 'turn'";
    let tables: Vec<String> =
        c.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut all = Vec::new();
    for table in tables {
        let mut statement = c.prepare(&format!("SELECT turn, * FROM {table} WHERE turn IS NOT NULL"))?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for (n, name) in names.iter().enumerate().skip(1).filter(|(_, name)| *name != "uid") {
                if let ValueRef::Blob(blob) = row.get_ref(n)? {
                    all.push((format!("{table}.{name}"), row.get(0)?, blob.to_vec()));
                }
            }
        }
    }
    Ok(all)
}

/// Not zeros, nor the same few bytes again and again.
fn is_telling(run: &[u8]) -> bool {
    run.iter().collect::<HashSet<_>>().len() > 5
}
