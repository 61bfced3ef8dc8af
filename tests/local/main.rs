//! The built-in model end to end: the app's client, the real worker, files that llama.cpp really runs.
//!
//! `cargo build --release -p samantha-local`, then `cargo test -p samantha-tests --features local --test local`.

mod answers;
mod deaths;
mod files;
