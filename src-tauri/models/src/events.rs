//! Reads server-sent events (WHATWG HTML, section 9.2.6) out of bytes as they come.
//!
//! Written here because every library looked at joins a line, or an event, without any bound until its end
//! arrives: a provider that never ends a line would fill the memory. This one gives up at [`LONGEST_EVENT`].

use crate::protocol::Framing;
use std::{collections::VecDeque, mem};

/// Most bytes one event may have, its field names included: 1 MiB.
pub(crate) const LONGEST_EVENT: usize = 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Something whole that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A comment: words to keep the line alive.
    Comment,
    /// An event with data. Bytes that are no UTF-8 have become U+FFFD.
    Data { name: String, data: String },
}

/// An event grew past [`LONGEST_EVENT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// Joins bytes to events, wherever the network cut them.
#[derive(Debug, Default)]
pub(crate) struct EventReader {
    line: Vec<u8>,
    data: Vec<u8>,
    name: Vec<u8>,
    has_data: bool,
    after_first_line: bool,
    /// The last byte was CR: an LF that follows belongs to it.
    after_cr: bool,
}

impl EventReader {
    /// Takes more bytes and puts the events they complete at the end of `events`.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], events: &mut VecDeque<Event>) -> Result<(), TooLong> {
        if mem::take(&mut self.after_cr) {
            match bytes {
                [b'\n', rest @ ..] => bytes = rest,
                [] => self.after_cr = true,
                _ => {}
            }
        }
        while let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
            let (line, rest) = bytes.split_at(end);
            self.hold(line)?;
            self.end_line(events);
            bytes = match rest {
                [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
                [] => rest,
            };
            self.after_cr = rest == b"\r";
        }
        self.hold(bytes)
    }

    /// The body ended: a last event counts even though no empty line follows it.
    pub(crate) fn finish(&mut self, events: &mut VecDeque<Event>) {
        if !self.line.is_empty() {
            self.end_line(events);
        }
        self.end_event(events);
    }

    fn hold(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + self.data.len() + self.name.len() + bytes.len() > LONGEST_EVENT {
            return Err(TooLong);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, events: &mut VecDeque<Event>) {
        let line = mem::take(&mut self.line);
        let mut rest = line.as_slice();
        if !mem::replace(&mut self.after_first_line, true) {
            rest = rest.strip_prefix(BYTE_ORDER_MARK).unwrap_or(rest);
        }
        if rest.is_empty() {
            self.end_event(events);
        } else {
            let colon = rest.iter().position(|&byte| byte == b':');
            let (field, value) = rest.split_at(colon.unwrap_or(rest.len()));
            let value = value.strip_prefix(b":").unwrap_or(value);
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match field {
                b"" => events.push_back(Event::Comment),
                b"data" => {
                    if mem::replace(&mut self.has_data, true) {
                        self.data.push(b'\n');
                    }
                    self.data.extend_from_slice(value);
                }
                b"event" => self.name = value.to_vec(),
                _ => {}
            }
        }
        // The buffer is kept for the next line: no allocation a line.
        self.line = line;
        self.line.clear();
    }

    fn end_event(&mut self, events: &mut VecDeque<Event>) {
        let name = mem::take(&mut self.name);
        if mem::take(&mut self.has_data) {
            let data = String::from_utf8_lossy(&self.data).into_owned();
            self.data.clear();
            events.push_back(Event::Data { name: String::from_utf8_lossy(&name).into_owned(), data });
        }
    }
}

/// Joins bytes to lines, each a JSON value (NDJSON), with the same bound.
#[derive(Debug, Default)]
pub(crate) struct LineReader {
    line: Vec<u8>,
}

impl LineReader {
    /// As [`EventReader::feed`].
    pub(crate) fn feed(&mut self, mut bytes: &[u8], events: &mut VecDeque<Event>) -> Result<(), TooLong> {
        while let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(end);
            self.hold(line)?;
            self.end_line(events);
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.hold(bytes)
    }

    /// The body ended: a last line counts without its end.
    pub(crate) fn finish(&mut self, events: &mut VecDeque<Event>) {
        self.end_line(events);
    }

    fn hold(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.line.len() + bytes.len() > LONGEST_EVENT {
            return Err(TooLong);
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn end_line(&mut self, events: &mut VecDeque<Event>) {
        let line = self.line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.line).trim_ascii();
        if !line.is_empty() {
            let data = String::from_utf8_lossy(line).into_owned();
            events.push_back(Event::Data { name: String::new(), data });
        }
        self.line.clear();
    }
}

/// Joins the bytes of a reply to what it is made of.
#[derive(Debug)]
pub(crate) enum BodyReader {
    Events(EventReader),
    Lines(LineReader),
}

impl BodyReader {
    pub(crate) fn of(framing: Framing) -> Self {
        match framing {
            Framing::Events => Self::Events(EventReader::default()),
            Framing::Lines => Self::Lines(LineReader::default()),
        }
    }

    /// As [`EventReader::feed`].
    pub(crate) fn feed(&mut self, bytes: &[u8], events: &mut VecDeque<Event>) -> Result<(), TooLong> {
        match self {
            Self::Events(reader) => reader.feed(bytes, events),
            Self::Lines(reader) => reader.feed(bytes, events),
        }
    }

    /// As [`EventReader::finish`].
    pub(crate) fn finish(&mut self, events: &mut VecDeque<Event>) {
        match self {
            Self::Events(reader) => reader.finish(events),
            Self::Lines(reader) => reader.finish(events),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(parts: &[&[u8]]) -> Vec<Event> {
        let (mut reader, mut events) = (EventReader::default(), VecDeque::new());
        for part in parts {
            reader.feed(part, &mut events).unwrap();
        }
        reader.finish(&mut events);
        events.into()
    }

    fn data(text: &str) -> Event {
        Event::Data { name: String::new(), data: text.into() }
    }

    #[test]
    fn lines_end_with_cr_lf_or_both() {
        for source in ["data: a\n\ndata: b\n\n", "data: a\r\rdata: b\r\r", "data: a\r\n\r\ndata: b\r\n\r\n"] {
            assert_eq!(read(&[source.as_bytes()]), [data("a"), data("b")], "{source:?}");
        }
        assert_eq!(read(&[b"data: a\r", b"\n\r", b"\ndata: b\n\r\n"]), [data("a"), data("b")]);
        assert_eq!(read(&[b"data: a\r", b"", b"\ndata: b\r\n\n"]), [data("a\nb")]);
    }

    #[test]
    fn a_mark_comments_names_and_many_lines_are_read() {
        assert_eq!(
            read(&[b"\xef\xbb\xbf: hello\nid: 7\nevent: error\ndata:a\ndata\ndata:  b\nretry: 1\n\n\n\n"]),
            [Event::Comment, Event::Data { name: "error".into(), data: "a\n\n b".into() }]
        );
        assert_eq!(read(&[b"event: lost\n\ndata: x\n\n"]), [data("x")], "an event without data is none");
        assert_eq!(
            read(&[b"data: \xef\xbb", b"\xbf\n\n"]),
            [data("\u{feff}")],
            "a mark counts at the start only"
        );
    }

    #[test]
    fn a_last_event_without_its_empty_line_counts() {
        assert_eq!(read(&[b"data: [DONE]"]), [data("[DONE]")]);
        assert_eq!(read(&[b"data: a\n\ndata: [DONE]\n"]), [data("a"), data("[DONE]")]);
    }

    #[test]
    fn bytes_that_are_no_text_become_replacement_characters() {
        assert_eq!(read(&[b"data: a\xff\xfeb\n\n"]), [data("a\u{fffd}\u{fffd}b")]);
    }

    #[test]
    fn an_event_without_end_is_given_up_at_the_limit() {
        let half = vec![b'x'; LONGEST_EVENT / 2];
        for line_end in [b"".as_slice(), b"\ndata: "] {
            let (mut reader, mut events) = (EventReader::default(), VecDeque::new());
            reader.feed(b"data: ", &mut events).unwrap();
            reader.feed(&half, &mut events).unwrap();
            let rest = reader.feed(line_end, &mut events).and_then(|()| reader.feed(&half, &mut events));
            assert_eq!(rest, Err(TooLong));
            assert!(reader.line.capacity() + reader.data.capacity() <= 2 * LONGEST_EVENT);
        }
    }

    #[test]
    fn lines_are_joined_and_given_up_at_the_limit() {
        let (mut reader, mut events) = (LineReader::default(), VecDeque::new());
        for part in ["{\"a\":", "1}\r\n\n", " \n{", "}"] {
            reader.feed(part.as_bytes(), &mut events).unwrap();
        }
        assert_eq!(events, [data("{\"a\":1}")]);
        reader.finish(&mut events);
        assert_eq!(events, [data("{\"a\":1}"), data("{}")]);
        let half = vec![b'x'; LONGEST_EVENT / 2 + 1];
        assert_eq!(
            reader.feed(&half, &mut events).and_then(|()| reader.feed(&half, &mut events)),
            Err(TooLong)
        );
    }

    #[test]
    fn an_event_of_the_longest_size_is_read() {
        let text = "x".repeat(LONGEST_EVENT - "data: ".len());
        assert_eq!(read(&[format!("data: {text}\n\n").as_bytes()]), [data(&text)]);
    }

    proptest! {
        #[test]
        fn wherever_the_bytes_are_cut_the_events_are_the_same(
            source in "(data: ?|: |event: e|[a-zã€🙂]{0,3}|\r|\n|\r\n|\u{feff}){0,40}",
            mut cuts in prop::collection::vec(0usize..200, 0..12),
        ) {
            let bytes = source.as_bytes();
            cuts.retain(|&cut| cut <= bytes.len());
            cuts.sort_unstable();
            let mut parts = Vec::new();
            let mut from = 0;
            for cut in cuts {
                parts.push(&bytes[from..cut]);
                from = cut;
            }
            parts.push(&bytes[from..]);
            prop_assert_eq!(read(&parts), read(&[bytes]));
        }
    }
}
