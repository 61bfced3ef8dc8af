//! Everything ever said, by its words.

use super::{Circumstances, Tool, read};
use crate::{
    conversation::{self, Speaker},
    locale::text,
    memory::{
        self, Asked,
        fact::{self, Goes},
    },
};
use anyhow::{Result, ensure};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool { name: "search_memory", parameters, run };

/// Turns given at most.
const MOST: usize = 8;
/// Characters of each at most.
const LONGEST: usize = 600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    words: String,
}

fn parameters() -> Value {
    json!({
        "type": "object",
        "properties": {"words": {"type": "string", "description": "keywords as they may have been said, or a question; dates count"}},
        "required": ["words"],
        "additionalProperties": false,
    })
}

fn run(c: &Connection, circumstances: &Circumstances, arguments: Value) -> Result<String> {
    let Arguments { words } = read(arguments)?;
    ensure!(!words.trim().is_empty(), "there are no words to look for");
    let asked = Asked {
        words: &words,
        at: circumstances.now,
        user: "",
        companion: &circumstances.companion,
        before: circumstances.except,
        meaning: None,
    };
    let mut found = memory::recall(c, &asked, MOST)?;
    if circumstances.goes == Goes::Away {
        let private = fact::all_private(c)?;
        found.retain(|found| !private.contains(&found.turn));
    }
    if found.is_empty() {
        return Ok(text(circumstances.language, "tool-nothing-found", &[]));
    }
    let turns: Vec<_> =
        found.iter().map(|found| conversation::by_id(c, found.turn)).collect::<Result<_>>()?;
    let lines = turns.into_iter().map(|turn| {
        let who = match turn.speaker {
            Speaker::User => "tool-said-user",
            Speaker::Companion => "tool-said-companion",
        };
        let (who, local) = (text(circumstances.language, who, &[]), turn.said.local());
        let said: String = turn.text.chars().take(LONGEST).collect();
        format!("{} {who}: {said}", local.format("%Y-%m-%d %H:%M"))
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}
