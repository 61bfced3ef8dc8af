//! llama.cpp, as little of it as is needed, behind functions that can't be called wrongly. The only file that calls it.
//!
//! llama.cpp ends the process on some corrupt files (`GGML_ASSERT`) and when an exception leaves it; nothing here can
//! catch that. This process is made to be ended: the app starts another.

use crate::stop;
use llama_cpp_sys_2 as sys;
use samantha_local_messages::Sampling;
use std::{
    ffi::{CStr, CString, c_char, c_void},
    ptr::NonNull,
    rc::Rc,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

pub(crate) type Token = sys::llama_token;

/// Most tokens given to one computation.
pub(crate) const BATCH: u32 = 512;

/// The last errors llama.cpp told of while a file was loaded. At other times nothing is kept: it might hold words.
static ERRORS: Mutex<String> = Mutex::new(String::new());
static KEEP_ERRORS: AtomicBool = AtomicBool::new(false);

unsafe extern "C" fn log(level: sys::ggml_log_level, text: *const c_char, _: *mut c_void) {
    if level != sys::GGML_LOG_LEVEL_ERROR || text.is_null() || !KEEP_ERRORS.load(Ordering::Relaxed) {
        return;
    }
    // SAFETY: a string that ends, valid during this call (ggml_log_callback).
    let text = unsafe { CStr::from_ptr(text) }.to_string_lossy();
    let mut errors = ERRORS.lock().unwrap_or_else(PoisonError::into_inner);
    if errors.len() < 2000 {
        errors.push_str(&text);
    }
}

/// The first thing llama.cpp said was wrong since loading began; what follows only repeats that it failed.
pub(crate) fn errors_of_loading() -> String {
    KEEP_ERRORS.store(false, Ordering::Relaxed);
    let errors = std::mem::take(&mut *ERRORS.lock().unwrap_or_else(PoisonError::into_inner));
    let first = errors.lines().next().unwrap_or_default();
    // A line begins with the name of a function.
    first.split_once(": ").map_or(first, |(_, said)| said).trim().to_owned()
}

/// Makes llama.cpp ready, and quiet: its log goes nowhere. Once, before anything else here.
pub(crate) fn begin() {
    // SAFETY: the callback fits and lives as long as the process.
    unsafe {
        sys::llama_log_set(Some(log), std::ptr::null_mut());
        sys::llama_backend_init();
    }
}

/// How many layers a graphics processor can be given here: none where llama.cpp was built without, or finds none.
pub(crate) fn layers_for_graphics(wanted: u32) -> u32 {
    // SAFETY: only asks.
    if unsafe { sys::llama_supports_gpu_offload() } { wanted } else { 0 }
}

/// A file that is loaded.
pub(crate) struct Model {
    model: NonNull<sys::llama_model>,
    vocab: NonNull<sys::llama_vocab>,
}

impl Drop for Model {
    fn drop(&mut self) {
        // SAFETY: ours alone; contexts hold it by `Rc`, so none is left.
        unsafe { sys::llama_model_free(self.model.as_ptr()) }
    }
}

impl Model {
    /// Loads a file; `None` when llama.cpp refuses it, [`errors_of_loading`] says why.
    pub(crate) fn load(path: &str, gpu_layers: u32, check: bool) -> Option<Self> {
        let path = CString::new(path).ok()?;
        errors_of_loading();
        KEEP_ERRORS.store(true, Ordering::Relaxed);
        // A list of no graphics processors: one that is broken isn't even looked at.
        let mut none: [sys::ggml_backend_dev_t; 1] = [std::ptr::null_mut()];
        // SAFETY: the defaults are a plain struct; the path and the list, closed by null, outlive the call.
        let model = unsafe {
            let mut how = sys::llama_model_default_params();
            how.n_gpu_layers = i32::try_from(gpu_layers).unwrap_or(i32::MAX);
            if gpu_layers == 0 {
                how.devices = none.as_mut_ptr();
            }
            how.check_tensors = check;
            sys::llama_model_load_from_file(path.as_ptr(), how)
        };
        let model = NonNull::new(model)?;
        // SAFETY: a loaded model has a vocabulary, which lives as long.
        let vocab = unsafe { sys::llama_model_get_vocab(model.as_ptr()) };
        Some(Self { model, vocab: NonNull::new(vocab.cast_mut())? })
    }

    /// What the file says under a name of its metadata.
    pub(crate) fn says(&self, key: &str) -> Option<String> {
        let key = CString::new(key).ok()?;
        let mut bytes = vec![0u8; 256];
        // SAFETY: writes at most the length given, with the closing zero.
        let length = unsafe {
            let (at, room) = (bytes.as_mut_ptr().cast(), bytes.len());
            sys::llama_model_meta_val_str(self.model.as_ptr(), key.as_ptr(), at, room)
        };
        bytes.truncate(usize::try_from(length).ok()?.min(bytes.len() - 1));
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The chat template in the file.
    pub(crate) fn template(&self) -> Option<CString> {
        // SAFETY: null or a string of the model's, copied at once.
        unsafe {
            let text = sys::llama_model_chat_template(self.model.as_ptr(), std::ptr::null());
            (!text.is_null()).then(|| CStr::from_ptr(text).to_owned())
        }
    }

    /// Tokens the model was trained to read at once.
    pub(crate) fn context_trained(&self) -> u32 {
        // SAFETY: only asks.
        u32::try_from(unsafe { sys::llama_model_n_ctx_train(self.model.as_ptr()) }).unwrap_or(0)
    }

    pub(crate) fn parameters(&self) -> u64 {
        // SAFETY: only asks.
        unsafe { sys::llama_model_n_params(self.model.as_ptr()) }
    }

    /// Bytes of the weights.
    pub(crate) fn bytes(&self) -> u64 {
        // SAFETY: only asks.
        unsafe { sys::llama_model_size(self.model.as_ptr()) }
    }

    pub(crate) fn layers(&self) -> u32 {
        // SAFETY: only asks.
        u32::try_from(unsafe { sys::llama_model_n_layer(self.model.as_ptr()) }).unwrap_or(0)
    }

    /// Whether it makes one token after the other, and needs nothing read before by another part of it.
    pub(crate) fn answers(&self) -> bool {
        // SAFETY: only asks.
        unsafe {
            let model = self.model.as_ptr();
            sys::llama_model_has_decoder(model)
                && !sys::llama_model_has_encoder(model)
                && !sys::llama_model_is_diffusion(model)
        }
    }

    pub(crate) fn vocabulary(&self) -> i32 {
        // SAFETY: only asks.
        unsafe { sys::llama_vocab_n_tokens(self.vocab.as_ptr()) }
    }

    /// Whether this token ends an answer.
    pub(crate) fn ends(&self, token: Token) -> bool {
        // SAFETY: tokens come from this model's vocabulary.
        unsafe { sys::llama_vocab_is_eog(self.vocab.as_ptr(), token) }
    }

    /// The texts of the tokens that steer: `<|im_end|>` and the like.
    pub(crate) fn control_texts(&self) -> Vec<String> {
        let texts = (0..self.vocabulary()).filter_map(|token| {
            // SAFETY: the token is of this vocabulary; its text lives as long as the model and is copied at once.
            unsafe {
                if !sys::llama_vocab_is_control(self.vocab.as_ptr(), token) {
                    return None;
                }
                let text = sys::llama_vocab_get_text(self.vocab.as_ptr(), token);
                (!text.is_null()).then(|| CStr::from_ptr(text).to_string_lossy().into_owned())
            }
        });
        // A single character is no marker that anyone could mean.
        texts.filter(|text| text.chars().count() > 1).collect()
    }

    /// Cuts a text into tokens. `steers`: texts such as `<|im_end|>` become the tokens they name, and what the model
    /// wants at the very beginning is put there.
    pub(crate) fn tokens(&self, text: &str, steers: bool) -> Vec<Token> {
        let length = i32::try_from(text.len()).unwrap_or(i32::MAX);
        let mut tokens: Vec<Token> = vec![0; text.len() + 8];
        loop {
            // SAFETY: reads `length` bytes, writes at most as many tokens as there is room for.
            let count = unsafe {
                let room = i32::try_from(tokens.len()).unwrap_or(i32::MAX);
                let (from, to) = (text.as_ptr().cast(), tokens.as_mut_ptr());
                sys::llama_tokenize(self.vocab.as_ptr(), from, length, to, room, steers, steers)
            };
            match usize::try_from(count) {
                Ok(count) => {
                    tokens.truncate(count);
                    return tokens;
                }
                // The room it needs, as a negative number.
                Err(_) => tokens.resize(count.unsigned_abs() as usize, 0),
            }
        }
    }

    /// Puts the bytes of a token after what is there. Tokens that steer have none.
    pub(crate) fn bytes_of(&self, token: Token, into: &mut Vec<u8>) {
        let before = into.len();
        let mut room = 32;
        loop {
            into.resize(before + room, 0);
            let Some(place) = into.get_mut(before..) else { return };
            // SAFETY: writes at most `room` bytes into that room.
            let count = unsafe {
                let (to, room) = (place.as_mut_ptr().cast(), i32::try_from(room).unwrap_or(i32::MAX));
                sys::llama_token_to_piece(self.vocab.as_ptr(), token, to, room, 0, false)
            };
            match usize::try_from(count) {
                Ok(count) => return into.truncate(before + count),
                Err(_) => room = count.unsigned_abs() as usize,
            }
        }
    }
}

/// Messages put into one text as a template says, ready for the answer to follow. `None`: an unknown template.
pub(crate) fn in_template(template: &CStr, messages: &[(&CStr, CString)]) -> Option<String> {
    let chat: Vec<_> = messages
        .iter()
        .map(|(role, text)| sys::llama_chat_message { role: role.as_ptr(), content: text.as_ptr() })
        .collect();
    let mut bytes = vec![0u8; 1024 + messages.iter().map(|(_, text)| text.count_bytes() + 64).sum::<usize>()];
    loop {
        // SAFETY: template and messages outlive the call; writes at most the length given.
        let length = unsafe {
            let room = i32::try_from(bytes.len()).ok()?;
            let (to, many) = (bytes.as_mut_ptr().cast(), chat.len());
            sys::llama_chat_apply_template(template.as_ptr(), chat.as_ptr(), many, true, to, room)
        };
        let length = usize::try_from(length).ok()?;
        if length <= bytes.len() {
            bytes.truncate(length);
            return String::from_utf8(bytes).ok();
        }
        bytes.resize(length, 0);
    }
}

/// What came of a computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Computed {
    Whole,
    Stopped,
    /// llama.cpp's own number for what went wrong.
    Failed(i32),
}

/// A model's working memory: what it has read and said, as it stands.
pub(crate) struct Context {
    context: NonNull<sys::llama_context>,
    pub(crate) model: Rc<Model>,
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: ours alone, and the model it belongs to is still there.
        unsafe { sys::llama_free(self.context.as_ptr()) }
    }
}

impl Context {
    /// Room for this many tokens; `None` when llama.cpp can't make it.
    pub(crate) fn new(model: Rc<Model>, tokens: u32, threads: u32, graphics: bool) -> Option<Self> {
        let threads = i32::try_from(threads).unwrap_or(1);
        // SAFETY: the defaults are a plain struct; the callback takes no data and lives as long as the process.
        let context = unsafe {
            let mut how = sys::llama_context_default_params();
            how.n_ctx = tokens;
            how.n_batch = BATCH;
            how.n_ubatch = BATCH;
            how.n_threads = threads;
            how.n_threads_batch = threads;
            how.no_perf = true;
            how.offload_kqv = graphics;
            how.op_offload = graphics;
            how.abort_callback = Some(stop::abort);
            sys::llama_init_from_model(model.model.as_ptr(), how)
        };
        Some(Self { context: NonNull::new(context)?, model })
    }

    /// Tokens there is room for.
    pub(crate) fn room(&self) -> u32 {
        // SAFETY: only asks.
        unsafe { sys::llama_n_ctx(self.context.as_ptr()) }
    }

    /// Reads tokens after those read before; at most [`BATCH`]. After anything but `Whole`, [`Self::keep`] makes what
    /// is known certain again.
    pub(crate) fn read(&mut self, tokens: &mut [Token]) -> Computed {
        // SAFETY: the batch only points to the tokens, which outlive the call; positions are counted by llama.cpp.
        let result = unsafe {
            let many = i32::try_from(tokens.len()).unwrap_or(i32::MAX);
            sys::llama_decode(self.context.as_ptr(), sys::llama_batch_get_one(tokens.as_mut_ptr(), many))
        };
        match result {
            0 => Computed::Whole,
            2 => Computed::Stopped,
            other => Computed::Failed(other),
        }
    }

    /// Forgets all but the first tokens. `false`: this kind of model can't forget a part, and has forgotten all.
    pub(crate) fn keep(&mut self, tokens: usize) -> bool {
        let from = i32::try_from(tokens).unwrap_or(i32::MAX);
        // SAFETY: the memory belongs to the context, which is ours alone.
        unsafe {
            let memory = sys::llama_get_memory(self.context.as_ptr());
            if tokens > 0 && sys::llama_memory_seq_rm(memory, 0, from, -1) {
                return true;
            }
            sys::llama_memory_clear(memory, true);
        }
        tokens == 0
    }

    /// How likely each token of the vocabulary is next, not yet made to add up to one. Valid after a `Whole` read.
    pub(crate) fn likelihoods(&self) -> &[f32] {
        // SAFETY: null, or as many numbers as the vocabulary has tokens, unchanged until the next `&mut` call.
        unsafe {
            let numbers = sys::llama_get_logits_ith(self.context.as_ptr(), -1);
            let many = usize::try_from(self.model.vocabulary()).unwrap_or(0);
            if numbers.is_null() { &[] } else { std::slice::from_raw_parts(numbers, many) }
        }
    }
}

/// Chooses the next token.
pub(crate) struct Chooser {
    chain: NonNull<sys::llama_sampler>,
    grammar: Option<NonNull<sys::llama_sampler>>,
    candidates: Vec<sys::llama_token_data>,
}

impl Drop for Chooser {
    fn drop(&mut self) {
        // SAFETY: ours alone; the chain frees what was added to it.
        unsafe {
            sys::llama_sampler_free(self.chain.as_ptr());
            if let Some(grammar) = self.grammar {
                sys::llama_sampler_free(grammar.as_ptr());
            }
        }
    }
}

impl Chooser {
    /// `None` when a grammar is given that can't be held to.
    pub(crate) fn new(model: &Model, how: &Sampling, seed: u32, grammar: Option<&CStr>) -> Option<Self> {
        let grammar = match grammar {
            // SAFETY: both strings outlive the call; gives null for a grammar it can't read.
            Some(grammar) => Some(NonNull::new(unsafe {
                sys::llama_rs_sampler_init_grammar(model.vocab.as_ptr(), grammar.as_ptr(), c"root".as_ptr())
            })?),
            None => None,
        };
        // SAFETY: each step is made here and given to the chain, which frees it.
        let chain = unsafe {
            let chain = sys::llama_sampler_chain_init(sys::llama_sampler_chain_params { no_perf: true });
            let add = |step| sys::llama_sampler_chain_add(chain, step);
            let last = i32::try_from(how.repeat_last).unwrap_or(0);
            if last > 0 && how.repeat_penalty > 1.0 {
                let many = model.vocabulary();
                add(sys::llama_sampler_init_penalties(many, last, how.repeat_penalty, 0.0, 0.0));
            }
            if how.temperature > 0.0 {
                add(sys::llama_sampler_init_top_k(i32::try_from(how.top_k).unwrap_or(0)));
                add(sys::llama_sampler_init_top_p(how.top_p, 1));
                add(sys::llama_sampler_init_min_p(how.min_p, 1));
                add(sys::llama_sampler_init_temp(how.temperature));
                add(sys::llama_sampler_init_dist(seed));
            } else {
                add(sys::llama_sampler_init_greedy());
            }
            chain
        };
        let Some(chain) = NonNull::new(chain) else {
            if let Some(grammar) = grammar {
                // SAFETY: ours alone.
                unsafe { sys::llama_sampler_free(grammar.as_ptr()) }
            }
            return None;
        };
        Some(Self { chain, grammar, candidates: Vec::new() })
    }

    /// The next token; `None` when the grammar lets none follow.
    pub(crate) fn choose(&mut self, context: &Context) -> Option<Token> {
        let Some(grammar) = self.grammar else {
            // SAFETY: chain and context are ours alone, and the context has numbers after a `Whole` read.
            return Some(unsafe {
                sys::llama_sampler_sample(self.chain.as_ptr(), context.context.as_ptr(), -1)
            });
        };
        // A grammar looks at every token of the vocabulary, which takes long: first what would be chosen without it
        // is shown to it alone.
        let mut token = self.of(context, &[self.chain])?;
        if !self.allows(grammar, token) {
            token = self.of(context, &[grammar, self.chain])?;
            if !self.allows(grammar, token) {
                return None;
            }
        }
        // SAFETY: ours alone; the wrapper turns what is thrown into a status.
        let taken = unsafe {
            sys::llama_sampler_accept(self.chain.as_ptr(), token);
            sys::llama_rs_sampler_accept(grammar.as_ptr(), token)
        };
        (taken == sys::LLAMA_RS_STATUS_OK).then_some(token)
    }

    /// What these steps choose, one after the other, from all tokens.
    fn of(&mut self, context: &Context, steps: &[NonNull<sys::llama_sampler>]) -> Option<Token> {
        self.candidates.clear();
        let all = context.likelihoods().iter().zip(0..);
        self.candidates.extend(all.map(|(&logit, id)| sys::llama_token_data { id, logit, p: 0.0 }));
        let mut array = sys::llama_token_data_array {
            data: self.candidates.as_mut_ptr(),
            size: self.candidates.len(),
            selected: -1,
            sorted: false,
        };
        for step in steps {
            // SAFETY: the array points to `size` candidates, which the step may reorder or make fewer.
            unsafe { sys::llama_sampler_apply(step.as_ptr(), &raw mut array) };
        }
        let chosen = usize::try_from(array.selected).ok().filter(|&place| place < array.size)?;
        // SAFETY: within the candidates that are left, wherever the steps have put them.
        Some(unsafe { (*array.data.add(chosen)).id })
    }

    fn allows(&self, grammar: NonNull<sys::llama_sampler>, token: Token) -> bool {
        let mut one = sys::llama_token_data { id: token, logit: 1.0, p: 0.0 };
        let mut array =
            sys::llama_token_data_array { data: &raw mut one, size: 1, selected: -1, sorted: false };
        // SAFETY: the array points to one candidate.
        unsafe { sys::llama_sampler_apply(grammar.as_ptr(), &raw mut array) };
        one.logit != f32::NEG_INFINITY
    }
}

/// The grammar of a JSON schema; `None` for one that is none, or that can't be held to.
pub(crate) fn grammar_of(schema: &str) -> Option<CString> {
    let schema = CString::new(schema).ok()?;
    let mut text = std::ptr::null_mut();
    // SAFETY: the schema outlives the call; on success `text` is a string of theirs, copied and given back.
    unsafe {
        let status = sys::llama_rs_json_schema_to_grammar(schema.as_ptr(), false, &raw mut text);
        if status != sys::LLAMA_RS_STATUS_OK || text.is_null() {
            return None;
        }
        let grammar = CStr::from_ptr(text).to_owned();
        sys::llama_rs_string_free(text);
        Some(grammar)
    }
}
