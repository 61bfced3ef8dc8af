//! Files: what a probe says of them, and what is never loaded.

use samantha_core::ports::{ModelErrorKind as Kind, Waiting};
use samantha_tests::{
    gguf::{REPLY, Value, kind, reciter},
    local::{Local, prompt},
};
use std::path::Path;

#[tokio::test]
async fn a_probe_says_what_a_file_is_and_leaves_nothing_loaded() {
    let local = Local::new().unwrap();
    let path = local.put("reciter", &reciter(REPLY)).unwrap();
    let probed = local.models.probe(&path).await.unwrap();
    assert_eq!((probed.name.as_str(), probed.architecture.as_str()), ("Made by the tests", "llama"));
    assert_eq!((probed.context_trained, probed.has_template), (4096, true));
    assert_eq!(probed.bytes, std::fs::metadata(&path).unwrap().len());
    assert!(probed.parameters > 100_000);
    assert_eq!(local.models.process(), None);
}

#[tokio::test]
async fn a_file_without_a_known_template_says_so_and_answers_all_the_same() {
    let local = Local::new().unwrap();
    let mut gguf = reciter(REPLY);
    gguf.put("tokenizer.chat_template", Value::Text("{{ nobody knows this }}".into()));
    let path = local.put("odd", &gguf).unwrap();
    assert!(!local.models.probe(&path).await.unwrap().has_template);
    assert_eq!(local.ask("odd", prompt("Oi", 500)).await.text, REPLY);
}

#[tokio::test]
async fn a_model_that_would_think_first_is_asked_not_to() {
    let local = Local::new().unwrap();
    let mut gguf = reciter(REPLY);
    local.put("plain", &gguf).unwrap();
    let plain = local.ask("plain", prompt("Oi", 500)).await.used.unwrap().tokens_out.unwrap();
    let Some((_, Value::Text(template))) =
        gguf.metadata.iter().find(|(name, _)| name == "tokenizer.chat_template").cloned()
    else {
        panic!("no template");
    };
    let thinks = template + r"{% if enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{% endif %}";
    gguf.put("tokenizer.chat_template", Value::Text(thinks));
    local.put("thinks", &gguf).unwrap();
    let heard = local.ask("thinks", prompt("Oi", 500)).await;
    assert_eq!(heard.text, REPLY);
    assert_eq!(heard.used.unwrap().tokens_out.unwrap() - plain, "<think>\n\n</think>\n\n".len() as u32);
}

#[tokio::test]
async fn a_probe_refuses_what_is_no_model_and_survives_what_makes_the_engine_stop() {
    let local = Local::new().unwrap();
    let whole = reciter(REPLY);
    local.put("reciter", &whole).unwrap();
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
    let process = local.models.process();
    let write = |name: &str, bytes: &[u8]| {
        let path = local.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let bytes = whole.bytes();
    let mut wrong_kind = whole.clone();
    wrong_kind.tensor("blk.0.attn_norm.weight").kind = kind::I32;
    let files = [
        (write("empty", b""), "the file is no GGUF file"),
        (write("text", b"Era uma vez"), "the file is no GGUF file"),
        (write("cut", &bytes[..bytes.len() / 2]), "the file is damaged"),
        (write("begin", b"GGUF"), "the file is damaged"),
        (write("wrong", &wrong_kind.bytes()), "this file makes the engine stop"),
        (local.folder.path().join("missing"), "the file can't be read"),
        (local.folder.path().to_owned(), "the file"),
    ];
    for (path, says) in files {
        let error = local.models.probe(&path).await.unwrap_err();
        assert_eq!(error.kind, Kind::BadFile, "{}: {error}", path.display());
        assert!(error.detail.starts_with(says), "{}: {error}", path.display());
    }
    // What was loaded is still loaded.
    assert_eq!(local.models.process(), process);
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
}

#[tokio::test]
async fn a_file_that_is_not_what_its_checksum_says_is_not_loaded() {
    let local = Local::new().unwrap();
    let path = local.put("reciter", &reciter(REPLY)).unwrap();
    local.keep("wrong", &path, Some("0".repeat(64)));
    let error = local.ask("wrong", prompt("Oi", 500)).await.error.unwrap();
    assert_eq!((error.kind, error.detail.as_str()), (Kind::BadFile, "the file isn't what its checksum says"));
    assert_eq!(local.models.process(), None);
    let sum = sha256(&path);
    local.keep("right", &path, Some(sum.to_uppercase()));
    assert_eq!(local.ask("right", prompt("Oi", 500)).await.text, REPLY);
}

#[tokio::test]
async fn whoever_waits_is_told_how_far_a_file_is_compared_with_its_checksum_and_only_once() {
    let local = Local::new().unwrap();
    let path = local.put("reciter", &reciter(REPLY)).unwrap();
    local.keep("checked", &path, Some(sha256(&path)));
    let heard = local.ask("checked", prompt("Oi", 500)).await;
    let total = std::fs::metadata(&path).unwrap().len();
    let of = |waiting: &&Waiting| matches!(waiting, Waiting::Checking { .. });
    assert_eq!(heard.waited.first(), Some(&Waiting::Loading), "at once");
    let told: Vec<_> = heard.waited.iter().filter(of).collect();
    assert_eq!(told.last(), Some(&&Waiting::Checking { done: total, total }), "{told:?}");
    let after = heard.waited.iter().rposition(|waiting| of(&waiting)).unwrap() + 1;
    assert_eq!(heard.waited[after], Waiting::Loading, "then it is loaded");
    local.models.unload().await;
    let heard = local.ask("checked", prompt("Oi", 500)).await;
    assert!(!heard.waited.iter().any(|waiting| of(&waiting)), "{:?}", heard.waited);
}

#[tokio::test]
async fn what_is_not_on_this_computer_is_a_clear_error() {
    let local = Local::new().unwrap();
    local.keep("gone", Path::new("/nowhere/a.gguf"), None);
    for id in ["gone", "unknown"] {
        let error = local.ask(id, prompt("Oi", 500)).await.error.unwrap();
        assert_eq!(error.kind, Kind::BadFile, "{id}: {error}");
    }
}

fn sha256(path: &Path) -> String {
    let told = std::process::Command::new("sha256sum").arg(path).output().unwrap();
    String::from_utf8_lossy(&told.stdout).split_whitespace().next().unwrap().to_owned()
}
