//! What is known of a profile's model: its own columns first, then the catalogue.

use super::Profile;
use crate::ports::{Family, Price};

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
}

/// What is known of a profile's model.
pub fn facts(profile: &Profile) -> Facts {
    Facts {
        context: profile.context,
        sees: profile.sees,
        tools: profile.tools,
        price: profile.price,
        ..Facts::default()
    }
}
