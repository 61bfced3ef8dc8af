//! Keys in the operating system's keyring, and nowhere else.

use keyring::{Entry, Error};
use samantha_core::ports::{Secret, SecretError, SecretStore};

/// The keyring of this system, under one service name. Every call connects anew: a keyring that was missing or
/// locked a moment ago may be there now, and "unlock and retry" has to notice.
pub struct Keyring {
    service: String,
}

impl Keyring {
    /// The entries of `service`.
    pub fn new(service: String) -> Self {
        Self { service }
    }

    #[cfg(target_os = "linux")]
    fn entry(&self, name: &str) -> Result<Entry, Error> {
        use keyring_core::api::CredentialStoreApi as _;
        // `Entry::new` remembers its first failure for the whole run, so the store is made here.
        let store = zbus_secret_service_keyring_store::Store::new()?;
        Ok(Entry { inner: store.build(&self.service, name, None)? })
    }

    #[cfg(not(target_os = "linux"))]
    fn entry(&self, name: &str) -> Result<Entry, Error> {
        Entry::new(&self.service, name)
    }
}

impl SecretStore for Keyring {
    fn read(&self, name: &str) -> Result<Option<Secret>, SecretError> {
        match self.entry(name).and_then(|entry| entry.get_password()) {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }

    fn write(&self, name: &str, secret: &Secret) -> Result<(), SecretError> {
        let entry = self.entry(name).map_err(|error| told(&error))?;
        entry.set_password(secret.reveal()).map_err(|error| told(&error))?;
        // Some keyrings take a write and keep nothing; what can't be read back isn't kept.
        match entry.get_password() {
            Ok(kept) if kept == secret.reveal() => Ok(()),
            Ok(_) => Err(SecretError::Missing("the keyring gave back something else".to_owned())),
            Err(Error::NoEntry) => Err(SecretError::Missing("the keyring kept nothing".to_owned())),
            Err(error) => Err(told(&error)),
        }
    }

    fn remove(&self, name: &str) -> Result<(), SecretError> {
        match self.entry(name).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(told(&error)),
        }
    }
}

/// What the keyring's error means for the person: there is none, or it is locked. The words name the kind of
/// failure only; the error's own would name the entry.
fn told(error: &Error) -> SecretError {
    match error {
        Error::NoStorageAccess(cause) if !says_no_collection(cause.as_ref()) => {
            SecretError::Locked("access was not given".to_owned())
        }
        Error::PlatformFailure(cause) if says_locked(cause.as_ref()) => {
            SecretError::Locked("it stayed locked".to_owned())
        }
        Error::NoStorageAccess(_) => SecretError::Missing("it has no collection for keys".to_owned()),
        Error::PlatformFailure(cause) => SecretError::Missing(cause.to_string()),
        Error::NoDefaultStore => SecretError::Missing("none answers".to_owned()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            SecretError::Missing("it holds something unreadable".to_owned())
        }
        Error::Ambiguous(_) => SecretError::Missing("it holds several keys under one name".to_owned()),
        Error::TooLong(..) => SecretError::Missing("the key is too long for it".to_owned()),
        _ => SecretError::Missing("it can't keep keys".to_owned()),
    }
}

/// The Secret Service's error for an object that is locked.
/// Source: Secret Service API, <https://specifications.freedesktop.org/secret-service/latest/errors.html>.
fn says_locked(cause: &(dyn std::error::Error + 'static)) -> bool {
    let text = format!("{cause} {cause:?}");
    text.contains("IsLocked") || text.contains("Locked") || text.contains("locked collection")
}

/// A Secret Service without a default collection answers "no result": nothing is locked, nothing is there.
fn says_no_collection(cause: &(dyn std::error::Error + 'static)) -> bool {
    format!("{cause:?}").contains("NoResult")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn platform(text: &str) -> Box<dyn std::error::Error + Send + Sync> {
        text.into()
    }

    #[test]
    fn missing_and_locked_are_told_apart() {
        let locked = [
            Error::NoStorageAccess(platform("Prompt dismissed")),
            Error::PlatformFailure(platform("org.freedesktop.Secret.Error.IsLocked")),
            Error::PlatformFailure(platform("Cannot create an item in a locked collection")),
        ];
        for error in locked {
            assert!(matches!(told(&error), SecretError::Locked(_)), "{error}");
        }
        let missing = [
            Error::NoDefaultStore,
            Error::PlatformFailure(platform("D-Bus error: no such file or directory")),
            Error::NoStorageAccess(platform("NoResult")),
            Error::NotSupportedByStore("x".into()),
        ];
        for error in missing {
            assert!(matches!(told(&error), SecretError::Missing(_)), "{error}");
        }
    }

    #[test]
    fn the_words_for_the_log_name_no_entry() {
        let error = Error::Invalid("user".into(), "profile-7 at example".into());
        assert!(!told(&error).to_string().contains("profile-7"));
    }
}
