//! The whole conversation as Markdown or JSON, for the person to keep or take elsewhere. Pictures are in the JSON itself,
//! as base64; beside the Markdown they lie in a folder of their own: `talk-pictures/` for `talk.md`.

use super::picture;
use super::turn::{self, Speaker, Turn, TurnState};
use crate::{
    conversation::version,
    locale::{Language, text},
};
use anyhow::{Context as _, Result};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To be read by people. With a folder of pictures beside it, where there are any.
    Markdown,
    /// Everything that is kept of every turn, versions too.
    Json,
}

/// How it is written.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub format: Format,
    pub path: PathBuf,
    pub language: Language,
    /// Her name.
    pub name: String,
    pub now: DateTime<FixedOffset>,
}

/// Writes all turns that aren't hidden, oldest first, to a file beside `path`, and puts it in its place once it is
/// whole. Gives their count. Blocks. Pictures are named after their uids: writing them again changes none, and none of an
/// earlier export is removed.
///
/// # Errors
/// When a file can't be written; what was at `path` is as it was then.
pub fn export(c: &Connection, wanted: &Wanted) -> Result<u64> {
    let folder = wanted.path.parent().context("that is not the path of a file")?;
    let name = wanted.path.file_name().context("that is not the path of a file")?.to_string_lossy();
    let unfinished = folder.join(format!(".{name}.unfinished"));
    let written = write(c, wanted, &unfinished);
    match written {
        Ok(turns) => {
            std::fs::rename(&unfinished, &wanted.path).context("putting the export in place")?;
            Ok(turns)
        }
        Err(error) => {
            if unfinished.exists() {
                std::fs::remove_file(&unfinished)?;
            }
            Err(error)
        }
    }
}

fn write(c: &Connection, wanted: &Wanted, path: &Path) -> Result<u64> {
    let mut out = BufWriter::new(File::create(path).with_context(|| format!("creating {}", path.display()))?);
    // One transaction: what is said meanwhile is not half in it.
    let snapshot = c.unchecked_transaction()?;
    let turns = match wanted.format {
        Format::Markdown => markdown(&snapshot, wanted, &mut out)?,
        Format::Json => json(&snapshot, wanted, &mut out)?,
    };
    drop(snapshot);
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(turns)
}

fn each(c: &Connection, mut visit: impl FnMut(Turn) -> Result<()>) -> Result<u64> {
    let sql = format!("SELECT {} FROM turn WHERE forgotten_at = 0 ORDER BY id", turn::COLUMNS);
    let mut statement = c.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut turns = 0;
    while let Some(row) = rows.next()? {
        visit(turn::read(row)?)?;
        turns += 1;
    }
    Ok(turns)
}

fn markdown(c: &Connection, wanted: &Wanted, out: &mut impl Write) -> Result<u64> {
    let say = |key: &str| text(wanted.language, key, &[]);
    writeln!(out, "# {}", text(wanted.language, "export-title", &[("name", &wanted.name)]))?;
    let mut day = String::new();
    each(c, |turn| {
        let said = turn.said.local();
        let today = said.format("%Y-%m-%d").to_string();
        if today != day {
            writeln!(out, "\n## {today}")?;
            day = today;
        }
        let who = match turn.speaker {
            Speaker::User => say("export-you"),
            Speaker::Companion => wanted.name.clone(),
        };
        let state = match turn.state {
            TurnState::Complete => String::new(),
            TurnState::Stopped => format!(" {}", say("export-state-stopped")),
            TurnState::CutOff | TurnState::Streaming => format!(" {}", say("export-state-cut_off")),
        };
        writeln!(out, "\n**{who}**, {}{state}", said.format("%H:%M"))?;
        if !turn.text.is_empty() {
            writeln!(out, "\n{}", turn.text)?;
        }
        if !turn.pictures.is_empty() {
            for shown in picture::whole_of_turn(c, turn.id)? {
                let place = write_picture(wanted, &said.format("%Y-%m-%d").to_string(), &shown)?;
                let size = [("width", shown.width.to_string()), ("height", shown.height.to_string())];
                let size = size.each_ref().map(|(name, number)| (*name, number.as_str()));
                let words = text(wanted.language, "export-picture", &size);
                writeln!(out, "\n![{words}](<{place}>)")?;
            }
        }
        Ok(())
    })
}

/// Writes a picture into the folder beside the export, and gives its place from there, as Markdown wants it within
/// `<` and `>`.
fn write_picture(wanted: &Wanted, day: &str, shown: &picture::Whole) -> Result<String> {
    let beside = wanted.path.parent().context("that is not the path of a file")?;
    let stem = wanted.path.file_stem().context("that is not the path of a file")?.to_string_lossy();
    let folder = format!("{stem}-pictures");
    let ending = if shown.media_type == "image/png" { "png" } else { "jpg" };
    let name = format!("{day}-{}.{ending}", shown.uid);
    std::fs::create_dir_all(beside.join(&folder)).with_context(|| format!("creating {folder}"))?;
    let (path, unfinished) =
        (beside.join(&folder).join(&name), beside.join(&folder).join(format!(".{name}")));
    let mut file = File::create(&unfinished).with_context(|| format!("creating {name}"))?;
    file.write_all(&shown.bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, &path).with_context(|| format!("putting {name} in place"))?;
    let place = format!("{folder}/{name}");
    Ok(place.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>"))
}

fn json(c: &Connection, wanted: &Wanted, out: &mut impl Write) -> Result<u64> {
    let at = wanted.now.to_rfc3339_opts(SecondsFormat::Secs, false);
    write!(
        out,
        "{{\n\"format\": \"samantha-conversation\", \"version\": 1, \"exported_at\": \"{at}\",\n\"turns\": ["
    )?;
    let mut first = true;
    let turns = each(c, |turn| {
        writeln!(out, "{}", if first { "" } else { "," })?;
        first = false;
        let versions = version::of_turn(c, turn.id)?;
        let versions: Vec<_> = versions
            .into_iter()
            .map(|version| {
                serde_json::json!({
                    "text": version.text, "state": version.state, "model": version.answer.model,
                    "said_at": version.said.local().to_rfc3339_opts(SecondsFormat::Millis, false),
                    "host": version.answer.host, "failure": version.answer.failure,
                })
            })
            .collect();
        let pictures: Vec<_> = if turn.pictures.is_empty() {
            Vec::new()
        } else {
            let encoded = |shown: picture::Whole| {
                serde_json::json!({
                    "uid": shown.uid.to_string(), "media_type": shown.media_type, "width": shown.width,
                    "height": shown.height, "base64": BASE64.encode(&shown.bytes),
                })
            };
            picture::whole_of_turn(c, turn.id)?.into_iter().map(encoded).collect()
        };
        let value = serde_json::json!({
            "uid": turn.uid.to_string(), "order": turn.id, "episode": turn.episode, "speaker": turn.speaker,
            "text": turn.text, "state": turn.state, "zone": turn.said.zone, "reply_to": turn.reply_to,
            "said_at": turn.said.local().to_rfc3339_opts(SecondsFormat::Millis, false),
            "model": turn.answer.model, "host": turn.answer.host, "failure": turn.answer.failure, "versions": versions,
            "pictures": pictures,
        });
        serde_json::to_writer(&mut *out, &value)?;
        Ok(())
    })?;
    write!(out, "\n]\n}}\n")?;
    Ok(turns)
}
