//! The model that is loaded, and its answers.

use crate::{
    llama::{self, Chooser, Computed, Context, Model, Token},
    processor,
    prompt::Form,
    stop,
    text::Characters,
};
use samantha_local_messages::{
    Answer, Done, Ending, Failed, FrameError, Load, Loaded, NotLoaded, Reply, Said, Sampling, Speaker,
};
use std::{
    hash::{BuildHasher as _, RandomState},
    rc::Rc,
    time::{Duration, Instant},
};

/// Where replies go. An error means that nobody listens any more.
pub(crate) type Tell<'a> = dyn FnMut(Reply) -> Result<(), FrameError> + 'a;

/// Tokens of context of a probe.
const PROBE_CONTEXT: u32 = 512;

/// The prompt is read in parts that take about this long, so that its progress shows and a stop is soon.
const PART: Duration = Duration::from_millis(250);

/// Fewest tokens of a part.
const SMALLEST_PART: usize = 16;

/// A loaded model, with what its working memory holds.
pub(crate) struct Engine {
    context: Context,
    form: Form,
    pub(crate) facts: Loaded,
    /// The tokens in the context's memory, in their order.
    known: Vec<Token>,
    /// Tokens of the next part of a prompt.
    part: usize,
}

/// Why a file was not loaded, and in llama.cpp's words.
pub(crate) type Refusal = (NotLoaded, String);

/// Loads a file.
pub(crate) fn load(wanted: &Load, check: bool) -> Result<Engine, Refusal> {
    let began = Instant::now();
    if let Err(error) = std::fs::File::open(&wanted.path) {
        return Err((NotLoaded::Missing, error.to_string()));
    }
    let gpu_layers = llama::layers_for_graphics(wanted.gpu_layers);
    let refused = |why| (why, llama::errors_of_loading());
    let model = Model::load(&wanted.path, gpu_layers, check).ok_or_else(|| refused(NotLoaded::Unreadable))?;
    let architecture = model.says("general.architecture").unwrap_or_default();
    let causal = model.says(&format!("{architecture}.attention.causal"));
    if !model.answers() || causal.as_deref() == Some("false") {
        return Err((NotLoaded::NoAnswers, format!("a model of kind {architecture}")));
    }
    let trained = model.context_trained();
    let asked = if wanted.context == 0 { trained } else { wanted.context };
    let size = if trained == 0 { asked } else { asked.min(trained) }.max(1);
    let threads = if wanted.threads == 0 { processor::threads() } else { wanted.threads };
    let form = Form::of(&model);
    let model = Rc::new(model);
    let context = Context::new(Rc::clone(&model), size, threads, gpu_layers > 0)
        .ok_or_else(|| refused(NotLoaded::Memory))?;
    // From here on llama.cpp's errors would be of talks.
    llama::errors_of_loading();
    let facts = Loaded {
        name: model.says("general.name").unwrap_or_default(),
        architecture,
        context_trained: trained,
        context: context.room(),
        parameters: model.parameters(),
        bytes: model.bytes(),
        template: form.kind,
        threads,
        gpu_layers: gpu_layers.min(model.layers() + 1),
        tokens_a_message: form.a_message,
        tokens_a_prompt: form.a_prompt,
        millis: millis_since(began),
    };
    Ok(Engine { context, form, facts, known: Vec::new(), part: 64 })
}

/// Loads a file with little context, looks at all its numbers, computes one token and lets it go.
pub(crate) fn probe(wanted: &Load) -> Result<Loaded, Refusal> {
    let mut engine = load(&Load { context: PROBE_CONTEXT, ..wanted.clone() }, true)?;
    let broken = |detail: String| (NotLoaded::Unreadable, detail);
    let messages = vec![Said { by: Speaker::User, text: "Oi".into() }];
    let asked = Answer { id: 1, messages, schema: None, max_tokens: 1, sampling: Sampling::default() };
    let mut last = None;
    engine
        .answer(&asked, &mut |reply| {
            last = Some(reply);
            Ok(())
        })
        .map_err(|error| broken(error.to_string()))?;
    match last {
        Some(Reply::Done(_)) => Ok(engine.facts),
        Some(Reply::Failed { detail, .. }) => Err(broken(detail)),
        _ => Err(broken("it gave no token".into())),
    }
}

impl Engine {
    /// Tokens of each text.
    pub(crate) fn count(&self, texts: &[String]) -> Vec<u32> {
        let count = |text: &String| self.context.model.tokens(text, false).len();
        texts.iter().map(|text| u32::try_from(count(text)).unwrap_or(u32::MAX)).collect()
    }

    /// Answers, and tells of it as it goes.
    ///
    /// # Errors
    /// Nobody listens any more.
    pub(crate) fn answer(&mut self, asked: &Answer, tell: &mut Tell<'_>) -> Result<(), FrameError> {
        let id = asked.id;
        stop::now_answering(Some(id));
        let made = self.make(asked, tell);
        stop::now_answering(None);
        tell(match made? {
            Ok(done) => Reply::Done(done),
            Err((why, detail)) => Reply::Failed { id, why, detail },
        })
    }

    fn make(
        &mut self,
        asked: &Answer,
        tell: &mut Tell<'_>,
    ) -> Result<Result<Done, (Failed, String)>, FrameError> {
        let began = Instant::now();
        let id = asked.id;
        let prompt = self.form.tokens(&self.context.model, &asked.messages);
        let room = self.context.room() as usize;
        if prompt.len() >= room || prompt.is_empty() {
            let detail = format!("{} tokens asked, {room} fit", prompt.len());
            return Ok(Err((Failed::ContextTooLong, detail)));
        }
        let seed = asked.sampling.seed.unwrap_or_else(chance);
        let grammar = asked.schema.as_deref().map(llama::grammar_of);
        let chooser = match grammar {
            Some(None) => None,
            Some(Some(grammar)) => Chooser::new(&self.context.model, &asked.sampling, seed, Some(&grammar)),
            None => Chooser::new(&self.context.model, &asked.sampling, seed, None),
        };
        let Some(mut chooser) = chooser else {
            return Ok(Err((Failed::Schema, "this schema can't be held to".into())));
        };

        let mut done = Done {
            id,
            why: Ending::Whole,
            tokens_in: u32::try_from(prompt.len()).unwrap_or(u32::MAX),
            reused: 0,
            tokens_out: 0,
            millis_reading: 0,
            millis: 0,
        };
        let known = self.known.iter().zip(&prompt).take_while(|(one, other)| one == other).count();
        // The last token is always read: what follows it is what is wanted.
        let reused = self.keep(known.min(prompt.len() - 1));
        done.reused = u32::try_from(reused).unwrap_or(u32::MAX);
        let fresh = prompt.get(reused..).unwrap_or_default();
        let total = u32::try_from(fresh.len()).unwrap_or(u32::MAX);
        let mut rest = fresh;
        tell(Reply::Reading { id, done: 0, total })?;
        while !rest.is_empty() {
            let (part, after) = rest.split_at(self.part.min(rest.len()));
            let part_began = Instant::now();
            match self.read(part) {
                Computed::Whole => {}
                Computed::Stopped => return Ok(Ok(ended(done, Ending::Stopped, began))),
                Computed::Failed(number) => return Ok(Err(computing(number))),
            }
            if part.len() == self.part {
                self.fit_part(part_began.elapsed());
            }
            rest = after;
            tell(Reply::Reading { id, done: total - u32::try_from(rest.len()).unwrap_or(0), total })?;
        }
        done.millis_reading = millis_since(began);
        // Broken weights give numbers that are none, from which nothing can be chosen.
        if self.context.likelihoods().iter().any(|number| number.is_nan()) {
            self.keep(0);
            return Ok(Err((Failed::Weights, "what it computes are no numbers".into())));
        }

        let mut characters = Characters::default();
        let mut bytes = Vec::new();
        let why = loop {
            if stop::wanted_no_more() {
                break Ending::Stopped;
            }
            if done.tokens_out >= asked.max_tokens || self.known.len() >= room {
                break Ending::Length;
            }
            let Some(token) = chooser.choose(&self.context) else {
                return Ok(Err((Failed::Schema, "nothing can follow within the schema".into())));
            };
            if self.context.model.ends(token) {
                break Ending::Whole;
            }
            done.tokens_out += 1;
            bytes.clear();
            self.context.model.bytes_of(token, &mut bytes);
            let text = characters.take(&bytes);
            if !text.is_empty() {
                tell(Reply::Piece { id, text })?;
            }
            if done.tokens_out >= asked.max_tokens {
                break Ending::Length;
            }
            match self.read(&[token]) {
                Computed::Whole => {}
                Computed::Stopped => break Ending::Stopped,
                Computed::Failed(number) => return Ok(Err(computing(number))),
            }
        };
        Ok(Ok(ended(done, why, began)))
    }

    /// Reads tokens after what is known; what was not read whole is forgotten again.
    fn read(&mut self, tokens: &[Token]) -> Computed {
        let before = self.known.len();
        self.known.extend_from_slice(tokens);
        let computed = match self.known.get_mut(before..) {
            Some(tokens) => self.context.read(tokens),
            None => Computed::Whole,
        };
        if computed != Computed::Whole {
            self.keep(before);
        }
        computed
    }

    /// Forgets all but the first tokens, or all where a part can't be forgotten. Gives how many are left.
    fn keep(&mut self, tokens: usize) -> usize {
        if tokens < self.known.len() && !self.context.keep(tokens) {
            self.known.clear();
        }
        self.known.truncate(tokens);
        self.known.len()
    }

    /// Makes the next part take about [`PART`].
    fn fit_part(&mut self, took: Duration) {
        if took < PART / 2 {
            self.part = (self.part * 2).min(llama::BATCH as usize);
        } else if took > PART * 2 {
            self.part = (self.part / 2).max(SMALLEST_PART);
        }
    }
}

fn ended(done: Done, why: Ending, began: Instant) -> Done {
    Done { why, millis: millis_since(began), ..done }
}

fn computing(number: i32) -> (Failed, String) {
    (Failed::Compute, format!("llama.cpp: {number}"))
}

fn millis_since(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// A number nobody can foresee; std's hash maps begin with one.
pub(crate) fn chance() -> u32 {
    u32::try_from(RandomState::new().hash_one(0u8) >> 32).unwrap_or(0)
}
