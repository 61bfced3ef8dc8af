//! The types that cross to the page. Times are Unix milliseconds UTC; ids are numbers below 2^53.
//! `ui/src/ipc/wire.ts` is written from this file by the test `the_typescript_contract_is_up_to_date`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {
        $( wire_type! { $kind $(#[$meta])* $name $body } )*
    };
}

macro_rules! wire_type {
    (struct $(#[$meta:meta])* $name:ident $body:tt) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub struct $name $body
    };
    (enum $(#[$meta:meta])* $name:ident $body:tt) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
        $(#[$meta])*
        pub enum $name $body
    };
}

wire! {
    /// An error as the page sees it: the page owns the words for `code` (Fluent key `error-<code>`), `message` is
    /// for the "details" fold.
    pub struct ApiError {
        /// `core::error::Kind` in snake_case, or `unknown_command` / `bad_arguments`.
        pub code: String,
        pub message: String,
    }

    pub enum Speaker { User, Companion }

    /// How a turn stands.
    pub enum TurnState {
        /// Whole.
        Complete,
        /// Being answered now.
        Streaming,
        /// The person stopped it.
        Stopped,
        /// Cut off in the middle: by the model, or because the app ended.
        CutOff,
    }

    /// Who gave an answer.
    pub struct AnsweredBy {
        /// The model's name; `null` for the built-in Listener.
        pub model: Option<String>,
        /// The host the words went to; `null` when they stayed on this computer.
        pub host: Option<String>,
    }

    pub struct Turn {
        pub id: i64,
        pub episode: i64,
        pub speaker: Speaker,
        /// Markdown.
        pub text: String,
        pub state: TurnState,
        pub said_at: i64,
        /// The day it was said, where it was said: `2026-11-22`.
        pub day: String,
        /// The wall clock where it was said: `21:07`.
        pub time: String,
        /// For the companion's turns.
        pub answered_by: Option<AnsweredBy>,
        /// Why a model gave no answer or only part of one: `ModelErrorKind` in snake_case. On an answer by the
        /// Listener it says why the chosen model did not answer.
        pub failure: Option<String>,
        /// How many earlier versions are kept.
        pub versions: u32,
        /// The user's turn this one answers.
        pub reply_to: Option<i64>,
        /// Set while the removal can still be undone: the moment it becomes final.
        pub forgotten_at: Option<i64>,
    }

    /// Something a turn said before it was edited or asked again.
    pub struct Version {
        pub id: i64,
        pub text: String,
        pub state: TurnState,
        pub said_at: i64,
        pub answered_by: Option<AnsweredBy>,
        pub failure: Option<String>,
    }

    /// Turns in order, oldest first.
    pub struct Page {
        pub turns: Vec<Turn>,
        pub has_earlier: bool,
        pub has_later: bool,
    }

    /// Which page.
    pub enum PageFrom {
        /// The newest turns.
        Latest,
        /// Those before this turn.
        Before(i64),
        /// Those after it.
        After(i64),
        /// This turn with as many before as after.
        Around(i64),
    }

    pub struct PageArgs {
        pub from: PageFrom,
        /// 1 to 200.
        pub limit: u32,
    }

    pub struct SearchArgs {
        pub query: String,
        /// `Hits.more_before`, for the next page: only older turns.
        pub before: Option<i64>,
    }

    pub struct Hit {
        pub turn: i64,
        pub speaker: Speaker,
        pub said_at: i64,
        pub day: String,
        pub time: String,
        /// Up to 240 characters around the words found.
        pub excerpt: String,
        /// Where in `excerpt` the found words are: UTF-16 offsets `[start, end)`.
        pub marks: Vec<(u32, u32)>,
    }

    pub struct Hits {
        pub hits: Vec<Hit>,
        /// Pass as `before` to get more; `null` when there are none.
        pub more_before: Option<i64>,
    }

    pub struct TurnArgs { pub turn: i64 }
    pub struct ProfileArgs { pub profile: i64 }
    pub struct TextArgs { pub text: String }
    pub struct NameArgs { pub name: String }

    pub struct Deleted {
        /// Until then `restore_turn` brings it back.
        pub undo_until: i64,
    }

    /// What was sent to a model for one answer, whole. Held in memory only, for the last twenty answers.
    pub struct Sent {
        pub host: String,
        pub model: String,
        pub at: i64,
        pub messages: Vec<SentMessage>,
        /// By the stated estimate.
        pub tokens: u32,
        pub budget: u32,
        /// Turns of the conversation that did not fit.
        pub left_out: u32,
    }
    pub struct SentMessage {
        /// `system`, `user`, `assistant`.
        pub role: String,
        pub text: String,
    }

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
    }

    /// Where words go now. Always in sight, and true at this moment.
    pub struct Whereto {
        /// `null`: everything stays on this computer.
        pub host: Option<String>,
        /// `null`: the Listener answers.
        pub model: Option<String>,
    }

    pub enum KeyState {
        /// None is kept.
        None,
        /// In the operating system's keyring.
        Keyring,
        /// In memory, for this run only.
        Session,
        /// The keyring can't be asked now: it is locked.
        Locked,
        /// The keyring can't be asked: there is none.
        Missing,
    }

    pub struct Profile {
        pub id: i64,
        pub name: String,
        /// OpenAI-compatible base address.
        pub address: String,
        pub host: String,
        /// Whether the host is this computer.
        pub local: bool,
        pub model: String,
        /// Tokens the model can read; `null` when unknown.
        pub context: Option<u32>,
        pub key: KeyState,
    }

    pub struct ProfileEdit {
        /// `null` makes a new one.
        pub id: Option<i64>,
        pub name: String,
        pub address: String,
        pub model: String,
        pub context: Option<u32>,
    }

    pub enum KeepKey {
        Keyring,
        /// For this run only.
        Session,
    }

    pub struct KeyArgs {
        pub profile: i64,
        pub key: String,
        pub keep: KeepKey,
    }

    /// A service found on this computer.
    pub struct Found {
        pub name: String,
        pub address: String,
        pub models: Vec<String>,
    }

    pub struct ModelsArgs {
        pub address: String,
        /// The saved profile whose key to use, if any. Its key is only ever sent to that profile's own host.
        pub profile: Option<i64>,
        /// A key typed but not yet saved.
        pub key: Option<String>,
    }

    pub struct TestArgs {
        pub address: String,
        pub model: String,
        pub profile: Option<i64>,
        pub key: Option<String>,
    }

    /// A test of a connection: the model was asked for one word.
    pub struct Tested {
        pub works: bool,
        /// To the first piece.
        pub millis: u32,
        /// `ModelErrorKind` in snake_case when it doesn't work.
        pub failure: Option<String>,
        pub detail: Option<String>,
    }

    pub struct HelpArgs {
        /// Two letters; `null` uses the setting, else the system's region.
        pub country: Option<String>,
    }
    pub struct HelpLine {
        pub country: String,
        pub name: String,
        pub call: Option<String>,
        pub text: Option<String>,
        pub chat: Option<String>,
        pub hours: Option<String>,
        pub free: bool,
        pub also: Vec<String>,
        pub emergency: Vec<String>,
    }
    pub struct HelpLines {
        /// The country the lines are for; `null` when there are none for it.
        pub country: Option<String>,
        pub lines: Vec<HelpLine>,
        /// Web pages that find a line anywhere.
        pub elsewhere: Vec<String>,
        /// Every country with lines: two letters.
        pub countries: Vec<String>,
    }

    /// A copy of the database.
    pub struct Copy {
        /// Its file name, which names it in `restore_copy`.
        pub name: String,
        pub made_at: i64,
        pub bytes: u64,
        pub turns: u64,
        /// Whether it opened whole when it was last looked at.
        pub whole: bool,
        /// Why it was made: `daily`, `asked`, `migration`.
        pub reason: String,
    }

    pub enum ExportFormat { Markdown, Json }
    pub struct ExportArgs { pub format: ExportFormat, pub path: String }
    pub struct Exported { pub path: String, pub turns: u64 }

    /// Why she could not open, and what can be done.
    pub struct Trouble {
        /// `damaged`, `newer`, `in_use`, `read_only`, `disk_full`, `broken`.
        pub code: String,
        pub message: String,
        /// The data folder.
        pub folder: String,
        /// Good copies, newest first.
        pub copies: Vec<Copy>,
    }

    /// Everything the first paint needs, in one reply.
    pub struct Opening {
        /// Set when the life could not be opened: nothing else below is true then.
        pub trouble: Option<Trouble>,
        pub settings: Settings,
        pub whereto: Whereto,
        pub draft: String,
        /// The newest turns.
        pub page: Page,
        /// Turns kept in all.
        pub turns: u64,
        /// Whether an answer is being made: join it with `converse(rejoin)`.
        pub answering: bool,
        /// Answers the last run left open, closed at this opening.
        pub closed_open: Vec<i64>,
        /// The data folder.
        pub folder: String,
        pub version: String,
    }

    pub struct Nothing {}

    /// What a page asks of the talk. The reply streams as [`Delta`]s.
    #[serde(tag = "kind")]
    pub enum Converse {
        /// The person says something. `uid` (32 hex digits, made by the page once for these words) makes saying it
        /// twice harmless. What was being answered is stopped.
        Say { uid: String, text: String },
        /// Ask again for the answer `turn` (or, given the user's turn, for its answer), with the same words. What
        /// was there stays until the new answer is whole, then becomes a version.
        Retry { turn: i64 },
        /// Replace the words of the person's last turn and answer anew. The old words and answer become versions.
        Edit { turn: i64, text: String },
        /// She speaks without new words: goes on, or speaks first.
        GoOn {},
        /// Join the answer being made: `Answering`, with what there is so far, then the rest; `Idle` when there is none.
        Rejoin {},
    }

    /// What streams back. Ends with `Closed`, `NotKept`, `Refused` or `Idle`.
    #[serde(tag = "kind")]
    pub enum Delta {
        /// The person's words are durable: this is the acknowledgement.
        Kept { turn: Turn },
        /// They could not be kept: leave them in the composer.
        NotKept { error: ApiError },
        /// Nothing was done (the turn is gone, or can't be edited).
        Refused { error: ApiError },
        /// Words that call for help lines were said; shown before any answer.
        Help { help: HelpLines },
        /// An answer is being made by `answered_by`, for `turn` if it replaces one, with this text so far.
        Answering { reply_to: Option<i64>, turn: Option<i64>, text: String, answered_by: AnsweredBy },
        /// More words of it.
        Piece { text: String },
        /// What streamed so far is to be taken back, and another answers (the Listener, after a model failed
        /// before its first word).
        Instead { answered_by: AnsweredBy, failure: String },
        /// The answer ended, and stands in the store like this. `null`: it ended with nothing to keep.
        /// `attempt`: a retry that did not become whole; the turn stands as it was, the attempt is a version.
        /// `failure`: why the model gave nothing or only part (`ModelErrorKind` in snake_case).
        Closed { turn: Option<Turn>, attempt: Option<Version>, failure: Option<String> },
        /// Nothing is being answered.
        Idle {},
    }

    /// What changed. Ids only.
    #[serde(tag = "kind")]
    pub enum Event {
        TurnsChanged { turns: Vec<i64> },
        AnswerOpened {},
        SettingsChanged {},
        CopyMade { whole: bool },
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
