//! Where words go, profiles, and the models there are.

use super::Settings;

wire! {
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
    /// What a model on this computer is for.
    pub enum KeptFor {
        /// She can answer with it.
        Talking,
        /// Finds what was said by what it means; nobody talks with it.
        Reading,
    }
    pub struct LocalModel {
        pub id: String,
        pub name: String,
        pub kept_for: KeptFor,
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
}
