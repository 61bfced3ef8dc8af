//! The part of a file that is here: written in order, made durable often, by one writer only.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::PathBuf,
    sync::Arc,
};

/// How much is gathered before it is written.
const GATHERED: usize = 1 << 20;

/// The part of a file that is here.
#[derive(Debug)]
pub(crate) struct Part {
    path: PathBuf,
    file: Arc<File>,
    /// Bytes in the file.
    written: u64,
    gathered: Vec<u8>,
    /// The disk is taken to be full where the file would be longer.
    full_at: Option<u64>,
}

impl Part {
    /// Opens or creates the part and keeps its first `keep` bytes. Held until dropped: nobody else writes it.
    ///
    /// # Errors
    /// `WouldBlock` when somebody else does.
    pub(crate) async fn open(path: PathBuf, keep: u64, full_at: Option<u64>) -> io::Result<Self> {
        blocking(move || {
            let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(io::Error::new(
                        io::ErrorKind::WouldBlock,
                        "another program writes this file",
                    ));
                }
                // A file system that knows no locks.
                Err(TryLockError::Error(error)) => log::warn!("a part can't be locked: {:?}", error.kind()),
            }
            let written = file.metadata()?.len().min(keep);
            file.set_len(written)?;
            Ok(Self { path, file: Arc::new(file), written, gathered: Vec::new(), full_at })
        })
        .await
    }

    /// Bytes of the file that came.
    pub(crate) fn len(&self) -> u64 {
        self.written + self.gathered.len() as u64
    }

    /// The open file, for reading it all.
    pub(crate) fn file(&self) -> Arc<File> {
        Arc::clone(&self.file)
    }

    /// Its first bytes, at most `count`.
    pub(crate) async fn begins_with(&mut self, count: u64) -> io::Result<Vec<u8>> {
        self.flush().await?;
        let file = self.file();
        blocking(move || {
            let mut first = Vec::new();
            (&*file).seek(SeekFrom::Start(0))?;
            (&*file).take(count).read_to_end(&mut first)?;
            Ok(first)
        })
        .await
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When they can't be written; what came before them stays.
    pub(crate) async fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let (file, at, full_at) = (self.file(), self.written, self.full_at);
        let bytes = std::mem::take(&mut self.gathered);
        let end = at + bytes.len() as u64;
        let wrote = blocking(move || {
            let write = || {
                if full_at.is_some_and(|most| end > most) {
                    return Err(io::ErrorKind::StorageFull.into());
                }
                (&*file).seek(SeekFrom::Start(at))?;
                (&*file).write_all(&bytes)
            };
            let wrote = write();
            if wrote.is_err() {
                // Half a block may have fitted: the length of the file says how much of it came.
                file.set_len(at)?;
            }
            wrote
        })
        .await;
        if wrote.is_ok() {
            self.written = end;
        }
        wrote
    }

    /// Makes all that came durable; gives how many bytes that are.
    pub(crate) async fn sync(&mut self) -> io::Result<u64> {
        self.flush().await?;
        let file = self.file();
        blocking(move || file.sync_all()).await?;
        Ok(self.written)
    }

    /// Begins again from nothing.
    pub(crate) async fn empty(&mut self) -> io::Result<()> {
        self.gathered.clear();
        self.written = 0;
        let file = self.file();
        blocking(move || file.set_len(0)).await
    }

    /// Gives the file its final name, durably.
    pub(crate) async fn become_whole(self, path: PathBuf) -> io::Result<()> {
        blocking(move || {
            fs::rename(&self.path, &path)?;
            super::note::sync_folder(&path)
        })
        .await
    }

    /// Removes the file.
    pub(crate) async fn remove(self) -> io::Result<()> {
        blocking(move || fs::remove_file(&self.path)).await
    }
}

/// Does work on the disk where waiting for it holds up nobody.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_part_has_one_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        let first = Part::open(path.clone(), 0, None).await.unwrap();
        let second = Part::open(path.clone(), 0, None).await.unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        drop(first);
        Part::open(path, 0, None).await.unwrap();
    }

    #[tokio::test]
    async fn what_a_full_disk_took_stays_and_can_be_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        let mut part = Part::open(path.clone(), 0, Some(10)).await.unwrap();
        part.put(b"12345678").await.unwrap();
        assert_eq!(part.sync().await.unwrap(), 8);
        part.put(b"9abc").await.unwrap();
        assert_eq!(part.sync().await.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(part.len(), 8);
        drop(part);
        assert_eq!(fs::read(&path).unwrap(), b"12345678");
        let mut part = Part::open(path.clone(), 8, None).await.unwrap();
        part.put(b"9").await.unwrap();
        part.sync().await.unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"123456789");
    }

    #[tokio::test]
    async fn only_the_bytes_that_were_certainly_kept_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.part");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(Part::open(path.clone(), 3, None).await.unwrap().len(), 3);
        assert_eq!(Part::open(path, 9, None).await.unwrap().len(), 3);
    }
}
