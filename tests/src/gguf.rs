//! Model files made by the tests: small GGUF files that a real llama.cpp loads and runs.
//!
//! The format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md> (version 3).

mod made;
pub mod mutations;

pub use made::{REPLY, Size, fluent, random, reciter, without_end};

use std::{io, path::Path};

/// Bytes at multiples of which tensors begin.
const ALIGNMENT: usize = 32;

/// One value of the metadata.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    U32(u32),
    I32(i32),
    F32(f32),
    Bool(bool),
    U64(u64),
    Text(String),
    Texts(Vec<String>),
    Numbers(Vec<i32>),
}

impl Value {
    fn kind(&self) -> u32 {
        match self {
            Self::U32(_) => 4,
            Self::I32(_) => 5,
            Self::F32(_) => 6,
            Self::Bool(_) => 7,
            Self::Text(_) => 8,
            Self::Texts(_) | Self::Numbers(_) => 9,
            Self::U64(_) => 10,
        }
    }

    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::U32(number) => to.extend(number.to_le_bytes()),
            Self::I32(number) => to.extend(number.to_le_bytes()),
            Self::F32(number) => to.extend(number.to_le_bytes()),
            Self::Bool(truth) => to.push(u8::from(*truth)),
            Self::U64(number) => to.extend(number.to_le_bytes()),
            Self::Text(text) => write_text(to, text),
            Self::Texts(texts) => {
                to.extend(8u32.to_le_bytes());
                to.extend((texts.len() as u64).to_le_bytes());
                texts.iter().for_each(|text| write_text(to, text));
            }
            Self::Numbers(numbers) => {
                to.extend(5u32.to_le_bytes());
                to.extend((numbers.len() as u64).to_le_bytes());
                numbers.iter().for_each(|number| to.extend(number.to_le_bytes()));
            }
        }
    }
}

fn write_text(to: &mut Vec<u8>, text: &str) {
    to.extend((text.len() as u64).to_le_bytes());
    to.extend(text.as_bytes());
}

/// How the numbers of a tensor are written.
pub mod kind {
    pub const F32: u32 = 0;
    /// Whole numbers, of as many bytes as `F32`: the engine can't compute with them.
    pub const I32: u32 = 26;
    /// Blocks of 32: a scale as a half, then 32 bytes.
    pub const Q8_0: u32 = 8;
}

/// One tensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub name: String,
    /// The one that lies together first.
    pub sizes: Vec<u64>,
    pub kind: u32,
    pub data: Vec<u8>,
    /// Where the file says that it begins, when that isn't so.
    pub said_offset: Option<u64>,
}

/// A whole file, still in parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Gguf {
    pub version: u32,
    pub metadata: Vec<(String, Value)>,
    pub tensors: Vec<Tensor>,
}

impl Gguf {
    /// Puts a value, in place of the one of this name if there is one.
    pub fn put(&mut self, name: &str, value: Value) {
        match self.metadata.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.metadata.push((name.to_owned(), value)),
        }
    }

    /// The tensor of this name.
    ///
    /// # Panics
    /// When there is none.
    pub fn tensor(&mut self, name: &str) -> &mut Tensor {
        self.tensors.iter_mut().find(|tensor| tensor.name == name).expect("a tensor of this name")
    }

    /// The file's bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let mut to = b"GGUF".to_vec();
        to.extend(self.version.to_le_bytes());
        to.extend((self.tensors.len() as u64).to_le_bytes());
        to.extend((self.metadata.len() as u64).to_le_bytes());
        for (name, value) in &self.metadata {
            write_text(&mut to, name);
            to.extend(value.kind().to_le_bytes());
            value.write(&mut to);
        }
        let mut offset = 0;
        for tensor in &self.tensors {
            write_text(&mut to, &tensor.name);
            to.extend((tensor.sizes.len() as u32).to_le_bytes());
            tensor.sizes.iter().for_each(|size| to.extend(size.to_le_bytes()));
            to.extend(tensor.kind.to_le_bytes());
            to.extend(tensor.said_offset.unwrap_or(offset).to_le_bytes());
            offset += tensor.data.len().next_multiple_of(ALIGNMENT) as u64;
        }
        to.resize(to.len().next_multiple_of(ALIGNMENT), 0);
        for tensor in &self.tensors {
            to.extend(&tensor.data);
            to.resize(to.len().next_multiple_of(ALIGNMENT), 0);
        }
        to
    }

    /// Writes the file.
    ///
    /// # Errors
    /// It can't be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, self.bytes())
    }
}
