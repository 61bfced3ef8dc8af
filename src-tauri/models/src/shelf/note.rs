//! The note beside a model file: everything that is known of it, so that the folder explains itself.

use super::offer::{is_path, is_sum};
use samantha_core::ports::Pinned;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// Most bytes of a note that are read.
const LONGEST: u64 = 64 * 1024;
/// Longest file that is believed: a pebibyte.
pub(crate) const LARGEST_FILE: u64 = 1 << 50;
/// Longest entity tag that is kept, in bytes.
pub(crate) const LONGEST_ETAG: usize = 1024;
/// Longest name, in bytes.
pub(crate) const LONGEST_NAME: usize = 500;

/// `<id>.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Note {
    pub(crate) name: String,
    /// Below the base address; empty for a file of the person's own.
    pub(crate) path: String,
    /// Where a file of the person's own lies.
    pub(crate) file: Option<PathBuf>,
    /// The base address the part came from, and what its host called this version of the file.
    pub(crate) address: String,
    pub(crate) etag: String,
    /// Bytes of the whole file.
    pub(crate) total: Option<u64>,
    /// 64 hex digits.
    pub(crate) sha256: Option<String>,
    pub(crate) pinned: PinnedBy,
    /// Bytes of the part that are certainly on the disk.
    pub(crate) synced: u64,
    /// The whole file, as it was when its checksum was right.
    pub(crate) whole: Option<Look>,
}

/// As [`Pinned`], written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PinnedBy {
    #[default]
    Nowhere,
    Catalogue,
    Host,
    File,
}

impl From<PinnedBy> for Pinned {
    fn from(by: PinnedBy) -> Self {
        match by {
            PinnedBy::Nowhere => Self::Nowhere,
            PinnedBy::Catalogue => Self::Catalogue,
            PinnedBy::Host => Self::Host,
            PinnedBy::File => Self::File,
        }
    }
}

/// What tells without reading it all whether a file is still the one it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Look {
    pub(crate) bytes: u64,
    /// Unix milliseconds of its last change; 0 where the system doesn't tell.
    pub(crate) modified: u64,
}

impl Look {
    pub(crate) fn of(file: &Metadata) -> Self {
        let since = file.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or_default();
        Self { bytes: file.len(), modified }
    }
}

impl Note {
    /// Reads a note; `None` when there is none.
    ///
    /// # Errors
    /// `InvalidData` when it is damaged.
    pub(crate) fn read(path: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut text = Vec::new();
        file.take(LONGEST + 1).read_to_end(&mut text)?;
        let note: Self = serde_json::from_slice(&text).map_err(io::Error::from)?;
        if note.is_sane() { Ok(Some(note)) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    fn is_sane(&self) -> bool {
        let size = |bytes: u64| bytes > 0 && bytes <= LARGEST_FILE;
        self.name.len() <= LONGEST_NAME
            && !self.name.chars().any(char::is_control)
            && (self.path.is_empty() || is_path(&self.path))
            && self.file.as_ref().is_none_or(|file| file.is_absolute())
            && self.address.len() <= 2048
            && self.etag.len() <= LONGEST_ETAG
            && self.etag.bytes().all(|b| b.is_ascii_graphic())
            && self.total.is_none_or(size)
            && self.sha256.as_deref().is_none_or(is_sum)
            && self.sha256.is_none() == (self.pinned == PinnedBy::Nowhere)
            && self.synced <= LARGEST_FILE
            && self.whole.is_none_or(|look| size(look.bytes))
    }

    /// Writes the note so that a cut at any moment leaves the old one or the new one.
    pub(crate) fn write(&self, path: &Path) -> io::Result<()> {
        let new = path.with_extension("json.new");
        let mut file = File::create(&new)?;
        file.write_all(&serde_json::to_vec_pretty(self).map_err(io::Error::from)?)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&new, path)?;
        sync_folder(path)
    }
}

/// Makes durable that a file of this folder has this name.
#[cfg(unix)]
pub(crate) fn sync_folder(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Windows keeps names without being asked.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_and_a_damaged_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        assert_eq!(Note::read(&path).unwrap(), None);
        let note = Note {
            name: "A model".into(),
            path: "a/b.gguf".into(),
            total: Some(7),
            sha256: Some("0f".repeat(32)),
            pinned: PinnedBy::Host,
            synced: 3,
            ..Note::default()
        };
        note.write(&path).unwrap();
        assert_eq!(Note::read(&path).unwrap(), Some(note.clone()));
        let text = fs::read_to_string(&path).unwrap();
        for damaged in [
            String::new(),
            text.replace('}', ""),
            text.replace("a/b.gguf", "../b.gguf"),
            text.replace("0f0f", "0f0x"),
            text.replace("\"host\"", "\"nowhere\""),
            text.replace("\"total\": 7", "\"total\": 0"),
            text.replace("\"total\": 7", "\"total\": -7"),
            "[".repeat(70_000),
        ] {
            assert_ne!(damaged, text);
            fs::write(&path, damaged).unwrap();
            assert!(Note::read(&path).is_err());
        }
    }

    #[test]
    fn a_note_that_could_not_be_written_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let note = Note { name: "old".into(), ..Note::default() };
        note.write(&path).unwrap();
        // A folder in the new one's place: it can't be created.
        fs::create_dir(folder.path().join("a.json.new")).unwrap();
        assert!(Note { name: "new".into(), ..Note::default() }.write(&path).is_err());
        assert_eq!(Note::read(&path).unwrap(), Some(note));
    }
}
