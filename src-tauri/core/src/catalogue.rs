//! What is known of providers and models without asking them: `data/catalogue.json`. `data/catalogue.md` says what
//! each field means and how an entry is added.
//!
//! Every figure carries where it was read and on which day ([`Sourced`]); what could not be sourced is `None`, never a
//! guess. What a profile says goes before the catalogue.

use crate::ports::Family;
use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::LazyLock;

/// The file as it is written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The shape of the file.
    pub version: u32,
    /// Where model files are downloaded from: the base before [`LocalModel::file`]. A mirror's takes its place.
    pub download_base: Sourced<String>,
    pub providers: Vec<Provider>,
    pub remote_models: Vec<RemoteModel>,
    /// From small to large.
    pub local_models: Vec<LocalModel>,
    /// What finds by meaning. One: the vectors of two can't be compared.
    pub reader: Reader,
}

/// A figure, and where it is from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sourced<T> {
    pub value: T,
    /// The address it was read at, `https`.
    pub source: String,
    /// The day it was read.
    pub looked_up: NaiveDate,
    /// The day the source itself is of, where it tells.
    pub source_date: Option<NaiveDate>,
    /// What has to be known with it.
    pub note: Option<String>,
}

/// Somebody who answers over the network, or a program on this computer that does.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub id: String,
    pub name: String,
    pub family: Family,
    /// Whether it usually runs on this computer.
    pub local: bool,
    /// The base address, without a slash at its end; `None`: the person gives it.
    pub base: Option<Sourced<String>>,
    /// The port of one that runs on this computer.
    pub default_port: Option<Sourced<u16>>,
    /// The page on which a key is made.
    pub key_page: Option<Sourced<String>>,
    pub privacy: Privacy,
    pub parameters: Parameters,
    pub note: Option<String>,
}

/// What a provider says of what is sent to it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Its page about it.
    pub page: Option<Sourced<String>>,
    pub trains_on_api_data: Option<Sourced<Training>>,
    /// Days it keeps what is sent when nothing else is agreed.
    pub retention_days: Option<Sourced<u32>>,
}

/// Whether a provider trains on what is sent over its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Training {
    No,
    Yes,
    /// On the plan, or on who answers in the end: the note tells.
    Depends,
}

/// The names of a provider's parameters, where its documentation was read; `None`: not read, or not there.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub tools: Option<Sourced<String>>,
    pub json_schema: Option<Sourced<String>>,
    pub pictures: Option<Sourced<String>>,
}

/// What a model is good at, in our own judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoodAt {
    Conversation,
    Portuguese,
    Reasoning,
    Cheap,
    Fast,
    Seeing,
    /// Quiet work: memories, summaries.
    Quiet,
}

impl GoodAt {
    /// Its code in the file and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Portuguese => "portuguese",
            Self::Reasoning => "reasoning",
            Self::Cheap => "cheap",
            Self::Fast => "fast",
            Self::Seeing => "seeing",
            Self::Quiet => "quiet",
        }
    }
}

/// A model of a provider.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteModel {
    /// `provider/model`.
    pub id: String,
    /// [`Provider::id`].
    pub provider: String,
    /// Its name as the API spells it.
    pub model: String,
    /// Its name for people.
    pub name: String,
    /// Tokens of prompt and answer together.
    pub context_tokens: Option<Sourced<u64>>,
    /// Tokens of the prompt, where that has a limit of its own.
    pub max_input_tokens: Option<Sourced<u64>>,
    pub max_output_tokens: Option<Sourced<u64>>,
    /// At most one holds on a day.
    pub prices: Vec<Price>,
    pub sees: Option<Sourced<bool>>,
    pub tools: Option<Sourced<bool>>,
    /// What tools ask for with this model; `None`: nothing of their own.
    pub tools_road: Option<Sourced<ToolsRoad>>,
    pub json_schema: Option<Sourced<bool>>,
    /// Whether a temperature other than the default is taken.
    pub takes_temperature: Option<Sourced<bool>>,
    pub good_at: Vec<GoodAt>,
    pub note: Option<String>,
}

/// What a model asks for before it takes tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolsRoad {
    /// OpenAI's `/responses` instead of `/chat/completions`.
    Responses,
    /// `reasoning_effort: "none"` on `/chat/completions`.
    ReasoningEffortNone,
}

/// What tokens cost, in US dollars a million.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The first day it holds; `None`: already.
    pub from: Option<NaiveDate>,
    /// The last day it holds; `None`: until told otherwise.
    pub until: Option<NaiveDate>,
    pub input: Sourced<f64>,
    pub output: Sourced<f64>,
    /// Of the part of the prompt the provider still had.
    pub cached_input: Option<Sourced<f64>>,
    /// Prompts of more tokens than this cost more, and how much more is only in the note.
    pub dearer_above_tokens: Option<Sourced<u64>>,
    pub note: Option<String>,
}

/// A model file (GGUF) that can be downloaded.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalModel {
    pub id: String,
    pub name: String,
    /// The path after [`Catalogue::download_base`], with the revision in it, so that it names the same bytes for ever.
    pub file: String,
    /// The host's page of that file.
    pub page: String,
    pub size_bytes: Sourced<u64>,
    /// 64 hex digits in lower case; `None`: taken from the host at the first download, shown, and pinned.
    pub sha256: Option<Sourced<String>>,
    /// SPDX, or the name it has.
    pub licence: Sourced<String>,
    pub licence_page: String,
    /// Tokens it was trained to read.
    pub context_trained: Option<Sourced<u64>>,
    pub parameters: Option<Sourced<u64>>,
    /// `Q4_K_M` and the like.
    pub quantisation: String,
    /// Of the computer, for the file and a context of 8,192 tokens.
    pub memory_needed_bytes: Derived,
    /// The smallest computer it is for: 4, 8, 16 or 32 GiB of memory.
    pub machine_gib: u32,
    /// Whether it is the one to offer first on such a computer.
    pub first_choice: bool,
    pub portuguese: Option<Sourced<Portuguese>>,
    /// Whether this file sees: none here does, without a second file.
    pub sees: bool,
    pub tools: Option<Sourced<bool>>,
    pub chat_template: String,
    pub good_at: Vec<GoodAt>,
    pub note: Option<String>,
}

/// A model that makes vectors of texts, on this computer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    pub id: String,
    pub name: String,
    /// The host's page of the revision.
    pub page: String,
    /// The weights first.
    pub files: Vec<ReaderFile>,
    /// SPDX, or the name it has.
    pub licence: Sourced<String>,
    pub licence_page: String,
    /// In a vector.
    pub numbers: Sourced<u64>,
    /// Most tokens of a text; the rest of a longer one is not read.
    pub reads_tokens: Sourced<u64>,
    pub parameters: Option<Sourced<u64>>,
    pub portuguese: Option<Sourced<Portuguese>>,
    pub note: Option<String>,
}

/// One of the files that together are a [`Reader`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderFile {
    /// As [`LocalModel::file`]; it is kept under the last part of it.
    pub file: String,
    pub size_bytes: Option<Sourced<u64>>,
    /// As [`LocalModel::sha256`].
    pub sha256: Option<Sourced<String>>,
}

/// A figure reckoned from others.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    pub value: u64,
    pub derived_from: String,
}

/// What its maker says of a model's Portuguese.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Portuguese {
    /// Named among the languages supported.
    Named,
    /// Many languages, not named one by one where it was read.
    AmongMany,
}

const FILE: &str = include_str!("../data/catalogue.json");
static BUILT_IN: LazyLock<Result<Catalogue, serde_json::Error>> =
    LazyLock::new(|| serde_json::from_str(FILE));

impl Catalogue {
    /// The one that ships with her.
    ///
    /// # Errors
    /// When the file can't be read, which the tests rule out.
    pub fn built_in() -> Result<&'static Self, &'static serde_json::Error> {
        BUILT_IN.as_ref()
    }

    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.id == id)
    }

    /// The model that `provider` calls `model`.
    pub fn remote(&self, provider: &str, model: &str) -> Option<&RemoteModel> {
        self.remote_models.iter().find(|known| known.provider == provider && known.model == model)
    }

    pub fn local(&self, id: &str) -> Option<&LocalModel> {
        self.local_models.iter().find(|known| known.id == id)
    }
}

impl Privacy {
    /// Whether it trains on what is sent; `None` when that is not known, or depends on what the catalogue can't see.
    pub fn trains(&self) -> Option<bool> {
        match self.trains_on_api_data.as_ref()?.value {
            Training::No => Some(false),
            Training::Yes => Some(true),
            Training::Depends => None,
        }
    }
}

impl RemoteModel {
    /// What it costs on `day`. `None` when that is not known; that a long prompt costs more is in
    /// [`Price::dearer_above_tokens`].
    pub fn price_on(&self, day: NaiveDate) -> Option<&Price> {
        self.prices.iter().find(|price| {
            price.from.is_none_or(|from| from <= day) && price.until.is_none_or(|until| day <= until)
        })
    }

    /// Where its figures are from, each address once, with the day it was last read.
    pub fn sources(&self) -> Vec<Source<'_>> {
        let prices = self.prices.iter().flat_map(|price| {
            [Some(at(&price.input)), Some(at(&price.output)), price.cached_input.as_ref().map(at)]
        });
        once(
            [
                self.context_tokens.as_ref().map(at),
                self.max_output_tokens.as_ref().map(at),
                self.sees.as_ref().map(at),
                self.tools.as_ref().map(at),
                self.json_schema.as_ref().map(at),
            ]
            .into_iter()
            .chain(prices),
        )
    }
}

impl LocalModel {
    /// The address it is downloaded from. `base` is [`Catalogue::download_base`] or a mirror's.
    pub fn address(&self, base: &str) -> String {
        format!("{}/{}", base.trim_end_matches('/'), self.file)
    }

    /// Where its figures are from, each address once, with the day it was last read.
    pub fn sources(&self) -> Vec<Source<'_>> {
        once([
            Some(at(&self.size_bytes)),
            self.sha256.as_ref().map(at),
            Some(at(&self.licence)),
            self.context_trained.as_ref().map(at),
            self.parameters.as_ref().map(at),
            self.portuguese.as_ref().map(at),
            self.tools.as_ref().map(at),
        ])
    }
}

impl Reader {
    /// Where its figures are from, each address once, with the day it was last read.
    pub fn sources(&self) -> Vec<Source<'_>> {
        let files = self
            .files
            .iter()
            .flat_map(|file| [file.size_bytes.as_ref().map(at), file.sha256.as_ref().map(at)]);
        once(files.chain([
            Some(at(&self.licence)),
            Some(at(&self.numbers)),
            Some(at(&self.reads_tokens)),
            self.parameters.as_ref().map(at),
            self.portuguese.as_ref().map(at),
        ]))
    }
}

impl ReaderFile {
    /// Its name in the folder.
    pub fn name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or_default()
    }
}

/// An address that figures are from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    pub address: &'a str,
    /// The day it was last read.
    pub day: NaiveDate,
    /// What has to be known with its figures, each once.
    pub notes: Vec<&'a str>,
}

fn at<T>(figure: &Sourced<T>) -> Source<'_> {
    Source {
        address: &figure.source,
        day: figure.looked_up,
        notes: figure.note.as_deref().into_iter().collect(),
    }
}

fn once<'a>(told: impl IntoIterator<Item = Option<Source<'a>>>) -> Vec<Source<'a>> {
    let mut sources: Vec<Source<'a>> = Vec::new();
    for one in told.into_iter().flatten() {
        let Some(known) = sources.iter_mut().find(|known| known.address == one.address) else {
            sources.push(one);
            continue;
        };
        known.day = one.day.max(known.day);
        for note in one.notes {
            if !known.notes.contains(&note) {
                known.notes.push(note);
            }
        }
    }
    sources
}

#[cfg(test)]
mod tests;
