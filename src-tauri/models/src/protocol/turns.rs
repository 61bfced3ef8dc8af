//! A prompt as two voices in strict turn, which is all that some protocols know: what a person says (and tools give
//! back), and what the model said.

use samantha_core::ports::{Message, Role};

/// What is said where a turn must be and nobody said anything.
pub(crate) const NOTHING_SAID: &str = "…";

/// One turn.
#[derive(Debug, PartialEq)]
pub(crate) struct Turn<'a> {
    /// Whether it is the model's own.
    pub(crate) own: bool,
    /// In the order in which they stand in the prompt; results of tools first. Empty: [`NOTHING_SAID`].
    pub(crate) messages: Vec<&'a Message>,
}

/// A prompt for two voices.
#[derive(Debug, PartialEq)]
pub(crate) struct TwoVoices<'a> {
    /// What the model is told before anything was said.
    pub(crate) system: Vec<&'a str>,
    /// Begins and ends with one that isn't the model's own; no two of one voice follow each other.
    pub(crate) turns: Vec<Turn<'a>>,
}

/// Puts a prompt into turns. System messages after the first words stay where they are, in the person's voice (see
/// [`aside`]): moving them to the front would change the beginning that a provider keeps between answers.
pub(crate) fn two_voices(messages: &[Message]) -> TwoVoices<'_> {
    let first_words = messages.iter().position(|message| message.role != Role::System);
    let (system, said) = messages.split_at(first_words.unwrap_or(messages.len()));
    let system = system.iter().map(|message| message.text.as_str()).filter(|text| !text.trim().is_empty());
    let mut turns: Vec<Turn<'_>> = Vec::new();
    for message in said {
        let empty = message.text.trim().is_empty() && message.pictures.is_empty() && message.calls.is_empty();
        if empty && message.role != Role::Tool {
            continue;
        }
        let own = message.role == Role::Assistant;
        match turns.last_mut() {
            Some(turn) if turn.own == own => turn.messages.push(message),
            last => {
                if last.is_none() && own {
                    turns.push(Turn { own: false, messages: Vec::new() });
                }
                turns.push(Turn { own, messages: vec![message] });
            }
        }
    }
    if turns.last().is_none_or(|turn| turn.own) {
        turns.push(Turn { own: false, messages: Vec::new() });
    }
    for turn in &mut turns {
        turn.messages.sort_by_key(|message| message.role != Role::Tool);
    }
    TwoVoices { system: system.collect(), turns }
}

/// What the model is told in the middle, marked so that it is not taken for the person's words.
pub(crate) fn aside(text: &str) -> String {
    format!("<context>\n{text}\n</context>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape<'a>(of: &TwoVoices<'a>) -> Vec<(bool, Vec<&'a str>)> {
        of.turns
            .iter()
            .map(|turn| (turn.own, turn.messages.iter().map(|message| message.text.as_str()).collect()))
            .collect()
    }

    #[test]
    fn the_first_system_words_go_before_all_and_later_ones_stay_with_the_person() {
        let said = [
            Message::said(Role::System, "who"),
            Message::said(Role::System, ""),
            Message::said(Role::Assistant, "hi"),
            Message::said(Role::User, "a"),
            Message::said(Role::User, "b"),
            Message::said(Role::System, "the hour"),
        ];
        let voices = two_voices(&said);
        assert_eq!(voices.system, ["who"]);
        let turns = [(false, vec![]), (true, vec!["hi"]), (false, vec!["a", "b", "the hour"])];
        assert_eq!(shape(&voices), turns);
    }

    #[test]
    fn results_of_tools_come_before_anything_else_of_their_turn() {
        let result = |text| Message { answers: Some("a".into()), ..Message::said(Role::Tool, text) };
        let said = [
            Message::said(Role::User, "q"),
            Message::said(Role::Assistant, "let me look"),
            Message::said(Role::System, "the hour"),
            result("1"),
            result(""),
        ];
        let turns = [(false, vec!["q"]), (true, vec!["let me look"]), (false, vec!["1", "", "the hour"])];
        assert_eq!(shape(&two_voices(&said)), turns);
    }

    proptest! {
        #[test]
        fn voices_always_take_turns_and_no_word_is_lost(roles in prop::collection::vec(0usize..4, 0..12)) {
            let roles = roles.iter().map(|&n| [Role::System, Role::User, Role::Assistant, Role::Tool][n]);
            let said: Vec<_> = roles.enumerate().map(|(n, role)| Message::said(role, n.to_string())).collect();
            let voices = two_voices(&said);
            prop_assert!(voices.turns.iter().enumerate().all(|(n, turn)| turn.own == (n % 2 == 1)));
            prop_assert!(voices.turns.len() % 2 == 1);
            let kept = voices.system.len() + voices.turns.iter().map(|turn| turn.messages.len()).sum::<usize>();
            prop_assert_eq!(kept, said.len());
        }
    }
}
