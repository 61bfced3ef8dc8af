//! When a proved statement held.

use super::Place;
use crate::{
    conversation::Turn,
    memory::fact::{
        Drawn, FactKind, Held,
        when::{self, Edge},
    },
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone as _};

/// The first millisecond of a day where a turn was said.
pub(super) fn start_of(turn: &Turn, day: NaiveDate) -> Option<i64> {
    let at = day.and_time(NaiveTime::MIN);
    let offset = *turn.said.local().offset();
    offset.from_local_datetime(&at).single().map(|at| at.timestamp_millis())
}

/// When it held: what was drawn, where the words can mean it; what they plainly say, where nothing was drawn.
pub(super) fn held(drawn: &Drawn, places: &[Place<'_>]) -> Held {
    let mut held = Held::default();
    for place in places {
        let offset = *place.turn.said.local().offset();
        let today = place.turn.said.local().date_naive();
        let text = place.told.text_of(place.sentence.clone());
        let spans = when::spans(text, today);
        let day_of =
            |at: i64| DateTime::from_timestamp_millis(at).map(|at| at.with_timezone(&offset).date_naive());
        let means = |at: i64| {
            day_of(at).is_some_and(|day| spans.iter().any(|span| span.first <= day && day <= span.last))
        };
        held.from = held.from.or(drawn.held.from.filter(|at| means(*at)));
        held.until = held.until.or(drawn.held.until.filter(|at| means(*at)));
        let first = spans
            .iter()
            .filter(|span| span.edge == Edge::From && span.first <= today)
            .map(|span| span.first)
            .max();
        held.from = held.from.or(first.and_then(|day| start_of(place.turn, day)));
        if matches!(drawn.kind, FactKind::Event | FactKind::Plan) && held.from.is_none() {
            let ahead = spans
                .iter()
                .filter(|span| span.edge == Edge::On && span.first >= today && span.first == span.last);
            held.from = ahead.map(|span| span.first).min().and_then(|day| start_of(place.turn, day));
        }
        // "Até hoje" ends nothing.
        let last = spans
            .iter()
            .filter(|span| span.edge == Edge::Until && span.last > today)
            .map(|span| span.last)
            .min();
        let after =
            last.and_then(|day| day.succ_opt()).and_then(|day| start_of(place.turn, day)).map(|at| at - 1);
        held.until = held.until.or(after);
    }
    if let (Some(from), Some(until)) = (held.from, held.until)
        && until < from
    {
        held.until = None;
    }
    held
}
