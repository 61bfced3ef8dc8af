//! The model files on this computer: what the catalogue offers, downloaded, and files of the person's own.
//!
//! Files are in `<home>/models/`: `<id>.gguf` whole and checked; `<id>.gguf.part` what came so far; `<id>.json` what is
//! known of it. Files that only together are a model lie in a folder of theirs (`several.rs`). What the note says is durable is trusted after whatever ended the last run, and not a byte more.

mod book;
mod download;
mod fetch;
mod note;
mod offer;
mod own;
mod part;
mod several;
mod sum;

pub use offer::Offer;

use crate::{local::sums::Sums, record::Watching, roads::Roads};
use book::{Item, Names, Work};
use download::{Download, disk};
use futures_util::{
    FutureExt as _,
    future::{self, BoxFuture},
};
use note::{Look, Note, PinnedBy};
use part::blocking;
use samantha_core::{
    address::check_base,
    ports::{KeptModel, KeptState, ModelError, Shelf, ShelfError, ShelfErrorKind as Kind, Watch},
};
use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, time::Instant};

/// Loads a file of the person's own in a program of its own, to see whether that works.
pub type Probe = dyn Fn(PathBuf) -> BoxFuture<'static, Result<(), ModelError>> + Send + Sync;

/// Progress is told this often at most.
const TOLD_EVERY: Duration = Duration::from_millis(250);

/// How long the shelf waits for what, and how much it leaves free. The app uses the default.
#[derive(Clone)]
pub struct Bounds {
    /// From a request to its reply.
    pub first: Duration,
    /// From some bytes to the next.
    pub between: Duration,
    /// Before a broken connection is tried again; twice as long each time.
    pub again: Duration,
    /// How often one is tried again before the download is said to have failed.
    pub tries: u32,
    /// What came is made durable after so many bytes, and after so long.
    pub keep_bytes: u64,
    pub keep_every: Duration,
    /// Bytes a download leaves free on the disk.
    pub margin: u64,
    /// Bytes free where a folder is; `None` where that can't be told.
    pub free: fn(&Path) -> Option<u64>,
    /// Writing fails where a part would be longer, as it does on a full disk.
    pub full_at: Option<u64>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(60),
            between: Duration::from_secs(30),
            again: Duration::from_secs(1),
            tries: 5,
            keep_bytes: 8 << 20,
            keep_every: Duration::from_secs(1),
            margin: 512 << 20,
            free: free_at,
            full_at: None,
        }
    }
}

/// Bytes free for this user where a folder is or will be.
fn free_at(folder: &Path) -> Option<u64> {
    folder.ancestors().find_map(|folder| fs4::available_space(folder).ok())
}

/// The model files of one data folder. Cheap to clone.
#[derive(Clone)]
pub struct ModelShelf(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) folder: PathBuf,
    host: String,
    probe: Arc<Probe>,
    pub(crate) bounds: Bounds,
    pub(crate) roads: Roads,
    items: Mutex<Vec<Item>>,
    pub(crate) watching: Watching,
    changed: watch::Sender<u64>,
    telling: Mutex<Telling>,
    memory: OnceLock<Option<u64>>,
    /// Told of every file whose checksum was just reckoned, so that it isn't read again before it is loaded.
    pub(crate) sums: OnceLock<Arc<Sums>>,
    /// Beginning, adding and removing wait for each other.
    changing: tokio::sync::Mutex<()>,
}

/// When changes were told last, and whether the next telling is planned.
#[derive(Debug, Default)]
struct Telling {
    last: Option<Instant>,
    waits: bool,
}

impl fmt::Debug for ModelShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ModelShelf")
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn error(kind: Kind, detail: impl Into<String>) -> ShelfError {
    ShelfError { kind, detail: detail.into() }
}

fn unknown(id: &str) -> ShelfError {
    error(Kind::Unknown, format!("there is no model file {id:?}"))
}

impl ModelShelf {
    /// Opens the shelf in the data folder `home`: looks at what is there, creates nothing, begins nothing. `host` is
    /// the base address the offers' paths are below; `probe` loads a file of the person's own before it is added.
    pub fn open(home: &Path, offers: Vec<Offer>, host: &str, probe: Arc<Probe>) -> Self {
        Self::open_with(home, offers, host, probe, Bounds::default())
    }

    /// As [`ModelShelf::open`], with other bounds.
    pub fn open_with(home: &Path, offers: Vec<Offer>, host: &str, probe: Arc<Probe>, bounds: Bounds) -> Self {
        let folder = home.join("models");
        let items = book::read_folder(&folder, offers);
        Self(Arc::new(Inner {
            folder,
            host: host.to_owned(),
            probe,
            bounds,
            roads: Roads::default(),
            items: Mutex::new(items),
            watching: Watching::default(),
            changed: watch::Sender::new(0),
            telling: Mutex::default(),
            memory: OnceLock::new(),
            sums: OnceLock::new(),
            changing: tokio::sync::Mutex::default(),
        }))
    }

    /// From now on what is reckoned here is known there. The first time it is called holds.
    pub(crate) fn tell_sums_to(&self, sums: Arc<Sums>) {
        self.0.sums.get_or_init(|| sums);
    }
}

impl Inner {
    /// Hands on that a file was found to have this sum, when it was as these facts say.
    pub(crate) async fn checked(&self, path: &Path, facts: fs::Metadata, sha256: &str) {
        let Some(sums) = self.sums.get().map(Arc::clone) else { return };
        let (path, sha256) = (path.to_owned(), sha256.to_owned());
        if let Err(error) = blocking(move || sums.believe(&path, &facts, &sha256)).await {
            log::info!("a checksum will be reckoned again: {error}");
        }
    }

    fn tell(&self) {
        locked(&self.telling).last = Some(Instant::now());
        self.changed.send_modify(|n| *n += 1);
    }

    /// Tells now, or when it is time to: the last of many is told, too.
    fn tell_soon(self: &Arc<Self>) {
        let next = {
            let mut telling = locked(&self.telling);
            let next = telling.last.map(|last| last + TOLD_EVERY).filter(|next| *next > Instant::now());
            if next.is_some() && std::mem::replace(&mut telling.waits, true) {
                return;
            }
            next
        };
        let Some(next) = next else { return self.tell() };
        let inner = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep_until(next).await;
            locked(&inner.telling).waits = false;
            inner.tell();
        });
    }

    /// A download went on.
    pub(crate) fn progress(self: &Arc<Self>, id: &str, state: KeptState) {
        let was = {
            let mut items = locked(&self.items);
            let Some(item) = items.iter_mut().find(|item| item.id == id) else { return };
            std::mem::replace(&mut item.state, state.clone())
        };
        if std::mem::discriminant(&was) != std::mem::discriminant(&state) {
            self.tell();
        } else if was != state {
            self.tell_soon();
        }
    }

    /// What is known of a file changed while its download goes on.
    pub(crate) fn remember(&self, id: &str, note: &Note) {
        if let Some(item) = locked(&self.items).iter_mut().find(|item| item.id == id) {
            item.note = note.clone();
        }
    }

    /// A download ended.
    pub(crate) fn settle(&self, id: &str, note: Note, state: KeptState) {
        if let Some(item) = locked(&self.items).iter_mut().find(|item| item.id == id) {
            (item.note, item.state, item.work) = (note, state, None);
        }
        self.tell();
    }

    async fn free(&self) -> Option<u64> {
        let (folder, free) = (self.folder.clone(), self.bounds.free);
        tokio::task::spawn_blocking(move || free(&folder)).await.ok().flatten()
    }

    /// Whether so many more bytes fit, beside what other downloads still need.
    pub(crate) async fn has_room(&self, id: &str, need: u64) -> Result<(), ShelfError> {
        let Some(free) = self.free().await else { return Ok(()) };
        let others: u64 = locked(&self.items)
            .iter()
            .filter(|item| item.id != id && !several::belongs(item, id))
            .map(|item| match item.state {
                KeptState::Downloading { done, total } => total.unwrap_or(done).saturating_sub(done),
                _ => 0,
            })
            .sum();
        let needed = need.saturating_add(others).saturating_add(self.bounds.margin);
        if need == 0 || free >= needed {
            return Ok(());
        }
        Err(error(Kind::DiskFull, format!("{needed} bytes must be free, {free} are")))
    }

    /// Whether the disk was filled by something else meanwhile: what she keeps herself must always find room.
    pub(crate) async fn is_not_full(&self) -> Result<(), ShelfError> {
        match self.free().await {
            Some(free) if free < self.bounds.margin / 4 => {
                Err(error(Kind::DiskFull, format!("only {free} bytes are free")))
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn write_note(&self, id: &str, note: &Note) -> Result<(), ShelfError> {
        let (names, note) = (Names::of(&self.folder, id), note.clone());
        blocking(move || {
            names.make_folder()?;
            note.write(&names.note)
        })
        .await
        .map_err(|why| disk(&why))
    }

    /// Begins a download, if it isn't under way already.
    fn begin(self: &Arc<Self>, id: &str, base: &samantha_core::address::Address) -> Result<(), ShelfError> {
        let mut items = locked(&self.items);
        let item = items.iter_mut().find(|item| item.id == id).ok_or_else(|| unknown(id))?;
        let is_of_offer = item.is_of_offer();
        let mut note = Note { whole: None, ..item.note.clone() };
        if let Some(offer) = &item.offer {
            note.name.clone_from(&offer.name);
        }
        if !is_of_offer {
            note = Note { name: note.name, ..Note::default() };
        }
        let path = item.offer.as_ref().map_or_else(|| note.path.clone(), |offer| offer.path.clone());
        item.note = note.clone();
        let (want, magic) = (item.want(), item.magic());
        let done = note.synced;
        let (stop, stopping) = watch::channel(false);
        let (ending, ended) = watch::channel(());
        item.state = KeptState::Downloading { done, total: want.bytes.or(note.total) };
        item.work = Some(Work { stop, ended });
        drop(items);
        let download = Download {
            inner: Arc::clone(self),
            id: id.to_owned(),
            base: base.clone(),
            path,
            want,
            note,
            magic,
            stop: stopping,
            done,
        };
        tokio::spawn(async move {
            download.run().await;
            drop(ending);
        });
        self.tell();
        Ok(())
    }

    /// Stops downloads and waits until they have ended: the one of this id, or all.
    async fn stop(&self, id: Option<&str>) {
        let ending: Vec<_> = locked(&self.items)
            .iter()
            .filter(|item| id.is_none_or(|id| item.id == id || several::belongs(item, id)))
            .filter_map(|item| item.work.as_ref())
            .map(|work| {
                work.stop.send_replace(true);
                work.ended.clone()
            })
            .collect();
        future::join_all(ending.into_iter().map(|mut ended| async move {
            // Nothing is ever sent: the error is the end.
            while ended.changed().await.is_ok() {}
        }))
        .await;
    }

    /// Looks whether the files that were whole are still there.
    async fn look_again(&self) {
        let whole: Vec<_> = locked(&self.items)
            .iter()
            .filter(|item| item.work.is_none())
            .filter_map(|item| Some((item.id.clone(), item.path(&self.folder), item.note.whole?)))
            .collect();
        let looked = tokio::task::spawn_blocking(move || {
            let look =
                |(id, path, look): (String, PathBuf, Look)| (id, look, book::state_of_whole(&path, look));
            whole.into_iter().map(look).collect::<Vec<_>>()
        });
        let mut news = false;
        for (id, look, now) in looked.await.unwrap_or_default() {
            let mut items = locked(&self.items);
            let same =
                |item: &&mut Item| item.id == id && item.work.is_none() && item.note.whole == Some(look);
            if let Some(item) = items.iter_mut().find(same)
                && item.state != now
                // A file that became another one stays refused, whatever its length.
                && (item.state == KeptState::Whole || now != KeptState::Whole || is_gone(&item.state))
            {
                item.state = now;
                news = true;
            }
        }
        if news {
            self.tell();
        }
    }

    /// The ids of the files that this id names.
    fn ids_of(&self, id: &str) -> Result<Vec<String>, ShelfError> {
        let items = locked(&self.items);
        let ids: Vec<_> =
            items.iter().filter(|item| several::belongs(item, id)).map(|item| item.id.clone()).collect();
        if ids.is_empty() { Err(unknown(id)) } else { Ok(ids) }
    }

    async fn remove(&self, id: &str) -> Result<(), ShelfError> {
        let changing = self.changing.lock().await;
        self.stop(Some(id)).await;
        for id in self.ids_of(id)? {
            self.remove_file(&id).await?;
        }
        drop(changing);
        self.tell();
        Ok(())
    }

    /// Removes one file, which nothing is under way for.
    async fn remove_file(&self, id: &str) -> Result<(), ShelfError> {
        let (note, is_own, was) = {
            let items = locked(&self.items);
            let item = items.iter().find(|item| item.id == id).ok_or_else(|| unknown(id))?;
            (item.note.clone(), item.is_own(), item.state.clone())
        };
        let (names, is_of_several) = (Names::of(&self.folder, id), several::split(id).is_some());
        let left = if is_own { vec![] } else { vec![names.whole, names.part, names.aside] };
        // Asked for a second time, with nothing here, what was pinned goes, too: the host may have a new version.
        let was_here = left.iter().any(|path| book::length(path).is_some()) && was != KeptState::Offered;
        let pin = matches!(note.pinned, PinnedBy::Host | PinnedBy::File) && was_here && !is_own;
        let kept = pin.then(|| Note {
            name: note.name.clone(),
            path: note.path.clone(),
            total: note.total,
            sha256: note.sha256.clone(),
            pinned: note.pinned,
            ..Note::default()
        });
        let new = kept.clone();
        blocking(move || {
            // The note first: what it says no more is not gone on with, even if the removal is cut off here.
            match new {
                Some(note) => note.write(&names.note)?,
                None => remove_file(&names.note)?,
            }
            left.iter().try_for_each(|path| remove_file(path))?;
            if let Some(folder) = names.note.parent().filter(|_| is_of_several) {
                // It stays where something is left in it.
                fs::remove_dir(folder).ok();
            }
            Ok(())
        })
        .await
        .map_err(|why| disk(&why))?;
        let mut items = locked(&self.items);
        items.retain(|item| item.id != id || item.offer.is_some());
        if let Some(item) = items.iter_mut().find(|item| item.id == id) {
            (item.note, item.state) = (kept.unwrap_or_default(), KeptState::Offered);
        }
        Ok(())
    }
}

fn is_gone(state: &KeptState) -> bool {
    matches!(state, KeptState::Failed { total: None, why: ShelfError { kind: Kind::Disk, .. }, .. })
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
        Ok(()) | Err(_) => Ok(()),
    }
}

impl Shelf for ModelShelf {
    fn models(&self) -> BoxFuture<'_, Result<Vec<KeptModel>, ShelfError>> {
        async move {
            self.0.look_again().await;
            Ok(several::shown(&locked(&self.0.items), &self.0.folder))
        }
        .boxed()
    }

    fn download<'a>(&'a self, id: &'a str, mirror: Option<&'a str>) -> BoxFuture<'a, Result<(), ShelfError>> {
        async move {
            let inner = &self.0;
            inner.look_again().await;
            let base = check_base(mirror.unwrap_or(&inner.host)).map_err(|why| {
                error(Kind::Unreachable, format!("no file can come from that address: {why}"))
            })?;
            let changing = inner.changing.lock().await;
            let (mut wanted, mut need) = (Vec::new(), 0_u64);
            for id in inner.ids_of(id)? {
                let items = locked(&inner.items);
                let item = items.iter().find(|item| item.id == id).ok_or_else(|| unknown(&id))?;
                if item.work.is_some() || item.state == KeptState::Whole {
                    continue;
                }
                if item.is_own() {
                    return Err(error(Kind::Disk, "a file of one's own is added again, not downloaded"));
                }
                let total = item.want().bytes.or(item.note.total);
                let here = match item.state {
                    KeptState::Paused { done, .. } | KeptState::Failed { done, .. } => done,
                    _ => 0,
                };
                need = need.saturating_add(total.map_or(0, |total| total.saturating_sub(here)));
                wanted.push(id);
            }
            inner.has_room(id, need).await?;
            let begun = wanted.iter().try_for_each(|id| inner.begin(id, &base));
            drop(changing);
            begun
        }
        .boxed()
    }

    fn pause<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>> {
        async move {
            self.0.ids_of(id)?;
            self.0.stop(Some(id)).await;
            Ok(())
        }
        .boxed()
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), ShelfError>> {
        self.0.remove(id).boxed()
    }

    fn add<'a>(&'a self, path: &'a Path) -> BoxFuture<'a, Result<KeptModel, ShelfError>> {
        own::add(&self.0, path).boxed()
    }

    fn changed(&self) -> watch::Receiver<u64> {
        self.0.changed.subscribe()
    }

    fn room(&self) -> (Option<u64>, Option<u64>) {
        let memory = self.0.memory.get_or_init(|| {
            use sysinfo::{MemoryRefreshKind, RefreshKind, System};
            let ram = MemoryRefreshKind::nothing().with_ram();
            let system = System::new_with_specifics(RefreshKind::nothing().with_memory(ram));
            Some(system.total_memory()).filter(|&bytes| bytes > 0)
        });
        ((self.0.bounds.free)(&self.0.folder), *memory)
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.0.stop(None).boxed()
    }

    fn watch(&self, watch: Arc<dyn Watch>) {
        self.0.watching.set(watch);
    }
}
