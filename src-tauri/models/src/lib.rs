//! Models: every remote family, the servers found on this computer, and files run by a program of our own.
//!
//! [`Everything`] is the one way in for the app. [`RemoteProviders`] asks over the network. From there downwards: `providers` (which addresses), `offered` (what they
//! offer), `model` (one question), `quirks` (what a provider won't take), `answer` (one answer), `record` (what the
//! ledger is told), `events` (bytes to events), `protocol` (the words of each family), `classify` (what a failure is),
//! `scrub` (what a failure may say), `roads` (what may be reached, and how).
//!
//! [`ModelShelf`] keeps the model files of this computer: downloads on the same roads, and files of the person's own.
//! [`local`] runs them, in a worker process.

mod answer;
mod classify;
mod events;
mod everything;
pub mod local;
mod model;
mod offered;
mod protocol;
mod providers;
mod quirks;
mod record;
mod roads;
mod scrub;
mod shelf;
mod thinking;

#[cfg(test)]
mod tests;

pub use everything::Everything;
pub use providers::RemoteProviders;
pub use roads::Patience;
pub use shelf::{Bounds, ModelShelf, Offer, Probe};
