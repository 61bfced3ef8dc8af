//! Settings, where words go, help lines.

use crate::{
    Api, convert,
    wire::{HelpArgs, HelpLines, Nothing, Settings, SettingsChange, Whereto},
};
use anyhow::Result;
use samantha_core::{
    address::check_base, care, companion::Companion, error::Kind, error::kind, event::Event, profile,
    settings,
};

pub(crate) async fn settings(api: &Api, _: Nothing) -> Result<Settings> {
    let settings = api.companion().await?.store().read(settings::read).await?;
    Ok(convert::settings(&settings))
}

pub(crate) async fn change_settings(api: &Api, mut change: SettingsChange) -> Result<Settings> {
    if let Some(Some(mirror)) = &mut change.mirror {
        *mirror = check_base(mirror)?.as_str().to_owned();
    }
    if let Some(Some(country)) = &change.country
        && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return Err(kind(Kind::BadInput, "a country is two upper-case letters"));
    }
    let companion = api.companion().await?;
    let change = convert::change(change);
    let settings = companion
        .store()
        .write(move |tx| {
            if let Some(Some(id)) = change.profile {
                profile::by_id(tx, id)?;
            }
            settings::change(tx, &change)?;
            settings::read(tx)
        })
        .await?;
    companion.tell(Event::SettingsChanged);
    Ok(convert::settings(&settings))
}

pub(crate) async fn whereto(api: &Api, _: Nothing) -> Result<Whereto> {
    let companion = api.companion().await?;
    let settings = companion.store().read(settings::read).await?;
    whereto_of(&companion, &settings).await
}

pub(crate) async fn whereto_of(companion: &Companion, settings: &settings::Settings) -> Result<Whereto> {
    let Some(id) = settings.profile else { return Ok(Whereto { host: None, model: None, pictures: None }) };
    let profile = companion.store().read(move |c| profile::by_id(c, id)).await?;
    let host = (!profile.is_local()).then(|| profile.host());
    Ok(Whereto { host, model: Some(profile.model), pictures: None })
}

/// Works in trouble, too.
pub(crate) async fn help_lines(api: &Api, args: HelpArgs) -> Result<HelpLines> {
    let country = match args.country {
        Some(country) => Some(country),
        None => match api.companion().await {
            Ok(companion) => {
                companion.store().read(settings::read).await.unwrap_or_default().country_in_force()
            }
            Err(_) => settings::Settings::default().country_in_force(),
        },
    };
    Ok(convert::help(&care::help_lines(country.as_deref())))
}
