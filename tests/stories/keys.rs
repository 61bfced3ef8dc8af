use crate::{Story, holds};
use samantha_api::wire::{Copy, Delta, Event, KeyState, Profile, Whereto};
use samantha_core::ports::{SecretError, SecretStore as _};
use samantha_tests::lives::{call, converse_to_end, say};
use serde_json::{Value, json};

async fn profile(story: &Story, id: Option<i64>, address: &str) -> Profile {
    let edit =
        json!({"id": id, "name": "", "family": "openAi", "address": address, "model": "m", "context": null});
    call(&story.api, "save_profile", edit).await.unwrap()
}

#[tokio::test]
async fn a_key_goes_to_the_keyring_and_to_no_file() {
    let story = Story::begin().await;
    let made = profile(&story, None, "https://models.example.com/v1").await;
    assert_eq!((made.host.as_str(), made.local, made.key), ("models.example.com", false, KeyState::None));
    let key = "sk-canary-5f1b";
    let args = json!({"profile": made.id, "key": key, "keep": "keyring"});
    assert_eq!(call::<KeyState>(&story.api, "save_key", args).await.unwrap(), KeyState::Keyring);
    let _settings: Value = call(&story.api, "change_settings", json!({"profile": made.id})).await.unwrap();
    converse_to_end(&story.api, say("hello").unwrap()).await;
    let whereto: Whereto = call(&story.api, "whereto", json!({})).await.unwrap();
    assert_eq!(whereto.host.as_deref(), Some("models.example.com"), "your words go to HOST");
    let _copy: Copy = call(&story.api, "make_copy", json!({})).await.unwrap();

    let story = story.close_and_open().await;
    let profiles: Vec<Profile> = call(&story.api, "profiles", json!({})).await.unwrap();
    assert_eq!(profiles[0].key, KeyState::Keyring);
    let home = story.folder.path();
    assert!(!holds(home, key.as_bytes()), "a key is in a file");
    // What was said is found the same way, so a key would be, too: in the copies as well.
    assert!(holds(&home.join("copies"), b"hello"));
}

#[tokio::test]
async fn a_keyring_that_is_missing_or_locked_is_said_and_the_key_is_kept_only_where_the_person_chose() {
    for (error, code, state) in [
        (SecretError::Missing(String::new()), "keyring_missing", KeyState::Missing),
        (SecretError::Locked(String::new()), "keyring_locked", KeyState::Locked),
    ] {
        let story = Story::begin().await;
        let made = profile(&story, None, "https://models.example.com/v1").await;
        story.fakes.secrets.fail(Some(error));
        let args = json!({"profile": made.id, "key": "k", "keep": "keyring"});
        assert_eq!(story.api.call("save_key", args.clone()).await.unwrap_err().code, code);
        let profiles: Vec<Profile> = call(&story.api, "profiles", json!({})).await.unwrap();
        assert_eq!(profiles[0].key, state, "it went nowhere");
        // For this run only.
        let session = json!({"profile": made.id, "key": "k", "keep": "session"});
        assert_eq!(call::<KeyState>(&story.api, "save_key", session).await.unwrap(), KeyState::Session);
        // Unlocked, and tried again.
        story.fakes.secrets.fail(None);
        assert_eq!(call::<KeyState>(&story.api, "save_key", args).await.unwrap(), KeyState::Keyring);
        let story = story.close_and_open().await;
        let profiles: Vec<Profile> = call(&story.api, "profiles", json!({})).await.unwrap();
        assert_eq!(profiles[0].key, KeyState::Keyring);
    }
}

#[tokio::test]
async fn a_remote_model_whose_key_can_t_be_read_fails_as_such_and_the_listener_answers() {
    let story = Story::begin().await;
    let made = profile(&story, None, "https://models.example.com/v1").await;
    let _settings: Value = call(&story.api, "change_settings", json!({"profile": made.id})).await.unwrap();
    story.fakes.secrets.fail(Some(SecretError::Locked(String::new())));
    let deltas = converse_to_end(&story.api, say("hello").unwrap()).await;
    assert!(
        deltas.iter().any(|d| matches!(d, Delta::Closed { failure: Some(f), .. } if f == "no_key")),
        "{deltas:?}"
    );
    assert!(story.fakes.models.prompts().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_key_never_follows_its_profile_to_another_host() {
    let story = Story::begin().await;
    let made = profile(&story, None, "https://models.example.com/v1").await;
    let args = json!({"profile": made.id, "key": "k", "keep": "keyring"});
    let _state: KeyState = call(&story.api, "save_key", args).await.unwrap();
    let same = profile(&story, Some(made.id), "https://models.example.com/v2").await;
    assert_eq!(same.key, KeyState::Keyring);
    let moved = profile(&story, Some(made.id), "https://other.example.com/v1").await;
    assert_eq!(moved.key, KeyState::None);
}

#[tokio::test]
async fn a_profile_whose_key_can_t_be_removed_stays_at_its_host_with_it() {
    let story = Story::begin().await;
    let made = profile(&story, None, "https://models.example.com/v1").await;
    let args = json!({"profile": made.id, "key": "k", "keep": "keyring"});
    let _state: KeyState = call(&story.api, "save_key", args).await.unwrap();
    let moved = |model: &str| {
        json!({"id": made.id, "name": "", "family": "openAi", "address": "https://other.example.com/v1",
               "model": model, "context": null})
    };
    let stays = async || {
        let profiles: Vec<Profile> = call(&story.api, "profiles", json!({})).await.unwrap();
        assert_eq!((profiles[0].host.as_str(), &profiles[0].key), ("models.example.com", &KeyState::Keyring));
    };
    assert_eq!(story.api.call("save_profile", moved("  ")).await.unwrap_err().code, "bad_input");
    stays().await;
    story.fakes.secrets.fail(Some(SecretError::Locked(String::new())));
    assert_eq!(story.api.call("save_profile", moved("m")).await.unwrap_err().code, "keyring_locked");
    story.fakes.secrets.fail(None);
    stays().await;
    let mut events = story.api.events();
    let saving = call::<Profile>(&story.api, "save_profile", moved("m"));
    let (told, saved) = tokio::join!(events.next(), saving);
    let saved = saved.unwrap();
    assert_eq!((saved.host.as_str(), saved.key), ("other.example.com", KeyState::None));
    assert_eq!(told, Some(Event::SettingsChanged {}), "other pages look again");
}

#[tokio::test]
async fn removing_a_profile_removes_its_key_and_gives_the_word_to_the_listener() {
    let story = Story::begin().await;
    let made = profile(&story, None, "https://models.example.com/v1").await;
    let args = json!({"profile": made.id, "key": "k", "keep": "keyring"});
    let _state: KeyState = call(&story.api, "save_key", args).await.unwrap();
    let _settings: Value = call(&story.api, "change_settings", json!({"profile": made.id})).await.unwrap();
    let _nothing: Value = call(&story.api, "remove_profile", json!({"profile": made.id})).await.unwrap();
    let whereto: Whereto = call(&story.api, "whereto", json!({})).await.unwrap();
    assert_eq!((whereto.host, whereto.model), (None, None));
    assert_eq!(story.fakes.secrets.read("anything").unwrap(), None);
}

#[tokio::test]
async fn addresses_that_would_send_words_in_the_clear_are_refused() {
    let story = Story::begin().await;
    for address in [
        "http://models.example.com/v1",
        "ftp://x",
        "",
        "https://user:pass@example.com",
        "http://169.254.169.254",
    ] {
        let edit = json!({"id": null, "name": "", "family": "openAi", "address": address, "model": "m", "context": null});
        assert_eq!(story.api.call("save_profile", edit).await.unwrap_err().code, "bad_input", "{address}");
    }
}
