//! Pictures beside the words.

use crate::{
    Api, convert,
    wire::{Picture, PictureArgs, PictureData, PictureDataArgs, PictureEdit, PictureSize},
};
use anyhow::Result;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use rusqlite::Transaction;
use samantha_core::{
    conversation::picture,
    error::{Kind, kind},
    id::PictureId,
};

/// Held while a picture is prepared: one takes much memory, and they are wanted one after the other anyway.
static PREPARING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Characters of the base64 of [`picture::LARGEST_FILE`].
const LONGEST: usize = picture::LARGEST_FILE.div_ceil(3) * 4;

pub(crate) async fn add_picture(api: &Api, args: PictureEdit) -> Result<Picture> {
    let companion = api.companion().await?;
    let dialogue = companion.dialogue().clone();
    dialogue.on_the_record()?;
    companion.store().read(picture::has_room).await?;
    if args.data.len() > LONGEST {
        return Err(kind(Kind::PictureTooLarge, format!("{} is the most", picture::LARGEST_FILE)));
    }
    let prepared = {
        let _one = PREPARING.lock().await;
        let prepare = move || {
            let bytes = BASE64.decode(args.data).map_err(|error| kind(Kind::BadInput, error))?;
            picture::prepare(&bytes)
        };
        // A reader of pictures that panics over what it was given could not read it.
        tokio::task::spawn_blocking(prepare).await.map_err(|error| kind(Kind::NotAPicture, error))??
    };
    let now = api.clock().now().timestamp_millis();
    // Off the record may have begun while it was prepared.
    let add =
        move |tx: &Transaction<'_>| dialogue.on_the_record().and_then(|()| picture::add(tx, &prepared, now));
    let kept = companion.store().write(add).await?;
    Ok(convert::picture(&kept))
}

pub(crate) async fn drop_picture(api: &Api, args: PictureArgs) -> Result<()> {
    api.companion().await?.drop_picture(PictureId(args.picture)).await
}

pub(crate) async fn picture(api: &Api, args: PictureDataArgs) -> Result<PictureData> {
    let size = match args.size {
        PictureSize::Thumbnail => picture::Size::Thumbnail,
        PictureSize::Whole => picture::Size::Whole,
    };
    let store = api.companion().await?;
    let data = store.store().read(move |c| picture::read_bytes(c, PictureId(args.picture), size)).await?;
    Ok(PictureData { media_type: data.media_type.to_owned(), base64: BASE64.encode(data.bytes) })
}
