//! The layers of BERT (Devlin and others, 2018, arXiv:1810.04805), reading only.
//!
//! Texts of a batch stand one behind the other, without padding between: the large products are reckoned for all of
//! them at once, who looks at whom for each alone.

use crate::{
    cut::Cut,
    folder::{Bend, Shape},
    no_model,
    weights::{Table, Weights},
};
use candle_core::{D, Device, Result as CandleResult, Tensor};
use candle_nn::ops::{layer_norm, softmax_last_dim};
use samantha_core::ports::EmbedError;

/// A product and what is added to it.
struct Linear {
    /// Turned: a row for each number that comes in.
    weight: Tensor,
    bias: Tensor,
}

struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f32,
}

struct Layer {
    /// Queries, keys and values side by side.
    looks: Linear,
    seen: Linear,
    seen_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

/// A model that is loaded, but for its table of words.
pub(crate) struct Bert {
    shape: Shape,
    words: Table,
    /// Of each place in a text, with what is added to every token.
    positions: Tensor,
    norm: Norm,
    layers: Vec<Layer>,
}

fn failed(error: candle_core::Error) -> EmbedError {
    no_model(error)
}

fn tensor(numbers: Vec<f32>, sides: &[usize]) -> Result<Tensor, EmbedError> {
    Tensor::from_vec(numbers, sides, &Device::Cpu).map_err(failed)
}

/// Reads a file of weights, name by name.
struct Reader<'a> {
    weights: Weights,
    shape: &'a Shape,
}

impl Reader<'_> {
    fn read(&mut self, name: &str, sides: &[usize]) -> Result<Vec<f32>, EmbedError> {
        self.weights.load(&format!("{}{name}", self.shape.prefix), sides)
    }

    fn norm(&mut self, name: &str) -> Result<Norm, EmbedError> {
        let width = self.shape.width;
        let weight = tensor(self.read(&format!("{name}.weight"), &[width])?, &[width])?;
        let bias = tensor(self.read(&format!("{name}.bias"), &[width])?, &[width])?;
        Ok(Norm { weight, bias, epsilon: self.shape.epsilon as f32 })
    }

    /// Several products of what comes in, side by side.
    fn linear(&mut self, names: &[String], out: usize, from: usize) -> Result<Linear, EmbedError> {
        let (mut weight, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            weight.extend(self.read(&format!("{name}.weight"), &[out, from])?);
            bias.extend(self.read(&format!("{name}.bias"), &[out])?);
        }
        let all = out * names.len();
        let turned =
            tensor(weight, &[all, from])?.t().and_then(|turned| turned.contiguous()).map_err(failed)?;
        Ok(Linear { weight: turned, bias: tensor(bias, &[all])? })
    }

    fn layer(&mut self, n: usize) -> Result<Layer, EmbedError> {
        let Shape { width, inner, .. } = *self.shape;
        let named = |name: &str| format!("encoder.layer.{n}.{name}");
        let looks = ["query", "key", "value"].map(|name| named(&format!("attention.self.{name}")));
        Ok(Layer {
            looks: self.linear(&looks, width, width)?,
            seen: self.linear(&[named("attention.output.dense")], width, width)?,
            seen_norm: self.norm(&named("attention.output.LayerNorm"))?,
            inner: self.linear(&[named("intermediate.dense")], inner, width)?,
            outer: self.linear(&[named("output.dense")], width, inner)?,
            outer_norm: self.norm(&named("output.LayerNorm"))?,
        })
    }
}

impl Bert {
    /// Loads all but the table of words.
    pub(crate) fn load(weights: Weights, shape: Shape) -> Result<Self, EmbedError> {
        let mut reader = Reader { weights, shape: &shape };
        let Shape { width, words, .. } = shape;
        let kinds = reader.read("embeddings.token_type_embeddings.weight", &[shape.kinds, width])?;
        let mut positions =
            reader.read("embeddings.position_embeddings.weight", &[shape.positions, width])?;
        positions.drain(..shape.first_position * width);
        positions.truncate(shape.reads * width);
        // All tokens are of the first kind.
        for position in positions.chunks_exact_mut(width) {
            position.iter_mut().zip(&kinds).for_each(|(number, kind)| *number += kind);
        }
        let positions = tensor(positions, &[shape.reads, width])?;
        let norm = reader.norm("embeddings.LayerNorm")?;
        let layers = (0..shape.layers).map(|n| reader.layer(n)).collect::<Result<_, _>>()?;
        let name = format!("{}embeddings.word_embeddings.weight", shape.prefix);
        let words = reader.weights.into_table(&name, [words, width])?;
        Ok(Self { shape, words, positions, norm, layers })
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The vectors of all tokens of some texts, text by text.
    pub(crate) fn read(&self, texts: &[&Cut]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let ids: Vec<u32> = texts.iter().flat_map(|text| &text.ids).copied().collect();
        let rows = self.words.rows_of(&ids)?;
        let width = self.shape.width;
        let words = tensor(rows, &[ids.len(), width])?;
        let lengths: Vec<usize> = texts.iter().map(|text| text.ids.len()).collect();
        let all = self
            .reckon(words, &lengths)
            .and_then(|all| all.flatten_all()?.to_vec1::<f32>())
            .map_err(failed)?;
        if !all.iter().all(|number| number.is_finite()) {
            return Err(no_model("its vectors have what is no number"));
        }
        let mut rest = all.as_slice();
        let split = lengths.iter().map(|length| {
            let (text, others) = rest.split_at_checked(length * width).unwrap_or_default();
            rest = others;
            text.to_vec()
        });
        Ok(split.collect())
    }

    fn reckon(&self, words: Tensor, lengths: &[usize]) -> CandleResult<Tensor> {
        let places = lengths.iter().map(|length| self.positions.narrow(0, 0, *length));
        let places = Tensor::cat(&places.collect::<CandleResult<Vec<_>>>()?, 0)?;
        let mut all = self.norm.apply(&(words + places)?)?;
        for layer in &self.layers {
            all = layer.apply(&all, lengths, &self.shape)?;
        }
        Ok(all)
    }
}

impl Linear {
    fn apply(&self, all: &Tensor) -> CandleResult<Tensor> {
        all.matmul(&self.weight)?.broadcast_add(&self.bias)
    }
}

impl Norm {
    fn apply(&self, all: &Tensor) -> CandleResult<Tensor> {
        layer_norm(all, &self.weight, &self.bias, self.epsilon)
    }
}

impl Layer {
    fn apply(&self, all: &Tensor, lengths: &[usize], shape: &Shape) -> CandleResult<Tensor> {
        let looks = self.looks.apply(all)?;
        let mut seen = Vec::with_capacity(lengths.len());
        let mut from = 0;
        for length in lengths {
            seen.push(look(&looks.narrow(0, from, *length)?, *length, shape)?);
            from += length;
        }
        let seen = self.seen.apply(&Tensor::cat(&seen, 0)?)?;
        let all = self.seen_norm.apply(&(seen + all)?)?;
        let inner = self.inner.apply(&all)?;
        let inner = match shape.bend {
            Bend::Gelu => inner.gelu_erf()?,
            Bend::GeluByTanh => inner.gelu()?,
            Bend::Relu => inner.relu()?,
        };
        self.outer_norm.apply(&(self.outer.apply(&inner)? + all)?)
    }
}

/// Who looks at whom in one text, and what each sees.
fn look(looks: &Tensor, length: usize, shape: &Shape) -> CandleResult<Tensor> {
    let size = shape.width / shape.heads;
    // Length, the three, heads, numbers → the three, heads, length, numbers.
    let looks = looks.reshape((length, 3, shape.heads, size))?.permute((1, 2, 0, 3))?.contiguous()?;
    let [query, key, value] = [0, 1, 2].map(|n| looks.narrow(0, n, 1).and_then(|one| one.squeeze(0)));
    let (query, key, value) = ((query? * (size as f64).powf(-0.5))?, key?, value?);
    let sees = softmax_last_dim(&query.matmul(&key.transpose(D::Minus1, D::Minus2)?)?)?;
    sees.matmul(&value)?.transpose(0, 1)?.reshape((length, shape.width))
}
