//! Copies of the database: one a day and one before each migration, seven kept, each opened and counted after it
//! is written; and setting a database aside that won't open.

use super::{FILE_NAME, make_private_folder};
use crate::error::{Kind, kind};
use anyhow::{Context as _, Result};
use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const FOLDER: &str = "copies";
const SET_ASIDE: &str = "set-aside";
const UNFINISHED: &str = ".unfinished";
/// A copy on its way into the database's place.
const ARRIVING: &str = "samantha.db.arriving";
const STAMP: &str = "%Y%m%d-%H%M%S%3f";
/// How many of the copies made by themselves, and how many of those asked for, are kept.
pub const KEPT: usize = 7;

/// Why a copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Daily,
    Asked,
    Migration,
}

impl Reason {
    /// Its name in file names and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Asked => "asked",
            Self::Migration => "migration",
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        [Self::Daily, Self::Asked, Self::Migration].into_iter().find(|reason| reason.code() == code)
    }
}

/// One copy in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// The file's name: `samantha-20261122-093000123-daily.db` (UTC).
    pub name: String,
    pub made_at: DateTime<Utc>,
    pub reason: Reason,
    pub bytes: u64,
}

/// Whether a copy opens, and how many turns it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub whole: bool,
    pub turns: u64,
}

/// Copies what `source` sees now, then opens the copy, checks it whole and counts it. Removes copies beyond
/// [`KEPT`], never the newest whole one. Blocks.
///
/// # Errors
/// When the copy can't be written, or isn't whole; it is removed then, and the older ones stay.
pub fn make(home: &Path, source: &Connection, reason: Reason, now: DateTime<Utc>) -> Result<(Copy, Look)> {
    let folder = home.join(FOLDER);
    make_private_folder(&folder)?;
    let name = format!("samantha-{}-{}.db", now.format(STAMP), reason.code());
    let unfinished = folder.join(format!("{name}{UNFINISHED}"));
    remove_unfinished(home)?;
    let made = write_and_check(source, &unfinished);
    let look = match made {
        Ok(look) => look,
        Err(error) => {
            remove_if_there(&unfinished)?;
            return Err(error);
        }
    };
    let path = folder.join(&name);
    fs::rename(&unfinished, &path).context("naming the copy")?;
    sync_folder(&folder)?;
    prune(home, &name)?;
    let bytes = fs::metadata(&path)?.len();
    Ok((Copy { name, made_at: now, reason, bytes }, look))
}

fn write_and_check(source: &Connection, path: &Path) -> Result<Look> {
    let text = path.to_str().context("the data folder's path is not UTF-8")?;
    let before: i64 = source.query_row("SELECT count(*) FROM turn", [], |row| row.get(0))?;
    source.execute("VACUUM INTO ?1", [text]).context("writing the copy")?;
    fs::File::open(path)?.sync_all().context("waiting for the disk")?;
    // Words may have been said meanwhile; nothing is forgotten while a copy is made.
    let look = look_at(path);
    if !look.whole || look.turns < before.unsigned_abs() {
        return Err(kind(Kind::Broken, format!("the copy is not whole: {} turns of {before}", look.turns)));
    }
    Ok(look)
}

/// Opens a copy read-only, checks its integrity and counts its turns. Blocks: about a second a gigabyte.
pub fn look_at(path: &Path) -> Look {
    let inner = || -> Result<Look> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let turns: i64 = connection.query_row("SELECT count(*) FROM turn", [], |row| row.get(0))?;
        Ok(Look { whole: verdict == "ok", turns: u64::try_from(turns)? })
    };
    inner().unwrap_or_else(|error| {
        log::warn!("a copy does not open: {error:#}");
        Look { whole: false, turns: 0 }
    })
}

/// All copies, newest first. Blocks.
///
/// # Errors
/// When the folder is there and can't be read.
pub fn list(home: &Path) -> Result<Vec<Copy>> {
    let folder = home.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).context("reading the folder of copies"),
    };
    let mut copies = Vec::new();
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if let Some((made_at, reason)) = read_name(&name) {
            copies.push(Copy { name, made_at, reason, bytes: entry.metadata()?.len() });
        }
    }
    copies.sort_by(|a, b| b.made_at.cmp(&a.made_at).then_with(|| b.name.cmp(&a.name)));
    Ok(copies)
}

fn read_name(name: &str) -> Option<(DateTime<Utc>, Reason)> {
    let rest = name.strip_prefix("samantha-")?.strip_suffix(".db")?;
    let (stamp, reason) = rest.rsplit_once('-')?;
    let at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc();
    Some((at, Reason::of_code(reason)?))
}

/// Where the copy of this name lies.
///
/// # Errors
/// [`Kind::BadInput`] for anything that is not the name of a copy, [`Kind::Gone`] when there is none.
pub fn path_of(home: &Path, name: &str) -> Result<PathBuf> {
    if read_name(name).is_none() {
        return Err(kind(Kind::BadInput, "that is not the name of a copy"));
    }
    let path = home.join(FOLDER).join(name);
    if !path.is_file() {
        return Err(kind(Kind::Gone, "that copy is not there any more"));
    }
    Ok(path)
}

/// Removes what copies, and a restoring, that were cut off in the middle left behind. None may be being made.
///
/// # Errors
/// When one can't be removed.
pub(crate) fn remove_unfinished(home: &Path) -> Result<()> {
    remove_if_there(&home.join(ARRIVING))?;
    let entries = match fs::read_dir(home.join(FOLDER)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).context("reading the folder of copies"),
    };
    for entry in entries {
        let entry = entry?;
        // With its journal, where it has one.
        if entry.file_name().to_string_lossy().contains(UNFINISHED) {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

fn prune(home: &Path, newest: &str) -> Result<()> {
    let copies = list(home)?;
    let (asked, own): (Vec<_>, Vec<_>) = copies.into_iter().partition(|copy| copy.reason == Reason::Asked);
    for copy in own.iter().skip(KEPT).chain(asked.iter().skip(KEPT)) {
        if copy.name != newest {
            remove_if_there(&home.join(FOLDER).join(&copy.name))?;
        }
    }
    Ok(())
}

/// Moves the database with its WAL out of the way, into a folder of its own, and says where. Nothing is deleted.
/// The store must be closed. Blocks.
///
/// # Errors
/// When it can't be moved; it stays where it was then.
pub fn set_aside(home: &Path, now: DateTime<Utc>) -> Result<PathBuf> {
    let folder = home.join(SET_ASIDE).join(now.format(STAMP).to_string());
    make_private_folder(&folder)?;
    for suffix in ["-wal", "-shm", ""] {
        let name = format!("{FILE_NAME}{suffix}");
        let from = home.join(&name);
        if from.exists() {
            fs::rename(&from, folder.join(&name)).with_context(|| format!("setting {name} aside"))?;
        }
    }
    sync_folder(home)?;
    Ok(folder)
}

/// Puts the copy of this name in the database's place, after setting aside what is there. The store must be closed.
/// Blocks.
///
/// # Errors
/// When the copy isn't whole, or can't be put in place.
pub fn restore(home: &Path, name: &str, now: DateTime<Utc>) -> Result<()> {
    let copy = path_of(home, name)?;
    if !look_at(&copy).whole {
        return Err(kind(Kind::Damaged, "that copy is not whole"));
    }
    let arriving = home.join(ARRIVING);
    fs::copy(&copy, &arriving).context("reading the copy")?;
    fs::File::open(&arriving)?.sync_all()?;
    set_aside(home, now)?;
    fs::rename(&arriving, home.join(FILE_NAME)).context("putting the copy in place")?;
    sync_folder(home)
}

/// Every copy's file, and every database that was set aside, to forget in.
pub(crate) fn paths(home: &Path) -> Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        list(home)?.into_iter().map(|copy| home.join(FOLDER).join(copy.name)).collect();
    let folders = match fs::read_dir(home.join(SET_ASIDE)) {
        Ok(folders) => folders,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(paths),
        Err(error) => return Err(error).context("reading the folder of what was set aside"),
    };
    for folder in folders {
        paths.push(folder?.path().join(FILE_NAME));
    }
    paths.retain(|path| path.is_file());
    Ok(paths)
}

/// Removes a copy that is no database any more: nothing can be restored from it, and nothing be forgotten in it. A
/// database that was set aside is left: it may be all there is of a life.
///
/// # Errors
/// When it can't be removed.
pub(crate) fn remove_damaged(home: &Path, path: &Path) -> Result<()> {
    if path.parent() == Some(home.join(FOLDER).as_path()) && !look_at(path).whole {
        remove_if_there(path)?;
    }
    Ok(())
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// Makes a rename durable. Windows has no such call, and needs none.
fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::File::open(folder)?.sync_all().context("waiting for the disk")?;
    #[cfg(not(unix))]
    let _unused = folder;
    Ok(())
}
