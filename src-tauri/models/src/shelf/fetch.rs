//! One request for a file, or for the rest of it: where it may be redirected to, what its reply must be like, and
//! what the ledger is told of it.

use super::{
    note::{LARGEST_FILE, LONGEST_ETAG},
    offer::is_sum,
};
use crate::{
    record::{Record, Watching},
    roads::{Roads, under},
};
use reqwest::{
    Response, StatusCode, Url,
    header::{
        ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, IF_RANGE, LOCATION,
        RANGE, RETRY_AFTER,
    },
};
use samantha_core::{
    address::{Address, check_base},
    ports::{End, Leaving, ModelError, ModelErrorKind, Purpose, ShelfError, ShelfErrorKind as Kind},
};
use std::{sync::Arc, time::Duration};
use tokio::time::timeout;

/// Most redirects that are followed.
const REDIRECTS: usize = 5;

/// What is asked for.
pub(crate) struct Ask<'a> {
    pub(crate) roads: &'a Roads,
    pub(crate) watching: &'a Watching,
    pub(crate) base: &'a Address,
    pub(crate) path: &'a str,
    /// Bytes that are here already.
    pub(crate) from: u64,
    /// What the host called the version they are of.
    pub(crate) etag: Option<&'a str>,
    /// How long to wait for a reply.
    pub(crate) patience: Duration,
}

/// A reply that is the file, or the rest of it.
pub(crate) struct Reply {
    pub(crate) head: Head,
    response: Response,
    record: Record,
}

/// What a reply says of the file.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    /// Where its first byte belongs in the file.
    pub(crate) from: u64,
    /// Bytes of the whole file, where the host says so.
    pub(crate) total: Option<u64>,
    /// What the host calls this version of it; empty when it calls it nothing that can be relied on.
    pub(crate) etag: String,
    /// The SHA-256 of the whole file, in the words of the host that was asked.
    pub(crate) sha256: Option<String>,
    /// Whether those words can mean nothing else.
    pub(crate) is_sure: bool,
}

/// Why there was no reply of use.
#[derive(Debug)]
pub(crate) enum Miss {
    /// It may go better soon, after so long if the host says how long.
    Broken {
        detail: String,
        after: Option<Duration>,
    },
    /// The host has less of the file than is here.
    Beyond,
    Failed(ShelfError),
}

impl Miss {
    pub(crate) fn broken(detail: impl Into<String>) -> Self {
        Self::Broken { detail: detail.into(), after: None }
    }

    pub(crate) fn failed(kind: Kind, detail: impl Into<String>) -> Self {
        Self::Failed(ShelfError { kind, detail: detail.into() })
    }
}

/// What the host that was asked says of the whole file, on whichever of its replies.
#[derive(Debug, Default)]
struct HostWords {
    size: Option<u64>,
    sha256: Option<String>,
    is_sure: bool,
}

impl HostWords {
    fn hear(&mut self, response: &Response) {
        let headers = response.headers();
        self.size = self.size.or_else(|| number(headers, "x-linked-size"));
        if let Some(sum) = sum_in(headers, "x-linked-etag") {
            (self.sha256, self.is_sure) = (Some(sum), true);
        } else if response.status().is_success() && self.sha256.is_none() {
            // Any 64 hex digits: a sum most likely, but some count other things with them.
            self.sha256 =
                sum_in(headers, ETAG.as_str()).filter(|sum| text(headers, "x-xet-hash") != Some(sum));
        }
    }
}

/// Asks for the file. No key and no cookie goes with it, whoever is asked. Dropping it stops it.
pub(crate) async fn ask(ask: Ask<'_>) -> Result<Reply, Miss> {
    let mut url = under(ask.base, ask.path).map_err(unusable)?;
    let mut to = ask.base.clone();
    let mut words = HostWords::default();
    for _ in 0..=REDIRECTS {
        let mut record = leaving(&ask, &to).await?;
        let response = match send(&ask, &to, url.clone()).await {
            Ok(response) => response,
            Err((miss, kind)) => {
                record.ended(End::Failed(kind));
                return Err(miss);
            }
        };
        // Only the host that was chosen is believed about the file, not one that it sends us to.
        if to.host() == ask.base.host() {
            words.hear(&response);
        }
        if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
            return read(&ask, response, record, words);
        }
        record.ended(End::Whole);
        let location = text(response.headers(), LOCATION.as_str());
        let location = location.ok_or_else(|| Miss::broken("a redirect that leads nowhere"))?;
        (url, to) = next(&to, &url, location)?;
    }
    Err(Miss::failed(Kind::Unreachable, "the host redirects again and again"))
}

/// Tells the ledger of a request to this place, before it leaves.
async fn leaving(ask: &Ask<'_>, to: &Address) -> Result<Record, Miss> {
    let request = Leaving {
        host: to.host().to_owned(),
        local: to.is_loopback(),
        model: String::new(),
        purpose: Purpose::Download,
        body: Arc::from([]),
        price: None,
    };
    ask.watching.leaving(request).await.map_err(|no| match no.kind {
        ModelErrorKind::Limit => Miss::failed(Kind::Unreachable, no.detail),
        _ => Miss::failed(Kind::Disk, format!("the request could not be written down: {}", no.detail)),
    })
}

async fn send(ask: &Ask<'_>, to: &Address, url: Url) -> Result<Response, (Miss, ModelErrorKind)> {
    let client = ask.roads.client(to).map_err(|error| (unusable(error), ModelErrorKind::Unreachable))?;
    // What is packed on the way can't be gone on with in the middle.
    let mut request = client.get(url).header(ACCEPT_ENCODING, "identity");
    if ask.from > 0 {
        request = request.header(RANGE, format!("bytes={}-", ask.from));
        if let Some(etag) = ask.etag {
            request = request.header(IF_RANGE, etag);
        }
    }
    match timeout(ask.patience, request.send()).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => Err((Miss::broken(words_of(error)), ModelErrorKind::Unreachable)),
        Err(_) => Err((Miss::broken("the host did not reply in time"), ModelErrorKind::Timeout)),
    }
}

/// Where a redirect leads, if it may be followed there.
fn next(from: &Address, at: &Url, location: &str) -> Result<(Url, Address), Miss> {
    let refused = |why: &str| Miss::failed(Kind::Unreachable, format!("the host redirects to {why}"));
    let mut url = at.join(location).map_err(|_| refused("what is no address"))?;
    url.set_fragment(None);
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("an address with a name in it"));
    }
    if !matches!(url.scheme(), "https" | "http") {
        return Err(refused("another kind of address"));
    }
    let origin = url.origin().ascii_serialization();
    let to =
        check_base(&origin).map_err(|error| refused(&format!("where no file may come from: {error}")))?;
    // The network is not to reach what only this computer can.
    if to.is_loopback() && !from.is_loopback() {
        return Err(refused("this computer"));
    }
    Ok((url, to))
}

fn read(ask: &Ask<'_>, response: Response, mut record: Record, words: HostWords) -> Result<Reply, Miss> {
    let headers = response.headers();
    let length = response.content_length().filter(|_| headers.contains_key("content-length"));
    let range = text(headers, CONTENT_RANGE.as_str()).and_then(read_range);
    let looked = look_at(ask, &response).and_then(|()| match (response.status(), range) {
        (StatusCode::OK, _) => Ok((0, length)),
        (StatusCode::PARTIAL_CONTENT, Some(range)) if range.first == ask.from => {
            let announced = range.last.saturating_add(1).saturating_sub(range.first);
            if length.is_some_and(|length| length != announced) {
                return Err(Miss::broken("the reply contradicts itself about its length"));
            }
            Ok((range.first, range.total))
        }
        (StatusCode::PARTIAL_CONTENT, _) => {
            Err(Miss::broken("the host sent another part than was asked for"))
        }
        (status, _) => Err(Miss::failed(Kind::NotThere, format!("the host replied {}", status.as_u16()))),
    });
    let (from, total) = match looked {
        Ok(looked) => looked,
        Err(miss) => {
            record.ended(End::Failed(kind_of(response.status())));
            return Err(miss);
        }
    };
    let sizes = [words.size, total];
    if sizes.into_iter().flatten().any(|size| size == 0 || size > LARGEST_FILE) {
        record.ended(End::Failed(ModelErrorKind::Unreadable));
        return Err(Miss::failed(Kind::NotThere, "the host's file has a length no model has"));
    }
    if let [Some(size), Some(total)] = sizes
        && size != total
    {
        record.ended(End::Failed(ModelErrorKind::Unreadable));
        return Err(Miss::broken(format!("the host speaks of {size} bytes and sends {total}")));
    }
    // A weak one calls different bytes the same (RFC 9110, section 8.8.1): useless for going on in the middle.
    let etag = text(headers, ETAG.as_str()).filter(|etag| is_strong(etag));
    let etag = etag.unwrap_or_default().to_owned();
    let HostWords { size, sha256, is_sure } = words;
    let head = Head { from, total: total.or(size), etag, sha256, is_sure };
    Ok(Reply { head, response, record })
}

/// Whether an entity tag can be sent back as it came.
fn is_strong(etag: &str) -> bool {
    etag.len() <= LONGEST_ETAG && etag.starts_with('"') && etag.bytes().all(|b| b.is_ascii_graphic())
}

/// Whether a reply can be a file at all.
fn look_at(ask: &Ask<'_>, response: &Response) -> Result<(), Miss> {
    let (status, headers) = (response.status(), response.headers());
    if status == StatusCode::RANGE_NOT_SATISFIABLE && ask.from > 0 {
        return Err(Miss::Beyond);
    }
    if status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
    {
        let after = number(headers, RETRY_AFTER.as_str()).map(Duration::from_secs);
        return Err(Miss::Broken { detail: format!("the host replied {}", status.as_u16()), after });
    }
    if !status.is_success() {
        return Err(Miss::failed(Kind::NotThere, format!("the host replied {}", status.as_u16())));
    }
    let media = text(headers, CONTENT_TYPE.as_str()).unwrap_or_default().to_ascii_lowercase();
    if media.starts_with("text/html") || media.starts_with("application/xhtml") {
        return Err(Miss::failed(Kind::NotThere, "a web page came instead of a file: a login, perhaps"));
    }
    if media.starts_with("multipart/") {
        return Err(Miss::broken("the host sent several parts"));
    }
    if text(headers, CONTENT_ENCODING.as_str()).is_some_and(|packed| !packed.eq_ignore_ascii_case("identity"))
    {
        return Err(Miss::broken("the host sent the file packed"));
    }
    Ok(())
}

fn kind_of(status: StatusCode) -> ModelErrorKind {
    match status.as_u16() {
        401 | 403 | 407 => ModelErrorKind::Auth,
        404 | 410 | 416 => ModelErrorKind::UnknownModel,
        429 => ModelErrorKind::Rate,
        500.. => ModelErrorKind::Overloaded,
        _ => ModelErrorKind::Unreadable,
    }
}

impl Reply {
    /// The next bytes; `None` at the end of the reply. After an error there are none.
    pub(crate) async fn chunk(
        &mut self,
        patience: Duration,
    ) -> Result<Option<impl AsRef<[u8]> + use<>>, Miss> {
        let (miss, kind) = match timeout(patience, self.response.chunk()).await {
            Ok(Ok(chunk)) => {
                match &chunk {
                    Some(bytes) => self.record.read(bytes.len()),
                    None => self.record.ended(End::Whole),
                }
                return Ok(chunk);
            }
            Ok(Err(error)) => (Miss::broken(words_of(error)), ModelErrorKind::BrokenStream),
            Err(_) => (Miss::broken("nothing came for too long"), ModelErrorKind::Timeout),
        };
        self.record.ended(End::Failed(kind));
        Err(miss)
    }

    /// What came is of no use.
    pub(crate) fn refuse(&mut self) {
        self.record.ended(End::Failed(ModelErrorKind::Unreadable));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ContentRange {
    first: u64,
    last: u64,
    total: Option<u64>,
}

/// Reads `bytes 5-9/10` (RFC 9110, section 14.4).
fn read_range(text: &str) -> Option<ContentRange> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.trim().split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    let total = if total.trim() == "*" { None } else { Some(total.trim().parse().ok()?) };
    (first <= last && total.is_none_or(|total| last < total)).then_some(ContentRange { first, last, total })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim)
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    text(headers, name)?.parse().ok()
}

/// Hosts of Hugging Face's kind give the SHA-256 of a large file as its entity tag: `X-Linked-Etag` on the redirect
/// that leads to where it is kept (huggingface_hub, `file_download.py`, looked up 2026-11-22).
fn sum_in(headers: &HeaderMap, name: &str) -> Option<String> {
    let tag = text(headers, name)?;
    let sum = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"').to_ascii_lowercase();
    is_sum(&sum).then_some(sum)
}

fn unusable(error: ModelError) -> Miss {
    Miss::failed(Kind::Unreachable, error.detail)
}

/// What went wrong, without the address: a redirect's has a signature in it that opens the file to whoever has it.
fn words_of(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_writes_it() {
        let range = |first, last, total| Some(ContentRange { first, last, total });
        assert_eq!(read_range("bytes 5-9/10"), range(5, 9, Some(10)));
        assert_eq!(read_range("bytes 0-0/*"), range(0, 0, None));
        for text in
            ["", "bytes */10", "bytes 5-4/10", "bytes 5-10/10", "items 0-1/2", "bytes -1-2/3", "bytes 1-2"]
        {
            assert_eq!(read_range(text), None, "{text}");
        }
    }

    #[test]
    fn a_redirect_is_followed_only_to_where_a_file_may_come_from() {
        let at =
            |address: &str| (check_base(address).unwrap(), Url::parse(&format!("{address}/a/b")).unwrap());
        let (away, url) = at("https://files.example");
        let goes = |location: &str| next(&away, &url, location).map(|(url, _)| url.to_string());
        assert_eq!(goes("/c?signature=1#part").unwrap(), "https://files.example/c?signature=1");
        assert_eq!(goes("https://other.example:8443/c").unwrap(), "https://other.example:8443/c");
        for location in [
            "http://files.example/c",
            "http://127.0.0.1:80/c",
            "https://localhost/c",
            "https://[::1]/c",
            "https://169.254.169.254/latest",
            "https://[fe80::1]/c",
            "https://2852039166/latest",
            "https://name:word@other.example/c",
            "ftp://other.example/c",
            "file:///etc/passwd",
            "data:text/plain,x",
            "//",
        ] {
            assert!(goes(location).is_err(), "{location}: {:?}", goes(location));
        }
        let (here, url) = at("http://127.0.0.1:9");
        assert!(
            next(&here, &url, "http://localhost:8/c").is_ok(),
            "one place of this computer may name another"
        );
    }

    #[test]
    fn a_sum_is_believed_only_when_it_looks_like_one() {
        let sum = |tag: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-linked-etag", tag.parse().unwrap());
            sum_in(&headers, "x-linked-etag")
        };
        let right = "0123456789abcdef".repeat(4);
        assert_eq!(sum(&format!("\"{right}\"")), Some(right.clone()));
        assert_eq!(sum(&format!("W/\"{}\"", right.to_uppercase())), Some(right));
        assert_eq!(sum("\"d41d8cd98f00b204e9800998ecf8427e\""), None, "an MD5");
        assert_eq!(sum(""), None);
    }
}
