//! Every way a provider fails, over a real connection: what had come is kept, and the kind is the right one.

use super::{
    hear, model_at, outcome,
    server::{Act, FINISH, Script, Server, piece},
};
use samantha_core::ports::ModelErrorKind as Kind;
use std::time::Duration;

fn three() -> Script {
    Script::stream().piece("one ").piece("two ").piece("three")
}

fn words(script: Script) -> impl Future<Output = (String, Option<Kind>)> {
    outcome(script)
}

fn cut(kind: Kind) -> (String, Option<Kind>) {
    ("one two three".into(), Some(kind))
}

fn nothing(kind: Kind) -> (String, Option<Kind>) {
    (String::new(), Some(kind))
}

#[tokio::test]
async fn a_reply_that_stops_in_the_middle_keeps_what_came() {
    for end in [Act::Close, Act::Reset] {
        assert_eq!(words(three().then(end)).await, cut(Kind::BrokenStream));
    }
    assert_eq!(words(three().end()).await, cut(Kind::BrokenStream), "a proper end without the answer's own");
    let half = Script::stream_until_close().then(Act::Send(piece("one two three").into())).then(Act::Close);
    assert_eq!(words(half).await, cut(Kind::BrokenStream));
    let mid_event = three().chunk("data: {\"choices\":[{\"delta\":{\"cont").end();
    assert_eq!(words(mid_event).await, cut(Kind::BrokenStream));
    let lie = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9000\r\n\r\n";
    let lie = Script::raw(*lie).then(Act::Send(piece("one two three").into())).then(Act::Close);
    assert_eq!(words(lie).await, cut(Kind::BrokenStream));
}

#[tokio::test]
async fn a_stream_that_breaks_before_any_word_says_so() {
    assert_eq!(
        words(Script::stream().event("{\"choices\":[{\"delta\":{}}]}").end()).await,
        nothing(Kind::BrokenStream)
    );
    assert_eq!(words(Script::stream().then(Act::Reset)).await, nothing(Kind::BrokenStream));
    assert_eq!(words(Script::stream().end()).await, nothing(Kind::Unreadable), "nothing at all");
}

#[tokio::test]
async fn what_can_t_be_read_ends_the_answer_and_is_never_left_out() {
    assert_eq!(words(three().event("{\"choices\":[").whole()).await, cut(Kind::BrokenStream));
    assert_eq!(words(Script::stream().event("{\"choices\":[").whole()).await, nothing(Kind::Unreadable));
    assert_eq!(words(Script::stream().chunk(b"data: \xff\xfe\n\n").end()).await, nothing(Kind::Unreadable));
}

#[tokio::test]
async fn bytes_that_are_no_text_inside_words_become_replacement_characters() {
    let event = b"data: {\"choices\":[{\"delta\":{\"content\":\"a\xff\xfeb\"}}]}\n\n";
    assert_eq!(words(Script::stream().chunk(event).whole()).await, ("a\u{fffd}\u{fffd}b".into(), None));
    let half = r#"{"choices":[{"delta":{"content":"a\ud83d"}}]}"#;
    assert_eq!(words(Script::stream().event(half).whole()).await, ("a\u{fffd}".into(), None));
}

#[tokio::test]
async fn an_event_or_a_line_without_end_is_given_up() {
    for begin in ["data: ", "", ": ", "data: {\"choices\":[{\"delta\":{\"content\":\""] {
        let flood =
            Script::stream_until_close().then(Act::Send(begin.into())).then(Act::Flood(vec![b'x'; 65536]));
        let server = Server::playing([flood]).await.unwrap();
        let (said, error) = hear(&*model_at(&server.address())).await;
        assert_eq!((said.as_str(), error.map(|error| error.kind)), ("", Some(Kind::Unreadable)));
        server.until_left(1).await;
    }
    let flood = Script::stream_until_close()
        .then(Act::Send(piece("one two three").into()))
        .then(Act::Flood(b"data: {\"choices\":[]}\n\n".repeat(2000)));
    assert_eq!(words(flood).await, cut(Kind::BrokenStream), "8 MiB without a word");
}

#[tokio::test]
async fn an_answer_that_never_ends_is_ended() {
    let flood = Script::stream_until_close().then(Act::Flood(piece(&"word ".repeat(1000)).into()));
    let (said, kind) = words(flood).await;
    assert_eq!(kind, Some(Kind::BrokenStream));
    assert!((1 << 20..2 << 20).contains(&said.len()), "{}", said.len());
}

#[tokio::test]
async fn an_error_inside_an_answer_is_the_kind_it_says() {
    let late = |data: &str| words(three().event(data).end());
    assert_eq!(
        late(r#"{"error":{"message":"busy","type":"overloaded_error"}}"#).await,
        cut(Kind::Overloaded)
    );
    assert_eq!(late(r#"{"error":{"message":"slow down","code":429}}"#).await, cut(Kind::Rate));
    assert_eq!(late(r#"{"error":"something"}"#).await, cut(Kind::BrokenStream));
    assert_eq!(
        late(r#"{"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#).await,
        cut(Kind::BrokenStream)
    );
    let named =
        three().chunk("event: error\ndata: {\"code\":\"insufficient_quota\",\"message\":\"x\"}\n\n").end();
    assert_eq!(words(named).await, cut(Kind::Quota));
    let first = Script::stream().event(r#"{"error":{"code":"model_not_found","message":"x"}}"#).end();
    assert_eq!(words(first).await, nothing(Kind::UnknownModel));
    let whole = Script::json(200, &serde_json::json!({"error": {"code": "invalid_api_key", "message": "x"}}));
    assert_eq!(words(whole).await, nothing(Kind::Auth));
}

#[tokio::test]
async fn a_filter_that_stops_an_answer_is_a_refusal() {
    let finish = FINISH.replace("stop", "content_filter");
    assert_eq!(words(three().event(&finish).event("[DONE]").end()).await, cut(Kind::Refused));
    assert_eq!(words(Script::stream().event(&finish).event("[DONE]").end()).await, nothing(Kind::Refused));
}

#[tokio::test]
async fn an_answer_without_words_is_none() {
    for script in [
        Script::stream().whole(),
        Script::stream().piece("").whole(),
        Script::stream().piece("<think>only thoughts").whole(),
        Script::json(200, &serde_json::json!({"choices": [{"message": {"content": ""}}]})),
        Script::json(200, &serde_json::json!({})),
        Script::reply(200, &[("content-type", "application/json")], "{"),
    ] {
        assert_eq!(words(script.clone()).await, nothing(Kind::Unreadable), "{script:?}");
    }
}

#[tokio::test]
async fn a_login_page_or_another_protocol_is_unreadable() {
    let page = Script::reply(200, &[("content-type", "text/html; charset=utf-8")], "<h1>Welcome</h1>");
    assert_eq!(words(page).await, nothing(Kind::Unreadable));
    let other = Script::raw(*b"SSH-2.0-OpenSSH_9.2\r\n\r\n").then(Act::Close);
    assert_eq!(words(other).await, nothing(Kind::Unreadable));
    let image = Script::reply(200, &[("content-type", "image/png")], "x");
    assert_eq!(words(image).await, nothing(Kind::Unreadable));
}

#[tokio::test]
async fn a_connection_that_closes_before_a_reply_was_not_reached() {
    for end in [Act::Close, Act::Reset] {
        assert_eq!(words(Script::default().then(end)).await, nothing(Kind::Unreachable));
    }
}

#[tokio::test]
async fn each_refusal_is_the_kind_it_says() {
    for (script, kind) in [
        (Script::error(401, "invalid_api_key", "no"), Kind::Auth),
        (Script::error(429, "insufficient_quota", "no"), Kind::Quota),
        (Script::error(404, "model_not_found", "no"), Kind::UnknownModel),
        (Script::reply(404, &[], "page not found"), Kind::Unreadable),
        (Script::error(400, "context_length_exceeded", "no"), Kind::ContextTooLong),
        (Script::error(408, "x", "no"), Kind::Timeout),
        (Script::error(503, "x", "no"), Kind::Overloaded),
        (
            Script::raw(*b"HTTP/1.1 429 Slow\r\nretry-after: 30\r\n\r\n").then(Act::Flood(vec![b'x'; 65536])),
            Kind::Rate,
        ),
    ] {
        assert_eq!(words(script).await, nothing(kind));
    }
}

#[tokio::test]
async fn the_wait_a_provider_asks_for_is_told() {
    let rate = Script::reply(429, &[("retry-after", "30")], "{}");
    let server = Server::playing([rate]).await.unwrap();
    let (_, error) = hear(&*model_at(&server.address())).await;
    assert_eq!(error.unwrap().retry_after, Some(Duration::from_secs(30)));
}

#[tokio::test]
async fn a_provider_that_fails_twenty_times_is_asked_once_each_time_and_answers_the_next() {
    let mut scripts = vec![Script::error(500, "server_error", "no"); 20];
    scripts.push(Script::answer(&["Oi"]));
    let server = Server::playing(scripts).await.unwrap();
    let model = model_at(&server.address());
    for count in 1..=20 {
        assert_eq!(hear(&*model).await.1.unwrap().kind, Kind::Overloaded);
        assert_eq!(server.asked().len(), count);
    }
    assert_eq!(hear(&*model).await, ("Oi".into(), None));
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let server = Server::playing([]).await.unwrap();
    let address = server.address();
    drop(server);
    tokio::task::yield_now().await;
    let (said, error) = hear(&*model_at(&address)).await;
    assert_eq!((said.as_str(), error.unwrap().kind), ("", Kind::Unreachable));
    let (_, error) = hear(&*model_at("https://nobody.invalid/v1")).await;
    assert_eq!(error.unwrap().kind, Kind::Unreachable);
}
