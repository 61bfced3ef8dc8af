//! One answer as it streams: from the bytes of a reply to pieces, with every way it can end.

use crate::{
    classify::{self, WordsCame},
    events::{BodyReader, Event},
    protocol::{Finish, Framing, Reader, Said, Unread, is_json},
    record::Record,
    roads::Patience,
    scrub::Scrub,
    thinking::Thinking,
};
use futures_util::{Stream, StreamExt as _};
use samantha_core::ports::{
    End, Form, ModelError, ModelErrorKind as Kind, Piece, Prompt, Purpose, ToolCall, Usage,
};
use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};
use tokio::time::{Instant, timeout, timeout_at};

/// Most bytes of a reply that bring no words: 8 MiB.
pub(crate) const MOST_WORDLESS: usize = 8 * 1024 * 1024;

/// Most bytes of words one answer may have: 1 MiB, two hundred times the longest that she asks for.
const MOST_WORDS: usize = 1024 * 1024;

/// How long the end of a reply is waited for once the answer is known to be whole.
const GRACE: Duration = Duration::from_secs(5);

/// How long the connection is given to end the reply, so that it can be used again.
const DRAIN: Duration = Duration::from_millis(50);

/// What is needed to follow an answer.
pub(crate) struct Following {
    /// When the question was sent.
    pub(crate) asked: Instant,
    pub(crate) patience: Patience,
    pub(crate) scrub: Scrub,
    pub(crate) framing: Framing,
    pub(crate) reader: Box<dyn Reader>,
    /// As [`cut_at_length`].
    pub(crate) cut_at_length: bool,
    /// Told when the answer is over.
    pub(crate) record: Record,
}

/// An answer being read from `S`, the bytes of a reply.
pub(crate) struct Answer<S> {
    body: S,
    patience: Patience,
    scrub: Scrub,
    bytes: BodyReader,
    reader: Box<dyn Reader>,
    cut_at_length: bool,
    record: Record,
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
    calls: Calls,
    usage: Option<Usage>,
    thought: bool,
    /// No more bytes come: the reply ended, or broke for this reason.
    over: Option<Result<(), ModelError>>,
    /// What is left to give of a whole answer.
    last: VecDeque<Piece>,
    /// Told after that: the answer came to the end of its length.
    cut: Option<ModelError>,
    /// The last word on this answer, once nothing is left to show.
    end: Option<Result<(), ModelError>>,
}

/// The calls of one answer, each id once.
#[derive(Default)]
struct Calls {
    ids: HashSet<String>,
    calls: Vec<ToolCall>,
}

impl Calls {
    fn add(&mut self, calls: Vec<ToolCall>) {
        for call in calls {
            if self.ids.insert(call.id.clone()) {
                self.calls.push(call);
            }
        }
    }
}

impl<S, B> Answer<S>
where
    S: Stream<Item = Result<B, ModelError>> + Unpin,
    B: AsRef<[u8]>,
{
    /// Reads `body`.
    pub(crate) fn new(body: S, following: Following) -> Self {
        let Following { asked, patience, scrub, framing, reader, cut_at_length, record } = following;
        Self {
            body,
            patience,
            scrub,
            bytes: BodyReader::of(framing),
            reader,
            cut_at_length,
            record,
            events: VecDeque::new(),
            thinking: Thinking::default(),
            until: asked + patience.first,
            until_data: asked + patience.comments,
            wordless: 0,
            words: 0,
            any_data: false,
            finished: None,
            calls: Calls::default(),
            usage: None,
            thought: false,
            over: None,
            last: VecDeque::new(),
            cut: None,
            end: None,
        }
    }

    /// The next piece; `None` when the answer is whole. Not to be called again after `None` or an error.
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
            match &self.end {
                Some(Ok(())) => {
                    if self.over.is_none() {
                        // Whether or not it ends in time changes nothing about the answer.
                        if let Ok(Some(Ok(bytes))) = timeout(DRAIN, self.body.next()).await {
                            self.record.read(bytes.as_ref().len());
                        }
                        self.over = Some(Ok(()));
                    }
                    if let Some(piece) = self.last.pop_front() {
                        return Some(Ok(piece));
                    }
                    self.record.ended(End::Whole);
                    return self.cut.take().map(Err);
                }
                Some(Err(error)) => {
                    self.record.ended(End::Failed(error.kind));
                    return Some(Err(error.clone()));
                }
                None => self.read_on().await,
            }
        }
    }

    /// Whether the model was heard thinking, and came to the end of its length before it said anything.
    pub(crate) fn only_thought(&self) -> bool {
        self.thought && self.words == 0 && self.finished == Some(Finish::Length)
    }

    async fn read_on(&mut self) {
        match timeout_at(self.until.min(self.until_data), self.body.next()).await {
            Err(_) => self.over = Some(Err(ModelError::new(Kind::Timeout, "nothing came for too long"))),
            Ok(None) => {
                self.bytes.finish(&mut self.events);
                self.over = Some(Ok(()));
            }
            Ok(Some(Err(error))) => self.over = Some(Err(error)),
            Ok(Some(Ok(bytes))) => {
                let bytes = bytes.as_ref();
                let known = self.events.len();
                self.record.read(bytes.len());
                self.wordless += bytes.len();
                if self.bytes.feed(bytes, &mut self.events).is_err() {
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
        let said = match self.reader.read(&name, data) {
            Ok(said) => said,
            Err(Unread::Endless) => {
                self.end = Some(Err(endless()));
                return;
            }
            Err(Unread::Foreign) => {
                if self.finished.is_none() {
                    self.end = Some(Err(self.broken("an event can't be read", words)));
                }
                return;
            }
        };
        let Said { words: more, thought, calls, usage, finish, error, over } = said;
        if let Some(usage) = usage {
            self.usage = Some(usage);
            self.record.used(usage);
        }
        if let Some(error) = error {
            if matches!(self.finished, Some(Finish::Whole | Finish::Length)) {
                return;
            }
            self.end = Some(Err(classify::of_error_in_answer(error, self.words_came(words), &self.scrub)));
            return;
        }
        words.push_str(&self.thinking.pass(more));
        self.thought |= thought || self.thinking.thought();
        self.calls.add(calls);
        if let Some(finish) = finish
            && self.finished < Some(finish)
        {
            self.finish(finish);
        }
        if over {
            self.conclude(words);
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
            (Some(Finish::Refused), ..) => Err(refused()),
            (Some(finish), over, came) => {
                // An error after the end takes nothing from the answer.
                self.over = over.map(|_| Ok(()));
                let calls = std::mem::take(&mut self.calls.calls);
                match pieces_after_words(finish, calls, self.usage, came) {
                    Ok(last) => {
                        let cut = finish == Finish::Length && self.cut_at_length;
                        self.cut = (cut && !has_call(&last)).then(at_length);
                        self.last = last;
                        Ok(())
                    }
                    Err(_) if self.only_thought() => {
                        Err(ModelError::new(Kind::Unreadable, "the model thought until its length was over"))
                    }
                    Err(error) => Err(error),
                }
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

/// Whether words that end at the length asked for are an answer cut off. Not in a trial, which wants few, and not where
/// a value was asked for: part of one is none.
pub(crate) fn cut_at_length(prompt: &Prompt) -> bool {
    prompt.purpose != Purpose::Test && prompt.form == Form::Words
}

/// What ends an answer that is cut off at its length.
pub(crate) fn at_length() -> ModelError {
    ModelError::new(Kind::Length, "the answer came to the longest it may be")
}

/// A call goes on from here: nothing is cut off then.
fn has_call(pieces: &VecDeque<Piece>) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Call(_)))
}

/// What follows the words of a whole answer: what it took, and the tools it asks for.
fn pieces_after_words(
    finish: Finish,
    calls: Vec<ToolCall>,
    usage: Option<Usage>,
    came: WordsCame,
) -> Result<VecDeque<Piece>, ModelError> {
    if finish == Finish::Length && calls.iter().any(|call| !is_json(&call.arguments)) {
        return Err(ModelError::new(Kind::BrokenStream, "the answer's length ended in the middle of a call"));
    }
    if came == WordsCame::None && calls.is_empty() {
        return Err(ModelError::new(Kind::Unreadable, "the answer has no words"));
    }
    Ok(usage.map(Piece::Used).into_iter().chain(calls.into_iter().map(Piece::Call)).collect())
}

fn refused() -> ModelError {
    ModelError::new(Kind::Refused, "the provider's filter stopped the answer")
}

fn endless() -> ModelError {
    ModelError::new(Kind::BrokenStream, "what the model asks of a tool has no end")
}

/// The pieces of an answer, and the error that follows them.
pub(crate) type Pieces = (VecDeque<Piece>, Option<ModelError>);

/// The pieces of a reply that came whole, though a stream was asked for, and the error that follows them where its
/// length cut it off. What it took is told even where it is an error.
pub(crate) fn of_whole_reply(
    body: &[u8],
    reader: &mut dyn Reader,
    cut_at_length: bool,
    scrub: &Scrub,
) -> (Option<Usage>, Result<Pieces, ModelError>) {
    let body = String::from_utf8_lossy(body);
    // Neither a mark nor white space before it makes it another value.
    let said = match reader.read("", body.trim().trim_start_matches('\u{feff}').trim()) {
        Ok(said) => said,
        Err(Unread::Endless) => return (None, Err(endless())),
        Err(Unread::Foreign) => {
            return (None, Err(ModelError::new(Kind::Unreadable, "the reply is no answer")));
        }
    };
    if let Some(error) = said.error {
        return (said.usage, Err(classify::of_error_in_answer(error, WordsCame::None, scrub)));
    }
    let finish = said.finish.unwrap_or(Finish::Whole);
    if finish == Finish::Refused {
        return (said.usage, Err(refused()));
    }
    let mut thinking = Thinking::default();
    let mut words = thinking.pass(said.words);
    words.push_str(&thinking.finish());
    let mut calls = Calls::default();
    calls.add(said.calls);
    calls.add(reader.rest());
    let came = if words.is_empty() { WordsCame::None } else { WordsCame::Some };
    let pieces = pieces_after_words(finish, calls.calls, said.usage, came).map(|mut pieces| {
        let cut = finish == Finish::Length && cut_at_length && !has_call(&pieces);
        if !words.is_empty() {
            pieces.push_front(Piece::Text(words));
        }
        (pieces, cut.then(at_length))
    });
    (said.usage, pieces)
}
