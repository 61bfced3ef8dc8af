//! Folders that are damaged, or made to do harm: told as no model, and nothing worse.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use samantha_core::ports::{EmbedErrorKind, Side};
use samantha_embed::{
    Model, id_of,
    testing::{SmallModel, written},
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// What becomes of a small model once something was done to its folder.
#[track_caller]
fn after(small: &SmallModel, harm: impl Fn(&Path)) -> EmbedErrorKind {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("small-e5");
    small.write(&folder).unwrap();
    harm(&folder);
    let error = Model::open(&folder).expect_err("it is no model");
    assert!(!error.detail.is_empty() && error.detail.len() < 500, "{}", error.detail);
    error.kind
}

/// What becomes of it with other weights.
#[track_caller]
fn with_weights(file: &[u8]) {
    let kind = after(&SmallModel::multilingual(), |folder| {
        fs::write(folder.join("model.safetensors"), file).unwrap()
    });
    assert_eq!(kind, EmbedErrorKind::NoModel);
}

/// What becomes of it when a file says something else.
#[track_caller]
fn with(name: &str, text: &str) {
    let kind = after(&SmallModel::multilingual(), |folder| fs::write(folder.join(name), text).unwrap());
    assert_eq!(kind, EmbedErrorKind::NoModel, "{name}");
}

fn header(header: &Value) -> Vec<u8> {
    let text = header.to_string();
    [&(text.len() as u64).to_le_bytes()[..], text.as_bytes(), &[0; 4096]].concat()
}

#[test]
fn what_is_not_there_is_absent() {
    for name in ["model.safetensors", "tokenizer.json"] {
        let kind = after(&SmallModel::english(), |folder| fs::remove_file(folder.join(name)).unwrap());
        assert_eq!(kind, EmbedErrorKind::Absent, "{name}");
    }
    let kind = Model::open(Path::new("/nowhere/at/all")).unwrap_err().kind;
    assert_eq!(kind, EmbedErrorKind::Absent);
}

#[test]
fn weights_cut_off_anywhere_are_no_model() {
    let small = SmallModel { words: vec![], layers: 1, ..SmallModel::multilingual() };
    let whole = written(&small.weights(), small.written);
    let home = tempfile::tempdir().unwrap();
    small.write(home.path()).unwrap();
    let step = whole.len() / 61;
    let cuts = (0..16).chain((16..whole.len()).step_by(step)).chain([whole.len() - 1]);
    for cut in cuts {
        fs::write(home.path().join("model.safetensors"), &whole[..cut]).unwrap();
        let error = Model::open(home.path()).expect_err("it is cut off");
        assert_eq!(error.kind, EmbedErrorKind::NoModel, "{cut}: {error}");
    }
}

#[test]
fn a_header_that_lies_is_not_believed() {
    let words = "embeddings.word_embeddings.weight";
    with_weights(&[0xff; 64]);
    with_weights(&[&(1_u64 << 40).to_le_bytes()[..], b"{}"].concat());
    with_weights(&header(&json!({})));
    with_weights(&header(&json!({words: 7})));
    with_weights(&header(&json!([1, 2])));
    with_weights(&[&70_000_u64.to_le_bytes()[..], "[".repeat(70_000).as_bytes()].concat());
    let most = u64::MAX;
    for (shape, place) in [
        (json!([most, 64]), json!([0, 4096])),
        (json!([1_u64 << 62, 64]), json!([0, 0])),
        (json!([16, 64]), json!([most - 4, most])),
        (json!([16, 64]), json!([4096, 0])),
        (json!([16, 64]), json!([0, 4095])),
        (json!([16, 64]), json!([100_000, 104_096])),
        (json!([-1, 64]), json!([0, 4096])),
        (json!([16, 64.5]), json!([0, 4096])),
        (json!([]), json!([0, 4])),
    ] {
        with_weights(&header(&json!({words: {"dtype": "F32", "shape": shape, "data_offsets": place}})));
    }
}

#[test]
fn tensors_of_other_shapes_and_kinds_are_no_model() {
    let small = SmallModel::multilingual();
    for (name, sides) in [
        ("embeddings.position_embeddings.weight", vec![64, 32]),
        ("embeddings.position_embeddings.weight", vec![1, 64]),
        ("embeddings.word_embeddings.weight", vec![3, 64]),
        ("embeddings.word_embeddings.weight", vec![100, 60]),
        ("encoder.layer.0.attention.self.query.weight", vec![64, 128]),
        ("encoder.layer.1.output.LayerNorm.bias", vec![63]),
        ("encoder.layer.0.intermediate.dense.weight", vec![128]),
        ("embeddings.LayerNorm.weight", vec![]),
    ] {
        let mut weights = small.weights();
        let count = sides.iter().product();
        weights.insert(name.into(), (sides, vec![0.5; count]));
        with_weights(&written(&weights, small.written));
    }
    for name in [
        "embeddings.word_embeddings.weight",
        "encoder.layer.0.output.dense.bias",
        "embeddings.LayerNorm.bias",
    ] {
        let mut weights = small.weights();
        weights.remove(name).unwrap();
        with_weights(&written(&weights, small.written));
    }
    let text =
        String::from_utf8_lossy(&written(&small.weights(), small.written)).replace("\"F32\"", "\"I32\"");
    with_weights(text.as_bytes());
}

#[test]
fn what_is_no_number_is_no_weight() {
    let small = SmallModel::multilingual();
    for number in [f32::NAN, f32::INFINITY] {
        for name in ["encoder.layer.1.intermediate.dense.weight", "embeddings.word_embeddings.weight"] {
            let mut weights = small.weights();
            weights.get_mut(name).unwrap().1.fill(number);
            with_weights(&written(&weights, small.written));
        }
    }
    // Numbers that are numbers, of which none come out.
    let mut weights = small.weights();
    weights.get_mut("encoder.layer.0.output.dense.weight").unwrap().1.fill(f32::MAX);
    with_weights(&written(&weights, small.written));
}

#[test]
fn a_word_that_is_no_number_is_told_when_it_is_read() {
    let small = SmallModel::english();
    let home = tempfile::tempdir().unwrap();
    small.write(home.path()).unwrap();
    let mut weights = small.weights();
    let row = small.pieces().iter().position(|(piece, _)| piece == "garden").unwrap();
    weights.get_mut("embeddings.word_embeddings.weight").unwrap().1[row * 64] = f32::NAN;
    fs::write(home.path().join("model.safetensors"), written(&weights, small.written)).unwrap();
    let model = Model::open(home.path()).unwrap();
    model.embed(&["my dog"], Side::Kept).unwrap();
    assert_eq!(model.embed(&["my garden"], Side::Kept).unwrap_err().kind, EmbedErrorKind::NoModel);
}

#[test]
fn a_tokenizer_that_is_none_is_told() {
    let small = SmallModel::multilingual();
    let whole = small.tokenizer().to_string();
    with("tokenizer.json", "");
    with("tokenizer.json", "{}");
    with("tokenizer.json", &"[".repeat(100_000));
    for cut in (1..whole.len()).step_by(whole.len() / 17) {
        let cut = (cut..).find(|cut| whole.is_char_boundary(*cut)).unwrap();
        with("tokenizer.json", &whole[..cut]);
    }
    // One that speaks of another model's words.
    let mut other = small.tokenizer();
    let more = (0..300).map(|n| json!([format!("word{n}"), -1.0])).collect::<Vec<_>>();
    let words = other["model"]["vocab"].as_array().unwrap().clone();
    other["model"]["vocab"] = json!([vec![json!(["<s>", 0.0]); 300], words, more].concat());
    with("tokenizer.json", &other.to_string());
    // A table of replacements that says it is four gigabytes, one that ends too early, one that leads out of itself.
    for table in ["/////w==", "AAQAAAAA", "AA", "", "BAAAAAAAAAA="] {
        let mut other = small.tokenizer();
        other["normalizer"]["normalizers"][0]["precompiled_charsmap"] = json!(table);
        with("tokenizer.json", &other.to_string());
    }
}

#[test]
fn settings_that_this_app_can_t_follow_are_told() {
    for config in [
        json!({"model_type": "llama"}),
        json!({"num_attention_heads": 0}),
        json!({"num_attention_heads": 7}),
        json!({"hidden_act": "silly"}),
        json!({"layer_norm_eps": -1.0}),
        json!({"position_embedding_type": "relative_key"}),
        json!({"model_type": "xlm-roberta", "pad_token_id": u64::MAX}),
        json!({"model_type": 7}),
    ] {
        with("config.json", &config.to_string());
    }
    with("config.json", "{");
    with("1_Pooling/config.json", &json!({"pooling_mode_max_tokens": true}).to_string());
    with("modules.json", &json!([{"type": "sentence_transformers.models.Dense"}]).to_string());
    with("sentence_bert_config.json", &json!({"max_seq_length": 2}).to_string());
    let prompts = json!({"prompts": {"query": "x".repeat(1000)}});
    with("config_sentence_transformers.json", &prompts.to_string());
}

#[test]
fn what_no_file_says_follows_from_the_weights() {
    // Heads are guessed as models of this width have them.
    let small = SmallModel { width: 192, heads: 12, ..SmallModel::multilingual() };
    let home = tempfile::tempdir().unwrap();
    small.write(home.path()).unwrap();
    let whole = Model::open(home.path()).unwrap();
    let before = whole.embed(&["meu gato"], Side::Asked).unwrap();
    for name in ["config.json", "1_Pooling/config.json"] {
        fs::remove_file(home.path().join(name)).unwrap();
    }
    let bare = Model::open(home.path()).unwrap();
    assert_eq!(bare.dims(), 192);
    assert_eq!(bare.embed(&["meu gato"], Side::Asked).unwrap(), before);
    let id = id_of(home.path(), "small", &"ab".repeat(32)).unwrap();
    assert_eq!((id.name.as_str(), id.dims), ("small abababababababab 1", 192));
}

#[test]
fn what_stands_before_a_text_is_what_the_folder_says() {
    let small = SmallModel::multilingual();
    let home = tempfile::tempdir().unwrap();
    let embed = |folder: &Path, text: &str, side| {
        Model::open(folder).unwrap().embed(&[text], side).unwrap().remove(0).vector
    };
    let (plain, e5) = (home.path().join("small"), home.path().join("multilingual-e5-small"));
    small.write(&plain).unwrap();
    small.write(&e5).unwrap();
    let text = "meu gato";
    assert_eq!(embed(&plain, text, Side::Asked), embed(&plain, text, Side::Kept));
    assert_eq!(embed(&e5, text, Side::Asked), embed(&plain, "query: meu gato", Side::Kept));
    assert_eq!(embed(&e5, text, Side::Kept), embed(&plain, "passage: meu gato", Side::Kept));
    // What the folder's own file says goes before what its name does.
    let prompts = json!({"prompts": {"query": "ana ", "document": ""}});
    fs::write(e5.join("config_sentence_transformers.json"), prompts.to_string()).unwrap();
    assert_eq!(embed(&e5, text, Side::Asked), embed(&plain, "ana meu gato", Side::Kept));
    assert_eq!(embed(&e5, text, Side::Kept), embed(&plain, text, Side::Kept));
}
