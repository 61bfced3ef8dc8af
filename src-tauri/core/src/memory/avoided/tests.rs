use super::*;
use crate::{
    conversation::{Moment, keep_words},
    memory::fact::{Change, NewFact, add as add_fact, change},
    store::{Store, StoreOptions},
};
use chrono::DateTime;

fn life() -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let now = DateTime::from_timestamp_millis(1_790_000_000_000).unwrap();
    let store = Store::open(home.path(), &StoreOptions::default(), now).unwrap();
    (home, store)
}

fn said(tx: &Transaction<'_>, text: &str) -> TurnId {
    let moment = Moment { at: 1_790_000_000_000, zone: "UTC".into(), offset_seconds: 0 };
    keep_words(tx, Uid::random().unwrap(), text, &moment, &[]).unwrap().turn.id
}

fn words(avoided: &[Avoided]) -> Vec<&str> {
    avoided.iter().map(|avoided| avoided.words.as_str()).collect()
}

#[tokio::test]
async fn what_was_asked_for_in_two_turns_stays_while_one_of_them_does() {
    let (_home, store) = life();
    let test = |tx: &Transaction<'_>| {
        let (first, second) =
            (said(tx, "Não fala do divórcio."), said(tx, "Já disse: não fala do divórcio."));
        add(tx, "o divórcio", Some(first), 1)?;
        add(tx, "o divórcio", Some(second), 2)?;
        add(tx, "o divórcio", Some(second), 3)?;
        assert_eq!(words(&all(tx)?), ["o divórcio"], "shown once");
        for (gone, left) in [(first, 1), (second, 0)] {
            tx.execute("DELETE FROM turn WHERE id = ?1", [gone])?;
            assert_eq!(all(tx)?.len(), left);
        }
        let by_hand = add(tx, "o divórcio", None, 4)?;
        let third = said(tx, "Não fala do divórcio.");
        add(tx, "o divórcio", Some(third), 5)?;
        allow_of_turn(tx, third)?;
        assert_eq!(all(tx)?, std::slice::from_ref(&by_hand), "what was asked for by hand stays");
        add(tx, "o divórcio", Some(third), 6)?;
        allow(tx, by_hand.id)?;
        assert!(all(tx)?.is_empty(), "allowed is allowed");
        Ok(())
    };
    store.write(test).await.unwrap();
}

#[tokio::test]
async fn a_model_away_is_not_told_to_leave_alone_what_is_private() {
    let (_home, store) = life();
    let test = |tx: &Transaction<'_>| {
        let turn = said(tx, "Fiz um aborto em 2019.");
        let new = NewFact {
            about: fact::About::User,
            text: "Fez um aborto em 2019".into(),
            kind: fact::FactKind::Event,
            language: crate::locale::Language::PtBr,
        };
        let fact = add_fact(tx, &new, 5)?;
        for (words, turn) in [("minha gravidez", Some(turn)), ("do meu aborto", None), ("o futebol", None)] {
            add(tx, words, turn, 1)?;
        }
        assert_eq!(told(tx, Goes::Away)?.len(), 3, "nothing is private yet");
        change(tx, fact.id, &Change { private: Some(true), ..Change::default() }, 6)?;
        assert_eq!(told(tx, Goes::Here)?.len(), 3);
        assert_eq!(told(tx, Goes::Away)?, ["o futebol", "minha gravidez"]);
        let sql = "INSERT INTO receipt(fact, turn, text) VALUES (?1, ?2, 'x')";
        tx.execute(sql, (fact.id, turn))?;
        assert_eq!(told(tx, Goes::Away)?, ["o futebol"], "nor what was asked for where it was told");
        Ok(())
    };
    store.write(test).await.unwrap();
}

#[tokio::test]
async fn a_model_is_told_the_newest_of_it_within_a_budget() {
    let (_home, store) = life();
    let test = |tx: &Transaction<'_>| {
        for n in 0..40 {
            add(tx, &format!("assunto número {n} {}", "muito longo ".repeat(6)), None, n)?;
        }
        let told = told(tx, Goes::Here)?;
        let bytes: usize = told.iter().map(|line| line.len() + 3).sum();
        assert!(bytes <= 900 && bytes > 800, "{bytes}");
        assert!(told[0].contains("número 39"), "{told:?}");
        Ok(())
    };
    store.write(test).await.unwrap();
}
