//! What is done when something is due.

use super::{Deed, Schedule, take_back};
use crate::{
    conversation,
    event::Event,
    forgetting::{self, Named, Removed},
    id::{FactId, TurnId},
    store::copies::{self, Copy, Look, Reason},
};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use rusqlite::{Connection, Transaction};

/// Between two of the copies she makes by herself.
pub(crate) const COPY_EVERY: TimeDelta = TimeDelta::days(1);

/// Which removals are made final.
#[derive(Clone, Copy, Debug)]
pub(super) enum Which {
    /// What was removed together with this turn.
    WithTurn(TurnId),
    WithFact(FactId),
    /// What was taken off the draft.
    Dropped,
    /// The draft's words.
    Draft,
    All,
}

impl Which {
    fn find(self, c: &Connection) -> Result<Removed> {
        match self {
            Self::WithTurn(turn) => Removed::with_turn(c, turn),
            Self::WithFact(fact) => Removed::with_fact(c, fact),
            Self::Dropped => Removed::dropped(c),
            Self::Draft => Ok(Removed { draft: true, ..Removed::default() }),
            Self::All => {
                let sql = "SELECT 1 FROM job WHERE kind = 'drop' AND about = 0 AND state = 'sending'";
                Ok(Removed { draft: c.prepare_cached(sql)?.exists([])?, ..Removed::all(c)? })
            }
        }
    }
}

impl Schedule {
    pub(super) async fn act(&self, deed: Deed) -> Result<()> {
        match deed {
            Deed::Forget(turn) => self.forget(Which::WithTurn(turn)).await,
            Deed::ForgetFact(fact) => self.forget(Which::WithFact(fact)).await,
            Deed::Drop(_) => self.forget(Which::Dropped).await,
            Deed::DropDraft => self.forget(Which::Draft).await,
            Deed::Copy => self.daily_copy().await,
        }
    }

    pub(super) async fn forget(&self, which: Which) -> Result<()> {
        let _copying = self.copying.lock().await;
        let found = self.parts.store.read(move |c| {
            let removed = which.find(c)?;
            Ok((Named::of(c, &removed)?, removed))
        });
        let (named, removed) = found.await?;
        self.make_final(named, removed.clone()).await?;
        let turns = match which {
            Which::Dropped | Which::Draft => return self.leave_nothing_deleted().await,
            Which::WithTurn(turn) if removed.turns.is_empty() => vec![turn],
            Which::WithTurn(_) | Which::WithFact(_) | Which::All => removed.turns,
        };
        let wiped = self.let_go_and_wipe().await;
        // What recall holds in memory goes with this, whether or not a reader was in the way.
        if !turns.is_empty() {
            self.parts.events.tell(Event::TurnsChanged { turns });
        }
        self.parts.events.tell(Event::MemoryChanged);
        wiped
    }

    /// Copies first, the rows themselves last: until then they say what is still to be forgotten, whenever this is cut off.
    /// Nothing named: the rows are gone, and what was cut off is what comes after. What else waited to make one of these
    /// rows final has nothing to do any more: the job that is being done stands for all.
    async fn make_final(&self, named: Named, removed: Removed) -> Result<()> {
        if named == Named::default() {
            return Ok(());
        }
        if self.parts.copies {
            let (home, schedule) = (self.parts.home.clone(), self.clone());
            let forget = move || forgetting::forget_in_copies(&home, &named, &|| schedule.has_time());
            tokio::task::spawn_blocking(forget).await.context("forgetting in the copies")??;
        }
        let forget = move |tx: &Transaction<'_>| {
            removed.forget(tx)?;
            let turns = removed.turns.into_iter().map(Deed::Forget);
            let facts = removed.facts.into_iter().map(Deed::ForgetFact);
            let pictures = removed.pictures.into_iter().map(Deed::Drop);
            let draft = removed.draft.then_some(Deed::DropDraft);
            for deed in turns.chain(facts).chain(pictures).chain(draft) {
                take_back(tx, deed)?;
            }
            Ok(())
        };
        self.parts.store.write(forget).await
    }

    /// What is held in memory goes at once; the rest may have to wait for a reader.
    async fn let_go_and_wipe(&self) -> Result<()> {
        self.parts.dialogue.forget_sent();
        self.parts.ledger.forget_texts();
        self.parts.providers.forget();
        let wiped = self.leave_nothing_deleted().await;
        self.parts.events.tell(Event::LedgerChanged);
        wiped
    }

    /// Wipes what is left of deleted rows, in the copies and in the store.
    async fn leave_nothing_deleted(&self) -> Result<()> {
        if self.parts.copies {
            let (home, schedule) = (self.parts.home.clone(), self.clone());
            let wipe = move || forgetting::wipe_copies(&home, &|| schedule.has_time());
            tokio::task::spawn_blocking(wipe).await.context("wiping the copies")??;
        }
        self.parts.store.leave_nothing_deleted(|| self.has_time()).await
    }

    async fn daily_copy(&self) -> Result<()> {
        let next = self.parts.clock.now() + COPY_EVERY;
        let empty = self.parts.store.read(conversation::count).await? == 0;
        let made = if empty { Ok(()) } else { self.make_copy(Reason::Daily).await.map(|_| ()) };
        // A copy that fails is told, and made again the next day or when asked, not every minute.
        self.parts.store.write(move |tx| super::plan_copy(tx, next)).await?;
        if let Err(error) = made {
            log::error!("the day's copy failed: {error:#}");
        }
        Ok(())
    }

    /// Makes a copy now, and tells whether it is whole.
    ///
    /// # Errors
    /// When it can't be written, or isn't whole.
    pub async fn make_copy(&self, reason: Reason) -> Result<(Copy, Look)> {
        let _copying = self.copying.lock().await;
        let (home, now) = (self.parts.home.clone(), self.parts.clock.now());
        let made = self.parts.store.read(move |c| copies::make(&home, c, reason, now)).await;
        self.parts.events.tell(Event::CopyMade { whole: made.is_ok() });
        made
    }
}
