//! Ollama's own `/api/chat`: a JSON value a line. It is told how much of the conversation to read; asked the other way
//! it would cut the beginning off without a word.

use super::{
    Finish, Reader, Said, Unread, Wanted,
    calls::{Calls, name_of, object},
    error_in, estimate,
    open_ai::{THINKING_ROOM, limit, tools},
    parse, text, tokens,
};
use crate::quirks::{FormTaken, ToolsTaken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use samantha_core::ports::{Form, Message, Prompt, Role, ToolCall, Usage};
use serde_json::{Map, Value, json};

/// Tokens it is told to read at least, where the model can.
const LEAST_CONTEXT: u32 = 8192;

/// Tokens it is told to read, and those its answer may have.
struct Told {
    context: u32,
    answer: u32,
}

/// It is told to read all of the prompt and the answer, in steps, since the model is loaded anew with every change. Not
/// all the model could read: that memory would be taken at once. What the step leaves is room for thoughts, which so
/// costs nothing.
fn told(wanted: &Wanted<'_>) -> Told {
    let (prompt, limit) = (estimate(wanted.prompt), limit(wanted));
    let needed = prompt.saturating_add(limit);
    let step = needed.checked_next_power_of_two().unwrap_or(u32::MAX).max(LEAST_CONTEXT);
    let context = wanted.endpoint.context.map_or(step, |most| step.min(most));
    let most = wanted.prompt.max_answer_tokens.saturating_add(THINKING_ROOM);
    let answer =
        if wanted.quirks.no_room { limit } else { context.saturating_sub(prompt).min(most).max(limit) };
    Told { context, answer }
}

pub(super) fn body(wanted: &Wanted<'_>) -> Value {
    let (prompt, quirks) = (wanted.prompt, wanted.quirks);
    let mut body = Map::new();
    body.insert("model".into(), json!(wanted.endpoint.model));
    body.insert("messages".into(), prompt.messages.iter().map(|said| message(said, prompt)).collect());
    body.insert("stream".into(), json!(true));
    let told = told(wanted);
    body.insert("options".into(), json!({"num_ctx": told.context, "num_predict": told.answer}));
    if !prompt.tools.is_empty() && quirks.tools != ToolsTaken::No {
        body.insert("tools".into(), tools(wanted));
    }
    match (&prompt.form, quirks.form) {
        (Form::Words, _) | (Form::Json { .. }, FormTaken::Nothing) => {}
        (Form::Json { .. }, FormTaken::Json) => drop(body.insert("format".into(), json!("json"))),
        (Form::Json { schema, .. }, FormTaken::Schema) => drop(body.insert("format".into(), schema.clone())),
    }
    Value::Object(body)
}

fn message(said: &Message, prompt: &Prompt) -> Value {
    let mut message = Map::new();
    let role = match said.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    };
    message.insert("role".into(), json!(role));
    message.insert("content".into(), json!(said.text));
    if !said.pictures.is_empty() {
        let pictures = said.pictures.iter().map(|picture| Value::from(STANDARD.encode(&picture.bytes)));
        message.insert("images".into(), pictures.collect());
    }
    if !said.calls.is_empty() {
        let calls = said.calls.iter().map(|call| {
            let function = json!({"name": call.name, "arguments": object(&call.arguments)});
            json!({"function": function})
        });
        message.insert("tool_calls".into(), calls.collect());
    }
    if let Some(id) = &said.answers {
        message.insert("tool_name".into(), json!(name_of(prompt, id)));
    }
    Value::Object(message)
}

/// Follows one answer.
pub(super) struct AnswerReader {
    calls: Calls,
}

impl AnswerReader {
    pub(super) fn new(earlier: usize) -> Self {
        Self { calls: Calls::after(earlier) }
    }
}

impl Reader for AnswerReader {
    fn read(&mut self, name: &str, data: &str) -> Result<Said, Unread> {
        let value: Value = parse(data)?;
        if !value.is_object() {
            return Err(Unread::Foreign);
        }
        if let Some(error) = error_in(name, &value) {
            return Ok(Said { error: Some(error), ..Said::default() });
        }
        let message = value.get("message").unwrap_or(&Value::Null);
        if !message.is_object() && value.get("done").is_none() {
            return Err(Unread::Foreign);
        }
        let mut said = Said {
            words: text(message, "content").to_owned(),
            thought: !text(message, "thinking").is_empty(),
            ..Said::default()
        };
        let calls =
            message.get("tool_calls").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for call in calls {
            let function = call.get("function").unwrap_or(&Value::Null);
            let arguments = match function.get("arguments") {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(arguments)) => arguments.clone(),
                Some(arguments) => arguments.to_string(),
            };
            self.calls.whole(text(call, "id"), text(function, "name"), &arguments)?;
        }
        if value.get("done") == Some(&Value::Bool(true)) {
            said.finish =
                Some(if text(&value, "done_reason") == "length" { Finish::Length } else { Finish::Whole });
            said.over = true;
            said.calls = self.rest();
            let usage = Usage {
                tokens_out: tokens(value.get("prompt_eval_count")),
                tokens_in: tokens(value.get("eval_count")),
                ..Usage::default()
            };
            said.usage = (usage != Usage::default()).then_some(usage);
        }
        Ok(said)
    }

    fn rest(&mut self) -> Vec<ToolCall> {
        self.calls.give(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::tests_of_bodies::{Asked, everything};
    use samantha_core::ports::Family;

    #[test]
    fn a_prompt_becomes_a_request_with_these_words_and_no_others() {
        let mut asked = Asked::of(Family::Ollama, "http://127.0.0.1:11434/v1");
        assert_eq!(
            asked.body(&everything()),
            json!({
                "model": "a-model",
                "messages": [
                    {"role": "system", "content": "You are Samantha."},
                    {"role": "user", "content": "Oi \"você\"\n🙂", "images": ["iVA="]},
                    {"role": "assistant", "content": "", "tool_calls": [
                        {"function": {"name": "clock", "arguments": {"zone": "x"}}},
                        {"function": {"name": "search", "arguments": {}}},
                    ]},
                    {"role": "tool", "content": "noon", "tool_name": "clock"},
                    {"role": "tool", "content": "nothing", "tool_name": "search"},
                    {"role": "system", "content": "It is noon."},
                ],
                "stream": true,
                "options": {"num_ctx": 8192, "num_predict": 700 + 4096},
                "tools": [{"type": "function", "function": {
                    "name": "clock", "description": "The hour.", "parameters": {"type": "object", "properties": {}},
                }}],
                "format": {"type": "object", "properties": {"a": {"type": "string"}}},
            })
        );
        let mut told = |context, words: usize| {
            asked.endpoint.context = context;
            let mut prompt = everything();
            prompt.messages[1] = Message::said(Role::User, "x".repeat(words));
            asked.body(&prompt)["options"]["num_ctx"].as_u64().unwrap()
        };
        assert_eq!(told(Some(4096), 10), 4096, "no more than it can read");
        assert_eq!(told(Some(131_072), 10), 8192, "no more than it needs");
        assert_eq!(told(Some(131_072), 40_000), 32_768);
        assert_eq!(told(None, 40_000), 32_768);
        let mut asked = Asked::of(Family::Ollama, "http://127.0.0.1:11434/v1");
        let mut options = |context, words: usize| {
            asked.endpoint.context = context;
            let mut prompt = everything();
            prompt.messages = vec![Message::said(Role::User, "x".repeat(words))];
            prompt.tools.clear();
            let options = &asked.body(&prompt)["options"];
            (options["num_ctx"].as_u64().unwrap(), options["num_predict"].as_u64().unwrap())
        };
        assert_eq!(options(None, 14_000), (8192, 8192 - 7008), "thoughts have the room that is there anyway");
        assert_eq!(options(Some(4096), 5_000), (4096, 4096 - 2508));
        assert_eq!(options(Some(4096), 7_000), (4096, 700), "never less than the answer's own");
    }

    #[test]
    fn a_line_of_another_protocol_is_not_taken_for_silence() {
        for data in ["{}", "7", "{\"choices\":[]}", "{\"message\":"] {
            assert_eq!(AnswerReader::new(0).read("", data), Err(Unread::Foreign), "{data}");
        }
    }
}
