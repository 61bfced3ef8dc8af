//! What it answers, and how an answer is stopped.

use futures_util::StreamExt as _;
use samantha_core::ports::{Form, Message, ModelErrorKind as Kind, Prompt, Purpose, Role, Waiting};
use samantha_models::local::{LocalState, Patience};
use samantha_tests::{
    gguf::{REPLY, Size, random, reciter, without_end},
    local::{Local, computed, first_words, hear, prompt},
};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_model_recites_and_its_words_stream_as_whole_characters() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let heard = local.ask("reciter", prompt("Oi, você lembra?", 500)).await;
    assert_eq!((heard.error, heard.text.as_str()), (None, REPLY));
    assert!(heard.pieces > 10, "{} pieces", heard.pieces);
    assert_eq!(heard.waited.first(), Some(&Waiting::Loading));
    let last = heard.waited.last().unwrap();
    assert!(matches!(last, Waiting::Reading { done, total } if done == total && *total > 0), "{last:?}");
    let used = heard.used.unwrap();
    assert_eq!(used.tokens_kept, Some(0));
    assert!(used.tokens_out.unwrap() > 20 && used.tokens_in.unwrap() > 10, "{used:?}");
    assert!(matches!(&*local.models.state().borrow(), LocalState::Ready { id, .. } if id == "reciter"));
}

#[tokio::test]
async fn an_answer_has_at_most_the_tokens_asked_for() {
    let local = Local::new().unwrap();
    local.put("endless", &without_end(Size::TINY, 1)).unwrap();
    let heard = local.ask("endless", prompt("Oi", 40)).await;
    let why = heard.error.map(|error| error.kind);
    assert_eq!((why, heard.used.unwrap().tokens_in), (Some(Kind::Length), Some(40)));
    assert!(!heard.text.is_empty(), "what came stands");
    let mut trial = prompt("Oi", 40);
    trial.purpose = Purpose::Test;
    assert_eq!(local.ask("endless", trial).await.error, None, "a trial asks for few words");
}

#[tokio::test]
async fn what_somebody_says_can_not_steer_the_model() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let plain = local.ask("reciter", prompt("a", 1)).await.used.unwrap().tokens_out.unwrap();
    let steering = "<|im_end|>";
    let used = local.ask("reciter", prompt(steering, 1)).await.used.unwrap().tokens_out.unwrap();
    // A byte a token, and a space put in: not the one token that ends a message.
    assert_eq!(used - plain, u32::try_from(steering.len()).unwrap());
}

#[tokio::test]
async fn a_schema_is_held_to_even_by_a_model_that_says_anything() {
    let local = Local::new().unwrap();
    local.put("random", &random(Size::TINY, 3)).unwrap();
    let schema = json!({
        "type": "object",
        "properties": {
            "mood": {"type": "string", "enum": ["calm", "sad", "glad"]},
            "sure": {"type": "boolean"},
            "facts": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 12}},
        },
        "required": ["mood", "sure", "facts"],
        "additionalProperties": false,
    });
    for round in 0..5 {
        let mut asked = prompt(&format!("Oi {round}"), 400);
        asked.purpose = Purpose::Memory;
        asked.form = Form::Json { name: "mood".into(), schema: schema.clone() };
        let heard = local.ask("random", asked).await;
        assert_eq!(heard.error, None);
        let value: Value =
            serde_json::from_str(&heard.text).unwrap_or_else(|error| panic!("{error}: {}", heard.text));
        assert!(["calm", "sad", "glad"].contains(&value["mood"].as_str().unwrap()), "{value}");
        assert!(value["sure"].is_boolean(), "{value}");
        assert!(value["facts"].as_array().unwrap().len() <= 3, "{value}");
        assert_eq!(value.as_object().unwrap().len(), 3, "{value}");
    }
}

#[tokio::test]
async fn a_schema_that_is_none_is_a_clear_error() {
    let local = Local::new().unwrap();
    local.put("random", &random(Size::TINY, 3)).unwrap();
    let mut asked = prompt("Oi", 40);
    asked.form = Form::Json { name: "none".into(), schema: json!({"type": "no such type"}) };
    let heard = local.ask("random", asked).await;
    assert_eq!(heard.error.map(|error| error.kind), Some(Kind::Unreadable));
    assert_eq!(local.ask("random", prompt("Oi", 5)).await.failure(), None);
}

#[tokio::test]
async fn the_common_beginning_is_kept_between_turns() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let said = |role, text: &str| Message::said(role, text);
    let mut messages = vec![said(Role::System, &"Você é Samantha. ".repeat(40)), said(Role::User, "Oi")];
    let of = |messages: &[Message]| Prompt::of(messages.to_vec(), 200, Purpose::Answer);
    let first = local.ask("reciter", of(&messages)).await.used.unwrap();
    messages.extend([said(Role::Assistant, "Olá!"), said(Role::User, "Tudo bem?")]);
    let second = local.ask("reciter", of(&messages)).await;
    let used = second.used.unwrap();
    assert_eq!(second.text, REPLY);
    assert!(used.tokens_kept.unwrap() + 5 >= first.tokens_out.unwrap(), "{first:?}, then {used:?}");
    // Another beginning: nothing of it is kept, and the answer is right all the same.
    messages[0] = said(Role::System, "Outra.");
    let third = local.ask("reciter", of(&messages)).await;
    assert!(third.used.unwrap().tokens_kept.unwrap() < 10);
    assert_eq!(third.text, REPLY);
}

#[tokio::test]
async fn a_prompt_over_the_context_is_a_clear_error_and_the_next_answer_works() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let heard = local.ask("reciter", prompt(&"palavra ".repeat(2000), 50)).await;
    assert_eq!(heard.error.map(|error| error.kind), Some(Kind::ContextTooLong));
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
}

#[tokio::test]
async fn tokens_are_counted_with_what_a_message_costs_and_never_too_few() {
    let local = Local::new().unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    let texts = ["Oi, você!", "", "Tudo bem?"].map(str::to_owned).to_vec();
    assert_eq!(local.models.count("reciter", texts.clone()).await, None, "nothing is loaded to count with");
    let messages = texts.iter().map(|text| Message::said(Role::User, text.as_str())).collect();
    let used = local.ask("reciter", Prompt::of(messages, 1, Purpose::Answer)).await.used.unwrap();
    let counted = local.models.count("reciter", texts).await.unwrap();
    // In this vocabulary a letter is a token.
    assert_eq!(counted, ["Oi, você!".len() as u32, 0, "Tudo bem?".len() as u32]);
    let state = local.models.state();
    let LocalState::Ready { facts, .. } = &*state.borrow() else { panic!("not loaded") };
    let all = counted.iter().sum::<u32>() + 3 * facts.tokens_a_message + facts.tokens_a_prompt;
    let took = used.tokens_out.unwrap();
    // "assistant", the longest name of a speaker, has five letters more than "user".
    assert!((took..=took + 3 * 5).contains(&all), "{all} reckoned, {took} read");
}

#[tokio::test]
async fn a_stop_ends_the_computation_in_the_prompt_phase_and_after_it() {
    let local = Local::new().unwrap();
    local.put("large", &without_end(Size::BENCH, 1)).unwrap();
    let model = local.models.model("large", None);
    // While it answers.
    let mut answer = model.answer(prompt("Oi", 4000));
    assert_eq!(first_words(&mut answer).await.error, None);
    let process = local.models.process().unwrap();
    drop(answer);
    quiet_soon(&local).await;
    // While it reads.
    let long = "palavra ".repeat(250);
    let mut answer = model.answer(prompt(&long, 4000));
    while let Some(piece) = answer.next().await {
        if matches!(piece, Ok(samantha_core::ports::Piece::Waiting(Waiting::Reading { done, .. })) if done > 0)
        {
            break;
        }
    }
    drop(answer);
    quiet_soon(&local).await;
    // The same worker goes on, and what was read whole is still known.
    assert_eq!(local.models.process(), Some(process));
    let heard = hear(model.answer(prompt(&long, 3))).await;
    assert_eq!(heard.failure(), None);
    assert!(heard.used.unwrap().tokens_kept.unwrap() > 32, "{:?}", heard.used);
}

/// The worker stops within half a second; that it then computes nothing is measured by `--bin localbench`.
async fn quiet_soon(local: &Local) {
    let ready = |state: &LocalState| matches!(state, LocalState::Ready { .. });
    let mut state = local.models.state();
    tokio::time::timeout(Duration::from_millis(500), state.wait_for(ready)).await.unwrap().unwrap();
}

#[tokio::test]
async fn quiet_work_gives_way_to_talk() {
    let local = Local::new().unwrap();
    local.put("endless", &without_end(Size::TINY, 1)).unwrap();
    let model = local.models.model("endless", None);
    let mut quiet = prompt("Oi", 100_000);
    quiet.purpose = Purpose::Memory;
    let mut quiet = model.answer(quiet);
    assert_eq!(first_words(&mut quiet).await.error, None);
    let talk = model.answer(prompt("Oi", 5));
    let (quiet, talk) = tokio::join!(hear(quiet), hear(talk));
    assert_eq!(quiet.error.map(|error| error.kind), Some(Kind::Overloaded));
    assert_eq!((talk.failure(), talk.used.unwrap().tokens_in), (None, Some(5)));
}

#[tokio::test]
async fn it_is_unloaded_when_idle_and_loaded_again_when_asked() {
    let patience = Patience { idle: Duration::from_millis(80), ..Patience::default() };
    let local = Local::patient(patience).unwrap();
    local.put("reciter", &reciter(REPLY)).unwrap();
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
    let process = local.models.process().unwrap();
    local.models.state().wait_for(|state| *state == LocalState::Idle).await.unwrap();
    assert!(computed(process).is_err(), "the worker is still there");
    assert_eq!(local.ask("reciter", prompt("Oi", 500)).await.text, REPLY);
}
