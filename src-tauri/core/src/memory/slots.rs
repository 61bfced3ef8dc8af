//! The slots: what a subject has one current value of. A new value in a slot replaces the old one, unless the words say
//! that both are true. What stands in no slot (`""`) stands beside others: likes, allergies, habits, plans, possessions.
//!
//! Rules, the quiet model's prompt and the merging of facts share this list.

use super::fact::FactKind;

/// One slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub name: &'static str,
    /// The kind of the facts in it.
    pub kind: FactKind,
    /// What its value is, for whoever fills it, the quiet model included.
    pub value: &'static str,
    /// Whether two values are likely to be true at once ("I also work at ..."): then a second one that contradicts
    /// nothing is a doubt to be asked about rather than the end of the first.
    pub many: Many,
}

/// How many values of a slot hold at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Many {
    /// One: a newer one replaces the older.
    One,
    /// One as a rule, several now and then: two jobs, two courses.
    Several,
}

const fn one(name: &'static str, kind: FactKind, value: &'static str) -> Slot {
    Slot { name, kind, value, many: Many::One }
}

const fn several(name: &'static str, kind: FactKind, value: &'static str) -> Slot {
    Slot { name, kind, value, many: Many::Several }
}

/// All slots. Of the user and of the people in their life alike.
pub const SLOTS: [Slot; 20] = [
    // Of a person in the user's life the kind is `relation`: "my sister is called Ana" tells both. A correction that
    // names only the relation leaves the name of its subject empty; one that names the wrong name has that there.
    one("name", FactKind::Identity, "what the subject is called"),
    one("age", FactKind::Identity, "years, in digits"),
    one("birthday", FactKind::Birthday, "MM-DD, or YYYY-MM-DD where the year is known"),
    one("birth_year", FactKind::Identity, "the year of birth, in digits"),
    one("from", FactKind::Place, "the town, region or country the subject comes from"),
    one("lives_in", FactKind::Place, "the town, region or country, as said"),
    several("works_at", FactKind::Work, "the employer or the kind of place, without its article"),
    several("works_as", FactKind::Work, "the occupation; also retired, unemployed"),
    several("studies", FactKind::Study, "the subject that is studied"),
    several("studies_at", FactKind::Study, "the school or university, without its article"),
    one("partner", FactKind::Relation, "the name of the subject's husband, wife, girlfriend or boyfriend"),
    one("status", FactKind::Identity, "single, married, engaged, divorced, widowed, as said"),
    one("children", FactKind::Relation, "how many, in digits; 0 for none"),
    one("diet", FactKind::Identity, "vegetarian, vegan, as said"),
    one("religion", FactKind::Belief, "as said"),
    one("team", FactKind::Like, "the team the subject supports"),
    one("married_on", FactKind::Event, "YYYY, YYYY-MM or YYYY-MM-DD of the wedding"),
    one("graduated_on", FactKind::Event, "YYYY, YYYY-MM or YYYY-MM-DD"),
    one("retired_on", FactKind::Event, "YYYY, YYYY-MM or YYYY-MM-DD"),
    one("died", FactKind::Event, "YYYY, YYYY-MM or YYYY-MM-DD where known, otherwise the verb as said"),
];

/// The slot of that name.
pub fn find(name: &str) -> Option<Slot> {
    SLOTS.into_iter().find(|slot| slot.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_is_found_by_its_name_and_none_twice() {
        for slot in SLOTS {
            assert_eq!(find(slot.name), Some(slot));
        }
        assert_eq!(find(""), None);
    }
}
