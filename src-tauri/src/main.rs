//! Samantha's window on this machine. Thin: everything she is lives in samantha-core behind samantha-api; here are
//! the window, the folder, and the ports only this machine can fulfil (keyring, notifications).

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod app;
mod bridge;
mod logs;
mod notifier;
mod paths;
mod secrets;
mod window;

fn main() -> std::process::ExitCode {
    app::run()
}
