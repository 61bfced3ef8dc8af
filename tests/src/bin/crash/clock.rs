//! A clock that runs, and runs ahead when told.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use futures_util::future::BoxFuture;
use samantha_core::clock::{Clock, SystemClock};
use tokio::sync::watch;

/// The computer's own clock, ahead by what it was told.
pub struct AheadClock {
    system: SystemClock,
    ahead: watch::Sender<TimeDelta>,
}

impl AheadClock {
    /// Ahead by so many seconds from the start.
    pub fn new(ahead: i64) -> Self {
        Self { system: SystemClock, ahead: watch::Sender::new(TimeDelta::seconds(ahead)) }
    }

    pub fn advance(&self, seconds: i64) {
        self.ahead.send_modify(|ahead| *ahead += TimeDelta::seconds(seconds));
    }
}

impl Clock for AheadClock {
    fn now(&self) -> DateTime<Utc> {
        self.system.now() + *self.ahead.borrow()
    }

    fn zone(&self) -> Tz {
        Tz::America__Sao_Paulo
    }

    fn wait_until(&self, until: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let mut ahead = self.ahead.subscribe();
        Box::pin(async move {
            let until = until - *ahead.borrow_and_update();
            tokio::select! {
                () = self.system.wait_until(until) => {}
                changed = ahead.changed() => drop(changed),
            }
        })
    }
}
