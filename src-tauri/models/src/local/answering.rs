//! One answer of the local worker.

use crate::{
    answer::{at_length, cut_at_length},
    local::{
        keeper::{Ask, Keeper, LocalState, Pieces, Unwanted, Whose},
        probe,
    },
    thinking::Thinking,
};
use samantha_core::ports::{
    Form, Message, ModelError, ModelErrorKind as Kind, Piece, Prompt, Purpose, Role, Usage, Waiting,
};
use samantha_local_messages::{Answer, Ending, Failed, Reply, Request, Said, Sampling, Speaker};
use tokio::time::timeout;

/// Most bytes of a prompt's words: far more than any context holds, and far less than a frame.
const LONGEST_PROMPT: usize = 4 * 1024 * 1024;

/// What has to be known of a prompt that was asked.
#[derive(Clone, Copy)]
struct Asked {
    id: u64,
    /// Somebody waits for it; else it is quiet work.
    talk: bool,
    /// Words are wanted, not a value.
    words: bool,
    /// As [`cut_at_length`].
    cut_at_length: bool,
}

/// How an answer that is no error ended.
enum Heard {
    All,
    /// The graphics processor failed before a word was said.
    NothingOfGraphics,
}

impl Keeper {
    /// Answers a prompt. Loads the model if it isn't; ends what is computed when the pieces are no longer wanted.
    pub(crate) async fn answer(&mut self, whose: &Whose, prompt: Prompt, pieces: &Pieces) {
        if pieces.is_closed() {
            return;
        }
        if let Err(error) = self.answer_loaded(whose, prompt, pieces).await {
            // Nobody may want it any more.
            drop(pieces.send(Err(error)).await);
        }
    }

    async fn answer_loaded(
        &mut self,
        whose: &Whose,
        prompt: Prompt,
        pieces: &Pieces,
    ) -> Result<(), ModelError> {
        if prompt.messages.iter().map(|message| message.text.len()).sum::<usize>() > LONGEST_PROMPT {
            return Err(ModelError::new(Kind::ContextTooLong, "the prompt is longer than any model reads"));
        }
        let asked = Asked {
            id: self.next_id(),
            talk: prompt.purpose == Purpose::Answer,
            words: prompt.form == Form::Words,
            cut_at_length: cut_at_length(&prompt),
        };
        let request = Request::Answer(request(asked.id, prompt));
        let mut why = Waiting::Loading;
        loop {
            if self.tell(&request, whose, pieces, why).await?.is_err() {
                return Ok(());
            }
            match self.hear(asked, whose, pieces).await? {
                Heard::All => return Ok(()),
                Heard::NothingOfGraphics => why = Waiting::OnProcessor,
            }
        }
    }

    /// Asks, with the model loaded.
    async fn tell(
        &mut self,
        request: &Request,
        whose: &Whose,
        pieces: &Pieces,
        mut why: Waiting,
    ) -> Result<Result<(), Unwanted>, ModelError> {
        // A worker may have died since anybody looked: what was not taken can be asked again.
        let mut tried = 0;
        loop {
            if self.load(whose, pieces, why.clone()).await?.is_err() {
                return Ok(Err(Unwanted));
            }
            let Some(held) = &mut self.held else { return Err(probe::no_worker()) };
            let graphics = held.graphics;
            let Err(gone) = held.worker.tell(request).await else { return Ok(Ok(())) };
            self.unload().await;
            tried += 1;
            if tried < 2 {
                continue;
            }
            if !graphics {
                return Err(probe::died(gone));
            }
            self.no_graphics = true;
            why = Waiting::OnProcessor;
        }
    }

    /// Hears an answer to its end.
    async fn hear(&mut self, asked: Asked, whose: &Whose, pieces: &Pieces) -> Result<Heard, ModelError> {
        let Asked { id, talk, words, cut_at_length } = asked;
        let mut thinking = Thinking::default();
        let mut spoke = false;
        loop {
            let Some(held) = &mut self.held else { return Err(probe::no_worker()) };
            // As long as nothing was said the processor can begin anew.
            let other = held.graphics && !spoke;
            let said = tokio::select! {
                biased;
                () = pieces.closed() => {
                    self.stop(id).await;
                    return Ok(Heard::All);
                }
                // Quiet work gives way to talk; its job comes again.
                ask = self.asks.recv(), if !talk => {
                    let gives_way = match &ask {
                        Some(Ask::Answer { prompt, .. }) => prompt.purpose == Purpose::Answer,
                        Some(Ask::Unload(_)) | None => true,
                        Some(Ask::Count { .. }) => false,
                    };
                    self.waiting.extend(ask);
                    if gives_way {
                        self.stop(id).await;
                        return Err(ModelError::new(Kind::Overloaded, "it gave way to the talk"));
                    }
                    continue;
                }
                said = timeout(self.workers.patience.silence, held.worker.next()) => said,
            };
            let reply = match said {
                Ok(Ok(reply)) => reply,
                Ok(Err(gone)) => {
                    self.held = None;
                    if other {
                        return Ok(self.leave_graphics(&gone.to_string()));
                    }
                    return Err(probe::died(gone));
                }
                Err(_) => {
                    self.unload().await;
                    return Err(ModelError::new(Kind::Timeout, "the model said nothing for too long"));
                }
            };
            match reply {
                Reply::Reading { id: of, done, total } if of == id => {
                    self.is(LocalState::Reading { id: whose.id.clone(), done, total });
                    give(pieces, Piece::Waiting(Waiting::Reading { done, total })).await;
                }
                Reply::Piece { id: of, text } if of == id => {
                    self.is(LocalState::Answering { id: whose.id.clone() });
                    let shown = if words { thinking.pass(text) } else { text };
                    if !shown.is_empty() {
                        spoke = true;
                        give(pieces, Piece::Text(shown)).await;
                    }
                }
                Reply::Done(done) if done.id == id => {
                    let rest = thinking.finish();
                    if !rest.is_empty() {
                        spoke = true;
                        give(pieces, Piece::Text(rest)).await;
                    }
                    let used = Usage {
                        tokens_out: Some(done.tokens_in),
                        tokens_kept: Some(done.reused),
                        tokens_in: Some(done.tokens_out),
                        cost: None,
                    };
                    give(pieces, Piece::Used(used)).await;
                    // Without a word there is nothing to keep: that is told as an empty answer is.
                    let cut = done.why == Ending::Length && spoke && cut_at_length;
                    return if cut { Err(at_length()) } else { Ok(Heard::All) };
                }
                Reply::Failed { id: of, why, detail } if of == id => {
                    if matches!(why, Failed::Compute | Failed::Weights) {
                        // Nobody knows in what state it is: the next answer begins anew.
                        self.unload().await;
                        if other {
                            return Ok(self.leave_graphics(&detail));
                        }
                    }
                    return Err(failed(why, detail));
                }
                // Of something nobody waits for any more.
                _ => {}
            }
        }
    }

    fn leave_graphics(&mut self, why: &str) -> Heard {
        log::warn!("the graphics processor is left for this run: {why}");
        self.no_graphics = true;
        Heard::NothingOfGraphics
    }

    /// Ends an answer. A worker that doesn't stop in time (a graphics processor can't be interrupted) is ended.
    async fn stop(&mut self, id: u64) {
        let Some(held) = &mut self.held else { return };
        let stopped = async {
            held.worker.tell(&Request::Stop { id }).await.ok()?;
            loop {
                match held.worker.next().await.ok()? {
                    Reply::Done(done) if done.id == id => return Some(()),
                    Reply::Failed { id: of, .. } if of == id => return Some(()),
                    _ => {}
                }
            }
        };
        if !matches!(timeout(self.workers.patience.stop, stopped).await, Ok(Some(()))) {
            log::warn!("the local worker did not stop in time and was ended");
            self.unload().await;
        }
    }
}

/// Hands a piece on; that nobody wants it any more is seen before the next.
async fn give(pieces: &Pieces, piece: Piece) {
    drop(pieces.send(Ok(piece)).await);
}

fn request(id: u64, prompt: Prompt) -> Answer {
    let (schema, sampling) = match prompt.form {
        Form::Words => (None, Sampling::default()),
        // What is looked for is there or isn't: nothing is to be made up, and brackets do repeat.
        Form::Json { schema, .. } => (
            Some(schema.to_string()),
            Sampling { temperature: 0.2, repeat_penalty: 1.0, ..Sampling::default() },
        ),
    };
    let messages = prompt.messages.into_iter().map(said).collect();
    Answer { id, messages, schema, max_tokens: prompt.max_answer_tokens, sampling }
}

fn said(message: Message) -> Said {
    let by = match message.role {
        Role::System => Speaker::System,
        // What a tool gave comes from outside, as the user's words do: nothing of it is hers.
        Role::User | Role::Tool => Speaker::User,
        Role::Assistant => Speaker::Assistant,
    };
    Said { by, text: message.text }
}

fn failed(why: Failed, detail: String) -> ModelError {
    let kind = match why {
        Failed::NotLoaded => Kind::WorkerDied,
        Failed::ContextTooLong => Kind::ContextTooLong,
        Failed::Schema => Kind::Unreadable,
        Failed::Compute => Kind::BrokenStream,
        Failed::Weights => Kind::BadFile,
    };
    ModelError::new(kind, detail)
}
