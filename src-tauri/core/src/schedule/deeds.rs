//! What is done when something is due.

use super::{Deed, Schedule};
use crate::{
    conversation::{self, forgetting, picture},
    event::Event,
    id::{PictureId, TurnId},
    store::copies::{self, Copy, Look, Reason},
};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;

/// Between two of the copies she makes by herself.
pub(crate) const COPY_EVERY: TimeDelta = TimeDelta::days(1);

impl Schedule {
    pub(super) async fn act(&self, deed: Deed) -> Result<()> {
        match deed {
            Deed::Forget(turn) => self.forget(turn).await,
            Deed::Drop(picture) => self.forget_dropped(picture).await,
            Deed::Copy => self.daily_copy().await,
        }
    }

    /// Copies first, the row itself last: until then the row says what is still to be forgotten, whenever this is cut
    /// off.
    async fn forget(&self, turn: TurnId) -> Result<()> {
        let _copying = self.copying.lock().await;
        let (store, home) = (&self.parts.store, self.parts.home.clone());
        let Some(found) = store.read(move |c| conversation::if_there(c, turn)).await? else {
            return store.checkpoint().await;
        };
        if found.forgotten_at.is_none() {
            return Ok(());
        }
        if self.parts.copies {
            let (uid, pictures) = (found.uid, store.read(move |c| picture::uids_of_turn(c, turn)).await?);
            let in_copies =
                tokio::task::spawn_blocking(move || forgetting::forget_in_copies(&home, &[uid], &pictures));
            in_copies.await.context("forgetting in the copies")??;
        }
        store.write(move |tx| forgetting::forget(tx, turn)).await?;
        store.checkpoint().await?;
        self.parts.dialogue.forget_sent();
        self.parts.ledger.forget_texts();
        self.parts.events.tell(Event::LedgerChanged);
        self.parts.events.tell(Event::TurnsChanged { turns: vec![turn] });
        Ok(())
    }

    /// In the same order as [`Self::forget`].
    async fn forget_dropped(&self, id: PictureId) -> Result<()> {
        let _copying = self.copying.lock().await;
        let (store, home) = (&self.parts.store, self.parts.home.clone());
        if let Some(uid) = store.read(move |c| picture::dropped_uid(c, id)).await? {
            if self.parts.copies {
                let in_copies =
                    tokio::task::spawn_blocking(move || forgetting::forget_in_copies(&home, &[], &[uid]));
                in_copies.await.context("forgetting in the copies")??;
            }
            store.write(move |tx| picture::forget_dropped(tx, id)).await?;
        }
        store.checkpoint().await
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
