//! What is told of each request over the network.

use super::{ModelError, ModelErrorKind, Price, Purpose, Usage};
use crate::id::RequestId;
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Told of every request over the network: the ledger.
pub trait Watch: Send + Sync + 'static {
    /// A request is about to leave. It leaves only after this returned `Ok`, and not at all after an error
    /// ([`ModelErrorKind::Limit`], or a ledger that can't be written).
    fn leaving(&self, request: Leaving) -> BoxFuture<'_, Result<RequestId, ModelError>>;

    /// It is over: whole, failed, or dropped in the middle. Called exactly once a request, never blocks.
    fn over(&self, request: RequestId, outcome: Outcome);
}

/// A request about to leave.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaving {
    /// The host it goes to, without port.
    pub host: String,
    /// Whether that is this computer.
    pub local: bool,
    /// Empty where no model is meant (a list, a download).
    pub model: String,
    pub purpose: Purpose,
    /// The exact body; its length is the bytes out. Headers are not counted.
    pub body: Arc<[u8]>,
    pub price: Option<Price>,
}

/// How a request ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Bytes of the reply's body that were read.
    pub bytes_in: u64,
    pub usage: Usage,
    pub end: End,
}

/// The end of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// The reply was read to its end.
    Whole,
    /// Dropped by the one who asked.
    #[default]
    Stopped,
    Failed(ModelErrorKind),
}
