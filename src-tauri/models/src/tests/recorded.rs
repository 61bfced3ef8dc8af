//! Streams of every family, made by hand from public documentation (see `recorded/README.md`), cut at every byte.

use super::following;
use crate::answer::Answer;
use futures_util::stream;
use proptest::prelude::*;
use samantha_core::ports::{Family, ModelError, ModelErrorKind, Piece, ToolCall, Usage};

/// What was heard, and how it ended.
#[derive(Debug, Default, PartialEq)]
struct Heard {
    words: String,
    calls: Vec<ToolCall>,
    usage: Option<Usage>,
    end: Option<ModelErrorKind>,
}

struct Recorded {
    name: &'static str,
    family: Family,
    host: &'static str,
    body: &'static [u8],
    id: &'static str,
    seal: &'static str,
    kept: Option<u32>,
    cost: Option<f64>,
}

macro_rules! recorded {
    ($name:literal, $family:ident, $host:literal, $id:literal, $seal:expr, $kept:expr, $cost:expr) => {
        Recorded {
            name: $name,
            family: Family::$family,
            host: $host,
            body: include_bytes!(concat!("../../recorded/", $name, ".txt")),
            id: $id,
            seal: $seal,
            kept: $kept,
            cost: $cost,
        }
    };
}

const THOUGHT: &str = r#"[{"signature":"EqQBCgIYAhIM","thinking":"Ela perguntou a hora.","type":"thinking"},{"text":"Olá, coração 🙂 — 日本","type":"text"},{"id":"toolu_01","input":{"zone":"America/São_Paulo"},"name":"clock","type":"tool_use"}]"#;
const DETAILS: &str = r#"[{"text":"Hm.","type":"reasoning.text"}]"#;
const SIGNED: &str = r#"[{"text":"Pensando na hora.","thought":true},{"text":"Olá, coração 🙂 — 日本"},{"functionCall":{"args":{"zone":"America/São_Paulo"},"name":"clock"},"thoughtSignature":"CiQBcsjafA=="},{"text":""}]"#;

const ALL: [Recorded; 12] = [
    recorded!("openai", OpenAi, "api.openai.com", "call_Ab1", "", Some(64), None),
    recorded!("anthropic", Anthropic, "api.anthropic.com", "toolu_01", THOUGHT, Some(64), None),
    recorded!("gemini", Gemini, "generativelanguage.googleapis.com", "call00001", SIGNED, Some(64), None),
    recorded!("ollama", Ollama, "127.0.0.1", "call00001", "", None, None),
    recorded!("openrouter", OpenAi, "openrouter.ai", "call_or1", DETAILS, Some(64), Some(0.00042)),
    recorded!("groq", OpenAi, "api.groq.com", "fk3m", "", None, None),
    recorded!("deepseek", OpenAi, "api.deepseek.com", "call_0_x", "Ela quer a hora.", Some(64), None),
    recorded!("mistral", OpenAi, "api.mistral.ai", "D681PevKs", "", None, None),
    recorded!("xai", OpenAi, "api.x.ai", "call_91", "", Some(64), None),
    recorded!("lm-studio", OpenAi, "127.0.0.1", "365174485", "", None, None),
    recorded!("llama-server", OpenAi, "127.0.0.1", "k2Jx", "", Some(64), None),
    recorded!("vllm", OpenAi, "127.0.0.1", "chatcmpl-tool-7", "", None, None),
];

const WORDS: &str = "Olá, coração 🙂 — 日本";

impl Recorded {
    fn expected(&self) -> Heard {
        let call = ToolCall {
            id: self.id.into(),
            name: "clock".into(),
            arguments: r#"{"zone":"America/São_Paulo"}"#.into(),
            seal: self.seal.into(),
        };
        let (out, back) = (Some(82), Some(31));
        let usage = Usage { tokens_out: out, tokens_kept: self.kept, tokens_in: back, cost: self.cost };
        Heard { words: WORDS.into(), calls: vec![call], usage: Some(usage), end: None }
    }

    async fn heard<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> Heard {
        let parts: Vec<Result<&[u8], ModelError>> = parts.into_iter().map(Ok).collect();
        let mut answer = Answer::new(stream::iter(parts), following(self.family, self.host));
        let mut heard = Heard::default();
        while let Some(piece) = answer.next().await {
            match piece {
                Ok(Piece::Text(text)) => heard.words.push_str(&text),
                Ok(Piece::Call(call)) => heard.calls.push(call),
                Ok(Piece::Used(usage)) => assert_eq!(heard.usage.replace(usage), None, "told once"),
                Ok(Piece::Waiting(_)) => unreachable!("nothing far away is waited for like this"),
                Err(error) => {
                    heard.end = Some(error.kind);
                    break;
                }
            }
        }
        heard
    }
}

#[tokio::test]
async fn every_family_s_stream_says_the_same_wherever_it_is_cut() {
    for recorded in &ALL {
        let expected = recorded.expected();
        assert_eq!(recorded.heard([recorded.body]).await, expected, "{}", recorded.name);
        for cut in 0..=recorded.body.len() {
            let (before, after) = recorded.body.split_at(cut);
            let heard = recorded.heard([before, after]).await;
            assert_eq!(heard, expected, "{} cut at {cut}", recorded.name);
        }
        assert_eq!(recorded.heard(recorded.body.chunks(1)).await, expected, "{} byte by byte", recorded.name);
    }
}

#[tokio::test]
async fn a_stream_that_ends_early_is_never_whole_and_runs_no_tool() {
    for recorded in &ALL {
        let expected = recorded.expected();
        // The last thing that must come: why the answer ends.
        let text = std::str::from_utf8(recorded.body).unwrap();
        let finish = ["finish_reason\":\"", "\"message_delta\"", "finishReason", "\"done\":true"];
        let finish = finish.iter().filter_map(|finish| text.find(finish)).min().unwrap();
        for end in 0..finish {
            let heard = recorded.heard([&recorded.body[..end]]).await;
            assert!(heard.end.is_some(), "{} ended at {end}: {heard:?}", recorded.name);
            assert_eq!(heard.calls, [], "{} ended at {end}", recorded.name);
            assert!(expected.words.starts_with(&heard.words), "{} ended at {end}: {heard:?}", recorded.name);
        }
        for end in finish..recorded.body.len() {
            let heard = recorded.heard([&recorded.body[..end]]).await;
            let whole = heard.end.is_none();
            assert_eq!(heard.words, expected.words, "{} ended at {end}", recorded.name);
            assert_eq!(heard.calls.len(), usize::from(whole), "{} ended at {end}", recorded.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Damage of any kind: bytes changed, a part lost, a part come twice.
    #[test]
    fn a_damaged_stream_ends_and_runs_a_tool_only_when_it_is_whole(
        which in 0..ALL.len(),
        changed in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        lost in any::<(prop::sample::Index, u8)>(),
        twice in any::<(prop::sample::Index, u8)>(),
    ) {
        let recorded = &ALL[which];
        let mut body = recorded.body.to_vec();
        for (at, byte) in changed {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let from = lost.0.index(body.len());
        body.drain(from..body.len().min(from + usize::from(lost.1)));
        let from = twice.0.index(body.len());
        let again = body[from..body.len().min(from + usize::from(twice.1))].to_vec();
        body.splice(from..from, again);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let heard = runtime.block_on(recorded.heard(body.chunks(7)));
        prop_assert!(heard.end.is_none() || heard.calls.is_empty(), "{heard:?}");
        let mut ids: Vec<_> = heard.calls.iter().map(|call| call.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), heard.calls.len());
    }
}
