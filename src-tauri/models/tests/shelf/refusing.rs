use super::*;
use samantha_core::ports::Pinned;
use server::Server;
use std::sync::OnceLock;

/// What comes of one reply to a download of a file of which everything is known: why it failed, and what stayed.
async fn refused(offer: Offer, reply: Script) -> (ShelfErrorKind, u64, usize) {
    let home = tempfile::tempdir().unwrap();
    let server = Server::playing([reply]).await.unwrap();
    let shelf = shelf(home.path(), vec![offer], &server.address());
    let (kind, done) = failure(&download(&shelf).await);
    (kind, done, server.asked().len())
}

#[tokio::test]
async fn what_is_not_the_file_is_never_taken_for_it() {
    use ShelfErrorKind as Kind;
    let file = model_file(20_000, 1);
    let other = model_file(20_000, 2);
    let sure = sourced(&file);
    let octets = ("content-type", "application/octet-stream");
    let chunked = |bytes: &[u8]| {
        Script::raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").chunk(bytes).end()
    };
    let cases: Vec<(&str, Offer, Script, Kind, u64)> = vec![
        ("another file", sure.clone(), Script::reply(200, &[octets], &other), Kind::WrongSum, 0),
        (
            "a web page",
            sure.clone(),
            Script::reply(200, &[("content-type", "text/html; charset=utf-8")], "<html>"),
            Kind::NotThere,
            0,
        ),
        (
            "a web page that says it is a file",
            offer(),
            Script::reply(200, &[octets], "<!doctype html><p>Log in</p>"),
            Kind::NoModel,
            0,
        ),
        ("no such file", sure.clone(), Script::reply(404, &[], "Entry not found"), Kind::NotThere, 0),
        ("a login", sure.clone(), Script::reply(401, &[], "Access is restricted"), Kind::NotThere, 0),
        ("a host that fails", sure.clone(), Script::reply(500, &[], ""), Kind::Unreachable, 0),
        ("a shorter file", sure.clone(), Script::reply(200, &[octets], &file[..19_999]), Kind::NotThere, 0),
        (
            "a longer file",
            sure.clone(),
            Script::reply(200, &[octets], [&file[..], b"x"].concat()),
            Kind::NotThere,
            0,
        ),
        (
            "a shorter file of no said length",
            sure.clone(),
            chunked(&file[..19_000]),
            Kind::Unreachable,
            19_000,
        ),
        (
            "a longer file of no said length",
            sure.clone(),
            chunked(&[&file[..], b"x"].concat()),
            Kind::WrongSum,
            0,
        ),
        ("neither length nor checksum", offer(), chunked(&file), Kind::NotThere, 0),
        (
            "less than was said",
            sure.clone(),
            Script::raw("HTTP/1.1 200 OK\r\ncontent-length: 20000\r\n\r\nGGUF").then(Act::Close),
            Kind::Unreachable,
            4,
        ),
        (
            "packed",
            sure.clone(),
            Script::reply(200, &[("content-encoding", "gzip")], &file),
            Kind::Unreachable,
            0,
        ),
        (
            "a part that was not asked for",
            sure.clone(),
            Script::reply(206, &[("content-range", "bytes 5-19999/20000")], &file[5..]),
            Kind::Unreachable,
            0,
        ),
        (
            "a contradiction about the length",
            sure.clone(),
            Script::reply(206, &[("content-range", "bytes 0-19999/20000")], &file[..10]),
            Kind::Unreachable,
            0,
        ),
        ("no HTTP", sure.clone(), Script::raw("SSH-2.0-x\r\n").then(Act::Close), Kind::Unreachable, 0),
        ("a redirect to nowhere", sure.clone(), Script::reply(302, &[], ""), Kind::Unreachable, 0),
    ];
    for (what, offer, reply, kind, done) in cases {
        assert_eq!(refused(offer, reply).await, (kind, done, 1), "{what}");
    }
}

#[tokio::test]
async fn whatever_a_host_says_the_note_of_it_can_be_read_again() {
    let file = model_file(20_000, 1);
    let huge = u64::MAX.to_string();
    let sum = format!("\"{}\"", sum_of(&file));
    let heads: [&[(&str, &str)]; 8] = [
        &[("etag", "\"a b\"")],
        &[("etag", "\"\u{7f}\"")],
        &[("etag", "W/\"a\"")],
        &[("etag", &"x".repeat(5000))],
        &[("x-linked-size", "0"), ("x-linked-etag", &sum)],
        &[("x-linked-size", &huge), ("x-linked-etag", &sum)],
        &[("x-linked-size", "-1"), ("x-linked-etag", "\"../../x\"")],
        &[("content-range", "bytes 0-1/18446744073709551615")],
    ];
    for head in heads {
        let home = tempfile::tempdir().unwrap();
        let mut reply = Script::reply(200, head, &file);
        // Cut in the middle, so that something of it is kept.
        let Act::Send(bytes) = &mut reply.0[0] else { panic!("bytes") };
        bytes.truncate(bytes.len() - 10_000);
        let server = Server::playing([reply.then(Act::Close)]).await.unwrap();
        let first = shelf(home.path(), vec![offer()], &server.address());
        let (_, done) = failure(&download(&first).await);
        let second = shelf(home.path(), vec![offer()], &server.address());
        let kept = match model(&second, "small").await.state {
            KeptState::Offered => 0,
            KeptState::Paused { done, .. } => done,
            other => panic!("{other:?}"),
        };
        assert_eq!(kept, done, "{head:?}");
    }
    let empty = refused(offer(), Script::reply(200, &[], "")).await;
    assert_eq!(empty, (ShelfErrorKind::NotThere, 0, 1));
}

#[tokio::test]
async fn a_redirect_leads_only_where_a_file_may_come_from() {
    let file = model_file(1000, 1);
    for location in [
        "http://files.example/x",
        "http://192.168.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "http://169.254.169.254/latest/meta-data",
        "https://[::ffff:169.254.169.254]/",
        "https://name:word@files.example/",
        "file:///etc/passwd",
    ] {
        let (kind, done, asked) =
            refused(sourced(&file), Script::reply(302, &[("location", location)], "")).await;
        assert_eq!((kind, done, asked), (ShelfErrorKind::Unreachable, 0, 1), "{location}");
    }
    // In a circle.
    let (kind, _, asked) = refused(sourced(&file), Script::reply(307, &[("location", "/again")], "")).await;
    assert_eq!((kind, asked), (ShelfErrorKind::Unreachable, 6));
}

#[tokio::test]
async fn an_address_that_breaks_the_rules_is_never_asked() {
    let home = tempfile::tempdir().unwrap();
    let shelf = shelf(home.path(), vec![offer()], "https://models.example");
    for mirror in [
        "http://models.example",
        "https://169.254.169.254",
        "",
        "https://a@b.example",
        "ftp://models.example",
    ] {
        let error = shelf.download("small", Some(mirror)).await.unwrap_err();
        assert_eq!(error.kind, ShelfErrorKind::Unreachable, "{mirror}");
    }
    assert_eq!(model(&shelf, "small").await.state, KeptState::Offered);
}

#[tokio::test]
async fn a_disk_without_room_is_told_before_anything_is_asked() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(20_000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let narrow = Bounds { free: |_| Some(20_999), ..quick() };
    let known = shelf_with(home.path(), vec![sourced(&file)], &server.address(), narrow.clone());
    let error = known.download("small", None).await.unwrap_err();
    assert_eq!(error.kind, ShelfErrorKind::DiskFull);
    assert_eq!(server.asked().len(), 0);
    // A length that only the host knows is looked at before its bytes are taken.
    let unknown = shelf_with(home.path(), vec![offer()], &server.address(), narrow);
    assert_eq!(failure(&download(&unknown).await), (ShelfErrorKind::DiskFull, 0));
    let wide = Bounds { free: |_| Some(21_000), ..quick() };
    let fits = shelf_with(home.path(), vec![sourced(&file)], &server.address(), wide);
    assert_eq!(download(&fits).await.state, KeptState::Whole);
}

#[tokio::test]
async fn a_disk_that_fills_in_the_middle_keeps_what_came() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(4 << 20, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let full = Bounds { full_at: Some(2_500_000), ..quick() };
    let first = shelf_with(home.path(), vec![sourced(&file)], &server.address(), full);
    let (kind, done) = failure(&download(&first).await);
    assert_eq!(kind, ShelfErrorKind::DiskFull);
    assert!((1 << 20..=2_500_000).contains(&done), "{done}");
    assert_eq!(std::fs::metadata(folder(home.path()).join("small.gguf.part")).unwrap().len(), done);
    let second = shelf(home.path(), vec![sourced(&file)], &server.address());
    assert_eq!(download(&second).await.state, KeptState::Whole);
    let from = asked_from(&server.asked()[1], "\"one\"").unwrap() as u64;
    assert_eq!(from, done);
    assert_eq!(here(&second).await, file);
}

#[tokio::test]
async fn a_disk_that_others_fill_meanwhile_is_left_some_room() {
    use std::sync::atomic::{AtomicU64, Ordering};
    static FREE: AtomicU64 = AtomicU64::new(1 << 40);
    let home = tempfile::tempdir().unwrap();
    let file = model_file(400_000, 1);
    let served = file.clone();
    let server = Server::start(0, move |asked| {
        let script = give_until(asked, &served, "\"one\"", &[], 200_000, Some(Act::Gate));
        script.then(Act::Send(served[200_000..].to_vec()))
    })
    .await
    .unwrap();
    let bounds = Bounds { free: |_| Some(FREE.load(Ordering::SeqCst)), ..quick() };
    let shelf = shelf_with(home.path(), vec![sourced(&file)], &server.address(), bounds);
    shelf.download("small", None).await.unwrap();
    until(&shelf, |state| matches!(state, KeptState::Downloading { done: 200_000, .. })).await;
    FREE.store(200, Ordering::SeqCst);
    server.go_on();
    let (kind, done) = failure(&until_ended(&shelf).await);
    assert_eq!(kind, ShelfErrorKind::DiskFull);
    assert!((200_000..400_000).contains(&done), "{done}");
}

#[tokio::test]
async fn offers_that_lead_out_of_the_folder_or_off_the_host_are_not_offered() {
    let home = tempfile::tempdir().unwrap();
    let bad = [
        ("../x", PATH),
        ("a/b/c", PATH),
        ("a/../b", PATH),
        ("a/b.part", PATH),
        ("own-0123456789abcdef/a", PATH),
        ("own-0123456789abcdef", PATH),
        ("ok-1", "../x"),
        ("ok-2", "https://evil.example/x"),
        ("con", PATH),
    ];
    let mut offers: Vec<_> =
        bad.iter().map(|(id, path)| Offer { id: (*id).into(), path: (*path).into(), ..offer() }).collect();
    offers.extend([offer(), offer()]);
    let shelf = shelf(home.path(), offers, "https://models.example");
    let ids: Vec<_> = shelf.models().await.unwrap().into_iter().map(|model| model.id).collect();
    assert_eq!(ids, ["small"]);
    for id in ["../x", "nobody", ""] {
        assert_eq!(shelf.download(id, None).await.unwrap_err().kind, ShelfErrorKind::Unknown);
        assert_eq!(shelf.pause(id).await.unwrap_err().kind, ShelfErrorKind::Unknown);
        assert_eq!(shelf.remove(id).await.unwrap_err().kind, ShelfErrorKind::Unknown);
    }
}

#[tokio::test]
async fn every_file_of_the_catalogue_is_offered() {
    let home = tempfile::tempdir().unwrap();
    let known = samantha_core::catalogue::Catalogue::built_in().unwrap();
    let shelf = shelf(home.path(), Offer::all_of(known), &known.download_base.value);
    let ids: Vec<_> = shelf.models().await.unwrap().into_iter().map(|model| model.id).collect();
    let talking = known.local_models.iter().map(|model| &model.id);
    assert!(ids.iter().eq(talking.chain([&known.reader.id])), "{ids:?}");
    let mut all = shelf.models().await.unwrap();
    let reader = all.pop().unwrap();
    assert_eq!((reader.kept_for, reader.pinned), (KeptFor::Reading, Pinned::Catalogue));
    let files = &known.reader.files;
    assert_eq!(reader.bytes, files.iter().map(|file| Some(file.size_bytes.as_ref()?.value)).sum());
    assert_eq!(reader.sha256, files[0].sha256.as_ref().map(|sum| sum.value.clone()));
    for model in all {
        assert_eq!(model.kept_for, KeptFor::Talking);
        let entry = known.local(&model.id).unwrap();
        assert_eq!(model.bytes, Some(entry.size_bytes.value), "{}", model.id);
        assert_eq!(model.sha256, entry.sha256.as_ref().map(|sum| sum.value.clone()), "{}", model.id);
    }
}

#[tokio::test]
async fn a_damaged_note_offers_the_file_anew_and_its_part_is_used_where_a_sum_will_tell() {
    let file = model_file(20_000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    for (offer, from) in [(sourced(&file), Some(5000)), (offer(), None)] {
        let home = tempfile::tempdir().unwrap();
        let folder = folder(home.path());
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("small.json"), "{\"synced\": 5000, \"total\": ").unwrap();
        std::fs::write(folder.join("small.gguf.part"), &file[..5000]).unwrap();
        let shelf = shelf(home.path(), vec![offer], &server.address());
        assert_eq!(model(&shelf, "small").await.state, KeptState::Offered);
        assert_eq!(folder.join("small.gguf.set-aside").exists(), from.is_some());
        assert!(!folder.join("small.gguf.part").exists());
        assert_eq!(download(&shelf).await.state, KeptState::Whole);
        assert_eq!(asked_from(server.asked().last().unwrap(), "\"one\""), from);
        assert_eq!(here(&shelf).await, file);
        assert!(!folder.join("small.gguf.set-aside").exists());
    }
}

#[tokio::test]
async fn a_whole_file_without_a_word_about_it_is_checked_before_it_is_used() {
    let file = model_file(20_000, 1);
    for (here, whole) in [(file.clone(), true), (model_file(20_000, 2), false)] {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder(home.path())).unwrap();
        std::fs::write(folder(home.path()).join("small.gguf"), here).unwrap();
        let shelf = shelf(home.path(), vec![sourced(&file)], "https://models.example");
        assert_eq!(
            model(&shelf, "small").await.state,
            KeptState::Paused { done: 20_000, total: Some(20_000) }
        );
        let model = download(&shelf).await;
        if whole {
            assert_eq!(model.state, KeptState::Whole);
        } else {
            assert_eq!(failure(&model), (ShelfErrorKind::WrongSum, 0));
        }
    }
}

#[tokio::test]
async fn a_file_that_vanished_or_was_cut_is_told_and_can_be_had_again() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(20_000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    let path = download(&shelf).await.path.unwrap();
    let away = home.path().join("away");
    std::fs::rename(&path, &away).unwrap();
    assert_eq!(failure(&model(&shelf, "small").await), (ShelfErrorKind::Disk, 0));
    assert_eq!(model(&shelf, "small").await.path, None);
    std::fs::rename(&away, &path).unwrap();
    assert_eq!(model(&shelf, "small").await.state, KeptState::Whole, "it came back");

    std::fs::write(&path, &file[..19_000]).unwrap();
    assert_eq!(failure(&model(&shelf, "small").await), (ShelfErrorKind::Disk, 0));
    shelf.remove("small").await.unwrap();
    assert_eq!(download(&shelf).await.state, KeptState::Whole);
    assert_eq!(std::fs::read(&path).unwrap(), file);
}

#[tokio::test]
async fn a_file_the_catalogue_offers_no_more_stays_usable() {
    let home = tempfile::tempdir().unwrap();
    let file = model_file(20_000, 1);
    let server = Server::start(0, {
        let file = file.clone();
        move |asked| give(asked, &file)
    })
    .await
    .unwrap();
    download(&shelf(home.path(), vec![sourced(&file)], &server.address())).await;
    let later = shelf(home.path(), vec![], &server.address());
    let here = model(&later, "small").await;
    assert_eq!((here.state, here.name.as_str()), (KeptState::Whole, "Small 1B"));
    later.remove("small").await.unwrap();
    assert_eq!(later.models().await.unwrap(), []);
}

/// Everything logged by this process.
struct Logged(Mutex<String>);

impl log::Log for Logged {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        *self.0.lock().unwrap() += &format!("{}: {}\n", record.target(), record.args());
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn the_signature_of_a_redirect_is_in_no_log_no_note_and_no_failure() {
    static LOGGED: OnceLock<Logged> = OnceLock::new();
    let logged = LOGGED.get_or_init(|| Logged(Mutex::default()));
    log::set_logger(logged).unwrap();
    log::set_max_level(log::LevelFilter::Debug);
    let home = tempfile::tempdir().unwrap();
    let file = model_file(20_000, 1);
    let canary = "X-Signature=c4n4ry-9f27";
    let served = file.clone();
    let turn = Turn::default();
    let store = Server::start(0, move |asked| match turn.next() {
        0 => Script(vec![Act::Reset]),
        1 => Script::reply(403, &[], "denied"),
        _ => give_until(asked, &served, "\"one\"", &[], 10_000, Some(Act::Reset)),
    })
    .await
    .unwrap();
    let place = format!("http://localhost:{}/x?{canary}", store.socket_address().port());
    let server = Server::start(0, move |_| Script::reply(302, &[("location", &place)], "")).await.unwrap();
    let shelf = shelf(home.path(), vec![sourced(&file)], &server.address());
    for _ in 0..3 {
        let model = download(&shelf).await;
        assert!(!format!("{model:?}").contains("c4n4ry"));
    }
    assert_eq!(store.asked().len(), 3, "it went there each time");
    let note = std::fs::read_to_string(folder(home.path()).join("small.json")).unwrap();
    assert!(!note.contains("c4n4ry"));
    let own: String = logged.0.lock().unwrap().lines().filter(|line| line.starts_with("samantha")).collect();
    assert!(own.contains("small"), "something was logged");
    assert!(!own.contains("c4n4ry"));
}
