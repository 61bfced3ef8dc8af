//! Files that are no models any more: cut short, corrupted, or made to harm. Each must be refused.

use super::{Gguf, Value, kind};
use crate::Dice;

/// A hundred of them, made from one that is whole; the same each time. What was done, and the file's bytes.
pub fn hundred(whole: &Gguf) -> Vec<(String, Vec<u8>)> {
    let mut all = cut_short(whole);
    all.extend(metadata(whole));
    all.extend(tensors(whole));
    all.extend(counts(whole));
    all.extend(torn(whole, 100 - all.len()));
    all
}

/// Where the tensors' own bytes begin.
fn begin_of_data(whole: &Gguf) -> usize {
    let data: usize = whole.tensors.iter().map(|tensor| tensor.data.len().next_multiple_of(32)).sum();
    whole.bytes().len() - data
}

fn cut_short(whole: &Gguf) -> Vec<(String, Vec<u8>)> {
    let bytes = whole.bytes();
    let begin = begin_of_data(whole);
    let mut at = vec![0, 1, 3, 4, 7, 8, 15, 16, 23, 24, 31, begin / 4, begin / 2, begin - 40, begin - 1];
    let rest = bytes.len() - begin;
    at.extend([begin, begin + 1, begin + rest / 3, begin + rest / 2, bytes.len() - 4096, bytes.len() - 32]);
    at.into_iter().map(|at| (format!("cut after {at} bytes"), bytes[..at].to_vec())).collect()
}

fn metadata(whole: &Gguf) -> Vec<(String, Vec<u8>)> {
    let text = |text: &str| Value::Text(text.into());
    let changes: Vec<(&str, Value)> = vec![
        ("general.architecture", text("")),
        ("general.architecture", text("nobody-knows-this")),
        ("general.architecture", text("bert")),
        ("general.architecture", Value::U32(1)),
        ("general.alignment", Value::U32(0)),
        ("general.alignment", Value::U32(33)),
        ("llama.context_length", text("many")),
        ("llama.embedding_length", Value::U32(0)),
        ("llama.embedding_length", Value::U32(127)),
        ("llama.embedding_length", Value::U32(u32::MAX)),
        ("llama.embedding_length", Value::F32(f32::NAN)),
        ("llama.block_count", Value::U32(3)),
        ("llama.block_count", Value::U32(u32::MAX)),
        ("llama.feed_forward_length", Value::U32(1)),
        ("llama.attention.head_count", Value::U32(0)),
        ("llama.attention.head_count", Value::U32(3)),
        ("llama.attention.head_count_kv", Value::U32(7)),
        ("llama.attention.head_count", Value::Numbers(vec![4; 100_000])),
        ("llama.attention.layer_norm_rms_epsilon", text("small")),
        ("llama.rope.dimension_count", Value::U32(7)),
        ("tokenizer.ggml.model", text("none-of-these")),
        ("tokenizer.ggml.model", Value::Bool(true)),
        ("tokenizer.ggml.tokens", Value::Texts(Vec::new())),
        ("tokenizer.ggml.tokens", Value::Texts(vec!["a".into(); 12])),
        ("tokenizer.ggml.tokens", Value::Numbers(vec![1, 2, 3])),
        ("tokenizer.ggml.token_type", Value::Numbers(vec![1])),
        ("tokenizer.ggml.merges", Value::Numbers(vec![1])),
    ];
    let mut all: Vec<_> = changes
        .into_iter()
        .map(|(name, value)| {
            let mut gguf = whole.clone();
            let what = match &value {
                Value::Texts(texts) => format!("{} texts", texts.len()),
                Value::Numbers(numbers) => format!("{} numbers", numbers.len()),
                other => format!("{other:?}"),
            };
            gguf.put(name, value);
            (format!("{name} is {what}"), gguf.bytes())
        })
        .collect();
    for name in ["general.architecture", "llama.block_count", "tokenizer.ggml.model", "tokenizer.ggml.tokens"]
    {
        let mut gguf = whole.clone();
        gguf.metadata.retain(|(known, _)| known != name);
        all.push((format!("no {name}"), gguf.bytes()));
        let mut gguf = whole.clone();
        let again = gguf.metadata.iter().find(|(known, _)| known == name).cloned();
        gguf.metadata.extend(again);
        all.push((format!("{name} twice"), gguf.bytes()));
    }
    all
}

fn tensors(whole: &Gguf) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut change = |what: String, change: &dyn Fn(&mut Gguf)| {
        let mut gguf = whole.clone();
        change(&mut gguf);
        all.push((what, gguf.bytes()));
    };
    for name in ["token_embd.weight", "output_norm.weight", "blk.0.attn_q.weight"] {
        change(format!("no {name}"), &|gguf| gguf.tensors.retain(|tensor| tensor.name != name));
        change(format!("{name} of no kind"), &|gguf| gguf.tensor(name).kind = 4000);
        change(format!("{name} of no size"), &|gguf| gguf.tensor(name).sizes = vec![0, 0]);
        change(format!("{name} of huge size"), &|gguf| gguf.tensor(name).sizes = vec![1 << 40, 1 << 40]);
        change(format!("{name} elsewhere"), &|gguf| gguf.tensor(name).said_offset = Some(u64::MAX - 31));
    }
    // As many bytes, and nothing the engine can compute with: it ends the worker.
    for name in ["token_embd", "output_norm", "blk.0.attn_norm", "blk.0.attn_q", "blk.1.ffn_down", "output"] {
        change(format!("{name}.weight of whole numbers"), &|gguf| {
            gguf.tensor(&format!("{name}.weight")).kind = kind::I32;
        });
    }
    change("numbers that are none".into(), &|gguf| {
        let data = &mut gguf.tensor("output_norm.weight").data;
        for number in data.chunks_mut(4) {
            number.copy_from_slice(&f32::NAN.to_le_bytes());
        }
    });
    change("two tensors of one name".into(), &|gguf| {
        let name = gguf.tensors[0].name.clone();
        gguf.tensors[1].name = name;
    });
    change("a name without end".into(), &|gguf| gguf.tensors[0].name = "a".repeat(100_000));
    change("five dimensions".into(), &|gguf| gguf.tensors[0].sizes = vec![1, 1, 1, 1, 1]);
    all
}

fn counts(whole: &Gguf) -> Vec<(String, Vec<u8>)> {
    let bytes = whole.bytes();
    let with = |what: &str, at: usize, number: &[u8]| {
        let mut bytes = bytes.clone();
        bytes[at..at + number.len()].copy_from_slice(number);
        (what.to_owned(), bytes)
    };
    vec![
        with("not GGUF", 0, b"GGML"),
        with("version 0", 4, &0u32.to_le_bytes()),
        with("a version of the future", 4, &999u32.to_le_bytes()),
        with("the other byte order", 4, &3u32.to_be_bytes()),
        with("more tensors than there are", 8, &1000u64.to_le_bytes()),
        with("tensors without end", 8, &u64::MAX.to_le_bytes()),
        with("less than no tensors", 8, &i64::MIN.to_le_bytes()),
        with("metadata without end", 16, &(u64::MAX / 2).to_le_bytes()),
        with("more metadata than there is", 16, &1000u64.to_le_bytes()),
        with("a key without end", 24, &u64::MAX.to_le_bytes()),
    ]
}

/// Noise over a part of what stands before the weights.
fn torn(whole: &Gguf, many: usize) -> Vec<(String, Vec<u8>)> {
    let begin = begin_of_data(whole);
    let mut dice = Dice::new(20);
    let torn = |place: usize| {
        let mut bytes = whole.bytes();
        // Over the whole length of it. So long that lengths and names are hit, not only numbers nobody looks at.
        let at = 24 + (begin - 24 - 1500) * place / many;
        dice.fill(&mut bytes[at..at + 1500]);
        (format!("torn at byte {at}"), bytes)
    };
    (0..many).map(torn).collect()
}

#[cfg(test)]
mod tests {
    use crate::gguf::{REPLY, reciter};

    #[test]
    fn there_are_a_hundred_and_all_differ_from_the_whole_file() {
        let whole = reciter(REPLY);
        let bytes = whole.bytes();
        let all = super::hundred(&whole);
        assert_eq!(all.len(), 100);
        assert!(all.iter().all(|(_, mutated)| *mutated != bytes));
    }
}
