//! Removing, and what it takes until it is final: what is done once for many, what waits, what is stopped before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod life;

use chrono::TimeDelta;
use life::{say, turns, with_model};
use samantha_core::{id::TurnId, store::copies, testing::TestCompanion};
use std::path::Path;

/// The jobs there are, but for copies: kind and state.
async fn jobs(test: &TestCompanion) -> Vec<(String, String)> {
    let sql = "SELECT kind, state FROM job WHERE kind != 'copy' ORDER BY id";
    let read = move |c: &rusqlite::Connection| {
        let mut jobs = c.prepare(sql)?;
        Ok(jobs.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
    };
    test.companion.store().read(read).await.unwrap()
}

async fn until_all_is_done(test: &TestCompanion) {
    while jobs(test).await.iter().any(|(_, state)| state != "done") {
        tokio::task::yield_now().await;
    }
}

fn holds(folder: &Path, wanted: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds(&path, wanted),
            false => life::contains(&std::fs::read(&path).unwrap(), wanted.as_bytes()),
        }
    })
}

#[tokio::test]
async fn what_was_removed_at_one_moment_is_forgotten_once_for_all() {
    let test = with_model().await;
    for n in 0..4 {
        say(&test, &format!("ornitorrinco {n}")).await;
    }
    say(&test, "fica").await;
    test.companion.schedule().make_copy(copies::Reason::Asked).await.unwrap();
    let all: Vec<TurnId> = turns(&test).await.iter().map(|turn| turn.id).collect();
    for turn in &all[..8] {
        test.companion.delete_turn(*turn).await.unwrap();
    }
    assert_eq!(jobs(&test).await.len(), 8);
    test.fakes.clock.step(TimeDelta::seconds(11));
    until_all_is_done(&test).await;
    assert_eq!(jobs(&test).await, [("forget".to_owned(), "done".to_owned())]);
    assert!(!holds(test.folder.path(), "ornitorrinco") && holds(test.folder.path(), "fica"));
}
