//! The schema's history: an ordered list that only grows. Never edit a migration that was released.
//! `tests/data/schema.sql` holds the schema they lead to; `tests/data/old/` a database of each earlier version.

use super::words;
use crate::id::Uid;
use anyhow::{Context as _, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The version this app writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

type Migration = fn(&Transaction<'_>) -> Result<()>;

const MIGRATIONS: [Migration; 4] = [conversation, settings_profiles_jobs, models, memory];

pub(super) fn version_of(connection: &Connection) -> Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0)).context("reading the schema's version")
}

/// Runs what is missing, each migration in a transaction of its own, and rebuilds the word index when the rules
/// of its words have changed.
pub(super) fn bring_up_to_date(connection: &mut Connection, found: i64) -> Result<()> {
    bring_up_to(connection, found, SCHEMA_VERSION)?;
    words::rebuild_if_outdated(connection)
}

fn bring_up_to(connection: &mut Connection, found: i64, target: i64) -> Result<()> {
    for (migration, version) in MIGRATIONS.iter().zip(1i64..=target) {
        if version <= found {
            continue;
        }
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        migration(&tx).with_context(|| format!("bringing the database to version {version}"))?;
        tx.pragma_update(None, "user_version", version)?;
        tx.commit()?;
    }
    Ok(())
}

/// Creates a database of an earlier version, as its app wrote it: for the tests of migrations.
///
/// # Errors
/// When the file can't be written.
#[cfg(feature = "testing")]
pub fn create_old(connection: &mut Connection, version: i64) -> Result<()> {
    bring_up_to(connection, 0, version.min(SCHEMA_VERSION))
}

fn conversation(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch(
        "-- What is known of the life itself: its uid, the version of its word index.
         CREATE TABLE life (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

         -- Turns that belong together; a silence begins a new one.
         CREATE TABLE episode (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
           began_at INTEGER NOT NULL DEFAULT 0,
           ended_at INTEGER NOT NULL DEFAULT 0
         ) STRICT;

         -- One thing said. The order is the id, never the clock; ids are not used twice.
         CREATE TABLE turn (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
           episode INTEGER NOT NULL REFERENCES episode(id),
           speaker TEXT NOT NULL CHECK (speaker IN ('user', 'companion')),
           text TEXT NOT NULL DEFAULT '',
           state TEXT NOT NULL DEFAULT 'complete' CHECK (state IN ('complete', 'streaming', 'stopped', 'cut_off')),
           said_at INTEGER NOT NULL DEFAULT 0,
           zone TEXT NOT NULL DEFAULT 'UTC',
           offset_seconds INTEGER NOT NULL DEFAULT 0,
           reply_to INTEGER NOT NULL DEFAULT 0,
           model TEXT NOT NULL DEFAULT '',
           host TEXT NOT NULL DEFAULT '',
           failure TEXT NOT NULL DEFAULT '',
           forgotten_at INTEGER NOT NULL DEFAULT 0
         ) STRICT;
         CREATE INDEX turn_episode ON turn(episode);
         CREATE INDEX turn_reply_to ON turn(reply_to) WHERE reply_to != 0;
         CREATE INDEX turn_streaming ON turn(id) WHERE state = 'streaming';
         CREATE INDEX turn_forgotten ON turn(forgotten_at) WHERE forgotten_at != 0;

         -- What a turn said before it was edited or asked again, and attempts that did not become whole.
         CREATE TABLE version (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           turn INTEGER NOT NULL REFERENCES turn(id) ON DELETE CASCADE,
           text TEXT NOT NULL DEFAULT '',
           state TEXT NOT NULL DEFAULT 'complete' CHECK (state IN ('complete', 'streaming', 'stopped', 'cut_off')),
           said_at INTEGER NOT NULL DEFAULT 0,
           zone TEXT NOT NULL DEFAULT 'UTC',
           offset_seconds INTEGER NOT NULL DEFAULT 0,
           model TEXT NOT NULL DEFAULT '',
           host TEXT NOT NULL DEFAULT '',
           failure TEXT NOT NULL DEFAULT ''
         ) STRICT;
         CREATE INDEX version_turn ON version(turn);
         CREATE INDEX version_streaming ON version(id) WHERE state = 'streaming';

         -- Every word of every whole turn, in the forms of conversation/words.rs. Holds no copy of the text.
         CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 2\");
         INSERT INTO words(words, rank) VALUES ('secure-delete', 1);",
    )?;
    let put = "INSERT INTO life(name, value) VALUES (?1, ?2)";
    tx.execute(put, ("uid", Uid::random()?.to_string()))?;
    tx.execute(put, (words::VERSION_ROW, words::VERSION.to_string()))?;
    Ok(())
}

fn settings_profiles_jobs(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch(
        "-- What the person chose, and the draft. Values are JSON.
         CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL DEFAULT 'null') STRICT, WITHOUT ROWID;

         -- A provider, a model and their parameters. Keys are in the keyring, under the uid.
         CREATE TABLE profile (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
           name TEXT NOT NULL DEFAULT '',
           address TEXT NOT NULL DEFAULT '',
           model TEXT NOT NULL DEFAULT '',
           context INTEGER NOT NULL DEFAULT 0,
           made_at INTEGER NOT NULL DEFAULT 0
         ) STRICT;

         -- Something due. 'sending' is durable before the deed, 'done' after it.
         CREATE TABLE job (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           kind TEXT NOT NULL CHECK (kind IN ('forget', 'copy')),
           about INTEGER NOT NULL DEFAULT 0,
           due_at INTEGER NOT NULL DEFAULT 0,
           state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done'))
         ) STRICT;
         CREATE INDEX job_due ON job(due_at) WHERE state = 'waiting';",
    )?;
    Ok(())
}

fn models(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch(
        "-- The protocol; whether the model sees and takes tools (-1: not said), what a million tokens cost in US
         -- dollars (-1: not said).
         ALTER TABLE profile ADD COLUMN family TEXT NOT NULL DEFAULT 'open_ai';
         ALTER TABLE profile ADD COLUMN sees INTEGER NOT NULL DEFAULT -1;
         ALTER TABLE profile ADD COLUMN tools INTEGER NOT NULL DEFAULT -1;
         ALTER TABLE profile ADD COLUMN price_out REAL NOT NULL DEFAULT -1;
         ALTER TABLE profile ADD COLUMN price_back REAL NOT NULL DEFAULT -1;

         -- Every request over the network. Holds no words. 'open' before it leaves. The day is the one on the wall clock
         -- where it left. Tokens and cost (US dollars): -1 where nobody said them.
         CREATE TABLE request (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           left_at INTEGER NOT NULL DEFAULT 0,
           zone TEXT NOT NULL DEFAULT 'UTC',
           offset_seconds INTEGER NOT NULL DEFAULT 0,
           day TEXT NOT NULL DEFAULT '',
           host TEXT NOT NULL DEFAULT '',
           local INTEGER NOT NULL DEFAULT 0,
           model TEXT NOT NULL DEFAULT '',
           purpose TEXT NOT NULL DEFAULT '',
           state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'whole', 'stopped', 'failed', 'cut_off')),
           failure TEXT NOT NULL DEFAULT '',
           bytes_out INTEGER NOT NULL DEFAULT 0,
           bytes_in INTEGER NOT NULL DEFAULT 0,
           tokens_out INTEGER NOT NULL DEFAULT -1,
           tokens_in INTEGER NOT NULL DEFAULT -1,
           cost REAL NOT NULL DEFAULT -1,
           millis INTEGER NOT NULL DEFAULT 0
         ) STRICT;
         CREATE INDEX request_day ON request(day);
         CREATE INDEX request_open ON request(id) WHERE state = 'open';

         -- A picture shown beside a turn's words; of the draft while it has no turn. Its metadata is gone. A dropped one is
         -- hidden, and forgotten as soon as its job is done.
         CREATE TABLE picture (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
           turn INTEGER REFERENCES turn(id) ON DELETE CASCADE,
           media_type TEXT NOT NULL DEFAULT '',
           width INTEGER NOT NULL DEFAULT 0,
           height INTEGER NOT NULL DEFAULT 0,
           bytes BLOB NOT NULL DEFAULT x'',
           thumbnail BLOB NOT NULL DEFAULT x'',
           added_at INTEGER NOT NULL DEFAULT 0,
           dropped INTEGER NOT NULL DEFAULT 0,
           -- The hosts it went to, each between line ends.
           shown_to TEXT NOT NULL DEFAULT ''
         ) STRICT;
         CREATE INDEX picture_turn ON picture(turn);

         -- Turns that a prompt no longer holds, in a few sentences. Stands on the turns from first to last.
         CREATE TABLE summary (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
           first INTEGER NOT NULL DEFAULT 0,
           last INTEGER NOT NULL DEFAULT 0,
           text TEXT NOT NULL DEFAULT '',
           made_at INTEGER NOT NULL DEFAULT 0
         ) STRICT;
         CREATE INDEX summary_last ON summary(last);

         -- What is due may also be a picture that was dropped.
         CREATE TABLE due (
           id INTEGER PRIMARY KEY AUTOINCREMENT,
           kind TEXT NOT NULL CHECK (kind IN ('forget', 'copy', 'drop')),
           about INTEGER NOT NULL DEFAULT 0,
           due_at INTEGER NOT NULL DEFAULT 0,
           state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done'))
         ) STRICT;
         INSERT INTO due SELECT id, kind, about, due_at, state FROM job;
         DROP TABLE job;
         ALTER TABLE due RENAME TO job;
         CREATE INDEX job_due ON job(due_at) WHERE state = 'waiting';",
    )?;
    Ok(())
}

fn memory(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch(include_str!("migrations/vectors.sql"))?;
    tx.execute_batch(include_str!("migrations/facts.sql"))?;
    tx.execute_batch(include_str!("migrations/recall.sql"))?;
    Ok(())
}
