use super::*;
use crate::testing::SmallModel;
use samantha_core::{
    ports::{KeptModel, Pinned},
    testing::MemoryShelf,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::task::yield_now;

/// A folder with a small model.
fn folder() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("small-e5");
    SmallModel::multilingual().write(&folder).unwrap();
    (home, folder)
}

fn place(folder: &Path) -> Place {
    Place { folder: folder.to_owned(), name: "small-e5".into(), weights_sum: "ab".repeat(32) }
}

/// One that counts its loads.
fn counting() -> (OnDemand, Arc<AtomicUsize>) {
    let loads = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&loads);
    let one = OnDemand::with(Box::new(move |folder| {
        counted.fetch_add(1, Ordering::SeqCst);
        Model::open(folder)
    }));
    (one, loads)
}

async fn embed(one: &OnDemand, text: &str, side: Side) -> Result<Embedding, EmbedError> {
    Ok(one.embed(vec![text.to_owned()], side).await?.remove(0))
}

async fn until(holds: impl Fn() -> bool) {
    while !holds() {
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn it_is_loaded_when_somebody_asks_and_let_go_when_nobody_did_for_ten_minutes() {
    let (_home, folder) = folder();
    let (one, loads) = counting();
    one.place(Some(place(&folder)));
    assert!(!one.is_loaded());
    let id = one.id().expect("it is here");
    assert_eq!((id.name.as_str(), id.dims), ("small-e5 abababababababab 1", 64));
    let first = embed(&one, "meu gato", Side::Kept).await.unwrap();
    for _ in 0..3 {
        tokio::time::sleep(IDLE - Duration::from_secs(1)).await;
        assert!(one.is_loaded());
        assert_eq!(embed(&one, "meu gato", Side::Kept).await.unwrap(), first);
    }
    assert_eq!(loads.load(Ordering::SeqCst), 1);
    tokio::time::sleep(IDLE + Duration::from_secs(1)).await;
    assert!(!one.is_loaded());
    assert_eq!(one.id(), Some(id), "whose vectors they are is known all the same");
    assert_eq!(embed(&one, "meu gato", Side::Kept).await.unwrap(), first);
    assert_eq!(loads.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn however_many_ask_it_is_loaded_once() {
    let (_home, folder) = folder();
    let (one, loads) = counting();
    one.place(Some(place(&folder)));
    one.warm();
    one.warm();
    assert!(!one.is_loaded(), "it returns at once");
    let texts = ["ana", "meu gato", "não"];
    let all = futures_util::future::join_all(texts.map(|text| embed(&one, text, Side::Asked))).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(loads.load(Ordering::SeqCst), 1);
    assert!(one.is_loaded());
}

#[tokio::test(start_paused = true)]
async fn a_model_that_was_only_warmed_is_let_go_too() {
    let (_home, folder) = folder();
    let (one, _) = counting();
    one.place(Some(place(&folder)));
    one.warm();
    until(|| one.is_loaded()).await;
    tokio::time::sleep(IDLE + Duration::from_secs(1)).await;
    assert!(!one.is_loaded());
}

#[tokio::test(start_paused = true)]
async fn without_a_model_it_says_so() {
    let (one, loads) = counting();
    assert_eq!(one.id(), None);
    one.warm();
    assert_eq!(embed(&one, "ana", Side::Asked).await.unwrap_err().kind, EmbedErrorKind::Absent);
    assert_eq!(one.embed(Vec::new(), Side::Kept).await.unwrap(), []);
    assert_eq!(loads.load(Ordering::SeqCst), 0);
}

#[tokio::test(start_paused = true)]
async fn a_load_that_failed_is_told_to_all_and_tried_again_later() {
    let (_home, folder) = folder();
    let (one, loads) = counting();
    one.place(Some(place(&folder)));
    let words = std::fs::read(folder.join("tokenizer.json")).unwrap();
    std::fs::write(folder.join("tokenizer.json"), &words[..100]).unwrap();
    let both = tokio::join!(embed(&one, "ana", Side::Asked), embed(&one, "ana", Side::Kept));
    assert_eq!(both.0.unwrap_err().kind, EmbedErrorKind::NoModel);
    assert_eq!(both.1.unwrap_err().kind, EmbedErrorKind::NoModel);
    std::fs::write(folder.join("tokenizer.json"), &words).unwrap();
    assert!(embed(&one, "ana", Side::Asked).await.is_err(), "not at once again");
    assert_eq!((loads.load(Ordering::SeqCst), one.is_loaded()), (1, false));
    tokio::time::sleep(AGAIN).await;
    assert!(embed(&one, "ana", Side::Asked).await.is_ok());
    assert_eq!(loads.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn another_model_takes_the_place_of_the_one_that_is_loaded() {
    let (_home, first) = folder();
    let (_other_home, second) = folder();
    SmallModel { seed: 8, width: 128, ..SmallModel::multilingual() }.write(&second).unwrap();
    let (one, loads) = counting();
    let mut changed = one.changed();
    one.place(Some(place(&first)));
    assert!(changed.has_changed().unwrap());
    changed.mark_unchanged();
    assert_eq!(embed(&one, "ana", Side::Kept).await.unwrap().vector.len(), 64);
    one.place(Some(place(&first)));
    assert!(!changed.has_changed().unwrap() && one.is_loaded(), "the same one stays");
    one.place(Some(place(&second)));
    assert!(changed.has_changed().unwrap() && !one.is_loaded());
    assert_eq!(embed(&one, "ana", Side::Kept).await.unwrap().vector.len(), 128);
    assert_eq!((one.id().unwrap().dims, loads.load(Ordering::SeqCst)), (128, 2));
    one.place(None);
    assert_eq!((one.id(), one.is_loaded()), (None, false));
    // What can't be one is none, and says why when somebody asks.
    std::fs::write(first.join("model.safetensors"), "no weights").unwrap();
    one.place(Some(place(&first)));
    assert_eq!(one.id(), None);
    assert_eq!(embed(&one, "ana", Side::Kept).await.unwrap_err().kind, EmbedErrorKind::NoModel);
}

#[tokio::test]
async fn a_question_does_not_wait_for_what_is_read_in_the_background() {
    let (_home, folder) = folder();
    let (one, _) = counting();
    one.place(Some(place(&folder)));
    let many: Vec<String> = (0..2000).map(|n| format!("minha irmã não gatinhos {n} ").repeat(3)).collect();
    let background = tokio::spawn(one.embed(many, Side::Kept));
    until(|| one.is_loaded()).await;
    for _ in 0..5 {
        embed(&one, "ana", Side::Asked).await.unwrap();
    }
    assert!(!background.is_finished(), "the background is at work all the while");
    // And one thing that was just said waits for a step of it, not for all.
    embed(&one, "ana", Side::Kept).await.unwrap();
    assert!(!background.is_finished());
    background.abort();
    assert!(background.await.unwrap_err().is_cancelled());
    // What was given up leaves no one waiting.
    embed(&one, "ana", Side::Kept).await.unwrap();
}

#[tokio::test]
async fn both_lanes_give_the_same() {
    let (_home, folder) = folder();
    let (one, _) = counting();
    one.place(Some(place(&folder)));
    let texts: Vec<String> = (0..20).map(|n| "meu gato ".repeat(n % 7)).collect();
    let plain = Model::open(&folder).unwrap();
    for side in [Side::Asked, Side::Kept] {
        let all = one.embed(texts.clone(), side).await.unwrap();
        assert_eq!(all, plain.embed(&texts.iter().map(String::as_str).collect::<Vec<_>>(), side).unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn it_keeps_to_what_the_shelf_has() {
    let (_home, folder) = folder();
    let shelf = Arc::new(MemoryShelf::default());
    let model = |id: &str, kept_for, state| KeptModel {
        id: id.into(),
        name: "Reader".into(),
        kept_for,
        path: (state == KeptState::Whole).then(|| folder.clone()),
        bytes: None,
        sha256: Some("cd".repeat(32)),
        pinned: Pinned::Catalogue,
        state,
    };
    shelf.put(model("talker", KeptFor::Talking, KeptState::Whole));
    let (one, _) = counting();
    let mut changed = one.changed();
    let following = tokio::spawn(one.clone().follow(Arc::clone(&shelf) as Arc<dyn Shelf>));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(one.id(), None, "nobody reads with what talks");
    shelf.put(model("reader", KeptFor::Reading, KeptState::Whole));
    changed.changed().await.unwrap();
    assert_eq!(one.id().unwrap().name, "reader cdcdcdcdcdcdcdcd 1");
    embed(&one, "ana", Side::Kept).await.unwrap();
    shelf.remove("reader").await.unwrap();
    changed.changed().await.unwrap();
    assert_eq!((one.id(), one.is_loaded()), (None, false));
    following.abort();
}

#[test]
fn one_of_a_folder_is_named_as_it_and_told_apart_by_its_weights() {
    let (_home, folder) = folder();
    let one = OnDemand::of_folder(&folder).unwrap();
    let sum = weights_sum(&folder).unwrap();
    assert_eq!(one.id().unwrap().name, format!("small-e5 {} 1", &sum[..16]));
    std::fs::remove_file(folder.join("model.safetensors")).unwrap();
    assert_eq!(OnDemand::of_folder(&folder).unwrap_err().kind, EmbedErrorKind::Absent);
}
