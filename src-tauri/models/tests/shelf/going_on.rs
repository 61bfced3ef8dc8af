use super::*;
use samantha_core::ports::End;
use server::Server;
use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

/// Sends the first half of the file, then waits for the gate; a request for the rest gets it at once.
async fn halving(file: &[u8]) -> Server {
    let file = file.to_vec();
    Server::start(0, move |asked| {
        if asked_from(asked, "\"one\"").is_some() {
            return give(asked, &file);
        }
        let half = file.len() / 2;
        give_until(asked, &file, "\"one\"", &[], half, Some(Act::Gate)).then(Act::Send(file[half..].to_vec()))
    })
    .await
    .unwrap()
}

/// Downloads until the host falls silent in the middle.
async fn to_the_half(shelf: &ModelShelf, file: &[u8]) {
    shelf.download("small", None).await.unwrap();
    let half = file.len() as u64 / 2;
    until(shelf, |state| matches!(state, KeptState::Downloading { done, .. } if *done == half)).await;
}

#[tokio::test]
async fn a_paused_download_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let server = halving(&file).await;
    let shelf = shelf(home.path(), vec![offer()], &server.address());
    let ledger = Arc::new(Ledger::default());
    shelf.watch(ledger.clone());
    to_the_half(&shelf, &file).await;
    // Asked for twice, it is one download.
    shelf.download("small", None).await.unwrap();
    shelf.pause("small").await.unwrap();
    let paused = model(&shelf, "small").await;
    assert_eq!(paused.state, KeptState::Paused { done: 100_000, total: Some(200_000) });
    server.until_left(1).await;
    assert_eq!(ledger.ended(), [(1, Outcome { bytes_in: 100_000, end: End::Stopped, ..Outcome::default() })]);

    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[1].header("range"), Some("bytes=100000-"));
    assert_eq!(asked[1].header("if-range"), Some("\"one\""));
    assert_eq!(ledger.ended()[1], (2, Outcome { bytes_in: 100_000, end: End::Whole, ..Outcome::default() }));
    assert_eq!(here(&shelf).await, file);
}

#[tokio::test]
async fn closing_pauses_and_the_next_run_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let server = halving(&file).await;
    let first = shelf(home.path(), vec![sourced(&file)], &server.address());
    to_the_half(&first, &file).await;
    first.close().await;
    drop(first);

    let second = shelf(home.path(), vec![sourced(&file)], &server.address());
    let paused = KeptState::Paused { done: 100_000, total: Some(200_000) };
    assert_eq!(model(&second, "small").await.state, paused);
    assert_eq!(server.asked().len(), 1, "nothing goes on by itself");
    assert_eq!(download(&second).await.state, KeptState::Whole);
    assert_eq!(server.asked()[1].header("range"), Some("bytes=100000-"));
    let third = shelf(home.path(), vec![sourced(&file)], &server.address());
    assert_eq!(model(&third, "small").await.state, KeptState::Whole);
}

#[tokio::test]
async fn a_file_paused_while_it_is_checked_asks_nobody_again() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(40 << 20, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    shelf.download("small", None).await.unwrap();
    until(&shelf, |state| !matches!(state, KeptState::Downloading { .. })).await;
    shelf.pause("small").await.unwrap();
    // Checking forty mebibytes takes longer than asking to stop; if not, there is nothing left to pause.
    let stands = model(&shelf, "small").await.state;
    assert!(
        matches!(stands, KeptState::Whole)
            || stands == KeptState::Paused { done: 40 << 20, total: Some(40 << 20) },
        "{stands:?}"
    );
    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked().len(), 1);
}

/// Not a test by itself: the process that is killed below.
#[tokio::test]
#[ignore = "run by the test below, in a process of its own"]
async fn downloads_until_it_is_killed() {
    let (Some(home), Some(host)) = (std::env::var_os("SHELF_HOME"), std::env::var("SHELF_HOST").ok()) else {
        return;
    };
    let shelf = shelf(Path::new(&home), vec![offer()], &host);
    shelf.download("small", None).await.unwrap();
    until(&shelf, |state| matches!(state, KeptState::Downloading { done, .. } if *done == 1_000_000)).await;
    println!("half is here");
    std::future::pending::<()>().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_run_made_durable_is_gone_on_with() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(2_000_000, 5);
    let server = halving(&file).await;
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "going_on::downloads_until_it_is_killed", "--ignored", "--nocapture"])
        .env("SHELF_HOME", home.path())
        .env("SHELF_HOST", server.address())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap());
    let reached = tokio::task::spawn_blocking(|| {
        lines.lines().map_while(Result::ok).any(|line| line.contains("half is here"))
    });
    assert!(reached.await.unwrap(), "the other process downloads");
    child.kill().unwrap();
    child.wait().unwrap();

    let shelf = shelf(home.path(), vec![offer()], &server.address());
    let KeptState::Paused { done, total: Some(2_000_000) } = model(&shelf, "small").await.state else {
        panic!("it is paused: {:?}", model(&shelf, "small").await.state)
    };
    assert!((1..=1_000_000).contains(&done), "{done}");
    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked()[1].header("range"), Some(&*format!("bytes={done}-")));
    assert_eq!(here(&shelf).await, file);
}

#[tokio::test]
async fn bytes_that_nobody_called_durable_are_asked_for_again() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let server = halving(&file).await;
    let first = shelf(home.path(), vec![offer()], &server.address());
    to_the_half(&first, &file).await;
    first.close().await;
    // As after a power cut: the file is longer than what was made durable, and its end is not what was written.
    let part = folder(home.path()).join("small.gguf.part");
    std::fs::write(&part, [&file[..100_000], &[0; 50_000]].concat()).unwrap();
    let second = shelf(home.path(), vec![offer()], &server.address());
    assert_eq!(download(&second).await.state, KeptState::Whole);
    assert_eq!(here(&second).await, file);
}

#[tokio::test]
async fn a_host_that_knows_no_ranges_is_taken_from_the_beginning() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let served = file.clone();
    let server = Server::start(0, move |asked| {
        let mut asked = asked.clone();
        let first = asked.header("range").is_none();
        asked.headers.retain(|(name, _)| name != "range");
        let end = if first { 100_000 } else { served.len() };
        give_until(&asked, &served, "\"one\"", &[], end, first.then_some(Act::Close))
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    assert_eq!(failure(&download(&shelf).await), (ShelfErrorKind::Unreachable, 100_000));
    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked().len(), 2);
    assert_eq!(here(&shelf).await, file);
}

#[tokio::test]
async fn a_file_that_changed_at_its_host_is_begun_again() {
    // A host that says so by sending the new one whole, and one that sends the rest of the new one.
    for honest in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let (old, new) = (model_file(200_000, 1), model_file(210_000, 2));
        let served = new.clone();
        let server = Server::start(0, move |asked| {
            let mut asked = asked.clone();
            if asked.header("range").is_none() && asked.connection == 0 {
                return give_until(&asked, &old, "\"one\"", &[], 100_000, Some(Act::Close));
            }
            if !honest {
                asked.headers.retain(|(name, _)| name != "if-range");
            }
            give_until(&asked, &served, "\"two\"", &[], served.len(), None)
        })
        .await
        .unwrap();
        let shelf = shelf_with(home.path(), vec![offer()], &server.address(), Bounds { tries: 2, ..quick() });
        assert_eq!(download(&shelf).await.state, KeptState::Whole, "{honest}");
        assert_eq!(here(&shelf).await, new, "{honest}");
    }
}

#[tokio::test]
async fn without_checksum_and_version_nothing_is_glued_together() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let served = file.clone();
    let server = Server::start(0, move |asked| {
        let first = asked.connection == 0;
        let end = if first { 100_000 } else { served.len() };
        give_until(asked, &served, "W/\"one\"", &[], end, first.then_some(Act::Close))
    })
    .await
    .unwrap();
    let shelf = shelf_with(home.path(), vec![offer()], &server.address(), Bounds { tries: 1, ..quick() });
    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    assert_eq!(server.asked()[1].header("range"), None);
}

#[tokio::test]
async fn with_a_checksum_a_mirror_goes_on_with_what_another_host_began() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let server = halving(&file).await;
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    to_the_half(&shelf, &file).await;
    shelf.pause("small").await.unwrap();
    let served = file.clone();
    let mirror =
        Server::start(0, move |asked| give_until(asked, &served, "\"mirror\"", &[], served.len(), None));
    let mirror = mirror.await.unwrap();
    shelf.download("small", Some(&mirror.address())).await.unwrap();
    assert_eq!(until_ended(&shelf).await.state, KeptState::Whole);
    assert_eq!(mirror.asked()[0].header("range"), Some("bytes=100000-"));
    assert_eq!(mirror.asked()[0].header("if-range"), None, "it does not know the other host's versions");
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_a_few_times_and_then_told() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let served = file.clone();
    let turn = Turn::default();
    let server = Server::start(0, move |asked| match turn.next() {
        0 => give_until(asked, &served, "\"one\"", &[], 50_000, Some(Act::Reset)),
        1..=3 => Script::reply(503, &[("retry-after", "0")], "busy"),
        _ => give(asked, &served),
    })
    .await
    .unwrap();
    let shelf =
        shelf_with(home.path(), vec![sourced(&file)], &server.address(), Bounds { tries: 3, ..quick() });
    let failed = download(&shelf).await;
    assert_eq!(failure(&failed).0, ShelfErrorKind::Unreachable);
    assert_eq!(server.asked().len(), 4);
    assert_eq!(download(&shelf).await.state, KeptState::Whole, "and it can be gone on with");
    assert_eq!(here(&shelf).await, file);
}

#[tokio::test]
async fn a_host_that_falls_silent_is_not_waited_for_without_end() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(200_000, 1);
    let served = file.clone();
    let server = Server::start(0, move |asked| {
        if asked.connection == 0 {
            Script(vec![Act::Stall])
        } else {
            give_until(asked, &served, "\"one\"", &[], 70_000, Some(Act::Stall))
        }
    })
    .await
    .unwrap();
    let impatient =
        Bounds { first: Duration::from_millis(50), between: Duration::from_millis(50), ..quick() };
    let shelf = shelf_with(home.path(), vec![sourced(&file)], &server.address(), impatient);
    assert_eq!(failure(&download(&shelf).await), (ShelfErrorKind::Unreachable, 0));
    let (kind, done) = failure(&download(&shelf).await);
    assert_eq!(kind, ShelfErrorKind::Unreachable);
    assert!(done <= 70_000);
}

#[tokio::test]
async fn a_host_that_is_not_there_is_told() {
    let home = tempfile::tempdir().unwrap();
    let address = Server::playing([]).await.unwrap().address();
    let shelf = shelf(home.path(), vec![offer()], &address);
    assert_eq!(failure(&download(&shelf).await), (ShelfErrorKind::Unreachable, 0));
}
