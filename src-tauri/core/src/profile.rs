//! Profiles: a provider's address, a model, and their parameters. Keys are not here: they are in the keyring, or in
//! memory for one run.

mod difference;
mod facts;
pub mod keys;

pub use difference::{Side, differences};
pub use facts::{BUILT_IN_CONTEXT, Facts, facts, facts_of_file, facts_of_remote, facts_offered};

use crate::{
    address,
    error::{Kind, kind},
    id::{ProfileId, Uid},
    ports::{Endpoint, Family, Price},
};
use anyhow::Result;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params};

/// One profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub id: ProfileId,
    /// Names its key in the keyring.
    pub uid: Uid,
    pub name: String,
    pub family: Family,
    /// Base address, normalised; empty for [`Family::BuiltIn`].
    pub address: String,
    pub model: String,
    /// Tokens the model can read; `None` when unknown. What stands here goes before the catalogue's word.
    pub context: Option<u32>,
    /// Whether it can be shown pictures; `None` when not said.
    pub sees: Option<bool>,
    /// Whether it can be given tools; `None` when not said.
    pub tools: Option<bool>,
    pub price: Option<Price>,
}

impl Profile {
    /// The host its words go to in the end, as the person is told it; empty for a built-in model.
    pub fn host(&self) -> String {
        if self.is_reached_here()
            && let Some(host) = address::is_forwarded(self.family, &self.model)
        {
            return host.to_owned();
        }
        address::check_address(&self.address).map(|address| address.host().to_owned()).unwrap_or_default()
    }

    /// Where it is reached, with what is known of it on this day.
    pub fn endpoint(&self, day: NaiveDate) -> Endpoint {
        let facts = facts(self, day);
        Endpoint {
            family: self.family,
            address: self.address.clone(),
            model: self.model.clone(),
            context: facts.context,
            price: facts.price,
        }
    }

    /// The model's name for people: a built-in one's id is a file's.
    pub fn model_shown(&self) -> &str {
        match self.family {
            Family::BuiltIn => &self.name,
            Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => &self.model,
        }
    }

    /// Whether its words stay on this computer.
    pub fn is_local(&self) -> bool {
        self.is_reached_here() && address::is_forwarded(self.family, &self.model).is_none()
    }

    /// Whether it is asked on this computer, wherever that program sends the words: it needs no key of ours.
    pub fn is_reached_here(&self) -> bool {
        self.family == Family::BuiltIn
            || address::check_address(&self.address).is_ok_and(|address| address.is_loopback())
    }
}

/// What a profile is made or changed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// `None` makes a new one.
    pub id: Option<ProfileId>,
    pub name: String,
    pub family: Family,
    pub address: String,
    pub model: String,
    pub context: Option<u32>,
    pub sees: Option<bool>,
    pub tools: Option<bool>,
    pub price: Option<Price>,
}

impl Edit {
    /// A new profile of which nothing more is said.
    pub fn new(family: Family, address: impl Into<String>, model: impl Into<String>) -> Self {
        let (address, model) = (address.into(), model.into());
        Self {
            id: None,
            name: String::new(),
            family,
            address,
            model,
            context: None,
            sees: None,
            tools: None,
            price: None,
        }
    }
}

impl From<Profile> for Edit {
    fn from(profile: Profile) -> Self {
        let Profile { id, uid: _, name, family, address, model, context, sees, tools, price } = profile;
        Self { id: Some(id), name, family, address, model, context, sees, tools, price }
    }
}

const COLUMNS: &str = "id, uid, name, family, address, model, context, sees, tools, price_out, price_back";

fn yes_no(kept: i64) -> Option<bool> {
    (kept >= 0).then_some(kept != 0)
}

fn kept(yes_no: Option<bool>) -> i64 {
    yes_no.map_or(-1, i64::from)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Profile> {
    let (family, context): (String, u32) = (row.get(3)?, row.get(6)?);
    let (out, back): (f64, f64) = (row.get(9)?, row.get(10)?);
    Ok(Profile {
        id: row.get(0)?,
        uid: row.get(1)?,
        name: row.get(2)?,
        // A newer app's family: the most widely spoken one, and the provider will say if it isn't.
        family: Family::of_code(&family).unwrap_or(Family::OpenAi),
        address: row.get(4)?,
        model: row.get(5)?,
        context: (context != 0).then_some(context),
        sees: yes_no(row.get(7)?),
        tools: yes_no(row.get(8)?),
        price: (out >= 0.0 && back >= 0.0).then_some(Price { out, back }),
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
    let address = match edit.family {
        Family::BuiltIn => String::new(),
        Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => {
            address::check_address(&edit.address)?.as_str().to_owned()
        }
    };
    let model = edit.model.trim();
    if model.is_empty() {
        return Err(kind(Kind::BadInput, "a profile needs a model"));
    }
    if let Some(price) = edit.price
        && !(price.out.is_finite() && price.back.is_finite() && price.out >= 0.0 && price.back >= 0.0)
    {
        return Err(kind(Kind::BadInput, "a price is a number of US dollars"));
    }
    let host = address::check_address(&address).map(|address| address.host().to_owned()).unwrap_or_default();
    let name = match edit.name.trim() {
        "" if host.is_empty() => model,
        "" => &host,
        name => name,
    };
    let uid = match edit.id.map(|id| by_id(tx, id)).transpose()? {
        Some(old) if same_place(&old.address, &address) => old.uid,
        Some(_) | None => Uid::random()?,
    };
    let price = edit.price.unwrap_or(Price { out: -1.0, back: -1.0 });
    let row = named_params! {
        ":uid": uid, ":name": name, ":family": edit.family.code(), ":address": address, ":model": model,
        ":context": edit.context.unwrap_or_default(), ":sees": kept(edit.sees), ":tools": kept(edit.tools),
        ":price_out": price.out, ":price_back": price.back,
    };
    let id = match edit.id {
        None => {
            tx.execute(
                "INSERT INTO profile(uid, name, family, address, model, context, sees, tools, price_out, price_back)
                 VALUES (:uid, :name, :family, :address, :model, :context, :sees, :tools, :price_out, :price_back)",
                row,
            )?;
            let id = ProfileId(tx.last_insert_rowid());
            tx.execute("UPDATE profile SET made_at = ?2 WHERE id = ?1", (id, now))?;
            id
        }
        Some(id) => {
            tx.execute(
                "UPDATE profile SET uid = :uid, name = :name, family = :family, address = :address, model = :model,
                 context = :context, sees = :sees, tools = :tools, price_out = :price_out, price_back = :price_back
                 WHERE id = :id",
                &*[row, named_params! { ":id": id }].concat(),
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
    let settings = crate::settings::read(tx)?;
    let gone = |chosen: Option<ProfileId>| (chosen == Some(id)).then_some(None);
    let change = crate::settings::Change {
        profile: gone(settings.profile),
        quiet_profile: gone(settings.quiet_profile),
        seeing_profile: gone(settings.seeing_profile),
        fallback_profile: gone(settings.fallback_profile),
        ..Default::default()
    };
    crate::settings::change(tx, &change)?;
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
