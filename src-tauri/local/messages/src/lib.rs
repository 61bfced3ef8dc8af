//! What the app and its local worker say to each other. The app asks with [`Request`]s on the worker's stdin, the
//! worker tells with [`Reply`]s on its stdout; each goes in a frame of its own ([`write_frame`], [`read_frame`]).
//!
//! One model at a time, one answer at a time. `id`s are chosen by the app and grow; what is told of an id the app
//! no longer waits for is to be passed over.

mod frame;

pub use frame::{FrameError, LONGEST_FRAME, decode_frame, encode_frame, read_frame, write_frame};

use serde::{Deserialize, Serialize};

/// What the app asks of the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Request {
    /// Loads a file, in place of the one loaded before. Answered by `Loaded` or `NotLoaded`.
    Load(Load),
    /// Loads a file with little context, checks its numbers and computes one token of it. Answered by `Loaded` or
    /// `NotLoaded`; nothing stays loaded.
    Probe(Load),
    /// Answers. Told by `Reading`, `Piece`, and one `Done` or `Failed`.
    Answer(Answer),
    /// Ends the answer of this id, and those of smaller ids. Its `Done` says `Stopped`.
    Stop { id: u64 },
    /// Counts the tokens of each text as the loaded model cuts them, without what its template puts around.
    /// Answered by `Counted`, or `Failed` when nothing is loaded.
    Count { id: u64, texts: Vec<String> },
}

/// A file, and how to load it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    pub path: String,
    /// Tokens of context wanted. The worker gives at most what the model was trained for; 0 asks for that.
    pub context: u32,
    /// Threads to compute with; 0 leaves it to the worker (physical cores minus one, at least one).
    pub threads: u32,
    /// Layers given to the graphics processor, where the worker was built for one; 0 is none.
    pub gpu_layers: u32,
}

/// One prompt, and how to answer it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub id: u64,
    pub messages: Vec<Said>,
    /// A JSON schema the answer must fit, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Tokens the answer may have at most.
    pub max_tokens: u32,
    #[serde(default)]
    pub sampling: Sampling,
}

/// Who says a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    System,
    User,
    Assistant,
}

impl Speaker {
    /// Its name in chat templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One message of a prompt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub by: Speaker,
    pub text: String,
}

/// How a token is chosen. The defaults are llama.cpp's own, a little cooler, and with a light hand against repeating.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sampling {
    /// 0 always takes the likeliest.
    pub temperature: f32,
    pub top_k: u32,
    pub top_p: f32,
    pub min_p: f32,
    /// 1 is none.
    pub repeat_penalty: f32,
    /// Of how many last tokens a repetition is held against one.
    pub repeat_last: u32,
    /// The same seed, prompt and file on the same computer give the same answer. `None` takes one by chance.
    pub seed: Option<u32>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            temperature: 0.7,
            top_k: 40,
            top_p: 0.95,
            min_p: 0.05,
            repeat_penalty: 1.05,
            repeat_last: 64,
            seed: None,
        }
    }
}

/// What the worker tells the app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tell", rename_all = "snake_case")]
pub enum Reply {
    Loaded(Loaded),
    NotLoaded {
        why: NotLoaded,
        /// For the log and the "details" fold.
        detail: String,
    },
    /// The prompt is being read: tokens read of this many that have to be.
    Reading {
        id: u64,
        done: u32,
        total: u32,
    },
    /// More words of the answer; whole characters.
    Piece {
        id: u64,
        text: String,
    },
    Done(Done),
    Failed {
        id: u64,
        why: Failed,
        detail: String,
    },
    /// Tokens of each text, in the order asked.
    Counted {
        id: u64,
        tokens: Vec<u32>,
    },
}

/// What was loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// As the file names itself; may be empty.
    pub name: String,
    /// "llama", "qwen3".
    pub architecture: String,
    /// Tokens the model was trained to read at once.
    pub context_trained: u32,
    /// Tokens there is room for now: prompt and answer together.
    pub context: u32,
    pub parameters: u64,
    /// Bytes of the weights.
    pub bytes: u64,
    pub template: Template,
    pub threads: u32,
    /// Layers computed by the graphics processor.
    pub gpu_layers: u32,
    /// Tokens a message costs besides those of its text.
    pub tokens_a_message: u32,
    /// Tokens every prompt costs besides its messages.
    pub tokens_a_prompt: u32,
    pub millis: u64,
}

/// How messages are put into one text for this model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// As the file says.
    OfFile,
    /// The file says nothing, or something this worker doesn't know: ChatML.
    ChatMl,
}

/// Why a file was not loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotLoaded {
    /// This computer's processor lacks what the worker was built with.
    Processor,
    /// The file isn't there or can't be read.
    Missing,
    /// Corrupt, cut short, or of a kind this llama.cpp doesn't know.
    Unreadable,
    /// A model, but none that answers (it only embeds, for instance).
    NoAnswers,
    /// There is no room for it or its context.
    Memory,
}

/// How an answer ended, and what it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub id: u64,
    pub why: Ending,
    /// Tokens of the prompt, those reused among them.
    pub tokens_in: u32,
    /// Tokens of the prompt that were still known from before, and were not computed again.
    pub reused: u32,
    pub tokens_out: u32,
    /// Milliseconds until the prompt was read.
    pub millis_reading: u64,
    /// Milliseconds for all of it.
    pub millis: u64,
}

/// Why an answer ended without a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// The model said all.
    Whole,
    /// As many tokens as were allowed, or as there is context for.
    Length,
    /// The app asked.
    Stopped,
}

/// Why there is no answer, or not all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failed {
    /// Nothing is loaded.
    NotLoaded,
    /// The prompt is longer than the context; nothing was computed.
    ContextTooLong,
    /// The schema is none, or one that can't be held to.
    Schema,
    /// llama.cpp gave an error while computing.
    Compute,
    /// What it computes are no numbers: its weights are broken.
    Weights,
}
