//! A provider to run Samantha against, one behaviour a model name: `provider [--port N] [--ollama]`.
//!
//! Prints its base address on the first line and serves until it is ended. `--port 0`, the default, takes a free
//! port; `--ollama` takes Ollama's own, 11434, so that Samantha finds it by herself. A key of `wrong-key` is
//! refused everywhere. `GET /seen` tells what was asked so far, keys left out.

use samantha_tests::server::{Act, Asked, FINISH, Script, Server, piece};
use serde_json::{Value, json};
use std::{
    io::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The behaviours, as models.
const MODELS: [&str; 15] = [
    "auth",
    "context",
    "cut",
    "echo-slow",
    "html",
    "long",
    "overloaded",
    "quick",
    "quota",
    "rate",
    "refused",
    "stall",
    "stream300",
    "thinks",
    "unknown",
];

/// An answer with everything that is set: paragraphs, a list, emphasis, a link, code and letters of two bytes.
const MARKDOWN: &str = "Good to hear from you. Here is **what I would try first**, in the order I would try it:\n\n\
    1. Take a walk before breakfast, *short* and without the phone.\n\
    2. Write one sentence about yesterday.\n\
    3. Call your sister; you said on Sunday that you meant to.\n\n\
    If you prefer it as a note for yourself:\n\n\
    ```python\nfor day in range(7):\n    print(\"amanhã\", day)\n```\n\n\
    > Não precisa ser perfeito. It only has to be yours.\n\n\
    And there is [a page about it](https://example.com/walks). How does that sound?";

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let mut port = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => port = arguments.next().unwrap_or_default().parse()?,
            "--ollama" => port = 11434,
            other => anyhow::bail!("unknown argument {other}: provider [--port N] [--ollama]"),
        }
    }
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = Server::start(port, move |asked| {
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.path == "/seen" {
            return Script::json(200, &json!(*seen));
        }
        seen.push(json!({
            "method": asked.method,
            "path": asked.path,
            "with_key": asked.header("authorization").is_some(),
            "body": asked.json(),
        }));
        choose(asked)
    })
    .await?;
    println!("{}", server.address());
    std::io::stdout().flush()?;
    std::future::pending().await
}

fn choose(asked: &Asked) -> Script {
    if asked.header("authorization") == Some("Bearer wrong-key") {
        return Script::error(401, "invalid_api_key", "Incorrect API key provided: wrong-key.");
    }
    match (asked.method.as_str(), asked.path.as_str()) {
        ("GET", "/v1/models") => {
            let models = MODELS.map(|name| json!({"id": name, "object": "model", "owned_by": "tests"}));
            Script::json(200, &json!({"object": "list", "data": models}))
        }
        ("GET", "/api/tags") => {
            let models =
                MODELS.map(|name| json!({"name": name, "model": name, "details": {"family": "llama"}}));
            Script::json(200, &json!({"models": models}))
        }
        ("GET", "/api/version") => Script::json(200, &json!({"version": "0.12.0"})),
        ("POST", "/v1/chat/completions") => answer(&asked.model(), &said(asked)),
        ("POST", "/api/chat") => as_ollama(answer(&asked.model(), &said(asked))),
        ("POST", "/api/show") => {
            let facts = json!({"llama.context_length": 8192});
            Script::json(200, &json!({"capabilities": ["completion", "tools"], "model_info": facts}))
        }
        _ => Script::reply(404, &[("content-type", "text/plain")], "404 page not found"),
    }
}

fn answer(model: &str, said: &str) -> Script {
    match model {
        "quick" => Script::answer(&["I am ", "here, ", "and I ", "heard you."]),
        "echo-slow" => slowly(&words(&format!("You said: {said}\n\n{MARKDOWN}")), 20).whole(),
        "long" => slowly(&words(&MARKDOWN.repeat(40)), 200).whole(),
        "thinks" => {
            let thought = r#"{"choices":[{"index":0,"delta":{"reasoning_content":"Hidden thought."}}]}"#;
            let script = Script::stream().event(thought).at(Duration::from_millis(500)).event(thought);
            script.piece("<think>Also hidden.</think>\n\n").piece("Only this ").piece("is said.").whole()
        }
        "cut" => slowly(&["These words ", "arrive, ", "and then ", "the line "], 10).then(Act::Reset),
        "stall" => slowly(&["One moment", " …"], 10).then(Act::Stall),
        "auth" => Script::error(401, "invalid_api_key", "Incorrect API key provided."),
        "quota" => Script::error(429, "insufficient_quota", "You exceeded your current quota."),
        "rate" => {
            let body = json!({"error": {"message": "Rate limit reached.", "code": "rate_limit_exceeded"}});
            let headers = [("content-type", "application/json"), ("retry-after", "30")];
            Script::reply(429, &headers, body.to_string())
        }
        "overloaded" => Script::error(503, "service_unavailable", "The engine is overloaded."),
        "context" => Script::error(400, "context_length_exceeded", "Maximum context length is 4096 tokens."),
        "refused" => {
            let finish = FINISH.replace("\"stop\"", "\"content_filter\"");
            Script::stream().event(&finish).event("[DONE]").end()
        }
        "html" => Script::reply(
            200,
            &[("content-type", "text/html")],
            "<html><h1>Welcome to the hotel network</h1></html>",
        ),
        "stream300" => {
            // Numbered, so that a lost, doubled or exchanged piece shows.
            let numbers: Vec<String> = (0..9000).map(|number| format!("{number} ")).collect();
            slowly(&numbers, 300).whole()
        }
        _ => Script::error(404, "model_not_found", &format!("The model `{model}` does not exist.")),
    }
}

/// The same answer as Ollama itself would stream it: a JSON value a line.
fn as_ollama(script: Script) -> Script {
    let acts = script.0.into_iter().map(|act| match act {
        Act::Send(bytes) => Act::Send(in_lines(&bytes)),
        other => other,
    });
    Script(acts.collect())
}

fn in_lines(bytes: &[u8]) -> Vec<u8> {
    let sent = String::from_utf8_lossy(bytes);
    let Some((_, data)) = sent.split_once("data: ") else {
        return sent.replace("text/event-stream; charset=utf-8", "application/x-ndjson").into_bytes();
    };
    let Ok(data) = serde_json::from_str::<Value>(data.trim()) else { return Vec::new() };
    let choice = &data["choices"][0];
    let line = match choice["finish_reason"].as_str() {
        Some(reason) => {
            json!({"message": {"role": "assistant", "content": ""}, "done": true, "done_reason": reason})
        }
        None => {
            let (content, thinking) = (&choice["delta"]["content"], &choice["delta"]["reasoning_content"]);
            json!({"message": {"role": "assistant", "content": content, "thinking": thinking}, "done": false})
        }
    };
    let line = format!("{line}\n");
    format!("{:x}\r\n{line}\r\n", line.len()).into_bytes()
}

/// The last thing the person said.
fn said(asked: &Asked) -> String {
    let body = asked.json();
    let messages = body["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let last = messages.iter().rev().find(|message| message["role"] == "user");
    last.and_then(|message| message["content"].as_str()).unwrap_or("nothing").to_owned()
}

/// Pieces at a steady rate a second, measured from the request so that lateness doesn't add up.
fn slowly(pieces: &[impl AsRef<str>], rate: u32) -> Script {
    let mut script = Script::stream();
    for (number, text) in (0u32..).zip(pieces) {
        script = script.at(Duration::from_secs(1) * number / rate).chunk(piece(text.as_ref()));
    }
    script
}

/// A text in pieces of one word each, the white space with the word before it.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive([' ', '\n']).collect()
}
