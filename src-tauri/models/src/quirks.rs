//! What a provider was found not to take. A provider that objects to how it was asked has answered nothing yet, so it
//! is asked once more without what it objected to; the next question is put right at once.

use crate::protocol::is_of;
use reqwest::StatusCode;
use samantha_core::{
    address::check_address,
    ports::{Endpoint, Family, Form, Prompt, Purpose},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How one model at one address is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Quirks {
    /// `max_completion_tokens`, which OpenAI's own newer models insist on, instead of `max_tokens`.
    pub(crate) completion_tokens: bool,
    /// No `stream_options`.
    pub(crate) no_stream_options: bool,
    pub(crate) form: FormTaken,
    pub(crate) tools: ToolsTaken,
    /// It thinks before it speaks, and its thoughts count as part of the answer's length.
    pub(crate) thinks: bool,
    /// It objected to the room that was left for thoughts.
    pub(crate) no_room: bool,
}

/// How far a model can be told the form of its answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FormTaken {
    /// With a schema.
    #[default]
    Schema,
    /// That it be JSON.
    Json,
    Nothing,
}

/// How far a model can be given tools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ToolsTaken {
    #[default]
    Yes,
    /// Only when it is told not to think.
    WithoutThinking,
    No,
}

impl Quirks {
    /// What is known of a host before it was ever asked.
    pub(crate) fn of(endpoint: &Endpoint, host: &str) -> Self {
        let is = |domain| endpoint.family == Family::OpenAi && is_of(host, domain);
        // Where models that think are the usual ones.
        let think = ["openai.com", "openrouter.ai", "groq.com", "deepseek.com", "mistral.ai", "x.ai"];
        Self {
            completion_tokens: is("openai.com"),
            // It refuses every field that it doesn't know, and tells the usage unasked.
            no_stream_options: is("mistral.ai"),
            form: if is("deepseek.com") { FormTaken::Json } else { FormTaken::Schema },
            tools: ToolsTaken::Yes,
            // On this computer, too, where room costs nothing; Ollama reserves memory for it, and makes its own.
            thinks: matches!(endpoint.family, Family::Anthropic | Family::Gemini)
                || think.into_iter().any(is)
                || endpoint.family == Family::OpenAi
                    && check_address(&endpoint.address).is_ok_and(|address| address.is_loopback()),
            no_room: false,
        }
    }

    /// What to leave out of the next question if this reply objected to something in the last one; `None` when it is
    /// about anything else, and asking again would change nothing.
    pub(crate) fn after_objection(self, prompt: &Prompt, status: StatusCode, body: &[u8]) -> Option<Self> {
        let body = String::from_utf8_lossy(body).to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| body.contains(word));
        let tools = !prompt.tools.is_empty() && self.tools != ToolsTaken::No;
        let no =
            ["not support", "n't support", "unsupported", "no endpoints found", "requires", "not enabled"];
        // llama-server without its templates calls it a fault of its own.
        if tools && status.as_u16() == 500 && body.contains("tools param requires") {
            return Some(Self { tools: ToolsTaken::No, ..self });
        }
        if tools && status.as_u16() == 404 && body.contains("support tool use") {
            return Some(Self { tools: ToolsTaken::No, ..self });
        }
        if !matches!(status.as_u16(), 400 | 422) {
            return None;
        }
        if tools && body.contains("reasoning_effort") {
            let next = match self.tools {
                ToolsTaken::Yes => ToolsTaken::WithoutThinking,
                ToolsTaken::WithoutThinking | ToolsTaken::No => ToolsTaken::No,
            };
            return Some(Self { tools: next, ..self });
        }
        if !self.completion_tokens && has(&["max_tokens"]) && has(&["max_completion_tokens"]) {
            return Some(Self { completion_tokens: true, ..self });
        }
        let length =
            ["max_tokens", "max_completion_tokens", "maxoutputtokens", "max_output_tokens", "the completion"];
        let has_room = !self.no_room && (self.thinks || prompt.purpose == Purpose::Test);
        if has_room && has(&length) && has(&["maximum", "at most", "too large", "exceed"]) {
            return Some(Self { thinks: false, no_room: true, ..self });
        }
        if !self.no_stream_options && has(&["stream_options", "include_usage"]) {
            return Some(Self { no_stream_options: true, ..self });
        }
        let about_form = ["response_format", "json_schema", "json_object", "output_config", "output_format"];
        let about_form = has(&about_form) || has(&["responsejsonschema", "response_json_schema", "grammar"]);
        if prompt.form != Form::Words && self.form != FormTaken::Nothing && about_form {
            let next = if self.form == FormTaken::Schema { FormTaken::Json } else { FormTaken::Nothing };
            return Some(Self { form: next, ..self });
        }
        if tools && has(&["tool", "function call"]) && has(&no) {
            return Some(Self { tools: ToolsTaken::No, ..self });
        }
        None
    }
}

/// Most models whose quirks are remembered.
const MOST_KNOWN: usize = 256;

/// What was learnt, as long as the app runs.
#[derive(Debug, Default)]
pub(crate) struct Learnt(Mutex<HashMap<(String, String), Quirks>>);

impl Learnt {
    pub(crate) fn of(&self, endpoint: &Endpoint, host: &str) -> Quirks {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (endpoint.address.clone(), endpoint.model.clone());
        known.get(&key).copied().unwrap_or_else(|| Quirks::of(endpoint, host))
    }

    pub(crate) fn learn(&self, endpoint: &Endpoint, quirks: Quirks) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == MOST_KNOWN {
            known.clear();
        }
        known.insert((endpoint.address.clone(), endpoint.model.clone()), quirks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use samantha_core::ports::{Message, Role, ToolSpec};

    fn prompt() -> Prompt {
        let tool =
            ToolSpec { name: "clock".into(), description: "time".into(), parameters: serde_json::json!({}) };
        let form = Form::Json { name: "facts".into(), schema: serde_json::json!({"type": "object"}) };
        Prompt {
            tools: vec![tool],
            form,
            ..Prompt::of(vec![Message::said(Role::User, "hi")], 9, Purpose::Memory)
        }
    }

    fn after(quirks: Quirks, status: u16, body: &str) -> Option<Quirks> {
        quirks.after_objection(&prompt(), StatusCode::from_u16(status).unwrap(), body.as_bytes())
    }

    #[test]
    fn each_objection_takes_away_what_it_is_about_and_no_more() {
        let plain = Quirks::default();
        for (status, body, then) in [
            (
                400,
                "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
                Quirks { completion_tokens: true, ..plain },
            ),
            (
                422,
                r#"{"detail":[{"loc":["body","stream_options"]}]}"#,
                Quirks { no_stream_options: true, ..plain },
            ),
            (400, "This response_format type is unavailable now", Quirks { form: FormTaken::Json, ..plain }),
            (
                400,
                r#"{"error":"registry.ollama.ai/library/gemma does not support tools"}"#,
                Quirks { tools: ToolsTaken::No, ..plain },
            ),
            (
                400,
                r#""auto" tool choice requires --enable-auto-tool-choice"#,
                Quirks { tools: ToolsTaken::No, ..plain },
            ),
            (
                404,
                r#"{"error":{"message":"No endpoints found that support tool use."}}"#,
                Quirks { tools: ToolsTaken::No, ..plain },
            ),
            (500, "tools param requires --jinja flag", Quirks { tools: ToolsTaken::No, ..plain }),
            (
                400,
                "Function tools with reasoning_effort are not supported for m in /v1/chat/completions.",
                Quirks { tools: ToolsTaken::WithoutThinking, ..plain },
            ),
        ] {
            assert_eq!(after(plain, status, body), Some(then), "{body}");
        }
    }

    #[test]
    fn room_for_thoughts_is_given_up_where_it_is_too_much() {
        let thinks = Quirks { thinks: true, ..Quirks::default() };
        let no_room = Quirks { no_room: true, ..Quirks::default() };
        let trial = Prompt { purpose: Purpose::Test, ..prompt() };
        for body in [
            "max_tokens: 5120 > 4096, which is the maximum allowed number of output tokens",
            "max_tokens is too large: 5120. This model supports at most 4096 completion tokens",
            "maximum context length is 4096 tokens. However, you requested 6000 tokens (880 in the messages, 5120 in the completion).",
        ] {
            assert_eq!(after(thinks, 400, body), Some(no_room), "{body}");
            assert_eq!(after(Quirks::default(), 400, body), None, "{body}");
            // A trial has room whoever is asked.
            let of_trial =
                |quirks: Quirks| quirks.after_objection(&trial, StatusCode::BAD_REQUEST, body.as_bytes());
            assert_eq!(of_trial(Quirks::default()), Some(no_room), "{body}");
            assert_eq!(of_trial(no_room), None, "{body}");
        }
    }

    #[test]
    fn what_was_left_out_already_is_not_objected_to_twice() {
        let mut quirks = Quirks::default();
        let mut asked = 0;
        let everything =
            "max_tokens max_completion_tokens stream_options json_schema tool reasoning_effort unsupported";
        while let Some(next) = after(quirks, 400, everything) {
            assert_ne!(next, quirks);
            (quirks, asked) = (next, asked + 1);
        }
        assert_eq!(asked, 6);
    }

    #[test]
    fn a_failure_of_any_other_kind_is_no_objection() {
        for (status, body) in [
            (401, "stream_options"),
            (429, "tools are not supported at this rate"),
            (500, "stream_options"),
            (404, "model not found, tools unsupported"),
            (400, r#"{"error":{"code":"context_length_exceeded"}}"#),
            (400, "the model does not support images"),
        ] {
            assert_eq!(after(Quirks::default(), status, body), None, "{body}");
        }
    }
}
