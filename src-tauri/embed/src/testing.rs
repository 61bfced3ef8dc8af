//! Small models for tests: weights by chance, a vocabulary of a few words, written as a folder that
//! [`Model::open`](crate::Model::open) takes. They know nothing; texts that share words come out alike.

use half::{bf16, f16};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    path::Path,
};

/// Which of the two families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// As all-MiniLM-L6-v2: WordPiece, small letters without accents, nothing before a text.
    English,
    /// As multilingual-e5-small: pieces of words with their accents, "query: " and "passage: " before a text.
    Multilingual,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    F32,
    F16,
    Bf16,
}

/// A small model.
#[derive(Clone, Debug)]
pub struct SmallModel {
    pub family: Family,
    pub written: Written,
    pub seed: u64,
    /// A multiple of 64.
    pub width: usize,
    pub heads: usize,
    pub layers: usize,
    pub inner: usize,
    /// Tokens it reads.
    pub positions: usize,
    /// What `1_Pooling/config.json` says; `false`: the first token's vector.
    pub mean: bool,
    /// Words it has a token for; all other text is cut into letters.
    pub words: Vec<String>,
}

/// The rows of a vocabulary with a piece's likelihood, in order of their ids.
pub type Pieces = Vec<(String, f64)>;

/// A tensor: its sides and its numbers, row by row.
pub type Numbers = (Vec<usize>, Vec<f32>);

const LETTERS: &str =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()-áàâãéêíóôõúüçÁÀÂÃÉÊÍÓÔÕÚÇ";

impl SmallModel {
    /// As all-MiniLM-L6-v2, small.
    pub fn english() -> Self {
        let words = "ana my the a dog cat sister garden rain sunday work likes went wed ding s ##s ##ding query passage";
        Self {
            family: Family::English,
            words: words.split(' ').map(str::to_owned).collect(),
            ..Self::multilingual()
        }
    }

    /// As multilingual-e5-small, small.
    pub fn multilingual() -> Self {
        let words = "▁query ▁passage ▁ana ▁Ana ▁minha ▁meu ▁irmã ▁mãe ▁gato ▁gat inhos ▁cachorro ▁coração ção ▁não ▁chuva ▁domingo ▁dog";
        Self {
            family: Family::Multilingual,
            written: Written::F32,
            seed: 7,
            width: 64,
            heads: 4,
            layers: 2,
            inner: 128,
            positions: 64,
            mean: true,
            words: words.split(' ').map(str::to_owned).collect(),
        }
    }

    /// The vocabulary.
    pub fn pieces(&self) -> Pieces {
        let letters = LETTERS.chars().map(String::from);
        let (marks, rest): (&[&str], Vec<String>) = match self.family {
            Family::English => {
                let plain: Vec<String> = letters.filter(|letter| letter.is_ascii()).collect();
                let within = plain.iter().map(|letter| format!("##{letter}"));
                (&["[PAD]", "[UNK]", "[CLS]", "[SEP]"], plain.iter().cloned().chain(within).collect())
            }
            Family::Multilingual => {
                (&["<s>", "<pad>", "</s>", "<unk>"], std::iter::once("▁".to_owned()).chain(letters).collect())
            }
        };
        // A word costs less than its letters.
        let mut all: Pieces = marks.iter().map(|mark| ((*mark).to_owned(), 0.0)).collect();
        let mut known: HashSet<String> = all.iter().map(|(piece, _)| piece.clone()).collect();
        let words = self.words.iter().map(|word| (word.clone(), -2.0));
        for (piece, likelihood) in words.chain(rest.into_iter().map(|letter| (letter, -5.0))) {
            if known.insert(piece.clone()) {
                all.push((piece, likelihood));
            }
        }
        all
    }

    /// The weights by their names, as a file has them.
    pub fn weights(&self) -> BTreeMap<String, Numbers> {
        let (width, inner) = (self.width, self.inner);
        let mut dice = self.seed;
        let mut all = BTreeMap::new();
        let mut add = |name: String, sides: &[usize], middle: f32, spread: f32| {
            let numbers = (0..sides.iter().product()).map(|_| middle + spread * throw(&mut dice)).collect();
            all.insert(name, (sides.to_vec(), numbers));
        };
        add("embeddings.word_embeddings.weight".into(), &[self.pieces().len(), width], 0.0, 1.0);
        add("embeddings.position_embeddings.weight".into(), &[self.positions, width], 0.0, 0.1);
        add("embeddings.token_type_embeddings.weight".into(), &[2, width], 0.0, 0.1);
        add("embeddings.LayerNorm.weight".into(), &[width], 1.0, 0.1);
        add("embeddings.LayerNorm.bias".into(), &[width], 0.0, 0.1);
        for n in 0..self.layers {
            let mut dense = |name: &str, out: usize, from: usize| {
                let spread = (from as f32).sqrt().recip();
                add(format!("encoder.layer.{n}.{name}.weight"), &[out, from], 0.0, spread);
                add(format!("encoder.layer.{n}.{name}.bias"), &[out], 0.0, 0.1);
            };
            for name in ["query", "key", "value"] {
                dense(&format!("attention.self.{name}"), width, width);
            }
            dense("attention.output.dense", width, width);
            dense("intermediate.dense", inner, width);
            dense("output.dense", width, inner);
            for name in ["attention.output", "output"] {
                add(format!("encoder.layer.{n}.{name}.LayerNorm.weight"), &[width], 1.0, 0.1);
                add(format!("encoder.layer.{n}.{name}.LayerNorm.bias"), &[width], 0.0, 0.1);
            }
        }
        all
    }

    /// `tokenizer.json`.
    pub fn tokenizer(&self) -> Value {
        let pieces = self.pieces();
        let mark = |id: usize| {
            let content = pieces.get(id).map(|(piece, _)| piece.clone()).unwrap_or_default();
            json!({"id": id, "content": content, "single_word": false, "lstrip": false, "rstrip": false,
                   "normalized": false, "special": true})
        };
        let around = |before: &str, before_id: usize, behind: &str, behind_id: usize| {
            json!({"type": "TemplateProcessing",
                "single": [{"SpecialToken": {"id": before, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                           {"SpecialToken": {"id": behind, "type_id": 0}}],
                "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
                "special_tokens": {
                    before: {"id": before, "ids": [before_id], "tokens": [before]},
                    behind: {"id": behind, "ids": [behind_id], "tokens": [behind]}}})
        };
        let (normalizer, pre, post, model) = match self.family {
            Family::English => (
                json!({"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                       "strip_accents": null, "lowercase": true}),
                json!({"type": "BertPreTokenizer"}),
                around("[CLS]", 2, "[SEP]", 3),
                json!({"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100,
                       "vocab": pieces.iter().zip(0..).map(|((piece, _), id)| (piece.clone(), json!(id)))
                           .collect::<serde_json::Map<_, _>>()}),
            ),
            Family::Multilingual => (
                // A table of replacements with nothing in it, and then the standard's own.
                json!({"type": "Sequence", "normalizers": [
                    {"type": "Precompiled", "precompiled_charsmap": format!("AAQA{}", "A".repeat(1368))},
                    {"type": "NFKC"},
                    {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}]}),
                json!({"type": "Sequence", "pretokenizers": [
                    {"type": "WhitespaceSplit"},
                    {"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}]}),
                around("<s>", 0, "</s>", 2),
                json!({"type": "Unigram", "unk_id": 3, "vocab": pieces}),
            ),
        };
        json!({"version": "1.0", "truncation": {"direction": "Right", "max_length": 16, "strategy": "LongestFirst",
                "stride": 0},
            "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 1,
                "pad_type_id": 0, "pad_token": "<pad>"},
            "added_tokens": [mark(0), mark(1), mark(2), mark(3)], "normalizer": normalizer, "pre_tokenizer": pre,
            "post_processor": post, "decoder": null, "model": model})
    }

    /// Writes the folder's files. Its name tells of the multilingual family what it wants before a text: it has to
    /// have an `e5` in it.
    ///
    /// # Errors
    /// The folder can't be made or written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder.join("1_Pooling"))?;
        let config = json!({"model_type": "bert", "hidden_act": "gelu", "hidden_size": self.width,
            "num_attention_heads": self.heads, "num_hidden_layers": self.layers, "layer_norm_eps": 1e-12,
            "max_position_embeddings": self.positions, "position_embedding_type": "absolute", "pad_token_id": 0});
        let pooling = json!({"word_embedding_dimension": self.width, "pooling_mode_mean_tokens": self.mean,
            "pooling_mode_cls_token": !self.mean});
        fs::write(folder.join("config.json"), config.to_string())?;
        fs::write(folder.join("1_Pooling/config.json"), pooling.to_string())?;
        fs::write(folder.join("tokenizer.json"), self.tokenizer().to_string())?;
        fs::write(folder.join("model.safetensors"), written(&self.weights(), self.written))
    }
}

/// A file of weights.
pub fn written(weights: &BTreeMap<String, Numbers>, as_: Written) -> Vec<u8> {
    let (name, size) = match as_ {
        Written::F32 => ("F32", 4),
        Written::F16 => ("F16", 2),
        Written::Bf16 => ("BF16", 2),
    };
    let mut header = serde_json::Map::new();
    header.insert("__metadata__".into(), json!({"format": "pt"}));
    let mut data = Vec::new();
    for (tensor, (sides, numbers)) in weights {
        let from = data.len();
        for number in numbers {
            match as_ {
                Written::F32 => data.extend(number.to_le_bytes()),
                Written::F16 => data.extend(f16::from_f32(*number).to_le_bytes()),
                Written::Bf16 => data.extend(bf16::from_f32(*number).to_le_bytes()),
            }
        }
        let place = [from, from + numbers.len() * size];
        header.insert(tensor.clone(), json!({"dtype": name, "shape": sides, "data_offsets": place}));
    }
    let header = Value::Object(header).to_string();
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.into_bytes());
    file.extend(data);
    file
}

/// The next number between -1 and 1 (SplitMix64, as the dice of the tests).
fn throw(state: &mut u64) -> f32 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
}
