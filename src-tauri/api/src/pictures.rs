//! Pictures beside the words.

use crate::{Api, wire::*};
use anyhow::Result;
use samantha_core::error::{Kind, kind};

pub(crate) async fn add_picture(_: &Api, _: PictureEdit) -> Result<Picture> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn drop_picture(_: &Api, _: PictureArgs) -> Result<()> {
    Err(kind(Kind::NotNow, "not built yet"))
}

pub(crate) async fn picture(_: &Api, _: PictureDataArgs) -> Result<PictureData> {
    Err(kind(Kind::NotNow, "not built yet"))
}
