//! A model of several files: each of them is an item of its own, downloaded, paused and checked like any other; to
//! everybody else they are one.
//!
//! Their ids are `<id>/<name of the file>`, and they lie as `<home>/models/<id>/<name of the file>`, beside a `.part`
//! and a `.note` each.

use super::{book::Item, offer::is_id};
use samantha_core::ports::{KeptFor, KeptModel, KeptState};
use std::path::Path;

/// Endings that the shelf gives itself.
const OWN_ENDINGS: [&str; 3] = [".part", ".set-aside", ".note"];

/// The model and the name of one of its files.
pub(crate) fn split(id: &str) -> Option<(&str, &str)> {
    id.split_once('/')
}

/// Whether a text may be the id of one of several files.
pub(crate) fn is_one_of_several(id: &str) -> bool {
    split(id).is_some_and(|(model, file)| {
        is_id(model) && is_id(file) && !OWN_ENDINGS.iter().any(|ending| file.ends_with(ending))
    })
}

/// Whether an item is what this id names, or one of its files.
pub(crate) fn belongs(item: &Item, id: &str) -> bool {
    split(&item.id).map_or(item.id.as_str(), |(model, _)| model) == id
}

/// Everything on the shelf, as it is shown: files that are one model once, where the first of them is.
pub(crate) fn shown(items: &[Item], folder: &Path) -> Vec<KeptModel> {
    let mut models: Vec<KeptModel> = Vec::new();
    for item in items {
        let Some((id, _)) = split(&item.id) else {
            models.push(item.shown(folder));
            continue;
        };
        if models.iter().any(|model| model.id == id) {
            continue;
        }
        let parts: Vec<KeptModel> =
            items.iter().filter(|item| belongs(item, id)).map(|item| item.shown(folder)).collect();
        models.extend(one(id, &parts, folder));
    }
    models
}

/// Several files as one model.
fn one(id: &str, parts: &[KeptModel], folder: &Path) -> Option<KeptModel> {
    let first = parts.first()?;
    let state = together(parts);
    Some(KeptModel {
        id: id.to_owned(),
        name: first.name.clone(),
        kept_for: KeptFor::Reading,
        path: (state == KeptState::Whole).then(|| folder.join(id)),
        bytes: parts.iter().map(|part| part.bytes).sum(),
        sha256: first.sha256.clone(),
        pinned: first.pinned,
        state,
    })
}

/// How a model stands whose files stand like this: what still goes on first, then what ended, and whole only when all are.
fn together(parts: &[KeptModel]) -> KeptState {
    let here = |part: &KeptModel| match &part.state {
        KeptState::Offered => 0,
        KeptState::Downloading { done, .. }
        | KeptState::Paused { done, .. }
        | KeptState::Failed { done, .. } => *done,
        KeptState::Checking { total, .. } => *total,
        KeptState::Whole => part.bytes.unwrap_or(0),
    };
    let done: u64 = parts.iter().map(here).sum();
    let total: Option<u64> = parts.iter().map(|part| part.bytes).sum();
    let any = |stands: fn(&KeptState) -> bool| parts.iter().any(|part| stands(&part.state));
    if parts.iter().all(|part| part.state == KeptState::Whole) {
        return KeptState::Whole;
    }
    if any(|state| matches!(state, KeptState::Downloading { .. })) {
        return KeptState::Downloading { done, total };
    }
    if any(|state| matches!(state, KeptState::Checking { .. })) {
        let checked = |part: &KeptModel| match part.state {
            KeptState::Checking { done, .. } => done,
            _ => here(part),
        };
        return KeptState::Checking { done: parts.iter().map(checked).sum(), total: total.unwrap_or(done) };
    }
    let failed = parts.iter().find_map(|part| match &part.state {
        KeptState::Failed { why, .. } => Some(why.clone()),
        _ => None,
    });
    if let Some(why) = failed {
        return KeptState::Failed { done, total, why };
    }
    if any(|state| *state != KeptState::Offered) {
        KeptState::Paused { done, total }
    } else {
        KeptState::Offered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use samantha_core::ports::{Pinned, ShelfError, ShelfErrorKind};

    fn part(state: KeptState) -> KeptModel {
        KeptModel {
            id: String::new(),
            name: String::new(),
            kept_for: KeptFor::Reading,
            path: None,
            bytes: Some(10),
            sha256: None,
            pinned: Pinned::Nowhere,
            state,
        }
    }

    #[test]
    fn several_files_stand_as_one() {
        let total = Some(10);
        let (offered, whole) = (KeptState::Offered, KeptState::Whole);
        let downloading = KeptState::Downloading { done: 4, total };
        let paused = KeptState::Paused { done: 3, total };
        let checking = KeptState::Checking { done: 2, total: 10 };
        let why = ShelfError { kind: ShelfErrorKind::Unreachable, detail: String::new() };
        let failed = KeptState::Failed { done: 1, total, why: why.clone() };
        let total = Some(20);
        for (one, other, both) in [
            (&offered, &offered, offered.clone()),
            (&whole, &whole, whole.clone()),
            (&whole, &offered, KeptState::Paused { done: 10, total }),
            (&whole, &downloading, KeptState::Downloading { done: 14, total }),
            (&failed, &downloading, KeptState::Downloading { done: 5, total }),
            (&checking, &downloading, KeptState::Downloading { done: 14, total }),
            (&checking, &whole, KeptState::Checking { done: 12, total: 20 }),
            (&failed, &whole, KeptState::Failed { done: 11, total, why: why.clone() }),
            (&failed, &paused, KeptState::Failed { done: 4, total, why }),
            (&paused, &offered, KeptState::Paused { done: 3, total }),
        ] {
            assert_eq!(together(&[part(one.clone()), part(other.clone())]), both, "{one:?} {other:?}");
            assert_eq!(together(&[part(other.clone()), part(one.clone())]), both, "{other:?} {one:?}");
        }
    }

    #[test]
    fn one_of_several_never_leads_out_of_its_folder() {
        assert!(is_one_of_several("multilingual-e5-small/model.safetensors"));
        for id in [
            "a", "a/", "/a", "a/../b", "../a", "a/b/c", "a\\b", "a/.b", "a/b.part", "a/b.note", "a/con",
            "nul/b",
        ] {
            assert!(!is_one_of_several(id), "{id}");
        }
    }
}
