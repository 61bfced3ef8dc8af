//! The simulated disk is itself on trial here: what it loses, SQLite must be able to lose.

use super::*;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;

const LIFE: &str = "CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 2\");
    INSERT INTO words(words, rank) VALUES ('secure-delete', 1);";

fn open(folder: &Path, synchronous: &str) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags_and_vfs(folder.join("life.db"), flags, VFS)?;
    connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
    connection.execute_batch(&format!(
        "PRAGMA synchronous={synchronous}; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=20;"
    ))?;
    Ok(connection)
}

fn text(id: i64) -> String {
    format!("word{id} {}", "and more of it ".repeat(id as usize % 40))
}

/// What the client of a life wrote down.
#[derive(Default)]
struct Record {
    kept: BTreeSet<i64>,
    forgotten: BTreeSet<i64>,
    /// Asked for when the power failed: may have happened or not.
    unsure: BTreeSet<i64>,
}

/// Says, forgets and checkpoints until the power fails (or `most` words were said).
fn live(folder: &Path, synchronous: &str, record: &mut Record, most: i64) -> rusqlite::Result<()> {
    let mut connection = open(folder, synchronous)?;
    let tx = connection.transaction()?;
    tx.execute_batch(LIFE)?;
    tx.commit()?;
    let first =
        connection.query_row("SELECT coalesce(max(id), 0) + 1 FROM turn", [], |row| row.get::<_, i64>(0))?;
    for id in first..first + most {
        record.unsure = BTreeSet::from([id]);
        let tx = connection.transaction()?;
        tx.execute("INSERT INTO turn(id, text) VALUES (?1, ?2)", (id, text(id)))?;
        tx.execute("INSERT INTO words(rowid, text) VALUES (?1, ?2)", (id, text(id)))?;
        tx.commit()?;
        record.kept.insert(id);
        if id % 7 == 0 && record.kept.contains(&(id - 3)) {
            record.unsure = BTreeSet::from([id - 3]);
            let tx = connection.transaction()?;
            tx.execute("DELETE FROM turn WHERE id = ?1", [id - 3])?;
            tx.execute(
                "INSERT INTO words(words, rowid, text) VALUES ('delete', ?1, ?2)",
                (id - 3, text(id - 3)),
            )?;
            tx.commit()?;
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            record.kept.remove(&(id - 3));
            record.forgotten.insert(id - 3);
        }
        record.unsure.clear();
    }
    Ok(())
}

/// What a reopened life lacks of what was acknowledged, and holds of what was forgotten. Panics if it isn't whole.
fn losses(folder: &Path, record: &Record) -> usize {
    let connection = open(folder, "FULL").expect("it opens");
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let there =
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'words'", [], |row| row.get(0));
    if there == Ok(0) {
        return record.kept.len();
    }
    connection.execute("INSERT INTO words(words) VALUES ('integrity-check')", []).unwrap();
    let kept = |id: i64| {
        let text: Option<String> =
            connection.query_row("SELECT text FROM turn WHERE id = ?1", [id], |row| row.get(0)).ok();
        let query = format!("word{id}");
        let found: i64 = connection
            .query_row("SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid = ?2", (query, id), |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(text.is_some(), found == 1, "a turn and its index entry live and die together");
        assert!(text.is_none() || text == Some(self::text(id)));
        text.is_some()
    };
    let sure = |id: &&i64| !record.unsure.contains(id);
    let lost = record.kept.iter().filter(sure).filter(|id| !kept(**id)).count();
    lost + record.forgotten.iter().filter(|id| kept(**id)).count()
}

/// Lives a life on one disk, cuts it at a random op, reopens what is left, `times` times over.
fn cut_lives(times: u64, synchronous: &str) -> (usize, Harm, BTreeSet<Op>) {
    let (mut lost, mut harm, mut cut_in) = (0, Harm::default(), BTreeSet::new());
    for seed in 0..times {
        let folder = tempfile::tempdir().unwrap();
        let mut dice = Dice::new(seed);
        let device = *dice.pick(&Device::ALL);
        let mut record = Record::default();
        let mut image = Image::default();
        // A life survives several cuts, so that what one leaves behind meets the next.
        for run in 0..3 {
            let folder = folder.path().join(run.to_string());
            let disk = Disk::load(&folder, &image, device).unwrap();
            disk.cut_at(1 + dice.below(400));
            // Closing removes the WAL, opening makes a new one: the folder has something to lose, too.
            while live(&folder, synchronous, &mut record, 9).is_ok() {}
            let (after, done) = disk.after_cut(dice.throw());
            harm += done;
            cut_in.extend(disk.last_op());
            image = after;
            let reopened = folder.join("reopened");
            let _disk = Disk::load(&reopened, &image, device).unwrap();
            let lost_now = losses(&reopened, &record);
            lost += lost_now;
            if lost_now > 0 {
                break;
            }
            record.kept.retain(|id| !record.unsure.contains(id));
        }
    }
    (lost, harm, cut_in)
}

#[test]
fn with_synchronous_full_what_was_acknowledged_survives_every_cut() {
    let (lost, harm, cut_in) = cut_lives(100, "FULL");
    assert_eq!(lost, 0);
    assert!(harm.dropped > 100 && harm.torn > 100 && harm.reordered > 100, "{harm:?}");
    assert!(harm.lengths_lost > 0 && harm.names_lost > 0, "{harm:?}");
    for op in [
        Op { kind: OpKind::Write, part: Part::Wal },
        Op { kind: OpKind::Sync, part: Part::Wal },
        Op { kind: OpKind::Write, part: Part::Database },
        Op { kind: OpKind::Sync, part: Part::Database },
        Op { kind: OpKind::Truncate, part: Part::Wal },
    ] {
        assert!(cut_in.contains(&op), "no cut fell into {op:?}: {cut_in:?}");
    }
}

#[test]
fn with_synchronous_normal_acknowledged_words_are_lost_and_the_database_stays_whole() {
    let (lost, _, _) = cut_lives(40, "NORMAL");
    assert!(lost > 40, "only {lost} were lost");
}

#[test]
fn synchronous_off_can_break_the_database_itself() {
    let broken = (0..60)
        .filter(|seed| {
            let folder = tempfile::tempdir().unwrap();
            let disk = Disk::new(folder.path(), Device::SMALL).unwrap();
            disk.cut_at(100 + 7 * seed);
            live(folder.path(), "OFF", &mut Record::default(), 100).ok();
            let (image, _) = disk.after_cut(*seed);
            let after = tempfile::tempdir().unwrap();
            let _disk = Disk::load(after.path(), &image, Device::SMALL).unwrap();
            let whole = open(after.path(), "FULL").and_then(|connection| {
                connection.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))
            });
            whole != Ok("ok".to_owned())
        })
        .count();
    assert!(broken > 5, "only {broken} of 60 broke");
}

#[test]
fn the_same_seed_leaves_the_same_platter_and_another_seed_another() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::LARGE).unwrap();
    disk.cut_at(150);
    live(folder.path(), "NORMAL", &mut Record::default(), 100).unwrap_err();
    assert_eq!(disk.after_cut(1), disk.after_cut(1));
    assert_ne!(disk.after_cut(1).0, disk.after_cut(2).0);
}

#[test]
fn after_the_cut_nothing_is_read_written_or_opened() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::USUAL).unwrap();
    live(folder.path(), "FULL", &mut Record::default(), 5).unwrap();
    let connection = open(folder.path(), "FULL").unwrap();
    let count =
        |connection: &Connection| connection.query_row("SELECT count(*) FROM turn", [], |row| row.get(0));
    assert_eq!(count(&connection), Ok(5));
    disk.cut();
    assert!(disk.is_off() && disk.last_op().is_none());
    assert!(count(&connection).is_err());
    assert!(connection.execute("INSERT INTO turn(text) VALUES ('late')", []).is_err());
    assert!(open(folder.path(), "FULL").is_err());
}

#[test]
fn a_cut_between_ops_with_nothing_on_its_way_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::SMALL).unwrap();
    let mut record = Record::default();
    live(folder.path(), "FULL", &mut record, 5).unwrap();
    let connection = open(folder.path(), "FULL").unwrap();
    connection.execute("INSERT INTO turn(text) VALUES ('a')", []).unwrap();
    connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();
    let synced = disk.synced();
    for seed in 0..20 {
        let (image, harm) = disk.after_cut(seed);
        assert_eq!((harm, &image), (Harm::default(), &synced));
    }
}

#[test]
fn a_file_whose_folder_was_never_synced_can_be_gone() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::USUAL).unwrap();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let connection = Connection::open_with_flags_and_vfs(folder.path().join("life.db"), flags, VFS).unwrap();
    connection.execute_batch("PRAGMA journal_mode=OFF; PRAGMA synchronous=FULL; CREATE TABLE a(b);").unwrap();
    let there = (0..40).filter(|seed| disk.after_cut(*seed).0.files.contains_key("life.db")).count();
    assert!((5..36).contains(&there), "{there} of 40");
}

#[test]
fn what_a_killed_process_did_not_sync_is_seen_by_the_next_and_lost_in_a_cut_after_that() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::USUAL).unwrap();
    live(folder.path(), "FULL", &mut Record::default(), 2).unwrap();
    let killed = open(folder.path(), "FULL").unwrap();
    killed.query_row("SELECT count(*) FROM turn", [], |_| Ok(())).unwrap();
    // The commit's frames are written, and its sync is where it ends.
    disk.cut_in(Op { kind: OpKind::Sync, part: Part::Wal }, 2);
    assert!(killed.execute("INSERT INTO turn(text) VALUES ('seen')", []).is_err());
    disk.start_anew();
    let next = open(folder.path(), "FULL").unwrap();
    let count =
        |connection: &Connection| connection.query_row("SELECT count(*) FROM turn", [], |row| row.get(0));
    assert_eq!(count(&next), Ok(3));
    assert!(killed.execute("INSERT INTO turn(text) VALUES ('from the grave')", []).is_err());
    disk.cut();
    let lost = (0..20).filter(|seed| {
        let after = tempfile::tempdir().unwrap();
        let _disk = Disk::load(after.path(), &disk.after_cut(*seed).0, Device::USUAL).unwrap();
        count(&open(after.path(), "FULL").unwrap()) == Ok(2)
    });
    assert!(lost.count() > 2);
}

#[test]
fn several_connections_share_one_wal_from_several_threads() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::USUAL).unwrap();
    live(folder.path(), "FULL", &mut Record::default(), 1).unwrap();
    std::thread::scope(|scope| {
        let path = folder.path();
        let reader = scope.spawn(move || {
            let connection = open(path, "FULL").unwrap();
            let mut seen = 0;
            while seen < 200 {
                let now: i64 = connection
                    .query_row("SELECT count(*) FROM turn WHERE id >= 1000", [], |row| row.get(0))
                    .unwrap();
                assert!(now >= seen, "a reader never goes back");
                seen = now;
            }
        });
        let writers = (0..2).map(|writer| {
            scope.spawn(move || {
                let connection = open(path, "FULL").unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(30)).unwrap();
                for id in 0..100 {
                    let id = 1000 + 100 * writer + id;
                    connection.execute("INSERT INTO turn(id, text) VALUES (?1, '')", [id]).unwrap();
                }
            })
        });
        let writers: Vec<_> = writers.collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        reader.join().unwrap();
    });
    assert_eq!(losses(folder.path(), &Record::default()), 0);
    assert!(disk.ops() > 400);
}

#[test]
fn the_running_machine_is_mirrored_into_the_real_folder() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::new(folder.path(), Device::USUAL).unwrap();
    live(folder.path(), "FULL", &mut Record::default(), 30).unwrap();
    let _open = open(folder.path(), "FULL").unwrap();
    for (name, bytes) in disk.as_seen().files {
        assert_eq!(std::fs::read(folder.path().join(&name)).unwrap(), bytes, "{name}");
    }
    let plain = Connection::open(folder.path().join("life.db")).unwrap();
    assert_eq!(plain.query_row("SELECT count(*) FROM turn", [], |row| row.get(0)), Ok(26));
}
