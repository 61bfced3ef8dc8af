//! The types that cross to the page. Times are Unix milliseconds UTC; ids are numbers below 2^53.
//! `ui/src/ipc/wire.ts` is written from this file and its folder by the test `the_typescript_contract_is_up_to_date`.

use serde::Deserialize;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {
        $( wire_type! { $kind $(#[$meta])* $name $body } )*
    };
}

macro_rules! wire_type {
    (struct $(#[$meta:meta])* $name:ident $body:tt) => {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub struct $name $body
    };
    (enum $(#[$meta:meta])* $name:ident $body:tt) => {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
        $(#[$meta])*
        pub enum $name $body
    };
}
// After the macros, which they use.
mod ledger;
mod memory;
mod models;
mod safety;
mod talk;

pub use ledger::*;
pub use memory::*;
pub use models::*;
pub use safety::*;
pub use talk::*;

wire! {
    /// An error as the page sees it: the page owns the words for `code` (Fluent key `error-<code>`), `message` is
    /// for the "details" fold.
    pub struct ApiError {
        /// `core::error::Kind` in snake_case, or `unknown_command` / `bad_arguments`.
        pub code: String,
        pub message: String,
    }
    pub struct ProfileArgs { pub profile: i64 }
    pub struct TextArgs { pub text: String }
    pub struct NameArgs { pub name: String }

    pub enum Language { PtBr, En }
    pub enum Theme { System, Light, Dark }

    pub struct Settings {
        /// What the person chose; `null` follows the system.
        pub chosen_language: Option<Language>,
        /// The language in force.
        pub language: Language,
        pub theme: Theme,
        /// Whether the three lines of the first open were read.
        pub welcomed: bool,
        /// Whether a notification tells that an answer is ready while the window is hidden.
        pub notify: bool,
        /// Two letters, for the lines under Help; `null` follows the system's region.
        pub country: Option<String>,
        pub companion_name: String,
        /// The profile that answers; `null` is the Listener.
        pub profile: Option<i64>,
        /// The profile of quiet work; `null`: nobody.
        pub quiet_profile: Option<i64>,
        /// The profile asked when pictures are shown and the one that answers can't see; `null`: nobody.
        pub seeing_profile: Option<i64>,
        /// The profile that answers when `profile` fails before its first word; `null`: the Listener.
        pub fallback_profile: Option<i64>,
        /// Most US dollars a month; `null`: no limit.
        pub monthly_limit: Option<f64>,
        /// Base address model files are downloaded from; `null`: the catalogue's.
        pub mirror: Option<String>,
    }

    /// Only what is present is changed. `null` within a present option sets it back to the system's.
    #[serde(default)]
    #[derive(Default)]
    pub struct SettingsChange {
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "Language | null")]
        pub chosen_language: Option<Option<Language>>,
        #[ts(optional)]
        pub theme: Option<Theme>,
        #[ts(optional)]
        pub welcomed: Option<bool>,
        #[ts(optional)]
        pub notify: Option<bool>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "string | null")]
        pub country: Option<Option<String>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "number | null")]
        pub profile: Option<Option<i64>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "number | null")]
        pub quiet_profile: Option<Option<i64>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "number | null")]
        pub seeing_profile: Option<Option<i64>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "number | null")]
        pub fallback_profile: Option<Option<i64>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "number | null")]
        pub monthly_limit: Option<Option<f64>>,
        #[serde(deserialize_with = "crate::wire::present")]
        #[ts(optional, type = "string | null")]
        pub mirror: Option<Option<String>>,
    }

    /// Everything the first paint needs, in one reply.
    pub struct Opening {
        /// Set when the life could not be opened: nothing else below is true then.
        pub trouble: Option<Trouble>,
        pub settings: Settings,
        pub whereto: Whereto,
        pub draft: String,
        /// Shown with the draft.
        pub draft_pictures: Vec<Picture>,
        /// The newest turns.
        pub page: Page,
        /// Turns kept in all.
        pub turns: u64,
        /// Whether an answer is being made: join it with `converse(rejoin)`.
        pub answering: bool,
        /// Whether nothing is kept now. What was said since it began is in `page`, at its end.
        pub off_record: bool,
        /// Answers the last run left open, closed at this opening.
        pub closed_open: Vec<i64>,
        /// The data folder.
        pub folder: String,
        pub version: String,
    }

    pub struct Nothing {}

    /// What changed. Ids only.
    #[serde(tag = "kind")]
    pub enum Event {
        TurnsChanged { turns: Vec<i64> },
        AnswerOpened {},
        SettingsChanged {},
        CopyMade { whole: bool },
        /// A request left, or one ended.
        LedgerChanged {},
        /// A model file came, went, or grew.
        ShelfChanged {},
        /// Facts, people, or what is avoided.
        MemoryChanged {},
        /// How far words are found by meaning: `meaning` has changed.
        ReadingProgress {},
        /// Off the record began or ended.
        OffRecordChanged { on: bool },
        /// Some were lost: reload everything.
        Overflowed {},
        /// A notification was clicked: show the talk, at this turn.
        OpenTalk { turn: Option<i64> },
        /// The window was hidden or shown, where the page can't see that itself.
        Sight { visible: bool },
    }
}

/// Tells `null` from absent.
pub(crate) fn present<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}
