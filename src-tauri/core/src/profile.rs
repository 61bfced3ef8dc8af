//! Profiles: a provider's address, a model, and their parameters. Keys are not here: they are in the keyring, or in
//! memory for one run.

pub mod keys;

use crate::{
    address,
    error::{Kind, kind},
    id::{ProfileId, Uid},
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

/// One profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub id: ProfileId,
    /// Names its key in the keyring.
    pub uid: Uid,
    pub name: String,
    /// OpenAI-compatible base address, normalised.
    pub address: String,
    pub model: String,
    /// Tokens the model can read; `None` when unknown.
    pub context: Option<u32>,
}

impl Profile {
    /// The host its words go to, as the person is told it.
    pub fn host(&self) -> String {
        address::check_address(&self.address).map(|address| address.host().to_owned()).unwrap_or_default()
    }

    /// Whether that host is this computer.
    pub fn is_local(&self) -> bool {
        address::check_address(&self.address).is_ok_and(|address| address.is_loopback())
    }
}

/// What a profile is made or changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// `None` makes a new one.
    pub id: Option<ProfileId>,
    pub name: String,
    pub address: String,
    pub model: String,
    pub context: Option<u32>,
}

const COLUMNS: &str = "id, uid, name, address, model, context";

fn read(row: &Row<'_>) -> rusqlite::Result<Profile> {
    let context: u32 = row.get(5)?;
    Ok(Profile {
        id: row.get(0)?,
        uid: row.get(1)?,
        name: row.get(2)?,
        address: row.get(3)?,
        model: row.get(4)?,
        context: (context != 0).then_some(context),
    })
}

/// All profiles, oldest first.
///
/// # Errors
/// When the store can't be read.
pub fn all(c: &Connection) -> Result<Vec<Profile>> {
    let sql = format!("SELECT {COLUMNS} FROM profile ORDER BY id");
    Ok(c.prepare_cached(&sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// The profile of this id.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn by_id(c: &Connection, id: ProfileId) -> Result<Profile> {
    c.prepare_cached(&format!("SELECT {COLUMNS} FROM profile WHERE id = ?1"))?
        .query_row([id], read)
        .optional()?
        .ok_or_else(|| kind(Kind::Gone, "that profile is not there any more"))
}

/// Makes or changes a profile. When its host changes its uid does, too: a key is never sent to a host other than the
/// one it was given for.
///
/// # Errors
/// [`Kind::BadInput`] when the address can't be used or the model is empty.
pub fn save(tx: &Transaction<'_>, edit: &Edit, now: i64) -> Result<Profile> {
    let checked = address::check_address(&edit.address)?;
    let address = checked.as_str();
    let model = edit.model.trim();
    if model.is_empty() {
        return Err(kind(Kind::BadInput, "a profile needs a model"));
    }
    let name = if edit.name.trim().is_empty() { checked.host() } else { edit.name.trim() };
    let context = edit.context.unwrap_or_default();
    let id = match edit.id {
        None => {
            tx.execute(
                "INSERT INTO profile(uid, name, address, model, context, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (Uid::random()?, name, address, model, context, now),
            )?;
            ProfileId(tx.last_insert_rowid())
        }
        Some(id) => {
            let old = by_id(tx, id)?;
            let uid = if same_place(&old.address, address) { old.uid } else { Uid::random()? };
            tx.execute(
                "UPDATE profile SET uid = ?2, name = ?3, address = ?4, model = ?5, context = ?6 WHERE id = ?1",
                (id, uid, name, address, model, context),
            )?;
            id
        }
    };
    by_id(tx, id)
}

/// Removes a profile. If it was the one that answers, the Listener answers from now on.
///
/// # Errors
/// [`Kind::Gone`] when there is none.
pub fn remove(tx: &Transaction<'_>, id: ProfileId) -> Result<Profile> {
    let profile = by_id(tx, id)?;
    tx.execute("DELETE FROM profile WHERE id = ?1", [id])?;
    if crate::settings::read(tx)?.profile == Some(id) {
        crate::settings::change(tx, &crate::settings::Change { profile: Some(None), ..Default::default() })?;
    }
    Ok(profile)
}

/// Whether two normalised addresses are one place (scheme, host and port): what a key is given for.
pub fn same_place(one: &str, other: &str) -> bool {
    origin(one) == origin(other)
}

fn origin(address: &str) -> &str {
    let path = address.match_indices('/').nth(2);
    path.and_then(|(at, _)| address.get(..at)).unwrap_or(address)
}
