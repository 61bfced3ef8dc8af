//! Facts and people through the doors of the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use samantha_api::{
    Api,
    wire::{Converse, Deleted, Fact, FactDetail, FactPage, Person},
};
use samantha_core::testing::{Fakes, at_once};
use serde_json::{Value, json};

struct Life {
    _folder: tempfile::TempDir,
    fakes: Fakes,
    api: Api,
}

impl Life {
    async fn begin() -> Self {
        let (folder, fakes) = (tempfile::tempdir().unwrap(), Fakes::default());
        let api = Api::open_with(folder.path().to_owned(), fakes.ports(), at_once()).await;
        Self { _folder: folder, fakes, api }
    }

    async fn call<T: serde::de::DeserializeOwned>(&self, name: &str, args: Value) -> Result<T, String> {
        let reply = self.api.call(name, args).await.map_err(|error| error.code)?;
        Ok(serde_json::from_value(reply).unwrap())
    }

    async fn say(&self, text: &str) {
        let uid = samantha_core::id::Uid::random().unwrap().to_string();
        let request = Converse::Say { uid, text: text.into(), pictures: Vec::new() };
        self.api.converse(request, |_| true).await;
    }

    async fn facts(&self, change: Value) -> FactPage {
        let mut args = json!({"query": "", "about": null, "kind": null, "fromDay": null, "untilDay": null, "believedOn": null,
            "doubted": false, "past": false, "after": null, "limit": 40});
        let wanted = args.as_object_mut().unwrap();
        for (name, value) in change.as_object().unwrap() {
            wanted.insert(name.clone(), value.clone());
        }
        self.call("facts", args).await.unwrap()
    }

    async fn texts(&self, change: Value) -> Vec<String> {
        self.facts(change).await.facts.into_iter().map(|fact| fact.text).collect()
    }

    async fn add(&self, kind: &str, text: &str) -> Fact {
        self.call("add_fact", json!({"about": "user", "kind": kind, "text": text})).await.unwrap()
    }
}

#[tokio::test]
async fn a_fact_said_in_talk_is_listed_shown_with_its_words_and_changed() {
    let life = Life::begin().await;
    life.say("Moro em Recife desde 2019, e chove sempre.").await;
    let page = life.facts(json!({})).await;
    let fact = page
        .facts
        .iter()
        .find(|fact| fact.text.contains("Recife"))
        .expect("rules draw where one lives")
        .clone();
    assert_eq!((fact.from_day.as_deref(), fact.receipts), (Some("2019-01-01"), 1));
    assert!(page.kinds.iter().any(|count| count.facts == 1) && fact.presence > 0.3);
    let detail: FactDetail = life.call("fact", json!({"fact": fact.id})).await.unwrap();
    let (start, end) = detail.receipts[0].marks[0];
    let marked: Vec<u16> =
        detail.receipts[0].excerpt.encode_utf16().skip(start as usize).take((end - start) as usize).collect();
    assert!(String::from_utf16(&marked).unwrap().contains("Recife"));
    assert_eq!(detail.receipts[0].day, "2026-03-02");
    let change = json!({"fact": fact.id, "text": "Mora em Olinda", "pinned": true, "untilDay": "2027-01-31"});
    let changed: Fact = life.call("change_fact", change).await.unwrap();
    assert_ne!(changed.id, fact.id);
    assert_eq!((changed.pinned, changed.until_day.as_deref()), (true, Some("2027-01-31")), "{changed:?}");
    let detail: FactDetail = life.call("fact", json!({"fact": changed.id})).await.unwrap();
    assert!(detail.earlier[0].text.contains("Recife") && detail.receipts.is_empty());
    assert_eq!(life.texts(json!({"kind": "place"})).await, ["Mora em Olinda"]);
    assert_eq!(life.texts(json!({"kind": "place", "past": true})).await.len(), 2);
    life.fakes.clock.step(chrono::TimeDelta::days(400));
    assert!(life.texts(json!({"kind": "place"})).await.is_empty(), "its time is over");
    assert_eq!(life.texts(json!({"kind": "place", "believedOn": "2026-04-01"})).await, ["Mora em Olinda"]);
    assert_eq!(
        life.call::<Fact>("change_fact", json!({"fact": 999, "text": "x"})).await.unwrap_err(),
        "gone"
    );
    let bad = json!({"fact": changed.id, "fromDay": "yesterday"});
    assert_eq!(life.call::<Fact>("change_fact", bad).await.unwrap_err(), "bad_input");
}

#[tokio::test]
async fn a_fact_by_hand_is_pinned_first_merged_removed_and_brought_back() {
    let life = Life::begin().await;
    assert!(
        life.call::<Fact>("add_fact", json!({"about": "user", "kind": "like", "text": "  "})).await.is_err()
    );
    let tea = life.add("like", "Gosta de chá").await;
    let green = life.add("like", "Gosta de chá verde").await;
    let coffee = life.add("like", "Gosta de café").await;
    let _fact: Fact = life.call("change_fact", json!({"fact": tea.id, "pinned": true})).await.unwrap();
    let page = life.facts(json!({})).await;
    assert_eq!((page.facts[0].text.as_str(), page.total, page.next), ("Gosta de chá", 3, None));
    assert_eq!(life.texts(json!({"query": "café"})).await, ["Gosta de café"]);
    let merged: Fact = life.call("merge_facts", json!({"keep": green.id, "others": [tea.id]})).await.unwrap();
    assert!(merged.pinned);
    assert_eq!(life.facts(json!({})).await.total, 2);
    let _deleted: Deleted = life.call("forget_fact", json!({"fact": coffee.id})).await.unwrap();
    assert_eq!(life.texts(json!({})).await, ["Gosta de chá verde"]);
    life.call::<Value>("restore_fact", json!({"fact": coffee.id})).await.unwrap();
    assert_eq!(life.facts(json!({})).await.total, 2);
    assert_eq!(
        life.call::<Fact>("settle", json!({"fact": coffee.id, "settled": "both"})).await.unwrap_err(),
        "not_now"
    );
}

#[tokio::test]
async fn people_are_listed_renamed_made_one_and_forgotten_with_all_that_is_known_of_them() {
    let life = Life::begin().await;
    life.say("Minha irmã Ana mora em Olinda.").await;
    life.say("Minha amiga Carla mora em Natal.").await;
    let people: Vec<Person> = life.call("people", json!({})).await.unwrap();
    let of = |name: &str| {
        people.iter().find(|person| person.name == name).unwrap_or_else(|| panic!("{name}: {people:?}")).id
    };
    let (ana, carla) = (of("Ana"), of("Carla"));
    let change = json!({"person": carla, "name": "Carla Dias", "relation": "amiga"});
    let renamed: Person = life.call("change_person", change).await.unwrap();
    assert_eq!(renamed.name, "Carla Dias");
    let about = life.facts(json!({"about": {"person": ana}})).await;
    assert!(!about.facts.is_empty() && about.facts.iter().all(|fact| fact.about_name == "Ana"));
    let before = life.facts(json!({})).await.total;
    let _deleted: Deleted = life.call("forget_person", json!({"person": carla})).await.unwrap();
    let people: Vec<Person> = life.call("people", json!({})).await.unwrap();
    assert_eq!(people.iter().map(|person| person.id).collect::<Vec<_>>(), [ana]);
    life.call::<Value>("restore_person", json!({"person": carla})).await.unwrap();
    assert_eq!(life.facts(json!({})).await.total, before);
    let one: Person = life.call("merge_people", json!({"keep": ana, "others": [carla]})).await.unwrap();
    assert_eq!((one.name.as_str(), one.relation.as_str()), ("Ana", "irmã"));
    let people: Vec<Person> = life.call("people", json!({})).await.unwrap();
    assert_eq!(people.len(), 1);
}
