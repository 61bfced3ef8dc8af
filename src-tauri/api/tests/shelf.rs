//! The model files, through the doors of the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use samantha_api::{
    Api,
    wire::{self, Event, Family, LocalModel, LocalState, Profile, Shelf},
};
use samantha_core::{
    ports::{KeptFor, KeptModel, KeptState, Pinned, ShelfError, ShelfErrorKind},
    testing::{Fakes, at_once},
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

struct House {
    fakes: Fakes,
    api: Api,
    _folder: tempfile::TempDir,
}

impl House {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fakes = Fakes::default();
        let api = Api::open_with(folder.path().to_owned(), fakes.ports(), at_once()).await;
        Self { fakes, api, _folder: folder }
    }

    fn put(&self, id: &str, state: KeptState) {
        self.fakes.shelf.put(KeptModel {
            id: id.into(),
            name: format!("Model {id}"),
            kept_for: KeptFor::Talking,
            path: (state == KeptState::Whole).then(|| format!("/models/{id}.gguf").into()),
            bytes: Some(1 << 30),
            sha256: Some("ab".repeat(32)),
            pinned: Pinned::Host,
            state,
        });
    }

    async fn call<T: DeserializeOwned>(&self, name: &str, args: Value) -> T {
        serde_json::from_value(self.api.call(name, args).await.unwrap()).unwrap()
    }

    async fn fails(&self, name: &str, args: Value) -> String {
        self.api.call(name, args).await.unwrap_err().code
    }
}

#[tokio::test]
async fn the_shelf_tells_how_each_file_stands() {
    let house = House::open().await;
    let why = ShelfError { kind: ShelfErrorKind::WrongSum, detail: "its SHA-256 is 00".into() };
    let states = [
        (KeptState::Offered, LocalState::Offered {}),
        (KeptState::Downloading { done: 1, total: None }, LocalState::Downloading { done: 1, total: None }),
        (KeptState::Paused { done: 1, total: Some(2) }, LocalState::Paused { done: 1, total: Some(2) }),
        (KeptState::Checking { done: 1, total: 2 }, LocalState::Checking { done: 1, total: 2 }),
        (KeptState::Whole, LocalState::Whole {}),
        (
            KeptState::Failed { done: 0, total: Some(2), why },
            LocalState::Failed {
                done: 0,
                total: Some(2),
                failure: "wrong_sum".into(),
                detail: "its SHA-256 is 00".into(),
            },
        ),
    ];
    for (n, (state, _)) in states.iter().enumerate() {
        house.put(&format!("m{n}"), state.clone());
    }
    let shelf: Shelf = house.call("shelf", json!({})).await;
    assert_eq!(shelf.models.len(), states.len());
    for (model, (state, told)) in shelf.models.iter().zip(&states) {
        assert_eq!(&model.state, told);
        assert_eq!(model.path.is_some(), *state == KeptState::Whole);
        assert_eq!((model.own, model.pinned.as_str()), (false, "host"));
    }
}

#[tokio::test]
async fn what_is_known_of_a_file_is_told_with_where_it_was_read() {
    let house = House::open().await;
    let known = samantha_core::catalogue::Catalogue::built_in().unwrap();
    let first = &known.local_models[0];
    house.put(&first.id, KeptState::Offered);
    house.put("own-0123456789abcdef", KeptState::Whole);
    let shelf: Shelf = house.call("shelf", json!({})).await;
    assert_eq!(format!("https://{}", shelf.host), known.download_base.value);
    let [offered, own] = &shelf.models[..] else { panic!("two") };
    assert_eq!(offered.memory, Some(first.memory_needed_bytes.value));
    assert_eq!(offered.licence.as_ref(), Some(&first.licence.value));
    assert_eq!(offered.quantisation.as_ref(), Some(&first.quantisation));
    assert!(!offered.sources.is_empty() && offered.facts.context.is_some());
    let notes: Vec<_> = offered.sources.iter().flat_map(|source| &source.notes).collect();
    let known_notes: Vec<_> = first.sources().into_iter().flat_map(|source| source.notes).collect();
    assert!(!notes.is_empty());
    assert_eq!(notes, known_notes);
    assert_eq!((own.own, own.licence.as_ref(), own.sources.len()), (true, None, 0));
    assert_eq!(own.memory, Some(3 << 30), "the file and what it works with");
    assert_eq!(own.facts.price.as_ref().map(|price| price.out), Some(0.0));
}

#[tokio::test]
async fn a_change_right_after_opening_is_told() {
    let house = House::open().await;
    let mut events = house.api.events();
    house.put("m", KeptState::Offered);
    let told = tokio::time::timeout(Duration::from_secs(10), events.next()).await;
    assert_eq!(told, Ok(Some(Event::ShelfChanged {})));
}

#[tokio::test]
async fn a_download_comes_from_the_mirror_that_was_chosen_and_changes_are_told() {
    let house = House::open().await;
    house.put("m", KeptState::Offered);
    let mut events = house.api.events();
    let _nothing: () = house.call("download_model", json!({"id": "m"})).await;
    assert_eq!(events.next().await, Some(Event::ShelfChanged {}));
    let _settings: Value = house.call("change_settings", json!({"mirror": "mirror.example/files/"})).await;
    assert_eq!(house.fails("change_settings", json!({"mirror": "http://mirror.example"})).await, "bad_input");
    let _nothing: () = house.call("download_model", json!({"id": "m"})).await;
    assert_eq!(house.fakes.shelf.mirrors(), [None, Some("https://mirror.example/files".to_owned())]);
    let _nothing: () = house.call("pause_download", json!({"id": "m"})).await;
    let shelf: Shelf = house.call("shelf", json!({})).await;
    assert_eq!(shelf.models[0].state, LocalState::Paused { done: 0, total: None });
    for door in ["download_model", "pause_download", "remove_model"] {
        assert_eq!(house.fails(door, json!({"id": "nobody"})).await, "unknown", "{door}");
    }
    house.api.close().await;
    while let Some(event) = events.next().await {
        assert_ne!(event, Event::Overflowed {});
    }
}

#[tokio::test]
async fn a_file_that_is_here_has_one_profile() {
    let house = House::open().await;
    house.put("m", KeptState::Whole);
    house.put("half", KeptState::Paused { done: 1, total: Some(2) });
    let made: Profile = house.call("local_profile", json!({"id": "m"})).await;
    assert_eq!((&made.family, made.model.as_str(), made.local), (&Family::BuiltIn, "m", true));
    assert_eq!((made.name.as_str(), made.host.as_str()), ("Model m", ""));
    let again: Profile = house.call("local_profile", json!({"id": "m"})).await;
    assert_eq!(again.id, made.id);
    assert_eq!(house.fails("local_profile", json!({"id": "half"})).await, "not_now");
    assert_eq!(house.fails("local_profile", json!({"id": "nobody"})).await, "gone");
}

#[tokio::test]
async fn what_only_reads_is_told_apart_and_nobody_talks_with_it() {
    let house = House::open().await;
    let known = &samantha_core::catalogue::Catalogue::built_in().unwrap().reader;
    house.fakes.shelf.put(KeptModel {
        id: known.id.clone(),
        name: known.name.clone(),
        kept_for: KeptFor::Reading,
        path: Some("/models/reader".into()),
        bytes: Some(1 << 20),
        sha256: Some("ab".repeat(32)),
        pinned: Pinned::Catalogue,
        state: KeptState::Whole,
    });
    house.put("m", KeptState::Whole);
    let shelf: Shelf = house.call("shelf", json!({})).await;
    let [reader, talker] = &shelf.models[..] else { panic!("two") };
    assert_eq!((&reader.kept_for, &talker.kept_for), (&wire::KeptFor::Reading, &wire::KeptFor::Talking));
    assert_eq!((reader.licence.as_deref(), reader.memory), (Some("MIT"), None));
    assert!(!reader.sources.is_empty());
    assert_eq!(house.fails("local_profile", json!({"id": known.id})).await, "gone");
}

#[tokio::test]
async fn the_file_she_answers_with_is_not_removed() {
    let house = House::open().await;
    house.put("m", KeptState::Whole);
    let profile: Profile = house.call("local_profile", json!({"id": "m"})).await;
    let _settings: Value = house.call("change_settings", json!({"profile": profile.id})).await;
    assert_eq!(house.fails("remove_model", json!({"id": "m"})).await, "not_now");
    let _settings: Value = house.call("change_settings", json!({"profile": null})).await;
    let _nothing: () = house.call("remove_model", json!({"id": "m"})).await;
    let shelf: Shelf = house.call("shelf", json!({})).await;
    assert_eq!(shelf.models[0].state, LocalState::Offered {});
    let profiles: Vec<Profile> = house.call("profiles", json!({})).await;
    assert_eq!(profiles.len(), 1, "its profile waits for the file to come back");
}

#[tokio::test]
async fn the_file_she_answers_with_stays_whichever_of_its_profiles_is_chosen() {
    let house = House::open().await;
    house.put("m", KeptState::Whole);
    let _first: Profile = house.call("local_profile", json!({"id": "m"})).await;
    let edit = json!({"id": null, "name": "Shorter", "family": "builtIn", "address": "", "model": "m", "context": 2048});
    let second: Profile = house.call("save_profile", edit).await;
    let _settings: Value = house.call("change_settings", json!({"profile": second.id})).await;
    assert_eq!(house.fails("remove_model", json!({"id": "m"})).await, "not_now");
}

#[tokio::test]
async fn a_file_of_ones_own_is_added_and_taken_off_the_list() {
    let house = House::open().await;
    let added: LocalModel = house.call("add_model_file", json!({"path": "/somewhere/mine.gguf"})).await;
    assert!(added.own);
    assert_eq!((added.name.as_str(), added.path.as_deref()), ("mine", Some("/somewhere/mine.gguf")));
    let _nothing: () = house.call("remove_model", json!({"id": added.id})).await;
    let shelf: Shelf = house.call("shelf", json!({})).await;
    assert_eq!(shelf.models, []);
}
