//! Texts made into vectors on this computer: models of the BERT family, in the app's own process, in Rust alone.
//!
//! A model is a folder as sentence-transformers lays it out: `model.safetensors`, `tokenizer.json` and, where they are
//! there, `config.json`, `1_Pooling/config.json` and the like. [`Model`] is one that is loaded; [`OnDemand`] loads it
//! when it is asked and lets it go when it wasn't for a while.

mod bert;
mod cut;
mod folder;
mod model;
mod on_demand;
#[cfg(feature = "testing")]
pub mod testing;
mod weights;

pub use model::{Model, id_of, weights_sum};
pub use on_demand::{OnDemand, Place};

use samantha_core::ports::{EmbedError, EmbedErrorKind};
use std::{fmt::Display, io};

/// Counts up when the same text of the same model gets other vectors than before.
const VERSION: u32 = 1;

fn no_model(detail: impl Display) -> EmbedError {
    EmbedError { kind: EmbedErrorKind::NoModel, detail: detail.to_string() }
}

/// A file that isn't there is absent, one that ends too early damaged; anything else may go better another time.
fn unread(file: &str, error: &io::Error) -> EmbedError {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => EmbedErrorKind::Absent,
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => EmbedErrorKind::NoModel,
        _ => EmbedErrorKind::NotNow,
    };
    EmbedError { kind, detail: format!("{file}: {error}") }
}
