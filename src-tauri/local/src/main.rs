//! The local worker: one GGUF model through llama.cpp, spoken to over stdin and stdout ([`samantha_local_messages`]).
//!
//! A process of its own, for three reasons: llama.cpp ends the process on some corrupt files, and takes nobody with
//! it here; ending it gives all memory back; the app is built without C++. It reads the file it is told to and
//! nothing else, opens no connection, and writes nothing to the disk. It ends with its stdin.
//!
//! From `main` downwards: `engine` (what is loaded, answering), `prompt` (messages to tokens), `text` (tokens to
//! characters), `llama` (llama.cpp), `stop` (whether it is still wanted), `processor`.

mod bare;
mod engine;
mod llama;
mod processor;
mod prompt;
mod stop;
mod text;

use engine::Engine;
use samantha_local_messages::{
    Failed, FrameError, Loaded, NotLoaded, Reply, Request, read_frame, write_frame,
};
use std::{
    io::Write as _,
    process::ExitCode,
    sync::mpsc::{self, Receiver, Sender},
};

fn main() -> ExitCode {
    processor::no_core_dumps();
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        None => {}
        Some("bare") => {
            llama::begin();
            return said(bare::run(&arguments.collect::<Vec<_>>()));
        }
        Some(_) => return said(Err("the app speaks to this program over its stdin".into())),
    }
    let lacks = processor::missing();
    if lacks.is_none() {
        llama::begin();
    }
    let (asked, asks) = mpsc::channel();
    std::thread::spawn(move || listen(&asked));
    // Nobody listens any more: nothing is left to do.
    drop(work(&asks, lacks.as_deref()));
    stop::end_process();
}

fn said(ended: Result<(), String>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            drop(writeln!(std::io::stderr(), "{why}"));
            ExitCode::FAILURE
        }
    }
}

/// Reads requests until stdin ends, and with it this process: the app has gone, whatever is being computed.
fn listen(asked: &Sender<Request>) {
    let mut stdin = std::io::stdin().lock();
    while let Ok(Some(request)) = read_frame(&mut stdin) {
        match request {
            // At once: the thread that computes looks at nothing else.
            Request::Stop { id } => stop::stop(id),
            other => {
                if asked.send(other).is_err() {
                    break;
                }
            }
        }
    }
    stop::end_process();
}

/// Does what is asked, one thing after the other.
fn work(asks: &Receiver<Request>, lacks: Option<&str>) -> Result<(), FrameError> {
    let mut stdout = std::io::stdout().lock();
    let mut tell = |reply: Reply| write_frame(&mut stdout, &reply);
    let mut engine: Option<Engine> = None;
    while let Ok(request) = asks.recv() {
        let loaded = match (&request, lacks) {
            (Request::Load(_) | Request::Probe(_), Some(lacks)) => {
                Some(Err((NotLoaded::Processor, lacks.to_owned())))
            }
            (Request::Load(load), None) => {
                // The old one first: there may be no room for both.
                engine = None;
                let loaded = engine::load(load, false);
                Some(loaded.map(|loaded| engine.insert(loaded).facts.clone()))
            }
            (Request::Probe(load), None) => {
                engine = None;
                Some(engine::probe(load))
            }
            _ => None,
        };
        if let Some(loaded) = loaded {
            tell(of_loading(loaded))?;
            continue;
        }
        match (request, &mut engine) {
            (Request::Answer(asked), Some(engine)) => engine.answer(&asked, &mut tell)?,
            (Request::Count { id, texts }, Some(engine)) => {
                tell(Reply::Counted { id, tokens: engine.count(&texts) })?;
            }
            (
                Request::Answer(samantha_local_messages::Answer { id, .. }) | Request::Count { id, .. },
                None,
            ) => {
                tell(Reply::Failed { id, why: Failed::NotLoaded, detail: String::new() })?;
            }
            // Done above, or by the thread that listens.
            (Request::Load(_) | Request::Probe(_) | Request::Stop { .. }, _) => {}
        }
    }
    Ok(())
}

fn of_loading(loaded: Result<Loaded, engine::Refusal>) -> Reply {
    match loaded {
        Ok(loaded) => Reply::Loaded(loaded),
        Err((why, detail)) => Reply::NotLoaded { why, detail },
    }
}
