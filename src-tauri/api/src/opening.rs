//! Everything the first paint needs, in one reply.

use crate::{
    Api, convert,
    error::code_of,
    settings::whereto_of,
    wire::{Nothing, Opening, Page, Trouble, Whereto},
};
use anyhow::Result;
use samantha_core::{
    conversation::{self, PageFrom, picture},
    error::kind_of,
    settings::{self, Settings},
};

/// Turns of the first page: what a window shows, and little more, since every one of them is laid out before the first
/// paint. The page asks for more as soon as it has painted.
const FIRST_PAGE: u32 = 10;

pub(crate) async fn open(api: &Api, _: Nothing) -> Result<Opening> {
    if let Some(error) = api.trouble().await {
        return in_trouble(api, &error).await;
    }
    let companion = api.companion().await?;
    let (settings, (draft, draft_pictures), page, turns) = companion
        .store()
        .read(|c| {
            let page = conversation::page(c, PageFrom::Latest, FIRST_PAGE)?;
            Ok((
                settings::read(c)?,
                (settings::draft(c)?, picture::of_draft(c)?),
                page,
                conversation::count(c)?,
            ))
        })
        .await?;
    let page = crate::talk::shown(&companion, page).await?;
    let whereto = whereto_of(&companion, &settings).await?;
    Ok(Opening {
        trouble: None,
        settings: convert::settings(&settings),
        whereto,
        draft,
        draft_pictures: draft_pictures.iter().map(convert::picture).collect(),
        page,
        turns,
        off_record: companion.dialogue().is_off_record(),
        answering: companion.dialogue().running().is_some(),
        closed_open: companion.closed_open().iter().map(|id| id.0).collect(),
        folder: api.home().display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

async fn in_trouble(api: &Api, error: &anyhow::Error) -> Result<Opening> {
    let copies = crate::safety::looked_at(api.home().to_owned()).await.unwrap_or_else(|error| {
        log::warn!("the copies can't be read: {error:#}");
        Vec::new()
    });
    Ok(Opening {
        trouble: Some(Trouble {
            code: code_of(kind_of(error)).to_owned(),
            message: format!("{error:#}"),
            folder: api.home().display().to_string(),
            copies: copies.into_iter().filter(|copy| copy.whole).collect(),
        }),
        settings: convert::settings(&Settings::default()),
        whereto: Whereto { host: None, model: None, pictures: None, also: Vec::new() },
        draft: String::new(),
        draft_pictures: Vec::new(),
        page: Page { turns: Vec::new(), has_earlier: false, has_later: false },
        turns: 0,
        off_record: false,
        answering: false,
        closed_open: Vec::new(),
        folder: api.home().display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
