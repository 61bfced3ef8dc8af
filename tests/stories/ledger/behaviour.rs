//! What the server of the ledger's story does, in every family's own words.

use samantha_core::{
    ledger::State,
    ports::{Family, ModelErrorKind},
};
use samantha_tests::server::{Act, Asked, FINISH, Script};
use serde_json::{Value, json};

/// What a model of the test's server does: the beginning of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Streams an answer and says what it took.
    Streams,
    /// Answers in one piece, though it was asked to stream.
    Whole,
    Auth,
    Rate,
    Overloaded,
    /// Ends the connection in the middle.
    Cuts,
    /// Refuses to answer this.
    Refuses,
    /// Goes silent after its first words: whoever asked leaves.
    Stalls,
    /// Asks for a tool, and answers once it has what the tool gave.
    Calls,
}

const ALL: [Does; 9] = [
    Does::Streams,
    Does::Whole,
    Does::Auth,
    Does::Rate,
    Does::Overloaded,
    Does::Cuts,
    Does::Refuses,
    Does::Stalls,
    Does::Calls,
];

impl Does {
    fn of(model: &str) -> Option<Self> {
        ALL.into_iter().find(|does| model.starts_with(&format!("{does:?}")))
    }

    /// How its request stands in the end.
    pub fn ends(self) -> (State, &'static str) {
        let failed = |kind: ModelErrorKind| (State::Failed, kind.code());
        match self {
            Self::Streams | Self::Whole | Self::Calls => (State::Whole, ""),
            Self::Auth => failed(ModelErrorKind::Auth),
            Self::Rate => failed(ModelErrorKind::Rate),
            Self::Overloaded => failed(ModelErrorKind::Overloaded),
            Self::Cuts => failed(ModelErrorKind::BrokenStream),
            Self::Refuses => failed(ModelErrorKind::Refused),
            Self::Stalls => (State::Stopped, ""),
        }
    }
}

/// Everything that is asked for, by whom it is asked: all there is of the first family, and of each other what every
/// provider may do.
pub fn mixed() -> Vec<(Family, Does)> {
    let of_all = [Does::Streams, Does::Auth, Does::Overloaded, Does::Cuts, Does::Stalls];
    let others = [Family::Anthropic, Family::Gemini, Family::Ollama];
    let others = others.into_iter().flat_map(|family| of_all.map(|does| (family, does)));
    ALL.map(|does| (Family::OpenAi, does)).into_iter().chain(others).collect()
}

/// The family whose path was asked.
fn family_of(asked: &Asked) -> Family {
    if asked.path.ends_with("/messages") {
        Family::Anthropic
    } else if asked.path.contains(":streamGenerateContent") {
        Family::Gemini
    } else if asked.path == "/api/chat" {
        Family::Ollama
    } else {
        Family::OpenAi
    }
}

/// The model asked for: in the body, or for Gemini in the path; nothing for a list.
pub fn model_of(asked: &Asked) -> String {
    match asked.path.rsplit_once("/models/").and_then(|(_, rest)| rest.split_once(':')) {
        Some((model, _)) => model.to_owned(),
        None => asked.model(),
    }
}

/// Tokens that [`Does::Streams`] says it took, out and in.
pub const USED: (u32, u32) = (1200, 34);

/// An answer of so many pieces as its family streams it. Without `whole`, only the pieces.
fn streamed(family: Family, pieces: usize, whole: bool) -> Script {
    let text = "Então, sim. ";
    let event = |script: Script, value: &Value| script.event(&value.to_string());
    let begun = match family {
        Family::Anthropic => {
            let usage = json!({"input_tokens": USED.0, "output_tokens": 1});
            let message = json!({"type": "message_start", "message": {"role": "assistant", "usage": usage}});
            let block = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
            event(event(Script::stream(), &message), &block)
        }
        Family::Ollama => Script::raw(
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: application/x-ndjson\r\n\r\n"
                .as_slice(),
        ),
        Family::OpenAi | Family::Gemini | Family::BuiltIn => Script::stream(),
    };
    let said = (0..pieces).fold(begun, |script, _| match family {
        Family::Anthropic => {
            let delta = json!({"type": "text_delta", "text": text});
            event(script, &json!({"type": "content_block_delta", "index": 0, "delta": delta}))
        }
        Family::Gemini => {
            let content = json!({"role": "model", "parts": [{"text": text}]});
            event(script, &json!({"candidates": [{"index": 0, "content": content}]}))
        }
        Family::Ollama => {
            let message = json!({"role": "assistant", "content": text});
            script.chunk(format!("{}\n", json!({"message": message, "done": false})))
        }
        Family::OpenAi | Family::BuiltIn => script.piece(text),
    });
    if !whole {
        return said;
    }
    match family {
        Family::Anthropic => {
            let delta = json!({"stop_reason": "end_turn"});
            let usage = json!({"output_tokens": USED.1});
            let said = event(said, &json!({"type": "content_block_stop", "index": 0}));
            let said = event(said, &json!({"type": "message_delta", "delta": delta, "usage": usage}));
            event(said, &json!({"type": "message_stop"})).end()
        }
        Family::Gemini => {
            let usage = json!({"promptTokenCount": USED.0, "candidatesTokenCount": USED.1});
            let content = json!({"role": "model", "parts": [{"text": "."}]});
            let last = json!({"index": 0, "content": content, "finishReason": "STOP"});
            event(said, &json!({"candidates": [last], "usageMetadata": usage})).end()
        }
        Family::Ollama => {
            let last = json!({"message": {"role": "assistant", "content": ""}, "done": true, "done_reason": "stop",
                "prompt_eval_count": USED.0, "eval_count": USED.1});
            said.chunk(format!("{last}\n")).end()
        }
        Family::OpenAi | Family::BuiltIn => {
            let usage = json!({"prompt_tokens": USED.0, "completion_tokens": USED.1});
            event(said.event(FINISH), &json!({"choices": [], "usage": usage})).event("[DONE]").end()
        }
    }
}

/// What is sent for a request.
pub fn script(asked: &Asked) -> Script {
    if asked.method == "GET" {
        return Script::json(200, &json!({"object": "list", "data": [{"id": "a"}, {"id": "b"}]}));
    }
    let (model, family) = (model_of(asked), family_of(asked));
    let length = asked.body.len() % 40;
    match Does::of(&model) {
        Some(Does::Streams) => streamed(family, length + 1, true),
        Some(Does::Whole) => {
            let message = json!({"role": "assistant", "content": "Tudo de uma vez. ".repeat(length + 1)});
            let choice = json!({"index": 0, "message": message, "finish_reason": "stop"});
            Script::json(200, &json!({"object": "chat.completion", "model": model, "choices": [choice]}))
        }
        Some(Does::Auth) => Script::error(401, "invalid_api_key", "no such key"),
        Some(Does::Rate) => Script::error(429, "rate_limit_exceeded", "too often"),
        Some(Does::Overloaded) => Script::error(503, "server_error", "too much to do"),
        Some(Does::Cuts) => streamed(family, 2, false).then(Act::Close),
        Some(Does::Refuses) => Script::stream()
            .event(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}"#)
            .event("[DONE]")
            .end(),
        Some(Does::Stalls) => streamed(family, 1, false).then(Act::Stall),
        Some(Does::Calls) if !asked.json()["messages"].to_string().contains(r#""role":"tool""#) => {
            let call = json!({"index": 0, "id": "call-1", "type": "function",
                "function": {"name": "look", "arguments": "{\"words\": \"goiabeira\"}"}});
            let delta =
                json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": null}]});
            Script::stream()
                .event(&delta.to_string())
                .event(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#)
                .event("[DONE]")
                .end()
        }
        Some(Does::Calls) => Script::answer(&["Achei."]),
        None => Script::error(404, "model_not_found", "no such model"),
    }
}
