//! What the quiet model may do: when it draws, from what, and what is forgotten of it.

use super::*;

async fn with_quiet_model(address: &'static str) -> TestCompanion {
    let test = with_model().await;
    let quiet = move |tx: &Transaction<'_>| {
        let id = profile::save(tx, &profile::Edit::new(Family::OpenAi, address, "q"), 0)?.id;
        settings::change(tx, &settings::Change { quiet_profile: Some(Some(id)), ..Default::default() })
    };
    test.companion.store().write(quiet).await.unwrap();
    test
}

fn drawing(test: &TestCompanion) -> Vec<String> {
    let prompts = test.fakes.models.prompts();
    let of_memory = prompts.into_iter().filter(|prompt| prompt.purpose == Purpose::Memory);
    of_memory.map(|prompt| prompt.messages[1].text.clone()).collect()
}

async fn known(test: &TestCompanion) -> Vec<String> {
    let now = i64::MAX / 4;
    let list = move |c: &Connection| fact::list(c, &Wanted { limit: 50, ..Wanted::default() }, now);
    test.companion.store().read(list).await.unwrap().facts.into_iter().map(|fact| fact.text).collect()
}

#[tokio::test]
async fn facts_are_drawn_once_an_episode_has_ended_and_a_broken_answer_is_not_paid_for_without_end() {
    let test = with_quiet_model("https://quiet.example").await;
    let dialogue = test.companion.dialogue();
    say(&test, "Minha vizinha Zulmira cria codornas no quintal").await;
    dialogue.be_quiet().await;
    assert!(drawing(&test).is_empty(), "it may go on");
    test.fakes.clock.step(TimeDelta::hours(3));
    test.fakes.models.say_quietly("não sei");
    say(&test, "Voltei").await;
    dialogue.be_quiet().await;
    assert_eq!(drawing(&test).len(), 1);
    assert!(
        drawing(&test)[0].contains("[1]") && drawing(&test)[0].contains("Zulmira"),
        "{}",
        drawing(&test)[0]
    );
    say(&test, "Oi").await;
    dialogue.be_quiet().await;
    assert_eq!(drawing(&test).len(), 1, "not again at once");
    test.fakes.clock.step(TimeDelta::minutes(11));
    let drawn = json!({"facts": [
        {"about": "person", "name": "Zulmira", "relation": "vizinha", "kind": "habit", "slot": "", "value": "codornas", "text": "Cria codornas no quintal",
         "says": "holds", "from": "", "until": "", "evidence": [{"turn": 1, "quote": "Minha vizinha Zulmira cria codornas"}]},
        {"about": "user", "name": "", "relation": "", "kind": "habit", "slot": "", "value": "codornas", "text": "Cria codornas",
         "says": "holds", "from": "", "until": "", "evidence": [{"turn": 1, "quote": "cria codornas"}]},
    ]});
    test.fakes.models.say_quietly(&format!("```json\n{drawn}\n```"));
    say(&test, "Tudo bem?").await;
    dialogue.be_quiet().await;
    assert_eq!(drawing(&test).len(), 2);
    let all = known(&test).await;
    assert_eq!(all.iter().filter(|text| text.contains("codornas")).count(), 1, "{all:?}");
    test.fakes.clock.step(TimeDelta::hours(2));
    let asked = drawing(&test).len();
    for _ in 0..12 {
        say(&test, "Mais uma coisa").await;
        dialogue.be_quiet().await;
        test.fakes.clock.step(TimeDelta::minutes(41));
    }
    let more = drawing(&test).len() - asked;
    // Three times for each of the two parts of the talk, however often something is said.
    assert!(more <= 6, "{more} times for an answer that never can be read");
}

#[tokio::test]
async fn what_proves_something_private_is_not_shown_to_a_quiet_model_elsewhere() {
    for (address, shown) in [("https://quiet.example", false), ("http://127.0.0.1:7/v1", true)] {
        let test = with_quiet_model(address).await;
        let dialogue = test.companion.dialogue();
        say(&test, "Tenho epilepsia desde criança").await;
        say(&test, "Minha prima Rosa casou").await;
        dialogue.be_quiet().await;
        test.companion
            .store()
            .write(|tx| {
                let turn = conversation::last(tx)?.unwrap().id;
                let first: TurnId = tx.query_row("SELECT min(id) FROM turn", [], |row| row.get(0))?;
                assert!(first < turn);
                tx.execute("DELETE FROM fact", [])?;
                let drawn = Drawn {
                    evidence: vec![Evidence { turn: first, quote: "Tenho epilepsia".into() }],
                    ..user(FactKind::Health, "", "epilepsia", "Tem epilepsia")
                };
                let id = fact::keep_drawn(tx, vec![drawn], 1)?[0];
                fact::change(tx, id, &Change { private: Some(true), ..Change::default() }, 1)
            })
            .await
            .unwrap();
        test.fakes.clock.step(TimeDelta::hours(3));
        say(&test, "Oi").await;
        dialogue.be_quiet().await;
        let asked = drawing(&test);
        assert!(asked[0].contains("prima Rosa"));
        assert_eq!(asked[0].contains("epilepsia"), shown, "{address}: {}", asked[0]);
    }
}

#[tokio::test]
async fn a_fact_forgotten_leaves_no_byte_and_its_turn_stays() {
    let test = with_model().await;
    begin(
        &test,
        Request::Say { uid: Uid::random().unwrap(), text: "Moro em Quixeramobim".into(), pictures: vec![] },
    )
    .await;
    let id = test
        .companion
        .store()
        .write(|tx| {
            let turn = tx.query_row("SELECT min(id) FROM turn", [], |row| row.get(0))?;
            let drawn = user(FactKind::Place, "lives_in", "Quixeramobim", "Reside na vila Quixeramobim");
            let drawn =
                Drawn { evidence: vec![Evidence { turn, quote: "Moro em Quixeramobim".into() }], ..drawn };
            tx.execute("DELETE FROM fact", [])?;
            Ok(fact::keep_drawn(tx, vec![drawn], 1)?[0])
        })
        .await
        .unwrap();
    assert_eq!(known(&test).await, ["Reside na vila Quixeramobim"]);
    test.companion.delete_facts(vec![id]).await.unwrap();
    assert!(known(&test).await.is_empty(), "out of sight at once");
    test.companion.restore_facts(vec![id]).await.unwrap();
    assert_eq!(known(&test).await.len(), 1);
    test.companion.delete_facts(vec![id]).await.unwrap();
    let file = test.companion.home().join(samantha_core::store::FILE_NAME);
    test.companion.close().await.unwrap();
    let bytes = std::fs::read(file).unwrap();
    assert!(!contains(&bytes, b"Reside na vila") && contains(&bytes, b"Moro em Quixeramobim"));
}
