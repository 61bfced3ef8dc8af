use crate::Story;
use chrono::TimeDelta;
use samantha_api::wire::{Converse, Delta, Event, Hits, Opening, Page, Sent, Turn, TurnState, Version};
use samantha_core::{
    ports::{ModelError, ModelErrorKind},
    testing::Line,
};
use samantha_tests::lives::{call, closed, converse, converse_to_end, every_turn, kept, opening, say};
use serde_json::{Value, json};

async fn texts(story: &Story) -> Vec<String> {
    every_turn(&story.api).await.unwrap().into_iter().map(|turn| turn.text).collect()
}

#[tokio::test]
async fn a_year_later_every_word_is_there() {
    let story = Story::with_model().await;
    story.fakes.models.say("Que bom. Como ela está?");
    let deltas = converse_to_end(&story.api, say("Hoje tomei café com a Lia.").unwrap()).await;
    assert!(matches!(deltas[0], Delta::Kept { .. }), "the words are kept before anything else: {deltas:?}");
    let _nothing: Value = call(&story.api, "save_draft", json!({"text": "e também"})).await.unwrap();

    let story = story.close_and_open().await;
    story.fakes.clock.step(TimeDelta::days(365));
    let opened = opening(&story.api).await.unwrap();
    assert_eq!(opened.draft, "e também");
    assert_eq!((opened.turns, opened.page.turns.len()), (2, 2));
    story.fakes.models.say("Um ano.");
    let deltas = converse_to_end(&story.api, say("voltei").unwrap()).await;
    let (before, now) = (&opened.page.turns[0], kept(&deltas).unwrap());
    assert_ne!(before.episode, now.episode);
    let prompt = story.fakes.models.prompts().pop().unwrap();
    let last = &prompt.messages.last().unwrap().text;
    assert!(last.contains("1 ano") || last.contains("1 year"), "{last}");
    let hits: Hits =
        call(&story.api, "search", json!({"query": "cafe com lia", "before": null})).await.unwrap();
    assert_eq!(hits.hits[0].turn, before.id);
    assert_eq!(hits.hits[0].day, "2026-03-02");
}

#[tokio::test]
async fn with_no_model_she_is_there_all_the_same_and_says_so_once() {
    let story = Story::begin().await;
    let _settings: Value =
        call(&story.api, "change_settings", json!({"chosenLanguage": "ptBr"})).await.unwrap();
    let opened = opening(&story.api).await.unwrap();
    assert_eq!(
        (opened.whereto.host, opened.whereto.model),
        (None, None),
        "everything stays on this computer"
    );
    let mut told = 0;
    for text in ["oi, tudo bem?", "meu dia foi longo", "minha irmã ligou ontem", "estou cansado"] {
        story.fakes.clock.step(TimeDelta::minutes(1));
        let turn = closed(&converse_to_end(&story.api, say(text).unwrap()).await).unwrap();
        assert_eq!(turn.answered_by.unwrap().model, None);
        told += usize::from(turn.text.contains("Ajustes"));
    }
    assert_eq!(told, 1, "{:#?}", texts(&story).await);
}

#[tokio::test]
async fn what_was_said_before_is_found_with_its_words_and_date_without_a_model() {
    let story = Story::begin().await;
    let _settings: Value =
        call(&story.api, "change_settings", json!({"chosenLanguage": "en"})).await.unwrap();
    converse_to_end(&story.api, say("My sister Clara is moving to Lisbon in June.").unwrap()).await;
    for n in 0..30 {
        story.fakes.clock.step(TimeDelta::days(1));
        converse_to_end(&story.api, say(&format!("Day {n} was quiet at work.")).unwrap()).await;
    }
    let asked = say("What did I tell you about my sister?").unwrap();
    let turn = closed(&converse_to_end(&story.api, asked).await).unwrap();
    assert!(turn.text.contains("moving to Lisbon") && turn.text.contains("March"), "{}", turn.text);
}

#[tokio::test]
async fn words_of_crisis_show_the_lines_that_help_before_any_answer() {
    for (text, country, number) in [("quero me matar", "BR", "188"), ("I want to kill myself", "US", "988")] {
        let story = Story::with_model().await;
        let _settings: Value =
            call(&story.api, "change_settings", json!({"country": country})).await.unwrap();
        let deltas = converse_to_end(&story.api, say(text).unwrap()).await;
        assert!(matches!(deltas[0], Delta::Kept { .. }));
        let Delta::Help { help } = &deltas[1] else { panic!("help comes first: {deltas:?}") };
        assert_eq!(help.lines[0].call.as_deref(), Some(number));
        assert!(matches!(deltas[2], Delta::Answering { .. }));
    }
}

#[tokio::test]
async fn a_page_that_reloads_joins_the_running_answer() {
    let story = Story::with_model().await;
    story.fakes.models.answer(vec![
        Line::Say("so far ".into()),
        Line::Wait,
        Line::Say("and the rest".into()),
    ]);
    let mut first = converse(&story.api, say("tell me").unwrap());
    while !matches!(first.recv().await, Some(Delta::Piece { .. } | Delta::Answering { .. })) {}
    drop(first);
    while story.fakes.models.waiting() > 0 || !running_text(&story).await.contains("so far") {
        tokio::task::yield_now().await;
    }
    assert!(call::<Opening>(&story.api, "open", json!({})).await.unwrap().answering);
    let mut again = converse(&story.api, Converse::Rejoin {});
    let Some(Delta::Answering { text, reply_to, .. }) = again.recv().await else { panic!() };
    assert_eq!((text.as_str(), reply_to), ("so far ", Some(1)));
    story.fakes.models.go();
    let mut rest = String::new();
    let turn = loop {
        match again.recv().await.unwrap() {
            Delta::Piece { text } => rest.push_str(&text),
            Delta::Closed { turn, .. } => break turn.unwrap(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!((rest.as_str(), turn.text.as_str()), ("and the rest", "so far and the rest"));
    let idle = converse_to_end(&story.api, Converse::Rejoin {}).await;
    assert_eq!(idle, [Delta::Idle {}]);
}

async fn running_text(story: &Story) -> String {
    let mut rejoined = converse(&story.api, Converse::Rejoin {});
    match rejoined.recv().await {
        Some(Delta::Answering { text, .. }) => text,
        _ => String::new(),
    }
}

#[tokio::test]
async fn stop_keeps_what_was_said_and_retry_asks_again_with_the_same_words() {
    let story = Story::with_model().await;
    story.fakes.models.answer(vec![Line::Say("once upon".into()), Line::Hang]);
    let mut heard = converse(&story.api, say("a story").unwrap());
    let mut so_far = String::new();
    while so_far != "once upon" {
        match heard.recv().await.unwrap() {
            Delta::Piece { text } | Delta::Answering { text, .. } => so_far.push_str(&text),
            _ => {}
        }
    }
    let _nothing: Value = call(&story.api, "stop", json!({})).await.unwrap();
    let Some(Delta::Closed { turn: Some(stopped), .. }) = heard.recv().await else { panic!() };
    assert_eq!((stopped.state, stopped.text.as_str()), (TurnState::Stopped, "once upon"));
    story.fakes.models.say("a whole story");
    let again = closed(&converse_to_end(&story.api, Converse::Retry { turn: stopped.id }).await).unwrap();
    assert_eq!((again.id, again.text.as_str(), again.versions), (stopped.id, "a whole story", 1));
    let versions: Vec<Version> = call(&story.api, "versions", json!({"turn": again.id})).await.unwrap();
    assert_eq!(versions[0].text, "once upon");
    let prompts = story.fakes.models.prompts();
    assert_eq!(prompts[0].messages.last(), prompts[1].messages.last(), "the same words");
}

#[tokio::test]
async fn every_failure_of_a_model_keeps_the_words_and_says_which_it_was() {
    use ModelErrorKind as K;
    for kind in [
        K::Auth,
        K::Quota,
        K::Rate,
        K::Unreachable,
        K::Overloaded,
        K::UnknownModel,
        K::Refused,
        K::ContextTooLong,
        K::BrokenStream,
        K::Timeout,
        K::Unreadable,
        K::WorkerDied,
        K::BadFile,
        K::NoMemory,
        K::Limit,
    ] {
        let story = Story::with_model().await;
        // A provider that wants a day to itself is not waited for; a prompt is made shorter twice, a worker started once.
        let retry_after = Some(std::time::Duration::from_secs(86_400));
        let asks = match kind {
            K::ContextTooLong => 3,
            K::WorkerDied => 2,
            _ => 1,
        };
        for _ in 0..asks {
            let failed = ModelError { retry_after, ..ModelError::new(kind, "no") };
            story.fakes.models.answer(vec![Line::Fail(failed)]);
        }
        let deltas = converse_to_end(&story.api, say("are you there?").unwrap()).await;
        assert!(
            deltas.iter().any(|d| matches!(d, Delta::Closed { failure: Some(f), .. } if f == kind.code()))
        );
        let answer = closed(&deltas).unwrap();
        assert_eq!(answer.failure.as_deref(), Some(kind.code()));

        story.fakes.models.answer(vec![Line::Say("I am h".into()), Line::Fail(ModelError::new(kind, "no"))]);
        let cut = closed(&converse_to_end(&story.api, say("really?").unwrap()).await).unwrap();
        assert_eq!(
            (cut.text.as_str(), cut.state, cut.failure.as_deref()),
            ("I am h", TurnState::CutOff, Some(kind.code()))
        );
        assert_eq!(texts(&story).await.len(), 4);
    }
}

#[tokio::test]
async fn what_was_sent_can_be_looked_at_whole() {
    let story = Story::with_model().await;
    story.fakes.models.say("hello");
    let answer = closed(&converse_to_end(&story.api, say("hi there").unwrap()).await).unwrap();
    let sent: Option<Sent> = call(&story.api, "sent", json!({"turn": answer.id})).await.unwrap();
    let sent = sent.unwrap();
    let prompt = story.fakes.models.prompts().pop().unwrap();
    let (shown, real): (Vec<_>, Vec<_>) =
        (sent.messages.iter().map(|m| &m.text).collect(), prompt.messages.iter().map(|m| &m.text).collect());
    assert_eq!(shown, real);
    assert!(sent.tokens <= sent.budget);
    let story = story.close_and_open().await;
    let sent: Option<Sent> = call(&story.api, "sent", json!({"turn": answer.id})).await.unwrap();
    assert!(sent.is_none(), "it was held in memory only");
}

#[tokio::test]
async fn events_tell_ids_and_outlive_a_life_that_is_replaced() {
    let story = Story::with_model().await;
    let mut events = story.api.events();
    let waiting = tokio::spawn(async move {
        let mut seen = Vec::new();
        while let Some(event) = events.next().await {
            seen.push(event);
        }
        seen
    });
    tokio::task::yield_now().await;
    converse_to_end(&story.api, say("one").unwrap()).await;
    let copy: samantha_api::wire::Copy = call(&story.api, "make_copy", json!({})).await.unwrap();
    let _opening: Opening = call(&story.api, "restore_copy", json!({"name": copy.name})).await.unwrap();
    tokio::task::yield_now().await;
    converse_to_end(&story.api, say("two").unwrap()).await;
    story.api.close().await;
    let seen = waiting.await.unwrap();
    assert!(seen.contains(&Event::TurnsChanged { turns: vec![1] }), "{seen:?}");
    assert!(
        seen.contains(&Event::Overflowed {}) && seen.contains(&Event::TurnsChanged { turns: vec![3] }),
        "{seen:?}"
    );
}

#[tokio::test]
async fn she_may_speak_first() {
    let story = Story::with_model().await;
    story.fakes.models.say("Shall I begin?");
    let turn: Turn = closed(&converse_to_end(&story.api, Converse::GoOn {}).await).unwrap();
    assert_eq!((turn.id, turn.reply_to), (1, None));
}

#[tokio::test]
async fn commands_that_make_no_sense_are_refused_with_a_code() {
    let story = Story::begin().await;
    for (name, args, code) in [
        ("no_such", json!({}), "unknown_command"),
        ("page", json!({"from": "latest"}), "bad_arguments"),
        ("page", json!({"from": "latest", "limit": 5_000}), "bad_input"),
        ("delete_turn", json!({"turn": 99}), "gone"),
        ("restore_copy", json!({"name": "../../etc/passwd"}), "bad_input"),
        ("export", json!({"format": "json", "path": "relative"}), "bad_input"),
        ("begin_anew", json!({}), "not_now"),
        ("change_settings", json!({"profile": 7}), "gone"),
        ("change_settings", json!({"country": "Brazil"}), "bad_input"),
    ] {
        let error = story.api.call(name, args).await.unwrap_err();
        assert_eq!(error.code, code, "{name}: {}", error.message);
    }
    let refused = converse_to_end(
        &story.api,
        Converse::Say { uid: "x".into(), text: "hi".into(), pictures: Vec::new() },
    )
    .await;
    assert!(matches!(&refused[..], [Delta::NotKept { error }] if error.code == "bad_input"));
    let blank = converse_to_end(&story.api, say("  \n").unwrap()).await;
    assert!(matches!(&blank[..], [Delta::NotKept { .. }]));
    story.api.close().await;
    assert_eq!(story.api.call("open", json!({})).await.unwrap_err().code, "closing");
    let page: Result<Page, _> = call(&story.api, "page", json!({"from": "latest", "limit": 5})).await;
    assert!(page.is_err());
}
