//! What is left on the platter after the power failed.

use super::{
    Dice,
    disk::{Change, File, State, apply, apply_name},
};
use std::{collections::BTreeMap, fs, io, ops::AddAssign, path::Path};

/// The files of a disk, by their path from its folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Image {
    /// Writes the files into a folder, which is made if it isn't there.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write_to(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, bytes)?;
        }
        Ok(())
    }

    /// Whether these bytes stand anywhere in any file.
    pub fn contains(&self, needle: &[u8]) -> bool {
        self.files.values().any(|bytes| bytes.windows(needle.len().max(1)).any(|window| window == needle))
    }
}

/// What a cut did. Sums up with `+=`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Harm {
    /// Sectors (or parts of one) that were on their way.
    pub pending: u64,
    /// Of these, lost.
    pub dropped: u64,
    /// Of these, written in part.
    pub torn: u64,
    /// Of these, on the platter although something written before them to the same file is not.
    pub reordered: u64,
    /// Changes of a file's length that were lost.
    pub lengths_lost: u64,
    /// Files made or removed that were on their way.
    pub names_pending: u64,
    /// Of these, lost.
    pub names_lost: u64,
}

impl AddAssign for Harm {
    fn add_assign(&mut self, other: Self) {
        self.pending += other.pending;
        self.dropped += other.dropped;
        self.torn += other.torn;
        self.reordered += other.reordered;
        self.lengths_lost += other.lengths_lost;
        self.names_pending += other.names_pending;
        self.names_lost += other.names_lost;
    }
}

/// How a file (or the folder) fares in one cut.
struct Luck {
    kept: f64,
    torn: f64,
    /// Whether what was never written on the platter reads as noise instead of zeros.
    noise: bool,
    /// Whether the file is as long as the machine saw it, although its end was not written.
    grown: bool,
}

impl Luck {
    fn throw(dice: &mut Dice) -> Self {
        let kept = match dice.below(4) {
            0 => 0.0,
            1 => 1.0,
            _ => dice.share(),
        };
        let torn = *dice.pick(&[0.0, 0.02, 0.1, 0.3]);
        Self { kept, torn, noise: dice.chance(0.5), grown: dice.chance(0.25) }
    }
}

/// What survives a cut of this seed.
pub(super) fn survivors(state: &State, seed: u64) -> (Image, Harm) {
    let mut dice = Dice::new(seed);
    let mut harm = Harm::default();

    let luck = Luck::throw(&mut dice);
    let mut names = state.safe_names.clone();
    for change in &state.pending_names {
        harm.names_pending += 1;
        if dice.chance(luck.kept) {
            apply_name(&mut names, change);
        } else {
            harm.names_lost += 1;
        }
    }

    let mut image = Image::default();
    for (name, id) in names {
        let Some(file) = state.files.get(&id) else { continue };
        // Each file has dice of its own, so that one file's luck doesn't hang on another's length.
        let bytes = surviving_bytes(file, state.device, &mut dice.fork(), &mut harm);
        image.files.insert(name, bytes);
    }
    (image, harm)
}

fn surviving_bytes(file: &File, device: super::Device, dice: &mut Dice, harm: &mut Harm) -> Vec<u8> {
    let luck = Luck::throw(dice);
    let mut bytes = file.safe.clone();
    let mut lost_one = false;
    for change in &file.pending {
        let Change::Write { at, bytes: new } = change else {
            if dice.chance(luck.kept) {
                apply(&mut bytes, change);
            } else {
                harm.lengths_lost += 1;
                lost_one = true;
            }
            continue;
        };
        let (mut start, end) = (*at, at + new.len());
        while start < end {
            let sector = start - start % device.sector;
            let stop = end.min(sector + device.sector);
            let fragment = &new[start - at..stop - at];
            harm.pending += 1;
            if dice.chance(luck.torn) {
                harm.torn += 1;
                lost_one = true;
                tear(&mut bytes, start, fragment, sector, device, dice);
            } else if dice.chance(luck.kept) {
                harm.reordered += u64::from(lost_one);
                grow(&mut bytes, start, luck.noise, dice);
                apply(&mut bytes, &Change::Write { at: start, bytes: fragment.to_vec() });
            } else {
                harm.dropped += 1;
                lost_one = true;
            }
            start = stop;
        }
    }
    if luck.grown {
        grow(&mut bytes, file.now.len(), luck.noise, dice);
    }
    bytes
}

/// Writes a part of a fragment: its beginning, its end, or a piece from the middle. A device that doesn't spare
/// the neighbours leaves noise in the rest of the sector.
fn tear(
    bytes: &mut Vec<u8>,
    at: usize,
    fragment: &[u8],
    sector: usize,
    device: super::Device,
    dice: &mut Dice,
) {
    grow(bytes, at + fragment.len(), true, dice);
    if !device.spares_neighbours {
        let end = bytes.len().min(sector + device.sector);
        dice.fill(&mut bytes[sector..end]);
    }
    let (a, b) = (dice.index(fragment.len()), dice.index(fragment.len()));
    let (from, to) = match dice.below(3) {
        0 => (0, a),
        1 => (a, fragment.len()),
        _ => (a.min(b), a.max(b)),
    };
    bytes[at + from..at + to].copy_from_slice(&fragment[from..to]);
}

/// Makes a file at least this long, with what an unwritten part of a platter reads as.
fn grow(bytes: &mut Vec<u8>, length: usize, noise: bool, dice: &mut Dice) {
    let before = bytes.len();
    if before < length {
        bytes.resize(length, 0);
        if noise {
            dice.fill(&mut bytes[before..]);
        }
    }
}

pub(super) fn seen(state: &State) -> Image {
    let files =
        state.names.iter().filter_map(|(name, id)| Some((name.clone(), state.files.get(id)?.now.clone())));
    Image { files: files.collect() }
}

pub(super) fn synced(state: &State) -> Image {
    let safe = state.safe_names.iter();
    Image {
        files: safe
            .filter_map(|(name, id)| Some((name.clone(), state.files.get(id)?.safe.clone())))
            .collect(),
    }
}
