//! Workers that die, hang, or are missing.

use samantha_core::ports::{ModelErrorKind as Kind, Waiting};
use samantha_local_messages::{
    Answer, Load, Loaded, Reply, Request, Said, Sampling, Speaker, Template, read_frame, write_frame,
};
use samantha_models::local::{LocalState, Patience, Way, Workers};
use samantha_tests::{
    gguf::{REPLY, Size, reciter, without_end},
    local::{Local, first_words, hear, kill, plain, prompt, worker},
};
use std::{path::PathBuf, time::Duration};

#[tokio::test]
async fn a_worker_killed_in_mid_answer_is_a_clear_error_and_the_next_answer_works() {
    let local = Local::new().unwrap();
    local.put("endless", &without_end(Size::TINY, 1)).unwrap();
    let model = local.models.model("endless", None);
    let mut answer = model.answer(prompt("Oi", 100_000));
    let begun = first_words(&mut answer).await;
    assert_eq!(begun.error, None);
    kill(local.models.process().unwrap()).unwrap();
    let rest = hear(answer).await;
    let error = rest.error.unwrap();
    assert_eq!((error.kind, error.detail.as_str()), (Kind::WorkerDied, "the worker ended by signal 9"));
    assert_eq!(hear(model.answer(prompt("Oi", 5))).await.failure(), None);
}

#[tokio::test]
async fn a_worker_killed_while_idle_is_started_again_without_a_word() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
    kill(local.models.process().unwrap()).unwrap();
    local.models.state().wait_for(|state| *state == LocalState::Idle).await.unwrap();
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!((heard.error, heard.text.as_str()), (None, REPLY));
}

#[tokio::test]
async fn a_worker_ends_with_the_app_even_while_it_computes() {
    let local = Local::new().unwrap();
    let path = local.put("large", &without_end(Size::BENCH, 1)).unwrap().to_string_lossy().into_owned();
    let mut child = std::process::Command::new(worker().unwrap())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let load = Load { path, context: 4096, threads: 1, gpu_layers: 0 };
    let messages = vec![Said { by: Speaker::User, text: "palavra ".repeat(400) }];
    let answer = Answer { id: 1, messages, schema: None, max_tokens: 4000, sampling: Sampling::default() };
    for request in [Request::Load(load), Request::Answer(answer)] {
        write_frame(&mut stdin, &request).unwrap();
    }
    loop {
        match read_frame(&mut stdout).unwrap().unwrap() {
            Reply::Reading { done, total, .. } if done > 0 => break assert!(done < total),
            _ => {}
        }
    }
    drop(stdin);
    let ended = tokio::task::spawn_blocking(move || child.wait());
    let ended = tokio::time::timeout(Duration::from_secs(5), ended).await.unwrap().unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
async fn a_graphics_worker_that_dies_at_load_leaves_it_to_the_processor_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let broken = script(&folder, "exit 3");
    let local =
        Local::with(Workers::of(vec![Way { program: broken, gpu_layers: 99 }, plain().unwrap()])).unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!((heard.error, heard.text.as_str()), (None, REPLY));
    assert!(heard.waited.contains(&Waiting::OnProcessor), "{:?}", heard.waited);
    // It isn't tried again in this run.
    local.models.unload().await;
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!(heard.text, REPLY);
    assert!(!heard.waited.contains(&Waiting::OnProcessor), "{:?}", heard.waited);
}

#[tokio::test]
async fn a_graphics_worker_that_dies_before_its_first_words_leaves_the_answer_to_the_processor() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("loaded");
    let frame = |reply: &Reply| samantha_local_messages::encode_frame(reply).unwrap();
    std::fs::write(&file, frame(&Reply::Loaded(loaded()))).unwrap();
    // It says that it loaded, takes the prompt, and ends as a driver ends it.
    let read = "head -c \"$(head -c 4 | od -An -tu4 | tr -d ' ')\" >/dev/null";
    let dies = script(&folder, &format!("{read}; cat '{}'; {read}; kill -SEGV $$", file.display()));
    let ways = vec![Way { program: dies, gpu_layers: 99 }, plain().unwrap()];
    let local = Local::with(Workers::of(ways)).unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!((heard.error, heard.text.as_str()), (None, REPLY));
    assert_eq!(heard.waited[..2], [Waiting::Loading, Waiting::OnProcessor]);
    // It isn't tried again in this run.
    local.models.unload().await;
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!(heard.text, REPLY);
    assert!(!heard.waited.contains(&Waiting::OnProcessor), "{:?}", heard.waited);
}

#[tokio::test]
async fn a_load_that_hangs_ends_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let hangs = script(&folder, "exec sleep 600");
    let patience = Patience { load: Duration::from_millis(200), ..Patience::default() };
    let workers = Workers::of(vec![Way { program: hangs, gpu_layers: 0 }]).with_patience(patience);
    let local = Local::with(workers).unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let heard = local.ask("reciter", prompt("Oi", 500)).await;
    assert_eq!(heard.error.map(|error| error.kind), Some(Kind::Timeout));
    assert_eq!(*local.models.state().borrow(), LocalState::Idle);
}

#[tokio::test]
async fn a_stop_while_it_loads_ends_the_worker() {
    let folder = tempfile::tempdir().unwrap();
    let hangs = script(&folder, "exec sleep 600");
    let local = Local::with(Workers::of(vec![Way { program: hangs, gpu_layers: 0 }])).unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let mut state = local.models.state();
    let answer = local.models.model("reciter", None).answer(prompt("Oi", 500));
    state.wait_for(|state| matches!(state, LocalState::Loading { .. })).await.unwrap();
    drop(answer);
    let idle = state.wait_for(|state| *state == LocalState::Idle);
    tokio::time::timeout(Duration::from_millis(500), idle).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_worker_that_talks_nonsense_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    for nonsense in
        ["printf 'hello hello hello'; sleep 5", "printf '\\377\\377\\377\\377'; sleep 5", "exit 0"]
    {
        let program = script(&folder, nonsense);
        let local = Local::with(Workers::of(vec![Way { program, gpu_layers: 0 }])).unwrap();
        local.put("reciter", &reciter(REPLY)).unwrap();
        let heard = local.ask("reciter", prompt("Oi", 500)).await;
        assert_eq!(heard.error.map(|error| error.kind), Some(Kind::WorkerDied), "{nonsense}");
    }
}

#[tokio::test]
async fn without_a_worker_that_runs_here_the_file_is_not_blamed() {
    let folder = tempfile::tempdir().unwrap();
    // As the loader ends a program whose library isn't there.
    let no_library = script(&folder, "exit 127");
    let way = |program| Way { program, gpu_layers: 0 };
    for workers in [vec![], vec![way(PathBuf::from("/nowhere/samantha-local"))], vec![way(no_library)]] {
        let local = Local::with(Workers::of(workers)).unwrap();
        local.put("reciter", &reciter(REPLY)).unwrap();
        let heard = local.ask("reciter", prompt("Oi", 500)).await;
        assert_eq!(heard.error.map(|error| error.kind), Some(Kind::NoEngine));
        let error = local.models.probe(&local.folder.path().join("reciter.gguf")).await.unwrap_err();
        assert_eq!(error.kind, Kind::NoEngine);
    }
}

#[tokio::test]
async fn the_workers_environment_holds_no_key() {
    // As a person may have it in their shell. This process can't change its own safely, so it starts itself again.
    let me = std::env::current_exe().unwrap();
    let name = "deaths::tells_its_workers_environment";
    let asked = std::process::Command::new(me)
        .args(["--exact", name, "--ignored", "--nocapture"])
        .env("OPENAI_API_KEY", "sk-canary-0123456789")
        .env("SOMETHING_ELSE", "canary")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&asked.stdout).into_owned();
    assert!(asked.status.success() && told.contains("GGML_NO_BACKTRACE=1"), "{told}");
    assert!(!told.contains("canary"), "{told}");
    assert!(!told.contains("HOME="), "{told}");
}

#[tokio::test]
#[ignore = "run by the test above, with a key in its environment"]
async fn tells_its_workers_environment() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
    let process = local.models.process().unwrap();
    let environment = std::fs::read(format!("/proc/{process}/environ")).unwrap();
    println!("{}", String::from_utf8_lossy(&environment).replace('\0', "\n"));
}

fn loaded() -> Loaded {
    Loaded {
        name: String::new(),
        architecture: "llama".into(),
        context_trained: 4096,
        context: 4096,
        parameters: 1,
        bytes: 1,
        template: Template::OfFile,
        threads: 1,
        gpu_layers: 99,
        tokens_a_message: 8,
        tokens_a_prompt: 8,
        millis: 1,
    }
}

/// A program that stands where a worker would.
fn script(folder: &tempfile::TempDir, does: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.path().join(format!("worker-{}", does.len()));
    std::fs::write(&path, format!("#!/bin/sh\n{does}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}
