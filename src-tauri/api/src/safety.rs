//! Copies, restoring, beginning anew, export.

use crate::{
    Api, convert, opening,
    wire::{Copy, ExportArgs, ExportFormat, Exported, NameArgs, Nothing, Opening},
};
use anyhow::{Context as _, Result};
use samantha_core::{
    conversation::export as core_export,
    error::{Kind, kind},
    settings,
    store::copies,
};
use std::path::{Path, PathBuf};

/// All copies, each opened and counted.
pub(crate) async fn looked_at(home: PathBuf) -> Result<Vec<Copy>> {
    tokio::task::spawn_blocking(move || {
        let mut all = Vec::new();
        for copy in copies::list(&home)? {
            let look = copies::look_at(&copies::path_of(&home, &copy.name)?);
            all.push(convert::copy(&copy, look));
        }
        Ok(all)
    })
    .await
    .context("looking at the copies")?
}

pub(crate) async fn copies(api: &Api, _: Nothing) -> Result<Vec<Copy>> {
    looked_at(api.home().to_owned()).await
}

pub(crate) async fn make_copy(api: &Api, _: Nothing) -> Result<Copy> {
    let companion = api.companion().await?;
    let (copy, look) = companion.schedule().make_copy(copies::Reason::Asked).await?;
    Ok(convert::copy(&copy, look))
}

pub(crate) async fn restore_copy(api: &Api, args: NameArgs) -> Result<Opening> {
    // Looked at first: a bad name must not close the life.
    copies::path_of(api.home(), &args.name)?;
    api.reopen_after(move |home, now| copies::restore(home, &args.name, now)).await?;
    opening::open(api, Nothing {}).await
}

pub(crate) async fn begin_anew(api: &Api, _: Nothing) -> Result<Opening> {
    if api.trouble().await.is_none() {
        return Err(kind(Kind::NotNow, "this life is open: only one that won't open is set aside"));
    }
    api.reopen_after(|home, now| copies::set_aside(home, now).map(|_| ())).await?;
    opening::open(api, Nothing {}).await
}

pub(crate) async fn try_again(api: &Api, _: Nothing) -> Result<Opening> {
    if api.trouble().await.is_some() {
        api.reopen_after(|_, _| Ok(())).await?;
    }
    opening::open(api, Nothing {}).await
}

/// An export goes to a file outside the data folder.
pub(crate) fn check_export_path(api: &Api, path: &str) -> Result<()> {
    let path = Path::new(path);
    if !path.is_absolute() || path.file_name().is_none() {
        return Err(kind(Kind::BadInput, "an export needs the whole path of a file"));
    }
    if inside(api.home(), path) {
        return Err(kind(Kind::BadInput, "an export does not go into the data folder"));
    }
    Ok(())
}

pub(crate) async fn export(api: &Api, args: ExportArgs) -> Result<Exported> {
    check_export_path(api, &args.path)?;
    let path = PathBuf::from(&args.path);
    let companion = api.companion().await?;
    let (now, shown) = (api.clock().local(), args.path);
    let turns = companion
        .store()
        .read(move |c| {
            let settings = settings::read(c)?;
            let format = match args.format {
                ExportFormat::Markdown => core_export::Format::Markdown,
                ExportFormat::Json => core_export::Format::Json,
            };
            let (language, name) = (settings.language(), settings.companion_name);
            core_export::export(c, &core_export::Wanted { format, path, language, name, now })
        })
        .await?;
    Ok(Exported { path: shown, turns })
}

fn inside(home: &Path, path: &Path) -> bool {
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    matches!((folder, home.canonicalize()), (Some(folder), Ok(home)) if folder.starts_with(&home))
}
