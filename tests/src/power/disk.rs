//! The simulated disk while the power is on: what the machine sees, what is safe, and what is on its way.

use super::Image;
use std::{
    collections::BTreeMap,
    fs,
    io::{Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

/// What a disk promises beyond "synced is safe". Nothing promises whole writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Bytes of a sector, the smallest part that is written: 512 or 4096.
    pub sector: usize,
    /// Whether a torn sector leaves the bytes beside the write alone ("powersafe overwrite"). SQLite is told.
    pub spares_neighbours: bool,
}

impl Device {
    /// Small sectors that promise nothing.
    pub const SMALL: Self = Self { sector: 512, spares_neighbours: false };
    /// Large sectors that promise nothing.
    pub const LARGE: Self = Self { sector: 4096, spares_neighbours: false };
    /// What SQLite takes for granted on Linux, macOS and Windows.
    pub const USUAL: Self = Self { sector: 4096, spares_neighbours: true };
    /// The three of them.
    pub const ALL: [Self; 3] = [Self::SMALL, Self::LARGE, Self::USUAL];
}

/// What kind of change an op is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OpKind {
    Write,
    Truncate,
    Sync,
    Create,
    Delete,
    SyncFolder,
}

/// Which of SQLite's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Database,
    Wal,
    Journal,
}

/// One change asked of the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Op {
    pub kind: OpKind,
    pub part: Part,
}

/// The power is off.
#[derive(Debug)]
pub(super) struct Off;

/// A change of a file that is not yet safe.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

/// A change of a folder that is not yet safe.
#[derive(Clone, Debug)]
pub(super) enum NameChange {
    Made { name: String, file: u64 },
    Gone { name: String },
}

impl NameChange {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Made { name, .. } | Self::Gone { name } => name,
        }
    }
}

/// SQLite's lock levels, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lock {
    None,
    Shared,
    Reserved,
    Pending,
    Exclusive,
}

pub(super) struct File {
    pub(super) now: Vec<u8>,
    pub(super) safe: Vec<u8>,
    pub(super) pending: Vec<Change>,
    pub(super) locks: BTreeMap<u64, Lock>,
    pub(super) shared_memory: Option<Arc<super::vfs::SharedMemory>>,
    mirror: Option<fs::File>,
}

impl File {
    fn holding(bytes: Vec<u8>, mirror: Option<fs::File>) -> Self {
        Self {
            safe: bytes.clone(),
            now: bytes,
            pending: Vec::new(),
            locks: BTreeMap::new(),
            shared_memory: None,
            mirror,
        }
    }

    /// The strongest lock that others than `handle` hold.
    fn strongest_of_others(&self, handle: u64) -> Lock {
        self.locks.iter().filter(|(h, _)| **h != handle).map(|(_, l)| *l).max().unwrap_or(Lock::None)
    }

    /// Takes a lock, or says that it is busy. A writer that waits for readers keeps [`Lock::Pending`].
    pub(super) fn lock(&mut self, handle: u64, want: Lock) -> bool {
        let others = self.strongest_of_others(handle);
        let mine = self.locks.get(&handle).copied().unwrap_or(Lock::None);
        if mine >= want {
            return true;
        }
        let bar = match want {
            Lock::None | Lock::Shared => Lock::Pending,
            Lock::Reserved | Lock::Pending | Lock::Exclusive => Lock::Reserved,
        };
        if others >= bar {
            return false;
        }
        if want == Lock::Exclusive && others >= Lock::Shared {
            self.locks.insert(handle, Lock::Pending);
            return false;
        }
        self.locks.insert(handle, want);
        true
    }

    pub(super) fn unlock(&mut self, handle: u64, down_to: Lock) {
        if down_to == Lock::None {
            self.locks.remove(&handle);
        } else if let Some(lock) = self.locks.get_mut(&handle) {
            *lock = (*lock).min(down_to);
        }
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.locks.values().any(|lock| *lock >= Lock::Reserved)
    }
}

/// Applies a change that survived whole. `fill` is what a gap it leaves behind itself is made of.
pub(super) fn apply(bytes: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Length(length) => bytes.resize(*length, 0),
        Change::Write { at, bytes: new } => {
            if bytes.len() < at + new.len() {
                bytes.resize(at + new.len(), 0);
            }
            bytes[*at..at + new.len()].copy_from_slice(new);
        }
    }
}

/// Who changes what: the process that opened the file, the file, and which of SQLite's it is (`None`: temporary).
#[derive(Clone, Copy, Debug)]
pub(super) struct By {
    pub(super) run: u64,
    pub(super) file: u64,
    pub(super) part: Option<Part>,
}

pub(super) struct State {
    root: PathBuf,
    pub(super) device: Device,
    pub(super) files: BTreeMap<u64, File>,
    pub(super) names: BTreeMap<String, u64>,
    pub(super) safe_names: BTreeMap<String, u64>,
    pub(super) pending_names: Vec<NameChange>,
    next: u64,
    pub(super) ops: u64,
    pub(super) cut_at: Option<u64>,
    /// The power fails in the so manieth op of this kind from now.
    pub(super) cut_in: Option<(Op, u64)>,
    /// `Some` once the power failed, with the op it failed in.
    pub(super) off: Option<Option<Op>>,
    pub(super) off_since: Option<Instant>,
    /// Grows when the process is started anew: what the one before it had opened is closed to it.
    pub(super) run: u64,
}

impl State {
    pub(super) fn new(root: &Path, image: &Image, device: Device) -> Self {
        let mut state = Self {
            root: root.to_path_buf(),
            device,
            files: BTreeMap::new(),
            names: BTreeMap::new(),
            safe_names: BTreeMap::new(),
            pending_names: Vec::new(),
            next: 1,
            ops: 0,
            cut_at: None,
            cut_in: None,
            off: None,
            off_since: None,
            run: 0,
        };
        for (name, bytes) in &image.files {
            state.adopt(name, bytes.clone());
        }
        state
    }

    /// A number nobody has had: a file's or a handle's.
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Takes over a file of the real folder that didn't come through SQLite; it counts as safe.
    fn adopt(&mut self, name: &str, bytes: Vec<u8>) -> u64 {
        let mirror = fs::File::options().write(true).open(self.root.join(name)).ok();
        let file = self.number();
        self.files.insert(file, File::holding(bytes, mirror));
        self.names.insert(name.to_owned(), file);
        self.safe_names.insert(name.to_owned(), file);
        file
    }

    /// The file of this name, as the machine sees it. What others did to the real folder is taken over.
    pub(super) fn find(&mut self, name: &str) -> Option<u64> {
        let path = self.root.join(name);
        match (self.names.get(name).copied(), path.is_file()) {
            (Some(file), true) => Some(file),
            (None, true) => Some(self.adopt(name, fs::read(path).unwrap_or_default())),
            (Some(_), false) => {
                self.names.remove(name);
                self.safe_names.remove(name);
                None
            }
            (None, false) => None,
        }
    }

    /// Counts an op. `Ok(true)`: it is the last one before the power fails.
    fn step(&mut self, run: u64, kind: OpKind, part: Part) -> Result<bool, Off> {
        self.on(run)?;
        self.ops += 1;
        let op = Op { kind, part };
        let mut last = self.cut_at.is_some_and(|at| self.ops >= at);
        if let Some((wanted, left)) = &mut self.cut_in
            && *wanted == op
        {
            *left = left.saturating_sub(1);
            last |= *left == 0;
        }
        if last {
            self.switch_off(Some(op));
        }
        Ok(last)
    }

    pub(super) fn switch_off(&mut self, during: Option<Op>) {
        if self.off.is_none() {
            self.off = Some(during);
            self.off_since = Some(Instant::now());
        }
    }

    /// Fails while the power is off, and for whoever opened what it has in a process that was killed.
    pub(super) fn on(&self, run: u64) -> Result<(), Off> {
        if self.off.is_some() || run != self.run { Err(Off) } else { Ok(()) }
    }

    /// The process was killed, the power stayed on: a new one finds all that was written, synced or not.
    pub(super) fn start_anew(&mut self) {
        (self.off, self.off_since, self.cut_at, self.cut_in) = (None, None, None, None);
        self.run += 1;
        for file in self.files.values_mut() {
            file.locks.clear();
            file.shared_memory = None;
        }
    }

    pub(super) fn create(&mut self, run: u64, name: &str, part: Part) -> Result<u64, Off> {
        let last = self.step(run, OpKind::Create, part)?;
        let file = self.number();
        let mirror = fs::File::create(self.root.join(name)).ok();
        self.files.insert(file, File::holding(Vec::new(), mirror));
        self.names.insert(name.to_owned(), file);
        self.pending_names.push(NameChange::Made { name: name.to_owned(), file });
        if last { Err(Off) } else { Ok(file) }
    }

    /// A file without a name, gone when it is closed: SQLite's temporary files. Not counted.
    pub(super) fn create_nameless(&mut self) -> Result<u64, Off> {
        self.on(self.run)?;
        let file = self.number();
        self.files.insert(file, File::holding(Vec::new(), None));
        Ok(file)
    }

    pub(super) fn delete(&mut self, run: u64, name: &str, part: Part, sync_folder: bool) -> Result<(), Off> {
        let last = self.step(run, OpKind::Delete, part)?;
        self.names.remove(name);
        // The mirror is only what the running machine sees: nothing follows from a file it fails to remove.
        fs::remove_file(self.root.join(name)).ok();
        self.pending_names.push(NameChange::Gone { name: name.to_owned() });
        if last {
            return Err(Off);
        }
        if sync_folder { self.sync_folder(run, name, part) } else { Ok(()) }
    }

    pub(super) fn write(&mut self, by: By, at: usize, bytes: &[u8]) -> Result<(), Off> {
        self.change(by, OpKind::Write, Change::Write { at, bytes: bytes.to_vec() })
    }

    pub(super) fn truncate(&mut self, by: By, length: usize) -> Result<(), Off> {
        self.change(by, OpKind::Truncate, Change::Length(length))
    }

    fn change(&mut self, by: By, kind: OpKind, change: Change) -> Result<(), Off> {
        let By { run, file, part } = by;
        let last = match part {
            Some(part) => self.step(run, kind, part)?,
            None => {
                self.on(run)?;
                false
            }
        };
        if let Some(file) = self.files.get_mut(&file) {
            apply(&mut file.now, &change);
            file.mirror_change(&change);
            if part.is_some() {
                file.pending.push(change);
            }
        }
        if last { Err(Off) } else { Ok(()) }
    }

    pub(super) fn sync(&mut self, run: u64, file: u64, part: Part) -> Result<(), Off> {
        if self.step(run, OpKind::Sync, part)? {
            return Err(Off);
        }
        let Some(held) = self.files.get_mut(&file) else { return Ok(()) };
        for change in std::mem::take(&mut held.pending) {
            apply(&mut held.safe, &change);
        }
        Ok(())
    }

    /// Makes safe what was made and removed in the folder of `name`.
    pub(super) fn sync_folder(&mut self, run: u64, name: &str, part: Part) -> Result<(), Off> {
        if self.step(run, OpKind::SyncFolder, part)? {
            return Err(Off);
        }
        let (safe, pending) = std::mem::take(&mut self.pending_names)
            .into_iter()
            .partition(|change| folder(change.name()) == folder(name));
        self.pending_names = pending;
        let safe: Vec<NameChange> = safe;
        for change in &safe {
            apply_name(&mut self.safe_names, change);
        }
        Ok(())
    }
}

impl File {
    fn mirror_change(&mut self, change: &Change) {
        let Some(mirror) = &mut self.mirror else { return };
        let done = match change {
            Change::Length(length) => mirror.set_len(*length as u64),
            Change::Write { at, bytes } => {
                mirror.seek(SeekFrom::Start(*at as u64)).and_then(|_| mirror.write_all(bytes))
            }
        };
        // A mirror that can't follow is dropped: nothing that survives is read from it.
        if done.is_err() {
            self.mirror = None;
        }
    }
}

/// Applies a change of a folder that survived.
pub(super) fn apply_name(names: &mut BTreeMap<String, u64>, change: &NameChange) {
    match change {
        NameChange::Made { name, file } => {
            names.insert(name.clone(), *file);
        }
        NameChange::Gone { name } => {
            names.remove(name);
        }
    }
}

/// The folder of a name.
fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
