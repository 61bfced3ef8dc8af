//! What is known of each file, and what the folder says of it when it is opened.

use super::{
    note::{Look, Note, PinnedBy},
    offer::{OWN, Offer, is_id},
    several,
    sum::MAGIC,
};
use samantha_core::ports::{KeptFor, KeptModel, KeptState, ShelfError, ShelfErrorKind as Kind};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use tokio::sync::watch;

/// Most notes of files that the catalogue doesn't offer.
const MOST_OTHERS: usize = 1000;

/// One file.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) offer: Option<Offer>,
    pub(crate) note: Note,
    pub(crate) state: KeptState,
    pub(crate) work: Option<Work>,
}

/// A download that is under way.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) stop: watch::Sender<bool>,
    /// Closed when it has ended.
    pub(crate) ended: watch::Receiver<()>,
}

/// What a file must be, as far as that is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Want {
    pub(crate) bytes: Option<u64>,
    pub(crate) sha256: Option<String>,
    pub(crate) pinned: PinnedBy,
}

/// The names of a file in the folder.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    pub(crate) whole: PathBuf,
    pub(crate) part: PathBuf,
    /// A part whose note was damaged.
    pub(crate) aside: PathBuf,
    pub(crate) note: PathBuf,
}

impl Names {
    pub(crate) fn of(folder: &Path, id: &str) -> Self {
        if let Some((model, file)) = several::split(id) {
            let name = |ending: &str| folder.join(model).join(format!("{file}{ending}"));
            return Self {
                whole: name(""),
                part: name(".part"),
                aside: name(".set-aside"),
                note: name(".note"),
            };
        }
        let name = |ending: &str| folder.join(format!("{id}.{ending}"));
        Self {
            whole: name("gguf"),
            part: name("gguf.part"),
            aside: name("gguf.set-aside"),
            note: name("json"),
        }
    }

    /// Makes the folder they lie in. Blocks.
    pub(crate) fn make_folder(&self) -> io::Result<()> {
        self.note.parent().map_or(Ok(()), fs::create_dir_all)
    }
}

impl Item {
    pub(crate) fn is_own(&self) -> bool {
        self.id.starts_with(OWN)
    }

    /// How the file begins, where every one of its kind does.
    pub(crate) fn magic(&self) -> &'static [u8] {
        if several::split(&self.id).is_some() { b"" } else { MAGIC }
    }

    /// What the file must be: the catalogue's word, else what was pinned.
    pub(crate) fn want(&self) -> Want {
        let offered = self.offer.as_ref();
        match offered.and_then(|offer| offer.sha256.clone()) {
            Some(sum) => Want {
                bytes: offered.and_then(|offer| offer.bytes),
                sha256: Some(sum),
                pinned: PinnedBy::Catalogue,
            },
            None => Want {
                bytes: offered
                    .and_then(|offer| offer.bytes)
                    .or(self.note.total.filter(|_| self.note.sha256.is_some())),
                sha256: self.note.sha256.clone(),
                pinned: self.note.pinned,
            },
        }
    }

    /// Whether what is here is of the file that is offered now.
    pub(crate) fn is_of_offer(&self) -> bool {
        let Some(offer) = &self.offer else { return true };
        match (&offer.sha256, &self.note.sha256) {
            (Some(offered), Some(here)) => offered == here,
            (Some(_), None) | (None, _) => self.note.path.is_empty() || offer.path == self.note.path,
        }
    }

    pub(crate) fn path(&self, folder: &Path) -> PathBuf {
        self.note.file.clone().unwrap_or_else(|| Names::of(folder, &self.id).whole)
    }

    pub(crate) fn shown(&self, folder: &Path) -> KeptModel {
        let is_whole = self.state == KeptState::Whole;
        let want = if is_whole {
            // What is here is what was checked, whatever the catalogue says by now.
            let Note { total, sha256, pinned, .. } = self.note.clone();
            Want { bytes: self.note.whole.map(|look| look.bytes).or(total), sha256, pinned }
        } else {
            let want = self.want();
            Want { bytes: want.bytes.or(self.note.total), ..want }
        };
        KeptModel {
            id: self.id.clone(),
            name: self.offer.as_ref().map_or_else(|| self.note.name.clone(), |offer| offer.name.clone()),
            kept_for: KeptFor::Talking,
            path: is_whole.then(|| self.path(folder)),
            bytes: want.bytes,
            sha256: want.sha256,
            pinned: want.pinned.into(),
            state: self.state.clone(),
        }
    }
}

/// Reads what is in the folder: the offers in their order, then what else is here. Blocks.
pub(crate) fn read_folder(folder: &Path, offers: Vec<Offer>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for offer in offers {
        let id = offer.id.clone();
        match offer.checked() {
            Some(offer) if items.iter().all(|item| item.id != offer.id) => {
                items.push(read_offered(folder, offer));
            }
            Some(_) => log::warn!("the catalogue offers {id} twice"),
            None => log::warn!("the catalogue offers a model whose id or path can't be used"),
        }
    }
    let mut others: Vec<Item> = ids_in(folder)
        .into_iter()
        .filter(|id| items.iter().all(|item| item.id != *id))
        .filter_map(|id| read_other(folder, id))
        .collect();
    others.sort_by(|a, b| (&a.note.name, &a.id).cmp(&(&b.note.name, &b.id)));
    items.append(&mut others);
    items
}

fn ids_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .filter(|id| is_id(id))
        .take(MOST_OTHERS)
        .collect()
}

fn read_offered(folder: &Path, offer: Offer) -> Item {
    let names = Names::of(folder, &offer.id);
    let id = offer.id.clone();
    let item =
        |note: Note, state| Item { id: id.clone(), offer: Some(offer.clone()), note, state, work: None };
    match Note::read(&names.note) {
        Ok(note) => {
            let note = note.unwrap_or_default();
            let state = state_of(&names, &note);
            item(note, state)
        }
        Err(error) if is_damage(&error) => {
            log::warn!("the note of the model file {id} is damaged; the file is offered anew");
            set_aside(&names, &offer);
            let note = Note::default();
            let state = state_of(&names, &note);
            item(note, state)
        }
        Err(error) => item(Note::default(), failed(Kind::Disk, format!("its note can't be read: {error}"))),
    }
}

/// A file of the person's own, or one that the catalogue offers no more.
fn read_other(folder: &Path, id: String) -> Option<Item> {
    let names = Names::of(folder, &id);
    let note = match Note::read(&names.note) {
        Ok(note) => note?,
        Err(error) => {
            log::warn!("the note of the model file {id} can't be read: {:?}", error.kind());
            return None;
        }
    };
    let state = state_of(&names, &note);
    let is_own = id.starts_with(OWN);
    let is_here =
        if is_own { note.file.is_some() && note.whole.is_some() } else { state != KeptState::Offered };
    is_here.then_some(Item { id, offer: None, note, state, work: None })
}

fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof)
}

/// A part without a note is of use only where its end will show whether it was the right one.
fn set_aside(names: &Names, offer: &Offer) {
    let kept = length(&names.part)
        .is_some_and(|here| offer.sha256.is_some() && offer.bytes.is_some_and(|bytes| here <= bytes));
    let done = match length(&names.part) {
        None => Ok(()),
        Some(_) if kept => fs::rename(&names.part, &names.aside),
        Some(_) => fs::remove_file(&names.part),
    };
    match done.and_then(|()| fs::remove_file(&names.note)) {
        Ok(()) => log::warn!("the part of {} was {}", offer.id, if kept { "set aside" } else { "removed" }),
        Err(error) => log::warn!("the part of {} could not be set aside: {:?}", offer.id, error.kind()),
    }
}

/// How long a file is, if it is there.
pub(crate) fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|file| file.len())
}

fn state_of(names: &Names, note: &Note) -> KeptState {
    if let Some(look) = note.whole {
        let finished = note.file.is_none()
            && length(&names.whole).is_none()
            && fs::metadata(&names.part).is_ok_and(|part| Look::of(&part) == look)
            && fs::rename(&names.part, &names.whole).is_ok();
        if finished {
            log::info!("a model file that was checked got its name");
        }
        return state_of_whole(note.file.as_deref().unwrap_or(&names.whole), look);
    }
    let here = match (length(&names.part), length(&names.whole)) {
        (Some(part), _) => part.min(note.synced),
        // It lies here without a word about it: it is checked before it is used.
        (None, Some(whole)) => return KeptState::Paused { done: whole, total: Some(whole) },
        (None, None) => 0,
    };
    if here > 0 { KeptState::Paused { done: here, total: note.total } } else { KeptState::Offered }
}

/// How a file stands that was whole once.
pub(crate) fn state_of_whole(path: &Path, look: Look) -> KeptState {
    match length(path) {
        Some(bytes) if bytes == look.bytes => KeptState::Whole,
        Some(_) => failed(Kind::Disk, "the file is not as long as it was".to_owned()),
        None => failed(Kind::Disk, "the file is not there any more".to_owned()),
    }
}

fn failed(kind: Kind, detail: String) -> KeptState {
    KeptState::Failed { done: 0, total: None, why: ShelfError { kind, detail } }
}
