//! A file of weights (safetensors): its header is read, then only the numbers that are asked for.
//!
//! The form: <https://github.com/huggingface/safetensors#format>, looked up 2026-11-22.

use crate::{no_model, unread};
use half::{bf16, f16};
use samantha_core::ports::EmbedError;
use serde::Deserialize;
use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
    path::Path,
    sync::{Mutex, PoisonError},
};

pub(crate) const FILE: &str = "model.safetensors";
/// The header of a model with twelve layers has 25,000 bytes.
const LONGEST_HEADER: u64 = 4 << 20;
/// Numbers of everything but the word table, in bytes once loaded; the smallest multilingual model has 85 MB.
const MOST_LOADED: usize = 1 << 30;
/// Read at once.
const BLOCK: usize = 1 << 20;
/// Rows of the table that are held.
const HELD_ROWS: usize = 2048;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
enum Kind {
    F32,
    F16,
    BF16,
}

impl Kind {
    fn bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F16 | Self::BF16 => 2,
        }
    }

    fn read(self, bytes: &[u8], numbers: &mut Vec<f32>) {
        match self {
            Self::F32 => numbers.extend(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes))),
            Self::F16 => {
                numbers.extend(bytes.as_chunks().0.iter().map(|bytes| f16::from_le_bytes(*bytes).to_f32()));
            }
            Self::BF16 => {
                numbers.extend(bytes.as_chunks().0.iter().map(|bytes| bf16::from_le_bytes(*bytes).to_f32()));
            }
        }
    }
}

/// Where a tensor is. Others than the ones that are asked for may be of any kind.
#[derive(Debug, Deserialize)]
struct Entry {
    dtype: serde_json::Value,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

/// A tensor that was found to be as it should.
#[derive(Clone, Copy, Debug)]
struct Place {
    kind: Kind,
    from: u64,
    numbers: usize,
}

/// A file of weights, open.
#[derive(Debug)]
pub(crate) struct Weights {
    file: File,
    entries: HashMap<String, Entry>,
    /// Where the numbers begin.
    data: u64,
    /// Of the whole file.
    length: u64,
    loaded: usize,
}

impl Weights {
    /// Reads the header.
    pub(crate) fn open(folder: &Path) -> Result<Self, EmbedError> {
        let unread = |error: io::Error| unread(FILE, &error);
        let mut file = File::open(folder.join(FILE)).map_err(unread)?;
        let facts = file.metadata().map_err(unread)?;
        if !facts.is_file() {
            return Err(no_model(format!("{FILE} is no file")));
        }
        let mut head = [0; 8];
        file.read_exact(&mut head).map_err(unread)?;
        let bytes = u64::from_le_bytes(head);
        if bytes > LONGEST_HEADER || bytes.saturating_add(8) > facts.len() {
            return Err(no_model(format!("{FILE} speaks of a header of {bytes} bytes")));
        }
        let mut header = Vec::new();
        (&file).take(bytes).read_to_end(&mut header).map_err(unread)?;
        let mut header: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&header).map_err(|error| no_model(format!("{FILE}: {error}")))?;
        header.remove("__metadata__");
        let entries = header
            .into_iter()
            .map(|(name, entry)| Ok((name, serde_json::from_value(entry)?)))
            .collect::<Result<_, serde_json::Error>>()
            .map_err(|error| no_model(format!("{FILE}: {error}")))?;
        Ok(Self { file, entries, data: bytes + 8, length: facts.len(), loaded: 0 })
    }

    /// The names of what is in it.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// The two sides of a table.
    pub(crate) fn sides(&self, name: &str) -> Result<[usize; 2], EmbedError> {
        let shape = self.entries.get(name).map(|entry| entry.shape.as_slice());
        shape
            .and_then(|shape| shape.try_into().ok())
            .ok_or_else(|| no_model(format!("{FILE} has no table {name}")))
    }

    fn place(&self, name: &str, shape: &[usize]) -> Result<Place, EmbedError> {
        let wrong = |what: &str| no_model(format!("{FILE}: {name} {what}"));
        let entry = self.entries.get(name).ok_or_else(|| wrong("is missing"))?;
        if entry.shape != shape {
            return Err(wrong(&format!("has the shape {:?}, not {shape:?}", entry.shape)));
        }
        let kind =
            Kind::deserialize(&entry.dtype).map_err(|_| wrong(&format!("is written as {}", entry.dtype)))?;
        let numbers = shape.iter().try_fold(1, |all: usize, side| all.checked_mul(*side));
        let bytes = numbers.and_then(|numbers| numbers.checked_mul(kind.bytes()));
        let (from, to) = entry.data_offsets;
        let place = |at: u64| self.data.checked_add(at).filter(|at| *at <= self.length);
        match (numbers, bytes, place(from), place(to)) {
            (Some(numbers), Some(bytes), Some(from), Some(to))
                if to.checked_sub(from) == Some(bytes as u64) =>
            {
                Ok(Place { kind, from, numbers })
            }
            _ => Err(wrong("is not where the header says")),
        }
    }

    /// All numbers of a tensor of this shape.
    pub(crate) fn load(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, EmbedError> {
        let place = self.place(name, shape)?;
        self.loaded = self.loaded.saturating_add(place.numbers.saturating_mul(4));
        if self.loaded > MOST_LOADED {
            return Err(no_model(format!("more than {MOST_LOADED} bytes of weights")));
        }
        let mut numbers = Vec::with_capacity(place.numbers);
        self.file.seek(SeekFrom::Start(place.from)).map_err(|error| unread(FILE, &error))?;
        let mut left = place.numbers * place.kind.bytes();
        let mut block = vec![0; left.min(BLOCK)];
        while left > 0 {
            block.truncate(left);
            self.file.read_exact(&mut block).map_err(|error| unread(FILE, &error))?;
            place.kind.read(&block, &mut numbers);
            left -= block.len();
        }
        finite(name, &numbers)?;
        Ok(numbers)
    }

    /// Keeps the file open for the rows of one table, which is too large to be loaded for the few that are needed.
    pub(crate) fn into_table(self, name: &str, sides: [usize; 2]) -> Result<Table, EmbedError> {
        let place = self.place(name, &sides)?;
        let [rows, width] = sides;
        let held = Mutex::new(Held { file: self.file, rows: HashMap::new() });
        Ok(Table { place, rows, width, held })
    }
}

fn finite(name: &str, numbers: &[f32]) -> Result<(), EmbedError> {
    if numbers.iter().all(|number| number.is_finite()) {
        return Ok(());
    }
    Err(no_model(format!("{FILE}: {name} has what is no number")))
}

/// A table in the file, of which rows are read when they are needed: of a multilingual model it is four fifths of the
/// whole, and a life uses a few thousand of its rows.
#[derive(Debug)]
pub(crate) struct Table {
    place: Place,
    rows: usize,
    width: usize,
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    file: File,
    rows: HashMap<u32, Box<[f32]>>,
}

impl Table {
    /// The rows of these ids, one behind the other.
    pub(crate) fn rows_of(&self, ids: &[u32]) -> Result<Vec<f32>, EmbedError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = Vec::with_capacity(ids.len() * self.width);
        for id in ids {
            if let Some(row) = held.rows.get(id) {
                all.extend_from_slice(row);
                continue;
            }
            let row = self.read(&mut held.file, *id)?;
            all.extend_from_slice(&row);
            if held.rows.len() >= HELD_ROWS {
                held.rows.clear();
            }
            held.rows.insert(*id, row);
        }
        Ok(all)
    }

    fn read(&self, file: &mut File, id: u32) -> Result<Box<[f32]>, EmbedError> {
        let at = usize::try_from(id).ok().filter(|at| *at < self.rows);
        let at =
            at.ok_or_else(|| no_model(format!("the tokenizer gives {id}, the table has {}", self.rows)))?;
        let mut bytes = vec![0; self.width * self.place.kind.bytes()];
        file.seek(SeekFrom::Start(self.place.from + (at * bytes.len()) as u64))
            .and_then(|_| file.read_exact(&mut bytes))
            .map_err(|error| unread(FILE, &error))?;
        let mut row = Vec::with_capacity(self.width);
        self.place.kind.read(&bytes, &mut row);
        finite("a word", &row)?;
        Ok(row.into())
    }
}
