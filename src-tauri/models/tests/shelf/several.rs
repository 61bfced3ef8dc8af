//! A model of several files: one to everybody, whole when all are.

use super::*;
use samantha_core::ports::Pinned;
use server::Server;

const WEIGHTS: &str = "reader/model.safetensors";
const WORDS: &str = "reader/tokenizer.json";
const BASE: &str = "someone/reader/resolve/0123/";

/// The two files of a model, which begin as nothing else does.
fn files() -> [(&'static str, Vec<u8>); 2] {
    [(WEIGHTS, model_file(300_000, 1)[4..].to_vec()), (WORDS, br#"{"version": "1.0"}"#.to_vec())]
}

/// Both, sourced as far as a test wants it.
fn offers(sourced: bool) -> Vec<Offer> {
    let offer = |(id, file): (&str, Vec<u8>)| Offer {
        id: id.into(),
        name: "Reader".into(),
        path: format!("{BASE}{}", id.rsplit('/').next().unwrap()),
        bytes: sourced.then_some(file.len() as u64),
        sha256: sourced.then(|| sum_of(&file)),
    };
    let mut offers = vec![offer_of_one()];
    offers.extend(files().map(offer));
    offers
}

/// A model of one file beside it.
fn offer_of_one() -> Offer {
    offer()
}

/// The file that is asked for.
fn asked_for(asked: &Asked) -> Vec<u8> {
    let name = asked.path.rsplit('/').next().unwrap();
    files().into_iter().find(|(id, _)| id.ends_with(name)).expect("one of both").1
}

async fn reader(shelf: &ModelShelf) -> KeptModel {
    model(shelf, "reader").await
}

/// Waits until the model of several files stands as the test says.
async fn until_reader(shelf: &ModelShelf, stands: impl Fn(&KeptState) -> bool) -> KeptModel {
    let mut changed = shelf.changed();
    let waiting = async {
        loop {
            changed.mark_unchanged();
            let model = reader(shelf).await;
            if stands(&model.state) {
                return model;
            }
            changed.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it comes to stand like that")
}

async fn until_reader_ended(shelf: &ModelShelf) -> KeptModel {
    until_reader(shelf, |state| !matches!(state, KeptState::Downloading { .. } | KeptState::Checking { .. }))
        .await
}

fn names(home: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder(home).join("reader")) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn several_files_land_together_and_are_one_model() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(0, |asked| give(asked, &asked_for(asked))).await.unwrap();
    let shelf = shelf(home.path(), offers(true), &server.address());
    let ledger = Arc::new(Ledger::default());
    shelf.watch(ledger.clone());
    let ids: Vec<_> = shelf.models().await.unwrap().into_iter().map(|model| model.id).collect();
    assert_eq!(ids, ["small", "reader"]);
    let offered = reader(&shelf).await;
    assert_eq!((offered.kept_for, offered.state, offered.path), (KeptFor::Reading, KeptState::Offered, None));
    let [(_, weights), (_, words)] = files();
    assert_eq!(offered.bytes, Some((weights.len() + words.len()) as u64));

    shelf.download("reader", None).await.unwrap();
    let whole = until_reader_ended(&shelf).await;
    assert_eq!((whole.state, whole.pinned), (KeptState::Whole, Pinned::Catalogue));
    assert_eq!(whole.sha256, Some(sum_of(&weights)), "the weights' own");
    let path = whole.path.expect("it is whole");
    assert_eq!(path, folder(home.path()).join("reader"));
    assert_eq!(std::fs::read(path.join("model.safetensors")).unwrap(), weights);
    assert_eq!(std::fs::read(path.join("tokenizer.json")).unwrap(), words);
    let noted = ["model.safetensors", "model.safetensors.note", "tokenizer.json", "tokenizer.json.note"];
    assert_eq!(names(home.path()), noted);
    let mut asked: Vec<_> = server.asked().into_iter().map(|asked| asked.path).collect();
    asked.sort();
    assert_eq!(asked, [format!("/v1/{BASE}model.safetensors"), format!("/v1/{BASE}tokenizer.json")]);
    assert_eq!(ledger.left().len(), 2, "each file is a request of its own");
    // Of one file nothing came.
    assert_eq!(model(&shelf, "small").await.state, KeptState::Offered);

    // It is whole at the next start as well, and asked for again nothing leaves.
    drop(shelf);
    let shelf = super::shelf(home.path(), offers(true), &server.address());
    assert_eq!(reader(&shelf).await.state, KeptState::Whole);
    shelf.download("reader", None).await.unwrap();
    assert_eq!(server.asked().len(), 2);

    shelf.remove("reader").await.unwrap();
    assert_eq!(reader(&shelf).await.state, KeptState::Offered);
    assert!(!folder(home.path()).join("reader").exists());
}

#[tokio::test]
async fn it_is_not_whole_before_all_are_and_a_pause_holds_over_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(0, |asked| {
        let file = asked_for(asked);
        let stops = file.len() > 200_000 && asked.header("range").is_none();
        let end = if stops { 200_000 } else { file.len() };
        give_until(asked, &file, "\"one\"", &[], end, stops.then_some(Act::Gate))
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), offers(true), &server.address());
    shelf.download("reader", None).await.unwrap();
    let words = files()[1].1.len() as u64;
    let here = 200_000 + words;
    let half =
        until_reader(&shelf, |state| matches!(state, KeptState::Downloading { done, .. } if *done == here))
            .await;
    assert_eq!(half.path, None, "the words are whole, the weights are not");
    shelf.pause("reader").await.unwrap();
    let total = half.bytes;
    assert_eq!(reader(&shelf).await.state, KeptState::Paused { done: here, total });
    drop(shelf);

    let shelf = super::shelf(home.path(), offers(true), &server.address());
    assert_eq!(reader(&shelf).await.state, KeptState::Paused { done: here, total });
    shelf.download("reader", None).await.unwrap();
    assert_eq!(until_reader_ended(&shelf).await.state, KeptState::Whole);
    let ranges: Vec<_> = server.asked().iter().filter_map(|asked| asked_from(asked, "\"one\"")).collect();
    assert_eq!(ranges, [200_000], "only the rest of the weights was asked for again");
    let path = folder(home.path()).join(WEIGHTS);
    assert_eq!(std::fs::read(path).unwrap(), files()[0].1);
}

#[tokio::test]
async fn one_file_that_is_not_what_its_checksum_says_keeps_the_model_from_being_whole() {
    let home = tempfile::tempdir().unwrap();
    let turn = Turn::default();
    let server = Server::start(0, move |asked| {
        let mut file = asked_for(asked);
        if file.len() < 1000 && turn.next() == 0 {
            file[3] ^= 1;
        }
        give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), offers(true), &server.address());
    shelf.download("reader", None).await.unwrap();
    let failed = until_reader_ended(&shelf).await;
    assert_eq!(failure(&failed), (ShelfErrorKind::WrongSum, 299_996));
    assert_eq!(failed.path, None);
    assert!(!folder(home.path()).join(WORDS).exists());
    // Asked for again, only what is missing is.
    shelf.download("reader", None).await.unwrap();
    assert_eq!(until_reader_ended(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn what_nobody_sourced_is_pinned_at_the_first_download_of_each() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(0, |asked| give(asked, &asked_for(asked))).await.unwrap();
    let shelf = shelf(home.path(), offers(false), &server.address());
    assert_eq!(reader(&shelf).await.bytes, None);
    shelf.download("reader", None).await.unwrap();
    let whole = until_reader_ended(&shelf).await;
    assert_eq!((whole.state, whole.pinned, whole.bytes), (KeptState::Whole, Pinned::File, Some(300_014)));
    assert_eq!(whole.sha256, Some(sum_of(&files()[0].1)));
}

#[tokio::test]
async fn a_file_of_several_that_is_gone_is_told_and_can_be_had_again() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(0, |asked| give(asked, &asked_for(asked))).await.unwrap();
    let shelf = shelf(home.path(), offers(true), &server.address());
    shelf.download("reader", None).await.unwrap();
    assert_eq!(until_reader_ended(&shelf).await.state, KeptState::Whole);
    std::fs::remove_file(folder(home.path()).join(WORDS)).unwrap();
    assert_eq!(failure(&reader(&shelf).await).0, ShelfErrorKind::Disk);
    shelf.download("reader", None).await.unwrap();
    assert_eq!(until_reader_ended(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked().len(), 3);
}

#[tokio::test]
async fn room_is_asked_for_all_files_together() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(0, |asked| give(asked, &asked_for(asked))).await.unwrap();
    // Room for the weights and what is left free, but not for the words as well.
    let bounds = Bounds { free: |_| Some(301_000), margin: 1000, ..quick() };
    let shelf = shelf_with(home.path(), offers(true), &server.address(), bounds);
    let refused = shelf.download("reader", None).await.unwrap_err();
    assert_eq!(refused.kind, ShelfErrorKind::DiskFull);
    assert_eq!(server.connections(), 0);
}
