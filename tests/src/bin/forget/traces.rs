//! What may be left of a canary, in every form in which a file may hold it, and the search for that.

use crate::canary::Canary;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use samantha_core::store::words;
use std::collections::{BTreeMap, HashMap};

/// A run of bytes that is nowhere but in what is to be forgotten.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Trace {
    /// The form it has: "raw", "stem", "vector_detail.exact" ...
    pub form: String,
    pub bytes: Vec<u8>,
}

/// Shorter runs may be anywhere by chance.
const SHORTEST: usize = 6;

/// All traces of one canary.
pub struct Traces {
    all: Vec<Trace>,
    /// By their first [`SHORTEST`] bytes.
    by_beginning: HashMap<[u8; SHORTEST], Vec<usize>>,
    /// Whether a trace begins with these two bytes.
    begins: Vec<bool>,
}

/// How often each form was found in each file.
pub type Found = BTreeMap<String, BTreeMap<String, u64>>;

impl Traces {
    /// Of a canary's words, and of what else was read from the store before.
    pub fn of(canary: &Canary, read: Vec<Trace>) -> Self {
        let mut traces = Self { all: Vec::new(), by_beginning: HashMap::new(), begins: vec![false; 1 << 16] };
        for word in &canary.words {
            traces.add_word(word);
        }
        traces.add_text("raw", &canary.emoji);
        traces.add_encoded(&canary.emoji);
        for trace in read {
            traces.add(&trace.form, trace.bytes);
        }
        traces
    }

    fn add(&mut self, form: &str, bytes: Vec<u8>) {
        let Some(beginning) = bytes.first_chunk::<SHORTEST>().copied() else { return };
        if self.all.iter().any(|trace| trace.bytes == bytes) {
            return;
        }
        self.begins[usize::from(u16::from_le_bytes([beginning[0], beginning[1]]))] = true;
        self.by_beginning.entry(beginning).or_default().push(self.all.len());
        self.all.push(Trace { form: form.to_owned(), bytes });
    }

    /// A word in all its forms.
    fn add_word(&mut self, word: &str) {
        let folded = words::fold(word);
        self.add_text("raw", word);
        self.add_text("folded", &folded);
        for text in [word, &folded] {
            let lower = text.to_lowercase();
            self.add_text("lower case", &lower);
            self.add_text("upper case", &text.to_uppercase());
            self.add_encoded(text);
        }
        // As a Mac writes it: letter and accent apart.
        let apart: String = unicode_normalization::UnicodeNormalization::nfd(word).collect();
        self.add_text("decomposed", &apart);
        for form in words::split(word).iter().flat_map(|word| words::forms(word)) {
            self.add_text("stem", &form);
            // The index keeps a word without what it has in common with the one before it.
            self.add_text("rest of a stem", &tail(&form, 3));
        }
        // Of one that was partly written over.
        self.add_text("beginning", &folded.chars().take(7).collect::<String>());
        self.add_text("beginning", &word.chars().take(6).collect::<String>());
        self.add_text("end", &tail(word, 6));
        self.add_text("end", &tail(&folded, 6));
    }

    fn add_text(&mut self, form: &str, text: &str) {
        self.add(form, text.as_bytes().to_vec());
    }

    /// As other encodings have it.
    fn add_encoded(&mut self, text: &str) {
        let units: Vec<u16> = text.encode_utf16().collect();
        self.add("UTF-16", units.iter().flat_map(|unit| unit.to_le_bytes()).collect());
        self.add("UTF-16", units.iter().flat_map(|unit| unit.to_be_bytes()).collect());
        if !text.is_ascii() {
            let escaped = |upper: bool| -> String {
                let escape = |unit: u16| match u8::try_from(unit) {
                    Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
                    _ if upper => format!("\\u{unit:04X}"),
                    _ => format!("\\u{unit:04x}"),
                };
                units.iter().map(|unit| escape(*unit)).collect()
            };
            let percent = |upper: bool| -> String {
                let escape = |byte: &u8| match byte {
                    byte if byte.is_ascii() => char::from(*byte).to_string(),
                    byte if upper => format!("%{byte:02X}"),
                    byte => format!("%{byte:02x}"),
                };
                text.as_bytes().iter().map(escape).collect()
            };
            for upper in [true, false] {
                self.add_text("JSON-escaped", &escaped(upper));
                self.add_text("percent-encoded", &percent(upper));
            }
        }
        // Whatever stands before it: at each of the three places a byte may have in base64, without its ends.
        for before in 0..3 {
            let encoded = STANDARD.encode([&b"..."[..before], text.as_bytes()].concat());
            let inner: String = encoded.trim_end_matches('=').chars().skip(4).collect();
            let inner = &inner[..inner.len().saturating_sub(1)];
            if inner.len() > 8 {
                self.add_text("base64", inner);
            }
        }
    }

    /// Whether any is in these bytes; adds what is to `found`, under the file's name.
    pub fn search(&self, name: &str, bytes: &[u8], found: &mut Found) {
        for (at, window) in bytes.windows(SHORTEST).enumerate() {
            if !self.begins[usize::from(u16::from_le_bytes([window[0], window[1]]))] {
                continue;
            }
            let Some(beginning) = window.first_chunk() else { continue };
            let Some(those) = self.by_beginning.get(beginning) else { continue };
            for trace in those.iter().map(|index| &self.all[*index]) {
                if bytes[at..].starts_with(&trace.bytes) {
                    *found.entry(trace.form.clone()).or_default().entry(name.to_owned()).or_default() += 1;
                }
            }
        }
    }
}

fn tail(text: &str, skip: usize) -> String {
    text.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use samantha_tests::Dice;

    fn found_in(traces: &Traces, bytes: &[u8]) -> Vec<String> {
        let mut found = Found::new();
        traces.search("it", bytes, &mut found);
        found.into_keys().collect()
    }

    #[test]
    fn a_canary_is_found_in_every_form_and_nothing_in_what_others_say() {
        let canary = Canary::hatch(&mut Dice::new(5));
        let vector = Trace { form: "vector.codes".into(), bytes: vec![7, 1, 0, 250, 3, 9, 4, 4] };
        let traces = Traces::of(&canary, vec![vector.clone()]);
        let word = &canary.words[2];
        let folded = words::fold(word);
        let utf16: Vec<u8> = format!("a {word}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        let json: String = word.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        let some_json = json.replace("\\u0061", "a");
        for (bytes, form) in [
            (format!("x{word}y").into_bytes(), "raw"),
            (folded.clone().into_bytes(), "folded"),
            (word.to_uppercase().into_bytes(), "upper case"),
            (utf16, "UTF-16"),
            (STANDARD.encode(format!("{{\"a\":\"{word}\"}}")).into_bytes(), "base64"),
            ([b"\x04".as_slice(), &folded.as_bytes()[3..]].concat(), "rest of a stem"),
            (canary.emoji.clone().into_bytes(), "raw"),
            (vector.bytes, "vector.codes"),
            (canary.quoted(true).into_bytes(), "raw"),
        ] {
            let found = found_in(&traces, &bytes);
            assert!(found.iter().any(|found| found == form), "{form}: {found:?}");
        }
        assert!(!some_json.is_empty());
        for other in ["Ontem vi um pássaro com flores e o meu amigo, Pedro.", "You spoke of nothing"] {
            assert_eq!(found_in(&traces, other.as_bytes()), [""; 0]);
        }
        let another = Canary::hatch(&mut Dice::new(6));
        let said = another.words.join(" ");
        assert_eq!(found_in(&traces, said.as_bytes()), [""; 0]);
    }
}
