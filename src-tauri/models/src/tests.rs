//! The whole crate against a server that plays scripts: what is asked, what is answered, every failure.

mod failures;
mod families;
mod found;
mod ledger;
mod recorded;
mod safety;
mod streams;
mod sums;
mod waiting;

// One server for the tests of every crate; this crate's own use only part of it.
#[allow(dead_code)]
#[path = "../../../tests/src/server.rs"]
mod server;

use crate::{
    Patience, RemoteProviders,
    answer::Following,
    protocol::{self, Wanted},
    quirks::Quirks,
    record::Record,
    scrub::Scrub,
};
use futures_util::StreamExt as _;
use samantha_core::ports::{
    Endpoint, Family, LanguageModel, Message, ModelError, ModelErrorKind, Piece, Prompt, Providers as _,
    Purpose, Role, Secret,
};
use server::{Script, Server};
use std::sync::Arc;

const KEY: &str = "sk-canary-7f3a9c1e5b2d4860";

fn prompt(text: &str) -> Prompt {
    Prompt::of(vec![Message::said(Role::User, text)], 500, Purpose::Answer)
}

fn endpoint(address: &str) -> Endpoint {
    endpoint_of(Family::OpenAi, address)
}

fn endpoint_of(family: Family, address: &str) -> Endpoint {
    Endpoint { family, address: address.into(), model: "a-model".into(), context: None, price: None }
}

fn model_at(address: &str) -> Arc<dyn LanguageModel> {
    RemoteProviders::new().model(&endpoint(address), Some(Secret::new(KEY)))
}

/// The words of an answer, and why it ended if it isn't whole.
async fn hear(model: &dyn LanguageModel) -> (String, Option<ModelError>) {
    let mut answer = model.answer(prompt("Oi"));
    let mut words = String::new();
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(Piece::Text(text)) => words.push_str(&text),
            Ok(Piece::Used(_) | Piece::Call(_) | Piece::Waiting(_)) => {}
            Err(error) => {
                assert!(answer.next().await.is_none(), "nothing comes after an error");
                return (words, Some(error));
            }
        }
    }
    (words, None)
}

/// The words and the kind of failure that a script leads to.
async fn outcome(script: Script) -> (String, Option<ModelErrorKind>) {
    let server = Server::playing([script]).await.unwrap();
    let (words, error) = hear(&*model_at(&server.address())).await;
    (words, error.map(|error| error.kind))
}

/// What an answer of this family, from this host, is followed with.
fn following(family: Family, host: &str) -> Following {
    let (prompt, endpoint) = (prompt("Oi"), endpoint_of(family, ""));
    let wanted = Wanted { prompt: &prompt, endpoint: &endpoint, host, quirks: Quirks::default() };
    Following {
        asked: tokio::time::Instant::now(),
        patience: Patience::default(),
        scrub: Scrub::default(),
        framing: protocol::framing(family),
        reader: protocol::reader(&wanted),
        cut_at_length: true,
        record: Record::unwatched(),
    }
}
