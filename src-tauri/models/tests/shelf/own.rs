use super::*;
use samantha_core::ports::Pinned;

fn probing(
    home: &Path,
    probe: impl Fn(PathBuf) -> Result<(), ModelError> + Send + Sync + 'static,
) -> ModelShelf {
    let probe = Arc::new(move |path: PathBuf| std::future::ready(probe(path)).boxed());
    ModelShelf::open_with(home, vec![offer()], "https://models.example", probe, quick())
}

#[tokio::test]
async fn a_file_of_ones_own_stays_where_it_lies() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let file = model_file(30_000, 4);
    let path = elsewhere.path().join("My model.gguf");
    std::fs::write(&path, &file).unwrap();
    let probed = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&probed);
    let shelf = probing(home.path(), move |path| {
        seen.lock().unwrap().push(path);
        Ok(())
    });
    let added = shelf.add(&path).await.unwrap();
    assert_eq!(*probed.lock().unwrap(), std::slice::from_ref(&path));
    assert_eq!(added.id, format!("own-{}", &sum_of(&file)[..16]));
    assert_eq!((added.name.as_str(), added.state.clone()), ("My model", KeptState::Whole));
    assert_eq!((added.path.as_deref(), added.bytes), (Some(&*path), Some(30_000)));
    assert_eq!((added.pinned, added.sha256.as_deref()), (Pinned::File, Some(&*sum_of(&file))));
    assert_eq!(shelf.add(&path).await.unwrap(), added, "the same file is there once");
    assert_eq!(shelf.models().await.unwrap().len(), 2);

    let later = super::shelf(home.path(), vec![offer()], "https://models.example");
    assert_eq!(model(&later, &added.id).await, added);
    later.remove(&added.id).await.unwrap();
    assert_eq!(later.models().await.unwrap().len(), 1);
    assert_eq!(std::fs::read(&path).unwrap(), file, "only taken off the list");
    assert_eq!(super::shelf(home.path(), vec![], "https://models.example").models().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_no_model_is_not_added() {
    let home = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("x.gguf");
    let shelf = probing(home.path(), |_| Err(ModelError::new(ModelErrorKind::BadFile, "the engine ended")));
    let add = async |bytes: Option<&[u8]>| {
        if let Some(bytes) = bytes {
            std::fs::write(&path, bytes).unwrap();
        }
        shelf.add(&path).await.unwrap_err().kind
    };
    assert_eq!(add(None).await, ShelfErrorKind::Disk);
    assert_eq!(add(Some(b"")).await, ShelfErrorKind::NoModel);
    assert_eq!(add(Some(b"GGU")).await, ShelfErrorKind::NoModel);
    assert_eq!(add(Some(b"PK\x03\x04 a zip")).await, ShelfErrorKind::NoModel);
    assert_eq!(add(Some(b"GGUF and what makes the engine stop")).await, ShelfErrorKind::NoModel);
    assert_eq!(shelf.add(elsewhere.path()).await.unwrap_err().kind, ShelfErrorKind::Disk, "a folder");
    assert_eq!(shelf.models().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_is_not_called_bad_where_nothing_could_try_it() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.gguf");
    std::fs::write(&path, model_file(30_000, 4)).unwrap();
    let shelf = probing(home.path(), |_| Err(ModelError::new(ModelErrorKind::NoEngine, "it isn't there")));
    assert_eq!(shelf.add(&path).await.unwrap_err().kind, ShelfErrorKind::NoEngine);
}

#[tokio::test]
async fn a_file_of_ones_own_that_vanished_says_so_and_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("a.gguf");
    std::fs::write(&path, model_file(30_000, 4)).unwrap();
    let shelf = probing(home.path(), |_| Ok(()));
    let id = shelf.add(&path).await.unwrap().id;
    std::fs::rename(&path, home.path().join("b")).unwrap();
    assert_eq!(failure(&model(&shelf, &id).await).0, ShelfErrorKind::Disk);
    assert_eq!(shelf.download(&id, None).await.unwrap_err().kind, ShelfErrorKind::Disk, "nobody offers it");
    std::fs::rename(home.path().join("b"), &path).unwrap();
    assert_eq!(model(&shelf, &id).await.state, KeptState::Whole);
}
