use super::*;
use samantha_core::ports::{End, Pinned, Purpose};
use server::Server;

#[tokio::test]
async fn a_file_is_downloaded_whole_checked_and_told_in_the_ledger() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(300_000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    let ledger = Arc::new(Ledger::default());
    shelf.watch(ledger.clone());
    let offered = model(&shelf, "small").await;
    assert_eq!((offered.state, offered.path, offered.pinned), (KeptState::Offered, None, Pinned::Catalogue));
    assert!(!folder(home.path()).exists(), "nothing is made before it is needed");

    let whole = download(&shelf).await;
    assert_eq!(whole.state, KeptState::Whole);
    assert_eq!((whole.bytes, whole.sha256), (Some(300_000), Some(sum_of(&file))));
    let path = whole.path.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), file);
    let mut names: Vec<_> =
        std::fs::read_dir(folder(home.path())).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["small.gguf", "small.json"]);

    let [asked] = &server.asked()[..] else { panic!("one request") };
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", &*format!("/v1/{PATH}")));
    assert_eq!(asked.header("accept-encoding"), Some("identity"));
    for absent in ["range", "authorization", "cookie", "referer"] {
        assert_eq!(asked.header(absent), None, "{absent}");
    }
    let [left] = &ledger.left()[..] else { panic!("one row") };
    assert_eq!((left.host.as_str(), left.local, left.purpose), ("127.0.0.1", true, Purpose::Download));
    assert_eq!((left.model.as_str(), left.body.len()), ("", 0));
    let [(1, outcome)] = &ledger.ended()[..] else { panic!("one end") };
    assert_eq!((outcome.bytes_in, outcome.end), (300_000, End::Whole));
    // Asked for again, it is here already.
    shelf.download("small", None).await.unwrap();
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn a_host_says_length_and_checksum_on_its_redirect_and_they_are_held() {
    let home = tempfile::tempdir().unwrap();
    let (file, other) = (model_file(50_000, 1), model_file(50_000, 2));
    let store = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let store_at = format!("http://localhost:{}/bucket/x?Signature=c4n4ry", store.socket_address().port());
    let (size, sum) = ("50000".to_owned(), format!("\"{}\"", sum_of(&file)));
    let server = Server::start(0, move |_| {
        Script::reply(
            302,
            &[("location", &store_at), ("x-linked-size", &size), ("x-linked-etag", &sum)],
            "Found",
        )
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![offer()], &server.address());
    let ledger = Arc::new(Ledger::default());
    shelf.watch(ledger.clone());
    let whole = download(&shelf).await;
    assert_eq!((whole.state, whole.pinned), (KeptState::Whole, Pinned::Host));
    assert_eq!((whole.bytes, whole.sha256), (Some(50_000), Some(sum_of(&file))));
    let hosts: Vec<_> = ledger.left().into_iter().map(|left| left.host).collect();
    assert_eq!(hosts, ["127.0.0.1", "localhost"], "each hop is a request of its own");
    assert_eq!(ledger.ended().iter().map(|(_, outcome)| outcome.bytes_in).collect::<Vec<_>>(), [0, 50_000]);

    // What was pinned stays when the file is removed, and another file is refused, wherever it comes from.
    shelf.remove("small").await.unwrap();
    let pinned = model(&shelf, "small").await;
    assert_eq!((pinned.state, pinned.sha256), (KeptState::Offered, Some(sum_of(&file))));
    let mirror = Server::start(0, move |asked| give(asked, &other)).await.unwrap();
    shelf.download("small", Some(&mirror.address())).await.unwrap();
    assert_eq!(failure(&until_ended(&shelf).await), (ShelfErrorKind::WrongSum, 0));
    assert!(!folder(home.path()).join("small.gguf.part").exists());
    // Removed with nothing here, the pin goes as well.
    shelf.remove("small").await.unwrap();
    assert_eq!(model(&shelf, "small").await.pinned, Pinned::Nowhere);
    shelf.download("small", Some(&mirror.address())).await.unwrap();
    assert_eq!(until_ended(&shelf).await.state, KeptState::Whole);
}

#[tokio::test]
async fn a_sum_that_nobody_told_is_reckoned_and_held() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(10_000, 3);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![offer()], &server.address());
    let whole = download(&shelf).await;
    assert_eq!((whole.pinned, whole.sha256), (Pinned::File, Some(sum_of(&file))));
}

#[tokio::test]
async fn an_entity_tag_that_looks_like_a_checksum_is_taken_for_one() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(10_000, 3);
    let etag = format!("\"{}\"", sum_of(&file));
    let served = file.clone();
    let server = Server::start(0, move |asked| give_until(asked, &served, &etag, &[], served.len(), None))
        .await
        .unwrap();
    let shelf = shelf(home.path(), vec![offer()], &server.address());
    let whole = download(&shelf).await;
    assert_eq!(
        (whole.state, whole.pinned, whole.sha256),
        (KeptState::Whole, Pinned::Host, Some(sum_of(&file)))
    );
}

#[tokio::test]
async fn what_the_ledger_refuses_never_leaves() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(1000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    shelf.watch(Arc::new(Ledger { refuses: true, ..Ledger::default() }));
    assert_eq!(failure(&download(&shelf).await).0, ShelfErrorKind::Disk);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn progress_is_told_at_most_four_times_a_second_and_its_last_always() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(4 << 20, 1);
    let served = file.clone();
    let server = Server::start(0, move |asked| {
        let half = served.len() / 2;
        give_until(asked, &served, "\"one\"", &[], half, Some(Act::Gate))
            .then(Act::Send(served[half..].to_vec()))
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    let begun = tokio::time::Instant::now();
    shelf.download("small", None).await.unwrap();
    let half = file.len() as u64 / 2;
    // The host is silent now: the progress that was too early to be told is told all the same.
    until(&shelf, |state| matches!(state, KeptState::Downloading { done, .. } if *done == half)).await;
    server.go_on();
    assert_eq!(until_ended(&shelf).await.state, KeptState::Whole);
    let told = *shelf.changed().borrow();
    // Beside progress: begun, accepted, checking, whole.
    let most = 4 + 4 * (begun.elapsed().as_secs() + 1);
    assert!((3..=most).contains(&told), "{told} of at most {most}");
}

#[tokio::test]
async fn room_is_told() {
    let home = tempfile::tempdir().unwrap();
    let shelf = shelf_with(home.path(), vec![], "https://models.example", Bounds::default());
    let (free, memory) = shelf.room();
    assert!(free.unwrap() > 0);
    assert!(memory.unwrap() > 64 << 20);
}
