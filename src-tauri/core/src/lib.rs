//! The life of one companion: what she keeps, how she answers, what is due. No Tauri, no HTTP, no audio and
//! no model runtime; what depends on the machine comes in through [`ports`].
//!
//! Modules only use modules of the lines above their own; a test (`tests/layers.rs`) reads the `use crate::`
//! lines and holds this table:
//!
//! ```text
//! clock id error
//! event store ports locale
//! address
//! catalogue
//! settings persona conversation
//! profile ledger people
//! memory timeline secretary
//! forgetting
//! care
//! listener
//! dialogue
//! schedule
//! companion
//! ```

pub mod address;
pub mod care;
pub mod catalogue;
pub mod clock;
pub mod companion;
pub mod conversation;
pub mod dialogue;
pub mod error;
pub mod event;
pub mod forgetting;
pub mod id;
pub mod ledger;
pub mod listener;
pub mod locale;
pub mod memory;
pub mod people;
pub mod persona;
pub mod ports;
pub mod profile;
pub mod schedule;
pub mod settings;
pub mod store;
#[cfg(feature = "testing")]
pub mod testing;
