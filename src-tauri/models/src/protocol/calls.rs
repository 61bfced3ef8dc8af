//! Calls of tools while their arguments still come in parts.

use super::Unread;
use samantha_core::ports::{LONGEST_ARGUMENTS, Prompt, ToolCall};
use serde_json::Value;

/// Most calls of one answer.
const MOST_CALLS: usize = 64;

/// Most bytes of what a provider wants back with the results: 1 MiB.
const LONGEST_SEAL: usize = 1024 * 1024;

/// The calls of one answer, in the order in which they began.
#[derive(Debug)]
pub(crate) struct Calls {
    begun: Vec<Begun>,
    /// How many calls have a number already: those of earlier answers count.
    numbered: usize,
    /// Places at which a call comes that is known already.
    known: Vec<u64>,
}

#[derive(Debug, Default)]
struct Begun {
    /// Where the provider counts it; parts that come later name this alone.
    place: u64,
    id: String,
    name: String,
    arguments: String,
    given: bool,
}

impl Calls {
    /// After so many calls in what was said before: ids made here stay unlike theirs.
    pub(crate) fn after(earlier: usize) -> Self {
        Self { begun: Vec::new(), numbered: earlier, known: Vec::new() }
    }

    /// Whether there is any.
    pub(crate) fn is_empty(&self) -> bool {
        self.begun.is_empty()
    }

    /// Takes part of a call: what came with it of id and name (empty where nothing), and more of its arguments.
    pub(crate) fn part(&mut self, place: u64, id: &str, name: &str, arguments: &str) -> Result<(), Unread> {
        if !id.is_empty() {
            self.known.retain(|known| *known != place);
        } else if self.known.contains(&place) {
            return Ok(());
        }
        // Another id at the same place is another call: some servers count all of them as the first.
        let same = |begun: &Begun| id.is_empty() || begun.id.is_empty() || begun.id == id;
        let at = self.begun.iter().rposition(|begun| begun.place == place && !begun.given && same(begun));
        let again = self.begun.iter().position(|begun| !id.is_empty() && begun.id == id);
        // The whole call once more: it was asked for once.
        let repeated = match (at, again.and_then(|again| self.begun.get(again))) {
            (None, Some(_)) => true,
            (Some(_), Some(begun)) => !name.is_empty() && is_json(&begun.arguments),
            (_, None) => false,
        };
        if repeated {
            self.known.push(place);
            return Ok(());
        }
        let at = match at {
            Some(at) => at,
            None if id.is_empty() && name.is_empty() && arguments.is_empty() => return Ok(()),
            None if self.begun.len() == MOST_CALLS => return Err(Unread::Endless),
            None => {
                self.begun.push(Begun { place, ..Begun::default() });
                self.begun.len() - 1
            }
        };
        let Some(begun) = self.begun.get_mut(at) else { return Ok(()) };
        if begun.id.is_empty() {
            begun.id = id.to_owned();
        }
        if begun.name.is_empty() {
            begun.name = name.to_owned();
        }
        if begun.arguments.len() + arguments.len() > LONGEST_ARGUMENTS {
            return Err(Unread::Endless);
        }
        begun.arguments.push_str(arguments);
        Ok(())
    }

    /// Takes a call that came whole.
    pub(crate) fn whole(&mut self, id: &str, name: &str, arguments: &str) -> Result<(), Unread> {
        let place = u64::MAX - self.begun.len() as u64;
        self.part(place, id, name, arguments)
    }

    /// Nothing more comes to these calls: those not given yet, each with an id. The first carries `seal`.
    pub(crate) fn give(&mut self, seal: String) -> Vec<ToolCall> {
        let mut seal = if seal.len() > LONGEST_SEAL { String::new() } else { seal };
        let numbered = &mut self.numbered;
        let open = self.begun.iter_mut().filter(|begun| !begun.given);
        let given = open.map(|begun| {
            begun.given = true;
            *numbered += 1;
            if begun.id.is_empty() {
                // Nine letters and digits: the one form of an id that every provider takes back.
                begun.id = format!("call{numbered:05}");
            }
            let arguments = std::mem::take(&mut begun.arguments);
            ToolCall {
                id: begun.id.clone(),
                name: begun.name.clone(),
                // Arguments that are nothing at all are those of a tool that wants none.
                arguments: if arguments.trim().is_empty() { "{}".to_owned() } else { arguments },
                seal: std::mem::take(&mut seal),
            }
        });
        given.collect()
    }
}

/// Whether arguments are whole.
pub(crate) fn is_json(arguments: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(arguments).is_ok()
}

/// Arguments as the object that some protocols insist on; an empty one where they are none.
pub(crate) fn object(arguments: &str) -> Value {
    match serde_json::from_str(arguments) {
        Ok(value @ Value::Object(_)) => value,
        _ => Value::Object(serde_json::Map::new()),
    }
}

/// The name of the tool that the call of this id asked for.
pub(crate) fn name_of<'a>(prompt: &'a Prompt, id: &str) -> &'a str {
    let calls = prompt.messages.iter().flat_map(|message| &message.calls);
    calls.into_iter().find(|call| call.id == id).map_or("", |call| &call.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(calls: &mut Calls) -> Vec<(String, String, String)> {
        calls.give(String::new()).into_iter().map(|call| (call.id, call.name, call.arguments)).collect()
    }

    fn call(id: &str, name: &str, arguments: &str) -> (String, String, String) {
        (id.into(), name.into(), arguments.into())
    }

    #[test]
    fn parts_are_joined_by_their_place_and_each_call_is_given_once() {
        let mut calls = Calls::after(3);
        calls.part(0, "a", "clock", "").unwrap();
        calls.part(1, "", "search", "{\"q\":").unwrap();
        calls.part(0, "", "", "{\"zone\"").unwrap();
        calls.part(1, "", "", "1}").unwrap();
        calls.part(0, "", "", ":2}").unwrap();
        calls.part(2, "", "", "").unwrap();
        let both = [call("a", "clock", "{\"zone\":2}"), call("call00005", "search", "{\"q\":1}")];
        assert_eq!(given(&mut calls), both);
        assert_eq!(given(&mut calls), []);
    }

    #[test]
    fn the_same_id_again_is_the_same_call_wherever_it_stands() {
        for place in [0, 1] {
            let mut calls = Calls::after(0);
            calls.part(0, "a", "clock", "{}").unwrap();
            calls.part(place, "a", "clock", "{}").unwrap();
            assert_eq!(given(&mut calls), [call("a", "clock", "{}")]);
            calls.part(place, "a", "clock", "{}").unwrap();
            assert_eq!(given(&mut calls), []);

            let mut calls = Calls::after(0);
            for place in [0, place] {
                calls.part(place, "a", "clock", "").unwrap();
                calls.part(place, "", "", "{}").unwrap();
            }
            calls.part(place, "b", "clock", "{}").unwrap();
            assert_eq!(given(&mut calls), [call("a", "clock", "{}"), call("b", "clock", "{}")]);
        }
    }

    #[test]
    fn an_id_that_comes_with_every_part_is_no_repetition() {
        let mut calls = Calls::after(0);
        for part in ["{\"a\"", ":1", "}"] {
            calls.part(0, "a", "clock", part).unwrap();
        }
        assert_eq!(given(&mut calls), [call("a", "clock", "{\"a\":1}")]);
    }

    #[test]
    fn other_ids_at_one_place_are_other_calls() {
        let mut calls = Calls::after(0);
        calls.part(0, "a", "clock", "{}").unwrap();
        calls.part(0, "b", "clock", "{\"b\"").unwrap();
        calls.part(0, "", "", ":1}").unwrap();
        assert_eq!(given(&mut calls), [call("a", "clock", "{}"), call("b", "clock", "{\"b\":1}")]);
    }

    #[test]
    fn arguments_and_calls_without_end_are_given_up() {
        let mut calls = Calls::after(0);
        calls.part(0, "a", "f", &"x".repeat(LONGEST_ARGUMENTS)).unwrap();
        assert_eq!(calls.part(0, "", "", "x"), Err(Unread::Endless));
        let mut calls = Calls::after(0);
        let more = (0..).find(|n| calls.part(*n, &n.to_string(), "f", "").is_err());
        assert_eq!(more, Some(MOST_CALLS as u64));
    }
}
