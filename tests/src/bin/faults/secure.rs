//! A door with TLS before the provider: one that is right, as a control, and three that are not.

use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Nothing: she must come in, else the others prove nothing.
    Right,
    Expired,
    WrongHost,
    SelfSigned,
}

type Chain = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// An authority that she trusts in these tests, and what it vouches for.
pub struct Certificates {
    folder: tempfile::TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Certificates {
    pub fn make() -> Result<Self> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let own = params.self_signed(&key)?;
        let folder = tempfile::tempdir()?;
        let named = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(own.der())
        );
        std::fs::write(folder.path().join("trusted.pem"), named)?;
        Ok(Self { folder, issuer: Issuer::new(params, key) })
    }

    /// The file that names the authority.
    pub fn trusted(&self) -> PathBuf {
        self.folder.path().join("trusted.pem")
    }

    fn chain(&self, door: Door) -> Result<Chain> {
        let host = if door == Door::WrongHost { "elsewhere.example" } else { "localhost" };
        let mut params = CertificateParams::new(vec![host.to_owned()])?;
        if door == Door::Expired {
            (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        let key = KeyPair::generate()?;
        let certificate = match door {
            Door::SelfSigned => params.self_signed(&key)?,
            Door::Right | Door::Expired | Door::WrongHost => params.signed_by(&key, &self.issuer)?,
        };
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        Ok((vec![certificate.der().clone()], key))
    }

    /// Opens a door that leads to a provider.
    pub async fn open(&self, door: Door, leads_to: SocketAddr) -> Result<Open> {
        let (chain, key) = self.chain(door)?;
        let config =
            rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()?
                .with_no_client_auth()
                .with_single_cert(chain, key)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    // Whoever doesn't trust the certificate leaves here.
                    let Ok(mut inside) = acceptor.accept(stream).await else { return };
                    if let Ok(mut provider) = TcpStream::connect(leads_to).await {
                        drop(tokio::io::copy_bidirectional(&mut inside, &mut provider).await);
                    }
                });
            }
        });
        Ok(Open { port, task })
    }
}

/// An open door; dropping it closes it.
pub struct Open {
    port: u16,
    task: JoinHandle<()>,
}

impl Open {
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.task.abort();
    }
}
