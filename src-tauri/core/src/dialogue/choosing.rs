//! Who answers, and where that is.

use super::{Inner, Target};
use crate::{
    conversation::{self, Turn},
    memory::fact::Goes,
    ports::{Endpoint, ModelError, ModelErrorKind, Secret},
    profile::{self, Profile},
    settings::Settings,
};
use anyhow::Result;
use chrono::NaiveDate;

/// Looks for pictures beside the words to be answered.
pub(super) async fn shows_pictures(inner: &Inner, target: Target, words: Option<&Turn>) -> Pictures {
    let shown = match (words, target.reply_to()) {
        (Some(words), _) => !words.pictures.is_empty(),
        (None, Some(id)) => {
            let words = inner.store.read(move |c| conversation::by_id(c, id)).await;
            words.is_ok_and(|words| !words.pictures.is_empty())
        }
        (None, None) => false,
    };
    if shown { Pictures::Shown } else { Pictures::None }
}

/// Who answers, and who stands in. Where pictures are shown and the one that answers can't see, the one chosen for that.
pub(super) async fn chosen(
    inner: &Inner,
    settings: &Settings,
    pictures: Pictures,
    today: NaiveDate,
) -> Result<(Option<Profile>, Option<Profile>)> {
    let mut first = inner.profile(settings.profile).await?;
    if pictures == Pictures::Shown && first.is_some() && !sees(first.as_ref(), today) {
        let seeing = inner.profile(settings.seeing_profile).await?;
        first = seeing.filter(|seeing| sees(Some(seeing), today)).or(first);
    }
    let second = inner.profile(settings.fallback_profile).await?;
    let second = second.filter(|second| first.as_ref().is_some_and(|first| first.id != second.id));
    Ok((first, second))
}

/// The host a profile's words leave for; empty when they stay.
pub(super) fn host_of(profile: &Profile) -> String {
    if profile.is_local() { String::new() } else { profile.host() }
}

/// Where what a profile is sent goes.
pub(super) fn goes(profile: &Profile) -> Goes {
    if profile.is_local() { Goes::Here } else { Goes::Away }
}

impl Inner {
    /// Where a profile is reached, and what it is asked with.
    ///
    /// # Errors
    /// `NoKey`, when its key can't be read.
    pub(super) async fn reached(&self, profile: &Profile) -> Result<(Endpoint, Option<Secret>), ModelError> {
        let key = self.keys.of(profile).await;
        let key = key.map_err(|error| ModelError::new(ModelErrorKind::NoKey, format!("{error:#}")))?;
        Ok((profile.endpoint(self.clock.local().date_naive()), key))
    }
}

/// Whether the words to be answered have pictures beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictures {
    Shown,
    None,
}

fn sees(profile: Option<&Profile>, today: NaiveDate) -> bool {
    profile.is_some_and(|profile| profile::facts(profile, today).sees == Some(true))
}
