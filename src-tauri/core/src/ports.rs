//! What varies with the machine: traits the shell (or a test) fulfils.

mod embedder;
mod ledger;
mod shelf;

pub use embedder::{
    EmbedError, EmbedErrorKind, Embedder, EmbedderId, Embedding, NoEmbedder, Side, TokenVector,
};
pub use ledger::{End, Leaving, Outcome, Watch};
pub use shelf::{KeptFor, KeptModel, KeptState, Pinned, Shelf, ShelfError, ShelfErrorKind};

use crate::id::TurnId;
use futures_util::{future::BoxFuture, stream::BoxStream};
use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc, time::Duration};

/// Answers a prompt.
pub trait LanguageModel: Send + Sync {
    /// Starts answering at once. The stream ends without an error only when the answer is whole; dropping the
    /// stream cancels the work behind it.
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>>;
}

/// Who says a message to a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    System,
    User,
    Assistant,
    /// What a tool gave back; [`Message::answers`] says to which call.
    Tool,
}

/// One message of a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub role: Role,
    pub text: String,
    /// What is shown beside the words; of the user's messages only.
    pub pictures: Vec<Picture>,
    /// The tools the model asked for in this message; of the assistant's only.
    pub calls: Vec<ToolCall>,
    /// The id of the call this message is the result of; of [`Role::Tool`] only.
    pub answers: Option<String>,
}

impl Message {
    /// Words alone.
    pub fn said(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), pictures: Vec::new(), calls: Vec::new(), answers: None }
    }
}

/// A picture as a model is shown it.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// `image/jpeg` or `image/png`.
    pub media_type: String,
    pub bytes: Arc<[u8]>,
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// A tool a model may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolSpec {
    /// `[a-z_]{1,64}`.
    pub name: String,
    /// For the model, in the language of the prompt.
    pub description: String,
    /// A JSON Schema of an object.
    pub parameters: serde_json::Value,
}

/// A model's wish that a tool be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolCall {
    /// The provider's id of it, or one made here; unique within an answer.
    pub id: String,
    pub name: String,
    /// The arguments as they came: JSON if the model behaves, at most [`LONGEST_ARGUMENTS`] bytes.
    pub arguments: String,
    /// What the provider wants back, unread, with the result (Gemini's thought signature); empty when nothing.
    pub seal: String,
}

/// Most bytes of a call's arguments; more is a broken answer.
pub const LONGEST_ARGUMENTS: usize = 64 * 1024;

/// What an answer must look like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Words for a person.
    #[default]
    Words,
    /// One JSON value of this schema. What comes is to be checked all the same.
    Json {
        /// `[a-z_]{1,64}`.
        name: String,
        schema: serde_json::Value,
    },
}

/// What a request is for: told in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// She answers.
    Answer,
    /// Quiet work on what was said.
    Memory,
    /// A connection is tried. Nothing the person said is in it.
    Test,
    /// Which models a provider offers.
    List,
    /// A model is downloaded.
    Download,
}

impl Purpose {
    pub const ALL: [Self; 5] = [Self::Answer, Self::Memory, Self::Test, Self::List, Self::Download];

    /// Its name on the wire and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Memory => "memory",
            Self::Test => "test",
            Self::List => "list",
            Self::Download => "download",
        }
    }
}

/// Everything a model is given for one answer. What isn't in here isn't sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    pub messages: Vec<Message>,
    /// Tokens the answer may have at most.
    pub max_answer_tokens: u32,
    /// What the model may ask for; empty for a model without tools.
    pub tools: Vec<ToolSpec>,
    pub form: Form,
    pub purpose: Purpose,
}

impl Prompt {
    /// For words, without tools.
    pub fn of(messages: Vec<Message>, max_answer_tokens: u32, purpose: Purpose) -> Self {
        Self { messages, max_answer_tokens, tools: Vec::new(), form: Form::Words, purpose }
    }
}

/// Part of an answer as it streams.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// More words. May be any length, and is whole characters.
    Text(String),
    /// A tool is asked for. Comes once it is whole; each id once. The stream then ends as a whole answer does.
    Call(ToolCall),
    /// What the answer took, as the provider counts. At most once, at any point.
    Used(Usage),
    /// No words yet, and why.
    Waiting(Waiting),
}

/// Why there are no words yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Its file is compared with its checksum: bytes done, of all.
    Checking { done: u64, total: u64 },
    /// The model is being loaded into memory.
    Loading,
    /// The graphics card could not load it; the processor does.
    OnProcessor,
    /// It reads the prompt: this many tokens of all.
    Reading { done: u32, total: u32 },
}

/// What an answer took, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Tokens of the prompt.
    pub tokens_out: Option<u32>,
    /// Of these, the ones that a kept prefix spared.
    pub tokens_kept: Option<u32>,
    /// Tokens of the answer, thinking included.
    pub tokens_in: Option<u32>,
    /// What the provider says that it cost, in US dollars.
    pub cost: Option<f64>,
}

/// Why a model gave no answer, or not all of it: one list for all providers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    pub kind: ModelErrorKind,
    /// For the log and the "details" fold. Holds no key and no words said.
    pub detail: String,
    /// How long the provider asks to be left alone.
    pub retry_after: Option<Duration>,
}

/// The kinds of failure a person can do something different about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelErrorKind {
    /// The key is wrong, revoked, or missing.
    Auth,
    /// The account has no credit left.
    Quota,
    /// Asked too often.
    Rate,
    /// No network, no such host, nobody listens there, or no secure connection could be made.
    Unreachable,
    /// The provider has too much to do, or fails inside.
    Overloaded,
    /// The provider has no model of this name.
    UnknownModel,
    /// The provider refused to answer this.
    Refused,
    /// The prompt is longer than the model can read.
    ContextTooLong,
    /// The answer stopped in the middle.
    BrokenStream,
    /// Nothing came for too long.
    Timeout,
    /// What came is no answer this app can read (a login page, another protocol, nothing at all).
    Unreadable,
    /// The program that runs the built-in model ended in the middle.
    WorkerDied,
    /// The built-in model's file can't be used: it is missing, damaged, or no model this app can run.
    BadFile,
    /// There is not enough memory for the built-in model.
    NoMemory,
    /// The month's limit the person set is reached. Nothing was sent.
    Limit,
    /// The answer came to the longest an answer may be. What came stands.
    Length,
    /// There is no program here that could run the built-in model, or this computer's processor can't run it.
    NoEngine,
    /// The keyring that may hold the key can't be asked. Nothing was sent.
    NoKey,
}

impl ModelErrorKind {
    /// Its name on the wire and in the store: snake_case.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Quota => "quota",
            Self::Rate => "rate",
            Self::Unreachable => "unreachable",
            Self::Overloaded => "overloaded",
            Self::UnknownModel => "unknown_model",
            Self::Refused => "refused",
            Self::ContextTooLong => "context_too_long",
            Self::BrokenStream => "broken_stream",
            Self::Timeout => "timeout",
            Self::Unreadable => "unreadable",
            Self::WorkerDied => "worker_died",
            Self::BadFile => "bad_file",
            Self::NoMemory => "no_memory",
            Self::Limit => "limit",
            Self::Length => "length",
            Self::NoEngine => "no_engine",
            Self::NoKey => "no_key",
        }
    }
}

impl ModelError {
    /// An error of this kind.
    pub fn new(kind: ModelErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), retry_after: None }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.code(), self.detail)
    }
}

impl std::error::Error for ModelError {}

/// The protocol a provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Chat completions, as OpenAI itself and everything compatible with it speak them.
    OpenAi,
    /// Anthropic's messages.
    Anthropic,
    /// Gemini's `generateContent`.
    Gemini,
    /// Ollama's own `/api/chat`, which can be told how much of the conversation to read.
    Ollama,
    /// A model file, run by a program of our own. Nothing leaves, no port is opened.
    BuiltIn,
}

impl Family {
    pub const ALL: [Self; 5] = [Self::OpenAi, Self::Anthropic, Self::Gemini, Self::Ollama, Self::BuiltIn];

    /// Its name on the wire and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::OpenAi => "open_ai",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Ollama => "ollama",
            Self::BuiltIn => "built_in",
        }
    }

    /// The family of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.code() == code)
    }
}

/// What a model's tokens cost, in US dollars a million.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// Of the prompt.
    pub out: f64,
    /// Of the answer.
    pub back: f64,
}

/// Where a model is reached, and which.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    pub family: Family,
    /// The base address, such as `http://127.0.0.1:11434/v1`: `https`, or `http` on loopback. Empty for
    /// [`Family::BuiltIn`].
    pub address: String,
    /// The model's name as the provider spells it; for [`Family::BuiltIn`] its [`KeptModel::id`].
    pub model: String,
    /// Tokens it is to read at most, where known.
    pub context: Option<u32>,
    /// Where known; goes to the ledger with each request.
    pub price: Option<Price>,
}

/// A model a provider offers, with what it tells of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offered {
    pub name: String,
    pub context: Option<u32>,
    pub sees: Option<bool>,
    pub tools: Option<bool>,
    pub price: Option<Price>,
}

/// A service that answers on this computer, found by looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundProvider {
    /// "Ollama", "LM Studio".
    pub name: String,
    pub family: Family,
    pub address: String,
    pub models: Vec<String>,
}

/// Reaches models. One in the app (samantha-models); tests script it.
pub trait Providers: Send + Sync + 'static {
    /// A model behind an endpoint. Connects only when asked to answer.
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel>;

    /// The models an address offers, sorted by name. Not for [`Family::BuiltIn`].
    fn list<'a>(
        &'a self,
        family: Family,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<Offered>, ModelError>>;

    /// Looks for Ollama, LM Studio, llama-server and vLLM on this computer's loopback only. Takes at most two seconds.
    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>>;

    /// How many tokens each text is, by the model's own tokenizer; `None` where that isn't known or can't be asked
    /// now without loading anything.
    fn count<'a>(&'a self, endpoint: &'a Endpoint, texts: Vec<String>) -> BoxFuture<'a, Option<Vec<u32>>>;

    /// From now on every request over the network is told to `watch`, before it leaves and when it is over.
    fn watch(&self, watch: Arc<dyn Watch>);

    /// Something was forgotten: lets go of what is kept in this computer's memory of prompts read so far. Returns at
    /// once. Nothing is kept of those that went over the network.
    fn forget(&self) {}
}

/// A key. Can't be printed, is never written to a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why the keyring gave nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretError {
    /// No keyring on this computer, or none that answers.
    Missing(String),
    /// It is locked, and stayed locked.
    Locked(String),
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(detail) => write!(f, "no keyring: {detail}"),
            Self::Locked(detail) => write!(f, "the keyring is locked: {detail}"),
        }
    }
}

impl std::error::Error for SecretError {}

/// The operating system's keyring. Calls may block (an unlock prompt): never call from an async task directly.
pub trait SecretStore: Send + Sync + 'static {
    /// The secret of this name, `None` when the keyring holds none. Every call looks anew, so that "unlock and
    /// retry" works.
    fn read(&self, name: &str) -> Result<Option<Secret>, SecretError>;
    fn write(&self, name: &str, secret: &Secret) -> Result<(), SecretError>;
    /// Removes it; that none was there is no error.
    fn remove(&self, name: &str) -> Result<(), SecretError>;
}

/// Something worth a native notification. The words are neutral: a lock screen may show them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
    /// What a click opens.
    pub opens: Option<TurnId>,
}

/// Speaks outside the window.
pub trait Notifier: Send + Sync + 'static {
    /// Whether the person can see the talk right now; nothing is notified while they can.
    fn in_sight(&self) -> bool;
    /// Shows a notice. That no notification service runs is logged, not an error.
    fn notify(&self, notice: Notice);
}
