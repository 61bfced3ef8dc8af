//! Answers that come whole, however they are cut, spelt and framed.

use super::{
    endpoint, following, hear, model_at, outcome, prompt,
    server::{Act, FINISH, Script, Server, piece},
};
use crate::answer::Answer;
use futures_util::{StreamExt as _, stream};
use proptest::prelude::*;
use samantha_core::ports::{Family, Form, ModelErrorKind as Kind, Piece, Prompt, Providers as _, Purpose};
use serde_json::json;

#[tokio::test]
async fn an_answer_comes_in_its_pieces_and_ends() {
    let script =
        Script::stream().piece("Oi").then(Act::Gate).piece(", tudo").then(Act::Gate).piece(" bem?").whole();
    let server = Server::playing([script]).await.unwrap();
    let mut answer = model_at(&server.address()).answer(prompt("Oi"));
    // Each piece is here before the next one is sent: nothing is held back.
    for text in ["Oi", ", tudo", " bem?"] {
        assert_eq!(answer.next().await, Some(Ok(Piece::Text(text.into()))));
        server.go_on();
    }
    assert_eq!(answer.next().await, None);
}

#[tokio::test]
async fn the_provider_gets_the_prompt_and_the_key_and_nothing_else() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    hear(&*model_at(&server.address())).await;
    let [asked] = server.asked().try_into().unwrap();
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/v1/chat/completions"));
    assert_eq!(
        asked.json(),
        json!({
            "model": "a-model",
            "messages": [{"role": "user", "content": "Oi"}],
            "stream": true,
            "stream_options": {"include_usage": true},
            "max_tokens": 500 + 4096,
        })
    );
    let mut names: Vec<_> = asked.headers.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "authorization", "content-length", "content-type", "host", "user-agent"]);
    assert_eq!(asked.header("authorization"), Some("Bearer sk-canary-7f3a9c1e5b2d4860"));
    assert_eq!(asked.header("user-agent"), Some(concat!("Samantha/", env!("CARGO_PKG_VERSION"))));
}

#[tokio::test]
async fn without_a_key_no_key_is_sent() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    let endpoint = endpoint(&server.address());
    hear(&*crate::RemoteProviders::new().model(&endpoint, None)).await;
    assert_eq!(server.asked()[0].header("authorization"), None);
}

#[tokio::test]
async fn the_connection_is_used_again_for_the_next_answer() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    let model = model_at(&server.address());
    for _ in 0..3 {
        assert_eq!(hear(&*model).await, ("Oi".into(), None));
    }
    assert_eq!((server.asked().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn an_answer_nobody_asked_for_is_not_begun() {
    let server = Server::playing([Script::answer(&["Oi"])]).await.unwrap();
    drop(model_at(&server.address()));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn an_answer_is_whole_with_a_reason_to_end_or_with_done() {
    for script in [
        Script::stream().piece("Oi").event(FINISH).end(),
        Script::stream().piece("Oi").event("[DONE]").end(),
        Script::stream().piece("Oi").event(FINISH).then(Act::Reset),
        Script::stream().piece("Oi").event("[DONE]").then(Act::Stall),
        Script::stream()
            .piece("Oi")
            .event(FINISH)
            .event(r#"{"choices":[],"usage":{"total_tokens":9}}"#)
            .whole(),
        Script::stream().piece("Oi").event(FINISH).chunk("data: {\"cho"),
        Script::stream_until_close()
            .then(Act::Send(piece("Oi").into()))
            .then(Act::Send(b"data: [DONE]".into()))
            .then(Act::Close),
    ] {
        // The one script without an end closes its connection.
        let script = script.then(Act::Close);
        assert_eq!(outcome(script.clone()).await, ("Oi".into(), None), "{script:?}");
    }
}

#[tokio::test]
async fn an_answer_that_ends_at_its_length_is_kept_and_said_to_be_cut_off() {
    let length = FINISH.replace("stop", "length");
    let whole =
        json!({"choices": [{"message": {"role": "assistant", "content": "Oi"}, "finish_reason": "length"}]});
    for script in [
        Script::stream().piece("Oi").event(&length).end(),
        Script::stream().piece("Oi").event(&length).event("[DONE]").end(),
        Script::stream().piece("Oi").event(&length).then(Act::Reset),
        Script::json(200, &whole),
    ] {
        let server = Server::playing([script]).await.unwrap();
        let model = model_at(&server.address());
        let (words, error) = hear(&*model).await;
        assert_eq!((words.as_str(), error.map(|error| error.kind)), ("Oi", Some(Kind::Length)));
        // A trial asks for few words, and a value is judged by whoever asked for it.
        let trial = Prompt { purpose: Purpose::Test, ..prompt("Oi") };
        let schema = Form::Json { name: "a".into(), schema: json!({"type": "object"}) };
        let value = Prompt { purpose: Purpose::Memory, form: schema, ..prompt("Oi") };
        for asked in [trial, value] {
            let pieces: Vec<_> = model.answer(asked).collect().await;
            assert_eq!(pieces, [Ok(Piece::Text("Oi".into()))]);
        }
    }
    let nothing = Script::stream().event(&length).event("[DONE]").end();
    assert_eq!(outcome(nothing).await, (String::new(), Some(Kind::Unreadable)), "there is nothing to keep");
}

#[tokio::test]
async fn a_reply_that_is_no_stream_is_one_piece() {
    let whole = json!({"choices": [{"message": {"role": "assistant", "content": "<think>hm</think>Oi"}, "finish_reason": "stop"}]});
    assert_eq!(outcome(Script::json(200, &whole)).await, ("Oi".into(), None));
}

#[tokio::test]
async fn a_stream_of_plain_text_or_no_type_is_read() {
    let body = format!("{}data: [DONE]\n\n", piece("Oi"));
    for headers in [&[][..], &[("content-type", "text/plain; charset=utf-8")]] {
        assert_eq!(outcome(Script::reply(200, headers, &body)).await, ("Oi".into(), None));
    }
}

#[tokio::test]
async fn thoughts_and_tools_are_not_shown() {
    let script = Script::stream()
        .event(r#"{"choices":[{"delta":{"role":"assistant","content":""}}]}"#)
        .event(r#"{"choices":[{"delta":{"reasoning_content":"secret"}}]}"#)
        .event(r#"{"choices":[{"delta":{"reasoning":"secret","content":null}}]}"#)
        .event(r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]}}]}"#)
        .event(r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":7}}]}}]}"#)
        .piece("\n<thi")
        .piece("nk>secret</think>\n\nO")
        .piece("i")
        .whole();
    assert_eq!(outcome(script).await, ("Oi".into(), None));
}

#[tokio::test]
async fn characters_may_be_cut_between_segments() {
    let bytes = piece("Olá, coração 🙂").into_bytes();
    let script = bytes.iter().fold(Script::stream(), |script, byte| script.chunk([*byte])).whole();
    assert_eq!(outcome(script).await, ("Olá, coração 🙂".into(), None));
}

#[tokio::test]
async fn an_answer_of_a_million_pieces_comes_whole() {
    let many = piece("x").repeat(1000);
    let script = (0..1000).fold(Script::stream(), |script, _| script.chunk(&many)).whole();
    let (words, error) = outcome(script).await;
    assert_eq!((words.len(), error), (1_000_000, None));
}

#[tokio::test]
async fn a_model_that_wants_the_newer_name_of_the_limit_gets_it_at_once_and_from_then_on() {
    let server = Server::start(0, |asked| match asked.json().get("max_completion_tokens") {
        Some(_) => Script::answer(&["Oi"]),
        None => Script::error(
            400,
            "unsupported_parameter",
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        ),
    })
    .await
    .unwrap();
    let model = model_at(&server.address());
    assert_eq!(hear(&*model).await, ("Oi".into(), None));
    assert_eq!(hear(&*model).await, ("Oi".into(), None));
    assert_eq!(server.asked().len(), 3);
}

/// A recorded stream with everything in it: a mark, comments, all line ends, thoughts, many lines, a usage event.
fn recorded() -> Vec<u8> {
    let mut bytes = b"\xef\xbb\xbf: hello\r\n\r\n".to_vec();
    let events = [
        r#"data: {"choices":[{"delta":{"role":"assistant","content":""}}]}"#,
        r#"data: {"choices":[{"delta":{"reasoning_content":"hm"}}]}"#,
        r#"data: {"choices":[{"delta":{"content":"<think>"}}]}"#,
        r#"data: {"choices":[{"delta":{"content":"hm</think> Olá"}}]}"#,
        "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\", coração \"}}]}",
        r#"data:{"choices":[{"delta":{"content":"\ud83d\ude42 <b>"}}]}"#,
        ": still here",
        r#"data: {"choices":[{"delta":{"content":"日本"},"finish_reason":null}]}"#,
        r#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
        r#"data: {"choices":[],"usage":{"total_tokens":9}}"#,
        "data: [DONE]",
    ];
    for (event, end) in events.iter().zip(["\n", "\r\n", "\r"].iter().cycle()) {
        bytes.extend_from_slice(event.replace('\n', end).as_bytes());
        bytes.extend_from_slice(end.repeat(2).as_bytes());
    }
    bytes
}

async fn heard_from(parts: Vec<Vec<u8>>) -> String {
    let body = stream::iter(parts.into_iter().map(Ok));
    let mut answer = Answer::new(body, following(Family::OpenAi, ""));
    let mut words = String::new();
    while let Some(piece) = answer.next().await {
        if let Piece::Text(text) = piece.unwrap() {
            words.push_str(&text);
        }
    }
    words
}

const HEARD: &str = "Olá, coração 🙂 <b>日本";

#[tokio::test]
async fn a_recorded_stream_cut_at_any_byte_says_the_same() {
    let bytes = recorded();
    for cut in 0..=bytes.len() {
        let (before, after) = bytes.split_at(cut);
        assert_eq!(heard_from(vec![before.to_vec(), after.to_vec()]).await, HEARD, "cut at {cut}");
    }
    assert_eq!(heard_from(bytes.iter().map(|byte| vec![*byte]).collect()).await, HEARD);
}

proptest! {
    #[test]
    fn a_recorded_stream_cut_anywhere_says_the_same(cuts in prop::collection::btree_set(0usize..900, 0..40)) {
        let bytes = recorded();
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts.into_iter().filter(|&cut| cut < bytes.len()) {
            parts.push(bytes[from..cut].to_vec());
            from = cut;
        }
        parts.push(bytes[from..].to_vec());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        prop_assert_eq!(runtime.block_on(heard_from(parts)), HEARD);
    }
}
