//! What a model may ask for while it answers. Every tool is registered in [`TOOLS`], and run here: its arguments are
//! checked first, its output is capped, and within an answer the same call is never run twice.

mod clock;
mod ledger;
mod memory;

use crate::{
    id::TurnId,
    locale::{Language, text},
    memory::{Meaning, fact::Goes, wishes::KeptWish},
    ports::{ToolCall, ToolSpec},
    store::Store,
};
use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use rusqlite::Connection;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

/// Every tool there is.
const TOOLS: [Tool; 3] = [clock::TOOL, memory::TOOL, ledger::TOOL];

/// Most bytes of what a tool gives back; the rest is left out.
const LONGEST_OUTPUT: usize = 6_000;
/// Calls run in one round; what else is asked for is told [`TOO_MANY`].
pub(super) const AT_ONCE: usize = 8;
pub(super) const TOO_MANY: &str = "error: too many at once";
/// Tokens that all tools of an answer may add to its prompt, where the model has room for them.
pub(super) const ROOM: u32 = 4_000;

/// One tool.
pub(super) struct Tool {
    /// `[a-z_]+`; its words for the model are the locale's `tool-<name>`.
    name: &'static str,
    /// A JSON Schema of an object.
    parameters: fn() -> Value,
    /// Looks in the store. An error is told to the model, so that it can ask better.
    run: fn(&Connection, &Circumstances, Value) -> Result<String>,
}

/// What a tool may know beside its arguments.
#[derive(Clone, Debug)]
pub(super) struct Circumstances {
    pub language: Language,
    /// What she is called.
    pub companion: String,
    /// What the person is called; may be empty.
    pub user: String,
    /// On the person's wall clock.
    pub now: DateTime<FixedOffset>,
    /// Where what is found goes.
    pub goes: Goes,
    /// The words being answered: no discovery for a search.
    pub except: Option<TurnId>,
    /// What these words ask of her memory.
    pub wish: Option<KeptWish>,
    /// What the words of [`looks_for`] mean, where that could be told.
    pub meaning: Option<Meaning>,
}

/// The words a call looks for in what was said: a reader is to tell what they mean before it is run.
pub(super) fn looks_for(call: &ToolCall) -> Option<String> {
    memory::looks_for(call)
}

/// The tools, as a model is told of them.
pub(super) fn specs(language: Language) -> Vec<ToolSpec> {
    let spec = |tool: &Tool| ToolSpec {
        name: tool.name.to_owned(),
        description: text(language, &format!("tool-{}", tool.name), &[]),
        parameters: (tool.parameters)(),
    };
    TOOLS.iter().map(spec).collect()
}

/// What the tools gave in one answer.
#[derive(Debug, Default)]
pub(super) struct Ran {
    /// By name and arguments: a model that asks for the same thing twice is given what it was given.
    given: HashMap<(String, String), String>,
}

impl Ran {
    /// Runs a call, unless the same was run for this answer. A call that can't be run gives a sentence that says why.
    pub async fn run(&mut self, store: &Store, call: &ToolCall, circumstances: &Circumstances) -> String {
        let Some(tool) = TOOLS.iter().find(|tool| tool.name == call.name) else {
            return "error: there is no such tool".to_owned();
        };
        let arguments = match call.arguments.trim() {
            "" => Value::Object(serde_json::Map::new()),
            arguments => match serde_json::from_str::<Value>(arguments) {
                Ok(arguments @ Value::Object(_)) => arguments,
                Ok(_) | Err(_) => return "error: the arguments are no JSON object".to_owned(),
            },
        };
        let key = (call.name.clone(), arguments.to_string());
        if let Some(given) = self.given.get(&key) {
            return given.clone();
        }
        let (run, circumstances) = (tool.run, circumstances.clone());
        let output = store.read(move |c| run(c, &circumstances, arguments)).await;
        let output = output.unwrap_or_else(|error| {
            log::info!("the tool {} gave nothing", tool.name);
            format!("error: {error}")
        });
        let mut output = output;
        shorten(&mut output, LONGEST_OUTPUT);
        self.given.insert(key, output.clone());
        output
    }
}

/// Cuts a text to this many bytes, at a character's end, and says so.
pub(super) fn shorten(output: &mut String, most: usize) {
    if output.len() > most {
        let end = (0..=most).rev().find(|end| output.is_char_boundary(*end)).unwrap_or_default();
        output.truncate(end);
        output.push_str(" …");
    }
}

/// Reads a tool's arguments into their type; what isn't known there is refused.
fn read<T: DeserializeOwned>(arguments: Value) -> Result<T> {
    serde_json::from_value(arguments).map_err(|error| anyhow::anyhow!("the arguments don't fit: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conversation,
        id::Uid,
        memory::{avoided, wish::WishKind, wishes::WishState},
        store::StoreOptions,
    };
    use chrono::Utc;

    fn call(name: &str, arguments: &str) -> ToolCall {
        ToolCall { id: "1".into(), name: name.into(), arguments: arguments.into(), seal: String::new() }
    }

    fn circumstances() -> Circumstances {
        Circumstances {
            language: Language::En,
            companion: "Samantha".into(),
            user: String::new(),
            now: DateTime::parse_from_rfc3339("2026-11-22T21:07:00-03:00").unwrap(),
            goes: Goes::Here,
            except: None,
            wish: None,
            meaning: None,
        }
    }

    async fn run(store: &Store, name: &str, arguments: &str) -> String {
        Ran::default().run(store, &call(name, arguments), &circumstances()).await
    }

    fn store() -> (tempfile::TempDir, Store) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path(), &StoreOptions::default(), Utc::now_for_tests()).unwrap();
        (home, store)
    }

    trait ForTests {
        fn now_for_tests() -> DateTime<Utc>;
    }
    impl ForTests for Utc {
        fn now_for_tests() -> DateTime<Utc> {
            DateTime::parse_from_rfc3339("2026-11-22T21:07:00Z").unwrap().to_utc()
        }
    }

    #[tokio::test]
    async fn what_is_no_call_of_a_tool_is_told_and_nothing_is_run() {
        let (_home, store) = store();
        for (name, arguments) in [
            ("rm", "{}"),
            ("clock", "tomorrow"),
            ("clock", "[]"),
            ("clock", r#"{"day": 7}"#),
            ("clock", r#"{"day": "2026-13-40"}"#),
            ("clock", r#"{"day": "2026-11-22", "zone": "UTC"}"#),
            ("search_memory", "{}"),
            ("search_memory", r#"{"words": " "}"#),
        ] {
            assert!(run(&store, name, arguments).await.starts_with("error: "), "{name}({arguments})");
        }
    }

    #[tokio::test]
    async fn the_clock_tells_now_and_the_weekday_of_any_day() {
        let (_home, store) = store();
        assert_eq!(run(&store, "clock", "").await, "Sunday, 2026-11-22, 21:07 (UTC-03:00)");
        assert_eq!(
            run(&store, "clock", r#"{"day": "1969-07-20"}"#).await,
            "Sunday, 1969-07-20; 20944 days ago"
        );
        assert_eq!(run(&store, "clock", r#"{"day": "2026-12-25"}"#).await, "Friday, 2026-12-25; in 33 days");
    }

    #[tokio::test]
    async fn the_memory_gives_turns_with_their_day_and_never_more_than_fits() {
        let (_home, store) = store();
        let said = conversation::Moment { at: 1_760_000_000_000, zone: "UTC".into(), offset_seconds: 0 };
        let text = format!("a goiabeira da casa da Lia {}", "é grande ".repeat(2_000));
        store
            .write(move |tx| {
                conversation::keep_words(tx, Uid::random()?, "A goiabeira da Lia caiu.", &said, &[])?;
                conversation::keep_words(tx, Uid::random()?, &text, &said, &[])
            })
            .await
            .unwrap();
        let found = run(&store, "search_memory", r#"{"words": "goiabeira Lia"}"#).await;
        assert!(found.contains("2025-10-09") && found.contains("A goiabeira da Lia caiu."), "{found}");
        assert!(found.len() < LONGEST_OUTPUT + 8);
        let nothing = run(&store, "search_memory", r#"{"words": "mangueira"}"#).await;
        assert_eq!(nothing, "Nothing was found with these words.");
    }

    #[tokio::test]
    async fn the_memory_gives_nothing_that_is_withheld() {
        let (_home, store) = store();
        let said = conversation::Moment { at: 1_760_000_000_000, zone: "UTC".into(), offset_seconds: 0 };
        let turns = store.write(move |tx| {
            let keep = |text: &str| {
                anyhow::Ok(conversation::keep_words(tx, Uid::random()?, text, &said, &[])?.turn.id)
            };
            let turns = [
                keep("O divórcio da Paula saiu no fórum.")?,
                keep("No fórum tem um café bom.")?,
                keep("Perdi a carteira no fórum.")?,
            ];
            avoided::add(tx, "o divórcio", None, 0)?;
            Ok(turns)
        });
        let [_, _, wallet] = turns.await.unwrap();
        let looked = call("search_memory", r#"{"words": "fórum"}"#);
        let found = Ran::default().run(&store, &looked, &circumstances()).await;
        assert!(
            !found.contains("divórcio") && found.contains("café") && found.contains("carteira"),
            "{found}"
        );
        let wish = KeptWish {
            kind: WishKind::Forget,
            state: WishState::Asked,
            words: "a carteira".into(),
            turns: vec![wallet],
            facts: Vec::new(),
            undo_until: None,
        };
        let asked = Circumstances { wish: Some(wish), ..circumstances() };
        let found = Ran::default().run(&store, &looked, &asked).await;
        assert!(found.contains("café") && !found.contains("carteira"), "{found}");
    }

    #[tokio::test]
    async fn the_memory_knows_whose_words_are_looked_for() {
        let (_home, store) = store();
        let said = conversation::Moment { at: 1_760_000_000_000, zone: "UTC".into(), offset_seconds: 0 };
        let keep = move |tx: &rusqlite::Transaction<'_>| {
            conversation::keep_words(tx, Uid::random()?, "Renata é nome de rua em Natal.", &said, &[])?;
            conversation::keep_words(tx, Uid::random()?, "Comprei um violoncelo usado.", &said, &[])
        };
        store.write(keep).await.unwrap();
        let looked = call("search_memory", r#"{"words": "o que a Renata comprou?"}"#);
        let of_renata = Circumstances { user: "Renata".into(), ..circumstances() };
        let found = Ran::default().run(&store, &looked, &of_renata).await;
        assert!(found.find("violoncelo").unwrap() < found.find("rua").unwrap_or(usize::MAX), "{found}");
        assert_eq!(looks_for(&looked).as_deref(), Some("o que a Renata comprou?"));
        assert_eq!(looks_for(&call("clock", "{}")), None);
    }

    #[tokio::test]
    async fn the_ledger_says_that_nothing_left_when_nothing_did() {
        let (_home, store) = store();
        let said = run(&store, "what_left", "{}").await;
        assert!(said.contains("nothing left this computer"), "{said}");
        assert!(run(&store, "what_left", r#"{"from": "yesterday"}"#).await.starts_with("error: "));
    }

    #[test]
    fn every_tool_is_described_in_both_languages_and_takes_an_object() {
        for language in Language::ALL {
            for spec in specs(language) {
                assert!(
                    spec.description.len() > 20
                        && spec.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                );
                assert_eq!(spec.parameters["type"], "object");
                assert_eq!(spec.parameters["additionalProperties"], false);
            }
        }
    }
}
