//! Lists of models, as each family gives them.

use samantha_core::ports::{Offered, Price};
use serde_json::Value;

/// Most models a list is taken to have.
const MOST_MODELS: usize = 10_000;

/// One model of a list.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Listed {
    pub(crate) offered: Offered,
    /// Whether it is known not to answer (it makes vectors of words, or pictures).
    pub(crate) mute: bool,
    /// Who serves it, as the server says: some name their program.
    pub(crate) owner: String,
}

/// The models in a list: OpenAI's `{"data": [{"id"}]}` (Anthropic's has the same form), `{"models": [{"name"}]}`
/// (Gemini's, Ollama's), or the bare list. `None` when it is none of these; `null` is an empty list (Ollama sends it).
pub(crate) fn read(body: &[u8]) -> Option<Vec<Listed>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let listed = match &value {
        Value::Object(object) => object.get("data").or_else(|| object.get("models"))?,
        bare => bare,
    };
    match listed {
        Value::Array(listed) => listed.iter().map(read_one).collect(),
        Value::Null if value.is_object() => Some(Vec::new()),
        _ => None,
    }
}

/// Each name once, in order.
pub(crate) fn in_order(listed: impl IntoIterator<Item = Offered>) -> Vec<Offered> {
    let mut models: Vec<Offered> = listed.into_iter().filter(|model| !model.name.trim().is_empty()).collect();
    models.sort_by(|a, b| a.name.cmp(&b.name));
    models.dedup_by(|a, b| a.name == b.name);
    models.truncate(MOST_MODELS);
    models
}

fn read_one(model: &Value) -> Option<Listed> {
    let name = model.get("id").or_else(|| model.get("name")).unwrap_or(model).as_str()?;
    let name = name.strip_prefix("models/").unwrap_or(name).to_owned();
    let at = |path: &str| model.pointer(path);
    // Of what providers call it: OpenRouter, vLLM, Groq, Mistral and LM Studio, llama-server, Gemini, Anthropic.
    let context = [
        "/context_length",
        "/max_model_len",
        "/context_window",
        "/max_context_length",
        "/meta/n_ctx_train",
        "/inputTokenLimit",
        "/max_input_tokens",
    ];
    let context = context.iter().find_map(|path| at(path)?.as_u64()).and_then(|n| u32::try_from(n).ok());
    let names = |path: &str, wanted: &str| {
        at(path).and_then(Value::as_array).map(|names| names.iter().any(|name| name == wanted))
    };
    let yes_no = |path: &str| at(path).and_then(Value::as_bool);
    let family = at("/details/family").and_then(Value::as_str).unwrap_or("");
    let answers = [
        names("/supportedGenerationMethods", "generateContent"),
        names("/architecture/output_modalities", "text"),
        yes_no("/capabilities/completion_chat"),
    ];
    let embeds = family.ends_with("bert") || name.starts_with("text-embedding-");
    let offered = Offered {
        context: context.filter(|context| *context > 0),
        sees: names("/architecture/input_modalities", "image").or(yes_no("/capabilities/vision")),
        tools: names("/supported_parameters", "tools").or(yes_no("/capabilities/function_calling")),
        price: price(model.get("pricing")),
        name,
    };
    let owner = model.get("owned_by").and_then(Value::as_str).unwrap_or("").to_owned();
    Some(Listed { offered, mute: embeds || answers.contains(&Some(false)), owner })
}

/// OpenRouter's: US dollars a token, as text. A negative one means that it varies.
fn price(pricing: Option<&Value>) -> Option<Price> {
    let dollars = |name: &str| {
        let dollars: f64 = pricing?.get(name)?.as_str()?.parse().ok()?;
        (dollars.is_finite() && dollars >= 0.0).then_some(dollars * 1e6)
    };
    Some(Price { out: dollars("prompt")?, back: dollars("completion")? })
}

/// Adds what Ollama's `/api/show` tells of one model; whether it answers at all.
pub(crate) fn add_shown(offered: &mut Offered, body: &[u8]) -> bool {
    let Ok(shown) = serde_json::from_slice::<Value>(body) else { return true };
    let facts = shown.get("model_info").and_then(Value::as_object);
    let context = facts.and_then(|facts| {
        let length = facts.iter().find(|(name, _)| name.ends_with(".context_length"))?.1.as_u64()?;
        u32::try_from(length).ok()
    });
    offered.context = context.or(offered.context);
    let Some(able) = shown.get("capabilities").and_then(Value::as_array) else { return true };
    let able = |what: &str| able.iter().any(|ability| ability == what);
    offered.sees = Some(able("vision"));
    offered.tools = Some(able("tools"));
    able("completion")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(body: &str) -> Option<Vec<String>> {
        read(body.as_bytes()).map(|models| models.into_iter().map(|model| model.offered.name).collect())
    }

    fn one(body: &str) -> Listed {
        read(format!("[{body}]").as_bytes()).unwrap().remove(0)
    }

    #[test]
    fn a_list_of_models_is_read_in_each_form_and_never_guessed() {
        let two = Some(vec!["b".to_owned(), "a".to_owned()]);
        assert_eq!(names(r#"{"object":"list","data":[{"id":"b"},{"id":"a"}]}"#), two);
        assert_eq!(names(r#"{"models":[{"name":"b","model":"x"},{"name":"a"}]}"#), two);
        assert_eq!(names(r#"{"models":[{"name":"models/b"},{"name":"models/a"}]}"#), two);
        assert_eq!(names(r#"["b","a"]"#), two);
        assert_eq!(names(r#"{"object":"list","data":null}"#), Some(vec![]));
        for body in ["null", "{}", "<html>", r#"{"data":7}"#, r#"{"data":[{"no":"name"}]}"#] {
            assert_eq!(names(body), None, "{body}");
        }
    }

    #[test]
    fn what_a_provider_tells_of_a_model_is_taken_and_nothing_is_made_up() {
        let open_router = one(r#"{"id":"v/m","context_length":131072,
            "architecture":{"input_modalities":["text","image"],"output_modalities":["text"]},
            "supported_parameters":["tools","temperature"],
            "pricing":{"prompt":"0.0000005","completion":"0.0000015"}}"#);
        let price = open_router.offered.price.unwrap();
        assert!((price.out - 0.5).abs() < 1e-9 && (price.back - 1.5).abs() < 1e-9);
        let Offered { context, sees, tools, .. } = open_router.offered;
        assert_eq!((context, sees, tools), (Some(131_072), Some(true), Some(true)));
        assert_eq!(one(r#"{"id":"auto","pricing":{"prompt":"-1","completion":"-1"}}"#).offered.price, None);

        let mistral = one(r#"{"id":"m","max_context_length":32000,
            "capabilities":{"completion_chat":true,"vision":false,"function_calling":true}}"#);
        assert_eq!(
            (mistral.offered.sees, mistral.offered.tools, mistral.mute),
            (Some(false), Some(true), false)
        );

        let gemini = one(r#"{"name":"models/g","inputTokenLimit":1048576,
            "supportedGenerationMethods":["generateContent","countTokens"]}"#);
        assert_eq!((gemini.offered.name.as_str(), gemini.offered.context), ("g", Some(1_048_576)));
        assert!(one(r#"{"name":"models/e","supportedGenerationMethods":["embedContent"]}"#).mute);
        assert!(one(r#"{"name":"nomic","details":{"family":"nomic-bert"}}"#).mute);
        let plain = one(r#"{"id":"m","owned_by":"vllm","max_model_len":0}"#);
        assert_eq!(
            plain,
            Listed {
                offered: Offered { name: "m".into(), ..Offered::default() },
                mute: false,
                owner: "vllm".into(),
            }
        );
    }

    #[test]
    fn what_ollama_shows_of_a_model_is_added() {
        let mut offered = Offered::default();
        let shown = br#"{"capabilities":["completion","tools"],"model_info":{"qwen3.context_length":40960,"qwen3.block_count":9}}"#;
        assert!(add_shown(&mut offered, shown));
        assert_eq!((offered.context, offered.sees, offered.tools), (Some(40960), Some(false), Some(true)));
        assert!(!add_shown(&mut offered, br#"{"capabilities":["embedding"]}"#));
        assert!(add_shown(&mut offered, b"<html>"));
    }
}
