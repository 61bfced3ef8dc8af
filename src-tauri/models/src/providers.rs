//! Every provider there is: any address of any family, and the servers found on this computer.

use crate::{
    model::{Asking, RemoteModel, Request, SharedModel},
    offered::{self, Listed},
    protocol::versioned,
    quirks::Learnt,
    record::Watching,
    roads::{Patience, Roads},
    scrub::Scrub,
};
use futures_util::{
    StreamExt as _,
    future::{self, BoxFuture, FutureExt as _},
    stream,
};
use reqwest::Method;
use samantha_core::{
    address::check_address,
    ports::{
        Endpoint, Family, FoundProvider, LanguageModel, ModelError, ModelErrorKind as Kind, Offered,
        Providers, Purpose, Secret, Watch,
    },
};
use serde_json::json;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};

/// Of how many models Ollama is asked what they can do.
const MOST_SHOWN: usize = 24;

/// How many of them at once.
const SHOWN_AT_ONCE: usize = 4;

/// Reaches models over the network. Build it once: its connections are kept and used again.
///
/// Words and key go to the given address alone: no redirect is followed, and another computer is reached by
/// `https` only. An address that breaks the rules of [`samantha_core::address`] fails as
/// [`Kind::Unreachable`] when it is asked.
#[derive(Debug)]
pub struct RemoteProviders {
    roads: Arc<Roads>,
    watching: Arc<Watching>,
    learnt: Arc<Learnt>,
    places: Vec<Place>,
}

/// Where a kind of provider answers when it runs on this computer.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) family: Family,
    /// The base address for answers.
    pub(crate) address: String,
    /// What it names as the owner of its models, where other programs may be found at the same port.
    pub(crate) owner: Option<&'static str>,
}

impl Default for RemoteProviders {
    fn default() -> Self {
        Self::with_patience(Patience::default())
    }
}

impl RemoteProviders {
    /// As in the app: Ollama, LM Studio, llama-server and vLLM are looked for at their own ports. Opens nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// With another patience, for tests of slow providers.
    pub fn with_patience(patience: Patience) -> Self {
        let place = |name, family, port, owner| Place {
            name,
            family,
            address: format!("http://127.0.0.1:{port}/v1"),
            owner,
        };
        Self::with(
            patience,
            vec![
                place("Ollama", Family::Ollama, 11434, None),
                place("LM Studio", Family::OpenAi, 1234, None),
                place("llama-server", Family::OpenAi, 8080, Some("llamacpp")),
                place("vLLM", Family::OpenAi, 8000, Some("vllm")),
            ],
        )
    }

    pub(crate) fn with(patience: Patience, places: Vec<Place>) -> Self {
        Self {
            roads: Arc::new(Roads::with(patience)),
            watching: Arc::default(),
            learnt: Arc::default(),
            places,
        }
    }

    fn asking(&self, family: Family, address: &str, key: Option<Secret>) -> Asking {
        let address =
            check_address(address).map_err(|error| ModelError::new(Kind::Unreachable, format!("{error}")));
        let (roads, watching) = (Arc::clone(&self.roads), Arc::clone(&self.watching));
        Asking { roads, watching, family, address, key }
    }

    async fn look(&self, place: &Place) -> Option<FoundProvider> {
        let until = Instant::now() + self.roads.patience.discovery;
        let asking = self.asking(place.family, &place.address, None);
        let listed = listed(&asking, until, &Scrub::default()).await.ok()?;
        let known = |owner| listed.iter().any(|model| model.owner == owner);
        let name = match place.owner {
            Some(owner) if !known(owner) => place.address.split('/').nth(2)?,
            _ => place.name,
        };
        let answering = listed.iter().filter(|model| !model.mute).map(|model| model.offered.clone());
        Some(FoundProvider {
            name: name.to_owned(),
            family: place.family,
            address: place.address.clone(),
            models: offered::in_order(answering).into_iter().map(|model| model.name).collect(),
        })
    }
}

/// What an address lists.
async fn listed(asking: &Asking, until: Instant, scrub: &Scrub) -> Result<Vec<Listed>, ModelError> {
    let address = asking.address.as_ref().map_err(|error| error.clone())?;
    let path = match asking.family {
        Family::OpenAi => "models".to_owned(),
        Family::Anthropic => versioned(address, &["v1"], "models?limit=1000"),
        Family::Gemini => versioned(address, &["v1beta", "v1", "v1alpha"], "models?pageSize=1000"),
        Family::Ollama => "/api/tags".to_owned(),
        Family::BuiltIn => return Err(ModelError::new(Kind::Unreachable, "a built-in model has no address")),
    };
    let request = request(Method::GET, &path, Vec::new(), until, scrub);
    let reply = asking.send(request).await.map_err(|refusal| refusal.error)?;
    let body = reply.whole(until).await?;
    offered::read(&body).ok_or_else(|| ModelError::new(Kind::Unreadable, "the reply is no list of models"))
}

fn request<'a>(
    method: Method,
    path: &'a str,
    body: Vec<u8>,
    until: Instant,
    scrub: &'a Scrub,
) -> Request<'a> {
    Request { method, path, body, purpose: Purpose::List, model: "", price: None, until, scrub }
}

/// Asks Ollama what each model can do, as far as it says so in time.
async fn with_shown(asking: &Asking, models: Vec<Listed>, until: Instant, scrub: &Scrub) -> Vec<Listed> {
    let shown = stream::iter(models.into_iter().enumerate()).map(|(number, mut listed)| async move {
        if number < MOST_SHOWN {
            let body = json!({"model": listed.offered.name}).to_string().into_bytes();
            let asked = async {
                let reply = asking.send(request(Method::POST, "/api/show", body, until, scrub)).await.ok()?;
                reply.whole(until).await.ok()
            };
            if let Ok(Some(body)) = timeout_at(until, asked).await {
                listed.mute |= !offered::add_shown(&mut listed.offered, &body);
            }
        }
        listed
    });
    shown.buffered(SHOWN_AT_ONCE).collect().await
}

impl Providers for RemoteProviders {
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel> {
        Arc::new(SharedModel(Arc::new(RemoteModel {
            asking: self.asking(endpoint.family, &endpoint.address, key),
            endpoint: endpoint.clone(),
            learnt: Arc::clone(&self.learnt),
        })))
    }

    fn list<'a>(
        &'a self,
        family: Family,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        async move {
            let patience = self.roads.patience.list;
            let now = Instant::now();
            let scrub = Scrub::of_key(key.as_ref());
            let asking = self.asking(family, address, key);
            let mut models = listed(&asking, now + patience, &scrub).await?;
            if family == Family::Ollama {
                models = with_shown(&asking, models, now + patience / 2, &scrub).await;
            }
            // An address of any other family may list what it can do in no form known here.
            let mute = matches!(family, Family::Ollama | Family::Gemini);
            let answering = models.into_iter().filter(|model| !(mute && model.mute));
            Ok(offered::in_order(answering.map(|model| model.offered)))
        }
        .boxed()
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        let looks = self.places.iter().map(|place| self.look(place));
        future::join_all(looks).map(|found| found.into_iter().flatten().collect()).boxed()
    }

    fn count<'a>(&'a self, _: &'a Endpoint, _: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        // No remote family tells without a request that carries the words, and costs a row in the ledger each.
        async { None }.boxed()
    }

    fn watch(&self, watch: Arc<dyn Watch>) {
        self.watching.set(watch);
    }
}
