//! Removing, and what it takes until it is final: what is done once for many, what waits, what is stopped before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod life;

use chrono::TimeDelta;
use life::{heard, say, turns, with_model};
use rusqlite::Connection;
use samantha_core::{
    dialogue::{Request, running::Running},
    id::{TurnId, Uid},
    memory::wishes::{self, KeptWish},
    settings,
    store::{self, copies},
    testing::{Line, TestCompanion},
};
use std::{path::Path, sync::Arc};

/// The jobs there are, but for copies: kind and state.
async fn jobs(test: &TestCompanion) -> Vec<(String, String)> {
    let sql = "SELECT kind, state FROM job WHERE kind != 'copy' ORDER BY id";
    let read = move |c: &Connection| {
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

#[tokio::test]
async fn what_was_removed_at_many_moments_is_forgotten_at_once_when_she_closes() {
    let test = with_model().await;
    for n in 0..3 {
        let turn = say(&test, &format!("ornitorrinco {n}")).await;
        test.companion.delete_turn(turn).await.unwrap();
        test.fakes.clock.step(TimeDelta::milliseconds(5));
    }
    let test = test.reopen().await;
    assert_eq!(jobs(&test).await, vec![("forget".to_owned(), "done".to_owned()); 3]);
    assert!(!holds(test.folder.path(), "ornitorrinco"));
}

#[tokio::test]
async fn what_can_not_be_wiped_when_she_closes_is_gone_on_with_when_she_opens() {
    let test = with_model().await;
    let answer = turns_said(&test, "ornitorrinco").await;
    for turn in &answer {
        test.companion.delete_turn(*turn).await.unwrap();
    }
    // Somebody else reads, and the old words stay where they are.
    let reader = Connection::open(test.folder.path().join(store::FILE_NAME)).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM turn;").unwrap();
    assert!(test.companion.close().await.is_err(), "it is told that the WAL could not be emptied");
    reader.execute_batch("COMMIT").unwrap();
    assert!(holds(test.folder.path(), "ornitorrinco"));
    drop(reader);
    let ports = test.fakes.ports();
    let opened = samantha_core::companion::Companion::open(
        test.folder.path(),
        ports,
        samantha_core::testing::at_once(),
    );
    let test = TestCompanion { companion: opened.await.unwrap(), ..test };
    assert!(turns(&test).await.is_empty(), "they are final");
    test.fakes.clock.step(TimeDelta::seconds(11));
    until_all_is_done(&test).await;
    assert!(!holds(test.folder.path(), "ornitorrinco"));
}

async fn turns_said(test: &TestCompanion, text: &str) -> Vec<TurnId> {
    say(test, text).await;
    turns(test).await.iter().map(|turn| turn.id).collect()
}

#[tokio::test]
async fn what_is_due_is_looked_for_again_a_minute_after_it_could_not_be_read() {
    let test = with_model().await;
    let said = turns_said(&test, "ornitorrinco").await;
    test.companion.delete_turn(said[0]).await.unwrap();
    let rename = |from: &'static str, to: &'static str| {
        let sql = format!("ALTER TABLE {from} RENAME TO {to}");
        test.companion.store().write(move |tx| Ok(tx.execute_batch(&sql)?))
    };
    rename("job", "lost").await.unwrap();
    test.fakes.clock.step(TimeDelta::seconds(11));
    // Readers are served in turn: she has looked by then.
    for _ in 0..50 {
        turns(&test).await;
    }
    rename("lost", "job").await.unwrap();
    assert_eq!(jobs(&test).await, [("forget".to_owned(), "waiting".to_owned())]);
    test.fakes.clock.step(TimeDelta::seconds(61));
    until_all_is_done(&test).await;
    assert!(!holds(test.folder.path(), "ornitorrinco"), "her answer did not say it");
}

#[tokio::test]
async fn the_draft_that_was_there_when_off_the_record_began_is_in_no_file_any_more() {
    let test = with_model().await;
    say(&test, "fica").await;
    for text in ["um rascunho quix", "um rascunho quixotesco"] {
        test.companion.save_draft(text.to_owned()).await.unwrap();
        test.fakes.clock.step(TimeDelta::milliseconds(1));
        test.companion.schedule().make_copy(copies::Reason::Asked).await.unwrap();
    }
    assert!(holds(test.folder.path(), "quixotesco"));
    test.companion.begin_off_record().await.unwrap();
    test.companion.save_draft("um rascunho quixotesco!".to_owned()).await.unwrap();
    until_all_is_done(&test).await;
    assert!(!holds(test.folder.path(), "quix") && holds(test.folder.path(), "fica"));
    test.companion.end_off_record().await;
    test.companion.save_draft("outro".to_owned()).await.unwrap();
    let draft = test.companion.store().read(settings::draft).await.unwrap();
    assert_eq!(draft, "outro");

    // Also where nothing was looked at before she closes.
    test.companion.begin_off_record().await.unwrap();
    let test = test.reopen().await;
    assert_eq!(jobs(&test).await.len(), 2);
    assert!(!holds(test.folder.path(), "outro"));
}

/// Says what is to go, then asks for it to be forgotten, and is answered with `lines`; gives the turn that asks, and the
/// answer that is being made.
async fn asking_to_forget(test: &TestCompanion, lines: Vec<Line>) -> (TurnId, Arc<Running>) {
    say(test, "Vi um ornitorrinco zabumbeiro.").await;
    test.fakes.models.answer(lines);
    let text = "Esquece o que eu disse sobre o ornitorrinco zabumbeiro".to_owned();
    let request = Request::Say { uid: Uid::random().unwrap(), text, pictures: Vec::new() };
    let begun = test.companion.dialogue().begin(request).await.unwrap();
    (begun.kept.unwrap().id, begun.running.unwrap())
}

async fn wish(test: &TestCompanion, of: TurnId) -> KeptWish {
    test.companion.store().read(move |c| wishes::of(c, of)).await.unwrap().unwrap()
}

#[tokio::test]
async fn what_she_is_answering_is_stopped_and_forgotten_with_the_wish_that_is_confirmed_meanwhile() {
    for said in ["", "Claro, o ornitorrinco"] {
        let test = with_model().await;
        let lines = match said {
            "" => vec![Line::Hang],
            said => vec![Line::Say(said.to_owned()), Line::Hang],
        };
        let (of, running) = asking_to_forget(&test, lines).await;
        heard(&running, said).await;
        let offered = wish(&test, of).await;
        assert!(offered.turns.contains(&of));
        test.companion.confirm_wish(of, offered.turns, offered.facts).await.unwrap();
        assert!(test.companion.dialogue().running().is_none(), "she is silent: {said:?}");
        test.fakes.clock.step(TimeDelta::seconds(11));
        until_all_is_done(&test).await;
        assert!(turns(&test).await.is_empty(), "{said:?}");
        assert!(!holds(test.folder.path(), "ornitorrinco"), "{said:?}");
    }
}

#[tokio::test]
async fn an_answer_to_other_words_goes_on_when_a_wish_is_confirmed() {
    let test = with_model().await;
    let (of, running) = asking_to_forget(&test, vec![Line::Say("Quer mesmo?".to_owned())]).await;
    running.ended().await;
    test.fakes.models.answer(vec![Line::Say("Bom dia".to_owned()), Line::Hang]);
    let request =
        Request::Say { uid: Uid::random().unwrap(), text: "bom dia".to_owned(), pictures: Vec::new() };
    let begun = test.companion.dialogue().begin(request).await.unwrap().running.unwrap();
    heard(&begun, "Bom dia").await;
    let offered = wish(&test, of).await;
    test.companion.confirm_wish(of, offered.turns, offered.facts).await.unwrap();
    assert!(!begun.has_ended());
}

#[tokio::test]
async fn taking_a_wish_back_leaves_removed_what_was_left_out_of_it_and_removed_by_hand() {
    let test = with_model().await;
    let (of, running) = asking_to_forget(&test, vec![Line::Say("Quer mesmo?".to_owned())]).await;
    running.ended().await;
    let offered = wish(&test, of).await;
    let (left_out, confirmed) = offered.turns.split_first().unwrap();
    test.companion.confirm_wish(of, confirmed.to_vec(), Vec::new()).await.unwrap();
    test.fakes.clock.step(TimeDelta::seconds(1));
    test.companion.delete_turn(*left_out).await.unwrap();
    test.companion.undo_wish(of).await.unwrap();
    let there: Vec<TurnId> = turns(&test).await.iter().map(|turn| turn.id).collect();
    assert!(!there.contains(left_out) && confirmed.iter().all(|turn| there.contains(turn)), "{there:?}");
    test.fakes.clock.step(TimeDelta::seconds(11));
    until_all_is_done(&test).await;
    assert_eq!(jobs(&test).await.len(), 1);
}
