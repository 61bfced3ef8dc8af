//! Models away from the app's own code: any OpenAI-compatible address, and Ollama and LM Studio on this computer.
//!
//! [`RemoteProviders`] is the one way in. From there downwards: `providers` (which addresses), `model` (one
//! question), `answer` (one answer), `events` (bytes to events), `chat` (the protocol's words), `classify` (what a
//! failure is), `scrub` (what a failure may say), `roads` (what may be reached, and how). [`catalogue`] is what is
//! known of models without asking anybody.

mod answer;
pub mod catalogue;
mod chat;
mod classify;
mod events;
mod model;
mod providers;
mod roads;
mod scrub;
mod thinking;

#[cfg(test)]
mod tests;

pub use providers::RemoteProviders;
