//! A whole life that thinks with the built-in model alone, asked through the doors of the window.

use anyhow::{Context as _, Result, ensure};
use chrono::TimeDelta;
use samantha_api::{
    Api,
    wire::{Delta, Profile},
};
use samantha_core::{
    companion::{Options, Ports},
    dialogue::Manner,
    store::StoreOptions,
    testing::Fakes,
};
use samantha_tests::{
    gguf::Gguf,
    lives::{call, converse_to_end, say},
    local::{Asked, Local, OnlyLocal},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// A life, and what it thinks with.
pub struct Life {
    pub api: Api,
    fakes: Fakes,
    thinks: OnlyLocal,
    pub local: Local,
}

impl Life {
    pub async fn new() -> Result<Self> {
        let local = Local::new()?;
        let fakes = Fakes::default();
        let thinks = OnlyLocal::new(local.models.clone());
        let ports = Ports { providers: Arc::new(thinks.clone()), ..fakes.ports() };
        let options = Options {
            manner: Manner { seed: Some(1), pace: Duration::ZERO },
            store: StoreOptions::default(),
        };
        let api = Api::open_with(local.folder.path().join("life"), ports, options).await;
        let settings = json!({"welcomed": true, "chosenLanguage": "ptBr"});
        let _settings: Value = call(&api, "change_settings", settings).await?;
        Ok(Self { api, fakes, thinks, local })
    }

    /// From now on this model answers.
    pub async fn choose(&self, id: &str, gguf: &Gguf) -> Result<()> {
        self.local.put(id, gguf)?;
        let edit = json!({
            "id": null, "name": id, "family": "builtIn", "address": "", "model": id, "context": 8192,
            "sees": false, "tools": false, "price": null,
        });
        let profile: Profile = call(&self.api, "save_profile", edit).await?;
        let _chosen: Value =
            call(&self.api, "choose", json!({"role": "talk", "profile": profile.id})).await?;
        Ok(())
    }

    /// Says something and hears her answer; what she asked her model.
    pub async fn talk(&self, words: &str) -> Result<Asked> {
        self.fakes.clock.step(TimeDelta::seconds(97));
        let deltas = converse_to_end(&self.api, say(words)?).await;
        let failed =
            deltas.iter().any(|delta| matches!(delta, Delta::Instead { .. } | Delta::NotKept { .. }));
        ensure!(!failed, "{deltas:?}");
        self.thinks.asked().pop().context("no model was asked")
    }
}
