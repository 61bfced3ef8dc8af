//! The removal of facts and people: out of sight at once, final once it can't be undone any more. The words they stand on
//! stay.

use super::Companion;
use crate::{
    conversation::forgetting::UNDO,
    event::Event,
    forgetting,
    id::{FactId, PersonId},
    memory::fact,
    schedule::{self, Deed},
};
use anyhow::Result;
use rusqlite::Transaction;

impl Companion {
    /// Removes a fact from sight, and for good once [`UNDO`] is over. Gives that moment, Unix milliseconds UTC.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when there is none (any more).
    pub async fn forget_fact(&self, fact: FactId) -> Result<i64> {
        self.remove(move |_| Ok(vec![fact])).await
    }

    /// Undoes the removal of a fact.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when it is final.
    pub async fn restore_fact(&self, fact: FactId) -> Result<()> {
        self.bring_back(move |_| Ok(vec![fact])).await
    }

    /// Removes all facts of a person, and with the last of them the person.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when there is no such person (any more).
    pub async fn forget_person(&self, person: PersonId) -> Result<i64> {
        self.remove(move |tx| forgetting::facts_of_person(tx, person)).await
    }

    /// Undoes the removal of a person.
    ///
    /// # Errors
    /// [`crate::error::Kind::Gone`] when it is final.
    pub async fn restore_person(&self, person: PersonId) -> Result<()> {
        self.bring_back(move |tx| forgetting::facts_of_person(tx, person)).await
    }

    async fn remove<F>(&self, which: F) -> Result<i64>
    where
        F: FnOnce(&Transaction<'_>) -> Result<Vec<FactId>> + Send + 'static,
    {
        let at = (self.clock.now() + UNDO).timestamp_millis();
        let hide = move |tx: &Transaction<'_>| {
            for fact in which(tx)? {
                fact::hide(tx, fact, at)?;
                schedule::take_back(tx, Deed::ForgetFact(fact))?;
                schedule::add(tx, Deed::ForgetFact(fact), at)?;
            }
            Ok(())
        };
        self.store.write(hide).await?;
        self.schedule.changed();
        self.events.tell(Event::MemoryChanged);
        Ok(at)
    }

    async fn bring_back<F>(&self, which: F) -> Result<()>
    where
        F: FnOnce(&Transaction<'_>) -> Result<Vec<FactId>> + Send + 'static,
    {
        let bring_back = move |tx: &Transaction<'_>| {
            for fact in which(tx)? {
                fact::bring_back(tx, fact)?;
                schedule::take_back(tx, Deed::ForgetFact(fact))?;
            }
            Ok(())
        };
        self.store.write(bring_back).await?;
        self.schedule.changed();
        self.events.tell(Event::MemoryChanged);
        Ok(())
    }
}
