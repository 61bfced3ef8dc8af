//! What becomes of a statement beside what is known: a pure function. It would rather keep two facts side by side, or in
//! doubt, than retire one that may be true.

use super::{
    FactKind, FactState, Held, Says,
    keys::{self, Nearness},
    places,
};
use crate::{
    id::{FactId, TurnId},
    memory::slots::{self, Nature},
};

/// A known fact of the same subject, of the same slot, kind, or the opposite kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub id: FactId,
    pub kind: FactKind,
    pub slot: String,
    /// As it was said, where that is known.
    pub value: String,
    /// Its text, where it has no value.
    pub text: String,
    /// It says that something isn't so.
    pub denied: bool,
    pub state: FactState,
    pub held: Held,
    /// The newest turn that says it; `None` for one by the person's own hand.
    pub last: Option<TurnId>,
    /// When that was said; for one by hand, when it was learned. Unix milliseconds UTC.
    pub last_at: i64,
    /// The turn that closed it.
    pub closed_by: Option<TurnId>,
}

/// A statement that was proved.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming<'a> {
    pub kind: FactKind,
    pub slot: &'a str,
    pub nature: Nature,
    pub value: &'a str,
    pub text: &'a str,
    /// It says that something isn't so.
    pub denied: bool,
    pub says: Says,
    pub held: Held,
    /// The turn that says it, and when that was said (Unix milliseconds UTC).
    pub turn: TurnId,
    pub said_at: i64,
    /// The words around it, as they were said.
    pub around: &'a str,
    /// Those words say that something changed ("now", "mudei"), or that it is one of several ("also", "outro").
    pub changes: bool,
    pub one_of_several: bool,
}

/// What becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// A fact of its own.
    New,
    /// Known: one receipt more. With `word`, what was said now says more and words the fact.
    Same { fact: FactId, word: bool },
    /// What was held before has ended, and this holds.
    Replaces(FactId),
    /// What was believed before was a mistake, and this holds: a new fact, or one that is known already.
    Corrects { wrong: Vec<FactId>, right: Option<FactId> },
    /// It says that this holds no longer.
    Ends(FactId),
    /// It held once: kept as that.
    Past { until: Option<i64> },
    /// It can't be true beside these, and nobody can tell which is.
    Doubts(Vec<FactId>),
    /// It says nothing that could be kept.
    Nothing,
}

/// Two sayings of one slot nearer than this (12 hours) are one talk: without a word of change, the later does not replace the
/// earlier.
const ONE_TALK: i64 = 12 * 3_600_000;
/// What began longer than this (31 days) before the other was said to hold didn't take its place.
const LONG_BEFORE: i64 = 31 * 86_400_000;

/// Decides. `known` are facts of the same subject; those of other slots and kinds are left alone.
pub fn decide(known: &[Known], new: &Incoming<'_>) -> Decision {
    let matching: Vec<(&Known, Nearness)> = known
        .iter()
        .filter(|known| known.state != FactState::Corrected && is_comparable(known, new))
        .filter(|known| known.denied == new.denied || !says_so_or_not(known, new))
        .map(|known| (known, nearness(known, new)))
        .collect();
    let is_same = |near: Nearness| near != Nearness::Different;
    let current = |known: &Known| matches!(known.state, FactState::Holds | FactState::Doubted);
    // Of several that are the same, the closest.
    let same = |wanted: &dyn Fn(&Known, Nearness) -> bool| {
        matching
            .iter()
            .filter(|(known, near)| is_same(*near) && wanted(known, *near))
            .min_by_key(|(_, near)| *near != Nearness::Same)
            .map(|(known, near)| (*known, *near))
    };
    let same_now = same(&|known, _| current(known));
    let same_past = same(&|known, _| !current(known));
    let others: Vec<&Known> = matching
        .iter()
        .filter(|(known, near)| current(known) && !is_same(*near) && !stands_apart(known, new))
        .map(|(known, _)| *known)
        .collect();
    let against: Vec<&Known> =
        known.iter().filter(|known| current(known) && goes_against(known, new)).collect();
    match new.says {
        Says::Ended => {
            // Who leaves the one street leaves not the town.
            let ends = same(&|known, near| {
                current(known) && (near != Nearness::Closer || is_same_but_closer(known, new))
            });
            ended(new, ends.map(|(known, _)| known), same_past, &others)
        }
        Says::Corrects => corrects(new, same_now, &others, &against),
        Says::Holds | Says::Also => holds(new, same_now, same_past, &others, &against),
    }
}

fn is_comparable(known: &Known, new: &Incoming<'_>) -> bool {
    if new.slot.is_empty() && known.slot.is_empty() {
        return known.kind == new.kind;
    }
    known.slot == new.slot
}

/// Whether both are of what is so or isn't, which what is liked and what isn't say by their kind.
fn says_so_or_not(known: &Known, new: &Incoming<'_>) -> bool {
    known.slot.is_empty() && keys::opposite(new.kind).is_none()
}

/// Whether the known says the opposite of the same. What is denied is denied with all that is narrower; what is said to be so leaves
/// the narrower exceptions, and a narrower denial the rest.
fn goes_against(known: &Known, new: &Incoming<'_>) -> bool {
    let of_feeling = keys::opposite(new.kind) == Some(known.kind);
    // What happened, and how somebody felt, is of its day: the next may be otherwise.
    let of_a_day = matches!(new.kind, FactKind::Feeling | FactKind::Event | FactKind::Thread);
    let of_denial =
        says_so_or_not(known, new) && is_comparable(known, new) && known.denied != new.denied && !of_a_day;
    if !of_feeling && !of_denial {
        return false;
    }
    let negative = new.denied || new.kind == FactKind::Dislike;
    let (a, b) = compared(known, new);
    match if of_feeling { keys::nearness(a, b) } else { keys::nearness_but_for_denial(a, b) } {
        Nearness::Same => true,
        Nearness::Vaguer => negative,
        Nearness::Closer | Nearness::Different => false,
    }
}

/// Whether two places can both be lived in because the one holds the other.
fn stands_apart(known: &Known, new: &Incoming<'_>) -> bool {
    slots::is_of_places(new.slot)
        && match (places::is_wide(&known.value), places::is_wide(new.value)) {
            (true, false) => true,
            (false, true) => !new.changes,
            _ => false,
        }
}

/// What is compared: the values, or, where one has none, the texts.
fn compared<'k>(known: &'k Known, new: &'k Incoming<'_>) -> (&'k str, &'k str) {
    if known.value.is_empty() || new.value.is_empty() {
        (known.text.as_str(), new.text)
    } else {
        (known.value.as_str(), new.value)
    }
}

fn nearness(known: &Known, new: &Incoming<'_>) -> Nearness {
    // Two journeys to one place are two.
    if matches!(new.kind, FactKind::Event | FactKind::Plan)
        && let (Some(a), Some(b)) = (known.held.from, new.held.from)
        && (a - b).abs() > 3 * 86_400_000
    {
        return Nearness::Different;
    }
    let of_texts = known.value.is_empty() || new.value.is_empty();
    if of_texts && !new.slot.is_empty() {
        return Nearness::Different;
    }
    let (a, b) = compared(known, new);
    if of_texts {
        return keys::nearness_of_texts(a, b);
    }
    match keys::nearness_in(new.slot, a, b) {
        // From Porto to Porto Alegre is a change, where one was told of.
        Nearness::Closer | Nearness::Vaguer if new.changes && is_longer_name(known, new) => {
            Nearness::Different
        }
        near => near,
    }
}

/// Whether the longer of the two values only begins like the other, as names do, and has no part that is the other.
fn is_longer_name(known: &Known, new: &Incoming<'_>) -> bool {
    (slots::is_of_names(new.slot) || slots::is_of_places(new.slot))
        && !places::is_part(new.value, &known.value)
        && !places::is_part(&known.value, new.value)
}

/// Whether a closer value in a slot is still what was known.
fn is_same_but_closer(known: &Known, new: &Incoming<'_>) -> bool {
    !new.slot.is_empty() && !is_longer_name(known, new)
}

/// Whether the words around it name a known value: what is corrected or left is mostly named.
fn is_named(known: &Known, around: &[String]) -> bool {
    let value = keys::tokens(&known.value);
    !value.is_empty() && value.iter().all(|word| around.iter().any(|other| keys::alike(word, other)))
}

fn ended(
    new: &Incoming<'_>,
    same: Option<&Known>,
    same_past: Option<(&Known, Nearness)>,
    others: &[&Known],
) -> Decision {
    if let Some(known) = same {
        // An old story told later than the fact was learned ends nothing that was said to hold since.
        let later = known.last.is_some_and(|last| last > new.turn);
        return if later {
            Decision::Past { until: new.held.until.or(Some(new.said_at)) }
        } else {
            Decision::Ends(known.id)
        };
    }
    if let Some((known, near)) = same_past {
        return Decision::Same { fact: known.id, word: near == Nearness::Closer };
    }
    if new.value.trim().is_empty() {
        return match others {
            [one] if one.last.is_none_or(|last| last <= new.turn) => Decision::Ends(one.id),
            _ => Decision::Nothing,
        };
    }
    Decision::Past { until: new.held.until }
}

fn corrects(
    new: &Incoming<'_>,
    same: Option<(&Known, Nearness)>,
    others: &[&Known],
    against: &[&Known],
) -> Decision {
    let around = keys::tokens(new.around);
    let named: Vec<&Known> = others.iter().copied().filter(|known| is_named(known, &around)).collect();
    let wrong: Vec<FactId> = match (new.nature, named.as_slice(), others) {
        // Said later than the correction: that is believed.
        _ if others.iter().any(|known| known.last.is_some_and(|last| last > new.turn)) => Vec::new(),
        (_, [_, ..], _) => named.iter().map(|known| known.id).collect(),
        (Nature::Constant | Nature::Changing | Nature::Mostly, [], [one]) => vec![one.id],
        // A pair in doubt, of which one is now said to be right.
        (Nature::Constant | Nature::Changing | Nature::Mostly, [], many)
            if same.is_some() && many.iter().all(|known| known.state == FactState::Doubted) =>
        {
            many.iter().map(|known| known.id).collect()
        }
        _ => Vec::new(),
    };
    let wrong: Vec<FactId> = wrong.into_iter().chain(against.iter().map(|known| known.id)).collect();
    match (same, wrong.is_empty()) {
        (Some((known, near)), true) => Decision::Same { fact: known.id, word: near == Nearness::Closer },
        (Some((known, _)), false) => Decision::Corrects { wrong, right: Some(known.id) },
        (None, false) => Decision::Corrects { wrong, right: None },
        (None, true) if new.nature == Nature::Beside || others.is_empty() => Decision::New,
        (None, true) => Decision::Doubts(others.iter().map(|known| known.id).collect()),
    }
}

fn holds(
    new: &Incoming<'_>,
    same: Option<(&Known, Nearness)>,
    same_past: Option<(&Known, Nearness)>,
    others: &[&Known],
    against: &[&Known],
) -> Decision {
    if let Some((known, near)) = same {
        return settles(known, new, others, against)
            .unwrap_or(Decision::Same { fact: known.id, word: near == Nearness::Closer });
    }
    // What was said before it was closed is of that time.
    if let Some((known, near)) = same_past
        && known.closed_by.is_some_and(|closed| new.turn <= closed)
    {
        return Decision::Same { fact: known.id, word: near == Nearness::Closer };
    }
    if let [one] = against {
        let later = one.last.is_none_or(|last| last < new.turn);
        return if new.changes && later {
            Decision::Replaces(one.id)
        } else {
            Decision::Doubts(vec![one.id])
        };
    }
    if !against.is_empty() {
        return Decision::Doubts(against.iter().map(|known| known.id).collect());
    }
    let ids = || others.iter().map(|known| known.id).collect();
    match (new.nature, others) {
        (_, []) | (Nature::Beside, _) => Decision::New,
        _ if new.says == Says::Also || new.one_of_several => Decision::New,
        (_, many) if many.iter().any(|known| known.state == FactState::Doubted) => Decision::Doubts(ids()),
        // Somebody may take a name that only begins like the one before.
        (Nature::Constant, [one])
            if new.changes
                && slots::is_of_names(new.slot)
                && keys::nearness_in(new.slot, &one.value, new.value) != Nearness::Different
                && one.last.is_none_or(|last| last < new.turn) =>
        {
            Decision::Replaces(one.id)
        }
        (Nature::Constant, _) => Decision::Doubts(ids()),
        (Nature::Changing | Nature::Mostly, [one]) => {
            if one.last.is_some_and(|last| last > new.turn) {
                return Decision::Past { until: one.held.from.or(Some(one.last_at)) };
            }
            let named = is_named(one, &keys::tokens(new.around));
            let before = new.held.from.is_some_and(|from| from + LONG_BEFORE <= one.last_at);
            let later = new.nature == Nature::Changing && new.said_at - one.last_at >= ONE_TALK;
            if named && (new.changes || !before) || !before && (new.changes || later) {
                Decision::Replaces(one.id)
            } else if before && new.nature == Nature::Mostly {
                // It held already when the other was said to.
                Decision::New
            } else {
                Decision::Doubts(vec![one.id])
            }
        }
        // Several hold already: it isn't known which of them this would be instead of.
        (Nature::Changing | Nature::Mostly, _) => Decision::New,
    }
}

/// One of those in doubt, said once more after all of them were: that is the answer.
fn settles(known: &Known, new: &Incoming<'_>, others: &[&Known], against: &[&Known]) -> Option<Decision> {
    if known.state != FactState::Doubted {
        return None;
    }
    let beside = new.nature == Nature::Beside;
    let others = others.iter().filter(|_| !beside).chain(against);
    let opponents: Vec<&Known> = others.copied().filter(|other| other.state == FactState::Doubted).collect();
    let after = |other: &Known| other.last.is_none_or(|last| last < new.turn);
    let settled = !opponents.is_empty() && after(known) && opponents.iter().all(|other| after(other));
    let wrong = opponents.iter().map(|other| other.id).collect();
    settled.then_some(Decision::Corrects { wrong, right: Some(known.id) })
}

#[cfg(test)]
mod tests;
