//! The whole crate against a server that plays scripts: what is asked, what is answered, every failure.

mod failures;
mod found;
mod safety;
mod streams;
mod waiting;

// One server for the tests of every crate; this crate's own use only part of it.
#[allow(dead_code)]
#[path = "../../../tests/src/server.rs"]
mod server;

use crate::RemoteProviders;
use futures_util::StreamExt as _;
use samantha_core::ports::{
    Endpoint, LanguageModel, Message, ModelError, ModelErrorKind, Piece, Prompt, Providers as _, Role, Secret,
};
use server::{Script, Server};
use std::sync::Arc;

const KEY: &str = "sk-canary-7f3a9c1e5b2d4860";

fn prompt(text: &str) -> Prompt {
    Prompt { messages: vec![Message { role: Role::User, text: text.into() }], max_answer_tokens: 500 }
}

fn model_at(address: &str) -> Arc<dyn LanguageModel> {
    let endpoint = Endpoint { address: address.into(), model: "a-model".into() };
    RemoteProviders::new().model(&endpoint, Some(Secret::new(KEY)))
}

/// The words of an answer, and why it ended if it isn't whole.
async fn hear(model: &dyn LanguageModel) -> (String, Option<ModelError>) {
    let mut answer = model.answer(prompt("Oi"));
    let mut words = String::new();
    while let Some(piece) = answer.next().await {
        match piece {
            Ok(Piece::Text(text)) => words.push_str(&text),
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
