//! Fading: what is unimportant and was not touched for long sinks in lists and in what is told to a model. Nothing is deleted
//! by it, and what is touched rises again.

use super::{Fact, FactKind, FactState};

const DAY: f32 = 86_400_000.0;

/// How important a kind is, 0 to 1, and after how many days without a touch half of its presence is gone. Chosen by hand: who
/// somebody is lasts for years, how somebody felt for weeks.
fn nature(kind: FactKind) -> (f32, f32) {
    match kind {
        FactKind::Identity | FactKind::Relation | FactKind::Birthday => (1.0, 1_500.0),
        FactKind::Health => (0.95, 700.0),
        FactKind::Place | FactKind::Work | FactKind::Study => (0.9, 500.0),
        FactKind::Like | FactKind::Dislike | FactKind::Belief => (0.7, 400.0),
        FactKind::Possession | FactKind::Habit | FactKind::Theme => (0.7, 250.0),
        FactKind::Plan | FactKind::Thread => (0.75, 60.0),
        FactKind::Event => (0.6, 90.0),
        FactKind::Feeling => (0.5, 30.0),
        FactKind::Other => (0.4, 90.0),
    }
}

/// How present a fact is at `now` (Unix milliseconds UTC): 0 to 1. Pinned ones are wholly so.
pub fn presence(fact: &Fact, now: i64) -> f32 {
    if fact.pinned {
        return 1.0;
    }
    let (importance, half) = nature(fact.kind);
    let days = (now - fact.touched_at.max(fact.learned_at)).max(0) as f32 / DAY;
    // What was said, or came up, more often lasts longer.
    let used = (1.0 + fact.receipts.saturating_sub(1) as f32).ln() + (1.0 + fact.touches as f32).ln();
    let fresh = 0.5_f32.powf(days / (half * (1.0 + used)));
    let held = match fact.state {
        FactState::Holds | FactState::Doubted => 1.0,
        FactState::Ended => 0.5,
        FactState::Corrected => 0.2,
    };
    (importance * (0.5 + 0.5 * fact.confidence.clamp(0.0, 1.0)) * (0.1 + 0.9 * fresh) * held).clamp(0.0, 1.0)
}
