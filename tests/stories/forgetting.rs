//! What she forgot is gone: a few of the lives that `--bin forget` lives a thousand of.

use std::process::Command;

#[test]
fn no_byte_of_what_was_forgotten_is_left_in_any_file_however_she_was_killed_meanwhile() {
    let lived = Command::new(env!("CARGO_BIN_EXE_forget")).args(["--times", "40"]).output().unwrap();
    assert!(lived.status.success(), "{}", String::from_utf8_lossy(&lived.stdout));
}
