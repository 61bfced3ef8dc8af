//! Chat completions, as OpenAI speaks them and everything compatible with it: OpenRouter, Groq, DeepSeek, Mistral, xAI,
//! LM Studio, llama-server, vLLM and more. Where one of them differs, it says so here.

use super::{
    Finish, Reader, Said, Unread, Wanted, calls::Calls, error_in, estimate, parse, text, thoughts,
    thoughts::Thoughts, tokens,
};
use crate::quirks::{FormTaken, ToolsTaken};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use samantha_core::ports::{Form, Message, Purpose, Role, ToolCall, Usage};
use serde_json::{Value, json};

/// Tokens left for thoughts beside the answer's own, where thoughts count as part of its length.
pub(super) const THINKING_ROOM: u32 = 4096;

/// The tokens an answer may take, thoughts included. A trial always has room for them: that a model thinks is no reason
/// to call it out of reach. The room is what a known context leaves beside the prompt, so that the two together never
/// pass it.
pub(super) fn limit(wanted: &Wanted<'_>) -> u32 {
    let answer = wanted.prompt.max_answer_tokens;
    let thinks = wanted.quirks.thinks || wanted.prompt.purpose == Purpose::Test;
    if !thinks || wanted.quirks.no_room {
        return answer;
    }
    let left = |context: u32| context.saturating_sub(estimate(wanted.prompt)).saturating_sub(answer);
    let room = wanted.endpoint.context.map_or(THINKING_ROOM, |context| left(context).min(THINKING_ROOM));
    answer.saturating_add(room)
}

pub(super) fn body(wanted: &Wanted<'_>) -> Value {
    let (prompt, quirks) = (wanted.prompt, wanted.quirks);
    let limited = if quirks.completion_tokens { "max_completion_tokens" } else { "max_tokens" };
    let messages: Vec<Value> = prompt.messages.iter().map(|said| message(said, wanted.host)).collect();
    let mut body = json!({
        "model": wanted.endpoint.model,
        "messages": messages,
        "stream": true,
        limited: limit(wanted),
    });
    let mut set = |name: &str, value: Value| {
        if let Some(body) = body.as_object_mut() {
            body.insert(name.to_owned(), value);
        }
    };
    if !quirks.no_stream_options {
        set("stream_options", json!({"include_usage": true}));
    }
    if !prompt.tools.is_empty() && quirks.tools != ToolsTaken::No {
        set("tools", tools(wanted));
        if quirks.tools == ToolsTaken::WithoutThinking {
            set("reasoning_effort", json!("none"));
        }
    }
    match (&prompt.form, quirks.form) {
        (Form::Words, _) | (Form::Json { .. }, FormTaken::Nothing) => {}
        (Form::Json { .. }, FormTaken::Json) => set("response_format", json!({"type": "json_object"})),
        (Form::Json { name, schema }, FormTaken::Schema) => {
            let schema = json!({"name": name, "strict": is_strict(schema), "schema": schema});
            set("response_format", json!({"type": "json_schema", "json_schema": schema}));
        }
    }
    body
}

/// The tools, in the form that Ollama took over, too.
pub(super) fn tools(wanted: &Wanted<'_>) -> Value {
    let tool = wanted.prompt.tools.iter().map(|tool| {
        let (name, description, parameters) = (&tool.name, &tool.description, &tool.parameters);
        json!({
            "type": "function",
            "function": {"name": name, "description": description, "parameters": parameters},
        })
    });
    tool.collect()
}

/// Whether a schema names every property of each of its objects as required and allows no other: what "strict" asks.
fn is_strict(schema: &Value) -> bool {
    let inner = match schema {
        Value::Object(object) => object.values().all(is_strict),
        Value::Array(list) => list.iter().all(is_strict),
        _ => true,
    };
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return inner };
    let required = schema.get("required").and_then(Value::as_array);
    let all = properties.keys().all(|name| required.is_some_and(|names| names.iter().any(|n| n == name)));
    inner && all && schema.get("additionalProperties") == Some(&Value::Bool(false))
}

fn message(said: &Message, host: &str) -> Value {
    let mut message = match said.role {
        Role::System => json!({"role": "system", "content": said.text}),
        Role::User if said.pictures.is_empty() => json!({"role": "user", "content": said.text}),
        Role::User => {
            let mut parts: Vec<Value> = said
                .pictures
                .iter()
                .map(|picture| {
                    let url =
                        format!("data:{};base64,{}", picture.media_type, STANDARD.encode(&picture.bytes));
                    json!({"type": "image_url", "image_url": {"url": url}})
                })
                .collect();
            if !said.text.is_empty() {
                parts.push(json!({"type": "text", "text": said.text}));
            }
            json!({"role": "user", "content": parts})
        }
        Role::Assistant if said.calls.is_empty() => json!({"role": "assistant", "content": said.text}),
        Role::Assistant => {
            let content = if said.text.is_empty() { Value::Null } else { json!(said.text) };
            let calls: Vec<Value> = said
                .calls
                .iter()
                .map(|call| {
                    let function = json!({"name": call.name, "arguments": call.arguments});
                    json!({"id": call.id, "type": "function", "function": function})
                })
                .collect();
            json!({"role": "assistant", "content": content, "tool_calls": calls})
        }
        Role::Tool => {
            json!({"role": "tool", "tool_call_id": said.answers.as_deref().unwrap_or(""), "content": said.text})
        }
    };
    let seal = said.calls.first().map_or("", |call| &call.seal);
    if let (Some((name, value)), Some(message)) = (thoughts::field(seal, host), message.as_object_mut()) {
        message.insert(name.to_owned(), value);
    }
    message
}

/// Follows one answer.
pub(super) struct AnswerReader {
    calls: Calls,
    finish: Option<Finish>,
    /// Thoughts to be given back with the results of tools, where the host wants that.
    thoughts: Thoughts,
}

impl AnswerReader {
    pub(super) fn new(earlier: usize, host: &str) -> Self {
        Self { calls: Calls::after(earlier), finish: None, thoughts: Thoughts::wanted_by(host) }
    }

    fn take_choice(&mut self, choice: &Value, said: &mut Said) -> Result<(), Unread> {
        let delta = choice.get("delta").or_else(|| choice.get("message")).unwrap_or(&Value::Null);
        match delta.get("content") {
            None | Some(Value::Null) => said.words.push_str(text(choice, "text")),
            Some(Value::String(words)) => said.words.push_str(words),
            // Mistral sends parts of several kinds.
            Some(Value::Array(parts)) => {
                for part in parts {
                    match part.get("type").and_then(Value::as_str) {
                        None | Some("text" | "output_text") => said.words.push_str(text(part, "text")),
                        Some(_) => said.thought = true,
                    }
                }
            }
            Some(_) => return Err(Unread::Foreign),
        }
        said.thought |= ["reasoning_content", "reasoning"].iter().any(|name| !text(delta, name).is_empty());
        self.thoughts.take(delta);
        if !text(delta, "refusal").is_empty() {
            self.finish = Some(Finish::Refused);
        }
        let calls = delta.get("tool_calls").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (place, call) in (0..).zip(calls) {
            let Some(function) = call.get("function") else { continue };
            let arguments = match function.get("arguments") {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(arguments)) => arguments.clone(),
                Some(other) => other.to_string(),
            };
            let place = call.get("index").and_then(Value::as_u64).unwrap_or(place);
            self.calls.part(place, text(call, "id"), text(function, "name"), &arguments)?;
        }
        let finish = match text(choice, "finish_reason") {
            "" => return Ok(()),
            "length" | "model_length" | "max_tokens" => Finish::Length,
            "content_filter" | "safety" | "SAFETY" | "refusal" => Finish::Refused,
            "error" => {
                said.error = Some(Value::Null);
                return Ok(());
            }
            "insufficient_system_resource" => {
                said.error = Some(json!({"code": "service_unavailable", "message": "out of resources"}));
                return Ok(());
            }
            _ => Finish::Whole,
        };
        self.finish = self.finish.max(Some(finish));
        Ok(())
    }
}

impl Reader for AnswerReader {
    fn read(&mut self, name: &str, data: &str) -> Result<Said, Unread> {
        if data == "[DONE]" {
            let finish = self.finish.or(Some(Finish::Whole));
            return Ok(Said { finish, over: true, calls: self.rest(), ..Said::default() });
        }
        let value: Value = parse(data)?;
        if !value.is_object() {
            return Err(Unread::Foreign);
        }
        let groq = value.get("x_groq").unwrap_or(&Value::Null);
        let error = error_in(name, &value).or_else(|| groq.get("error").filter(|e| !e.is_null()).cloned());
        if error.is_some() {
            return Ok(Said { error, ..Said::default() });
        }
        let mut said = Said::default();
        match value.get("choices") {
            None | Some(Value::Null) => {}
            // Only the first of several answers was asked for.
            Some(Value::Array(choices)) => {
                let first = |choice: &&Value| choice.get("index").and_then(Value::as_u64).unwrap_or(0) == 0;
                for choice in choices.iter().filter(first) {
                    self.take_choice(choice, &mut said)?;
                }
            }
            Some(_) => return Err(Unread::Foreign),
        }
        let used = value.get("usage").or_else(|| groq.get("usage")).filter(|usage| usage.is_object());
        said.usage = used.map(usage);
        said.finish = self.finish;
        if self.finish.is_some() {
            said.calls = self.rest();
        }
        Ok(said)
    }

    fn rest(&mut self) -> Vec<ToolCall> {
        if self.calls.is_empty() {
            return Vec::new();
        }
        self.calls.give(self.thoughts.seal())
    }
}

fn usage(value: &Value) -> Usage {
    let (out, back) = (tokens(value.get("prompt_tokens")), tokens(value.get("completion_tokens")));
    let kept = value.get("prompt_tokens_details").and_then(|details| details.get("cached_tokens"));
    let cost = value.get("cost").and_then(Value::as_f64);
    // Some count thoughts beside the answer, and only the total has them.
    let beside = match (tokens(value.get("total_tokens")), out) {
        (Some(total), Some(out)) => total.checked_sub(out),
        _ => None,
    };
    Usage {
        tokens_out: out,
        tokens_kept: tokens(kept.or_else(|| value.get("prompt_cache_hit_tokens"))),
        tokens_in: back.max(beside),
        cost: cost.filter(|cost| cost.is_finite() && *cost >= 0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::tests_of_bodies::{Asked, everything};

    fn said(data: &str) -> Said {
        AnswerReader::new(0, "").read("", data).unwrap()
    }

    #[test]
    fn words_are_found_where_providers_put_them() {
        for (data, found) in [
            (r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":"Oi"}}]}"#, "Oi"),
            (r#"{"choices":[{"delta":{"content":null}}],"error":null}"#, ""),
            (r#"{"choices":[{"delta":{"content":"","reasoning_content":"hm","reasoning":"hm"}}]}"#, ""),
            (r#"{"choices":[{"delta":{"tool_calls":[{"id":"1","function":{"arguments":"x"}}]}}]}"#, ""),
            (r#"{"choices":[],"usage":{"total_tokens":3}}"#, ""),
            (r#"{"choices":null,"usage":{"total_tokens":3}}"#, ""),
            (r#"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#, "a"),
            (
                r#"{"choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"a"}]}}]}"#,
                "a",
            ),
            (r#"{"choices":[{"message":{"role":"assistant","content":"whole"}}]}"#, "whole"),
            (r#"{"choices":[{"text":"old"}]}"#, "old"),
        ] {
            assert_eq!(said(data).words, found, "{data}");
        }
    }

    #[test]
    fn an_error_is_seen_wherever_it_stands() {
        for data in [
            r#"{"error":{"message":"no"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#,
            r#"{"error":"no"}"#,
            r#"{"type":"error","message":"no"}"#,
            r#"{"object":"error","message":"no","code":400}"#,
            r#"{"choices":[],"x_groq":{"error":"over capacity"}}"#,
            r#"{"choices":[{"delta":{},"finish_reason":"error"}]}"#,
        ] {
            assert!(said(data).error.is_some(), "{data}");
        }
        for data in ["{\"choices\":[", "[DONE", "7", "\"text\"", r#"{"choices":7}"#] {
            assert_eq!(AnswerReader::new(0, "").read("", data), Err(Unread::Foreign), "{data}");
        }
    }

    #[test]
    fn usage_is_read_in_every_dialect() {
        let used = |usage: &str| said(&format!(r#"{{"choices":[],"usage":{usage}}}"#)).usage.unwrap();
        let usage = |out, kept, back, cost| Usage {
            tokens_out: Some(out),
            tokens_kept: kept,
            tokens_in: Some(back),
            cost,
        };
        assert_eq!(
            used(
                r#"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":8},"cost":0.0025}"#
            ),
            usage(9, Some(8), 3, Some(0.0025))
        );
        assert_eq!(
            used(
                r#"{"prompt_tokens":9,"completion_tokens":3,"total_tokens":32,"prompt_cache_hit_tokens":4}"#
            ),
            usage(9, Some(4), 23, None),
            "thoughts that are counted beside the answer"
        );
        let groq = said(r#"{"choices":[],"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}"#);
        assert_eq!(groq.usage, Some(usage(1, None, 2, None)));
    }

    #[test]
    fn a_prompt_becomes_a_request_with_these_words_and_no_others() {
        let asked = Asked::new("https://api.example.com/v1");
        assert_eq!(
            asked.body(&everything()),
            json!({
                "model": "a-model",
                "messages": [
                    {"role": "system", "content": "You are Samantha."},
                    {"role": "user", "content": [
                        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVA="}},
                        {"type": "text", "text": "Oi \"você\"\n🙂"},
                    ]},
                    {"role": "assistant", "content": null, "tool_calls": [
                        {"id": "c1", "type": "function", "function": {"name": "clock", "arguments": "{\"zone\":\"x\"}"}},
                        {"id": "c2", "type": "function", "function": {"name": "search", "arguments": "not json"}},
                    ]},
                    {"role": "tool", "tool_call_id": "c1", "content": "noon"},
                    {"role": "tool", "tool_call_id": "c2", "content": "nothing"},
                    {"role": "system", "content": "It is noon."},
                ],
                "stream": true,
                "stream_options": {"include_usage": true},
                "max_tokens": 700,
                "tools": [{"type": "function", "function": {
                    "name": "clock", "description": "The hour.", "parameters": {"type": "object", "properties": {}},
                }}],
                "response_format": {"type": "json_schema", "json_schema": {
                    "name": "facts", "strict": false, "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
                }},
            })
        );
    }

    #[test]
    fn what_a_provider_objected_to_is_left_out() {
        let mut asked = Asked::new("https://api.example.com/v1");
        asked.quirks.completion_tokens = true;
        asked.quirks.no_stream_options = true;
        asked.quirks.tools = ToolsTaken::WithoutThinking;
        asked.quirks.form = FormTaken::Json;
        let body = asked.body(&everything());
        assert_eq!((&body["max_completion_tokens"], body.get("max_tokens")), (&json!(700), None));
        assert_eq!(body.get("stream_options"), None);
        assert_eq!((&body["reasoning_effort"], body.get("tools").is_some()), (&json!("none"), true));
        assert_eq!(body["response_format"], json!({"type": "json_object"}));
        asked.quirks.tools = ToolsTaken::No;
        asked.quirks.form = FormTaken::Nothing;
        let body = asked.body(&everything());
        let gone = ["tools", "reasoning_effort", "response_format"].map(|name| body.get(name));
        assert_eq!(gone, [None, None, None]);
    }

    #[test]
    fn hosts_that_are_known_are_asked_right_the_first_time() {
        let names = |address: &str| {
            let body = Asked::new(address).body(&everything());
            ["max_tokens", "max_completion_tokens", "stream_options"].map(|name| body.get(name).is_some())
        };
        assert_eq!(names("https://api.openai.com/v1"), [false, true, true]);
        assert_eq!(names("https://api.mistral.ai/v1"), [true, false, false]);
        let body = Asked::new("https://api.deepseek.com").body(&everything());
        assert_eq!(body["response_format"], json!({"type": "json_object"}));
    }

    #[test]
    fn thoughts_go_back_with_a_tool_s_result_only_where_they_are_wanted() {
        let mut reader = AnswerReader::new(0, "api.deepseek.com");
        reader.read("", r#"{"choices":[{"delta":{"reasoning_content":"Let me "}}]}"#).unwrap();
        reader.read("", r#"{"choices":[{"delta":{"reasoning_content":"look."}}]}"#).unwrap();
        let call = r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"clock","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}"#;
        let calls = reader.read("", call).unwrap().calls;
        assert_eq!(calls[0].seal, "Let me look.");
        let mut prompt = everything();
        prompt.messages[2].calls[0].seal = calls[0].seal.clone();
        let sent =
            |address: &str| Asked::new(address).body(&prompt)["messages"][2]["reasoning_content"].clone();
        assert_eq!(sent("https://api.deepseek.com"), json!("Let me look."));
        assert_eq!(sent("https://api.example.com/v1"), Value::Null);
    }

    #[test]
    fn only_a_closed_schema_is_called_strict() {
        let closed = json!({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}},
            "required": ["a"], "additionalProperties": false});
        assert!(is_strict(&closed));
        let mut open = closed.clone();
        open["properties"]["a"]["items"] = json!({"type": "object", "properties": {"b": {}}});
        assert!(!is_strict(&open));
    }
}
