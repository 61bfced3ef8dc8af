//! A provider for tests and benches: plain TCP that plays a script for each request, so that it can do what no
//! honest server does (stop in the middle of a character, lie about lengths, fall silent), and writes down what
//! it was asked. Loopback only. Needs tokio and serde_json, nothing of Samantha.

use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
    time::{Instant, sleep_until},
};

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Which connection it came on, counted from 0.
    pub connection: usize,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The model asked for, or nothing.
    pub fn model(&self) -> String {
        self.json()["model"].as_str().unwrap_or("").to_owned()
    }
}

/// One thing a server does for a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes as they are, in a segment of their own.
    Send(Vec<u8>),
    /// Sends these bytes again and again until the other side leaves.
    Flood(Vec<u8>),
    /// Goes on this long after the request came.
    At(Duration),
    /// Goes on only once [`Server::go_on`] was called.
    Gate,
    /// Says nothing more and keeps the connection open until the other side closes it.
    Stall,
    /// Sends the end of the connection properly (FIN).
    Close,
    /// Breaks the connection (RST).
    Reset,
}

/// What a server does for one request, in this order. At its end the connection takes another request, unless
/// it was closed.
#[derive(Clone, Debug, Default)]
pub struct Script(pub Vec<Act>);

impl Script {
    /// Exactly these bytes.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self(vec![Act::Send(bytes.into())])
    }

    /// A whole reply with its length.
    pub fn reply(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status} Reply\r\ncontent-length: {}\r\n", body.len()).into_bytes();
        push_headers(&mut bytes, headers);
        bytes.extend_from_slice(body);
        Self::raw(bytes)
    }

    /// A whole reply in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::reply(status, &[("content-type", "application/json")], body.to_string())
    }

    /// An OpenAI-style error.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({"error": {"message": message, "type": code, "code": code}}))
    }

    /// The beginning of a streamed answer: its headers, in chunks.
    pub fn stream() -> Self {
        let mut bytes = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n".to_vec();
        push_headers(&mut bytes, &[("content-type", "text/event-stream; charset=utf-8")]);
        Self::raw(bytes)
    }

    /// A streamed answer whose end is the end of the connection: what follows is sent as it is.
    pub fn stream_until_close() -> Self {
        let mut bytes = b"HTTP/1.1 200 OK\r\nconnection: close\r\n".to_vec();
        push_headers(&mut bytes, &[("content-type", "text/event-stream")]);
        Self::raw(bytes)
    }

    /// A whole answer in these pieces, as fast as they go.
    pub fn answer(pieces: &[&str]) -> Self {
        pieces.iter().fold(Self::stream(), |script, piece| script.piece(piece)).whole()
    }

    /// Then one chunk of a body.
    pub fn chunk(self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.then(Act::Send(chunk))
    }

    /// Then one piece of an answer.
    pub fn piece(self, text: &str) -> Self {
        self.chunk(piece(text))
    }

    /// Then one event with this data.
    pub fn event(self, data: &str) -> Self {
        self.chunk(format!("data: {data}\n\n"))
    }

    /// Then the end of a whole answer, and of the body.
    pub fn whole(self) -> Self {
        self.event(FINISH).event("[DONE]").end()
    }

    /// Then the end of the body.
    pub fn end(self) -> Self {
        self.then(Act::Send(b"0\r\n\r\n".to_vec()))
    }

    pub fn then(mut self, act: Act) -> Self {
        self.0.push(act);
        self
    }

    /// Then waits until so long after the request.
    pub fn at(self, since: Duration) -> Self {
        self.then(Act::At(since))
    }
}

/// The data of the event that ends an answer.
pub const FINISH: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

/// One piece of an answer as an event.
pub fn piece(text: &str) -> String {
    let data = json!({
        "id": "answer-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "a-model",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": null}],
    });
    format!("data: {data}\n\n")
}

fn push_headers(bytes: &mut Vec<u8>, headers: &[(&str, &str)]) {
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
}

/// Chooses the script for a request.
pub type Choose = dyn Fn(&Asked) -> Script + Send + Sync;

/// A server that runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    seen: Arc<Seen>,
    task: JoinHandle<()>,
}

/// A request and what was sent for it.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub asked: Asked,
    /// Bytes of the reply's body that were handed to the connection so far; heads and chunk frames are not counted.
    pub replied: u64,
}

#[derive(Debug)]
struct Seen {
    exchanges: Mutex<Vec<Exchange>>,
    counts: watch::Sender<Counts>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counts {
    connections: usize,
    requests: usize,
    /// Connections that the other side closed while a script was playing.
    left: usize,
    gates: usize,
}

impl Server {
    /// Serves on this port of loopback, 0 for any free one.
    pub async fn start(
        port: u16,
        choose: impl Fn(&Asked) -> Script + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let seen = Arc::new(Seen { exchanges: Mutex::default(), counts: watch::Sender::default() });
        let task = tokio::spawn(serve(listener, Arc::clone(&seen), Arc::new(choose)));
        Ok(Self { address, seen, task })
    }

    /// Plays these scripts, one a request; the last one again and again.
    pub async fn playing(scripts: impl IntoIterator<Item = Script>) -> io::Result<Self> {
        let scripts: Mutex<VecDeque<Script>> = Mutex::new(scripts.into_iter().collect());
        Self::start(0, move |_| {
            let mut scripts = scripts.lock().unwrap_or_else(PoisonError::into_inner);
            match scripts.len() {
                0 => Script::error(500, "server_error", "no script is left"),
                1 => scripts[0].clone(),
                _ => scripts.pop_front().unwrap_or_default(),
            }
        })
        .await
    }

    /// The base address to give to Samantha.
    pub fn address(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub fn socket_address(&self) -> SocketAddr {
        self.address
    }

    /// Everything asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.exchanges().into_iter().map(|exchange| exchange.asked).collect()
    }

    /// Everything asked so far, with how much was replied to each: the bytes of `asked.body` and `replied` are what a
    /// ledger must say.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.seen.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens the next [`Act::Gate`]; each call opens one.
    pub fn go_on(&self) {
        self.seen.counts.send_modify(|counts| counts.gates += 1);
    }

    /// How many connections were taken so far.
    pub fn connections(&self) -> usize {
        self.seen.counts.borrow().connections
    }

    /// Returns once this many requests have come.
    pub async fn until_asked(&self, requests: usize) {
        self.until(|counts| counts.requests >= requests).await;
    }

    /// Returns once the other side has closed this many connections while a script was playing.
    pub async fn until_left(&self, connections: usize) {
        self.until(|counts| counts.left >= connections).await;
    }

    async fn until(&self, reached: impl Fn(&Counts) -> bool) {
        // The sender lives as long as this server.
        drop(self.seen.counts.subscribe().wait_for(|counts| reached(counts)).await);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, seen: Arc<Seen>, choose: Arc<Choose>) {
    // Dropping the set ends every connection with the server.
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            taken = listener.accept() => {
                let Ok((stream, _)) = taken else { continue };
                let mut number = 0;
                seen.counts.send_modify(|counts| {
                    number = counts.connections;
                    counts.connections += 1;
                });
                connections.spawn(converse(stream, number, Arc::clone(&seen), Arc::clone(&choose)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, number: usize, seen: Arc<Seen>, choose: Arc<Choose>) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let (mut read, mut write) = stream.into_split();
    let mut held = Vec::new();
    while let Some(asked) = read_request(&mut read, &mut held, number).await {
        let came = Instant::now();
        let script = choose(&asked);
        let number = {
            let mut exchanges = seen.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
            exchanges.push(Exchange { asked, replied: 0 });
            exchanges.len() - 1
        };
        let mut reply = Reply { seen: &seen, number, body: Body::default() };
        seen.counts.send_modify(|counts| counts.requests += 1);
        tokio::select! {
            biased;
            goes_on = play(script, came, &read, &mut write, &mut reply) => if !goes_on { return },
            () = closed(&read) => {
                seen.counts.send_modify(|counts| counts.left += 1);
                return;
            }
        }
    }
}

/// Plays a script; whether the connection may be used again.
async fn play(
    script: Script,
    came: Instant,
    read: &OwnedReadHalf,
    write: &mut OwnedWriteHalf,
    reply: &mut Reply<'_>,
) -> bool {
    let mut gates = reply.seen.counts.subscribe();
    let mut opened = 0;
    for act in script.0 {
        match act {
            Act::Send(bytes) => {
                if !reply.send(write, &bytes).await {
                    // The reader notices that the other side left, and counts it.
                    std::future::pending::<()>().await;
                }
            }
            Act::Flood(bytes) => {
                while reply.send(write, &bytes).await {}
                std::future::pending::<()>().await;
            }
            Act::At(since) => sleep_until(came + since).await,
            Act::Gate => {
                opened += 1;
                if gates.wait_for(|counts| counts.gates >= opened).await.is_err() {
                    return false;
                }
            }
            Act::Stall => std::future::pending().await,
            Act::Close => {
                drop(write.shutdown().await);
                closed(read).await;
                return false;
            }
            Act::Reset => {
                // A linger of zero turns the close that follows into RST.
                drop(read.as_ref().set_zero_linger());
                return false;
            }
        }
    }
    true
}

/// The reply to one request as it is sent.
struct Reply<'a> {
    seen: &'a Seen,
    number: usize,
    body: Body,
}

impl Reply<'_> {
    /// Sends, and counts what of it is body; whether it could be sent. Counted before it is sent: whoever reads it
    /// finds it counted.
    async fn send(&mut self, write: &mut OwnedWriteHalf, bytes: &[u8]) -> bool {
        let counted = self.body.count(bytes);
        {
            let mut exchanges = self.seen.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(exchange) = exchanges.get_mut(self.number) {
                exchange.replied += counted;
            }
        }
        write.write_all(bytes).await.is_ok()
    }
}

/// Tells the body of a reply from its head and from the frames of its chunks.
#[derive(Debug, Default)]
enum Body {
    #[default]
    Unbegun,
    Head(Vec<u8>),
    Plain,
    /// The digits of a chunk's length so far.
    Length(Vec<u8>),
    /// So many bytes of a chunk are left.
    Chunk(u64),
    /// So many bytes of the line end after a chunk are left.
    ChunkEnd(u8),
    Trailer,
}

impl Body {
    /// How many of these bytes are body.
    fn count(&mut self, mut bytes: &[u8]) -> u64 {
        let mut counted = 0;
        while let Some((&first, rest)) = bytes.split_first() {
            match self {
                Self::Unbegun => *self = Self::Head(Vec::new()),
                Self::Head(head) => {
                    head.push(first);
                    bytes = rest;
                    if head.ends_with(b"\r\n\r\n") {
                        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
                        let chunked = head.contains("transfer-encoding: chunked");
                        *self = if chunked { Self::Length(Vec::new()) } else { Self::Plain };
                    }
                }
                Self::Plain => {
                    counted += bytes.len() as u64;
                    bytes = &[];
                }
                Self::Length(digits) => {
                    bytes = rest;
                    if first != b'\n' {
                        digits.push(first);
                        continue;
                    }
                    let digits = String::from_utf8_lossy(digits);
                    *self = match u64::from_str_radix(digits.trim(), 16) {
                        Ok(0) | Err(_) => Self::Trailer,
                        Ok(length) => Self::Chunk(length),
                    };
                }
                Self::Chunk(left) => {
                    let (taken, more) =
                        bytes.split_at(bytes.len().min(usize::try_from(*left).unwrap_or(usize::MAX)));
                    counted += taken.len() as u64;
                    *left -= taken.len() as u64;
                    bytes = more;
                    if *left == 0 {
                        *self = Self::ChunkEnd(2);
                    }
                }
                Self::ChunkEnd(left) => {
                    bytes = rest;
                    *left -= 1;
                    if *left == 0 {
                        *self = Self::Length(Vec::new());
                    }
                }
                Self::Trailer => bytes = &[],
            }
        }
        counted
    }
}

/// Returns once the other side has closed.
async fn closed(read: &OwnedReadHalf) {
    let mut byte = [0];
    loop {
        match read.as_ref().peek(&mut byte).await {
            Ok(0) | Err(_) => return,
            // A next request waits already: nothing can be learnt until it is read.
            Ok(_) => std::future::pending().await,
        }
    }
}

async fn read_request(read: &mut OwnedReadHalf, held: &mut Vec<u8>, connection: usize) -> Option<Asked> {
    let head_end = loop {
        if let Some(at) = held.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        if read.read_buf(held).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(held.get(..head_end)?).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    while held.len() < head_end + length {
        if read.read_buf(held).await.ok()? == 0 {
            return None;
        }
    }
    let rest = held.split_off(head_end + length);
    let body = held.split_off(head_end);
    *held = rest;
    Some(Asked { method, path, headers, body, connection })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_of_a_reply_is_counted_without_its_head_and_frames() {
        let plain = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello".as_slice();
        let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n";
        for (bytes, length) in [(plain, 5), (chunked, 29)] {
            assert_eq!(Body::default().count(bytes), length);
            let mut body = Body::default();
            assert_eq!(bytes.iter().map(|byte| body.count(&[*byte])).sum::<u64>(), length);
        }
    }
}
