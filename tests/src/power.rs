//! A disk that loses its power: a SQLite VFS of its own (named [`VFS`]) over a simulated disk.
//!
//! A write is only safe once its file was synced, a new or removed file only once its folder was. Until then
//! a cut of the power may drop it, tear it (some bytes of a sector written, some not) or let something written
//! later survive it; database, WAL, journal and folder each for themselves. What was synced always survives.
//!
//! ```text
//! let disk = Disk::new(folder, Device::USUAL)?;          // a running machine
//! Connection::open_with_flags_and_vfs(folder.join("life.db"), flags, VFS)
//! disk.cut_at(disk.ops() + 17);                        // the 17th write or sync from here is its last
//! let (image, harm) = disk.after_cut(seed);            // what is found on the platter
//! let disk = Disk::load(other_folder, &image, device)? // the machine is switched on again
//! ```
//!
//! What runs is mirrored into the real folder as it goes, so that code which looks at files without SQLite
//! (is there a database?) sees what it would see on a real disk. The mirror is never synced and plays no part in
//! what survives.

mod disk;
mod survive;
#[cfg(test)]
mod tests;
mod vfs;

pub use crate::Dice;
pub use disk::{Device, Op, OpKind, Part};
pub use survive::{Harm, Image};

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::Instant,
};

/// The name under which the VFS is registered.
pub const VFS: &str = "powercut";

/// One machine's disk, from power on to power off. Clones are the same disk.
#[derive(Clone)]
pub struct Disk(Arc<Inner>);

struct Inner {
    root: PathBuf,
    state: Mutex<disk::State>,
}

/// Every disk that lives in this process. One VFS serves them all, told apart by their folders.
static DISKS: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

impl Disk {
    /// An empty disk over an empty folder.
    ///
    /// # Errors
    /// When the folder can't be made, or the VFS can't be registered.
    pub fn new(root: &Path, device: Device) -> io::Result<Self> {
        Self::load(root, &Image::default(), device)
    }

    /// A disk that holds `image`, all of it safe, over an empty folder.
    ///
    /// # Errors
    /// When the folder can't be written, or the VFS can't be registered.
    pub fn load(root: &Path, image: &Image, device: Device) -> io::Result<Self> {
        vfs::register()?;
        image.write_to(root)?;
        let state = disk::State::new(root, image, device);
        let inner = Arc::new(Inner { root: root.to_path_buf(), state: Mutex::new(state) });
        let mut disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        disks.retain(|disk| disk.strong_count() > 0);
        disks.push(Arc::downgrade(&inner));
        Ok(Self(inner))
    }

    /// Writes, truncations, syncs, creations and removals so far.
    pub fn ops(&self) -> u64 {
        self.state().ops
    }

    /// The power fails during the op of this number (the first is 1): a write of that moment may or may not
    /// reach the platter, a sync of that moment is not done.
    pub fn cut_at(&self, op: u64) {
        self.state().cut_at = Some(op);
    }

    /// The power fails during the `nth` op of this kind from now (the first is 1), unless it fails earlier.
    pub fn cut_in(&self, op: Op, nth: u64) {
        self.state().cut_in = Some((op, nth));
    }

    /// The power fails now, between two ops.
    pub fn cut(&self) {
        self.state().switch_off(None);
    }

    /// It was no cut but a kill: the power stays on, and a new process finds all that was written, synced or not. Only
    /// once nothing of the old process runs any more.
    pub fn start_anew(&self) {
        self.state().start_anew();
    }

    /// Whether the power has failed: everything asked of this disk fails from then on.
    pub fn is_off(&self) -> bool {
        self.state().off.is_some()
    }

    /// When the power failed.
    pub fn off_since(&self) -> Option<Instant> {
        self.state().off_since
    }

    /// What the disk was doing when the power failed; `None` between two ops, or while it is on.
    pub fn last_op(&self) -> Option<Op> {
        self.state().off.flatten()
    }

    /// What is found on the platter once the power has failed, and what was lost. The same seed finds the same.
    /// A disk that is still on is cut first.
    pub fn after_cut(&self, seed: u64) -> (Image, Harm) {
        let mut state = self.state();
        state.switch_off(None);
        survive::survivors(&state, seed)
    }

    /// Everything as the running machine sees it: what a killed process, unlike a cut, leaves behind.
    pub fn as_seen(&self) -> Image {
        survive::seen(&self.state())
    }

    /// Only what was synced.
    pub fn synced(&self) -> Image {
        survive::synced(&self.state())
    }

    /// A disk no folder belongs to.
    fn nowhere() -> Self {
        let state = disk::State::new(Path::new(""), &Image::default(), Device::USUAL);
        Self(Arc::new(Inner { root: PathBuf::new(), state: Mutex::new(state) }))
    }

    fn state(&self) -> MutexGuard<'_, disk::State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The disk a path lies on, and the path from its folder.
    fn of(path: &Path) -> Option<(Self, String)> {
        let disks = DISKS.lock().unwrap_or_else(PoisonError::into_inner);
        let on = disks.iter().filter_map(Weak::upgrade).filter_map(|inner| {
            let name = path.strip_prefix(&inner.root).ok()?.to_str()?.to_owned();
            Some((Self(inner), name))
        });
        // A disk may lie in a folder of another: the innermost it is.
        on.min_by_key(|(_, name)| name.len())
    }
}
