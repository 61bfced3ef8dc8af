//! Every provider there is: any OpenAI-compatible address, and the two kinds found on this computer.

use crate::{
    chat,
    model::{self, Asking, RemoteModel, SharedModel},
    roads::Roads,
    scrub::Scrub,
};
use futures_util::future::{self, BoxFuture, FutureExt as _};
use reqwest::Method;
use samantha_core::{
    address::check_address,
    ports::{
        Endpoint, Family, FoundProvider, LanguageModel, ModelError, ModelErrorKind as Kind, Offered,
        Providers, Secret, Watch,
    },
};
use std::sync::{Arc, atomic::AtomicBool};
use tokio::time::Instant;

/// Most names a list of models is taken to have.
const MOST_MODELS: usize = 10_000;

/// Reaches models over the network. Build it once: its connections are kept and used again.
///
/// Words and key go to the given address alone: no redirect is followed, and another computer is reached by
/// `https` only. An address that breaks the rules of [`samantha_core::address`] fails as
/// [`Kind::Unreachable`] when it is asked.
#[derive(Debug)]
pub struct RemoteProviders {
    roads: Arc<Roads>,
    places: [Place; 2],
}

/// Where a kind of provider answers when it runs on this computer.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    /// The base address for answers.
    pub(crate) address: String,
    /// Where, from the root, it lists its models.
    pub(crate) list: List,
}

/// How a provider on this computer lists its models.
#[derive(Clone, Copy, Debug)]
pub(crate) enum List {
    /// Ollama's own `/api/tags`, which also tells the family of each.
    OllamaTags,
    /// `/v1/models`.
    Models,
}

impl Default for RemoteProviders {
    fn default() -> Self {
        let place = |name, port, list| Place { name, address: format!("http://127.0.0.1:{port}/v1"), list };
        Self {
            roads: Arc::default(),
            places: [place("Ollama", 11434, List::OllamaTags), place("LM Studio", 1234, List::Models)],
        }
    }
}

impl RemoteProviders {
    /// As in the app: Ollama and LM Studio are looked for at their own ports. Opens nothing.
    pub fn new() -> Self {
        Self::default()
    }

    #[cfg(test)]
    pub(crate) fn with(patience: crate::roads::Patience, places: [Place; 2]) -> Self {
        Self { roads: Arc::new(Roads::with(patience)), places }
    }

    #[cfg(test)]
    pub(crate) fn with_patience(patience: crate::roads::Patience) -> Self {
        Self { roads: Arc::new(Roads::with(patience)), ..Self::default() }
    }

    fn asking(&self, address: &str, key: Option<Secret>) -> Asking {
        let address =
            check_address(address).map_err(|error| ModelError::new(Kind::Unreachable, format!("{error}")));
        Asking { roads: Arc::clone(&self.roads), address, key }
    }

    async fn look(&self, place: &Place) -> Option<FoundProvider> {
        let until = Instant::now() + self.roads.patience.discovery;
        let path = match place.list {
            List::OllamaTags => "/api/tags",
            List::Models => "models",
        };
        let asking = self.asking(&place.address, None);
        let reply = asking.send(Method::GET, path, None, until, &Scrub::default()).await.ok()?;
        let listed = chat::read_models(&model::read_whole(reply, until).await.ok()?)?;
        let answering = listed.into_iter().filter(|model| !model.only_embeds()).map(|model| model.name);
        Some(FoundProvider {
            name: place.name.to_owned(),
            family: Family::OpenAi,
            address: place.address.clone(),
            models: in_order(answering.collect()),
        })
    }
}

impl Providers for RemoteProviders {
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel> {
        Arc::new(SharedModel(Arc::new(RemoteModel {
            asking: self.asking(&endpoint.address, key),
            name: endpoint.model.clone(),
            wants_completion_tokens: AtomicBool::new(false),
        })))
    }

    fn list<'a>(
        &'a self,
        _: Family,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        async move {
            let until = Instant::now() + self.roads.patience.list;
            let scrub = Scrub::of_key(key.as_ref());
            let asking = self.asking(address, key);
            let reply =
                asking.send(Method::GET, "models", None, until, &scrub).await.map_err(|no| no.error)?;
            let listed = chat::read_models(&model::read_whole(reply, until).await?)
                .ok_or_else(|| ModelError::new(Kind::Unreadable, "the reply is no list of models"))?;
            let names = in_order(listed.into_iter().map(|model| model.name).collect());
            Ok(names.into_iter().map(|name| Offered { name, ..Offered::default() }).collect())
        }
        .boxed()
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        async move {
            let [ollama, lm_studio] = &self.places;
            let (ollama, lm_studio) = future::join(self.look(ollama), self.look(lm_studio)).await;
            [ollama, lm_studio].into_iter().flatten().collect()
        }
        .boxed()
    }

    fn count<'a>(&'a self, _: &'a Endpoint, _: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        async { None }.boxed()
    }

    fn watch(&self, _: Arc<dyn Watch>) {}
}

fn in_order(mut names: Vec<String>) -> Vec<String> {
    names.retain(|name| !name.trim().is_empty());
    names.sort_unstable();
    names.dedup();
    names.truncate(MOST_MODELS);
    names
}
