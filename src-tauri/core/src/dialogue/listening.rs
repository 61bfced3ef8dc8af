//! Gives the Listener what it may know, and its answer the pace of speech.

use super::answering::since_last;
use crate::{
    conversation::{self, Speaker, Turn, Walk, search},
    id::TurnId,
    ledger,
    listener::{self, Because, Found, Heard, Listener, Reply, Said},
    ports::{ModelError, Piece},
    settings::{self, Settings},
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use futures_util::{StreamExt as _, stream, stream::BoxStream};
use rusqlite::Connection;
use std::time::Duration;

/// The latest turns the Listener hears.
const RECENT: usize = 40;

pub(super) struct Hearing {
    /// The user's turn to answer, if there is one in the store.
    pub words: Option<TurnId>,
    /// What was said off the record, oldest first, the words to answer last.
    pub held: Vec<Turn>,
    /// The answer that is made anew.
    pub before: Option<TurnId>,
    pub settings: Settings,
    pub now: DateTime<FixedOffset>,
    pub because: Because,
    pub seed: u64,
}

pub(super) fn reply(c: &Connection, hearing: &Hearing) -> Result<Reply> {
    let (said, held) = match hearing.held.split_last() {
        Some((said, held)) if said.speaker == Speaker::User => (Some(said.clone()), held),
        _ => (hearing.words.map(|id| conversation::by_id(c, id)).transpose()?, hearing.held.as_slice()),
    };
    let (text, pictures) = said.map(|turn| (turn.text, turn.pictures.len())).unwrap_or_default();
    let mut recent: Vec<Said> = held.iter().rev().cloned().map(as_heard).collect();
    conversation::latest(c, hearing.words.or(hearing.before), |turn| {
        recent.push(as_heard(turn));
        if recent.len() >= RECENT { Walk::Stop } else { Walk::On }
    })?;
    // An answer that is asked again must not come out the same.
    if let Some(turn) = hearing.before {
        let old = conversation::by_id(c, turn)?;
        recent.insert(0, Said { by_user: false, at: old.said.local(), text: old.text });
    }
    recent.truncate(RECENT);
    recent.reverse();
    let asked = listener::asks_what_left(&text, hearing.now);
    let went = asked.map(|(from, to)| ledger::went(c, &from, &to)).transpose()?;
    let heard = Heard {
        text,
        went,
        pictures,
        language: hearing.settings.language(),
        now: hearing.now,
        since_last: since_last(
            c,
            hearing.words.or(hearing.before),
            &hearing.held,
            hearing.now.timestamp_millis(),
        )?,
        recent,
        name: hearing.settings.companion_name.clone(),
        because: hearing.because,
        told_no_model: settings::told_no_model(c)?,
    };
    let mut failed = None;
    let mut find = |words: &[String], limit: usize| {
        let found = search::find(c, words, None, hearing.words, limit).unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        });
        let found = found.into_iter().map(|turn| Found {
            turn: turn.id,
            by_user: turn.speaker == Speaker::User,
            at: turn.said.local(),
            text: turn.text,
        });
        found.collect()
    };
    let reply = Listener::new(hearing.seed).answer(&heard, &mut find);
    // "Nothing found" is never said for "could not look".
    failed.map_or(Ok(reply), Err)
}

fn as_heard(turn: Turn) -> Said {
    Said { by_user: turn.speaker == Speaker::User, at: turn.said.local(), text: turn.text }
}

/// The answer word by word.
pub(super) fn in_pieces(text: &str, pace: Duration) -> BoxStream<'static, Result<Piece, ModelError>> {
    let words: Vec<String> = text.split_inclusive(char::is_whitespace).map(str::to_owned).collect();
    stream::iter(words)
        .then(move |word| async move {
            if !pace.is_zero() {
                tokio::time::sleep(pace).await;
            }
            Ok(Piece::Text(word))
        })
        .boxed()
}
