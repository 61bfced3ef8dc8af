//! All rows as CSV or JSON, for the person to keep or to reckon with.

use super::rows::{self, Request};
use anyhow::{Context as _, Result};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use rusqlite::Connection;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As RFC 4180 has it, in UTF-8, with a header; what a spreadsheet would take for a formula begins with an
    /// apostrophe.
    Csv,
    Json,
}

const HEADER: [&str; 16] = [
    "id",
    "left_at",
    "day",
    "zone",
    "host",
    "local",
    "model",
    "purpose",
    "state",
    "failure",
    "bytes_out",
    "bytes_in",
    "tokens_out",
    "tokens_in",
    "cost_usd",
    "millis",
];

/// Writes every request, oldest first, to a file beside `path`, and puts it in its place once it is whole. Gives
/// their count. Blocks.
///
/// # Errors
/// When the file can't be written; what was at `path` is as it was then.
pub fn export(c: &Connection, format: Format, path: &Path, now: DateTime<FixedOffset>) -> Result<u64> {
    let folder = path.parent().context("that is not the path of a file")?;
    let name = path.file_name().context("that is not the path of a file")?.to_string_lossy();
    let unfinished = folder.join(format!(".{name}.unfinished"));
    match write(c, format, &unfinished, now) {
        Ok(requests) => {
            std::fs::rename(&unfinished, path).context("putting the export in place")?;
            Ok(requests)
        }
        Err(error) => {
            if unfinished.exists() {
                std::fs::remove_file(&unfinished)?;
            }
            Err(error)
        }
    }
}

fn write(c: &Connection, format: Format, path: &Path, now: DateTime<FixedOffset>) -> Result<u64> {
    let mut out = BufWriter::new(File::create(path).with_context(|| format!("creating {}", path.display()))?);
    let requests = match format {
        Format::Csv => csv(c, &mut out)?,
        Format::Json => json(c, &mut out, now)?,
    };
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(requests)
}

fn each(c: &Connection, mut visit: impl FnMut(&Request) -> Result<()>) -> Result<u64> {
    let mut statement = c.prepare(&format!("SELECT {} FROM request ORDER BY id", rows::COLUMNS))?;
    let mut rows = statement.query([])?;
    let mut requests = 0;
    while let Some(row) = rows.next()? {
        visit(&rows::read(row)?)?;
        requests += 1;
    }
    Ok(requests)
}

fn csv(c: &Connection, out: &mut impl Write) -> Result<u64> {
    write!(out, "{}\r\n", HEADER.join(","))?;
    each(c, |request| {
        let known = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
        let fields = [
            request.id.to_string(),
            request.left().to_rfc3339_opts(SecondsFormat::Millis, false),
            request.day.clone(),
            request.zone.clone(),
            request.host.clone(),
            request.local.to_string(),
            request.model.clone(),
            request.purpose.clone(),
            request.state.code().to_owned(),
            request.failure.clone(),
            request.bytes_out.to_string(),
            request.bytes_in.to_string(),
            known(request.tokens_out),
            known(request.tokens_in),
            request.cost.map_or_else(String::new, |cost| cost.to_string()),
            request.millis.to_string(),
        ];
        write!(out, "{}\r\n", fields.map(|field| csv_field(&field)).join(","))?;
        Ok(())
    })
}

/// A field that no spreadsheet reads as a formula (OWASP, "CSV Injection"), quoted where RFC 4180 wants it.
fn csv_field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn json(c: &Connection, out: &mut impl Write, now: DateTime<FixedOffset>) -> Result<u64> {
    let at = now.to_rfc3339_opts(SecondsFormat::Secs, false);
    write!(
        out,
        "{{\n\"format\": \"samantha-ledger\", \"version\": 1, \"exported_at\": \"{at}\",\n\"requests\": ["
    )?;
    let mut first = true;
    let requests = each(c, |request| {
        writeln!(out, "{}", if first { "" } else { "," })?;
        first = false;
        let value = serde_json::json!({
            "id": request.id, "left_at": request.left().to_rfc3339_opts(SecondsFormat::Millis, false),
            "day": request.day, "zone": request.zone, "host": request.host, "local": request.local,
            "model": request.model, "purpose": request.purpose, "state": request.state.code(),
            "failure": request.failure, "bytes_out": request.bytes_out, "bytes_in": request.bytes_in,
            "tokens_out": request.tokens_out, "tokens_in": request.tokens_in, "cost_usd": request.cost,
            "millis": request.millis,
        });
        serde_json::to_writer(&mut *out, &value)?;
        Ok(())
    })?;
    write!(out, "\n]\n}}\n")?;
    Ok(requests)
}

#[cfg(test)]
mod tests {
    use super::csv_field;

    #[test]
    fn no_field_is_a_formula_and_every_field_reads_back() {
        let check = |text: &str, expected: &str| assert_eq!(csv_field(text), expected, "{text}");
        check("gpt-4.1", "gpt-4.1");
        check("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
        check("+1", "'+1");
        check("-1", "'-1");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\tx", "'\tx");
        check("a,b", "\"a,b\"");
        check("=\"a\"", "\"'=\"\"a\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check("", "");
    }
}
