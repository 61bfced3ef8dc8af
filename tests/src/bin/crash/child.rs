//! The app's side of a process that is killed: reads asks from its input, tells what comes back on its output.

use crate::{
    app::{self, App, Start},
    kill::{Acknowledges, Ask, Back, Told, What},
    record::ACKNOWLEDGED_BLINDLY,
};
use anyhow::{Context as _, Result};
use samantha_api::wire::{Converse, Delta, Speaker, Turn, TurnState};
use std::{
    io::{BufRead as _, Write as _},
    path::Path,
    sync::Arc,
};

/// Runs until it is closed, or its input ends, or it is killed.
pub fn run(home: &Path, start: Start, acknowledges: Acknowledges) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let app = match runtime.block_on(App::open(home, app::on_real_disk(), start)) {
        Ok(app) => Arc::new(app),
        Err(error) => {
            tell(0, Back::NotOpened(format!("{error:#}")));
            return Err(error);
        }
    };
    tell(0, Back::Done);
    for line in std::io::stdin().lock().lines() {
        let Ask { n, what } = serde_json::from_str(&line?).context("reading an ask")?;
        let app = Arc::clone(&app);
        match what {
            What::Close => {
                runtime.block_on(app.close());
                tell(n, Back::Done);
                return Ok(());
            }
            What::Advance(seconds) => {
                app.clock.advance(seconds);
                tell(n, Back::Done);
            }
            What::Call(name, args) => {
                runtime.spawn(async move {
                    let reply = app.call(&name, args).await;
                    tell(n, reply.map_or_else(Back::Failed, Back::Reply));
                });
            }
            What::Converse(ask) => {
                if let (Acknowledges::OnReceipt, Converse::Say { text, .. }) = (acknowledges, &ask) {
                    tell(n, Back::Delta(Delta::Kept { turn: not_yet_kept(text) }));
                }
                runtime.spawn(async move {
                    let mut deltas = app.converse(ask);
                    while let Some(delta) = deltas.recv().await {
                        tell(n, Back::Delta(delta));
                    }
                    tell(n, Back::Done);
                });
            }
        }
    }
    Ok(())
}

/// Writes a line. When the page is gone there is nobody to tell.
fn tell(n: u64, what: Back) {
    let Ok(mut line) = serde_json::to_string(&Told { n, what }) else { return };
    line.push('\n');
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes()).and_then(|()| out.flush()).ok();
}

/// The lie of the control: words said to be kept that no disk has seen.
fn not_yet_kept(text: &str) -> Turn {
    Turn {
        id: ACKNOWLEDGED_BLINDLY,
        episode: 0,
        speaker: Speaker::User,
        text: text.to_owned(),
        state: TurnState::Complete,
        said_at: 0,
        day: String::new(),
        time: String::new(),
        answered_by: None,
        failure: None,
        versions: 0,
        reply_to: None,
        forgotten_at: None,
        pictures: Vec::new(),
        recalled: 0,
        wish: None,
        off_record: false,
    }
}
