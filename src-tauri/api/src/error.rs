//! Errors on their way out: a code the page has words for, and the rest for the "details" fold.

use crate::wire::ApiError;
use samantha_core::{
    error::{Kind, kind_of},
    ports::{ModelError, ShelfError},
};

pub(crate) fn code_of(kind: Kind) -> &'static str {
    match kind {
        Kind::DiskFull => "disk_full",
        Kind::ReadOnly => "read_only",
        Kind::Damaged => "damaged",
        Kind::Newer => "newer",
        Kind::InUse => "in_use",
        Kind::Gone => "gone",
        Kind::NotNow => "not_now",
        Kind::BadInput => "bad_input",
        Kind::NotAPicture => "not_a_picture",
        Kind::PictureTooLarge => "picture_too_large",
        Kind::TooManyPictures => "too_many_pictures",
        Kind::KeyringMissing => "keyring_missing",
        Kind::KeyringLocked => "keyring_locked",
        Kind::Closing => "closing",
        Kind::Broken => "broken",
    }
}

pub(crate) fn on_the_wire(error: &anyhow::Error) -> ApiError {
    if let Some(model) = error.downcast_ref::<ModelError>() {
        return ApiError { code: model.kind.code().to_owned(), message: model.detail.clone() };
    }
    if let Some(shelf) = error.downcast_ref::<ShelfError>() {
        return ApiError { code: shelf.kind.code().to_owned(), message: shelf.detail.clone() };
    }
    ApiError { code: code_of(kind_of(error)).to_owned(), message: format!("{error:#}") }
}
