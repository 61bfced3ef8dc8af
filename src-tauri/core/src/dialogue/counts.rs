//! How many tokens texts are, by the model's own tokenizer; each text is counted once.

use super::{locked, prompt::estimate};
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
    /// The tokens of each text; of those the model's tokenizer can't be asked about now, the estimate. `None` where it was
    /// never asked.
    pub async fn count(
        &self,
        providers: &dyn Providers,
        endpoint: &Endpoint,
        texts: Vec<String>,
    ) -> Option<Vec<u32>> {
        let keys: Vec<u64> = texts.iter().map(|text| key(endpoint, text)).collect();
        let unknown: Vec<(u64, String)> = {
            let known = locked(&self.0);
            let with_keys = keys.iter().copied().zip(texts.iter().cloned());
            with_keys.filter(|(key, _)| !known.contains_key(key)).collect()
        };
        let mut new = HashMap::new();
        if !unknown.is_empty() {
            let (keys, texts): (Vec<u64>, Vec<String>) = unknown.into_iter().unzip();
            let counted =
                providers.count(endpoint, texts).await.filter(|counted| counted.len() == keys.len());
            new = keys.into_iter().zip(counted.unwrap_or_default()).collect();
        }
        let mut known = locked(&self.0);
        let counts: Vec<Option<u32>> =
            keys.iter().map(|key| known.get(key).or(new.get(key)).copied()).collect();
        if known.len() + new.len() > REMEMBERED {
            known.clear();
        }
        known.extend(new);
        if counts.iter().all(Option::is_none) {
            return None;
        }
        Some(counts.into_iter().zip(&texts).map(|(n, text)| n.unwrap_or_else(|| estimate(text))).collect())
    }
}
