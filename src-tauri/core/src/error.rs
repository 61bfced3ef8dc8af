//! Errors carry anyhow's context inside; a [`Kind`] is attached only where the interface does something
//! different about it.

use std::fmt;

/// What went wrong, where somebody branches on it. Attach with [`kind`], read back with [`kind_of`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The disk (or its quota) is full; nothing was written.
    DiskFull,
    /// The data folder can't be written to.
    ReadOnly,
    /// The database is damaged or is no database.
    Damaged,
    /// The database was written by a newer Samantha.
    Newer,
    /// Another Samantha has this data folder open.
    InUse,
    /// What was asked for isn't there (any more).
    Gone,
    /// What was asked can't be done now, for a reason the person can change: the message says it.
    NotNow,
    /// What was given can't be used: the message says why.
    BadInput,
    /// It is no picture this app can read, or a damaged one.
    NotAPicture,
    /// The picture has more bytes or pixels than can be read safely.
    PictureTooLarge,
    /// There are as many pictures beside the words as there can be.
    TooManyPictures,
    /// This computer has no keyring, or none that answers.
    KeyringMissing,
    /// The keyring is there, and locked.
    KeyringLocked,
    /// She is closing.
    Closing,
    /// Everything else.
    Broken,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Kind {}

/// An error of this kind, with the words for the log.
pub fn kind(kind: Kind, message: impl fmt::Display + Send + Sync + 'static) -> anyhow::Error {
    anyhow::Error::new(kind).context(message.to_string())
}

/// The kind of an error: what was attached, or what its SQLite or IO cause means.
pub fn kind_of(error: &anyhow::Error) -> Kind {
    if let Some(kind) = error.downcast_ref::<Kind>() {
        return *kind;
    }
    for cause in error.chain() {
        if let Some(kind) = cause.downcast_ref::<Kind>() {
            return *kind;
        }
        if let Some(rusqlite::Error::SqliteFailure(failure, _)) = cause.downcast_ref::<rusqlite::Error>() {
            use rusqlite::ErrorCode as E;
            match failure.code {
                E::DiskFull => return Kind::DiskFull,
                E::ReadOnly | E::CannotOpen | E::PermissionDenied => return Kind::ReadOnly,
                E::DatabaseCorrupt | E::NotADatabase => return Kind::Damaged,
                _ => {}
            }
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            use std::io::ErrorKind as E;
            match io.kind() {
                E::StorageFull | E::QuotaExceeded => return Kind::DiskFull,
                E::ReadOnlyFilesystem | E::PermissionDenied => return Kind::ReadOnly,
                _ => {}
            }
        }
    }
    Kind::Broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context as _;

    #[test]
    fn a_kind_survives_context_around_it() {
        let error = Err::<(), _>(kind(Kind::Gone, "turn 7")).context("deleting").unwrap_err();
        assert_eq!(kind_of(&error), Kind::Gone);
        assert_eq!(format!("{error:#}"), "deleting: turn 7: Gone");
    }

    #[test]
    fn the_cause_says_the_kind_when_nobody_else_did() {
        let full =
            rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL), None);
        assert_eq!(kind_of(&anyhow::Error::new(full).context("keeping")), Kind::DiskFull);
        assert_eq!(kind_of(&anyhow::anyhow!("other")), Kind::Broken);
        for (io, expected) in [
            (std::io::ErrorKind::PermissionDenied, Kind::ReadOnly),
            (std::io::ErrorKind::ReadOnlyFilesystem, Kind::ReadOnly),
            (std::io::ErrorKind::StorageFull, Kind::DiskFull),
            (std::io::ErrorKind::NotFound, Kind::Broken),
        ] {
            assert_eq!(kind_of(&anyhow::Error::new(std::io::Error::from(io)).context("writing")), expected);
        }
    }
}
