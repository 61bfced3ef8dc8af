//! What is done when something is due.

use super::{Deed, Schedule, take_back};
use crate::{
    conversation,
    event::Event,
    forgetting::{self, Named, Removed},
    store::copies::{self, Copy, Look, Reason},
};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use rusqlite::Transaction;

/// Between two of the copies she makes by herself.
pub(crate) const COPY_EVERY: TimeDelta = TimeDelta::days(1);

impl Schedule {
    pub(super) async fn act(&self, deed: Deed) -> Result<()> {
        match deed {
            Deed::Forget(_) | Deed::ForgetFact(_) | Deed::Drop(_) => self.forget(deed).await,
            Deed::Copy => self.daily_copy().await,
        }
    }

    async fn forget(&self, deed: Deed) -> Result<()> {
        let _copying = self.copying.lock().await;
        let found = self.parts.store.read(move |c| {
            let removed = match deed {
                Deed::Forget(turn) => Removed::with_turn(c, turn)?,
                Deed::ForgetFact(fact) => Removed::with_fact(c, fact)?,
                Deed::Drop(_) => Removed::dropped(c)?,
                Deed::Copy => Removed::default(),
            };
            Ok((Named::of(c, &removed)?, removed))
        });
        let (named, removed) = found.await?;
        self.make_final(named, removed.clone()).await?;
        if let Deed::Drop(_) = deed {
            return self.leave_nothing_deleted().await;
        }
        let wiped = self.let_go_and_wipe().await;
        // What recall holds in memory goes with this, whether or not a reader was in the way.
        let turns = match deed {
            Deed::Forget(turn) if removed.turns.is_empty() => vec![turn],
            _ => removed.turns,
        };
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
            let home = self.parts.home.clone();
            let in_copies = tokio::task::spawn_blocking(move || forgetting::forget_in_copies(&home, &named));
            in_copies.await.context("forgetting in the copies")??;
        }
        let forget = move |tx: &Transaction<'_>| {
            removed.forget(tx)?;
            let turns = removed.turns.into_iter().map(Deed::Forget);
            let facts = removed.facts.into_iter().map(Deed::ForgetFact);
            for deed in turns.chain(facts).chain(removed.pictures.into_iter().map(Deed::Drop)) {
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
            let home = self.parts.home.clone();
            let wipe = tokio::task::spawn_blocking(move || forgetting::wipe_copies(&home, &|| true));
            wipe.await.context("wiping the copies")??;
        }
        self.parts.store.leave_nothing_deleted().await
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
