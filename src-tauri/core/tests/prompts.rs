//! What a model is sent, what it may ask for, and who is asked.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod life;

use chrono::TimeDelta;
use life::{begin, contains, found, given_tools, heard, say, texts, turns, with_model};
use samantha_core::{
    conversation::{self, PageFrom, picture},
    dialogue::Request,
    id::{TurnId, Uid},
    ports::{Family, Form, ModelError, ModelErrorKind, Prompt, Purpose, Role, ToolCall},
    profile, settings,
    testing::{Line, TestCompanion},
};

#[tokio::test]
async fn the_prompt_says_who_she_is_and_stays_within_its_budget() {
    let test = with_model().await;
    for n in 0..60 {
        test.fakes.models.say(&format!("answer {n} {}", "palavra ".repeat(40)));
        say(&test, &format!("question {n}")).await;
    }
    test.fakes.clock.step(TimeDelta::days(3));
    say(&test, "and now?").await;
    let prompt = test.fakes.models.prompts().pop().unwrap();
    let (system, last) = (&prompt.messages[0].text, &prompt.messages.last().unwrap().text);
    assert!(system.contains("Samantha"), "{system}");
    assert!(last.ends_with("]\n\nand now?"), "the moment stands last, before the words: {last}");
    assert!(last.contains("3 days") || last.contains("3 dias"), "{last}");
    let tokens: usize = prompt.messages.iter().map(|m| m.text.len().div_ceil(3) + 4).sum();
    assert!(tokens <= 4_000, "{tokens}");
    assert!(prompt.messages.len() > 20, "the budget is used");
    let answer = turns(&test).await.pop().unwrap();
    let sent = test.companion.dialogue().sent(answer.id).unwrap();
    assert_eq!(sent.messages, prompt.messages, "what is shown as sent is what was sent");
    assert!(sent.oldest.unwrap().0 > 1);
}

#[tokio::test]
async fn words_longer_than_the_model_can_read_are_kept_and_never_sent() {
    let test = with_model().await;
    test.companion
        .store()
        .write(|tx| {
            let mut edit = profile::Edit::from(profile::all(tx)?.remove(0));
            edit.context = Some(2_000);
            profile::save(tx, &edit, 0)
        })
        .await
        .unwrap();
    let long = "x".repeat(9_000);
    say(&test, &long).await;
    assert!(test.fakes.models.prompts().is_empty());
    let now = turns(&test).await;
    assert_eq!(now[0].text, long);
    assert_eq!(now[1].answer.failure, "context_too_long");
}

#[tokio::test]
async fn the_beginning_of_a_prompt_stays_while_turns_are_added_and_a_quarter_goes_at_once() {
    let test = with_model().await;
    let (mut cuts, mut long) = (0, 0);
    let mut before: Option<Vec<String>> = None;
    for n in 0..60 {
        test.fakes.clock.step(TimeDelta::minutes(7));
        test.fakes.models.say(&format!("answer {n} {}", "palavra ".repeat(30)));
        say(&test, &format!("question {n}")).await;
        let prompt = test.fakes.models.prompts().pop().unwrap();
        let now: Vec<String> = prompt.messages.into_iter().map(|message| message.text).collect();
        if let Some(before) = before {
            let same = now.iter().zip(&before).take_while(|(now, before)| now == before).count();
            // All but the last message, which carries the moment.
            if same + 1 < before.len() {
                cuts += 1;
                assert_eq!(same, 1, "only who she is stays when history is cut");
                assert!(now.len() < before.len() * 5 / 6, "a quarter goes at once");
            } else {
                long += 1;
            }
        }
        before = Some(now);
    }
    assert!(cuts >= 2 && long > 40, "{cuts} cuts, {long} prompts that go on");
}

#[tokio::test]
async fn what_a_prompt_no_longer_holds_is_summarised_quietly_and_forgotten_with_its_turns() {
    let test = with_model().await;
    let quiet = |tx: &rusqlite::Transaction<'_>| {
        let id = profile::save(tx, &profile::Edit::new(Family::OpenAi, "https://quiet.example", "q"), 0)?.id;
        settings::change(tx, &settings::Change { quiet_profile: Some(Some(id)), ..Default::default() })
    };
    test.companion.store().write(quiet).await.unwrap();
    test.fakes.models.say_quietly("```json\n{\"summary\": \"Falaram  de palavras e de nada mais.\"}\n```");
    let dialogue = test.companion.dialogue();
    let mut summarised = Vec::new();
    for n in 0..60 {
        test.fakes.models.say(&format!("answer {n} {}", "palavra ".repeat(40)));
        say(&test, &format!("question {n}")).await;
        dialogue.be_quiet().await;
        let prompts = test.fakes.models.prompts();
        let asks = |prompt: &Prompt| matches!(&prompt.form, Form::Json { name, .. } if name == "summary");
        summarised.extend(prompts.into_iter().filter(asks));
        if !summarised.is_empty() {
            break;
        }
    }
    let asked = &summarised[0];
    assert_eq!(asked.purpose, Purpose::Memory);
    assert!(asked.messages[1].text.contains("question 0"), "{}", asked.messages[1].text);
    say(&test, "and then?").await;
    let prompts = test.fakes.models.prompts();
    let last = prompts.iter().rfind(|prompt| prompt.purpose == Purpose::Answer).unwrap();
    assert!(
        last.messages[0].text.ends_with("- Falaram de palavras e de nada mais."),
        "{}",
        last.messages[0].text
    );
    let kept = |c: &rusqlite::Connection| {
        Ok(c.query_row("SELECT count(*) FROM summary", [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(test.companion.store().read(kept).await.unwrap(), 1);
    let first =
        test.companion.store().read(|c| conversation::page(c, PageFrom::After(TurnId(0)), 1)).await.unwrap();
    test.companion.delete_turn(first.turns[0].id).await.unwrap();
    say(&test, "still there?").await;
    let prompts = test.fakes.models.prompts();
    let last = prompts.iter().rfind(|prompt| prompt.purpose == Purpose::Answer).unwrap();
    assert!(!last.messages[0].text.contains("Falaram"), "out of sight at once");
    let file = test.companion.home().join(samantha_core::store::FILE_NAME);
    test.companion.close().await.unwrap();
    assert!(!contains(&std::fs::read(file).unwrap(), b"Falaram"), "and gone when it is final");
}

#[tokio::test]
async fn a_picture_goes_to_the_model_that_sees_and_not_along_to_another_host() {
    let test = TestCompanion::open().await;
    let (blind, seeing, other) = test
        .companion
        .store()
        .write(|tx| {
            let save = |address: &str, sees| {
                let edit =
                    profile::Edit { sees: Some(sees), ..profile::Edit::new(Family::OpenAi, address, "m") };
                anyhow::Ok(profile::save(tx, &edit, 0)?.id)
            };
            let blind = save("https://blind.example", false)?;
            anyhow::Ok((blind, save("https://seeing.example", true)?, save("https://other.example", true)?))
        })
        .await
        .unwrap();
    let choose = async |profile, seeing_profile| {
        let change = settings::Change {
            profile: Some(Some(profile)),
            seeing_profile: Some(seeing_profile),
            ..Default::default()
        };
        test.companion.store().write(move |tx| settings::change(tx, &change)).await.unwrap();
    };
    let shown = async |text: &str, pictures: usize| {
        let bytes = include_bytes!("../../../icons/32x32.png");
        let mut ids = Vec::new();
        for _ in 0..pictures {
            let prepared = picture::prepare(bytes).unwrap();
            ids.push(
                test.companion.store().write(move |tx| picture::add(tx, &prepared, 0)).await.unwrap().id,
            );
        }
        let said = Request::Say { uid: Uid::random().unwrap(), text: text.into(), pictures: ids };
        begin(&test, said).await;
        let prompt = test.fakes.models.prompts().pop().unwrap();
        let answer = turns(&test).await.pop().unwrap().answer;
        (answer.host, prompt.messages.iter().map(|message| message.pictures.len()).sum::<usize>(), prompt)
    };
    choose(blind, None).await;
    let (host, sent, prompt) = shown("olha", 1).await;
    assert_eq!((host.as_str(), sent), ("blind.example", 0));
    let last = &prompt.messages.last().unwrap().text;
    assert!(last.contains("imagem") || last.contains("picture"), "it is told that there was one: {last}");
    choose(blind, Some(seeing)).await;
    let (host, sent, _) = shown("e agora?", 1).await;
    assert_eq!((host.as_str(), sent), ("seeing.example", 1), "the old one was never shown there");
    let (host, sent, _) = shown("sem imagem", 0).await;
    assert_eq!((host.as_str(), sent), ("blind.example", 0), "words alone go to the one that talks");
    choose(seeing, None).await;
    let (host, sent, _) = shown("de que cor era?", 0).await;
    assert_eq!((host.as_str(), sent), ("seeing.example", 1), "it saw that one before");
    choose(other, None).await;
    let (host, sent, _) = shown("e você, viu?", 0).await;
    assert_eq!((host.as_str(), sent), ("other.example", 0));
}

#[tokio::test]
async fn the_one_who_stands_in_is_shown_no_picture_unless_it_stays_here() {
    let test = with_model().await;
    for (address, shown) in [("https://second.example", 0), ("http://127.0.0.1:7", 1)] {
        let save = move |tx: &rusqlite::Transaction<'_>| {
            let mut edit =
                profile::Edit { sees: Some(true), ..profile::Edit::new(Family::OpenAi, address, "n") };
            edit.tools = Some(false);
            let id = profile::save(tx, &edit, 0)?.id;
            settings::change(tx, &settings::Change { fallback_profile: Some(Some(id)), ..Default::default() })
        };
        test.companion.store().write(save).await.unwrap();
        test.fakes.models.answer(vec![Line::Fail(ModelError::new(ModelErrorKind::Quota, ""))]);
        let prepared = picture::prepare(include_bytes!("../../../icons/32x32.png")).unwrap();
        let kept = test.companion.store().write(move |tx| picture::add(tx, &prepared, 0)).await.unwrap();
        let said = Request::Say { uid: Uid::random().unwrap(), text: "olha".into(), pictures: vec![kept.id] };
        begin(&test, said).await;
        let prompt = test.fakes.models.prompts().pop().unwrap();
        let last = prompt.messages.last().unwrap();
        assert_eq!(last.pictures.len(), shown, "{address}");
    }
}

#[tokio::test]
async fn every_picture_of_the_words_said_now_goes_and_four_of_earlier_ones() {
    let test = with_model().await;
    let sees = |tx: &rusqlite::Transaction<'_>| {
        let edit = profile::Edit::from(profile::all(tx)?.remove(0));
        profile::save(tx, &profile::Edit { sees: Some(true), ..edit }, 0)
    };
    test.companion.store().write(sees).await.unwrap();
    for (wanted, text) in [(6, "olha"), (4, "e agora?")] {
        let mut pictures = Vec::new();
        for _ in 0..if text == "olha" { 6 } else { 0 } {
            let prepared = picture::prepare(include_bytes!("../../../icons/32x32.png")).unwrap();
            pictures.push(
                test.companion.store().write(move |tx| picture::add(tx, &prepared, 0)).await.unwrap().id,
            );
        }
        begin(&test, Request::Say { uid: Uid::random().unwrap(), text: text.into(), pictures }).await;
        let prompt = test.fakes.models.prompts().pop().unwrap();
        assert_eq!(prompt.messages.iter().map(|message| message.pictures.len()).sum::<usize>(), wanted);
    }
}

#[tokio::test]
async fn what_tools_give_stays_within_what_the_model_can_read_and_is_kept_when_it_is_asked_again() {
    let test = with_model().await;
    let small = |tx: &rusqlite::Transaction<'_>| {
        let edit = profile::Edit::from(profile::all(tx)?.remove(0));
        profile::save(tx, &profile::Edit { tools: Some(true), context: Some(2_400), ..edit }, 0)
    };
    test.companion.store().write(small).await.unwrap();
    for n in 0..6 {
        say(&test, &format!("a goiabeira {n} {}", "era grande ".repeat(60))).await;
    }
    let calls = (0..12).map(|n| {
        let arguments = format!(r#"{{"words": "goiabeira {n}"}}"#);
        Line::Call(ToolCall {
            id: "call".to_owned() + &n.to_string(),
            name: "search_memory".into(),
            arguments,
            seal: String::new(),
        })
    });
    test.fakes.models.answer(calls.collect());
    test.fakes.models.say("Achei.");
    say(&test, "onde?").await;
    assert_eq!(texts(&test).await.pop().unwrap(), "Achei.");
    let prompt = test.fakes.models.prompts().pop().unwrap();
    let bytes: usize = prompt.messages.iter().map(|message| message.text.len()).sum();
    assert!(bytes / 3 + prompt.max_answer_tokens as usize <= 2_400, "{bytes} bytes");
    assert_eq!(prompt.messages.iter().filter(|message| message.text == "error: too many at once").count(), 0);
    assert_eq!(prompt.messages.iter().filter(|message| message.role == Role::Tool).count(), 12);
}

#[tokio::test]
async fn a_model_without_tools_is_told_what_left_when_that_is_asked() {
    let test = with_model().await;
    say(&test, "com quem você tem falado?").await;
    let prompt = test.fakes.models.prompts().pop().unwrap();
    let last = &prompt.messages.last().unwrap().text;
    assert!(prompt.tools.is_empty());
    assert!(
        last.contains("nada saiu deste computador") || last.contains("nothing left this computer"),
        "{last}"
    );
    say(&test, "e como vai a Lia?").await;
    let prompt = test.fakes.models.prompts().pop().unwrap();
    assert!(!prompt.messages.last().unwrap().text.contains("computador"));
}

#[tokio::test]
async fn what_is_forgotten_during_an_answer_is_not_held_as_sent() {
    let test = with_model().await;
    let first = say(&test, "o segredo da goiabeira").await;
    test.fakes.models.answer(vec![Line::Say("Pois ".into()), Line::Wait, Line::Say("é.".into())]);
    let said = Request::Say { uid: Uid::random().unwrap(), text: "e aí?".into(), pictures: Vec::new() };
    let begun = test.companion.dialogue().begin(said).await.unwrap();
    let running = begun.running.unwrap();
    heard(&running, "Pois ").await;
    test.companion.delete_turn(first).await.unwrap();
    test.fakes.clock.step(TimeDelta::seconds(11));
    while found(&test, "goiabeira").await.len()
        + turns(&test).await.iter().filter(|turn| turn.id == first).count()
        > 0
    {
        tokio::task::yield_now().await;
    }
    test.companion.dialogue().forget_sent();
    test.fakes.models.go();
    running.ended().await;
    let answer = turns(&test).await.pop().unwrap();
    assert_eq!(answer.text, "Pois é.");
    assert_eq!(test.companion.dialogue().sent(answer.id), None);
}

#[tokio::test]
async fn quiet_work_that_fails_is_not_paid_for_after_every_answer() {
    let test = with_model().await;
    let quiet = |tx: &rusqlite::Transaction<'_>| {
        let id = profile::save(tx, &profile::Edit::new(Family::OpenAi, "https://quiet.example", "q"), 0)?.id;
        settings::change(tx, &settings::Change { quiet_profile: Some(Some(id)), ..Default::default() })
    };
    test.companion.store().write(quiet).await.unwrap();
    let (mut asked, mut after) = (0, 0);
    while after < 3 {
        test.fakes.models.say(&format!("answer {}", "palavra ".repeat(40)));
        say(&test, "question").await;
        test.companion.dialogue().be_quiet().await;
        asked = test.fakes.models.prompts().iter().filter(|prompt| prompt.purpose == Purpose::Memory).count();
        after += usize::from(asked > 0);
    }
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_tool_is_run_once_and_the_answer_goes_on_from_what_it_gave() {
    let test = with_model().await;
    given_tools(&test).await;
    say(&test, "Minha irmã Lia vai para Lisboa.").await;
    let call = |id: &str| ToolCall {
        id: id.into(),
        name: "search_memory".into(),
        arguments: r#"{"words": "irmã"}"#.into(),
        seal: String::new(),
    };
    test.fakes.models.answer(vec![Line::Call(call("a")), Line::Call(call("a")), Line::Call(call("b"))]);
    test.fakes.models.say("Lisboa.");
    say(&test, "Para onde ela vai?").await;
    assert_eq!(texts(&test).await.pop().unwrap(), "Lisboa.");
    let prompts = test.fakes.models.prompts();
    let [.., asked, on] = prompts.as_slice() else { panic!("two prompts") };
    assert!(asked.tools.iter().any(|tool| tool.name == "search_memory"));
    let added = &on.messages[asked.messages.len()..];
    assert_eq!(added[0].calls, [call("a"), call("b")]);
    let given: Vec<_> = added[1..].iter().map(|m| (m.role, m.answers.clone().unwrap())).collect();
    assert_eq!(given, [(Role::Tool, "a".to_owned()), (Role::Tool, "b".to_owned())]);
    assert!(added[1].text.contains("vai para Lisboa"), "{}", added[1].text);
    let answer = turns(&test).await.pop().unwrap();
    assert_eq!(test.companion.dialogue().sent(answer.id).unwrap().messages, on.messages);
}

#[tokio::test]
async fn a_second_profile_answers_before_the_listener_does() {
    let test = with_model().await;
    test.companion
        .store()
        .write(|tx| {
            let id =
                profile::save(tx, &profile::Edit::new(Family::OpenAi, "https://second.example", "n"), 0)?.id;
            settings::change(tx, &settings::Change { fallback_profile: Some(Some(id)), ..Default::default() })
        })
        .await
        .unwrap();
    test.fakes.models.answer(vec![Line::Fail(ModelError::new(ModelErrorKind::Quota, ""))]);
    test.fakes.models.say("Estou aqui.");
    say(&test, "oi").await;
    let answer = turns(&test).await.pop().unwrap().answer;
    assert_eq!((answer.model.as_str(), answer.host.as_str()), ("n", "second.example"));
    assert_eq!(answer.failure, "quota");
    for _ in 0..2 {
        test.fakes.models.answer(vec![Line::Fail(ModelError::new(ModelErrorKind::Auth, ""))]);
    }
    say(&test, "e agora?").await;
    let answer = turns(&test).await.pop().unwrap();
    assert_eq!((answer.answer.model.as_str(), answer.answer.failure.as_str()), ("", "auth"));
    assert!(!answer.text.is_empty(), "the Listener speaks");
}

#[tokio::test(start_paused = true)]
async fn a_provider_with_too_much_to_do_is_asked_again_after_its_pause() {
    let test = with_model().await;
    let retry_after = Some(std::time::Duration::from_secs(9));
    let rate = ModelError { retry_after, ..ModelError::new(ModelErrorKind::Rate, "") };
    test.fakes.models.answer(vec![Line::Fail(rate)]);
    test.fakes.models.say("Agora sim.");
    let begun = tokio::time::Instant::now();
    say(&test, "oi").await;
    assert!(begun.elapsed() >= std::time::Duration::from_secs(9));
    let answer = turns(&test).await.pop().unwrap();
    assert_eq!((answer.text.as_str(), answer.answer.failure.as_str()), ("Agora sim.", ""));
    let prompts = test.fakes.models.prompts();
    assert_eq!(prompts[0], prompts[1], "the same words, asked again");
}
