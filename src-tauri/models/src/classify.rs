//! The one place that says what a failure is: a status and the provider's own error, or an error of the
//! connection, become a [`ModelErrorKind`].

use crate::scrub::Scrub;
use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER},
};
use samantha_core::ports::{ModelError, ModelErrorKind as Kind};
use serde_json::Value;
use std::{error::Error as _, time::Duration};

/// Longest wait a provider is believed to ask for: a day.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// A reply whose status is no success. `body` is what was read of it.
pub(crate) fn of_reply(status: StatusCode, headers: &HeaderMap, body: &[u8], scrub: &Scrub) -> ModelError {
    let told = Told::read(body);
    let page = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let by_status = of_status(status, page);
    let kind = match told.kind() {
        // What stands before the model says only that it failed, not that nobody read the words.
        Some(Kind::Overloaded) if by_status == Kind::Unreachable => by_status,
        told => told.unwrap_or(by_status),
    };
    let detail = scrub.clean(&format!("HTTP {}: {}", status.as_u16(), told.detail()));
    let waits = matches!(kind, Kind::Rate | Kind::Overloaded | Kind::Quota);
    let retry_after = waits.then(|| wait_asked(headers).or(told.wait)).flatten();
    ModelError { kind, detail: detail.trim_end_matches(':').to_owned(), retry_after }
}

/// An error object that came inside an answer, after a status of success. `words_came` says whether part of the
/// answer was shown.
pub(crate) fn of_error_in_answer(error: Value, words_came: WordsCame, scrub: &Scrub) -> ModelError {
    let told = Told::of_value(&error);
    let kind = told.kind().or_else(|| told.status().map(|status| of_status(status, false)));
    let kind = match kind.or_else(|| told.busy().filter(|_| words_came == WordsCame::None)) {
        // The reply had begun: the words may have been read, and nobody says that they weren't.
        None | Some(Kind::Unreachable) => Kind::BrokenStream,
        Some(kind) => kind,
    };
    let retry_after = told.wait.filter(|_| matches!(kind, Kind::Rate | Kind::Overloaded | Kind::Quota));
    ModelError { kind, detail: scrub.clean(&told.detail()), retry_after }
}

/// Whether part of an answer was shown before it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordsCame {
    None,
    Some,
}

/// An error of the connection before a reply came.
pub(crate) fn of_connection(error: reqwest::Error, scrub: &Scrub) -> ModelError {
    let error = error.without_url();
    let mut kind = if error.is_connect() || error.is_dns() || error.is_builder() {
        Kind::Unreachable
    } else if error.is_timeout() {
        Kind::Timeout
    } else {
        // The other side closed before it said anything, or the network went away.
        Kind::Unreachable
    };
    let mut detail = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        if source.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse) {
            kind = Kind::Unreadable;
        }
        detail.push_str(": ");
        detail.push_str(&source.to_string());
        cause = source.source();
    }
    ModelError::new(kind, scrub.clean(&detail))
}

/// An error of the connection inside a reply.
pub(crate) fn of_broken_body(error: reqwest::Error, scrub: &Scrub) -> ModelError {
    ModelError { kind: Kind::BrokenStream, ..of_connection(error, scrub) }
}

fn of_status(status: StatusCode, page: bool) -> Kind {
    match status.as_u16() {
        401 => Kind::Auth,
        // A page for a person (a firewall, a hotel's network) says nothing about the key.
        403 if page => Kind::Unreadable,
        403 => Kind::Auth,
        402 => Kind::Quota,
        407 => Kind::Unreachable,
        408 => Kind::Timeout,
        413 => Kind::ContextTooLong,
        429 => Kind::Rate,
        // Groq: no room left for requests that may wait.
        498 => Kind::Overloaded,
        // 501 and 505 speak of another protocol, 511 of a login page.
        501 | 505 | 511 => Kind::Unreadable,
        // A gateway (520 to 527 are Cloudflare's): the model behind it may have read the words.
        502 | 504 | 520..=527 => Kind::Unreachable,
        500..=599 => Kind::Overloaded,
        _ => Kind::Unreadable,
    }
}

/// What a provider tells about an error, whatever the form.
#[derive(Debug, Default)]
struct Told {
    /// Its codes and types, in lower case.
    codes: Vec<String>,
    /// A status given as a number inside.
    status: Option<u16>,
    message: String,
    /// The wait that Google asks for, which it tells only here.
    wait: Option<Duration>,
    /// Whether a limit is one of a day or a month: waiting a minute changes nothing.
    for_long: bool,
}

/// Codes and types that providers document, and what each means.
const CODES: [(&str, Kind); 54] = [
    ("invalid_api_key", Kind::Auth),
    ("authentication_error", Kind::Auth),
    ("invalid_authentication", Kind::Auth),
    ("unauthenticated", Kind::Auth),
    ("unauthorized", Kind::Auth),
    ("account_deactivated", Kind::Auth),
    ("permission_denied", Kind::Auth),
    ("permission_error", Kind::Auth),
    ("insufficient_quota", Kind::Quota),
    ("insufficient_balance", Kind::Quota),
    ("billing_hard_limit_reached", Kind::Quota),
    ("billing_error", Kind::Quota),
    ("payment_required", Kind::Quota),
    ("model_not_found", Kind::UnknownModel),
    ("model_not_available", Kind::UnknownModel),
    ("model_decommissioned", Kind::UnknownModel),
    ("invalid_model", Kind::UnknownModel),
    ("deploymentnotfound", Kind::UnknownModel),
    ("context_length_exceeded", Kind::ContextTooLong),
    ("exceed_context_size_error", Kind::ContextTooLong),
    ("string_above_max_length", Kind::ContextTooLong),
    ("request_too_large", Kind::ContextTooLong),
    ("content_filter", Kind::Refused),
    ("content_policy_violation", Kind::Refused),
    ("moderation_blocked", Kind::Refused),
    ("responsibleaipolicyviolation", Kind::Refused),
    ("rate_limit_exceeded", Kind::Rate),
    ("rate_limit_error", Kind::Rate),
    ("rate_limited", Kind::Rate),
    ("too_many_requests", Kind::Rate),
    ("resource_exhausted", Kind::Rate),
    ("overloaded_error", Kind::Overloaded),
    ("server_error", Kind::Overloaded),
    ("service_unavailable", Kind::Overloaded),
    ("engine_overloaded", Kind::Overloaded),
    ("timeout", Kind::Timeout),
    ("expired_api_key", Kind::Auth),
    ("api_key_invalid", Kind::Auth),
    ("authorization_error", Kind::Auth),
    ("credit_balance_exhausted", Kind::Quota),
    ("organization_spend_limit_exceeded", Kind::Quota),
    ("project_spend_limit_exceeded", Kind::Quota),
    ("enforced_spend_limit_reached", Kind::Quota),
    ("not_found_error", Kind::UnknownModel),
    ("slow_down", Kind::Rate),
    ("server_is_overloaded", Kind::Overloaded),
    ("service_unavailable_error", Kind::Overloaded),
    ("unavailable_error", Kind::Overloaded),
    ("api_error", Kind::Overloaded),
    ("internal_server_error", Kind::Overloaded),
    ("unavailable", Kind::Overloaded),
    ("internal", Kind::Overloaded),
    ("timeout_error", Kind::Timeout),
    ("deadline_exceeded", Kind::Timeout),
];

/// What providers write where they give no code that says it: lower case, signs as spaces; all parts of a line must
/// be there. " model " is that word alone: a path such as `/v1/models` that isn't found is a wrong address.
const PHRASES: [(&[&str], Kind); 25] = [
    (&["maximum context length"], Kind::ContextTooLong),
    (&["context length", "exceed"], Kind::ContextTooLong),
    (&["context window", "exceed"], Kind::ContextTooLong),
    (&["context size", "exceed"], Kind::ContextTooLong),
    (&["prompt is too long"], Kind::ContextTooLong),
    (&["input is too long"], Kind::ContextTooLong),
    (&["greater than the context length"], Kind::ContextTooLong),
    (&["context", "overflows"], Kind::ContextTooLong),
    (&["credit balance is too low"], Kind::Quota),
    (&["insufficient balance"], Kind::Quota),
    (&["insufficient credits"], Kind::Quota),
    (&["exceeded your current quota", "billing"], Kind::Quota),
    (&["api key not valid"], Kind::Auth),
    (&["incorrect api key"], Kind::Auth),
    (&["invalid api key"], Kind::Auth),
    (&[" model ", "not found"], Kind::UnknownModel),
    (&[" model ", "does not exist"], Kind::UnknownModel),
    (&["not a valid model"], Kind::UnknownModel),
    (&["requires moderation", "flagged"], Kind::Refused),
    (&["input token count", "exceeds"], Kind::ContextTooLong),
    (&["exceeds the available context size"], Kind::ContextTooLong),
    (&["reached your specified", "usage limits"], Kind::Quota),
    (&["api key expired"], Kind::Auth),
    (&["models", "is not found for api version"], Kind::UnknownModel),
    (&["model is overloaded"], Kind::Overloaded),
];

impl Told {
    fn read(body: &[u8]) -> Self {
        match serde_json::from_slice::<Value>(body) {
            Ok(value) => Self::of_value(&value),
            // A page or plain words: at most its beginning is of any use.
            Err(_) => Self { message: plain_words(&String::from_utf8_lossy(body)), ..Self::default() },
        }
    }

    fn of_value(value: &Value) -> Self {
        let value = match value {
            Value::Array(list) => list.first().unwrap_or(&Value::Null),
            other => other,
        };
        let mut told = Self::default();
        // `{"error": {…}}`, `{"error": "words"}`, `{"message": …}`, `{"detail": …}`; the inner says more.
        let inner = value.get("error").filter(|error| !error.is_null()).unwrap_or(value);
        for part in [inner, value] {
            for name in ["code", "type", "status", "innererror"] {
                match part.get(name) {
                    Some(Value::String(code)) => told.codes.push(code.to_ascii_lowercase()),
                    Some(Value::Number(number)) => {
                        told.status = told.status.or(number.as_u64().and_then(|n| u16::try_from(n).ok()));
                    }
                    Some(Value::Object(more)) => {
                        told.codes
                            .extend(more.get("code").and_then(Value::as_str).map(str::to_ascii_lowercase));
                    }
                    _ => {}
                }
            }
        }
        told.take_details(inner.get("details"));
        let words = [inner.get("message"), Some(inner), value.get("message"), value.get("detail")];
        let words = words.into_iter().flatten().find_map(Value::as_str);
        // A list of faults (FastAPI) repeats what was sent: only what each fault says is taken.
        let faults = value.get("detail").and_then(Value::as_array);
        let fault = faults.and_then(|faults| faults.first()?.get("msg")?.as_str());
        told.message = words.or(fault).unwrap_or("").to_owned();
        told
    }

    /// Google's list of what stands behind an error; Anthropic's object of it.
    fn take_details(&mut self, details: Option<&Value>) {
        let code = details.and_then(|details| details.get("error_code")?.as_str());
        self.codes.splice(0..0, code.map(str::to_ascii_lowercase));
        for detail in details.and_then(Value::as_array).into_iter().flatten() {
            let text = |name: &str| detail.get(name).and_then(Value::as_str);
            let seconds = text("retryDelay").and_then(|wait| wait.strip_suffix('s')?.parse::<f64>().ok());
            let wait = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.ceil()).ok());
            self.wait = wait.map(|wait| wait.min(LONGEST_WAIT)).or(self.wait);
            self.codes.extend(text("reason").map(str::to_ascii_lowercase));
            let limits = detail.get("violations").and_then(Value::as_array).into_iter().flatten();
            let mut names = limits.filter_map(|limit| limit.get("quotaId")?.as_str());
            self.for_long |= names.any(|name| name.contains("PerDay") || name.contains("PerMonth"));
        }
    }

    fn kind(&self) -> Option<Kind> {
        let code = self.codes.iter().find_map(|code| CODES.iter().find(|(known, _)| known == code));
        if let Some((code, kind)) = code {
            // Google's word for both: an empty account, and a busy minute, after which it says how long to wait.
            let minute = self.wait.is_some() && !self.for_long;
            let empty = *code == "resource_exhausted" && self.phrase() == Some(Kind::Quota) && !minute;
            return Some(if empty { Kind::Quota } else { *kind });
        }
        self.phrase()
    }

    /// The message in lower case, its signs as spaces, a space around it.
    fn plain_message(&self) -> String {
        let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        format!(" {} ", self.message.to_lowercase()).chars().map(plain).collect()
    }

    /// Whether plain words say that there is too much to do: then nobody answered.
    fn busy(&self) -> Option<Kind> {
        let message = self.plain_message();
        let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
        if says(&["rate limit", "too many requests"]) {
            return Some(Kind::Rate);
        }
        says(&["overloaded", "over capacity", "at capacity"]).then_some(Kind::Overloaded)
    }

    fn phrase(&self) -> Option<Kind> {
        let message = self.plain_message();
        let said = PHRASES.iter().find(|(words, _)| words.iter().all(|word| message.contains(word)));
        said.map(|(_, kind)| *kind)
    }

    fn status(&self) -> Option<StatusCode> {
        self.status
            .and_then(|status| StatusCode::from_u16(status).ok())
            .filter(|status| status.as_u16() >= 400)
    }

    fn detail(&self) -> String {
        let mut codes = self.codes.clone();
        codes.dedup();
        match (codes.is_empty(), self.message.is_empty()) {
            (true, _) => self.message.clone(),
            (false, true) => codes.join(", "),
            (false, false) => format!("{} ({})", self.message, codes.join(", ")),
        }
    }
}

/// Words between the tags of a page.
fn plain_words(text: &str) -> String {
    let mut words = String::new();
    for part in text.split('<') {
        words.push_str(part.split_once('>').map_or(part, |(_, after)| after));
        words.push(' ');
    }
    words.trim().to_owned()
}

/// What `Retry-After` asks for (RFC 9110, section 10.2.3): seconds, or a date, which is measured against the
/// reply's own `Date`, so that a wrong clock on this computer doesn't matter. At most a day; nothing when it
/// can't be read.
fn wait_asked(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let asked = text(RETRY_AFTER)?;
    let wait = if asked.starts_with(|c: char| c.is_ascii_digit()) {
        if !asked.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return None;
        }
        Duration::try_from_secs_f64(asked.parse::<f64>().ok()?.ceil()).unwrap_or(LONGEST_WAIT)
    } else {
        let (until, now) = (http_date(asked)?, http_date(text(DATE)?)?);
        (until - now).to_std().unwrap_or_default()
    };
    Some(wait.min(LONGEST_WAIT))
}

/// The three forms of a date that a recipient must read (RFC 9110, section 5.6.7).
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .map(|date| date.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn reply(status: u16, headers: &[(reqwest::header::HeaderName, &str)], body: &str) -> ModelError {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(name, HeaderValue::from_str(value).unwrap());
        }
        of_reply(StatusCode::from_u16(status).unwrap(), &map, body.as_bytes(), &Scrub::default())
    }

    #[test]
    fn each_provider_s_error_is_the_kind_it_means() {
        use Kind::*;
        for (status, body, kind) in [
            (401, r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#, Auth),
            (401, "", Auth),
            (403, r#"{"error":{"message":"forbidden"}}"#, Auth),
            (
                400,
                r#"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT"}}]"#,
                Auth,
            ),
            (402, r#"{"error":{"message":"Insufficient Balance"}}"#, Quota),
            (429, r#"{"error":{"message":"You exceeded","code":"insufficient_quota"}}"#, Quota),
            (400, r#"{"type":"error","error":{"message":"Your credit balance is too low"}}"#, Quota),
            (429, r#"{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"busy"}}"#, Rate),
            (
                429,
                r#"{"error":{"status":"RESOURCE_EXHAUSTED","message":"You exceeded your current quota, check your billing"}}"#,
                Quota,
            ),
            (
                404,
                r#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#,
                UnknownModel,
            ),
            (404, r#"{"error":{"message":"model \"x\" not found, try pulling it first"}}"#, UnknownModel),
            (404, r#"{"error":"model 'x' not found"}"#, UnknownModel),
            (400, r#"{"error":{"message":"x is not a valid model ID","code":400}}"#, UnknownModel),
            (403, r#"{"error":{"message":"no access","code":"model_not_found"}}"#, UnknownModel),
            (404, "404 page not found", Unreadable),
            (404, r#"{"detail":"Not Found"}"#, Unreadable),
            (404, r#"{"error":"/v1/models not found"}"#, Unreadable),
            (404, "<p>The requested URL /v1/models was not found on this server.</p>", Unreadable),
            (405, "", Unreadable),
            (408, "", Timeout),
            (413, "", ContextTooLong),
            (400, r#"{"error":{"code":"context_length_exceeded"}}"#, ContextTooLong),
            (
                400,
                r#"{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}"#,
                ContextTooLong,
            ),
            (
                400,
                r#"{"error":{"code":400,"type":"exceed_context_size_error","message":"x"}}"#,
                ContextTooLong,
            ),
            (400, r#"{"error":{"code":"content_filter","message":"policy"}}"#, Refused),
            (403, r#"{"error":{"message":"m requires moderation on p. Your input was flagged"}}"#, Refused),
            (422, r#"{"detail":[{"loc":["body"],"msg":"field required","input":"my words"}]}"#, Unreadable),
            (
                400,
                r#"{"error":{"message":"temperature must be 1","type":"invalid_request_error"}}"#,
                Unreadable,
            ),
            (429, "slow down", Rate),
            (500, "", Overloaded),
            (500, r#"{"error":{"message":"x","type":"server_error"}}"#, Overloaded),
            (502, "<html><body>Bad gateway</body></html>", Unreachable),
            (502, r#"{"error":{"message":"x","type":"server_error"}}"#, Unreachable),
            (502, r#"{"error":{"message":"Provider returned error","code":502}}"#, Unreachable),
            (504, "", Unreachable),
            (524, "", Unreachable),
            (503, "", Overloaded),
            (529, "", Overloaded),
            (
                529,
                r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                Overloaded,
            ),
            (
                404,
                r#"{"error":{"code":404,"message":"models/x is not found for API version v1beta","status":"NOT_FOUND"}}"#,
                UnknownModel,
            ),
            (
                404,
                r#"{"type":"error","error":{"type":"not_found_error","message":"model: x"}}"#,
                UnknownModel,
            ),
            (
                400,
                r#"{"error":{"code":400,"message":"The input token count (9) exceeds the maximum number of tokens allowed (8).","status":"INVALID_ARGUMENT"}}"#,
                ContextTooLong,
            ),
            (
                400,
                r#"{"error":{"message":"bad","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
                Auth,
            ),
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota, check your billing","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"37s"}]}}"#,
                Rate,
            ),
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota, check your billing","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"RequestsPerDay"}]},{"retryDelay":"37s"}]}}"#,
                Quota,
            ),
            (
                429,
                r#"{"type":"error","error":{"type":"rate_limit_error","message":"x","details":{"error_code":"enforced_spend_limit_reached"}}}"#,
                Quota,
            ),
            (
                503,
                r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#,
                Overloaded,
            ),
            (400, r#"{"code":"x","error":"Incorrect API key provided"}"#, Auth),
            (511, "<html>log in</html>", Unreadable),
            (301, "", Unreadable),
            (407, "", Unreachable),
        ] {
            let error = reply(status, &[], body);
            assert_eq!(error.kind, kind, "{status} {body}");
            assert!(error.detail.starts_with(&format!("HTTP {status}")), "{}", error.detail);
        }
        assert_eq!(reply(403, &[(CONTENT_TYPE, "text/html; charset=utf-8")], "<p>Blocked").kind, Unreadable);
    }

    #[test]
    fn a_detail_says_what_the_provider_said_and_nothing_that_was_sent() {
        let detail = |status, body| reply(status, &[], body).detail;
        assert_eq!(detail(400, r#"{"error":{"message":"No.","type":"a","code":"a"}}"#), "HTTP 400: No. (a)");
        assert_eq!(
            detail(422, r#"{"detail":[{"msg":"field required","input":"my words"}]}"#),
            "HTTP 422: field required"
        );
        assert_eq!(detail(502, "<html><h1>Bad gateway</h1></html>"), "HTTP 502: Bad gateway");
        assert_eq!(detail(503, ""), "HTTP 503");
    }

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date_and_never_longer_than_a_day() {
        let now = (DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        let wait =
            |asked| reply(429, &[(RETRY_AFTER, asked), now.clone()], "").retry_after.map(|w| w.as_secs());
        for (asked, seconds) in [
            ("30", Some(30)),
            (" 0 ", Some(0)),
            ("1.2", Some(2)),
            ("86400", Some(86400)),
            ("86401", Some(86400)),
            ("99999999999999999999999999", Some(86400)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
            ("Sun Nov  6 08:50:07 1994", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Mon, 06 Nov 2034 08:00:00 GMT", Some(86400)),
            ("-5", None),
            ("soon", None),
            ("", None),
            ("1e9", None),
            ("1.2.3", None),
            ("NaN", None),
        ] {
            assert_eq!(wait(asked), seconds, "{asked:?}");
        }
        let google = r#"{"error":{"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"36.2s"}]}}"#;
        assert_eq!(reply(429, &[], google).retry_after, Some(Duration::from_secs(37)));
        assert_eq!(reply(429, &[(RETRY_AFTER, "Sun, 06 Nov 1994 08:50:07 GMT")], "").retry_after, None);
        assert_eq!(reply(401, &[(RETRY_AFTER, "30")], "").retry_after, None);
    }

    #[test]
    fn an_error_inside_an_answer_is_the_kind_it_means() {
        let kind = |json: &str, words_came| {
            of_error_in_answer(serde_json::from_str(json).unwrap(), words_came, &Scrub::default()).kind
        };
        assert_eq!(kind(r#"{"message":"x","type":"server_error"}"#, WordsCame::Some), Kind::Overloaded);
        assert_eq!(kind(r#"{"message":"x","code":429}"#, WordsCame::Some), Kind::Rate);
        assert_eq!(kind(r#"{"message":"x","code":402}"#, WordsCame::None), Kind::Quota);
        assert_eq!(kind(r#""words""#, WordsCame::Some), Kind::BrokenStream);
        assert_eq!(kind(r#""words""#, WordsCame::None), Kind::BrokenStream);
        assert_eq!(kind(r#"{"message":"x","code":502}"#, WordsCame::None), Kind::BrokenStream);
        assert_eq!(kind(r#"{"message":"x","code":503}"#, WordsCame::None), Kind::Overloaded);
        assert_eq!(kind(r#""The server is overloaded.""#, WordsCame::None), Kind::Overloaded);
        assert_eq!(kind(r#""Rate-limit reached""#, WordsCame::None), Kind::Rate);
        assert_eq!(kind(r#""Rate-limit reached""#, WordsCame::Some), Kind::BrokenStream);
        assert_eq!(kind(r#"{"code":"content_filter"}"#, WordsCame::Some), Kind::Refused);
    }
}
