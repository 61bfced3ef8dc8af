//! One download, from the bytes that are here already to the whole file, checked.

use super::{
    Inner,
    book::{Names, Want, length},
    fetch::{self, Ask, Head, Miss, Reply},
    note::{Look, Note, PinnedBy},
    part::{Part, blocking},
    sum,
};
use samantha_core::{
    address::Address,
    ports::{KeptState, ShelfError, ShelfErrorKind as Kind},
};
use std::{fs, io, sync::Arc, time::Duration};
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

/// So much more is here, and broken connections are counted from the beginning again.
const GOOD_GOING: u64 = 1 << 20;
/// Longest wait before a broken connection is tried again by itself.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// One download under way.
pub(crate) struct Download {
    pub(crate) inner: Arc<Inner>,
    pub(crate) id: String,
    pub(crate) base: Address,
    pub(crate) path: String,
    pub(crate) want: Want,
    pub(crate) note: Note,
    /// How the file begins; empty where anything may.
    pub(crate) magic: &'static [u8],
    pub(crate) stop: watch::Receiver<bool>,
    /// Bytes that are here.
    pub(crate) done: u64,
}

/// Why a download ended before its file was whole.
enum Halt {
    Stopped,
    Again { detail: String, after: Option<Duration> },
    Failed(ShelfError),
}

impl Halt {
    fn failed(kind: Kind, detail: impl Into<String>) -> Self {
        Self::Failed(ShelfError { kind, detail: detail.into() })
    }

    fn again(detail: impl Into<String>) -> Self {
        Self::Again { detail: detail.into(), after: None }
    }
}

impl From<Miss> for Halt {
    fn from(miss: Miss) -> Self {
        match miss {
            Miss::Broken { detail, after } => Self::Again { detail, after },
            Miss::Beyond => Self::again("the host has less of the file than is here"),
            Miss::Failed(error) => Self::Failed(error),
        }
    }
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Self {
        Self::Failed(disk(&error))
    }
}

/// What the disk said.
pub(crate) fn disk(error: &io::Error) -> ShelfError {
    use io::ErrorKind as E;
    let kind = match error.kind() {
        E::StorageFull | E::QuotaExceeded | E::FileTooLarge => Kind::DiskFull,
        _ => Kind::Disk,
    };
    ShelfError { kind, detail: error.to_string() }
}

/// Waits for work of the network, unless the download is stopped meanwhile. Work of the disk is never left in the
/// middle.
async fn unless_stopped<T>(
    stop: &mut watch::Receiver<bool>,
    work: impl Future<Output = T>,
) -> Result<T, Halt> {
    tokio::select! {
        biased;
        // The only error is that nobody is there any more who could stop it.
        _ = stop.wait_for(|stop| *stop) => Err(Halt::Stopped),
        done = work => Ok(done),
    }
}

impl Download {
    /// Downloads, and tells the shelf how it ended.
    pub(crate) async fn run(mut self) {
        let ended = self.whole().await;
        let (done, total) = (self.done, self.total());
        let state = match ended {
            Ok(()) => {
                log::info!("the model file {} is whole: {done} bytes", self.id);
                KeptState::Whole
            }
            Err(Halt::Stopped) => {
                log::info!("the download of {} paused at {done} bytes", self.id);
                KeptState::Paused { done, total }
            }
            Err(Halt::Failed(why)) => self.failure(why),
            Err(Halt::Again { detail, .. }) => self.failure(ShelfError { kind: Kind::Unreachable, detail }),
        };
        self.inner.settle(&self.id, self.note, state);
    }

    fn failure(&self, why: ShelfError) -> KeptState {
        log::warn!("the download of {} ended at {} bytes: {why}", self.id, self.done);
        KeptState::Failed { done: self.done, total: self.total(), why }
    }

    fn total(&self) -> Option<u64> {
        self.want.bytes.or(self.note.total)
    }

    async fn whole(&mut self) -> Result<(), Halt> {
        let mut part = self.open().await?;
        self.done = part.len();
        let checked = match self.fetch(&mut part).await {
            Ok(()) => self.check(&mut part).await,
            Err(halt) => Err(halt),
        };
        match checked {
            Ok(()) => {
                let named = part.become_whole(self.names().whole).await;
                if named.is_err() {
                    self.note.whole = None;
                }
                Ok(named?)
            }
            Err(Halt::Failed(why)) if matches!(why.kind, Kind::WrongSum | Kind::NoModel) => {
                part.remove().await?;
                self.forget_part();
                self.write_note().await?;
                Err(Halt::Failed(why))
            }
            Err(halt) => Err(halt),
        }
    }

    fn names(&self) -> Names {
        Names::of(&self.inner.folder, &self.id)
    }

    /// Opens the part with the bytes that can be gone on with.
    async fn open(&mut self) -> Result<Part, Halt> {
        let (names, synced) = (self.names(), self.note.synced);
        let (has_sum, most) = (self.want.sha256.is_some(), self.want.bytes.unwrap_or(u64::MAX));
        let keep = blocking(move || {
            names.make_folder()?;
            if length(&names.part).is_some() {
                return Ok(synced);
            }
            // A whole file without a word about it, or a part whose note was damaged: the sum will say.
            let other = if length(&names.whole).is_some() { &names.whole } else { &names.aside };
            match length(other) {
                None => Ok(0),
                Some(_) if !has_sum && *other == names.aside => fs::remove_file(other).map(|()| 0),
                Some(here) => fs::rename(other, &names.part).map(|()| here),
            }
        })
        .await?;
        // More than the whole is no beginning of it.
        let keep = if keep > most { 0 } else { keep };
        if self.note.synced != keep {
            self.note.synced = keep;
            self.note.etag.clear();
            if self.total().is_none() {
                self.note.total = Some(keep).filter(|&keep| keep > 0);
            }
        }
        let part = Part::open(self.names().part, keep, self.inner.bounds.full_at).await?;
        self.note.synced = part.len();
        Ok(part)
    }

    /// Asks until all bytes are here.
    async fn fetch(&mut self, part: &mut Part) -> Result<(), Halt> {
        let mut tries = 0;
        loop {
            if part.len() > 0 && self.total() == Some(part.len()) {
                return Ok(());
            }
            let begun = part.len();
            let ended = self.once(part).await;
            let kept = self.keep(part).await;
            let (detail, after) = match ended {
                Ok(()) => return kept,
                Err(Halt::Again { detail, after }) => (detail, after),
                Err(halt) => return Err(halt),
            };
            kept?;
            if part.len() >= begun.saturating_add(GOOD_GOING) {
                tries = 0;
            }
            tries += 1;
            let wait = after.unwrap_or(self.inner.bounds.again * 2_u32.pow(tries.clamp(1, 6) - 1));
            if tries > self.inner.bounds.tries || wait > LONGEST_WAIT {
                return Err(Halt::failed(Kind::Unreachable, detail));
            }
            log::info!(
                "the download of {} broke off at {} bytes, try {tries}: {detail}",
                self.id,
                part.len()
            );
            unless_stopped(&mut self.stop, sleep(wait)).await?;
        }
    }

    /// One request, as far as it goes. `Ok` once all bytes are here.
    async fn once(&mut self, part: &mut Part) -> Result<(), Halt> {
        let same_place = self.note.address == self.base.as_str();
        let etag = (same_place && !self.note.etag.is_empty()).then(|| self.note.etag.clone());
        if part.len() > 0 && etag.is_none() && self.want.sha256.is_none() {
            log::info!("{} begins again: nothing tells that its host still has the same file", self.id);
            self.begin_again(part).await?;
        }
        let inner = Arc::clone(&self.inner);
        let ask = Ask {
            roads: &inner.roads,
            watching: &inner.watching,
            base: &self.base,
            path: &self.path,
            from: part.len(),
            etag: etag.as_deref(),
            patience: inner.bounds.first,
        };
        let mut reply = match unless_stopped(&mut self.stop, fetch::ask(ask)).await? {
            Ok(reply) => reply,
            Err(miss) => {
                if matches!(miss, Miss::Beyond) {
                    self.begin_again(part).await?;
                }
                return Err(miss.into());
            }
        };
        if let Err(halt) = self.accept(part, &reply.head.clone(), same_place).await {
            // A full disk is no fault of the reply.
            if !matches!(&halt, Halt::Failed(why) if matches!(why.kind, Kind::DiskFull | Kind::Disk)) {
                reply.refuse();
            }
            return Err(halt);
        }
        self.pour(part, &mut reply).await
    }

    /// Whether a reply is of the file that is wanted; begins again where it isn't of the part that is here.
    async fn accept(&mut self, part: &mut Part, reply: &Head, same_place: bool) -> Result<(), Halt> {
        if let (Some(want), Some(total)) = (self.want.bytes, reply.total)
            && want != total
        {
            return Err(Halt::failed(
                Kind::NotThere,
                format!("the host's file has {total} bytes, not {want}"),
            ));
        }
        if let (Some(want), Some(sum)) = (&self.want.sha256, &reply.sha256)
            && want != sum
            && reply.is_sure
        {
            return Err(Halt::failed(Kind::NotThere, "the host has another file under this name now"));
        }
        let changed = self.want.sha256.is_none()
            && (same_place && !self.note.etag.is_empty() && self.note.etag != reply.etag
                || self.note.total.is_some() && reply.total.is_some() && self.note.total != reply.total);
        if part.len() > 0 && (changed || reply.from == 0) {
            log::info!("{} begins again: the host sends it from its beginning, or has another", self.id);
            let goes_on = reply.from > 0;
            self.begin_again(part).await?;
            if goes_on {
                return Err(Halt::again("the host's file changed in the middle"));
            }
        }
        let total = self.want.bytes.or(reply.total);
        if self.want.sha256.is_none() {
            match &reply.sha256 {
                Some(sum) => {
                    self.want.sha256 = Some(sum.clone());
                    self.want.pinned = PinnedBy::Host;
                }
                None if total.is_none() => {
                    return Err(Halt::failed(Kind::NotThere, "the host tells neither length nor checksum"));
                }
                None => {}
            }
        }
        self.note.address = self.base.as_str().to_owned();
        self.note.path.clone_from(&self.path);
        self.note.etag.clone_from(&reply.etag);
        self.note.total = total;
        self.note.sha256.clone_from(&self.want.sha256);
        self.note.pinned = self.want.pinned;
        self.inner
            .has_room(&self.id, total.map_or(0, |total| total.saturating_sub(part.len())))
            .await
            .map_err(Halt::Failed)?;
        self.write_note().await?;
        self.inner.remember(&self.id, &self.note);
        self.progress(part);
        Ok(())
    }

    /// Takes the bytes of a reply as they come.
    async fn pour(&mut self, part: &mut Part, reply: &mut Reply) -> Result<(), Halt> {
        let mut kept_at = Instant::now();
        let mut looked = part.len() >= self.magic.len() as u64;
        loop {
            let chunk = reply.chunk(self.inner.bounds.between);
            let Some(chunk) = unless_stopped(&mut self.stop, chunk).await?? else { break };
            let bytes = chunk.as_ref();
            if self.total().is_some_and(|total| part.len() + bytes.len() as u64 > total) {
                reply.refuse();
                return Err(Halt::failed(Kind::WrongSum, "the host sent more than the file has"));
            }
            part.put(bytes).await?;
            if !looked && part.len() >= self.magic.len() as u64 {
                looked = true;
                if part.begins_with(self.magic.len() as u64).await? != self.magic {
                    reply.refuse();
                    return Err(Halt::failed(Kind::NoModel, "what the host sends is no GGUF file"));
                }
            }
            self.progress(part);
            let bounds = &self.inner.bounds;
            if part.len() - self.note.synced >= bounds.keep_bytes || kept_at.elapsed() >= bounds.keep_every {
                self.keep(part).await?;
                self.inner.is_not_full().await.map_err(Halt::Failed)?;
                kept_at = Instant::now();
            }
        }
        match self.total() {
            Some(total) if part.len() < total => Err(Halt::again("the connection ended in the middle")),
            Some(_) => Ok(()),
            None => {
                self.note.total = Some(part.len());
                Ok(())
            }
        }
    }

    /// Makes durable what came, and then says so in the note.
    async fn keep(&mut self, part: &mut Part) -> Result<(), Halt> {
        let synced = part.sync().await;
        self.done = part.len();
        let synced = synced?;
        if synced != self.note.synced {
            self.note.synced = synced;
            self.write_note().await?;
        }
        Ok(())
    }

    async fn write_note(&self) -> io::Result<()> {
        let (note, path) = (self.note.clone(), self.names().note);
        blocking(move || note.write(&path)).await
    }

    async fn begin_again(&mut self, part: &mut Part) -> Result<(), Halt> {
        // The note first: it must never speak of more than is there.
        self.forget_part();
        self.write_note().await?;
        part.empty().await?;
        self.progress(part);
        Ok(())
    }

    fn forget_part(&mut self) {
        self.done = 0;
        self.note.synced = 0;
        self.note.etag.clear();
        if self.want.sha256.is_none() {
            self.note.total = None;
        }
    }

    fn progress(&mut self, part: &Part) {
        self.done = part.len();
        self.inner.progress(&self.id, KeptState::Downloading { done: self.done, total: self.total() });
    }

    /// Reads the whole file back from the disk and compares its sum.
    async fn check(&mut self, part: &mut Part) -> Result<(), Halt> {
        self.keep(part).await?;
        if part.begins_with(self.magic.len() as u64).await? != self.magic {
            return Err(Halt::failed(Kind::NoModel, "what came is no GGUF file"));
        }
        let total = part.len();
        self.inner.progress(&self.id, KeptState::Checking { done: 0, total });
        let (inner, id, stop, file) =
            (Arc::clone(&self.inner), self.id.clone(), self.stop.clone(), part.file());
        let reckoned = blocking(move || {
            let stopped = || *stop.borrow() || stop.has_changed().is_err();
            let sum = sum::reckon(&file, stopped, |done| {
                inner.progress(&id, KeptState::Checking { done: done.min(total), total });
            })?;
            Ok(sum.zip(Some(file.metadata()?)))
        })
        .await?;
        let Some(((sum, bytes), facts)) = reckoned else { return Err(Halt::Stopped) };
        if bytes != total || self.want.sha256.as_ref().is_some_and(|want| *want != sum) {
            return Err(Halt::failed(Kind::WrongSum, format!("its SHA-256 is {sum}")));
        }
        let look = Look::of(&facts);
        self.inner.checked(&self.names().whole, facts, &sum).await;
        if self.want.sha256.is_none() {
            self.want.sha256 = Some(sum);
            self.want.pinned = PinnedBy::File;
        }
        self.note.sha256.clone_from(&self.want.sha256);
        self.note.pinned = self.want.pinned;
        self.note.total = Some(bytes);
        // Before the file has its name: a cut between the two is finished at the next opening.
        self.note.whole = Some(look);
        if let Err(error) = self.write_note().await {
            self.note.whole = None;
            return Err(error.into());
        }
        Ok(())
    }
}
