use crate::{Story, open};
use samantha_api::wire::{Copy, Delta, Exported, Opening};
use samantha_core::store::FILE_NAME;
use samantha_tests::lives::{call, converse_to_end, every_turn, opening, say};
use serde_json::json;

#[tokio::test]
async fn a_damaged_database_is_set_aside_whole_and_the_newest_good_copy_offered() {
    let mut story = Story::with_model().await;
    converse_to_end(&story.api, say("keep this").unwrap()).await;
    let _copy: Copy = call(&story.api, "make_copy", json!({})).await.unwrap();
    converse_to_end(&story.api, say("and this").unwrap()).await;
    story.api.close().await;
    let path = story.folder.path().join(FILE_NAME);
    let damaged = b"garbage, not a database at all ".repeat(200);
    std::fs::write(&path, &damaged).unwrap();

    story.api = open(&story.folder, &story.fakes).await;
    let opened: Opening = call(&story.api, "open", json!({})).await.unwrap();
    let trouble = opened.trouble.unwrap();
    assert_eq!((trouble.code.as_str(), trouble.copies.len()), ("damaged", 1));
    assert_eq!(trouble.copies[0].turns, 2);
    let said = converse_to_end(&story.api, say("lost?").unwrap()).await;
    assert!(matches!(&said[..], [Delta::NotKept { error }] if error.code == "damaged"), "{said:?}");

    let opened: Opening =
        call(&story.api, "restore_copy", json!({"name": trouble.copies[0].name})).await.unwrap();
    assert!(opened.trouble.is_none());
    assert_eq!(every_turn(&story.api).await.unwrap()[0].text, "keep this");
    let aside =
        std::fs::read_dir(story.folder.path().join("set-aside")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(std::fs::read(aside.join(FILE_NAME)).unwrap(), damaged, "nothing was overwritten");
}

#[tokio::test]
async fn without_a_copy_a_damaged_life_can_be_begun_anew_and_stays_aside() {
    let mut story = Story::begin().await;
    story.api.close().await;
    let path = story.folder.path().join(FILE_NAME);
    std::fs::write(&path, b"garbage, not a database at all ".repeat(200)).unwrap();
    story.api = open(&story.folder, &story.fakes).await;
    let opened: Opening = call(&story.api, "begin_anew", json!({})).await.unwrap();
    assert!(opened.trouble.is_none() && opened.turns == 0);
    assert!(story.folder.path().join("set-aside").is_dir());
}

#[tokio::test]
async fn a_second_samantha_on_the_folder_says_so_and_opens_once_the_first_has_closed() {
    let story = Story::with_model().await;
    let second = open(&story.folder, &story.fakes).await;
    let opened: Opening = call(&second, "open", json!({})).await.unwrap();
    assert_eq!(opened.trouble.unwrap().code, "in_use");
    story.api.close().await;
    let opened: Opening = call(&second, "try_again", json!({})).await.unwrap();
    assert!(opened.trouble.is_none());
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_is_no_folder_says_so_and_leaves_it() {
    let mut story = Story::begin().await;
    story.api.close().await;
    let file = story.folder.path().join("a-file");
    std::fs::write(&file, "mine").unwrap();
    story.api = samantha_api::Api::open(file.clone(), story.fakes.ports()).await;
    let opened: Opening = call(&story.api, "open", json!({})).await.unwrap();
    assert!(opened.trouble.is_some());
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}

#[tokio::test]
async fn a_removed_turn_comes_back_within_ten_seconds_and_not_later() {
    let story = Story::with_model().await;
    converse_to_end(&story.api, say("one").unwrap()).await;
    let _undo: serde_json::Value = call(&story.api, "delete_turn", json!({"turn": 1})).await.unwrap();
    assert_eq!(every_turn(&story.api).await.unwrap().len(), 1);
    let _nothing: serde_json::Value = call(&story.api, "restore_turn", json!({"turn": 1})).await.unwrap();
    assert_eq!(every_turn(&story.api).await.unwrap().len(), 2);
    let _undo: serde_json::Value = call(&story.api, "delete_turn", json!({"turn": 1})).await.unwrap();
    let story = story.close_and_open().await;
    assert_eq!(story.api.call("restore_turn", json!({"turn": 1})).await.unwrap_err().code, "gone");
    assert_eq!(opening(&story.api).await.unwrap().turns, 1);
}

#[tokio::test]
async fn everything_can_be_taken_along() {
    let story = Story::with_model().await;
    converse_to_end(&story.api, say("take me along").unwrap()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("life.md");
    let args = json!({"format": "markdown", "path": path});
    let exported: Exported = call(&story.api, "export", args).await.unwrap();
    assert_eq!(exported.turns, 2);
    assert!(std::fs::read_to_string(path).unwrap().contains("take me along"));
    let inside = story.folder.path().join("life.md");
    let refused = story.api.call("export", json!({"format": "markdown", "path": inside})).await.unwrap_err();
    assert_eq!(refused.code, "bad_input");
}
