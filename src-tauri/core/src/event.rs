//! What changed, told to whoever listens: ids only, never words.

use crate::id::TurnId;
use tokio::sync::broadcast;

/// Something changed. A listener that falls behind gets [`Event::Overflowed`] and reloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// These turns were added, changed, hidden, brought back or forgotten.
    TurnsChanged { turns: Vec<TurnId> },
    /// An answer began to be made. A page that didn't ask for it may join it.
    AnswerOpened,
    /// Settings or profiles changed: what is said to leave this computer may have, too.
    SettingsChanged,
    /// A copy of the database was made, or could not be.
    CopyMade { whole: bool },
    /// A request left over the network, or one ended.
    LedgerChanged,
    /// A model file on this computer came, went, or grew.
    ShelfChanged,
    /// Facts, people, or what is avoided.
    MemoryChanged,
    /// How far words are found by meaning.
    ReadingProgress,
    /// Off the record began or ended.
    OffRecordChanged { on: bool },
    /// Events were lost: reload.
    Overflowed,
}

/// The one stream of events of a life.
#[derive(Clone, Debug)]
pub struct Events(broadcast::Sender<Event>);

impl Default for Events {
    fn default() -> Self {
        Self(broadcast::channel(256).0)
    }
}

impl Events {
    /// Tells every listener; none need be there.
    pub fn tell(&self, event: Event) {
        // The only failure is that nobody listens.
        drop(self.0.send(event));
    }

    /// Listens from now on.
    pub fn listen(&self) -> EventListener {
        EventListener(self.0.subscribe())
    }
}

/// One listener's end.
#[derive(Debug)]
pub struct EventListener(broadcast::Receiver<Event>);

impl EventListener {
    /// The next event; `None` once the life has ended.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Event::Overflowed),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
