//! The table in `lib.rs` holds: a module uses only modules of the lines above its own, and neighbours on a line do
//! not know each other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Module → line of the table.
fn table() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(source().join("lib.rs")).unwrap();
    let lines = text.split("//! ```").nth(1).unwrap().lines().skip(1);
    let rows = lines.map(|line| line.trim_start_matches("//!").trim()).filter(|line| !line.is_empty());
    rows.enumerate()
        .flat_map(|(n, row)| row.split_whitespace().map(move |name| (name.to_owned(), n)))
        .collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules of this crate that a source text names, in `use` lines and in paths.
fn used(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for part in text.split("crate::").skip(1) {
        if let Some(list) = part.strip_prefix('{') {
            let mut depth = 1;
            let mut top = String::new();
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if depth == 1 {
                    top.push(c);
                }
            }
            let first = |entry: &str| -> String {
                entry.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
            };
            names.extend(top.split(',').map(first).filter(|name| !name.is_empty()));
        } else {
            names.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn modules_use_only_what_lies_above_them() {
    let table = table();
    let mut wrong = Vec::new();
    let mut all = Vec::new();
    files(&source(), &mut all);
    for file in all {
        let relative = file.strip_prefix(source()).unwrap();
        let first = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if first == "lib" || first == "testing" {
            continue;
        }
        let Some(own) = table.get(&first) else {
            wrong.push(format!("{first} is not in the table of lib.rs"));
            continue;
        };
        let text = fs::read_to_string(&file).unwrap();
        // Tests may reach further.
        if file.file_name().is_some_and(|name| name == "tests.rs") {
            continue;
        }
        let code = text.split("#[cfg(test)]\nmod").next().unwrap();
        for name in used(code) {
            match table.get(&name) {
                Some(line) if name == first || line < own => {}
                Some(_) => wrong.push(format!("{} uses {name}", relative.display())),
                None => wrong.push(format!("{} uses {name}, which is not in the table", relative.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reading_of_use_lines_is_right() {
    let names = used(
        "use crate::{\n    clock::{Clock, local_at},\n    id::TurnId,\n};\nfn a() { crate::store::x() }",
    );
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["clock", "id", "store"]);
}

#[test]
fn core_knows_no_tauri_no_http_and_no_model_runtime() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    for name in ["tauri", "reqwest", "hyper", "keyring", "cpal", "genai", "llama"] {
        assert!(!manifest.contains(name), "core depends on {name}");
    }
}
