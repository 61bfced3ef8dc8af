//! What is given to the embedder, of questions and of turns, and what is made of its answer.

use super::{Asked, Vectors, codes, lists, vectors::Codes};
use crate::{
    ports::{Embedder, EmbedderId, Embedding, Side},
    store::words::{fold, is_inner, split},
};
use anyhow::Result;
use std::{fmt, ops::Range, sync::Arc};

/// Counts up when what is made of a turn by the same embedder is another than before: how its texts are cut ([`parts`],
/// [`pair`]), which of its words are kept, what is taken off ([`EVERYDAY`]), how vectors are turned and made small.
const VERSION: u32 = 1;
/// Bytes of a question that are read.
const OF_QUESTION: usize = 1_500;
/// Bytes of a turn that are read as one: about as much as a model of 256 tokens sees, in either language.
const OF_PART: usize = 700;
/// Parts of a turn that are read at most.
const PARTS: usize = 8;
/// Bytes of the turn before that stand before a turn's own.
const OF_BEFORE: usize = 400;
/// Telling words of a turn that are kept.
pub(super) const WORDS: usize = 48;

/// What a question means, and all that it is to be held against.
#[derive(Clone)]
pub struct Meaning {
    /// What the turns meant when it was asked.
    pub(super) codes: Arc<Codes>,
    pub(super) whole: Vec<f32>,
    /// The telling words, bare, in their order.
    pub(super) words: Vec<(String, Vec<f32>)>,
}

impl fmt::Debug for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meaning").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

/// What all texts have in common for one embedder.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Centre {
    /// Whose vectors these are, by [`named`]: only those can be compared.
    pub of: String,
    pub dims: usize,
    pub texts: Vec<f32>,
    pub words: Vec<f32>,
}

/// By what the vectors of an embedder go here: another name, other vectors.
pub(super) fn named(id: &EmbedderId) -> EmbedderId {
    EmbedderId { name: format!("{}, {VERSION}", id.name), dims: id.dims }
}

/// Everyday sentences, of which no one is like the others: what their vectors have in common all vectors have. It tells
/// nothing apart, and is taken off.
pub(super) const EVERYDAY: &[&str] = &[
    "I went to the market this morning.",
    "How was your day?",
    "My sister is coming to visit us in the summer.",
    "That film was longer than I had thought.",
    "We should paint the kitchen before it gets cold.",
    "Thank you, that is very kind of you!",
    "He lost his keys again and had to wait outside.",
    "What do you think about moving to another city?",
    "The doctor says it is nothing serious.",
    "I have been learning to play the guitar for two years.",
    "They argued about money, and then they laughed.",
    "It rained the whole weekend, so we stayed at home.",
    "Could you send me the photos from the party?",
    "My boss wants the report by Friday.",
    "The dog sleeps under the table.",
    "I am a little afraid of the exam tomorrow.",
    "Fui ao mercado hoje de manhã.",
    "Como foi o seu dia?",
    "Minha irmã vem nos visitar no verão.",
    "O filme foi mais longo do que eu imaginava.",
    "Temos que pintar a cozinha antes do frio.",
    "Obrigada, que gentileza a sua!",
    "Ele perdeu as chaves de novo e ficou esperando na rua.",
    "O que você acha de mudar de cidade?",
    "A médica disse que não é nada grave.",
    "Faz dois anos que estou aprendendo a tocar violão.",
    "Brigaram por dinheiro e depois riram.",
    "Choveu o fim de semana inteiro, então ficamos em casa.",
    "Você me manda as fotos da festa?",
    "Meu chefe quer o relatório até sexta.",
    "O cachorro dorme debaixo da mesa.",
    "Estou com um pouco de medo da prova de amanhã.",
];

/// What is embedded (as [`Side::Asked`]) before recalling: the question, put as the one it is about
/// would put it. Turns say "I" where a question says a name.
fn text_to_embed(asked: &Asked<'_>) -> Option<String> {
    let words = cut(asked.words, OF_QUESTION);
    if words.trim().is_empty() {
        return None;
    }
    let names = |name: &str| -> Vec<String> { split(name).iter().map(|word| fold(word)).collect() };
    let mut all = names(asked.user);
    all.extend(names(asked.companion));
    let places = places(words);
    let bare: Vec<String> =
        places.iter().map(|place| fold(words.get(place.clone()).unwrap_or_default())).collect();
    let count = |list: &str| bare.iter().filter(|word| lists::has(list, word)).count();
    let portuguese = count(lists::PORTUGUESE) > count(lists::ENGLISH);
    let mut out = String::with_capacity(words.len());
    let mut copied = 0;
    let is_name = |at: usize| bare.get(at).is_some_and(|word| all.contains(word));
    for (at, place) in places.iter().enumerate() {
        // "Ana Lima" is one.
        if !is_name(at) || at > 0 && is_name(at - 1) {
            if is_name(at) {
                copied = place.end;
            }
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| Some((bare.get(at)?.as_str(), places.get(at)?)));
        let behind = words.get(place.end..).unwrap_or_default();
        let (from, to, said) = match before {
            Some(("da" | "do" | "de", article)) if portuguese => (article.start, place.end, "minha"),
            Some(("a" | "o", article)) if portuguese => (article.start, place.end, "eu"),
            _ if portuguese => (place.start, place.end, "eu"),
            _ => match ["'s", "’s"].into_iter().find(|mark| behind.starts_with(mark)) {
                Some(mark) => (place.start, place.end + mark.len(), "my"),
                None => (place.start, place.end, "I"),
            },
        };
        out.push_str(words.get(copied..from).unwrap_or_default());
        out.push_str(said);
        copied = to.max(copied);
    }
    out.push_str(words.get(copied..).unwrap_or_default());
    Some(out)
}

/// What is asked means: its vectors are made, and with them what is in the index now. `None` where there is nothing to hold
/// them against. Not within `store.read`: it takes milliseconds, and seconds where the model isn't loaded.
///
/// # Errors
/// As the embedder's.
pub async fn understand(
    embedder: &dyn Embedder,
    vectors: &Vectors,
    asked: &Asked<'_>,
) -> Result<Option<Meaning>> {
    let (Some(text), Some(id)) = (text_to_embed(asked), embedder.id()) else { return Ok(None) };
    if vectors.turns() == 0 {
        return Ok(None);
    }
    let embeddings = embedder.embed(vec![text.clone()], Side::Asked).await?;
    // Another one may have answered than the one that was there before.
    if embedder.id().as_ref() != Some(&id) {
        return Ok(None);
    }
    Ok(embeddings.first().and_then(|embedding| vectors.meaning(&id, &text, embedding)))
}

/// Where the words of a text are.
fn places(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(is_inner)) {
        let start = at + start;
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(|c| !is_inner(c)).unwrap_or(rest.len());
        all.push(start..end);
        at = end;
    }
    all
}

/// At most so many bytes of the beginning, whole letters.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// At most so many bytes of the end, from the beginning of a word on.
fn end_of(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let from = (from..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let tail = text.get(from..).unwrap_or_default();
    if from == 0 { tail } else { tail.split_once(char::is_whitespace).map_or(tail, |(_, rest)| rest) }
}

/// The parts a turn is read in: a long one by its sentences.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let mut rest = text.trim();
    let mut all = Vec::new();
    while !rest.is_empty() && all.len() < PARTS {
        if rest.len() <= OF_PART + OF_PART / 3 {
            all.push(rest);
            break;
        }
        let most = cut(rest, OF_PART);
        let half = most.len() / 2;
        let behind = |marks: &[char]| most.rfind(marks).filter(|at| *at > half);
        let end = behind(&['.', '!', '?', '\n'])
            .or_else(|| behind(&[' ', ',', ';']))
            .map_or(most.len(), |at| at + 1);
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        all.push(part.trim());
        rest = after.trim_start();
    }
    all
}

/// The turn before and this one, as one text.
pub(super) fn pair(before: &str, text: &str) -> String {
    let own = parts(text).first().copied().unwrap_or_default();
    format!("{}\n{own}", end_of(before.trim(), OF_BEFORE))
}

/// The vectors of a text's telling words: of each the mean of its tokens'.
pub(super) fn of_words(text: &str, embedding: &Embedding, centre: &[f32]) -> Vec<(String, Vec<f32>)> {
    let mut tokens = embedding.tokens.iter().peekable();
    let mut all = Vec::new();
    for place in places(text) {
        while tokens.peek().is_some_and(|token| token.to <= place.start) {
            tokens.next();
        }
        let mut sum = vec![0.0; centre.len()];
        let mut found = false;
        while let Some(token) = tokens.peek().filter(|token| token.from < place.end) {
            if token.vector.len() == centre.len() {
                found = true;
                sum.iter_mut().zip(&token.vector).for_each(|(sum, number)| *sum += number);
            }
            // One that reaches into the next word is that one's, too.
            if token.to > place.end {
                break;
            }
            tokens.next();
        }
        let bare = fold(text.get(place).unwrap_or_default());
        if !found || lists::has(lists::STOP, &bare) {
            continue;
        }
        let length = codes::dot(&sum, &sum).sqrt();
        sum.iter_mut().for_each(|number| *number /= length);
        all.extend(codes::prepared(&sum, centre).map(|vector| (bare, vector)));
    }
    all
}

impl Meaning {
    pub(super) fn new(codes: Arc<Codes>, text: &str, embedding: &Embedding) -> Option<Self> {
        let centre = codes.centre();
        let whole = codes::prepared(&embedding.vector, &centre.texts)?;
        let words = of_words(text, embedding, &centre.words);
        Some(Self { whole, words, codes })
    }
}

impl Centre {
    /// From the embeddings of [`EVERYDAY`], under this name. `None` where they are not what the embedder says.
    pub(super) fn new(id: &EmbedderId, embeddings: &[Embedding]) -> Option<Self> {
        let is_vector =
            |vector: &[f32]| vector.len() == id.dims && vector.iter().all(|number| number.is_finite());
        let mean = |vectors: &mut dyn Iterator<Item = &[f32]>| {
            let (mut sum, mut n) = (vec![0.0; id.dims], 0.0);
            for vector in vectors.filter(|vector| is_vector(vector)) {
                n += 1.0;
                sum.iter_mut().zip(vector).for_each(|(sum, number)| *sum += number);
            }
            sum.iter_mut().for_each(|number| *number /= f32::max(n, 1.0));
            sum
        };
        let whole = embeddings.len() == EVERYDAY.len() && embeddings.iter().all(|one| is_vector(&one.vector));
        if !whole || id.dims == 0 || !id.dims.is_multiple_of(codes::WORD) {
            return None;
        }
        let texts = mean(&mut embeddings.iter().map(|one| one.vector.as_slice()));
        let tokens =
            |one: &'_ Embedding| one.tokens.iter().map(|token| token.vector.clone()).collect::<Vec<_>>();
        let tokens: Vec<Vec<f32>> = embeddings.iter().flat_map(tokens).collect();
        let words = mean(&mut tokens.iter().map(Vec::as_slice));
        Some(Self { of: id.name.clone(), dims: id.dims, texts, words })
    }
}

/// What a turn means, as it is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Read {
    pub codes: Vec<u8>,
    pub exact: Vec<u8>,
    pub words: Vec<u8>,
}

impl Read {
    /// Of a turn's parts and, last, of the pair where there is one. Where the embedder gave what are no vectors, nothing is
    /// kept: the turn is found by its words.
    pub(super) fn new(
        centre: &Centre,
        parts: &[&str],
        own: &[Embedding],
        pair: Option<&Embedding>,
    ) -> Option<Self> {
        let mut read = Self::default();
        let vectors = own.iter().chain(pair).map(|one| codes::prepared(&one.vector, &centre.texts));
        for vector in vectors.collect::<Option<Vec<_>>>()? {
            read.codes.extend(codes::to_bytes(&codes::code(&vector)));
            read.exact.extend(codes::exact(&vector));
        }
        let mut words: Vec<(String, Vec<f32>)> = Vec::new();
        for (text, embedding) in parts.iter().zip(own) {
            for (bare, vector) in of_words(text, embedding, &centre.words) {
                if words.len() < WORDS && !words.iter().any(|(known, _)| *known == bare) {
                    words.push((bare, vector));
                }
            }
        }
        read.words = words
            .iter()
            .flat_map(|(_, vector)| codes::to_bytes(&codes::code(vector)).collect::<Vec<_>>())
            .collect();
        Some(read)
    }
}
