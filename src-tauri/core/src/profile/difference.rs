//! What a change of the model that answers may feel like: said before it takes effect.

use super::{Facts, Profile};

/// One side of a change: nobody (the Listener answers), or a profile with what is known of its model.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a>(pub Option<(&'a Profile, &'a Facts)>);

/// How much more or less counts as felt.
const FELT: f64 = 1.5;

impl Side<'_> {
    /// The host words leave for; `None` when they stay.
    fn host(&self) -> Option<String> {
        self.0.filter(|(profile, _)| !profile.is_local()).map(|(profile, _)| profile.host())
    }

    fn fact<T>(&self, fact: impl Fn(&Facts) -> Option<T>) -> Option<T> {
        self.0.and_then(|(_, facts)| fact(facts))
    }
}

/// The codes of what may feel different, the most felt first. Only what is known on both sides is compared.
pub fn differences(from: Side<'_>, to: Side<'_>) -> Vec<&'static str> {
    let mut felt = Vec::new();
    match (from.host(), to.host()) {
        (None, Some(_)) => felt.push("leaves"),
        (Some(_), None) => felt.push("stays"),
        (Some(from), Some(to)) if from != to => felt.push("other_host"),
        (None, None) | (Some(_), Some(_)) => {}
    }
    if to.0.is_none() {
        felt.push("listener");
        return felt;
    }
    felt.push("manner");
    if to.fact(|facts| facts.trains) == Some(true) && from.fact(|facts| facts.trains) != Some(true) {
        felt.push("trains");
    }
    let both = |fact: fn(&Facts) -> Option<f64>| from.fact(fact).zip(to.fact(fact));
    if let Some((old, new)) = both(|facts| facts.size) {
        more_or_less(&mut felt, old, new, "larger", "smaller");
    }
    if let Some((old, new)) = both(|facts| facts.context.map(f64::from)) {
        more_or_less(&mut felt, old, new, "reads_more", "reads_less");
    }
    let portuguese = |side: Side<'_>| {
        side.fact(|facts| {
            let known = !facts.good_at.is_empty();
            known.then(|| facts.good_at.iter().any(|code| code == "portuguese"))
        })
    };
    if (portuguese(from), portuguese(to)) == (Some(true), Some(false)) {
        felt.push("portuguese_weak");
    }
    let gained = |fact: fn(&Facts) -> Option<bool>| match (from.fact(fact), to.fact(fact)) {
        (Some(false) | None, Some(true)) => Some(true),
        (Some(true), Some(false)) => Some(false),
        _ => None,
    };
    match gained(|facts| facts.sees) {
        Some(true) => felt.push("sees"),
        Some(false) => felt.push("blind"),
        None => {}
    }
    match gained(|facts| facts.tools) {
        Some(true) => felt.push("tools"),
        Some(false) => felt.push("no_tools"),
        None => {}
    }
    let price = |facts: &Facts| facts.price.map(|price| price.out * 3.0 + price.back);
    match (from.fact(price), to.fact(price)) {
        (Some(0.0) | None, Some(new)) if new > 0.0 => felt.push("costs"),
        (Some(old), Some(0.0)) if old > 0.0 => felt.push("free"),
        (Some(old), Some(new)) => more_or_less(&mut felt, old, new, "dearer", "cheaper"),
        (None | Some(_), None | Some(_)) => {}
    }
    if to.0.is_some_and(|(profile, _)| profile.family == crate::ports::Family::BuiltIn) {
        felt.push("slower_first");
    }
    felt
}

fn more_or_less(felt: &mut Vec<&'static str>, old: f64, new: f64, more: &'static str, less: &'static str) {
    if new > old * FELT {
        felt.push(more);
    } else if old > new * FELT {
        felt.push(less);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{ProfileId, Uid},
        ports::{Family, Price},
    };

    fn profile(family: Family, address: &str) -> Profile {
        Profile {
            id: ProfileId(1),
            uid: Uid::random().unwrap(),
            name: String::new(),
            family,
            address: address.into(),
            model: "m".into(),
            context: None,
            sees: None,
            tools: None,
            price: None,
        }
    }

    #[test]
    fn what_is_said_of_a_change_is_what_changes() {
        let (here, away) =
            (profile(Family::BuiltIn, ""), profile(Family::Anthropic, "https://api.example/v1"));
        let small = Facts {
            size: Some(4.0),
            context: Some(8_192),
            sees: Some(false),
            tools: Some(false),
            price: Some(Price { out: 0.0, back: 0.0 }),
            good_at: vec!["portuguese".into()],
            ..Facts::default()
        };
        let large = Facts {
            context: Some(200_000),
            sees: Some(true),
            tools: Some(true),
            price: Some(Price { out: 3.0, back: 15.0 }),
            trains: Some(true),
            good_at: vec!["portuguese".into()],
            ..Facts::default()
        };
        let (here, away) = (Side(Some((&here, &small))), Side(Some((&away, &large))));
        assert_eq!(
            differences(here, away),
            ["leaves", "manner", "trains", "reads_more", "sees", "tools", "costs"]
        );
        assert_eq!(
            differences(away, here),
            ["stays", "manner", "reads_less", "blind", "no_tools", "free", "slower_first"]
        );
        assert_eq!(differences(away, Side(None)), ["stays", "listener"]);
        assert_eq!(differences(Side(None), away), ["leaves", "manner", "trains", "sees", "tools", "costs"]);
        assert_eq!(differences(away, away), ["manner"]);
    }
}
