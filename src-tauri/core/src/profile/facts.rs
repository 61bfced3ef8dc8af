//! What is known of a profile's model: its own columns first, then the catalogue.

use super::{Profile, same_place};
use crate::{
    catalogue::{Catalogue, LocalModel, Provider, RemoteModel, ToolsRoad},
    ports::{Family, Offered, Price},
};
use chrono::NaiveDate;

/// What is known of a model; `None` is not known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Tokens it can read.
    pub context: Option<u32>,
    /// Whether it can be shown pictures.
    pub sees: Option<bool>,
    /// Whether it can be given tools.
    pub tools: Option<bool>,
    pub price: Option<Price>,
    /// Billions of parameters.
    pub size: Option<f64>,
    /// The catalogue's codes.
    pub good_at: Vec<String>,
    /// Whether its provider trains on what is sent.
    pub trains: Option<bool>,
    /// Days its provider keeps what is sent.
    pub retention_days: Option<u32>,
}

/// Tokens a built-in model is given room for: what the catalogue reckons its memory with.
pub const BUILT_IN_CONTEXT: u32 = 8_192;

impl Facts {
    /// Whether she offers it her tools: where it is known to take them, or is likely to and says so when it doesn't.
    pub fn is_given_tools(&self, profile: &Profile) -> bool {
        match (self.tools, profile.family) {
            (Some(takes), _) => takes,
            (None, Family::Anthropic | Family::Gemini) => true,
            (None, Family::OpenAi) => !profile.is_local(),
            (None, Family::Ollama | Family::BuiltIn) => false,
        }
    }

    /// What is known here, else what `other` knows.
    fn or(self, other: Self) -> Self {
        Self {
            context: self.context.or(other.context),
            sees: self.sees.or(other.sees),
            tools: self.tools.or(other.tools),
            price: self.price.or(other.price),
            size: self.size.or(other.size),
            good_at: if self.good_at.is_empty() { other.good_at } else { self.good_at },
            trains: self.trains.or(other.trains),
            retention_days: self.retention_days.or(other.retention_days),
        }
    }
}

/// What is known of a profile's model on a day: prices change.
pub fn facts(profile: &Profile, day: NaiveDate) -> Facts {
    let own = Facts {
        context: profile.context,
        sees: profile.sees,
        tools: profile.tools,
        price: profile.price,
        ..Facts::default()
    };
    own.or(known(profile.family, &profile.address, &profile.model, day))
}

/// What is known of a model a provider offers.
pub fn facts_offered(family: Family, address: &str, offered: &Offered, day: NaiveDate) -> Facts {
    let own = Facts {
        context: offered.context,
        sees: offered.sees,
        tools: offered.tools,
        price: offered.price,
        ..Facts::default()
    };
    own.or(known(family, address, &offered.name, day))
}

fn known(family: Family, address: &str, model: &str, day: NaiveDate) -> Facts {
    let Ok(catalogue) = Catalogue::built_in() else { return Facts::default() };
    if family == Family::BuiltIn {
        let unlisted = Facts {
            context: Some(BUILT_IN_CONTEXT),
            sees: Some(false),
            tools: Some(false),
            price: Some(FREE),
            trains: Some(false),
            retention_days: Some(0),
            ..Facts::default()
        };
        return catalogue.local(model).map_or(unlisted, facts_of_file);
    }
    let place = |provider: &&Provider| {
        provider.base.as_ref().is_some_and(|base| !provider.local && same_place(&base.value, address))
    };
    match catalogue.providers.iter().find(place) {
        None => Facts::default(),
        Some(provider) => match catalogue.remote(&provider.id, model) {
            Some(model) => facts_of_remote(provider, model, day),
            None => of_provider(provider),
        },
    }
}

const FREE: Price = Price { out: 0.0, back: 0.0 };

fn of_provider(provider: &Provider) -> Facts {
    let retention_days = provider.privacy.retention_days.as_ref().map(|days| days.value);
    Facts { trains: provider.privacy.trains(), retention_days, ..Facts::default() }
}

/// What the catalogue knows of a model of a provider.
pub fn facts_of_remote(provider: &Provider, model: &RemoteModel, day: NaiveDate) -> Facts {
    let tokens =
        [&model.context_tokens, &model.max_input_tokens].into_iter().flatten().map(|n| n.value).min();
    let tools = match model.tools_road.as_ref().map(|road| road.value) {
        // Not over the road that is spoken here.
        Some(ToolsRoad::Responses) => Some(false),
        Some(ToolsRoad::ReasoningEffortNone) | None => model.tools.as_ref().map(|takes| takes.value),
    };
    Facts {
        context: tokens.map(|tokens| u32::try_from(tokens).unwrap_or(u32::MAX)),
        sees: model.sees.as_ref().map(|sees| sees.value),
        tools,
        price: model.price_on(day).map(|price| Price { out: price.input.value, back: price.output.value }),
        size: None,
        good_at: model.good_at.iter().map(|good_at| good_at.code().to_owned()).collect(),
        ..of_provider(provider)
    }
}

/// What the catalogue knows of a model file.
pub fn facts_of_file(file: &LocalModel) -> Facts {
    let trained = file.context_trained.as_ref().map_or(u64::MAX, |trained| trained.value);
    let context = u32::try_from(trained).unwrap_or(u32::MAX).min(BUILT_IN_CONTEXT);
    Facts {
        context: Some(context),
        sees: Some(file.sees),
        // The file may have learned to; the worker hands it none.
        tools: Some(false),
        price: Some(FREE),
        size: file.parameters.as_ref().map(|n| n.value as f64 / 1e9),
        good_at: file.good_at.iter().map(|good_at| good_at.code().to_owned()).collect(),
        trains: Some(false),
        retention_days: Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ProfileId, Uid};

    fn profile(family: Family, address: &str, model: &str) -> Profile {
        Profile {
            id: ProfileId(1),
            uid: Uid::random().unwrap(),
            name: String::new(),
            family,
            address: address.into(),
            model: model.into(),
            context: None,
            sees: None,
            tools: None,
            price: None,
        }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn what_the_person_set_goes_before_the_catalogue_and_what_nobody_knows_stays_unknown() {
        let catalogue = Catalogue::built_in().unwrap();
        let model = catalogue
            .remote_models
            .iter()
            .find(|model| model.context_tokens.is_some() && model.max_input_tokens.is_none());
        let model = model.unwrap();
        let provider = catalogue.provider(&model.provider).unwrap();
        let base = &provider.base.as_ref().unwrap().value;
        let known = profile(provider.family, base, &model.model);
        let context = u32::try_from(model.context_tokens.as_ref().unwrap().value).unwrap();
        assert_eq!(facts(&known, day()).context, Some(context));
        let own = Profile { context: Some(7), sees: Some(false), ..known };
        assert_eq!((facts(&own, day()).context, facts(&own, day()).sees), (Some(7), Some(false)));
        let unknown = facts(&profile(Family::OpenAi, "https://models.example/v1", &model.model), day());
        assert_eq!(unknown, Facts::default(), "another host's model of the same name is another model");
    }

    #[test]
    fn a_model_that_ollama_hands_on_leaves_this_computer() {
        let here = profile(Family::Ollama, "http://127.0.0.1:11434", "qwen3:4b");
        assert_eq!((here.is_local(), here.host().as_str()), (true, "127.0.0.1"));
        let away = Profile { model: "gpt-oss:120b-cloud".into(), ..here };
        assert_eq!((away.is_local(), away.host().as_str()), (false, "ollama.com"));
        assert!(away.is_reached_here(), "no key of ours is needed");
    }

    #[test]
    fn a_built_in_model_costs_nothing_and_nobody_trains_on_it() {
        let catalogue = Catalogue::built_in().unwrap();
        for file in &catalogue.local_models {
            let facts = facts(&profile(Family::BuiltIn, "", &file.id), day());
            assert_eq!((facts.price, facts.trains), (Some(FREE), Some(false)));
            assert!(facts.context.unwrap() <= BUILT_IN_CONTEXT);
        }
    }
}
