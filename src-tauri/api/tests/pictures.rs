//! Pictures through the doors of the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use samantha_api::{
    Api,
    wire::{Converse, Delta, Opening, Page, Picture, PictureData},
};
use samantha_core::testing::{Fakes, at_once};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

struct Life {
    folder: tempfile::TempDir,
    fakes: Fakes,
    api: Api,
}

impl Life {
    async fn begin() -> Self {
        let (folder, fakes) = (tempfile::tempdir().unwrap(), Fakes::default());
        let api = Api::open_with(folder.path().to_owned(), fakes.ports(), at_once()).await;
        Self { folder, fakes, api }
    }

    async fn close_and_open(mut self) -> Self {
        self.api.close().await;
        self.api = Api::open_with(self.folder.path().to_owned(), self.fakes.ports(), at_once()).await;
        self
    }

    async fn call<T: serde::de::DeserializeOwned>(&self, name: &str, args: Value) -> Result<T, String> {
        let reply = self.api.call(name, args).await.map_err(|error| error.code)?;
        Ok(serde_json::from_value(reply).unwrap())
    }

    async fn add(&self, file: &[u8]) -> Result<Picture, String> {
        self.call("add_picture", json!({"data": BASE64.encode(file)})).await
    }

    async fn opening(&self) -> Opening {
        self.call("open", json!({})).await.unwrap()
    }

    async fn say(&self, text: &str, pictures: &[i64]) -> Vec<Delta> {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        let uid = samantha_core::id::Uid::random().unwrap().to_string();
        let request = Converse::Say { uid, text: text.into(), pictures: pictures.to_vec() };
        let listen = move |delta| {
            ears.lock().unwrap().push(delta);
            true
        };
        self.api.converse(request, listen).await;
        std::mem::take(&mut heard.lock().unwrap())
    }
}

/// A BMP of this size, of one colour a row.
fn bmp(width: u32, height: u32) -> Vec<u8> {
    let row = (width * 3).next_multiple_of(4);
    let mut bytes = b"BM".to_vec();
    let numbers = [54 + row * height, 0, 54, 40, width, height, 1 | 24 << 16, 0, row * height, 0, 0, 0, 0];
    bytes.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
    for y in 0..height {
        bytes.extend((0..row).map(|x| (x * 7 + y) as u8));
    }
    bytes
}

#[tokio::test]
async fn off_the_record_no_picture_is_put_beside_the_words() {
    let life = Life::begin().await;
    life.call::<()>("set_off_record", json!({"on": true})).await.unwrap();
    assert_eq!(life.add(&bmp(4, 4)).await.unwrap_err(), "not_now");
    life.call::<()>("set_off_record", json!({"on": false})).await.unwrap();
    assert!(life.opening().await.draft_pictures.is_empty());
    life.add(&bmp(4, 4)).await.unwrap();
}

#[tokio::test]
async fn a_picture_is_added_looked_at_said_and_shown_with_its_turn() {
    let life = Life::begin().await;
    let one = life.add(&bmp(2000, 500)).await.unwrap();
    assert_eq!((one.width, one.height), (1568, 392));
    let life = life.close_and_open().await;
    assert_eq!(life.opening().await.draft_pictures, std::slice::from_ref(&one));
    for (size, longest) in [("thumbnail", 40 * 1024), ("whole", usize::MAX)] {
        let data: PictureData = life.call("picture", json!({"picture": one.id, "size": size})).await.unwrap();
        let bytes = BASE64.decode(data.base64).unwrap();
        assert!(bytes.len() < longest);
        let begins: &[u8] = if data.media_type == "image/png" { b"\x89PNG" } else { b"\xff\xd8\xff" };
        assert!(bytes.starts_with(begins), "{}", data.media_type);
        assert_eq!(bytes.len() as u64 == one.bytes, size == "whole");
    }
    let deltas = life.say("", &[one.id]).await;
    let Some(Delta::Kept { turn }) = deltas.first() else { panic!("{deltas:?}") };
    assert_eq!((turn.text.as_str(), &turn.pictures), ("", &vec![one.clone()]));
    assert!(life.opening().await.draft_pictures.is_empty());
    let page: Page = life.call("page", json!({"from": "latest", "limit": 10})).await.unwrap();
    assert_eq!(page.turns[0].pictures, [one]);
}

#[tokio::test]
async fn every_refusal_has_a_code_that_the_page_has_words_for() {
    let life = Life::begin().await;
    assert_eq!(life.add(b"%PDF-1.7 and so on").await.unwrap_err(), "not_a_picture");
    assert_eq!(life.add(&bmp(40, 40)[..90]).await.unwrap_err(), "not_a_picture");
    let no_base64 = life.call::<Picture>("add_picture", json!({"data": "not base64!"})).await;
    assert_eq!(no_base64.unwrap_err(), "bad_input");
    let too_long = "A".repeat(picture_limit() + 4);
    let refused = life.call::<Picture>("add_picture", json!({"data": too_long})).await;
    assert_eq!(refused.unwrap_err(), "picture_too_large");
    for n in 0..8 {
        life.add(&bmp(8 + n, 8)).await.unwrap();
    }
    assert_eq!(life.add(&bmp(8, 8)).await.unwrap_err(), "too_many_pictures");
    assert_eq!(life.opening().await.draft_pictures.len(), 8);
    let gone = life.call::<PictureData>("picture", json!({"picture": 99, "size": "whole"})).await;
    assert_eq!(gone.unwrap_err(), "gone");
    let deltas = life.say("look", &[99]).await;
    assert!(matches!(&deltas[..], [Delta::NotKept { error }] if error.code == "gone"), "{deltas:?}");
}

/// Characters of the base64 of forty mebibytes.
fn picture_limit() -> usize {
    (40usize * 1024 * 1024).div_ceil(3) * 4
}

#[tokio::test]
async fn a_picture_that_is_taken_off_is_gone_and_makes_room() {
    let life = Life::begin().await;
    let one = life.add(&bmp(30, 30)).await.unwrap();
    let two = life.add(&bmp(31, 30)).await.unwrap();
    let _nothing: Value = life.call("drop_picture", json!({"picture": one.id})).await.unwrap();
    assert_eq!(life.opening().await.draft_pictures, [two]);
    let again = life.call::<Value>("drop_picture", json!({"picture": one.id})).await;
    assert_eq!(again.unwrap_err(), "gone");
    let data = life.call::<PictureData>("picture", json!({"picture": one.id, "size": "thumbnail"})).await;
    assert_eq!(data.unwrap_err(), "gone");
}

#[tokio::test]
async fn pictures_added_at_once_are_all_kept() {
    let life = Life::begin().await;
    let files: Vec<Vec<u8>> = (0..5).map(|n| bmp(100 + n, 60)).collect();
    let added = futures_util::future::join_all(files.iter().map(|file| life.add(file))).await;
    assert!(added.iter().all(Result::is_ok), "{added:?}");
    assert_eq!(life.opening().await.draft_pictures.len(), 5);
}
