//! What the catalogue offers, and which of its words may become names of files and addresses.

use super::{
    note::{LARGEST_FILE, LONGEST_NAME},
    several::is_one_of_several,
};
use samantha_core::catalogue::{Catalogue, LocalModel};

/// Longest id, in bytes.
const LONGEST_ID: usize = 64;
/// Longest path on a host, in bytes.
const LONGEST_PATH: usize = 512;
/// How the id of a person's own file begins.
pub(crate) const OWN: &str = "own-";

/// A model file that can be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Names its files in the folder: `[a-z0-9][a-z0-9._-]*`, at most 64 bytes, not `own-…`. One of several files that
    /// are one model: `<id of the model>/<name of the file>`, each like that.
    pub id: String,
    pub name: String,
    /// Where it is below the host's base address, such as `someone/model-GGUF/resolve/main/model-Q4_K_M.gguf`.
    pub path: String,
    /// Its length, where the catalogue has a source for it.
    pub bytes: Option<u64>,
    /// 64 hex digits, where the catalogue has a source for it.
    pub sha256: Option<String>,
}

impl Offer {
    /// Every file of a catalogue, in its order.
    pub fn all_of(catalogue: &Catalogue) -> Vec<Self> {
        let offer = |known: &LocalModel| Self {
            id: known.id.clone(),
            name: known.name.clone(),
            path: known.file.clone(),
            bytes: Some(known.size_bytes.value),
            sha256: known.sha256.as_ref().map(|sum| sum.value.clone()),
        };
        let reader = &catalogue.reader;
        let of_reader = reader.files.iter().map(|file| Self {
            id: format!("{}/{}", reader.id, file.name()),
            name: reader.name.clone(),
            path: file.file.clone(),
            bytes: file.size_bytes.as_ref().map(|size| size.value),
            sha256: file.sha256.as_ref().map(|sum| sum.value.clone()),
        });
        catalogue.local_models.iter().map(offer).chain(of_reader).collect()
    }

    /// The offer as it is used, or `None` when its id or path would lead out of the folder or off the host.
    pub(crate) fn checked(mut self) -> Option<Self> {
        self.sha256 = self.sha256.map(|sum| sum.to_ascii_lowercase()).filter(|sum| is_sum(sum));
        self.bytes = self.bytes.filter(|&bytes| bytes > 0 && bytes <= LARGEST_FILE);
        self.name = plain_name(&self.name);
        let is_named = is_id(&self.id) || is_one_of_several(&self.id);
        (is_named && !self.id.starts_with(OWN) && is_path(&self.path)).then_some(self)
    }
}

/// A name as it is shown and written down.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME / 4).collect()
}

/// Whether a text may be the name of a file in the folder: on every system, in one spelling only.
pub(crate) fn is_id(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default();
    // Windows opens a device instead of a file of such a name, whatever follows it.
    let device = matches!(stem, "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"]
            .iter()
            .any(|port| stem.strip_prefix(port).is_some_and(|rest| rest.parse::<u8>().is_ok()));
    id.len() <= LONGEST_ID
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
        && id.bytes().next().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && !id.ends_with('.')
        && !id.contains("..")
        && !device
}

/// Whether a text may be put below a base address: plain steps, none that goes back.
pub(crate) fn is_path(path: &str) -> bool {
    path.len() <= LONGEST_PATH
        && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b))
        && path.split('/').all(|step| !matches!(step, "" | "." | ".."))
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sum(sum: &str) -> bool {
    sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leads_out_of_the_folder() {
        for id in ["qwen3-4b-q4_k_m", "a", "llama-3.2-1b", "7b"] {
            assert!(is_id(id), "{id}");
        }
        for id in [
            "",
            ".",
            "..",
            ".a",
            "-a",
            "a..b",
            "a.",
            "../a",
            "a/b",
            "a\\b",
            "a:b",
            "A",
            "ä",
            "a b",
            "a\0",
            "con",
            "nul.x",
            "com1",
            "lpt9.gguf",
        ] {
            assert!(!is_id(id), "{id}");
        }
        assert!(!is_id(&"a".repeat(65)));
    }

    #[test]
    fn a_path_stays_below_its_base() {
        assert!(is_path("someone/Model-4B-GGUF/resolve/main/Model-4B-Q4_K_M.gguf"));
        for path in [
            "",
            "/a",
            "a//b",
            "a/../b",
            "..",
            "./a",
            "a/",
            "https://evil.example/a",
            "//evil.example/a",
            "a?b",
            "a#b",
            "a@b",
            "a\\b",
            "a%2e%2e/b",
            "a b",
        ] {
            assert!(!is_path(path), "{path}");
        }
    }

    #[test]
    fn an_offer_without_a_readable_sum_has_none() {
        let offer = |id: &str, sum: &str| Offer {
            id: id.into(),
            name: String::new(),
            path: "a.gguf".into(),
            bytes: Some(0),
            sha256: Some(sum.into()),
        };
        let sum = "AB".repeat(32);
        assert_eq!(offer("a", &sum).checked().unwrap().sha256, Some("ab".repeat(32)));
        assert_eq!(offer("a", "xyz").checked().unwrap().sha256, None);
        assert_eq!(offer("a", &sum).checked().unwrap().bytes, None);
        assert_eq!(offer("own-a", &sum).checked(), None, "that begins the ids of the person's own files");
    }
}
