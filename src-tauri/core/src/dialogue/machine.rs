//! One answer as a pure machine: what happened goes in, what to do next comes out. No IO, no clock.

use crate::{
    conversation::TurnState,
    listener::Because,
    ports::{ModelError, ModelErrorKind, ToolCall},
};
use std::{collections::HashSet, collections::VecDeque, time::Duration};

/// Who is asked for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The chosen model.
    Model,
    /// The model that answers when the first can't.
    Second,
    Listener(Because),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// An answer is wanted, of this source; when it fails before its first word, of these in turn. Where none is left,
    /// nobody answers: there is an answer already, which stays.
    Wanted(Source, Vec<Source>),
    /// More words came.
    Piece(String),
    /// The model asks for a tool.
    Called(ToolCall),
    /// The tools were run, or refused.
    Ran,
    /// The source says that the answer is whole, or that it waits for its tools.
    Finished,
    /// The source failed.
    Failed(ModelError),
    /// The pause before asking again is over.
    Rested,
    /// The person stopped it, or she is closing.
    Stopped,
    /// Time to make durable what was shown.
    Tick,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask this source: from the beginning, or on from the tools' results.
    Ask(Source),
    /// Run these tools, in order, each once.
    Run(Vec<ToolCall>),
    /// Ask the same source again after this pause: it said that it did not answer.
    Rest(Duration, ModelErrorKind),
    /// Ask the same source again with less of the conversation.
    Shorten(Source),
    /// Show these words.
    Show(String),
    /// Make durable what was shown so far.
    Keep,
    /// The source failed before its first word; this one answers instead.
    Instead(ModelErrorKind, Source),
    /// The answer ended like this. Nothing follows.
    Close(TurnState, Option<ModelErrorKind>),
}

/// How often one source is asked again after it said that it did not answer.
const AGAIN: u32 = 2;
/// How often a prompt that the model says is too long is made shorter, by half each time.
const SHORTER: u32 = 2;
/// The longest pause before asking again; a provider that wants a longer one is left alone.
const LONGEST_REST: Duration = Duration::from_secs(20);
/// How many times a model may ask for tools in one answer; with the last results it is told to answer.
pub const ROUNDS: u32 = 4;

/// One answer.
#[derive(Debug, Default)]
pub struct Machine {
    state: State,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Waiting,
    Open(Box<Open>),
    Closed,
}

#[derive(Debug)]
struct Open {
    source: Source,
    rest: VecDeque<Source>,
    phase: Phase,
    /// Why an earlier source gave no answer.
    failed: Option<ModelErrorKind>,
    tries: u32,
    shortened: u32,
    rounds: u32,
    spoke: bool,
    unkept: bool,
    /// Words came before the tools were run: what comes now stands apart from them.
    apart: bool,
    calls: Vec<ToolCall>,
    /// The calls since it was last asked: each comes once. (The same call in a later round is given what it was given.)
    seen: HashSet<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Asked,
    Resting,
    Running,
}

impl Machine {
    /// Takes in what happened. After a [`Step::Close`] nothing has any effect.
    pub fn on(&mut self, happening: Happening) -> Vec<Step> {
        let steps = match (&mut self.state, happening) {
            (State::Waiting, Happening::Wanted(source, rest)) => {
                self.state = State::Open(Box::new(Open::of(source, rest)));
                vec![Step::Ask(source)]
            }
            (State::Waiting, Happening::Stopped) => vec![Step::Close(TurnState::Stopped, None)],
            (State::Open(open), happening) => open.on(happening),
            // Anything before the asking and after the end.
            (State::Waiting | State::Closed, _) => vec![],
        };
        if steps.iter().any(|step| matches!(step, Step::Close(..))) {
            self.state = State::Closed;
        }
        steps
    }

    /// Whether it ended.
    pub fn is_closed(&self) -> bool {
        matches!(self.state, State::Closed)
    }

    /// How many times tools were run for this source's answer.
    pub fn rounds(&self) -> u32 {
        match &self.state {
            State::Open(open) => open.rounds,
            State::Waiting | State::Closed => 0,
        }
    }
}

impl Open {
    fn of(source: Source, rest: Vec<Source>) -> Self {
        Self {
            source,
            rest: rest.into(),
            phase: Phase::Asked,
            failed: None,
            tries: 0,
            shortened: 0,
            rounds: 0,
            spoke: false,
            unkept: false,
            apart: false,
            calls: Vec::new(),
            seen: HashSet::new(),
        }
    }

    fn on(&mut self, happening: Happening) -> Vec<Step> {
        use Happening as H;
        match (self.phase, happening) {
            // Empty pieces are not a first word.
            (Phase::Asked, H::Piece(text)) if text.is_empty() => vec![],
            (Phase::Asked, H::Piece(text)) => {
                (self.spoke, self.unkept) = (true, true);
                let apart = if std::mem::take(&mut self.apart) { "\n\n" } else { "" };
                vec![Step::Show(format!("{apart}{text}"))]
            }
            (Phase::Asked, H::Called(call)) => {
                if self.rounds < ROUNDS && self.seen.insert(call.id.clone()) {
                    self.calls.push(call);
                }
                vec![]
            }
            (Phase::Asked, H::Finished) => self.finished(),
            (Phase::Asked, H::Failed(error)) => self.fail(&error),
            (Phase::Running, H::Ran) => {
                self.phase = Phase::Asked;
                self.seen.clear();
                self.rounds += 1;
                self.apart = self.spoke;
                vec![Step::Ask(self.source)]
            }
            (Phase::Resting, H::Rested) => {
                self.phase = Phase::Asked;
                vec![Step::Ask(self.source)]
            }
            (_, H::Stopped) => vec![Step::Close(TurnState::Stopped, self.failed)],
            (_, H::Tick) if std::mem::take(&mut self.unkept) => vec![Step::Keep],
            // What is late from a source that isn't listened to any more; a tick with nothing to keep.
            (
                Phase::Asked | Phase::Resting | Phase::Running,
                H::Wanted(..)
                | H::Tick
                | H::Piece(_)
                | H::Called(_)
                | H::Ran
                | H::Finished
                | H::Failed(_)
                | H::Rested,
            ) => vec![],
        }
    }

    fn finished(&mut self) -> Vec<Step> {
        let calls = std::mem::take(&mut self.calls);
        match self.source {
            Source::Model | Source::Second if !calls.is_empty() => {
                self.phase = Phase::Running;
                vec![Step::Run(calls)]
            }
            Source::Model | Source::Second if !self.spoke => self.next(ModelErrorKind::Unreadable),
            // The Listener always has something to say; were it not so, the answer would be empty and whole.
            Source::Model | Source::Second | Source::Listener(_) => {
                vec![Step::Close(TurnState::Complete, self.failed)]
            }
        }
    }

    fn fail(&mut self, error: &ModelError) -> Vec<Step> {
        self.calls.clear();
        self.seen.clear();
        if self.spoke {
            return vec![Step::Close(TurnState::CutOff, Some(error.kind))];
        }
        if let Source::Listener(_) = self.source {
            return vec![Step::Close(TurnState::Complete, self.failed)];
        }
        if error.kind == ModelErrorKind::ContextTooLong && self.shortened < SHORTER {
            self.shortened += 1;
            return vec![Step::Shorten(self.source)];
        }
        match rest(error, self.tries) {
            Some(rest) => {
                self.tries += 1;
                self.phase = Phase::Resting;
                vec![Step::Rest(rest, error.kind)]
            }
            None => self.next(error.kind),
        }
    }

    fn next(&mut self, failed: ModelErrorKind) -> Vec<Step> {
        let Some(source) = self.rest.pop_front() else {
            return vec![Step::Close(TurnState::CutOff, Some(failed))];
        };
        self.failed.get_or_insert(failed);
        (self.source, self.tries, self.rounds, self.shortened) = (source, 0, 0, 0);
        self.seen.clear();
        vec![Step::Instead(failed, source), Step::Ask(source)]
    }
}

/// The pause after which the same source is asked again, if that is safe: the source itself said that it did not
/// answer, or it runs on this computer. After any other failure the words may have been read, and paid for, already.
fn rest(error: &ModelError, tries: u32) -> Option<Duration> {
    let rest = match error.kind {
        ModelErrorKind::Rate | ModelErrorKind::Overloaded if tries < AGAIN => {
            error.retry_after.unwrap_or(Duration::from_secs(1 << (2 * tries)))
        }
        ModelErrorKind::WorkerDied if tries == 0 => Duration::ZERO,
        _ => return None,
    };
    (rest <= LONGEST_REST).then_some(rest)
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

    fn model() -> H {
        H::Wanted(Source::Model, vec![LISTENER])
    }

    fn called(id: &str) -> H {
        H::Called(call(id))
    }

    fn call(id: &str) -> ToolCall {
        ToolCall { id: id.into(), name: "clock".into(), arguments: "{}".into(), seal: String::new() }
    }

    fn failed(kind: ModelErrorKind) -> H {
        H::Failed(ModelError::new(kind, ""))
    }

    const LISTENER: Source = Source::Listener(Because::ModelFailed);

    fn broken() -> H {
        H::Failed(ModelError::new(ModelErrorKind::BrokenStream, ""))
    }

    #[test]
    fn an_answer_streams_is_kept_on_ticks_and_closes_whole() {
        check(
            &[model(), H::Tick, piece("a"), H::Tick, H::Tick, piece("b"), H::Finished, piece("late")],
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
            &[model(), piece(""), broken(), piece("hm"), H::Finished],
            &[
                Step::Ask(Source::Model),
                Step::Instead(ModelErrorKind::BrokenStream, LISTENER),
                Step::Ask(LISTENER),
                Step::Show("hm".into()),
                Step::Close(TurnState::Complete, Some(ModelErrorKind::BrokenStream)),
            ],
        );
    }

    #[test]
    fn a_model_that_says_nothing_at_all_counts_as_failed() {
        check(
            &[model(), H::Finished],
            &[
                Step::Ask(Source::Model),
                Step::Instead(ModelErrorKind::Unreadable, LISTENER),
                Step::Ask(LISTENER),
            ],
        );
    }

    #[test]
    fn where_there_is_an_answer_already_a_failure_leaves_it_alone() {
        check(
            &[H::Wanted(Source::Model, vec![]), broken()],
            &[Step::Ask(Source::Model), Step::Close(TurnState::CutOff, Some(ModelErrorKind::BrokenStream))],
        );
    }

    #[test]
    fn a_failure_in_the_middle_keeps_what_was_said() {
        check(
            &[model(), piece("a"), broken(), H::Stopped],
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
        check(&[model(), H::Stopped], &[Step::Ask(Source::Model), Step::Close(TurnState::Stopped, None)]);
        check(
            &[model(), piece("a"), H::Stopped, piece("b")],
            &[Step::Ask(Source::Model), Step::Show("a".into()), Step::Close(TurnState::Stopped, None)],
        );
    }

    #[test]
    fn a_provider_that_says_it_did_not_answer_is_asked_again_twice_then_the_next_one_is() {
        let over = || failed(ModelErrorKind::Overloaded);
        check(
            &[
                H::Wanted(Source::Model, vec![Source::Second, LISTENER]),
                over(),
                H::Rested,
                over(),
                H::Rested,
                over(),
            ],
            &[
                Step::Ask(Source::Model),
                Step::Rest(Duration::from_secs(1), ModelErrorKind::Overloaded),
                Step::Ask(Source::Model),
                Step::Rest(Duration::from_secs(4), ModelErrorKind::Overloaded),
                Step::Ask(Source::Model),
                Step::Instead(ModelErrorKind::Overloaded, Source::Second),
                Step::Ask(Source::Second),
            ],
        );
    }

    #[test]
    fn the_pause_a_provider_asks_for_is_kept_and_a_long_one_is_not_waited_for() {
        let rate = |seconds| {
            let retry_after = Some(Duration::from_secs(seconds));
            H::Failed(ModelError { retry_after, ..ModelError::new(ModelErrorKind::Rate, "") })
        };
        let rest = Step::Rest(Duration::from_secs(7), ModelErrorKind::Rate);
        check(&[model(), rate(7)], &[Step::Ask(Source::Model), rest]);
        let instead = Step::Instead(ModelErrorKind::Rate, LISTENER);
        check(&[model(), rate(86_400)], &[Step::Ask(Source::Model), instead, Step::Ask(LISTENER)]);
    }

    #[test]
    fn what_may_have_been_read_is_not_sent_to_the_same_model_again() {
        for kind in [
            ModelErrorKind::Timeout,
            ModelErrorKind::BrokenStream,
            ModelErrorKind::Unreadable,
            ModelErrorKind::Refused,
            ModelErrorKind::Auth,
            ModelErrorKind::Quota,
            ModelErrorKind::Limit,
        ] {
            check(
                &[model(), failed(kind)],
                &[Step::Ask(Source::Model), Step::Instead(kind, LISTENER), Step::Ask(LISTENER)],
            );
        }
    }

    #[test]
    fn tools_are_run_and_the_answer_goes_on_apart_from_what_was_said_before() {
        check(
            &[
                model(),
                piece("Let me see."),
                called("a"),
                H::Finished,
                H::Ran,
                piece("It is nine."),
                H::Finished,
            ],
            &[
                Step::Ask(Source::Model),
                Step::Show("Let me see.".into()),
                Step::Run(vec![call("a")]),
                Step::Ask(Source::Model),
                Step::Show("\n\nIt is nine.".into()),
                Step::Close(TurnState::Complete, None),
            ],
        );
    }

    #[test]
    fn a_call_comes_once_a_round_and_none_of_an_answer_that_broke() {
        check(
            &[model(), called("a"), called("a"), H::Finished, H::Ran, called("a"), H::Finished],
            &[
                Step::Ask(Source::Model),
                Step::Run(vec![call("a")]),
                Step::Ask(Source::Model),
                // Some servers number their calls anew in every reply.
                Step::Run(vec![call("a")]),
            ],
        );
        check(
            &[model(), called("a"), broken()],
            &[
                Step::Ask(Source::Model),
                Step::Instead(ModelErrorKind::BrokenStream, LISTENER),
                Step::Ask(LISTENER),
            ],
        );
    }

    #[test]
    fn a_model_that_only_asks_for_tools_is_given_up() {
        let mut happenings = vec![model()];
        for n in 0..=ROUNDS {
            happenings.extend([called(&n.to_string()), H::Finished, H::Ran]);
        }
        let mut machine = Machine::default();
        let steps: Vec<Step> = happenings.into_iter().flat_map(|happening| machine.on(happening)).collect();
        let runs = steps.iter().filter(|step| matches!(step, Step::Run(_))).count();
        assert_eq!((runs, steps.last()), (ROUNDS as usize, Some(&Step::Ask(LISTENER))));
    }

    #[test]
    fn a_prompt_that_is_too_long_is_made_shorter_twice() {
        let long = || failed(ModelErrorKind::ContextTooLong);
        check(
            &[model(), long(), long(), long()],
            &[
                Step::Ask(Source::Model),
                Step::Shorten(Source::Model),
                Step::Shorten(Source::Model),
                Step::Instead(ModelErrorKind::ContextTooLong, LISTENER),
                Step::Ask(LISTENER),
            ],
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_happens_it_closes_once_and_nothing_is_shown_after(choices in proptest::collection::vec(0u8..11, 0..60)) {
            let mut machine = Machine::default();
            let mut closed = 0;
            for choice in choices {
                let happening = match choice {
                    0 => model(),
                    1 => piece("x"),
                    2 => H::Finished,
                    3 => broken(),
                    4 => H::Stopped,
                    5 => called("a"),
                    6 => called("b"),
                    7 => H::Ran,
                    8 => H::Rested,
                    9 => failed(ModelErrorKind::Overloaded),
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
