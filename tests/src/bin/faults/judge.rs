//! What a case came to, and whether that is enough.

use crate::{
    life::{Lived, Turned},
    plots::{Ends, Plot},
};
use samantha_tests::server::Asked;
use serde_json::Value;
use std::collections::BTreeMap;

/// Most memory a fault may take beyond what she takes at rest.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;

/// What is said of one case.
#[derive(Debug, Default)]
pub struct Verdict {
    happened: String,
    seconds: f64,
    more_bytes: Option<u64>,
    words: usize,
    pub falls_short: Vec<String>,
}

impl Verdict {
    /// The case itself could not be played.
    pub fn broken(error: &anyhow::Error) -> Self {
        Self { falls_short: vec![format!("{error:#}")], ..Self::default() }
    }

    pub fn line(&self, name: &str, plot: &Plot) -> String {
        let memory = match self.more_bytes {
            Some(bytes) => format!("{:.1} MiB", bytes as f64 / (1024.0 * 1024.0)),
            None => "?".to_owned(),
        };
        let short = match self.falls_short.as_slice() {
            [] => String::new(),
            reasons => format!("  FALLS SHORT: {}", reasons.join("; ")),
        };
        let (seconds, limit) = (self.seconds, plot.limit.as_secs());
        let of = format!("{seconds:.1}/{limit}");
        let Self { words, happened, .. } = self;
        format!("{name:<20} {:<28} {of:>7} {memory:>9} {words:>8}  {happened}{short}", plot.how)
    }
}

/// Judges what was kept and asked.
pub fn judge(plot: &Plot, lived: &Lived, asked: &[Asked]) -> Verdict {
    let mut short = Vec::new();
    if lived.hung {
        short.push("no end in time".to_owned());
    }
    if lived.more_bytes.is_some_and(|bytes| bytes > MOST_MEMORY) {
        short.push("more than 64 MiB".to_owned());
    }
    let kept: Vec<&str> =
        lived.turns.iter().filter(|turn| turn.by_person).map(|turn| turn.text.as_str()).collect();
    if kept != plot.says {
        short.push(format!("the person's words are not all there, once each: {kept:?}"));
    }
    let answers: Vec<&Turned> = lived.turns.iter().filter(|turn| !turn.by_person).collect();
    if answers.len() != plot.says.len() {
        short.push(format!("{} answers for {} times said", answers.len(), plot.says.len()));
    }
    let last = answers.last();
    if let Some(answer) = last
        && let Err(why) = ends_as(&plot.ends, answer)
    {
        short.push(why);
    }
    if asked.len() > plot.asked {
        short.push(format!("asked {} times, {} at most were right", asked.len(), plot.asked));
    }
    let ran = tools_ran(asked);
    if ran.values().any(|times| *times > 1) {
        short.push("a tool was run twice".to_owned());
    }
    if ran.len() != plot.ran {
        short.push(format!("{} tools gave results, not {}", ran.len(), plot.ran));
    }
    let happened = last.map(|answer| told(answer, asked.len(), ran.len())).unwrap_or_default();
    let words = lived.turns.iter().map(|turn| turn.text.split_whitespace().count()).sum();
    Verdict { happened, seconds: lived.seconds, more_bytes: lived.more_bytes, words, falls_short: short }
}

fn ends_as(ends: &Ends, answer: &Turned) -> Result<(), String> {
    let seen = || {
        let beginning: String = answer.text.chars().take(60).collect();
        format!(
            "the answer is {beginning:?}, cut off: {}, whole: {}, failure: {:?}, the model's: {}",
            answer.cut_off, answer.whole, answer.failure, answer.by_model
        )
    };
    let right = match ends {
        Ends::Whole(text) => {
            answer.text == *text && answer.whole && answer.failure.is_empty() && answer.by_model
        }
        Ends::Cut(text, failure) => {
            answer.text == *text && answer.cut_off && answer.failure == *failure && answer.by_model
        }
        Ends::CutAfter(bytes, failure) => {
            answer.text.len() >= *bytes && answer.cut_off && answer.failure == *failure && answer.by_model
        }
        Ends::Listener(failure) => {
            !answer.text.trim().is_empty() && answer.whole && answer.failure == *failure && !answer.by_model
        }
    };
    if right { Ok(()) } else { Err(format!("{ends:?} was expected; {}", seen())) }
}

fn told(answer: &Turned, asked: usize, ran: usize) -> String {
    let by = if answer.by_model { "the model" } else { "the Listener" };
    let end = match (answer.cut_off, answer.failure.as_str()) {
        (true, failure) => format!("kept what came, cut off ({failure})"),
        (false, "") => "whole".to_owned(),
        (false, failure) => format!("instead of the model ({failure})"),
    };
    let times = if asked == 1 { "once".to_owned() } else { format!("{asked} times") };
    let tools = if ran == 0 { String::new() } else { format!(", {ran} tool ran") };
    format!("{by}: {end}; asked {times}{tools}")
}

/// How often each call of a tool gave a result, as the provider was told in what it was asked last.
fn tools_ran(asked: &[Asked]) -> BTreeMap<String, usize> {
    let mut ran = BTreeMap::new();
    let last = asked.last().map(Asked::json).unwrap_or_default();
    for message in last["messages"].as_array().into_iter().flatten() {
        if message["role"] == "tool" {
            let id = message["tool_call_id"].as_str().map_or_else(|| Value::Null.to_string(), str::to_owned);
            *ran.entry(id).or_default() += 1;
        }
    }
    ran
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{life::Turned, plots};

    fn turn(by_person: bool, text: &str) -> Turned {
        Turned {
            by_person,
            text: text.into(),
            cut_off: !by_person,
            whole: by_person,
            by_model: !by_person,
            failure: if by_person { String::new() } else { "broken_stream".into() },
        }
    }

    fn lived() -> (Plot, Lived) {
        let plot = plots::of("sse_rst").remove(0);
        let turns = vec![turn(true, plot.says[0]), turn(false, "one two three")];
        (plot, Lived { more_bytes: Some(1 << 20), turns, ..Lived::default() })
    }

    fn falls_short(spoil: impl FnOnce(&mut Lived)) -> bool {
        let (plot, mut lived) = lived();
        spoil(&mut lived);
        !judge(&plot, &lived, &[]).falls_short.is_empty()
    }

    #[test]
    fn what_was_borne_passes_and_each_loss_falls_short() {
        assert!(!falls_short(|_| {}));
        assert!(falls_short(|lived| lived.hung = true));
        assert!(falls_short(|lived| lived.more_bytes = Some(65 << 20)));
        assert!(falls_short(|lived| drop(lived.turns.remove(0))), "the person's words are lost");
        assert!(falls_short(|lived| lived.turns[0].text.push('?')), "they were changed");
        assert!(falls_short(|lived| lived.turns.push(turn(true, "again"))), "they were kept twice");
        assert!(falls_short(|lived| lived.turns[1].text.truncate(7)), "part of the answer is lost");
        assert!(falls_short(|lived| lived.turns[1].cut_off = false), "it isn't marked");
        assert!(falls_short(|lived| lived.turns[1].failure.clear()), "it doesn't say why");
    }

    #[test]
    fn a_tool_that_gave_two_results_to_one_call_falls_short() {
        let (plot, lived) = lived();
        let result = |id: &str| serde_json::json!({"role": "tool", "tool_call_id": id, "content": "noon"});
        let asked = |ids: &[&str]| Asked {
            method: "POST".into(),
            path: String::new(),
            headers: Vec::new(),
            body: serde_json::json!({"messages": ids.iter().map(|id| result(id)).collect::<Vec<_>>()})
                .to_string()
                .into_bytes(),
            connection: 0,
        };
        let plot = Plot { ran: 1, ..plot };
        assert!(judge(&plot, &lived, &[asked(&["c1"])]).falls_short.is_empty());
        assert!(!judge(&plot, &lived, &[asked(&["c1", "c1"])]).falls_short.is_empty());
        assert!(!judge(&plot, &lived, &[asked(&[])]).falls_short.is_empty());
    }

    #[test]
    fn every_fault_of_the_list_can_be_played() {
        let list = concat!(env!("CARGO_MANIFEST_DIR"), "/data/provider_faults.json");
        let faults = crate::read_faults(Some(list.into())).unwrap();
        assert_eq!(faults.len(), 25);
        for name in faults.keys() {
            assert!(!plots::of(name).is_empty(), "{name}");
        }
    }
}
