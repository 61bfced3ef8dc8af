//! The model files on this computer.

use crate::{
    Api, catalogue, convert,
    models::shown,
    wire::{self, LocalArgs, LocalModel, LocalState, Nothing, PathArgs, Profile, Shelf},
};
use anyhow::Result;
use chrono::NaiveDate;
use samantha_core::{
    address::check_base,
    catalogue::Catalogue,
    companion::Companion,
    error::{Kind, kind},
    event::Event,
    ports::{Family, KeptFor, KeptModel, KeptState, Offered, Pinned},
    profile, settings,
};
use std::path::Path;

pub(crate) async fn shelf(api: &Api, _: Nothing) -> Result<Shelf> {
    let companion = api.companion().await?;
    let kept = companion.shelf().models().await?;
    let (free, memory) = companion.shelf().room();
    let known = catalogue::known()?;
    let today = api.clock().local().date_naive();
    Ok(Shelf {
        models: kept.into_iter().map(|kept| local_model(known, kept, today)).collect(),
        memory,
        free,
        host: check_base(&known.download_base.value)?.host().to_owned(),
    })
}

/// Memory beside the file itself for a context of 8,192 tokens and for the work: what the catalogue reckons with, too.
const WORKING_MEMORY: u64 = 2 << 30;

fn local_model(known: &Catalogue, kept: KeptModel, today: NaiveDate) -> LocalModel {
    if kept.kept_for == KeptFor::Reading {
        return reader(known, kept);
    }
    let entry = known.local(&kept.id);
    let offered = Offered { name: kept.id.clone(), ..Offered::default() };
    let memory = entry.map(|entry| entry.memory_needed_bytes.value);
    LocalModel {
        kept_for: wire::KeptFor::Talking,
        own: kept.id.starts_with("own-"),
        path: kept.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
        bytes: kept.bytes,
        sha256: kept.sha256,
        pinned: pinned(kept.pinned).to_owned(),
        memory: memory.or_else(|| kept.bytes.map(|bytes| bytes.saturating_add(WORKING_MEMORY))),
        licence: entry.map(|entry| entry.licence.value.clone()),
        licence_page: entry.map(|entry| entry.licence_page.clone()),
        quantisation: entry.map(|entry| entry.quantisation.clone()),
        facts: convert::facts(profile::facts_offered(Family::BuiltIn, "", &offered, today)),
        sources: entry.map(|entry| convert::sources(entry.sources())).unwrap_or_default(),
        state: state(kept.state),
        name: kept.name,
        id: kept.id,
    }
}

/// The model that makes vectors of texts. What it needs of memory nobody's page says.
fn reader(known: &Catalogue, kept: KeptModel) -> LocalModel {
    let entry = Some(&known.reader).filter(|entry| entry.id == kept.id);
    LocalModel {
        kept_for: wire::KeptFor::Reading,
        own: false,
        path: kept.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
        bytes: kept.bytes,
        sha256: kept.sha256,
        pinned: pinned(kept.pinned).to_owned(),
        memory: None,
        licence: entry.map(|entry| entry.licence.value.clone()),
        licence_page: entry.map(|entry| entry.licence_page.clone()),
        quantisation: None,
        facts: convert::facts(profile::Facts::default()),
        sources: entry.map(|entry| convert::sources(entry.sources())).unwrap_or_default(),
        state: state(kept.state),
        name: kept.name,
        id: kept.id,
    }
}

fn pinned(pinned: Pinned) -> &'static str {
    match pinned {
        Pinned::Nowhere => "nowhere",
        Pinned::Catalogue => "catalogue",
        Pinned::Host => "host",
        Pinned::File => "file",
    }
}

fn state(state: KeptState) -> LocalState {
    match state {
        KeptState::Offered => LocalState::Offered {},
        KeptState::Downloading { done, total } => LocalState::Downloading { done, total },
        KeptState::Paused { done, total } => LocalState::Paused { done, total },
        KeptState::Checking { done, total } => LocalState::Checking { done, total },
        KeptState::Whole => LocalState::Whole {},
        KeptState::Failed { done, total, why } => {
            LocalState::Failed { done, total, failure: why.kind.code().to_owned(), detail: why.detail }
        }
    }
}

pub(crate) async fn download_model(api: &Api, args: LocalArgs) -> Result<()> {
    let companion = api.companion().await?;
    let mirror = companion.store().read(settings::read).await?.mirror;
    // Read again each time: it may stand in the store since before the rules were what they are.
    let mirror = mirror.as_deref().map(check_base).transpose()?;
    let mirror = mirror.as_ref().map(samantha_core::address::Address::as_str);
    Ok(companion.shelf().download(&args.id, mirror).await?)
}

pub(crate) async fn pause_download(api: &Api, args: LocalArgs) -> Result<()> {
    Ok(api.companion().await?.shelf().pause(&args.id).await?)
}

pub(crate) async fn remove_model(api: &Api, args: LocalArgs) -> Result<()> {
    let companion = api.companion().await?;
    let id = args.id.clone();
    let talks = companion
        .store()
        .read(move |c| {
            let chosen = settings::read(c)?.profile;
            Ok(profile::all(c)?.iter().any(|profile| is_of(profile, &id) && Some(profile.id) == chosen))
        })
        .await?;
    if talks {
        return Err(kind(Kind::NotNow, "she answers with this model: choose another one first"));
    }
    // Other profiles of it stay: a download brings it back to them.
    Ok(companion.shelf().remove(&args.id).await?)
}

pub(crate) async fn add_model_file(api: &Api, args: PathArgs) -> Result<LocalModel> {
    let added = api.companion().await?.shelf().add(Path::new(&args.path)).await?;
    Ok(local_model(catalogue::known()?, added, api.clock().local().date_naive()))
}

pub(crate) async fn local_profile(api: &Api, args: LocalArgs) -> Result<Profile> {
    let companion = api.companion().await?;
    if let Some(profile) = profile_of(&companion, args.id.clone()).await? {
        return shown(&companion, profile).await;
    }
    let kept = companion.shelf().models().await?;
    let talks = |model: &KeptModel| model.id == args.id && model.kept_for == KeptFor::Talking;
    let model = kept.into_iter().find(talks);
    let model = model.ok_or_else(|| kind(Kind::Gone, "there is no such model file"))?;
    if model.state != KeptState::Whole {
        return Err(kind(Kind::NotNow, "the model file is not here yet"));
    }
    let edit = profile::Edit {
        id: None,
        name: model.name,
        family: Family::BuiltIn,
        address: String::new(),
        model: model.id,
        context: None,
        sees: None,
        tools: None,
        price: None,
    };
    let now = api.clock().now().timestamp_millis();
    let saved = companion
        .store()
        .write(move |tx| match found(&profile::all(tx)?, &edit.model) {
            Some(profile) => Ok(profile),
            None => profile::save(tx, &edit, now),
        })
        .await?;
    companion.tell(Event::SettingsChanged);
    shown(&companion, saved).await
}

async fn profile_of(companion: &Companion, id: String) -> Result<Option<profile::Profile>> {
    companion.store().read(move |c| Ok(found(&profile::all(c)?, &id))).await
}

fn found(profiles: &[profile::Profile], id: &str) -> Option<profile::Profile> {
    profiles.iter().find(|profile| is_of(profile, id)).cloned()
}

fn is_of(profile: &profile::Profile, id: &str) -> bool {
    profile.family == Family::BuiltIn && profile.model == id
}
