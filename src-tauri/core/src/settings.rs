//! What the person chose, and the draft: rows of `setting`, a JSON value each.

use crate::{
    id::ProfileId,
    locale::{Language, region_of_system},
};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// All settings, with what holds where nothing was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `None` follows the system.
    pub chosen_language: Option<Language>,
    pub theme: Theme,
    /// Whether the first open's lines were read.
    pub welcomed: bool,
    /// Whether a notification tells that an answer is ready while the window is out of sight.
    pub notify: bool,
    /// Two upper-case letters; `None` follows the system's region.
    pub country: Option<String>,
    pub companion_name: String,
    /// Who answers; `None` is the Listener.
    pub profile: Option<ProfileId>,
    /// Who does quiet work; `None`: nobody but the rules that need no model.
    pub quiet_profile: Option<ProfileId>,
    /// Who is asked when pictures are shown and the one who answers can't see; `None`: nobody.
    pub seeing_profile: Option<ProfileId>,
    /// Who answers when `profile` fails before its first word; `None`: the Listener.
    pub fallback_profile: Option<ProfileId>,
    /// Most US dollars a calendar month may cost; `None`: no limit.
    pub monthly_limit: Option<f64>,
    /// Base address model files are downloaded from; `None`: the catalogue's.
    pub mirror: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            chosen_language: None,
            theme: Theme::System,
            welcomed: false,
            notify: true,
            country: None,
            companion_name: "Samantha".to_owned(),
            profile: None,
            quiet_profile: None,
            seeing_profile: None,
            fallback_profile: None,
            monthly_limit: None,
            mirror: None,
        }
    }
}

impl Settings {
    /// The language in force.
    pub fn language(&self) -> Language {
        self.chosen_language.unwrap_or_else(Language::of_system)
    }

    /// The country whose help lines are shown first.
    pub fn country_in_force(&self) -> Option<String> {
        self.country.clone().or_else(region_of_system)
    }
}

/// A change: only what is `Some` is changed; an inner `None` goes back to following the system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Change {
    pub chosen_language: Option<Option<Language>>,
    pub theme: Option<Theme>,
    pub welcomed: Option<bool>,
    pub notify: Option<bool>,
    pub country: Option<Option<String>>,
    pub profile: Option<Option<ProfileId>>,
    pub quiet_profile: Option<Option<ProfileId>>,
    pub seeing_profile: Option<Option<ProfileId>>,
    pub fallback_profile: Option<Option<ProfileId>>,
    pub monthly_limit: Option<Option<f64>>,
    pub mirror: Option<Option<String>>,
}

/// Reads all settings. A value this app can't read (a newer one's, a damaged one) counts as not chosen, and stays.
///
/// # Errors
/// When the store can't be read.
pub fn read(c: &Connection) -> Result<Settings> {
    let mut settings = Settings::default();
    if let Some(value) = get(c, "language")? {
        settings.chosen_language = value;
    }
    if let Some(value) = get(c, "theme")? {
        settings.theme = value;
    }
    if let Some(value) = get(c, "welcomed")? {
        settings.welcomed = value;
    }
    if let Some(value) = get(c, "notify")? {
        settings.notify = value;
    }
    if let Some(value) = get(c, "country")? {
        settings.country = value;
    }
    if let Some(value) = get(c, "companion_name")? {
        settings.companion_name = value;
    }
    if let Some(value) = get(c, "profile")? {
        settings.profile = value;
    }
    if let Some(value) = get(c, "quiet_profile")? {
        settings.quiet_profile = value;
    }
    if let Some(value) = get(c, "seeing_profile")? {
        settings.seeing_profile = value;
    }
    if let Some(value) = get(c, "fallback_profile")? {
        settings.fallback_profile = value;
    }
    if let Some(value) = get(c, "monthly_limit")? {
        settings.monthly_limit = value;
    }
    if let Some(value) = get(c, "mirror")? {
        settings.mirror = value;
    }
    Ok(settings)
}

/// Writes a change.
///
/// # Errors
/// When it can't be written.
pub fn change(tx: &Transaction<'_>, change: &Change) -> Result<()> {
    if let Some(value) = &change.chosen_language {
        put(tx, "language", value)?;
    }
    if let Some(value) = &change.theme {
        put(tx, "theme", value)?;
    }
    if let Some(value) = &change.welcomed {
        put(tx, "welcomed", value)?;
    }
    if let Some(value) = &change.notify {
        put(tx, "notify", value)?;
    }
    if let Some(value) = &change.country {
        put(tx, "country", value)?;
    }
    if let Some(value) = &change.profile {
        put(tx, "profile", value)?;
    }
    if let Some(value) = &change.quiet_profile {
        put(tx, "quiet_profile", value)?;
    }
    if let Some(value) = &change.seeing_profile {
        put(tx, "seeing_profile", value)?;
    }
    if let Some(value) = &change.fallback_profile {
        put(tx, "fallback_profile", value)?;
    }
    if let Some(value) = &change.monthly_limit {
        put(tx, "monthly_limit", value)?;
    }
    if let Some(value) = &change.mirror {
        put(tx, "mirror", value)?;
    }
    Ok(())
}

/// The words in the composer that were not sent.
///
/// # Errors
/// When the store can't be read.
pub fn draft(c: &Connection) -> Result<String> {
    Ok(get(c, "draft")?.unwrap_or_default())
}

/// Keeps the draft.
///
/// # Errors
/// When it can't be written.
pub fn save_draft(tx: &Transaction<'_>, text: &str) -> Result<()> {
    put(tx, "draft", &text)
}

/// Removes the draft: of a copy, in which it may be the beginning of what is forgotten, or off the record.
pub(crate) fn forget_draft(c: &Connection) -> Result<()> {
    c.execute("DELETE FROM setting WHERE name = 'draft'", [])?;
    Ok(())
}

/// Whether she said already that no model is connected.
///
/// # Errors
/// When the store can't be read.
pub fn told_no_model(c: &Connection) -> Result<bool> {
    Ok(get(c, "told_no_model")?.unwrap_or_default())
}

/// Remembers that she said it.
///
/// # Errors
/// When it can't be written.
pub fn remember_told_no_model(tx: &Transaction<'_>) -> Result<()> {
    put(tx, "told_no_model", &true)
}

fn get<T: DeserializeOwned>(c: &Connection, name: &str) -> Result<Option<T>> {
    let value = c
        .prepare_cached("SELECT value FROM setting WHERE name = ?1")?
        .query_row([name], |row| row.get::<_, String>(0))
        .optional()
        .with_context(|| format!("reading the setting {name}"))?;
    Ok(value.and_then(|value| match serde_json::from_str(&value) {
        Ok(value) => Some(value),
        Err(error) => {
            log::warn!("the setting {name} can't be read: {:?}", error.classify());
            None
        }
    }))
}

fn put<T: Serialize>(tx: &Transaction<'_>, name: &str, value: &T) -> Result<()> {
    tx.prepare_cached("INSERT OR REPLACE INTO setting(name, value) VALUES (?1, ?2)")?
        .execute((name, serde_json::to_string(value)?))?;
    Ok(())
}
