//! Lists of models, and the providers on this computer.

use super::{
    KEY,
    server::{Act, Script, Server},
};
use crate::{
    RemoteProviders,
    providers::{List, Place},
    roads::Patience,
};
use samantha_core::ports::{FoundProvider, ModelErrorKind as Kind, Providers as _, Secret};
use serde_json::json;
use std::time::Duration;

fn places(ollama: &Server, lm_studio: &Server) -> [Place; 2] {
    [
        Place { name: "Ollama", address: ollama.address(), list: List::OllamaTags },
        Place { name: "LM Studio", address: lm_studio.address(), list: List::Models },
    ]
}

async fn ollama() -> Server {
    let tags = json!({"models": [
        {"name": "qwen3:4b", "model": "qwen3:4b", "details": {"family": "qwen3"}},
        {"name": "nomic-embed-text:latest", "details": {"family": "nomic-bert"}},
        {"name": "llama3.2:3b", "details": {"family": "llama"}},
    ]});
    Server::start(0, move |asked| match asked.path.as_str() {
        "/api/tags" => Script::json(200, &tags),
        _ => Script::reply(404, &[], "404 page not found"),
    })
    .await
    .unwrap()
}

async fn lm_studio() -> Server {
    let models = json!({"object": "list", "data": [{"id": "phi-4"}, {"id": "text-embedding-nomic"}]});
    Server::start(0, move |asked| match asked.path.as_str() {
        "/v1/models" => Script::json(200, &models),
        _ => Script::reply(404, &[], ""),
    })
    .await
    .unwrap()
}

#[tokio::test]
async fn both_kinds_are_found_with_the_models_that_answer_in_order() {
    let (ollama, lm_studio) = (ollama().await, lm_studio().await);
    let found = RemoteProviders::with(Patience::default(), places(&ollama, &lm_studio)).discover().await;
    let expected = |name: &str, server: &Server, models: &[&str]| FoundProvider {
        name: name.into(),
        address: server.address(),
        models: models.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(
        found,
        [
            expected("Ollama", &ollama, &["llama3.2:3b", "qwen3:4b"]),
            expected("LM Studio", &lm_studio, &["phi-4"])
        ]
    );
    assert_eq!(ollama.asked()[0].header("authorization"), None);
}

#[tokio::test]
async fn one_that_is_silent_or_something_else_hides_nobody() {
    for script in [
        Script::default().then(Act::Stall),
        Script::default().then(Act::Reset),
        Script::reply(200, &[("content-type", "text/html")], "<h1>router</h1>"),
        Script::json(200, &json!({"models": "none"})),
        Script::reply(302, &[("location", "http://example.com/")], ""),
    ] {
        let (ollama, lm_studio) = (Server::playing([script]).await.unwrap(), lm_studio().await);
        let patience = Patience { discovery: Duration::from_millis(300), ..Patience::default() };
        let found = RemoteProviders::with(patience, places(&ollama, &lm_studio)).discover().await;
        assert_eq!(found.iter().map(|found| found.name.as_str()).collect::<Vec<_>>(), ["LM Studio"]);
    }
}

#[test]
fn looking_around_takes_less_than_two_seconds_whatever_answers() {
    assert!(Patience::default().discovery < Duration::from_secs(2));
}

#[tokio::test]
async fn the_models_of_an_address_are_listed_in_order_with_the_key() {
    let models = json!({"data": [{"id": "b"}, {"id": "a"}, {"id": "b"}, {"id": " "}]});
    let server = Server::playing([Script::json(200, &models)]).await.unwrap();
    let listed =
        RemoteProviders::new().list(Family::OpenAi, &server.address(), Some(Secret::new(KEY))).await.unwrap();
    assert_eq!(listed, ["a", "b"]);
    let asked = &server.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/v1/models"));
    assert_eq!(asked.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
}

#[tokio::test]
async fn a_list_that_can_t_be_read_is_an_error_and_never_empty() {
    for (script, kind) in [
        (Script::error(401, "invalid_api_key", "no"), Kind::Auth),
        (Script::reply(404, &[], ""), Kind::Unreadable),
        (Script::reply(200, &[("content-type", "text/html")], "<h1>log in</h1>"), Kind::Unreadable),
        (Script::json(200, &json!({"data": "none"})), Kind::Unreadable),
        (Script::json(200, &json!({})), Kind::Unreadable),
        (
            Script::raw(*b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{").then(Act::Close),
            Kind::BrokenStream,
        ),
        (Script::raw(*b"HTTP/1.1 200 OK\r\n\r\n").then(Act::Flood(vec![b' '; 65536])), Kind::Unreadable),
    ] {
        let server = Server::playing([script]).await.unwrap();
        let error = RemoteProviders::new().list(Family::OpenAi, &server.address(), None).await.unwrap_err();
        assert_eq!(error.kind, kind);
    }
    let server = Server::playing([Script::json(200, &json!({"data": null}))]).await.unwrap();
    assert_eq!(RemoteProviders::new().list(Family::OpenAi, &server.address(), None).await, Ok(vec![]));
}
