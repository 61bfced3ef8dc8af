//! Facts and receipts as rows.

use super::{About, Drawn, Fact, FactKind, FactState, Held, MadeBy, keys};
use crate::{
    error::{Kind, kind},
    id::{FactId, PersonId, TurnId, Uid},
    locale::Language,
    store::words,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql};
use std::collections::BTreeSet;

macro_rules! coded {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        impl $name {
            /// Its name in the store.
            pub fn code(self) -> &'static str {
                match self { $( Self::$variant => $text, )* }
            }
        }
        coded!(rows $name { $($variant = $text),* });
    };
    (rows $name:ident { $($variant:ident = $text:literal),* }) => {
        impl rusqlite::ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
                self.code().to_sql()
            }
        }
        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                match value.as_str()? {
                    $( $text => Ok(Self::$variant), )*
                    _ => Err(rusqlite::types::FromSqlError::InvalidType),
                }
            }
        }
    };
}

coded!(FactState { Holds = "holds", Ended = "ended", Doubted = "doubted", Corrected = "corrected" });
coded!(MadeBy { Rules = "rules", Model = "model", Person = "person", Reflection = "reflection" });
coded!(Role { Says = "says", Ends = "ends", Corrects = "corrects", Doubts = "doubts", Context = "context" });

impl rusqlite::types::FromSql for FactKind {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Self::of_code(value.as_str()?).ok_or(rusqlite::types::FromSqlError::InvalidType)
    }
}

/// What a receipt does for a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Says,
    /// It says that it holds no longer.
    Ends,
    /// It says that it was a mistake.
    Corrects,
    /// It says something that can't be true beside it.
    Doubts,
    /// It gave a name or a word to what was understood at that moment from others that say it.
    Context,
}

pub(super) const COLUMNS: &str = "f.id, f.uid, f.about, f.person, f.kind, f.slot, f.value, f.text, f.language, f.state, f.confidence, \
     f.from_at, f.until_at, f.learned_at, f.dropped_at, f.closed_at, f.replaced_by, f.made_by, f.pinned, f.private, f.touched_at, \
     f.touches, f.forgotten_at, (SELECT count(*) FROM receipt AS r JOIN turn AS t ON t.id = r.turn \
       WHERE r.fact = f.id AND r.role = 'says' AND t.forgotten_at = 0)";

/// What is out of sight: a removed fact, one whose every proof is being removed, or what that was understood with, a conclusion with any of them.
pub(super) const IN_SIGHT: &str = "f.forgotten_at = 0 AND (f.made_by = 'person' OR EXISTS (SELECT 1 FROM receipt AS r \
     JOIN turn AS t ON t.id = r.turn WHERE r.fact = f.id AND r.role = 'says' AND t.forgotten_at = 0 AND NOT EXISTS \
       (SELECT 1 FROM receipt AS w JOIN turn AS u ON u.id = w.turn WHERE w.fact = f.id AND w.role = 'context' \
        AND w.made_at = r.made_at AND u.forgotten_at != 0))) \
     AND (f.made_by != 'reflection' OR NOT EXISTS (SELECT 1 FROM receipt AS r JOIN turn AS t ON t.id = r.turn \
     WHERE r.fact = f.id AND t.forgotten_at != 0))";

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Fact> {
    let some = |n: i64| (n != 0).then_some(n);
    let about: String = row.get(2)?;
    let person: Option<PersonId> = row.get(3)?;
    Ok(Fact {
        id: row.get(0)?,
        uid: row.get(1)?,
        about: match (about.as_str(), person) {
            ("companion", _) => About::Companion,
            ("person", Some(person)) => About::Person(person),
            _ => About::User,
        },
        kind: row.get(4)?,
        slot: row.get(5)?,
        value: row.get(6)?,
        text: row.get(7)?,
        language: Language::of_tag(&row.get::<_, String>(8)?),
        state: row.get(9)?,
        confidence: row.get(10)?,
        held: Held { from: some(row.get(11)?), until: some(row.get(12)?) },
        learned_at: row.get(13)?,
        dropped_at: some(row.get(14)?),
        closed_at: some(row.get(15)?),
        replaced_by: some(row.get(16)?).map(FactId),
        made_by: row.get(17)?,
        pinned: row.get(18)?,
        private: row.get(19)?,
        touched_at: row.get(20)?,
        touches: row.get(21)?,
        forgotten_at: some(row.get(22)?),
        receipts: row.get(23)?,
    })
}

impl Fact {
    /// As it stands at `now`: what held until a day that is over has ended.
    pub(super) fn at(mut self, now: i64) -> Self {
        if self.state == FactState::Holds && self.held.until.is_some_and(|until| until <= now) {
            self.state = FactState::Ended;
        }
        self
    }

    /// Whether it is believed to hold, doubted or not.
    pub fn is_current(&self) -> bool {
        matches!(self.state, FactState::Holds | FactState::Doubted)
    }
}

/// The facts for which `condition` (over `f`) holds, in the order they were learned.
pub(super) fn select(c: &Connection, condition: &str, args: &[&dyn ToSql]) -> Result<Vec<Fact>> {
    let sql = format!("SELECT {COLUMNS} FROM fact AS f WHERE {condition} ORDER BY f.id");
    Ok(c.prepare_cached(&sql)?.query_map(args, read)?.collect::<rusqlite::Result<_>>()?)
}

/// One fact, removed ones included, as it stands at `now` (Unix milliseconds UTC).
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn by_id(c: &Connection, id: FactId, now: i64) -> Result<Fact> {
    if_there(c, id)?.map(|fact| fact.at(now)).ok_or_else(|| kind(Kind::Gone, "this isn't known any more"))
}

pub(super) fn if_there(c: &Connection, id: FactId) -> Result<Option<Fact>> {
    let sql = format!("SELECT {COLUMNS} FROM fact AS f WHERE f.id = ?1");
    Ok(c.prepare_cached(&sql)?.query_row([id], read).optional()?)
}

/// What a new fact is written with.
pub(super) struct NewRow<'a> {
    pub about: About,
    pub kind: FactKind,
    pub slot: &'a str,
    pub value: &'a str,
    pub text: &'a str,
    pub language: Language,
    pub state: FactState,
    pub confidence: f32,
    pub held: Held,
    pub made_by: MadeBy,
    pub now: i64,
}

impl<'a> NewRow<'a> {
    pub(super) fn of(about: About, drawn: &'a Drawn, slot: &'a str, now: i64) -> Self {
        Self {
            about,
            kind: drawn.kind,
            slot,
            value: &drawn.value,
            text: &drawn.text,
            language: drawn.language,
            state: FactState::Holds,
            confidence: drawn.confidence,
            held: drawn.held,
            made_by: drawn.made_by,
            now,
        }
    }
}

fn about_columns(about: About) -> (&'static str, Option<PersonId>) {
    match about {
        About::User => ("user", None),
        About::Companion => ("companion", None),
        About::Person(person) => ("person", Some(person)),
    }
}

pub(super) fn insert(c: &Connection, new: &NewRow<'_>) -> Result<FactId> {
    let (about, person) = about_columns(new.about);
    let sql = "INSERT INTO fact(uid, about, person, kind, slot, value, text, language, state, confidence, from_at, until_at, \
               learned_at, made_by, touched_at, closed_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?13, ?15)";
    let closed = if new.state == FactState::Ended { new.now } else { 0 };
    c.prepare_cached(sql)?.execute(rusqlite::params![
        Uid::random()?,
        about,
        person,
        new.kind.code(),
        new.slot,
        keys::key_in(new.slot, new.value),
        new.text,
        new.language.tag(),
        new.state,
        new.confidence,
        new.held.from.unwrap_or(0),
        new.held.until.unwrap_or(0),
        new.now,
        new.made_by,
        closed,
    ])?;
    let id = FactId(c.last_insert_rowid());
    index(c, id, new.text, new.value)?;
    Ok(id)
}

/// Words a fact is found by, anew.
pub(super) fn index(c: &Connection, id: FactId, text: &str, value: &str) -> Result<()> {
    c.prepare_cached("DELETE FROM fact_word WHERE fact = ?1")?.execute([id])?;
    let mut put = c.prepare_cached("INSERT OR IGNORE INTO fact_word(form, fact) VALUES (?1, ?2)")?;
    let forms: BTreeSet<String> =
        words::split(text).iter().chain(&words::split(value)).flat_map(|word| words::forms(word)).collect();
    for form in forms {
        put.execute((form, id))?;
    }
    Ok(())
}

/// Whom a fact is of, anew.
pub(super) fn set_about(c: &Connection, id: FactId, about: About) -> Result<()> {
    let (name, person) = about_columns(about);
    c.prepare_cached("UPDATE fact SET about = ?2, person = ?3 WHERE id = ?1")?.execute((id, name, person))?;
    Ok(())
}

/// Words a fact anew.
pub(super) fn word(c: &Connection, id: FactId, text: &str, value: &str) -> Result<()> {
    let sql = "SELECT slot FROM fact WHERE id = ?1";
    let slot: String = c.prepare_cached(sql)?.query_row([id], |row| row.get(0))?;
    let sql = "UPDATE fact SET text = ?2, value = ?3 WHERE id = ?1";
    c.prepare_cached(sql)?.execute((id, text, keys::key_in(&slot, value)))?;
    index(c, id, text, value)
}

/// A receipt as a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReceiptRow {
    pub fact: FactId,
    pub turn: TurnId,
    pub role: Role,
    pub text: String,
    pub value: String,
    pub name: String,
    pub relation: String,
    pub held: Held,
    pub confidence: f32,
    /// Characters of the turn's text.
    pub first: u32,
    pub length: u32,
    pub made_at: i64,
}

/// Adds a receipt, unless this turn is one of that role already (as context: of what was understood at that moment). Gives whether
/// it was added. Only what says a fact is kept as it was understood: the others word and name nothing.
pub(super) fn add_receipt(c: &Connection, row: &ReceiptRow) -> Result<bool> {
    let there = "SELECT 1 FROM receipt WHERE fact = ?1 AND turn = ?2 AND role = ?3 AND (role != 'context' OR made_at = ?4)";
    if c.prepare_cached(there)?.exists((row.fact, row.turn, row.role, row.made_at))? {
        return Ok(false);
    }
    let says = row.role == Role::Says;
    let only = |words: &'_ str, kept: bool| if kept { words.to_owned() } else { String::new() };
    let sql = "INSERT INTO receipt(fact, turn, role, text, value, name, relation, from_at, until_at, confidence, first, length, made_at) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    c.prepare_cached(sql)?.execute(rusqlite::params![
        row.fact,
        row.turn,
        row.role,
        only(&row.text, says),
        only(&row.value, row.role != Role::Context),
        only(&row.name, says),
        only(&row.relation, says),
        row.held.from.unwrap_or(0),
        row.held.until.unwrap_or(0),
        row.confidence,
        row.first,
        row.length,
        row.made_at,
    ])?;
    Ok(true)
}

/// The receipts of a fact, oldest turn first, those on turns that are being removed left out.
pub(super) fn receipts(c: &Connection, fact: FactId) -> Result<Vec<ReceiptRow>> {
    read_receipts(c, fact, "AND EXISTS (SELECT 1 FROM turn AS t WHERE t.id = r.turn AND t.forgotten_at = 0)")
}

/// As [`receipts`], all of them.
pub(super) fn all_receipts(c: &Connection, fact: FactId) -> Result<Vec<ReceiptRow>> {
    read_receipts(c, fact, "")
}

fn read_receipts(c: &Connection, fact: FactId, condition: &str) -> Result<Vec<ReceiptRow>> {
    let some = |n: i64| (n != 0).then_some(n);
    let sql = format!(
        "SELECT r.fact, r.turn, r.role, r.text, r.value, r.name, r.relation, r.from_at, r.until_at, r.confidence, r.first, \
         r.length, r.made_at FROM receipt AS r WHERE r.fact = ?1 {condition} ORDER BY r.turn, r.id"
    );
    let read = |row: &Row<'_>| {
        Ok(ReceiptRow {
            fact: row.get(0)?,
            turn: row.get(1)?,
            role: row.get(2)?,
            text: row.get(3)?,
            value: row.get(4)?,
            name: row.get(5)?,
            relation: row.get(6)?,
            held: Held { from: some(row.get(7)?), until: some(row.get(8)?) },
            confidence: row.get(9)?,
            first: row.get(10)?,
            length: row.get(11)?,
            made_at: row.get(12)?,
        })
    };
    Ok(c.prepare_cached(&sql)?.query_map([fact], read)?.collect::<rusqlite::Result<_>>()?)
}

/// How sure several receipts make: each takes half its own confidence off what doubt was left.
pub(super) fn confidence_of<'a>(receipts: impl IntoIterator<Item = &'a ReceiptRow>) -> f32 {
    let mut doubt: Option<f32> = None;
    for receipt in receipts.into_iter().filter(|receipt| receipt.role == Role::Says) {
        doubt = Some(match doubt {
            None => 1.0 - receipt.confidence,
            Some(doubt) => doubt * (1.0 - receipt.confidence / 2.0),
        });
    }
    doubt.map_or(0.0, |doubt| (1.0 - doubt).clamp(0.0, 0.99))
}
