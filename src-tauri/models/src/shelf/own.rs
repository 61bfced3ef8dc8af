//! Files of the person's own: looked at, tried, and remembered where they lie.

use super::{
    Inner,
    book::Item,
    download::disk,
    error, locked,
    note::{Look, Note, PinnedBy},
    offer::{OWN, plain_name},
    part::blocking,
    sum::{self, MAGIC},
};
use samantha_core::ports::{KeptModel, KeptState, ModelErrorKind, ShelfError, ShelfErrorKind as Kind};
use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Adds a file after it was looked at and a probe loaded it.
pub(crate) async fn add(shelf: &Inner, path: &Path) -> Result<KeptModel, ShelfError> {
    let path = std::path::absolute(path).map_err(|why| disk(&why))?;
    if path.to_str().is_none() {
        return Err(error(Kind::Disk, "the path has characters that can't be written down"));
    }
    let (file, stopped) = (path.clone(), Arc::new(AtomicBool::new(false)));
    let stop = StopOnDrop(Arc::clone(&stopped));
    let is_gguf = blocking(move || {
        let mut first = Vec::new();
        open_plain(&file)?.take(MAGIC.len() as u64).read_to_end(&mut first)?;
        Ok(first == MAGIC)
    });
    if !is_gguf.await.map_err(|why| disk(&why))? {
        return Err(error(Kind::NoModel, "it does not begin as a GGUF file does"));
    }
    (shelf.probe)(path.clone()).await.map_err(|no| {
        let kind = if no.kind == ModelErrorKind::NoEngine { Kind::NoEngine } else { Kind::NoModel };
        error(kind, no.to_string())
    })?;
    let file = path.clone();
    let looked = blocking(move || {
        let open = open_plain(&file)?;
        let reckoned = sum::reckon(&open, || stopped.load(Ordering::Relaxed), |_| {})?;
        Ok(reckoned.map(|(sum, _)| sum).zip(Some(open.metadata()?)))
    });
    let looked = looked.await.map_err(|why| disk(&why))?;
    drop(stop);
    if let Some((sum, facts)) = &looked {
        shelf.checked(&path, facts.clone(), sum).await;
    }
    let (sum, look) = looked
        .map(|(sum, facts)| (sum, Look::of(&facts)))
        .ok_or_else(|| error(Kind::Disk, "the file was not read to its end"))?;
    // The same file added twice is one entry, wherever it lies.
    let id = format!("{OWN}{}", sum.get(..16).unwrap_or_default());
    let name = plain_name(&path.file_stem().unwrap_or_default().to_string_lossy());
    let note = Note {
        name,
        file: Some(path),
        total: Some(look.bytes),
        sha256: Some(sum),
        pinned: PinnedBy::File,
        whole: Some(look),
        ..Note::default()
    };
    let changing = shelf.changing.lock().await;
    shelf.write_note(&id, &note).await?;
    let mut items = locked(&shelf.items);
    items.retain(|item| item.id != id);
    let item = Item { id, offer: None, note, state: KeptState::Whole, work: None };
    let shown = item.shown(&shelf.folder);
    items.push(item);
    drop(items);
    drop(changing);
    shelf.tell();
    Ok(shown)
}

/// Opens a file for reading, if it is one: not a folder, not a pipe, not a device.
fn open_plain(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "that is no file"));
    }
    File::open(path)
}

/// Stops reading a file when nobody waits for its sum any more.
struct StopOnDrop(Arc<AtomicBool>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
