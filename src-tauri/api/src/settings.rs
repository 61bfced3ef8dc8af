//! Settings, where words go, help lines.

use crate::{
    Api, convert,
    wire::{AlsoGo, HelpArgs, HelpLines, Nothing, PicturesGo, Role, Settings, SettingsChange, Whereto},
};
use anyhow::Result;
use samantha_core::{
    address::check_base, care, companion::Companion, error::Kind, error::kind, event::Event, id::ProfileId,
    profile, settings,
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
    if let Some(Some(limit)) = change.monthly_limit
        && !(limit.is_finite() && limit >= 0.0)
    {
        return Err(kind(Kind::BadInput, "a limit is a number of US dollars"));
    }
    let companion = api.companion().await?;
    let change = convert::change(change);
    let settings = companion
        .store()
        .write(move |tx| {
            for id in [change.profile, change.quiet_profile, change.seeing_profile, change.fallback_profile] {
                if let Some(Some(id)) = id {
                    profile::by_id(tx, id)?;
                }
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
    let chosen =
        [settings.profile, settings.quiet_profile, settings.seeing_profile, settings.fallback_profile];
    let found = companion
        .store()
        .read(move |c| {
            let of = |id: Option<ProfileId>| id.map(|id| profile::by_id(c, id)).transpose();
            let [talk, quiet, seeing, fallback] = chosen.map(of);
            Ok((talk?, quiet?, seeing?, fallback?))
        })
        .await?;
    let (talk, quiet, seeing, fallback) = found;
    // Nobody stands in for the Listener, nor sees for it.
    let (seeing, fallback) = if talk.is_some() { (seeing, fallback) } else { (None, None) };
    let today = companion.clock().local().date_naive();
    let host = |profile: &profile::Profile| (!profile.is_local()).then(|| profile.host());
    let sees = |profile: &&profile::Profile| profile::facts(profile, today).sees == Some(true);
    let pictures = talk.as_ref().filter(sees).or(seeing.as_ref().filter(sees));
    let main = talk.as_ref().and_then(host);
    let also = [(Role::Quiet, &quiet), (Role::Seeing, &seeing), (Role::Fallback, &fallback)];
    let also = also.into_iter().filter_map(|(role, profile)| {
        let host = profile.as_ref().and_then(host).filter(|host| main.as_ref() != Some(host))?;
        Some(AlsoGo { role, host })
    });
    Ok(Whereto {
        also: also.collect(),
        pictures: pictures
            .map(|profile| PicturesGo { host: host(profile), model: profile.model_shown().to_owned() }),
        host: main.clone(),
        model: talk.map(|profile| profile.model_shown().to_owned()),
    })
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
