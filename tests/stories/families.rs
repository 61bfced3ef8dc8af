//! She looks something up and says it, whatever family of providers her model is of.

use crate::holds;
use samantha_core::{
    companion::Companion,
    conversation::{self, Speaker, Turn, TurnState, Walk},
    dialogue::Request,
    id::Uid,
    ports::{Family, Secret},
    profile::{self, keys::Keep},
    settings,
    testing::{Fakes, at_once},
};
use samantha_models::RemoteProviders;
use samantha_tests::server::{Asked, Script, Server};
use serde_json::{Value, json};
use std::sync::Arc;

const KEY: &str = "sk-canary-of-the-families";
const FRIDAY: &str = "Friday, 2026-12-25";

fn events(values: &[Value]) -> Script {
    values.iter().fold(Script::stream(), |script, value| script.event(&value.to_string())).end()
}

fn lines(values: &[Value]) -> Script {
    let body: String = values.iter().map(|value| format!("{value}\n")).collect();
    Script::reply(200, &[("content-type", "application/x-ndjson")], body)
}

/// A call of the clock, as each family streams it.
fn call(family: Family) -> Script {
    let day = json!({"day": "2026-12-25"});
    match family {
        Family::OpenAi => {
            let function = json!({"name": "clock", "arguments": day.to_string()});
            let calls = json!([{"index": 0, "id": "c1", "type": "function", "function": function}]);
            events(&[json!({"choices": [{"delta": {"tool_calls": calls}, "finish_reason": "tool_calls"}]})])
        }
        Family::Anthropic => events(&[
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"}}),
            json!({"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "c1", "name": "clock", "input": {}}}),
            json!({"type": "content_block_delta", "index": 1, "delta": {"type": "input_json_delta", "partial_json": day.to_string()}}),
            json!({"type": "message_delta", "delta": {"stop_reason": "tool_use"}}),
            json!({"type": "message_stop"}),
        ]),
        Family::Gemini => {
            let part = json!({"functionCall": {"name": "clock", "args": day}, "thoughtSignature": "c2ln"});
            events(&[json!({"candidates": [{"content": {"parts": [part]}, "finishReason": "STOP"}]})])
        }
        Family::Ollama | Family::BuiltIn => {
            let calls = json!([{"function": {"name": "clock", "arguments": day}}]);
            lines(&[
                json!({"message": {"role": "assistant", "content": "", "tool_calls": calls}, "done": true}),
            ])
        }
    }
}

/// The answer once the clock was read.
fn answer(family: Family, words: &str) -> Script {
    match family {
        Family::OpenAi => Script::answer(&[words]),
        Family::Anthropic => events(&[
            json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": words}}),
            json!({"type": "message_delta", "delta": {"stop_reason": "end_turn"}}),
            json!({"type": "message_stop"}),
        ]),
        Family::Gemini => events(&[
            json!({"candidates": [{"content": {"parts": [{"text": words}]}, "finishReason": "STOP"}]}),
        ]),
        Family::Ollama | Family::BuiltIn => {
            lines(&[json!({"message": {"role": "assistant", "content": words}, "done": true})])
        }
    }
}

/// What the clock gave, as the provider is told it; `None` before it was read.
fn given(family: Family, asked: &Asked) -> Option<String> {
    let body = asked.json();
    let found = match family {
        Family::OpenAi | Family::Ollama | Family::BuiltIn => {
            let messages = body["messages"].as_array()?;
            messages.iter().find(|message| message["role"] == "tool")?["content"].clone()
        }
        Family::Anthropic => {
            let blocks = body["messages"].as_array()?.last()?["content"].as_array()?;
            assert_eq!(body["messages"][0]["role"], "user");
            blocks.iter().find(|block| block["type"] == "tool_result")?["content"].clone()
        }
        Family::Gemini => {
            let parts = body["contents"].as_array()?.last()?["parts"].as_array()?;
            parts.iter().find_map(|part| part.pointer("/functionResponse/response/result"))?.clone()
        }
    };
    Some(found.as_str()?.to_owned())
}

async fn companion(home: &std::path::Path, family: Family, address: &str) -> Companion {
    let mut ports = Fakes::default().ports();
    ports.providers = Arc::new(RemoteProviders::new());
    let companion = Companion::open(home, ports, at_once()).await.unwrap();
    let edit = profile::Edit {
        id: None,
        name: String::new(),
        family,
        address: address.to_owned(),
        model: "a-model".to_owned(),
        context: Some(16_384),
        sees: None,
        tools: Some(true),
        price: None,
    };
    let profile = companion
        .store()
        .write(move |tx| {
            let profile = profile::save(tx, &edit, 0)?;
            let change = settings::Change { profile: Some(Some(profile.id)), ..settings::Change::default() };
            settings::change(tx, &change).map(|_| profile)
        })
        .await
        .unwrap();
    companion.keys().write(profile.uid, Secret::new(KEY), Keep::Session).await.unwrap();
    companion
}

async fn last_answer(companion: &Companion) -> Turn {
    let last = companion.store().read(|c| {
        let mut last = None;
        conversation::latest(c, None, |turn| {
            last = Some(turn);
            Walk::Stop
        })?;
        Ok(last)
    });
    last.await.unwrap().unwrap()
}

#[tokio::test]
async fn she_reads_the_clock_and_says_it_with_a_model_of_every_family() {
    for family in [Family::OpenAi, Family::Anthropic, Family::Gemini, Family::Ollama] {
        let server = Server::start(0, move |asked| match given(family, asked) {
            Some(given) => answer(family, &format!("O relógio diz: {given}")),
            None => call(family),
        })
        .await
        .unwrap();
        let home = tempfile::tempdir().unwrap();
        let companion = companion(home.path(), family, &server.address()).await;
        let text = "Que dia da semana é o Natal?".to_owned();
        let said = Request::Say { uid: Uid::random().unwrap(), text, pictures: Vec::new() };
        let running = companion.dialogue().begin(said).await.unwrap().running.unwrap();
        running.ended().await;
        let turn = last_answer(&companion).await;
        assert_eq!(
            (turn.speaker, turn.state),
            (Speaker::Companion, TurnState::Complete),
            "{family:?}: {turn:?}"
        );
        assert!(turn.text.starts_with(&format!("O relógio diz: {FRIDAY}")), "{family:?}: {}", turn.text);
        assert_eq!(server.asked().len(), 2, "{family:?}");
        // Thoughts go back with what they led to, where a provider refuses it otherwise.
        let body = String::from_utf8(server.asked().remove(1).body).unwrap();
        let sealed = matches!(family, Family::Anthropic | Family::Gemini);
        assert_eq!(body.contains("c2ln"), sealed, "{family:?}: {body}");
        companion.close().await.unwrap();
        assert!(!holds(home.path(), KEY.as_bytes()), "{family:?}: a key is in a file");
    }
}
