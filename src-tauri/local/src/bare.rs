//! `samantha-local bare FILE THREADS PROMPT_TOKENS TOKENS`: nothing but llama.cpp's own loop, for the bench to
//! compare with. Prints the milliseconds from the first token to the last.

use crate::llama::{BATCH, Chooser, Computed, Context, Model, Token};
use samantha_local_messages::Sampling;
use std::{io::Write as _, rc::Rc, time::Instant};

/// Runs it; the error is a sentence.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let [path, threads, prompt, tokens] = arguments else { return Err("four arguments".into()) };
    let number = |text: &String| text.parse::<u32>().map_err(|error| error.to_string());
    let (threads, prompt, tokens) = (number(threads)?, number(prompt)?, number(tokens)?);
    let model = Rc::new(Model::load(path, 0, false).ok_or("the file can't be loaded")?);
    let room = prompt + tokens + 1;
    let mut context = Context::new(Rc::clone(&model), room, threads, false).ok_or("no room for a context")?;
    let mut chooser = Chooser::new(&model, &Sampling::default(), 1, None).ok_or("no sampler")?;
    let mut said: Vec<Token> = model.tokens("a ", false).into_iter().cycle().take(prompt as usize).collect();
    let read = |context: &mut Context, tokens: &mut [Token]| match context.read(tokens) {
        Computed::Whole => Ok(()),
        other => Err(format!("{other:?}")),
    };
    for part in said.chunks_mut(BATCH as usize) {
        read(&mut context, part)?;
    }
    let mut bytes = Vec::new();
    let mut began = None;
    for _ in 0..tokens {
        let token = chooser.choose(&context).ok_or("no token")?;
        began = began.or_else(|| Some(Instant::now()));
        if model.ends(token) {
            return Err("it ended".into());
        }
        bytes.clear();
        model.bytes_of(token, &mut bytes);
        read(&mut context, &mut [token])?;
    }
    let millis = began.map_or(0.0, |began: Instant| began.elapsed().as_secs_f64() * 1000.0);
    writeln!(std::io::stdout(), "{millis}").map_err(|error| error.to_string())?;
    Ok(())
}
