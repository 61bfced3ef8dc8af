//! One running life: opens everything in order, and closes it in order.

use crate::{
    clock::Clock,
    conversation::{self, forgetting, picture},
    dialogue::{self, Dialogue, Manner},
    error::{Kind, kind},
    event::{Event, EventListener, Events},
    forgetting::Removed,
    id::{FactId, PictureId, TurnId},
    ledger::{self, Ledger},
    memory::{
        Vectors, avoided, fact,
        reader::{self, Reader},
        wish::WishKind,
        wishes::{self, WishState},
    },
    ports::{Embedder, Notifier, Providers, SecretStore, Shelf, Watch},
    profile::keys::Keys,
    schedule::{self, Deed, Schedule},
    settings,
    store::{self, Store, StoreOptions, copies},
};
use anyhow::Result;
use chrono::TimeDelta;
use rusqlite::Transaction;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{sync::watch, task::JoinHandle};

/// What the machine gives.
#[derive(Clone)]
pub struct Ports {
    pub clock: Arc<dyn Clock>,
    pub providers: Arc<dyn Providers>,
    pub shelf: Arc<dyn Shelf>,
    pub secrets: Arc<dyn SecretStore>,
    pub notifier: Arc<dyn Notifier>,
    pub embedder: Arc<dyn Embedder>,
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ports")
    }
}

/// How a life is opened. The app uses the default.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pub store: StoreOptions,
    pub manner: Manner,
}

/// How long after opening the day's copy is made at the earliest: opening comes first.
const COPY_AFTER: TimeDelta = TimeDelta::seconds(20);

/// Tells listeners of every change on the shelf since `changed` was asked for: also of those before this is first run.
async fn tell_of_shelf(mut changed: watch::Receiver<u64>, events: Events) {
    while changed.changed().await.is_ok() {
        events.tell(Event::ShelfChanged);
    }
}

/// How long closing waits for an answer to be kept.
const PATIENCE: Duration = Duration::from_secs(5);

/// One running life.
#[derive(Debug)]
pub struct Companion {
    home: PathBuf,
    store: Arc<Store>,
    events: Events,
    clock: Arc<dyn Clock>,
    providers: Arc<dyn Providers>,
    shelf: Arc<dyn Shelf>,
    /// Tells listeners what changes on the shelf, until it is stopped.
    shelf_news: Mutex<Option<JoinHandle<()>>>,
    keys: Keys,
    ledger: Ledger,
    embedder: Arc<dyn Embedder>,
    reader: Reader,
    dialogue: Dialogue,
    schedule: Schedule,
    closed_open: Vec<TurnId>,
}

impl std::fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

impl std::fmt::Debug for dyn Providers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Providers")
    }
}

impl std::fmt::Debug for dyn Embedder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Embedder")
    }
}

impl std::fmt::Debug for dyn Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shelf")
    }
}

/// Hides turns and facts until `at`, when they are to be forgotten.
fn hide(tx: &Transaction<'_>, turns: &[TurnId], facts: &[FactId], at: i64) -> Result<()> {
    for turn in turns {
        forgetting::hide(tx, *turn, at)?;
        schedule::take_back(tx, Deed::Forget(*turn))?;
        schedule::add(tx, Deed::Forget(*turn), at)?;
    }
    for fact in facts {
        fact::hide(tx, *fact, at)?;
        schedule::take_back(tx, Deed::ForgetFact(*fact))?;
        schedule::add(tx, Deed::ForgetFact(*fact), at)?;
    }
    Ok(())
}

/// Brings hidden turns and facts back.
fn bring_back(tx: &Transaction<'_>, turns: &[TurnId], facts: &[FactId]) -> Result<()> {
    for turn in turns {
        forgetting::bring_back(tx, *turn)?;
        schedule::take_back(tx, Deed::Forget(*turn))?;
    }
    for fact in facts {
        fact::bring_back(tx, *fact)?;
        schedule::take_back(tx, Deed::ForgetFact(*fact))?;
    }
    Ok(())
}

impl Companion {
    /// Opens the life in `home`, creating it where there is none; closes whatever the last run left open.
    ///
    /// # Errors
    /// As [`Store::open`]. Nothing was changed then.
    pub async fn open(home: &Path, ports: Ports, options: Options) -> Result<Self> {
        let now = ports.clock.now();
        let has_vfs = options.store.vfs.is_some();
        let (folder, store_options) = (home.to_owned(), options.store);
        let store = tokio::task::spawn_blocking(move || Store::open(&folder, &store_options, now))
            .await
            .map_err(anyhow::Error::new)??;
        let store = Arc::new(store);
        let folder = home.to_owned();
        let newest = if has_vfs {
            None
        } else {
            tokio::task::spawn_blocking(move || copies::list(&folder)).await??.first().cloned()
        };
        let copy_due = newest.map_or(now, |copy| copy.made_at + schedule::COPY_EVERY).max(now + COPY_AFTER);
        let (closed_open, cut_off, own_seed) = store
            .write(move |tx| {
                let cut_off = schedule::reopen(tx, now)?;
                ledger::close_left_open(tx)?;
                if !has_vfs {
                    schedule::plan_copy(tx, copy_due)?;
                }
                Ok((conversation::close_left_open(tx)?, cut_off, store::seed_of(tx)?))
            })
            .await?;
        let Ports { clock, providers, shelf, secrets, notifier, embedder } = ports;
        let events = Events::default();
        let keys = Keys::new(secrets);
        let ledger = Ledger::start(Arc::clone(&store), events.clone(), Arc::clone(&clock));
        let watch: Arc<dyn Watch> = Arc::new(ledger.clone());
        providers.watch(Arc::clone(&watch));
        shelf.watch(watch);
        let shelf_news = Mutex::new(Some(tokio::spawn(tell_of_shelf(shelf.changed(), events.clone()))));
        let vectors = Vectors::default();
        let dialogue = Dialogue::new(dialogue::Parts {
            store: Arc::clone(&store),
            events: events.clone(),
            clock: Arc::clone(&clock),
            providers: Arc::clone(&providers),
            notifier,
            embedder: Arc::clone(&embedder),
            vectors: vectors.clone(),
            keys: keys.clone(),
            seed: options.manner.seed.unwrap_or(own_seed),
            pace: options.manner.pace,
        });
        let talk = dialogue.clone();
        let reading = reader::Parts {
            store: Arc::clone(&store),
            events: events.clone(),
            embedder: Arc::clone(&embedder),
            busy: Arc::new(move || talk.running().is_some()),
        };
        let reader = Reader::start(reading, vectors);
        let schedule = Schedule::start(schedule::Parts {
            home: home.to_owned(),
            store: Arc::clone(&store),
            clock: Arc::clone(&clock),
            events: events.clone(),
            dialogue: dialogue.clone(),
            ledger: ledger.clone(),
            providers: Arc::clone(&providers),
            copies: !has_vfs,
        });
        for job in cut_off {
            log::warn!("job {} was cut off by the end of the last run", job.id);
            events.tell(Event::CopyMade { whole: false });
        }
        Ok(Self {
            home: home.to_owned(),
            store,
            events,
            clock,
            providers,
            shelf,
            shelf_news,
            keys,
            ledger,
            embedder,
            reader,
            dialogue,
            schedule,
            closed_open,
        })
    }

    /// Removes a turn from sight, and for good once [`forgetting::UNDO`] is over. Gives that moment, Unix milliseconds
    /// UTC.
    ///
    /// # Errors
    /// As [`forgetting::hide`].
    pub async fn delete_turn(&self, turn: TurnId) -> Result<i64> {
        let at = (self.clock.now() + forgetting::UNDO).timestamp_millis();
        self.store.write(move |tx| hide(tx, &[turn], &[], at)).await?;
        self.removed(vec![turn]);
        Ok(at)
    }

    /// Undoes a removal.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when it is final.
    pub async fn restore_turn(&self, turn: TurnId) -> Result<()> {
        self.store.write(move |tx| bring_back(tx, &[turn], &[])).await?;
        self.removed(vec![turn]);
        Ok(())
    }

    /// Removes facts from sight, and for good once [`forgetting::UNDO`] is over; the turns they stand on stay. Gives that
    /// moment, Unix milliseconds UTC.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when one is not there any more; none is removed then.
    pub async fn delete_facts(&self, facts: Vec<FactId>) -> Result<i64> {
        let at = (self.clock.now() + forgetting::UNDO).timestamp_millis();
        self.store.write(move |tx| hide(tx, &[], &facts, at)).await?;
        self.removed(Vec::new());
        Ok(at)
    }

    /// Undoes the removal of facts.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when it is final.
    pub async fn restore_facts(&self, facts: Vec<FactId>) -> Result<()> {
        self.store.write(move |tx| bring_back(tx, &[], &facts)).await?;
        self.removed(Vec::new());
        Ok(())
    }

    /// Forgets what is confirmed of what the words of a turn asked to forget: out of sight at once, for good once
    /// [`forgetting::UNDO`] is over. What she is answering to it is stopped, and goes with it. Gives that moment, Unix
    /// milliseconds UTC.
    ///
    /// # Errors
    /// [`crate::error::Kind::NotNow`] when the turn asked no such thing, or it was answered already.
    pub async fn confirm_wish(&self, of: TurnId, turns: Vec<TurnId>, facts: Vec<FactId>) -> Result<i64> {
        let _nothing_begins = self.dialogue.stop_answering(&turns).await;
        let at = (self.clock.now() + forgetting::UNDO).timestamp_millis();
        let hidden = self
            .store
            .write(move |tx| {
                let wish = wishes::of(tx, of)?.filter(|wish| wish.state == WishState::Asked);
                let wish = wish.ok_or_else(|| kind(Kind::NotNow, "nothing is asked there"))?;
                let named = turns.iter().all(|turn| wish.turns.contains(turn))
                    && facts.iter().all(|fact| wish.facts.contains(fact));
                if !named {
                    return Err(kind(Kind::BadInput, "more than was asked about"));
                }
                if turns.is_empty() && facts.is_empty() {
                    wishes::set(tx, of, WishState::Undone, None)?;
                    return Ok(turns);
                }
                let mut turns = turns;
                // What she answered may say it once more.
                let answer = conversation::reply_to(tx, of)?.filter(|_| turns.contains(&of));
                if let Some(answer) = answer.filter(|answer| !turns.contains(&answer.id)) {
                    wishes::add_turn(tx, of, answer.id)?;
                    turns.push(answer.id);
                }
                hide(tx, &turns, &facts, at)?;
                wishes::set(tx, of, WishState::Done, Some(at))?;
                Ok(turns)
            })
            .await?;
        self.removed([hidden, vec![of]].concat());
        Ok(at)
    }

    /// Takes back what the words of a turn asked of her memory. Of what it removed, what was removed by hand since stays so.
    ///
    /// # Errors
    /// [`crate::error::Kind::NotNow`] when they asked nothing that can be taken back; [`crate::error::Kind::Gone`] when it
    /// is final.
    pub async fn undo_wish(&self, of: TurnId) -> Result<()> {
        let now = self.clock.now().timestamp_millis();
        let turns = self
            .store
            .write(move |tx| {
                let wish = wishes::of(tx, of)?
                    .filter(|wish| matches!(wish.state, WishState::Done | WishState::Asked))
                    .ok_or_else(|| kind(Kind::NotNow, "there is nothing to take back"))?;
                match (wish.kind, wish.state) {
                    // What was known before stays, without these words as a proof.
                    (WishKind::Remember, _) => {
                        fact::forget_of_turn(tx, of)?;
                        wishes::let_go(tx, of)?;
                    }
                    (WishKind::Avoid, _) => avoided::allow_of_turn(tx, of)?,
                    (WishKind::Forget, WishState::Done) => {
                        if wish.undo_until.is_some_and(|until| until <= now) {
                            return Err(kind(Kind::Gone, "it was forgotten"));
                        }
                        // Not what was left out when it was confirmed and removed by hand since.
                        let with_it = Removed::until(tx, wish.undo_until.unwrap_or_default())?;
                        let turns = wish.turns.iter().filter(|turn| with_it.turns.contains(turn));
                        let facts = wish.facts.iter().filter(|fact| with_it.facts.contains(fact));
                        let (turns, facts): (Vec<_>, Vec<_>) =
                            (turns.copied().collect(), facts.copied().collect());
                        bring_back(tx, &turns, &facts)?;
                    }
                    (WishKind::Forget, _) => {}
                }
                wishes::set(tx, of, WishState::Undone, None)?;
                Ok(wish.turns)
            })
            .await?;
        self.removed([turns, vec![of]].concat());
        Ok(())
    }

    /// Tells what was removed or brought back.
    fn removed(&self, turns: Vec<TurnId>) {
        self.schedule.changed();
        if !turns.is_empty() {
            self.events.tell(Event::TurnsChanged { turns });
        }
        self.events.tell(Event::MemoryChanged);
    }

    /// Keeps the words in the composer, but not off the record.
    ///
    /// # Errors
    /// When they can't be written.
    pub async fn save_draft(&self, text: String) -> Result<()> {
        let dialogue = self.dialogue.clone();
        self.store
            .write(move |tx| {
                // Asked where it is written: words that were on their way when off the record began come after it did.
                if dialogue.is_off_record() { Ok(()) } else { settings::save_draft(tx, &text) }
            })
            .await
    }

    /// From now on nothing that is said is kept. The draft goes, from the copies, too: it may be what is to be said now.
    ///
    /// # Errors
    /// When the draft can't be taken away; what is said is not kept all the same.
    pub async fn begin_off_record(&self) -> Result<()> {
        self.dialogue.begin_off_record().await;
        let now = self.clock.now().timestamp_millis();
        self.store
            .write(move |tx| {
                settings::forget_draft(tx)?;
                schedule::add(tx, Deed::DropDraft, now)
            })
            .await?;
        self.schedule.changed();
        Ok(())
    }

    /// Ends off the record: what was said meanwhile is let go of, and so is what is held of what was sent.
    pub async fn end_off_record(&self) {
        self.dialogue.end_off_record().await;
        self.ledger.forget_texts();
        self.providers.forget();
        self.events.tell(Event::LedgerChanged);
    }

    /// Takes a picture off the draft: out of sight at once, and then forgotten. That can't be undone.
    ///
    /// # Errors
    /// As [`picture::hide_dropped`].
    pub async fn drop_picture(&self, id: PictureId) -> Result<()> {
        let now = self.clock.now().timestamp_millis();
        self.store
            .write(move |tx| {
                picture::hide_dropped(tx, id)?;
                schedule::add(tx, Deed::Drop(id), now)
            })
            .await?;
        self.schedule.changed();
        Ok(())
    }

    /// Closes: stops what is being answered and keeps it, pauses downloads, makes waiting removals final, writes down how
    /// the last requests ended, empties the WAL, lets go of the folder. Takes at most a little over six seconds: wiping what
    /// was forgotten from a large life waits for the next opening where it takes longer than one.
    ///
    /// # Errors
    /// When the store can't be closed cleanly; nothing is lost then.
    pub async fn close(&self) -> Result<()> {
        self.reader.close().await;
        self.dialogue.close(PATIENCE).await;
        self.shelf.close().await;
        let shelf_news = self.shelf_news.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(shelf_news) = shelf_news {
            shelf_news.abort();
        }
        self.schedule.close().await;
        // After all that sends, before what it writes to.
        self.ledger.close().await;
        self.store.close().await
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    pub fn providers(&self) -> &dyn Providers {
        &*self.providers
    }

    pub fn shelf(&self) -> &dyn Shelf {
        &*self.shelf
    }

    pub fn embedder(&self) -> &dyn Embedder {
        &*self.embedder
    }

    /// What she reads of her turns, to find them by their meaning.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub fn dialogue(&self) -> &Dialogue {
        &self.dialogue
    }

    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Answers the last run left open, closed at this opening.
    pub fn closed_open(&self) -> &[TurnId] {
        &self.closed_open
    }

    /// Tells listeners.
    pub fn tell(&self, event: Event) {
        self.events.tell(event);
    }

    /// Listens to what changes.
    pub fn listen(&self) -> EventListener {
        self.events.listen()
    }
}
