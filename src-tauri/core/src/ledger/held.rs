//! The exact texts of the last requests: in memory, never on disk.

use crate::id::RequestId;
use std::collections::VecDeque;

/// How many texts are held.
pub const HELD: usize = 20;

/// The last [`HELD`] requests that had a text.
#[derive(Default)]
pub(super) struct Held(VecDeque<(RequestId, String)>);

impl Held {
    pub(super) fn hold(&mut self, request: RequestId, body: &[u8]) {
        if body.is_empty() {
            return;
        }
        self.0.push_back((request, without_pictures(&String::from_utf8_lossy(body))));
        while self.0.len() > HELD {
            self.0.pop_front();
        }
    }

    pub(super) fn text(&self, request: RequestId) -> Option<String> {
        self.0.iter().find(|(id, _)| *id == request).map(|(_, text)| text.clone())
    }

    pub(super) fn requests(&self) -> Vec<RequestId> {
        self.0.iter().map(|(id, _)| *id).collect()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// How the two kinds of picture that are sent begin in base64 (the first bytes of their files).
const BEGINNINGS: [(&str, &str); 2] = [("/9j/", "image/jpeg"), ("iVBORw0KGgo", "image/png")];
/// A picture's base64 has at least so many characters. Shorter is left as it is.
const SHORTEST: usize = 256;

/// `text` with the base64 of each picture, a whole JSON string or the rest of one after `base64,`, put as a note of
/// its kind and size. Everything else stays as it is, to the byte.
fn without_pictures(text: &str) -> String {
    let mut out = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some((before, kind)) = next_beginning(text, at) {
        let rest = text.get(before..).unwrap_or_default();
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=')))
            .unwrap_or(rest.len());
        at = before + length.max(1);
        if length < SHORTEST || !rest.get(length..).is_some_and(|rest| rest.starts_with('"')) {
            continue;
        }
        let padding =
            rest.get(..length).map_or(0, |base64| base64.bytes().rev().take_while(|b| *b == b'=').count());
        let bytes = (length / 4 * 3).saturating_sub(padding);
        out.push_str(text.get(kept..before).unwrap_or_default());
        out.push_str(&format!("⟨{kind}, {bytes} bytes⟩"));
        kept = before + length;
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    out
}

/// Where, from `from` on, the base64 of a picture may begin, and of which kind.
fn next_beginning(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    let found = BEGINNINGS.iter().filter_map(|(mark, kind)| {
        let mut places = rest.match_indices(mark).map(|(at, _)| from + at);
        let at = places.find(|at| {
            text.get(..*at).is_some_and(|before| before.ends_with('"') || before.ends_with("base64,"))
        })?;
        Some((at, *kind))
    });
    found.min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base64(mark: &str, length: usize) -> String {
        format!("{mark}{}==", "Ab3+".repeat(length / 4)).chars().take(length).collect()
    }

    #[test]
    fn a_picture_is_put_as_a_note_of_its_size_wherever_a_provider_wants_it() {
        let jpeg = base64("/9j/", 400);
        let png = base64("iVBORw0KGgo", 800);
        let check = |text: &str, expected: &str| assert_eq!(without_pictures(text), expected);
        check(
            &format!(r#"{{"url":"data:image/jpeg;base64,{jpeg}"}}"#),
            r#"{"url":"data:image/jpeg;base64,⟨image/jpeg, 300 bytes⟩"}"#,
        );
        check(
            &format!(r#"{{"images":["{png}","{jpeg}"],"text":"olá"}}"#),
            r#"{"images":["⟨image/png, 600 bytes⟩","⟨image/jpeg, 300 bytes⟩"],"text":"olá"}"#,
        );
    }

    #[test]
    fn everything_else_stays_to_the_byte() {
        let long = "Ab3+".repeat(2_000);
        for text in [
            String::new(),
            r#"{"messages":[{"role":"user","content":"olá, \"/9j/ é o começo\""}]}"#.to_owned(),
            format!(r#"{{"content":"{long}"}}"#),
            format!(r#"{{"content":"/9j/ {long}"}}"#),
            format!(r#"{{"content":"/9j/{long}"#),
        ] {
            assert_eq!(without_pictures(&text), text);
        }
    }

    #[test]
    fn only_the_last_twenty_texts_are_held() {
        let mut held = Held::default();
        for n in 1..=30 {
            held.hold(RequestId(n), format!("text {n}").as_bytes());
        }
        held.hold(RequestId(31), b"");
        assert_eq!(held.requests().len(), HELD);
        assert_eq!(held.text(RequestId(10)), None);
        assert_eq!(held.text(RequestId(11)).as_deref(), Some("text 11"));
        assert_eq!(held.text(RequestId(31)), None, "nothing was in it");
        held.clear();
        assert_eq!(held.text(RequestId(30)), None);
    }
}
