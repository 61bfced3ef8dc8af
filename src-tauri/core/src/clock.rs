//! The only place that reads the time. Everything else is given a [`Clock`].

use chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use chrono_tz::Tz;
use futures_util::future::BoxFuture;

/// Reads and waits for time. Real in the app, stepped by hand in tests.
pub trait Clock: Send + Sync + 'static {
    /// The moment it is now.
    fn now(&self) -> DateTime<Utc>;

    /// The zone the person lives in now; it may change while the app runs.
    fn zone(&self) -> Tz;

    /// Returns once `until` is reached, or earlier: the caller looks at `now()` again. Real clocks nap at most
    /// 30 s, so that a suspended computer or a changed clock is noticed.
    fn wait_until(&self, until: DateTime<Utc>) -> BoxFuture<'_, ()>;

    /// Now, as the wall clock of the person shows it.
    fn local(&self) -> DateTime<FixedOffset> {
        local_at(self.now(), self.zone())
    }
}

/// `at` as the wall clock in `zone` shows it.
pub fn local_at(at: DateTime<Utc>, zone: Tz) -> DateTime<FixedOffset> {
    zone.from_utc_datetime(&at.naive_utc()).fixed_offset()
}

/// The computer's own clock and zone.
#[derive(Debug, Default)]
pub struct SystemClock;

/// How long a real clock sleeps at most before it looks again.
const LONGEST_NAP: std::time::Duration = std::time::Duration::from_secs(30);

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn zone(&self) -> Tz {
        iana_time_zone::get_timezone().ok().and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC)
    }

    fn wait_until(&self, until: DateTime<Utc>) -> BoxFuture<'_, ()> {
        let left = (until - self.now()).to_std().unwrap_or_default();
        Box::pin(tokio::time::sleep(left.min(LONGEST_NAP)))
    }
}
