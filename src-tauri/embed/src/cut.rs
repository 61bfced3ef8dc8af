//! Texts cut into tokens, each with its place in the text.

use crate::{folder::Prefixes, no_model, unread};
use base64::{Engine as _, prelude::BASE64_STANDARD as BASE64};
use samantha_core::ports::{EmbedError, Side};
use serde::Deserialize;
use serde_json::Value;
use std::{fs::File, io::Read as _, ops::Range, path::Path};
use tokenizers::{PostProcessor as _, Tokenizer, TruncationDirection};

const FILE: &str = "tokenizer.json";
/// The one of the multilingual models has 17 MB.
const LONGEST: u64 = 64 << 20;
/// Most bytes of one token that matter: of a text so many times the tokens a model reads are looked at.
const WIDEST_TOKEN: usize = 64;

/// A text in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    /// With the marks around it, and what stands before it.
    pub(crate) ids: Vec<u32>,
    /// Of each, the bytes of the text it stands for; `None` for what is not of the text.
    pub(crate) places: Vec<Option<Range<usize>>>,
}

/// Cuts texts as a model was trained to see them.
pub(crate) struct Cutter {
    tokenizer: Tokenizer,
    prefixes: Prefixes,
    /// Most tokens, with the marks.
    reads: usize,
    /// Of which marks.
    marks: usize,
}

impl Cutter {
    pub(crate) fn open(folder: &Path, reads: usize) -> Result<Self, EmbedError> {
        let mut text = Vec::new();
        let file = File::open(folder.join(FILE)).map_err(|error| unread(FILE, &error))?;
        let read = file.take(LONGEST + 1).read_to_end(&mut text).map_err(|error| unread(FILE, &error))?;
        if read as u64 > LONGEST {
            return Err(no_model(format!("{FILE} has more than {LONGEST} bytes")));
        }
        check_replacements(&text)?;
        let mut tokenizer =
            Tokenizer::from_bytes(&text).map_err(|error| no_model(format!("{FILE}: {error}")))?;
        drop(text);
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| no_model(format!("{FILE}: {error}")))?;
        // What somebody writes is never one of the model's own marks.
        tokenizer.set_encode_special_tokens(true);
        let marks = tokenizer.get_post_processor().map_or(0, |post| post.added_tokens(false));
        if marks + 4 > reads {
            return Err(no_model(format!("{FILE}: {marks} marks around a text")));
        }
        Ok(Self { tokenizer, prefixes: Prefixes::of(folder)?, reads, marks })
    }

    /// Cuts a text; of a long one the beginning.
    pub(crate) fn cut(&self, text: &str, side: Side) -> Result<Cut, EmbedError> {
        let before = match side {
            Side::Asked => &self.prefixes.asked,
            Side::Kept => &self.prefixes.kept,
        };
        let text = beginning(text, self.reads * WIDEST_TOKEN);
        let whole = format!("{before}{text}");
        let failed = |error: tokenizers::Error| no_model(format!("{FILE}: {error}"));
        let mut encoding = self.tokenizer.encode(whole.as_str(), false).map_err(failed)?;
        encoding.truncate(self.reads.saturating_sub(self.marks), 0, TruncationDirection::Right);
        encoding.take_overflowing();
        let encoding = self.tokenizer.post_process(encoding, None, true).map_err(failed)?;
        let ids = encoding.get_ids().to_vec();
        if ids.is_empty() || ids.len() > self.reads {
            return Err(no_model(format!("{FILE}: {} tokens", ids.len())));
        }
        let marks = encoding.get_special_tokens_mask();
        let places =
            encoding.get_offsets().iter().zip(marks).map(|(&(from, to), mark)| {
                if *mark == 1 { None } else { place(&whole, before.len(), from..to) }
            });
        let places: Vec<_> = places.collect();
        if places.len() != ids.len() {
            return Err(no_model(format!("{FILE}: tokens without a place")));
        }
        Ok(Cut { ids, places })
    }
}

/// The part of the file that is looked at before somebody else's code makes of it what it says.
#[derive(Deserialize)]
struct Head {
    normalizer: Option<Value>,
}

/// A table of replacements begins with its own length, for which memory is asked before anybody sees that there is less:
/// it has to be true.
fn check_replacements(text: &[u8]) -> Result<(), EmbedError> {
    let head: Head = serde_json::from_slice(text).map_err(|error| no_model(format!("{FILE}: {error}")))?;
    let mut parts: Vec<&Value> = head.normalizer.iter().collect();
    while let Some(part) = parts.pop() {
        match part {
            Value::Array(all) => parts.extend(all),
            Value::Object(fields) => {
                if let Some(table) = fields.get("precompiled_charsmap").and_then(Value::as_str) {
                    let table = BASE64.decode(table).unwrap_or_default();
                    let length = table.first_chunk().map(|length| u32::from_le_bytes(*length) as usize);
                    if length.is_none_or(|length| length > table.len()) {
                        return Err(no_model(format!("{FILE}: its table of replacements is damaged")));
                    }
                }
                parts.extend(fields.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    Ok(())
}

fn beginning(text: &str, most: usize) -> &str {
    text.get(..letter_before(text, most)).unwrap_or(text)
}

/// The beginning of the letter that `at` is in, or the end of the text.
fn letter_before(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The end of the letter that `at` is in, or the end of the text.
fn letter_behind(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// The bytes behind `before` that a token stands for, without the space that is counted to it.
fn place(whole: &str, before: usize, token: Range<usize>) -> Option<Range<usize>> {
    // A token of bytes may begin or end within a letter.
    let from = letter_before(whole, token.start.max(before));
    let to = letter_behind(whole, token.end);
    let words = whole.get(from..to)?;
    let from = from + words.len() - words.trim_start().len();
    let to = from + words.trim().len();
    (from < to).then(|| from - before..to - before)
}
