use crate::{Story, holds};
use chrono::TimeDelta;
use samantha_api::wire::{
    Avoided, Deleted, Fact, FactDetail, FactPage, Person, Recalled, Turn, Wish, WishKind, WishState,
};
use samantha_tests::lives::{call, closed, converse_to_end, every_turn, kept, opening, say};
use serde_json::{Value, json};

/// What is said, as it was kept, and the answer.
pub(super) async fn said(story: &Story, text: &str) -> (Turn, Turn) {
    let deltas = converse_to_end(&story.api, say(text).unwrap()).await;
    story.fakes.clock.step(TimeDelta::minutes(5));
    (kept(&deltas).unwrap(), closed(&deltas).unwrap())
}

pub(super) async fn facts(story: &Story, query: &str) -> Vec<Fact> {
    let args = json!({"query": query, "about": null, "kind": null, "fromDay": null, "untilDay": null,
        "believedOn": null, "doubted": false, "past": false, "after": null, "limit": 40});
    call::<FactPage>(&story.api, "facts", args).await.unwrap().facts
}

pub(super) async fn in_portuguese(story: &Story) {
    let _settings: Value =
        call(&story.api, "change_settings", json!({"chosenLanguage": "ptBr"})).await.unwrap();
}

fn wish(turn: &Turn) -> Wish {
    turn.wish.clone().unwrap()
}

/// Days that have nothing to do with anything, so that a prompt no longer holds what was before.
pub(super) async fn days_pass(story: &Story) {
    for n in 0..40 {
        story.fakes.models.say(&format!("Dia {n}. {}", "almoço, reunião, chuva fina. ".repeat(8)));
        said(story, &format!("hoje foi o dia {n}, {}", "o ônibus atrasou e o café esfriou. ".repeat(6)))
            .await;
        story.fakes.clock.step(TimeDelta::days(2));
    }
}

#[tokio::test]
async fn what_is_said_in_passing_is_known_with_its_proof_and_without_a_model() {
    let story = Story::begin().await;
    in_portuguese(&story).await;
    let (words, _) = said(&story, "Oi! Moro em Recife e minha irmã Clara é dentista.").await;
    let known = facts(&story, "").await;
    let texts: Vec<&str> = known.iter().map(|fact| fact.text.as_str()).collect();
    assert!(texts.iter().any(|text| text.contains("Recife")), "{texts:?}");
    let people: Vec<Person> = call(&story.api, "people", json!({})).await.unwrap();
    assert_eq!((people.len(), people[0].name.as_str()), (1, "Clara"));
    let found = facts(&story, "recife").await;
    let detail: FactDetail = call(&story.api, "fact", json!({"fact": found[0].id})).await.unwrap();
    assert_eq!(detail.receipts[0].turn, words.id);
    assert!(detail.receipts[0].excerpt.contains("Moro em Recife"));

    // A turn that is edited says what it says now.
    let edit = samantha_api::wire::Converse::Edit { turn: words.id, text: "Oi! Moro em Olinda.".to_owned() };
    converse_to_end(&story.api, edit).await;
    assert!(facts(&story, "recife").await.is_empty());
    assert_eq!(facts(&story, "olinda").await.len(), 1);
}

#[tokio::test]
async fn what_she_is_asked_to_remember_is_kept_and_can_be_taken_back() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    let (words, _) = said(&story, "Lembra que a chave reserva fica com o porteiro.").await;
    let asked = wish(&words);
    assert_eq!((&asked.kind, &asked.state), (&WishKind::Remember, &WishState::Done));
    assert_eq!(asked.facts.len(), 1);
    assert!(asked.facts[0].text.contains("chave reserva"), "{asked:?}");
    let prompt = story.fakes.models.prompts().pop().unwrap();
    assert!(prompt.messages.last().unwrap().text.contains("Está guardado"), "she is told that it is kept");
    assert!(
        !prompt.messages.last().unwrap().text.contains("Você sabe"),
        "what was just said is no memory yet"
    );
    call::<()>(&story.api, "undo_wish", json!({"turn": words.id})).await.unwrap();
    assert!(facts(&story, "chave").await.is_empty());
    let opened = opening(&story.api).await.unwrap();
    assert_eq!(wish(&opened.page.turns[0]).state, WishState::Undone);
    let again = story.api.call("undo_wish", json!({"turn": words.id})).await.unwrap_err();
    assert_eq!(again.code, "not_now");
}

#[tokio::test]
async fn what_is_not_to_be_brought_up_is_kept_and_left_alone_until_it_is_allowed() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "O meu divórcio da Paula saiu na semana passada.").await;
    days_pass(&story).await;
    let (words, _) = said(&story, "Não fala mais do meu divórcio, por favor.").await;
    assert_eq!((wish(&words).kind, wish(&words).state), (WishKind::Avoid, WishState::Done));
    let avoided: Vec<Avoided> = call(&story.api, "avoided", json!({})).await.unwrap();
    assert_eq!((avoided.len(), avoided[0].turn), (1, Some(words.id)));
    assert!(avoided[0].words.contains("divórcio"));
    let (_, answer) = said(&story, "Encontrei a Paula na rua, lembrei do divórcio.").await;
    let recalled: Vec<Recalled> = call(&story.api, "recalled", json!({"turn": answer.id})).await.unwrap();
    assert!(recalled.iter().all(|memory| !memory.text.contains("saiu na semana")), "{recalled:?}");
    call::<()>(&story.api, "undo_wish", json!({"turn": words.id})).await.unwrap();
    let (_, answer) = said(&story, "A Paula ligou por causa do divórcio.").await;
    let recalled: Vec<Recalled> = call(&story.api, "recalled", json!({"turn": answer.id})).await.unwrap();
    assert!(recalled.iter().any(|memory| memory.text.contains("saiu na semana")), "{recalled:?}");
    assert!(recalled.iter().all(|memory| !memory.why.is_empty()));
}

#[tokio::test]
async fn what_she_is_asked_to_forget_is_shown_first_then_hidden_then_gone() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    story.fakes.models.say("Que chato, essa briga com a Quitéria.");
    let (secret, echo) = said(&story, "Tive uma briga feia com a Quitéria por causa do inventário.").await;
    said(&story, "Comprei pão de queijo.").await;
    story.fakes.models.say("Te mostro o que iria embora.");
    let (words, _) = said(&story, "Esquece o que eu falei da briga com a Quitéria.").await;
    let asked = wish(&words);
    assert_eq!((&asked.kind, &asked.state), (&WishKind::Forget, &WishState::Asked));
    let turns: Vec<i64> = asked.turns.iter().map(|turn| turn.turn).collect();
    assert!(turns.contains(&secret.id) && turns.contains(&echo.id) && turns.contains(&words.id), "{asked:?}");
    let more = json!({"turn": words.id, "facts": [], "turns": [2_000]});
    assert_eq!(story.api.call("confirm_wish", more).await.unwrap_err().code, "bad_input");
    assert_eq!(every_turn(&story.api).await.unwrap().len(), 6, "nothing goes before it is confirmed");

    let facts: Vec<i64> = asked.facts.iter().map(|fact| fact.id).collect();
    let confirm = json!({"turn": words.id, "facts": facts, "turns": turns});
    let deleted: Deleted = call(&story.api, "confirm_wish", confirm.clone()).await.unwrap();
    assert!(deleted.undo_until > 0);
    let left = every_turn(&story.api).await.unwrap();
    assert_eq!(left.len(), 5 - turns.len(), "with what answered the wish: {left:?}");
    call::<()>(&story.api, "undo_wish", json!({"turn": words.id})).await.unwrap();
    assert_eq!(every_turn(&story.api).await.unwrap().len(), 6, "undone");

    story.fakes.models.say("Te mostro.");
    let (words, _) = said(&story, "Esquece o que eu falei da briga com a Quitéria.").await;
    let turns: Vec<i64> = wish(&words).turns.iter().map(|turn| turn.turn).collect();
    let facts: Vec<i64> = wish(&words).facts.iter().map(|fact| fact.id).collect();
    let confirm = json!({"turn": words.id, "facts": facts, "turns": turns});
    let _deleted: Deleted = call(&story.api, "confirm_wish", confirm).await.unwrap();
    story.fakes.clock.step(TimeDelta::seconds(11));
    story.api.close().await;
    let home = story.folder.path();
    assert!(!holds(home, "Quitéria".as_bytes()) && !holds(home, "inventário".as_bytes()));
    assert!(holds(home, "queijo".as_bytes()), "the rest stays");
}

#[tokio::test]
async fn what_was_said_a_moment_ago_is_kept_or_left_alone_by_pointing_to_it_and_that_can_be_taken_back() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "A senha do portão da vila é quatro sete nove.").await;
    let (words, _) = said(&story, "Anota isso, por favor.").await;
    let asked = wish(&words);
    assert_eq!((&asked.kind, &asked.state), (&WishKind::Remember, &WishState::Done));
    assert!(asked.facts[0].text.contains("quatro sete nove"), "{asked:?}");
    call::<()>(&story.api, "undo_wish", json!({"turn": words.id})).await.unwrap();
    assert!(facts(&story, "portão").await.is_empty());

    let (sore, _) = said(&story, "O inventário da tia Zuleide ainda dói.").await;
    let (words, _) = said(&story, "Não toca mais nesse assunto.").await;
    let asked = wish(&words);
    assert_eq!((&asked.kind, &asked.state), (&WishKind::Avoid, &WishState::Done));
    assert_eq!(asked.words, "O inventário da tia Zuleide ainda dói.");
    let avoided: Vec<Avoided> = call(&story.api, "avoided", json!({})).await.unwrap();
    assert_eq!((avoided.len(), avoided[0].turn), (1, Some(sore.id)));
    call::<()>(&story.api, "undo_wish", json!({"turn": words.id})).await.unwrap();
    assert!(call::<Vec<Avoided>>(&story.api, "avoided", json!({})).await.unwrap().is_empty());
}

#[tokio::test]
async fn asked_to_forget_everything_she_forgets_nothing_and_says_where_it_can_be_erased() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Moro em Recife.").await;
    let (words, _) = said(&story, "Esquece tudo o que você sabe sobre mim.").await;
    assert_eq!((wish(&words).kind, wish(&words).state), (WishKind::Forget, WishState::Everything));
    let prompt = story.fakes.models.prompts().pop().unwrap();
    let told = &prompt.messages.last().unwrap().text;
    assert!(told.contains("Pediram que você esquecesse tudo") && told.contains("uma pasta só"), "{told}");
    assert_eq!(facts(&story, "recife").await.len(), 1);
    let refused = story.api.call("undo_wish", json!({"turn": words.id})).await.unwrap_err();
    assert_eq!(refused.code, "not_now");
}

#[tokio::test]
async fn what_is_pinned_is_not_offered_to_be_forgotten_with_something_else() {
    let story = Story::with_model().await;
    in_portuguese(&story).await;
    said(&story, "Sou alérgico a amendoim.").await;
    let allergy = facts(&story, "amendoim").await.remove(0);
    let change = json!({"fact": allergy.id, "pinned": true});
    let _fact: Fact = call(&story.api, "change_fact", change).await.unwrap();
    let (words, _) = said(&story, "Esquece o que eu falei do Pedro.").await;
    assert_eq!(wish(&words).state, WishState::NothingFound, "{:?}", wish(&words));
}
