//! How many tokens texts are, by the model's own tokenizer; each text is counted once.

use super::locked;
use crate::ports::{Endpoint, Providers};
use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash as _, Hasher as _},
    sync::Mutex,
};

/// Texts remembered at most; then it begins anew.
const REMEMBERED: usize = 8_192;

/// What was counted. Holds no words.
#[derive(Debug, Default)]
pub(super) struct Counts(Mutex<HashMap<u64, u32>>);

fn key(endpoint: &Endpoint, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (endpoint.family, &endpoint.address, &endpoint.model, text).hash(&mut hasher);
    hasher.finish()
}

impl Counts {
    /// The tokens of each text; `None` where the model's tokenizer can't be asked now.
    pub async fn count(
        &self,
        providers: &dyn Providers,
        endpoint: &Endpoint,
        texts: Vec<String>,
    ) -> Option<Vec<u32>> {
        let keys: Vec<u64> = texts.iter().map(|text| key(endpoint, text)).collect();
        let unknown: Vec<(u64, String)> = {
            let known = locked(&self.0);
            keys.iter().copied().zip(texts).filter(|(key, _)| !known.contains_key(key)).collect()
        };
        if !unknown.is_empty() {
            let (new, texts): (Vec<u64>, Vec<String>) = unknown.into_iter().unzip();
            let counted =
                providers.count(endpoint, texts).await.filter(|counted| counted.len() == new.len())?;
            let mut known = locked(&self.0);
            if known.len() + new.len() > REMEMBERED {
                known.clear();
            }
            known.extend(new.into_iter().zip(counted));
        }
        let known = locked(&self.0);
        keys.iter().map(|key| known.get(key).copied()).collect()
    }
}
