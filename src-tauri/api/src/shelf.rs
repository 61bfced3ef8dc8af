//! The model files on this computer.

use crate::{Api, wire::*};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn shelf(_: &Api, _: Nothing) -> Result<Shelf> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn download_model(_: &Api, _: LocalArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn pause_download(_: &Api, _: LocalArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn remove_model(_: &Api, _: LocalArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn add_model_file(_: &Api, _: PathArgs) -> Result<LocalModel> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn local_profile(_: &Api, _: LocalArgs) -> Result<Profile> {
    Err(kind(Kind::NotNow, "not built yet"))
}
