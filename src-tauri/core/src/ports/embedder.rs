//! Meaning as numbers: texts made into vectors, on this computer.

use futures_util::future::BoxFuture;
use std::fmt;

/// Which of the two a text is: some models are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What something is to be found for.
    Asked,
    /// What is to be found.
    Kept,
}

/// Which vectors can be compared: those of one model, cut and pooled in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedderId {
    /// The model's name, its weights' checksum and the version of how texts are cut: another name, other vectors.
    pub name: String,
    /// Numbers in a vector; a multiple of 64.
    pub dims: usize,
}

/// A text as vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedding {
    /// Of the whole text, of length 1.
    pub vector: Vec<f32>,
    /// Of each of its tokens, in order; none for the marks a model puts around a text. Of a text longer than the model
    /// reads, the beginning's.
    pub tokens: Vec<TokenVector>,
}

/// One token of a text, in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenVector {
    /// The bytes of the text it stands for: from here,
    pub from: usize,
    /// up to here.
    pub to: usize,
    /// Of length 1.
    pub vector: Vec<f32>,
}

/// Why a text has no vectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedError {
    pub kind: EmbedErrorKind,
    /// For the log and the "details" fold. Holds no words.
    pub detail: String,
}

/// The kinds something different can be done about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedErrorKind {
    /// There is no model on this computer: words are found by their letters alone.
    Absent,
    /// Its files are damaged, or no model this app can run.
    NoModel,
    /// Not enough memory, or the files could not be read just now.
    NotNow,
}

impl fmt::Display for EmbedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.detail)
    }
}

impl std::error::Error for EmbedError {}

/// Makes vectors of texts. One in the app (samantha-embed); tests have one that counts letters.
pub trait Embedder: Send + Sync + 'static {
    /// Whose vectors it makes; `None` while no model is on this computer. Does not load it.
    fn id(&self) -> Option<EmbedderId>;

    /// Counts up when [`Embedder::id`] changes.
    fn changed(&self) -> tokio::sync::watch::Receiver<u64>;

    /// One embedding a text, in their order. Loads the model where it isn't loaded; that can take seconds. Dropping the
    /// future gives up what was not begun.
    fn embed(&self, texts: Vec<String>, side: Side)
    -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>>;

    /// Whether it would answer without loading first.
    fn is_loaded(&self) -> bool;

    /// Loads the model, as someone is about to ask. Returns at once.
    fn warm(&self);
}

/// No model: every word is found by itself alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEmbedder;

impl Embedder for NoEmbedder {
    fn id(&self) -> Option<EmbedderId> {
        None
    }

    fn changed(&self) -> tokio::sync::watch::Receiver<u64> {
        tokio::sync::watch::Sender::new(0).subscribe()
    }

    fn embed(&self, _: Vec<String>, _: Side) -> BoxFuture<'static, Result<Vec<Embedding>, EmbedError>> {
        let error = EmbedError { kind: EmbedErrorKind::Absent, detail: "there is no model".to_owned() };
        Box::pin(async { Err(error) })
    }

    fn is_loaded(&self) -> bool {
        false
    }

    fn warm(&self) {}
}
