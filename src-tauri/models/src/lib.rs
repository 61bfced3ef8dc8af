//! Models away from the app's own code: every remote family, and the servers found on this computer.
//!
//! [`RemoteProviders`] is the one way in. From there downwards: `providers` (which addresses), `offered` (what they
//! offer), `model` (one question), `quirks` (what a provider won't take), `answer` (one answer), `record` (what the
//! ledger is told), `events` (bytes to events), `protocol` (the words of each family), `classify` (what a failure is),
//! `scrub` (what a failure may say), `roads` (what may be reached, and how).

mod answer;
mod classify;
mod events;
pub mod local;
mod model;
mod offered;
mod protocol;
mod providers;
mod quirks;
mod record;
mod roads;
mod scrub;
mod thinking;

#[cfg(test)]
mod tests;

pub use providers::RemoteProviders;
pub use roads::Patience;
