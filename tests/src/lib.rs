//! What the tests of more than one crate share.

pub mod chance;
pub mod lives;
pub mod power;
pub mod server;
pub mod year;
