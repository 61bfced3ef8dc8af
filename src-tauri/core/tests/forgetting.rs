//! Forgetting: whatever stands on what was forgotten is gone with it, in every table, in any order, from every copy;
//! and nothing else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod life;

use life::{say, with_model};
use proptest::prelude::*;
use rusqlite::{Connection, params, types::ValueRef};
use samantha_core::{
    conversation::{self, Moment},
    error::{Kind, kind_of},
    forgetting::{self, FactName, Named},
    id::{FactId, PersonId, TurnId, Uid},
    memory::fact,
    schedule,
    store::{self, SCHEMA_VERSION, copies, create_old, words},
    testing::TestCompanion,
};
use std::{collections::BTreeSet, path::Path};

/// A word that only turn (or fact) `n` says, of a kind no stemmer changes, and no part of another's.
fn word(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("zyq{}{}k{}x", letter(n), letter(n / 26), letter(n * 7 + 3))
}

/// All that is in a database, but for blobs of the index: text, and blobs as Latin 1.
fn everything(c: &Connection) -> Vec<(String, String)> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'words%'";
    let tables: Vec<String> =
        c.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut statement = c.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                let text = match row.get_ref(column).unwrap() {
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    ValueRef::Blob(blob) => blob.iter().map(|byte| char::from(*byte)).collect(),
                    _ => continue,
                };
                all.push((table.clone(), text.to_lowercase()));
            }
        }
    }
    all
}

/// Where a word still is.
fn left(c: &Connection, wanted: &str) -> Vec<String> {
    everything(c).into_iter().filter(|(_, text)| text.contains(wanted)).map(|(table, _)| table).collect()
}

fn uid() -> Uid {
    Uid::random().unwrap()
}

/// Says turn `n`, with all a turn may have beside and upon it but facts.
fn tell(c: &mut Connection, n: usize, edited: bool) -> TurnId {
    let said = Moment { at: n as i64 * 1_000, zone: "UTC".into(), offset_seconds: 0 };
    let w = word(n);
    let tx = c.transaction().unwrap();
    let turn = conversation::keep_words(&tx, uid(), &format!("it was {w} then"), &said, &[]).unwrap().turn.id;
    if edited {
        conversation::edit(&tx, turn, &format!("no, {w} indeed"), &said).unwrap();
    }
    let bytes = w.as_bytes();
    tx.execute(
        "INSERT INTO picture(uid, turn, bytes, thumbnail) VALUES (?1, ?2, ?3, ?3)",
        params![uid(), turn, bytes],
    )
    .unwrap();
    for table in ["vector", "vector_detail"] {
        let mut columns = Vec::new();
        let mut info = tx.prepare(&format!("PRAGMA table_info({table})")).unwrap();
        let mut rows = info.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let (name, kind): (String, String) = (row.get(1).unwrap(), row.get(2).unwrap());
            columns.extend((kind == "BLOB").then_some(name));
        }
        let (names, places) = (columns.join(", "), vec!["?2"; columns.len()].join(", "));
        let put = format!("INSERT INTO {table}(turn, {names}) VALUES (?1, {places})");
        tx.execute(&put, params![turn, bytes]).unwrap();
    }
    tx.execute(
        "INSERT INTO wish(turn, kind, state, words) VALUES (?1, 'avoid', 'done', ?2)",
        params![turn, w],
    )
    .unwrap();
    tx.execute("INSERT INTO avoided(uid, words, turn) VALUES (?1, ?2, ?3)", params![uid(), w, turn]).unwrap();
    tx.execute(
        "INSERT OR REPLACE INTO drawn(episode, turn) SELECT episode, id FROM turn WHERE id = ?1",
        [turn],
    )
    .unwrap();
    tx.commit().unwrap();
    turn
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Fact<'a> {
    about: &'a str,
    person: Option<i64>,
    made_by: &'a str,
}

const OF_RULES: Fact<'_> = Fact { about: "user", person: None, made_by: "rules" };

/// A fact that these turns say, worded by the last of them.
fn draw(c: &Connection, fact: Fact<'_>, turns: &[(usize, TurnId)]) -> FactId {
    let text = turns.last().map(|(n, _)| format!("says {}", word(*n))).unwrap_or_default();
    c.execute(
        "INSERT INTO fact(uid, about, person, made_by, text, value) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![uid(), fact.about, fact.person, fact.made_by, text],
    )
    .unwrap();
    let id = FactId(c.last_insert_rowid());
    for (n, turn) in turns {
        receipt(c, id, *turn, "says", &format!("says {}", word(*n)));
    }
    for form in words::split(&text) {
        c.execute("INSERT OR IGNORE INTO fact_word(form, fact) VALUES (?1, ?2)", params![form, id]).unwrap();
    }
    id
}

fn receipt(c: &Connection, fact: FactId, turn: TurnId, role: &str, text: &str) {
    c.execute(
        "INSERT INTO receipt(fact, turn, role, text) VALUES (?1, ?2, ?3, ?4)",
        params![fact, turn, role, text],
    )
    .unwrap();
}

fn person(c: &Connection, name: &str) -> i64 {
    c.execute("INSERT INTO person(uid, name) VALUES (?1, ?2)", params![uid(), name]).unwrap();
    c.last_insert_rowid()
}

fn text_of(c: &Connection, fact: FactId) -> Option<String> {
    rusqlite::OptionalExtension::optional(
        c.query_row("SELECT text FROM fact WHERE id = ?1", [fact], |row| row.get(0)),
    )
    .unwrap()
}

fn empty() -> Connection {
    let mut connection = Connection::open_in_memory().unwrap();
    create_old(&mut connection, SCHEMA_VERSION).unwrap();
    connection
}

fn is_whole(c: &Connection) {
    c.execute("INSERT INTO words(words) VALUES ('integrity-check')", []).unwrap();
    let dangling = c.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!dangling, "a row refers to one that is gone");
    let apart: i64 = c
        .query_row(
            "SELECT (SELECT count(*) FROM (SELECT id FROM turn EXCEPT SELECT rowid FROM words))
                  + (SELECT count(*) FROM (SELECT rowid FROM words EXCEPT SELECT id FROM turn))",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(apart, 0, "the index and the turns are apart");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_turns_are_forgotten_in_whatever_order_nothing_of_them_is_left_and_all_else_stays(
        facts in prop::collection::vec((prop::collection::vec(0..8usize, 1..4), 0..4usize), 0..10),
        recalled in prop::collection::vec((0..8usize, 0..8usize, 0..10usize), 0..8),
        summaries in prop::collection::vec((0..8usize, 0..3usize), 0..4),
        order in Just((0..8usize).collect::<Vec<_>>()).prop_shuffle(),
        forgotten in 0..9usize,
    ) {
        let mut c = empty();
        let turns: Vec<TurnId> = (0..8).map(|n| tell(&mut c, n, n % 3 == 0)).collect();
        let facts: Vec<(FactId, BTreeSet<usize>, bool)> = facts
            .into_iter()
            .map(|(said_in, kind)| {
                let said_in: BTreeSet<usize> = said_in.into_iter().collect();
                let stands_on: Vec<_> = said_in.iter().map(|n| (*n, turns[*n])).collect();
                let fact = match kind {
                    0 | 1 => Fact { about: "person", person: said_in.first().map(|n| person(&c, &word(*n))), made_by: "model" },
                    2 => Fact { made_by: "reflection", ..OF_RULES },
                    _ => OF_RULES,
                };
                (draw(&c, fact, &stands_on), said_in, kind == 2)
            })
            .collect();
        for (place, (answer, turn, fact)) in recalled.iter().enumerate() {
            let fact = facts.get(*fact).map(|(id, ..)| *id);
            let sql = "INSERT INTO recalled(answer, place, turn, fact) VALUES (?1, ?2, ?3, ?4)";
            c.execute(sql, params![turns[*answer], place as i64, fact.is_none().then_some(turns[*turn]), fact]).unwrap();
            let sql = "INSERT INTO wish_about(wish, place, turn, fact) VALUES (?1, ?2, ?3, ?4)";
            c.execute(sql, params![turns[*answer], place as i64, fact.is_none().then_some(turns[*turn]), fact]).unwrap();
        }
        for (first, length) in &summaries {
            let last = (first + length).min(7);
            let text: Vec<String> = (*first..=last).map(word).collect();
            let sql = "INSERT INTO summary(uid, first, last, text) VALUES (?1, ?2, ?3, ?4)";
            c.execute(sql, params![uid(), turns[*first], turns[last], text.join(" ")]).unwrap();
        }
        let gone: BTreeSet<usize> = order[..forgotten.min(8)].iter().copied().collect();
        for n in &order[..forgotten.min(8)] {
            prop_assert!(forgetting::forget_turn(&c, turns[*n]).unwrap().is_some());
            prop_assert!(forgetting::forget_turn(&c, turns[*n]).unwrap().is_none(), "twice does no harm");
            is_whole(&c);
        }
        for n in 0..8 {
            let left = left(&c, &word(n));
            if gone.contains(&n) {
                prop_assert!(left.is_empty(), "{n} is still in {left:?}");
            } else {
                prop_assert!(left.iter().any(|table| table == "turn"), "{n} is gone: {left:?}");
                prop_assert!(left.iter().any(|table| table.starts_with("vector")));
            }
        }
        for (id, said_in, reflection) in &facts {
            let stays = if *reflection { said_in.is_disjoint(&gone) } else { !said_in.is_subset(&gone) };
            prop_assert_eq!(text_of(&c, *id).is_some(), stays);
        }
        let on_gone: i64 = c.query_row(
            "SELECT (SELECT count(*) FROM receipt WHERE turn NOT IN (SELECT id FROM turn))
                  + (SELECT count(*) FROM drawn WHERE turn != 0 AND turn NOT IN (SELECT id FROM turn))
                  + (SELECT count(*) FROM person WHERE id NOT IN (SELECT person FROM fact WHERE person IS NOT NULL))
                  + (SELECT count(*) FROM unread WHERE turn NOT IN (SELECT id FROM turn))",
            [], |row| row.get(0)).unwrap();
        prop_assert_eq!(on_gone, 0);
    }
}

#[test]
fn a_fact_said_twice_is_worded_after_what_is_left_and_a_person_keeps_no_name_that_is_told_nowhere() {
    let mut c = empty();
    let (one, two) = (tell(&mut c, 1, false), tell(&mut c, 2, false));
    let someone = person(&c, &word(2));
    let fact =
        draw(&c, Fact { about: "person", person: Some(someone), made_by: "rules" }, &[(1, one), (2, two)]);
    assert!(text_of(&c, fact).unwrap().contains(&word(2)));
    forgetting::forget_turn(&c, two).unwrap();
    assert_eq!(text_of(&c, fact).unwrap(), format!("says {}", word(1)));
    assert_eq!(left(&c, &word(2)), [""; 0]);
    let forms: i64 =
        c.query_row("SELECT count(*) FROM fact_word WHERE form = ?1", [word(1)], |row| row.get(0)).unwrap();
    assert_eq!(forms, 1, "and is found by it");
    forgetting::forget_turn(&c, one).unwrap();
    let people: i64 = c.query_row("SELECT count(*) FROM person", [], |row| row.get(0)).unwrap();
    assert_eq!(people, 0);
}

#[test]
fn what_a_forgotten_turn_closed_is_open_again() {
    let mut c = empty();
    let (said, ended) = (tell(&mut c, 1, false), tell(&mut c, 2, false));
    let fact = draw(&c, OF_RULES, &[(1, said)]);
    receipt(&c, fact, ended, "ends", "says it is over");
    c.execute("UPDATE fact SET state = 'ended', until_at = 5, dropped_at = 0 WHERE id = ?1", [fact]).unwrap();
    forgetting::forget_turn(&c, ended).unwrap();
    let (state, until): (String, i64) = c
        .query_row("SELECT state, until_at FROM fact WHERE id = ?1", [fact], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!((state.as_str(), until), ("holds", 0));
}

/// A life with two facts on two turns, the first about somebody.
async fn with_facts() -> (TestCompanion, [TurnId; 2], [FactId; 2], PersonId) {
    let test = with_model().await;
    let (one, two) = (say(&test, &format!("ela é {}", word(1))).await, say(&test, "outra coisa").await);
    let put = move |tx: &rusqlite::Transaction<'_>| {
        let someone = person(tx, &format!("Teresa {}", word(3)));
        let of_person = Fact { about: "person", person: Some(someone), made_by: "rules" };
        let first = draw(tx, of_person, &[(3, one)]);
        Ok(([first, draw(tx, OF_RULES, &[(4, two)])], PersonId(someone)))
    };
    let (facts, someone) = test.companion.store().write(put).await.unwrap();
    (test, [one, two], facts, someone)
}

fn holds(folder: &Path, wanted: &str) -> bool {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if life::contains(&std::fs::read(&path).unwrap(), wanted.as_bytes()) {
                return true;
            }
        }
    }
    false
}

async fn facts_in_sight(test: &TestCompanion) -> i64 {
    let sql = "SELECT count(*) FROM fact WHERE forgotten_at = 0";
    test.companion.store().read(move |c| Ok(c.query_row(sql, [], |row| row.get(0))?)).await.unwrap()
}

#[tokio::test]
async fn a_removed_fact_comes_back_until_it_is_final_and_then_leaves_no_byte_but_its_turn_stays() {
    let (test, [one, _], [fact, _], _) = with_facts().await;
    test.companion.schedule().make_copy(copies::Reason::Asked).await.unwrap();
    test.companion.delete_facts(vec![fact]).await.unwrap();
    assert_eq!(facts_in_sight(&test).await, 1);
    test.companion.restore_facts(vec![fact]).await.unwrap();
    test.fakes.clock.step(chrono::TimeDelta::seconds(11));
    assert_eq!(facts_in_sight(&test).await, 2);
    test.companion.delete_facts(vec![fact]).await.unwrap();
    let mut events = test.companion.listen();
    test.fakes.clock.step(chrono::TimeDelta::seconds(11));
    while events.next().await != Some(samantha_core::event::Event::MemoryChanged) {}
    assert!(!holds(test.folder.path(), &word(3)), "neither in the copy nor as a name");
    assert!(holds(test.folder.path(), &word(1)), "the turn stays");
    assert!(test.companion.store().read(move |c| conversation::by_id(c, one)).await.is_ok());
    assert_eq!(kind_of(&test.companion.restore_facts(vec![fact]).await.unwrap_err()), Kind::Gone);
}

#[tokio::test]
async fn a_person_goes_with_all_facts_of_theirs_at_closing_at_the_latest() {
    let (test, _, _, someone) = with_facts().await;
    let theirs = move |c: &Connection| forgetting::facts_of_person(c, someone);
    let facts = test.companion.store().read(theirs).await.unwrap();
    test.companion.delete_facts(facts.clone()).await.unwrap();
    test.companion.restore_facts(facts.clone()).await.unwrap();
    assert_eq!(facts_in_sight(&test).await, 2);
    test.companion.delete_facts(facts).await.unwrap();
    let test = test.reopen().await;
    assert!(!holds(test.folder.path(), &word(3)));
    assert!(holds(test.folder.path(), &word(4)));
    assert_eq!(kind_of(&test.companion.store().read(theirs).await.unwrap_err()), Kind::Gone);
}

#[tokio::test]
async fn a_removal_that_was_cut_off_before_the_checkpoint_is_finished_at_the_next_opening() {
    let (test, [one, two], [_, fact], _) = with_facts().await;
    let folder = tempfile::tempdir().unwrap();
    let life = test.folder.path().to_owned();
    test.companion.delete_turn(one).await.unwrap();
    test.companion.delete_facts(vec![fact]).await.unwrap();
    // As a kill leaves it: the rows are gone, their bytes are not, and the jobs are under way.
    let cut = |tx: &rusqlite::Transaction<'_>| {
        tx.execute("UPDATE job SET state = 'sending' WHERE kind != 'copy'", [])?;
        Ok(())
    };
    test.companion.store().write(cut).await.unwrap();
    test.companion.store().checkpoint().await.unwrap();
    let forget = move |tx: &rusqlite::Transaction<'_>| {
        forgetting::forget_turn(tx, one)?;
        fact::forget(tx, fact)
    };
    test.companion.store().write(forget).await.unwrap();
    for name in ["samantha.db", "samantha.db-wal"] {
        std::fs::copy(life.join(name), folder.path().join(name)).unwrap();
    }
    assert!(holds(folder.path(), &word(1)) && holds(folder.path(), &word(4)));
    let opened = samantha_core::companion::Companion::open(
        folder.path(),
        test.fakes.ports(),
        samantha_core::testing::at_once(),
    )
    .await
    .unwrap();
    opened.close().await.unwrap();
    for n in [1, 3, 4] {
        assert!(!holds(folder.path(), &word(n)), "{n}");
    }
    let left = rusqlite::Connection::open(folder.path().join(store::FILE_NAME)).unwrap();
    let left: i64 = left
        .query_row("SELECT count(*) FROM job WHERE state != 'done' AND kind != 'copy'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
    assert!(test.companion.store().read(move |c| conversation::by_id(c, two)).await.is_ok());
}

#[tokio::test]
async fn a_checkpoint_that_a_reader_is_in_the_way_of_is_tried_until_it_is_not() {
    let test = with_model().await;
    let turn = say(&test, &format!("ela é {}", word(1))).await;
    let answer = life::turns(&test).await.pop().unwrap().id;
    test.companion.delete_turn(turn).await.unwrap();
    // Somebody else reads, and goes on reading.
    let reader = Connection::open(test.folder.path().join(store::FILE_NAME)).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM turn;").unwrap();
    let job = "SELECT state, due_at FROM job WHERE kind = 'forget'";
    let look = || {
        test.companion.store().read(move |c| {
            Ok(c.query_row(job, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?)
        })
    };
    let (_, first) = look().await.unwrap();
    test.fakes.clock.step(chrono::TimeDelta::seconds(11));
    while !matches!(look().await.unwrap(), (state, due) if state == "waiting" && due > first) {
        tokio::task::yield_now().await;
    }
    assert!(holds(test.folder.path(), &word(1)), "the reader keeps it in the way");
    assert!(test.companion.dialogue().sent(answer).is_none(), "what memory holds does not wait for it");
    reader.execute_batch("COMMIT").unwrap();
    test.fakes.clock.step(chrono::TimeDelta::seconds(11));
    while look().await.unwrap().0 != "done" {
        tokio::task::yield_now().await;
    }
    assert!(!holds(test.folder.path(), &word(1)));
}

fn forget_in_copies(home: &Path, named: &Named) {
    forgetting::forget_in_copies(home, named, &|| true).unwrap();
    forgetting::wipe_copies(home, &|| true).unwrap();
}

fn named(turn: Uid) -> Named {
    Named { turns: vec![turn], ..Named::default() }
}

#[test]
fn copies_of_every_schema_are_forgotten_in_their_drafts_with_them() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("copies")).unwrap();
    let turn = uid();
    let paths: Vec<_> = (1..=SCHEMA_VERSION)
        .map(|version| {
            let path = home.path().join(format!("copies/samantha-2026010{version}-000000000-daily.db"));
            let mut c = Connection::open(&path).unwrap();
            create_old(&mut c, version).unwrap();
            let said = Moment { at: 0, zone: "UTC".into(), offset_seconds: 0 };
            c.execute("INSERT INTO episode(uid) VALUES (randomblob(16))", []).unwrap();
            let put = "INSERT INTO turn(uid, episode, speaker, text, said_at) VALUES (?1, 1, 'user', ?2, ?3)";
            for (uid, text) in [(turn, format!("ela é {}", word(1))), (uid(), "fica".to_owned())] {
                c.execute(put, params![uid, text, said.at]).unwrap();
                let put = "INSERT INTO words(rowid, text) VALUES (last_insert_rowid(), ?1)";
                let forms: Vec<String> =
                    words::split(&text).iter().flat_map(|word| words::forms(word)).collect();
                c.execute(put, [forms.join(" ") + " "]).unwrap();
            }
            if version >= 2 {
                let put = "INSERT INTO setting(name, value) VALUES ('draft', ?1), ('theme', '\"dark\"')";
                c.execute(put, [format!("\"ela é {}", &word(1)[..6])]).unwrap();
            }
            if version >= 4 {
                draw(&c, OF_RULES, &[(1, TurnId(1))]);
            }
            path
        })
        .collect();
    assert!(holds(home.path(), &word(1)[..6]));
    forget_in_copies(home.path(), &named(turn));
    assert!(!holds(home.path(), &word(1)[..6]));
    for path in paths {
        let c = Connection::open(&path).unwrap();
        c.execute("INSERT INTO words(words) VALUES ('integrity-check')", []).unwrap();
        let turns: i64 = c.query_row("SELECT count(*) FROM turn", [], |row| row.get(0)).unwrap();
        assert_eq!(turns, 1);
        assert_eq!(left(&c, "fica").len(), 1);
    }
}

#[test]
fn a_copy_whose_index_was_made_by_other_rules_is_forgotten_in_all_the_same() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("copies")).unwrap();
    let mut c = Connection::open(home.path().join("copies/samantha-20260101-000000000-daily.db")).unwrap();
    create_old(&mut c, SCHEMA_VERSION).unwrap();
    let turn = tell(&mut c, 1, false);
    let uid: Uid = c.query_row("SELECT uid FROM turn WHERE id = ?1", [turn], |row| row.get(0)).unwrap();
    // As if it had been indexed without stems, and with something else.
    c.execute("INSERT INTO words(words) VALUES ('delete-all')", []).unwrap();
    c.execute("INSERT INTO words(rowid, text) VALUES (?1, ?2)", params![turn, format!("{}old {0}", word(1))])
        .unwrap();
    c.execute("UPDATE life SET value = '0' WHERE name = 'words_version'", []).unwrap();
    drop(c);
    forget_in_copies(home.path(), &named(uid));
    assert!(!holds(home.path(), &word(1)));
}

#[test]
fn a_fact_is_forgotten_in_copies_also_where_it_had_another_uid_and_not_what_only_looks_like_it() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("copies")).unwrap();
    let path = home.path().join("copies/samantha-20260101-000000000-daily.db");
    let mut c = Connection::open(&path).unwrap();
    create_old(&mut c, SCHEMA_VERSION).unwrap();
    let (one, two) = (tell(&mut c, 1, false), tell(&mut c, 2, false));
    let (fact, other) = (draw(&c, OF_RULES, &[(3, one)]), draw(&c, OF_RULES, &[(4, two)]));
    let texts = vec![text_of(&c, fact).unwrap()];
    forget_in_copies(home.path(), &Named { facts: vec![FactName { uid: uid(), texts }], ..Named::default() });
    assert_eq!((text_of(&c, fact), text_of(&c, other).is_some()), (None, true));
    assert_eq!(left(&c, &word(3)), [""; 0]);
}

#[test]
fn a_copy_that_is_no_database_any_more_is_removed_and_one_that_can_not_be_written_is_tried_again() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("copies")).unwrap();
    let broken = home.path().join("copies/samantha-20260101-000000000-daily.db");
    std::fs::write(&broken, word(1).repeat(200)).unwrap();
    std::fs::write(home.path().join("samantha.db.arriving"), word(1)).unwrap();
    forget_in_copies(home.path(), &named(uid()));
    assert!(!broken.exists() && !holds(home.path(), &word(1)));

    let path = home.path().join("copies/samantha-20260102-000000000-daily.db");
    let mut c = Connection::open(&path).unwrap();
    create_old(&mut c, SCHEMA_VERSION).unwrap();
    let turn = tell(&mut c, 1, false);
    let uid: Uid = c.query_row("SELECT uid FROM turn WHERE id = ?1", [turn], |row| row.get(0)).unwrap();
    // Somebody else has it open, and writes.
    c.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(forgetting::forget_in_copies(home.path(), &named(uid), &|| true).is_err());
    c.execute_batch("COMMIT").unwrap();
    forget_in_copies(home.path(), &named(uid));
    assert!(!holds(home.path(), &word(1)));
}

#[test]
fn a_done_job_is_all_that_tells_of_a_removed_fact() {
    let mut c = empty();
    let turn = tell(&mut c, 1, false);
    let fact = draw(&c, OF_RULES, &[(2, turn)]);
    let tx = c.transaction().unwrap();
    schedule::add(&tx, schedule::Deed::ForgetFact(fact), 5).unwrap();
    tx.commit().unwrap();
    assert!(fact::forget(&c, fact).unwrap().is_some());
    assert!(fact::forget(&c, fact).unwrap().is_none());
    assert_eq!(left(&c, &word(2)), [""; 0]);
    assert!(!left(&c, &word(1)).is_empty());
}

#[test]
fn what_she_was_asked_to_remember_goes_with_the_words_that_asked_and_what_was_written_by_hand_stays() {
    let mut c = empty();
    let turn = tell(&mut c, 1, false);
    let by_hand = Fact { made_by: "person", ..OF_RULES };
    let (asked, written) = (draw(&c, by_hand, &[(1, turn)]), draw(&c, by_hand, &[(1, turn)]));
    // The one was learned by the words that asked; the other had been written before, and was only said again.
    c.execute("UPDATE wish SET kind = 'remember'", []).unwrap();
    c.execute("UPDATE turn SET said_at = 5_000", []).unwrap();
    for (place, (fact, learned)) in [(asked, 5_000), (written, 1_000)].into_iter().enumerate() {
        c.execute("UPDATE fact SET learned_at = ?2, text = 'it' WHERE id = ?1", params![fact, learned])
            .unwrap();
        let sql = "INSERT INTO wish_about(wish, place, fact) VALUES (?1, ?2, ?3)";
        c.execute(sql, params![turn, place as i64, fact]).unwrap();
    }
    forgetting::forget_turn(&c, turn).unwrap();
    assert_eq!((text_of(&c, asked), text_of(&c, written).is_some()), (None, true));
}

#[test]
fn a_forgotten_word_is_not_even_what_the_index_finds_its_pages_by() {
    let mut c = empty();
    let said = Moment { at: 0, zone: "UTC".into(), offset_seconds: 0 };
    let mut seed = 7_u64;
    let mut letters = move || -> String {
        let letter = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (seed >> 33) as u8 % 26)
        };
        (0..14).map(letter).collect()
    };
    let mut turns: Vec<(TurnId, Vec<String>)> = Vec::new();
    for _ in 0..120 {
        let own: Vec<String> = (0..40).map(|_| letters()).collect();
        let tx = c.transaction().unwrap();
        turns.push((conversation::keep_words(&tx, uid(), &own.join(" "), &said, &[]).unwrap().turn.id, own));
        tx.commit().unwrap();
    }
    let signs = |c: &Connection| -> Vec<Vec<u8>> {
        let mut found = c.prepare("SELECT term FROM words_idx WHERE length(term) > 4").unwrap();
        found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let is_sign = |signs: &[Vec<u8>], word: &str| {
        signs.iter().any(|sign| [b"0", word.as_bytes()].concat().starts_with(sign))
    };
    let mut were_signs = 0;
    for (n, (turn, own)) in turns.iter().enumerate().filter(|(n, _)| n % 3 != 0) {
        let before = signs(&c);
        were_signs += own.iter().filter(|word| is_sign(&before, word)).count();
        let tx = c.transaction().unwrap();
        forgetting::forget_turn(&tx, *turn).unwrap();
        tx.commit().unwrap();
        let after = signs(&c);
        for word in own {
            assert!(!is_sign(&after, word), "{word} of {n}");
        }
        is_whole(&c);
    }
    assert!(were_signs > 2, "the index had pages that began with them: {were_signs}");
    for (_, own) in turns.iter().step_by(3) {
        for word in own {
            let found = conversation::search::search(&c, word, None, 5).unwrap();
            assert_eq!(found.hits.len(), 1, "{word} is found still");
        }
    }
}
