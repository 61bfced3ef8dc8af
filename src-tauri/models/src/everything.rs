//! Every model she can think with: the families over the network, and the files of this computer.

use crate::{
    ModelShelf, Offer, RemoteProviders,
    local::{LocalModels, Workers},
};
use futures_util::future::{BoxFuture, FutureExt as _};
use samantha_core::{
    catalogue::Catalogue,
    ports::{
        Endpoint, Family, FoundProvider, LanguageModel, ModelError, Offered, Providers, Secret, Shelf, Watch,
    },
};
use std::{path::Path, sync::Arc};

/// Where, beside the model files, it is kept which of them were found to be what their checksum says.
/// No model's note has a name like this.
const CHECKED: &str = "models/.checked.json";

/// The one [`Providers`] of the app.
#[derive(Debug)]
pub struct Everything {
    remote: RemoteProviders,
    local: LocalModels,
}

impl Everything {
    /// All models, with the shelf of the life in `home`; `workers` run its files.
    pub fn of(home: &Path, workers: Workers) -> (Arc<Self>, Arc<dyn Shelf>) {
        Self::with(RemoteProviders::new(), home, workers)
    }

    /// As [`Everything::of`], with these remote ones.
    pub fn with(remote: RemoteProviders, home: &Path, workers: Workers) -> (Arc<Self>, Arc<dyn Shelf>) {
        let prober = workers.clone();
        let probe = Arc::new(move |path: std::path::PathBuf| {
            let workers = prober.clone();
            async move { workers.probe(&path).await.map(drop) }.boxed()
        });
        let (offers, host) = offered();
        let models = ModelShelf::open(home, offers, &host, probe);
        let shelf: Arc<dyn Shelf> = Arc::new(models.clone());
        let local = LocalModels::new(workers, Arc::clone(&shelf), Some(home.join(CHECKED)));
        models.tell_sums_to(local.sums());
        (Arc::new(Self { remote, local }), shelf)
    }

    /// The models of this computer's files.
    pub fn local(&self) -> &LocalModels {
        &self.local
    }
}

/// What the catalogue offers for download, and from where.
fn offered() -> (Vec<Offer>, String) {
    let Ok(catalogue) = Catalogue::built_in() else { return (Vec::new(), String::new()) };
    (Offer::all_of(catalogue), catalogue.download_base.value.clone())
}

impl Providers for Everything {
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel> {
        match endpoint.family {
            Family::BuiltIn => self.local.model(&endpoint.model, endpoint.context),
            Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => {
                self.remote.model(endpoint, key)
            }
        }
    }

    fn list<'a>(
        &'a self,
        family: Family,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        self.remote.list(family, address, key)
    }

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        self.remote.discover()
    }

    fn count<'a>(&'a self, endpoint: &'a Endpoint, texts: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        match endpoint.family {
            Family::BuiltIn => self.local.count(&endpoint.model, texts),
            Family::OpenAi | Family::Anthropic | Family::Gemini | Family::Ollama => {
                self.remote.count(endpoint, texts)
            }
        }
    }

    fn watch(&self, watch: Arc<dyn Watch>) {
        self.remote.watch(watch);
    }

    fn forget(&self) {
        self.local.forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_model_of_the_catalogue_is_on_an_empty_shelf() {
        let home = tempfile::tempdir().unwrap();
        let (_everything, shelf) = Everything::of(home.path(), Workers::of(Vec::new()));
        let kept: Vec<String> = shelf.models().await.unwrap().into_iter().map(|model| model.id).collect();
        let catalogue = Catalogue::built_in().unwrap();
        let talking = catalogue.local_models.iter().map(|model| model.id.as_str());
        let known: Vec<&str> = talking.chain([catalogue.reader.id.as_str()]).collect();
        assert_eq!(kept, known);
    }
}
