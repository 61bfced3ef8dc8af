//! What is private goes to no model away, by whatever road.

use crate::{
    Story,
    memory::{days_pass, facts, in_portuguese, said},
};
use samantha_api::wire::{Converse, Fact, Profile};
use samantha_core::{
    ports::{ModelError, ModelErrorKind, Prompt, ToolCall},
    testing::Line,
};
use samantha_tests::lives::{call, converse_to_end};
use serde_json::{Value, json};

/// A model away from this computer, with its key.
async fn model_away(story: &Story) -> i64 {
    let away = json!({"id": null, "name": "", "family": "openAi", "address": "https://models.example.com/v1",
        "model": "m", "context": null});
    let away: Profile = call(&story.api, "save_profile", away).await.unwrap();
    let key = json!({"profile": away.id, "key": "k", "keep": "session"});
    let _state: Value = call(&story.api, "save_key", key).await.unwrap();
    away.id
}

async fn settle(story: &Story, change: Value) {
    let _settings: Value = call(&story.api, "change_settings", change).await.unwrap();
}

/// Makes the fact private that has these words.
async fn make_private(story: &Story, words: &str) {
    let fact = facts(story, words).await.remove(0);
    let change = json!({"fact": fact.id, "private": true});
    assert!(call::<Fact>(&story.api, "change_fact", change).await.unwrap().private);
}

fn all_of(prompt: Prompt) -> String {
    prompt.messages.into_iter().map(|message| message.text).collect::<Vec<_>>().join("\n")
}

/// What was sent last.
fn told(story: &Story) -> String {
    all_of(story.fakes.models.prompts().pop().unwrap())
}

fn search(words: &str) -> Line {
    Line::Call(ToolCall {
        id: "1".to_owned(),
        name: "search_memory".to_owned(),
        arguments: json!({"words": words}).to_string(),
        seal: String::new(),
    })
}

fn able(id: i64, address: &str, model: &str) -> Value {
    json!({"id": id, "name": "", "family": "openAi", "address": address, "model": model, "context": null, "tools": true})
}

#[tokio::test]
async fn a_private_fact_and_the_words_it_stands_on_go_to_no_model_away() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Sou alérgico a camarão, descobri no casamento da Tereza.").await;
    days_pass(&story).await;
    said(&story, "Vou jantar camarão com a Tereza.").await;
    assert!(told(&story).contains("casamento da Tereza"), "here it is remembered");
    make_private(&story, "alérgico").await;
    let away = model_away(&story).await;
    settle(&story, json!({"profile": away})).await;
    said(&story, "O camarão da Tereza estava bom?").await;
    let all = told(&story);
    assert!(!all.contains("alérgico") && !all.contains("casamento da Tereza"), "{all}");
}

#[tokio::test]
async fn what_was_made_private_a_moment_ago_is_in_no_prompt_that_leaves() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    story.fakes.models.say("Anotado: nada de amendoim, o colar roxo.");
    said(&story, "Sou alérgico a amendoim.").await;
    make_private(&story, "amendoim").await;
    let away = model_away(&story).await;
    settle(&story, json!({"profile": away})).await;
    said(&story, "Que dia bonito.").await;
    let all = told(&story);
    assert!(all.contains("Que dia bonito"));
    assert!(!all.contains("alérgico") && !all.contains("colar roxo"), "nor what answered it: {all}");
}

#[tokio::test]
async fn what_a_tool_gave_a_model_here_is_not_given_to_the_one_that_stands_in_elsewhere() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Sou alérgico a camarão, descobri no casamento da Tereza.").await;
    make_private(&story, "camarão").await;
    let away = model_away(&story).await;
    let here = call::<Vec<Profile>>(&story.api, "profiles", json!({})).await.unwrap();
    let here = here.into_iter().find(|profile| profile.id != away).unwrap();
    let able_here = able(here.id, &here.address, &here.model);
    let _profile: Profile = call(&story.api, "save_profile", able_here).await.unwrap();
    let able_away = able(away, "https://models.example.com/v1", "m");
    let _profile: Profile = call(&story.api, "save_profile", able_away).await.unwrap();
    settle(&story, json!({"fallbackProfile": away})).await;

    story.fakes.models.answer(vec![search("casamento Tereza")]);
    let broken = ModelError::new(ModelErrorKind::Auth, "gone");
    story.fakes.models.answer(vec![Line::Fail(broken)]);
    story.fakes.models.answer(vec![search("casamento Tereza")]);
    story.fakes.models.say("Não sei.");
    said(&story, "O que eu te contei de um jantar?").await;
    let mut prompts = story.fakes.models.prompts();
    let last = all_of(prompts.pop().unwrap());
    assert!(last.contains("Não sei") || last.contains("jantar"));
    assert!(!last.contains("alérgico") && !last.contains("casamento da Tereza"), "{last}");
    let here = prompts.into_iter().rev().map(all_of).find(|sent| sent.contains("casamento da Tereza"));
    assert!(here.is_some(), "the one here was given it");
}

#[tokio::test]
async fn going_on_sends_no_words_away_that_prove_something_private() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Sou alérgico a amendoim.").await;
    make_private(&story, "amendoim").await;
    let away = model_away(&story).await;
    settle(&story, json!({"profile": away})).await;
    converse_to_end(&story.api, Converse::GoOn {}).await;
    assert!(!told(&story).contains("alérgico"), "{}", told(&story));
    said(&story, "Que dia bonito.").await;
    assert!(told(&story).contains("Que dia bonito") && !told(&story).contains("alérgico"));
}

#[tokio::test]
async fn off_the_record_what_she_said_here_from_memory_is_not_taken_along_elsewhere() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Sou alérgico a camarão, descobri no casamento da Tereza.").await;
    make_private(&story, "camarão").await;
    let away = model_away(&story).await;
    call::<()>(&story.api, "set_off_record", json!({"on": true})).await.unwrap();
    story.fakes.models.say("Camarão não, pelo casamento da Tereza: lembra?");
    said(&story, "Sou alérgico a alguma coisa, a camarão por acaso?").await;
    story.fakes.models.say("Chove, sim.");
    settle(&story, json!({"profile": away})).await;
    said(&story, "E está chovendo?").await;
    assert!(told(&story).contains("a alguma coisa"), "their own words go where they talk now");
    assert!(!told(&story).contains("casamento da Tereza"), "{}", told(&story));
}
