//! One answer as it streams: from the bytes of a reply to pieces, with every way it can end.

use crate::{
    chat,
    classify::{self, WordsCame},
    events::{Event, EventReader},
    roads::Patience,
    scrub::Scrub,
    thinking::Thinking,
};
use futures_util::{Stream, StreamExt as _};
use samantha_core::ports::{ModelError, ModelErrorKind as Kind, Piece};
use serde_json::Value;
use std::{collections::VecDeque, time::Duration};
use tokio::time::{Instant, timeout, timeout_at};

/// Most bytes of a reply that bring no words: 8 MiB.
pub(crate) const MOST_WORDLESS: usize = 8 * 1024 * 1024;

/// Most bytes of words one answer may have: 4 MiB, some hundred times the longest answer of any model.
const MOST_WORDS: usize = 4 * 1024 * 1024;

/// How long the end of a reply is waited for once the answer is known to be whole.
const GRACE: Duration = Duration::from_secs(5);

/// How long the connection is given to end the reply, so that it can be used again.
const DRAIN: Duration = Duration::from_millis(50);

/// An answer being read from `S`, the bytes of a reply.
pub(crate) struct Answer<S> {
    body: S,
    patience: Patience,
    scrub: Scrub,
    reader: EventReader,
    events: VecDeque<Event>,
    thinking: Thinking,
    /// Something whole must come before this.
    until: Instant,
    /// An event with data must come before this.
    until_data: Instant,
    wordless: usize,
    words: usize,
    any_data: bool,
    finished: Option<Finish>,
    /// No more bytes come: the reply ended, or broke for this reason.
    over: Option<Result<(), ModelError>>,
    /// The last word on this answer, once nothing is left to show.
    end: Option<Result<(), ModelError>>,
}

/// The provider said that the answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finish {
    Whole,
    Refused,
}

impl<S, B> Answer<S>
where
    S: Stream<Item = Result<B, ModelError>> + Unpin,
    B: AsRef<[u8]>,
{
    /// Reads `body`, the question to which was sent at `asked`.
    pub(crate) fn new(body: S, asked: Instant, patience: Patience, scrub: Scrub) -> Self {
        Self {
            body,
            patience,
            scrub,
            reader: EventReader::default(),
            events: VecDeque::new(),
            thinking: Thinking::default(),
            until: asked + patience.first,
            until_data: asked + patience.comments,
            wordless: 0,
            words: 0,
            any_data: false,
            finished: None,
            over: None,
            end: None,
        }
    }

    /// The next words; `None` when the answer is whole. Not to be called again after `None` or an error.
    pub(crate) async fn next(&mut self) -> Option<Result<Piece, ModelError>> {
        loop {
            let mut words = String::new();
            while self.end.is_none()
                && let Some(event) = self.events.pop_front()
            {
                self.take(event, &mut words);
            }
            if self.end.is_none() && self.over.is_some() {
                self.conclude(&mut words);
            }
            if !words.is_empty() {
                self.wordless = 0;
                self.words += words.len();
                if self.words > MOST_WORDS && self.end.is_none() {
                    self.end = Some(Err(ModelError::new(Kind::BrokenStream, "the answer never ends")));
                }
                return Some(Ok(Piece::Text(words)));
            }
            match self.end.take() {
                Some(Ok(())) => {
                    if self.over.is_none() {
                        // Whether or not it ends in time changes nothing about the answer.
                        drop(timeout(DRAIN, self.body.next()).await);
                    }
                    return None;
                }
                Some(Err(error)) => return Some(Err(error)),
                None => self.read_on().await,
            }
        }
    }

    async fn read_on(&mut self) {
        match timeout_at(self.until.min(self.until_data), self.body.next()).await {
            Err(_) => self.over = Some(Err(ModelError::new(Kind::Timeout, "nothing came for too long"))),
            Ok(None) => {
                self.reader.finish(&mut self.events);
                self.over = Some(Ok(()));
            }
            Ok(Some(Err(error))) => self.over = Some(Err(error)),
            Ok(Some(Ok(bytes))) => {
                let bytes = bytes.as_ref();
                let known = self.events.len();
                self.wordless += bytes.len();
                if self.reader.feed(bytes, &mut self.events).is_err() {
                    self.over = Some(Err(self.broken("an event has no end", "")));
                } else if self.wordless > MOST_WORDLESS {
                    self.over = Some(Err(self.broken("much came, and no words", "")));
                }
                if self.events.len() > known {
                    let now = Instant::now();
                    self.until = now + if self.finished.is_some() { GRACE } else { self.patience.between };
                    if self.events.iter().any(|event| matches!(event, Event::Data { .. })) {
                        self.until_data = now + self.patience.comments;
                    }
                }
            }
        }
    }

    /// What one event adds to `words`, and whether it ends the answer.
    fn take(&mut self, event: Event, words: &mut String) {
        let Event::Data { name, data } = event else { return };
        let data = data.trim();
        if data.is_empty() {
            return;
        }
        self.any_data = true;
        if data == "[DONE]" {
            self.finished.get_or_insert(Finish::Whole);
            self.conclude(words);
            return;
        }
        let said = match chat::read(data) {
            Some(said) if name == "error" && said.error.is_none() => {
                chat::Said { error: Some(serde_json::from_str(data).unwrap_or(Value::Null)), ..said }
            }
            Some(said) => said,
            None => {
                if self.finished.is_none() {
                    self.end = Some(Err(self.broken("an event can't be read", words)));
                }
                return;
            }
        };
        if let Some(error) = said.error {
            if self.finished == Some(Finish::Whole) {
                return;
            }
            self.end = Some(Err(classify::of_error_in_answer(error, self.words_came(words), &self.scrub)));
            return;
        }
        words.push_str(&self.thinking.pass(said.words));
        match said.finish.as_deref() {
            None => {}
            Some("content_filter" | "safety" | "SAFETY" | "refusal") => self.finish(Finish::Refused),
            Some("error") => {
                let error = classify::of_error_in_answer(Value::Null, self.words_came(words), &self.scrub);
                self.end = Some(Err(error));
            }
            // "length" is whole, too: the answer has the length that was asked for.
            Some(_) => self.finish(Finish::Whole),
        }
    }

    fn finish(&mut self, finish: Finish) {
        self.finished = Some(finish);
        self.until = self.until.min(Instant::now() + GRACE);
    }

    /// Nothing more will be read: what does it come to?
    fn conclude(&mut self, words: &mut String) {
        words.push_str(&self.thinking.finish());
        let came = self.words_came(words);
        self.end = Some(match (self.finished, self.over.take(), came) {
            (Some(Finish::Refused), ..) => {
                Err(ModelError::new(Kind::Refused, "the provider's filter stopped the answer"))
            }
            (Some(Finish::Whole), over, WordsCame::Some) => {
                // An error after the end takes nothing from the answer.
                self.over = over;
                Ok(())
            }
            (Some(Finish::Whole), _, WordsCame::None) => {
                Err(ModelError::new(Kind::Unreadable, "the answer has no words"))
            }
            (None, Some(Err(error)), _) => Err(error),
            (None, _, _) if self.any_data => {
                Err(ModelError::new(Kind::BrokenStream, "the reply ended before the answer did"))
            }
            (None, _, _) => Err(ModelError::new(Kind::Unreadable, "the reply is empty")),
        });
    }

    fn words_came(&self, words: &str) -> WordsCame {
        if self.words > 0 || !words.is_empty() { WordsCame::Some } else { WordsCame::None }
    }

    /// Not to be read any further: the middle of an answer, or something that never was one.
    fn broken(&self, why: &str, words: &str) -> ModelError {
        let cut = self.words_came(words) == WordsCame::Some || self.over.is_some();
        ModelError::new(if cut { Kind::BrokenStream } else { Kind::Unreadable }, why)
    }
}

/// The words of a reply that came whole, though a stream was asked for.
pub(crate) fn of_whole_reply(body: &[u8], scrub: &Scrub) -> Result<Piece, ModelError> {
    let unreadable = || ModelError::new(Kind::Unreadable, "the reply is no answer");
    let said = chat::read(&String::from_utf8_lossy(body)).ok_or_else(unreadable)?;
    if let Some(error) = said.error {
        return Err(classify::of_error_in_answer(error, WordsCame::None, scrub));
    }
    if matches!(said.finish.as_deref(), Some("content_filter" | "safety" | "SAFETY" | "refusal")) {
        return Err(ModelError::new(Kind::Refused, "the provider's filter stopped the answer"));
    }
    let mut thinking = Thinking::default();
    let mut words = thinking.pass(said.words);
    words.push_str(&thinking.finish());
    if words.is_empty() { Err(unreadable()) } else { Ok(Piece::Text(words)) }
}
