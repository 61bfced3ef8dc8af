//! A model that recites: words of its own, at an uneven pace.

use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture, stream, stream::BoxStream};
use samantha_core::ports::{
    Endpoint, Family, FoundProvider, LanguageModel, ModelError, Offered, Piece, Prompt, Providers, Secret,
    Watch,
};
use samantha_tests::power::Dice;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Reaches one model only: the reciter.
pub struct Reciters(Arc<Mutex<Dice>>);

struct Reciter(Arc<Mutex<Dice>>);

impl Reciters {
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Dice::new(seed))))
    }
}

impl Providers for Reciters {
    fn model(&self, _endpoint: &Endpoint, _key: Option<Secret>) -> Arc<dyn LanguageModel> {
        Arc::new(Reciter(Arc::clone(&self.0)))
    }

    fn list<'a>(
        &'a self,
        _: Family,
        _: &'a str,
        _: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>> {
        async { Ok(Vec::new()) }.boxed()
    }

    fn count<'a>(&'a self, _: &'a Endpoint, _: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>> {
        async { None }.boxed()
    }

    fn watch(&self, _: Arc<dyn Watch>) {}

    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>> {
        Box::pin(async { Vec::new() })
    }
}

impl LanguageModel for Reciter {
    fn answer(&self, _prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let mut dice = self.0.lock().unwrap_or_else(PoisonError::into_inner).fork();
        let (words, pace) = if dice.chance(0.7) { (2 + dice.index(9), 5) } else { (40 + dice.index(90), 14) };
        let first = crate::record::token(&mut dice);
        let pieces = (0..words).map(move |n| {
            let word = if n == 0 { format!("{first} ") } else { format!("{} ", dice.pick(&SAID)) };
            // Mostly a quick stream, now and then a model that thinks.
            let pause = if dice.chance(0.02) { 20 + dice.below(250) } else { dice.below(pace) };
            (Duration::from_millis(pause), word)
        });
        let pieces: Vec<_> = pieces.collect();
        stream::iter(pieces)
            .then(|(pause, word)| async move {
                tokio::time::sleep(pause).await;
                Ok(Piece::Text(word))
            })
            .boxed()
    }
}

const SAID: [&str; 8] = ["então", "listen,", "e", "a quiet", "**lembrança**", "of that day", "contigo", "—"];
