//! What the ledger is told: every request before it leaves, and once when it is over.

use super::{
    KEY, endpoint, endpoint_of, hear, prompt,
    server::{Act, Script, Server},
};
use crate::{Patience, RemoteProviders, providers::Place};
use futures_util::{FutureExt as _, StreamExt as _, future::BoxFuture};
use samantha_core::{
    id::RequestId,
    ports::{
        End, Family, Leaving, ModelError, ModelErrorKind as Kind, Outcome, Price, Providers as _, Purpose,
        Secret, Usage, Watch,
    },
};
use serde_json::json;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Told {
    left: Mutex<Vec<Leaving>>,
    over: Mutex<Vec<(RequestId, Outcome)>>,
    refuses: Option<Kind>,
    /// Keeps a request until it is let go.
    gate: Option<tokio::sync::Notify>,
}

impl Watch for Told {
    fn leaving(&self, request: Leaving) -> BoxFuture<'_, Result<RequestId, ModelError>> {
        async move {
            if let Some(gate) = &self.gate {
                gate.notified().await;
            }
            if let Some(kind) = self.refuses {
                return Err(ModelError::new(kind, "no"));
            }
            let mut left = self.left.lock().unwrap();
            left.push(request);
            Ok(RequestId(left.len() as i64))
        }
        .boxed()
    }

    fn over(&self, request: RequestId, outcome: Outcome) {
        self.over.lock().unwrap().push((request, outcome));
    }
}

impl Told {
    fn outcomes(&self) -> Vec<Outcome> {
        let over = self.over.lock().unwrap();
        for (number, (id, _)) in over.iter().enumerate() {
            assert!(over[..number].iter().all(|(other, _)| other != id), "told twice that {id:?} is over");
        }
        over.iter().map(|(_, outcome)| outcome.clone()).collect()
    }

    fn ends(&self) -> Vec<End> {
        self.outcomes().iter().map(|outcome| outcome.end).collect()
    }
}

fn watched() -> (RemoteProviders, Arc<Told>) {
    watched_by(Told::default())
}

fn watched_by(told: Told) -> (RemoteProviders, Arc<Told>) {
    let (providers, told) = (RemoteProviders::new(), Arc::new(told));
    providers.watch(Arc::clone(&told) as Arc<dyn Watch>);
    (providers, told)
}

#[tokio::test]
async fn what_ollama_hands_on_is_told_as_leaving_for_the_host_that_gets_it() {
    let line = r#"{"message":{"content":"Oi"},"done":true}"#;
    let reply = Script::reply(200, &[("content-type", "application/x-ndjson")], line);
    let server = Server::playing([reply]).await.unwrap();
    let (providers, told) = watched();
    for model in ["gpt-oss:120b-cloud", "gpt-oss:20b"] {
        let asked = samantha_core::ports::Endpoint {
            model: model.into(),
            ..endpoint_of(Family::Ollama, &server.address())
        };
        assert_eq!(hear(&*providers.model(&asked, None)).await, ("Oi".into(), None));
    }
    let left = told.left.lock().unwrap();
    let told: Vec<_> = left.iter().map(|request| (request.host.as_str(), request.local)).collect();
    assert_eq!(told, [("ollama.com", false), ("127.0.0.1", true)]);
}

#[tokio::test]
async fn an_answer_is_told_with_its_exact_body_and_what_it_took() {
    let usage = r#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"cost":0.5}}"#;
    let server = Server::playing([Script::stream().piece("Oi").event(usage).whole()]).await.unwrap();
    let (providers, told) = watched();
    let price = Some(Price { out: 1.0, back: 2.0 });
    let asked = samantha_core::ports::Endpoint { price, ..endpoint(&server.address()) };
    assert_eq!(hear(&*providers.model(&asked, Some(Secret::new(KEY)))).await, ("Oi".into(), None));
    let exchange = server.exchanges().remove(0);
    let left = told.left.lock().unwrap().clone();
    assert_eq!(
        left,
        [Leaving {
            host: "127.0.0.1".into(),
            local: true,
            model: "a-model".into(),
            purpose: Purpose::Answer,
            body: exchange.asked.body.into(),
            price,
        }]
    );
    let usage = Usage { tokens_out: Some(9), tokens_kept: None, tokens_in: Some(2), cost: Some(0.5) };
    assert_eq!(told.outcomes(), [Outcome { bytes_in: exchange.replied, usage, end: End::Whole }]);
    assert!(!format!("{left:?}").contains("canary"));
}

#[tokio::test]
async fn every_reply_is_counted_to_its_last_byte() {
    let whole = json!({"choices": [{"message": {"content": "Oi"}}], "usage": {"prompt_tokens": 3}});
    for (script, end) in [
        (Script::answer(&["Olá, ", "coração"]), End::Whole),
        (Script::json(200, &whole), End::Whole),
        (Script::error(401, "invalid_api_key", "no"), End::Failed(Kind::Auth)),
        (Script::stream().piece("Oi").end(), End::Failed(Kind::BrokenStream)),
        (Script::stream().piece("Oi").then(Act::Close), End::Failed(Kind::BrokenStream)),
        (Script::stream().event(r#"{"error":{"code":429}}"#).end(), End::Failed(Kind::Rate)),
        (Script::reply(302, &[("location", "/x")], "elsewhere"), End::Failed(Kind::Unreadable)),
        (Script::default().then(Act::Close), End::Failed(Kind::Unreachable)),
    ] {
        let server = Server::playing([script]).await.unwrap();
        let (providers, told) = watched();
        hear(&*providers.model(&endpoint(&server.address()), None)).await;
        let outcome = told.outcomes().remove(0);
        assert_eq!((outcome.bytes_in, outcome.end), (server.exchanges()[0].replied, end));
    }
}

#[tokio::test]
async fn nothing_is_sent_when_the_ledger_says_no() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    let (providers, told) = watched_by(Told { refuses: Some(Kind::Limit), ..Told::default() });
    let (words, error) = hear(&*providers.model(&endpoint(&server.address()), None)).await;
    assert_eq!((words.as_str(), error.unwrap().kind), ("", Kind::Limit));
    let listed = providers.list(Family::OpenAi, &server.address(), None).await;
    assert_eq!(listed.unwrap_err().kind, Kind::Limit);
    assert_eq!((server.connections(), told.outcomes().len()), (0, 0));
}

#[tokio::test]
async fn an_answer_dropped_at_any_point_is_over_once_and_was_stopped() {
    let server = Server::playing([Script::stream().piece("Oi").then(Act::Stall)]).await.unwrap();
    let (providers, told) = watched();
    let model = providers.model(&endpoint(&server.address()), None);
    let mut answer = model.answer(prompt("Oi"));
    assert!(answer.next().await.unwrap().is_ok());
    assert_eq!(told.outcomes(), []);
    drop(answer);
    let outcome = told.outcomes().remove(0);
    assert_eq!((outcome.bytes_in, outcome.end), (server.exchanges()[0].replied, End::Stopped));

    let silent = Server::playing([Script::default().then(Act::Stall)]).await.unwrap();
    let mut answer = providers.model(&endpoint(&silent.address()), None).answer(prompt("Oi"));
    tokio::select! {
        _ = answer.next() => unreachable!("the server never replies"),
        () = silent.until_asked(1) => {}
    }
    drop(answer);
    assert_eq!(told.ends(), [End::Stopped, End::Stopped]);
}

#[tokio::test]
async fn a_row_that_was_written_while_nobody_waited_any_more_is_closed() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    let (providers, told) = watched_by(Told { gate: Some(tokio::sync::Notify::new()), ..Told::default() });
    let mut answer = providers.model(&endpoint(&server.address()), None).answer(prompt("Oi"));
    assert!(futures_util::poll!(answer.next()).is_pending());
    tokio::task::yield_now().await;
    drop(answer);
    told.gate.as_ref().unwrap().notify_one();
    while told.outcomes().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!((told.ends(), server.connections()), (vec![End::Stopped], 0));
}

#[tokio::test]
async fn a_question_put_again_is_a_request_of_its_own() {
    let server = Server::start(0, |asked| match asked.json().get("stream_options") {
        Some(_) => Script::error(400, "x", "unknown field stream_options"),
        None => Script::answer(&["Oi"]),
    })
    .await
    .unwrap();
    let (providers, told) = watched();
    hear(&*providers.model(&endpoint(&server.address()), None)).await;
    assert_eq!(told.ends(), [End::Failed(Kind::Unreadable), End::Whole]);
    let exchanges = server.exchanges();
    let bytes: Vec<u64> = told.outcomes().iter().map(|outcome| outcome.bytes_in).collect();
    assert_eq!(bytes, [exchanges[0].replied, exchanges[1].replied]);
    let sent: Vec<usize> = told.left.lock().unwrap().iter().map(|left| left.body.len()).collect();
    assert_eq!(sent, [exchanges[0].asked.body.len(), exchanges[1].asked.body.len()]);
}

#[tokio::test]
async fn lists_and_looks_around_are_told_too() {
    let server = Server::start(0, |asked| match asked.path.as_str() {
        "/api/tags" => Script::json(200, &json!({"models": [{"name": "a"}]})),
        _ => Script::json(200, &json!({"capabilities": ["completion"]})),
    })
    .await
    .unwrap();
    let place = Place { name: "Ollama", family: Family::Ollama, address: server.address(), owner: None };
    let providers = RemoteProviders::with(Patience::default(), vec![place]);
    let told = Arc::new(Told::default());
    providers.watch(Arc::clone(&told) as Arc<dyn Watch>);
    providers.discover().await;
    providers.list(Family::Ollama, &server.address(), None).await.unwrap();
    let left: Vec<_> = told.left.lock().unwrap().iter().map(|left| (left.purpose, left.body.len())).collect();
    assert_eq!(left, [(Purpose::List, 0), (Purpose::List, 0), (Purpose::List, r#"{"model":"a"}"#.len())]);
    assert_eq!(told.ends(), [End::Whole; 3]);
    let endpoint = endpoint_of(Family::BuiltIn, "");
    assert!(hear(&*providers.model(&endpoint, None)).await.1.is_some());
    assert_eq!(told.outcomes().len(), 3, "what can't be sent is no request");
}
