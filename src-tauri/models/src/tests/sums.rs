//! What the shelf found out about its files is known where they are loaded.

use super::server::{Script, Server};
use crate::{Bounds, ModelShelf, Offer, local::sums::Sums};
use futures_util::FutureExt as _;
use samantha_core::ports::{KeptState, Shelf as _};
use std::{
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

/// Whether the file has to be read for its checksum, and the sum.
fn read(sums: &Sums, path: &Path) -> (bool, String) {
    let mut read = false;
    let sum = sums.of(path, &AtomicBool::new(false), |_, _| read = true).unwrap().unwrap();
    (read, sum)
}

#[tokio::test]
async fn a_file_whose_checksum_the_shelf_reckoned_is_not_read_again_before_it_is_loaded() {
    let home = tempfile::tempdir().unwrap();
    let file = b"GGUF and all that follows";
    let server =
        Server::start(0, |_| Script::reply(200, &[], std::str::from_utf8(file).unwrap())).await.unwrap();
    let offer = |id: &str| Offer {
        id: id.into(),
        name: id.into(),
        path: format!("someone/{id}.gguf"),
        bytes: Some(file.len() as u64),
        sha256: None,
    };
    let bounds = Bounds { free: |_| Some(1 << 40), tries: 0, ..Bounds::default() };
    let probe = Arc::new(|_| async { Ok(()) }.boxed());
    let shelf = ModelShelf::open_with(home.path(), vec![offer("small")], &server.address(), probe, bounds);
    let sums = Arc::new(Sums::new(None));
    shelf.tell_sums_to(Arc::clone(&sums));

    shelf.download("small", None).await.unwrap();
    let mut changed = shelf.changed();
    let downloaded = loop {
        changed.mark_unchanged();
        let [model] = shelf.models().await.unwrap().try_into().unwrap();
        match model.state {
            KeptState::Whole => break model,
            KeptState::Failed { .. } => panic!("{model:?}"),
            _ => changed.changed().await.unwrap(),
        }
    };
    let own = home.path().join("own.gguf");
    std::fs::write(&own, b"GGUF of one's own").unwrap();
    let added = shelf.add(&own).await.unwrap();
    for model in [downloaded, added] {
        let path = model.path.unwrap();
        assert_eq!(read(&sums, &path), (false, model.sha256.unwrap()), "{}", path.display());
        std::fs::write(&path, b"GGUF, but another one").unwrap();
        assert!(read(&sums, &path).0, "a file that was changed since is looked at");
    }
}
