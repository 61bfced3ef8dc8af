//! What must never happen: words or a key at a wrong place, a key in any text, a request that outlives its answer.

use super::{
    KEY, endpoint, endpoint_of, hear, model_at, outcome, prompt,
    server::{Act, Script, Server},
};
use crate::RemoteProviders;
use futures_util::StreamExt as _;
use samantha_core::ports::{Family, ModelErrorKind as Kind, Providers as _, Secret};
use std::sync::{Mutex, Once};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::rustls;

#[tokio::test]
async fn dropping_an_answer_closes_its_connection() {
    let script = Script::stream().piece("Oi").then(Act::Stall);
    let server = Server::playing([script]).await.unwrap();
    let mut answer = model_at(&server.address()).answer(prompt("Oi"));
    assert!(answer.next().await.unwrap().is_ok());
    drop(answer);
    server.until_left(1).await;
}

#[tokio::test]
async fn dropping_an_answer_before_its_reply_closes_its_connection() {
    let server = Server::playing([Script::default().then(Act::Stall)]).await.unwrap();
    let mut answer = model_at(&server.address()).answer(prompt("Oi"));
    tokio::select! {
        _ = answer.next() => unreachable!("the server never replies"),
        () = server.until_asked(1) => {}
    }
    drop(answer);
    server.until_left(1).await;
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let target = Server::playing([Script::answer(&["stolen"])]).await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        for place in
            [&format!("{}/chat/completions", target.address()), "http://169.254.169.254/", "/v1/loop"]
        {
            let script = Script::reply(status, &[("location", place)], "");
            assert_eq!(outcome(script).await, (String::new(), Some(Kind::Unreadable)));
        }
    }
    assert_eq!(target.asked().len(), 0);
}

#[test]
fn a_proxy_of_the_environment_never_gets_what_stays_on_this_computer() {
    // The environment is a process's own: the test that an answer comes is run again in another, where every
    // request that went to the proxy would fail.
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "tests::streams::an_answer_comes_in_its_pieces_and_ends"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        again.env(name, "http://127.0.0.1:9");
    }
    again.env_remove("no_proxy").env_remove("NO_PROXY").env_remove("REQUEST_METHOD");
    let said = again.output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    assert!(String::from_utf8_lossy(&said.stdout).contains("1 passed"));
}

#[tokio::test]
async fn nothing_is_unpacked() {
    for encoding in ["gzip", "deflate", "br", "zstd"] {
        let script = Script::raw(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-encoding: {encoding}\r\n\r\n"
        ));
        let server = Server::playing([script.then(Act::Flood(vec![0; 65536]))]).await.unwrap();
        let (_, error) = hear(&*model_at(&server.address())).await;
        assert_eq!(error.unwrap().kind, Kind::Unreadable);
        server.until_left(1).await;
    }
}

#[tokio::test]
async fn an_address_that_breaks_the_rules_is_never_asked() {
    for address in [
        "http://192.0.2.1/v1",
        "http://169.254.169.254/v1",
        "https://169.254.169.254/v1",
        "https://[fd00:ec2::254]/v1",
        "https://name:word@127.0.0.1/v1",
        "nonsense nonsense",
    ] {
        let (_, error) = hear(&*model_at(address)).await;
        assert_eq!(error.unwrap().kind, Kind::Unreachable, "{address}");
        let listed = RemoteProviders::new().list(Family::OpenAi, address, None).await;
        assert_eq!(listed.unwrap_err().kind, Kind::Unreachable, "{address}");
    }
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_not_trusted_and_no_word_is_sent() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server =
        tokio::spawn(async move { acceptor.accept(listener.accept().await.unwrap().0).await.is_ok() });
    let (_, error) = hear(&*model_at(&format!("https://localhost:{port}/v1"))).await;
    let error = error.unwrap();
    assert_eq!(error.kind, Kind::Unreachable);
    assert!(error.detail.to_lowercase().contains("certificate"), "{}", error.detail);
    assert!(!server.await.unwrap(), "the handshake was not completed");
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut hello = [0; 512];
        let read = stream.read(&mut hello).await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&hello[..read]).into_owned()
    });
    let (_, error) = hear(&*model_at(&format!("https://127.0.0.1:{port}/v1"))).await;
    assert_eq!(error.unwrap().kind, Kind::Unreachable);
    assert!(!server.await.unwrap().contains("POST"));
}

/// Keeps everything that is logged while these tests run.
struct Kept;

static LOGGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl log::Log for Kept {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        LOGGED.lock().unwrap().push(format!("{} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

fn keep_logs() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        log::set_logger(&Kept).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
    });
}

#[tokio::test]
async fn a_key_that_a_provider_repeats_is_in_no_error_and_no_log() {
    keep_logs();
    let echo = format!("Incorrect API key provided: {KEY}. You sent Bearer {KEY}");
    let in_answer = serde_json::json!({"error": {"message": echo, "code": KEY}}).to_string();
    for script in [
        Script::error(401, "invalid_api_key", &echo),
        Script::error(400, KEY, &echo),
        Script::reply(500, &[("content-type", "text/html")], format!("<p>{echo}</p>")),
        Script::stream().piece("Oi").event(&in_answer).end(),
        Script::json(200, &serde_json::from_str(&in_answer).unwrap()),
        Script::reply(200, &[("content-type", KEY)], ""),
        Script::raw(format!("HTTP/1.1 200 OK\r\n{KEY}\r\n\r\n")),
    ] {
        let server = Server::playing([script]).await.unwrap();
        let (_, error) = hear(&*model_at(&server.address())).await;
        let error = error.unwrap();
        for text in [error.to_string(), format!("{error:?}")] {
            assert!(!text.contains("canary"), "{text}");
        }
        assert!(error.detail.chars().count() <= 500);
        let listed =
            RemoteProviders::new().list(Family::OpenAi, &server.address(), Some(Secret::new(KEY))).await;
        assert!(!format!("{listed:?}").contains("canary"), "{listed:?}");
    }
    for family in [Family::Anthropic, Family::Gemini, Family::Ollama] {
        for script in
            [Script::error(401, "x", &echo), Script::json(200, &serde_json::from_str(&in_answer).unwrap())]
        {
            let server = Server::playing([script]).await.unwrap();
            let key = Some(Secret::new(KEY));
            let providers = RemoteProviders::new();
            let model = providers.model(&endpoint_of(family, &server.address()), key.clone());
            let (_, error) = hear(&*model).await;
            let listed = providers.list(family, &server.address(), key).await;
            let told = format!("{error:?} {listed:?}");
            assert!(!told.contains("canary"), "{told}");
            for asked in server.asked() {
                assert!(
                    !asked.path.contains("canary") && !asked.body.windows(6).any(|part| part == b"canary")
                );
            }
        }
    }
    let logged = LOGGED.lock().unwrap().join("\n");
    assert!(logged.contains("a provider replied with status 401"), "the logs were kept");
    assert!(!logged.contains("canary"), "{logged}");
    assert!(!format!("{:?}", RemoteProviders::new()).contains("canary"));
}

#[tokio::test]
async fn a_key_that_can_t_be_sent_is_a_wrong_key_and_is_not_told() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    let endpoint = endpoint(&server.address());
    let model = RemoteProviders::new().model(&endpoint, Some(Secret::new("sk-can\nary")));
    let (_, error) = hear(&*model).await;
    let error = error.unwrap();
    assert_eq!(error.kind, Kind::Auth);
    assert!(!error.detail.contains("sk-can"), "{error}");
    assert_eq!(server.asked().len(), 0);
    let model = RemoteProviders::new().model(&endpoint, Some(Secret::new(" sk-padded\n")));
    assert_eq!(hear(&*model).await.1, None);
    assert_eq!(server.asked()[0].header("authorization"), Some("Bearer sk-padded"));
}

#[tokio::test]
async fn words_that_a_provider_repeats_are_in_no_error() {
    let said = "I told nobody about the letter from Marta";
    let server = Server::start(0, |asked| {
        let said = asked.json()["messages"][0]["content"].as_str().unwrap().to_owned();
        Script::error(400, "content_filter", &format!("Flagged: {said}"))
    })
    .await
    .unwrap();
    let error = model_at(&server.address()).answer(prompt(said)).next().await.unwrap().unwrap_err();
    assert_eq!((error.kind, error.detail.as_str()), (Kind::Refused, "HTTP 400: Flagged: … (content_filter)"));
}
