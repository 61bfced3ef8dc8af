//! One answer as a pure machine: what happened goes in, what to do next comes out. No IO, no clock.

use crate::{
    conversation::TurnState,
    listener::Because,
    ports::{ModelError, ModelErrorKind},
};

/// Who is asked for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Model,
    Listener(Because),
}

/// Who answers when the model fails before its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    Listener,
    /// Nobody: there is an answer already, which stays.
    Nobody,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// An answer is wanted, of this source.
    Wanted(Source, Fallback),
    /// More words came.
    Piece(String),
    /// The source says that the answer is whole.
    Finished,
    /// The source failed.
    Failed(ModelError),
    /// The person stopped it, or she is closing.
    Stopped,
    /// Time to make durable what was shown.
    Tick,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Ask(Source),
    /// Show these words.
    Show(String),
    /// Make durable what was shown so far.
    Keep,
    /// The model failed before its first word; the Listener answers instead.
    Instead(ModelErrorKind),
    /// The answer ended like this. Nothing follows.
    Close(TurnState, Option<ModelErrorKind>),
}

/// One answer.
#[derive(Debug)]
pub struct Machine {
    state: State,
}

#[derive(Debug)]
enum State {
    Waiting,
    Asked { source: Source, fallback: Fallback, failed: Option<ModelErrorKind> },
    Speaking { unkept: bool, failed: Option<ModelErrorKind> },
    Closed,
}

impl Default for Machine {
    fn default() -> Self {
        Self { state: State::Waiting }
    }
}

impl Machine {
    /// Takes in what happened. After a [`Step::Close`] nothing has any effect.
    pub fn on(&mut self, happening: Happening) -> Vec<Step> {
        use Happening as H;
        let state = std::mem::replace(&mut self.state, State::Closed);
        let (state, steps) = match (state, happening) {
            (State::Waiting, H::Wanted(source, fallback)) => {
                (State::Asked { source, fallback, failed: None }, vec![Step::Ask(source)])
            }
            (State::Waiting, H::Stopped) => close(TurnState::Stopped, None),

            // Empty pieces are not a first word.
            (asked @ State::Asked { .. }, H::Piece(text)) if text.is_empty() => (asked, vec![]),
            (State::Asked { failed, .. }, H::Piece(text)) => {
                (State::Speaking { unkept: true, failed }, vec![Step::Show(text)])
            }
            (State::Asked { source: Source::Model, fallback, .. }, H::Failed(error)) => {
                instead(error.kind, fallback)
            }
            (State::Asked { source: Source::Model, fallback, .. }, H::Finished) => {
                instead(ModelErrorKind::Unreadable, fallback)
            }
            // The Listener always has something to say; were it not so, the answer would be empty and whole.
            (State::Asked { failed, .. }, H::Finished | H::Failed(_)) => close(TurnState::Complete, failed),
            (State::Asked { failed, .. }, H::Stopped) => close(TurnState::Stopped, failed),

            (State::Speaking { unkept, failed }, H::Piece(text)) if text.is_empty() => {
                (State::Speaking { unkept, failed }, vec![])
            }
            (State::Speaking { failed, .. }, H::Piece(text)) => {
                (State::Speaking { unkept: true, failed }, vec![Step::Show(text)])
            }
            (State::Speaking { unkept: true, failed }, H::Tick) => {
                (State::Speaking { unkept: false, failed }, vec![Step::Keep])
            }
            (State::Speaking { failed, .. }, H::Finished) => close(TurnState::Complete, failed),
            (State::Speaking { .. }, H::Failed(error)) => close(TurnState::CutOff, Some(error.kind)),
            (State::Speaking { failed, .. }, H::Stopped) => close(TurnState::Stopped, failed),

            // A second source, a tick with nothing to keep, or anything before the asking and after the end.
            (state, H::Wanted(..) | H::Tick | H::Piece(_) | H::Finished | H::Failed(_) | H::Stopped) => {
                (state, vec![])
            }
        };
        self.state = state;
        steps
    }

    /// Whether it ended.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }
}

fn close(state: TurnState, failed: Option<ModelErrorKind>) -> (State, Vec<Step>) {
    (State::Closed, vec![Step::Close(state, failed)])
}

fn instead(failed: ModelErrorKind, fallback: Fallback) -> (State, Vec<Step>) {
    match fallback {
        Fallback::Nobody => close(TurnState::CutOff, Some(failed)),
        Fallback::Listener => {
            let source = Source::Listener(Because::ModelFailed);
            (
                State::Asked { source, fallback, failed: Some(failed) },
                vec![Step::Instead(failed), Step::Ask(source)],
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Happening as H, *};

    fn check(happenings: &[H], expected: &[Step]) {
        let mut machine = Machine::default();
        let steps: Vec<Step> =
            happenings.iter().flat_map(|happening| machine.on(happening.clone())).collect();
        assert_eq!(steps, expected, "{happenings:?}");
    }

    fn piece(text: &str) -> H {
        H::Piece(text.into())
    }

    const MODEL: H = H::Wanted(Source::Model, Fallback::Listener);
    const LISTENER: Source = Source::Listener(Because::ModelFailed);

    fn broken() -> H {
        H::Failed(ModelError::new(ModelErrorKind::BrokenStream, ""))
    }

    #[test]
    fn an_answer_streams_is_kept_on_ticks_and_closes_whole() {
        check(
            &[MODEL, H::Tick, piece("a"), H::Tick, H::Tick, piece("b"), H::Finished, piece("late")],
            &[
                Step::Ask(Source::Model),
                Step::Show("a".into()),
                Step::Keep,
                Step::Show("b".into()),
                Step::Close(TurnState::Complete, None),
            ],
        );
    }

    #[test]
    fn a_failure_before_the_first_word_gives_the_word_to_the_listener_once() {
        check(
            &[MODEL, piece(""), broken(), piece("hm"), H::Finished],
            &[
                Step::Ask(Source::Model),
                Step::Instead(ModelErrorKind::BrokenStream),
                Step::Ask(LISTENER),
                Step::Show("hm".into()),
                Step::Close(TurnState::Complete, Some(ModelErrorKind::BrokenStream)),
            ],
        );
    }

    #[test]
    fn a_model_that_says_nothing_at_all_counts_as_failed() {
        check(
            &[MODEL, H::Finished],
            &[Step::Ask(Source::Model), Step::Instead(ModelErrorKind::Unreadable), Step::Ask(LISTENER)],
        );
    }

    #[test]
    fn where_there_is_an_answer_already_a_failure_leaves_it_alone() {
        check(
            &[H::Wanted(Source::Model, Fallback::Nobody), broken()],
            &[Step::Ask(Source::Model), Step::Close(TurnState::CutOff, Some(ModelErrorKind::BrokenStream))],
        );
    }

    #[test]
    fn a_failure_in_the_middle_keeps_what_was_said() {
        check(
            &[MODEL, piece("a"), broken(), H::Stopped],
            &[
                Step::Ask(Source::Model),
                Step::Show("a".into()),
                Step::Close(TurnState::CutOff, Some(ModelErrorKind::BrokenStream)),
            ],
        );
    }

    #[test]
    fn stop_works_at_every_point() {
        check(&[H::Stopped], &[Step::Close(TurnState::Stopped, None)]);
        check(&[MODEL, H::Stopped], &[Step::Ask(Source::Model), Step::Close(TurnState::Stopped, None)]);
        check(
            &[MODEL, piece("a"), H::Stopped, piece("b")],
            &[Step::Ask(Source::Model), Step::Show("a".into()), Step::Close(TurnState::Stopped, None)],
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_happens_it_closes_once_and_nothing_is_shown_after(choices in proptest::collection::vec(0u8..6, 0..40)) {
            let mut machine = Machine::default();
            let mut closed = 0;
            for choice in choices {
                let happening = match choice {
                    0 => MODEL,
                    1 => piece("x"),
                    2 => H::Finished,
                    3 => broken(),
                    4 => H::Stopped,
                    _ => H::Tick,
                };
                for step in machine.on(happening) {
                    proptest::prop_assert_eq!(closed, 0);
                    if matches!(step, Step::Close(..)) {
                        closed += 1;
                    }
                }
                proptest::prop_assert_eq!(closed == 1, machine.is_closed());
            }
        }
    }
}
