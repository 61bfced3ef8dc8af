//! Pictures shown beside the person's words. Until the words are said they belong to the draft.

mod prepare;

pub use prepare::{LARGEST_FILE, LONGEST_SIDE, LONGEST_THUMBNAIL, MOST_PIXELS, Prepared, prepare};

use crate::{
    error::{Kind, kind},
    id::{PictureId, TurnId, Uid},
    ports,
    store::has_table,
};
use anyhow::Result;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};

/// Pictures beside the words of one turn, at most.
pub const MOST: usize = 8;

/// A picture that is kept, without its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: PictureId,
    /// Pixels of the whole picture.
    pub width: u32,
    pub height: u32,
    /// Bytes of the whole picture.
    pub bytes: u64,
}

/// Which of the two that are kept of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Thumbnail,
    Whole,
}

/// A picture's bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Data {
    /// `image/jpeg` or `image/png`.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Data({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

const COLUMNS: &str = "id, width, height, length(bytes)";

fn read(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        id: row.get(0)?,
        width: row.get(1)?,
        height: row.get(2)?,
        bytes: row.get::<_, i64>(3)?.unsigned_abs(),
    })
}

/// Reads what a turn's columns say of its pictures: `id width height bytes`, joined by commas.
pub(super) fn read_list(list: &str) -> Vec<Kept> {
    let one = |text: &str| {
        let mut numbers = text.split(' ').map(str::parse::<i64>);
        let mut next = || numbers.next()?.ok();
        Some(Kept {
            id: PictureId(next()?),
            width: u32::try_from(next()?).ok()?,
            height: u32::try_from(next()?).ok()?,
            bytes: next()?.unsigned_abs(),
        })
    };
    list.split(',').filter_map(one).collect()
}

/// Adds a picture to the draft, as its last one. `now`: Unix milliseconds UTC.
///
/// # Errors
/// [`Kind::TooManyPictures`]; when it can't be written.
pub fn add(tx: &Transaction<'_>, prepared: &Prepared, now: i64) -> Result<Kept> {
    has_room(tx)?;
    tx.prepare_cached(
        "INSERT INTO picture(uid, media_type, width, height, bytes, thumbnail, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(rusqlite::params![
        Uid::random()?,
        prepared.media_type,
        prepared.width,
        prepared.height,
        prepared.bytes,
        prepared.thumbnail,
        now,
    ])?;
    let (id, bytes) = (PictureId(tx.last_insert_rowid()), prepared.bytes.len() as u64);
    Ok(Kept { id, width: prepared.width, height: prepared.height, bytes })
}

/// Whether the draft can take one more.
///
/// # Errors
/// [`Kind::TooManyPictures`] when it can't.
pub fn has_room(c: &Connection) -> Result<()> {
    let sql = "SELECT count(*) FROM picture WHERE turn IS NULL AND dropped = 0";
    let there: i64 = c.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    if there.unsigned_abs() >= MOST as u64 { Err(too_many()) } else { Ok(()) }
}

fn too_many() -> anyhow::Error {
    kind(Kind::TooManyPictures, format!("{MOST} pictures beside the words are the most"))
}

/// The draft's pictures, in the order in which they were added.
///
/// # Errors
/// When the store can't be read.
pub fn of_draft(c: &Connection) -> Result<Vec<Kept>> {
    let sql = format!("SELECT {COLUMNS} FROM picture WHERE turn IS NULL AND dropped = 0 ORDER BY id");
    Ok(c.prepare_cached(&sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Takes a picture off the draft, out of sight at once. It is forgotten by [`forget_dropped`].
///
/// # Errors
/// [`Kind::Gone`] when it isn't on the draft (any more).
pub fn hide_dropped(tx: &Transaction<'_>, id: PictureId) -> Result<()> {
    let sql = "UPDATE picture SET dropped = 1 WHERE id = ?1 AND turn IS NULL AND dropped = 0";
    if tx.prepare_cached(sql)?.execute([id])? == 0 { Err(gone()) } else { Ok(()) }
}

/// The pictures that were dropped and aren't forgotten yet.
///
/// # Errors
/// When the store can't be read.
pub fn dropped(c: &Connection) -> Result<Vec<PictureId>> {
    let sql = "SELECT id FROM picture WHERE dropped = 1 ORDER BY id";
    Ok(c.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The uid of a picture that was dropped and isn't forgotten yet.
///
/// # Errors
/// When the store can't be read.
pub fn dropped_uid(c: &Connection, id: PictureId) -> Result<Option<Uid>> {
    let sql = "SELECT uid FROM picture WHERE id = ?1 AND dropped = 1";
    Ok(c.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}

/// Removes a dropped picture's row. The caller forgot it in the copies before, and checkpoints the store afterwards.
///
/// # Errors
/// When it can't be written.
pub fn forget_dropped(tx: &Transaction<'_>, id: PictureId) -> Result<()> {
    tx.execute("DELETE FROM picture WHERE id = ?1 AND dropped = 1", [id])?;
    Ok(())
}

/// Makes pictures of the draft those of a turn.
pub(super) fn bind(tx: &Transaction<'_>, turn: TurnId, pictures: &[PictureId]) -> Result<()> {
    if pictures.len() > MOST {
        return Err(too_many());
    }
    for id in pictures {
        let sql = "UPDATE picture SET turn = ?2 WHERE id = ?1 AND turn IS NULL AND dropped = 0";
        if tx.prepare_cached(sql)?.execute((id, turn))? == 0 {
            return Err(gone());
        }
    }
    Ok(())
}

pub(super) fn forget_of_turn(c: &Connection, turn: TurnId) -> Result<()> {
    if has_table(c, "picture")? {
        c.execute("DELETE FROM picture WHERE turn = ?1", [turn])?;
    }
    Ok(())
}

pub(crate) fn forget_in_copy(c: &Connection, pictures: &[Uid]) -> Result<()> {
    if has_table(c, "picture")? {
        for uid in pictures {
            c.execute("DELETE FROM picture WHERE uid = ?1", [uid])?;
        }
    }
    Ok(())
}

fn gone() -> anyhow::Error {
    kind(Kind::Gone, "that picture is not there any more")
}

/// The uids of a turn's pictures: they name them in copies, too, where they may still have been the draft's.
///
/// # Errors
/// When the store can't be read.
pub fn uids_of_turn(c: &Connection, turn: TurnId) -> Result<Vec<Uid>> {
    let sql = "SELECT uid FROM picture WHERE turn = ?1";
    Ok(c.prepare_cached(sql)?.query_map([turn], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// The bytes of a picture.
///
/// # Errors
/// [`Kind::Gone`] when there is none (any more).
pub fn read_bytes(c: &Connection, id: PictureId, size: Size) -> Result<Data> {
    let sql = match size {
        Size::Thumbnail => "SELECT thumbnail FROM picture WHERE id = ?1 AND dropped = 0",
        Size::Whole => "SELECT bytes FROM picture WHERE id = ?1 AND dropped = 0",
    };
    let bytes: Option<Vec<u8>> = c.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
    let bytes = bytes.ok_or_else(gone)?;
    Ok(Data { media_type: prepare::media_type_of(&bytes), bytes })
}

/// A picture of a turn with all that is kept of it but its thumbnail.
#[derive(Clone, PartialEq, Eq)]
pub struct Whole {
    pub uid: Uid,
    pub media_type: String,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Whole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Whole({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// A turn's pictures, whole, in order.
///
/// # Errors
/// When the store can't be read.
pub fn whole_of_turn(c: &Connection, turn: TurnId) -> Result<Vec<Whole>> {
    let sql = "SELECT uid, media_type, width, height, bytes FROM picture WHERE turn = ?1 ORDER BY id";
    let whole = |row: &Row<'_>| {
        Ok(Whole {
            uid: row.get(0)?,
            media_type: row.get(1)?,
            width: row.get(2)?,
            height: row.get(3)?,
            bytes: row.get(4)?,
        })
    };
    Ok(c.prepare_cached(sql)?.query_map([turn], whole)?.collect::<rusqlite::Result<_>>()?)
}

/// A turn's pictures, whole, in order, as a model is shown them.
///
/// # Errors
/// When the store can't be read.
pub fn for_model(c: &Connection, turn: TurnId) -> Result<Vec<ports::Picture>> {
    let shown = |one: Whole| ports::Picture { media_type: one.media_type, bytes: one.bytes.into() };
    Ok(whole_of_turn(c, turn)?.into_iter().map(shown).collect())
}

/// Whether every picture of a turn went to this host before.
///
/// # Errors
/// When the store can't be read.
pub fn was_shown_to(c: &Connection, turn: TurnId, host: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM picture WHERE turn = ?1 AND instr(shown_to, ?2) = 0";
    Ok(!c.prepare_cached(sql)?.exists((turn, line(host)))?)
}

/// Remembers that the pictures of these turns go to this host.
///
/// # Errors
/// When it can't be written.
pub fn remember_shown(tx: &Transaction<'_>, turns: &[TurnId], host: &str) -> Result<()> {
    let sql = "UPDATE picture SET shown_to = shown_to || ?2 WHERE turn = ?1 AND instr(shown_to, ?2) = 0";
    for turn in turns {
        tx.prepare_cached(sql)?.execute((turn, line(host)))?;
    }
    Ok(())
}

/// A host as `shown_to` has it: between line ends, so that no host is found inside another.
fn line(host: &str) -> String {
    format!("\n{host}\n")
}
