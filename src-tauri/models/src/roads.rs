//! How requests leave this computer: which addresses may be reached, with which safety, and for how long one
//! waits.

use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use samantha_core::{
    address::{self, Address},
    ports::{ModelError, ModelErrorKind as Kind},
};
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Once, OnceLock},
    time::Duration,
};

/// How long a connection may go without any sign of the other side before it is taken for dead.
const DEAD_AFTER: Duration = Duration::from_secs(20);

/// How long one waits for what. The default is the app's; tests of slow providers take shorter ones.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection, its name look-up and its TLS included. 10 s.
    pub connection: Duration,
    /// From the question to the first event, or to the end of a reply that comes whole. Long, since a local model may
    /// have to be loaded first: 120 s.
    pub first: Duration,
    /// From one whole event or comment to the next. Bytes that complete nothing don't count. 60 s.
    pub between: Duration,
    /// For an event with data while only comments come. 600 s.
    pub comments: Duration,
    /// For a whole list of models. 20 s.
    pub list: Duration,
    /// For all looks around this computer together. 1.8 s.
    pub discovery: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connection: Duration::from_secs(10),
            first: Duration::from_secs(120),
            between: Duration::from_secs(60),
            comments: Duration::from_secs(600),
            list: Duration::from_secs(20),
            discovery: Duration::from_millis(1800),
        }
    }
}

/// The clients, each built once and only when it is first needed: reading the system's certificates takes
/// longer than everything else here.
#[derive(Debug, Default)]
pub(crate) struct Roads {
    pub(crate) patience: Patience,
    /// `http` on loopback. Knows no certificates, so that a computer without any still reaches its own models.
    plain: OnceLock<Client>,
    /// `https` on loopback.
    secure_here: OnceLock<Client>,
    /// `https` elsewhere, through the proxy that the environment names, if any.
    secure_away: OnceLock<Client>,
}

impl Roads {
    pub(crate) fn with(patience: Patience) -> Self {
        Self { patience, ..Self::default() }
    }

    /// The client for an address.
    pub(crate) fn client(&self, to: &Address) -> Result<Client, ModelError> {
        let (road, client) = match (to.is_secure(), to.is_loopback()) {
            (false, _) => (Road::Plain, &self.plain),
            (true, true) => (Road::SecureHere, &self.secure_here),
            (true, false) => (Road::SecureAway, &self.secure_away),
        };
        if let Some(client) = client.get() {
            return Ok(client.clone());
        }
        let built = self.build(road).map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            ModelError::new(Kind::Unreachable, format!("no secure connection can be made: {cause}"))
        })?;
        Ok(client.get_or_init(|| built).clone())
    }

    fn build(&self, road: Road) -> reqwest::Result<Client> {
        static CRYPTOGRAPHY: Once = Once::new();
        CRYPTOGRAPHY.call_once(|| {
            // Fails only when one is installed already, which is as good.
            drop(rustls::crypto::ring::default_provider().install_default());
        });
        let builder = Client::builder()
            .user_agent(concat!("Samantha/", env!("CARGO_PKG_VERSION")))
            // A redirect would carry the words, and perhaps the key, to an address nobody chose.
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.patience.connection)
            .tcp_nodelay(true)
            // A computer that slept keeps connections that nobody answers on any more: they are to be noticed
            // long before the patience for a first word ends.
            .tcp_keepalive(DEAD_AFTER)
            .http2_keep_alive_interval(DEAD_AFTER)
            .http2_keep_alive_timeout(DEAD_AFTER / 2)
            .dns_resolver(CheckedNames);
        #[cfg(target_os = "linux")]
        let builder = builder.tcp_user_timeout(DEAD_AFTER);
        match road {
            Road::Plain => builder.no_proxy().tls_certs_only([]),
            Road::SecureHere => builder.no_proxy().https_only(true),
            Road::SecureAway => builder.https_only(true),
        }
        .build()
    }
}

#[derive(Clone, Copy, Debug)]
enum Road {
    Plain,
    SecureHere,
    SecureAway,
}

/// The address of something under a checked base address; a path that begins with a slash begins at its root.
/// Fails when the program that sends reads the host
/// differently from the rules that checked it.
pub(crate) fn under(base: &Address, path: &str) -> Result<Url, ModelError> {
    let unreadable = || ModelError::new(Kind::Unreachable, "the address can't be used");
    let url = Url::parse(&format!("{base}/")).and_then(|base| base.join(path)).map_err(|_| unreadable())?;
    let host = url.host_str().unwrap_or("").trim_start_matches('[').trim_end_matches(']');
    let same = match (host.parse::<IpAddr>(), base.host().parse::<IpAddr>()) {
        (Ok(sent), Ok(checked)) => sent == checked,
        (Err(_), Err(_)) => host == base.host(),
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    };
    if same { Ok(url) } else { Err(unreadable()) }
}

/// Resolves names, and takes out what a name must not lead to, whatever its owner says: a public name may point
/// at a metadata address, and `localhost` must be this computer.
#[derive(Debug)]
struct CheckedNames;

impl Resolve for CheckedNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().to_ascii_lowercase();
            if name == "localhost" || name.ends_with(".localhost") {
                let here = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
                return Ok(Box::new(here.map(|ip| SocketAddr::new(ip, 0)).into_iter()) as Addrs);
            }
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed = allowed(found);
            if allowed.is_empty() {
                return Err("the name leads to no address where a model can be".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn allowed(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    found.filter(|found| !address::is_refused(found.ip())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use samantha_core::address::check_address;

    #[test]
    fn a_name_that_leads_to_a_metadata_address_leads_nowhere() {
        let found = ["169.254.169.254:0", "[fe80::1]:0", "[fd00:ec2::254]:0", "93.184.216.34:0"];
        let left = allowed(found.iter().map(|found| found.parse().unwrap()));
        assert_eq!(left, ["93.184.216.34:0".parse().unwrap()]);
    }

    #[tokio::test]
    async fn localhost_is_this_computer_whatever_a_name_server_says() {
        for name in ["localhost", "models.localhost"] {
            let found: Vec<_> = CheckedNames.resolve(name.parse().unwrap()).await.unwrap().collect();
            assert!(!found.is_empty() && found.iter().all(|found| found.ip().is_loopback()), "{name}");
        }
    }

    #[test]
    fn a_path_is_put_under_the_base_or_at_the_root() {
        let base = check_address("https://example.com/api/v1").unwrap();
        assert_eq!(under(&base, "models").unwrap().as_str(), "https://example.com/api/v1/models");
        assert_eq!(under(&base, "/api/tags").unwrap().as_str(), "https://example.com/api/tags");
    }

    proptest! {
        #[test]
        fn the_rules_and_the_program_that_sends_read_the_same_host(
            typed in "(https?://)?[a-z0-9.\\-_\\[\\]:]{1,24}(/[a-zA-Z0-9%._~]{0,8}){0,3}"
        ) {
            if let Ok(address) = check_address(&typed) {
                let url = Url::parse(address.as_str());
                // A host the sender can't read at all (`xn--` with nonsense behind it) is refused by both.
                if url.is_ok() {
                    prop_assert!(under(&address, "models").is_ok(), "{typed} {url:?}");
                }
            }
        }
    }
}
