//! A hundred files that are no models any more: each a clear error, and the model that was loaded goes on.

use crate::Row;
use anyhow::{Result, ensure};
use samantha_core::ports::ModelErrorKind as Kind;
use samantha_tests::{
    gguf::{REPLY, mutations::hundred, reciter},
    local::{Local, prompt},
};
use std::time::Instant;

/// How long one may take.
const SECONDS: f64 = 30.0;

pub async fn measure() -> Result<Vec<Row>> {
    let local = Local::new()?;
    let whole = reciter(REPLY);
    local.put("whole", &whole)?;
    ensure!(local.ask("whole", prompt("Oi", 500)).await.text == REPLY, "the whole file doesn't recite");
    let process = local.models.process();
    let (mut clear, mut ended, mut slowest) = (0, 0, 0.0f64);
    let all = hundred(&whole);
    for (number, (what, bytes)) in all.iter().enumerate() {
        let path = local.folder.path().join("mutated.gguf");
        std::fs::write(&path, bytes)?;
        let began = Instant::now();
        let probed = local.models.probe(&path).await;
        let seconds = began.elapsed().as_secs_f64();
        slowest = slowest.max(seconds);
        let told = match &probed {
            Ok(_) => "LOADED".to_owned(),
            Err(error) => error.to_string(),
        };
        println!("{:3} {what}: {told} ({seconds:.2} s)", number + 1);
        if let Err(error) = probed
            && error.kind == Kind::BadFile
            && !error.detail.is_empty()
        {
            clear += 1;
            ended += usize::from(error.detail.contains("makes the engine stop"));
        }
    }
    // Straight to an answer, without a probe before: as when a file was changed since it was added.
    let mut answers = 0;
    let other = Local::new()?;
    let path = other.folder.path().join("changed.gguf");
    other.keep("changed", &path, None);
    for (what, bytes) in &all {
        std::fs::write(&path, bytes)?;
        let heard = other.ask("changed", prompt("Oi", 5)).await;
        match heard.error {
            Some(error) if matches!(error.kind, Kind::BadFile | Kind::WorkerDied | Kind::BrokenStream) => {
                answers += 1
            }
            error => println!("asked at once, {what}: {error:?}, {:?}", heard.text),
        }
    }
    // The one that was loaded all the time.
    let alive =
        local.models.process() == process && local.ask("whole", prompt("Oi", 500)).await.text == REPLY;
    Ok(vec![
        Row::at_least("bad model files: clear errors of 100", f64::from(clear), "", 100.0),
        Row::at_least("bad model files: of these, ones that end the worker", ended as f64, "", 1.0),
        Row::at_least("bad model files asked at once: errors of 100", f64::from(answers), "", 100.0),
        Row::at_most("bad model files: the slowest", slowest, "s", SECONDS),
        Row::at_least("bad model files: the loaded model goes on", f64::from(u8::from(alive)), "", 1.0),
    ])
}
