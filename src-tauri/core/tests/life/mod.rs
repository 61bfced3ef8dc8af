//! A life whose model is scripted, for the tests of this folder.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)]

use samantha_core::{
    conversation::{self, PageFrom, search},
    dialogue::{
        Request,
        running::{Running, Update},
    },
    id::{TurnId, Uid},
    ports::Family,
    profile, settings,
    testing::{Fakes, TestCompanion},
};
use std::sync::Arc;

/// One whose profile names a scripted model.
pub async fn with_model() -> TestCompanion {
    with_model_on(Fakes::default()).await
}

/// The same, on these fakes.
pub async fn with_model_on(fakes: Fakes) -> TestCompanion {
    let test = TestCompanion::open_on(fakes).await;
    test.companion
        .store()
        .write(|tx| {
            let edit = profile::Edit::new(Family::OpenAi, "http://127.0.0.1:9", "m");
            let id = profile::save(tx, &edit, 0)?.id;
            settings::change(tx, &settings::Change { profile: Some(Some(id)), ..Default::default() })
        })
        .await
        .unwrap();
    test
}

pub async fn given_tools(test: &TestCompanion) {
    let change = |tx: &rusqlite::Transaction<'_>| {
        let edit = profile::Edit::from(profile::all(tx)?.remove(0));
        profile::save(tx, &profile::Edit { tools: Some(true), ..edit }, 0)
    };
    test.companion.store().write(change).await.unwrap();
}

pub async fn begin(test: &TestCompanion, request: Request) -> Option<TurnId> {
    let begun = test.companion.dialogue().begin(request).await.unwrap();
    if let Some(running) = &begun.running {
        running.ended().await;
    }
    begun.kept.map(|turn| turn.id)
}

pub async fn say(test: &TestCompanion, text: &str) -> TurnId {
    begin(test, Request::Say { uid: Uid::random().unwrap(), text: text.into(), pictures: Vec::new() })
        .await
        .unwrap()
}

pub async fn turns(test: &TestCompanion) -> Vec<conversation::Turn> {
    test.companion.store().read(|c| conversation::page(c, PageFrom::Latest, 200)).await.unwrap().turns
}

pub async fn texts(test: &TestCompanion) -> Vec<String> {
    turns(test).await.into_iter().map(|turn| turn.text).collect()
}

/// Waits until an answer has said this much.
pub async fn heard(running: &Arc<Running>, until: &str) {
    let (mut follower, mut so_far) = (running.follow(), String::new());
    while so_far != until {
        match follower.next().await.unwrap() {
            Update::Answering { text, .. } => so_far = text,
            Update::Piece(piece) => so_far.push_str(&piece),
            Update::Waiting(_) => {}
            Update::Instead { .. } | Update::Ended(_) => panic!("it ended with {so_far:?}"),
        }
    }
}

pub async fn found(test: &TestCompanion, query: &str) -> Vec<i64> {
    let query = query.to_owned();
    let hits = test.companion.store().read(move |c| search::search(c, &query, None, 50)).await.unwrap();
    hits.hits.into_iter().map(|hit| hit.turn.id.0).collect()
}

pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
