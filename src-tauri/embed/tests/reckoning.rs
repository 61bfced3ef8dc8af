//! What a model makes of texts, held against the same reckoned by plain loops, in numbers of twice the length.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use samantha_core::ports::{Embedding, Side};
use samantha_embed::{
    Model,
    testing::{Family, Numbers, SmallModel, Written},
};
use std::{collections::BTreeMap, path::PathBuf};
use tempfile::TempDir;

/// A model written to a folder of this name.
fn made(small: &SmallModel, name: &str) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(name);
    small.write(&folder).unwrap();
    (home, folder)
}

fn opened(small: &SmallModel) -> (TempDir, Model) {
    let name = if small.family == Family::English { "small" } else { "small-e5" };
    let (home, folder) = made(small, name);
    let model = Model::open(&folder).unwrap();
    (home, model)
}

struct Plain<'a> {
    small: &'a SmallModel,
    weights: BTreeMap<String, Numbers>,
}

type Rows = Vec<Vec<f64>>;

impl Plain<'_> {
    fn of(small: &SmallModel) -> Plain<'_> {
        Plain { small, weights: small.weights() }
    }

    fn row(&self, name: &str, n: usize) -> Vec<f64> {
        let (sides, numbers) = &self.weights[name];
        let width = sides[1];
        numbers[n * width..][..width].iter().map(|number| f64::from(*number)).collect()
    }

    fn linear(&self, name: &str, rows: &Rows) -> Rows {
        let (sides, weight) = &self.weights[&format!("{name}.weight")];
        let bias = &self.weights[&format!("{name}.bias")].1;
        let one = |row: &Vec<f64>| {
            (0..sides[0])
                .map(|out| {
                    let products = (0..sides[1]).map(|n| f64::from(weight[out * sides[1] + n]) * row[n]);
                    products.sum::<f64>() + f64::from(bias[out])
                })
                .collect()
        };
        rows.iter().map(one).collect()
    }

    fn norm(&self, name: &str, rows: Rows) -> Rows {
        let weight = &self.weights[&format!("{name}.weight")].1;
        let bias = &self.weights[&format!("{name}.bias")].1;
        rows.into_iter()
            .map(|row| {
                let count = row.len() as f64;
                let mean = row.iter().sum::<f64>() / count;
                let spread = row.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count;
                row.iter()
                    .enumerate()
                    .map(|(n, number)| {
                        (number - mean) / (spread + 1e-12).sqrt() * f64::from(weight[n]) + f64::from(bias[n])
                    })
                    .collect()
            })
            .collect()
    }

    /// The vectors of tokens.
    fn read(&self, ids: &[usize]) -> Rows {
        let SmallModel { width, heads, layers, .. } = *self.small;
        let kind = self.row("embeddings.token_type_embeddings.weight", 0);
        let begin = ids.iter().enumerate().map(|(at, id)| {
            let word = self.row("embeddings.word_embeddings.weight", *id);
            let place = self.row("embeddings.position_embeddings.weight", at);
            (0..width).map(|n| word[n] + place[n] + kind[n]).collect()
        });
        let mut rows = self.norm("embeddings.LayerNorm", begin.collect());
        for layer in 0..layers {
            let named = |name: &str| format!("encoder.layer.{layer}.{name}");
            let [query, key, value] = ["query", "key", "value"]
                .map(|name| self.linear(&named(&format!("attention.self.{name}")), &rows));
            let size = width / heads;
            let mut seen: Rows = vec![vec![0.0; width]; rows.len()];
            for head in 0..heads {
                let of_head = head * size..(head + 1) * size;
                for at in 0..rows.len() {
                    let looks = |other: usize| {
                        let product: f64 = of_head.clone().map(|n| query[at][n] * key[other][n]).sum();
                        (product / (size as f64).sqrt()).exp()
                    };
                    let all: f64 = (0..rows.len()).map(looks).sum();
                    for (other, value) in value.iter().enumerate() {
                        for n in of_head.clone() {
                            seen[at][n] += looks(other) / all * value[n];
                        }
                    }
                }
            }
            let added = |a: Rows, b: &Rows| -> Rows {
                a.into_iter()
                    .zip(b)
                    .map(|(a, b)| a.into_iter().zip(b).map(|(a, b)| a + b).collect())
                    .collect()
            };
            let seen = added(self.linear(&named("attention.output.dense"), &seen), &rows);
            rows = self.norm(&named("attention.output.LayerNorm"), seen);
            let mut inner = self.linear(&named("intermediate.dense"), &rows);
            inner.iter_mut().flatten().for_each(|number| *number *= normal_below(*number));
            let out = added(self.linear(&named("output.dense"), &inner), &rows);
            rows = self.norm(&named("output.LayerNorm"), out);
        }
        rows
    }
}

/// How much of the normal distribution lies below, by the sum of its series.
fn normal_below(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= x * x / f64::from(2 * n + 1);
        sum += term;
    }
    0.5 + sum * (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

fn of_length_one(row: &[f64]) -> Vec<f64> {
    let length = row.iter().map(|number| number * number).sum::<f64>().sqrt();
    row.iter().map(|number| number / length).collect()
}

fn mean(rows: &Rows) -> Vec<f64> {
    let sums = (0..rows[0].len()).map(|n| rows.iter().map(|row| row[n]).sum::<f64>());
    of_length_one(&sums.collect::<Vec<_>>())
}

#[track_caller]
fn same(vector: &[f32], plain: &[f64], within: f64) {
    assert_eq!(vector.len(), plain.len());
    for (number, plain) in vector.iter().zip(plain) {
        assert!((f64::from(*number) - plain).abs() < within, "{number} is not {plain}");
    }
}

/// Holds an embedding against the tokens a text must have been cut into; `text` are those of the text itself.
#[track_caller]
fn check(
    small: &SmallModel,
    embedding: &Embedding,
    tokens: &[&str],
    text: std::ops::Range<usize>,
    within: f64,
) {
    let pieces = small.pieces();
    let id = |token: &&str| pieces.iter().position(|(piece, _)| piece == token).expect("a piece");
    let rows = Plain::of(small).read(&tokens.iter().map(id).collect::<Vec<_>>());
    same(&embedding.vector, &if small.mean { mean(&rows) } else { of_length_one(&rows[0]) }, within);
    assert_eq!(embedding.tokens.len(), text.len());
    for (token, row) in embedding.tokens.iter().zip(&rows[text]) {
        same(&token.vector, &of_length_one(row), within);
    }
}

fn parts<'a>(text: &'a str, embedding: &Embedding) -> Vec<&'a str> {
    embedding.tokens.iter().map(|token| &text[token.from..token.to]).collect()
}

#[test]
fn the_english_family_reckons_what_plain_loops_do() {
    let small = SmallModel::english();
    let (_home, model) = opened(&small);
    let text = "My sister's wedding, Ána!";
    let [embedding] = &model.embed(&[text], Side::Asked).unwrap()[..] else { panic!("one") };
    let tokens = ["[CLS]", "my", "sister", "'", "s", "wed", "##ding", ",", "ana", "!", "[SEP]"];
    check(&small, embedding, &tokens, 1..10, 1e-5);
    assert_eq!(parts(text, embedding), ["My", "sister", "'", "s", "wed", "ding", ",", "Ána", "!"]);
    // Nothing stands before a text of this family.
    assert_eq!(model.embed(&[text], Side::Kept).unwrap()[0], *embedding);
}

#[test]
fn the_multilingual_family_reckons_what_plain_loops_do_and_is_told_the_side() {
    let small = SmallModel::multilingual();
    let (_home, model) = opened(&small);
    let text = "minha  irmã, não: gatinhos!";
    let tail = ["▁minha", "▁irmã", ",", "▁não", ":", "▁gat", "inhos", "!", "</s>"];
    for (side, before) in [(Side::Asked, "▁query"), (Side::Kept, "▁passage")] {
        let [embedding] = &model.embed(&[text], side).unwrap()[..] else { panic!("one") };
        let tokens: Vec<&str> = ["<s>", before, ":"].into_iter().chain(tail).collect();
        check(&small, embedding, &tokens, 3..11, 1e-5);
        assert_eq!(parts(text, embedding), ["minha", "irmã", ",", "não", ":", "gat", "inhos", "!"]);
    }
}

#[test]
fn a_letter_in_two_parts_is_one_and_keeps_its_place() {
    let small = SmallModel::multilingual();
    let (_home, model) = opened(&small);
    // The same words, once with the tilde as a character of its own.
    let (whole, parted) = ("irmã não", "irma\u{303} na\u{303}o");
    let all = model.embed(&[whole, parted], Side::Kept).unwrap();
    assert_eq!(all[0].vector, all[1].vector);
    let [first, second] = &parts(parted, &all[1])[..] else { panic!("two words") };
    assert!(first.starts_with("irma") && *second == "na\u{303}o", "{first} {second}");
}

#[test]
fn weights_of_two_bytes_are_read_as_what_they_stand_for() {
    for (written, within) in [(Written::F16, 0.01), (Written::Bf16, 0.05)] {
        let small = SmallModel { written, ..SmallModel::multilingual() };
        let (_home, model) = opened(&small);
        let [embedding] = &model.embed(&["meu gato"], Side::Kept).unwrap()[..] else { panic!("one") };
        check(&small, embedding, &["<s>", "▁passage", ":", "▁meu", "▁gato", "</s>"], 3..5, within);
    }
}

#[test]
fn a_model_that_pools_by_its_first_mark_does() {
    let small = SmallModel { mean: false, ..SmallModel::english() };
    let (_home, model) = opened(&small);
    let [embedding] = &model.embed(&["my dog"], Side::Kept).unwrap()[..] else { panic!("one") };
    check(&small, embedding, &["[CLS]", "my", "dog", "[SEP]"], 1..3, 1e-5);
}

#[test]
fn what_stands_beside_a_text_in_a_batch_changes_nothing_and_the_order_stays() {
    let small = SmallModel::multilingual();
    let (_home, model) = opened(&small);
    let long = "minha irmã não ".repeat(3);
    let texts: Vec<String> = (0..23)
        .map(|n| {
            format!("{} {}", long.chars().take(n * 2 % 15).collect::<String>(), "ana ".repeat(n % 5 + 1))
        })
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let all = model.embed(&texts, Side::Kept).unwrap();
    assert_eq!(all.len(), texts.len());
    for (text, embedding) in texts.iter().zip(&all) {
        let alone = &model.embed(&[text], Side::Kept).unwrap()[0];
        same(
            &alone.vector,
            &embedding.vector.iter().map(|number| f64::from(*number)).collect::<Vec<_>>(),
            1e-5,
        );
        assert_eq!(parts(text, alone), parts(text, embedding));
    }
}

#[test]
fn of_a_text_longer_than_the_model_reads_the_beginning_counts() {
    let small = SmallModel::multilingual();
    let (_home, model) = opened(&small);
    let text = "meu gato ".repeat(100_000);
    let [embedding] = &model.embed(&[&text], Side::Kept).unwrap()[..] else { panic!("one") };
    // 64 places, less the two marks and the two pieces before the text.
    assert_eq!(embedding.tokens.len(), 60);
    assert_eq!((embedding.tokens[0].from, embedding.tokens[59].to), (0, 9 * 30 - 1));
    let mut tokens = vec!["<s>", "▁passage", ":"];
    tokens.extend(["▁meu", "▁gato"].repeat(30));
    tokens.push("</s>");
    check(&small, embedding, &tokens, 3..63, 1e-5);
}

#[test]
fn texts_without_words_have_vectors_without_tokens_and_none_have_none() {
    let (_home, model) = opened(&SmallModel::multilingual());
    assert_eq!(model.embed(&[], Side::Kept).unwrap(), []);
    for embedding in model.embed(&["", " \n", "\u{200d}"], Side::Kept).unwrap() {
        let length: f32 = embedding.vector.iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-5);
        // One that is no letter still has its place.
        assert!(embedding.tokens.iter().all(|token| (token.from, token.to) == (0, 3)));
    }
}

#[test]
fn the_marks_of_a_model_are_words_like_others_in_what_somebody_writes() {
    let small = SmallModel::english();
    let (_home, model) = opened(&small);
    let text = "my [SEP] dog";
    let [embedding] = &model.embed(&[text], Side::Kept).unwrap()[..] else { panic!("one") };
    assert_eq!(parts(text, embedding)[..2], ["my", "["]);
}

#[test]
fn every_token_s_place_is_a_whole_part_of_any_text() {
    for small in [SmallModel::english(), SmallModel::multilingual()] {
        let (_home, model) = opened(&small);
        for text in
            ["coração 🦜 ﬁm", "ça\u{301}va — „ok“", "日本語 ana", "🧑‍🚀🧑‍🚀", "a\u{0}b\u{7}", "İstanbul ß ŉ"]
        {
            let [embedding] = &model.embed(&[text], Side::Asked).unwrap()[..] else { panic!("one") };
            let parts = parts(text, embedding);
            assert!(parts.iter().all(|part| !part.is_empty() && part.trim() == *part), "{parts:?}");
        }
    }
}
