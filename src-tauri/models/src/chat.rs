//! The words of the OpenAI-compatible protocol: what is asked, and what an event or a whole reply says.

use samantha_core::ports::{Prompt, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// How a provider wants the most tokens of an answer to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenLimit {
    /// `max_tokens`: everywhere.
    MaxTokens,
    /// `max_completion_tokens`: what OpenAI's own newer models insist on.
    MaxCompletionTokens,
}

/// The body of a request for a streamed answer.
pub(crate) fn request_body(prompt: &Prompt, model: &str, limit: TokenLimit) -> Vec<u8> {
    #[derive(Serialize)]
    struct Body<'a> {
        model: &'a str,
        messages: Vec<Said<'a>>,
        stream: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_tokens: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_completion_tokens: Option<u32>,
    }
    #[derive(Serialize)]
    struct Said<'a> {
        role: &'a str,
        content: &'a str,
    }
    let said = prompt.messages.iter().map(|message| Said {
        role: match message.role {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
        },
        content: &message.text,
    });
    let tokens = Some(prompt.max_answer_tokens);
    let body = Body {
        model,
        messages: said.collect(),
        stream: true,
        max_tokens: tokens.filter(|_| limit == TokenLimit::MaxTokens),
        max_completion_tokens: tokens.filter(|_| limit == TokenLimit::MaxCompletionTokens),
    };
    // Strings and numbers can always be written as JSON.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// What one event, or one whole reply, says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Words for the person; may be empty.
    pub(crate) words: String,
    /// Why the answer ends here, in the provider's word.
    pub(crate) finish: Option<String>,
    /// An error object, as it came.
    pub(crate) error: Option<Value>,
}

/// Reads an event's data or a whole reply; `None` when it is no JSON object of this protocol.
pub(crate) fn read(data: &str) -> Option<Said> {
    #[derive(Deserialize)]
    struct Reply {
        #[serde(default)]
        error: Option<Value>,
        #[serde(default)]
        choices: Option<Vec<Choice>>,
    }
    #[derive(Deserialize)]
    struct Choice {
        #[serde(default)]
        index: Option<u64>,
        #[serde(default, alias = "message")]
        delta: Option<Delta>,
        #[serde(default)]
        text: Option<String>,
        #[serde(default)]
        finish_reason: Option<String>,
    }
    #[derive(Default, Deserialize)]
    struct Delta {
        #[serde(default)]
        content: Option<Content>,
    }
    /// Mostly a string; some providers send parts of several kinds.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Content {
        Text(String),
        Parts(Vec<Value>),
    }

    let reply: Reply = parse(data).or_else(|| parse(&whole_characters(data)))?;
    if let Some(error) = reply.error.filter(|error| !error.is_null()) {
        return Some(Said { error: Some(error), ..Said::default() });
    }
    if reply.choices.is_none() {
        // `{"type": "error", ...}` or `{"object": "error", ...}`: the object itself is the error.
        let object: Value = parse(data)?;
        if ["type", "object"].iter().any(|&name| object.get(name).is_some_and(|value| value == "error")) {
            return Some(Said { error: Some(object), ..Said::default() });
        }
    }
    let mut said = Said::default();
    // Only the first of several answers was asked for.
    for choice in reply.choices.into_iter().flatten().filter(|choice| choice.index.unwrap_or(0) == 0) {
        match choice.delta.and_then(|delta| delta.content) {
            Some(Content::Text(text)) => said.words.push_str(&text),
            Some(Content::Parts(parts)) => {
                for part in parts {
                    if part.get("type").and_then(Value::as_str).is_none_or(|kind| kind == "text") {
                        said.words.push_str(part.get("text").and_then(Value::as_str).unwrap_or(""));
                    }
                }
            }
            None => said.words.push_str(choice.text.as_deref().unwrap_or("")),
        }
        said.finish = choice.finish_reason.filter(|reason| !reason.is_empty()).or(said.finish);
    }
    Some(said)
}

/// The names in a list of models: OpenAI's `{"data": [{"id"}]}`, Ollama's `{"models": [{"name"}]}`, or the bare
/// list. `None` when it is none of these; `null` is an empty list (Ollama sends it).
pub(crate) fn read_models(body: &[u8]) -> Option<Vec<ListedModel>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let listed = match &value {
        Value::Object(object) => object.get("data").or_else(|| object.get("models"))?,
        bare => bare,
    };
    let listed = match listed {
        Value::Array(listed) => listed.as_slice(),
        Value::Null if value.is_object() => &[],
        _ => return None,
    };
    let name = |model: &Value| {
        let name = model.get("id").or_else(|| model.get("name")).unwrap_or(model).as_str()?;
        let family = model.get("details").and_then(|details| details.get("family")).and_then(Value::as_str);
        Some(ListedModel { name: name.to_owned(), family: family.unwrap_or("").to_owned() })
    };
    let models: Vec<_> = listed.iter().filter_map(name).collect();
    (models.len() == listed.len()).then_some(models)
}

/// One model of a list.
#[derive(Debug, PartialEq)]
pub(crate) struct ListedModel {
    pub(crate) name: String,
    /// Its architecture where the provider tells (Ollama does), else empty.
    pub(crate) family: String,
}

impl ListedModel {
    /// Whether it is known to make vectors of words, not answers.
    pub(crate) fn only_embeds(&self) -> bool {
        self.family.ends_with("bert") || self.name.starts_with("text-embedding-")
    }
}

fn parse<T: for<'a> Deserialize<'a>>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}

/// JSON in which every half of a surrogate pair that stands alone is written as U+FFFD. A server that cuts its
/// answer by UTF-16 units sends such halves, and they are no text.
fn whole_characters(data: &str) -> Cow<'_, str> {
    if !data.contains("\\ud") && !data.contains("\\uD") {
        return Cow::Borrowed(data);
    }
    let mut whole = String::with_capacity(data.len());
    let mut rest = data;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        whole.push_str(before);
        let (taken, text) = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, escape.get(..12)),
            (Some(_), _) => (6, Some("\\ufffd")),
            (None, _) => {
                let taken = escape.char_indices().nth(2).map_or(escape.len(), |(at, _)| at);
                (taken, escape.get(..taken))
            }
        };
        whole.push_str(text.unwrap_or(""));
        rest = escape.get(taken..).unwrap_or("");
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn surrogate(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..=0xdfff).contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use samantha_core::ports::Message;

    fn words(data: &str) -> String {
        read(data).unwrap().words
    }

    #[test]
    fn a_prompt_becomes_a_request_with_these_words_and_no_others() {
        let message = |role, text: &str| Message::said(role, text);
        let messages = vec![
            message(Role::System, "You are Samantha."),
            message(Role::User, "Oi \"você\"\n🙂"),
            message(Role::Assistant, "Oi!"),
        ];
        let prompt = Prompt::of(messages, 700, samantha_core::ports::Purpose::Answer);
        let body = request_body(&prompt, "llama3.2:3b", TokenLimit::MaxTokens);
        assert_eq!(
            serde_json::from_slice::<Value>(&body).unwrap(),
            serde_json::json!({
                "model": "llama3.2:3b",
                "messages": [
                    {"role": "system", "content": "You are Samantha."},
                    {"role": "user", "content": "Oi \"você\"\n🙂"},
                    {"role": "assistant", "content": "Oi!"},
                ],
                "stream": true,
                "max_tokens": 700,
            })
        );
        let newer = request_body(&prompt, "m", TokenLimit::MaxCompletionTokens);
        let newer: Value = serde_json::from_slice(&newer).unwrap();
        assert_eq!((newer.get("max_tokens"), newer.get("max_completion_tokens")), (None, Some(&700.into())));
    }

    #[test]
    fn words_are_found_where_providers_put_them() {
        for (data, found) in [
            (r#"{"choices":[{"index":0,"delta":{"role":"assistant","content":"Oi"}}]}"#, "Oi"),
            (r#"{"choices":[{"delta":{"content":null}}],"error":null}"#, ""),
            (r#"{"choices":[{"delta":{"content":"","reasoning_content":"hm","reasoning":"hm"}}]}"#, ""),
            (r#"{"choices":[{"delta":{"tool_calls":[{"id":"1","function":{"arguments":"x"}}]}}]}"#, ""),
            (r#"{"choices":[],"usage":{"total_tokens":3}}"#, ""),
            (r#"{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}"#, "a"),
            (
                r#"{"choices":[{"delta":{"content":[{"type":"thinking","text":"hm"},{"type":"text","text":"a"}]}}]}"#,
                "a",
            ),
            (r#"{"choices":[{"message":{"role":"assistant","content":"whole"}}]}"#, "whole"),
            (r#"{"choices":[{"text":"old"}]}"#, "old"),
        ] {
            assert_eq!(words(data), found, "{data}");
        }
    }

    #[test]
    fn an_error_is_seen_wherever_it_stands() {
        for data in [
            r#"{"error":{"message":"no"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}"#,
            r#"{"error":"no"}"#,
            r#"{"type":"error","message":"no"}"#,
            r#"{"object":"error","message":"no","code":400}"#,
        ] {
            assert!(read(data).unwrap().error.is_some(), "{data}");
        }
        for data in ["{\"choices\":[", "[DONE", "", "7", "\"text\"", r#"{"choices":7}"#] {
            assert_eq!(read(data), None, "{data}");
        }
    }

    #[test]
    fn half_a_character_becomes_a_replacement_and_whole_ones_stay() {
        for (data, found) in [
            (r#"a\ud83d"#, r#"a\ufffd"#),
            (r#"\ude42b"#, r#"\ufffdb"#),
            (r#"\ud83d\ude42"#, r#"\ud83d\ude42"#),
            (r#"\uD83D\uD83D\uDE42"#, r#"\ufffd\uD83D\uDE42"#),
            (r#"\\ud83d"#, r#"\\ud83d"#),
            (r#"\n\ud83dé\"#, r#"\n\ufffdé\"#),
        ] {
            assert_eq!(whole_characters(data), found);
        }
    }

    #[test]
    fn a_list_of_models_is_read_in_each_form_and_never_guessed() {
        let names = |body: &str| {
            read_models(body.as_bytes()).map(|models| models.into_iter().map(|m| m.name).collect::<Vec<_>>())
        };
        let two = Some(vec!["b".to_owned(), "a".to_owned()]);
        assert_eq!(names(r#"{"object":"list","data":[{"id":"b"},{"id":"a"}]}"#), two);
        assert_eq!(names(r#"{"models":[{"name":"b","model":"x"},{"name":"a"}]}"#), two);
        assert_eq!(names(r#"["b","a"]"#), two);
        assert_eq!(names(r#"{"object":"list","data":null}"#), Some(vec![]));
        for body in ["null", "{}", "<html>", r#"{"data":7}"#, r#"{"data":[{"no":"name"}]}"#] {
            assert_eq!(names(body), None, "{body}");
        }
    }
}
