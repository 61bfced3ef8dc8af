//! The keys of profiles: in the operating system's keyring or, where the person chose so, in memory for one run.
//! Never in a file.

use super::Profile;
use crate::{
    error::{Kind, kind},
    id::Uid,
    ports::{Family, Secret, SecretError, SecretStore},
};
use anyhow::{Context as _, Result};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// Where a profile's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    None,
    Keyring,
    Session,
    /// The keyring is locked: whether it holds one can't be told.
    Locked,
    /// There is no keyring.
    Missing,
}

/// Where a key is to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    Keyring,
    /// In memory, until she closes.
    Session,
}

/// The keys of one life.
#[derive(Clone)]
pub struct Keys {
    keyring: Arc<dyn SecretStore>,
    session: Arc<Mutex<HashMap<Uid, Secret>>>,
    /// What the keyring last said, so that not every answer asks it: it may be slow, or ask the person.
    seen: Arc<Mutex<HashMap<Uid, Option<Secret>>>>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn name_of(profile: Uid) -> String {
    format!("profile-{profile}")
}

fn told(error: SecretError) -> anyhow::Error {
    let what = match error {
        SecretError::Missing(_) => Kind::KeyringMissing,
        SecretError::Locked(_) => Kind::KeyringLocked,
    };
    kind(what, error.to_string())
}

impl Keys {
    pub fn new(keyring: Arc<dyn SecretStore>) -> Self {
        Self { keyring, session: Arc::default(), seen: Arc::default() }
    }

    fn in_session(&self, profile: Uid) -> Option<Secret> {
        self.session.lock().ok().and_then(|session| session.get(&profile).cloned())
    }

    async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn SecretStore) -> Result<T, SecretError> + Send + 'static,
    ) -> Result<Result<T, SecretError>> {
        let keyring = Arc::clone(&self.keyring);
        tokio::task::spawn_blocking(move || work(&*keyring)).await.context("asking the keyring")
    }

    /// The key a profile is asked with: a model on this computer needs none, whatever the keyring says.
    ///
    /// # Errors
    /// As [`Keys::read`], for a model that isn't here.
    pub async fn of(&self, profile: &Profile) -> Result<Option<Secret>> {
        if profile.family == Family::BuiltIn {
            return Ok(None);
        }
        let key = self.read(profile.uid).await;
        if profile.is_reached_here() { Ok(key.unwrap_or_default()) } else { key }
    }

    /// The key of a profile. `None` when none is kept.
    ///
    /// # Errors
    /// [`Kind::KeyringLocked`] and [`Kind::KeyringMissing`], when it may hold one and can't be asked.
    pub async fn read(&self, profile: Uid) -> Result<Option<Secret>> {
        if let Some(key) = self.in_session(profile) {
            return Ok(Some(key));
        }
        let seen = self.seen.lock().ok().and_then(|seen| seen.get(&profile).cloned());
        if let Some(key) = seen {
            return Ok(key);
        }
        let key = self.ask(move |keyring| keyring.read(&name_of(profile))).await?.map_err(told)?;
        if let Ok(mut seen) = self.seen.lock() {
            seen.insert(profile, key.clone());
        }
        Ok(key)
    }

    /// Where its key is.
    ///
    /// # Errors
    /// When the asking itself was cut off.
    pub async fn state(&self, profile: Uid) -> Result<KeyState> {
        if self.in_session(profile).is_some() {
            return Ok(KeyState::Session);
        }
        Ok(match self.ask(move |keyring| keyring.read(&name_of(profile))).await? {
            Ok(Some(_)) => KeyState::Keyring,
            Ok(None) => KeyState::None,
            Err(SecretError::Missing(_)) => KeyState::Missing,
            Err(SecretError::Locked(_)) => KeyState::Locked,
        })
    }

    /// Keeps a key where the person said, and nowhere else.
    ///
    /// # Errors
    /// [`Kind::KeyringLocked`], [`Kind::KeyringMissing`]: it is kept nowhere then.
    pub async fn write(&self, profile: Uid, key: Secret, keep: Keep) -> Result<()> {
        self.forget_in_session(profile);
        match keep {
            Keep::Session => {
                if let Ok(mut session) = self.session.lock() {
                    session.insert(profile, key);
                }
                Ok(())
            }
            Keep::Keyring => {
                self.ask(move |keyring| keyring.write(&name_of(profile), &key)).await?.map_err(told)?;
                // A read meanwhile may have remembered that there was none.
                self.forget_in_session(profile);
                Ok(())
            }
        }
    }

    /// Removes a key from memory and from the keyring.
    ///
    /// # Errors
    /// [`Kind::KeyringLocked`]: it may still be in there. That there is no keyring is no error.
    pub async fn remove(&self, profile: Uid) -> Result<()> {
        self.forget_in_session(profile);
        match self.ask(move |keyring| keyring.remove(&name_of(profile))).await? {
            Ok(()) | Err(SecretError::Missing(_)) => Ok(()),
            Err(error @ SecretError::Locked(_)) => Err(told(error)),
        }
    }

    fn forget_in_session(&self, profile: Uid) {
        if let Ok(mut seen) = self.seen.lock() {
            seen.remove(&profile);
        }
        if let Ok(mut session) = self.session.lock() {
            session.remove(&profile);
        }
    }
}
