//! Each family over a real connection: where the key goes, what is asked again, and what a whole reply says.

use super::{
    KEY, endpoint_of, prompt,
    server::{Act, Script, Server},
};
use crate::RemoteProviders;
use futures_util::StreamExt as _;
use samantha_core::ports::{
    Family, Form, ModelErrorKind as Kind, Piece, Prompt, Providers as _, Secret, ToolCall, ToolSpec, Usage,
};
use serde_json::{Value, json};

fn with_tool() -> Prompt {
    let parameters = json!({"type": "object", "properties": {}});
    let tool = ToolSpec { name: "clock".into(), description: "The hour.".into(), parameters };
    Prompt { tools: vec![tool], ..prompt("Oi") }
}

async fn pieces(family: Family, server: &Server, prompt: Prompt) -> Vec<Result<Piece, Kind>> {
    let endpoint = endpoint_of(family, &server.address());
    let model = RemoteProviders::new().model(&endpoint, Some(Secret::new(KEY)));
    model.answer(prompt).map(|piece| piece.map_err(|error| error.kind)).collect().await
}

fn call(id: &str, arguments: &str) -> Result<Piece, Kind> {
    let (id, name, arguments) = (id.to_owned(), "clock".to_owned(), arguments.to_owned());
    Ok(Piece::Call(ToolCall { id, name, arguments, seal: String::new() }))
}

#[tokio::test]
async fn the_key_goes_into_the_header_its_family_wants_and_never_into_an_address() {
    for (family, path, header, value) in [
        (Family::OpenAi, "/v1/chat/completions", "authorization", format!("Bearer {KEY}")),
        (Family::Anthropic, "/v1/messages", "x-api-key", KEY.to_owned()),
        (
            Family::Gemini,
            "/v1/models/a-model:streamGenerateContent?alt=sse",
            "x-goog-api-key",
            KEY.to_owned(),
        ),
        (Family::Ollama, "/api/chat", "authorization", format!("Bearer {KEY}")),
    ] {
        let server = Server::playing([Script::error(401, "x", "no")]).await.unwrap();
        assert_eq!(pieces(family, &server, prompt("Oi")).await, [Err(Kind::Auth)]);
        let asked = server.asked().remove(0);
        assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", path));
        let keys: Vec<_> =
            asked.headers.iter().filter(|(_, value)| value.contains("canary")).cloned().collect();
        assert_eq!(keys, [(header.to_owned(), value)]);
        assert!(!String::from_utf8_lossy(&asked.body).contains("canary"));
        let version = asked.header("anthropic-version");
        assert_eq!(version, (family == Family::Anthropic).then_some("2023-06-01"));
    }
}

#[tokio::test]
async fn a_reply_that_comes_whole_says_the_same_in_every_family() {
    let function = json!({"name": "clock", "arguments": "{\"a\":1}"});
    let open_ai = json!({
        "choices": [{"message": {"content": "Oi", "tool_calls": [{"id": "c", "type": "function", "function": function}]},
                     "finish_reason": "tool_calls"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2},
    });
    let anthropic = json!({"type": "message", "stop_reason": "tool_use", "content": [
        {"type": "text", "text": "Oi"},
        {"type": "tool_use", "id": "c", "name": "clock", "input": {"a": 1}},
    ], "usage": {"input_tokens": 3, "output_tokens": 2}});
    let candidate = json!({"finishReason": "STOP", "content": {"parts": [
        {"text": "Oi"}, {"functionCall": {"id": "c", "name": "clock", "args": {"a": 1}}},
    ]}});
    let used = json!({"promptTokenCount": 3, "candidatesTokenCount": 2});
    let gemini = json!({"candidates": [candidate], "usageMetadata": used});
    let ollama = json!({"message": {"content": "Oi", "tool_calls": [
        {"id": "c", "function": {"name": "clock", "arguments": {"a": 1}}},
    ]}, "done": true, "done_reason": "stop", "prompt_eval_count": 3, "eval_count": 2});
    let usage = Usage { tokens_out: Some(3), tokens_in: Some(2), ..Usage::default() };
    for (family, reply) in [
        (Family::OpenAi, open_ai),
        (Family::Anthropic, anthropic),
        (Family::Gemini, json!([gemini])),
        (Family::Gemini, gemini),
        (Family::Ollama, ollama),
    ] {
        let server = Server::playing([Script::json(200, &reply)]).await.unwrap();
        let expected = [Ok(Piece::Text("Oi".into())), Ok(Piece::Used(usage)), call("c", "{\"a\":1}")];
        assert_eq!(pieces(family, &server, with_tool()).await, expected, "{family:?}");
    }
}

#[tokio::test]
async fn a_call_is_given_only_by_a_whole_answer_and_once() {
    let part = |data: Value| json!({"choices": [{"delta": {"tool_calls": [data]}}]}).to_string();
    let asked = part(json!({"index": 0, "id": "c", "function": {"name": "clock", "arguments": "{}"}}));
    let again = part(json!({"index": 1, "id": "c", "function": {"name": "clock", "arguments": "{}"}}));
    let garbage =
        part(json!({"index": 0, "id": "g", "function": {"name": "clock", "arguments": "{nonsense"}}));
    let many =
        part(json!({"index": 0, "id": "m", "function": {"name": "clock", "arguments": "x".repeat(60_000)}}));
    let finish = |reason: &str| json!({"choices": [{"delta": {}, "finish_reason": reason}]}).to_string();
    let stream = Script::stream;
    for (script, expected) in [
        (
            stream().event(&asked).event(&again).event(&finish("tool_calls")).event("[DONE]").end(),
            vec![call("c", "{}")],
        ),
        (stream().event(&asked).event("[DONE]").end(), vec![call("c", "{}")]),
        (stream().event(&asked).end(), vec![Err(Kind::BrokenStream)]),
        (stream().event(&asked).then(Act::Reset), vec![Err(Kind::BrokenStream)]),
        (stream().event(&asked).event(&finish("length")).end(), vec![call("c", "{}")]),
        (stream().event(&garbage).event(&finish("length")).end(), vec![Err(Kind::BrokenStream)]),
        (stream().event(&garbage).event(&finish("stop")).end(), vec![call("g", "{nonsense")]),
        (stream().event(&many).event(&many).event(&finish("stop")).end(), vec![Err(Kind::BrokenStream)]),
        (stream().event(&asked).event(&finish("content_filter")).end(), vec![Err(Kind::Refused)]),
    ] {
        let server = Server::playing([script]).await.unwrap();
        assert_eq!(pieces(Family::OpenAi, &server, with_tool()).await, expected);
    }
}

#[tokio::test]
async fn a_model_without_tools_is_asked_again_without_them_once_and_known_from_then_on() {
    let server = Server::start(0, |asked| match asked.json().get("tools") {
        Some(_) => {
            Script::json(400, &json!({"error": "registry.ollama.ai/library/gemma does not support tools"}))
        }
        None => Script::json(200, &json!({"message": {"content": "Oi"}, "done": true})),
    })
    .await
    .unwrap();
    let providers = RemoteProviders::new();
    for _ in 0..2 {
        let model = providers.model(&endpoint_of(Family::Ollama, &server.address()), None);
        let heard: Vec<_> = model.answer(with_tool()).collect().await;
        assert_eq!(heard, [Ok(Piece::Text("Oi".into()))]);
    }
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn a_form_is_asked_for_as_far_as_the_provider_knows_it() {
    let server = Server::start(0, |asked| {
        let form = asked.json()["response_format"]["type"].as_str().unwrap_or("none").to_owned();
        match form.as_str() {
            "none" => Script::answer(&["{}"]),
            form => Script::error(400, "x", &format!("response_format {form} is not supported")),
        }
    })
    .await
    .unwrap();
    let form = Form::Json { name: "facts".into(), schema: json!({"type": "object"}) };
    let prompt = Prompt { form, ..prompt("Oi") };
    assert_eq!(pieces(Family::OpenAi, &server, prompt).await, [Ok(Piece::Text("{}".into()))]);
    let forms: Vec<_> =
        server.asked().iter().map(|asked| asked.json()["response_format"]["type"].clone()).collect();
    assert_eq!(forms, [json!("json_schema"), json!("json_object"), Value::Null]);
}

#[tokio::test]
async fn a_provider_that_objects_to_everything_is_left_in_peace() {
    let objection =
        "max_tokens max_completion_tokens stream_options response_format tools reasoning_effort unsupported";
    let server = Server::playing([Script::error(400, "x", objection)]).await.unwrap();
    assert_eq!(pieces(Family::OpenAi, &server, with_tool()).await, [Err(Kind::Unreadable)]);
    assert!(server.asked().len() <= 7, "{}", server.asked().len());
}

#[tokio::test]
async fn a_model_that_thinks_to_the_end_of_its_length_gets_room_the_next_time() {
    let thought = r#"{"message":{"content":"","thinking":"hm"},"done":true,"done_reason":"length"}"#;
    let lines = [("content-type", "application/x-ndjson")];
    let server = Server::playing([Script::reply(200, &lines, thought)]).await.unwrap();
    let providers = RemoteProviders::new();
    // A prompt that fills the smallest context: the room would cost memory there.
    let model = providers.model(&endpoint_of(Family::Ollama, &server.address()), None);
    for _ in 0..2 {
        let long = model.answer(prompt(&"x".repeat(15_300)));
        let last = long.map(|piece| piece.map_err(|error| error.kind)).collect::<Vec<_>>().await.pop();
        assert_eq!(last, Some(Err(Kind::Unreadable)));
    }
    let asked = server.asked();
    let told =
        |name: &str| asked.iter().map(|asked| asked.json()["options"][name].clone()).collect::<Vec<_>>();
    assert_eq!(told("num_predict"), [534, 500 + 4096]);
    assert_eq!(told("num_ctx"), [8192, 16_384]);
}

#[tokio::test]
async fn a_trial_is_put_again_without_room_where_that_is_too_much() {
    let server = Server::start(0, |asked| match asked.json()["max_tokens"].as_u64() {
        Some(..=1000) => Script::answer(&["ok"]),
        _ => Script::error(400, "x", "max_tokens is too large: 4112. This model supports at most 1000"),
    })
    .await
    .unwrap();
    let trial = || Prompt {
        max_answer_tokens: 16,
        purpose: samantha_core::ports::Purpose::Test,
        ..prompt("Say: ok")
    };
    assert_eq!(
        pieces(Family::Anthropic, &server, trial()).await,
        [Err(Kind::Unreadable)],
        "another protocol"
    );
    assert_eq!(pieces(Family::OpenAi, &server, trial()).await, [Ok(Piece::Text("ok".into()))]);
    let limits: Vec<_> = server.asked().iter().map(|asked| asked.json()["max_tokens"].clone()).collect();
    assert_eq!(limits[2..], [16 + 4096, 16]);
}

#[tokio::test]
async fn a_trial_leaves_room_for_thoughts() {
    let server = Server::playing([Script::answer(&["ok"])]).await.unwrap();
    let trial =
        Prompt { max_answer_tokens: 16, purpose: samantha_core::ports::Purpose::Test, ..prompt("Say: ok") };
    assert_eq!(pieces(Family::OpenAi, &server, trial).await, [Ok(Piece::Text("ok".into()))]);
    assert_eq!(server.asked()[0].json()["max_tokens"], 16 + 4096);
}
