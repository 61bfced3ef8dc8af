//! What becomes of facts and people when a turn, or a fact, is forgotten.

use super::FactName;
use crate::{
    id::{FactId, PersonId, TurnId, Uid},
    store::words,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::BTreeSet;

fn ids<T: rusqlite::types::FromSql>(c: &Connection, sql: &str, of: i64) -> Result<Vec<T>> {
    Ok(c.prepare_cached(sql)?.query_map([of], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Lets go of what stands on a turn: its receipts; facts that nothing says any more, and what she concluded with it; people of
/// whom nothing is known any more. What it closed is open again, and what was worded after it is worded after what remains.
pub(super) fn forget_of_turn(c: &Connection, turn: TurnId) -> Result<()> {
    let stood: Vec<FactId> = ids(c, "SELECT DISTINCT fact FROM receipt WHERE turn = ?1", turn.0)?;
    let sql = "SELECT DISTINCT fact FROM receipt WHERE turn = ?1 AND role IN ('ends', 'corrects')";
    let closed: Vec<FactId> = ids(c, sql, turn.0)?;
    let sql = "SELECT DISTINCT fact FROM receipt WHERE turn = ?1 AND role = 'doubts'";
    let doubted: Vec<FactId> = ids(c, sql, turn.0)?;
    let said: Vec<String> =
        ids(c, "SELECT text FROM turn WHERE id = ?1 UNION SELECT text FROM version WHERE turn = ?1", turn.0)?;
    let said = words::fold(&said.join("\n"));
    c.execute("DELETE FROM receipt WHERE turn = ?1", [turn])?;

    let mut people = BTreeSet::new();
    for fact in &stood {
        people.extend(person_of(c, *fact)?);
        let sql = "SELECT made_by = 'reflection' OR (made_by != 'person' AND NOT EXISTS
                     (SELECT 1 FROM receipt WHERE fact = ?1 AND role = 'says')) FROM fact WHERE id = ?1";
        if c.prepare_cached(sql)?.query_row([fact], |row| row.get(0)).optional()?.unwrap_or(false) {
            remove(c, *fact)?;
        }
    }
    for fact in closed {
        let sql =
            "UPDATE fact SET state = 'holds', until_at = 0, dropped_at = 0, replaced_by = 0 WHERE id = ?1
                   AND state IN ('ended', 'corrected')
                   AND NOT EXISTS (SELECT 1 FROM receipt WHERE fact = ?1 AND role IN ('ends', 'corrects'))";
        c.prepare_cached(sql)?.execute([fact])?;
    }
    for fact in doubted {
        let sql = "UPDATE fact SET state = 'holds' WHERE id = ?1 AND state = 'doubted'
                   AND NOT EXISTS (SELECT 1 FROM receipt WHERE fact = ?1 AND role = 'doubts')";
        c.prepare_cached(sql)?.execute([fact])?;
    }
    for fact in stood {
        word_anew(c, fact)?;
    }
    for person in people {
        look_after_person(c, person, &said)?;
    }
    Ok(())
}

/// Forgets one fact and the mistakes it corrected.
pub(super) fn forget(c: &Connection, id: FactId) -> Result<bool> {
    let mut people = BTreeSet::new();
    let mut said = String::new();
    let all = with_mistakes(c, id)?;
    for fact in &all {
        people.extend(person_of(c, *fact)?);
        for text in name(c, *fact)?.into_iter().flat_map(|name| name.texts) {
            said.push_str(&text);
            said.push('\n');
        }
        remove(c, *fact)?;
    }
    let said = words::fold(&said);
    for person in people {
        look_after_person(c, person, &said)?;
    }
    Ok(!all.is_empty())
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

fn person_of(c: &Connection, fact: FactId) -> Result<Option<PersonId>> {
    let sql = "SELECT person FROM fact WHERE id = ?1 AND person IS NOT NULL";
    Ok(c.prepare_cached(sql)?.query_row([fact], |row| row.get(0)).optional()?)
}

fn remove(c: &Connection, fact: FactId) -> Result<()> {
    c.prepare_cached("UPDATE fact SET replaced_by = 0 WHERE replaced_by = ?1")?.execute([fact])?;
    c.prepare_cached("DELETE FROM fact WHERE id = ?1")?.execute([fact])?;
    Ok(())
}

/// Gives a fact the wording of its newest receipt, where what it says is no receipt's any more.
fn word_anew(c: &Connection, fact: FactId) -> Result<()> {
    let sql = "SELECT r.text, f.value FROM fact AS f JOIN receipt AS r ON r.fact = f.id
               WHERE f.id = ?1 AND f.made_by != 'person' AND r.role = 'says' AND r.text != ''
               AND NOT EXISTS (SELECT 1 FROM receipt WHERE fact = f.id AND role = 'says' AND text = f.text)
               ORDER BY r.id DESC LIMIT 1";
    let found: Option<(String, String)> =
        c.prepare_cached(sql)?.query_row([fact], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((text, value)) = found else { return Ok(()) };
    // A value that isn't in the new wording may be of what was forgotten.
    let folded = words::fold(&text);
    let named = words::split(&value).iter().all(|word| folded.contains(&words::fold(word)));
    let value = if named { value } else { folded };
    c.prepare_cached("UPDATE fact SET text = ?2, value = ?3 WHERE id = ?1")?.execute((fact, &text, value))?;
    c.prepare_cached("DELETE FROM fact_word WHERE fact = ?1")?.execute([fact])?;
    for form in words::split(&text).iter().flat_map(|word| words::forms(word)).collect::<BTreeSet<_>>() {
        c.prepare_cached("INSERT INTO fact_word(form, fact) VALUES (?1, ?2)")?.execute((form, fact))?;
    }
    Ok(())
}

/// Forgets a person of whom no fact is left, and a name that only what was forgotten (`said`, folded) told.
fn look_after_person(c: &Connection, person: PersonId, said: &str) -> Result<()> {
    let sql = "DELETE FROM person WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM fact WHERE person = ?1)";
    if c.prepare_cached(sql)?.execute([person])? > 0 {
        return Ok(());
    }
    let sql = "SELECT name FROM person WHERE id = ?1";
    let name: Option<String> = c.prepare_cached(sql)?.query_row([person], |row| row.get(0)).optional()?;
    let Some(name) = name.map(|name| words::fold(&name)).filter(|name| !name.is_empty()) else {
        return Ok(());
    };
    if !said.contains(&name) {
        return Ok(());
    }
    let sql = "SELECT f.text FROM fact AS f WHERE f.person = ?1
               UNION SELECT r.text FROM receipt AS r JOIN fact AS f ON f.id = r.fact WHERE f.person = ?1";
    let left: Vec<String> = ids(c, sql, person.0)?;
    if !left.iter().any(|text| words::fold(text).contains(&name)) {
        c.prepare_cached("UPDATE person SET name = '' WHERE id = ?1")?.execute([person])?;
    }
    Ok(())
}
