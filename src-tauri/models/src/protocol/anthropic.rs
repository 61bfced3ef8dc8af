//! Anthropic's messages.

use super::{
    Finish, Reader, Said, Unread, Wanted,
    calls::{Calls, object},
    error_in,
    open_ai::limit,
    parse, text, tokens,
    turns::{NOTHING_SAID, Turn, aside, two_voices},
};
use crate::quirks::{FormTaken, ToolsTaken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use samantha_core::ports::{Form, Message, Role, ToolCall, Usage};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(super) fn body(wanted: &Wanted<'_>) -> Value {
    let (prompt, quirks) = (wanted.prompt, wanted.quirks);
    let voices = two_voices(&prompt.messages);
    let mut turns: Vec<Value> = voices.turns.iter().map(turn).collect();
    // What was said before the latest words is the same the next time: the provider may keep it.
    let before_last = turns.len().checked_sub(2);
    let kept = before_last.and_then(|at| turns.get_mut(at)?.get_mut("content")?.as_array_mut()?.last_mut());
    mark_kept(kept);
    let mut body = Map::new();
    body.insert("model".into(), json!(wanted.endpoint.model));
    body.insert("max_tokens".into(), json!(limit(wanted)));
    body.insert("stream".into(), json!(true));
    body.insert("messages".into(), json!(turns));
    let mut system: Vec<Value> =
        voices.system.iter().map(|said| json!({"type": "text", "text": said})).collect();
    mark_kept(system.last_mut());
    if !system.is_empty() {
        body.insert("system".into(), json!(system));
    }
    if !prompt.tools.is_empty() && quirks.tools != ToolsTaken::No {
        let tools = prompt.tools.iter().map(|tool| {
            json!({"name": tool.name, "description": tool.description, "input_schema": tool.parameters})
        });
        body.insert("tools".into(), tools.collect());
    }
    if let (Form::Json { schema, .. }, FormTaken::Schema) = (&prompt.form, quirks.form) {
        let format = json!({"type": "json_schema", "schema": schema});
        body.insert("output_config".into(), json!({"format": format}));
    }
    Value::Object(body)
}

fn mark_kept(block: Option<&mut Value>) {
    // Thoughts can't be marked.
    let marked =
        block.filter(|block| !text(block, "type").ends_with("thinking")).and_then(Value::as_object_mut);
    if let Some(block) = marked {
        block.insert("cache_control".into(), json!({"type": "ephemeral"}));
    }
}

fn turn(turn: &Turn<'_>) -> Value {
    let mut blocks: Vec<Value> = turn.messages.iter().flat_map(|said| blocks(said)).collect();
    if blocks.is_empty() {
        blocks.push(json!({"type": "text", "text": NOTHING_SAID}));
    }
    json!({"role": if turn.own { "assistant" } else { "user" }, "content": blocks})
}

fn blocks(said: &Message) -> Vec<Value> {
    let mut blocks: Vec<Value> = Vec::new();
    match said.role {
        Role::System => blocks.push(json!({"type": "text", "text": aside(&said.text)})),
        Role::Tool => blocks.push(json!({
            "type": "tool_result",
            "tool_use_id": said.answers.as_deref().unwrap_or(""),
            "content": said.text,
        })),
        Role::User => {
            blocks.extend(said.pictures.iter().map(|picture| {
                let data = STANDARD.encode(&picture.bytes);
                let source = json!({"type": "base64", "media_type": picture.media_type, "data": data});
                json!({"type": "image", "source": source})
            }));
            if !said.text.trim().is_empty() {
                blocks.push(json!({"type": "text", "text": said.text}));
            }
        }
        Role::Assistant => {
            if let Some(sealed) = sealed(said) {
                return sealed;
            }
            // White space at the end of the model's own words is refused.
            if !said.text.trim().is_empty() {
                blocks.push(json!({"type": "text", "text": said.text.trim_end()}));
            }
            blocks.extend(said.calls.iter().map(|call| {
                let input = object(&call.arguments);
                json!({"type": "tool_use", "id": call.id, "name": call.name, "input": input})
            }));
        }
    }
    blocks
}

/// What the model said as it said it, thoughts included, if that was kept and asks for the same tools: results are
/// refused without the thoughts that led to them.
fn sealed(said: &Message) -> Option<Vec<Value>> {
    let blocks: Vec<Value> = serde_json::from_str(&said.calls.first()?.seal).ok()?;
    let asked =
        blocks.iter().filter(|block| text(block, "type") == "tool_use").map(|block| text(block, "id"));
    asked.eq(said.calls.iter().map(|call| call.id.as_str())).then_some(blocks)
}

/// A part of an answer while it comes.
#[derive(Debug)]
enum Block {
    Text(String),
    Thinking { thoughts: String, signature: String },
    Redacted(String),
    Call { id: String, name: String, input: String },
}

/// Follows one answer.
pub(super) struct AnswerReader {
    calls: Calls,
    blocks: BTreeMap<u64, Block>,
    /// Bytes held in `blocks`.
    held: usize,
    usage: Usage,
    finish: Option<Finish>,
}

/// Most bytes of an answer held to be given back as it came.
const MOST_HELD: usize = 2 * 1024 * 1024;

impl AnswerReader {
    pub(super) fn new(earlier: usize) -> Self {
        Self {
            calls: Calls::after(earlier),
            blocks: BTreeMap::new(),
            held: 0,
            usage: Usage::default(),
            finish: None,
        }
    }

    fn begin(&mut self, place: u64, block: &Value, said: &mut Said) -> Result<(), Unread> {
        let begun = match text(block, "type") {
            "text" => {
                said.words.push_str(text(block, "text"));
                Block::Text(text(block, "text").to_owned())
            }
            "thinking" => {
                said.thought = true;
                let (thoughts, signature) = (text(block, "thinking"), text(block, "signature"));
                Block::Thinking { thoughts: thoughts.to_owned(), signature: signature.to_owned() }
            }
            "redacted_thinking" => {
                said.thought = true;
                Block::Redacted(text(block, "data").to_owned())
            }
            "tool_use" => {
                let (id, name) = (text(block, "id"), text(block, "name"));
                // Whole already, or an empty object that parts will fill.
                let input = match block.get("input") {
                    Some(Value::Object(input)) if input.is_empty() => String::new(),
                    None | Some(Value::Null) => String::new(),
                    Some(input) => input.to_string(),
                };
                self.calls.part(place, id, name, &input)?;
                Block::Call { id: id.to_owned(), name: name.to_owned(), input }
            }
            // A kind of block that is newer than this: nothing in it is for the person.
            _ => return Ok(()),
        };
        if self.blocks.len() < 1024 {
            self.blocks.insert(place, begun);
        }
        Ok(())
    }

    fn go_on(&mut self, place: u64, delta: &Value, said: &mut Said) -> Result<(), Unread> {
        let more =
            ["text", "thinking", "signature", "partial_json"].iter().map(|name| text(delta, name).len());
        self.held += more.sum::<usize>();
        let room = self.held <= MOST_HELD;
        let block = self.blocks.get_mut(&place);
        match text(delta, "type") {
            "text_delta" => {
                said.words.push_str(text(delta, "text"));
                if let Some(Block::Text(held)) = block.filter(|_| room) {
                    held.push_str(text(delta, "text"));
                }
            }
            "thinking_delta" | "signature_delta" => {
                said.thought = true;
                if let Some(Block::Thinking { thoughts, signature }) = block.filter(|_| room) {
                    thoughts.push_str(text(delta, "thinking"));
                    signature.push_str(text(delta, "signature"));
                }
            }
            "input_json_delta" => {
                self.calls.part(place, "", "", text(delta, "partial_json"))?;
                if let Some(Block::Call { input, .. }) = block.filter(|_| room) {
                    input.push_str(text(delta, "partial_json"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_usage(&mut self, usage: Option<&Value>) {
        let Some(usage) = usage.filter(|usage| usage.is_object()) else { return };
        let count = |name| tokens(usage.get(name));
        // Counts are of the whole answer so far, never of what is new.
        if let Some(input) = count("input_tokens") {
            let kept = count("cache_read_input_tokens");
            let parts = [Some(input), kept, count("cache_creation_input_tokens")];
            self.usage.tokens_out = Some(parts.into_iter().flatten().fold(0, u32::saturating_add));
            self.usage.tokens_kept = kept.or(self.usage.tokens_kept);
        }
        self.usage.tokens_in = count("output_tokens").or(self.usage.tokens_in);
    }

    fn finish(&mut self, reason: &str) {
        let finish = match reason {
            "" => return,
            "refusal" => Finish::Refused,
            "max_tokens" | "model_context_window_exceeded" => Finish::Length,
            _ => Finish::Whole,
        };
        self.finish = self.finish.max(Some(finish));
    }

    /// The answer as it must be given back with the results of its tools; empty where the calls alone do.
    fn seal(&self) -> String {
        let thought = |block: &Block| matches!(block, Block::Thinking { .. } | Block::Redacted(_));
        if self.held > MOST_HELD || !self.blocks.values().any(thought) {
            return String::new();
        }
        let blocks = self.blocks.values().filter_map(|block| match block {
            Block::Text(text) if text.trim().is_empty() => None,
            Block::Text(text) => Some(json!({"type": "text", "text": text})),
            Block::Thinking { thoughts, signature } => {
                Some(json!({"type": "thinking", "thinking": thoughts, "signature": signature}))
            }
            Block::Redacted(data) => Some(json!({"type": "redacted_thinking", "data": data})),
            Block::Call { id, name, input } => {
                Some(json!({"type": "tool_use", "id": id, "name": name, "input": object(input)}))
            }
        });
        Value::Array(blocks.collect()).to_string()
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
        let mut said = Said::default();
        let place = value.get("index").and_then(Value::as_u64).unwrap_or(0);
        match text(&value, "type") {
            "message_start" => self.take_usage(value.get("message").and_then(|message| message.get("usage"))),
            "content_block_start" => {
                self.begin(place, value.get("content_block").unwrap_or(&Value::Null), &mut said)?;
            }
            "content_block_delta" => {
                self.go_on(place, value.get("delta").unwrap_or(&Value::Null), &mut said)?
            }
            "message_delta" => {
                self.take_usage(value.get("usage"));
                self.finish(value.get("delta").map_or("", |delta| text(delta, "stop_reason")));
            }
            "message_stop" => {
                said.over = true;
                self.finish = self.finish.or(Some(Finish::Whole));
            }
            // A whole reply.
            "message" => {
                let blocks = value.get("content").and_then(Value::as_array).ok_or(Unread::Foreign)?;
                for (place, block) in (0..).zip(blocks) {
                    self.begin(place, block, &mut said)?;
                }
                self.take_usage(value.get("usage"));
                self.finish(text(&value, "stop_reason"));
            }
            // `ping`, `content_block_stop`, and what may be new.
            "" => return Err(Unread::Foreign),
            _ => {}
        }
        said.finish = self.finish;
        if self.finish.is_some() {
            said.calls = self.rest();
        }
        said.usage = (self.usage != Usage::default()).then_some(self.usage);
        Ok(said)
    }

    fn rest(&mut self) -> Vec<ToolCall> {
        if self.calls.is_empty() { Vec::new() } else { self.calls.give(self.seal()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::tests_of_bodies::{Asked, everything};
    use samantha_core::ports::{Family, Prompt, Purpose};

    fn asked() -> Asked {
        Asked::of(Family::Anthropic, "https://api.anthropic.com")
    }

    #[test]
    fn a_prompt_becomes_a_request_with_these_words_and_no_others() {
        assert_eq!(
            asked().body(&everything()),
            json!({
                "model": "a-model",
                "max_tokens": 700 + 4096,
                "stream": true,
                "system": [
                    {"type": "text", "text": "You are Samantha.", "cache_control": {"type": "ephemeral"}},
                ],
                "messages": [
                    {"role": "user", "content": [
                        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVA="}},
                        {"type": "text", "text": "Oi \"você\"\n🙂"},
                    ]},
                    {"role": "assistant", "content": [
                        {"type": "tool_use", "id": "c1", "name": "clock", "input": {"zone": "x"}},
                        {"type": "tool_use", "id": "c2", "name": "search", "input": {},
                         "cache_control": {"type": "ephemeral"}},
                    ]},
                    {"role": "user", "content": [
                        {"type": "tool_result", "tool_use_id": "c1", "content": "noon"},
                        {"type": "tool_result", "tool_use_id": "c2", "content": "nothing"},
                        {"type": "text", "text": "<context>\nIt is noon.\n</context>"},
                    ]},
                ],
                "tools": [{"name": "clock", "description": "The hour.",
                           "input_schema": {"type": "object", "properties": {}}}],
                "output_config": {"format": {"type": "json_schema", "schema":
                    {"type": "object", "properties": {"a": {"type": "string"}}}}},
            })
        );
    }

    #[test]
    fn voices_take_turns_and_the_last_one_is_the_person_s() {
        let said =
            vec![Message::said(Role::Assistant, "I began. "), Message::said(Role::Assistant, "And on.")];
        let body = asked().body(&Prompt::of(said, 9, Purpose::Answer));
        let roles: Vec<_> =
            body["messages"].as_array().unwrap().iter().map(|turn| turn["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "user"]);
        assert_eq!(body["messages"][0]["content"], json!([{"type": "text", "text": "…"}]));
        assert_eq!(body["messages"][1]["content"][0]["text"], "I began.");
        assert_eq!(body.get("system"), None);
    }

    #[test]
    fn thoughts_go_back_as_they_came_with_the_results_of_their_tools() {
        let mut reader = AnswerReader::new(0);
        let mut calls = Vec::new();
        for data in [
            r#"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"The hour?"}}"#,
            r#"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}"#,
            r#"{"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"eA=="}}"#,
            r#"{"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}"#,
            r#"{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"One moment. "}}"#,
            r#"{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t1","name":"clock","input":{}}}"#,
            r#"{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\"zone\": \"x\"}"}}"#,
            r#"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}"#,
        ] {
            calls.extend(reader.read("", data).unwrap().calls);
        }
        let message = Message { calls, ..Message::said(Role::Assistant, "One moment. ") };
        let result = Message { answers: Some("t1".into()), ..Message::said(Role::Tool, "noon") };
        let said = vec![Message::said(Role::User, "q"), message, result];
        let body = asked().body(&Prompt::of(said.clone(), 9, Purpose::Answer));
        assert_eq!(
            body["messages"][1]["content"],
            json!([
                {"type": "thinking", "thinking": "The hour?", "signature": "c2ln"},
                {"type": "redacted_thinking", "data": "eA=="},
                {"type": "text", "text": "One moment. "},
                {"type": "tool_use", "id": "t1", "name": "clock", "input": {"zone": "x"},
                 "cache_control": {"type": "ephemeral"}},
            ])
        );
        let mut other = said;
        other[1].calls[0].id = "t2".into();
        let body = asked().body(&Prompt::of(other, 9, Purpose::Answer));
        assert_eq!(body["messages"][1]["content"][0]["type"], "text", "a seal that fits no more is left out");
    }

    #[test]
    fn counts_replace_each_other_and_kept_ones_are_among_those_sent() {
        let mut reader = AnswerReader::new(0);
        reader
            .read("", r#"{"type":"message_start","message":{"usage":{"input_tokens":5,"cache_creation_input_tokens":7,"cache_read_input_tokens":11,"output_tokens":1}}}"#)
            .unwrap();
        let said =
            reader.read("", r#"{"type":"message_delta","delta":{},"usage":{"output_tokens":40}}"#).unwrap();
        let usage = Usage { tokens_out: Some(23), tokens_kept: Some(11), tokens_in: Some(40), cost: None };
        assert_eq!(said.usage, Some(usage));
    }
}
