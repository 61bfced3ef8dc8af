//! What the tests of more than one crate share.

mod dice;
pub mod files;
pub mod gguf;
pub mod lives;
pub mod local;
pub mod own;
pub mod power;
pub mod server;
pub mod year;

pub use dice::Dice;
