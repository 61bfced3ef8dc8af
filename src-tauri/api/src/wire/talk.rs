//! What is said, shown, found and streamed.

use super::{ApiError, HelpLines, Wish};

wire! {
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
        /// How many memories this answer was given: `recalled` tells which.
        pub recalled: u32,
        /// What these words asked of her memory.
        pub wish: Option<Wish>,
        /// Said off the record: held until that ends, never kept. Its id is below zero.
        pub off_record: bool,
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
}
