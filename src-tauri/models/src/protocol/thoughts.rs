//! Thoughts that a provider wants back with the results of tools, and refuses the results without. They are held for
//! that alone, and never shown.

use super::{is_of, text};
use serde_json::{Map, Value, json};

/// Most bytes held.
const MOST_HELD: usize = 512 * 1024;

/// The thoughts of one answer, in the form in which its host wants them back.
#[derive(Debug)]
pub(super) enum Thoughts {
    /// It wants none.
    Unwanted,
    /// DeepSeek: as words.
    Words(String),
    /// OpenRouter: as the parts they came in, put together again.
    Parts { parts: Vec<Value>, held: usize },
}

impl Thoughts {
    /// What this host wants back.
    pub(super) fn wanted_by(host: &str) -> Self {
        if is_of(host, "deepseek.com") {
            Self::Words(String::new())
        } else if is_of(host, "openrouter.ai") {
            Self::Parts { parts: Vec::new(), held: 0 }
        } else {
            Self::Unwanted
        }
    }

    /// Takes what of them stands in a part of an answer.
    pub(super) fn take(&mut self, delta: &Value) {
        match self {
            Self::Unwanted => {}
            Self::Words(words) => {
                let more = text(delta, "reasoning_content");
                if words.len() + more.len() <= MOST_HELD {
                    words.push_str(more);
                }
            }
            Self::Parts { parts, held } => {
                for part in delta.get("reasoning_details").and_then(Value::as_array).into_iter().flatten() {
                    *held = held.saturating_add(part.to_string().len());
                    // Given back in part they would be refused: then rather none.
                    if *held > MOST_HELD {
                        parts.clear();
                        continue;
                    }
                    // One place and kind is one part, however it was cut; its signature may come last.
                    let same = |known: &Value| {
                        ["index", "type"]
                            .iter()
                            .all(|name| known.get(name).is_some() && known.get(name) == part.get(name))
                    };
                    let known =
                        parts.iter().rposition(same).and_then(|at| parts.get_mut(at)?.as_object_mut());
                    match (known, part.as_object()) {
                        (Some(known), Some(part)) => join(known, part),
                        _ => parts.push(part.clone()),
                    }
                }
            }
        }
    }

    /// All of them, to be kept with a call; empty where there are none, or too many.
    pub(super) fn seal(&mut self) -> String {
        match std::mem::replace(self, Self::Unwanted) {
            Self::Unwanted => String::new(),
            Self::Words(words) => words,
            Self::Parts { parts, .. } if parts.is_empty() => String::new(),
            Self::Parts { parts, .. } => Value::Array(parts).to_string(),
        }
    }
}

/// Words go on; whatever else comes is said for the first time, or again.
fn join(known: &mut Map<String, Value>, part: &Map<String, Value>) {
    for (name, value) in part {
        match (known.get_mut(name), value) {
            (Some(Value::String(words)), Value::String(more))
                if ["text", "summary", "data"].contains(&name.as_str()) =>
            {
                words.push_str(more);
            }
            (Some(_), Value::Null) => {}
            _ => drop(known.insert(name.clone(), value.clone())),
        }
    }
}

/// The field in which a seal goes back to this host; `None` where it isn't wanted.
pub(super) fn field(seal: &str, host: &str) -> Option<(&'static str, Value)> {
    match Thoughts::wanted_by(host) {
        _ if seal.is_empty() => None,
        Thoughts::Unwanted => None,
        Thoughts::Words(_) => Some(("reasoning_content", json!(seal))),
        Thoughts::Parts { .. } => {
            let parts: Value = serde_json::from_str(seal).ok().filter(Value::is_array)?;
            Some(("reasoning_details", parts))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_one_thought_are_put_together_and_others_stay_apart() {
        let mut thoughts = Thoughts::wanted_by("openrouter.ai");
        for details in [
            json!([{"type": "reasoning.text", "index": 0, "format": "f", "text": "Let", "signature": null}]),
            json!([{"type": "reasoning.text", "index": 0, "text": " me look."}]),
            json!([{"type": "reasoning.text", "index": 0, "signature": "c2ln"},
                   {"type": "reasoning.encrypted", "index": 0, "data": "eA==", "id": "c1"}]),
            json!([{"type": "reasoning.encrypted", "data": "eQ=="}]),
        ] {
            thoughts.take(&json!({"reasoning_details": details}));
        }
        let seal = thoughts.seal();
        let (name, parts) = field(&seal, "openrouter.ai").unwrap();
        assert_eq!(name, "reasoning_details");
        assert_eq!(
            parts,
            json!([
                {"type": "reasoning.text", "index": 0, "format": "f", "text": "Let me look.", "signature": "c2ln"},
                {"type": "reasoning.encrypted", "index": 0, "data": "eA==", "id": "c1"},
                {"type": "reasoning.encrypted", "data": "eQ=="},
            ])
        );
        assert_eq!(field(&seal, "api.example.com"), None);
        assert_eq!(field("no parts", "openrouter.ai"), None);
    }

    #[test]
    fn too_many_thoughts_are_not_held() {
        let mut thoughts = Thoughts::wanted_by("openrouter.ai");
        for index in 0..2 {
            let details =
                json!([{"type": "reasoning.text", "index": index, "text": "x".repeat(MOST_HELD - 100)}]);
            thoughts.take(&json!({"reasoning_details": details}));
        }
        assert_eq!(thoughts.seal(), "");
    }
}
