//! One model behind one address: asks, and hands over what is answered.

use crate::{
    answer::{self, Answer, Following},
    classify,
    protocol::{self, Framing, Reader, Wanted},
    quirks::{Learnt, Quirks},
    record::{Record, Watching},
    roads::{self, Roads},
    scrub::Scrub,
};
use futures_util::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};
use reqwest::{
    Method, RequestBuilder, Response, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, HeaderValue},
};
use samantha_core::{
    address::{Address, is_forwarded},
    ports::{
        End, Endpoint, Family, LanguageModel, Leaving, ModelError, ModelErrorKind as Kind, Piece, Price,
        Prompt, Purpose, Secret,
    },
};
use std::{collections::VecDeque, pin::Pin, sync::Arc};
use tokio::time::{Instant, timeout_at};

/// Most bytes read of a reply that reports an error.
const LONGEST_ERROR: usize = 64 * 1024;

/// Most bytes read of a reply that comes whole.
const LONGEST_WHOLE: usize = 8 * 1024 * 1024;

/// How long the body of an error is waited for.
const ERROR_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// How often one question is put again without what the provider objected to.
const MOST_OBJECTIONS: usize = 6;

/// The version of Anthropic's protocol that is spoken here.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// What is needed to ask one address.
pub(crate) struct Asking {
    pub(crate) roads: Arc<Roads>,
    pub(crate) watching: Arc<Watching>,
    pub(crate) family: Family,
    /// A base address, or why what was given is none.
    pub(crate) address: Result<Address, ModelError>,
    pub(crate) key: Option<Secret>,
}

/// One request.
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    /// Under the base address, or from its root.
    pub(crate) path: &'a str,
    /// JSON, or nothing at all.
    pub(crate) body: Vec<u8>,
    pub(crate) purpose: Purpose,
    /// Empty where no model is meant.
    pub(crate) model: &'a str,
    pub(crate) price: Option<Price>,
    /// The reply's head must be here by then.
    pub(crate) until: Instant,
    pub(crate) scrub: &'a Scrub,
}

/// A reply of success, read not further than its head.
pub(crate) struct Reply {
    response: Response,
    record: Record,
}

impl Asking {
    /// Sends one request, once the ledger knows of it.
    pub(crate) async fn send(&self, request: Request<'_>) -> Result<Reply, Refusal> {
        let address = self.address.as_ref().map_err(|error| error.clone())?;
        let Request { method, path, body, purpose, model, price, until, scrub } = request;
        let url = roads::under(address, path)?;
        let builder = self.with_key(self.roads.client(address)?.request(method, url))?;
        let builder = if body.is_empty() {
            builder.header(ACCEPT, "application/json")
        } else {
            let accepted = match protocol::framing(self.family) {
                Framing::Events => "text/event-stream, application/json;q=0.5",
                Framing::Lines => "application/x-ndjson, application/json;q=0.5",
            };
            builder.header(ACCEPT, accepted).header(CONTENT_TYPE, "application/json").body(body.clone())
        };
        // What a program on this computer hands on goes to that host.
        let on = if address.is_loopback() { is_forwarded(self.family, model) } else { None };
        let leaving = Leaving {
            host: on.unwrap_or(address.host()).to_owned(),
            local: address.is_loopback() && on.is_none(),
            model: model.to_owned(),
            purpose,
            body: body.into(),
            price,
        };
        let mut record = self.watching.leaving(leaving).await?;
        let response = match timeout_at(until, builder.send()).await {
            Err(_) => Err(ModelError::new(Kind::Timeout, "no reply came for too long")),
            Ok(Err(error)) => Err(classify::of_connection(error, scrub)),
            Ok(Ok(response)) => Ok(response),
        };
        record.ended_with(&response);
        let response = response?;
        // From here on it ends when it was read, or was stopped.
        record.ended(End::Stopped);
        let (status, headers) = (response.status(), response.headers().clone());
        log::debug!("a provider replied with status {}", status.as_u16());
        if status.is_success() {
            let plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
            if headers.get(CONTENT_ENCODING).is_some_and(|encoding| !plain(encoding)) {
                record.ended(End::Failed(Kind::Unreadable));
                let why = "the reply is compressed, which nobody asked for";
                return Err(ModelError::new(Kind::Unreadable, why).into());
            }
            return Ok(Reply { response, record });
        }
        let mut body = Vec::new();
        let until = until.min(Instant::now() + ERROR_PATIENCE);
        // What came until then says enough; a status alone does, too.
        drop(read_up_to(response, LONGEST_ERROR, until, &mut body, &mut record).await);
        let error = classify::of_reply(status, &headers, &body, scrub);
        record.ended(End::Failed(error.kind));
        Err(Refusal { error, status: Some(status), body })
    }

    /// The key, in the header where this family wants it; never in the address.
    fn with_key(&self, request: RequestBuilder) -> Result<RequestBuilder, ModelError> {
        let request = match self.family {
            Family::Anthropic => request.header("anthropic-version", ANTHROPIC_VERSION),
            Family::OpenAi | Family::Gemini | Family::Ollama | Family::BuiltIn => request,
        };
        let Some(key) = self.key.as_ref().map(|key| key.reveal().trim()).filter(|key| !key.is_empty()) else {
            return Ok(request);
        };
        let (name, value) = match self.family {
            Family::Anthropic => (HeaderName::from_static("x-api-key"), key.to_owned()),
            Family::Gemini => (HeaderName::from_static("x-goog-api-key"), key.to_owned()),
            Family::OpenAi | Family::Ollama | Family::BuiltIn => (AUTHORIZATION, format!("Bearer {key}")),
        };
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| ModelError::new(Kind::Auth, "the key has characters a key can't have"))?;
        value.set_sensitive(true);
        Ok(request.header(name, value))
    }
}

/// No reply of success, and what it was.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) error: ModelError,
    status: Option<StatusCode>,
    body: Vec<u8>,
}

impl From<ModelError> for Refusal {
    fn from(error: ModelError) -> Self {
        Self { error, status: None, body: Vec::new() }
    }
}

/// How much of a body was wanted, and came.
#[derive(Debug, PartialEq)]
enum Read {
    Whole,
    TooLong,
    Late,
    Broken(ModelError),
}

/// Reads a body to its end, or to `most` bytes, or as far as it comes.
async fn read_up_to(
    mut response: Response,
    most: usize,
    until: Instant,
    body: &mut Vec<u8>,
    record: &mut Record,
) -> Read {
    loop {
        match timeout_at(until, response.chunk()).await {
            Err(_) => return Read::Late,
            Ok(Err(error)) => return Read::Broken(classify::of_broken_body(error, &Scrub::default())),
            Ok(Ok(None)) => return Read::Whole,
            Ok(Ok(Some(bytes))) => {
                record.read(bytes.len());
                let room = most - body.len();
                body.extend(bytes.iter().take(room));
                if bytes.len() > room {
                    return Read::TooLong;
                }
            }
        }
    }
}

impl Reply {
    /// The type of its body, in lower case, without parameters.
    fn kind(&self) -> String {
        let kind = self.response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        String::from_utf8_lossy(kind).to_ascii_lowercase()
    }

    /// Its whole body of at most 8 MiB, read to its end by then.
    pub(crate) async fn whole(self, until: Instant) -> Result<Vec<u8>, ModelError> {
        let (read, mut record) = self.read(until).await;
        record.ended_with(&read);
        read
    }

    async fn read(self, until: Instant) -> (Result<Vec<u8>, ModelError>, Record) {
        let (Self { response, mut record }, mut body) = (self, Vec::new());
        let read = match read_up_to(response, LONGEST_WHOLE, until, &mut body, &mut record).await {
            Read::Whole => Ok(body),
            Read::TooLong => Err(ModelError::new(Kind::Unreadable, "the reply has no end")),
            Read::Late => Err(ModelError::new(Kind::Timeout, "the reply didn't come to its end")),
            Read::Broken(error) => Err(error),
        };
        (read, record)
    }
}

/// A model at a provider's.
pub(crate) struct RemoteModel {
    pub(crate) asking: Asking,
    pub(crate) endpoint: Endpoint,
    pub(crate) learnt: Arc<Learnt>,
}

/// The same model in every answer it gives.
pub(crate) struct SharedModel(pub(crate) Arc<RemoteModel>);

type Bytes = Pin<Box<dyn Stream<Item = Result<Vec<u8>, ModelError>> + Send>>;

enum Stage {
    Unasked(Prompt),
    Answering(Box<Answer<Bytes>>, Quirks),
    /// What a reply that came whole said, and the error that follows it.
    Giving(VecDeque<Piece>, Option<ModelError>),
    Over,
}

impl LanguageModel for SharedModel {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let model = Arc::clone(&self.0);
        stream::unfold((model, Stage::Unasked(prompt)), |(model, mut stage)| async move {
            loop {
                stage = match stage {
                    Stage::Over => return None,
                    Stage::Unasked(prompt) => match model.open(&prompt).await {
                        Ok(opened) => opened,
                        Err(error) => return Some((Err(error), (model, Stage::Over))),
                    },
                    Stage::Giving(mut pieces, end) => match pieces.pop_front() {
                        Some(piece) => return Some((Ok(piece), (model, Stage::Giving(pieces, end)))),
                        None => return Some((Err(end?), (model, Stage::Over))),
                    },
                    Stage::Answering(mut answer, quirks) => match answer.next().await? {
                        Ok(piece) => return Some((Ok(piece), (model, Stage::Answering(answer, quirks)))),
                        Err(error) => {
                            if answer.only_thought() {
                                model.learnt.learn(&model.endpoint, Quirks { thinks: true, ..quirks });
                            }
                            return Some((Err(error), (model, Stage::Over)));
                        }
                    },
                };
            }
        })
        .boxed()
    }
}

impl RemoteModel {
    async fn open(&self, prompt: &Prompt) -> Result<Stage, ModelError> {
        let asked = Instant::now();
        let patience = self.asking.roads.patience;
        let scrub = Scrub::of_key(self.asking.key.as_ref()).and_words(prompt);
        let cut_at_length = answer::cut_at_length(prompt);
        let (reply, mut reader, quirks) = self.ask(prompt, asked + patience.first, &scrub).await?;
        let framing = match reply.kind().as_str() {
            "text/event-stream" => Framing::Events,
            "application/x-ndjson" | "application/jsonl" => Framing::Lines,
            // Some servers name no type, or the plainest, and stream all the same.
            "text/plain" | "" => protocol::framing(self.endpoint.family),
            "application/json" if self.endpoint.family == Family::Ollama => Framing::Lines,
            "application/json" => {
                let (body, mut record) = reply.read(asked + patience.first).await;
                record.ended_with(&body);
                let (usage, pieces) = answer::of_whole_reply(&body?, &mut *reader, cut_at_length, &scrub);
                record.used(usage.unwrap_or_default());
                record.ended_with(&pieces);
                return pieces.map(|(pieces, end)| Stage::Giving(pieces, end));
            }
            other => {
                let mut record = reply.record;
                record.ended(End::Failed(Kind::Unreadable));
                let why = scrub.clean(&format!("the reply is of type {other}"));
                return Err(ModelError::new(Kind::Unreadable, why));
            }
        };
        let Reply { response, record } = reply;
        let seen = scrub.clone();
        let bytes = response.bytes_stream().map(move |part| match part {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(error) => Err(classify::of_broken_body(error, &seen)),
        });
        let following = Following { asked, patience, scrub, framing, reader, cut_at_length, record };
        Ok(Stage::Answering(Box::new(Answer::new(Box::pin(bytes), following)), quirks))
    }

    /// Asks, and asks again without what the provider objects to: nothing was answered then.
    async fn ask(
        &self,
        prompt: &Prompt,
        until: Instant,
        scrub: &Scrub,
    ) -> Result<(Reply, Box<dyn Reader>, Quirks), ModelError> {
        let address = self.asking.address.as_ref().map_err(|error| error.clone())?;
        let (endpoint, host) = (&self.endpoint, address.host());
        let path = protocol::answer_path(endpoint, address)?;
        let known = self.learnt.of(endpoint, host);
        let mut quirks = known;
        for objections in 0.. {
            let wanted = Wanted { prompt, endpoint, host, quirks };
            let request = Request {
                method: Method::POST,
                path: &path,
                body: protocol::body(&wanted),
                purpose: prompt.purpose,
                model: &endpoint.model,
                price: endpoint.price,
                until,
                scrub,
            };
            let Refusal { error, status, body } = match self.asking.send(request).await {
                Ok(reply) => {
                    if quirks != known {
                        self.learnt.learn(endpoint, quirks);
                    }
                    return Ok((reply, protocol::reader(&wanted), quirks));
                }
                Err(refusal) => refusal,
            };
            let next = status.and_then(|status| quirks.after_objection(prompt, status, &body));
            match next.filter(|_| objections < MOST_OBJECTIONS) {
                Some(next) => {
                    log::info!("a provider objects to how it is asked, and is asked again: {next:?}");
                    quirks = next;
                }
                None => return Err(error),
            }
        }
        Err(ModelError::new(Kind::Unreadable, "the provider objects to every question"))
    }
}
