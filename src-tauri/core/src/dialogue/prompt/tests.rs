use super::*;
use proptest::prelude::*;
use std::sync::Arc;

fn said(id: i64, words: usize, pictures: usize) -> Said {
    let picture = Picture { media_type: "image/png".into(), bytes: Arc::from([].as_slice()) };
    Said {
        turn: TurnId(id),
        role: if id % 2 == 0 { Role::Assistant } else { Role::User },
        text: "x".repeat(words),
        pictures: vec![picture; pictures],
    }
}

fn tool() -> ToolSpec {
    let parameters = serde_json::json!({"type": "object", "properties": {}});
    ToolSpec { name: "clock".into(), description: "the time ".repeat(20), parameters }
}

fn remembered_of(turn: i64, words: usize) -> Memory {
    let source = Source::Turn(TurnId(turn));
    Memory { source, line: "m".repeat(words), score: 1.0, why: Vec::new() }
}

/// What a model would have to read, by the estimate.
fn read(prompt: &Prompt) -> u32 {
    let of = |message: &Message| {
        estimate(&message.text) + PER_MESSAGE + message.pictures.len() as u32 * PER_PICTURE
    };
    prompt.messages.iter().map(of).sum::<u32>() + prompt.tools.iter().map(cost_of_tool).sum::<u32>()
}

proptest! {
    #[test]
    fn nothing_is_sent_that_the_model_could_not_read_with_its_answer(
        turns in prop::collection::vec((1usize..6_000, 0usize..3), 1..24),
        before in 0usize..6_000,
        memories in prop::collection::vec((-20i64..30, 1usize..1_200), 0..7),
        tools in any::<bool>(),
        context in prop::option::of(64u32..40_000),
        halved in 0u32..3,
    ) {
        let newest = turns.len() as i64;
        let turns = turns.into_iter().enumerate().map(|(n, (words, pictures))| said(newest - n as i64, words, pictures));
        let gathered = Gathered {
            who: "w".repeat(900),
            before: "b".repeat(before),
            moment: "m".repeat(120),
            memories: memories.iter().map(|(turn, words)| remembered_of(*turn, *words)).collect(),
            memories_are: "what you remember".into(),
            go_on: None,
            turns: turns.collect(),
            tools: if tools { vec![tool()] } else { Vec::new() },
            context,
            budget: BUDGET >> halved,
            answer: ANSWER >> halved,
        };
        let alone = gathered.turns.first().map(|newest| {
            estimate(&gathered.who) + estimate(&gathered.moment) + 3 * PER_MESSAGE
                + estimate(&newest.text) + newest.pictures.len() as u32 * PER_PICTURE
        });
        let counts: Vec<u32> = gathered.texts().iter().map(|text| estimate(text)).collect();
        let (estimated, counted) = (gathered.clone().build(None), gathered.build(Some(counts)));
        let held = |memory: &Memory| match memory.source {
            Source::Turn(turn) => estimated.oldest.is_some_and(|oldest| turn >= oldest && turn.0 <= newest),
            Source::Fact(_) => false,
        };
        prop_assert!(!estimated.memories.iter().any(held), "what stands in the prompt is not remembered beside it");
        prop_assert_eq!(&estimated, &counted, "figures are taken in the order of the texts");
        if !estimated.too_long && let Some(context) = context {
            let reads = read(&estimated.prompt);
            prop_assert!(reads + estimated.prompt.max_answer_tokens <= context, "{} of {}", reads, context);
        }
        let room = context.map_or(u32::MAX, |context| context - estimated.prompt.max_answer_tokens);
        prop_assert_eq!(estimated.too_long, alone > Some(room), "too long only when the newest words are, alone");
        prop_assert_eq!(estimated.prompt.messages.last().map(|message| message.role) , Some(match newest % 2 {
            0 => Role::Assistant,
            _ => Role::User,
        }), "the newest turn is always there");
    }
}
