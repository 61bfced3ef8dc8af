//! Asks a model: what it is sent, what its tools give, and what it is asked again with.

use super::{Answering, Pieces, since_last};
use crate::{
    conversation::{self, Turn, picture},
    dialogue::{
        Sent, Target,
        choosing::{goes, host_of},
        learning,
        machine::{self, Source},
        off_record::is_held,
        prompt,
        running::Waiting,
        tools,
    },
    id::TurnId,
    ledger, listener,
    locale::{Language, text},
    memory::{
        self, Meaning, avoided,
        fact::{self, Goes},
        part::{self, Memory},
        wishes::{self, KeptWish},
    },
    persona::Circumstances,
    ports::{Endpoint, Message, ModelError, ModelErrorKind, Prompt, Role, Secret, ToolCall},
    profile::{self, Profile},
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use std::sync::atomic::Ordering;

/// What one model was asked, so that it can be asked again, or go on from its tools' results.
pub(super) struct Asked {
    pub(super) source: Source,
    pub(super) goes: Goes,
    pub(super) endpoint: Endpoint,
    pub(super) key: Option<Secret>,
    pub(super) prompt: Prompt,
    /// What it said since it was last asked.
    pub(super) said: String,
    /// Whether tools' results are in it.
    pub(super) ran: bool,
    /// Tokens that what tools give may still take.
    pub(super) room: u32,
    /// [`Inner::forgotten`] when it was put together.
    pub(super) forgotten: u64,
}

/// What memories are looked for by.
struct Remembering {
    words: String,
    at: DateTime<FixedOffset>,
    companion: String,
    language: Language,
    goes: Goes,
    /// What the person is called; may be empty.
    user: String,
    meaning: Option<Meaning>,
    /// What the words ask of her memory.
    wish: Option<KeptWish>,
}

impl Answering<'_> {
    pub(super) async fn ask_model(&mut self, source: Source) -> Result<Pieces, ModelError> {
        let forgotten = self.inner.forgotten.load(Ordering::SeqCst);
        // What was forgotten meanwhile is not sent once more.
        if self.asked.as_ref().is_some_and(|asked| asked.forgotten != forgotten) {
            (self.asked, self.ran) = (None, tools::Ran::default());
        }
        let asked = match self.asked.take().filter(|asked| asked.source == source) {
            Some(asked) => asked,
            None => self.prepare(source).await?,
        };
        let model = self.inner.providers.model(&asked.endpoint, asked.key.clone());
        let pieces = model.answer(asked.prompt.clone());
        self.asked = Some(asked);
        Ok(pieces)
    }

    async fn prepare(&mut self, source: Source) -> Result<Asked, ModelError> {
        let Some(profile) = self.profile_of(source).cloned() else {
            return Err(ModelError::new(ModelErrorKind::Unreachable, "no profile is chosen"));
        };
        let (endpoint, key) = self.inner.reached(&profile).await?;
        let forgotten = self.inner.forgotten.load(Ordering::SeqCst);
        let built = self.build_prompt(&profile, &endpoint, source).await.map_err(|error| {
            log::warn!("the prompt could not be built: {error:#}");
            ModelError::new(ModelErrorKind::Unreadable, "the prompt could not be built")
        })?;
        if built.too_long {
            return Err(ModelError::new(ModelErrorKind::ContextTooLong, "longer than the model can read"));
        }
        let host = host_of(&profile);
        if !host.is_empty() && !built.shown.is_empty() {
            let shown = built.shown.clone();
            let kept = self.inner.store.write(move |tx| picture::remember_shown(tx, &shown, &host)).await;
            kept.map_err(|error| {
                log::warn!("where a picture goes could not be kept: {error:#}");
                ModelError::new(ModelErrorKind::Unreadable, "where a picture goes could not be kept")
            })?;
        }
        // An answer that is made anew is built as the talk stood then: it says nothing of where the next one begins.
        if self.target.replaces().is_none() && !built.oldest.is_some_and(is_held) {
            self.inner.begin_next_at(profile.id, built.oldest);
        }
        self.forgotten = forgotten;
        self.sent = Some(Sent {
            host: profile.host(),
            model: profile.model_shown().to_owned(),
            at: self.inner.clock.now().timestamp_millis(),
            messages: built.prompt.messages.clone(),
            tokens: built.tokens,
            budget: built.budget,
            oldest: built.oldest,
        });
        self.memories = built.memories;
        let answer = built.prompt.max_answer_tokens;
        let context = endpoint.context.unwrap_or(u32::MAX);
        let room = context.saturating_sub(answer).saturating_sub(built.tokens).min(tools::ROOM);
        let said = String::new();
        let (goes, prompt) = (goes(&profile), built.prompt);
        Ok(Asked { source, goes, endpoint, key, prompt, said, ran: false, room, forgotten })
    }

    /// The turn that is answered, where it stands in the store.
    pub(super) fn kept_words(&self) -> Option<TurnId> {
        self.words.as_ref().map(|turn| turn.id).or(self.target.reply_to()).filter(|id| !is_held(*id))
    }

    /// What is held off the record, where this answer is, and may go there; oldest first.
    pub(super) fn held(&self, goes: Goes) -> Vec<Turn> {
        match self.target {
            Target::Held { .. } => self.inner.held(goes),
            Target::New { .. } | Target::Refill { .. } | Target::Attempt { .. } => Vec::new(),
        }
    }

    /// What memories are looked for by: nothing where she speaks of herself. Where something fails she answers all the same.
    async fn remembering(&self, goes: Goes) -> Option<Remembering> {
        let (id, said) = (self.kept_words(), self.words.as_ref().map(|turn| turn.text.clone()));
        let read = move |c: &Connection| {
            let said = match (said, id) {
                (Some(said), _) => Some(said),
                (None, Some(id)) => conversation::if_there(c, id)?.map(|turn| turn.text),
                (None, None) => None,
            };
            let wish = id.map(|id| wishes::of(c, id)).transpose()?.flatten();
            Ok((said, fact::name_of_user(c)?.unwrap_or_default(), wish))
        };
        let read = self.inner.store.read(read).await;
        let (words, user, wish) =
            read.inspect_err(|error| log::warn!("the words can't be read: {error:#}")).ok()?;
        let mut remembering = Remembering {
            words: words?,
            at: self.inner.clock.local(),
            companion: self.settings.companion_name.clone(),
            language: self.settings.language(),
            goes,
            user,
            meaning: None,
            wish,
        };
        let asked = memory::Asked {
            words: &remembering.words,
            at: remembering.at,
            user: &remembering.user,
            companion: &remembering.companion,
            before: None,
            meaning: None,
        };
        remembering.meaning = self.inner.understand(&asked).await;
        Some(remembering)
    }

    async fn build_prompt(
        &self,
        profile: &Profile,
        endpoint: &Endpoint,
        source: Source,
    ) -> Result<prompt::Built> {
        let facts = profile::facts(profile, self.inner.clock.local().date_naive());
        let (language, name) = (self.settings.language(), self.settings.companion_name.clone());
        let (before, now) = (self.target.replaces(), self.inner.clock.local());
        let words = self.kept_words();
        let goes_on = self.target.reply_to().is_none() && self.words.is_none();
        let tools = if facts.is_given_tools(profile) { tools::specs(language) } else { Vec::new() };
        let start = self.inner.start_of(profile.id).filter(|_| self.shorter == 0);
        let host = host_of(profile);
        // Nobody was told that pictures may go to the one who stands in.
        let told_of = source == Source::Model || host.is_empty();
        let sight =
            if facts.sees == Some(true) && told_of { prompt::Sight::Sees } else { prompt::Sight::Blind };
        let said_now = match self.target {
            Target::New { .. } | Target::Held { .. } => self.words.as_ref().map(|words| words.id),
            Target::Refill { .. } | Target::Attempt { .. } => None,
        };
        // A model without tools is told what it may be asked about.
        let asked = self.words.as_ref().filter(|_| tools.is_empty());
        let asked = asked.and_then(|words| listener::asks_what_left(&words.text, now));
        let (budget, answer) = (prompt::BUDGET >> self.shorter, prompt::ANSWER >> self.shorter);
        let goes = goes(profile);
        let held = self.held(goes);
        let remembering = self.remembering(goes).await;
        let gathered = self
            .inner
            .store
            .read(move |c| {
                let since_last = since_last(c, words.or(before), &held, now.timestamp_millis())?;
                let moment = Circumstances { now, since_last };
                let context = facts.context;
                let told = asked.map(|(from, to)| ledger::told(c, language, &from, &to)).transpose()?;
                let name = &name;
                let memories = match &remembering {
                    Some(remembering) => memories(c, remembering, start.or(before)).unwrap_or_else(|error| {
                        log::warn!("nothing is remembered: {error:#}");
                        Vec::new()
                    }),
                    None => Vec::new(),
                };
                let wish = remembering.as_ref().and_then(|remembering| remembering.wish.as_ref());
                let told = told.or_else(|| wish.map(|wish| learning::told(language, wish)));
                let avoided = avoided::told(c, goes)?;
                let wanted = prompt::Wanted {
                    language,
                    name,
                    moment,
                    before,
                    start,
                    context,
                    budget,
                    answer,
                    tools,
                    goes_on,
                    goes,
                    answered: words,
                    sight,
                    host,
                    said_now,
                    told,
                    held,
                    memories,
                    avoided,
                };
                prompt::gather(c, wanted)
            })
            .await?;
        let counts = self.inner.counts.count(&*self.inner.providers, endpoint, gathered.texts()).await;
        Ok(gathered.build(counts))
    }

    /// Runs the calls in order and puts what they gave behind the prompt, as far as there is room.
    pub(super) async fn run_tools(&mut self, calls: Vec<ToolCall>, round: u32) {
        let except = self.kept_words();
        let known = move |c: &Connection| {
            let wish = except.map(|turn| wishes::of(c, turn)).transpose()?.flatten();
            Ok((fact::name_of_user(c)?.unwrap_or_default(), wish))
        };
        let known = self.inner.store.read(known).await;
        let (user, wish) = known.unwrap_or_else(|error| {
            log::warn!("whom the tools look for can't be read: {error:#}");
            Default::default()
        });
        let Some(asked) = &mut self.asked else { return };
        let said = std::mem::take(&mut asked.said);
        let mut circumstances = tools::Circumstances {
            language: self.settings.language(),
            companion: self.settings.companion_name.clone(),
            user,
            now: self.inner.clock.local(),
            goes: asked.goes,
            except,
            wish,
            meaning: None,
        };
        let mut took = prompt::estimate(&said);
        let mut results = Vec::new();
        for (n, call) in calls.iter().enumerate() {
            took = took
                .saturating_add(prompt::estimate(&call.name))
                .saturating_add(prompt::estimate(&call.arguments));
            let mut output = if n < tools::AT_ONCE {
                self.running.wait(Waiting::Tool(call.name.clone()));
                circumstances.meaning = match tools::looks_for(call) {
                    Some(words) => self.inner.understand(&looked_for(&words, &circumstances)).await,
                    None => None,
                };
                self.ran.run(&self.inner.store, call, &circumstances).await
            } else {
                tools::TOO_MANY.to_owned()
            };
            tools::shorten(&mut output, (asked.room.saturating_sub(took) as usize).saturating_mul(3));
            if round >= machine::ROUNDS {
                output.push('\n');
                output.push_str(&text(circumstances.language, "tool-last", &[]));
            }
            took = took.saturating_add(prompt::estimate(&output));
            results.push(Message { answers: Some(call.id.clone()), ..Message::said(Role::Tool, output) });
        }
        asked.prompt.messages.push(Message { calls, ..Message::said(Role::Assistant, said) });
        asked.prompt.messages.extend(results);
        asked.room = asked.room.saturating_sub(took);
        asked.ran = true;
        if let Some(sent) = &mut self.sent {
            sent.messages = asked.prompt.messages.clone();
            sent.tokens = sent.tokens.saturating_add(took);
        }
    }
}

/// What a tool looks for, before anybody told what it means.
fn looked_for<'a>(words: &'a str, circumstances: &'a tools::Circumstances) -> memory::Asked<'a> {
    let tools::Circumstances { user, companion, now, except, .. } = circumstances;
    memory::Asked { words, at: *now, user, companion, before: *except, meaning: None }
}

/// What belongs to the words of all that a prompt beginning at `start` does not hold.
fn memories(c: &Connection, remembering: &Remembering, start: Option<TurnId>) -> Result<Vec<Memory>> {
    let Remembering { words, at, companion, language, goes, user, meaning, wish } = remembering;
    let before = match start {
        Some(start) => Some(start),
        None => prompt::begins(c)?,
    };
    let meaning = meaning.as_ref();
    let asked = memory::Asked { words, at: *at, user, companion, before, meaning };
    // What they are asked to confirm is not brought up meanwhile.
    let wish = wish.as_ref();
    part::choose(c, &part::Wanted { asked, language: *language, goes: *goes, wish })
}
