//! Where a model may be reached. These rules decide what the person is told about where their words go, so they
//! are pure, strict, and the only place that reads an address: whatever has two readings is refused.

use crate::{
    error::{Kind, kind},
    ports::Family,
};
use anyhow::Result;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// Longest address taken, in bytes.
const LONGEST: usize = 2048;

/// What people paste along with a base address out of a provider's own pages.
const PASTED_TAILS: [&str; 3] = ["/chat/completions", "/completions", "/models"];

/// An address that was checked: `https`, or `http` on loopback; a plain host, no user name, no query, no
/// fragment, no slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
    loopback: bool,
    secure: bool,
}

impl Address {
    /// The whole address, written in the one form that is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host alone, in lower case, without port; an IPv6 address without its brackets. What "your words go
    /// to HOST" names.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is this computer: the words stay here.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether it is `https`.
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads an address as a person types or pastes it. A missing scheme becomes `http` on loopback and `https`
/// elsewhere; slashes at the end and a pasted `/chat/completions` go; loopback without a path gets `/v1`, where
/// Ollama, LM Studio and their like answer.
///
/// # Errors
/// [`Kind::BadInput`] when it is no address, is `http` to another computer, carries a name, a query or a
/// fragment, or names a place no model can be (see [`is_refused`]).
pub fn check_address(typed: &str) -> Result<Address> {
    read(typed, |path, loopback| {
        let path = PASTED_TAILS.iter().find_map(|tail| path.strip_suffix(tail)).unwrap_or(path);
        let path = path.trim_end_matches('/');
        if path.is_empty() && loopback { "/v1" } else { path }
    })
}

/// Reads the base address of a place files are downloaded from. As [`check_address`], but nothing is put under it
/// and nothing is taken off it but slashes at the end.
///
/// # Errors
/// As [`check_address`].
pub fn check_base(typed: &str) -> Result<Address> {
    read(typed, |path, _| path)
}

/// Reads an address; `finish` turns its path, without slashes at the end, into the one that is kept.
fn read(typed: &str, finish: impl FnOnce(&str, bool) -> &str) -> Result<Address> {
    let typed = typed.trim();
    if typed.is_empty() {
        return refuse("the address is empty");
    }
    if typed.len() > LONGEST {
        return refuse("the address is too long");
    }
    // Everything outside this set is either read differently by different programs (backslashes, control
    // characters, `%` in hosts) or carries what must not be in a base address (`@`, `?`, `#`).
    if !typed.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/[]%+,;=!$&'()*".contains(&b)) {
        return refuse("the address has characters an address can't have");
    }
    let (scheme, rest) = match typed.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
        None => (None, typed),
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let (host, port) = split_port(authority)?;
    let host = Host::read(host)?;
    let loopback = host.is_loopback();
    let secure = match scheme.as_deref() {
        Some("https") => true,
        Some("http") if loopback => false,
        Some("http") => return refuse("http is only for this computer: another one needs https"),
        Some(_) => return refuse("an address begins with https:// or http://"),
        None => !loopback,
    };
    if path.split('/').any(|step| matches!(unescape_dots(step).as_str(), "." | "..")) {
        return refuse("the address has a path that goes back");
    }
    let path = finish(path.trim_end_matches('/'), loopback);
    let scheme = if secure { "https" } else { "http" };
    let port = match port {
        Some(443) if secure => String::new(),
        Some(80) if !secure => String::new(),
        Some(port) => format!(":{port}"),
        None => String::new(),
    };
    let text = format!("{scheme}://{}{port}{path}", host.in_address());
    Ok(Address { text, host: host.shown(), loopback, secure })
}

/// Whether an IP address is one where no model can be and a secret might: link-local ranges (RFC 3927,
/// RFC 4291), the metadata addresses of the large clouds, unspecified, broadcast and multicast ones; also when
/// written inside an IPv6 address (mapped, NAT64, 6to4). Names are checked again after they are resolved.
pub fn is_refused(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let metadata = [[100, 100, 100, 200], [168, 63, 129, 16], [192, 0, 0, 192]];
            v4.is_link_local()
                || v4.is_multicast()
                || v4.octets()[0] == 0
                || v4.is_broadcast()
                || metadata.contains(&v4.octets())
        }
        IpAddr::V6(v6) => {
            let metadata = [
                Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
                Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
            ];
            v6.is_unicast_link_local()
                || v6.is_multicast()
                || v6.is_unspecified()
                || metadata.contains(&v6)
                || inner_v4(v6).is_some_and(|v4| is_refused(IpAddr::V4(v4)))
        }
    }
}

/// Whether an IP address is this computer.
pub fn is_loopback(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_loopback(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback()),
    }
}

/// The host that gets the words although the address is this computer's, where the model's name says so: Ollama
/// hands what is said to a model tagged `cloud` or `…-cloud` (`gpt-oss:120b-cloud`) on to ollama.com, whichever of
/// its protocols it is asked in. Sources: Ollama's documentation of its cloud; `parseSourceSuffix` in
/// `internal/modelref` of its code. Only for an address on loopback: another host is itself who gets the words.
pub fn is_forwarded(family: Family, model: &str) -> Option<&'static str> {
    if family == Family::BuiltIn {
        return None;
    }
    let (_, tag) = model.trim().rsplit_once(':')?;
    let tag = tag.to_ascii_lowercase();
    // What holds a slash is no tag: the colon stands before a port.
    let cloud = tag == "cloud" || (tag.ends_with("-cloud") && !tag.contains('/'));
    cloud.then_some("ollama.com")
}

/// The IPv4 address that an IPv6 address carries to: mapped, NAT64 (RFC 6052) or 6to4 (RFC 3056).
fn inner_v4(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff | 0) if !v6.is_loopback() => Some(v4(g, h)),
        (0x64, 0xff9b, 0, 0, 0, 0) => Some(v4(g, h)),
        (0x2002, high, low, ..) => Some(v4(high, low)),
        _ => None,
    }
}

enum Host {
    Name(String),
    V4(Ipv4Addr),
    V6(Ipv6Addr),
}

impl Host {
    fn read(text: &str) -> Result<Self> {
        if let Some(inner) = text.strip_prefix('[') {
            let inner = inner.strip_suffix(']').unwrap_or("");
            let Ok(v6) = inner.parse::<Ipv6Addr>() else {
                return refuse("the address between the brackets is no IPv6 address");
            };
            return Self::allowed(Self::V6(v6), IpAddr::V6(v6));
        }
        let name = text.to_ascii_lowercase();
        if name.is_empty() {
            return refuse("the address names no computer");
        }
        if name.len() > 253 {
            return refuse("the computer's name is too long");
        }
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        };
        if !name.split('.').all(label) {
            return refuse("the computer's name can't be read");
        }
        // `127.1`, `0x7f.1` and `2130706433` are IPv4 addresses to some programs and names to others.
        let last = name.rsplit('.').next().unwrap_or("");
        if last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") {
            let Ok(v4) = name.parse::<Ipv4Addr>() else {
                return refuse("an IPv4 address has four plain numbers");
            };
            return Self::allowed(Self::V4(v4), IpAddr::V4(v4));
        }
        Ok(Self::Name(name))
    }

    fn allowed(host: Self, ip: IpAddr) -> Result<Self> {
        if is_refused(ip) {
            return refuse("no model can be at this address");
        }
        Ok(host)
    }

    /// RFC 6761, section 6.3: `localhost` and the names under it never leave the computer.
    fn is_loopback(&self) -> bool {
        match self {
            Self::Name(name) => name == "localhost" || name.ends_with(".localhost"),
            Self::V4(v4) => is_loopback(IpAddr::V4(*v4)),
            Self::V6(v6) => is_loopback(IpAddr::V6(*v6)),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::V4(v4) => v4.to_string(),
            Self::V6(v6) => v6.to_string(),
        }
    }

    fn in_address(&self) -> String {
        match self {
            Self::V6(v6) => format!("[{v6}]"),
            Self::Name(_) | Self::V4(_) => self.shown(),
        }
    }
}

/// Host and port; what follows a host in brackets must be a port.
fn split_port(authority: &str) -> Result<(&str, Option<u16>)> {
    let after_host = if authority.starts_with('[') { authority.find(']').unwrap_or(0) } else { 0 };
    let Some(colon) = authority.rfind(':').filter(|&at| at > after_host || !authority.starts_with('['))
    else {
        return Ok((authority, None));
    };
    let (host, port) = authority.split_at(colon);
    let port = port.trim_start_matches(':');
    match port.parse::<u16>() {
        Ok(number) if number > 0 && port.bytes().all(|b| b.is_ascii_digit()) => Ok((host, Some(number))),
        _ => refuse("the port is no number from 1 to 65535"),
    }
}

fn unescape_dots(step: &str) -> String {
    step.to_ascii_lowercase().replace("%2e", ".")
}

fn refuse<T>(why: &'static str) -> Result<T> {
    Err(kind(Kind::BadInput, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::kind_of;
    use proptest::prelude::*;

    #[track_caller]
    fn reads(typed: &str, text: &str, host: &str) {
        let address = check_address(typed).unwrap();
        assert_eq!((address.as_str(), address.host()), (text, host));
        assert_eq!(check_address(address.as_str()).unwrap(), address, "a checked address stays as it is");
    }

    #[track_caller]
    fn refuses(typed: &str) {
        let error = check_address(typed).expect_err(typed);
        assert_eq!(kind_of(&error), Kind::BadInput, "{typed}");
    }

    #[test]
    fn an_address_is_read_as_a_person_types_it() {
        reads(" https://API.Example.com/v1/ ", "https://api.example.com/v1", "api.example.com");
        reads("api.example.com/v1", "https://api.example.com/v1", "api.example.com");
        reads("https://api.example.com:443/v1", "https://api.example.com/v1", "api.example.com");
        reads("https://api.example.com:8443", "https://api.example.com:8443", "api.example.com");
        reads(
            "https://openrouter.ai/api/v1/chat/completions",
            "https://openrouter.ai/api/v1",
            "openrouter.ai",
        );
        reads("https://api.example.com/v1/models/", "https://api.example.com/v1", "api.example.com");
        reads("https://my_box.example/Case/Kept", "https://my_box.example/Case/Kept", "my_box.example");
    }

    #[test]
    fn this_computer_may_be_reached_without_a_lock() {
        reads("localhost:11434", "http://localhost:11434/v1", "localhost");
        reads("HTTP://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1", "127.0.0.1");
        reads("http://[::1]:8080/api", "http://[::1]:8080/api", "::1");
        reads("http://box.localhost/v1", "http://box.localhost/v1", "box.localhost");
        for typed in ["localhost", "127.8.9.1:1", "[::1]", "https://localhost/v1", "[::ffff:127.0.0.1]:5"] {
            assert!(check_address(typed).unwrap().is_loopback(), "{typed}");
        }
        for typed in ["https://localhost.example.com", "https://notlocalhost", "https://10.0.0.1"] {
            assert!(!check_address(typed).unwrap().is_loopback(), "{typed}");
        }
    }

    #[test]
    fn the_base_of_a_mirror_stays_as_it_is_typed() {
        for (typed, text) in [
            ("https://mirror.example/models/", "https://mirror.example/models"),
            ("mirror.example", "https://mirror.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost:8080/files/", "http://localhost:8080/files"),
        ] {
            let base = check_base(typed).unwrap();
            assert_eq!(base.as_str(), text);
            assert_eq!(check_base(text).unwrap(), base);
        }
        for typed in
            ["http://mirror.example", "https://169.254.169.254", "https://a@b.example", "", "ftp://a.example"]
        {
            assert_eq!(kind_of(&check_base(typed).expect_err(typed)), Kind::BadInput, "{typed}");
        }
    }

    #[test]
    fn another_computer_is_never_reached_in_the_clear() {
        for typed in ["http://api.example.com/v1", "http://192.168.0.7:11434", "http://localhost.example.com"]
        {
            refuses(typed);
        }
    }

    #[test]
    fn what_has_two_readings_is_refused() {
        for typed in [
            "",
            "   ",
            "https://",
            "https:///v1",
            "https://a b.example",
            "https://exa\tmple.com",
            "https://example.com\\@evil.example/v1",
            "https://name:word@example.com",
            "https://example.com@evil.example",
            "https://example.com/v1?key=1",
            "https://example.com/v1#part",
            "https://exam%70le.com",
            "https://exämple.com",
            "https://127.1",
            "https://0x7f.0.0.1",
            "https://2130706433",
            "https://0177.0.0.1",
            "https://1.2.3.4.",
            "https://example.com.",
            "https://example..com",
            "https://example.com:0",
            "https://example.com:65536",
            "https://example.com:+1",
            "https://example.com:",
            "https://[::1",
            "https://[fe80::1%25eth0]/",
            "https://[::1]x:1",
            "https://::1/v1",
            "https://example.com/a/../b",
            "https://example.com/a/%2E%2e/b",
            "ftp://example.com",
            "file:///etc/passwd",
            "javascript://example.com",
        ] {
            refuses(typed);
        }
        refuses(&format!("https://example.com/{}", "a".repeat(4000)));
    }

    #[test]
    fn places_where_no_model_is_are_refused() {
        for host in [
            "169.254.169.254",
            "169.254.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "100.100.100.200",
            "168.63.129.16",
            "[::]",
            "[fe80::1]",
            "[febf::1]",
            "[ff02::1]",
            "[fd00:ec2::254]",
            "[fd20:ce::254]",
            "[::ffff:169.254.169.254]",
            "[::169.254.169.254]",
            "[64:ff9b::169.254.169.254]",
            "[2002:a9fe:a9fe::1]",
        ] {
            refuses(&format!("https://{host}/v1"));
        }
        for ip in
            ["10.1.2.3", "192.168.1.1", "8.8.8.8", "fd00::1", "::1", "2606:4700::1111", "::ffff:8.8.8.8"]
        {
            assert!(!is_refused(ip.parse().unwrap()), "{ip}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_refused_or_stays_as_it_is(typed in "(https?://)?[a-z0-9.:\\[\\]/@%\\\\-]{0,30}") {
            if let Ok(address) = check_address(&typed) {
                prop_assert!(address.is_secure() || address.is_loopback());
                prop_assert_eq!(check_address(address.as_str()).unwrap(), address);
            }
        }
    }

    #[test]
    fn a_model_that_ollama_hands_on_is_told_by_its_tag() {
        for model in ["gpt-oss:120b-cloud", "glm-4.6:cloud", "kimi-k2:1t-Cloud", " me/mine:CLOUD "] {
            for family in [Family::Ollama, Family::OpenAi, Family::Anthropic] {
                assert_eq!(is_forwarded(family, model), Some("ollama.com"), "{model}");
            }
            assert_eq!(is_forwarded(Family::BuiltIn, model), None, "{model}");
        }
        for model in ["", "cloud", "gpt-oss:120b", "my-cloud", "cloud:8b", "m:icloud", "box:5000/my-cloud"] {
            assert_eq!(is_forwarded(Family::Ollama, model), None, "{model}");
        }
    }
}
