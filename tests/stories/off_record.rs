use crate::{Story, holds};
use samantha_api::wire::{Converse, Delta, Event, Sent, Turn};
use samantha_tests::lives::{call, closed, converse_to_end, every_turn, kept, opening, say};
use serde_json::{Value, json};

async fn off_record(story: &Story, on: bool) {
    call::<()>(&story.api, "set_off_record", json!({"on": on})).await.unwrap();
}

async fn said(story: &Story, text: &str) -> (Turn, Turn) {
    let deltas = converse_to_end(&story.api, say(text).unwrap()).await;
    (kept(&deltas).unwrap(), closed(&deltas).unwrap())
}

#[tokio::test]
async fn what_is_said_off_the_record_is_answered_and_kept_nowhere() {
    let story = Story::with_model().await;
    said(&story, "ontem fui ao mercado").await;
    let mut events = story.api.events();
    off_record(&story, true).await;
    assert_eq!(events.next().await, Some(Event::OffRecordChanged { on: true }));
    call::<()>(&story.api, "save_draft", json!({"text": "rascunho quixotesco"})).await.unwrap();
    story.fakes.models.say("Conta-me do zabumba.");
    let (words, answer) = said(&story, "ninguém sabe do ornitorrinco").await;
    assert!(words.off_record && answer.off_record && words.id < 0 && answer.reply_to == Some(words.id));
    said(&story, "e agora?").await;
    let prompt = story.fakes.models.prompts().pop().unwrap();
    let told: Vec<&str> = prompt.messages.iter().map(|message| message.text.as_str()).collect();
    let all = told.join("\n");
    assert!(
        all.contains("mercado") && all.contains("ornitorrinco") && all.contains("zabumba"),
        "while it lasts she knows what was said before and since: {all}"
    );

    // A page that opens meanwhile sees it, at the end.
    let opened = opening(&story.api).await.unwrap();
    assert!(opened.off_record && opened.draft.is_empty());
    let texts: Vec<&str> = opened.page.turns.iter().map(|turn| turn.text.as_str()).collect();
    assert_eq!(texts[2..4], ["ninguém sabe do ornitorrinco", "Conta-me do zabumba."]);
    assert_eq!(opened.turns, 2, "nothing was kept");

    let home = story.folder.path();
    let nowhere = |when: &str| {
        for word in ["ornitorrinco", "zabumba", "quixotesco"] {
            assert!(!holds(home, word.as_bytes()), "{word} is in a file {when}");
        }
        assert!(holds(home, b"mercado"), "the search would see it");
    };
    nowhere("while it lasts");
    off_record(&story, false).await;
    assert_eq!(every_turn(&story.api).await.unwrap().len(), 2, "it is gone");
    let sent: Option<Sent> = call(&story.api, "sent", json!({"turn": answer.id})).await.unwrap();
    assert_eq!(sent, None);
    said(&story, "do que falamos?").await;
    let prompt = story.fakes.models.prompts().pop().unwrap();
    assert!(prompt.messages.iter().all(|message| !message.text.contains("ornitorrinco")));
    story.api.close().await;
    nowhere("after closing");
}

#[tokio::test]
async fn off_the_record_an_answer_can_be_asked_again_and_words_not_be_edited() {
    let story = Story::with_model().await;
    off_record(&story, true).await;
    story.fakes.models.say("one");
    let (words, answer) = said(&story, "a secret").await;
    story.fakes.models.say("two");
    let deltas = converse_to_end(&story.api, Converse::Retry { turn: answer.id }).await;
    let again = closed(&deltas).unwrap();
    assert_eq!((again.text.as_str(), again.reply_to), ("two", Some(words.id)));
    let texts: Vec<String> =
        opening(&story.api).await.unwrap().page.turns.into_iter().map(|t| t.text).collect();
    assert_eq!(texts, ["a secret", "two"]);
    let edit = Converse::Edit { turn: words.id, text: "else".to_owned() };
    assert!(matches!(converse_to_end(&story.api, edit).await[..], [Delta::Refused { .. }]));
    off_record(&story, false).await;
    let gone = converse_to_end(&story.api, Converse::Retry { turn: again.id }).await;
    assert!(matches!(gone[..], [Delta::Refused { .. }]));
}

#[tokio::test]
async fn with_no_model_she_listens_off_the_record_too_and_ending_it_ends_an_answer_being_made() {
    let story = Story::begin().await;
    let _settings: Value =
        call(&story.api, "change_settings", json!({"chosenLanguage": "en"})).await.unwrap();
    off_record(&story, true).await;
    let (_, answer) = said(&story, "my brother Caio lost his job").await;
    assert!(!answer.text.is_empty() && answer.answered_by.unwrap().model.is_none());
    off_record(&story, false).await;
    assert_eq!(opening(&story.api).await.unwrap().turns, 0);

    let story = Story::with_model().await;
    off_record(&story, true).await;
    story.fakes.models.answer(vec![
        samantha_core::testing::Line::Say("begun".to_owned()),
        samantha_core::testing::Line::Hang,
    ]);
    let mut deltas = samantha_tests::lives::converse(&story.api, say("wait").unwrap());
    let begun = |delta: Option<Delta>| match delta {
        Some(Delta::Answering { text, .. } | Delta::Piece { text }) => !text.is_empty(),
        Some(_) => false,
        None => true,
    };
    while !begun(deltas.recv().await) {}
    off_record(&story, false).await;
    let mut ended = false;
    while let Some(delta) = deltas.recv().await {
        ended |= matches!(delta, Delta::Closed { .. });
    }
    assert!(ended);
    assert!(opening(&story.api).await.unwrap().page.turns.is_empty());
}
