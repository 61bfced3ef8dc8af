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
        /// Shown beside the user's words, in order.
        pub pictures: Vec<Picture>,
    }

    /// A picture kept here. Its bytes come with `picture`.
    pub struct Picture {
        pub id: i64,
        pub width: u32,
        pub height: u32,
        pub bytes: u64,
    }
    /// A picture to be kept with the draft: any PNG, JPEG, GIF, WebP or BMP of at most 40 MiB, as base64.
    pub struct PictureEdit { pub data: String }
    pub struct PictureArgs { pub picture: i64 }
    pub enum PictureSize { Thumbnail, Whole }
    pub struct PictureDataArgs { pub picture: i64, pub size: PictureSize }
    pub struct PictureData { pub media_type: String, pub base64: String }

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
        /// `system`, `user`, `assistant`, `tool`.
        pub role: String,
        pub text: String,
        /// How many pictures went with it.
        pub pictures: u32,
        /// The tools it asks for, as `name(arguments)`.
        pub calls: Vec<String>,
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

    /// Where words go now. Always in sight, and true at this moment.
    pub struct Whereto {
        /// `null`: everything stays on this computer.
        pub host: Option<String>,
        /// `null`: the Listener answers.
        pub model: Option<String>,
        /// Where pictures would go, and to which model; `null`: nobody who answers can see.
        pub pictures: Option<PicturesGo>,
        /// Other hosts that words may go to, as things are chosen now.
        pub also: Vec<AlsoGo>,
    }
    pub struct AlsoGo {
        pub role: Role,
        pub host: String,
    }
    pub struct PicturesGo {
        /// `null`: they stay on this computer.
        pub host: Option<String>,
        pub model: String,
    }

    /// The protocol a provider speaks.
    pub enum Family { OpenAi, Anthropic, Gemini, Ollama, BuiltIn }

    /// What tokens cost, in US dollars a million.
    pub struct Price {
        /// Of the prompt.
        pub out: f64,
        /// Of the answer.
        pub back: f64,
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
        pub family: Family,
        /// Base address; empty for a built-in model.
        pub address: String,
        pub host: String,
        /// Whether the host is this computer.
        pub local: bool,
        /// For a built-in model its `LocalModel.id`.
        pub model: String,
        /// Tokens the model can read, as set here; `null`: the catalogue's word holds, if it has one.
        pub context: Option<u32>,
        /// As set here; `null`: the catalogue's word holds, if it has one.
        pub sees: Option<bool>,
        pub tools: Option<bool>,
        pub price: Option<Price>,
        pub key: KeyState,
        /// What holds in the end.
        pub facts: Facts,
    }

    /// What is known of a model, from its profile and the catalogue; `null` is not known.
    pub struct Facts {
        pub context: Option<u32>,
        pub sees: Option<bool>,
        pub tools: Option<bool>,
        pub price: Option<Price>,
        /// Billions of parameters.
        pub size: Option<f64>,
        /// Codes such as `portuguese`, `fast`.
        pub good_at: Vec<String>,
        /// Whether its provider trains on what is sent.
        pub trains: Option<bool>,
        /// Days it keeps what is sent.
        pub retention_days: Option<u32>,
    }

    pub struct ProfileEdit {
        /// `null` makes a new one.
        pub id: Option<i64>,
        pub name: String,
        pub family: Family,
        pub address: String,
        pub model: String,
        pub context: Option<u32>,
        pub sees: Option<bool>,
        pub tools: Option<bool>,
        pub price: Option<Price>,
    }

    /// What a profile is chosen for.
    pub enum Role {
        /// She answers with it.
        Talk,
        /// Quiet work, such as what she remembers.
        Quiet,
        /// Pictures, where the one that answers can't see.
        Seeing,
        /// It answers when the first one can't.
        Fallback,
    }
    pub struct ChooseArgs {
        pub role: Role,
        /// `null`: nobody (for talk: the Listener).
        pub profile: Option<i64>,
    }

    /// What a change of the model that answers may feel like, said before it takes effect.
    pub struct Announcement {
        pub from: Side,
        pub to: Side,
        /// Codes, the most felt first: `leaves`, `stays` (words leave this computer now, or no longer do),
        /// `other_host`, `manner` (another model, another voice), `listener`, `smaller`, `larger`, `reads_less`, `reads_more`,
        /// `blind`, `sees`, `no_tools`, `tools`, `costs`, `free`, `cheaper`, `dearer`, `trains`, `slower_first`, `portuguese_weak`.
        pub differences: Vec<String>,
    }
    pub struct Side {
        /// `null`: the Listener.
        pub model: Option<String>,
        /// `null`: on this computer.
        pub host: Option<String>,
        pub facts: Facts,
    }
    /// A choice that was made, and what it was before, for "back".
    pub struct Chosen {
        pub settings: Settings,
        pub before: Option<i64>,
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
        pub family: Family,
        pub address: String,
        pub models: Vec<String>,
    }

    pub struct ModelsArgs {
        pub family: Family,
        pub address: String,
        /// The saved profile whose key to use, if any. Its key is only ever sent to that profile's own host.
        pub profile: Option<i64>,
        /// A key typed but not yet saved.
        pub key: Option<String>,
    }

    /// A model a provider offers, with what it and the catalogue tell of it.
    pub struct Offered {
        pub name: String,
        pub facts: Facts,
    }

    pub struct TestArgs {
        pub family: Family,
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

    /// A figure, with where it was found.
    pub struct Source {
        /// What has to be known with the figure: who says it, how sure it is.
        pub notes: Vec<String>,
        pub address: String,
        /// The day it was looked up: `2026-11-22`.
        pub day: String,
    }

    /// A provider of the catalogue.
    pub struct Provider {
        pub id: String,
        pub name: String,
        pub family: Family,
        /// Base address; for one on this computer its usual one.
        pub address: String,
        pub local: bool,
        /// Where a key is made.
        pub key_page: Option<String>,
        /// What it says about what is sent to it.
        pub privacy_page: Option<String>,
        pub trains: Option<bool>,
        pub retention_days: Option<u32>,
        pub models: Vec<CatalogueModel>,
    }
    pub struct CatalogueModel {
        pub model: String,
        pub facts: Facts,
        pub sources: Vec<Source>,
    }

    /// The model files: here, half here, or offered.
    pub struct Shelf {
        pub models: Vec<LocalModel>,
        /// Bytes of memory of this computer; `null` when it can't be told.
        pub memory: Option<u64>,
        /// Bytes free where files are kept.
        pub free: Option<u64>,
        /// The host that files are downloaded from when no mirror is set.
        pub host: String,
    }
    pub struct LocalModel {
        pub id: String,
        pub name: String,
        /// Whether it is a file of the person's own.
        pub own: bool,
        pub path: Option<String>,
        pub bytes: Option<u64>,
        pub sha256: Option<String>,
        /// Where the checksum is from: `nowhere`, `catalogue`, `host`, `file`.
        pub pinned: String,
        /// Bytes of memory it needs, about.
        pub memory: Option<u64>,
        pub licence: Option<String>,
        pub licence_page: Option<String>,
        /// `Q4_K_M` and the like.
        pub quantisation: Option<String>,
        pub facts: Facts,
        pub sources: Vec<Source>,
        pub state: LocalState,
    }
    /// How a model file stands. `done` and `total` are bytes.
    #[serde(tag = "kind")]
    pub enum LocalState {
        Offered {},
        Downloading { done: u64, total: Option<u64> },
        Paused { done: u64, total: Option<u64> },
        Checking { done: u64, total: u64 },
        Whole {},
        /// `failure`: `unreachable`, `not_there`, `wrong_sum`, `disk_full`, `disk`, `no_model`, `unknown`.
        Failed { done: u64, total: Option<u64>, failure: String, detail: String },
    }
    pub struct LocalArgs { pub id: String }
    pub struct PathArgs { pub path: String }

    /// One request over the network.
    pub struct Request {
        pub id: i64,
        pub left_at: i64,
        /// The day it left, where it left.
        pub day: String,
        pub time: String,
        pub host: String,
        /// Whether it only went to this computer itself.
        pub local: bool,
        /// Empty where no model was meant.
        pub model: String,
        /// `answer`, `memory`, `test`, `list`, `download`.
        pub purpose: String,
        /// `open`, `whole`, `stopped`, `failed`, `cut_off`.
        pub state: String,
        /// `ModelErrorKind` in snake_case.
        pub failure: Option<String>,
        /// Bytes of the bodies, headers not counted.
        pub bytes_out: u64,
        pub bytes_in: u64,
        pub tokens_out: Option<u32>,
        pub tokens_in: Option<u32>,
        /// US dollars, where known.
        pub cost: Option<f64>,
        pub millis: u32,
        /// Whether its exact text is still held.
        pub held: bool,
    }
    pub struct LedgerArgs {
        /// Words of host, model or purpose; empty for all.
        pub query: String,
        /// Whether requests that only went to this computer itself are shown, too.
        pub with_local: bool,
        /// Only older ones than this.
        pub before: Option<i64>,
    }
    pub struct LedgerPage {
        pub requests: Vec<Request>,
        pub has_more: bool,
    }
    /// The sum of a day, `2026-11-22`, or of a month, `2026-11`.
    pub struct Total {
        pub period: String,
        pub requests: u32,
        pub bytes_out: u64,
        pub bytes_in: u64,
        pub tokens_out: u64,
        pub tokens_in: u64,
        pub cost: f64,
        /// Requests whose cost isn't known.
        pub unpriced: u32,
    }
    pub struct TotalsArgs { pub query: String, pub with_local: bool }
    pub struct Totals {
        /// Newest first; the last 62 days with requests.
        pub days: Vec<Total>,
        /// Newest first.
        pub months: Vec<Total>,
        /// This month's known cost, of all requests.
        pub this_month: f64,
        pub limit: Option<f64>,
    }
    pub struct RequestArgs { pub request: i64 }
    /// The exact text of one of the last twenty requests, in memory only.
    pub struct ExactText { pub text: String }
    pub enum LedgerFormat { Csv, Json }
    pub struct LedgerExportArgs { pub format: LedgerFormat, pub path: String }

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
    /// `turns`: how many were written; of the ledger, requests.
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
        /// Shown with the draft.
        pub draft_pictures: Vec<Picture>,
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
        /// `pictures`: of the draft, in order.
        Say { uid: String, text: String, #[serde(default)] pictures: Vec<i64> },
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
        /// No words yet, and why. Holds until the next delta.
        Waiting { why: Waiting },
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

    /// Why there are no words yet.
    #[serde(tag = "kind")]
    pub enum Waiting {
        /// The built-in model's file is compared with its checksum: bytes.
        Checking { done: u64, total: u64 },
        /// The built-in model is being loaded.
        Loading {},
        /// The graphics card could not load it; the processor does.
        OnProcessor {},
        /// It reads the prompt: tokens.
        Reading { done: u32, total: u32 },
        /// The model failed with `failure` and is asked again in so many seconds.
        Again { failure: String, seconds: u32 },
        /// She looks something up: the tool's name.
        Tool { name: String },
    }

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
