//! A model that is loaded, and what it makes of texts.

use crate::{
    VERSION,
    bert::Bert,
    cut::{Cut, Cutter},
    folder::{Pooling, Shape},
    no_model, unread,
    weights::{FILE, Weights},
};
use ring::digest::{Context, SHA256};
use samantha_core::ports::{EmbedError, EmbedderId, Embedding, Side, TokenVector};
use std::{
    fmt,
    fs::File,
    io::Read as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Most texts that are reckoned at once.
const MOST_TEXTS: usize = 8;
/// Most tokens of them: what else wants the processor waits for so many at most.
const MOST_TOKENS: usize = 256;

/// A model that is loaded. What it holds beside its layers is on the disk and read row by row.
pub struct Model {
    bert: Bert,
    cutter: Cutter,
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Model").field("dims", &self.dims()).finish_non_exhaustive()
    }
}

/// The SHA-256 of a folder's weights in hex. Reads them all: a third of a second for a model of 90 MB. Blocks.
///
/// # Errors
/// When they can't be read.
pub fn weights_sum(folder: &Path) -> Result<String, EmbedError> {
    let unread = |error| unread(FILE, &error);
    let mut file = File::open(folder.join(FILE)).map_err(unread)?;
    let (mut sum, mut block) = (Context::new(&SHA256), vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut block).map_err(unread)?;
        if read == 0 {
            break;
        }
        sum.update(block.get(..read).unwrap_or_default());
    }
    Ok(sum.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Which vectors the model in a folder makes, whose weights have this checksum. Reads its small files only.
///
/// # Errors
/// As [`Model::open`].
pub fn id_of(folder: &Path, name: &str, weights_sum: &str) -> Result<EmbedderId, EmbedError> {
    let weights = Weights::open(folder)?;
    let dims = Shape::of(folder, &weights)?.width;
    let sum = weights_sum.get(..16).unwrap_or(weights_sum);
    Ok(EmbedderId { name: format!("{name} {sum} {VERSION}"), dims })
}

/// What a foreign file makes panic is no model; the rest of her goes on.
fn guarded<T>(work: impl FnOnce() -> Result<T, EmbedError>) -> Result<T, EmbedError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(no_model("it made what reads it stumble")))
}

impl Model {
    /// Loads the model in a folder. Takes a fraction of a second, of a multilingual one seconds. Blocks.
    ///
    /// # Errors
    /// `Absent` where weights or tokenizer are not there, `NoModel` where they are damaged or of another kind, `NotNow`
    /// where they can't be read.
    pub fn open(folder: &Path) -> Result<Self, EmbedError> {
        guarded(|| {
            let weights = Weights::open(folder)?;
            let shape = Shape::of(folder, &weights)?;
            let cutter = Cutter::open(folder, shape.reads)?;
            let bert = Bert::load(weights, shape)?;
            let model = Self { bert, cutter };
            // A tokenizer of another model is found out now, not in the middle of a life.
            model.embed(&["Ana."], Side::Kept)?;
            Ok(model)
        })
    }

    /// Numbers in a vector.
    pub fn dims(&self) -> usize {
        self.bert.shape().width
    }

    /// The vectors of texts, in their order. Blocks; asks rayon's pool for help, the one it is called in.
    ///
    /// # Errors
    /// `NoModel` where the tokenizer and the weights don't belong together, `NotNow` where the file can't be read.
    pub fn embed(&self, texts: &[&str], side: Side) -> Result<Vec<Embedding>, EmbedError> {
        let cuts = self.cut(texts, side)?;
        let mut wanted = Wanted::of(texts.len());
        for batch in batches(&cuts) {
            wanted.came(self.embed_batch(&cuts, &batch)?);
        }
        wanted.all()
    }

    pub(crate) fn cut(&self, texts: &[&str], side: Side) -> Result<Vec<Cut>, EmbedError> {
        guarded(|| texts.iter().map(|text| self.cutter.cut(text, side)).collect())
    }

    /// The vectors of the texts with these numbers.
    pub(crate) fn embed_batch(
        &self,
        cuts: &[Cut],
        batch: &[usize],
    ) -> Result<Vec<(usize, Embedding)>, EmbedError> {
        guarded(|| {
            let texts: Vec<(usize, &Cut)> = batch.iter().filter_map(|n| Some((*n, cuts.get(*n)?))).collect();
            let vectors = self.bert.read(&texts.iter().map(|(_, cut)| *cut).collect::<Vec<_>>())?;
            Ok(texts
                .into_iter()
                .zip(vectors)
                .map(|((n, cut), vectors)| (n, pooled(cut, &vectors, self.bert.shape())))
                .collect())
        })
    }
}

/// What came of the texts that are embedded, in whatever order.
pub(crate) struct Wanted(Vec<Option<Embedding>>);

impl Wanted {
    pub(crate) fn of(texts: usize) -> Self {
        Self(vec![None; texts])
    }

    pub(crate) fn came(&mut self, reckoned: Vec<(usize, Embedding)>) {
        for (n, embedding) in reckoned {
            if let Some(place) = self.0.get_mut(n) {
                *place = Some(embedding);
            }
        }
    }

    /// All, in the order of the texts.
    pub(crate) fn all(self) -> Result<Vec<Embedding>, EmbedError> {
        self.0.into_iter().collect::<Option<_>>().ok_or_else(|| no_model("a text without a vector"))
    }
}

/// Numbers of texts that are reckoned at once: the short ones first, each with others of its length, so that the parts
/// of the work are of one size.
pub(crate) fn batches(cuts: &[Cut]) -> Vec<Vec<usize>> {
    let mut order: Vec<(usize, usize)> = cuts.iter().map(|cut| cut.ids.len()).zip(0..).collect();
    order.sort_unstable();
    let mut batches: Vec<Vec<usize>> = Vec::new();
    let mut tokens = 0;
    for (length, n) in order {
        tokens += length;
        match batches.last_mut() {
            Some(batch) if batch.len() < MOST_TEXTS && tokens <= MOST_TOKENS => batch.push(n),
            _ => {
                tokens = length;
                batches.push(vec![n]);
            }
        }
    }
    batches
}

fn pooled(cut: &Cut, vectors: &[f32], shape: &Shape) -> Embedding {
    let tokens = || vectors.chunks_exact(shape.width);
    let mut vector = vec![0.0; shape.width];
    match shape.pooling {
        Pooling::Mean => {
            for token in tokens() {
                vector.iter_mut().zip(token).for_each(|(sum, number)| *sum += number);
            }
        }
        Pooling::First => vector.iter_mut().zip(vectors).for_each(|(first, number)| *first = *number),
    }
    let of_text = cut.places.iter().zip(tokens()).filter_map(|(place, token)| {
        let place = place.clone()?;
        Some(TokenVector { from: place.start, to: place.end, vector: of_length_one(token.to_vec()) })
    });
    let tokens = of_text.collect();
    Embedding { vector: of_length_one(vector), tokens }
}

/// The vector of length 1 that points the same way; one that points nowhere stays as it is.
fn of_length_one(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if length > f32::MIN_POSITIVE && length.is_finite() {
        vector.iter_mut().for_each(|number| *number /= length);
    }
    vector
}
