//! Pictures beside the words: kept with the draft, said with a turn, forgotten to the last byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use samantha_core::{
    conversation::{
        self, PageFrom, Turn, export,
        picture::{self, Kept, Size},
    },
    dialogue::Request,
    error::{Kind, kind_of},
    id::{PictureId, TurnId, Uid},
    locale::Language,
    schedule,
    store::{copies, create_old},
    testing::TestCompanion,
};
use std::{collections::HashSet, io::Cursor, path::Path};

/// A picture like no other of another `seed`.
fn photo(seed: u32) -> Vec<u8> {
    let mut noise = seed.wrapping_mul(0x9e37_79b9) | 1;
    let picture = RgbImage::from_fn(420, 300, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        Rgb([(x / 2) as u8, (y / 2) as u8, (noise & 127) as u8])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn add(test: &TestCompanion, seed: u32) -> anyhow::Result<Kept> {
    let prepared = picture::prepare(&photo(seed)).unwrap();
    test.companion.store().write(move |tx| picture::add(tx, &prepared, 0)).await
}

async fn draft(test: &TestCompanion) -> Vec<Kept> {
    test.companion.store().read(picture::of_draft).await.unwrap()
}

async fn bytes(test: &TestCompanion, id: PictureId, size: Size) -> anyhow::Result<Vec<u8>> {
    Ok(test.companion.store().read(move |c| picture::read_bytes(c, id, size)).await?.bytes)
}

async fn say(test: &TestCompanion, text: &str, pictures: &[Kept]) -> anyhow::Result<TurnId> {
    let pictures = pictures.iter().map(|kept| kept.id).collect();
    let request = Request::Say { uid: Uid::random()?, text: text.into(), pictures };
    let begun = test.companion.dialogue().begin(request).await?;
    begun.running.unwrap().ended().await;
    Ok(begun.kept.unwrap().id)
}

async fn turns(test: &TestCompanion) -> Vec<Turn> {
    test.companion.store().read(|c| conversation::page(c, PageFrom::Latest, 200)).await.unwrap().turns
}

/// Runs of sixteen bytes from all over a picture and its thumbnail, but for their heads, which are alike in all.
struct Traces(HashSet<[u8; 16]>);

impl Traces {
    async fn of(test: &TestCompanion, id: PictureId) -> Self {
        let mut traces = HashSet::new();
        for size in [Size::Whole, Size::Thumbnail] {
            let bytes = bytes(test, id, size).await.unwrap();
            assert!(bytes.len() > 3_000);
            traces.extend(
                bytes[800..].chunks_exact(16).step_by(3).map(|run| <[u8; 16]>::try_from(run).unwrap()),
            );
        }
        Self(traces)
    }

    /// The files of the data folder in which any of them still is.
    fn left_in(&self, folder: &Path) -> Vec<String> {
        let (mut folders, mut found) = (vec![folder.to_owned()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = std::fs::read(&path).unwrap();
                if bytes.windows(16).any(|run| self.0.contains(run)) {
                    found.push(path.file_name().unwrap().to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }
}

async fn copy(test: &TestCompanion) -> String {
    // Copies are named after the moment.
    test.fakes.clock.step(chrono::TimeDelta::milliseconds(1));
    let (copy, look) = test.companion.schedule().make_copy(copies::Reason::Asked).await.unwrap();
    assert!(look.whole);
    copy.name
}

#[tokio::test]
async fn a_drafts_pictures_outlive_a_restart_and_are_said_with_the_words() {
    let test = TestCompanion::open().await;
    let (one, two) = (add(&test, 1).await.unwrap(), add(&test, 2).await.unwrap());
    assert_eq!((one.width, one.height), (420, 300));
    let test = test.reopen().await;
    assert_eq!(draft(&test).await, [one, two]);
    assert_eq!(bytes(&test, one.id, Size::Whole).await.unwrap().len() as u64, one.bytes);

    let turn = say(&test, "olha", &[one]).await.unwrap();
    assert_eq!(draft(&test).await, [two], "what wasn't sent stays with the draft");
    let said = turns(&test).await;
    assert_eq!((said[0].id, &said[0].pictures[..]), (turn, &[one][..]));
    assert!(said[1].pictures.is_empty());
    let test = test.reopen().await;
    assert_eq!(turns(&test).await[0].pictures, [one]);
    let shown = test.companion.store().read(move |c| picture::for_model(c, turn)).await.unwrap();
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].media_type, "image/jpeg");
    assert_eq!(&shown[0].bytes[..], &bytes(&test, one.id, Size::Whole).await.unwrap()[..]);
}

#[tokio::test]
async fn a_picture_alone_is_a_turn_that_can_be_asked_again_edited_and_found_by_its_new_words() {
    let test = TestCompanion::open().await;
    let one = add(&test, 1).await.unwrap();
    let turn = say(&test, "", &[one]).await.unwrap();
    let said = turns(&test).await;
    assert_eq!((said[0].text.as_str(), said.len()), ("", 2));
    assert!(!said[1].text.is_empty(), "it is answered");
    for request in [Request::Retry { turn }, Request::Edit { turn, text: "a jabuticabeira".into() }] {
        let begun = test.companion.dialogue().begin(request).await.unwrap();
        begun.running.unwrap().ended().await;
        assert_eq!(turns(&test).await[0].pictures, [one]);
    }
    let said = turns(&test).await.remove(0);
    assert_eq!((said.text.as_str(), said.versions), ("a jabuticabeira", 0));
    let found = |c: &rusqlite::Connection| conversation::search::search(c, "jabuticabeira", None, 9);
    assert_eq!(test.companion.store().read(found).await.unwrap().hits[0].turn.pictures, [one]);
    assert!(say(&test, " ", &[]).await.is_err(), "nothing at all is no turn");
}

#[tokio::test]
async fn words_are_not_kept_without_the_pictures_they_were_said_with() {
    let test = TestCompanion::open().await;
    let (one, two) = (add(&test, 1).await.unwrap(), add(&test, 2).await.unwrap());
    test.companion.drop_picture(two.id).await.unwrap();
    assert_eq!(kind_of(&say(&test, "olha", &[one, two]).await.unwrap_err()), Kind::Gone);
    assert_eq!(kind_of(&say(&test, "olha", &[one, one]).await.unwrap_err()), Kind::Gone);
    assert!(turns(&test).await.is_empty());
    assert_eq!(draft(&test).await, [one], "and they stay with the draft");
    say(&test, "olha", &[one]).await.unwrap();
    assert_eq!(kind_of(&say(&test, "de novo", &[one]).await.unwrap_err()), Kind::Gone, "not said twice");
    let uid = Uid::random().unwrap();
    let three = add(&test, 3).await.unwrap();
    for _ in 0..2 {
        let request = Request::Say { uid, text: "mais".into(), pictures: vec![three.id] };
        test.companion.dialogue().begin(request).await.unwrap();
    }
    assert_eq!(turns(&test).await.iter().filter(|turn| turn.pictures == [three]).count(), 1);
}

#[tokio::test]
async fn eight_are_the_most() {
    let test = TestCompanion::open().await;
    for seed in 0..picture::MOST {
        add(&test, seed as u32).await.unwrap();
    }
    assert_eq!(kind_of(&add(&test, 99).await.unwrap_err()), Kind::TooManyPictures);
    test.companion.drop_picture(draft(&test).await[3].id).await.unwrap();
    add(&test, 99).await.unwrap();
    assert_eq!(draft(&test).await.len(), picture::MOST);
}

#[tokio::test]
async fn a_forgotten_turns_pictures_leave_no_byte_also_where_a_copy_knew_them_as_the_drafts() {
    let test = TestCompanion::open().await;
    let (one, other) = (add(&test, 1).await.unwrap(), add(&test, 2).await.unwrap());
    let (traces, kept) = (Traces::of(&test, one.id).await, Traces::of(&test, other.id).await);
    let as_draft = copy(&test).await;
    let turn = say(&test, "olha", &[one]).await.unwrap();
    say(&test, "e esta", &[other]).await.unwrap();
    let as_said = copy(&test).await;
    // Another, of a schema that knew no pictures.
    let old_name = "samantha-20260101-000000000-migration.db";
    let old = test.folder.path().join("copies").join(old_name);
    create_old(&mut rusqlite::Connection::open(&old).unwrap(), 2).unwrap();

    let before = traces.left_in(test.folder.path());
    for name in [&as_draft, &as_said, "samantha.db-wal"] {
        assert!(before.iter().any(|file| file == name), "{name} holds it before: {before:?}");
    }
    test.companion.delete_turn(turn).await.unwrap();
    assert!(turns(&test).await.iter().all(|turn| turn.pictures != [one]));
    test.companion.restore_turn(turn).await.unwrap();
    assert!(turns(&test).await.iter().any(|turn| turn.pictures == [one]), "it comes back whole");
    test.companion.delete_turn(turn).await.unwrap();
    // Closing makes removals final.
    test.companion.close().await.unwrap();
    assert_eq!(traces.left_in(test.folder.path()), [""; 0]);
    let kept = kept.left_in(test.folder.path());
    assert_eq!(kept, [as_draft.as_str(), as_said.as_str(), "samantha.db"], "only what was forgotten is gone");
    for name in [as_draft.as_str(), as_said.as_str(), old_name] {
        assert!(copies::look_at(&copies::path_of(test.folder.path(), name).unwrap()).whole, "{name}");
    }
}

#[tokio::test]
async fn a_removal_that_becomes_final_while_she_runs_takes_the_pictures_with_it() {
    let test = TestCompanion::open().await;
    let one = add(&test, 1).await.unwrap();
    let traces = Traces::of(&test, one.id).await;
    let turn = say(&test, "olha", &[one]).await.unwrap();
    test.companion.delete_turn(turn).await.unwrap();
    assert!(!traces.left_in(test.folder.path()).is_empty());
    let mut events = test.companion.listen();
    test.fakes.clock.step(chrono::TimeDelta::seconds(11));
    events.next().await;
    assert_eq!(traces.left_in(test.folder.path()), [""; 0]);
    assert_eq!(kind_of(&bytes(&test, one.id, Size::Thumbnail).await.unwrap_err()), Kind::Gone);
}

#[tokio::test]
async fn a_dropped_picture_is_out_of_sight_at_once_and_leaves_no_byte() {
    let test = TestCompanion::open().await;
    let (one, two) = (add(&test, 1).await.unwrap(), add(&test, 2).await.unwrap());
    let traces = Traces::of(&test, one.id).await;
    copy(&test).await;
    assert!(traces.left_in(test.folder.path()).len() >= 2);
    test.companion.drop_picture(one.id).await.unwrap();
    assert_eq!(draft(&test).await, [two]);
    assert_eq!(kind_of(&bytes(&test, one.id, Size::Whole).await.unwrap_err()), Kind::Gone);
    assert_eq!(kind_of(&test.companion.drop_picture(one.id).await.unwrap_err()), Kind::Gone);
    // It is forgotten while she runs: nobody has to close her.
    let done = "SELECT count(*) FROM job WHERE kind = 'drop' AND state = 'done'";
    let is_done = move |c: &rusqlite::Connection| Ok(c.query_row(done, [], |row| row.get::<_, i64>(0))?);
    while test.companion.store().read(is_done).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(traces.left_in(test.folder.path()), [""; 0]);
    let turn = say(&test, "", &[two]).await.unwrap();
    assert!(test.companion.drop_picture(two.id).await.is_err(), "what was said isn't the draft's");
    assert_eq!(turns(&test).await[0].id, turn);
}

#[tokio::test]
async fn a_dropping_that_was_cut_off_is_finished_at_the_next_opening() {
    let test = TestCompanion::open().await;
    let one = add(&test, 1).await.unwrap();
    let traces = Traces::of(&test, one.id).await;
    let cut_off = move |tx: &rusqlite::Transaction<'_>| {
        picture::hide_dropped(tx, one.id)?;
        schedule::add(tx, schedule::Deed::Drop(one.id), 0)?;
        tx.execute("UPDATE job SET state = 'sending' WHERE kind = 'drop'", [])?;
        Ok(())
    };
    test.companion.store().write(cut_off).await.unwrap();
    test.companion.close().await.unwrap();
    assert!(!traces.left_in(test.folder.path()).is_empty());
    let test = test.reopen().await;
    assert!(draft(&test).await.is_empty());
    test.companion.close().await.unwrap();
    assert_eq!(traces.left_in(test.folder.path()), [""; 0]);
}

#[tokio::test]
async fn an_export_loses_no_picture() {
    let test = TestCompanion::open().await;
    let one = add(&test, 1).await.unwrap();
    say(&test, "olha", &[one]).await.unwrap();
    let two = add(&test, 2).await.unwrap();
    say(&test, "", &[two]).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for name in ["a conversa <2>.md", "talk.json"] {
        let format = if name.ends_with("json") { export::Format::Json } else { export::Format::Markdown };
        let (path, now) = (folder.path().join(name), "2026-03-02T12:00:00-03:00".parse().unwrap());
        let wanted = export::Wanted { format, path, language: Language::PtBr, name: "Samantha".into(), now };
        assert_eq!(test.companion.store().read(move |c| export::export(c, &wanted)).await.unwrap(), 4);
    }
    let (first, second) =
        (bytes(&test, one.id, Size::Whole).await.unwrap(), bytes(&test, two.id, Size::Whole).await.unwrap());
    let markdown = std::fs::read_to_string(folder.path().join("a conversa <2>.md")).unwrap();
    let named: Vec<&str> = markdown.lines().filter(|line| line.starts_with("![")).collect();
    assert_eq!(named.len(), 2, "{markdown}");
    for (line, wanted) in named.iter().zip([&first, &second]) {
        let place = line.strip_prefix("![Imagem, 420 × 300](<").unwrap().strip_suffix(">)").unwrap();
        let place = place.replace("\\<", "<").replace("\\>", ">");
        assert!(place.starts_with("a conversa <2>-pictures/2026-03-02-"), "{place}");
        assert_eq!(&std::fs::read(folder.path().join(place)).unwrap(), wanted);
    }
    let json = std::fs::read_to_string(folder.path().join("talk.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let shown = &json["turns"][0]["pictures"][0];
    assert_eq!((&shown["media_type"], &shown["width"]), (&"image/jpeg".into(), &420.into()));
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(shown["base64"].as_str().unwrap());
    assert_eq!(decoded.unwrap(), first);
    assert_eq!(json["turns"][1]["pictures"], serde_json::json!([]));
}
