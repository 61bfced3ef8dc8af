//! What varies with the machine: traits the shell (or a test) fulfils.

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
}

/// One message of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub role: Role,
    pub text: String,
}

/// Everything a model is given for one answer. What isn't in here isn't sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    pub messages: Vec<Message>,
    /// Tokens the answer may have at most.
    pub max_answer_tokens: u32,
}

/// Part of an answer as it streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// More words. May be any length, and is whole characters.
    Text(String),
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

/// Where a model is reached, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// The OpenAI-compatible base address, such as `http://127.0.0.1:11434/v1`. `https`, or `http` on loopback.
    pub address: String,
    /// The model's name as the provider spells it.
    pub model: String,
}

/// A service that answers on this computer, found by looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundProvider {
    /// "Ollama", "LM Studio".
    pub name: String,
    pub address: String,
    pub models: Vec<String>,
}

/// Reaches models. One in the app (samantha-models); tests script it.
pub trait Providers: Send + Sync + 'static {
    /// A model behind an endpoint. Connects only when asked to answer.
    fn model(&self, endpoint: &Endpoint, key: Option<Secret>) -> Arc<dyn LanguageModel>;

    /// The names of the models an address offers, sorted.
    fn list<'a>(
        &'a self,
        address: &'a str,
        key: Option<Secret>,
    ) -> BoxFuture<'a, Result<Vec<String>, ModelError>>;

    /// Looks for Ollama and LM Studio on this computer's loopback only. Takes at most two seconds.
    fn discover(&self) -> BoxFuture<'_, Vec<FoundProvider>>;
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
