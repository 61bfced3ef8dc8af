//! Lives of our own with known answers, each in Portuguese and in English: what was told, what is asked of it, what was
//! never said, and remarks to which one memory belongs, or none. `scripts/lives.mjs` makes the files of what is written.

use crate::lives::{self, Conversation};
use anyhow::{Context as _, Result};
use serde::{Deserialize, de::DeserializeOwned};
use std::path::PathBuf;

/// The folders of `tests/data/recall`.
pub const LANGUAGES: [&str; 2] = ["pt", "en"];

/// Weights are chosen looking at one half alone; the other says whether they hold.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    Tune,
    Kept,
}

/// A question, and the turns that answer it; none where nothing was ever said of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Question {
    pub question_id: String,
    pub conversation_id: String,
    pub question: String,
    /// Without a zone: read as UTC. What is said later isn't there yet.
    pub asked_at: String,
    /// "what", "who", "where", "count", "when"; "dated" names a date itself; "two" needs two turns.
    #[serde(default)]
    pub kind: String,
    /// "oblique" with hardly a word of what it asks for, "straight" otherwise.
    #[serde(default)]
    pub wording: String,
    pub evidence: Vec<String>,
    pub half: Half,
}

/// Something said in talk, and the turn that a friend would have in mind then; none where there is nothing to recall.
#[derive(Clone, Debug, Deserialize)]
pub struct Remark {
    pub remark_id: String,
    pub conversation_id: String,
    pub remark: String,
    /// As [`Question::asked_at`].
    pub asked_at: String,
    pub belongs: Vec<String>,
    pub half: Half,
}

/// All of one language.
#[derive(Clone, Debug)]
pub struct Own {
    pub conversations: Vec<Conversation>,
    pub questions: Vec<Question>,
    /// The questions that have another wording, in it.
    pub oblique: Vec<Question>,
    pub never: Vec<Question>,
    pub remarks: Vec<Remark>,
}

/// Reads the lives of a language of [`LANGUAGES`].
///
/// # Errors
/// When a file can't be read or isn't what it should be.
pub fn read(language: &str) -> Result<Own> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/recall").join(language);
    Ok(Own {
        conversations: lives::read(&folder.join("conversations.json"))?,
        questions: rows(folder.join("questions.jsonl"))?,
        oblique: rows(folder.join("oblique.jsonl"))?,
        never: rows(folder.join("never.jsonl"))?,
        remarks: rows(folder.join("remarks.jsonl"))?,
    })
}

fn rows<T: DeserializeOwned>(file: PathBuf) -> Result<Vec<T>> {
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    text.lines()
        .map(|line| serde_json::from_str(line).with_context(|| format!("{}: {line}", file.display())))
        .collect()
}

#[cfg(test)]
mod tests;
