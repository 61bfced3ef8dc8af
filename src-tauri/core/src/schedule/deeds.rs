//! What is done when something is due.

use super::{Deed, Schedule};
use crate::{
    conversation::{self, picture},
    event::Event,
    forgetting::{self, Named},
    id::{FactId, PictureId, TurnId},
    memory::fact,
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
            Deed::Forget(turn) => self.forget_turn(turn).await,
            Deed::ForgetFact(fact) => self.forget_fact(fact).await,
            Deed::Drop(picture) => self.forget_dropped(picture).await,
            Deed::Copy => self.daily_copy().await,
        }
    }

    async fn forget_turn(&self, turn: TurnId) -> Result<()> {
        let _copying = self.copying.lock().await;
        let found = self.parts.store.read(move |c| {
            let turns = forgetting::turns_removed_with(c, turn)?;
            Ok((Named::of_turns(c, &turns)?, turns))
        });
        let (named, turns) = found.await?;
        let rows = turns.clone();
        let forget = move |tx: &Transaction<'_>| {
            for turn in rows {
                forgetting::forget_turn(tx, turn)?;
            }
            Ok(())
        };
        self.make_final(named, forget).await?;
        let checkpointed = self.let_go_and_checkpoint().await;
        // What recall holds in memory goes with this, whether or not a reader was in the way.
        let turns = if turns.is_empty() { vec![turn] } else { turns };
        self.parts.events.tell(Event::TurnsChanged { turns });
        self.parts.events.tell(Event::MemoryChanged);
        checkpointed
    }

    async fn forget_fact(&self, fact: FactId) -> Result<()> {
        let _copying = self.copying.lock().await;
        let found = self.parts.store.read(move |c| {
            let facts = forgetting::facts_removed_with(c, fact)?;
            Ok((Named::of_facts(c, &facts)?, facts))
        });
        let (named, facts) = found.await?;
        let forget = move |tx: &Transaction<'_>| {
            for fact in facts {
                fact::forget(tx, fact)?;
            }
            Ok(())
        };
        self.make_final(named, forget).await?;
        let checkpointed = self.let_go_and_checkpoint().await;
        self.parts.events.tell(Event::MemoryChanged);
        checkpointed
    }

    async fn forget_dropped(&self, id: PictureId) -> Result<()> {
        let _copying = self.copying.lock().await;
        let uid = self.parts.store.read(move |c| picture::dropped_uid(c, id)).await?;
        let named = uid.map(Named::of_picture).unwrap_or_default();
        self.make_final(named, move |tx| forgetting::forget_picture(tx, id)).await?;
        self.parts.store.leave_nothing_deleted().await
    }

    /// Copies first, the rows themselves last: until then they say what is still to be forgotten, whenever this is cut off.
    /// Nothing named: the rows are gone, and what was cut off is what comes after.
    async fn make_final<F>(&self, named: Named, forget: F) -> Result<()>
    where
        F: FnOnce(&Transaction<'_>) -> Result<()> + Send + 'static,
    {
        if named == Named::default() {
            return Ok(());
        }
        if self.parts.copies {
            let home = self.parts.home.clone();
            let in_copies = tokio::task::spawn_blocking(move || forgetting::forget_in_copies(&home, &named));
            in_copies.await.context("forgetting in the copies")??;
        }
        self.parts.store.write(forget).await
    }

    /// What is held in memory goes at once; the checkpoint may have to wait for a reader.
    async fn let_go_and_checkpoint(&self) -> Result<()> {
        self.parts.dialogue.forget_sent();
        self.parts.ledger.forget_texts();
        self.parts.providers.forget();
        let checkpointed = self.parts.store.leave_nothing_deleted().await;
        self.parts.events.tell(Event::LedgerChanged);
        checkpointed
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
