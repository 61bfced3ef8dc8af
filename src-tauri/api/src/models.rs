//! Profiles, keys, and trying a connection before it is used.

use crate::{
    Api, convert,
    wire::{
        self, Announcement, ChooseArgs, Chosen, Found, KeepKey, KeyArgs, KeyState, ModelsArgs, Nothing,
        Offered, Profile, ProfileArgs, ProfileEdit, Side, TestArgs, Tested,
    },
};
use anyhow::Result;
use futures_util::StreamExt as _;
use samantha_core::{
    address,
    companion::Companion,
    error::{Kind, kind},
    event::Event,
    id::ProfileId,
    ports::{
        self, Endpoint, Message, ModelError, ModelErrorKind, Piece, Price, Prompt, Purpose, Role, Secret,
    },
    profile::{self, keys},
    settings,
};
use std::time::Duration;

fn key_state(state: keys::KeyState) -> KeyState {
    match state {
        keys::KeyState::None => KeyState::None,
        keys::KeyState::Keyring => KeyState::Keyring,
        keys::KeyState::Session => KeyState::Session,
        keys::KeyState::Locked => KeyState::Locked,
        keys::KeyState::Missing => KeyState::Missing,
    }
}

pub(crate) async fn shown(companion: &Companion, profile: profile::Profile) -> Result<Profile> {
    let today = companion.clock().local().date_naive();
    let key = key_state(companion.keys().state(profile.uid).await?);
    Ok(Profile {
        id: profile.id.0,
        host: profile.host(),
        local: profile.is_local(),
        facts: convert::facts(profile::facts(&profile, today)),
        name: profile.name,
        family: convert::family(profile.family),
        address: profile.address,
        model: profile.model,
        context: profile.context,
        sees: profile.sees,
        tools: profile.tools,
        price: profile.price.map(convert::price),
        key,
    })
}

pub(crate) async fn profiles(api: &Api, _: Nothing) -> Result<Vec<Profile>> {
    let companion = api.companion().await?;
    let mut all = Vec::new();
    for profile in companion.store().read(profile::all).await? {
        all.push(shown(&companion, profile).await?);
    }
    Ok(all)
}

pub(crate) async fn save_profile(api: &Api, edit: ProfileEdit) -> Result<Profile> {
    let companion = api.companion().await?;
    let now = api.clock().now().timestamp_millis();
    let ProfileEdit { id, name, family, address, model, context, sees, tools, price } = edit;
    let family = convert::family_of(&family);
    let price = price.map(|price| Price { out: price.out, back: price.back });
    let edit =
        profile::Edit { id: id.map(ProfileId), name, family, address, model, context, sees, tools, price };
    let saved = move_and_save(&companion, edit, now).await;
    // Also after an error: the key may be gone.
    companion.tell(Event::SettingsChanged);
    shown(&companion, saved?).await
}

/// Saves a profile. One that moves to another host loses its key first: one whose key could not be removed stays where it
/// was, so that no key is left that nobody knows of, and it can be tried again.
async fn move_and_save(companion: &Companion, edit: profile::Edit, now: i64) -> Result<profile::Profile> {
    if let Some(id) = edit.id {
        let old = companion.store().read(move |c| profile::by_id(c, id)).await?;
        let address = match edit.family {
            ports::Family::BuiltIn => String::new(),
            _ => address::check_address(&edit.address)?.as_str().to_owned(),
        };
        // What is refused all the same costs no key.
        let price = edit.price.is_none_or(|price| price.out >= 0.0 && price.back >= 0.0);
        if !profile::same_place(&old.address, &address) && !edit.model.trim().is_empty() && price {
            companion.keys().remove(old.uid).await?;
        }
    }
    companion.store().write(move |tx| profile::save(tx, &edit, now)).await
}

pub(crate) async fn remove_profile(api: &Api, args: ProfileArgs) -> Result<()> {
    let companion = api.companion().await?;
    let id = ProfileId(args.profile);
    let profile = companion.store().read(move |c| profile::by_id(c, id)).await?;
    // The key first: a profile whose key could not be removed stays, so that it can be tried again.
    companion.keys().remove(profile.uid).await?;
    companion.store().write(move |tx| profile::remove(tx, id)).await?;
    companion.tell(Event::SettingsChanged);
    Ok(())
}

pub(crate) async fn save_key(api: &Api, args: KeyArgs) -> Result<KeyState> {
    let companion = api.companion().await?;
    let id = ProfileId(args.profile);
    let profile = companion.store().read(move |c| profile::by_id(c, id)).await?;
    let key = args.key.trim();
    if key.is_empty() || key.chars().any(char::is_control) {
        return Err(kind(Kind::BadInput, "that is no key"));
    }
    let keep = match args.keep {
        KeepKey::Keyring => keys::Keep::Keyring,
        KeepKey::Session => keys::Keep::Session,
    };
    companion.keys().write(profile.uid, Secret::new(key), keep).await?;
    companion.tell(Event::SettingsChanged);
    Ok(key_state(companion.keys().state(profile.uid).await?))
}

pub(crate) async fn remove_key(api: &Api, args: ProfileArgs) -> Result<KeyState> {
    let companion = api.companion().await?;
    let id = ProfileId(args.profile);
    let profile = companion.store().read(move |c| profile::by_id(c, id)).await?;
    companion.keys().remove(profile.uid).await?;
    companion.tell(Event::SettingsChanged);
    Ok(key_state(companion.keys().state(profile.uid).await?))
}

pub(crate) async fn discover(api: &Api, _: Nothing) -> Result<Vec<Found>> {
    let found = api.companion().await?.providers().discover().await;
    Ok(found
        .into_iter()
        .map(|f| Found {
            name: f.name,
            family: convert::family(f.family),
            address: f.address,
            models: f.models,
        })
        .collect())
}

/// The key for a call to `address`: the typed one, else the saved profile's, which only ever goes to its own place.
async fn key_for(
    companion: &Companion,
    address: &str,
    typed: Option<String>,
    of: Option<i64>,
) -> Result<Option<Secret>> {
    if let Some(key) = typed.filter(|key| !key.trim().is_empty()) {
        return Ok(Some(Secret::new(key.trim())));
    }
    let Some(id) = of.map(ProfileId) else { return Ok(None) };
    let profile = companion.store().read(move |c| profile::by_id(c, id)).await?;
    if !profile::same_place(&profile.address, address) {
        return Ok(None);
    }
    companion.keys().of(&profile).await
}

pub(crate) async fn list_models(api: &Api, args: ModelsArgs) -> Result<Vec<Offered>> {
    let companion = api.companion().await?;
    let address = address::check_address(&args.address)?;
    let key = key_for(&companion, address.as_str(), args.key, args.profile).await?;
    let family = convert::family_of(&args.family);
    let offered = companion.providers().list(family, address.as_str(), key).await.map_err(not_reached)?;
    let today = companion.clock().local().date_naive();
    let shown = offered.into_iter().map(|offered| Offered {
        facts: convert::facts(profile::facts_offered(family, address.as_str(), &offered, today)),
        name: offered.name,
    });
    Ok(shown.collect())
}

/// A failure of a list: the page has the same words for it as for a failed answer.
fn not_reached(error: ModelError) -> anyhow::Error {
    anyhow::Error::new(error)
}

/// How long a test waits for the first piece: a local model may have to be loaded.
const TEST_WAIT: Duration = Duration::from_secs(60);

pub(crate) async fn test_connection(api: &Api, args: TestArgs) -> Result<Tested> {
    let companion = api.companion().await?;
    let built_in = convert::family_of(&args.family) == ports::Family::BuiltIn;
    let (address, key) = if built_in {
        (String::new(), None)
    } else {
        let address = address::check_address(&args.address)?.as_str().to_owned();
        let key = key_for(&companion, &address, args.key, args.profile).await?;
        (address, key)
    };
    let offered = ports::Offered { name: args.model.trim().to_owned(), ..ports::Offered::default() };
    let (family, today) = (convert::family_of(&args.family), companion.clock().local().date_naive());
    let known = profile::facts_offered(family, &address, &offered, today);
    let endpoint = Endpoint {
        family,
        address,
        model: args.model.trim().to_owned(),
        context: known.context,
        price: known.price,
    };
    // Nothing the person said is in this prompt.
    let prompt = Prompt::of(vec![Message::said(Role::User, "Say: ok")], 16, Purpose::Test);
    let begun = tokio::time::Instant::now();
    let mut pieces = companion.providers().model(&endpoint, key).answer(prompt);
    let first = tokio::time::timeout(TEST_WAIT, async {
        loop {
            match pieces.next().await {
                Some(Ok(Piece::Text(text))) if text.is_empty() => {}
                other => return other,
            }
        }
    });
    let failed = match first.await {
        Ok(Some(Ok(_))) => None,
        Ok(Some(Err(error))) => Some(error),
        Ok(None) => Some(ModelError::new(ModelErrorKind::Unreadable, "the answer was empty")),
        Err(_) => Some(ModelError::new(ModelErrorKind::Timeout, "nothing came within a minute")),
    };
    Ok(Tested {
        works: failed.is_none(),
        millis: u32::try_from(begun.elapsed().as_millis()).unwrap_or(u32::MAX),
        failure: failed.as_ref().map(|error| error.kind.code().to_owned()),
        detail: failed.map(|error| error.detail),
    })
}

/// Who a role has now.
fn chosen(settings: &settings::Settings, role: &wire::Role) -> Option<ProfileId> {
    match role {
        wire::Role::Talk => settings.profile,
        wire::Role::Quiet => settings.quiet_profile,
        wire::Role::Seeing => settings.seeing_profile,
        wire::Role::Fallback => settings.fallback_profile,
    }
}

pub(crate) async fn announce(api: &Api, args: ChooseArgs) -> Result<Announcement> {
    let companion = api.companion().await?;
    let today = companion.clock().local().date_naive();
    let (from, to) = companion
        .store()
        .read(move |c| {
            let of = |id: Option<ProfileId>| {
                let profile = id.map(|id| profile::by_id(c, id)).transpose()?;
                anyhow::Ok(profile.map(|profile| {
                    let facts = profile::facts(&profile, today);
                    (profile, facts)
                }))
            };
            Ok((of(chosen(&settings::read(c)?, &args.role))?, of(args.profile.map(ProfileId))?))
        })
        .await?;
    fn borrowed(side: &Option<(profile::Profile, profile::Facts)>) -> profile::Side<'_> {
        profile::Side(side.as_ref().map(|(profile, facts)| (profile, facts)))
    }
    let differences = profile::differences(borrowed(&from), borrowed(&to));
    let side = |side: Option<(profile::Profile, profile::Facts)>| match side {
        None => Side { model: None, host: None, facts: convert::facts(profile::Facts::default()) },
        Some((profile, facts)) => Side {
            host: (!profile.is_local()).then(|| profile.host()),
            model: Some(profile.name),
            facts: convert::facts(facts),
        },
    };
    Ok(Announcement {
        from: side(from),
        to: side(to),
        differences: differences.into_iter().map(str::to_owned).collect(),
    })
}

pub(crate) async fn choose(api: &Api, args: ChooseArgs) -> Result<Chosen> {
    let companion = api.companion().await?;
    let (before, settings) = companion
        .store()
        .write(move |tx| {
            let id = args.profile.map(ProfileId);
            if let Some(id) = id {
                profile::by_id(tx, id)?;
            }
            let before = chosen(&settings::read(tx)?, &args.role);
            let mut change = settings::Change::default();
            match args.role {
                wire::Role::Talk => change.profile = Some(id),
                wire::Role::Quiet => change.quiet_profile = Some(id),
                wire::Role::Seeing => change.seeing_profile = Some(id),
                wire::Role::Fallback => change.fallback_profile = Some(id),
            }
            settings::change(tx, &change)?;
            Ok((before, settings::read(tx)?))
        })
        .await?;
    companion.tell(Event::SettingsChanged);
    Ok(Chosen { settings: convert::settings(&settings), before: before.map(|id| id.0) })
}
