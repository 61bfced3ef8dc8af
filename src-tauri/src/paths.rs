//! The data folder, and what is called after it.

use anyhow::Context as _;
use std::path::{Path, PathBuf};

/// Names another data folder.
const VARIABLE: &str = "SAMANTHA_HOME";

/// Where one life is kept. Two lives on one computer never meet: what the system holds for a life (keyring
/// entries, the name under which a second start finds the first) is called after its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    home: PathBuf,
    /// `None` for the platform's usual folder.
    mark: Option<String>,
}

impl Paths {
    /// The folder `SAMANTHA_HOME` names, else the platform's, created for its owner alone (0700).
    ///
    /// # Errors
    /// When the system names no data folder, or no working folder to resolve a relative one. That the folder can't
    /// be created is no error here: the life says so in the window.
    pub fn of_this_run() -> anyhow::Result<Self> {
        let usual = dirs::data_dir().map(|data| data.join("Samantha"));
        let chosen = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let paths = Self::resolve(chosen, usual)?;
        if let Err(error) = create_private(&paths.home) {
            log::warn!("the data folder could not be made private: {error}");
        }
        Ok(paths)
    }

    fn resolve(chosen: Option<PathBuf>, usual: Option<PathBuf>) -> anyhow::Result<Self> {
        let Some(chosen) = chosen else {
            let home = usual.context("this system names no folder for data; set SAMANTHA_HOME to one")?;
            return Ok(Self { home, mark: None });
        };
        let home = std::path::absolute(chosen).context("SAMANTHA_HOME names no folder")?;
        // One folder by two names is one life.
        let home = home.canonicalize().unwrap_or(home);
        let mark = (usual.as_ref() != Some(&home)).then(|| mark_of(&home));
        Ok(Self { home, mark })
    }

    /// The data folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// Where the log is written.
    pub fn logs(&self) -> PathBuf {
        self.home.join("logs")
    }

    /// Where the window's size and place are kept.
    pub fn window_state(&self) -> PathBuf {
        self.home.join("window.json")
    }

    /// Where the web view may keep files of its own. It is told to keep none; only under automation it needs one.
    pub fn web(&self) -> PathBuf {
        self.home.join("web")
    }

    /// The service under which the keyring holds this life's keys.
    pub fn keyring_service(&self) -> String {
        self.mark.as_ref().map_or_else(|| "Samantha".to_owned(), |mark| format!("Samantha {mark}"))
    }

    /// The app's identifier for this life: `base` for the usual folder, a name of its own for any other.
    pub fn identifier(&self, base: &str) -> String {
        self.mark.as_ref().map_or_else(|| base.to_owned(), |mark| format!("{base}.life-{mark}"))
    }
}

/// 64-bit FNV-1a of the path, in hex: the same on every start and with every version, unlike the standard hasher.
/// Source: the FNV reference, <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn mark_of(home: &Path) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in home.as_os_str().as_encoded_bytes() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// Creates the folder with its parents, and takes everyone else's rights to it away.
fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        builder.mode(0o700).create(folder)?;
        if std::fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    #[cfg(not(unix))]
    builder.create(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_folder_has_plain_names() {
        let paths = Paths::resolve(None, Some("/data/Samantha".into())).unwrap();
        assert_eq!(paths.home(), Path::new("/data/Samantha"));
        assert_eq!(paths.keyring_service(), "Samantha");
        assert_eq!(paths.identifier("app.x"), "app.x");
    }

    #[test]
    fn another_folder_has_names_of_its_own_that_never_change() {
        let one = Paths::resolve(Some("/lives/one".into()), Some("/data/Samantha".into())).unwrap();
        let two = Paths::resolve(Some("/lives/two".into()), Some("/data/Samantha".into())).unwrap();
        assert_ne!(one.keyring_service(), two.keyring_service());
        assert_eq!(one.keyring_service(), "Samantha 4fac863a85886f4e");
        assert_eq!(one.identifier("app.x"), "app.x.life-4fac863a85886f4e");
    }

    #[test]
    fn the_usual_folder_named_by_hand_is_still_the_usual_one() {
        let paths = Paths::resolve(Some("/data/Samantha".into()), Some("/data/Samantha".into())).unwrap();
        assert_eq!(paths.keyring_service(), "Samantha");
    }

    #[test]
    fn no_folder_at_all_is_said() {
        let error = Paths::resolve(None, None).unwrap_err();
        assert!(error.to_string().contains("SAMANTHA_HOME"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_belongs_to_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let parent = tempfile::tempdir().unwrap();
        let fresh = parent.path().join("deep/home");
        create_private(&fresh).unwrap();
        assert_eq!(std::fs::metadata(&fresh).unwrap().permissions().mode() & 0o777, 0o700);
        std::fs::set_permissions(&fresh, std::fs::Permissions::from_mode(0o755)).unwrap();
        create_private(&fresh).unwrap();
        assert_eq!(std::fs::metadata(&fresh).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[cfg(unix)]
    #[test]
    fn one_folder_by_two_names_is_one_life() {
        let parent = tempfile::tempdir().unwrap();
        let real = parent.path().join("real");
        std::fs::create_dir(&real).unwrap();
        let other = parent.path().join("other");
        std::os::unix::fs::symlink(&real, &other).unwrap();
        assert_eq!(Paths::resolve(Some(real), None).unwrap(), Paths::resolve(Some(other), None).unwrap());
    }
}
