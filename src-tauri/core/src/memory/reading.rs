//! What is kept is read by the embedder, a few turns at a time, when nobody is being answered.

use super::{
    Vectors,
    kept::{self, Waiting},
    meaning::{Centre, EVERYDAY, Read, named, pair, parts},
};
use crate::{
    ports::{EmbedError, EmbedErrorKind, Embedder, Embedding, Side},
    store::Store,
};
use anyhow::Result;
use std::sync::Arc;

/// Turns read at once, beside talk and where nobody waits.
pub(super) const BATCH: usize = 8;
const BULK: usize = 500;
/// Turns whose codes are fetched at once, and vectors of another embedder taken away at once.
const FETCHED: usize = 2_000;
const CLEARED: usize = 200;

/// Why turns were not read: the embedder did not answer, or the store failed.
#[derive(Debug)]
pub(super) enum Trouble {
    Embedder(EmbedError),
    Store(anyhow::Error),
}

impl From<anyhow::Error> for Trouble {
    fn from(error: anyhow::Error) -> Self {
        Self::Store(error)
    }
}

/// Fetches the codes of all turns that were read. A page is looked at and put in where nobody else writes: what is
/// forgotten behind it is told behind it, too.
///
/// # Errors
/// When the store can't be read.
pub async fn fetch(store: &Store, vectors: &Vectors) -> Result<()> {
    let Some(centre) = store.read(kept::centre).await? else { return Ok(()) };
    let beginning = vectors.begin(centre);
    let mut after = Some(i64::MIN);
    while let Some(from) = after {
        let into = vectors.clone();
        let fetched = move |tx: &rusqlite::Transaction<'_>| {
            let page = kept::page(tx, from, FETCHED)?;
            into.put(page.iter().map(|kept| (kept.turn, kept.has_pair, kept.codes.as_slice())));
            Ok(page.last().map(|last| last.turn.0))
        };
        after = store.write(fetched).await?;
    }
    vectors.finish(beginning);
    Ok(())
}

/// Sees to it that what is kept is this embedder's: of another one nothing stays, and all is to be read anew. Takes away some
/// of it at a time; says whether all is done. Without an embedder nothing is held in memory.
pub(super) async fn settle(
    store: &Store,
    embedder: &dyn Embedder,
    vectors: &Vectors,
) -> Result<bool, Trouble> {
    let Some(id) = embedder.id().map(|id| named(&id)) else {
        if !vectors.now().embedder().is_empty() {
            vectors.begin(Centre::default());
        }
        return Ok(true);
    };
    let known = store.read(kept::embedder).await?;
    if known.as_ref() != Some(&id) {
        let everyday = EVERYDAY.iter().map(|text| (*text).to_owned()).collect();
        let embeddings = embedder.embed(everyday, Side::Kept).await.map_err(Trouble::Embedder)?;
        let Some(centre) = Centre::new(&id, &embeddings) else {
            let detail = "its vectors are not what it says".to_owned();
            return Err(Trouble::Embedder(EmbedError { kind: EmbedErrorKind::NoModel, detail }));
        };
        vectors.begin(Centre::default());
        store.write(move |tx| kept::change_embedder(tx, &centre)).await?;
    }
    let clearing = store.read(kept::centre).await?.is_none();
    if clearing && store.write(|tx| kept::clear_some(tx, CLEARED)).await? {
        return Ok(false);
    }
    let now = vectors.now();
    if now.embedder() != id.name || !now.is_whole() {
        drop(now);
        fetch(store, vectors).await?;
    }
    Ok(true)
}

/// All texts of some turns, one behind the other: of each its parts, then the pair.
fn texts(turns: &[Waiting]) -> Vec<String> {
    let of = |turn: &Waiting| {
        let own = parts(&turn.text).into_iter().map(str::to_owned);
        own.chain(turn.before.as_ref().map(|(_, before)| pair(before, &turn.text))).collect::<Vec<_>>()
    };
    turns.iter().flat_map(of).collect()
}

/// The embeddings of the [`texts`] of each turn; of one the embedder stumbles over, none.
async fn embed(embedder: &dyn Embedder, turns: &[Waiting]) -> Result<Vec<Vec<Embedding>>, EmbedError> {
    let stumbled = |error: &EmbedError| error.kind == EmbedErrorKind::NoModel && embedder.is_loaded();
    match embedder.embed(texts(turns), Side::Kept).await {
        Ok(all) => {
            let mut all = all.into_iter();
            let own = |turn: &Waiting| all.by_ref().take(texts(std::slice::from_ref(turn)).len()).collect();
            return Ok(turns.iter().map(own).collect());
        }
        Err(error) if stumbled(&error) => {}
        Err(error) => return Err(error),
    }
    // Either it reads nothing at all, or one of these texts is to blame.
    embedder.embed(EVERYDAY.iter().take(1).map(|text| (*text).to_owned()).collect(), Side::Kept).await?;
    let mut all = Vec::with_capacity(turns.len());
    for turn in turns {
        match embedder.embed(texts(std::slice::from_ref(turn)), Side::Kept).await {
            Ok(own) => all.push(own),
            Err(error) if stumbled(&error) => {
                log::warn!("turn {} is found by its words alone: {error}", turn.turn);
                all.push(Vec::new());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all)
}

/// What a turn means, of the embeddings of its [`texts`].
fn read(centre: &Centre, turn: &Waiting, embeddings: &[Embedding]) -> Option<Read> {
    let parts = parts(&turn.text);
    let (own, pair) = embeddings.split_at_checked(parts.len())?;
    if pair.len() != usize::from(turn.before.is_some()) {
        return None;
    }
    Read::new(centre, &parts, own, pair.first())
}

/// Reads the newest turns that wait, at most so many. Gives how many; none when none wait.
pub(super) async fn read_some(
    store: &Store,
    embedder: &dyn Embedder,
    vectors: &Vectors,
    most: usize,
) -> Result<usize, Trouble> {
    let turns = store.read(move |c| kept::next(c, most)).await?;
    if turns.is_empty() {
        return Ok(0);
    }
    let centre = Arc::clone(vectors.now().centre());
    let embeddings = embed(embedder, &turns).await.map_err(Trouble::Embedder)?;
    // Another one answered than the one these vectors are kept for: they are read again.
    if embedder.id().is_none_or(|id| named(&id).name != centre.of) {
        return Ok(0);
    }
    let vectors = vectors.clone();
    let kept = store
        .write(move |tx| {
            let mut kept = 0;
            for (turn, embeddings) in turns.iter().zip(&embeddings) {
                let read = read(&centre, turn, embeddings);
                if kept::keep(tx, turn, read.as_ref())? {
                    kept += 1;
                    let codes = read.unwrap_or_default().codes;
                    // Here, where nobody else writes: what is forgotten behind this is told behind it, too.
                    vectors.put([(turn.turn, turn.before.is_some(), codes.as_slice())]);
                }
            }
            Ok(kept)
        })
        .await?;
    Ok(kept)
}

/// Reads all that waits, at once: for a life that is written whole.
///
/// # Errors
/// When the embedder does not answer, or the store fails.
pub async fn read_all(store: &Store, embedder: &dyn Embedder, vectors: &Vectors) -> Result<usize> {
    let told = |trouble| match trouble {
        Trouble::Embedder(error) => anyhow::Error::new(error),
        Trouble::Store(error) => error,
    };
    while !settle(store, embedder, vectors).await.map_err(told)? {}
    let mut all = 0;
    loop {
        match read_some(store, embedder, vectors, BULK).await.map_err(told)? {
            0 => return Ok(all),
            n => all += n,
        }
    }
}
