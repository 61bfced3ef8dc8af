//! Lists of models, and the providers on this computer.

use super::{
    KEY,
    server::{Act, Script, Server},
};
use crate::{RemoteProviders, providers::Place, roads::Patience};
use samantha_core::ports::{Family, FoundProvider, ModelErrorKind as Kind, Providers as _, Secret};
use serde_json::json;
use std::time::Duration;

fn places(ollama: &Server, lm_studio: &Server) -> Vec<Place> {
    let place =
        |name, family, server: &Server, owner| Place { name, family, address: server.address(), owner };
    vec![place("Ollama", Family::Ollama, ollama, None), place("LM Studio", Family::OpenAi, lm_studio, None)]
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
    let expected = |name: &str, family, server: &Server, models: &[&str]| FoundProvider {
        name: name.into(),
        family,
        address: server.address(),
        models: models.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(
        found,
        [
            expected("Ollama", Family::Ollama, &ollama, &["llama3.2:3b", "qwen3:4b"]),
            expected("LM Studio", Family::OpenAi, &lm_studio, &["phi-4"])
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
    let names: Vec<_> = listed.iter().map(|model| model.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
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

#[tokio::test]
async fn a_program_that_names_itself_otherwise_is_not_called_by_the_usual_name_of_its_port() {
    for (owner, name) in [("vllm", "vLLM"), ("someone", "127.0.0.1:")] {
        let models = json!({"object": "list", "data": [{"id": "phi-4", "owned_by": owner}]});
        let server = Server::playing([Script::json(200, &models)]).await.unwrap();
        let place =
            Place { name: "vLLM", family: Family::OpenAi, address: server.address(), owner: Some("vllm") };
        let found = RemoteProviders::with(Patience::default(), vec![place]).discover().await;
        assert!(found[0].name.starts_with(name), "{}", found[0].name);
    }
}

#[tokio::test]
async fn each_family_is_asked_for_its_list_in_its_own_way() {
    for (family, path, header, body) in [
        (
            Family::Anthropic,
            "/v1/models?limit=1000",
            "x-api-key",
            json!({"data": [{"type": "model", "id": "m"}]}),
        ),
        (
            Family::Gemini,
            "/v1/models?pageSize=1000",
            "x-goog-api-key",
            json!({"models": [{"name": "models/m", "supportedGenerationMethods": ["generateContent"]},
                              {"name": "models/e", "supportedGenerationMethods": ["embedContent"]}]}),
        ),
    ] {
        let server = Server::playing([Script::json(200, &body)]).await.unwrap();
        let key = Some(Secret::new(KEY));
        let listed = RemoteProviders::new().list(family, &server.address(), key).await.unwrap();
        assert_eq!(listed.iter().map(|model| model.name.as_str()).collect::<Vec<_>>(), ["m"]);
        let asked = &server.asked()[0];
        assert_eq!((asked.path.as_str(), asked.header(header)), (path, Some(KEY)));
        assert_eq!(asked.header("authorization"), None);
    }
}

#[tokio::test]
async fn ollama_is_asked_what_its_models_can_do_and_one_that_is_silent_is_listed_all_the_same() {
    let server = Server::start(0, |asked| match (asked.path.as_str(), asked.model().as_str()) {
        ("/api/tags", _) => {
            Script::json(200, &json!({"models": [{"name": "a"}, {"name": "b"}, {"name": "e"}]}))
        }
        ("/api/show", "a") => Script::json(
            200,
            &json!({"capabilities": ["completion", "vision"], "model_info": {"x.context_length": 4096}}),
        ),
        ("/api/show", "e") => Script::json(200, &json!({"capabilities": ["embedding"]})),
        ("/api/show", _) => Script::default().then(Act::Stall),
        _ => Script::reply(404, &[], ""),
    })
    .await
    .unwrap();
    let patience = Patience { list: Duration::from_millis(600), ..Patience::default() };
    let providers = RemoteProviders::with(patience, Vec::new());
    let listed = providers.list(Family::Ollama, &server.address(), None).await.unwrap();
    let told: Vec<_> = listed.iter().map(|m| (m.name.as_str(), m.context, m.sees)).collect();
    assert_eq!(told, [("a", Some(4096), Some(true)), ("b", None, None)]);
}
