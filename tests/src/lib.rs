// tests
pub mod server;
