//! People in the user's life. A person has a name, a relation, or both, and is there only as long as something is known
//! of them. What they are called follows from the receipts of their facts, unless it was given by hand.

mod relation;

pub use relation::{Relation, same_name};

use crate::{
    error::{Kind, kind},
    id::{PersonId, Uid},
    store::words,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

/// Someone in the user's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub uid: Uid,
    /// May be empty: "my mother".
    pub name: String,
    /// As it was said: "irmã", "boss". May be empty.
    pub relation: String,
    /// Whether the person named them by hand.
    pub by_hand: bool,
}

impl Person {
    /// What to call them in a word: the name, else the relation.
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.relation } else { &self.name }
    }
}

const COLUMNS: &str = "id, uid, name, relation, by_hand";

fn read(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(0)?,
        uid: row.get(1)?,
        name: row.get(2)?,
        relation: row.get(3)?,
        by_hand: row.get(4)?,
    })
}

/// Everyone, in the order in which they came up.
///
/// # Errors
/// When the store can't be read.
pub fn all(c: &Connection) -> Result<Vec<Person>> {
    let sql = format!("SELECT {COLUMNS} FROM person ORDER BY id");
    Ok(c.prepare_cached(&sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// One person.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn by_id(c: &Connection, id: PersonId) -> Result<Person> {
    let sql = format!("SELECT {COLUMNS} FROM person WHERE id = ?1");
    let found = c.prepare_cached(&sql)?.query_row([id], read).optional()?;
    found.ok_or_else(|| kind(Kind::Gone, "nothing is known of that person any more"))
}

/// Who is meant by a name and a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    Known(PersonId),
    /// Nobody known.
    New,
    /// More than one it could be.
    Unclear(Vec<PersonId>),
}

/// Who of `all` is meant. A pure function: "minha irmã Ana", then "Ana", then "minha irmã" (or "my sister") are one person
/// unless two sisters are known.
pub fn meant(all: &[Person], name: &str, relation: &str) -> Meant {
    let wanted = Relation::of(relation);
    let fits = |person: &&Person| {
        let theirs = Relation::of(&person.relation);
        wanted.is_none() || theirs.is_none() || Relation::fits(wanted.as_ref(), theirs.as_ref())
    };
    let is_named = !words::fold(name).trim().is_empty();
    let named: Vec<&Person> = if is_named {
        all.iter().filter(|person| same_name(&person.name, name)).filter(fits).collect()
    } else {
        Vec::new()
    };
    let found = if is_named && !named.is_empty() {
        // A relation that is known and the same goes before one that isn't known.
        let related: Vec<&Person> = named
            .iter()
            .copied()
            .filter(|person| wanted.is_some() && Relation::of(&person.relation).is_some())
            .collect();
        if related.len() == 1 { related } else { named }
    } else if wanted.is_some() {
        all.iter()
            .filter(|person| !is_named || person.name.is_empty())
            .filter(|person| Relation::fits(wanted.as_ref(), Relation::of(&person.relation).as_ref()))
            .collect()
    } else {
        Vec::new()
    };
    match found.as_slice() {
        [] => Meant::New,
        [one] => Meant::Known(one.id),
        // Several of whom one is whole: "minha irmã" where one sister has no name yet.
        many => Meant::Unclear(many.iter().map(|person| person.id).collect()),
    }
}

/// Adds a person.
///
/// # Errors
/// When it can't be written.
pub fn add(tx: &Transaction<'_>, name: &str, relation: &str, now: i64) -> Result<PersonId> {
    let sql = "INSERT INTO person(uid, name, relation, made_at) VALUES (?1, ?2, ?3, ?4)";
    tx.prepare_cached(sql)?.execute((Uid::random()?, name.trim(), relation.trim(), now))?;
    Ok(PersonId(tx.last_insert_rowid()))
}

/// Gives a person what was said now and wasn't known: a name, a whole one instead of its beginning, a relation. What was given
/// by hand stays.
///
/// # Errors
/// When it can't be written.
pub fn learn(c: &Connection, id: PersonId, name: &str, relation: &str) -> Result<()> {
    let person = by_id(c, id)?;
    if person.by_hand {
        return Ok(());
    }
    let (name, relation) = (name.trim(), relation.trim());
    let longer = name.split_whitespace().count() > person.name.split_whitespace().count();
    let name = if longer { name } else { person.name.as_str() };
    let relation = if person.relation.is_empty() { relation } else { person.relation.as_str() };
    call(c, id, name, relation)
}

/// Sets what a person is called, without asking.
pub(crate) fn call(c: &Connection, id: PersonId, name: &str, relation: &str) -> Result<()> {
    let sql = "UPDATE person SET name = ?2, relation = ?3 WHERE id = ?1";
    c.prepare_cached(sql)?.execute((id, name, relation))?;
    Ok(())
}

/// Names a person by hand.
///
/// # Errors
/// [`Kind::BadInput`] without a name and a relation; [`Kind::Gone`].
pub fn rename(tx: &Transaction<'_>, id: PersonId, name: &str, relation: &str) -> Result<Person> {
    let (name, relation) = (name.trim(), relation.trim());
    if name.is_empty() && relation.is_empty() {
        return Err(kind(Kind::BadInput, "a person has a name or a relation"));
    }
    let sql = "UPDATE person SET name = ?2, relation = ?3, by_hand = 1 WHERE id = ?1";
    if tx.execute(sql, (id, name, relation))? == 0 {
        return Err(kind(Kind::Gone, "nothing is known of that person any more"));
    }
    by_id(tx, id)
}

/// Forgets a person.
///
/// # Errors
/// When it can't be written, or facts of theirs are left.
pub fn forget(c: &Connection, id: PersonId) -> Result<()> {
    c.prepare_cached("DELETE FROM person WHERE id = ?1")?.execute([id])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: i64, name: &str, relation: &str) -> Person {
        let uid = Uid::random().unwrap();
        Person { id: PersonId(id), uid, name: name.into(), relation: relation.into(), by_hand: false }
    }

    #[test]
    fn somebody_is_known_by_name_or_relation_in_either_language() {
        let known = [
            person(1, "", "mãe"),
            person(2, "Ana", "irmã"),
            person(3, "João Pedro", "amigo"),
            person(4, "Ana", "colega"),
            person(5, "", "ex-marido"),
        ];
        for (name, relation, expected) in [
            ("", "mother", Meant::Known(PersonId(1))),
            ("", "mamãe", Meant::Known(PersonId(1))),
            ("Teresa", "mãe", Meant::Known(PersonId(1))),
            ("", "my sister", Meant::Known(PersonId(2))),
            ("ana", "sister", Meant::Known(PersonId(2))),
            ("Ana", "colleague", Meant::Known(PersonId(4))),
            ("Ana", "", Meant::Unclear(vec![PersonId(2), PersonId(4)])),
            ("João", "", Meant::Known(PersonId(3))),
            ("Joao Pedro", "friend", Meant::Known(PersonId(3))),
            ("Bia", "irmã", Meant::New),
            ("João Carlos", "amigo", Meant::New),
            ("", "irmão", Meant::New),
            ("", "husband", Meant::New),
            ("", "ex-husband", Meant::Known(PersonId(5))),
            ("Rui", "", Meant::New),
        ] {
            assert_eq!(meant(&known, name, relation), expected, "{name} {relation}");
        }
    }

    #[test]
    fn of_two_sisters_the_one_meant_is_told_apart_by_her_name_or_her_age() {
        let known = [person(1, "Ana", "irmã mais velha"), person(2, "Bia", "irmã caçula")];
        assert_eq!(meant(&known, "", "irmã"), Meant::Unclear(vec![PersonId(1), PersonId(2)]));
        assert_eq!(meant(&known, "", "younger sister"), Meant::Known(PersonId(2)));
        assert_eq!(meant(&known, "Bia", ""), Meant::Known(PersonId(2)));
    }
}
