//! Gemini's `generateContent`, streamed as events.

use super::{
    Finish, Reader, Said, Unread, Wanted,
    calls::{Calls, name_of, object},
    error_in,
    open_ai::limit,
    parse, text, tokens,
    turns::{NOTHING_SAID, Turn, aside, two_voices},
};
use crate::quirks::{FormTaken, ToolsTaken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use samantha_core::ports::{Form, Message, Prompt, Role, ToolCall, Usage};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

pub(super) fn body(wanted: &Wanted<'_>) -> Value {
    let (prompt, quirks) = (wanted.prompt, wanted.quirks);
    let voices = two_voices(&prompt.messages);
    let mut body = Map::new();
    let turns: Vec<Value> = voices.turns.iter().map(|of| turn(of, prompt)).collect();
    body.insert("contents".into(), json!(turns));
    if !voices.system.is_empty() {
        let parts: Vec<Value> = voices.system.iter().map(|said| json!({"text": said})).collect();
        body.insert("systemInstruction".into(), json!({"parts": parts}));
    }
    if !prompt.tools.is_empty() && quirks.tools != ToolsTaken::No {
        let tools: Vec<Value> = prompt
            .tools
            .iter()
            .map(|tool| {
                let (name, description, parameters) = (&tool.name, &tool.description, &tool.parameters);
                json!({"name": name, "description": description, "parametersJsonSchema": parameters})
            })
            .collect();
        body.insert("tools".into(), json!([{"functionDeclarations": tools}]));
    }
    let mut config = Map::new();
    config.insert("maxOutputTokens".into(), json!(limit(wanted)));
    if let Form::Json { schema, .. } = &prompt.form
        && quirks.form != FormTaken::Nothing
    {
        config.insert("responseMimeType".into(), json!("application/json"));
        if quirks.form == FormTaken::Schema {
            config.insert("responseJsonSchema".into(), schema.clone());
        }
    }
    body.insert("generationConfig".into(), Value::Object(config));
    Value::Object(body)
}

fn turn(turn: &Turn<'_>, prompt: &Prompt) -> Value {
    let mut parts: Vec<Value> = turn.messages.iter().flat_map(|said| parts(said, prompt)).collect();
    if parts.is_empty() {
        parts.push(json!({"text": NOTHING_SAID}));
    }
    json!({"role": if turn.own { "model" } else { "user" }, "parts": parts})
}

fn parts(said: &Message, prompt: &Prompt) -> Vec<Value> {
    let mut parts: Vec<Value> = Vec::new();
    match said.role {
        Role::System => parts.push(json!({"text": aside(&said.text)})),
        Role::Tool => {
            let id = said.answers.as_deref().unwrap_or("");
            let mut answer = json!({"name": name_of(prompt, id), "response": {"result": said.text}});
            if !is_made_here(id)
                && let Some(answer) = answer.as_object_mut()
            {
                answer.insert("id".into(), json!(id));
            }
            parts.push(json!({"functionResponse": answer}));
        }
        Role::User => {
            parts.extend(said.pictures.iter().map(|picture| {
                let data = STANDARD.encode(&picture.bytes);
                json!({"inlineData": {"mimeType": picture.media_type, "data": data}})
            }));
            if !said.text.trim().is_empty() {
                parts.push(json!({"text": said.text}));
            }
        }
        Role::Assistant => {
            if let Some(sealed) = sealed(said) {
                return sealed;
            }
            if !said.text.trim().is_empty() {
                parts.push(json!({"text": said.text}));
            }
            parts.extend(said.calls.iter().map(|call| {
                let mut asked = json!({"name": call.name, "args": object(&call.arguments)});
                if !is_made_here(&call.id)
                    && let Some(asked) = asked.as_object_mut()
                {
                    asked.insert("id".into(), json!(call.id));
                }
                json!({"functionCall": asked})
            }));
        }
    }
    parts
}

/// Whether an id is one that [`Calls`] made because the provider gave none: it isn't told back.
fn is_made_here(id: &str) -> bool {
    id.strip_prefix("call")
        .is_some_and(|number| number.len() == 5 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// What the model said as it said it, if that was kept and asks for the same tools: calls are refused without the
/// signatures that came with them.
fn sealed(said: &Message) -> Option<Vec<Value>> {
    let parts: Vec<Value> = serde_json::from_str(&said.calls.first()?.seal).ok()?;
    let asked = parts.iter().filter_map(|part| part.get("functionCall")).map(|call| text(call, "name"));
    asked.eq(said.calls.iter().map(|call| call.name.as_str())).then_some(parts)
}

/// Follows one answer.
pub(super) struct AnswerReader {
    calls: Calls,
    /// The answer as it came, to be given back with the results of its tools.
    parts: Vec<Value>,
    held: usize,
    signed: bool,
    known: HashSet<String>,
    usage: Option<Usage>,
    finish: Option<Finish>,
}

/// Most bytes of an answer held to be given back as it came.
const MOST_HELD: usize = 2 * 1024 * 1024;

impl AnswerReader {
    pub(super) fn new(earlier: usize) -> Self {
        Self {
            calls: Calls::after(earlier),
            parts: Vec::new(),
            held: 0,
            signed: false,
            known: HashSet::new(),
            usage: None,
            finish: None,
        }
    }

    fn take_part(&mut self, part: &Value, said: &mut Said) -> Result<(), Unread> {
        let signature = part.get("thoughtSignature").is_some();
        if part.get("thought") == Some(&Value::Bool(true)) {
            said.thought = true;
        } else if let Some(call) = part.get("functionCall") {
            let id = text(call, "id");
            if !id.is_empty() && !self.known.insert(id.to_owned()) {
                return Ok(());
            }
            let arguments = match call.get("args") {
                None | Some(Value::Null) => String::new(),
                Some(arguments) => arguments.to_string(),
            };
            self.calls.whole(id, text(call, "name"), &arguments)?;
        } else {
            said.words.push_str(text(part, "text"));
        }
        self.signed |= signature;
        let size = part.to_string().len();
        self.held = self.held.saturating_add(size);
        if self.held > MOST_HELD {
            self.parts.clear();
            return Ok(());
        }
        let plain =
            |part: &Value| part.as_object().is_some_and(|part| part.len() == 1 && part.contains_key("text"));
        // Words that follow words are one part: what is held is then of the size of the answer.
        if plain(part)
            && let Some(last) = self.parts.last_mut().filter(|last| plain(last))
            && let Some(Value::String(words)) = last.get_mut("text")
        {
            words.push_str(text(part, "text"));
        } else {
            self.parts.push(part.clone());
        }
        Ok(())
    }

    fn take(&mut self, value: &Value, said: &mut Said) -> Result<(), Unread> {
        let candidates = match value.get("candidates") {
            None | Some(Value::Null) => &[],
            Some(Value::Array(candidates)) => candidates.as_slice(),
            Some(_) => return Err(Unread::Foreign),
        };
        let first = |candidate: &&Value| candidate.get("index").and_then(Value::as_u64).unwrap_or(0) == 0;
        for candidate in candidates.iter().filter(first) {
            let parts = candidate.get("content").and_then(|content| content.get("parts"));
            for part in parts.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default() {
                self.take_part(part, said)?;
            }
            let reason = text(candidate, "finishReason");
            let finish = match reason {
                "" | "FINISH_REASON_UNSPECIFIED" => continue,
                "STOP" => Finish::Whole,
                "MAX_TOKENS" => Finish::Length,
                "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" | "LANGUAGE"
                | "MODEL_ARMOR" | "IMAGE_SAFETY" => Finish::Refused,
                // A call that came out wrong, and whatever is new: the answer isn't whole.
                _ => {
                    said.error = Some(json!({"message": format!("the answer ended with {reason}")}));
                    continue;
                }
            };
            self.finish = self.finish.max(Some(finish));
        }
        let blocked = value.get("promptFeedback").map_or("", |feedback| text(feedback, "blockReason"));
        if !blocked.is_empty() && candidates.is_empty() {
            self.finish = Some(Finish::Refused);
        }
        if let Some(used) = value.get("usageMetadata").filter(|used| used.is_object()) {
            let sum = |names: [&str; 2]| {
                let counts = names.map(|name| tokens(used.get(name)));
                counts.into_iter().flatten().reduce(u32::saturating_add)
            };
            self.usage = Some(Usage {
                tokens_out: sum(["promptTokenCount", "toolUsePromptTokenCount"]),
                tokens_kept: tokens(used.get("cachedContentTokenCount")),
                tokens_in: sum(["candidatesTokenCount", "thoughtsTokenCount"]),
                cost: None,
            });
        }
        Ok(())
    }
}

impl Reader for AnswerReader {
    fn read(&mut self, name: &str, data: &str) -> Result<Said, Unread> {
        let value: Value = parse(data)?;
        // Asked without events it answers with one list of what would have been events.
        let values = match &value {
            Value::Array(values) => values.as_slice(),
            Value::Object(_) => std::slice::from_ref(&value),
            _ => return Err(Unread::Foreign),
        };
        let mut said = Said::default();
        for value in values {
            if let Some(error) = error_in(name, value) {
                return Ok(Said { error: Some(error), ..said });
            }
            self.take(value, &mut said)?;
        }
        said.finish = self.finish;
        said.usage = self.usage;
        if self.finish.is_some() {
            said.calls = self.rest();
        }
        Ok(said)
    }

    fn rest(&mut self) -> Vec<ToolCall> {
        if self.calls.is_empty() {
            return Vec::new();
        }
        let held = self.signed && self.held <= MOST_HELD;
        let seal =
            if held { Value::Array(std::mem::take(&mut self.parts)).to_string() } else { String::new() };
        self.calls.give(seal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::tests_of_bodies::{Asked, everything};
    use samantha_core::ports::{Family, Purpose};

    fn asked() -> Asked {
        Asked::of(Family::Gemini, "https://generativelanguage.googleapis.com/v1beta")
    }

    #[test]
    fn a_prompt_becomes_a_request_with_these_words_and_no_others() {
        assert_eq!(
            asked().body(&everything()),
            json!({
                "systemInstruction": {"parts": [{"text": "You are Samantha."}]},
                "contents": [
                    {"role": "user", "parts": [
                        {"inlineData": {"mimeType": "image/png", "data": "iVA="}},
                        {"text": "Oi \"você\"\n🙂"},
                    ]},
                    {"role": "model", "parts": [
                        {"functionCall": {"id": "c1", "name": "clock", "args": {"zone": "x"}}},
                        {"functionCall": {"id": "c2", "name": "search", "args": {}}},
                    ]},
                    {"role": "user", "parts": [
                        {"functionResponse": {"id": "c1", "name": "clock", "response": {"result": "noon"}}},
                        {"functionResponse": {"id": "c2", "name": "search", "response": {"result": "nothing"}}},
                        {"text": "<context>\nIt is noon.\n</context>"},
                    ]},
                ],
                "tools": [{"functionDeclarations": [{"name": "clock", "description": "The hour.",
                    "parametersJsonSchema": {"type": "object", "properties": {}}}]}],
                "generationConfig": {
                    "maxOutputTokens": 700 + 4096,
                    "responseMimeType": "application/json",
                    "responseJsonSchema": {"type": "object", "properties": {"a": {"type": "string"}}},
                },
            })
        );
    }

    #[test]
    fn signatures_go_back_on_the_parts_they_came_on() {
        let mut reader = AnswerReader::new(0);
        let mut said = Said::default();
        for data in [
            r#"{"candidates":[{"content":{"parts":[{"text":"One "}],"role":"model"}}]}"#,
            r#"{"candidates":[{"content":{"parts":[{"text":"moment."}]}}]}"#,
            r#"{"candidates":[{"content":{"parts":[{"functionCall":{"name":"clock","args":{"zone":"x"}},"thoughtSignature":"c2ln"},{"functionCall":{"name":"clock","args":{}}}]}}]}"#,
            r#"{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":6,"cachedContentTokenCount":2}}"#,
        ] {
            let more = reader.read("", data).unwrap();
            said = Said { words: said.words + &more.words, ..more };
        }
        assert_eq!(said.words, "One moment.");
        let usage = Usage { tokens_out: Some(4), tokens_kept: Some(2), tokens_in: Some(11), cost: None };
        assert_eq!(said.usage, Some(usage));
        let ids: Vec<_> = said.calls.iter().map(|call| call.id.as_str()).collect();
        assert_eq!(ids, ["call00001", "call00002"]);
        let result = |id: &str| Message { answers: Some(id.into()), ..Message::said(Role::Tool, "noon") };
        let message = Message { calls: said.calls.clone(), ..Message::said(Role::Assistant, "One moment.") };
        let prompt = Prompt::of(
            vec![Message::said(Role::User, "q"), message, result("call00001"), result("call00002")],
            9,
            Purpose::Answer,
        );
        let body = asked().body(&prompt);
        assert_eq!(
            body["contents"][1]["parts"],
            json!([
                {"text": "One moment."},
                {"functionCall": {"name": "clock", "args": {"zone": "x"}}, "thoughtSignature": "c2ln"},
                {"functionCall": {"name": "clock", "args": {}}},
            ])
        );
        let answer = json!({"functionResponse": {"name": "clock", "response": {"result": "noon"}}});
        assert_eq!(body["contents"][2]["parts"], json!([answer, answer]), "an id made here is not told back");
    }

    #[test]
    fn what_is_blocked_is_a_refusal_and_what_went_wrong_is_an_error() {
        let said = |data: &str| AnswerReader::new(0).read("", data).unwrap();
        assert_eq!(said(r#"{"promptFeedback":{"blockReason":"SAFETY"}}"#).finish, Some(Finish::Refused));
        assert_eq!(said(r#"{"candidates":[{"finishReason":"SPII"}]}"#).finish, Some(Finish::Refused));
        assert!(said(r#"{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#).error.is_some());
        assert!(said(r#"[{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}]"#).error.is_some());
        let thought = said(r#"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true}]}}]}"#);
        assert_eq!((thought.words.as_str(), thought.thought), ("", true));
    }
}
