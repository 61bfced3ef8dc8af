//! The providers and models that are known.

use crate::{Api, wire::*};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn catalogue(_: &Api, _: Nothing) -> Result<Vec<Provider>> {
    Err(kind(Kind::NotNow, "not built yet"))
}
