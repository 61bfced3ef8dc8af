//! What she remembers: facts, people, receipts, what an answer used, and what is not to be kept or brought up.

use super::Speaker;

wire! {
    /// What a fact is about, as its filter names it.
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

    pub enum FactState {
        Holds,
        /// It held once.
        Ended,
        /// It was said, and something that can't be true beside it, too.
        Doubted,
        /// It was a mistake, and is kept as what she believed.
        Corrected,
    }

    pub enum MadeBy {
        /// Rules, without a model.
        Rules,
        /// The model chosen for quiet work.
        Model,
        /// The person's own hand.
        Person,
        /// What she concluded from several moments.
        Reflection,
    }

    /// Of whom a fact is.
    pub enum About { User, Companion, Person(i64) }

    pub struct Fact {
        pub id: i64,
        pub about: About,
        /// Of whom, in a word: the person's name, or their relation where nobody said a name; empty for the user.
        pub about_name: String,
        pub kind: FactKind,
        /// In the language it was said in.
        pub text: String,
        pub state: FactState,
        /// 0 to 1.
        pub confidence: f32,
        /// The day from which it held, where that is known: `2026-03-01`.
        pub from_day: Option<String>,
        /// The day until which it held.
        pub until_day: Option<String>,
        /// When she came to believe it.
        pub learned_at: i64,
        /// When she ceased to; `null` while she does.
        pub dropped_at: Option<i64>,
        pub made_by: MadeBy,
        /// Always told to a model (as far as private allows).
        pub pinned: bool,
        /// Never sent to a model that isn't on this computer, nor the words it stands on.
        pub private: bool,
        /// How many moments prove it.
        pub receipts: u32,
        /// 0 to 1: how present it is; what is old and was not touched sinks.
        pub presence: f32,
        /// Set while its removal can still be undone.
        pub forgotten_at: Option<i64>,
    }

    pub enum ReceiptRole {
        Says,
        /// It says that it holds no longer.
        Ends,
        Corrects,
        /// It says something that can't be true beside it.
        Doubts,
    }

    /// A moment that proves a fact.
    pub struct Receipt {
        pub turn: i64,
        pub speaker: Speaker,
        pub role: ReceiptRole,
        pub said_at: i64,
        pub day: String,
        pub time: String,
        /// Up to 240 characters around the words.
        pub excerpt: String,
        /// Where in `excerpt` the words are: UTF-16 offsets `[start, end)`.
        pub marks: Vec<(u32, u32)>,
    }

    /// Why she knows it, what she believed before, and what speaks against it.
    pub struct FactDetail {
        pub fact: Fact,
        pub receipts: Vec<Receipt>,
        /// What it took the place of, newest first.
        pub earlier: Vec<Fact>,
        /// What took its place.
        pub later: Option<Fact>,
        /// What can't be true beside it.
        pub against: Vec<Fact>,
    }

    pub struct FactsArgs {
        /// Words to look for; empty for all.
        pub query: String,
        pub about: Option<About>,
        pub kind: Option<FactKind>,
        /// Only what held within these days (`2026-05-01`), both included.
        pub from_day: Option<String>,
        pub until_day: Option<String>,
        /// As she believed at the end of this day, without what she learned later.
        pub believed_on: Option<String>,
        /// Only doubts.
        pub doubted: bool,
        /// Also what ended or was corrected.
        pub past: bool,
        /// `FactPage.next`, for the next page.
        pub after: Option<u32>,
        /// How many at most; 1 to 2,000.
        pub limit: u32,
    }

    pub struct KindCount { pub kind: FactKind, pub facts: u32 }

    pub struct FactPage {
        /// Pinned first; then by how well they answer `query`, else by how present they are.
        pub facts: Vec<Fact>,
        /// Pass as `after` for more; `null` when there are none.
        pub next: Option<u32>,
        /// How many fit in all.
        pub total: u32,
        /// Of all that holds, whatever is asked for.
        pub kinds: Vec<KindCount>,
        pub doubts: u32,
        /// All that is in sight, whenever it held.
        pub known: u32,
    }

    pub struct FactArgs { pub fact: i64 }

    /// A fact by the person's own hand.
    pub struct FactEdit { pub about: About, pub kind: FactKind, pub text: String }

    /// Only what is present is changed. Another text corrects it: what was believed before stays to be seen.
    #[serde(default)]
    #[derive(Default)]
    pub struct FactChange {
        pub fact: i64,
        #[ts(optional)]
        pub text: Option<String>,
        #[ts(optional)]
        pub kind: Option<FactKind>,
        #[ts(optional)]
        pub about: Option<About>,
        /// `null` for "not known".
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "string | null")]
        pub from_day: Option<Option<String>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "string | null")]
        pub until_day: Option<Option<String>>,
        #[ts(optional)]
        pub pinned: Option<bool>,
        #[ts(optional)]
        pub private: Option<bool>,
    }

    /// They are one: `others` become receipts and past of `keep`.
    pub struct MergeArgs { pub keep: i64, pub others: Vec<i64> }

    pub enum Settled {
        /// It is true, and what stands against it is not.
        ThisHolds,
        /// Both are true.
        Both,
    }
    pub struct SettleArgs { pub fact: i64, pub settled: Settled }

    /// Someone in the user's life.
    pub struct Person {
        pub id: i64,
        /// May be empty: "my mother".
        pub name: String,
        /// As it was said: `mother`, `chefe`.
        pub relation: String,
        /// Facts that hold.
        pub facts: u32,
        /// When they were last spoken of.
        pub last_at: i64,
    }
    pub struct PersonArgs { pub person: i64 }
    pub struct PersonChange { pub person: i64, pub name: String, pub relation: String }

    /// Something not to be brought up.
    pub struct Avoided {
        pub id: i64,
        pub words: String,
        pub since: i64,
        /// The turn in which it was asked for.
        pub turn: Option<i64>,
    }
    pub struct AvoidedArgs { pub avoided: i64 }

    /// What an answer was given to remember, and why.
    pub struct Recalled {
        /// What was said, or
        pub turn: Option<i64>,
        /// what is known from it.
        pub fact: Option<i64>,
        pub text: String,
        pub speaker: Option<Speaker>,
        pub said_at: i64,
        pub day: String,
        pub time: String,
        /// Most telling first.
        pub why: Vec<Why>,
    }

    /// One reason, in the page's words (Fluent key `why-<reason>`), and its share of all that spoke for it: 0 to 1.
    pub struct Why { pub reason: String, pub share: f32 }

    pub struct OnArgs { pub on: bool }

    /// What the person asked of her memory in a turn.
    pub enum WishKind { Remember, Forget, Avoid }
    pub enum WishState {
        /// It was done.
        Done,
        /// It waits for the person's word: what would be forgotten is listed.
        Asked,
        /// It was taken back, or not confirmed.
        Undone,
        /// There was nothing it could be about.
        NothingFound,
        /// It asked for everything to be forgotten, which words alone don't do. Nothing was.
        Everything,
    }
    pub struct Wish {
        pub kind: WishKind,
        pub state: WishState,
        /// What it is about, in the person's words.
        pub words: String,
        pub facts: Vec<Fact>,
        /// The moments that would be, or were, forgotten: excerpts. Gone ones are left out.
        pub turns: Vec<WishTurn>,
        /// For a forgetting that was confirmed: until then it can be undone; afterwards nobody can.
        pub undo_until: Option<i64>,
    }
    pub struct WishTurn { pub turn: i64, pub speaker: Speaker, pub day: String, pub excerpt: String }
    /// Forget just these.
    pub struct ConfirmArgs { pub turn: i64, pub facts: Vec<i64>, pub turns: Vec<i64> }

    /// How far words can be found by what they mean.
    pub struct Meaning {
        /// The model's files; `null` where it is none of the shelf's.
        pub shelf: Option<String>,
        pub state: MeaningState,
    }
    #[serde(tag = "kind")]
    pub enum MeaningState {
        /// No model is here: words are found by themselves.
        Absent {},
        /// The model reads what was said: turns.
        Reading { done: u64, total: u64 },
        Ready {},
        /// Its files can't be used.
        Broken { message: String },
    }
}
