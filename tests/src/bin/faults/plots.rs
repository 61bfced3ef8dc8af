//! The faults: what the provider does, and what must come of it.

use crate::secure::Door;
use samantha_models::Patience;
use samantha_tests::server::{Act, Asked, FINISH, Script, piece};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// What the person says in most cases.
const SAID: &str = "A minha irmã mudou para Belém hoje — 🙂";

/// The words that come before most faults.
const THREE: [&str; 3] = ["one ", "two ", "three"];
const SO_FAR: &str = "one two three";

/// Words of several bytes a character.
const WIDE: &str = "Olá, coração 🙂 — 日本";

/// How an answer must end.
#[derive(Clone, Debug)]
pub enum Ends {
    /// The model's, whole, and these words.
    Whole(&'static str),
    /// The model's, these words, marked as cut off for this reason.
    Cut(&'static str, &'static str),
    /// The model's, at least so many bytes of words, marked as cut off for this reason.
    CutAfter(usize, &'static str),
    /// The Listener's, who says that the model failed for this reason.
    Listener(&'static str),
}

/// Plays a script for each request.
type Plays = Arc<dyn Fn(&Asked) -> Script + Send + Sync>;

/// One case.
#[derive(Clone)]
pub struct Plot {
    pub how: String,
    pub plays: Plays,
    pub says: Vec<&'static str>,
    /// Whether the model is given her tools.
    pub tools: bool,
    /// Of the last answer.
    pub ends: Ends,
    /// Most requests that may come.
    pub asked: usize,
    /// How many calls of tools must have given a result.
    pub ran: usize,
    pub door: Option<Door>,
    /// Shorter than the app's where a fault is slow, so that the case is not.
    pub patience: Patience,
    /// For each answer.
    pub limit: Duration,
}

impl Plot {
    fn new(how: impl Into<String>, plays: Plays, ends: Ends) -> Self {
        Self {
            how: how.into(),
            plays,
            says: vec![SAID],
            tools: false,
            ends,
            asked: 1,
            ran: 0,
            door: None,
            patience: Patience::default(),
            limit: Duration::from_secs(10),
        }
    }

    /// One script for every request.
    fn playing(how: impl Into<String>, script: Script, ends: Ends) -> Self {
        Self::new(how, Arc::new(move |_| script.clone()), ends)
    }

    /// These scripts in order, the last one again and again.
    fn in_order(how: impl Into<String>, scripts: Vec<Script>, ends: Ends) -> Self {
        let next = AtomicUsize::new(0);
        let choose = move |_: &Asked| {
            let at = next.fetch_add(1, Ordering::Relaxed).min(scripts.len() - 1);
            scripts[at].clone()
        };
        Self::new(how, Arc::new(choose), ends)
    }

    /// The patience for a silence is two seconds, not the app's two minutes and one.
    fn impatient(mut self) -> Self {
        let short = Duration::from_secs(2);
        (self.patience.first, self.patience.between) = (short, short);
        self.how += " (2 s for 120/60 s)";
        self
    }

    fn asked(self, asked: usize) -> Self {
        Self { asked, ..self }
    }

    fn within(self, seconds: u64) -> Self {
        Self { limit: Duration::from_secs(seconds), ..self }
    }

    fn with_tools(self, ran: usize) -> Self {
        Self { tools: true, ran, ..self }
    }
}

fn three() -> Script {
    THREE.iter().fold(Script::stream(), |script, text| script.piece(text))
}

fn answer_of(text: &str) -> Value {
    let message = json!({"role": "assistant", "content": text});
    json!({"id": "answer-1", "object": "chat.completion", "model": "a-model",
           "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})
}

/// The head of a whole reply that says how long it is.
fn head(length: usize) -> Script {
    Script::raw(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    ))
}

/// The head of a whole reply whose end is the end of the connection.
fn endless_head(kind: &str, more: &str) -> Script {
    Script::raw(format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n{more}\r\n"))
}

fn send(script: Script, bytes: impl Into<Vec<u8>>) -> Script {
    script.then(Act::Send(bytes.into()))
}

/// The cases of a fault; none for one that isn't known.
pub fn of(name: &str) -> Vec<Plot> {
    let cut = |why| Ends::Cut(SO_FAR, why);
    let whole_reply = answer_of(SO_FAR).to_string();
    let half_reply = whole_reply.as_bytes()[..whole_reply.len() / 2].to_vec();
    let half = |end: Act| send(head(whole_reply.len()), half_reply.clone()).then(end);
    match name {
        "sse_half_close" => vec![
            Plot::playing("streamed", three().then(Act::Close), cut("broken_stream")),
            Plot::playing("whole", half(Act::Close), Ends::Listener("broken_stream")),
        ],
        "sse_rst" => vec![
            Plot::playing("streamed", three().then(Act::Reset), cut("broken_stream")),
            Plot::playing("whole", half(Act::Reset), Ends::Listener("broken_stream")),
        ],
        "sse_stall" => vec![
            Plot::playing("streamed", three().then(Act::Stall), cut("timeout")).impatient(),
            Plot::playing("whole", half(Act::Stall), Ends::Listener("timeout")).impatient(),
        ],
        "sse_drip" => vec![
            Plot::playing("streamed", drip(three(), piece("four").as_bytes(), true), cut("timeout"))
                .impatient(),
            Plot::playing(
                "whole",
                drip(head(whole_reply.len()), whole_reply.as_bytes(), false),
                Ends::Listener("timeout"),
            )
            .impatient(),
        ],
        "sse_split_utf8" => vec![
            Plot::playing("streamed", split(Script::stream(), &piece(WIDE), true).whole(), Ends::Whole(WIDE)),
            Plot::playing(
                "whole",
                {
                    let reply = answer_of(WIDE).to_string();
                    split(head(reply.len()), &reply, false)
                },
                Ends::Whole(WIDE),
            ),
        ],
        "sse_bad_utf8" => vec![
            Plot::playing("streamed", three().chunk(b"data: \xff\xfe\n\n").end(), cut("broken_stream")),
            Plot::playing("whole", send(head(2), *b"\xff\xfe"), Ends::Listener("unreadable")),
        ],
        "sse_giant_event" => {
            let giant = piece(&"x".repeat(64 << 20));
            let reply = answer_of(&"x".repeat(64 << 20)).to_string();
            vec![
                Plot::playing("streamed", three().chunk(giant), cut("broken_stream")),
                Plot::playing("whole", send(head(reply.len()), reply), Ends::Listener("unreadable")),
            ]
        }
        "sse_no_newline" => {
            let stream =
                THREE.iter().fold(Script::stream_until_close(), |script, text| send(script, piece(text)));
            let flood = || Act::Flood(vec![b'x'; 65_536]);
            let reply = send(endless_head("application/json", ""), *b"{\"choices\":\"");
            vec![
                Plot::playing("streamed", send(stream, *b"data: ").then(flood()), cut("broken_stream")),
                Plot::playing("whole", reply.then(flood()), Ends::Listener("unreadable")),
            ]
        }
        "sse_crlf_mix" => {
            let mixed = format!("\u{feff}: hello\r\r{}", crlf_mix(&[&THREE[..], &[""]].concat()));
            let reply = format!("\u{feff}\r\n\r{}\r\n\n", answer_of(SO_FAR));
            vec![
                Plot::playing("streamed", Script::stream().chunk(mixed).end(), Ends::Whole(SO_FAR)),
                Plot::playing("whole", send(head(reply.len()), reply), Ends::Whole(SO_FAR)),
            ]
        }
        "sse_bad_json" => vec![
            Plot::playing("streamed", three().event("{\"choices\":[").whole(), cut("broken_stream")),
            Plot::playing("whole", send(head(12), *b"{\"choices\":["), Ends::Listener("unreadable")),
        ],
        "sse_error_after_200" => {
            let error = json!({"error": {"message": "The server had an error.", "type": "server_error"}});
            vec![
                Plot::playing("streamed", three().event(&error.to_string()).end(), cut("overloaded")),
                // It says itself that it didn't answer: she asks again, twice, with a pause.
                Plot::playing("whole", Script::json(200, &error), Ends::Listener("overloaded"))
                    .asked(3)
                    .within(20),
            ]
        }
        "html_200" => {
            let page = "<html><h1>Welcome to the hotel network</h1><form>…</form></html>";
            let html = [("content-type", "text/html; charset=utf-8")];
            vec![
                Plot::playing("whole", Script::reply(200, &html, page), Ends::Listener("unreadable")),
                Plot::playing(
                    "called a stream",
                    Script::stream().chunk(page).end(),
                    Ends::Listener("unreadable"),
                ),
            ]
        }
        "redirect_http" => {
            let redirect = Script::reply(301, &[("location", "http://169.254.169.254/")], "");
            vec![Plot::playing("whole", redirect, Ends::Listener("unreadable"))]
        }
        "redirect_loop" => {
            let redirect = Script::reply(302, &[("location", "/v1/chat/completions")], "");
            vec![Plot::playing("whole", redirect, Ends::Listener("unreadable"))]
        }
        "gzip_bomb" => ["text/event-stream", "application/json"]
            .into_iter()
            .zip(["streamed", "whole"])
            .map(|(kind, how)| {
                let (begins, goes_on) = zeros_packed();
                let bomb =
                    send(endless_head(kind, "content-encoding: gzip\r\n"), begins).then(Act::Flood(goes_on));
                Plot::playing(how, bomb, Ends::Listener("unreadable"))
            })
            .collect(),
        "429_retry_after" => rates(),
        "500x20" => {
            let mut scripts = vec![Script::error(500, "server_error", "no"); 20];
            scripts.push(Script::answer(&THREE));
            let mut streamed = Plot::in_order("streamed", scripts.clone(), Ends::Whole(SO_FAR));
            scripts[20] = Script::json(200, &answer_of(SO_FAR));
            let mut whole = Plot::in_order("whole", scripts, Ends::Whole(SO_FAR));
            for plot in [&mut streamed, &mut whole] {
                // Each time she asks three times: the seventh time it answers.
                plot.says = vec!["um", "dois", "três", "quatro", "cinco", "seis", "sete"];
                (plot.asked, plot.limit) = (21, Duration::from_secs(20));
            }
            vec![streamed, whole]
        }
        "401" => {
            let refused = Script::error(401, "invalid_api_key", "Incorrect API key provided.");
            [("streamed", Script::answer(&THREE)), ("whole", Script::json(200, &answer_of(SO_FAR)))]
                .into_iter()
                .map(|(how, before)| {
                    let mut plot = Plot::in_order(how, vec![before, refused.clone()], Ends::Listener("auth"));
                    plot.says = vec!["antes", "depois"];
                    plot.asked(2)
                })
                .collect()
        }
        "tls_expired" => behind(Door::Expired),
        "tls_wrong_host" => behind(Door::WrongHost),
        "tls_selfsigned" => behind(Door::SelfSigned),
        "content_length_lie" => {
            let stream = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9000\r\n\r\n";
            let stream = send(Script::raw(stream), piece(SO_FAR)).then(Act::Close);
            vec![
                Plot::playing("streamed", stream, cut("broken_stream")),
                Plot::playing(
                    "whole",
                    send(head(100), *b"{\"choices\"").then(Act::Close),
                    Ends::Listener("broken_stream"),
                ),
            ]
        }
        "dup_tool_call" => {
            let arguments = r#"{"day":"2026-12-25"}"#;
            let stream =
                [0, 1].iter().fold(Script::stream(), |s, at| s.event(&call_part(*at, "c1", arguments)));
            let stream = stream.event(&call_part(0, "c1", arguments)).event(CALLED).event("[DONE]").end();
            let reply = Script::json(200, &calls_of(&[("c1", arguments), ("c1", arguments)]));
            vec![tool("streamed", stream, 1), tool("whole", reply, 1)]
        }
        "tool_args_garbage" => {
            let garbage = "{\"day\": next tuesday";
            let huge = "x".repeat(64 << 10);
            let many = (0..160).fold(Script::stream(), |s, _| s.event(&call_part(0, "c1", &huge)));
            let stream =
                Script::stream().event(&call_part(0, "c1", garbage)).event(CALLED).event("[DONE]").end();
            let broken =
                |how: &str, script, why| Plot::playing(how, script, Ends::Listener(why)).with_tools(0);
            let huge_reply = Script::json(200, &calls_of(&[("c1", &huge.repeat(160))]));
            vec![
                tool("streamed, not JSON", stream, 1),
                tool("whole, not JSON", Script::json(200, &calls_of(&[("c1", garbage)])), 1),
                broken("streamed, 10 MiB", many.event(CALLED).event("[DONE]").end(), "broken_stream"),
                broken("whole, 10 MiB", huge_reply, "unreadable"),
            ]
        }
        "never_ends" => {
            let thousand = piece("word ").repeat(1000);
            let script = (0..1000).fold(Script::stream(), |script, _| script.chunk(&thousand));
            vec![
                Plot::playing("streamed", script.whole(), Ends::CutAfter(1 << 20, "broken_stream"))
                    .within(60),
            ]
        }
        _ => Vec::new(),
    }
}

/// Sends a byte every fifth of a second, the fault's five seconds made short with the patience.
fn drip(script: Script, bytes: &[u8], chunked: bool) -> Script {
    (1u32..).zip(bytes).fold(script, |script, (number, byte)| {
        let script = script.at(Duration::from_millis(200) * number);
        if chunked { script.chunk([*byte]) } else { send(script, [*byte]) }
    })
}

/// Cuts before every byte that goes on a character.
fn split(script: Script, text: &str, chunked: bool) -> Script {
    let mut parts = vec![Vec::new()];
    for (at, byte) in text.bytes().enumerate() {
        if !text.is_char_boundary(at) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(byte);
        }
    }
    parts
        .into_iter()
        .fold(script, |script, part| if chunked { script.chunk(part) } else { send(script, part) })
}

fn crlf_mix(pieces: &[&str]) -> String {
    let ends = ["\n", "\r\n", "\r"];
    let mut mixed = String::new();
    for (number, text) in pieces.iter().enumerate() {
        let end = ends[number % ends.len()];
        mixed += &piece(text).replace('\n', end);
        mixed += &format!(": still here{end}");
    }
    mixed + &format!("data: {FINISH}\r\rdata: [DONE]\n\r\n")
}

/// The event that ends an answer with calls of tools.
const CALLED: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#;

fn call_part(at: u32, id: &str, arguments: &str) -> String {
    let function = json!({"name": "clock", "arguments": arguments});
    let call = json!({"index": at, "id": id, "type": "function", "function": function});
    json!({"choices": [{"index": 0, "delta": {"tool_calls": [call]}}]}).to_string()
}

fn calls_of(calls: &[(&str, &str)]) -> Value {
    let calls: Vec<Value> = calls
        .iter()
        .map(|(id, arguments)| {
            json!({"id": id, "type": "function", "function": {"name": "clock", "arguments": arguments}})
        })
        .collect();
    let message = json!({"role": "assistant", "content": null, "tool_calls": calls});
    json!({"choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}]})
}

/// Asks for a tool; answers once it was given a result.
fn tool(how: &str, asks: Script, ran: usize) -> Plot {
    let choose = move |asked: &Asked| {
        let messages = asked.json()["messages"].as_array().cloned().unwrap_or_default();
        if messages.iter().any(|message| message["role"] == "tool") {
            Script::answer(&THREE)
        } else {
            asks.clone()
        }
    };
    Plot::new(how, Arc::new(choose), Ends::Whole(SO_FAR)).with_tools(ran).asked(2)
}

/// Four waits that a busy provider may ask for.
fn rates() -> Vec<Plot> {
    let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let busy = |wait: &str| Script::reply(429, &[("retry-after", wait), now], "{}");
    let told = |how: &str, wait: &str, asked| {
        Plot::playing(how, busy(wait), Ends::Listener("rate")).asked(asked).within(20)
    };
    let soon = vec![busy("Sun, 06 Nov 1994 08:49:39 GMT"), Script::answer(&THREE)];
    vec![
        // Longer than a person waits: she isn't made to.
        told("86400", "86400", 1),
        Plot::in_order("a date in two seconds", soon, Ends::Whole(SO_FAR)).asked(2),
        told("a date in a month", "Tue, 06 Dec 1994 08:49:37 GMT", 1),
        told("garbage", "soon", 3),
        told("negative", "-5", 3),
    ]
}

/// A door that must stay shut, and the control: the same door, made right.
fn behind(door: Door) -> Vec<Plot> {
    let through = |how: &str, door, ends| {
        let plot = Plot::playing(how, Script::answer(&THREE), ends);
        Plot { door: Some(door), ..plot }
    };
    vec![
        through("streamed", door, Ends::Listener("unreachable")).asked(0),
        through("control: made right", Door::Right, Ends::Whole(SO_FAR)),
    ]
}

/// Zeros without end, packed by gzip (RFC 1952, RFC 1951) a thousandfold: how it begins, and 64 KiB of how it goes on.
fn zeros_packed() -> (Vec<u8>, Vec<u8>) {
    let mut bits = Vec::new();
    let mut push = |pattern: &str| bits.extend(pattern.bytes().map(|bit| bit == b'1'));
    // A block that isn't the last one, with the fixed codes; a zero; then "258 bytes from one byte back".
    push("010");
    push("00110000");
    let again = "1100010100000";
    push(again);
    let begins = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], packed(&bits).as_slice()].concat();
    let eight: Vec<bool> = again.repeat(8).bytes().map(|bit| bit == b'1').collect();
    (begins, packed(&eight).repeat(65_536 / 13))
}

fn packed(bits: &[bool]) -> Vec<u8> {
    let byte = |bits: &[bool]| (0u8..).zip(bits).fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at);
    bits.chunks(8).map(byte).collect()
}
