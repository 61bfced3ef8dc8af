//! Databases as older apps left them: what migrations are cut off in.

use crate::{
    client::Client,
    record::{Fate, Said, Words},
};
use anyhow::Result;
use rusqlite::{Connection, OpenFlags};
use samantha_core::{
    conversation::{self, Moment},
    id::Uid,
    store::{self, SCHEMA_VERSION},
};
use samantha_tests::power::{Device, Dice, Disk, Image, VFS};
use std::path::Path;

/// A life of an earlier schema, in which things were said; the client wrote them down.
///
/// # Errors
/// When it can't be made.
pub fn life(folder: &Path, device: Device, client: &mut Client, dice: &mut Dice) -> Result<Image> {
    let disk = Disk::new(folder, device)?;
    let mut connection = open(folder)?;
    let versions = SCHEMA_VERSION.unsigned_abs().saturating_sub(1).max(1);
    let version = 1 + i64::try_from(dice.below(versions))?;
    store::create_old(&mut connection, version)?;
    for n in 0..10 + dice.index(60) {
        let words = Words::new(dice);
        let said =
            Moment { at: 1_700_000_000_000 + n as i64 * 60_000, zone: "UTC".to_owned(), offset_seconds: 0 };
        let uid = Uid::parse(&words.uid).ok_or_else(|| anyhow::anyhow!("not a uid: {}", words.uid))?;
        let tx = connection.transaction()?;
        let kept = conversation::keep_words(&tx, uid, &words.text, &said, &[])?;
        tx.commit()?;
        let fate = Fate::Kept(kept.turn.id.0);
        client.record.said.push(Said { words, fate, before: Vec::new(), perhaps: None });
    }
    drop(connection);
    Ok(disk.as_seen())
}

/// The same life, with its index made by rules that are no longer used: the next opening makes it anew.
///
/// # Errors
/// When it can't be changed. One that has no tables yet is left.
pub fn outdated(folder: &Path, device: Device, image: &Image) -> Result<Image> {
    let disk = Disk::load(folder, image, device)?;
    let connection = open(folder)?;
    let there: bool = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'life'")?.exists([])?;
    if there {
        connection.execute("UPDATE life SET value = '0' WHERE name = 'words_version'", [])?;
    }
    drop(connection);
    let image = disk.as_seen();
    std::fs::remove_dir_all(folder)?;
    Ok(image)
}

fn open(folder: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags_and_vfs(folder.join(store::FILE_NAME), flags, VFS)?;
    connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
    connection.execute_batch("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")?;
    Ok(connection)
}
