//! The database: one file, one writer thread, a few read-only connections. SQL stands beside its noun, in plain
//! functions over `&Connection`; this module only opens, locks, runs and closes.
//!
//! Durability: WAL with `synchronous=FULL`: a transaction that [`Store::write`] returned `Ok` for survives a power
//! cut. Forgetting: `secure_delete=ON`, FTS5 `secure-delete`, and [`Store::checkpoint`] afterwards.

pub mod copies;
pub(crate) mod leftovers;
mod migrations;
mod readers;
pub mod words;
mod writer;

use crate::{
    error::{Kind, kind, kind_of},
    id::Uid,
};
use anyhow::{Context as _, Result};
use rusqlite::{Connection, OpenFlags, Transaction, config::DbConfig};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

pub use migrations::SCHEMA_VERSION;
#[cfg(feature = "testing")]
pub use migrations::create_old;

/// The database's file name within the data folder.
pub const FILE_NAME: &str = "samantha.db";

/// How a store is opened. The app uses the default; tests of crashes and power cuts use the rest.
#[derive(Clone, Debug, Default)]
pub struct StoreOptions {
    /// The SQLite VFS to use instead of the system's. With one, no copies are made.
    pub vfs: Option<String>,
    pub synchronous: Synchronous,
    pub removed: Removed,
}

/// What becomes of the bytes of a row that is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Removed {
    /// They are written over.
    #[default]
    Erased,
    /// They stay until their place is needed. For the control of the test of forgetting.
    Left,
}

/// When SQLite waits for the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// At each commit.
    #[default]
    Full,
    /// At checkpoints only. Loses acknowledged words in a power cut: for the control of the crash test.
    Normal,
}

/// An open database. Dropping it without [`Store::close`] is safe, but leaves the WAL to the next opening.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    writer: writer::Writer,
    readers: readers::Readers,
    /// Held while the store is open: one Samantha a folder.
    lock: Mutex<Option<File>>,
}

impl Store {
    /// Opens the database of the data folder, creating both where there are none, and brings an old one up to
    /// date after making a copy of it. Blocks.
    ///
    /// # Errors
    /// [`Kind::InUse`] when another process has it open, [`Kind::Newer`], [`Kind::Damaged`], [`Kind::ReadOnly`],
    /// [`Kind::DiskFull`]. The file is left as it was.
    pub fn open(home: &Path, options: &StoreOptions, now: chrono::DateTime<chrono::Utc>) -> Result<Self> {
        make_private_folder(home)?;
        let lock = lock(home)?;
        let path = home.join(FILE_NAME);
        let mut connection = connect(&path, options, Access::Write)?;
        let found = migrations::version_of(&connection)?;
        if found > SCHEMA_VERSION {
            return Err(kind(
                Kind::Newer,
                format!("database version {found}, this app knows {SCHEMA_VERSION}"),
            ));
        }
        // What a killed run wrote and did not sync is read from the WAL as if it were durable, and may yet be lost with the
        // power. Nothing is shown, or acknowledged because it is there, before it is safe in the database.
        match checkpoint(&connection) {
            Err(error) if kind_of(&error) == Kind::NotNow => {
                log::warn!("what the last run left stays in the WAL: {error:#}")
            }
            done => done.context("making durable what the last run left")?,
        }
        if found > 0 && found < SCHEMA_VERSION && options.vfs.is_none() {
            let why = copies::Reason::Migration;
            copies::make(home, &connection, why, now)
                .context("copying the database before bringing it up to date")?;
        }
        migrations::bring_up_to_date(&mut connection, found)?;
        let writer = writer::Writer::start(connection)?;
        let readers = readers::Readers::new(path.clone(), options.clone());
        Ok(Self { path, writer, readers, lock: Mutex::new(Some(lock)) })
    }

    /// Runs `change` in one IMMEDIATE transaction on the writer thread. `Ok` means it is durable.
    ///
    /// # Errors
    /// What `change` returns (nothing is kept then), or the failure of the commit.
    pub async fn write<T, F>(&self, change: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    {
        self.writer.transact(change).await
    }

    /// Runs `look` on one of the read-only connections, off the async threads.
    ///
    /// # Errors
    /// What `look` returns. That something could not be read is never given as "nothing there".
    pub async fn read<T, F>(&self, look: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        self.readers.run(look).await
    }

    /// Moves the WAL into the database and empties it: after this, no copy of what was deleted is left in either.
    ///
    /// # Errors
    /// When a reader held on to an old state for longer than the busy timeout; call again.
    pub async fn checkpoint(&self) -> Result<()> {
        self.writer.with_connection(|connection| checkpoint(connection)).await
    }

    /// As [`Store::checkpoint`], after wiping what SQLite left of deleted rows in the database's pages. Words can be kept
    /// meanwhile. `goes_on` is asked again and again whether there is time.
    ///
    /// # Errors
    /// As [`Store::checkpoint`]; when a page can't be written, or there is no time ([`Kind::Closing`]). Call again.
    pub async fn leave_nothing_deleted(&self, goes_on: impl Fn() -> bool) -> Result<()> {
        // Not beside a reader: all that is wiped would stand in the WAL.
        self.checkpoint().await?;
        let mut next = Some(leftovers::FIRST);
        while let Some(first) = next {
            if !goes_on() {
                return Err(kind(Kind::Closing, "there is no time to wipe what was deleted"));
            }
            let wipe = move |connection: &mut Connection| leftovers::wipe_some(connection, first);
            next = self.writer.with_connection(wipe).await.context("wiping what was deleted")?;
        }
        self.checkpoint().await
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends the readers, then the writer, with a checkpoint, and lets go of the folder. Waits for what was already asked
    /// for.
    ///
    /// # Errors
    /// When the checkpoint fails; nothing is lost then, the WAL stays.
    pub async fn close(&self) -> Result<()> {
        self.readers.close();
        let closed = self.writer.close().await;
        self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
        closed
    }
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

fn connect(path: &Path, options: &StoreOptions, access: Access) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
        };
    let connection = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str()),
        None => Connection::open_with_flags(path, flags),
    }
    .with_context(|| format!("opening {}", path.display()))?;
    connection.busy_timeout(TO_WRITE)?;
    connection.set_prepared_statement_cache_capacity(64);
    // A statement is planned once, not again for each value it is given.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if access == Access::Write {
        let mode: String = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(kind(Kind::ReadOnly, format!("the journal could not be set to WAL, it is {mode}")));
        }
        let synchronous = match options.synchronous {
            Synchronous::Full => "FULL",
            Synchronous::Normal => "NORMAL",
        };
        connection.execute_batch(&format!(
            "PRAGMA synchronous={synchronous}; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON;
             PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=1000;
             PRAGMA journal_size_limit=8388608;"
        ))?;
    }
    // A reader, too, deletes securely: the copies it makes take this from it, and a page of theirs that is split would
    // keep what it held, beyond the reach of a later forgetting.
    let erased = match options.removed {
        Removed::Erased => "ON",
        Removed::Left => "OFF",
    };
    connection.execute_batch(&format!(
        "PRAGMA secure_delete={erased}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096; PRAGMA trusted_schema=OFF;",
    ))?;
    Ok(connection)
}

/// How long a writer waits for whoever is in its way. The app's own readers never are; another program may be.
const TO_WRITE: Duration = Duration::from_secs(5);
/// How long a checkpoint waits for readers. Words can't be kept meanwhile, so it is rather tried again.
const TO_CHECKPOINT: Duration = Duration::from_millis(400);

fn checkpoint(connection: &Connection) -> Result<()> {
    connection.busy_timeout(TO_CHECKPOINT)?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    connection.busy_timeout(TO_WRITE)?;
    if busy? != 0 {
        return Err(kind(Kind::NotNow, "a reader kept the checkpoint from finishing"));
    }
    Ok(())
}

/// A number of this life's own, the same at every opening.
///
/// # Errors
/// When the store can't be read.
pub fn seed_of(connection: &Connection) -> Result<u64> {
    let uid: String =
        connection.query_row("SELECT value FROM life WHERE name = 'uid'", [], |row| row.get(0))?;
    let bytes = Uid::parse(&uid).map(|uid| *uid.bytes()).unwrap_or_default();
    Ok(bytes.iter().fold(0, |seed, byte| (seed << 4) ^ u64::from(*byte)))
}

/// Begins to see one state of the store, until it is dropped: what is read of it fits together, and is locked once and not for
/// each statement. Nothing where a transaction is under way already.
///
/// # Errors
/// When it can't be begun.
pub(crate) fn one_state(connection: &Connection) -> Result<Option<Transaction<'_>>> {
    Ok(connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?)
}

/// Whether a database has this table: a copy may be of a schema before it.
///
/// # Errors
/// When it can't be read.
pub(crate) fn has_table(connection: &Connection, name: &str) -> Result<bool> {
    let sql = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1";
    Ok(connection.prepare_cached(sql)?.exists([name])?)
}

/// Creates `folder` readable by its owner only, or makes it so.
///
/// # Errors
/// When it can't be created.
pub fn make_private_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("creating {}", folder.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder)?.permissions().mode();
        // A folder somebody made read-only stays so: that is told, not overridden.
        if mode & 0o077 != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode & 0o700))
                .with_context(|| format!("making {} private", folder.display()))?;
        }
    }
    Ok(())
}

fn lock(home: &Path) -> Result<File> {
    let path = home.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("opening {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(kind(Kind::InUse, format!("{} is locked", path.display())))
        }
        Err(std::fs::TryLockError::Error(error)) => {
            Err(anyhow::Error::new(error).context(format!("locking {}", path.display())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone as _, Utc};

    fn open(home: &Path) -> Result<Store> {
        Store::open(home, &StoreOptions::default(), Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap())
    }

    #[tokio::test]
    async fn what_was_written_is_read_and_a_failed_change_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        let store = open(home.path()).unwrap();
        let put = "INSERT INTO life(name, value) VALUES ('a', 'b')";
        store.write(move |tx| Ok(tx.execute(put, [])?)).await.unwrap();
        let failed = store
            .write(|tx| {
                tx.execute("INSERT INTO life(name, value) VALUES ('c', 'd')", [])?;
                anyhow::bail!("second thoughts")
            })
            .await as Result<()>;
        assert!(failed.is_err());
        let count = "SELECT count(*) FROM life WHERE name IN ('a', 'c')";
        let n: i64 = store.read(move |c| Ok(c.query_row(count, [], |row| row.get(0))?)).await.unwrap();
        assert_eq!(n, 1);
        store.close().await.unwrap();
        assert!(store.write(|_| Ok(())).await.is_err(), "a closed store takes no words");
    }

    #[tokio::test]
    async fn a_second_opening_of_the_same_folder_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let _first = open(home.path()).unwrap();
        assert_eq!(kind_of(&open(home.path()).unwrap_err()), Kind::InUse);
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        drop(open(home.path()).unwrap());
        let path = home.path().join(FILE_NAME);
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        drop(connection);
        assert_eq!(kind_of(&open(home.path()).unwrap_err()), Kind::Newer);
    }

    #[test]
    fn a_file_that_is_no_database_is_damaged_and_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let words = b"this is not a database, and long enough to be read as one".repeat(40);
        std::fs::write(home.path().join(FILE_NAME), &words).unwrap();
        assert_eq!(kind_of(&open(home.path()).unwrap_err()), Kind::Damaged);
        assert_eq!(std::fs::read(home.path().join(FILE_NAME)).unwrap(), words);
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let inner = home.path().join("life");
        drop(open(&inner).unwrap());
        assert_eq!(std::fs::metadata(&inner).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
