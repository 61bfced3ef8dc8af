//! What she is given to remember in talk.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod life;

use chrono::TimeDelta;
use life::{given_tools, say, turns, with_model, with_model_on};
use samantha_core::{
    conversation::Turn,
    dialogue::Request,
    id::TurnId,
    memory::{
        avoided,
        part::Source,
        recalled::{self, Recalled},
    },
    ports::ToolCall,
    testing::{Fakes, LetterEmbedder, Line, TestCompanion},
};
use std::sync::Arc;

/// A year of days nothing belongs to, after something was said.
async fn a_year_after(said: &[&str]) -> TestCompanion {
    let test = with_model().await;
    for words in said {
        test.fakes.models.say("Entendi.");
        say(&test, words).await;
        test.fakes.clock.step(TimeDelta::hours(5));
    }
    for n in 0..60 {
        test.fakes.models.say(&format!("Que dia, o {n}. {}", "Almoço, reunião, chuva fina. ".repeat(8)));
        say(&test, &format!("Hoje foi o dia {n}, {}", "o ônibus atrasou e o café esfriou. ".repeat(6))).await;
        test.fakes.clock.step(TimeDelta::days(6));
    }
    test
}

/// The last message of the last prompt.
fn asked(test: &TestCompanion) -> String {
    test.fakes.models.prompts().pop().unwrap().messages.pop().unwrap().text
}

async fn answer(test: &TestCompanion) -> Turn {
    turns(test).await.pop().unwrap()
}

async fn recalled_of(test: &TestCompanion, answer: TurnId) -> Vec<Recalled> {
    test.companion.store().read(move |c| recalled::of(c, answer)).await.unwrap()
}

#[tokio::test]
async fn what_belongs_to_the_words_stands_before_the_moment_with_its_day_and_is_shown_with_its_reasons() {
    let test = a_year_after(&["Minha irmã Clara vai operar o joelho em junho."]).await;
    say(&test, "Fui visitar a Clara, o joelho dela ainda dói.").await;
    let last = asked(&test);
    let (memory, moment) = (last.find("vai operar o joelho").unwrap(), last.find("Fui visitar").unwrap());
    assert!(memory < moment && last.contains("2026-03-02"), "{last}");
    let given = answer(&test).await;
    assert_eq!(given.recalled, 2, "that Clara is the sister, and the moment");
    let recalled = recalled_of(&test, given.id).await;
    assert!(matches!(recalled[0].source, Source::Fact(_)));
    assert_eq!(recalled[1].source, Source::Turn(TurnId(1)));
    let why = &recalled[1].why;
    assert!(why.len() > 3 && why.windows(2).all(|two| two[0].1 >= two[1].1), "most telling first: {why:?}");
    let sent = test.companion.dialogue().sent(given.id).unwrap();
    assert!(sent.messages.last().unwrap().text.contains("vai operar o joelho"), "shown as sent");

    // Forgotten, it is gone from the reasons, too.
    test.companion.delete_turn(TurnId(1)).await.unwrap();
    assert_eq!(recalled_of(&test, given.id).await.len(), 1, "hidden at once");
    test.fakes.clock.step(TimeDelta::seconds(20));
}

#[tokio::test]
async fn nothing_is_remembered_where_nothing_belongs_and_nothing_that_the_prompt_holds() {
    let test = a_year_after(&["Minha irmã Clara vai operar o joelho em junho."]).await;
    say(&test, "nossa, que calor").await;
    let plain = asked(&test);
    assert!(plain.starts_with('[') && !plain.contains("operar"), "{plain}");
    assert_eq!(answer(&test).await.recalled, 0);
    say(&test, "Comprei um violoncelo usado.").await;
    say(&test, "O violoncelo tem uma corda só.").await;
    let last = asked(&test);
    assert_eq!(last.matches("violoncelo usado").count(), 0, "it stands in the talk: {last}");
}

#[tokio::test]
async fn what_is_to_be_avoided_is_no_memory_and_she_is_told_to_leave_it() {
    let test = a_year_after(&["Minha irmã Clara vai operar o joelho em junho."]).await;
    let avoid = |tx: &rusqlite::Transaction<'_>| avoided::add(tx, "o joelho da Clara", None, 0);
    let avoided = test.companion.store().write(avoid).await.unwrap();
    say(&test, "Fui visitar a Clara, o joelho dela ainda dói.").await;
    assert!(!asked(&test).contains("vai operar"));
    let who = test.fakes.models.prompts().pop().unwrap().messages.remove(0).text;
    assert!(who.contains("- o joelho da Clara"), "{who}");
    let allow = move |tx: &rusqlite::Transaction<'_>| avoided::allow(tx, avoided.id);
    test.companion.store().write(allow).await.unwrap();
    say(&test, "O joelho da Clara melhorou um pouco.").await;
    assert!(asked(&test).contains("vai operar"));
}

#[tokio::test]
async fn an_answer_asked_again_remembers_the_same_and_one_that_speaks_first_nothing() {
    let test = a_year_after(&["Minha irmã Clara vai operar o joelho em junho."]).await;
    say(&test, "A Clara ligou, o joelho dói.").await;
    let first = answer(&test).await;
    life::begin(&test, Request::Retry { turn: first.id }).await;
    assert!(asked(&test).contains("vai operar o joelho"));
    assert_eq!(answer(&test).await.recalled, 2);
    life::begin(&test, Request::GoOn).await;
    assert!(!asked(&test).contains("vai operar"));
}

#[tokio::test]
async fn a_model_that_looks_finds_what_no_word_of_it_says() {
    let test =
        with_model_on(Fakes { embedder: Arc::new(LetterEmbedder::default()), ..Fakes::default() }).await;
    given_tools(&test).await;
    let mut events = test.companion.listen();
    for words in ["We adopted a puppy.", "The dentist pulled out a tooth.", "Our choir sang at the theatre."]
    {
        say(&test, words).await;
    }
    let reads_on = || test.companion.reader().progress();
    while reads_on().read < 6 || reads_on().waiting > 0 {
        events.next().await;
    }
    let call = ToolCall {
        id: "a".into(),
        name: "search_memory".into(),
        // No form of a word that was said; its letters are near.
        arguments: r#"{"words": "dentistry"}"#.into(),
        seal: String::new(),
    };
    test.fakes.models.answer(vec![Line::Call(call)]);
    test.fakes.models.say("A tooth.");
    say(&test, "What was pulled?").await;
    let given = asked(&test);
    assert!(given.contains("pulled out a tooth"), "{given}");
}
