//! The providers and models that are known.

use crate::{
    Api, convert,
    wire::{CatalogueModel, Nothing, Provider},
};
use anyhow::{Result, anyhow};
use chrono::NaiveDate;
use samantha_core::{
    catalogue::{self, Catalogue},
    profile,
};

/// The catalogue that ships with her.
///
/// # Errors
/// When its file can't be read, which its tests rule out.
pub(crate) fn known() -> Result<&'static Catalogue> {
    Catalogue::built_in().map_err(|error| anyhow!("the catalogue can't be read: {error}"))
}

pub(crate) async fn catalogue(api: &Api, _: Nothing) -> Result<Vec<Provider>> {
    let (known, today) = (known()?, api.clock().local().date_naive());
    Ok(known.providers.iter().map(|provider| shown(known, provider, today)).collect())
}

fn shown(known: &Catalogue, provider: &catalogue::Provider, today: NaiveDate) -> Provider {
    let models = known.remote_models.iter().filter(|model| model.provider == provider.id);
    let models = models.map(|model| CatalogueModel {
        model: model.model.clone(),
        facts: convert::facts(profile::facts_of_remote(provider, model, today)),
        sources: convert::sources(model.sources()),
    });
    Provider {
        id: provider.id.clone(),
        name: provider.name.clone(),
        family: convert::family(provider.family),
        address: provider.base.as_ref().map(|base| base.value.clone()).unwrap_or_default(),
        local: provider.local,
        key_page: provider.key_page.as_ref().map(|page| page.value.clone()),
        privacy_page: provider.privacy.page.as_ref().map(|page| page.value.clone()),
        trains: provider.privacy.trains(),
        retention_days: provider.privacy.retention_days.as_ref().map(|days| days.value),
        models: models.collect(),
    }
}
