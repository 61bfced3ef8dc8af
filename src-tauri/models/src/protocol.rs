//! What each family of providers is asked, and what its events say: the words of four protocols, nothing of how they
//! travel.
//!
//! A family is a body ([`body`]) and a [`Reader`]. Both are pure: the same prompt gives the same bytes, and the same
//! events give the same words wherever the network cut them.

mod anthropic;
mod calls;
mod gemini;
mod ollama;
mod open_ai;
mod thoughts;
mod turns;

#[cfg(test)]
mod tests_of_bodies;

pub(crate) use calls::is_json;

use crate::quirks::Quirks;
use samantha_core::{
    address::Address,
    ports::{Endpoint, Family, Message, ModelError, ModelErrorKind as Kind, Prompt, ToolCall, Usage},
};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// One question, and what is known of the one who is asked.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) prompt: &'a Prompt,
    pub(crate) endpoint: &'a Endpoint,
    /// Where known; decides how the protocol is spoken there.
    pub(crate) host: &'a str,
    pub(crate) quirks: Quirks,
}

/// Tokens that a picture is taken for.
const PICTURE: usize = 2048;

/// At most how many tokens a prompt is: no tokenizer makes more than one token of two bytes of prose.
fn estimate(prompt: &Prompt) -> u32 {
    let bytes =
        |said: &Message| said.text.len() + said.calls.iter().map(|call| call.arguments.len()).sum::<usize>();
    let of_one = |said: &Message| bytes(said) / 2 + 8 + said.pictures.len() * PICTURE;
    let tools = prompt.tools.iter().map(|tool| tool.description.len() + tool.parameters.to_string().len());
    let all = prompt.messages.iter().map(of_one).sum::<usize>() + tools.sum::<usize>();
    u32::try_from(all).unwrap_or(u32::MAX)
}

/// The body of a request for a streamed answer.
pub(crate) fn body(wanted: &Wanted<'_>) -> Vec<u8> {
    let body = match wanted.endpoint.family {
        Family::OpenAi | Family::BuiltIn => open_ai::body(wanted),
        Family::Anthropic => anthropic::body(wanted),
        Family::Gemini => gemini::body(wanted),
        Family::Ollama => ollama::body(wanted),
    };
    // What was built as JSON can always be written as JSON.
    serde_json::to_vec(&body).unwrap_or_default()
}

/// Where, under or from the root of a base address, an answer is asked for.
///
/// # Errors
/// For [`Family::BuiltIn`], which is no address.
pub(crate) fn answer_path(endpoint: &Endpoint, base: &Address) -> Result<String, ModelError> {
    Ok(match endpoint.family {
        Family::OpenAi => "chat/completions".into(),
        Family::Anthropic => versioned(base, &["v1"], "messages"),
        Family::Gemini => {
            let model = escaped(endpoint.model.strip_prefix("models/").unwrap_or(&endpoint.model));
            let path = format!("models/{model}:streamGenerateContent?alt=sse");
            versioned(base, &["v1beta", "v1", "v1alpha"], &path)
        }
        Family::Ollama => "/api/chat".into(),
        Family::BuiltIn => return Err(ModelError::new(Kind::Unreachable, "a built-in model has no address")),
    })
}

/// `path` under the base address if that ends with one of these versions, else under the first of them.
pub(crate) fn versioned(base: &Address, versions: &[&str], path: &str) -> String {
    let last = base.as_str().rsplit('/').next().unwrap_or("");
    match versions.first() {
        Some(first) if !versions.contains(&last) => format!("{first}/{path}"),
        _ => path.to_owned(),
    }
}

/// A name as one step of a path.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    // A step that means "this" or "the one above" to whoever reads a path is no name.
    if escaped.chars().all(|c| c == '.') { escaped.replace('.', "%2E") } else { escaped }
}

/// How the parts of a reply are told from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events.
    Events,
    /// A JSON value a line.
    Lines,
}

/// How a family streams where the reply doesn't say it.
pub(crate) fn framing(family: Family) -> Framing {
    match family {
        Family::OpenAi | Family::Anthropic | Family::Gemini | Family::BuiltIn => Framing::Events,
        Family::Ollama => Framing::Lines,
    }
}

/// Why the provider ended its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Finish {
    /// All is said.
    Whole,
    /// As many tokens came as were asked for. Words are whole all the same; a call need not be.
    Length,
    /// A filter, or the model itself, stopped it.
    Refused,
}

/// What one event, or one whole reply, says.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Words for the person; may be empty.
    pub(crate) words: String,
    /// Whether the model was heard thinking.
    pub(crate) thought: bool,
    /// Tools asked for, each whole.
    pub(crate) calls: Vec<ToolCall>,
    /// All that is known so far of what it took.
    pub(crate) usage: Option<Usage>,
    pub(crate) finish: Option<Finish>,
    /// An error object, as it came.
    pub(crate) error: Option<Value>,
    /// Nothing of the answer comes after this.
    pub(crate) over: bool,
}

/// Why an event can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is nothing of this protocol.
    Foreign,
    /// The arguments of a call, or the calls of an answer, pass all measure.
    Endless,
}

/// Follows one answer.
pub(crate) trait Reader: Send {
    /// What the event `name` (empty where it has none) says with this data, trimmed and not empty.
    fn read(&mut self, name: &str, data: &str) -> Result<Said, Unread>;

    /// The calls that were read and not yet given, when the reply says by its own end that it is whole.
    fn rest(&mut self) -> Vec<ToolCall>;
}

/// Reads the answer to a question.
pub(crate) fn reader(wanted: &Wanted<'_>) -> Box<dyn Reader> {
    let earlier = wanted.prompt.messages.iter().map(|message| message.calls.len()).sum();
    match wanted.endpoint.family {
        Family::OpenAi | Family::BuiltIn => Box::new(open_ai::AnswerReader::new(earlier, wanted.host)),
        Family::Anthropic => Box::new(anthropic::AnswerReader::new(earlier)),
        Family::Gemini => Box::new(gemini::AnswerReader::new(earlier)),
        Family::Ollama => Box::new(ollama::AnswerReader::new(earlier)),
    }
}

/// Whether a host is this domain or below it.
pub(crate) fn is_of(host: &str, domain: &str) -> bool {
    host == domain || host.strip_suffix(domain).is_some_and(|before| before.ends_with('.'))
}

/// Reads JSON; a half of a surrogate pair that stands alone becomes U+FFFD.
fn parse<T: for<'a> Deserialize<'a>>(data: &str) -> Result<T, Unread> {
    serde_json::from_str(data)
        .or_else(|_| serde_json::from_str(&whole_characters(data)))
        .map_err(|_| Unread::Foreign)
}

/// The error that stands in an event: `{"error": …}`, or the object itself where its kind says so.
fn error_in(name: &str, value: &Value) -> Option<Value> {
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        // What stands beside it says more where it is words alone.
        return Some(if error.is_string() { value.clone() } else { error.clone() });
    }
    let kinds = ["type", "object"];
    let is_error = name == "error" || kinds.iter().any(|kind| value.get(kind).is_some_and(|k| k == "error"));
    is_error.then(|| value.clone())
}

/// A count of tokens.
fn tokens(value: Option<&Value>) -> Option<u32> {
    value.and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok())
}

/// A text field, empty where it is none.
fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or("")
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
    use samantha_core::address::check_address;

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
    fn each_family_is_asked_at_its_own_path_and_a_name_can_t_leave_it() {
        let path = |family, address: &str, model: &str| {
            let endpoint =
                Endpoint { family, address: address.into(), model: model.into(), context: None, price: None };
            answer_path(&endpoint, &check_address(address).unwrap()).unwrap()
        };
        assert_eq!(path(Family::OpenAi, "https://openrouter.ai/api/v1", "a/b"), "chat/completions");
        assert_eq!(path(Family::Anthropic, "https://api.anthropic.com", "m"), "v1/messages");
        assert_eq!(path(Family::Anthropic, "https://api.anthropic.com/v1", "m"), "messages");
        let google = "https://generativelanguage.googleapis.com";
        assert_eq!(path(Family::Gemini, google, "m"), "v1beta/models/m:streamGenerateContent?alt=sse");
        let based = format!("{google}/v1beta");
        let asked = "models/..%2F..%2Fx%3Fk%3A:streamGenerateContent?alt=sse";
        assert_eq!(path(Family::Gemini, &based, "models/../../x?k:"), asked);
        assert_eq!(path(Family::Gemini, &based, ".."), "models/%2E%2E:streamGenerateContent?alt=sse");
        assert_eq!(path(Family::Ollama, "http://127.0.0.1:11434/v1", "m"), "/api/chat");
    }

    #[test]
    fn a_domain_is_known_by_its_whole_end() {
        assert!(is_of("api.mistral.ai", "mistral.ai") && is_of("mistral.ai", "mistral.ai"));
        assert!(!is_of("notmistral.ai", "mistral.ai") && !is_of("mistral.ai.example", "mistral.ai"));
    }
}
