//! Old databases open, and the schema is the one that was agreed on.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use chrono::{TimeZone as _, Utc};
use rusqlite::Connection;
use samantha_core::{
    conversation::{self, PageFrom, search},
    store::{FILE_NAME, SCHEMA_VERSION, Store, StoreOptions, copies, create_old},
};

fn schema(connection: &Connection) -> String {
    let sql =
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let tidy = |sql: String| sql.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    rows.map(|sql| tidy(sql.unwrap())).collect::<Vec<_>>().join(";\n\n")
}

#[test]
fn the_schema_is_the_agreed_one() {
    let home = tempfile::tempdir().unwrap();
    let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    drop(Store::open(home.path(), &StoreOptions::default(), now).unwrap());
    insta::assert_snapshot!("schema", schema(&Connection::open(home.path().join(FILE_NAME)).unwrap()));
}

#[tokio::test]
async fn every_old_database_opens_with_its_words_after_a_copy_was_made() {
    for version in 1..SCHEMA_VERSION {
        let home = tempfile::tempdir().unwrap();
        let mut old = Connection::open(home.path().join(FILE_NAME)).unwrap();
        create_old(&mut old, version).unwrap();
        old.execute_batch(
            "INSERT INTO episode(id, uid, began_at, ended_at) VALUES (1, zeroblob(16), 0, 0);
             INSERT INTO turn(id, uid, episode, speaker, text) VALUES (1, zeroblob(16), 1, 'user', 'a goiabeira');
             INSERT INTO words(rowid, text) VALUES (1, 'a goiabeira goiab');",
        )
        .unwrap();
        drop(old);
        let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        let store = Store::open(home.path(), &StoreOptions::default(), now).unwrap();
        let page = store.read(|c| conversation::page(c, PageFrom::Latest, 10)).await.unwrap();
        assert_eq!(page.turns[0].text, "a goiabeira");
        let hits = store.read(|c| search::search(c, "goiabeira", None, 10)).await.unwrap();
        assert_eq!(hits.hits.len(), 1, "version {version}");
        let copies = copies::list(home.path()).unwrap();
        assert_eq!(copies.len(), 1);
        assert_eq!(copies[0].reason, copies::Reason::Migration);
        store.close().await.unwrap();
    }
}

#[tokio::test]
async fn an_index_made_by_other_rules_is_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
    drop(Store::open(home.path(), &StoreOptions::default(), now).unwrap());
    let connection = Connection::open(home.path().join(FILE_NAME)).unwrap();
    connection
        .execute_batch(
            "INSERT INTO episode(id, uid, began_at, ended_at) VALUES (1, zeroblob(16), 0, 0);
             INSERT INTO turn(id, uid, episode, speaker, text) VALUES (1, zeroblob(16), 1, 'user', 'as viagens');
             INSERT INTO words(rowid, text) VALUES (1, 'nothing');
             UPDATE life SET value = '0' WHERE name = 'words_version';",
        )
        .unwrap();
    drop(connection);
    let store = Store::open(home.path(), &StoreOptions::default(), now).unwrap();
    let hits = store.read(|c| search::search(c, "viagem ", None, 10)).await.unwrap();
    assert_eq!(hits.hits.len(), 1);
    store.close().await.unwrap();
}
