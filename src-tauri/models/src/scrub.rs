//! Takes secrets and words said out of what a provider sends back, so that an error's detail may be logged and
//! shown.

use samantha_core::ports::{Prompt, Secret};

/// Most characters a detail has.
pub(crate) const LONGEST_DETAIL: usize = 500;

/// A run of this many characters of a key is a secret already.
const KEY_RUN: usize = 8;
/// A run of this many characters of what was said is words of the person; shorter ones are words anyone uses.
const SAID_RUN: usize = 16;
/// Most characters looked at.
const LONGEST_LOOKED_AT: usize = 4000;

const GONE: char = '…';

/// What must not come back out of an exchange.
#[derive(Clone, Default)]
pub(crate) struct Scrub {
    secrets: Vec<Vec<char>>,
    said: Vec<Vec<char>>,
}

impl Scrub {
    /// Keeps this key out.
    pub(crate) fn of_key(key: Option<&Secret>) -> Self {
        let mut secrets: Vec<Vec<char>> = Vec::new();
        if let Some(key) = key.map(|key| key.reveal().trim()).filter(|key| !key.is_empty()) {
            let escaped: String = key
                .bytes()
                .map(|b| {
                    if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                        char::from(b).to_string()
                    } else {
                        format!("%{b:02X}")
                    }
                })
                .collect();
            secrets.push(key.chars().collect());
            if escaped != key {
                secrets.push(escaped.chars().collect());
            }
        }
        Self { secrets, said: Vec::new() }
    }

    /// Keeps the words of this prompt out, too.
    pub(crate) fn and_words(mut self, prompt: &Prompt) -> Self {
        self.said = prompt.messages.iter().map(|message| message.text.chars().collect()).collect();
        self
    }

    /// `text` on one line, without the key or any part of it, without words said, and of at most
    /// [`LONGEST_DETAIL`] characters.
    pub(crate) fn clean(&self, text: &str) -> String {
        let chars: Vec<char> =
            text.chars().take(LONGEST_LOOKED_AT).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut hidden = vec![false; chars.len()];
        for secret in &self.secrets {
            hide(&chars, &mut hidden, secret, KEY_RUN.min(secret.len()));
        }
        for said in &self.said {
            let said: Vec<char> = said.iter().map(|&c| if c.is_control() { ' ' } else { c }).collect();
            hide(&chars, &mut hidden, &said, SAID_RUN.min(said.len().max(8)));
        }
        let mut clean = String::new();
        let mut count = 0;
        let mut last = ' ';
        for (&c, &hidden) in chars.iter().zip(&hidden) {
            let c = if hidden { GONE } else { c };
            // One mark for a hidden run: its length says nothing, and white space is told once.
            if last == c && (c == GONE || c == ' ') {
                continue;
            }
            if count == LONGEST_DETAIL {
                break;
            }
            clean.push(c);
            count += 1;
            last = c;
        }
        clean.truncate(clean.trim_end().len());
        clean
    }
}

/// Marks every run of `run` characters that `text` shares with `secret`.
fn hide(text: &[char], hidden: &mut [bool], secret: &[char], run: usize) {
    if run == 0 || secret.len() < run {
        return;
    }
    let runs: std::collections::HashSet<&[char]> = secret.windows(run).collect();
    for (at, window) in text.windows(run).enumerate() {
        if runs.contains(window) {
            hidden.iter_mut().skip(at).take(run).for_each(|mark| *mark = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use samantha_core::ports::{Message, Role};

    fn scrub(key: &str, said: &str) -> Scrub {
        let prompt =
            Prompt::of(vec![Message::said(Role::User, said)], 1, samantha_core::ports::Purpose::Answer);
        Scrub::of_key(Some(&Secret::new(key))).and_words(&prompt)
    }

    #[test]
    fn a_key_is_taken_out_whole_in_part_and_escaped() {
        let scrub = scrub("sk/proj+1234567890=", "");
        assert_eq!(scrub.clean("bad key sk/proj+1234567890=."), "bad key ….");
        assert_eq!(scrub.clean("bad key sk/proj+123***"), "bad key …***");
        assert_eq!(scrub.clean("bad key sk%2Fproj%2B1234567890%3D"), "bad key …");
        assert_eq!(super::Scrub::of_key(Some(&Secret::new("abc"))).clean("key abc here"), "key … here");
    }

    #[test]
    fn words_said_are_taken_out() {
        let scrub = scrub("key-key-key", "I never told\nanyone about my sister Ana");
        assert_eq!(scrub.clean("flagged: \"I never told anyone about my sister Ana\""), "flagged: \"…\"");
        assert_eq!(scrub.clean("the model was told anyone"), "the model was told anyone");
    }

    #[test]
    fn a_detail_is_one_short_line() {
        let clean = Scrub::default().clean(&"éa\n".repeat(5000));
        assert!((LONGEST_DETAIL - 1..=LONGEST_DETAIL).contains(&clean.chars().count()));
        assert!(!clean.contains('\n'));
    }

    proptest! {
        #[test]
        fn no_run_of_the_key_is_left(key in "[a-zA-Z0-9/_+-]{8,60}", before in ".{0,600}", after in ".{0,30}") {
            let clean = scrub(&key, "").clean(&format!("{before}{key}{after}"));
            for run in key.as_bytes().windows(KEY_RUN) {
                prop_assert!(!clean.contains(std::str::from_utf8(run).unwrap()));
            }
        }
    }
}
