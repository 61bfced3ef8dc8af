//! Everything ever said, by its words.

use super::{Circumstances, Tool, read};
use crate::{
    conversation::{self, Speaker},
    locale::text,
    memory::{self, Asked, avoided::Withheld},
    ports::ToolCall,
};
use anyhow::{Result, ensure};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const TOOL: Tool = Tool { name: "search_memory", parameters, run };

/// Turns given at most, of those looked at.
const MOST: usize = 8;
const LOOKED_AT: usize = 48;
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

/// The words a call looks for, where it is this tool's and can be read.
pub(super) fn looks_for(call: &ToolCall) -> Option<String> {
    if call.name != TOOL.name {
        return None;
    }
    let Arguments { words } = serde_json::from_str(&call.arguments).ok()?;
    (!words.trim().is_empty()).then_some(words)
}

fn run(c: &Connection, circumstances: &Circumstances, arguments: Value) -> Result<String> {
    let Arguments { words } = read(arguments)?;
    ensure!(!words.trim().is_empty(), "there are no words to look for");
    let asked = Asked {
        words: &words,
        at: circumstances.now,
        user: &circumstances.user,
        companion: &circumstances.companion,
        before: circumstances.except,
        meaning: circumstances.meaning.as_ref(),
    };
    let withheld = Withheld::read(c, circumstances.goes, circumstances.wish.as_ref())?;
    let mut turns = Vec::new();
    for found in memory::recall(c, &asked, LOOKED_AT)? {
        let turn = conversation::by_id(c, found.turn)?;
        if !withheld.turn(&turn) {
            turns.push(turn);
        }
        if turns.len() == MOST {
            break;
        }
    }
    if turns.is_empty() {
        return Ok(text(circumstances.language, "tool-nothing-found", &[]));
    }
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
