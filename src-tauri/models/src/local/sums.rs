//! Checksums of model files, reckoned once: a file that hasn't changed since is believed.

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::{
    fs::{File, Metadata},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::UNIX_EPOCH,
};

/// Files kept in mind at most.
const MOST: usize = 100;

/// A file as it was when its checksum was reckoned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    path: PathBuf,
    bytes: u64,
    /// Nanoseconds since 1970.
    changed: u64,
    sha256: String,
}

impl Seen {
    fn of(path: &Path, facts: &Metadata) -> io::Result<Self> {
        let changed = facts.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let changed = u64::try_from(changed).unwrap_or(0);
        Ok(Self { path: path.to_owned(), bytes: facts.len(), changed, sha256: String::new() })
    }
}

/// The checksums that are known.
#[derive(Debug)]
pub(crate) struct Sums {
    /// Where they are kept from one run to the next.
    kept: Option<PathBuf>,
    seen: Mutex<Vec<Seen>>,
}

impl Sums {
    pub(crate) fn new(kept: Option<PathBuf>) -> Self {
        // A file that isn't there or can't be read costs only the time to reckon again.
        let seen = kept.as_ref().and_then(|path| std::fs::read(path).ok());
        let seen = seen.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { kept, seen: Mutex::new(seen) }
    }

    /// The checksum of a file, 64 hex digits. Blocks while it is read, tells how far it is, and gives `None` once it is
    /// no longer wanted.
    ///
    /// # Errors
    /// The file can't be read.
    pub(crate) fn of(
        &self,
        path: &Path,
        unwanted: &AtomicBool,
        mut told: impl FnMut(u64, u64),
    ) -> io::Result<Option<String>> {
        let mut file = File::open(path)?;
        let mut seen = Seen::of(path, &file.metadata()?)?;
        if let Some(sum) = self.known(&seen) {
            return Ok(Some(sum));
        }
        let mut digest = Context::new(&SHA256);
        let mut bytes = vec![0; 1024 * 1024];
        let mut done = 0;
        loop {
            if unwanted.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let read = file.read(&mut bytes)?;
            let Some(part) = bytes.get(..read).filter(|part| !part.is_empty()) else { break };
            digest.update(part);
            done += read as u64;
            told(done, seen.bytes);
        }
        seen.sha256 = digest.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        let sum = seen.sha256.clone();
        self.keep(seen);
        Ok(Some(sum))
    }

    /// Takes the word of whoever reckoned the checksum of this file, when it was as these facts say.
    ///
    /// # Errors
    /// The system doesn't tell when it changed: it is reckoned again then.
    pub(crate) fn believe(&self, path: &Path, facts: &Metadata, sha256: &str) -> io::Result<()> {
        self.keep(Seen { sha256: sha256.to_owned(), ..Seen::of(path, facts)? });
        Ok(())
    }

    fn known(&self, file: &Seen) -> Option<String> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let same =
            |one: &&Seen| one.path == file.path && one.bytes == file.bytes && one.changed == file.changed;
        seen.iter().find(same).map(|one| one.sha256.clone())
    }

    fn keep(&self, file: Seen) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|one| one.path != file.path);
        seen.push(file);
        let over = seen.len().saturating_sub(MOST);
        seen.drain(..over);
        if let (Some(path), Ok(bytes)) = (&self.kept, serde_json::to_vec(&*seen))
            && let Err(error) = std::fs::write(path, bytes)
        {
            log::warn!("checksums can't be kept: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The checksum, and whether the file was read for it.
    fn sum(sums: &Sums, path: &Path) -> (String, bool) {
        let mut read = false;
        let sum = sums.of(path, &AtomicBool::new(false), |_, _| read = true).unwrap().unwrap();
        (sum, read)
    }

    #[test]
    fn a_file_is_read_once_until_it_changes_also_over_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let (file, kept) = (folder.path().join("a.gguf"), folder.path().join("sums.json"));
        std::fs::write(&file, "abc").unwrap();
        // FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let sums = Sums::new(Some(kept.clone()));
        assert_eq!(sum(&sums, &file), (abc.into(), true));
        assert_eq!(sum(&sums, &file), (abc.into(), false));
        let sums = Sums::new(Some(kept.clone()));
        assert_eq!(sum(&sums, &file), (abc.into(), false));
        std::fs::write(&file, "abcd").unwrap();
        assert!(sum(&sums, &file).1);
        std::fs::write(&kept, "no list").unwrap();
        assert!(sum(&Sums::new(Some(kept)), &file).1);
    }

    #[test]
    fn what_is_no_longer_wanted_is_not_reckoned() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.gguf");
        std::fs::write(&file, "abc").unwrap();
        assert_eq!(Sums::new(None).of(&file, &AtomicBool::new(true), |_, _| ()).unwrap(), None);
    }
}
