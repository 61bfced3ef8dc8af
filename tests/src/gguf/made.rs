//! Models with weights made here: one that recites, one that never ends, one that says anything.

use super::{Gguf, Tensor, Value, kind};
use crate::Dice;
use std::collections::HashSet;

/// What the reciter answers to everything. No piece of it comes twice, and one character is cut in the middle.
pub const REPLY: &str = "Olá! Você está aí? Pensei no que contou ontem: sua avó, o cão, aquela manhã em São Luís. \
                         Não precisa explicar nada agora; fico por perto até amanhã à noite.";

/// How large a model is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Numbers a token is made of: a multiple of 128.
    pub width: usize,
    pub layers: usize,
    /// Numbers between, in each layer: a multiple of 32.
    pub inner: usize,
    /// Tokens it was trained to read at once.
    pub context: u32,
}

impl Size {
    /// About 1.5 MB.
    pub const TINY: Self = Self { width: 128, layers: 2, inner: 256, context: 4096 };
    /// About 6 MB, at 8 bits a weight; for prompts of thousands of tokens.
    pub const SMALL: Self = Self { width: 256, layers: 6, inner: 768, context: 8192 };
    /// About 100 MB, at 8 bits a weight.
    pub const BENCH: Self = Self { width: 768, layers: 13, inner: 2048, context: 8192 };
}

/// How the weights of the layers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Whole,
    EightBits,
}

const HEADS: usize = 4;

const TEMPLATE: &str = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] \
                        + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}\
                        {% endif %}";

/// How sure a model is of what comes next: the difference of its logits.
const SURE: f32 = 24.0;

/// The tokens of all models made here: one for each byte, those of the texts, and the ones that steer.
struct Words {
    tokens: Vec<String>,
    kinds: Vec<i32>,
    merges: Vec<String>,
    end: usize,
}

impl Words {
    fn of(texts: &[Vec<u8>]) -> Self {
        let mut tokens: Vec<String> = (0..=255u8).map(|byte| letter(byte).to_string()).collect();
        tokens.extend(texts.iter().map(|text| text.iter().copied().map(letter).collect()));
        let mut kinds = vec![1; tokens.len()];
        let end = tokens.len() + 2;
        for steering in ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] {
            tokens.push(steering.into());
            kinds.push(3);
        }
        // A whole number of blocks of 32, for weights at 8 bits.
        while !tokens.len().is_multiple_of(32) {
            tokens.push(format!("<|unused_{}|>", tokens.len()));
            kinds.push(3);
        }
        Self { tokens, kinds, merges: vec!["o l".into()], end }
    }

    /// Each of these words, with a space before it, is one token; so are its beginnings, which lead to it.
    fn spoken(words: &[&str]) -> Self {
        let mut beginnings = Vec::new();
        let mut known = HashSet::new();
        let mut merges = Vec::new();
        for word in words {
            let bytes = format!(" {word}").into_bytes();
            for length in 2..=bytes.len() {
                let beginning = bytes[..length].to_vec();
                if known.insert(beginning.clone()) {
                    let letters: String = beginning.iter().copied().map(letter).collect();
                    let last = letters.chars().next_back().expect("two letters");
                    merges.push(format!("{} {last}", letters.strip_suffix(last).unwrap_or_default()));
                    beginnings.push(beginning);
                }
            }
        }
        Self { merges, ..Self::of(&beginnings) }
    }

    /// The token of these bytes.
    fn token(&self, bytes: &[u8]) -> usize {
        let letters: String = bytes.iter().copied().map(letter).collect();
        self.tokens.iter().position(|token| *token == letters).expect("a token of these bytes")
    }
}

/// The letter that stands for a byte in vocabularies of this kind: GPT-2's `bytes_to_unicode`
/// (<https://github.com/openai/gpt-2/blob/master/src/encoder.py>).
fn letter(byte: u8) -> char {
    let printable = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    if printable(byte) {
        return char::from(byte);
    }
    let before = (0..byte).filter(|&byte| !printable(byte)).count();
    char::from_u32(256 + before as u32).expect("a letter")
}

/// A model that answers [`REPLY`], or another text, to everything.
pub fn reciter(reply: &str) -> Gguf {
    let texts = pieces(reply);
    let words = Words::of(&texts.iter().filter(|text| text.len() > 1).cloned().collect::<Vec<_>>());
    let mut next_text = 256;
    let mut chain = vec![usize::from(b'\n')];
    for text in &texts {
        chain.push(match text.as_slice() {
            [byte] => usize::from(*byte),
            _ => {
                next_text += 1;
                next_text - 1
            }
        });
    }
    chain.push(words.end);
    chained(Size::TINY, Written::Whole, &words, &chain, 1)
}

/// A model that goes round among a few words and never ends, whatever its size: its speed is that of any model as
/// large.
pub fn without_end(size: Size, seed: u64) -> Gguf {
    let texts: Vec<_> = (0..29).map(|number| format!(" palavra{number}").into_bytes()).collect();
    let words = Words::of(&texts);
    let mut chain = vec![usize::from(b'\n')];
    chain.extend(256..256 + texts.len());
    chain.push(256);
    let mut gguf = chained(size, Written::EightBits, &words, &chain, seed);
    gguf.put("general.name", Value::Text("Without end".into()));
    gguf
}

/// A model that answers `reply` to everything and cuts texts as real ones do: each word of `spoken`, and of the reply, is
/// one token. No word of the reply may come twice, nor a letter of its first word; and no mark may be in it.
pub fn fluent(size: Size, spoken: &str, reply: &str) -> Gguf {
    let mut all: Vec<&str> = spoken.split(|letter: char| !letter.is_alphabetic()).collect();
    all.extend(reply.split(' '));
    all.retain(|word| !word.is_empty());
    let words = Words::spoken(&all);
    let mut chain = vec![usize::from(b'\n')];
    for (at, word) in reply.split(' ').enumerate() {
        match at {
            0 => chain.extend(word.bytes().map(usize::from)),
            _ => chain.push(words.token(format!(" {word}").as_bytes())),
        }
    }
    chain.push(words.end);
    chained(size, Written::EightBits, &words, &chain, 1)
}

/// A model of random weights: it says anything.
pub fn random(size: Size, seed: u64) -> Gguf {
    let words = Words::of(&[]);
    let mut dice = Dice::new(seed);
    let mut weights =
        |many: usize, scale: f32| -> Vec<f32> { (0..many).map(|_| between(&mut dice) * scale).collect() };
    let tokens = words.tokens.len();
    let embedding = weights(tokens * size.width, 1.0);
    let output = weights(tokens * size.width, 0.2);
    model(size, Written::Whole, &words, &embedding, &output, seed, Layers::AtRandom)
}

/// Cuts a reply into pieces of which none comes twice: words with the space before them, and longer ones where a
/// word comes again. The first character of more than a byte is cut in its middle.
fn pieces(reply: &str) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    let mut known = HashSet::new();
    let mut held = String::new();
    for (at, word) in reply.split(' ').enumerate() {
        if at > 0 {
            held.push(' ');
        }
        held.push_str(word);
        if held.len() > 1 && known.insert(held.clone()) {
            pieces.push(std::mem::take(&mut held).into_bytes());
        }
    }
    assert!(held.is_empty(), "the last word comes twice");
    // "Ol", one byte of "á", the other, "!"
    let cut = pieces.iter().position(|piece| piece.iter().any(|byte| *byte >= 0xc0));
    if let Some(cut) = cut {
        let whole = pieces.remove(cut);
        let lead = whole.iter().position(|byte| *byte >= 0xc0).expect("found above");
        let parts = [&whole[..lead], &whole[lead..=lead], &whole[lead + 1..lead + 2], &whole[lead + 2..]];
        for (place, part) in parts.into_iter().filter(|part| !part.is_empty()).enumerate() {
            pieces.insert(cut + place, part.to_vec());
        }
    }
    pieces
}

/// A model that says one token after the other as the chain has them.
fn chained(size: Size, written: Written, words: &Words, chain: &[usize], seed: u64) -> Gguf {
    let width = size.width;
    let mut dice = Dice::new(seed);
    let mut embedding: Vec<f32> = (0..words.tokens.len() * width).map(|_| between(&mut dice)).collect();
    for row in embedding.chunks_mut(width) {
        let length = row.iter().map(|number| number * number).sum::<f32>().sqrt();
        row.iter_mut().for_each(|number| *number /= length);
    }
    // What comes out of the last layer is the embedding of the last token with a length of √width.
    let mut output = vec![0.0; embedding.len()];
    for pair in chain.windows(2) {
        let (from, to) = (pair[0] * width, pair[1] * width);
        for place in 0..width {
            output[to + place] += embedding[from + place] * SURE / (width as f32).sqrt();
        }
    }
    model(size, written, words, &embedding, &output, seed, Layers::AddNothing)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layers {
    AtRandom,
    /// They compute as any, and the last matrix of each part is zero.
    AddNothing,
}

fn model(
    size: Size,
    written: Written,
    words: &Words,
    embedding: &[f32],
    output: &[f32],
    seed: u64,
    layers: Layers,
) -> Gguf {
    let (width, inner, tokens) = (size.width, size.inner, words.tokens.len());
    let text = |text: &str| Value::Text(text.into());
    let number = |number: usize| Value::U32(number as u32);
    let metadata = [
        ("general.architecture", text("llama")),
        ("general.name", text("Made by the tests")),
        ("llama.context_length", Value::U32(size.context)),
        ("llama.embedding_length", number(width)),
        ("llama.block_count", number(size.layers)),
        ("llama.feed_forward_length", number(inner)),
        ("llama.attention.head_count", number(HEADS)),
        ("llama.attention.head_count_kv", number(HEADS)),
        ("llama.attention.layer_norm_rms_epsilon", Value::F32(1e-6)),
        ("llama.rope.dimension_count", number(width / HEADS)),
        ("llama.vocab_size", number(tokens)),
        ("tokenizer.ggml.model", text("gpt2")),
        ("tokenizer.ggml.pre", text("qwen2")),
        ("tokenizer.ggml.tokens", Value::Texts(words.tokens.clone())),
        ("tokenizer.ggml.token_type", Value::Numbers(words.kinds.clone())),
        ("tokenizer.ggml.merges", Value::Texts(words.merges.clone())),
        ("tokenizer.ggml.eos_token_id", number(words.end)),
        ("tokenizer.ggml.add_bos_token", Value::Bool(false)),
        ("tokenizer.chat_template", text(TEMPLATE)),
    ];
    let mut tensors = vec![
        whole("token_embd.weight", &[width, tokens], embedding),
        whole("output_norm.weight", &[width], &vec![1.0; width]),
        whole("output.weight", &[width, tokens], output),
    ];
    let mut dice = Dice::new(seed.wrapping_add(1));
    for layer in 0..size.layers {
        let mut matrix = |name: &str, from: usize, to: usize, zero: bool| {
            let name = format!("blk.{layer}.{name}.weight");
            let scale = if zero && layers == Layers::AddNothing { 0.0 } else { 1.7 / (from as f32).sqrt() };
            tensors.push(match written {
                Written::Whole => {
                    let numbers: Vec<f32> = (0..from * to).map(|_| between(&mut dice) * scale).collect();
                    whole(&name, &[from, to], &numbers)
                }
                Written::EightBits => eight_bits(&name, &[from, to], scale, &mut dice),
            });
        };
        matrix("attn_q", width, width, false);
        matrix("attn_k", width, width, false);
        matrix("attn_v", width, width, false);
        matrix("attn_output", width, width, true);
        matrix("ffn_gate", width, inner, false);
        matrix("ffn_up", width, inner, false);
        matrix("ffn_down", inner, width, true);
        for name in ["attn_norm", "ffn_norm"] {
            tensors.push(whole(&format!("blk.{layer}.{name}.weight"), &[width], &vec![1.0; width]));
        }
    }
    let metadata = metadata.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Gguf { version: 3, metadata, tensors }
}

/// Evenly between -1 and 1.
fn between(dice: &mut Dice) -> f32 {
    (dice.throw() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
}

fn sizes(sizes: &[usize]) -> Vec<u64> {
    sizes.iter().map(|size| *size as u64).collect()
}

fn whole(name: &str, is: &[usize], numbers: &[f32]) -> Tensor {
    let data = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    Tensor { name: name.to_owned(), sizes: sizes(is), kind: kind::F32, data, said_offset: None }
}

/// Evenly between -`scale` and `scale`.
fn eight_bits(name: &str, is: &[usize], scale: f32, dice: &mut Dice) -> Tensor {
    let blocks = is.iter().product::<usize>() / 32;
    let mut data = Vec::with_capacity(blocks * 34);
    let step = half(scale / 128.0).to_le_bytes();
    for _ in 0..blocks {
        data.extend(step);
        for _ in 0..4 {
            data.extend(dice.throw().to_le_bytes());
        }
    }
    Tensor { name: name.to_owned(), sizes: sizes(is), kind: kind::Q8_0, data, said_offset: None }
}

/// A small positive number as an IEEE 754 half; what is too small for a normal one is zero.
fn half(number: f32) -> u16 {
    let bits = number.to_bits();
    let exponent = i32::try_from(bits >> 23 & 0xff).unwrap_or(0) - 127 + 15;
    if exponent <= 0 { 0 } else { u16::try_from(exponent << 10).unwrap_or(0) | (bits >> 13 & 0x3ff) as u16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_the_reply_are_all_different_and_make_it_up() {
        let pieces = pieces(REPLY);
        assert_eq!(pieces.concat(), REPLY.as_bytes());
        assert_eq!(pieces.iter().collect::<HashSet<_>>().len(), pieces.len());
        assert!(pieces.iter().any(|piece| std::str::from_utf8(piece).is_err()), "no character is cut");
    }

    #[test]
    fn letters_stand_for_bytes_as_in_gpt_2() {
        assert_eq!([b'a', b' ', b'\n', 0xa0, 0xc3].map(letter), ['a', 'Ġ', 'Ċ', 'ł', 'Ã']);
    }

    #[test]
    fn halves_are_what_ieee_754_says() {
        assert_eq!([1.0, 0.5, 0.000_244_140_62, 0.0].map(half), [0x3c00, 0x3800, 0x0c00, 0]);
    }
}
