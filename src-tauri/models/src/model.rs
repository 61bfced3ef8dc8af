//! One model behind one address: asks, and hands over what is answered.

use crate::{
    answer::{self, Answer},
    chat::{self, TokenLimit},
    classify,
    roads::{self, Roads},
    scrub::Scrub,
};
use futures_util::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};
use reqwest::{
    Method, Response, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue},
};
use samantha_core::{
    address::Address,
    ports::{LanguageModel, ModelError, ModelErrorKind as Kind, Piece, Prompt, Secret},
};
use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::time::{Instant, timeout_at};

/// Most bytes read of a reply that reports an error.
const LONGEST_ERROR: usize = 64 * 1024;

/// Most bytes read of a reply that comes whole.
const LONGEST_WHOLE: usize = 8 * 1024 * 1024;

/// How long the body of an error is waited for.
const ERROR_PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// What is needed to ask one address.
pub(crate) struct Asking {
    pub(crate) roads: Arc<Roads>,
    /// A base address, or why what was given is none.
    pub(crate) address: Result<Address, ModelError>,
    pub(crate) key: Option<Secret>,
}

impl Asking {
    /// Sends one request and gives the reply if it is one of success, read not further than its headers.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        until: Instant,
        scrub: &Scrub,
    ) -> Result<Response, Refusal> {
        let address = self.address.as_ref().map_err(|error| error.clone())?;
        let url = roads::under(address, path)?;
        let mut request = self.roads.client(address)?.request(method, url);
        if let Some(key) = self.key.as_ref().map(|key| key.reveal().trim()).filter(|key| !key.is_empty()) {
            let mut value = HeaderValue::from_str(&format!("Bearer {key}"))
                .map_err(|_| ModelError::new(Kind::Auth, "the key has characters a key can't have"))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        request = match body {
            Some(body) => {
                let accepted = "text/event-stream, application/json;q=0.5";
                request.header(ACCEPT, accepted).header(CONTENT_TYPE, "application/json").body(body)
            }
            None => request.header(ACCEPT, "application/json"),
        };
        let reply = match timeout_at(until, request.send()).await {
            Err(_) => return Err(ModelError::new(Kind::Timeout, "no reply came for too long").into()),
            Ok(Err(error)) => return Err(classify::of_connection(error, scrub).into()),
            Ok(Ok(reply)) => reply,
        };
        let (status, headers) = (reply.status(), reply.headers().clone());
        log::debug!("a provider replied with status {}", status.as_u16());
        if status.is_success() {
            let plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
            return match headers.get(CONTENT_ENCODING) {
                Some(encoding) if !plain(encoding) => {
                    Err(ModelError::new(Kind::Unreadable, "the reply is compressed, which nobody asked for")
                        .into())
                }
                _ => Ok(reply),
            };
        }
        let mut body = Vec::new();
        let until = until.min(Instant::now() + ERROR_PATIENCE);
        // What came until then says enough; a status alone does, too.
        drop(read_up_to(reply, LONGEST_ERROR, until, &mut body).await);
        Err(Refusal { error: classify::of_reply(status, &headers, &body, scrub), status: Some(status), body })
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

impl Refusal {
    /// Whether the provider only objects to the name of the token limit.
    fn wants_completion_tokens(&self) -> bool {
        let body = String::from_utf8_lossy(&self.body);
        self.status == Some(StatusCode::BAD_REQUEST)
            && body.contains("max_tokens")
            && body.contains("max_completion_tokens")
    }
}

/// How much of a body was wanted, and came.
#[derive(Debug, PartialEq)]
pub(crate) enum Read {
    Whole,
    TooLong,
    Late,
    Broken(ModelError),
}

/// Reads a body to its end, or to `most` bytes, or as far as it comes.
pub(crate) async fn read_up_to(mut reply: Response, most: usize, until: Instant, body: &mut Vec<u8>) -> Read {
    loop {
        match timeout_at(until, reply.chunk()).await {
            Err(_) => return Read::Late,
            Ok(Err(error)) => return Read::Broken(classify::of_broken_body(error, &Scrub::default())),
            Ok(Ok(None)) => return Read::Whole,
            Ok(Ok(Some(bytes))) => {
                let room = most - body.len();
                body.extend(bytes.iter().take(room));
                if bytes.len() > room {
                    return Read::TooLong;
                }
            }
        }
    }
}

/// A whole body of at most 8 MiB.
pub(crate) async fn read_whole(reply: Response, until: Instant) -> Result<Vec<u8>, ModelError> {
    let mut body = Vec::new();
    match read_up_to(reply, LONGEST_WHOLE, until, &mut body).await {
        Read::Whole => Ok(body),
        Read::TooLong => Err(ModelError::new(Kind::Unreadable, "the reply has no end")),
        Read::Late => Err(ModelError::new(Kind::Timeout, "the reply didn't come to its end")),
        Read::Broken(error) => Err(error),
    }
}

/// A model at a provider's.
pub(crate) struct RemoteModel {
    pub(crate) asking: Asking,
    /// As the provider spells it.
    pub(crate) name: String,
    /// The provider said once that it wants the newer name of the token limit.
    pub(crate) wants_completion_tokens: AtomicBool,
}

/// The same model in every answer it gives.
pub(crate) struct SharedModel(pub(crate) Arc<RemoteModel>);

type Bytes = Pin<Box<dyn Stream<Item = Result<Vec<u8>, ModelError>> + Send>>;

enum Stage {
    Unasked(Prompt),
    Answering(Box<Answer<Bytes>>),
    Over,
}

enum Opened {
    Stream(Box<Answer<Bytes>>),
    Whole(Piece),
}

impl LanguageModel for SharedModel {
    fn answer(&self, prompt: Prompt) -> BoxStream<'static, Result<Piece, ModelError>> {
        let model = Arc::clone(&self.0);
        stream::unfold((model, Stage::Unasked(prompt)), |(model, stage)| async move {
            let mut answer = match stage {
                Stage::Over => return None,
                Stage::Answering(answer) => answer,
                Stage::Unasked(prompt) => match model.open(&prompt).await {
                    Ok(Opened::Stream(answer)) => answer,
                    Ok(Opened::Whole(piece)) => return Some((Ok(piece), (model, Stage::Over))),
                    Err(error) => return Some((Err(error), (model, Stage::Over))),
                },
            };
            match answer.next().await? {
                Ok(piece) => Some((Ok(piece), (model, Stage::Answering(answer)))),
                Err(error) => Some((Err(error), (model, Stage::Over))),
            }
        })
        .boxed()
    }
}

impl RemoteModel {
    async fn open(&self, prompt: &Prompt) -> Result<Opened, ModelError> {
        let asked = Instant::now();
        let patience = self.asking.roads.patience;
        let scrub = Scrub::of_key(self.asking.key.as_ref()).and_words(prompt);
        let reply = self.ask(prompt, asked + patience.first, &scrub).await?;
        let kind = reply.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        let kind =
            kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
        match kind.as_slice() {
            // Some servers name no type, or the plainest, and stream all the same.
            b"text/event-stream" | b"text/plain" | b"" => {
                let seen = scrub.clone();
                let bytes = reply.bytes_stream().map(move |part| match part {
                    Ok(bytes) => Ok(bytes.to_vec()),
                    Err(error) => Err(classify::of_broken_body(error, &seen)),
                });
                Ok(Opened::Stream(Box::new(Answer::new(Box::pin(bytes), asked, patience, scrub))))
            }
            b"application/json" => {
                let body = read_whole(reply, asked + patience.first).await?;
                answer::of_whole_reply(&body, &scrub).map(Opened::Whole)
            }
            other => {
                let other = String::from_utf8_lossy(other);
                Err(ModelError::new(Kind::Unreadable, scrub.clean(&format!("the reply is of type {other}"))))
            }
        }
    }

    async fn ask(&self, prompt: &Prompt, until: Instant, scrub: &Scrub) -> Result<Response, ModelError> {
        let newer = self.wants_completion_tokens.load(Ordering::Relaxed);
        let limit = if newer { TokenLimit::MaxCompletionTokens } else { TokenLimit::MaxTokens };
        let send = |limit| {
            let body = chat::request_body(prompt, &self.name, limit);
            self.asking.send(Method::POST, "chat/completions", Some(body), until, scrub)
        };
        match send(limit).await {
            Ok(reply) => Ok(reply),
            Err(refusal) if limit == TokenLimit::MaxTokens && refusal.wants_completion_tokens() => {
                self.wants_completion_tokens.store(true, Ordering::Relaxed);
                send(TokenLimit::MaxCompletionTokens).await.map_err(|refusal| refusal.error)
            }
            Err(refusal) => Err(refusal.error),
        }
    }
}
