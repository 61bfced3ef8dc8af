//! What is kept, found, changed and forgotten, through the store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod life;

use chrono::TimeDelta;
use life::{begin, found, heard, say, texts, turns, with_model};
use proptest::prelude::*;
use samantha_core::{
    conversation::{self, Moment, PageFrom, Speaker, TurnState, export, search},
    dialogue::Request,
    event::Event,
    id::{TurnId, Uid},
    locale::Language,
    ports::{ModelError, ModelErrorKind},
    settings,
    testing::{Line, TestCompanion},
};
#[tokio::test]
async fn a_silence_longer_than_forty_five_minutes_begins_an_episode() {
    let test = with_model().await;
    say(&test, "one").await;
    test.fakes.clock.step(TimeDelta::minutes(45));
    say(&test, "two").await;
    test.fakes.clock.step(TimeDelta::minutes(46));
    say(&test, "three").await;
    // A clock set back is no silence.
    test.fakes.clock.step(TimeDelta::days(-3));
    say(&test, "four").await;
    let episodes: Vec<i64> =
        turns(&test).await.iter().filter(|t| t.speaker == Speaker::User).map(|t| t.episode.0).collect();
    assert_eq!(episodes, [1, 1, 2, 2]);
    assert_eq!(
        texts(&test).await,
        ["one", "…", "two", "…", "three", "…", "four", "…"],
        "the order is not the clock's"
    );
}

#[tokio::test]
async fn a_turn_keeps_the_wall_clock_it_was_said_on() {
    let test = with_model().await;
    say(&test, "em casa").await;
    test.fakes.clock.set_zone(chrono_tz::Asia::Tokyo);
    say(&test, "longe").await;
    let zones: Vec<(String, String)> = turns(&test)
        .await
        .iter()
        .filter(|t| t.speaker == Speaker::User)
        .map(|t| (t.said.zone.clone(), t.said.local().to_rfc3339()))
        .collect();
    assert_eq!(zones[0], ("America/Sao_Paulo".into(), "2026-03-02T12:00:00-03:00".into()));
    assert_eq!(zones[1], ("Asia/Tokyo".into(), "2026-03-03T00:00:00+09:00".into()));
}

#[tokio::test]
async fn the_same_words_sent_twice_are_kept_and_answered_once() {
    let test = with_model().await;
    let uid = Uid::random().unwrap();
    let request = || Request::Say { uid, text: "once".into(), pictures: Vec::new() };
    begin(&test, request()).await;
    begin(&test, request()).await;
    assert_eq!(texts(&test).await, ["once", "…"]);
}

#[tokio::test]
async fn saying_something_clears_the_draft_only_when_it_is_the_same() {
    let test = with_model().await;
    let save = |text: &'static str| test.companion.store().write(move |tx| settings::save_draft(tx, text));
    save("hello").await.unwrap();
    say(&test, "hello").await;
    assert_eq!(test.companion.store().read(settings::draft).await.unwrap(), "");
    save("later words").await.unwrap();
    say(&test, "other").await;
    assert_eq!(test.companion.store().read(settings::draft).await.unwrap(), "later words");
}

#[tokio::test]
async fn retry_keeps_the_old_answer_until_the_new_one_is_whole_then_as_a_version() {
    let test = with_model().await;
    test.fakes.models.answer(vec![
        Line::Say("half an ".into()),
        Line::Fail(ModelError::new(ModelErrorKind::BrokenStream, "")),
    ]);
    let asked = say(&test, "tell me").await;
    let cut = turns(&test).await.pop().unwrap();
    assert_eq!((cut.state, cut.answer.failure.as_str()), (TurnState::CutOff, "broken_stream"));

    // Another attempt that breaks leaves it as it is, and stays reachable itself.
    test.fakes
        .models
        .answer(vec![Line::Say("worse".into()), Line::Fail(ModelError::new(ModelErrorKind::Timeout, ""))]);
    begin(&test, Request::Retry { turn: asked }).await;
    assert_eq!(texts(&test).await, ["tell me", "half an "]);

    test.fakes.models.answer(vec![Line::Say("a whole ".into()), Line::Wait, Line::Say("answer".into())]);
    let begun = test.companion.dialogue().begin(Request::Retry { turn: cut.id }).await.unwrap();
    heard(begun.running.as_ref().unwrap(), "a whole ").await;
    assert_eq!(texts(&test).await, ["tell me", "half an "], "it stays while the new one is made");
    test.fakes.models.go();
    begun.running.unwrap().ended().await;
    assert_eq!(texts(&test).await, ["tell me", "a whole answer"]);
    let versions = test.companion.store().read(move |c| conversation::of_turn(c, cut.id)).await.unwrap();
    let kept: Vec<(&str, TurnState)> = versions.iter().map(|v| (v.text.as_str(), v.state)).collect();
    assert_eq!(kept, [("half an ", TurnState::CutOff), ("worse", TurnState::CutOff)]);
    assert_eq!(found(&test, "whole").await, [cut.id.0]);
    assert!(found(&test, "half").await.is_empty(), "the index holds what the turn says now");
}

#[tokio::test]
async fn edit_replaces_the_last_words_and_keeps_both_sides_as_versions() {
    let test = with_model().await;
    test.fakes.models.say("old answer");
    let first = say(&test, "frist words").await;
    test.fakes.models.say("new answer");
    begin(&test, Request::Edit { turn: first, text: "first words".into() }).await;
    let now = turns(&test).await;
    assert_eq!(now.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["first words", "new answer"]);
    assert_eq!(now.iter().map(|t| t.versions).collect::<Vec<_>>(), [1, 1]);
    assert!(found(&test, "frist").await.is_empty());
    assert_eq!(found(&test, "first").await, [first.0]);
    let prompt = test.fakes.models.prompts().pop().unwrap();
    assert!(!prompt.messages.iter().any(|m| m.text.contains("frist") || m.text.contains("old answer")));

    say(&test, "later").await;
    let refused = test.companion.dialogue().begin(Request::Edit { turn: first, text: "no".into() }).await;
    assert!(refused.is_err(), "only the last words can be edited");
}

#[tokio::test]
async fn a_removal_can_be_undone_for_ten_seconds_and_is_final_after_them() {
    let test = with_model().await;
    let turn = say(&test, "segredo jabuticaba").await;
    test.companion.delete_turn(turn).await.unwrap();
    assert_eq!(texts(&test).await, ["…"]);
    assert!(found(&test, "jabuticaba").await.is_empty());
    test.fakes.clock.step(TimeDelta::seconds(9));
    test.companion.restore_turn(turn).await.unwrap();
    assert_eq!(found(&test, "jabuticaba").await, [turn.0]);

    let mut events = test.companion.listen();
    test.companion.delete_turn(turn).await.unwrap();
    let turns = || Some(Event::TurnsChanged { turns: vec![turn] });
    while events.next().await != turns() {}
    test.fakes.clock.step(TimeDelta::seconds(11));
    while events.next().await != turns() {}
    assert!(test.companion.restore_turn(turn).await.is_err());
    assert_no_bytes(&test, "jabuticaba");
}

#[tokio::test]
async fn forgetting_reaches_versions_copies_and_what_was_sent() {
    let test = with_model().await;
    test.fakes.models.say("answer with pitanga");
    let turn = say(&test, "primeira pitanga").await;
    test.fakes.models.say("other");
    begin(&test, Request::Edit { turn, text: "outra coisa".into() }).await;
    let answer = turns(&test).await.pop().unwrap().id;
    assert!(test.companion.dialogue().sent(answer).is_some());
    test.companion.schedule().make_copy(samantha_core::store::copies::Reason::Asked).await.unwrap();
    for turn in [turn, answer] {
        test.companion.delete_turn(turn).await.unwrap();
    }
    // Closing makes removals final.
    test.companion.close().await.unwrap();
    assert!(test.companion.dialogue().sent(answer).is_none());
    assert_no_bytes(&test, "pitanga");
    let copy = samantha_core::store::copies::list(test.folder.path()).unwrap().remove(0);
    let path = samantha_core::store::copies::path_of(test.folder.path(), &copy.name).unwrap();
    assert!(samantha_core::store::copies::look_at(&path).whole);
}

fn assert_no_bytes(test: &TestCompanion, word: &str) {
    let mut folders = vec![test.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let there = bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()));
            assert!(!there, "{word} is still in {}", path.display());
        }
    }
}

#[tokio::test]
async fn a_model_that_fails_before_its_first_word_gives_way_to_the_listener_which_is_marked() {
    let test = with_model().await;
    test.fakes.models.answer(vec![Line::Fail(ModelError::new(ModelErrorKind::Auth, "wrong"))]);
    say(&test, "olá").await;
    let answer = turns(&test).await.pop().unwrap();
    assert_eq!((answer.answer.model.as_str(), answer.answer.failure.as_str()), ("", "auth"));
    assert_eq!(answer.state, TurnState::Complete);
    assert!(!answer.text.is_empty());
    // Asked again: a failure leaves the Listener's answer, a whole one takes its place.
    test.fakes.models.answer(vec![Line::Fail(ModelError::new(ModelErrorKind::Auth, "wrong"))]);
    begin(&test, Request::Retry { turn: answer.id }).await;
    assert_eq!(turns(&test).await.pop().unwrap().text, answer.text);
    test.fakes.models.say("here I am");
    begin(&test, Request::Retry { turn: answer.id }).await;
    assert_eq!(turns(&test).await.pop().unwrap().text, "here I am");
}

#[tokio::test]
async fn a_stop_before_the_first_word_leaves_the_words_to_be_asked_again() {
    let test = with_model().await;
    test.fakes.models.answer(vec![Line::Hang]);
    let request = Request::Say { uid: Uid::random().unwrap(), text: "wait".into(), pictures: Vec::new() };
    let begun = test.companion.dialogue().begin(request).await.unwrap();
    // Stopped once the model was asked, so that the script stays in step.
    while test.fakes.models.waiting() > 0 {
        tokio::task::yield_now().await;
    }
    test.companion.dialogue().stop().await;
    assert_eq!(texts(&test).await, ["wait"]);
    test.fakes.models.say("now");
    begin(&test, Request::Retry { turn: begun.kept.unwrap().id }).await;
    assert_eq!(texts(&test).await, ["wait", "now"]);
}

#[tokio::test]
async fn new_words_stop_the_answer_being_made_and_keep_its_place() {
    let test = with_model().await;
    test.fakes.models.answer(vec![Line::Say("I was saying".into()), Line::Hang]);
    let request = Request::Say { uid: Uid::random().unwrap(), text: "one".into(), pictures: Vec::new() };
    let begun = test.companion.dialogue().begin(request).await.unwrap();
    heard(begun.running.as_ref().unwrap(), "I was saying").await;
    say(&test, "two").await;
    let now = turns(&test).await;
    assert_eq!(now.iter().map(|t| t.text.as_str()).collect::<Vec<_>>(), ["one", "I was saying", "two", "…"]);
    assert_eq!(now[1].state, TurnState::Stopped);
}

#[tokio::test]
async fn an_answer_is_told_by_a_neutral_notice_only_while_nobody_looks() {
    let test = with_model().await;
    test.fakes.models.say("private words");
    say(&test, "one").await;
    assert!(test.fakes.notifier.notices().is_empty());
    test.fakes.notifier.hide();
    test.fakes.models.say("private words");
    say(&test, "two").await;
    let notices = test.fakes.notifier.notices();
    assert_eq!(notices.len(), 1);
    assert!(!format!("{:?}", notices[0]).contains("private"));
    test.companion
        .store()
        .write(|tx| settings::change(tx, &settings::Change { notify: Some(false), ..Default::default() }))
        .await
        .unwrap();
    say(&test, "three").await;
    assert_eq!(test.fakes.notifier.notices().len(), 1);
}

#[tokio::test]
async fn pages_go_both_ways_and_say_what_lies_beyond() {
    let test = with_model().await;
    for n in 0..30 {
        say(&test, &format!("turn {n}")).await;
    }
    let page = |from, limit| test.companion.store().read(move |c| conversation::page(c, from, limit));
    let latest = page(PageFrom::Latest, 10).await.unwrap();
    assert!(latest.has_earlier && !latest.has_later && latest.turns.len() == 10);
    let before = page(PageFrom::Before(latest.turns[0].id), 10).await.unwrap();
    assert_eq!(before.turns.last().unwrap().id.0 + 1, latest.turns[0].id.0);
    assert!(before.has_earlier && before.has_later);
    let around = page(PageFrom::Around(before.turns[5].id), 10).await.unwrap();
    assert!(around.turns.iter().any(|t| t.id == before.turns[5].id));
    let after = page(PageFrom::After(before.turns[9].id), 10).await.unwrap();
    assert_eq!(after.turns, latest.turns);
    let beyond = page(PageFrom::After(TurnId(10_000)), 10).await.unwrap();
    assert!(beyond.turns.is_empty() && beyond.has_earlier && !beyond.has_later);
    let first = page(PageFrom::Before(TurnId(1)), 10).await.unwrap();
    assert!(first.turns.is_empty() && !first.has_earlier && first.has_later);
}

#[tokio::test]
async fn search_finds_across_accents_and_languages_newest_first_and_marks_the_words() {
    let test = with_model().await;
    let a = say(&test, "Minha mãe fez maçãs assadas").await;
    let b = say(&test, "I was running with my mother").await;
    let c = say(&test, "mae de novo").await;
    assert_eq!(found(&test, "mae").await, [c.0, a.0]);
    assert_eq!(found(&test, "MÃE").await, [c.0, a.0]);
    assert_eq!(found(&test, "maçã").await, [a.0]);
    assert_eq!(found(&test, "run").await, [b.0]);
    assert_eq!(found(&test, "moth").await, [b.0], "the last word may be unfinished");
    assert_eq!(found(&test, "mãe jacarandá").await, [c.0, a.0], "any word, where no turn has all");
    assert!(found(&test, "\" OR * ) (").await.is_empty() && found(&test, "NOT").await.is_empty());
    let hits = test.companion.store().read(|c| search::search(c, "maca ", None, 5)).await.unwrap();
    let hit = &hits.hits[0];
    assert_eq!(&hit.excerpt[hit.marks[0].clone()], "maçãs");
}

#[tokio::test]
async fn what_a_crash_left_open_is_closed_at_the_next_opening_and_found() {
    let test = with_model().await;
    let asked = say(&test, "pergunta").await;
    let moment = Moment::of(&*test.fakes.clock);
    let (open, attempt) = test
        .companion
        .store()
        .write(move |tx| {
            let answer = conversation::Answer::default();
            let open = conversation::begin_answer(tx, Some(asked), "metade cambuci", &answer, &moment)?;
            let attempt = conversation::begin_attempt(tx, open, "tentativa", &answer, &moment)?;
            Ok((open, attempt))
        })
        .await
        .unwrap();
    let test = test.reopen().await;
    assert_eq!(test.companion.closed_open(), [open, open]);
    assert_eq!(turns(&test).await.pop().unwrap().state, TurnState::CutOff);
    assert_eq!(found(&test, "cambuci").await, [open.0]);
    let version =
        test.companion.store().read(move |c| conversation::by_version_id(c, attempt)).await.unwrap();
    assert_eq!(version.state, TurnState::CutOff);
}

#[tokio::test]
async fn the_day_s_copy_is_made_once_a_day_and_seven_are_kept() {
    let test = with_model().await;
    say(&test, "keep me").await;
    let mut events = test.companion.listen();
    for _ in 0..9 {
        test.fakes.clock.step(TimeDelta::days(1));
        while events.next().await != Some(samantha_core::event::Event::CopyMade { whole: true }) {}
        // The next one is planned after the copy is made.
        let planned = || {
            test.companion.store().read(|c| {
                let sql = "SELECT count(*) FROM job WHERE kind = 'copy' AND state = 'waiting'";
                Ok(c.query_row(sql, [], |row| row.get::<_, i64>(0))?)
            })
        };
        while planned().await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
    }
    let copies = samantha_core::store::copies::list(test.folder.path()).unwrap();
    assert_eq!(copies.len(), 7);
    let path = samantha_core::store::copies::path_of(test.folder.path(), &copies[0].name).unwrap();
    let look = samantha_core::store::copies::look_at(&path);
    assert!(look.whole && look.turns == 2, "{look:?}");
}

#[tokio::test]
async fn a_full_disk_refuses_the_words_clearly_and_keeps_what_was_there() {
    let test = with_model().await;
    say(&test, "before").await;
    test.companion
        .store()
        .write(|tx| {
            let pages: i64 = tx.query_row("PRAGMA page_count", [], |row| row.get(0))?;
            tx.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0))?;
            Ok(())
        })
        .await
        .unwrap();
    let request =
        Request::Say { uid: Uid::random().unwrap(), text: "x".repeat(200_000), pictures: Vec::new() };
    let error = test.companion.dialogue().begin(request).await.unwrap_err();
    assert_eq!(samantha_core::error::kind_of(&error), samantha_core::error::Kind::DiskFull);
    assert_eq!(texts(&test).await, ["before", "…"]);
}

#[tokio::test]
async fn everything_can_be_exported() {
    let test = with_model().await;
    test.fakes.models.say("resposta com `código`");
    let turn = say(&test, "uma pergunta").await;
    begin(&test, Request::Edit { turn, text: "outra pergunta".into() }).await;
    let folder = tempfile::tempdir().unwrap();
    let now = samantha_core::clock::Clock::local(&*test.fakes.clock);
    for (name, format) in [("all.md", export::Format::Markdown), ("all.json", export::Format::Json)] {
        let path = folder.path().join(name);
        let wanted = export::Wanted { format, path, language: Language::PtBr, name: "Samantha".into(), now };
        let turns = test.companion.store().read(move |c| export::export(c, &wanted)).await.unwrap();
        assert_eq!(turns, 2);
    }
    insta::assert_snapshot!(
        "export-markdown",
        std::fs::read_to_string(folder.path().join("all.md")).unwrap()
    );
    let json = std::fs::read_to_string(folder.path().join("all.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["turns"][0]["text"], "outra pergunta");
    assert_eq!(json["turns"][0]["versions"][0]["text"], "uma pergunta");
    assert_eq!(json["turns"][1]["versions"][0]["text"], "resposta com `código`");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing unfinished is left");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_are_kept_as_they_are_found_by_themselves_and_forgotten_from_the_index(text in "\\PC{1,80}") {
        prop_assume!(!text.trim().is_empty());
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        samantha_core::store::create_old(&mut connection, samantha_core::store::SCHEMA_VERSION).unwrap();
        let said = Moment { at: 0, zone: "UTC".into(), offset_seconds: 0 };
        let tx = connection.transaction().unwrap();
        let turn = conversation::keep_words(&tx, Uid::random().unwrap(), &text, &said, &[]).unwrap().turn;
        prop_assert_eq!(&turn.text, &text);
        let words = samantha_core::store::words::split(&text);
        if !words.is_empty() {
            let hits = search::search(&tx, &format!("{text} "), None, 5).unwrap();
            prop_assert_eq!(hits.hits.len(), 1);
            for mark in &hits.hits[0].marks {
                prop_assert!(hits.hits[0].excerpt.get(mark.clone()).is_some());
            }
        }
        samantha_core::forgetting::forget_turn(&tx, turn.id).unwrap();
        tx.execute("INSERT INTO words(words) VALUES ('integrity-check')", []).unwrap();
        prop_assert!(search::search(&tx, &text, None, 5).unwrap().hits.is_empty());
    }
}
