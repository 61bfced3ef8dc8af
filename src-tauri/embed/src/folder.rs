//! What the small files beside the weights say of a model, and what stands in for what they don't say.

use crate::{no_model, unread, weights::Weights};
use samantha_core::ports::{EmbedError, EmbedErrorKind};
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    fs::File,
    io::Read as _,
    path::{Component, Path},
};

/// Most bytes of a file of settings.
const LONGEST: u64 = 1 << 20;
/// Tokens a model reads where nothing says more: what BERT was made for. Never more, whatever a file says: reading takes
/// time by the square.
const READS: usize = 512;
const WIDEST: usize = 4096;
const MOST_LAYERS: usize = 48;

/// `config.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Config {
    _name_or_path: Option<String>,
    model_type: Option<String>,
    hidden_act: Option<String>,
    layer_norm_eps: Option<f64>,
    num_attention_heads: Option<usize>,
    pad_token_id: Option<usize>,
    position_embedding_type: Option<String>,
}

/// `1_Pooling/config.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PoolingConfig {
    pooling_mode_cls_token: bool,
    pooling_mode_mean_tokens: bool,
    pooling_mode_max_tokens: bool,
    pooling_mode_mean_sqrt_len_tokens: bool,
    pooling_mode_weightedmean_tokens: bool,
    pooling_mode_lasttoken: bool,
}

/// `sentence_bert_config.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReadingConfig {
    max_seq_length: Option<usize>,
}

/// `config_sentence_transformers.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PromptsConfig {
    prompts: Option<Prompts>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Prompts {
    query: Option<String>,
    passage: Option<String>,
    document: Option<String>,
}

/// One of `modules.json`.
#[derive(Debug, Deserialize)]
struct Module {
    r#type: String,
}

/// What becomes of the tokens' vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pooling {
    /// Their mean.
    Mean,
    /// The one of the mark before the text.
    First,
}

/// What a layer does to what it has reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bend {
    Gelu,
    GeluByTanh,
    Relu,
}

/// How a model is built.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    /// What all names in the file of weights begin with.
    pub(crate) prefix: String,
    /// Rows of the word table.
    pub(crate) words: usize,
    /// Numbers in a vector.
    pub(crate) width: usize,
    pub(crate) inner: usize,
    pub(crate) heads: usize,
    pub(crate) layers: usize,
    /// Rows of the table of positions.
    pub(crate) positions: usize,
    /// The position of the first token.
    pub(crate) first_position: usize,
    pub(crate) kinds: usize,
    pub(crate) epsilon: f64,
    pub(crate) bend: Bend,
    pub(crate) pooling: Pooling,
    /// Most tokens of a text, with the marks around it.
    pub(crate) reads: usize,
}

/// What stands before a text, by its side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prefixes {
    pub(crate) asked: String,
    pub(crate) kept: String,
}

/// A file of settings; what it holds by itself where it isn't there.
fn settings<T: DeserializeOwned + Default>(folder: &Path, name: &str) -> Result<T, EmbedError> {
    let mut text = Vec::new();
    let read = File::open(folder.join(name)).and_then(|file| file.take(LONGEST).read_to_end(&mut text));
    match read.map_err(|error| unread(name, &error)) {
        Ok(_) => serde_json::from_slice(&text).map_err(|error| no_model(format!("{name}: {error}"))),
        Err(error) if error.kind == EmbedErrorKind::Absent => Ok(T::default()),
        Err(error) => Err(error),
    }
}

impl Shape {
    /// What the files say, held against the weights; what they don't say follows from the weights' own shapes.
    pub(crate) fn of(folder: &Path, weights: &Weights) -> Result<Self, EmbedError> {
        const WORDS: &str = "embeddings.word_embeddings.weight";
        let config: Config = settings(folder, "config.json")?;
        let kind = config.model_type.as_deref().unwrap_or("bert");
        if !matches!(kind, "bert" | "roberta" | "xlm-roberta" | "camembert") {
            return Err(no_model(format!("a model of the kind {kind:?}")));
        }
        if config.position_embedding_type.as_deref().is_some_and(|kind| kind != "absolute") {
            return Err(no_model("positions that are not rows of a table"));
        }
        let prefix = weights.names().find_map(|name| name.strip_suffix(WORDS));
        let prefix = prefix.ok_or_else(|| no_model("no table of words"))?.to_owned();
        let named = |name: &str| format!("{prefix}{name}");
        let [words, width] = weights.sides(&named(WORDS))?;
        let [positions, _] = weights.sides(&named("embeddings.position_embeddings.weight"))?;
        let [kinds, _] = weights.sides(&named("embeddings.token_type_embeddings.weight"))?;
        let [inner, _] = weights.sides(&named("encoder.layer.0.intermediate.dense.weight"))?;
        let is_layer = |n: &usize| weights.has(&named(&format!("encoder.layer.{n}.output.dense.weight")));
        let layers = (0..=MOST_LAYERS).take_while(is_layer).count();
        // Every model of this family that is as wide as these has twelve; wider ones have heads of 64.
        let heads = config.num_attention_heads.unwrap_or(if width % 12 == 0 { 12 } else { width / 64 });
        let fits = width > 0
            && width % 64 == 0
            && heads > 0
            && width % heads == 0
            && [words, kinds, inner].into_iter().all(|side| side > 0)
            && width <= WIDEST
            && inner <= 4 * WIDEST
            && layers <= MOST_LAYERS;
        if !fits {
            return Err(no_model(format!(
                "{layers} layers of {width} and {inner} numbers, {heads} heads, {words} words"
            )));
        }
        // Of RoBERTa's kind the positions count from behind the row of the padding (its `padding_idx`, 1).
        let first_position =
            if kind == "bert" { 0 } else { config.pad_token_id.unwrap_or(1).saturating_add(1) };
        let reading: ReadingConfig = settings(folder, "sentence_bert_config.json")?;
        let reads =
            positions.saturating_sub(first_position).min(reading.max_seq_length.unwrap_or(READS)).min(READS);
        if reads < 8 {
            return Err(no_model(format!("it reads {reads} tokens")));
        }
        let epsilon = config.layer_norm_eps.unwrap_or(1e-12);
        if !(0.0..1e-2).contains(&epsilon) {
            return Err(no_model(format!("layer_norm_eps is {epsilon}")));
        }
        let bend = match config.hidden_act.as_deref().unwrap_or("gelu") {
            "gelu" => Bend::Gelu,
            "gelu_new" | "gelu_pytorch_tanh" => Bend::GeluByTanh,
            "relu" => Bend::Relu,
            other => return Err(no_model(format!("hidden_act is {other:?}"))),
        };
        let pooling = pooling(folder)?;
        Ok(Self {
            prefix,
            words,
            width,
            inner,
            heads,
            layers,
            positions,
            first_position,
            kinds,
            epsilon,
            bend,
            pooling,
            reads,
        })
    }
}

fn pooling(folder: &Path) -> Result<Pooling, EmbedError> {
    let modules: Vec<Module> = settings(folder, "modules.json")?;
    // A vector of length 1 is what comes out here whether or not Normalize is named.
    for Module { r#type: kind } in modules {
        if !matches!(kind.rsplit('.').next(), Some("Transformer" | "Pooling" | "Normalize")) {
            return Err(no_model(format!("a layer of the kind {kind:?}")));
        }
    }
    let PoolingConfig {
        pooling_mode_cls_token: first,
        pooling_mode_mean_tokens: mean,
        pooling_mode_max_tokens: max,
        pooling_mode_mean_sqrt_len_tokens: root,
        pooling_mode_weightedmean_tokens: weighted,
        pooling_mode_lasttoken: last,
    } = settings(folder, "1_Pooling/config.json")?;
    match (mean, first, max || root || weighted || last) {
        // No file says anything: most models of this family take the mean.
        (true | false, false, false) => Ok(Pooling::Mean),
        (false, true, false) => Ok(Pooling::First),
        _ => Err(no_model("it pools in a way this app does not know")),
    }
}

impl Prefixes {
    /// What the model was trained to see before a text: as `config_sentence_transformers.json` says or, where it says
    /// nothing, as the family is known to need, which only its name tells: the one of the folder, or `config.json`'s.
    /// The E5 models want "query: " and "passage: " (their page at huggingface.co/intfloat/multilingual-e5-small,
    /// section FAQ); nothing in their weights or their vocabulary differs from models that want neither.
    pub(crate) fn of(folder: &Path) -> Result<Self, EmbedError> {
        let told: PromptsConfig = settings(folder, "config_sentence_transformers.json")?;
        if let Some(Prompts { query, passage, document }) = told.prompts
            && (query.is_some() || passage.is_some() || document.is_some())
        {
            let kept = passage.or(document).unwrap_or_default();
            let (asked, kept) = (query.unwrap_or_default(), kept);
            if asked.len().max(kept.len()) > 200 {
                return Err(no_model("it wants more before a text than a few words"));
            }
            return Ok(Self { asked, kept });
        }
        let config: Config = settings(folder, "config.json")?;
        let is_e5 = |name: &str| {
            name.split(|c: char| !c.is_alphanumeric()).any(|part| part.eq_ignore_ascii_case("e5"))
        };
        if is_e5(&name_of(folder)) || config._name_or_path.as_deref().is_some_and(is_e5) {
            return Ok(Self { asked: "query: ".to_owned(), kept: "passage: ".to_owned() });
        }
        Ok(Self::default())
    }
}

/// The folder's own name.
pub(crate) fn name_of(folder: &Path) -> String {
    let last = folder.components().rev().find_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    last.unwrap_or_default()
}
