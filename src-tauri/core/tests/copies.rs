//! Copies of the database, and what a forgetting leaves in them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use samantha_core::{
    error::{Kind, kind_of},
    forgetting::{self, Named},
    id::Uid,
    store::{Store, StoreOptions, copies},
};
use std::path::Path;

const NOW: &str = "2026-01-01T00:00:00Z";

fn open(home: &Path) -> Store {
    Store::open(home, &StoreOptions::default(), NOW.parse().unwrap()).unwrap()
}

/// Keeps two turns with long versions, those of the first say `word`; gives its uid.
async fn keep(store: &Store, word: &'static str) -> Uid {
    let uid = Uid::random().unwrap();
    let keep = move |tx: &rusqlite::Transaction<'_>| {
        tx.execute("INSERT INTO episode(uid) VALUES (randomblob(16))", [])?;
        for uid in [uid, Uid::random()?] {
            tx.execute("INSERT INTO turn(uid, episode, speaker, text) VALUES (?1, 1, 'user', 'a')", [uid])?;
            tx.execute("INSERT INTO words(rowid, text) VALUES (last_insert_rowid(), 'a ')", [])?;
        }
        // More than fits on one page, by little: the first page of the copy is split when it is full, and one is enough
        // again when the first turn's are gone.
        for n in 0..12 {
            let (turn, said) = if n % 2 == 0 { (1, word) } else { (2, "kept") };
            let text = format!("{said} {}", "and more of it ".repeat(30));
            tx.execute("INSERT INTO version(turn, text) VALUES (?1, ?2)", (turn, text))?;
        }
        Ok(())
    };
    store.write(keep).await.unwrap();
    uid
}

fn turn(uid: Uid) -> Named {
    Named { turns: vec![uid], ..Named::default() }
}

fn forget_in_copies(home: &Path, uid: Uid) {
    forgetting::forget_in_copies(home, &turn(uid), &|| true).unwrap();
    forgetting::wipe_copies(home, &|| true).unwrap();
}

fn bytes_of(home: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(home.join("copies")).unwrap();
    files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(home: &Path, word: &str) -> bool {
    bytes_of(home).windows(word.len()).any(|window| window == word.as_bytes())
}

async fn make_copy(store: &Store, home: &Path) {
    let home = home.to_owned();
    let copy = move |c: &rusqlite::Connection| {
        copies::make(&home, c, copies::Reason::Asked, NOW.parse().unwrap()).map(|_| ())
    };
    store.read(copy).await.unwrap();
}

#[tokio::test]
async fn a_forgetting_leaves_no_byte_in_a_copy_whose_pages_were_split() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let uid = keep(&store, "persimmon").await;
    make_copy(&store, home.path()).await;
    assert!(holds(home.path(), "persimmon"));
    forget_in_copies(home.path(), uid);
    assert!(!holds(home.path(), "persimmon"));
}

#[tokio::test]
async fn a_copy_in_which_nothing_is_forgotten_is_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let uid = keep(&store, "persimmon").await;
    let copy = |name: &'static str| {
        let folder = home.path().to_owned();
        store.read(move |c| {
            std::fs::create_dir_all(folder.join("copies"))?;
            c.execute("VACUUM INTO ?1", [folder.join("copies").join(name).to_str()]).map_err(Into::into)
        })
    };
    copy("samantha-20260102-000000000-daily.db").await.unwrap();
    let forget =
        move |tx: &rusqlite::Transaction<'_>| Ok(tx.execute("DELETE FROM turn WHERE uid = ?1", [uid])?);
    store.write(forget).await.unwrap();
    copy("samantha-20260103-000000000-daily.db").await.unwrap();
    let read = |day: u32| {
        std::fs::read(home.path().join(format!("copies/samantha-202601{day:02}-000000000-daily.db"))).unwrap()
    };
    let before = [read(2), read(3)];
    forget_in_copies(home.path(), uid);
    assert!(read(2) != before[0] && read(3) == before[1]);
    let wiped = read(2);
    forget_in_copies(home.path(), uid);
    assert!(read(2) == wiped, "nor is it written again");
}

#[tokio::test]
async fn wiping_a_copy_is_taken_up_again_where_there_was_no_time_for_it() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let uid = keep(&store, "persimmon").await;
    make_copy(&store, home.path()).await;
    forgetting::forget_in_copies(home.path(), &turn(uid), &|| true).unwrap();
    let in_vain = forgetting::wipe_copies(home.path(), &|| false).unwrap_err();
    assert_eq!(kind_of(&in_vain), Kind::Closing);
    assert!(holds(home.path(), "to_wipe"), "the copy says what is still to do");
    // The rows are gone, and nothing is named any more.
    forgetting::forget_in_copies(home.path(), &Named::default(), &|| true).unwrap();
    forgetting::wipe_copies(home.path(), &|| true).unwrap();
    assert!(!holds(home.path(), "persimmon") && !holds(home.path(), "to_wipe") && holds(home.path(), "kept"));
    let wiped = bytes_of(home.path());
    forgetting::wipe_copies(home.path(), &|| panic!("nothing is left to be wiped")).unwrap();
    assert!(bytes_of(home.path()) == wiped);
}

#[tokio::test]
async fn a_forgetting_removes_what_a_copy_that_was_cut_off_left_behind() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let uid = keep(&store, "persimmon").await;
    copies_folder(home.path());
    std::fs::copy(store.path(), home.path().join("copies/samantha-20260101-000000000-asked.db.unfinished"))
        .unwrap();
    std::fs::write(home.path().join("copies/a.db.unfinished-journal"), "persimmon").unwrap();
    forget_in_copies(home.path(), uid);
    assert!(!holds(home.path(), "persimmon"));
}

#[tokio::test]
async fn a_forgetting_reaches_a_database_that_was_set_aside_with_what_its_wal_still_holds() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let uid = keep(&store, "persimmon").await;
    // As after the computer went off: nothing was moved from the WAL yet.
    let killed = tempfile::tempdir().unwrap();
    for name in ["samantha.db", "samantha.db-wal"] {
        std::fs::copy(home.path().join(name), killed.path().join(name)).unwrap();
    }
    let aside = copies::set_aside(killed.path(), NOW.parse().unwrap()).unwrap();
    let broken = killed.path().join("set-aside/20250101-000000000");
    std::fs::create_dir_all(&broken).unwrap();
    std::fs::write(broken.join("samantha.db"), "persimmon, and no database").unwrap();
    let bytes = || -> Vec<u8> {
        let files = std::fs::read_dir(&aside).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    };
    let holds = |word: &str| bytes().windows(word.len()).any(|window| window == word.as_bytes());
    assert!(holds("persimmon") && holds("kept"));
    forget_in_copies(killed.path(), uid);
    assert!(!holds("persimmon") && holds("kept"));
    let left = std::fs::read_to_string(broken.join("samantha.db")).unwrap();
    assert_eq!(left, "persimmon, and no database", "what doesn't open is left as it is");
}

fn copies_folder(home: &Path) {
    std::fs::create_dir_all(home.join("copies")).unwrap();
}
