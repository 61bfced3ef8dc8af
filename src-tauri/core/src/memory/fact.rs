//! Facts: durable statements, each with the turns that prove it and the time it held.

mod cues;
mod doubt;
pub mod drawing;
mod gone;
mod hand;
mod keep;
mod keys;
mod lexicon;
mod list;
mod merge;
pub mod model;
mod places;
mod presence;
mod privacy;
mod prompt;
mod prove;
pub mod reflection;
mod refused;
mod rows;
mod when;

pub use gone::{bring_back, forget, forget_of_turn, hide, words_changed};
pub use hand::{Change, NewFact, Settled, add, change, merge_facts, merge_people, settle};
pub use keep::{keep_drawn, keep_proved};
pub(crate) use keys::are_two_names;
pub use keys::key_in;
pub use list::{Detail, Facts, KnownPerson, Receipt, Wanted, detail, list, people_known, person_known};
pub use merge::{Decision, Incoming, Known, decide};
pub use presence::presence;
pub use privacy::{all_private, private_turns, that_may_go};
pub use prompt::{Goes, for_prompt, name_of_user, touch};
pub use prove::{Proved, Why, prove};
pub use rows::{Role, by_id};

use crate::{
    id::{FactId, PersonId, TurnId, Uid},
    locale::Language,
};

/// Of whom a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    User,
    Companion,
    Person(PersonId),
}

/// What a fact is about. The names of its code are those of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FactKind {
    /// Name, age, origin, what somebody is.
    Identity,
    Relation,
    Birthday,
    Place,
    Work,
    Study,
    Like,
    Dislike,
    Health,
    Possession,
    Habit,
    Plan,
    Event,
    /// Something left open, that may be asked about.
    Thread,
    Feeling,
    Belief,
    /// What she concluded: something that comes back, or that changed.
    Theme,
    Other,
}

impl FactKind {
    pub const ALL: [Self; 18] = [
        Self::Identity,
        Self::Relation,
        Self::Birthday,
        Self::Place,
        Self::Work,
        Self::Study,
        Self::Like,
        Self::Dislike,
        Self::Health,
        Self::Possession,
        Self::Habit,
        Self::Plan,
        Self::Event,
        Self::Thread,
        Self::Feeling,
        Self::Belief,
        Self::Theme,
        Self::Other,
    ];

    /// Its name in the store and in a model's JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Relation => "relation",
            Self::Birthday => "birthday",
            Self::Place => "place",
            Self::Work => "work",
            Self::Study => "study",
            Self::Like => "like",
            Self::Dislike => "dislike",
            Self::Health => "health",
            Self::Possession => "possession",
            Self::Habit => "habit",
            Self::Plan => "plan",
            Self::Event => "event",
            Self::Thread => "thread",
            Self::Feeling => "feeling",
            Self::Belief => "belief",
            Self::Theme => "theme",
            Self::Other => "other",
        }
    }

    /// The kind of this name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Whether a fact is believed, and holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactState {
    Holds,
    /// It held once.
    Ended,
    /// It was said, and something that can't be true beside it, too.
    Doubted,
    /// It was a mistake, and is kept as what she believed.
    Corrected,
}

/// Where a fact is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MadeBy {
    Rules,
    Model,
    /// The person's own hand.
    Person,
    Reflection,
}

/// When something held, Unix milliseconds UTC; `None` where that isn't known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub from: Option<i64>,
    pub until: Option<i64>,
}

/// A fact as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: FactId,
    pub uid: Uid,
    pub about: About,
    pub kind: FactKind,
    pub slot: String,
    pub value: String,
    /// In the language it was said in.
    pub text: String,
    pub language: Language,
    pub state: FactState,
    /// 0 to 1.
    pub confidence: f32,
    pub held: Held,
    /// Unix milliseconds UTC.
    pub learned_at: i64,
    /// `None` while she believes it.
    pub dropped_at: Option<i64>,
    /// When she learned that it had ended; `None` while it holds, or where it ended by itself.
    pub closed_at: Option<i64>,
    pub replaced_by: Option<FactId>,
    pub made_by: MadeBy,
    pub pinned: bool,
    pub private: bool,
    pub touched_at: i64,
    pub touches: u32,
    pub receipts: u32,
    /// When its removal becomes final.
    pub forgotten_at: Option<i64>,
}

/// Of whom something was drawn, before it is known who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    User,
    Companion,
    /// A name, a relation ("mother", "chefe"), or both; not both empty.
    Someone {
        name: String,
        relation: String,
    },
}

/// What the words do with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// It holds.
    Holds,
    /// It holds beside what else stands in its slot ("I also work at ...").
    Also,
    /// It held, and holds no longer.
    Ended,
    /// What was understood before was a mistake ("no, my sister is called ...").
    Corrects,
}

/// A statement as rules or a model drew it from words, before it is proved and merged with what is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub whom: Whom,
    pub kind: FactKind,
    /// What it is the one value of (`lives_in`, `name`, `works_at`, `birthday`); empty for what stands beside others.
    pub slot: String,
    /// The bare value ("Recife", "12-04", "coriander"), as said.
    pub value: String,
    /// A whole short statement in the language it was said in.
    pub text: String,
    pub language: Language,
    pub says: Says,
    pub held: Held,
    /// 0 to 1.
    pub confidence: f32,
    pub made_by: MadeBy,
    /// The turns that say it, and the words in each that do.
    pub evidence: Vec<Evidence>,
}

/// Words of one turn that prove a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub turn: TurnId,
    /// As they stand in the turn; upper and lower case and white space don't count.
    pub quote: String,
}
